"""How spasms look: the answers to the vocabulary's questions, counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.clusters import BY_HAND
from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.shares import share_of_events
from eegview.clinical.statistics.spasm_events import Runs, SpasmEvent, ids_of
from eegview.model.annotation import CERTAINTY, certainty_of
from eegview.model.vocabulary import Attribute

_AND = "+"  # joins several answers, in the order of time


@dataclass(frozen=True, slots=True)
class SemiologyRow:
    """One answer to one question, over all spasms.

    attribute, attribute_label : the question
    choice, choice_label : the answer as stored and as shown; one that the vocabulary lacks stands for itself
    count : spasms with this answer
    n_answered : spasms in which the question was answered at all
    n_asked : all spasms
    share : of those answered; None where nobody answered
    marks : ids of the spasms with this answer, by onset
    n_first : of a question with several answers in order: how often this one was the first; None of other questions
    """

    attribute: str
    attribute_label: str
    choice: str
    choice_label: str
    count: int
    n_answered: int
    n_asked: int
    share: Estimate | None
    marks: tuple[str, ...]
    n_first: int | None = None


def semiology_rows(
    events: Sequence[SpasmEvent], runs: Runs, questions: Iterable[Attribute]
) -> tuple[SemiologyRow, ...]:
    """Return a row for each answer that can be given, in the vocabulary's order, those never given too.

    questions : of the spasm's term; free text and what is said of clusters by hand are left out
    """
    asked = [one for one in questions if one.choices and one.name != BY_HAND]
    return tuple(row for attribute in asked for row in _rows(attribute, events, runs))


def _rows(attribute: Attribute, events: Sequence[SpasmEvent], runs: Runs) -> list[SemiologyRow]:
    given = {event.annotation_id: answers_of(event, attribute) for event in events}
    known = [value for value, _label in attribute.choices]
    foreign = sorted({value for answers in given.values() for value in answers} - set(known))
    labels = dict(attribute.choices)
    rows: list[SemiologyRow] = []
    for value in (*known, *foreign):
        with_it = [event for event in events if value in given[event.annotation_id]]
        ids = ids_of(with_it)
        rows.append(
            SemiologyRow(
                attribute.name,
                attribute.label,
                value,
                labels.get(value, value),
                len(with_it),
                sum(map(bool, given.values())),
                len(events),
                share_of_answer(runs, given, value, ids),
                ids,
                sum(given[event.annotation_id][0] == value for event in with_it) if attribute.several else None,
            )
        )
    return rows


def share_of_answer(runs: Runs, given: dict[str, tuple[str, ...]], value: str, marks: Sequence[str]) -> Estimate | None:
    """Return the share of one answer among the spasms that have any.

    given : answers by id of the spasm
    """
    units = runs.shares(
        lambda event: value in given[event.annotation_id], lambda event: bool(given[event.annotation_id])
    )
    return share_of_events(units, marks)


def answers_of(event: SpasmEvent, attribute: Attribute) -> tuple[str, ...]:
    """Return the answers to a question, in order; none where it was not answered."""
    text = event.answer(attribute.name)
    if not text and attribute.name == CERTAINTY:
        text = next((said for mark in event.marks if (said := certainty_of(mark))), "")
    parts = text.split(_AND) if attribute.several else [text]
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in parts))))
