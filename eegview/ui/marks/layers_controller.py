"""Layers in the window: hidden, dimmed, counted one at a time, and what is taken into the final one."""

from PySide6.QtCore import QObject

from eegview.app.marks.layers import final_copy
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.ui.marks.filters import LayerButton
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy


class LayersController(QObject):
    """Wires the choice of layers to the review of one open study."""

    def __init__(self, context: Context, study: OpenStudy, panel: MarksPanel) -> None:
        super().__init__(study.scope)
        self._context, self._review = context, study.review
        self._button: LayerButton = panel.list.layer
        self._button.hidden_chosen.connect(self.hide)
        self._button.dimmed_chosen.connect(self.dim)
        self._button.counted_chosen.connect(self.count)
        context.actions.connect(
            {"layer.take_final": self.take_selected, "mark.file_notes": self._switch_file_notes}, study.scope
        )
        review, while_open = study.review, study.scope.while_open
        review.role = context.studies.reviewer.role
        review.marks_changed.connect(while_open(lambda _edit: self._show_use()))
        review.layers.counted_changed.connect(while_open(lambda _layer: self._show_use()))
        is_hidden = context.settings.text("marks/hidden") == FILE_LAYER
        self.hide(frozenset({FILE_LAYER}) if is_hidden else frozenset())
        review.layers.dim_others(context.settings.text("marks/dimmed") == "yes")
        self._show_use()

    def _show_use(self) -> None:
        self._button.show_use(self._review.layers.dims_others, self._review.layers.counted)

    # on the page

    def hide(self, layers: frozenset[str]) -> None:
        """Take these layers off the page, the others are shown; whether the recorder's are is remembered."""
        self._review.layers.hide(layers)
        self._button.show_hidden(layers)
        self._context.settings.put("marks/hidden", FILE_LAYER if FILE_LAYER in layers else "")
        self._context.actions.set_checked("mark.file_notes", FILE_LAYER not in layers)

    def _switch_file_notes(self) -> None:
        self.hide(self._review.layers.hidden ^ {FILE_LAYER})

    def dim(self, is_dimmed: bool) -> None:
        """Draw the marks of others faintly, or as they are; remembered."""
        self._context.settings.put("marks/dimmed", "yes" if is_dimmed else "")
        self._review.layers.dim_others(is_dimmed)
        self._show_use()

    def count(self, layer: str) -> None:
        """Count this layer, and no other, in clusters and completeness."""
        self._review.layers.count(layer)

    # the final layer

    def take_selected(self) -> None:
        """Take the selected mark into the final layer."""
        if self._review.selection.mark is not None:
            self.take(self._review.selection.mark)

    def take(self, mark: Annotation) -> None:
        """Take a mark of anybody into the final layer, or say why not."""
        review = self._review
        beside = review.marks.within(mark.span.widened(1.0))
        try:
            taken, reason = final_copy(mark, review.author, review.role, beside, self._context.studies.vocabulary)
        except UsageError as refused:
            self._context.say(f"{refused.sentence} {refused.advice}")
            return
        review.acts.add(taken, reason)
        self._context.say("Taken into the final layer.", "Undo (Ctrl+Z)", self._context.actions["edit.undo"].trigger)
