"""The epochs of a study in which trends are compared: 30 s of one state, with no spasm and not mostly artifact."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.trends.table import TrendTable
from eegview.clinical.hypnogram import Hypnogram
from eegview.clinical.stages import STAGES, short_name
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.span import Span

EPOCH_S = 30.0  # the range EEG's percentiles are of so much
WHOLE = "all"  # the state of a study that is not staged, and of a comparison that asks for no state
_ARTIFACT, _MOST_ARTIFACT = "artifact", 50.0  # column and %: more is left out, as rules in use for infants do
_MIDDLE = ("reeg_",)  # columns whose value in the middle of an epoch is made of that epoch exactly


@dataclass(frozen=True, slots=True, eq=False)
class StateEpochs:
    """The epochs of one study, on a grid from recording start.

    states : (n,) state of each epoch: one of `STAGES` where it holds throughout, "" else
    is_clean : (n,) bool, recorded throughout, without a spasm's onset and with less than half artifact
    n_with_spasm, n_artifact : epochs left out for either reason
    """

    states: tuple[str, ...]
    is_clean: npt.NDArray[np.bool_]
    n_with_spasm: int
    n_artifact: int

    @property
    def is_staged(self) -> bool:
        return any(self.states)

    def numbers(self, state: str) -> tuple[int, ...]:
        """Return the numbers of the clean epochs of a state, ascending; of `WHOLE` all of them."""
        return tuple(n for n, held in enumerate(self.states) if self.is_clean[n] and (state == WHOLE or held == state))

    def counts(self) -> dict[str, int]:
        """Return the number of clean epochs of each state that occurs."""
        found = {stage: len(self.numbers(stage)) for stage in STAGES}
        return {stage: n for stage, n in found.items() if n}


def state_epochs(
    recording: Recording, hypnogram: Hypnogram, spasms: Iterable[Annotation], trends: TrendTable | None
) -> StateEpochs:
    """Return the epochs of a study; the last one that is not whole is left out."""
    n = int(recording.duration_s / EPOCH_S + 1e-9)
    states = [""] * n
    for bout in hypnogram.bouts:
        if bout.stage in STAGES:
            first, stop = math.ceil(bout.span.start_s / EPOCH_S - 1e-9), int(bout.span.stop_s / EPOCH_S + 1e-9)
            states[first : min(stop, n)] = [bout.stage] * max(min(stop, n) - first, 0)
    recorded = np.zeros(n, np.bool_)
    for segment in recording.segments:
        first, stop = math.ceil(segment.start_s / EPOCH_S - 1e-9), int(segment.stop_s / EPOCH_S + 1e-9)
        recorded[first : min(stop, n)] = True
    has_spasm = np.zeros(n, np.bool_)
    for spasm in spasms:
        if 0 <= spasm.onset_s < n * EPOCH_S:
            has_spasm[int(spasm.onset_s / EPOCH_S)] = True
    is_artifact = np.zeros(n, np.bool_)
    if trends is not None and trends.column(_ARTIFACT) is not None:
        shares = epoch_values(trends, _ARTIFACT, range(n))
        is_artifact = np.nan_to_num(shares, nan=0.0) >= _MOST_ARTIFACT
    return StateEpochs(
        tuple(states),
        recorded & ~has_spasm & ~is_artifact,
        int(has_spasm.sum()),
        int((is_artifact & ~has_spasm).sum()),
    )


def epoch_span(number: int) -> Span:
    """Return the span of an epoch."""
    return Span(number * EPOCH_S, (number + 1) * EPOCH_S)


def epoch_values(trends: TrendTable, column_id: str, numbers: Sequence[int] | range) -> npt.NDArray[np.float64]:
    """Return the value of a column in each of some epochs, (n,); NaN where it is not measured in half of one.

    The mean of the column's values in the epoch; of the range EEG the middle one, which is made of the epoch's 30 s.
    """
    column = trends.column(column_id)
    if column is None:
        raise KeyError(column_id)
    per_epoch = round(EPOCH_S / column.step_s)
    values = np.asarray(trends.values(column_id), np.float64)
    wanted = np.asarray(tuple(numbers), np.int64)
    if not len(wanted):
        return np.zeros(0)
    needed = (int(wanted.max()) + 1) * per_epoch
    if len(values) < needed:
        values = np.append(values, np.full(needed - len(values), np.nan))
    if column_id.startswith(_MIDDLE):
        return values[wanted * per_epoch + per_epoch // 2]
    cells = values[wanted[:, None] * per_epoch + np.arange(per_epoch)]
    is_there = np.isfinite(cells)
    total = np.where(is_there, cells, 0.0).sum(axis=1)
    n_there = is_there.sum(axis=1)
    return np.where(2 * n_there >= per_epoch, total / np.maximum(n_there, 1), np.nan)


def state_label(state: str) -> str:
    """Return a state for people: `N2`, `REM`, `whole recording`."""
    return "whole recording" if state == WHOLE else short_name(state)


def common_state(studies: Sequence[StateEpochs], wanted: str = "N2", fewest: int = 1) -> tuple[str, str]:
    """Return the state in which studies are compared, and why that one, a sentence; "" where it is the wanted one.

    The wanted one where each study has at least `fewest` clean epochs of it; else the one of which the poorest study
    has most; else the whole recordings.
    """
    if wanted == WHOLE:
        return WHOLE, ""
    counts = [study.counts() for study in studies]
    if all(held.get(wanted, 0) >= fewest for held in counts):
        return wanted, ""
    lowest = {stage: min(held.get(stage, 0) for held in counts) for stage in STAGES}
    best = max(STAGES, key=lambda stage: lowest[stage])
    label = state_label(wanted)
    if best == wanted and lowest[best]:
        return wanted, f"One study has only {lowest[best]} epochs of {label}; {fewest} are needed for a repeat error."
    if lowest[best]:
        return best, f"Not every study has enough epochs of {label}; {state_label(best)} is compared instead."
    return WHOLE, (
        f"The studies have no staged state in common, not {label} either; whole recordings are compared, so sleep and "
        "wake are mixed."
    )
