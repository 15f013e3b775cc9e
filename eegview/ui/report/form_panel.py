"""The form of the report: sections at the left, the items of the one chosen beside them."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.app.report.form import FormField, FormSection
from eegview.model.text.language import tr
from eegview.ui.report.field_row import FieldRow
from eegview.ui.report.section_list import SectionList
from eegview.ui.report.texts import IMPRESSION, OPEN, can_answer, counts_text, form_text, state_of

_LIST_CHARACTERS, _LEAST_CHARACTERS, _FORM_CHARACTERS = 33, 20, 38


class FormPanel(QWidget):
    """Answers are given away at once; what is shown is what the study holds.

    answered, remarked : field id, the answer or what is said beside a choice
    not_assessed : field ids, whether they are answered so now
    followed : an address
    """

    answered = Signal(str, str)
    remarked = Signal(str, str)
    not_assessed = Signal(tuple, bool)
    followed = Signal(str)
    section_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report.form")
        self.sections: tuple[FormSection, ...] = ()
        self.rows: dict[str, FieldRow] = {}
        self.list = SectionList()
        self.count, self.saved = QLabel(), QLabel()
        self.count.setObjectName("report.count")
        self.count.setProperty("role", "strong")
        self.count.setWordWrap(True)
        self.quality = QLabel()
        self.quality.setObjectName("report.quality")
        self.quality.setProperty("role", "quiet")
        self.quality.setWordWrap(True)
        self.quality.hide()
        self.saved.setObjectName("report.saved")
        self.saved.setProperty("role", "quiet")
        self.saved.setWordWrap(True)
        self.next_open = QPushButton(tr("Next open item"))
        self.next_open.setObjectName("report.next_open.button")
        self.next_open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = self._left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 4, 8)
        for widget in (self.count, self.quality, self.saved, self.next_open):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.title, self.help = QLabel(), QLabel()
        self.title.setObjectName("report.section.title")
        self.title.setProperty("role", "title")
        self.help.setObjectName("report.section.counts")
        self.help.setProperty("role", "quiet")
        for label in (self.title, self.help):
            label.setWordWrap(True)
        self.rest = QPushButton(tr("Rest: not assessed"))
        self.rest.setObjectName("report.rest.button")
        self.rest.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self._fields = QVBoxLayout(self._body)
        self._fields.setContentsMargins(8, 8, 12, 8)
        self._fields.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self.help, 1)
        head.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignTop)
        self._fields.addWidget(self.title)
        self._fields.addLayout(head)
        self._fields.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("report.form.area")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left, 3)
        layout.addWidget(self.area, 4)
        self.list.chosen.connect(self.show_section)
        self._fit()

    def _fit(self) -> None:
        """Be wide enough for what the form holds, in letters of their size now: nothing is cut at its right."""
        letter_px = self.fontMetrics().averageCharWidth()
        self._left.setMinimumWidth(letter_px * _LEAST_CHARACTERS)
        self._left.setMaximumWidth(letter_px * _LIST_CHARACTERS)
        held_px = self._body.minimumSizeHint().width() + self.area.verticalScrollBar().sizeHint().width()
        self.area.setMinimumWidth(max(letter_px * _FORM_CHARACTERS, held_px))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        return super().event(event)

    # what is shown

    def show_sections(self, sections: Sequence[FormSection]) -> None:
        """Show what is known and said now; the section shown and the keyboard stay where they are."""
        self.sections = tuple(sections)
        self.list.show_sections(self.sections)
        self.count.setText(form_text(self.sections))
        section = self.section
        if section is None:
            if self.sections:
                self.show_section(self.sections[0].section_id)
            else:
                self._forget()
            return
        if self._shape(section.fields) != self._shape([row.field for row in self.rows.values()]):
            self._build(section)
            return
        for field in section.fields:
            self.rows[field.field_id].show_field(field)
        self._show_counts(section)

    def show_quality(self, text: str) -> None:
        """Show how many of the indicators of quality are given, "" for a template without them."""
        self.quality.setText(text)
        self.quality.setVisible(bool(text))

    @property
    def section(self) -> FormSection | None:
        """Return the section whose items are shown."""
        return next((one for one in self.sections if one.section_id == self.list.section_id), None)

    def show_section(self, section_id: str) -> None:
        """Show the items of a section from the first."""
        self.save()
        self.list.choose(section_id)
        section = self.section
        if section is not None:
            self._build(section)
            self.area.verticalScrollBar().setValue(0)
            self.section_shown.emit(section_id)

    def step_section(self, steps: int) -> None:
        """Show the next section, or the one before, with the keyboard on its first item."""
        ids = [one.section_id for one in self.sections]
        if ids and self.section is not None:
            self.show_section(ids[(ids.index(self.list.section_id) + steps) % len(ids)])
            self.focus_first()

    @staticmethod
    def _shape(fields: Sequence[FormField]) -> list[tuple[str, str, str, object]]:
        return [(field.field_id, field.label, field.kind, field.choices) for field in fields]

    def _forget(self) -> None:
        """Show nothing of a study that is closed."""
        self._drop_rows()
        for label in (self.title, self.help, self.count, self.saved, self.quality):
            label.clear()

    def _drop_rows(self) -> None:
        for row in self.rows.values():
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self.rows = {}

    def _build(self, section: FormSection) -> None:
        self._drop_rows()
        for field in section.fields:
            row = FieldRow(field, section.section_id == IMPRESSION)
            row.answered.connect(self.answered)
            row.remarked.connect(self.remarked)
            row.not_assessed.connect(lambda field_id, is_on: self.not_assessed.emit((field_id,), is_on))
            row.followed.connect(self.followed)
            row.finished.connect(self._after)
            self.rows[field.field_id] = row
            self._fields.insertWidget(self._fields.count() - 1, row)
        self._fit()
        answers = [row.answer for row in self.rows.values()]
        for before, after in pairwise((self.list, *answers)):
            QWidget.setTabOrder(before, after)
        self.title.setText(section.title)
        self._show_counts(section)

    def _show_counts(self, section: FormSection) -> None:
        self.help.setText(counts_text(section.fields))
        self.rest.setVisible(any(state_of(field) == OPEN for field in section.fields))

    # the keyboard

    @property
    def current(self) -> FieldRow | None:
        """Return the item that has the keyboard."""
        widget = QApplication.focusWidget()
        return next((row for row in self.rows.values() if widget is not None and row.isAncestorOf(widget)), None)

    def focus_first(self) -> None:
        """Put the keyboard on the first open item of the section, else on its first."""
        rows = [row for row in self.rows.values() if can_answer(row.field)]
        target = next((row for row in rows if state_of(row.field) == OPEN), rows[0] if rows else None)
        if target is not None:
            self._focus(target)
        else:
            self.list.setFocus()

    def _focus(self, row: FieldRow) -> None:
        row.take_focus()
        QTimer.singleShot(0, row, lambda: self._show_row(row))  # once it has its place

    def _show_row(self, row: FieldRow) -> None:
        middle_px, half_px = row.geometry().center().y(), row.height() // 2
        self.area.ensureVisible(0, middle_px, 0, half_px + 24)

    def _after(self) -> None:
        """Go on to the next item of the section."""
        rows, current = [row for row in self.rows.values() if can_answer(row.field)], self.current
        if current in rows[:-1]:
            self._focus(rows[rows.index(current) + 1])

    def go_to_open(self, steps: int) -> bool:
        """Go to the next open item of the form, or the one before; returns whether there is one."""
        self.save()
        all_fields = [(one.section_id, f) for one in self.sections for f in one.fields if can_answer(f)]
        current, ids = self.current, [field.field_id for _section, field in all_fields]
        here = ids.index(current.field.field_id) if current is not None and current.field.field_id in ids else None
        if here is None:
            section = self.list.section_id
            here = next((i for i, (one, _f) in enumerate(all_fields) if one == section), 0) - (steps > 0)
        n = len(all_fields)
        for step in range(1, n + 1):
            section_id, field = all_fields[(here + step * steps) % n]
            if state_of(field) == OPEN and (current is None or field.field_id != current.field.field_id):
                if section_id != self.list.section_id:
                    self.show_section(section_id)
                self._focus(self.rows[field.field_id])
                return True
        return False

    def switch_not_assessed(self) -> None:
        """Answer the item that has the keyboard: not assessed; once more: take it back."""
        row = self.current
        if row is not None and can_answer(row.field):
            self.not_assessed.emit((row.field.field_id,), not row.none.isChecked())

    def rest_not_assessed(self) -> None:
        """Answer every open item of the section: not assessed."""
        self.save()
        section = self.section
        ids = tuple(f.field_id for f in section.fields if state_of(f) == OPEN and can_answer(f)) if section else ()
        if ids:
            self.not_assessed.emit(ids, True)

    def save(self) -> None:
        """Emit what is being typed."""
        for row in self.rows.values():
            row.save()
