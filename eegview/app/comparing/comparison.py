"""The comparison of two layers of marks, by term: matched, only in one of them, conflicting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from eegview.app.comparing.difference import KINDS, Difference
from eegview.app.comparing.events import event_differences
from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two layers.

    same_event_s : how far apart the onsets of one event may lie
    edges : up to where edges agree
    differences : what is matched among them, in order of time
    """

    layer_a: str
    layer_b: str
    same_event_s: float
    differences: tuple[Difference, ...]
    edges: EdgeLimits = field(default_factory=EdgeLimits)

    @property
    def term_ids(self) -> tuple[str, ...]:
        """Return the terms that anything is compared of, those with most differences first."""
        counted = Counter(one.term_id for one in self.differences)
        return tuple(sorted(counted, key=lambda term_id: (-counted[term_id], term_id)))

    def of(self, term_id: str | None = None, kinds: Collection[str] | None = None) -> tuple[Difference, ...]:
        """Return the differences of a term and of these kinds, all where None is given, in order of time."""
        return tuple(
            one
            for one in self.differences
            if (term_id is None or one.term_id == term_id) and (kinds is None or one.kind in kinds)
        )

    def counts(self, term_id: str | None = None) -> dict[str, int]:
        """Return how many differences of a term there are of each kind; of all terms where None is given."""
        counted = Counter(one.kind for one in self.of(term_id))
        return {kind: counted[kind] for kind in KINDS}


def compare(
    marks: Iterable[Annotation],
    layer_a: str,
    layer_b: str,
    vocabulary: Vocabulary,
    rule: SameEventRule | None = None,
    edges: EdgeLimits | None = None,
) -> Comparison:
    """Compare two layers of marks.

    Parameters
    ----------
    marks : of any layers; those of others, and what the recorder wrote, are passed over
    layer_a, layer_b : readers' names, the final layer, or a run's, see `app.comparing.detector_layer`
    rule : when two marks are one event; `SameEventRule()` unless given
    edges : up to where edges agree; `EdgeLimits()` unless given

    Raises
    ------
    UsageError : the file's annotations were chosen as a layer
    """
    if FILE_LAYER in (layer_a, layer_b):
        raise UsageError(
            "The file's annotations are nobody's reading.", "Copy those that you agree with to your marks first."
        )
    rule, edges = rule or SameEventRule(), edges or EdgeLimits()
    clinical = [mark for mark in marks if mark.layer in (layer_a, layer_b) and is_clinical(mark)]
    of_a = [mark for mark in clinical if mark.layer == layer_a]
    of_b = [mark for mark in clinical if mark.layer == layer_b]
    found = event_differences(of_a, of_b, vocabulary, rule, edges)
    found.sort(key=lambda one: (one.onset_s, one.difference_id))
    return Comparison(layer_a, layer_b, rule.within_s, tuple(found), edges)
