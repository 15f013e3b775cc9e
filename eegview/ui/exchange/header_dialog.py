"""The dialog that shows the header of an EDF or BDF file and writes a copy with a changed one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.exchange.header_editing import (
    MAIN_TITLES,
    SIGNAL_TITLES,
    WIDTHS,
    EdfHeaderTexts,
    FieldKey,
    problems_of,
    with_start_date,
)
from eegview.model.text.language import tr
from eegview.ui.exchange.header_table import HeaderTable, plain_edit
from eegview.ui.widgets.focus_return import asking_window

_OF_PATIENT = ("patient", "recording")
_NOTE = tr("The recording itself is never changed: a copy is written, its samples byte for byte the same.")


class HeaderDialog(QDialog):
    """Fields that can be typed over, what differs from the original, and what cannot stand there.

    hides_patient : the fields of patient and recording are not shown and stay as they are
    folder, name : where and under which name the copy is proposed
    """

    save_asked = Signal(str, object)  # path, EdfHeaderTexts
    cancel_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        original: EdfHeaderTexts,
        hides_patient: bool,
        folder: Path,
        name: str,
        ask_for_path: Callable[[QWidget, str, str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Edit header of a copy"))
        self._original = self._header = original
        self._folder, self._name = folder, name
        self._ask_for_path = ask_for_path or _asked_path
        self._is_writing = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self._show)
        self.main: dict[str, QLineEdit] = {}
        layout = QVBoxLayout(self)
        layout.addWidget(self._label("header.note", _NOTE))
        layout.addLayout(self._main_fields(hides_patient))
        signals = tuple(number for number in range(original.n_signals) if not original.is_annotations(number))
        self.table = HeaderTable(SIGNAL_TITLES, WIDTHS, signals)
        self.table.typed.connect(self._typed_in_table)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._tools())
        self.changes = QPlainTextEdit()
        self.changes.setObjectName("header.changes")
        self.changes.setAccessibleName(tr("What will differ in the copy"))
        self.changes.setReadOnly(True)
        self.changes.setFixedHeight(self.fontMetrics().height() * 6)
        self.changes.setPlaceholderText(tr("Nothing is changed yet. Double-click a field, or type over it."))
        layout.addWidget(self.changes)
        self.outcome = self._label("header.outcome", "")
        layout.addWidget(self.outcome)
        self.bar = QProgressBar()
        self.bar.setObjectName("header.progress")
        self.bar.setRange(0, 100)
        self.bar.hide()
        layout.addWidget(self.bar)
        layout.addWidget(self._buttons())
        self._show()
        self.table.resizeColumnsToContents()
        letter_px, line_px = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        room = self.screen().availableGeometry()
        self.resize(min(letter_px * 130, room.width() - 40), min(line_px * 44, room.height() - 80))

    # the form

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _main_fields(self, hides_patient: bool) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, title in MAIN_TITLES.items():
            if hides_patient and name in _OF_PATIENT:
                continue
            edit = plain_edit(None, WIDTHS[name])
            edit.setObjectName(f"header.{name}")
            edit.setAccessibleName(title)
            edit.editingFinished.connect(self._main_typed)
            self.main[name] = edit
            form.addRow(title, edit)
        if hides_patient:
            form.addRow(tr("Patient"), QLabel(tr("Hidden; stays as it is")))
        return form

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        stack = self.undo_stack
        for name, title, key, act, possible in (
            ("undo", tr("Undo"), QKeySequence.StandardKey.Undo, stack.undo, stack.canUndoChanged),
            ("redo", tr("Redo"), QKeySequence.StandardKey.Redo, stack.redo, stack.canRedoChanged),
        ):
            button = QPushButton(title)
            button.setObjectName(f"header.{name}")
            button.setAutoDefault(False)
            button.setShortcut(QKeySequence(key))
            button.clicked.connect(act)
            button.setEnabled(False)
            possible.connect(button.setEnabled)
            row.addWidget(button)
        self.fill = QPushButton(tr("Same for all channels"))
        self.fill.setObjectName("header.fill")
        self.fill.setAutoDefault(False)
        self.fill.setToolTip(tr("Copy the selected field to all channels"))
        self.fill.clicked.connect(self._fill_column)
        row.addWidget(self.fill)
        row.addStretch(1)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = buttons.addButton(tr("Save copy…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setObjectName("header.save")
        self.save.clicked.connect(self.choose_file)
        self.cancel: QPushButton = buttons.addButton(tr("Cancel copying"), QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel.setObjectName("header.cancel")
        self.cancel.clicked.connect(self.cancel_asked)
        self.cancel.hide()
        buttons.rejected.connect(self.reject)
        for button in (self.save, self.cancel, buttons.button(QDialogButtonBox.StandardButton.Close)):
            button.setAutoDefault(False)  # Enter ends the typing in a field, no more
        return buttons

    # typing

    @property
    def header(self) -> EdfHeaderTexts:
        """Return the header as it stands."""
        return self._header

    def change(self, texts: dict[FieldKey, str], title: str) -> None:
        """Change fields as one step that can be undone."""
        changed = with_start_date(self._header.changed(texts), self._original)
        if changed != self._header:
            self.undo_stack.push(_Step(self, self._header, changed, title))

    def use(self, header: EdfHeaderTexts) -> None:
        """Take a header as it stands at a step."""
        self._header = header

    def _main_typed(self) -> None:
        texts = {FieldKey(name): edit.text() for name, edit in self.main.items() if edit.isModified()}
        for edit in self.main.values():
            edit.setModified(False)
        self.change(texts, "main field")

    def _typed_in_table(self, name: str, signal: int, text: str) -> None:
        self.change({FieldKey(name, signal): text}, SIGNAL_TITLES[name])

    def _fill_column(self) -> None:
        current = self.table.current_field
        if current is not None:
            name, signal = current
            text = self._header.text(FieldKey(name, signal))
            self.change({FieldKey(name, one): text for one in self.table.signals}, f"{SIGNAL_TITLES[name]} of all")

    def _show(self, _index: int = 0) -> None:
        header = self._header
        problems = problems_of(header, self._original)
        for name, edit in self.main.items():
            edit.setText(header.text(FieldKey(name)))
            edit.setToolTip(problems.get(FieldKey(name), ""))
        keys = [(name, signal) for signal in self.table.signals for name in SIGNAL_TITLES]
        self.table.show_texts(
            {key: header.text(FieldKey(*key)) for key in keys},
            {(key.name, key.signal): problem for key, problem in problems.items() if key.signal is not None},
        )
        changes = header.changes_from(self._original)
        shown = [change for change in changes if change.key.signal is not None or change.key.name in self.main]
        lines = [
            f"⚠ {change.title}: {problems[change.key]}"
            if change.key in problems
            else f"{change.title}: “{change.before}” → “{change.after}”"
            for change in sorted(shown, key=lambda change: change.key not in problems)
        ]
        self.changes.setPlainText("\n".join(lines))
        self.save.setEnabled(bool(changes) and not problems and not self._is_writing)

    # the copy

    def choose_file(self) -> None:
        """Ask for a place and have the copy written."""
        ending = ".edf" if self._original.sample_bytes == 2 else ".bdf"
        path = self._ask_for_path(self, str(self._folder / f"{self._name}_copy{ending}"), f"*{ending}")
        if path:
            self.save_asked.emit(path if path.lower().endswith(ending) else path + ending, self._header)

    def show_writing(self) -> None:
        """Show that the copy is being written, and the way to stop it."""
        self._is_writing = True
        self.outcome.clear()
        self.bar.setValue(0)
        self.bar.show()
        self.cancel.show()
        self.save.setEnabled(False)

    def show_share(self, share: float) -> None:
        self.bar.setValue(round(share * 100))

    def show_outcome(self, sentences: tuple[str, ...]) -> None:
        """Show what was written, or why nothing was."""
        self._is_writing = False
        self.bar.hide()
        self.cancel.hide()
        self.outcome.setText("\n".join(sentences))
        self._show()


class _Step(QUndoCommand):
    """One change of the header."""

    def __init__(self, dialog: HeaderDialog, before: EdfHeaderTexts, after: EdfHeaderTexts, title: str) -> None:
        super().__init__(title)
        self._dialog, self._before, self._after = dialog, before, after

    def undo(self) -> None:
        self._dialog.use(self._before)

    def redo(self) -> None:
        self._dialog.use(self._after)


def _asked_path(parent: QWidget, proposed: str, pattern: str) -> str:
    path, _ = QFileDialog.getSaveFileName(asking_window(parent), tr("Save copy"), proposed, f"{pattern} ({pattern})")
    return path
