"""From a comparison to what the parts show: lines of the playlist, boxes of the lanes, counts, fields with times."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from eegview.app.comparing.comparison import Comparison
from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B, Difference, FieldPair, Matter
from eegview.app.stage_texts import letter
from eegview.clinical.stages import SLEEP_TERM, stage_of
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.vocabulary import Vocabulary
from eegview.ui.comparing.card import spans_of
from eegview.ui.comparing.playing_order import KIND_TEXTS
from eegview.ui.comparing.shown import LaneBox, PlaylistLine, ShownCounts, ShownLanes

TimeText = Callable[[float, int], str]
_ONSET = "onset"
DECIDE, OPEN = "decide", "open"


def playlist_lines(
    listed: Iterable[Difference],
    clock: TimeText,
    label_of: Callable[[str], str],
    term_id: str,
    decided: Callable[[Difference], tuple[str, bool]],
) -> list[PlaylistLine]:
    """Return a line for each difference.

    term_id : the only term that is listed; with "" each line names its own
    decided : returns the word for what was decided, and whether it is still open
    """
    lines = []
    for one in listed:
        word, is_open = decided(one)
        label = "" if term_id else label_of(one.term_id)
        summary = " · ".join(filter(None, (label, one.summary))) or label_of(one.term_id)
        line = PlaylistLine(
            one.difference_id, one.kind, KIND_TEXTS[one.kind], clock(one.onset_s, 1), summary, word, is_open
        )
        lines.append(line)
    return lines


def timed_fields(difference: Difference, clock: TimeText) -> tuple[FieldPair, ...]:
    """Return the fields with onsets as people read them in this study."""
    return tuple(_timed(field, difference, clock) for field in difference.fields)


def _timed(field: FieldPair, difference: Difference, clock: TimeText) -> FieldPair:
    if field.name != _ONSET:
        return field
    a_text, b_text = (clock(mark.onset_s, 2) if mark is not None else "" for mark in (difference.a, difference.b))
    return replace(field, a_text=a_text, b_text=b_text)


def counts_shown(comparison: Comparison, term_id: str) -> ShownCounts:
    """Return the counts of a term, "" for all, with the onset differences of matched events."""
    by_kind = comparison.counts(term_id or None)
    pairs = by_kind[MATCHED] + by_kind[CONFLICT]
    apart_s = (
        one.onset_difference_s
        for one in comparison.of(term_id or None, {MATCHED, CONFLICT})
        if one.onset_difference_s is not None and one.a is not None and one.b is not None
        if one.a.term_id == one.b.term_id  # of two terms they say nothing
    )
    return ShownCounts(
        pairs + by_kind[ONLY_A],
        pairs + by_kind[ONLY_B],
        by_kind[MATCHED],
        by_kind[CONFLICT],
        by_kind[ONLY_A],
        by_kind[ONLY_B],
        tuple(apart_s),
    )


def lanes_shown(
    names: tuple[str, str, str],
    comparison: Comparison,
    final: Sequence[Annotation],
    current_id: str,
    term_id: str,
    vocabulary: Vocabulary,
    is_open: Callable[[Difference], bool],
) -> ShownLanes:
    """Return the boxes of the three lanes.

    final : the final marks
    is_open : whether nobody has decided on a difference yet
    """
    of_a: list[LaneBox] = []
    of_b: list[LaneBox] = []
    settled = [
        LaneBox("", mark.span, _name(mark, vocabulary))
        for mark in final
        if mark.layer == FINAL_LAYER and (not term_id or mark.term_id == term_id)
    ]
    for one in comparison.of(term_id or None):
        is_current = one.difference_id == current_id
        text_a, text_b = _texts(one, vocabulary)
        for lane, span, text in zip((of_a, of_b), spans_of(one), (text_a, text_b), strict=True):
            if span is not None:
                lane.append(LaneBox(one.difference_id, span, text, is_current=is_current))
        if one.is_disagreement and is_open(one):
            words = DECIDE if is_current else OPEN
            settled.append(LaneBox(one.difference_id, one.span, words, is_dashed=True, is_current=is_current))
    for lane in (of_a, of_b, settled):
        lane.sort(key=lambda box: box.span.start_s)
    return ShownLanes(names, tuple(of_a), tuple(of_b), tuple(settled))


def _texts(one: Difference, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return what stands in the boxes of A and of B."""
    if one.matter is Matter.EVENT:
        a, b = (_name(mark, vocabulary) if mark is not None else "" for mark in (one.a, one.b))
        return a, b
    differing = next((field for field in one.fields if field.differs), one.fields[0] if one.fields else None)
    return (differing.a_text, differing.b_text) if differing is not None else ("", "")


def _name(mark: Annotation, vocabulary: Vocabulary) -> str:
    term = vocabulary.term(mark.term_id)
    label = term.label if term is not None else mark.term_id
    return f"{label} {letter(stage_of(mark))}".strip() if mark.term_id == SLEEP_TERM else label
