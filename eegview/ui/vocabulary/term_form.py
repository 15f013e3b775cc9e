"""The fields of one term: what it is called, its key, its look, how long a new mark is."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QWidget

from eegview.app.themes import Theme
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.editing.draft_faults import key_holder
from eegview.model.text.language import tr
from eegview.model.vocabulary import Shape, Term
from eegview.ui.marks.delegate import swatch
from eegview.ui.page.marks_painter import PATTERNS
from eegview.ui.vocabulary.colour_field import ColourField
from eegview.ui.vocabulary.texts import LANE_TEXTS, PATTERN_TEXTS, SHAPE_TEXTS, lane_text

_MOST_S = 3600.0


class TermForm(QWidget):
    """Shows one term; emits a field and what it is to be. What a term of the program is cannot be changed."""

    changed = Signal(str, object)  # field of `TermChange`, value
    key_chosen = Signal(str)  # a digit, "" for none
    left = Signal()  # a field: what is typed next is another step

    def __init__(self) -> None:
        super().__init__()
        self._term: Term | None = None
        self._is_filling = False
        self.label, self.help, self.edf_text, self.hed, self.synonyms = (
            self._line(name, text)
            for name, text in (
                ("label", "Label"),
                ("help", "Explanation"),
                ("edf_text", "Text in EDF+ files"),
                ("hed", "HED tags"),
                ("synonyms", "Also understood as"),
            )
        )
        self.synonyms.setPlaceholderText(tr("texts of other programs, separated by commas"))
        self.key, self.pattern, self.shape, self.lane = (
            self._box(name, text)
            for name, text in (
                ("key", "Key"),
                ("pattern", "Pattern"),
                ("shape", "Extent of a mark"),
                ("lane", "Lane of the overview"),
            )
        )
        self.lane.setEditable(True)
        self.lane.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.colour = ColourField()
        self.duration = QDoubleSpinBox()
        self.duration.setObjectName("vocabulary.duration")
        self.duration.setAccessibleName(tr("Length of a new mark"))
        self.duration.setRange(0.0, _MOST_S)
        self.duration.setDecimals(1)
        self.duration.setSingleStep(0.5)
        self.duration.setSuffix(" s")
        self.stored = QLabel()
        self.stored.setObjectName("vocabulary.stored")
        self.stored.setProperty("role", "quiet")
        self._lay_out()
        self._connect()

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"vocabulary.{name}")
        line.setAccessibleName(text)
        line.editingFinished.connect(self.left)
        return line

    def _box(self, name: str, text: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"vocabulary.{name}")
        box.setAccessibleName(text)
        return box

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for caption, field in (
            ("&Label", self.label),
            ("&Key", self.key),
            ("&Colour", self.colour),
            ("&Pattern", self.pattern),
            ("E&xtent", self.shape),
            ("La&ne", self.lane),
            (tr("Ne&w mark"), self.duration),
            ("Explanati&on", self.help),
            (tr("&Text in EDF+"), self.edf_text),
            (tr("HED ta&gs"), self.hed),
            (tr("Also &understood"), self.synonyms),
            (tr("Stored as"), self.stored),
        ):
            form.addRow(caption, field)

    def _connect(self) -> None:
        for field, line in (("label", self.label), ("help", self.help), ("edf_text", self.edf_text), ("hed", self.hed)):
            line.textEdited.connect(lambda text, name=field: self.changed.emit(name, text))
        self.synonyms.textEdited.connect(self._synonyms_typed)
        self.key.activated.connect(lambda _row: self.key_chosen.emit(str(self.key.currentData())))
        self.colour.chosen.connect(lambda colour: self.changed.emit("colour", colour))
        self.pattern.activated.connect(lambda _row: self.changed.emit("pattern", self.pattern.currentData()))
        self.shape.activated.connect(lambda _row: self.changed.emit("shape", self.shape.currentData()))
        self.lane.textActivated.connect(self._lane_chosen)
        line = self.lane.lineEdit()
        assert line is not None
        line.setAccessibleName(tr("Lane of the overview"))
        line.editingFinished.connect(lambda: self._lane_chosen(self.lane.currentText()))
        self.duration.valueChanged.connect(self._duration_chosen)

    # what is shown

    def show_term(
        self, draft: VocabularyDraft, term: Term, key_owners: Mapping[str, str], theme: Theme, is_new: bool
    ) -> None:
        """Show a term as it will be; a field that is being typed into stays as it is.

        key_owners : titles of commands that have a digit
        theme : in which patterns are shown
        is_new : it is not on disk yet, so that no mark can be of it
        """
        self._is_filling = True
        is_own = draft.is_own(term.term_id)
        is_another, self._term = self._term is None or self._term.term_id != term.term_id, term
        said = draft.extension.change_of(term.term_id)
        added = said.synonyms if said is not None else ()
        for line, text in (
            (self.label, term.label),
            (self.help, term.help),
            (self.edf_text, term.edf_text),
            (self.hed, term.hed),
            (self.synonyms, ", ".join(added)),
        ):
            if is_another or not line.hasFocus():
                line.setText(text)
                line.setCursorPosition(0)
        self.label.setPlaceholderText(term.term_id)
        self._fill_keys(term, draft.vocabulary.offered, key_owners)
        self.colour.show_colour(term.colour)
        self._fill_patterns(term, theme)
        self._fill(self.shape, [(text, shape) for shape, text in SHAPE_TEXTS.items()], term.shape)
        lanes = list(dict.fromkeys([*LANE_TEXTS, *(other.lane for other in draft.vocabulary.terms)]))
        self._fill(self.lane, [(lane_text(lane), lane) for lane in lanes], term.lane)
        self.duration.setValue(term.default_duration_s)
        self.stored.setText(term.term_id)
        self.shape.setEnabled(is_own and is_new)
        self.lane.setEnabled(is_own)
        self.edf_text.setEnabled(is_own)
        self.hed.setEnabled(is_own)
        self.duration.setEnabled(term.shape is not Shape.POINT)
        fixed = "" if is_own else "Fixed: the program counts, scores and exports by it"
        self.shape.setToolTip(
            fixed or ("" if is_new else tr("Fixed once it is saved: marks may have been made with it"))
        )
        self.lane.setToolTip(fixed)
        self.hed.setToolTip(fixed or tr("Tags of the HED library schema SCORE, separated by commas; empty = none fits"))
        self.edf_text.setToolTip(fixed or tr("What EDF+ and other formats with one text a mark say for it"))
        self.duration.setToolTip(tr("A mark of a moment has no length") if term.shape is Shape.POINT else "")
        self._is_filling = False

    def _fill(self, box: QComboBox, items: list[tuple[str, object]], current: object) -> None:
        box.clear()
        for text, value in items:
            box.addItem(text, value)
        box.setCurrentIndex(next((row for row, (_text, value) in enumerate(items) if value == current), -1))

    def _fill_keys(self, term: Term, terms: Sequence[Term], key_owners: Mapping[str, str]) -> None:
        items: list[tuple[str, object]] = [("none", "")]
        for key in "1234567890":
            holder = key_holder(term.term_id, key, terms, key_owners)
            items.append((f"{key}   ({holder})" if holder else key, key))
        self._fill(self.key, items, term.key)

    def _fill_patterns(self, term: Term, theme: Theme) -> None:
        self._fill(self.pattern, [(text, name) for name, text in PATTERN_TEXTS.items()], term.pattern)
        side_px = self.fontMetrics().ascent()
        self.pattern.setIconSize(QSize(side_px, side_px))
        colour = QColor(theme.mark_colour(term.colour))
        for row, name in enumerate(PATTERN_TEXTS):
            self.pattern.setItemIcon(row, swatch(colour, PATTERNS[name], side_px, self.devicePixelRatioF()))

    # what was done

    def _lane_chosen(self, text: str) -> None:
        row = self.lane.findText(text)
        lane = str(self.lane.itemData(row)) if row >= 0 else "_".join(text.casefold().split())
        if self._term is not None and self.lane.isEnabled() and lane and lane != self._term.lane:
            self.changed.emit("lane", lane)

    def _duration_chosen(self, duration_s: float) -> None:
        if not self._is_filling:
            self.changed.emit("default_duration_s", round(duration_s, 1))

    def _synonyms_typed(self, text: str) -> None:
        words = (" ".join(word.split()).casefold() for word in text.split(","))
        self.changed.emit("synonyms", tuple(dict.fromkeys(word for word in words if word)))
