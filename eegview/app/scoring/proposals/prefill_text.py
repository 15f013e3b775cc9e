"""Where the proposals for an epoch stand, in one state and one text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eegview.app.scoring.proposals.prefill import Prefill


class PrefillStep(StrEnum):
    """What there is to show of the proposals."""

    OFF = "off"
    LOOKING = "looking"  # the library is asked for a run
    NO_RUN = "no run"
    RUNNING = "running"
    FAILED = "failed"
    NONE_FOUND = "none found"
    OPEN = "open"  # some wait for the reader
    DONE = "done"  # all are accepted, answered or dismissed


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far the run over the epoch is.

    share : 0-1, None while it waits for another run
    failure : why the last one did not end as it should, "" for nothing
    is_looking : whether the library is still asked
    """

    is_running: bool = False
    share: float | None = None
    failure: str = ""
    is_looking: bool = False


def step_of(prefill: Prefill, run: RunProgress) -> PrefillStep:
    """Return the state of the proposals."""
    if not prefill.is_shown or prefill.key is None:
        return PrefillStep.OFF
    if run.is_running:
        return PrefillStep.RUNNING
    if prefill.found is None:
        return PrefillStep.LOOKING if run.is_looking else PrefillStep.FAILED if run.failure else PrefillStep.NO_RUN
    if run.failure and not prefill.bins:
        return PrefillStep.FAILED
    if not prefill.bins:
        return PrefillStep.NONE_FOUND
    return PrefillStep.OPEN if prefill.counts.open else PrefillStep.DONE


def prefill_text(prefill: Prefill, run: RunProgress, accept_key: str = "A") -> str:
    """Return what is said of the proposals, "" while they are off.

    accept_key : the key that accepts the proposals of the page
    """
    step = step_of(prefill, run)
    threshold = f"{prefill.threshold:.2f}"
    if step is PrefillStep.OFF:
        return ""
    if step is PrefillStep.LOOKING:
        return "Looking for a run of the spike detector …"
    if step is PrefillStep.NO_RUN:
        return "No run of the spike detector covers this epoch. Run it on this epoch to have bins proposed."
    if step is PrefillStep.RUNNING:
        return "The spike detector waits for another run." if run.share is None else _percent_text(run.share)
    if step is PrefillStep.FAILED:
        return f"The spike detector did not finish: {run.failure}"
    notes = prefill.found.notes(prefill.threshold) if prefill.found is not None else ()
    source = f"From {prefill.found.title}." if prefill.found is not None else ""
    if step is PrefillStep.NONE_FOUND:
        first = f"The run found no spike with a score of {threshold} or more in this epoch."
    else:
        first = f"{_counts_text(prefill)} Score ≥ {threshold}." + (
            f" {accept_key} accepts those of the page." if step is PrefillStep.OPEN and accept_key else ""
        )
    failure = (f"The last run did not finish: {run.failure}",) if run.failure else ()
    return " ".join(filter(None, (first, source, *failure, *notes)))


def _percent_text(share: float) -> str:
    return f"The spike detector runs on this epoch: {100 * share:.0f} %."


def _counts_text(prefill: Prefill) -> str:
    counts = prefill.counts
    bins = "1 bin" if counts.proposed == 1 else f"{counts.proposed} bins"
    parts = [
        f"{number} {name}"
        for number, name in (
            (counts.accepted, "accepted"),
            (counts.answered, "answered by you"),
            (counts.dismissed, "dismissed"),
        )
        if number
    ]
    return f"{bins} proposed: {', '.join([*parts, f'{counts.open} open'])}."
