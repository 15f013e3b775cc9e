"""The worst five minutes of a recording: which epochs a reader may look at first, and why. Nothing is concluded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.trends.table import TrendTable
from eegview.clinical.hypnogram import Hypnogram
from eegview.model.span import Span

EPOCH_S = 300.0  # BASED is scored on five minutes
STEP_S = 10.0
MOST_LOST = 0.4  # of an epoch, gaps and artifact together
INDEX, SPIKE_BINS, ARTIFACT = "background_index", "spike_bins", "artifact"
AMPLITUDE = "background_amplitude_median"
WHY_MEANS = (
    "Sharp waves: seconds with one in two rows or more, by a rule. Nobody confirmed them; healthy sleep has many.",
    "p-p: median peak to peak in 1 s of all rows, 0.5–35 Hz, mean of the epoch. A score needs waves you measure.",
    "Artifact: share of rows × time; nothing is removed from the trends.",
)
_ARTIFACT_PERCENT = 50.0  # of rows × time in 10 s: above, they count as artifact


@dataclass(frozen=True, slots=True)
class EpochCandidate:
    """An epoch to look at first.

    index : mean of the background index; higher = more of what hypsarrhythmia is made of; see the column's definition
    why : what the index stands for here, "sharp waves 62 %", "p-p 298 µV", "artifact 4 %"; see `WHY_MEANS`
    state : stages within the epoch, "N2" or "N2 60 %, awake 40 %"; "" where none is staged
    nearest_spasm_s : from the epoch to the nearest spasm: 0 within, below 0 before its start, above 0 after its end;
        None where no spasm is marked
    """

    span: Span
    index: float
    why: tuple[str, ...]
    state: str
    nearest_spasm_s: float | None


def worst_epochs(
    table: TrendTable,
    stages: Hypnogram | None = None,
    spasms_s: Sequence[float] = (),
    n: int = 4,
    length_s: float = EPOCH_S,
) -> tuple[EpochCandidate, ...]:
    """Return at most `n` epochs with the highest index, the worst first, none overlapping another.

    An epoch of which more than `MOST_LOST` is gap, artifact or not computed is no candidate. They begin on whole
    multiples of 10 s. See `why_none` for what to say where there is none.

    stages : of the layer that is counted
    spasms_s : onsets of the marked spasms of that layer, in any order
    """
    index = _index(table)
    length = round(length_s / STEP_S)
    if index is None or len(index) < length or table.duration_s < length_s:
        return ()
    is_measured = np.isfinite(index) & ~_is_artifact(table, len(index))
    count = _moving_sum(is_measured.astype(np.float64), length)
    mean = _moving_sum(np.where(is_measured, index, 0.0), length) / np.maximum(count, 1)
    starts = np.arange(len(mean))
    fits = (starts + length) * STEP_S <= table.duration_s + 1e-6
    mean = np.where((count >= (1 - MOST_LOST) * length - 1e-9) & fits, mean, -np.inf)
    found: list[EpochCandidate] = []
    while len(found) < n and len(mean) and np.isfinite(best := float(mean.max())):
        first = int(mean.argmax())
        mean[max(first - length + 1, 0) : first + length] = -np.inf
        span = Span(first * STEP_S, first * STEP_S + length_s)
        found.append(EpochCandidate(span, best, _why(table, span), _state(stages, span), _nearest(spasms_s, span)))
    return tuple(found)


def why_none(table: TrendTable, length_s: float = EPOCH_S) -> str:
    """Return the sentence to show where `worst_epochs` finds nothing."""
    if table.duration_s < length_s:
        return f"The recording is shorter than {length_s / 60:g} minutes, so no epoch can be proposed."
    if table.column(INDEX) is None:
        return table.why_missing(INDEX) or "The background index cannot be computed from this recording."
    if not table.is_complete:
        return "The trends are not computed yet."
    return f"Gaps or artifact take more than {100 * MOST_LOST:.0f} % of every {length_s / 60:g} minutes."


def _index(table: TrendTable) -> npt.NDArray[np.float64] | None:
    column = table.column(INDEX)
    return None if column is None else ten_second_means(table, INDEX)


def _is_artifact(table: TrendTable, n: int) -> npt.NDArray[np.bool_]:
    if table.column(ARTIFACT) is None:
        return np.zeros(n, np.bool_)
    share = ten_second_means(table, ARTIFACT)[:n]
    return np.pad(share > _ARTIFACT_PERCENT, (0, n - len(share)))


def ten_second_means(table: TrendTable, column_id: str) -> npt.NDArray[np.float64]:
    """Return the mean of a curve in each 10 s, NaN where nothing was measured."""
    column = table.column(column_id)
    if column is None:
        raise KeyError(column_id)
    values = table.values(column_id)
    per = round(STEP_S / column.step_s)
    padded = np.full(-(-len(values) // per) * per, np.nan)
    padded[: len(values)] = values
    padded = padded.reshape(-1, per)
    count = np.isfinite(padded).sum(axis=1)
    return np.where(count > 0, np.nansum(padded, axis=1) / np.maximum(count, 1), np.nan)


def _moving_sum(values: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float64]:
    total = np.concatenate(([0.0], np.cumsum(values)))
    return total[length:] - total[:-length]


def _why(table: TrendTable, span: Span) -> tuple[str, ...]:
    texts = []
    for column_id, text in (
        (SPIKE_BINS, "sharp waves {:.0f} %"),
        (AMPLITUDE, "p-p {:.0f} µV"),
        (ARTIFACT, "artifact {:.0f} %"),
    ):
        if table.column(column_id) is not None:
            values = table.values_in(column_id, span)
            values = values[np.isfinite(values)]
            if len(values):
                texts.append(text.format(float(np.mean(values, dtype=np.float64))))
    return tuple(texts)


def _state(stages: Hypnogram | None, span: Span) -> str:
    return stages.state_text(span) if stages is not None else ""


def _nearest(spasms_s: Sequence[float], span: Span) -> float | None:
    def away(onset_s: float) -> float:
        return min(onset_s - span.start_s, 0.0) or max(onset_s - span.stop_s, 0.0)

    return min(map(away, spasms_s), key=abs, default=None)
