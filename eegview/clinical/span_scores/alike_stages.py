"""Sleep stages brought to the classes that both sides distinguish: who says “asleep” is not wrong in N2."""

from collections.abc import Sequence
from dataclasses import replace

from eegview.clinical.span_scores.span_agreement import SpanAgreement, span_agreement
from eegview.clinical.span_scores.spans import LabelledSpan, seconds, union, without
from eegview.clinical.stages import ASLEEP, SLEEP_STAGES, STAGES, WAKE
from eegview.model.span import Span

_FINE = frozenset(SLEEP_STAGES) - {ASLEEP}
BY_SLEEP = "One side says only where there is sleep, so sleep is compared with all else."
BY_STATE = "One side knows no stages of sleep, so awake and asleep are compared."
PARTLY_STAGED = "Much sleep of one side has no stage, so awake and asleep are compared."
_FEW = 0.05  # of a side's sleep: so little without a stage is left out and told


def stage_agreement(
    reference: Sequence[LabelledSpan],
    candidate: Sequence[LabelledSpan],
    epoch_s: float,
    searched: Sequence[Span] | None = None,
) -> SpanAgreement:
    """Return the agreement of two sets of sleep stages, with a remark where stages were put together.

    A mark without a stage says that there is sleep. Where little of a side's sleep is without one, stages are compared,
    and the remark says what is left out; where it is more, sleep is compared with wake.
    """
    sides = [_labels(side) for side in (reference, candidate)]
    if any(labels == {""} for labels in sides):
        found = span_agreement(_sleep(reference, ""), _sleep(candidate, ""), epoch_s, searched)
        return replace(found, remark=BY_SLEEP)
    if any(ASLEEP in labels and not labels & _FINE for labels in sides):
        found = span_agreement(_states(reference), _states(candidate), epoch_s, searched, (WAKE, ASLEEP))
        return replace(found, remark=BY_STATE)
    both = (reference, candidate)
    unstaged = [_unstaged(side) for side in both]
    slept_s = [seconds(union(one.span for one in _sleep(side, ""))) for side in both]
    if any(seconds(time) > _FEW * whole_s for time, whole_s in zip(unstaged, slept_s, strict=True)):
        ours, theirs = (_states(_filled(side, time)) for side, time in zip(both, unstaged, strict=True))
        found = span_agreement(ours, theirs, epoch_s, searched, (WAKE, ASLEEP))
        return replace(found, remark=PARTLY_STAGED)
    found = span_agreement(reference, candidate, epoch_s, searched, STAGES)
    left_out = [time for time in unstaged if time]
    if not left_out:
        return found
    n, left_s = sum(map(len, left_out)), sum(map(seconds, left_out))
    what = "1 span of sleep" if n == 1 else f"{n} spans of sleep"
    return replace(found, remark=f"Left out, as without a stage: {what}, {left_s:g} s in all.")


def _unstaged(side: Sequence[LabelledSpan]) -> tuple[Span, ...]:
    """Return the sleep of which no mark of this side says the stage."""
    sure = [one for one in side if not one.is_uncertain]
    return without(union(one.span for one in sure if not one.label), union(one.span for one in sure if one.label))


def _filled(side: Sequence[LabelledSpan], unstaged: Sequence[Span]) -> list[LabelledSpan]:
    """Return the marks with a stage, or in doubt, and the other sleep where none of them is."""
    return [*(one for one in side if one.label or one.is_uncertain), *(LabelledSpan(one) for one in unstaged)]


def _labels(spans: Sequence[LabelledSpan]) -> set[str]:
    return {one.label for one in spans}


def _states(spans: Sequence[LabelledSpan]) -> list[LabelledSpan]:
    return [*(one for one in spans if one.label == WAKE), *_sleep(spans, ASLEEP)]


def _sleep(spans: Sequence[LabelledSpan], label: str) -> list[LabelledSpan]:
    return [replace(one, label=label) for one in spans if one.label in (*SLEEP_STAGES, "")]
