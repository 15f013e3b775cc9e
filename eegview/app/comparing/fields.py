"""The fields of two marks of one event, side by side: what each reader answered, and whether that agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eegview.app.comparing.difference import NO_ANSWERS, FieldPair
from eegview.clinical.edge_limits import EdgeLimits
from eegview.model.annotation import CERTAINTY, FORMER_CERTAINTY, Annotation, certainty_of
from eegview.model.scoring.electrodes import plain_names
from eegview.model.vocabulary import Attribute, Term, Vocabulary

TERM, ONSET, DURATION, CHANNELS, NOTE = "term", "onset", "duration", "channels", "note"
NOT_COMPARED = NO_ANSWERS | {FORMER_CERTAINTY, "cluster"}  # the latter is about the neighbours of an event
_MOST_ANSWERS = 3  # of a mark in one line
_IN_ORDER = "correlates"  # the one question of several answers that asks for their order


class MarkFields:
    """Sets marks side by side by one vocabulary.

    Parameters
    ----------
    edges : limits up to which onsets and durations agree
    """

    def __init__(self, vocabulary: Vocabulary, edges: EdgeLimits) -> None:
        self._edges = edges
        self._terms: dict[str, Term] = {term.term_id: term for term in vocabulary.terms}
        self._questions = {
            term.term_id: tuple(one for one in term.attributes if one.name not in NOT_COMPARED)
            for term in vocabulary.terms
        }
        self._made: dict[tuple[object, ...], list[FieldPair]] = {}  # readers answer alike again and again
        self._texts: dict[tuple[object, ...], str] = {}

    def label_of(self, term_id: str) -> str:
        """Return the label of a term, the id in plain letters where the vocabulary has no such term."""
        term = self._terms.get(term_id)
        return term.label if term is not None else term_id.replace("_", " ")

    def pair(self, a: Annotation | None, b: Annotation | None, has_edges: bool = True) -> tuple[FieldPair, ...]:
        """Return the fields of two marks of one event, or of the one there is, in the order of the form.

        has_edges : whether onset and duration are what the readers set, and not those of an epoch
        """
        found = [self._term(a, b)]
        if has_edges:
            found += [self._onset(a, b), self._duration(a, b)]
        key = _key(a), _key(b)
        if key not in self._made:
            self._made[key] = self._answers(a, b)
        found += self._made[key]
        found += filter(None, (self._channels(a, b), _note(a, b)))
        return tuple(found)

    def answers_text(self, mark: Annotation) -> str:
        """Return the first answers of a mark in one line: `Flexor, Electroclinical`."""
        key = mark.term_id, mark.attributes
        if key not in self._texts:
            self._texts[key] = ", ".join(self._given_texts(mark)[:_MOST_ANSWERS])
        return self._texts[key]

    def _term(self, a: Annotation | None, b: Annotation | None) -> FieldPair:
        a_text, b_text = (self.label_of(mark.term_id) if mark is not None else "" for mark in (a, b))
        differs = a is not None and b is not None and a.term_id != b.term_id
        return FieldPair(TERM, "Term", a_text, b_text, differs, differs)

    def _onset(self, a: Annotation | None, b: Annotation | None) -> FieldPair:
        a_text, b_text = (f"{mark.onset_s:.3f} s" if mark is not None else "" for mark in (a, b))
        differs = a is not None and b is not None and not self._edges.do_onsets_agree(a.onset_s, b.onset_s)
        return FieldPair(ONSET, "Onset", a_text, b_text, differs, differs)

    def _duration(self, a: Annotation | None, b: Annotation | None) -> FieldPair:
        a_text, b_text = (f"{mark.duration_s:.2f} s" if mark is not None else "" for mark in (a, b))
        differs = a is not None and b is not None and not self._edges.do_durations_agree(a.duration_s, b.duration_s)
        return FieldPair(DURATION, "Duration", a_text, b_text, differs, differs)

    def _answers(self, a: Annotation | None, b: Annotation | None) -> list[FieldPair]:
        given_a, given_b = given_answers(a), given_answers(b)
        if not (given_a or given_b):
            return []
        found: list[FieldPair] = []
        for question in self._asked(a, b):
            said = given_a.pop(question.name, ""), given_b.pop(question.name, "")
            if any(said):
                texts = [self._answer_label(question, value) for value in said]
                found.append(_compared(question.name, question.label, said, texts, question.several))
        for name in dict.fromkeys((*given_a, *given_b)):  # of other programs, or of another version of the vocabulary
            said = given_a.get(name, ""), given_b.get(name, "")
            found.append(_compared(name, name.replace("_", " ").capitalize(), said, said, False))
        return found

    def _asked(self, a: Annotation | None, b: Annotation | None) -> tuple[Attribute, ...]:
        asked: dict[str, Attribute] = {}
        for mark in (a, b):
            for question in self._questions.get(mark.term_id, ()) if mark is not None else ():
                asked.setdefault(question.name, question)
        return tuple(asked.values())

    def _answer_label(self, question: Attribute, value: str) -> str:
        if not value:
            return ""
        labels = dict(question.choices)
        parts = value.split("+") if question.several else [value]
        return (" → " if question.name == _IN_ORDER else ", ").join(labels.get(part, part) for part in parts)

    def _given_texts(self, mark: Annotation) -> list[str]:
        given = given_answers(mark)
        questions = self._questions.get(mark.term_id, ())
        return [self._answer_label(one, given[one.name]) for one in questions if given.get(one.name)]

    def _channels(self, a: Annotation | None, b: Annotation | None) -> FieldPair | None:
        rows_a, rows_b = (mark.channels if mark is not None else () for mark in (a, b))
        if not (rows_a or rows_b):
            return None
        differs = a is not None and b is not None and rows_a != rows_b
        differs = differs and set(plain_names(rows_a)) != set(plain_names(rows_b))
        is_conflict = differs and bool(rows_a) and bool(rows_b)
        return FieldPair(CHANNELS, "Rows", ", ".join(rows_a), ", ".join(rows_b), differs, is_conflict)


def given_answers(mark: Annotation | None) -> dict[str, str]:
    """Return the answers of a mark about its event, by question; a former confidence as the certainty it meant."""
    if mark is None or not mark.attributes:
        return {}
    given = {name: value for name, value in mark.attributes if value and name not in NOT_COMPARED}
    if certainty := certainty_of(mark):
        given[CERTAINTY] = certainty
    return given


def _key(mark: Annotation | None) -> object:
    return (mark.term_id, mark.attributes) if mark is not None else None


def conflict_text(fields: tuple[FieldPair, ...], seconds: Mapping[str, float]) -> str:
    """Return what contradicts in one line: `movement: flexor / mixed · onset Δ 0.71 s`.

    seconds : B minus A of `onset` and `duration`
    """
    parts: list[str] = []
    for field in fields:
        if field.is_conflict and field.name in seconds:
            parts.append(f"{field.label.lower()} Δ {abs(seconds[field.name]):.2f} s")
        elif field.is_conflict:
            parts.append(f"{field.label.lower()}: {_lowered(field.a_text)} / {_lowered(field.b_text)}")
    return " · ".join(parts)


def _compared(name: str, label: str, said: tuple[str, str], texts: Sequence[str], several: bool) -> FieldPair:
    if several and name != _IN_ORDER:
        differs = set(said[0].split("+")) != set(said[1].split("+"))
    else:
        differs = said[0] != said[1]
    return FieldPair(name, label, texts[0], texts[1], differs, differs and all(said))


def _note(a: Annotation | None, b: Annotation | None) -> FieldPair | None:
    texts = [" ".join(mark.text.split()) if mark is not None else "" for mark in (a, b)]
    if not any(texts):
        return None
    return FieldPair(NOTE, "Note", texts[0], texts[1], a is not None and b is not None and texts[0] != texts[1])


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
