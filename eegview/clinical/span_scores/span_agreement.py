"""Agreement of two sets of spans of one term in every way in which it is measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eegview.clinical.span_scores.epoch_table import EpochTable, epoch_table
from eegview.clinical.span_scores.overlaps import SpanOverlap, span_overlap, summed_overlap
from eegview.clinical.span_scores.spans import CutSpan, LabelledSpan, common, cut_spans, seconds, union, without
from eegview.clinical.span_scores.time_agreement import TimeAgreement, summed, time_agreement
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """How far the spans of a candidate agree with those of a reference in one recording.

    time, overlap : of all classes together: time counts as common where both give the same class
    by_class : (class, time, overlap) of each class; empty where the term has one class only
    epochs : None where the length searched has to be known for it and is not
    doubted_s : time that counts neither way, as the reference's reader doubted it
    classed_s : time to which both give a class; None where the term has one class only
    remark : a sentence on the classes, "" where there is nothing to say
    """

    time: TimeAgreement
    overlap: SpanOverlap
    by_class: tuple[tuple[str, TimeAgreement, SpanOverlap], ...]
    epochs: EpochTable | None
    doubted_s: float = 0.0
    classed_s: float | None = None
    remark: str = ""

    @property
    def agreed_s(self) -> float | None:
        """The time in which both say the same; of several classes, what both give one to. None where not known."""
        return self.time.agreed_s if self.classed_s is None else self.time.both_s

    @property
    def share_agreed(self) -> float | None:
        """The share of the time compared in which both say the same: of several classes, of `classed_s`."""
        if self.classed_s is None:
            return self.time.share_agreed
        return min(self.time.both_s / self.classed_s, 1.0) if self.classed_s else None


def span_agreement(
    reference: Iterable[LabelledSpan],
    candidate: Iterable[LabelledSpan],
    epoch_s: float,
    searched: Sequence[Span] | None = None,
    classes: Sequence[str] = (),
) -> SpanAgreement:
    """Return the agreement of two sets of spans; spans of one class that overlap or touch are one.

    Parameters
    ----------
    epoch_s : length of the epochs that are compared
    searched : the time that was searched, in order; what lies elsewhere is left out. None = not known
    classes : of the term, in their order; empty where it has one class. Spans of others are left out
    """
    reference, candidate = list(reference), list(candidate)
    labels = tuple(classes) or ("",)
    sure = union(one.span for one in reference if not one.is_uncertain)
    doubted = without(union(one.span for one in reference if one.is_uncertain), sure)
    whole = None if searched is None else without(searched, doubted)

    def counted(spans: list[LabelledSpan], label: str) -> tuple[CutSpan, ...]:
        marked = union(one.span for one in spans if one.label == label)
        held = without(marked, doubted)
        return cut_spans(marked, held if whole is None else common(held, whole))

    certain = [one for one in reference if not one.is_uncertain]
    ours = {label: counted(certain, label) for label in labels}
    theirs = {label: counted(candidate, label) for label in labels}
    truth, found = _time_of(ours), _time_of(theirs)
    compared_s = None if whole is None or classes else seconds(whole)
    parts = [
        (label, time_agreement(truth[label], found[label], compared_s), span_overlap(ours[label], theirs[label]))
        for label in labels
    ]
    together = summed(time for _, time, _ in parts)
    classed = [union(span for spans in side.values() for span in spans) for side in (truth, found)]
    duration_s = None if searched is None else max((span.stop_s for span in searched), default=0.0)
    outside = () if searched is None or duration_s is None else without([Span(0.0, duration_s)], searched)
    return SpanAgreement(
        TimeAgreement(together.reference_s, together.candidate_s, together.both_s, compared_s),
        summed_overlap(overlap for _, _, overlap in parts),
        tuple(part for part in parts if classes and (part[1].reference_s or part[1].candidate_s)),
        epoch_table(truth, found, epoch_s, duration_s, classes, union((*doubted, *outside))),
        seconds(doubted),
        seconds(common(*classed)) if classes else None,
    )


def _time_of(side: Mapping[str, Sequence[CutSpan]]) -> dict[str, tuple[Span, ...]]:
    """Return the time of each class that counts, in order."""
    return {label: tuple(part for span in spans for part in span.parts) for label, spans in side.items()}
