"""Run a learned model (an ONNX file) over a recording: windows of rows in, probabilities out, events and trends."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.detect.engines.onnx_settings import OnnxSettings, settings_of
from eegview.detect.manifest import Manifest
from eegview.dsp.runs import RunFinder, RunRule
from eegview.model.errors import DetectorFailed

Detect = Callable[[Any, dict[str, Any], Any], None]
Probabilities = npt.NDArray[np.float64]

_AT_ONCE = 512  # windows: memory stays flat
_CERTAIN = 1e-6  # a probability is kept this far from 0 and 1, so that its logit is a number


def detector_of(manifest: Manifest) -> Detect:
    """Return the function that runs this plugin's model, with the signature of every detector.

    Raises
    ------
    UsageError : the [onnx] table has a fault
    DetectorFailed : onnxruntime is not installed, or the model cannot be used this way
    """
    settings = settings_of(manifest)
    model = Model(manifest.folder / manifest.entry[0], settings, manifest.input.rate_hz)

    def detect(recording: Any, parameters: dict, report: Any) -> None:
        threshold = float(parameters.get("threshold", settings.threshold))
        run = replace(settings, threshold=threshold, low=min(settings.low, threshold))
        _detect(model, run, recording, report)

    return detect


class Model:
    """An ONNX model with one input of windows and one output of probabilities; one thread."""

    def __init__(self, path: Path, settings: OnnxSettings, rate_hz: float) -> None:
        self._session = _session(path)
        self._settings = settings
        self.n_window, self.n_hop = round(settings.window_s * rate_hz), max(1, round(settings.hop_s * rate_hz))
        self._input = _chosen(self._session.get_inputs(), settings.input, "input")
        self._output = _chosen(self._session.get_outputs(), settings.output, "output")
        self._rank = len(self._input.shape)
        self._check()

    def run(self, windows: npt.NDArray[np.float32]) -> Probabilities:
        """Return (n,) probabilities of (n, n_rows, n_window) windows in µV; a window with NaN gives NaN."""
        if not len(windows):
            return np.empty(0)
        is_whole = np.isfinite(windows).all(axis=(1, 2))
        ready = _normalised(windows[is_whole], self._settings)
        found = np.full(len(windows), np.nan)
        if len(ready):
            parts = [self._answer(ready[k : k + _AT_ONCE]) for k in range(0, len(ready), _AT_ONCE)]
            found[is_whole] = np.concatenate(parts)
        return found

    def _answer(self, ready: npt.NDArray[np.float32]) -> Probabilities:
        given = ready if self._rank == 3 else ready[:, 0]
        try:
            (out,) = self._session.run([self._output.name], {self._input.name: given})
        except Exception as error:  # onnxruntime's errors share no type of their own
            raise _unusable(f"does not take windows of shape {given.shape}") from error
        out = np.asarray(out, np.float64)
        if out.ndim == 0 or len(out) != len(given):
            raise _unusable("does not give one output for each window")
        columns = out.reshape(len(given), -1)
        if self._settings.column >= columns.shape[1]:
            raise _unusable(
                f"has {columns.shape[1]} numbers for each window, so there is none at {self._settings.column}"
            )
        chosen = columns[:, self._settings.column]
        if not np.all((chosen >= 0) & (chosen <= 1)):
            raise _unusable("gives numbers that are no probabilities from 0 to 1")
        return chosen

    def _check(self) -> None:
        """Compare the shape the model was made for with what it will be given; a name stands for any length."""
        n_rows = len(self._settings.rows) if self._settings.together else 1
        wanted = (None, n_rows or None, self.n_window) if self._rank == 3 else (None, self.n_window)
        shape = [size if isinstance(size, int) and size > 0 else None for size in self._input.shape]
        if self._rank not in (2, 3) or (self._rank == 2 and n_rows != 1):
            raise _unusable(f"takes an input of {self._rank} dimensions, which does not fit its rows and windows")
        for own, given in zip(shape[1:], wanted[1:], strict=True):
            if own is not None and given is not None and own != given:
                raise _unusable(f"takes an input of shape {_text(self._input.shape)}, not {_text(wanted)}")
        if shape[0] is not None:
            at_once = "one window" if shape[0] == 1 else f"{shape[0]} windows"
            raise _unusable(f"takes {at_once} at a time; its first dimension must be free")
        if self._input.type != "tensor(float)":
            raise _unusable(f"takes {self._input.type}, not 32-bit numbers")


def _session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise DetectorFailed("This detector needs onnxruntime.", "Install it with “eegview[onnx]”.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no type of their own
        raise _unusable("cannot be read as an ONNX model") from error


def _chosen(tensors: list[Any], name: str, what: str) -> Any:
    found = [tensor for tensor in tensors if tensor.name == name] if name else tensors
    if len(found) != 1:
        names = ", ".join(tensor.name for tensor in tensors)
        raise _unusable(
            f"has no single {what} “{name}” (there are: {names})" if name else f"has several {what}s: {names}"
        )
    return found[0]


def _normalised(windows: npt.NDArray[np.float32], settings: OnnxSettings) -> npt.NDArray[np.float32]:
    """Return the windows as the model wants them: (n, n_rows, n_window) float32."""
    if settings.normalisation == "robust":
        windows = windows - np.median(windows, axis=2, keepdims=True)
        spread = 1.4826 * np.median(np.abs(windows), axis=2, keepdims=True)
        return (windows / np.maximum(spread, 1e-3)).astype(np.float32)
    if settings.normalisation != "none":
        windows = windows - windows.mean(axis=2, keepdims=True)
    if settings.normalisation == "deviation":
        return (windows / np.maximum(windows.std(axis=2, keepdims=True), 1e-3)).astype(np.float32)
    return (windows / np.float32(settings.scale_uv)).astype(np.float32)


@dataclass(slots=True)
class _Held:
    """The windows of one segment that an event to come may still need."""

    first: int
    values: Probabilities  # (n_rows, n_windows)


def _detect(model: Model, settings: OnnxSettings, recording: Any, report: Any) -> None:
    rows = [row for row in settings.rows or recording.rows if row in recording.rows]
    absent = [row for row in settings.rows if row not in recording.rows]
    if absent and (settings.together or not rows):
        raise DetectorFailed(
            f"The model needs the row {absent[0]}, which this recording does not have.",
            "Choose a recording with these electrodes, or another detector.",
        )
    if absent:
        report.note(f"Missing and left out: {', '.join(absent)}.")
    numbers = [recording.rows.index(row) for row in rows]
    sink = _Sink(model, settings, recording, report, rows)
    half_s = settings.window_s / 2 + settings.hop_s
    for stretch in recording.stretches(60.0, half_s, half_s):
        sink.take(stretch, stretch.data[numbers])
        report.progress((stretch.span.stop_s - recording.span.start_s) / recording.span.duration_s)
    sink.finish()


class _Sink:
    """The maker of events and a trend from windows that follow each other.

    Window k of a segment begins `k * n_hop` samples into it and belongs to the stretch its middle lies in, so what
    comes out does not depend on the stretches.
    """

    def __init__(self, model: Model, settings: OnnxSettings, recording: Any, report: Any, rows: list[str]) -> None:
        self.model, self.settings, self.recording, self.report, self.rows = model, settings, recording, report, rows
        self.rate_hz = recording.rate_hz
        self.hop_s = model.n_hop / self.rate_hz
        self.rule = RunRule(settings.threshold, settings.low, round(settings.merge_s / self.hop_s))
        self.runs: RunFinder | None = None
        self.base = 0
        self.segment_s = 0.0
        self.held: list[_Held] = []
        self.trend: list[float] = []
        self.n_sent = 0

    def take(self, stretch: Any, data: npt.NDArray[np.float32]) -> None:
        if stretch.is_segment_start or self.runs is None:
            starts = [part.start_s for part in self.recording.segments if part.start_s <= stretch.span.start_s + 1e-9]
            self.segment_s, self.runs, self.held = max(starts), None, []
        origin = round((stretch.start_s - self.segment_s) * self.rate_hz)
        n_window, n_hop = self.model.n_window, self.model.n_hop
        low, stop = (
            max(0, math.ceil(((time_s - self.segment_s) * self.rate_hz - n_window / 2) / n_hop - 1e-9))
            for time_s in (stretch.span.start_s, stretch.span.stop_s)
        )
        low = max(low, -(-origin // n_hop))
        stop = min(stop, (origin + data.shape[1] - n_window) // n_hop + 1)
        if stop > low:
            self.put(low, self.probabilities(data[:, low * n_hop - origin :], stop - low))
        if stretch.is_segment_end or stretch.span.stop_s >= self.recording.span.stop_s:
            self.end()
        self.send(stretch.span.stop_s)

    def probabilities(self, data: npt.NDArray[np.float32], n: int) -> Probabilities:
        """Return (n_rows, n) probabilities; one row of them where all rows go in together."""
        windows = np.lib.stride_tricks.sliding_window_view(data, self.model.n_window, axis=1)
        windows = windows[:, :: self.model.n_hop][:, :n]  # (n_rows, n, n_window)
        if self.settings.together:
            return self.model.run(windows.transpose(1, 0, 2))[None]
        return np.stack([self.model.run(row[:, None]) for row in windows])

    def put(self, first: int, values: Probabilities) -> None:
        if self.runs is None:
            self.runs, self.base = RunFinder(self.rule), first
        self.held.append(_Held(first, values))
        highest = np.where(np.isnan(values).all(axis=0), np.nan, np.nan_to_num(values).max(axis=0))
        self.note_trend(first, highest)
        for run in self.runs.add(highest):
            self.event(*run)
        oldest = self.runs.oldest + self.base
        self.held = [part for part in self.held if part.first + part.values.shape[1] > oldest]

    def end(self) -> None:
        if self.runs is not None:
            for run in self.runs.finish():
                self.event(*run)
        self.runs, self.held = None, []

    def event(self, first: int, stop: int) -> None:
        """Report windows `[first, stop)` of the run finder: from the middle of the first to that of the last."""
        if not self.settings.term:
            return
        half_s = self.hop_s / 2
        start_s = self.middle_s(first + self.base) - half_s
        duration_s = (stop - first) * self.hop_s
        if not self.settings.shortest_s <= duration_s <= self.settings.longest_s:
            return
        first, stop = first + self.base, stop + self.base
        parts = [part for part in self.held if part.first < stop and part.first + part.values.shape[1] > first]
        values = np.concatenate([p.values[:, max(first - p.first, 0) : stop - p.first] for p in parts], axis=1)
        peaks = np.nan_to_num(values).max(axis=1)
        peak = float(np.clip(peaks.max(), _CERTAIN, 1 - _CERTAIN))
        named = () if self.settings.together else np.flatnonzero(peaks >= self.settings.threshold)
        terms = [("highest output of the learned model", peak, "", math.log(peak / (1 - peak)))]
        start_s = max(start_s, self.recording.span.start_s)
        self.report.event(start_s, duration_s, self.settings.term, peak, [self.rows[k] for k in named], terms)

    def middle_s(self, window: int) -> float:
        return self.segment_s + (window * self.model.n_hop + self.model.n_window / 2) / self.rate_hz

    def note_trend(self, first: int, highest: Probabilities) -> None:
        """Keep the largest probability of each second; a window counts where its middle lies."""
        middles_s = self.middle_s(first) + np.arange(len(highest)) * self.hop_s - self.recording.span.start_s
        for second, value in zip(np.floor(middles_s + 1e-9).astype(int).tolist(), highest.tolist(), strict=True):
            self.trend += [math.nan] * (second + 1 - self.n_sent - len(self.trend))
            if second >= self.n_sent:
                self.trend[second - self.n_sent] = float(np.fmax(self.trend[second - self.n_sent], value))

    def send(self, reached_s: float) -> None:
        """Send the seconds of the trend to which no window can be added any more."""
        n_whole = int(reached_s - self.recording.span.start_s) - self.n_sent
        if self.settings.trend and n_whole > 0:
            values = (self.trend + [math.nan] * n_whole)[:n_whole]
            at_s = self.recording.span.start_s + self.n_sent
            self.report.trend(self.settings.trend, "", at_s, 1.0, np.array(values, np.float32))
            self.trend, self.n_sent = self.trend[n_whole:], self.n_sent + n_whole

    def finish(self) -> None:
        self.send(math.ceil(self.recording.span.stop_s))


def _text(shape: Any) -> str:
    return " × ".join(str(size) if isinstance(size, int) and size > 0 else "any" for size in shape)


def _unusable(why: str) -> DetectorFailed:
    return DetectorFailed(f"The model {why}.", "Correct the model or the [onnx] table of plugin.toml.")
