"""The clusters of the open recording, formed anew after every change of marks."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from eegview.app.notifier import Notifier
from eegview.app.review.review import Review
from eegview.clinical.cluster_summary import ClusterSummary, summarize_clusters
from eegview.clinical.clusters import BY_HAND, JOINED, SPASM_TERM, SPLIT, ClusterRule, counted_once, form_clusters
from eegview.clinical.stages import AROUSAL_TERM, SLEEP_TERM, staging_layer
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.model.span import Span

_STAGING = frozenset({SLEEP_TERM, AROUSAL_TERM})


class Clusters:
    """Clusters of the spasms of one layer by a stated rule: `Review.layers.counted`, the reviewer's own unless chosen.

    Marks of one event count once, by `Review.layers.same_event`.

    later : does what it is given once changes of sleep stages rest, which come epoch by epoch; at once unless given
    """

    def __init__(
        self, review: Review, rule: ClusterRule, later: Callable[[Callable[[], None]], None] = lambda act: act()
    ) -> None:
        self._review, self._later = review, later
        self._rule = rule
        self.clusters: tuple[ClusterSummary, ...] = ()
        self.stages_layer = ""  # whose stages and arousals state and waking come from; "" for nobody's
        self.changed: Notifier[tuple[ClusterSummary, ...]] = Notifier()
        review.marks_changed.connect(self._marks_changed)
        review.layers.counted_changed.connect(lambda _layer: self.form())
        review.layers.same_event_changed.connect(lambda _rule: self.form())
        self.form()

    @property
    def rule(self) -> ClusterRule:
        return self._rule

    def set_rule(self, rule: ClusterRule) -> None:
        self._rule = rule
        self.form()

    @property
    def n_spasms(self) -> int:
        """Return how many spasms the layer holds, in clusters or alone, each counted once."""
        return len(counted_spasms(self._review))

    def form(self) -> None:
        counted, staged = counted_spasms(self._review), counted_stages(self._review)
        self.stages_layer = next((mark.layer for mark in staged), "")
        self.clusters = summarize_clusters(form_clusters(counted, self._rule), staged)
        self.changed.emit(self.clusters)

    def within(self, span: Span) -> tuple[ClusterSummary, ...]:
        return tuple(one for one in self.clusters if one.span.overlaps(span))

    def of(self, mark: Annotation) -> ClusterSummary | None:
        """Return the cluster this spasm belongs to, None if it stands alone."""
        is_same = self._review.layers.same_event.is_same
        return next((f for f in self.clusters if any(is_same(s, mark) for s in f.cluster.spasms)), None)

    def join(self, mark: Annotation) -> None:
        """Join a spasm to the one before it, as an edit."""
        self._set(mark, JOINED)

    def split(self, mark: Annotation) -> None:
        """Begin a new cluster with a spasm, as an edit."""
        self._set(mark, SPLIT)

    def _set(self, mark: Annotation, value: str) -> None:
        attributes = dict(mark.attributes) | {BY_HAND: value}
        self._review.acts.change(mark, replace(mark, attributes=tuple(sorted(attributes.items()))))

    def _marks_changed(self, edit: Edit | None) -> None:
        if edit is None or _touches(edit, (SPASM_TERM,)):
            self.form()
        elif _touches(edit, _STAGING):
            self._later(self.form)


def counted_spasms(review: Review) -> tuple[Annotation, ...]:
    """Return the spasms of the layer that counts, each event once."""
    layer = review.layers.counted
    spasms = (m for m in review.marks if m.term_id == SPASM_TERM and m.layer == layer and m.layer != FILE_LAYER)
    return counted_once(spasms, review.layers.same_event)


def counted_stages(review: Review) -> list[Annotation]:
    """Return the sleep stages and arousals that hold: of one layer, by the rule of `staging_layer`.

    Marks that a blind reader may not see yet are no source of them.
    """
    counted, hidden = review.layers.counted, review.selection.filter.without_ids
    staged = [m for m in review.marks if m.term_id in _STAGING and m.annotation_id not in hidden]
    layer = staging_layer(staged, counted) or counted
    return [mark for mark in staged if mark.layer == layer and layer != FILE_LAYER]


def _touches(edit: Edit, term_ids: Iterable[str]) -> bool:
    return any(m is not None and m.term_id in term_ids for c in edit.changes for m in (c.before, c.after))
