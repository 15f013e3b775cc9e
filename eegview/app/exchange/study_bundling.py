"""Write a bundle of one study from the library: what command line and window both do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.blind_reading.sealed_library import SealedLibrary, sealed_library
from eegview.app.exchange.bundled_infants import infants_of_study, infants_to_bundle
from eegview.app.exchange.bundling import bundle_study, runs_to_bundle, videos_to_bundle
from eegview.app.film_export.carried import carried_text
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.model.errors import UsageError
from eegview.model.infant.infant import Infant
from eegview.model.recording import Progress, Recording, no_progress
from eegview.model.suggestion.detection import DetectorRun

if TYPE_CHECKING:
    from eegview.exchange.bundle import Manifest


@dataclass(frozen=True, slots=True)
class BundleParts:
    """What goes into a bundle beside recording, marks and log.

    videos : in addition to those that bear the recording's name
    """

    has_video: bool = True
    videos: tuple[str, ...] = ()
    has_infant: bool = False


@dataclass(frozen=True, slots=True)
class StudyBundled:
    """What was written.

    infants : of the study, be their logs in the bundle or not
    runs : of detectors, that the reader may know of
    is_blind : the reader reads the study blind: no number of it may be told
    """

    manifest: Manifest
    infants: tuple[Infant, ...]
    runs: tuple[DetectorRun, ...]
    is_blind: bool


def write_study_bundle(
    library: SealedLibrary,
    recording: Recording,
    files: Sequence[str],
    out: Path,
    parts: BundleParts,
    reviewer: Reviewer,
    tell: Callable[[str], object] = lambda _sentence: None,
    progress: Progress = no_progress,
) -> StudyBundled:
    """Write a study with all readers' work to a folder or zip.

    tell : is given what is to be known before anything is written: videos that are missing, places in clips

    Raises
    ------
    UsageError : nothing is left without video, the study belongs to no infant, or see `bundle_study`
    CannotWrite, UnreadableFile, Cancelled : nothing is left behind
    LibraryRefused : the library cannot be read
    """
    from eegview.readers.companion_files import companion_videos

    if not parts.has_video and recording.is_film:
        raise UsageError("This study is film alone: nothing is left without video.", "Leave --no-video out.")
    fingerprint = recording.fingerprint
    is_blind = library.blindness(fingerprint).is_blind
    editor = Editor(library.whole, fingerprint, reviewer.name, reviewer.role)
    videos: tuple[str, ...] = ()
    names: dict[str, str] = {}
    if parts.has_video:
        beside = [path for file in files for path in companion_videos(file)]
        videos, names, missing = videos_to_bundle(library, files[0], fingerprint, [*beside, *parts.videos])
        for sentence in missing:
            tell(sentence)
    infants = infants_of_study(library, fingerprint)
    to_bundle = infants_to_bundle(library, fingerprint) if parts.has_infant else ()
    if carried := carried_text([*files, *videos]):
        tell(carried)
    runs = runs_to_bundle(library.whole, fingerprint)
    marks = (*editor.marks(), *editor.sync_marks(), *editor.study_records())
    manifest = bundle_study(out, files, videos, recording, marks, editor.history(), progress, runs, names, to_bundle)
    return StudyBundled(manifest, infants, () if is_blind else tuple(one.run for one in runs), is_blind)


def bundle_open_study(
    library_url: str | None,
    reviewer: Reviewer,
    recording: Recording,
    files: Sequence[str],
    out: Path,
    parts: BundleParts,
    progress: Progress,
) -> tuple[str, ...]:
    """Write the bundle of a study that is open in the window, and return what is to be told; call it on a lane."""
    told: list[str] = []
    with closing(sealed_library(library_url, reviewer.name)) as library:
        done = write_study_bundle(library, recording, files, out, parts, reviewer, told.append, progress)
    n_files = len(done.manifest.entries)
    with_infant = ", the infant's log among them" if parts.has_infant else ""
    return (f"Wrote {out.name} with {n_files} files{with_infant}.", *told)
