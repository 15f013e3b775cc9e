"""Run a detector over a recording of a test, in this process or in one of its own as the program does."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from eegview.app.montage.store import montage_by_id
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import without_unasked
from eegview.detect.input_plan import plan_input
from eegview.detect.job import Job
from eegview.detect.manifest import Manifest, Need
from eegview.detect.manifest_file import read_manifest
from eegview.detect.manifest_parameters import Value, values_for
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.process.messages import BadMessage, Batch, Listener
from eegview.detect.process.running import run_plugin
from eegview.detect.reading.context_mark import marks_by_term
from eegview.detect.reporting import Report
from eegview.detect.validity import outside_validity
from eegview.model.errors import DetectorFailed
from eegview.model.read_marks import GivenMark
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, RunEnd, Trend
from eegview.testing.given_marks import Marks, given_marks
from eegview.testing.loading import Detect, LoadedDetector, folder_of, loaded
from eegview.testing.made_recording import MadeRecording, from_file

_PRINTED = 2000  # characters of what a detector printed that are shown with its failure


@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """What a detector reported of one recording.

    events : its suggestions, in the order in which it reported them
    trends : each in one piece
    notes : its sentences about the whole run
    outside : why the recording is outside what the detector was made for; empty = inside
    """

    events: tuple[Detection, ...]
    trends: tuple[Trend, ...]
    notes: tuple[str, ...]
    outside: tuple[str, ...] = ()

    def events_of(self, term: str) -> tuple[Detection, ...]:
        """Return the suggestions of one term, by onset."""
        return tuple(sorted((one for one in self.events if one.term_id == term), key=lambda one: one.onset_s))

    def trend(self, name: str) -> Trend:
        """Return the trend of this name.

        Raises
        ------
        KeyError : there is none; the text lists those there are
        """
        found = next((one for one in self.trends if one.name == name), None)
        if found is None:
            known = ", ".join(f"“{one.name}”" for one in self.trends) or "none"
            raise KeyError(f"no trend “{name}”; there are: {known}")
        return found


def run(
    detector: str | Path | Detect,
    recording: MadeRecording | str | Path,
    /,
    *,
    span: Span | tuple[float, float] | None = None,
    isolated: bool = False,
    marks: Marks = (),
    **parameters: Value,
) -> RunResult:
    """Run a detector over a recording and return what it reports, each report checked as the program checks it.

    It runs in this process: breakpoints hold, and its exceptions come out with their traceback.

    Parameters
    ----------
    detector : its folder, or its function, which is run with the plugin.toml beside its file
    recording : of `simulated`, `from_arrays` or `from_file`; or a file's path
    span : what to search, seconds; None = all
    isolated : run it in a process of its own with its limits and its `interpreter`, on a file, as the program does
    marks : the reader's, as (term, onset_s, duration_s) or (term, onset_s, duration_s, answers), of terms that “marks”
        in the manifest names; without any it is run as for a reader who made none
    parameters : those that differ from the defaults

    Raises
    ------
    UsageError : the manifest has faults, a parameter or a mark does not fit, or it cannot work on this recording
    BadMessage : it reported something that cannot be
    DetectorFailed : an isolated run did not come to its end
    Exception : whatever the detector raised
    """
    made = recording if isinstance(recording, MadeRecording) else from_file(recording)
    searched = Span(*span) if isinstance(span, tuple) else span
    if isolated:
        folder = folder_of(detector)
        return run_isolated(folder, made, searched, parameters, given_marks(read_manifest(folder), marks))
    with loaded(detector) as held:
        return run_loaded(held, made, searched, parameters, given_marks(held.manifest, marks))


def run_loaded(
    detector: LoadedDetector,
    made: MadeRecording,
    span: Span | None = None,
    parameters: Mapping[str, Value] | None = None,
    marks: tuple[GivenMark, ...] = (),
    length_s: float = 0.0,
    is_asked_to_stop: Callable[[], bool] = lambda: False,
    on_message: Callable[[], None] = lambda: None,
) -> RunResult:
    """Run a detector that is loaded; see `run`.

    length_s : of the stretches that it is handed whatever it asks for, and of what is read and filtered at a time for
        its frames and data; 0 = as it asks
    is_asked_to_stop : asked with each report; then the detector is stopped, which raises `Stopped`
    on_message : called with each report
    """
    manifest, source = detector.manifest, made.source
    span = span or source.recording.span
    plan = plan_input(source.recording, montage_by_id(manifest.input.montage), manifest.input)
    movement = made.movement if manifest.input.video is not Need.NO else None
    outside = outside_validity(manifest, plan, made.age_months, movement is not None)
    values = values_for(manifest, parameters or {})
    reports = _Reports(manifest, span, on_message)
    report = Report(reports.send, is_asked_to_stop)
    seen = _CutOtherwise if length_s else PluginRecording
    recording = seen(
        source,
        plan,
        span,
        made.age_months,
        movement,
        report.reached,
        marks_by_term(manifest.input.marks, marks),
        manifest.limits.memory_mib,
        report.handed_past,
    )
    if isinstance(recording, _CutOtherwise):
        recording.length_s = length_s
    with tempfile.TemporaryDirectory(prefix="eegview-run-") as scratch:
        job = Job((), source.recording.fingerprint, _montage(manifest), span, tuple(values.items()), scratch=scratch)
        detector.detect_for(job)(recording, dict(values), report)
    reports.check()
    return reports.result(outside)


def run_isolated(
    folder: Path,
    made: MadeRecording,
    span: Span | None = None,
    parameters: Mapping[str, Value] | None = None,
    marks: tuple[GivenMark, ...] = (),
) -> RunResult:
    """Run the detector of a folder in a process of its own; see `run`."""
    manifest = read_manifest(folder)
    with tempfile.TemporaryDirectory(prefix="eegview-isolated-") as place:
        path = made.write(Path(place) / "recording.edf")
        source = from_file(path).source
        plan = plan_input(source.recording, montage_by_id(manifest.input.montage), manifest.input)
        movement = made.movement if manifest.input.video is not Need.NO else None
        outside = outside_validity(manifest, plan, made.age_months, movement is not None)
        values = values_for(manifest, parameters or {})
        job = Job(
            (str(path),),
            source.recording.fingerprint,
            _montage(manifest),
            span or source.recording.span,
            tuple(values.items()),
            made.age_months,
            marks=marks,
        )
        gathered = _Gathered()
        ending = run_plugin(manifest, folder, job, gathered.add, logs=Path(place) / "logs", movement=movement)
        if ending.end is not RunEnd.DONE:
            printed = ending.log.read_text(encoding="utf-8", errors="replace") if ending.log else ""
            advice = f"It printed:\n{printed[-_PRINTED:]}" if printed else "Run it without isolated=True to see where."
            raise DetectorFailed(ending.message, advice)
    return gathered.result(outside)


def on_its_file(made: MadeRecording, folder: Path) -> MadeRecording:
    """Return the recording as it is read back from a file in `folder`, rounded to 16 bits."""
    return replace(made, source=from_file(made.write(folder / "recording.edf")).source)


def _montage(manifest: Manifest) -> Any:
    return montage_by_id(manifest.input.montage)


class _CutOtherwise(PluginRecording):
    """A recording that hands out stretches of another length than the detector asks for, and reads in such pieces."""

    length_s = 60.0

    @property
    def _block_s(self) -> float:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self.length_s

    def stretches(self, length_s: float = 60.0, *others: Any, **named: Any) -> Any:
        return super().stretches(self.length_s, *others, **named)


class _Gathered:
    """What a run has reported, as it came."""

    def __init__(self) -> None:
        self._events: list[Detection] = []
        self._trends: dict[str, list[Trend]] = {}
        self._notes: list[str] = []
        self._vocabulary = load_vocabulary()

    def add(self, batch: Batch) -> None:
        for detection in batch.detections:
            kept, sentences = without_unasked(detection, self._vocabulary)
            self._events.append(kept)
            self._notes += [one for one in sentences if one not in self._notes]
        for piece in batch.trends:
            self._trends.setdefault(piece.name, []).append(piece)
        self._notes += batch.notes

    def result(self, outside: tuple[str, ...]) -> RunResult:
        trends = tuple(map(_joined, self._trends.values()))
        return RunResult(tuple(self._events), trends, tuple(self._notes), outside)


class _Reports(_Gathered):
    """The receiver of a run in this process; what cannot be is raised where it is reported, and again at the end."""

    def __init__(self, manifest: Manifest, span: Span, on_message: Callable[[], None]) -> None:
        super().__init__()
        self._listener, self._on_message = Listener(manifest.terms, span), on_message
        self._bad: BadMessage | None = None

    def send(self, line: bytes) -> None:
        try:
            self._listener.on_message(line.rstrip())
        except BadMessage as error:
            self._bad = self._bad or error
            raise
        self._on_message()

    def check(self) -> None:
        """Raise what the detector caught for itself."""
        if self._bad is not None:
            raise self._bad
        self.add(self._listener.drain())


def _joined(pieces: list[Trend]) -> Trend:
    values = np.concatenate([piece.values for piece in pieces])
    values.flags.writeable = False
    return replace(pieces[0], values=values)
