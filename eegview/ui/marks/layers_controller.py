"""Layers in the window: hidden, dimmed, counted one at a time, and what is taken into the final one."""

from PySide6.QtCore import QObject

from eegview.app.marks.layers import SameEventStands, copy_plan, final_copy
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, FINAL_ROLE, Annotation
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.ui.marks.event_copies import EventCopies
from eegview.ui.marks.filters import LayerButton
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy


class LayersController(QObject):
    """Wires the choice of layers to the review of one open study."""

    def __init__(self, context: Context, study: OpenStudy, panel: MarksPanel, copies: EventCopies) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._review, self._copies = context, study, study.review, copies
        self._button: LayerButton = panel.list.layer
        self._button.hidden_chosen.connect(self.hide)
        self._button.dimmed_chosen.connect(self.dim)
        self._button.counted_chosen.connect(self.count)
        context.actions.connect(
            {
                "layer.take_final": self.take_selected,
                "layer.take_all": self.take_all,
                "mark.copy_all": self.copy_all,
                "mark.file_notes": self._switch_file_notes,
            },
            study.scope,
        )
        review, while_open = study.review, study.scope.while_open
        review.role = context.studies.reviewer.role
        review.marks_changed.connect(while_open(lambda _edit: self._show_use()))
        review.layers.changed.connect(while_open(self._show_hidden))
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
        self._show_hidden(layers)

    def _show_hidden(self, layers: frozenset[str]) -> None:
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
        mark = selected_in_sight(self._context, self._study, "add it to the final layer")
        if mark is not None:
            self.take(mark)

    def take(self, mark: Annotation) -> None:
        """Take a mark of anybody into the final layer, ask where its event stands there, or say why not."""
        review, vocabulary = self._review, self._context.studies.vocabulary
        beside, rule = self._copies.around(mark), review.layers.same_event
        try:
            taken, reason = final_copy(mark, review.author, review.role, beside, vocabulary, rule)
        except SameEventStands as stands:
            self._copies.ask(stands.copied, stands.reason, stands.standing)
        except UsageError as refused:
            self._context.say(f"{refused.sentence} {refused.advice}")
        else:
            self._copies.add(taken, reason, "Added to the final layer.")

    def take_all(self) -> None:
        """Take what is listed into the final layer, each event once; asks once, with counts."""
        if self._review.role == FINAL_ROLE:
            self._copy_listed(FINAL_LAYER, "added together from the marks list")
        else:
            self._context.say(
                tr(
                    "Only a {final_role} can change the final layer; your role is {role}.",
                    final_role=FINAL_ROLE,
                    role=self._review.role,
                )
            )

    def copy_all(self) -> None:
        """Copy what is listed to the reviewer's own marks, each event once; asks once, with counts."""
        self._copy_listed(self._review.author, "copied together from the marks list")

    def _copy_listed(self, layer: str, reason: str) -> None:
        review = self._review
        listed, rule = review.marks.filtered(review.selection.filter), review.layers.same_event
        plan = copy_plan(listed, review.marks, layer, review.author, self._context.studies.vocabulary, rule)
        self._copies.ask_for_all(plan, layer, reason)
