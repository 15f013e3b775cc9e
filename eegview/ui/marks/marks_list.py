"""The list of marks: search, filters, count, and the table that steps through the recording."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.marks.index import MarkFilter, MarkIndex
from eegview.app.review.mark_texts import terms_holding
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.marks.delegate import MarkDelegate
from eegview.ui.marks.filters import LayerButton, TermsButton
from eegview.ui.marks.marks_table import MarksTable, SearchField
from eegview.ui.marks.model import LAYER, MARK, TIME, MarksModel
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.window.style import panel_size_hint

EMPTY_TEXT = tr(
    "No marks yet.\n\nClick on the page and press a digit:\n1 marks a spasm.\n"
    "Drag over a section first to mark all of it."
)
NOTHING_OPEN = tr("The marks of the open recording are listed here.")
NOTHING_FOUND = tr("None of the {count} marks matches this search and these filters.")
SEARCH_PAUSE_MS = 120  # typing goes on meanwhile


class MarksList(QWidget):
    """Shows marks and emits which one was chosen; it changes none."""

    mark_chosen = Signal(object)  # Annotation: go there
    menu_asked = Signal(object, object)  # QPointF on the screen, Annotation: it was chosen just before
    filter_changed = Signal(object)  # MarkFilter
    clock_chosen = Signal(bool)  # True: wall clock, False: time from the start
    left = Signal()  # the keyboard goes back to the page
    next_asked = Signal()

    def __init__(self, style: MarkStyle, time_text: Callable[[float], str]) -> None:
        super().__init__()
        self.setObjectName("marks.list")
        self._vocabulary = style.vocabulary
        self._n_all, self._is_open = 0, False
        self._page: Span | None = None  # the page that the list was scrolled for last
        self._selected_id = ""
        self._is_clock = True
        self._is_following = False  # the current row is set by the program, not by the reviewer
        self.model = MarksModel(style, time_text)
        self.model.setParent(self)
        self.search = SearchField()
        self.search.setObjectName("marks.search")
        self.search.setAccessibleName(tr("Find marks"))
        self.search.setPlaceholderText(tr("Find marks…"))
        self.search.setToolTip(tr("Search marks, answers, notes and rows (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setObjectName("marks.count")
        self.count.setProperty("role", "quiet")
        self.terms = TermsButton(style.vocabulary)
        self.layer = LayerButton()
        self.clock = QToolButton()
        self.table = MarksTable()
        self._delegate = MarkDelegate(self.table, style.theme.quiet)
        self.empty = QLabel(NOTHING_OPEN)
        self.empty.setObjectName("marks.empty")
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._show_count()

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "quiet")
        table = self.table
        table.setObjectName("marks.table")
        table.setAccessibleName(tr("Marks"))
        table.setModel(self.model)
        table.setItemDelegateForColumn(MARK, self._delegate)
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (table.verticalHeader(), table.horizontalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setMinimumSectionSize(1)
        table.horizontalHeader().setSectionResizeMode(MARK, QHeaderView.ResizeMode.Stretch)
        self.clock.setObjectName("marks.clock")
        self.clock.setProperty("role", "filter")
        self.clock.setAutoRaise(True)
        self.clock.setToolTip(tr("Clock time, or time from the start of the recording"))
        self.stack = QStackedWidget()
        self.stack.addWidget(table)
        self.stack.addWidget(self.empty)
        row = FlowLayout(spacing_px=4)  # a longer count takes a line of its own, and no width from the page
        for widget in (self.terms, self.layer, self.clock, self.count):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addLayout(row)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self._search_timer.timeout.connect(self._emit_filter)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.search.returnPressed.connect(self._search_at_once)
        self.search.down_pressed.connect(self._enter_table)
        self.search.left_by_key.connect(self.left)
        self.terms.chosen.connect(self._emit_filter)
        self.layer.chosen.connect(self._emit_filter)
        self.clock.clicked.connect(self._switch_clock)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.clicked.connect(self._clicked)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_menu)
        self.table.entered_by_key.connect(self._choose_current)
        self.table.left_by_key.connect(self.left)
        self.model.modelReset.connect(self._show_count)
        self.model.rowsInserted.connect(lambda *_: self._show_count())
        self.model.rowsRemoved.connect(lambda *_: self._show_count())

    # what is shown

    def show_marks(self, marks: MarkIndex, wanted: MarkFilter, author: str, layers: tuple[str, ...]) -> None:
        """Lay the list out anew."""
        self._n_all, self._is_open = len(marks), True
        self.terms.count(marks)
        self.layer.show_layers(layers)
        self._page = None  # what is listed is new: it is scrolled for the page again
        self.model.show(marks, wanted, author)
        self._set_columns()
        self.table.doItemsLayout()  # else the rows in sight would be those of the list before

    def follow(self, edit: Edit, marks: MarkIndex, layers: tuple[str, ...]) -> None:
        """Follow an edit."""
        self._n_all = len(marks)
        self.terms.count(marks)
        self.layer.show_layers(layers)
        self._is_following = True
        self.model.apply(edit, marks)
        self._is_following = False
        self._show_count()

    def show_selected(self, mark: Annotation | None) -> None:
        """Put the list on the selected mark, without reporting that it was chosen."""
        row = self.model.row_of(mark) if mark else -1
        self._is_following = True
        if row < 0:
            self.table.setCurrentIndex(QModelIndex())
            self.table.clearSelection()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)
            if (
                mark is not None and mark.annotation_id != self._selected_id
            ):  # else the list stays where it was scrolled
                self.table.scrollTo(self.model.index(row, 0))
        self._selected_id = mark.annotation_id if mark is not None and row >= 0 else ""
        self._is_following = False

    def show_from_top(self) -> None:
        """Scroll to the top: the marks are of another study."""
        self._selected_id, self._page = "", None
        self.table.scrollToTop()

    def follow_page(self, page: Span) -> None:
        """Scroll to the marks on the page where none of them is in sight; what is selected stays."""
        n_rows = self.model.rowCount()
        if page == self._page or not n_rows:
            return
        self._page = page
        first, stop = self.model.rows_between(page)
        top, bottom = self._rows_in_sight()
        is_in_sight = first <= bottom and stop > top if first < stop else top <= first <= bottom + 1
        if not is_in_sight:
            index = self.model.index(min(first, n_rows - 1), 0)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _rows_in_sight(self) -> tuple[int, int]:
        """Return the first and the last row of which something is shown."""
        top, bottom = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        return max(top, 0), bottom if bottom >= 0 else self.model.rowCount() - 1

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Search and filter by the terms of another vocabulary."""
        self._vocabulary = vocabulary
        self.terms.use_vocabulary(vocabulary)

    def set_style(self, style: MarkStyle) -> None:
        self._delegate.quiet = style.theme.quiet
        self.model.set_style(style)
        self._set_columns()

    def set_time_text(self, time_text: Callable[[float], str]) -> None:
        self.model.set_time_text(time_text)
        self._set_columns()

    @property
    def is_clock(self) -> bool:
        """Whether times are shown by the clock where there is one, else from the start of the recording."""
        return self._is_clock

    def show_clock(self, is_clock: bool) -> None:
        self._is_clock = is_clock
        self.clock.setText(tr("Clock") if is_clock else tr("From start"))

    def _switch_clock(self) -> None:
        self.show_clock(not self._is_clock)
        self.clock_chosen.emit(self._is_clock)

    def show_nothing(self) -> None:
        """Show an empty list: nothing is open."""
        self.clear_filters()
        self.show_marks(MarkIndex(), MarkFilter(), "", ())
        self._is_open = False
        self._show_count()

    def clear_filters(self) -> None:
        self.search.clear()
        self.terms.clear()
        self.layer.clear()
        self._search_timer.stop()

    def sizeHint(self) -> QSize:
        return panel_size_hint(self)

    def minimumSizeHint(self) -> QSize:
        """Have room for any count, so that a new mark never moves the page's edge."""
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(QFontMetrics(self.font()).horizontalAdvance(tr("000000 of 000000")) + 24, 0))

    def focus_search(self) -> None:
        """Put the keyboard into the search field, what stands in it selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _set_columns(self) -> None:
        """Give each column what its text needs in this font; details take what is left."""
        metrics = QFontMetrics(self.font())
        pad_px = metrics.averageCharWidth() * 2
        self.table.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.55))
        self.table.setIconSize(QSize(metrics.ascent(), metrics.ascent()))
        widths = {
            TIME: metrics.horizontalAdvance("00:00:00.0") + metrics.ascent() + 2 * pad_px,
            LAYER: metrics.horizontalAdvance(tr("Dr. Abcdef")) if self._has_others() else 0,
        }
        for column, width_px in widths.items():
            self.table.setColumnWidth(column, width_px)
        self.table.setColumnHidden(LAYER, not self._has_others())

    def _has_others(self) -> bool:
        return len(self.layer.layers) > 2

    def _show_count(self) -> None:
        n_shown = self.model.rowCount()
        if n_shown == self._n_all:
            text = f"{n_shown} marks" if n_shown != 1 else tr("1 mark")
        else:
            text = f"{n_shown} of {self._n_all}"
        self.count.setText(text if self._is_open else "")
        no_marks = EMPTY_TEXT if self._is_open else NOTHING_OPEN
        self.empty.setText(NOTHING_FOUND.format(count=self._n_all) if self._n_all else no_marks)
        self.stack.setCurrentIndex(0 if n_shown else 1)

    # what was done

    @property
    def filter(self) -> MarkFilter:
        text = self.search.text().strip()
        return MarkFilter(self.terms.term_ids, self.layer.layers_listed, text, terms_holding(text, self._vocabulary))

    def _emit_filter(self) -> None:
        self._search_timer.stop()
        self.filter_changed.emit(self.filter)

    def _search_at_once(self) -> None:
        if self._search_timer.isActive():
            self._emit_filter()
        self.next_asked.emit()

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))

    def _row_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self._is_following and self.table.hasFocus():
            self.mark_chosen.emit(self.model.mark_at(current.row()))

    def _clicked(self, index: QModelIndex) -> None:
        """Choose the row; arrows and digits are the page's again, whatever had the keyboard before."""
        self.mark_chosen.emit(self.model.mark_at(index.row()))
        self.left.emit()

    def _ask_menu(self, at_px: QPoint) -> None:
        """Choose the row under the mouse, so that what the menu acts on is in sight, and ask for its menu."""
        index = self.table.indexAt(at_px)
        if index.isValid():
            mark = self.model.mark_at(index.row())
            self.mark_chosen.emit(mark)
            self.menu_asked.emit(QPointF(self.table.viewport().mapToGlobal(at_px)), mark)

    def _choose_current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.mark_chosen.emit(self.model.mark_at(index.row()))
