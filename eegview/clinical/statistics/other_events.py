"""Other seizures and what imitates them, by term and by kind; each event counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation, is_doubted
from eegview.model.vocabulary import Attribute, Term

_KIND = ("type", "kind")  # the question which one it is


@dataclass(frozen=True, slots=True)
class KindCount:
    """Events of one kind; kind "" = not said."""

    kind: str
    label: str
    count: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherEvents:
    """Events of one term that is no spasm.

    n_doubted : among `count`
    kinds : by the term's question which kind it is, the most frequent first; only those that were marked
    marks : ids, by onset
    """

    term_id: str
    label: str
    count: int
    n_doubted: int
    kinds: tuple[KindCount, ...]
    marks: tuple[str, ...]


def other_events(
    marks: Iterable[Annotation], terms: Sequence[Term], same_event: SameEventRule
) -> tuple[OtherEvents, ...]:
    """Return the events of each term that is another event, see `Term.is_other_event`, those never marked too."""
    wanted = [term for term in terms if term.is_other_event and term.term_id != SPASM_TERM]
    of_term: dict[str, list[Annotation]] = {term.term_id: [] for term in wanted}
    for mark in marks:
        if mark.term_id in of_term:
            of_term[mark.term_id].append(mark)
    return tuple(_counted(term, same_event.events(of_term[term.term_id])) for term in wanted)


def _counted(term: Term, events: Sequence[tuple[Annotation, ...]]) -> OtherEvents:
    question = next((one for one in term.attributes if one.name in _KIND and one.choices), None)
    ids = tuple(event[0].annotation_id for event in events)
    n_doubted = sum(all(map(is_doubted, event)) for event in events)
    kinds = _kinds(question, events) if question is not None else ()
    return OtherEvents(term.term_id, term.label, len(events), n_doubted, kinds, ids)


def _kinds(question: Attribute, events: Sequence[tuple[Annotation, ...]]) -> tuple[KindCount, ...]:
    labels = dict(question.choices) | {"": "not said"}
    found: dict[str, list[str]] = {}
    for event in events:
        kind = next(filter(None, (mark.attribute(question.name) for mark in event)), "")
        found.setdefault(kind, []).append(event[0].annotation_id)
    rows = (KindCount(kind, labels.get(kind, kind), len(ids), tuple(ids)) for kind, ids in found.items())
    return tuple(sorted(rows, key=lambda row: (row.kind == "", -row.count, row.label)))
