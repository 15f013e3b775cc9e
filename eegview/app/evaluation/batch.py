"""Run one detector over many recordings: each on its own, results stored at once, failures reported in their row."""

import time
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.detectors.detecting import DetectionOrder, Movement, movement_of, run_detector, wants_video
from eegview.app.evaluation.batch_pool import WorkUpdate, run_in_processes
from eegview.app.evaluation.batch_results import (
    ALREADY,
    FAULT,
    LOST,
    REFUSED,
    UNREADABLE,
    BatchEnd,
    DetectorSettings,
    ResultsFolder,
)
from eegview.detect.code_hash import code_hash, program_version
from eegview.detect.discovery import FoundPlugin, plugin_by_id
from eegview.detect.manifest import Need
from eegview.detect.manifest_parameters import Value, value_text, values_for
from eegview.detect.process.messages import Batch
from eegview.detect.readiness import ready_plugin
from eegview.model.errors import Cancelled, DetectorFailed, EegViewError, UnreadableFile, UsageError
from eegview.model.recording import Progress, Recording
from eegview.model.suggestion.detection import DetectorRun, RunEnd

_NOT_PLACED = "The start time of its video is unknown, so its movement is not used."


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """A request to run one detector over many recordings.

    detector : id, or the folder of the plugin
    parameters : those that differ from the defaults
    n_workers : processes on this computer
    scheduler : address of a Dask cluster's, "" = this computer
    resume : leave out what is done with the same content, detector and settings
    encoding : of the recordings' texts, "" = found out
    """

    paths: tuple[Path, ...]
    detector: str
    out: Path
    parameters: tuple[tuple[str, Value], ...] = ()
    n_workers: int = 1
    scheduler: str = ""
    resume: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class BatchJob:
    """One recording of a batch, as it is handed to a worker.

    done : contents that need not be searched again
    """

    path: str
    detector: str
    settings: DetectorSettings
    parameters: tuple[tuple[str, Value], ...]
    done: frozenset[str] = frozenset()
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The progress of one recording of a batch: its share done, or its end and the name of its table."""

    number: int
    share: float = 0.0
    end: BatchEnd | None = None
    output: str = ""


def settings_of(plugin: FoundPlugin, parameters: Mapping[str, Value]) -> DetectorSettings:
    """Return the detector to the byte with all its settings.

    Raises
    ------
    DetectorFailed : nobody agreed to this content, or it cannot run on this computer
    UsageError : a parameter does not fit
    """
    manifest = ready_plugin(plugin).manifest
    values = values_for(manifest, parameters)
    texts = tuple(sorted((name, value_text(value)) for name, value in values.items()))
    return DetectorSettings(
        manifest.detector_id, manifest.version, plugin.content_hash, texts, program_version(manifest), code_hash()
    )


def run_batch(order: BatchOrder) -> Generator[BatchProgress, None, None]:
    """Yield progress of the recordings as it comes; each result is in the folder before it is reported.

    Closing the iterator, or Ctrl+C, stops what runs; what is done stays, and the summary reports it.

    Raises
    ------
    DetectorFailed : the detector may not or cannot run here
    UsageError : a parameter does not fit
    CannotWrite : the folder cannot be written
    """
    settings = settings_of(plugin_by_id(order.detector), dict(order.parameters))
    folder = ResultsFolder(order.out)
    done = folder.done(settings) if order.resume else {}
    jobs = [_job(path, order, settings, done) for path in order.paths]
    rows: dict[int, tuple[BatchEnd, str]] = {}
    places = _places(order.paths)
    if order.scheduler:
        from eegview.app.evaluation.batch_cluster import run_on_cluster

        updates = run_on_cluster(run_job, jobs, order.scheduler)
    else:
        updates = run_in_processes(run_job, jobs, max(1, min(order.n_workers, len(jobs))))
    try:
        with closing(updates):
            for update in updates:
                if not update.is_finished:
                    if update.number not in rows:
                        yield BatchProgress(update.number, update.share)
                    continue
                rows[update.number] = _kept(_end_of(update, jobs), done, folder, settings, places[update.number])
                yield BatchProgress(update.number, 1.0, *rows[update.number])
    finally:
        folder.write_summary((rows[number] for number in sorted(rows)), settings)


def _places(paths: Sequence[Path]) -> list[int]:
    """Return for each path which of its name it is, 1 for the first: names do not depend on who is done first."""
    seen: Counter[str] = Counter()
    places = []
    for path in paths:
        seen[path.stem.casefold()] += 1
        places.append(seen[path.stem.casefold()])
    return places


def _job(path: Path, order: BatchOrder, settings: DetectorSettings, done: Mapping[str, BatchEnd]) -> BatchJob:
    """Return a job that knows what is done under its name, or where that is unknown, all that is done."""
    same_name = frozenset(content for content, end in done.items() if end.name == path.name)
    return BatchJob(
        str(path.absolute()), order.detector, settings, order.parameters, same_name or frozenset(done), order.encoding
    )


def _end_of(update: WorkUpdate, jobs: Sequence[BatchJob]) -> BatchEnd:
    if not update.was_lost:
        return update.result
    name = Path(jobs[update.number].path).name
    return BatchEnd(name, "", LOST, "The process working on it crashed. Try it alone with “eegview detect”.")


def _kept(
    end: BatchEnd, done: Mapping[str, BatchEnd], folder: ResultsFolder, settings: DetectorSettings, place: int
) -> tuple[BatchEnd, str]:
    if end.state != ALREADY:
        return end, folder.keep(end, settings, place)
    held = done[end.content]
    return replace(held, name=end.name, state=ALREADY, fingerprint=end.fingerprint), folder.output_of(held, settings)


def run_job(job: BatchJob, progress: Progress, stopped: Callable[[], bool]) -> BatchEnd:
    """Search one recording, in a process or on a machine of its own; every outcome is reported in the returned end."""
    name = Path(job.path).name
    begun_s = time.monotonic()
    content = fingerprint = ""

    def failed(state: str, message: str) -> BatchEnd:
        return BatchEnd(name, content, state, message, seconds=time.monotonic() - begun_s, fingerprint=fingerprint)

    try:
        plugin = plugin_by_id(job.detector)
        if plugin.content_hash != job.settings.plugin:
            raise DetectorFailed(
                "This worker has a different version of the detector.", "Give every worker the same plugins folder."
            )
        recording = _described(job.path, job.encoding)
        videos = _videos(job.path, plugin)
        content, fingerprint = _content_of(recording, videos), recording.fingerprint
        if content in job.done:
            return BatchEnd(name, content, ALREADY, fingerprint=fingerprint)
        movement = _movement(videos, recording, stopped)
        notes = (_NOT_PLACED,) if videos and movement is None else ()
        if notes and plugin.manifest is not None and plugin.manifest.input.video is Need.REQUIRED:
            raise UsageError(*notes, "Name the video by its date and time, or write a .sync.json beside it.")

        def on_report(_run: DetectorRun, batch: Batch) -> None:
            progress(min(batch.share, 0.99))

        order = DetectionOrder((job.path,), dict(job.parameters), movement=movement, encoding=job.encoding)
        found = run_detector(plugin, recording, order, on_report=on_report, is_cancelled=stopped)
    except UnreadableFile as error:
        return failed(UNREADABLE, f"{error.sentence} {error.advice}")
    except Cancelled:
        return failed(RunEnd.CANCELLED.value, "Stopped.")
    except EegViewError as error:
        return failed(REFUSED, f"{error.sentence} {error.advice}")
    except Exception as error:  # noqa: BLE001 - a bug met on one recording must not cost the others their results
        return failed(FAULT, f"{_fault(error)} Please report it; the other recordings are not affected.")
    run = found.run
    return BatchEnd(
        name=name,
        content=content,
        state=run.end.value,
        message=run.message,
        outside=run.outside,
        notes=(*found.notes, *notes),
        hours=_searched_hours(recording.segments, run),
        seconds=time.monotonic() - begun_s,
        n_events=len(found.detections),
        detections=found.detections,
        fingerprint=fingerprint,
    )


def _described(path: str, encoding: str) -> Recording:
    from eegview.app.library.opening import open_source

    source = open_source([path], encoding=encoding)
    try:
        return source.recording
    finally:
        source.close()


def _videos(path: str, plugin: FoundPlugin) -> tuple[str, ...]:
    """Return the videos beside a recording, for a detector that looks at them."""
    from eegview.readers.companion_files import companion_videos

    return companion_videos(path) if plugin.manifest is not None and wants_video(plugin.manifest) else ()


def _content_of(recording: Recording, videos: Sequence[str]) -> str:
    """Return the identity of what is searched: the recording alone, or with its videos."""
    from eegview.readers.fingerprint import fingerprint_of_parts, fingerprint_of_video

    return fingerprint_of_parts([recording.fingerprint, *map(fingerprint_of_video, videos)])


def _movement(videos: Sequence[str], recording: Recording, stopped: Callable[[], bool]) -> Movement | None:
    """Return the movement in the videos where the files themselves say they lie, None without any.

    One of which nothing says where it lies is left out.
    """
    if not videos:
        return None
    from eegview.app.sync.syncing import placed_videos

    def watched(_share: float) -> None:
        if stopped():
            raise Cancelled

    placed = placed_videos(videos, recording, (), "")
    return movement_of([one.clip for one in placed], watched, recording=recording)


def _searched_hours(segments: Sequence, run: DetectorRun) -> float:
    """Return how many hours with samples were searched, gaps left out."""
    parts = (
        segment.intersection(replace(run.span, stop_s=max(run.reached_s, run.span.start_s))) for segment in segments
    )
    return sum(part.duration_s for part in parts if part is not None) / 3600


def _fault(error: Exception) -> str:
    """Return the type of an error and where in the program it arose, without its message: that may name a patient."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "eegview" in frame.filename]
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"internal error: {type(error).__name__}{where}."
