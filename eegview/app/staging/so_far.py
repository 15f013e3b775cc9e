"""What is staged so far, as a small table of texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.stage_texts import letter
from eegview.app.staging.staging import Staging
from eegview.clinical.hypnogram import SleepSummary, hypnogram_of, summary_of
from eegview.clinical.stages import ASLEEP, STAGES
from eegview.model.annotation import Annotation

AWAKENING_RULE = (
    "An awakening is at least one epoch of wake directly after sleep, with no unstaged time in between. "
    "Arousals without an epoch of wake are not counted."
)


@dataclass(frozen=True, slots=True)
class SoFar:
    """The table.

    heading : `2.5 h staged · sleep 1.7 h`
    columns : the stages as they stand in cells
    rows : (name, one text a stage)
    lines : (name, text, tip) below
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    lines: tuple[tuple[str, str, str], ...]


def so_far(staging: Staging, stages: tuple[str, ...]) -> SoFar:
    """Return the table of all that the reviewer staged; `stages` have a column though nothing is staged as such."""
    found = staging.summary()
    return _table(found, stages, _lines(staging, found))


def layer_so_far(marks: Iterable[Annotation], duration_s: float, stages: tuple[str, ...]) -> SoFar:
    """Return the table of the sleep stages among the marks of one layer.

    duration_s : of the recording
    """
    found = summary_of(hypnogram_of(marks), duration_s)
    lines = [("Awakenings", str(found.n_awakenings), AWAKENING_RULE), *_unscorable(found)]
    return _table(found, stages, lines)


def _table(found: SleepSummary, stages: tuple[str, ...], lines: list[tuple[str, str, str]]) -> SoFar:
    usual = tuple(stage for stage in stages if stage != ASLEEP)
    shown = tuple(stage for stage in STAGES if stage in usual or found.seconds[STAGES.index(stage)])
    seconds = dict(zip(STAGES, found.seconds, strict=True))
    minutes = tuple(_minutes(seconds[stage]) for stage in shown)
    of_sleep = tuple(_share(found.of_sleep(stage)) for stage in shown)
    of_recording = tuple(_share(found.of_recording(stage)) for stage in shown)
    return SoFar(
        f"{_hours(found.staged_s)} staged · sleep {_hours(found.sleep_s)}",
        tuple(map(letter, shown)),
        (("Minutes", minutes), ("% of sleep", of_sleep), ("% of recording", of_recording)),
        tuple(lines),
    )


def _lines(staging: Staging, found: SleepSummary) -> list[tuple[str, str, str]]:
    epochs = staging.epochs
    n_open = staging.n_epochs - epochs.n_staged
    lines = [
        ("Awakenings", str(found.n_awakenings), AWAKENING_RULE),
        ("Epochs staged", f"{epochs.n_staged:,} of {staging.n_epochs:,}", f"{n_open:,} epochs are not staged."),
    ]
    lines += _unscorable(found)
    if epochs.n_off_grid:
        tip = (
            "Sleep marks whose edges are not those of an epoch. They count, except where an epoch is staged over them."
        )
        lines.append(("Marks off the grid", str(epochs.n_off_grid), tip))
    n_same, n_compared = staging.agreement()
    if staging.proposal is not None and n_compared:
        is_coarse = staging.proposal.is_sleep_and_wake_only
        what = "Sleep or wake as proposed" if is_coarse else "Same as proposal"
        tip = (
            "The detector tells sleep from wake, not stages."
            if is_coarse
            else "Epochs staged as the detector proposed."
        )
        lines.append((what, f"{100 * n_same / n_compared:.0f} % of {n_compared:,}", tip))
    return lines


def _unscorable(found: SleepSummary) -> list[tuple[str, str, str]]:
    if not found.unscorable_s:
        return []
    return [("Not scorable", f"{_minutes(found.unscorable_s)} min", "Counted neither as wake nor as sleep.")]


def _minutes(seconds: float) -> str:
    """Return minutes with a decimal where half an epoch's rounding would show: sums must be seen to agree."""
    return f"{seconds / 60:.0f}" if seconds >= 6000 or seconds % 60 == 0 else f"{seconds / 60:.1f}"


def _hours(seconds: float) -> str:
    return f"{_minutes(seconds)} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}"
