"""The window of the library: its studies, what is known of the chosen one, export, and whether names are kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.library_tables.held_library import HeldLibrary
from eegview.app.library_tables.study_details import details_text
from eegview.model.text.language import tr
from eegview.ui.library.study_names import StudyNames
from eegview.ui.library.study_table import StudyTable

EMPTY_TEXT = tr(
    "The library holds no study yet.\n\nA recording is listed here once it was opened; its marks, detectors' runs and "
    "scores are counted as they come."
)
READING_TEXT = tr("Reading the library …")
NOT_HERE = tr("Its file is not known on this computer, or it has moved: open it with Study → Open.")
_TIP_NAMES = tr(
    "For all who use this library. A file's name may name a patient, so names are not kept unless you switch this on. "
    "Switched off, the names that were kept are removed."
)
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES = 170, 36


class LibraryDialog(QDialog):
    """Shows the studies of a library; it reads nothing itself and asks for what is to be done."""

    reading_asked = Signal()
    cancel_asked = Signal()
    opening_asked = Signal(str)  # fingerprint
    tables_asked = Signal()
    json_asked = Signal()
    names_switched = Signal(bool)  # whether names are to be kept

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Library"))
        self._held: HeldLibrary | None = None
        self._names = StudyNames({}, is_hidden=False)
        self.table = StudyTable()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._nothing())
        self.stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.addLayout(self._first_line())
        layout.addLayout(self._progress_line())
        layout.addWidget(self.stack, 1)
        self.details = _quiet("library.details")
        layout.addWidget(self.details)
        layout.addLayout(self._last_line())
        self.table.chosen_changed.connect(self._show_chosen)
        self.table.opened.connect(self._ask_to_open)
        metrics, room = self.fontMetrics(), self.screen().availableGeometry()
        width_px = min(metrics.averageCharWidth() * _WIDTH_IN_LETTERS, room.width() - 40)
        self.resize(width_px, min(metrics.height() * _HEIGHT_IN_LINES, room.height() - 80))
        self.show_nothing(READING_TEXT)

    # building

    def _first_line(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setObjectName("library.search")
        self.search.setAccessibleName(tr("Search"))
        self.search.setPlaceholderText(tr("Search in all columns"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.count = _quiet("library.count")
        self.again = _button("library.read", tr("Read again"), tr("Read the library again"))
        self.again.clicked.connect(lambda _checked=False: self.reading_asked.emit())
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self.count, 1)
        line.addWidget(self.again)
        return line

    def _progress_line(self) -> QHBoxLayout:
        self.bar = QProgressBar()
        self.bar.setObjectName("library.progress")
        self.bar.setRange(0, 100)
        self.cancel = _button("library.cancel", tr("Cancel"), tr("Stop; no file is written"))
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_asked.emit())
        line = QHBoxLayout()
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        return line

    def _nothing(self) -> QWidget:
        page = QWidget()
        self.nothing = _quiet("library.nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.addWidget(self.nothing)
        return page

    def _last_line(self) -> QHBoxLayout:
        self.keeps_names = QCheckBox(tr("Keep names of recordings in the library"))
        self.keeps_names.setObjectName("library.keep_names")
        self.keeps_names.setToolTip(_TIP_NAMES)
        self.keeps_names.clicked.connect(lambda is_on: self.names_switched.emit(is_on))
        self.export = _button(
            "library.export", tr("Export"), tr("Write marks, runs, judgements, scores and stages as tables")
        )
        menu = QMenu(self.export)
        menu.addAction(tr("Tables in a new folder (CSV)…"), self.tables_asked.emit)
        menu.addAction(tr("One JSON file…"), self.json_asked.emit)
        menu.addSeparator()
        self.leaves_identity_out = menu.addAction(tr("Leave out names and start times"))
        self.leaves_identity_out.setCheckable(True)
        self.export.setMenu(menu)
        self.open_study = _button("library.open_study", tr("Open"), tr("Open the chosen study"))
        self.open_study.clicked.connect(lambda _checked=False: self._ask_chosen())
        line = QHBoxLayout()
        line.addWidget(self.keeps_names)
        line.addStretch(1)
        line.addWidget(self.export)
        line.addWidget(self.open_study)
        return line

    # what is shown

    def show_nothing(self, text: str) -> None:
        """Say why there is no list."""
        self._held = None
        self.nothing.setText(text)
        self.stack.setCurrentIndex(0)
        self.details.clear()
        self.count.clear()
        self.show_working(is_working=False)

    def show_library(self, held: HeldLibrary, names: StudyNames) -> None:
        """Show what was read; the chosen study stays chosen."""
        if not held.lines:
            self.show_nothing(EMPTY_TEXT)
        self._held, self._names = held, names
        self.keeps_names.setChecked(held.kept.names)
        if held.lines:
            self.stack.setCurrentIndex(1)
            self.table.show_studies(held.lines, names)
            self._search(self.search.text())
            if not self.search.text():
                self.table.setFocus()
        self.show_working(is_working=False)

    def show_working(self, is_working: bool, share: float = 0.0) -> None:
        """Show how far an export has come, or that the work has ended."""
        has_studies = self._held is not None and bool(self._held.lines)
        self.bar.setValue(round(share * 100))
        self.bar.setVisible(is_working)
        self.cancel.setVisible(is_working)
        self.again.setEnabled(not is_working)
        self.export.setEnabled(not is_working and has_studies)
        self.keeps_names.setEnabled(not is_working and self._held is not None and self._held.is_there)
        self.search.setEnabled(has_studies)
        self._show_chosen()

    def _search(self, text: str) -> None:
        self.table.show_only(text)
        n_all, n_shown = len(self._held.lines) if self._held is not None else 0, self.table.n_shown
        studies = "1 study" if n_all == 1 else f"{n_all:,} studies"
        self.count.setText(f"{n_shown:,} of {studies}" if n_shown < n_all else studies)

    def _show_chosen(self) -> None:
        line = self.table.chosen if self._held is not None and self._held.lines else None
        self.open_study.setEnabled(line is not None and self._names.is_here(line))
        if line is None:
            self.details.clear()
            return
        here = "" if self._names.is_here(line) else f" {NOT_HERE}"
        self.details.setText(f"{details_text(line)}{here}")

    def _ask_chosen(self) -> None:
        if self.table.chosen is not None:
            self._ask_to_open(self.table.chosen.fingerprint)

    def _ask_to_open(self, fingerprint: str) -> None:
        line = self.table.chosen
        if line is not None and self._names.is_here(line):
            self.opening_asked.emit(fingerprint)


def _quiet(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "quiet")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
