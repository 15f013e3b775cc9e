"""Where two readers differ on a term, study by study and in order of time, so that the page can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eegview.app.agreement.event_units import compared_marks, matched_events
from eegview.app.agreement.units import Events, MeasuredItems, RatedItems, TermUnits
from eegview.model.span import Span

NOT_MARKED, MARKED = "not marked", "marked"


@dataclass(frozen=True, slots=True)
class Place:
    """One stretch of one study on which two readers differ.

    study : number of the study
    a_text, b_text : what each says of it
    count : how many items it stands for, such as seconds
    """

    study: int
    span: Span
    a_text: str
    b_text: str
    count: int = 1


def places_of(term: TermUnits, reader_a: str, reader_b: str) -> tuple[Place, ...]:
    """Return where two readers differ: of events those that one only marked, else the items they classed otherwise.

    Counts and scores without classes differ where their values do.
    """
    if term.events is not None:
        found = _of_events(term.events, reader_a, reader_b)
    elif term.rated is not None:
        found = _of_rated(term.rated, reader_a, reader_b)
    elif term.measured is not None:
        found = _of_measured(term.measured, reader_a, reader_b)
    else:
        found = iter(())
    return tuple(sorted(found, key=lambda place: (place.study, place.span)))


def studies_of_both(term: TermUnits, reader_a: str, reader_b: str) -> frozenset[int]:
    """Return the numbers of the studies in which two readers can be compared on a term."""
    wanted = {reader_a, reader_b}
    found: set[int] = set()
    if term.events is not None:
        both = (one for one in term.events.studies if wanted <= one.by_reader.keys())
        found |= {one.study for one in both if one.read_by_all(wanted)}
    if term.rated is not None:
        found |= {item.study for item in term.rated.items if wanted <= item.labels.keys()}
    if term.measured is not None:
        found |= {item.study for item in term.measured.among((reader_a, reader_b)) if wanted <= item.values.keys()}
    return frozenset(found)


def _of_events(events: Events, a: str, b: str) -> Iterator[Place]:
    for one in events.studies:
        if a not in one.by_reader or b not in one.by_reader:
            continue
        by_a, by_b = compared_marks(one, a, b, events.tolerance_s)
        for event in matched_events({a: by_a, b: by_b}, events.tolerance_s):
            if len(event) < 2:
                mark = next(iter(event.values()))
                said_a, said_b = (MARKED if reader in event else NOT_MARKED for reader in (a, b))
                yield Place(one.study, mark.span, said_a, said_b)


def _of_rated(rated: RatedItems, a: str, b: str) -> Iterator[Place]:
    for item in rated.items:
        said_a, said_b = item.labels.get(a), item.labels.get(b)
        if said_a is not None and said_b is not None and said_a != said_b:
            what = f"{item.what}: " if item.what else ""
            yield Place(item.study, item.span, f"{what}{said_a}", f"{what}{said_b}", item.count)


def _of_measured(measured: MeasuredItems, a: str, b: str) -> Iterator[Place]:
    for item in measured.among((a, b)):
        value_a, value_b = item.values.get(a), item.values.get(b)
        if value_a is not None and value_b is not None and value_a != value_b:
            yield Place(item.study, item.span, f"{value_a:g}", f"{value_b:g}")
