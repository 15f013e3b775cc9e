"""The infant's age at the start of a recording: what the library holds, of the infant and of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eegview.app.infant.log import all_logs
from eegview.model.infant.study_age import StudyAge, study_age
from eegview.model.infant.study_of_infant import study_of_infant
from eegview.model.recording import Recording
from eegview.model.study.clip_start import with_typed_starts
from eegview.model.study.patient_age import typed_age
from eegview.model.study.records import AGE_TERM, CLIP_START_TERM

if TYPE_CHECKING:
    from eegview.store.library import Library


def age_in_library(library: Library, recording: Recording) -> StudyAge | None:
    """Return the age by the infant of a recording, else as it was typed for it; None where neither is known."""
    logs = [log for log in all_logs(library) if not log.infant.is_removed]
    found = (study_of_infant(log.infant, log.members, recording.fingerprint) for log in logs)
    of_infant = next((one for one in found if one is not None), None)
    typed = typed_age(library.annotations(recording.fingerprint, AGE_TERM))
    if of_infant is None:
        return study_age(typed, None)
    filmed = with_typed_starts(recording, library.annotations(recording.fingerprint, CLIP_START_TERM))
    return study_age(typed, None, of_infant.age(filmed.started_at))
