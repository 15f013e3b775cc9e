"""Start a training: which set, which mode, how many items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eegview.app.training.cases.set_facts import SUFFIX
from eegview.model.text.language import tr
from eegview.model.training.answer import EXAM, LEARN, MODES, POST_TEST, PRE_TEST
from eegview.ui.training.remembered import LEAST_ITEMS, MOST_ITEMS, KnownSet
from eegview.ui.training.set_preview import SetPreview

_MODES = {
    LEARN: (tr("Learn"), tr("Feedback after every item; missed categories come back.")),
    EXAM: (tr("Exam"), tr("No feedback; the result comes at the end.")),
    PRE_TEST: ("Pre-test", ""),
    POST_TEST: ("Post-test", ""),
}


class StartDialog(QDialog):
    """Asks for a set and a mode; it opens nothing itself.

    set_chosen : the path of a set whose description is wanted
    started : (path, mode, number of items, begin anew, a repeat of a test is meant)
    shipped_asked : the set that comes with the program is to be made
    making_cancelled : … no longer
    """

    set_chosen = Signal(object)
    started = Signal(object, str, int, bool, bool)
    shipped_asked = Signal()
    making_cancelled = Signal()

    def __init__(self, parent: QWidget, mode: str, n_items: int) -> None:
        super().__init__(parent)
        self._preview: SetPreview | None = None
        self._starts_when_read = False
        self.setObjectName("training.start.dialog")
        self.setWindowTitle(tr("Start training"))
        self.sets = QListWidget()
        self.sets.setObjectName("training.sets")
        self.sets.setAccessibleName(tr("Case sets"))
        self.sets.currentItemChanged.connect(self._chosen)
        self.file = QPushButton(tr("Choose a file…"))
        self.file.setObjectName("training.choose_file")
        self.file.setAutoDefault(False)
        self.file.clicked.connect(self._ask_file)
        self.about = QLabel()
        self.about.setObjectName("training.about")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setMinimumHeight(self.fontMetrics().height() * 6)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.progress = QProgressBar()
        self.progress.setObjectName("training.making")
        self.progress.setAccessibleName(tr("Making the set"))
        self.cancel_making = QPushButton(tr("Stop"))
        self.cancel_making.setObjectName("training.making.cancel")
        self.cancel_making.setAutoDefault(False)
        self.cancel_making.clicked.connect(lambda _checked=False: self.making_cancelled.emit())
        self._group = QButtonGroup(self)
        self.modes: dict[str, QRadioButton] = {}
        self.notes: dict[str, QLabel] = {}
        self.number = QSpinBox()
        self.number.setObjectName("training.n_items")
        self.number.setRange(LEAST_ITEMS, MOST_ITEMS)
        self.number.setValue(n_items)
        self.number.setAccessibleName(tr("Number of items"))
        self.anew = QCheckBox(tr("Start again; what was answered stays"))
        self.anew.setObjectName("training.anew")
        self.repeat = QCheckBox(tr("Do the test again; it is recorded as a repeat"))
        self.repeat.setObjectName("training.repeat")
        self.repeat.toggled.connect(lambda _on: self._fit())
        self.left = QLabel()
        self.left.setObjectName("training.left")
        self.left.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self.buttons.addButton(tr("Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setObjectName("training.start.button")
        self.start.setDefault(True)
        self.buttons.accepted.connect(self._start)
        self.buttons.rejected.connect(self.close)
        self._lay_out(mode)
        self.show_making(None)
        self._fit()
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 92, metrics.height() * 34)

    def _lay_out(self, mode: str) -> None:
        below = QHBoxLayout()
        below.addWidget(self.file)
        below.addWidget(self.progress, 1)
        below.addWidget(self.cancel_making)
        below.addStretch(0)
        form = QFormLayout()
        for one in MODES:
            words, note = _MODES[one]
            button, label = QRadioButton(words), QLabel(note)
            button.setObjectName(f"training.mode.{one}")
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
            self._group.addButton(button)
            self.modes[one], self.notes[one] = button, label
            form.addRow(button, label)
        self.modes[mode].setChecked(True)
        self._group.buttonToggled.connect(lambda _button, _on: self._fit())
        self.anew.toggled.connect(lambda _on: self._fit())
        form.addRow(tr("Items"), self.number)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self.sets, 1)
        layout.addLayout(below)
        layout.addWidget(self.about)
        layout.addLayout(form)
        layout.addWidget(self.left)
        layout.addWidget(self.anew)
        layout.addWidget(self.repeat)
        layout.addWidget(self.buttons)

    # sets

    def show_sets(self, shipped: Path | None, shipped_text: str, known: Sequence[KnownSet]) -> None:
        """Offer the set that comes with the program, and those used before; the one used last is chosen.

        shipped : None while it was not made here
        """
        self.sets.blockSignals(True)
        self.sets.clear()
        self._add(shipped, shipped_text)
        for one in known:
            if one.path != shipped:
                self._add(one.path, f"{one.title}  —  {one.path.name}")
        wanted = known[0].path if known else shipped
        rows = [self._path_of(self.sets.item(row)) for row in range(self.sets.count())]
        self.sets.blockSignals(False)
        self.sets.setCurrentRow(rows.index(wanted) if wanted in rows else 0)

    def _add(self, path: Path | None, text: str) -> None:
        item = QListWidgetItem(text, self.sets)
        item.setData(Qt.ItemDataRole.UserRole, str(path) if path is not None else "")

    @staticmethod
    def _path_of(item: QListWidgetItem | None) -> Path | None:
        text = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        return Path(text) if text else None

    @property
    def path(self) -> Path | None:
        """Return the set that is chosen, None while it is the one still to be made."""
        return self._path_of(self.sets.currentItem())

    def choose_file(self, path: Path) -> None:
        """Add a set of one's own, and choose it."""
        for row in range(self.sets.count()):
            if self._path_of(self.sets.item(row)) == path:
                self.sets.setCurrentRow(row)
                return
        self._add(path, path.name)
        self.sets.setCurrentRow(self.sets.count() - 1)

    def _ask_file(self) -> None:
        text, _kind = QFileDialog.getOpenFileName(
            self, tr("Choose a case set"), "", tr("Case sets (*{suffix})", suffix=SUFFIX)
        )
        if text:
            self.choose_file(Path(text))

    def _chosen(self, _item: QListWidgetItem | None) -> None:
        self._preview = None
        path = self.path
        if path is not None:
            self.about.setText(tr("Reading …"))
            self.set_chosen.emit(path)
        else:
            self.about.setText(
                tr(
                    "It is made on this computer the first time, in about a minute, from simulated infants of varied"
                    " severity. “Start” makes it."
                )
            )
        self._fit()

    # what is known

    def show_preview(self, preview: SetPreview) -> None:
        """Show the description of the chosen set."""
        if preview.path == self.path:
            self._preview = preview
            self.about.setText(f"{preview.title}\n{preview.about}")
            self._fit()
            starts, self._starts_when_read = self._starts_when_read, False
            if starts and self.start.isEnabled():
                self._start()

    def start_when_read(self) -> None:
        """Start with the chosen set as soon as its description is there, where the mode allows it."""
        self._starts_when_read = True

    def show_error(self, path: Path, text: str) -> None:
        """Show why the chosen set cannot be opened."""
        if path == self.path:
            self.about.setText(text)
            self._fit()

    def show_making(self, share: float | None) -> None:
        """Show how far the set is (0-1) that comes with the program, None while it is not being made."""
        self.progress.setVisible(share is not None)
        self.cancel_making.setVisible(share is not None)
        if share is not None:
            self.progress.setValue(round(100 * share))
        self.sets.setEnabled(share is None)
        self.file.setEnabled(share is None)
        self._fit()

    @property
    def mode(self) -> str:
        return next((mode for mode, button in self.modes.items() if button.isChecked()), LEARN)

    def _fit(self) -> None:
        """Enable what can be done with this set in this mode."""
        preview, mode = self._preview, self.mode
        is_test = mode in (PRE_TEST, POST_TEST)
        for test in (PRE_TEST, POST_TEST):
            self.notes[test].setText(preview.tests[test].text if preview is not None else "")
        state = preview.tests[mode] if preview is not None and is_test else None
        self.repeat.setVisible(state is not None and state.may_repeat)
        left = preview.left.get(mode) if preview is not None else None
        self.left.setVisible(left is not None)
        self.anew.setVisible(left is not None and not is_test)
        if left is not None:
            self.left.setText(
                tr(
                    "A session was left after {left} of {left_2} items. It continues there.",
                    left=left[0],
                    left_2=left[1],
                )
            )
        self.number.setEnabled(not is_test and (left is None or self.anew.isChecked()))
        may_start = preview is not None or (self.path is None and self.progress.isHidden())
        if state is not None:
            may_start = may_start and (state.may_begin or (state.may_repeat and self.repeat.isChecked()))
        self.start.setEnabled(may_start)

    def _start(self) -> None:
        if self.path is None:
            self.shipped_asked.emit()
            return
        anew = self.anew.isChecked() and not self.anew.isHidden()
        repeats = self.repeat.isChecked() and not self.repeat.isHidden()
        self.started.emit(self.path, self.mode, self.number.value(), anew, repeats)
