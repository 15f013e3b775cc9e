"""One layer against all others: who else has each event, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.app.comparing.comparison import Comparison, compare
from eegview.app.comparing.difference import ONLY_A, ONLY_B, Difference
from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.study.staging import LENGTHS_S
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Shared:
    """A mark or a run of epochs of one layer, and how the others stand to it.

    by_layer : (another layer, its difference from this one); ONLY_A where that layer has nothing there
    """

    term_id: str
    onset_s: float
    mark: Annotation
    by_layer: tuple[tuple[str, Difference], ...]

    @property
    def n_with(self) -> int:
        """Return how many of the other layers have it as well, whatever they answered."""
        return sum(difference.kind not in (ONLY_A, ONLY_B) for _layer, difference in self.by_layer)


@dataclass(frozen=True, slots=True)
class AgainstAll:
    """One layer (A) against each of the others (B).

    comparisons : by the other layer's place in `others`
    """

    layer: str
    others: tuple[str, ...]
    comparisons: tuple[Comparison, ...]

    def shared(self, term_id: str | None = None) -> tuple[Shared, ...]:
        """Return what this layer holds, of a term or of all, with who else has it; by time."""
        found: dict[str, list[tuple[str, Difference]]] = {}
        marks: dict[str, Annotation] = {}
        for other, comparison in zip(self.others, self.comparisons, strict=True):
            for one in comparison.of(term_id):
                if one.a is not None:
                    marks[one.a.annotation_id] = one.a
                    found.setdefault(one.a.annotation_id, []).append((other, one))
        order = sorted(marks.values(), key=lambda mark: (mark.onset_s, mark.annotation_id))
        return tuple(Shared(m.term_id, m.onset_s, m, tuple(found[m.annotation_id])) for m in order)

    def missing(self, term_id: str | None = None) -> tuple[tuple[str, Difference], ...]:
        """Return what others hold and this layer does not, with whose it is; by time."""
        found = [
            (other, one)
            for other, comparison in zip(self.others, self.comparisons, strict=True)
            for one in comparison.of(term_id, {ONLY_B})
        ]
        return tuple(sorted(found, key=lambda item: (item[1].onset_s, item[0], item[1].difference_id)))


def against_all(
    marks: Iterable[Annotation],
    layer: str,
    others: Sequence[str],
    vocabulary: Vocabulary,
    rule: SameEventRule | None = None,
    edges: EdgeLimits | None = None,
    epoch_s: float = LENGTHS_S[0],
) -> AgainstAll:
    """Compare one layer with each of the others; see `compare`."""
    held = tuple(marks)
    others = tuple(other for other in dict.fromkeys(others) if other != layer)
    compared = tuple(compare(held, layer, other, vocabulary, rule, edges, epoch_s) for other in others)
    return AgainstAll(layer, others, compared)
