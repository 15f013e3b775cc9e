"""Which of the recent studies are of the same infant: asked of the files on a lane, for the list to choose from."""

from collections.abc import Collection, Sequence
from contextlib import closing

from eegview.app.library.editing import study_library
from eegview.app.library.opening import open_source
from eegview.app.study.patient import known_patient
from eegview.app.study.recent import RecentStudy
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.recording import Progress, patient_of
from eegview.model.study.records import ID_TERM
from eegview.model.text.language import tr

SAME_INFANT, SAME, OTHER, UNKNOWN, NOT_FOUND = "infant", "same", "other", "unknown", tr("not found")


def patient_states(
    studies: Sequence[RecentStudy],
    patient_id: str,
    library_url: str | None,
    progress: Progress,
    members: Collection[str] = (),
) -> dict[str, str]:
    """Return for the first path of each study whether it has this patient ID: `SAME`, `OTHER`, `UNKNOWN`, `NOT_FOUND`.

    members : fingerprints of the studies of the open study's infant; such a one is `SAME_INFANT` whatever its ID

    An ID that a reader typed holds before that of the file. Where `patient_id` is empty nothing is the same.

    Raises
    ------
    Cancelled : from `progress`
    """
    found: dict[str, str] = {}
    try:
        library = study_library(library_url)
    except EegViewError:  # it is told elsewhere
        library = None
    try:
        for number, study in enumerate(studies):
            progress(number / max(len(studies), 1))
            try:
                with closing(open_source(study.paths, progress)) as source:
                    recording = source.recording
                    if recording.fingerprint in members:
                        found[study.path] = SAME_INFANT
                        continue
                    typed = library.annotations(recording.fingerprint, ID_TERM) if library is not None else ()
                    theirs = known_patient(patient_of(source), recording.started_at, typed).patient_id
            except Cancelled:
                raise
            except EegViewError:
                found[study.path] = NOT_FOUND
                continue
            is_same = theirs.casefold() == patient_id.casefold()
            found[study.path] = UNKNOWN if not theirs or not patient_id else SAME if is_same else OTHER
    finally:
        if library is not None:
            library.close()
    return found
