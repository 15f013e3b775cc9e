"""The layers of one review: which are shown on the page, which one is counted, whose marks may be changed."""

from collections.abc import Callable, Iterable

from eegview.app.library.opening import Reviewer
from eegview.app.marks.index import MarkIndex
from eegview.app.notifier import Notifier
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, FINAL_ROLE, Annotation


class ReviewLayers:
    """The layers of the marks of one recording, as one reviewer looks at them.

    hidden : not shown on the page; the list shows them all the same
    dims_others : marks of others are drawn faintly
    changed : emits `hidden` after each change of what the page shows
    counted_changed : emits `counted`
    same_event : by which marks of several people, or of one twice, are one event
    same_event_changed : emits `same_event`
    """

    def __init__(self, reviewer: Callable[[], Reviewer], marks: Callable[[], MarkIndex]) -> None:
        self._reviewer, self._marks = reviewer, marks
        self._counted = ""  # "" = the reviewer's own
        self.hidden: frozenset[str] = frozenset()
        self.dims_others = False
        self.changed: Notifier[frozenset[str]] = Notifier()
        self.counted_changed: Notifier[str] = Notifier()
        self.same_event = SameEventRule()
        self.same_event_changed: Notifier[SameEventRule] = Notifier()

    @property
    def names(self) -> tuple[str, ...]:
        """Return whose marks there are: the reviewer's own first, then the final ones, the recorder's last."""
        own = self._reviewer().name
        found = {mark.layer for mark in self._marks()} - {own, FILE_LAYER}
        others = sorted(found, key=lambda layer: (layer != FINAL_LAYER, layer))
        return (own, *others, FILE_LAYER)

    def hide(self, layers: Iterable[str]) -> None:
        """Hide these layers, and no others, on the page."""
        wanted = frozenset(layers)
        if wanted != self.hidden:
            self.hidden = wanted
            self.changed.emit(wanted)

    def dim_others(self, is_dimmed: bool) -> None:
        """Draw the marks of others faintly, or like the reviewer's own."""
        if is_dimmed != self.dims_others:
            self.dims_others = is_dimmed
            self.changed.emit(self.hidden)

    @property
    def counted(self) -> str:
        """Return the one layer that is counted: the reviewer's own unless another was chosen, never several at once."""
        return self._counted or self._reviewer().name

    def count(self, layer: str) -> None:
        """Count this layer from now on."""
        if layer != self.counted:
            self._counted = "" if layer == self._reviewer().name else layer
            self.counted_changed.emit(self.counted)

    def count_own(self) -> None:
        """Count the reviewer's own layer, without notifying: another reviewer goes on."""
        self._counted = ""

    def use_same_event(self, rule: SameEventRule) -> None:
        """Tell events apart by this rule from now on, wherever marks are counted, taken over or judged."""
        if rule != self.same_event:
            self.same_event = rule
            self.same_event_changed.emit(rule)

    def is_mine(self, mark: Annotation) -> bool:
        """Check whether the reviewer may change a mark: one of their own, or a final one as a neurologist."""
        if mark.layer == FINAL_LAYER:
            return self._reviewer().role == FINAL_ROLE
        return mark.layer == self._reviewer().name and mark.layer != FILE_LAYER
