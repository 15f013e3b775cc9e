"""The playlist of differences at the left: which list, how far one is, one line for each, in which order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QListView,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from eegview.app.comparing.order import Order
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.comparing.playlist_delegate import LINE_ROLE, PlaylistDelegate
from eegview.ui.comparing.shown import LIST_TEXTS, LIST_TIPS, ORDER_TEXTS, ORDER_TIPS, ListName, PlaylistLine
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.kept_keys import KeyKeeper

NOTES_TEXT = tr("Annotations of the file are not compared: they come late, and are no reviewer's.")
_REMARK_LINES = 36
CHARACTERS, LEAST_CHARACTERS = 34, 27  # so wide it would like to be, and in a narrow window


class PlaylistModel(QAbstractListModel):
    """The lines of the playlist."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[PlaylistLine, ...] = ()

    def show_lines(self, lines: Sequence[PlaylistLine]) -> None:
        """Show these; where only their contents differ the view stays where it is scrolled to."""
        before, self.lines = self.lines, tuple(lines)
        if [one.difference_id for one in before] == [one.difference_id for one in lines]:
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
        else:
            self.beginResetModel()
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return line.summary if role == Qt.ItemDataRole.ToolTipRole else None


class Playlist(QFrame):
    """Shows lines and reports which is asked for."""

    line_asked = Signal(str)  # difference_id
    list_asked = Signal(str)  # ListName
    order_asked = Signal(str)  # Order

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("comparing.playlist")
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.title, self.progress_text = QLabel(tr("Playlist")), QLabel()
        self.title.setProperty("role", "title")
        self.progress_text.setObjectName("comparing.progress")
        self.progress_text.setProperty("role", "quiet")
        self.progress_text.setToolTip(tr("Disagreements that are decided; skipped and queried ones stay open"))
        self.bar = QProgressBar()
        self.bar.setObjectName("comparing.progress.bar")
        self.bar.setAccessibleName(tr("Disagreements decided"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.lists = {
            name: _switch(f"comparing.list.{name}", text, LIST_TIPS[name]) for name, text in LIST_TEXTS.items()
        }
        self.orders = {
            order: _switch(f"comparing.order.{order}", text, ORDER_TIPS[order]) for order, text in ORDER_TEXTS.items()
        }
        self.model = PlaylistModel()
        self.view = QListView()
        self.view.setObjectName("comparing.lines")
        self.view.setAccessibleName(tr("Differences"))
        self.view.setModel(self.model)
        self._delegate = PlaylistDelegate(theme)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard on the page
        self.empty = QLabel()
        self.empty.setObjectName("comparing.list.empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notes = QLabel(NOTES_TEXT)
        self.notes.setProperty("role", "caption")
        self.notes.setWordWrap(True)
        self._keeper = KeyKeeper(self)
        self._keeper.keep(self.view, *self.lists.values(), *self.orders.values())
        self._is_showing = False
        self._groups = self._connect()
        self._lay_out()

    def _connect(self) -> tuple[QButtonGroup, QButtonGroup]:
        groups = QButtonGroup(self), QButtonGroup(self)
        for name, button in self.lists.items():
            groups[0].addButton(button)
            button.clicked.connect(lambda _checked=False, n=name: self.list_asked.emit(n.value))
        for order, button in self.orders.items():
            groups[1].addButton(button)
            button.clicked.connect(lambda _checked=False, o=order: self.order_asked.emit(o.value))
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        return groups

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        head = FlowLayout(spacing_px=10, line_spacing_px=0)
        head.addWidget(self.title)
        head.addWidget(self.progress_text)
        chips = FlowLayout(spacing_px=4)
        for button in self.lists.values():
            chips.addWidget(button)
        orders = FlowLayout(spacing_px=4)
        caption = QLabel(tr("Order"))
        caption.setProperty("role", "caption")
        orders.addWidget(caption)
        for button in self.orders.values():
            orders.addWidget(button)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addLayout(chips)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(orders)
        layout.addWidget(self.notes)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * CHARACTERS + 24, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the remark out where the lines need its room."""
        super().resizeEvent(event)
        self.notes.setVisible(self.height() >= self.fontMetrics().height() * _REMARK_LINES)

    # what is shown

    def show_lines(self, lines: Sequence[PlaylistLine], empty_text: str) -> None:
        """Show these lines, or the sentence why there are none."""
        self._is_showing = True
        self.model.show_lines(lines)
        self._is_showing = False
        self.view.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.empty.setText(empty_text)

    def show_current(self, difference_id: str) -> None:
        """Show which line is on the page; "" for none."""
        row = next((i for i, line in enumerate(self.model.lines) if line.difference_id == difference_id), -1)
        index = self.model.index(row) if row >= 0 else QModelIndex()
        self._is_showing = True
        self.view.setCurrentIndex(index)
        self._is_showing = False
        if index.isValid():
            self.view.scrollTo(index)

    def show_state(self, counts: Mapping[ListName, int], name: ListName, order: Order, n_done: int, n_all: int) -> None:
        """Show counts, the list and the order chosen, and how many disagreements are decided."""
        for one, button in self.lists.items():
            button.setText(f"{LIST_TEXTS[one]} {counts.get(one, 0)}")
            button.setChecked(one is name)
        for one, button in self.orders.items():
            button.setChecked(one is order)
        self.progress_text.setText(tr("{n_done} of {n_all} decided", n_done=n_done, n_all=n_all))
        self.bar.setRange(0, max(n_all, 1))
        self.bar.setValue(n_done if n_all else 0)
        self.bar.setAccessibleDescription(self.progress_text.text())

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_showing and current.isValid():
            self.line_asked.emit(self.model.lines[current.row()].difference_id)


def _switch(object_name: str, text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setProperty("role", "switch")
    button.setCheckable(True)
    button.setText(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
