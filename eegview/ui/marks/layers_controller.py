"""Layers in the window: dimmed, counted one at a time, and what is taken into the final one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.marks.layers import final_copy
from eegview.app.review.review import Review
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class LayersDesk(QObject):
    """Wires the choice of layers to the review of the open study."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        self._button = station.marks.list.layer
        self._button.dimmed_chosen.connect(self.dim)
        self._button.counted_chosen.connect(self.count)
        station.actions.connect({"layer.take_final": self.take_selected})
        station.desk.study_opened.connect(self._study_opened)

    @property
    def _review(self) -> Review | None:
        return self._desk.study.review if self._desk.study else None

    def _study_opened(self, study: OpenStudy) -> None:
        review = study.review
        review.role = self._desk.reviewer.role
        review.marks_changed.connect(lambda _edit: self._show() if review is self._review else None)
        review.layers.counted_changed.connect(lambda _layer: self._show())
        review.layers.dim_others(self._station.settings.text("marks/dimmed") == "yes")
        self._show()

    def _show(self) -> None:
        review = self._review
        if review is not None:
            self._button.show_use(review.layers.dims_others, review.layers.counted)

    def dim(self, is_dimmed: bool) -> None:
        """Draw the marks of others faintly, or as they are; remembered."""
        self._station.settings.put("marks/dimmed", "yes" if is_dimmed else "")
        if self._review is not None:
            self._review.layers.dim_others(is_dimmed)
            self._show()

    def count(self, layer: str) -> None:
        """Count this layer, and no other, in clusters and completeness."""
        if self._review is not None:
            self._review.layers.count(layer)

    # the final layer

    def take_selected(self) -> None:
        review = self._review
        if review is not None and review.selection.mark is not None:
            self.take(review.selection.mark)

    def take(self, mark: Annotation) -> None:
        """Take a mark of anybody into the final layer, or say why not."""
        review = self._review
        if review is None:
            return
        try:
            taken, reason = final_copy(
                mark, review.author, review.role, review.marks.within(mark.span.widened(1.0)), self._desk.vocabulary
            )
        except UsageError as refused:
            self._station.marks.toast.say(f"{refused.sentence} {refused.advice}")
            return
        review.acts.add(taken, reason)
        self._station.marks.toast.say("Taken into the final layer.", "Undo (Ctrl+Z)", self._undo)

    def _undo(self) -> None:
        self._station.actions["edit.undo"].trigger()
