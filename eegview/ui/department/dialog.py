"""The window of the department: where studies come from, the matrix of a term, and the places of one cell."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.agreement.agreement_json import NOT_DEVICE
from eegview.app.agreement.department import MOST_PLACES, Cell, Department
from eegview.app.agreement.department_view import PlaceLine, cell_text, unnamed_notes
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.department.matrix import MatrixTable

EMPTY_TEXT = tr(
    "Nothing to compare yet.\n\nReaders are compared on studies that at least two of them have read: those of the "
    "study library whose recordings were opened on this computer, or a folder of study bundles."
)
READING_TEXT = tr("Reading the studies …")
_COLUMNS = (tr("Study"), tr("From start"), "", "")
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES = 112, 40


class DepartmentDialog(QDialog):
    """Shows who agrees with whom on one term at a time; it knows no study and asks for what is to be done."""

    library_asked = Signal()
    folder_asked = Signal()
    cancel_asked = Signal()
    export_asked = Signal()
    names_switched = Signal(bool)  # whether names are hidden
    cell_chosen = Signal(object)  # Cell or None
    place_asked = Signal(object)  # Place

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Who agrees with whom"))
        self._theme = theme
        self._department: Department | None = None
        self._names: Mapping[str, str] = {}
        self._lines: tuple[PlaceLine, ...] = ()
        self.matrix = MatrixTable()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._nothing())
        self.stack.addWidget(self._filled())
        layout = QVBoxLayout(self)
        layout.addLayout(self._source_line())
        layout.addLayout(self._progress_line())
        layout.addWidget(self.stack, 1)
        layout.addLayout(self._last_line())
        self.matrix.cell_chosen.connect(self.cell_chosen.emit)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * _WIDTH_IN_LETTERS, metrics.height() * _HEIGHT_IN_LINES)
        self.show_nothing(EMPTY_TEXT)

    # building

    def _source_line(self) -> QHBoxLayout:
        self.source = QLabel()
        self.source.setObjectName("department.source")
        self.source.setWordWrap(True)
        self.term = QComboBox()
        self.term.setObjectName("department.term")
        self.term.setAccessibleName(tr("Term"))
        self.term.setToolTip(tr("The term that readers are compared on"))
        self.term.currentIndexChanged.connect(lambda _index: self._show_term())
        self.library = _button(
            "department.library", tr("Studies of the library"), tr("Read the studies of the library again")
        )
        self.folder = _button(
            "department.folder", tr("Folder of bundles…"), tr("Read the bundles and recordings of a folder")
        )
        self.library.clicked.connect(lambda _checked=False: self.library_asked.emit())
        self.folder.clicked.connect(lambda _checked=False: self.folder_asked.emit())
        line = QHBoxLayout()
        line.addWidget(self.term)
        line.addWidget(self.source, 1)
        line.addWidget(self.library)
        line.addWidget(self.folder)
        return line

    def _progress_line(self) -> QHBoxLayout:
        self.bar = QProgressBar()
        self.bar.setObjectName("department.progress")
        self.bar.setRange(0, 100)
        self.cancel = _button("department.cancel", tr("Cancel"), tr("Stop reading; what is shown stays"))
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_asked.emit())
        line = QHBoxLayout()
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        return line

    def _nothing(self) -> QWidget:
        page = QWidget()
        self.nothing = QLabel()
        self.nothing.setObjectName("department.nothing")
        self.nothing.setProperty("role", "quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(page)
        layout.addWidget(self.nothing)
        return page

    def _filled(self) -> QWidget:
        self.about = QLabel()
        self.about.setObjectName("department.about")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.method = QLabel()
        self.method.setObjectName("department.method")
        self.method.setProperty("role", "quiet")
        self.method.setWordWrap(True)
        self.method.setTextFormat(Qt.TextFormat.PlainText)
        self.places = QTableWidget(0, len(_COLUMNS))
        self.places.setObjectName("department.places")
        self.places.setAccessibleName(tr("Where they differ"))
        self.places.setToolTip(tr("Enter or a double-click opens the page there"))
        self.places.verticalHeader().hide()
        self.places.setShowGrid(False)
        self.places.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.places.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.places.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.places.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.places.activated.connect(lambda index: self._ask_place(index.row()))
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        for widget in (self.about, self.method):
            below.addWidget(widget)
        below.addWidget(self.places, 1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.matrix)
        both.addWidget(lower)
        return both

    def _last_line(self) -> QHBoxLayout:
        self.notes = QLabel()
        self.notes.setObjectName("department.notes")
        self.notes.setProperty("role", "quiet")
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.hides = QCheckBox(tr("Hide names"))
        self.hides.setObjectName("department.hide_names")
        self.hides.setToolTip(tr("Call readers “Reader 1”, “Reader 2” …, in the table as well"))
        self.hides.toggled.connect(self.names_switched.emit)
        self.export = _button("department.export", tr("Export CSV…"), tr("Write all terms as a table"))
        self.export.clicked.connect(lambda _checked=False: self.export_asked.emit())
        self.page = _button("department.page", tr("Open the page"), tr("Open the study at the chosen line"))
        self.page.clicked.connect(lambda _checked=False: self._ask_place(self.places.currentRow()))
        line = QHBoxLayout()
        line.addWidget(self.notes, 1)
        for widget in (self.hides, self.export, self.page):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    # what is shown

    def show_nothing(self, text: str) -> None:
        """Say why there is no matrix."""
        self._department = None
        self.nothing.setText(text)
        self.stack.setCurrentIndex(0)
        self.source.clear()
        self.notes.setText(NOT_DEVICE)
        for widget in (self.term, self.export, self.page, self.hides):
            widget.setEnabled(False)
        self.show_working(is_working=False)

    def show_working(self, is_working: bool, share: float = 0.0) -> None:
        """Show how far the reading has come, or that it has ended."""
        self.bar.setValue(round(share * 100))
        self.bar.setVisible(is_working)
        self.cancel.setVisible(is_working)
        self.library.setEnabled(not is_working)
        self.folder.setEnabled(not is_working)
        if is_working and self._department is None:
            self.nothing.setText(READING_TEXT)

    def show_department(
        self, department: Department, names: Mapping[str, str], source: str, notes: Sequence[str]
    ) -> None:
        """Show a matrix; the term that was chosen stays chosen where it is in this one, too.

        source : where the studies come from
        """
        self._department, self._names = department, names
        self.source.setText(tr("SIMULATED · {source}", source=source) if department.is_simulated else source)
        self.notes.setText("\n".join(dict.fromkeys((*notes, NOT_DEVICE))))
        self.notes.setToolTip("\n".join(unnamed_notes(department, names)))
        chosen = self.term.currentData()
        self.term.blockSignals(True)
        self.term.clear()
        for term_id, label in department.terms:
            self.term.addItem(label, term_id)
        self.term.setCurrentIndex(max(self.term.findData(chosen), 0))
        self.term.blockSignals(False)
        self.stack.setCurrentIndex(1)
        for widget in (self.term, self.export, self.hides):
            widget.setEnabled(True)
        self._show_term()

    def restyle(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._show_term()

    def _show_term(self) -> None:
        if self._department is not None and self.term.currentData() is not None:
            self.matrix.show_term(self._department, str(self.term.currentData()), self._names, self._theme)

    def show_cell(self, cell: Cell | None, lines: Sequence[PlaceLine]) -> None:
        """Show what a cell says, and where its two readers differ."""
        self._lines = tuple(lines)
        if cell is None:
            self.about.setText(tr("These two have read nothing in common."))
            self.method.clear()
        else:
            shown = cell_text(cell)
            a, b = self._names[cell.reader_a], self._names[cell.reader_b]
            more = f", the first {MOST_PLACES:,} listed" if len(cell.places) == MOST_PLACES else ""
            self.about.setText(
                tr(
                    "{a} and {b}: {measure} {value} ({interval}), {size}. They differ in "
                    "{n_differing:,} {places}{more}.",
                    a=a,
                    b=b,
                    measure=cell.measure,
                    value=shown.value,
                    interval=shown.interval,
                    size=shown.size,
                    n_differing=cell.n_differing,
                    places=tr("place") if cell.n_differing == 1 else tr("places"),
                    more=more,
                )
            )
            self.method.setText(" ".join(part for part in (cell.number.remark, cell.number.method) if part))
            self.places.setHorizontalHeaderLabels([*_COLUMNS[:2], a, b])
        self.places.setRowCount(len(self._lines))
        for row, line in enumerate(self._lines):
            for column, text in enumerate((line.study, line.time, line.a, line.b)):
                self.places.setItem(row, column, QTableWidgetItem(text))
        if self._lines:
            self.places.setCurrentCell(0, 0)
        self.page.setEnabled(bool(self._lines))

    def _ask_place(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self.place_asked.emit(self._lines[row].place)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
