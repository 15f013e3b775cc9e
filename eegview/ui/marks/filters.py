"""Two buttons above the list: which terms, and whose marks."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCheckBox, QMenu, QToolButton, QWidgetAction

from eegview.app.marks.layers import FINAL_LABEL, countable_layers, layer_text
from eegview.app.review.mark_texts import terms_in_use
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary

EVERYBODY = tr("All reviewers")
_FILE_TERM = "file_note"


class _MenuButton(QToolButton):
    """A flat button with its menu."""

    chosen = Signal()

    def __init__(self, object_name: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setToolTip(tip)
        self.setProperty("role", "filter")
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices = QMenu(self)
        self.setMenu(self.choices)

    def _add_title(self, text: str) -> None:
        title = self.choices.addAction(text)
        title.setEnabled(False)

    def _add_check(self, text: str, object_name: str, is_on: bool) -> QCheckBox:
        """Add a box that can be ticked without closing the menu."""
        box = QCheckBox(text.replace("&", "&&"))
        box.setObjectName(object_name)
        box.setChecked(is_on)
        box.setProperty("role", "menu")
        action = QWidgetAction(self.choices)
        action.setDefaultWidget(box)
        self.choices.addAction(action)
        return box


class TermsButton(_MenuButton):
    """A button with ticks for the terms that occur; none ticked = all."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__("marks.terms", "List only marks of some terms")
        self._vocabulary = vocabulary
        self._marks: Iterable[Annotation] = ()
        self.term_ids: frozenset[str] = frozenset()
        self.choices.aboutToShow.connect(self._fill)
        self._show()

    def count(self, marks: Iterable[Annotation]) -> None:
        """Store the marks; they are counted when the menu opens."""
        self._marks = marks

    def clear(self) -> None:
        self.term_ids = frozenset()
        self._show()

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Call the terms as another vocabulary does."""
        self._vocabulary = vocabulary
        self._show()

    def choose(self, term_id: str, is_on: bool) -> None:
        self.term_ids = self.term_ids | {term_id} if is_on else self.term_ids - {term_id}
        self._show()
        self.chosen.emit()

    def _label(self, term_id: str) -> str:
        term = self._vocabulary.term(term_id)
        return term.label if term else tr("File annotations") if term_id == _FILE_TERM else term_id

    def _show(self) -> None:
        chosen = sorted(map(self._label, self.term_ids))
        self.setText(tr("All terms") if not chosen else chosen[0] if len(chosen) == 1 else f"{len(chosen)} terms")

    def _fill(self) -> None:
        self.choices.clear()
        everything = QAction(tr("All terms"), self.choices)
        everything.setObjectName("marks.terms.all")
        everything.triggered.connect(self._choose_all)
        self.choices.addAction(everything)
        self.choices.addSeparator()
        counts = terms_in_use(self._marks)
        order = [term.term_id for term in self._vocabulary.terms]
        ids = sorted(counts.keys() | self.term_ids, key=lambda i: (order.index(i) if i in order else len(order), i))
        for term_id in ids:
            text = f"{self._label(term_id)}   {counts.get(term_id, 0)}"
            box = self._add_check(text, f"marks.terms.{term_id}", term_id in self.term_ids)
            box.toggled.connect(lambda is_on, i=term_id: self.choose(i, is_on))

    def _choose_all(self) -> None:
        self.clear()
        self.chosen.emit()


class LayerButton(_MenuButton):
    """A button that chooses whose marks are listed, and whose are shown on the page."""

    hidden_chosen = Signal(object)  # frozenset of layers taken off the page
    dimmed_chosen = Signal(bool)  # others' marks are drawn faintly
    counted_chosen = Signal(str)  # the one layer that is counted

    def __init__(self) -> None:
        super().__init__("marks.layer", "Whose marks are listed, whose are on the page, and whose are counted")
        self.layers: tuple[str, ...] = ()
        self.layers_listed: frozenset[str] = frozenset()
        self._hidden: frozenset[str] = frozenset()
        self._is_dimmed = False
        self._counted = ""
        self.choices.aboutToShow.connect(self._fill)
        self._show()

    def show_layers(self, layers: tuple[str, ...]) -> None:
        """Store which layers there are: the reviewer's own first, the recorder's last."""
        self.layers = layers

    def show_hidden(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden

    def show_use(self, is_dimmed: bool, counted: str) -> None:
        """Store whether others' marks are dimmed, and which layer is counted."""
        self._is_dimmed, self._counted = is_dimmed, counted

    def clear(self) -> None:
        self.layers_listed = frozenset()
        self._show()

    def choose(self, layer: str | None) -> None:
        """List one layer, None = everybody's."""
        self.layers_listed = frozenset({layer}) if layer else frozenset()
        self._show()
        self.chosen.emit()

    def _label(self, layer: str) -> str:
        if layer == FILE_LAYER:
            return tr("File annotations")
        if layer == FINAL_LAYER:
            return FINAL_LABEL
        return tr("Mine ({layer})", layer=layer) if self.layers and layer == self.layers[0] else layer

    def _show(self) -> None:
        self.setText(self._label(next(iter(self.layers_listed))) if self.layers_listed else EVERYBODY)

    def _fill(self) -> None:
        self.choices.clear()
        self._add_title(tr("In the list"))
        group = QActionGroup(self.choices)
        for layer in (None, *self.layers):
            action = QAction(self._label(layer) if layer else EVERYBODY, self.choices)
            action.setObjectName(f"marks.layer.{layer or 'all'}")
            action.setCheckable(True)
            action.setChecked(layer in self.layers_listed if layer else not self.layers_listed)
            action.triggered.connect(lambda _checked=False, one=layer: self.choose(one))
            group.addAction(action)
            self.choices.addAction(action)
        self.choices.addSeparator()
        self._add_title(tr("On the page"))
        for layer in self.layers:
            box = self._add_check(self._label(layer), f"marks.page.{layer}", layer not in self._hidden)
            box.toggled.connect(lambda is_on, one=layer: self._hide(one, not is_on))
        dimmed = self._add_check("Dim others' marks", "marks.dimmed", self._is_dimmed)
        dimmed.toggled.connect(self.dimmed_chosen)
        self._fill_counted()

    def _fill_counted(self) -> None:
        """Offer the layers to count, one at a time: whose count it is stands beside it."""
        self.choices.addSeparator()
        self._add_title(tr("Count from (clusters, completeness)"))
        group = QActionGroup(self.choices)
        author = self.layers[0] if self.layers else ""
        for layer in countable_layers(self.layers, author):
            action = QAction(layer_text(layer, author).replace("&", "&&"), self.choices)
            action.setObjectName(f"marks.counted.{layer}")
            action.setCheckable(True)
            action.setChecked(layer == self._counted)
            action.triggered.connect(lambda _checked=False, one=layer: self.counted_chosen.emit(one))
            group.addAction(action)
            self.choices.addAction(action)

    def _hide(self, layer: str, is_hidden: bool) -> None:
        self._hidden = self._hidden | {layer} if is_hidden else self._hidden - {layer}
        self.hidden_chosen.emit(self._hidden)
