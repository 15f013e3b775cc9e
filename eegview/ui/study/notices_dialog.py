"""What is imperfect in the open recording, one sentence each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.model.issue import Issue
from eegview.model.text.language import tr


class NoticesDialog(QDialog):
    """A list of notices that grows while the file is still being looked through."""

    def __init__(self, parent: QWidget, issues: tuple[Issue, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Notices"))
        layout = QVBoxLayout(self)
        self.head = QLabel()
        self.head.setObjectName("notices.head")
        self.head.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("notices.list")
        self.list.setAccessibleName(tr("Notices"))
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        copy = buttons.addButton(tr("Copy all"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("notices.copy")
        copy.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(self.text))
        for widget in (self.head, self.list, buttons):
            layout.addWidget(widget)
        self.resize(self.fontMetrics().averageCharWidth() * 84, self.fontMetrics().height() * 22)
        self.show_issues(issues)

    @property
    def text(self) -> str:
        return "\n".join(self.list.item(i).text() for i in range(self.list.count()))

    def show_issues(self, issues: tuple[Issue, ...]) -> None:
        self.list.clear()
        for issue in issues:
            item = QListWidgetItem(issue.message)
            item.setToolTip(tr("Code: {code}", code=issue.code))
            self.list.addItem(item)
        self.head.setText(
            tr("The file itself is never changed. Issues found:")
            if issues
            else tr("No issues were found in this recording.")
        )
