"""Compare two layers event by event: one to one within the rule, then what matches in another term."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B, Difference
from eegview.app.comparing.fields import DURATION, ONSET, MarkFields, conflict_text
from eegview.clinical.event_matching import pair_onsets
from eegview.clinical.same_event import SameEventRule, event_kind
from eegview.model.annotation import Annotation, is_doubted
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Vocabulary

Marks = Sequence[Annotation]
_Pairs = list[tuple[Annotation, Annotation]]
_Kind = Callable[[Annotation], tuple[str, str] | None]


def event_differences(
    of_a: Marks, of_b: Marks, vocabulary: Vocabulary, rule: SameEventRule, fields: MarkFields
) -> list[Difference]:
    """Return what two layers share and where they differ; every mark is in one difference.

    of_a, of_b : marks of events of either layer, in any order
    """
    excluding = frozenset(term.term_id for term in vocabulary.terms if term.shape is Shape.SPAN and term.is_exclusive)
    pairs, left_a, left_b = _paired(of_a, of_b, rule, event_kind)
    across, only_a, only_b = _paired(left_a, left_b, rule, lambda mark: ("", "") if mark.term_id in excluding else None)
    nearest = {**_seconds(of_a, rule), **_seconds(of_b, rule)}
    found = [_of_pair(a, b, fields, nearest) for a, b in (*pairs, *across)]
    found += [_of_one(mark, ONLY_A, fields, nearest) for mark in only_a]
    found += [_of_one(mark, ONLY_B, fields, nearest) for mark in only_b]
    return found


def _paired(of_a: Marks, of_b: Marks, rule: SameEventRule, kind: _Kind) -> tuple[_Pairs, Marks, Marks]:
    """Return pairs of marks of one kind, and what is left over of both layers."""
    by_kind: dict[tuple[str, str], tuple[list[Annotation], list[Annotation]]] = {}
    for side, marks in enumerate((of_a, of_b)):
        for mark in marks:
            if (held := kind(mark)) is not None:
                by_kind.setdefault(held, ([], []))[side].append(mark)
    pairs: _Pairs = []
    for ours, theirs in by_kind.values():
        if ours and theirs:
            pairs += _one_to_one(sorted(ours, key=_order), sorted(theirs, key=_order), rule)
    taken = {id(mark) for pair in pairs for mark in pair}
    return pairs, [m for m in of_a if id(m) not in taken], [m for m in of_b if id(m) not in taken]


def _one_to_one(ours: Marks, theirs: Marks, rule: SameEventRule) -> _Pairs:
    """Return pairs of marks in order of time; of equally good ones the same, whichever layer is called A."""
    if ours[0].layer > theirs[0].layer:
        return [(a, b) for b, a in _one_to_one(theirs, ours, rule)]
    found = pair_onsets([m.onset_s for m in ours], [m.onset_s for m in theirs], rule.within_s)
    return [(ours[i], theirs[j]) for i, j in found]


def _seconds(marks: Marks, rule: SameEventRule) -> dict[str, float]:
    """Return the marks of one layer that repeat an event, by id: how far from its mark before (s)."""
    return {
        mark.annotation_id: mark.onset_s - event[number].onset_s
        for event in rule.events(marks)
        for number, mark in enumerate(event[1:])
    }


def _of_pair(a: Annotation, b: Annotation, fields: MarkFields, nearest: dict[str, float]) -> Difference:
    pairs = fields.pair(a, b)
    onset_s, duration_s = b.onset_s - a.onset_s, b.duration_s - a.duration_s
    is_conflict = any(one.is_conflict for one in pairs)
    summary = conflict_text(pairs, {ONSET: onset_s, DURATION: duration_s}) if is_conflict else fields.answers_text(a)
    ids = sorted((a.annotation_id, b.annotation_id))
    start_s = min(a.onset_s, b.onset_s)
    return Difference(
        "~".join(ids),
        CONFLICT if is_conflict else MATCHED,
        a.term_id,
        start_s,
        Span(start_s, max(a.stop_s, b.stop_s)),
        a,
        b,
        pairs,
        summary,
        onset_s,
        duration_s,
        marks_a=(a,),
        marks_b=(b,),
        remarks=(*_remarks(a, "A", nearest), *_remarks(b, "B", nearest)),
    )


def _of_one(mark: Annotation, kind: str, fields: MarkFields, nearest: dict[str, float]) -> Difference:
    a, b = (mark, None) if kind == ONLY_A else (None, mark)
    remarks = _remarks(mark, "A" if kind == ONLY_A else "B", nearest)
    summary = ", ".join(
        filter(None, (fields.answers_text(mark), f"{mark.duration_s:.1f} s" if mark.duration_s else ""))
    )
    return Difference(
        mark.annotation_id,
        kind,
        mark.term_id,
        mark.onset_s,
        mark.span,
        a,
        b,
        fields.pair(a, b),
        summary,
        marks_a=(mark,) if a is not None else (),
        marks_b=(mark,) if b is not None else (),
        remarks=remarks,
    )


def _remarks(mark: Annotation, side: str, nearest: dict[str, float]) -> tuple[str, ...]:
    found: list[str] = []
    if is_doubted(mark):
        found.append(f"{side} is not sure that it is one.")
    if mark.annotation_id in nearest:
        found.append(f"{side} marked this event twice, {nearest[mark.annotation_id]:.2f} s apart.")
    return tuple(found)


def _order(mark: Annotation) -> tuple[float, str]:
    return mark.onset_s, mark.annotation_id
