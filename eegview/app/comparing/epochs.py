"""Compare what two layers say of each epoch: sleep stages, hypsarrhythmia and whatever else is marked by epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B, Difference, FieldPair, Matter
from eegview.app.comparing.fields import MarkFields, conflict_text, given_answers
from eegview.clinical.epochs_covered import epochs_covered
from eegview.model.annotation import Annotation, is_doubted
from eegview.model.span import Span

_Covered = Mapping[int, Annotation]
_Held = tuple[Annotation | None, Annotation | None]


def epoch_differences(
    of_a: Sequence[Annotation],
    of_b: Sequence[Annotation],
    term_id: str,
    layers: tuple[str, str],
    fields: MarkFields,
    epoch_s: float,
) -> list[Difference]:
    """Return what two layers say of the epochs of a term; neighbouring epochs with the same answers are one.

    of_a, of_b : marks of that term
    layers : A and B
    epoch_s : length of an epoch
    """
    held_a, held_b = epochs_covered(of_a, epoch_s), epochs_covered(of_b, epoch_s)
    numbers = sorted(held_a.keys() | held_b.keys())
    if numbers and not (held_a and held_b):  # one of them did not look for it: one decision, not one for each run
        return [_whole(held_a or held_b, bool(held_a), term_id, layers, fields, epoch_s)]

    def run(item: tuple[int, int]) -> tuple[object, ...]:
        place, number = item
        return number - place, _key(held_a.get(number)), _key(held_b.get(number))

    found: list[Difference] = []
    for _key_of_run, items in groupby(enumerate(numbers), run):
        epochs = [number for _place, number in items]
        pairs = [(held_a.get(number), held_b.get(number)) for number in epochs]
        span = _span(epochs, held_a, held_b, epoch_s)
        found.append(_of_run(epochs[0], pairs, span, term_id, layers, fields, epoch_s))
    return found


def kind_of(pair: _Held, is_conflict: bool) -> str:
    """Return how two layers stand to each other where one or both say something."""
    a, b = pair
    if a is None or b is None:
        return ONLY_A if b is None else ONLY_B
    return CONFLICT if is_conflict else MATCHED


def _whole(
    held: dict[int, Annotation],
    is_a: bool,
    term_id: str,
    layers: tuple[str, str],
    fields: MarkFields,
    epoch_s: float,
) -> Difference:
    """Return all epochs of a term that only one layer has any of, as one difference."""
    marks = tuple(dict.fromkeys(held[number] for number in sorted(held)))
    span = _span((min(held), max(held)), held, held, epoch_s)
    n_text = "1 epoch" if len(held) == 1 else f"{len(held)} epochs"
    a, b = (marks[0], None) if is_a else (None, marks[0])
    return Difference(
        f"{term_id}@{min(held) * epoch_s:.3f}:{'+'.join(sorted(layers))}",
        ONLY_A if is_a else ONLY_B,
        term_id,
        span.start_s,
        span,
        a,
        b,
        (FieldPair("epochs", fields.label_of(term_id), n_text if is_a else "", "" if is_a else n_text, False),),
        f"{n_text}, {'B' if is_a else 'A'} has none",
        matter=Matter.EPOCHS,
        marks_a=marks if is_a else (),
        marks_b=() if is_a else marks,
        values=(f"{layers[0] if is_a else layers[1]}: {[(n, _key(held[n])) for n in sorted(held)]}",),
        n_epochs=len(held),
        epoch_s=epoch_s,
    )


def _span(epochs: Sequence[int], held_a: _Covered, held_b: _Covered, epoch_s: float) -> Span:
    """Return the span of neighbouring epochs (s): to the readers' own edges where nothing is said beside them."""
    first, last = epochs[0], epochs[-1]
    start_s, stop_s = first * epoch_s, (last + 1) * epoch_s
    firsts = [held[first] for held in (held_a, held_b) if first in held]
    lasts = [held[last] for held in (held_a, held_b) if last in held]
    if not any(first - 1 in held for held in (held_a, held_b)):
        onsets_s = [one.onset_s for one in firsts if one.onset_s <= start_s + epoch_s / 2]
        start_s = max(start_s - epoch_s / 2, min(onsets_s)) if onsets_s else start_s
    if not any(last + 1 in held for held in (held_a, held_b)):
        stops_s = [one.stop_s for one in lasts if one.stop_s > stop_s - epoch_s / 2]
        stop_s = min(stop_s + epoch_s / 2, max(stops_s)) if stops_s else stop_s
    return Span(start_s, stop_s)


def _of_run(
    first: int,
    pairs: Sequence[_Held],
    span: Span,
    term_id: str,
    layers: tuple[str, str],
    fields: MarkFields,
    epoch_s: float,
) -> Difference:
    a, b = pairs[0]
    sides = fields.pair(a, b, has_edges=False)
    is_conflict = any(field.is_conflict for field in sides)
    marks_a = tuple(dict.fromkeys(mark for mark, _other in pairs if mark is not None))
    marks_b = tuple(dict.fromkeys(mark for _other, mark in pairs if mark is not None))
    seen = a or b
    assert seen is not None
    summary = conflict_text(sides, {}) if is_conflict else fields.answers_text(seen)
    doubts = [side for side, mark in (("A", a), ("B", b)) if mark is not None and is_doubted(mark)]
    return Difference(
        f"{term_id}@{first * epoch_s:.3f}:{'+'.join(sorted(layers))}",
        kind_of((a, b), is_conflict),
        term_id,
        span.start_s,
        span,
        a,
        b,
        sides,
        summary,
        matter=Matter.EPOCHS,
        marks_a=marks_a,
        marks_b=marks_b,
        remarks=tuple(f"{side} is not sure." for side in doubts),
        values=tuple(f"{layer}: {_key(mark)}" for layer, mark in zip(layers, (a, b), strict=True)),
        n_epochs=len(pairs),
        epoch_s=epoch_s,
    )


def _key(mark: Annotation | None) -> tuple[tuple[str, str], ...] | None:
    """Return what a mark says of an epoch, None for no mark."""
    return tuple(sorted(given_answers(mark).items())) if mark is not None else None
