"""The samples of a study as MNE has them: V, one rate, gaps as annotations."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from eegview.app.page.grid import build_grid
from eegview.app.page.row_styles import is_clutter
from eegview.exchange.channel_names import FileNames
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.filters import DisplayFilters
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest
from eegview.model.errors import UsageError
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span

if TYPE_CHECKING:
    import mne
    from mne.io import RawArray

GAP = "BAD_ACQ_SKIP"  # MNE's own name of a stretch in which nothing was recorded
NOT_THERE = "NO_DATA"  # rows whose file has no value there, while others have
V_PER_UV = 1e-6
_BYTES_A_SAMPLE = 8 + 4 + 4  # for MNE, on the grid, and as the rows are formed
_COMPILE_ABOVE = 3_000_000  # samples; fewer are filtered sooner than the compiled kernels load
_MNE_TYPES = {
    ChannelKind.EEG: "eeg",
    ChannelKind.EOG: "eog",
    ChannelKind.ECG: "ecg",
    ChannelKind.EMG: "emg",
    ChannelKind.RESPIRATION: "resp",
    ChannelKind.TRIGGER: "stim",
}
_VOLTAGES = ("eeg", "eog", "ecg", "emg")


@dataclass(frozen=True, slots=True)
class SignalChoice:
    """What is to be read of a study.

    picks : labels of rows, or kinds of channels ("eeg", "ecg"); None = all
    bad_channels : left out of averages, and named as bad
    has_file_labels : channels are called as the file calls them
    """

    montage: Montage
    filters: DisplayFilters
    picks: tuple[str, ...] | None = None
    bad_channels: frozenset[str] = frozenset()
    has_file_labels: bool = False


def checked_span(recording: Recording, tmin: float, tmax: float | None) -> Span:
    """Return the time from `tmin` up to `tmax`, None = the end.

    Raises
    ------
    UsageError : it does not lie in the recording, or has no length
    """
    stop_s = recording.duration_s if tmax is None else float(tmax)
    if not (math.isfinite(tmin) and math.isfinite(stop_s) and 0 <= tmin < stop_s <= recording.duration_s + 1e-9):
        raise UsageError(
            f"The recording has no samples from {tmin:g} to {stop_s:g} s.",
            f"It runs from 0 to {recording.duration_s:g} s; give tmin before tmax.",
        )
    return Span(float(tmin), min(stop_s, recording.duration_s))


class StudySignals:
    """The rows of a montage on one recording, as MNE is given them.

    rows : that are there and were picked
    sfreq : the highest of their rates; slower rows are held, so that each value is one that was recorded

    Raises
    ------
    UsageError : the recording has none of the rows, or of what was picked
    """

    def __init__(self, source: SignalSource, choice: SignalChoice) -> None:
        self._source = source
        self._choice = choice
        bound = bind(choice.montage, source.recording, choice.bad_channels)
        shown = [row for row in bound if not is_clutter(row, choice.montage)]
        there = [row for row in shown if row.is_available and row.rate_hz > 0]
        missing = [row for row in shown if not row.is_available]
        if not there:
            raise UsageError(
                f"The recording has none of the rows of the montage “{choice.montage.montage_id}”{_named(missing)}.",
                "Use the montage “none”: the channels as they were recorded.",
            )
        self.rows = _picked(there, choice.picks)
        self.sfreq = max(row.rate_hz for row in self.rows)
        asked = [row for row in missing if choice.picks is None or {row.label, row.kind.value} & {*choice.picks}]
        if asked:
            warnings.warn(
                f"Left out of the montage “{choice.montage.montage_id}”{_named(asked)}.", UserWarning, stacklevel=4
            )

    @property
    def ch_names(self) -> list[str]:
        if not self._choice.has_file_labels:
            return [row.label for row in self.rows]
        names = FileNames(self._source.recording.channels, is_unique=True)
        return ["-".join(names.labels(row.label)) or row.label for row in self.rows]

    def info(self) -> mne.Info:
        """Return what MNE is told of the rows: names, types, rate, bad ones, and which are held at another's rate."""
        import mne

        types: Any = [_mne_type(row) for row in self.rows]  # MNE takes a list, and says a text
        info = mne.create_info(self.ch_names, self.sfreq, types)
        info["bads"] = [name for name, row in zip(self.ch_names, self.rows, strict=True) if row.is_bad]
        info["description"] = rates_text(self.rows, self.sfreq)
        return info

    def values(self, span: Span) -> npt.NDArray[np.float64]:
        """Return the rows in a span, V for voltages.

        Returns
        -------
        (n_rows, n_samples) float64, `n_samples = round(span.duration_s * sfreq)`; NaN where the file has no value
        """
        self._load_kernels_if_long(span)
        choice, labels = self._choice, {row.label for row in self.rows}
        bound = bind(choice.montage, self._source.recording, choice.bad_channels)
        hidden = frozenset(row.label for row in bound if row.label not in labels)
        request = PageRequest(
            self._source.recording.fingerprint, span, choice.montage, choice.filters, choice.bad_channels, hidden
        )
        grid = build_grid(self._source, request, self.sfreq)
        places = [place for place, row in enumerate(grid.rows) if row.label in labels]
        values = grid.data[places].astype(np.float64)
        for place, row in enumerate(self.rows):
            if row.unit == "uV":
                values[place] *= V_PER_UV
        return values

    def raw(self, span: Span) -> RawArray:
        """Return the rows in a span; gaps are zeros under an annotation that MNE leaves out.

        Raises
        ------
        UsageError : the memory does not hold it
        """
        import mne

        check_memory(len(self.rows), span.duration_s * self.sfreq)
        values = self.values(span)
        notes = missing_annotations(values, self.sfreq, self.ch_names)
        fill_gaps(values)
        raw = mne.io.RawArray(values, self.info(), round(span.start_s * self.sfreq), copy=None, verbose="error")
        raw.set_annotations(notes, verbose="error")
        raw.set_meas_date(meas_date(self._source.recording))
        return raw

    def _load_kernels_if_long(self, span: Span) -> None:
        if self._choice.filters.by_kind and span.duration_s * self.sfreq * len(self.rows) > _COMPILE_ABOVE:
            from eegview.app.kernel_file import load_kernels

            load_kernels()


