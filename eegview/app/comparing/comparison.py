"""The comparison of two layers of marks, by term: matched, only in one of them, conflicting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from eegview.app.comparing.difference import KINDS, Difference
from eegview.app.comparing.epochs import epoch_differences
from eegview.app.comparing.events import event_differences
from eegview.app.comparing.fields import MarkFields
from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.study.staging import LENGTHS_S
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Shape, Vocabulary


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
    epoch_s: float = LENGTHS_S[0],
) -> Comparison:
    """Compare two layers of marks.

    Parameters
    ----------
    marks : of any layers; those of others, and what the recorder wrote, are passed over
    layer_a, layer_b : readers' names, the final layer, or a run's, see `app.comparing.detector_layer`
    rule : when two marks are one event; `SameEventRule()` unless given
    edges : up to where edges agree; `EdgeLimits()` unless given
    epoch_s : length of the epochs in which stages and patterns of the background are compared

    Raises
    ------
    UsageError : the file's annotations were chosen as a layer
    """
    if FILE_LAYER in (layer_a, layer_b):
        raise UsageError(
            "The file's annotations are nobody's reading.", "Copy those that you agree with to your marks first."
        )
    rule, edges = rule or SameEventRule(), edges or EdgeLimits()
    epoch_terms = [term.term_id for term in vocabulary.terms if term.shape is Shape.EPOCH]
    clinical = [mark for mark in marks if mark.layer in (layer_a, layer_b) and is_clinical(mark)]
    fields = MarkFields(vocabulary, edges)
    by_term: dict[str, tuple[list[Annotation], list[Annotation]]] = {name: ([], []) for name in ("", *epoch_terms)}
    for mark in clinical:
        held = by_term[mark.term_id if mark.term_id in by_term else ""]
        if mark.layer == layer_a:
            held[0].append(mark)
        if mark.layer == layer_b:
            held[1].append(mark)
    found = event_differences(*by_term[""], vocabulary, rule, fields)
    for term_id in epoch_terms:
        found += epoch_differences(*by_term[term_id], term_id, (layer_a, layer_b), fields, epoch_s)
    found.sort(key=lambda one: (one.onset_s, one.difference_id))
    return Comparison(layer_a, layer_b, rule.within_s, tuple(found), edges)
