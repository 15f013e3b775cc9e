"""Spasms as events: the marks of one spasm counted once, and runs of spasms, which are the units of all intervals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from eegview.clinical.clusters import BY_HAND, SPASM_TERM, ClusterRule, form_clusters
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation, is_doubted

Test = Callable[["SpasmEvent"], bool]


@dataclass(frozen=True)
class SpasmEvent:
    """One spasm with all its marks of one layer.

    mark : which stands for it, as in clusters: the first, unless another says how clusters go by hand
    marks : all of them, by onset
    """

    mark: Annotation
    marks: tuple[Annotation, ...]

    @property
    def annotation_id(self) -> str:
        return self.mark.annotation_id

    @property
    def onset_s(self) -> float:
        return self.mark.onset_s

    @property
    def is_doubted(self) -> bool:
        """Whether every mark of it is doubted."""
        return all(map(is_doubted, self.marks))

    def answer(self, name: str) -> str:
        """Return the answer to a question: of the mark that stands for it, else of the first that has one, else ""."""
        return self._answers.get(name, "")

    @cached_property
    def _answers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for mark in (self.mark, *self.marks):
            for name, value in mark.attributes:
                if value:
                    found.setdefault(name, value)
        return found

    @cached_property
    def duration_s(self) -> float:
        """Return the duration of the mark that stands for it, else of the first that has one; 0 where none has."""
        return next((m.duration_s for m in (self.mark, *self.marks) if m.duration_s > 0), 0.0)


def spasm_events(marks: Iterable[Annotation], same_event: SameEventRule) -> tuple[SpasmEvent, ...]:
    """Return the spasms among the marks of one layer, by onset, each once."""
    events = same_event.events(mark for mark in marks if mark.term_id == SPASM_TERM)
    found = (SpasmEvent(next((m for m in event if m.attribute(BY_HAND)), event[0]), event) for event in events)
    return tuple(sorted(found, key=lambda event: (event.onset_s, event.annotation_id)))


class Runs:
    """Spasms in runs: in each the successive ones belong together by the cluster rule, whether or not it is a cluster.

    They are what comes independently, as far as anybody can tell: a spasm alone is a run of one.
    """

    def __init__(self, events: Iterable[SpasmEvent], rule: ClusterRule) -> None:
        by_id = {event.annotation_id: event for event in events}
        runs = form_clusters((event.mark for event in by_id.values()), replace(rule, min_spasms=1))
        self.runs: tuple[tuple[SpasmEvent, ...], ...] = tuple(
            tuple(by_id[mark.annotation_id] for mark in run.spasms) for run in runs
        )

    def sizes(self, counts: Test) -> list[int]:
        """Return how many spasms of each run count, without the runs that have none."""
        return [n for run in self.runs if (n := sum(map(counts, run)))]

    def shares(self, has_answer: Test, counts: Test) -> list[tuple[int, int]]:
        """Return (spasms with the answer, spasms that count) of each run."""
        return [(sum(counts(one) and has_answer(one) for one in run), sum(map(counts, run))) for run in self.runs]


def run_numbers(spasms: Iterable[Annotation], rule: ClusterRule) -> dict[str, int]:
    """Return the number of the run that each spasm, one mark of each, belongs to, by its id."""
    runs = form_clusters(spasms, replace(rule, min_spasms=1))
    return {mark.annotation_id: number for number, run in enumerate(runs) for mark in run.spasms}


def ids_of(events: Iterable[SpasmEvent]) -> tuple[str, ...]:
    """Return the ids of the marks that stand for the events, in their order."""
    return tuple(event.annotation_id for event in events)


def chosen(events: Sequence[SpasmEvent], counts: Test) -> tuple[SpasmEvent, ...]:
    """Return the events that count, in their order."""
    return tuple(filter(counts, events))
