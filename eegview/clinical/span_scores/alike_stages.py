"""Sleep stages brought to the classes that both sides distinguish: who says “asleep” is not wrong in N2."""

from collections.abc import Sequence
from dataclasses import replace

from eegview.clinical.span_scores.span_agreement import SpanAgreement, span_agreement
from eegview.clinical.span_scores.spans import LabelledSpan
from eegview.clinical.stages import ASLEEP, SLEEP_STAGES, STAGES, WAKE
from eegview.model.span import Span

_FINE = frozenset(SLEEP_STAGES) - {ASLEEP}
BY_SLEEP = "One side says only where there is sleep, so sleep is compared with all else."
BY_STATE = "One side knows no stages of sleep, so awake and asleep are compared."


def stage_agreement(
    reference: Sequence[LabelledSpan],
    candidate: Sequence[LabelledSpan],
    epoch_s: float,
    searched: Sequence[Span] | None = None,
) -> SpanAgreement:
    """Return the agreement of two sets of sleep stages, with a remark where stages were put together.

    A mark without a stage says that there is sleep.
    """
    sides = [_labels(side) for side in (reference, candidate)]
    if any(labels == {""} for labels in sides):
        found = span_agreement(_sleep(reference, ""), _sleep(candidate, ""), epoch_s, searched)
        return replace(found, remark=BY_SLEEP)
    if any(ASLEEP in labels and not labels & _FINE for labels in sides):
        found = span_agreement(_states(reference), _states(candidate), epoch_s, searched, (WAKE, ASLEEP))
        return replace(found, remark=BY_STATE)
    return span_agreement(reference, candidate, epoch_s, searched, STAGES)


def _labels(spans: Sequence[LabelledSpan]) -> set[str]:
    return {one.label for one in spans}


def _states(spans: Sequence[LabelledSpan]) -> list[LabelledSpan]:
    return [*(one for one in spans if one.label == WAKE), *_sleep(spans, ASLEEP)]


def _sleep(spans: Sequence[LabelledSpan], label: str) -> list[LabelledSpan]:
    return [replace(one, label=label) for one in spans if one.label in (*SLEEP_STAGES, "")]