def meas_date(recording: Recording) -> datetime | None:
    """Return the start by the recorder's clock; as MNE's own readers do, called UTC, which it need not be."""
    return None if recording.started_at is None else recording.started_at.replace(tzinfo=UTC)


def rates_text(rows: Sequence[Row], sfreq: float) -> str:
    """Return which rows were recorded at another rate than they are given at, and how they are; "" for none."""
    slower = [f"{row.label} ({row.rate_hz:g} Hz)" for row in rows if row.rate_hz < sfreq]
    return f"Held at {sfreq:g} Hz, each value until the next: {', '.join(slower)}." if slower else ""


def check_memory(n_rows: int, n_samples: float) -> None:
    """Refuse more samples than the memory holds.

    Raises
    ------
    UsageError : with what would fit
    """
    import psutil

    needed, free = n_rows * n_samples * _BYTES_A_SAMPLE, psutil.virtual_memory().available
    if needed > free:
        raise UsageError(
            f"These samples need {needed / 2**30:.1f} GB of memory, and {free / 2**30:.1f} GB are free.",
            "Read a part with tmin and tmax, or fewer rows with picks.",
        )


def missing_annotations(values: npt.NDArray[np.float64], sfreq: float, ch_names: Sequence[str]) -> mne.Annotations:
    """Return where values are missing: of all rows `BAD_ACQ_SKIP`, of some `NO_DATA` with their names.

    Onsets count from the first sample.
    """
    import mne

    lacking = np.isnan(values)
    everywhere = np.asarray(lacking.all(axis=0))
    found: list[tuple[float, float, str, tuple[str, ...]]] = []
    found += [(first / sfreq, (stop - first) / sfreq, GAP, ()) for first, stop in _runs(everywhere)]
    for name, row in zip(ch_names, lacking, strict=True):
        found += [
            (first / sfreq, (stop - first) / sfreq, NOT_THERE, (name,)) for first, stop in _runs(row & ~everywhere)
        ]
    found.sort()
    onsets, durations, words, names = zip(*found, strict=True) if found else ((), (), (), ())
    return mne.Annotations(list(onsets), list(durations), list(words), ch_names=list(names) if found else None)


def fill_gaps(values: npt.NDArray[np.float64]) -> None:
    """Put zeros where no row has a value, as MNE's own readers do; what single rows lack stays NaN."""
    values[:, np.isnan(values).all(axis=0)] = 0.0


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(first), int(stop)) for first, stop in edges.reshape(-1, 2)]


def _picked(rows: Sequence[Row], picks: tuple[str, ...] | None) -> tuple[Row, ...]:
    if picks is None:
        return tuple(rows)
    wanted = set(picks)
    found = tuple(row for row in rows if row.label in wanted or row.kind.value in wanted)
    known = {row.label for row in rows} | {row.kind.value for row in rows}
    if unknown := [name for name in picks if name not in known]:
        kinds = ", ".join(dict.fromkeys(row.kind.value for row in rows))
        labels = ", ".join(row.label for row in rows)
        raise UsageError(
            f"There is no row “{unknown[0]}” here.", f"Pick of the kinds {kinds}; or of the rows {labels}."
        )
    return found


def _mne_type(row: Row) -> str:
    """Return MNE's type of a row; what MNE would take for V and is not, or for a number and is V, is “misc”."""
    kind = _MNE_TYPES.get(row.kind, "misc")
    is_voltage = row.unit == "uV"
    return "misc" if (kind in _VOLTAGES and not is_voltage) or (kind == "stim" and is_voltage) else kind


def _named(rows: Sequence[Row]) -> str:
    """Return `: Fp1-F7 (no F7), C3-P3 (no P3)`; "" for none."""
    whys = (f"no {', '.join(row.missing)}" if row.missing else row.problem.rstrip(".") for row in rows)
    parts = [f"{row.label} ({why})" for row, why in zip(rows, whys, strict=True)]
    return f": {', '.join(parts)}" if parts else ""
