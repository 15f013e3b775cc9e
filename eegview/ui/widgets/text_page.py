"""A page of text: the guide, and what the program is."""

from PySide6.QtGui import QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget


class HelpText(QDialog):
    """A dialog that shows Markdown."""

    def __init__(self, parent: QWidget, title: str, markdown: str, n_lines: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        self.text = QTextBrowser()
        self.text.setObjectName("help.text")
        self.text.setAccessibleName(title)
        self.text.setOpenExternalLinks(True)
        self.text.setMarkdown(markdown)
        give_room(self.text.document(), self.fontMetrics().height())
        layout.addWidget(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 100, room.width() - 60),
            min(metrics.height() * n_lines, room.height() - 80),
        )


def give_room(document: QTextDocument, line_px: int) -> None:
    """Set paragraphs, headings and table cells apart; Markdown comes without."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        if cursor.currentTable() is None:
            form = block.blockFormat()
            form.setTopMargin(line_px * (0.9 if form.headingLevel() > 1 else 0))
            form.setBottomMargin(line_px * 0.45)
            cursor.setBlockFormat(form)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            table.setCellPadding(line_px * 0.2)
            table.setBottomMargin(line_px * 0.6)
            frame.setFormat(table)
