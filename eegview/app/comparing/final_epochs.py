"""What a decision on a run of epochs changes in the final layer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from eegview.app.comparing.difference import Difference
from eegview.app.comparing.final_events import OnSame, agreed_mark, answers_of
from eegview.app.marks.layers import SameEventStands
from eegview.clinical.epochs_covered import epochs_covered
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.annotation import FINAL_LAYER, Annotation, new_annotation_id
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.study.adjudication import Verdict

_CLOSE_S = 1e-3  # times pass through text files with three decimals


def wanted_epochs(difference: Difference, verdict: Verdict, picks: Mapping[str, str]) -> tuple[Annotation, ...]:
    """Return the marks that a verdict asks for, in the final layer: of sleep one for each epoch, else one for each run.

    Raises
    ------
    UsageError : nothing to merge, or the readers do not agree
    """
    epoch_s = difference.epoch_s
    held_a, held_b = (epochs_covered(marks, epoch_s) for marks in (difference.marks_a, difference.marks_b))
    chosen: dict[int, Annotation] = {}
    for number in numbers_in(difference, held_a.keys() | held_b.keys()):
        mark = _chosen(held_a.get(number), held_b.get(number), verdict, picks)
        if mark is not None:
            chosen[number] = mark
    if difference.term_id == SLEEP_TERM:
        return tuple(_epoch(number, mark, epoch_s) for number, mark in chosen.items())
    return tuple(_runs(chosen, difference, epoch_s))


def numbers_in(difference: Difference, numbers: Iterable[int]) -> list[int]:
    """Return which epochs lie in a difference by their middles, in order."""
    inside = {round(at_s / difference.epoch_s - 0.5) for at_s in middles_in(difference.span, difference.epoch_s)}
    return sorted(inside.intersection(numbers))


def middles_in(span: Span, epoch_s: float) -> list[float]:
    """Return the middles (s) of the epochs in a span."""
    first, stop = (math.ceil(time_s / epoch_s - 0.5 - 1e-6) for time_s in (span.start_s, span.stop_s))
    return [(number + 0.5) * epoch_s for number in range(first, stop)]


def standing_in(difference: Difference, marks: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return the marks that hold in any epoch of a difference."""
    held = epochs_covered(marks, difference.epoch_s)
    return tuple(dict.fromkeys(held[number] for number in numbers_in(difference, held)))


