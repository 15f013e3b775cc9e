"""Run a detector over a recording: check that it fits, run it, keep what it finds as it comes. No Qt.

The command line and the window's work lane both come through here.
"""

import contextlib
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from eegview.app.detectors.given_marks import given_marks
from eegview.app.detectors.own_settings import own_secret, stored_form
from eegview.app.montage.store import load_montages, montage_by_id
from eegview.app.provenance import vocabulary_text
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import without_unasked
from eegview.detect.age import age_months_of
from eegview.detect.code_hash import code_hash, program_version
from eegview.detect.discovery import FoundPlugin
from eegview.detect.input_plan import plan_input
from eegview.detect.job import Job
from eegview.detect.manifest import Manifest
from eegview.detect.manifest_parameters import Value, value_text, values_for
from eegview.detect.process.messages import MOST_NOTES, Batch
from eegview.detect.process.run_log import OnPrint
from eegview.detect.process.running import Ending, run_plugin
from eegview.detect.readiness import ready_plugin
from eegview.detect.validity import outside_validity
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError, UsageError
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.movement import Filming, MovementTrace, Region
from eegview.model.read_marks import GivenMark, as_settings
from eegview.model.recording import Progress, Recording, no_progress
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, Trend, new_run_id
from eegview.model.vocabulary import Vocabulary

_BEAT_EVERY_S = 20.0
Movement = tuple[np.ndarray, np.ndarray]


