"""What readers said of the same things in a number of studies, ready to be counted: rated items, events, values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from eegview.clinical.agreement_numbers.cohen_kappa import PLAIN
from eegview.clinical.statistics.time_spans import common_of
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class RatedItem:
    """One stretch of one study, with the class that each reader gave it.

    study : number of the study
    labels : by reader; who has not read it is not in it
    count : how many items it stands for: neighbours that were read alike are one
    what : which of several things at the same time, such as an electrode
    """

    study: int
    span: Span
    labels: Mapping[str, str]
    count: int = 1
    what: str = ""


Grouped = Callable[[Sequence[str]], tuple[RatedItem, ...]]


@dataclass(frozen=True, slots=True)
class RatedItems:
    """Items with classes.

    noun : what is counted: `seconds`, `epochs of 30 s`, `matched spasms`
    classes : the whole scale, in its order
    weights : of kappa, see `clinical.agreement_numbers.cohen_kappa`; scales with an order have some
    item_s : length of one item where items are stretches of time, the shortest where studies differ; None where they
        are not
    keeps_single : whether items that one of the compared readers has read tell how often classes are used (Gwet 2014);
        not where whose they are depends on what others have read
    grouped : returns the items of some readers, where events are matched for each set of readers anew; `items` then are
        those of each pair. None where all readers have the same items
    """

    noun: str
    classes: tuple[str, ...]
    items: tuple[RatedItem, ...]
    weights: str = PLAIN
    item_s: float | None = None
    keeps_single: bool = False
    grouped: Grouped | None = None

    def among(self, readers: Sequence[str]) -> RatedItems:
        """Return the items of some readers."""
        return self if self.grouped is None else replace(self, items=self.grouped(readers), grouped=None)


_EVERYWHERE = Span(-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class StudyEvents:
    """The marks of one term in one study.

    by_reader : of each reader who has read the study, by onset; empty where they found nothing
    read : what each reader has read; who is not in it has read all
    """

    study: int
    by_reader: Mapping[str, tuple[Annotation, ...]]
    read: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def read_by_all(self, readers: Iterable[str]) -> tuple[Span, ...]:
        """Return what all of some readers have read."""
        found: tuple[Span, ...] = (_EVERYWHERE,)
        for spans in filter(None, (self.read.get(reader) for reader in readers)):
            found = common_of(found, spans)
        return found


@dataclass(frozen=True, slots=True)
class Events:
    """Events that are matched one to one by onset.

    tolerance_s : how far apart two onsets of one event may lie
    have_clusters : whether the events are spasms, which form clusters
    """

    noun: str
    studies: tuple[StudyEvents, ...]
    tolerance_s: float
    have_clusters: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredItem:
    """A count or score that readers gave one study or epoch."""

    study: int
    span: Span
    values: Mapping[str, float]


Counted = Callable[[Sequence[str]], tuple[MeasuredItem, ...]]


@dataclass(frozen=True, slots=True)
class MeasuredItems:
    """Counts and scores, for the intraclass correlation.

    counted : returns the items of some readers, where they are counted in what all of these have read; None where each
        reader's values are the same whoever they are compared with
    """

    noun: str
    items: tuple[MeasuredItem, ...]
    counted: Counted | None = None

    def among(self, readers: Sequence[str]) -> tuple[MeasuredItem, ...]:
        """Return the items that are compared between some readers."""
        return self.items if self.counted is None else self.counted(readers)


@dataclass(frozen=True)
class TermUnits:
    """All that is compared of one term.

    patients : of each study; never shown
    rated, events, measured : None where the term has no such side
    notes : sentences on what was used and what was left out
    """

    term_id: str
    label: str
    patients: tuple[str, ...] = field(repr=False)
    rated: RatedItems | None = None
    events: Events | None = None
    measured: MeasuredItems | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """Return whose readings there are, the final layer among them, by name."""
        found: set[str] = set()
        for item in self.rated.items if self.rated else ():
            found |= item.labels.keys()
        for study in self.events.studies if self.events else ():
            found |= study.by_reader.keys()
        for measured in self.measured.items if self.measured else ():
            found |= measured.values.keys()
        return tuple(sorted(found))

    @property
    def readers(self) -> tuple[str, ...]:
        """Return the readers, by name; the final layer is what they settled on, and no reader."""
        return tuple(layer for layer in self.layers if layer != FINAL_LAYER)