def epoch_changes(
    wanted: Sequence[Annotation],
    span: Span,
    standing: Sequence[Annotation],
    explained: frozenset[str],
    on_same: OnSame,
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return what is to be changed in the final layer, and the ids of the marks it then holds in the epochs.

    Parameters
    ----------
    wanted : marks as they are to stand
    span : of the epochs; what stands outside of it stays
    standing : final marks of the same term that share time with `span`
    explained : ids of final marks that an earlier decision on these epochs put there; they are replaced unasked

    Raises
    ------
    SameEventStands : something else was said of these epochs in the final layer, and `on_same` says to ask
    """
    same = {_said(mark): mark for mark in standing}
    kept = {same[_said(mark)].annotation_id for mark in wanted if _said(mark) in same}
    foreign = [mark for mark in standing if mark.annotation_id not in explained | kept]
    if foreign and on_same is OnSame.ASK:
        raise SameEventStands(wanted[0] if wanted else foreign[0], "decided for these epochs", foreign)
    if foreign and on_same is OnSame.KEEP_BOTH:  # an epoch has one answer: what stands stays
        wanted = [mark for mark in wanted if not any(mark.span.overlaps(other.span) for other in foreign)]
        standing = [mark for mark in standing if mark not in foreign]
    in_place = {(mark.onset_s, mark.duration_s): mark for mark in standing}
    changes: list[Change] = []
    ids: list[str] = []
    used: set[str] = set()
    for mark in wanted:
        there = same.get(_said(mark)) or in_place.get((mark.onset_s, mark.duration_s))
        if there is not None:
            used.add(there.annotation_id)
            mark = replace(mark, annotation_id=there.annotation_id)
            mark = there if _said(mark) == _said(there) else mark
        ids.append(mark.annotation_id)
        if there != mark:
            changes.append(Change(there, mark))
    for mark in standing:
        if mark.annotation_id not in used:
            changes += cut_out(mark, span)
    return tuple(changes), tuple(ids)


def cut_out(mark: Annotation, span: Span) -> tuple[Change, ...]:
    """Return the changes that leave of a mark only what lies outside of a span."""
    left_s, right_s = span.start_s - mark.onset_s, mark.stop_s - span.stop_s
    pieces: list[Annotation] = []
    if left_s > _CLOSE_S:
        pieces.append(replace(mark, duration_s=left_s))
    if right_s > _CLOSE_S:
        name = new_annotation_id() if pieces else mark.annotation_id
        pieces.append(replace(mark, annotation_id=name, onset_s=span.stop_s, duration_s=right_s))
    if not pieces:
        return (Change(mark, None),)
    return (Change(mark, pieces[0]), *(Change(None, piece) for piece in pieces[1:]))


def _chosen(
    a: Annotation | None, b: Annotation | None, verdict: Verdict, picks: Mapping[str, str]
) -> Annotation | None:
    """Return the mark whose answers an epoch gets, None for none."""
    if verdict is Verdict.TAKE_A:
        return a
    if verdict is Verdict.TAKE_B:
        return b
    if verdict is Verdict.NEITHER:
        return None
    if a is None or b is None:
        raise UsageError("Only one reader marked these epochs.", "Take that reader's, or leave them without.")
    if verdict is Verdict.AGREED:
        return agreed_mark(a, b)
    given_a, given_b = answers_of(a), answers_of(b)
    answers = {
        name: value
        for name in sorted({*given_a, *given_b})
        if (value := (given_a if picks.get(name, "a" if name in given_a else "b") == "a" else given_b).get(name, ""))
    }
    return replace(a, attributes=tuple(answers.items()))


def _final(mark: Annotation, span: Span) -> Annotation:
    return replace(
        mark,
        annotation_id=new_annotation_id(),
        onset_s=span.start_s,
        duration_s=span.duration_s,
        attributes=tuple(sorted(answers_of(mark).items())),
        layer=FINAL_LAYER,
    )


def _epoch(number: int, mark: Annotation, epoch_s: float) -> Annotation:
    """Return the final mark of one epoch of sleep, on the grid; the last one ends with the recording."""
    start_s, stop_s = number * epoch_s, (number + 1) * epoch_s
    is_on_grid = abs(mark.onset_s - start_s) <= _CLOSE_S and mark.stop_s <= stop_s + _CLOSE_S
    return _final(mark, mark.span if is_on_grid else Span(start_s, stop_s))


def _runs(chosen: Mapping[int, Annotation], difference: Difference, epoch_s: float) -> list[Annotation]:
    """Return one final mark for each run of neighbouring epochs with equal answers, to the edges that were set."""
    found: list[Annotation] = []

    def run(item: tuple[int, int]) -> tuple[object, ...]:
        place, number = item
        return number - place, sorted(answers_of(chosen[number]).items())

    inside = difference.span
    for _run, items in groupby(enumerate(sorted(chosen)), run):
        numbers = [number for _place, number in items]
        first, last = chosen[numbers[0]], chosen[numbers[-1]]
        low_s = inside.start_s if numbers[0] == min(chosen) else numbers[0] * epoch_s
        high_s = inside.stop_s if numbers[-1] == max(chosen) else (numbers[-1] + 1) * epoch_s
        start_s, stop_s = max(low_s, first.onset_s), min(high_s, last.stop_s)
        found.append(_final(first, Span(start_s, max(start_s, stop_s))))
    return found


def _said(mark: Annotation) -> tuple[object, ...]:
    times = round(mark.onset_s, 3), round(mark.duration_s, 3)
    return mark.term_id, *times, mark.channels, tuple(sorted(answers_of(mark).items())), mark.text
