"""The comparison of two layers of marks, by term: matched, only in one of them, conflicting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from eegview.app.comparing.comparison_rule import ComparisonRule
from eegview.app.comparing.difference import KINDS, Difference
from eegview.app.comparing.epochs import epoch_differences
from eegview.app.comparing.events import event_differences
from eegview.app.comparing.fields import MarkFields
from eegview.app.comparing.scored_epochs import scored_differences
from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.spread import Histogram, TimeSpread, histogram_of, spread_of
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import HIGH_TERM
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.study.staging import LENGTHS_S
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Shape, Vocabulary


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two layers.

    same_event_s : how far apart the onsets of one event may lie
    rule : that they are compared by, the former included
    differences : what is matched among them, in order of time
    """

    layer_a: str
    layer_b: str
    same_event_s: float
    differences: tuple[Difference, ...]
    rule: ComparisonRule = field(default_factory=ComparisonRule)

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

    def onset_spread(self, term_id: str | None = None) -> TimeSpread:
        """Return how onsets differ (s, B minus A) over the pairs of events of a term, or of all."""
        return spread_of(self._onset_differences_s(term_id))

    def onset_histogram(self, term_id: str | None = None, bar_s: float = 0.1) -> Histogram:
        """Return the histogram of the differences of onsets (s, B minus A)."""
        return histogram_of(self._onset_differences_s(term_id), self.same_event_s, bar_s)

    def _onset_differences_s(self, term_id: str | None) -> list[float]:
        """Return the differences of pairs of one term; of two terms they say nothing."""
        return [
            one.onset_difference_s
            for one in self.of(term_id)
            if one.a is not None and one.b is not None and one.a.term_id == one.b.term_id
            if one.onset_difference_s is not None
        ]


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
    marks : of any layers, with the evidence for scores among them (`review.marks`, `review.records.evidence`); those of
        other layers are passed over
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
            "The file's annotations are not a reviewer's marks.", "Copy those that you agree with to your marks first."
        )
    rule, edges = rule or SameEventRule(), edges or EdgeLimits()
    epoch_terms = [term.term_id for term in vocabulary.terms if term.shape is Shape.EPOCH]
    held = [mark for mark in marks if mark.layer in (layer_a, layer_b)]
    fields = MarkFields(vocabulary, edges)
    by_term: dict[str, tuple[list[Annotation], list[Annotation]]] = {name: ([], []) for name in ("", *epoch_terms)}
    for mark in filter(is_clinical, held):
        sides = by_term[mark.term_id if mark.term_id in by_term else ""]
        if mark.layer == layer_a:
            sides[0].append(mark)
        if mark.layer == layer_b:
            sides[1].append(mark)
    found = event_differences(*by_term[""], vocabulary, rule, fields)
    for term_id in epoch_terms:
        found += epoch_differences(*by_term[term_id], term_id, (layer_a, layer_b), fields, epoch_s)
    evidence = [mark for mark in held if mark.term_id in SCORING_TERMS or mark.term_id == HIGH_TERM]
    found += scored_differences(evidence, (layer_a, layer_b))
    found.sort(key=lambda one: (one.onset_s, one.difference_id))
    return Comparison(layer_a, layer_b, rule.within_s, tuple(found), ComparisonRule(rule, edges, epoch_s))