class RunStore(Protocol):
    """A store of detectors' runs; the study library is one."""

    def start_run(self, run: DetectorRun) -> None: ...

    def beat_run(self, run_id: str, reached_s: float) -> None: ...

    def add_detections(self, run_id: str, detections: Iterable[Detection]) -> None: ...

    def add_trend(self, run_id: str, trend: Trend) -> None: ...

    def end_run(
        self, run_id: str, end: RunEnd, message: str = "", reached_s: float = 0.0, notes: Sequence[str] = ()
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class DetectionOrder:
    """A request to run a detector.

    paths : of the recording's files, as they were opened
    parameters : those that differ from the defaults
    span : what to search, None = all
    age_months : None = as the header says
    movement : (n,) times in recording time (s) and (n,) values of the camera's movement, None for none
    author : who asks
    encoding : of the recording's texts, as it was opened; "" = found out
    marks : that the author may see; a detector is given the author's own, of the terms its manifest names
    """

    paths: tuple[str, ...]
    parameters: Mapping[str, Value] = field(default_factory=dict)
    span: Span | None = None
    age_months: float | None = None
    movement: Movement | None = None
    author: str = ""
    encoding: str = ""
    marks: Iterable[Annotation] = ()


@dataclass(frozen=True, slots=True)
class Detected:
    """The result of a run; partial where it did not end as DONE.

    trends : each in one piece
    """

    run: DetectorRun
    detections: tuple[Detection, ...]
    trends: tuple[Trend, ...]
    ending: Ending

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what the detector said about the whole run."""
        return self.run.notes


OnReport = Callable[[DetectorRun, Batch], None]


def ignore_report(_run: DetectorRun, _batch: Batch) -> None:
    """Ignore what a run reports."""


def run_detector(
    plugin: FoundPlugin,
    recording: Recording,
    order: DetectionOrder,
    run_store: RunStore | None = None,
    on_report: OnReport = ignore_report,
    is_cancelled: Callable[[], bool] = lambda: False,
    logs: Path | None = None,
    on_print: OnPrint | None = None,
) -> Detected:
    """Run a detector and return what it found; it may take minutes, so call it off the window's thread.

    Parameters
    ----------
    run_store : keeps run, detections and trends as they come; None = they are only returned
    on_report : called on this thread with what is new, several times a second; `Cancelled` from it stops the run
    logs : folder of the detector's own prints, None = the user's own
    on_print : for its author: called on another thread with each line it prints, paths as in the author's folder

    However the run ends, this returns: `run.end` and `run.message` say how, and what came before is there.

    Raises
    ------
    DetectorFailed : nobody agreed to this content, or it cannot run on this computer
    UsageError : a parameter does not fit, or the detector cannot work on this recording
    """
    ready = ready_plugin(plugin)
    manifest = ready.manifest
    parameters = values_for(manifest, order.parameters)
    montage = montage_by_id(manifest.input.montage)
    plan = plan_input(recording, montage, manifest.input)
    age_months = order.age_months
    if age_months is None:
        age_months = age_months_of(order.paths[0], recording.started_at)
    span = searched_span(recording, order.span)
    outside = outside_validity(manifest, plan, age_months, order.movement is not None)
    vocabulary = load_vocabulary()
    marks = given_marks(manifest, order.marks, order.author, vocabulary)
    settings = {name: value_text(value) for name, value in parameters.items()}
    if manifest.input.marks:
        settings |= dict(as_settings(manifest.input.marks, marks, own_secret()))
    run = DetectorRun(
        run_id=new_run_id(),
        fingerprint=recording.fingerprint,
        detector_id=manifest.detector_id,
        title=manifest.title,
        version=manifest.version,
        content_hash=ready.content_hash,
        parameters=tuple(sorted(settings.items())),
        span=span,
        started_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        author=order.author,
        outside=outside,
        reached_s=span.start_s,
        always_listed=manifest.always_listed,
        program_version=f"{program_version(manifest)}; vocabulary {vocabulary_text(vocabulary)}",
        code_hash=code_hash(),
    )
    job = Job(
        order.paths,
        recording.fingerprint,
        montage,
        span,
        tuple(parameters.items()),
        age_months,
        encoding=order.encoding,
        marks=tuple((term, onset_s, duration_s, dict(answers)) for term, onset_s, duration_s, answers in marks),
    )
    gathered = _Gathered(run, run_store, on_report, vocabulary, marks)
    try:
        ending = run_plugin(
            manifest,
            ready.folder,
            job,
            gathered.add,
            is_cancelled,
            run.run_id,
            logs,
            order.movement,
            None if on_print is None else _in_its_folder(on_print, ready.folder, plugin.folder),
        )
    except BaseException:  # the keyboard, a library that refused: the run did end, whoever ended it
        gathered.broken_off()
        raise
    return gathered.ended(ending)


def _in_its_folder(on_print: OnPrint, copy: Path, folder: Path) -> OnPrint:
    """Return what passes lines on with the paths of the author's own files, not of the copy that runs."""
    return lambda line: on_print(line.replace(str(copy), str(folder)))


def searched_span(recording: Recording, asked: Span | None) -> Span:
    """Return the span to be searched: the whole recording, or the requested part that lies in it.

    Raises
    ------
    UsageError : the recording has nothing there
    """
    span = recording.span if asked is None else recording.span.intersection(asked)
    if span is None or not span.duration_s:
        raise UsageError("The recording has no data in that section.", f"It runs from 0 to {recording.duration_s:g} s.")
    return span


def movement_of(
    clips: Sequence[VideoClip],
    progress: Progress = no_progress,
    region: Region | None = None,
    recording: Recording | None = None,
    said: Callable[[str], None] = lambda _text: None,
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the movement of these clips in recording time, None where there is no video whose time is known.

    clips : one whose time is not known is left out
    region : where to watch, None = the whole picture
    recording : that they belong to; of a study of clips the camera's own motion is taken off. None = fixed cameras
    said : called with what is to be said of the camera's own motion, once a clip

    Raises
    ------
    UnreadableFile : a video cannot be read
    Cancelled : from `progress`
    """
    from eegview.app.video.filming import camera_text, filming_of
    from eegview.app.video.movement import movement_trace

    clips = [clip for clip in clips if clip.sync.is_known]
    if not clips:
        return None
    traces = []
    for number, clip in enumerate(clips):  # a file of several clips is watched once, and found again
        filming = filming_of(recording, clip.path) if recording is not None else Filming()
        part = _part(progress, number, len(clips))
        trace = movement_trace(clip.path, region, progress=part, filming=filming).within(clip.first_s, clip.last_s)
        if text := camera_text(trace):
            said(text)
        traces.append((trace, clip.sync))
    return joined_movement(traces)


def joined_movement(traces: Sequence[tuple[MovementTrace, SyncMap]]) -> tuple[np.ndarray, np.ndarray] | None:
    """Return (n,) float64 times in recording time, ascending, and (n,) float32 values of all traces together.

    A trace whose time is not known is left out: what is found on it would stand at another time. None without any.
    """
    some = [
        (trace.recording_times_s(sync), trace.values) for trace, sync in traces if len(trace.times_s) and sync.is_known
    ]
    if not some:
        return None
    times_s = np.concatenate([times for times, _values in some])
    values = np.concatenate([values for _times, values in some])
    order = np.argsort(times_s, kind="stable")
    return times_s[order], values[order].astype(np.float32)


def known_montages() -> frozenset[str]:
    """Return the ids of the montages there are, for the check of a manifest."""
    return frozenset(montage.montage_id for montage in load_montages())


def wants_video(manifest: Manifest) -> bool:
    """Check whether a detector uses the camera's movement where there is any."""
    return manifest.input.video != "no"


def _part(progress: Progress, number: int, n_parts: int) -> Progress:
    return lambda share: progress((number + share) / n_parts)


class _Gathered:
    """The results of a run so far, stored and passed on as they come."""

    def __init__(
        self,
        run: DetectorRun,
        run_store: RunStore | None,
        on_report: OnReport,
        vocabulary: Vocabulary,
        marks: Sequence[GivenMark],
    ) -> None:
        self._run, self._run_store, self._on_report, self._vocabulary = run, run_store, on_report, vocabulary
        self._detections: list[Detection] = []
        self._trends: dict[str, list[Trend]] = {}
        self._beat_s = -math.inf
        if run_store is not None:
            run_store.start_run(stored_form(run, marks))

    def add(self, batch: Batch) -> None:
        self._leave_out_unasked(batch)
        self._run = replace(self._run, reached_s=batch.reached_s, notes=(*self._run.notes, *batch.notes))
        self._detections += batch.detections
        for piece in batch.trends:
            self._trends.setdefault(piece.name, []).append(piece)
        if self._run_store is not None:
            self._keep(self._run_store, batch)
        self._on_report(self._run, batch)

    def _leave_out_unasked(self, batch: Batch) -> None:
        """Drop answers that the vocabulary does not ask for, and note each once."""
        for place, detection in enumerate(batch.detections):
            batch.detections[place], sentences = without_unasked(detection, self._vocabulary)
            for sentence in sentences:
                said = (*self._run.notes, *batch.notes)
                if sentence not in said and len(said) < MOST_NOTES:
                    batch.notes.append(sentence)

    def ended(self, ending: Ending) -> Detected:
        run = replace(self._run, end=ending.end, message=ending.message, reached_s=ending.reached_s)
        if self._run_store is not None:
            self._run_store.end_run(run.run_id, run.end, run.message, run.reached_s, run.notes)
        trends = tuple(map(_joined, self._trends.values()))
        return Detected(run, tuple(self._detections), trends, ending)

    def broken_off(self) -> None:
        """Say in the library that the run did not come to its end; where that too fails, it is seen by its silence."""
        run = self._run
        if self._run_store is not None:
            with contextlib.suppress(EegViewError):
                self._run_store.end_run(run.run_id, RunEnd.CANCELLED, "Stopped.", run.reached_s, run.notes)

    def _keep(self, run_store: RunStore, batch: Batch) -> None:
        if batch.detections:
            run_store.add_detections(self._run.run_id, batch.detections)
        for piece in batch.trends:
            run_store.add_trend(self._run.run_id, piece)
        if time.monotonic() - self._beat_s >= _BEAT_EVERY_S:
            self._beat_s = time.monotonic()
            run_store.beat_run(self._run.run_id, self._run.reached_s)


def _joined(pieces: list[Trend]) -> Trend:
    first = pieces[0]
    values = np.concatenate([piece.values for piece in pieces])
    values.flags.writeable = False
    return replace(first, values=values)
