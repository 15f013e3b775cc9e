"""Open the studies that a set is made from: recordings whose marks are in the library, and bundles."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.exchange.bundling import read_unbundled
from eegview.app.infant.log import all_logs, owners_in
from eegview.app.library.opening import open_source, slowness_in
from eegview.app.resources import data_folder
from eegview.app.study.local_places import local_places
from eegview.app.study.opening_plan import plan_opening
from eegview.app.study.videos import find_study_videos
from eegview.app.sync.syncing import PlacedVideo, placed_videos
from eegview.app.training.cases.settled.study import SettledStudy, settled_study
from eegview.exchange.bundle import unpack_bundle
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled, EegViewError, UsageError
from eegview.model.recording import Progress, Recording, SignalSource, no_progress, paths_of
from eegview.model.study.clip_slowness import clip_slownesses
from eegview.model.study.records import VIDEO_TERM
from eegview.model.study.video import study_videos

if TYPE_CHECKING:
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class RefusedStudy:
    """A study that gives no items, and a sentence why."""

    path: Path
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class OpenedStudies:
    """The studies that are settled, each with its open recording, and those that are not."""

    studies: tuple[tuple[SettledStudy, SignalSource], ...]
    refused: tuple[RefusedStudy, ...] = ()


def open_studies(
    paths: Sequence[Path],
    library: Library,
    viewer: str,
    folder: Path,
    with_video: bool = False,
    progress: Progress = no_progress,
) -> OpenedStudies:
    """Open studies; who gets them closes their recordings.

    Parameters
    ----------
    paths : recordings, or bundles (a zip or a folder)
    viewer : who makes the set
    folder : where bundles are unpacked; kept until the recordings are closed
    with_video : read where videos lie; each is read to its end the first time

    Raises
    ------
    Cancelled : from `progress`; all that was opened is closed
    """
    found: list[tuple[SettledStudy, SignalSource]] = []
    refused: list[RefusedStudy] = []
    infants = owners_in(all_logs(library))
    try:
        for number, path in enumerate(paths):
            progress(number / len(paths))
            try:
                study, source = _opened(path, library, viewer, folder, with_video)
                owners = infants.get(study.key, ())
                found.append((replace(study, infant=owners[0].infant_id) if owners else study, source))
            except Cancelled:
                raise
            except EegViewError as error:
                refused.append(RefusedStudy(path, error.sentence, error.advice))
        progress(1.0)
    except BaseException:
        for _study, source in found:
            source.close()
        raise
    return OpenedStudies(tuple(found), tuple(refused))


def is_bundle(path: Path) -> bool:
    """Whether a path is a bundle, packed or unpacked."""
    if path.is_dir():
        return (path / "manifest.json").is_file() and (path / "study").is_dir()
    return path.suffix.lower() == ".zip"


def _opened(
    path: Path, library: Library, viewer: str, folder: Path, with_video: bool
) -> tuple[SettledStudy, SignalSource]:
    if is_bundle(path):
        return _of_bundle(path, viewer, folder, with_video)
    source = open_source(_files_of(path), slowness=slowness_in(library))
    try:
        recording = source.recording
        _refuse_faces(recording, with_video)
        stored, edits = library.annotations(recording.fingerprint), library.edits(recording.fingerprint)
        study = settled_study(source, stored, edits, viewer, paths=paths_of(source))
        videos = _library_videos(library, recording, paths_of(source), stored, viewer) if with_video else ()
        return _with_videos(study, videos), source
    except BaseException:
        source.close()
        raise


def _files_of(path: Path) -> list[str]:
    """Return the clips of a folder that holds clips alone, which are one study; else the path."""
    plan = plan_opening([str(path)])
    return list(plan.videos) if plan.is_film_folder else [str(path)]


def _refuse_faces(recording: Recording, with_video: bool) -> None:
    """Refuse a study of clips where no video may go into the set: its items are film alone.

    Raises
    ------
    UsageError : it is film, and video was not asked for
    """
    if recording.is_film and not with_video:
        raise UsageError(
            "A study of clips gives items only with video: film is all there is, and faces are in it.",
            "Choose “With video” (--with-video) if it may be shared, or studies with EEG.",
        )


def _of_bundle(path: Path, viewer: str, folder: Path, with_video: bool) -> tuple[SettledStudy, SignalSource]:
    from eegview.store.checks.verification import replay

    unpacked = path
    if not path.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        unpacked = Path(tempfile.mkdtemp(prefix="bundle-", dir=folder)) / "study"
        unpack_bundle(path, unpacked)
    bundle = read_unbundled(unpacked)
    stored = tuple(replay(bundle.edits).values())
    source = open_source(bundle.recordings, slowness=lambda _fingerprint: clip_slownesses(stored))
    try:
        _refuse_faces(source.recording, with_video)
        study = settled_study(source, stored, bundle.edits, viewer, paths=bundle.recordings)
        files = list(dict.fromkeys([*(clip.path for clip in source.recording.clips), *bundle.videos]))
        videos = _placed(files, source.recording, stored, viewer) if with_video else ()
        return _with_videos(study, videos), source
    except BaseException:
        source.close()
        raise


def _with_videos(study: SettledStudy, videos: Sequence[PlacedVideo]) -> SettledStudy:
    return replace(study, videos=tuple(one for one in videos if one.n_parts == 1))


def _library_videos(
    library: Library, recording: Recording, paths: Sequence[str], stored: Sequence[Annotation], viewer: str
) -> tuple[PlacedVideo, ...]:
    from eegview.app.video.study_videos import find_videos

    known = study_videos(mark for mark in stored if mark.term_id == VIDEO_TERM)
    clips = [clip.path for clip in recording.clips]  # of a study of clips each is a video of its own
    beside = list(dict.fromkeys([*clips, *(video for path in paths for video in find_videos(path))]))
    places = (*library.video_places(recording.fingerprint), *local_places(data_folder()))
    found = find_study_videos(paths[0], beside, known, places)
    return _placed(tuple(found.paths.values()), recording, stored, viewer)


def _placed(
    videos: Sequence[str], recording: Recording, stored: Sequence[Annotation], viewer: str
) -> tuple[PlacedVideo, ...]:
    found: list[PlacedVideo] = []
    for video in videos:
        try:
            found += placed_videos([video], recording, stored, viewer)
        except EegViewError:  # a video that cannot be read is none; the items go without it
            continue
    return tuple(found)
