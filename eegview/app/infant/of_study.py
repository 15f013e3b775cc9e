"""The infant that a study belongs to, with all that its log says; and which studies of a library belong to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.blind_reading.sealing import sealed
from eegview.app.infant.log import InfantLog, all_logs, infant_log, owners_in
from eegview.app.infant.reading import read_timeline
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.library.opening import is_library_there
from eegview.app.links.recordings import all_known_recordings
from eegview.clinical.response_state import RecordedDay
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.study.known_recording import KnownRecording
from eegview.model.treatment.as_of import AsOf

if TYPE_CHECKING:
    from eegview.store.library import Library


def log_of_study(library_url: str | None, fingerprint: str, viewer: str | None) -> InfantLog | None:
    """Return the log of the infant of a study, None where the study belongs to none; call it on a lane.

    Raises
    ------
    LibraryRefused : the library cannot be opened or read
    """
    if not is_library_there(library_url):
        return None
    with closing(sealed_library(library_url, viewer)) as library:
        found = owners_in(all_logs(library)).get(fingerprint)
        return infant_log(library, found[0].infant_id) if found else None


def filmed_of_infant(
    library_url: str | None, log: InfantLog, viewer: str, as_of: AsOf, counting: CountRules
) -> tuple[RecordedDay, ...]:
    """Return what the clips of an infant say for the response; call it on a lane.

    Raises
    ------
    LibraryRefused : the library cannot be opened or read
    """
    if not any(one.kind == CLIP for one in log.members):
        return ()
    with closing(sealed_library(library_url, viewer)) as library:
        return read_timeline(library, log.infant_id, viewer, as_of, counting).filmed


@dataclass(frozen=True, slots=True)
class LooseStudies:
    """Recordings of a library that belong to no infant, by start.

    owners : pseudonym by fingerprint, of those that belong to one
    files : where recordings were opened on this computer, by fingerprint
    """

    recordings: tuple[KnownRecording, ...] = ()
    owners: Mapping[str, str] | None = None
    files: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def loose_studies(library_url: str | None, viewer: str | None, folder: Path) -> LooseStudies:
    """Return the recordings that can be added to an infant; call it on a lane.

    folder : where it is noted which recordings were opened on this computer

    Raises
    ------
    LibraryRefused : the library cannot be opened or read
    """
    if not is_library_there(library_url):
        return LooseStudies()
    with closing(sealed_library(library_url, viewer)) as library:
        logs = [log for log in all_logs(library) if not log.infant.is_removed]
        owners = {one.fingerprint: log.infant.pseudonym for log in logs for one in log.members}
        found = [one for one in library.whole.recordings() if one.fingerprint not in owners and one.is_seen]
    listed = tuple(sorted(found, key=lambda one: (one.started_at, one.fingerprint)))
    return LooseStudies(listed, owners, all_known_recordings(folder))


def member_of(known: KnownRecording) -> Member:
    """Return a recording as a study of an infant: one without channels is a clip."""
    return Member(known.fingerprint, EEG if known.channels else CLIP)


def timeline_of_study(
    library: Library, fingerprint: str, viewer: str, folder: Path, as_of: AsOf, counting: CountRules
) -> InfantTimeline | None:
    """Return the timeline of the infant of a study as a reader may see it, None where it belongs to none.

    folder : where it is noted which recordings were opened on this computer

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    seen = sealed(library, viewer)
    found = owners_in(all_logs(seen)).get(fingerprint)
    if not found:
        return None
    return read_timeline(seen, found[0].infant_id, viewer, as_of, counting, all_known_recordings(folder))
