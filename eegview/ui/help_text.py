"""A page of words: the guide, and what the program is."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget


class HelpText(QDialog):
    """Shows Markdown to read."""

    def __init__(self, parent: QWidget, title: str, markdown: str, n_lines: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        self.text = QTextBrowser()
        self.text.setObjectName("help.text")
        self.text.setOpenExternalLinks(True)
        self.text.setMarkdown(markdown)
        layout.addWidget(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 100, room.width() - 60),
            min(metrics.height() * n_lines, room.height() - 80),
        )
