"""What stands in the page's place while no study is open: two buttons, and the studies opened last."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.study.recent_list import NAME, RecentStudies, RecentTable

_WIDEST_IN_LETTERS = 130
_HINT = tr("Or drop recordings, videos or a study folder on this window.")


class EmptyState(QWidget):
    """Lies over the empty page, as large as it."""

    locate_asked = Signal(str)  # path of a study that is not found

    def __init__(self, page: QWidget, recent: RecentStudies, opens: QAction, folder: QAction, demo: QAction) -> None:
        super().__init__(page)
        self.setObjectName("empty")
        self.setAutoFillBackground(True)
        self._page, self._recent = page, recent
        self.table = RecentTable(recent)
        self.open = self._button("empty.open", tr("Open…"), opens)
        self.folder = self._button("empty.folder", tr("Open folder…"), folder)
        self.demo = self._button("empty.demo", tr("Open the demonstration study"), demo)
        self.locate = self._list_button(
            "empty.locate", tr("Locate…"), tr("Select the new location of a study that was not found")
        )
        self.remove = self._list_button("empty.remove", tr("Remove from list"), tr("The files are not deleted"))
        self.clear = self._list_button("empty.clear", tr("Clear list"), tr("The files are not deleted"))
        self.locate.clicked.connect(self._locate)
        self.remove.clicked.connect(self._remove)
        self.clear.clicked.connect(recent.clear)
        self.table.removed.connect(recent.remove)
        self.table.choice_changed.connect(self._enable)
        self._lay_out()
        self._enable()
        page.installEventFilter(self)
        self.hide()

    def _button(self, name: str, text: str, action: QAction) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        key = action.shortcut().toString()
        button.setToolTip(f"{action.toolTip()} ({key})" if key else action.toolTip())
        button.setAutoDefault(True)
        button.clicked.connect(lambda _checked=False: action.trigger())
        return button

    @staticmethod
    def _list_button(name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        title = QLabel(tr("No study is open"))
        title.setObjectName("empty.title")
        font = title.font()
        font.setPixelSize(round(self.fontMetrics().height() * 1.2))
        title.setFont(font)
        hint = QLabel(_HINT)
        hint.setProperty("role", "quiet")
        hint.setWordWrap(True)
        self.heading = QLabel(tr("Recent studies"))
        self.heading.setProperty("role", "quiet")
        buttons, below = QHBoxLayout(), QHBoxLayout()
        for button in (self.open, self.folder, self.demo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        below.addStretch(1)
        for button in (self.locate, self.remove, self.clear):
            below.addWidget(button)
        self.list = QWidget()
        listed = QVBoxLayout(self.list)
        listed.setContentsMargins(0, 12, 0, 0)
        listed.addWidget(self.heading)
        listed.addWidget(self.table, 1)
        listed.addLayout(below)
        self._column = QWidget(self)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(0)
        column.addWidget(title)
        column.addLayout(buttons)
        column.addWidget(hint)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self._column.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST_IN_LETTERS)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(0)
        middle.addWidget(self._column, 1)
        middle.addStretch(0)

    def show_empty(self) -> None:
        """Stand in the page's place, the list as it is now."""
        self.setGeometry(self._page.rect())
        self.table.fill()
        if self.table.rowCount():
            self.table.setCurrentCell(0, NAME)  # the one opened last
        self._recent.look_for_files()
        self.show()
        self.raise_()
        (self.table if self.table.rowCount() else self.open).setFocus()

    def _enable(self) -> None:
        has_any = self.table.rowCount() > 0
        self.list.setVisible(has_any)
        self.locate.setEnabled(self.table.is_chosen_missing)
        self.remove.setEnabled(self.table.chosen is not None)

    def _locate(self) -> None:
        if self.table.chosen is not None:
            self.locate_asked.emit(self.table.chosen.path)

    def _remove(self) -> None:
        if self.table.chosen is not None:
            self._recent.remove(self.table.chosen.path)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._page.rect())
        return False
