"""A page of text: the guide, and what the program is."""

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr


class HelpText(QDialog):
    """A dialog that shows Markdown; with `can_search` a field above it finds words in it."""

    def __init__(self, parent: QWidget, title: str, markdown: str, n_lines: int, can_search: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._sought = ""  # what was found last
        layout = QVBoxLayout(self)
        self.words = QLineEdit()
        self.words.setObjectName("help.words")
        self.words.setPlaceholderText(tr("Search the {lower}", lower=title.lower()))
        self.words.setAccessibleName(tr("Search the {lower}", lower=title.lower()))
        self.words.setClearButtonEnabled(True)
        self.outcome = QLabel()
        self.outcome.setObjectName("help.result")
        self.outcome.setProperty("role", "quiet")
        following = QPushButton("&Next")
        following.setObjectName("help.next")
        following.setDefault(True)  # Enter in the field goes on to the next place
        following.clicked.connect(lambda _checked=False: self.find_next())
        search = QHBoxLayout()
        for widget in (self.words, following, self.outcome):
            search.addWidget(widget)
            widget.setVisible(can_search)
        layout.addLayout(search)
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
        self.words.textEdited.connect(lambda text: self.find_words(text))
        if not can_search:
            self.text.setFocus()
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 100, room.width() - 60),
            min(metrics.height() * n_lines, room.height() - 80),
        )

    def find_words(self, words: str) -> bool:
        """Go to the first place with these words, or else with the longest of them; return whether there is one."""
        if self.words.text() != words:
            self.words.setText(words)
        tries = [words.strip(), *sorted(words.split(), key=len, reverse=True)]
        for tried in dict.fromkeys(filter(None, tries)):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            if self.text.find(tried):
                self.outcome.setText("" if tried == words.strip() else tr("Found “{tried}”", tried=tried))
                self._sought = tried
                return True
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._sought = ""
        self.outcome.setText(tr("Not found") if words.strip() else "")
        return False

    def find_next(self) -> None:
        """Go to the next place with the words found last; after the last one to the first again."""
        if self._sought and not self.text.find(self._sought):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(self._sought)


def _goes_on(block: QTextBlock) -> bool:
    """Whether a line of an example is followed by another one."""
    return all(one.blockFormat().nonBreakableLines() for one in (block, block.next()))


def give_room(document: QTextDocument, line_px: int) -> None:
    """Set paragraphs, headings and table cells apart; Markdown comes without. Lines of one example stay together."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        if cursor.currentTable() is None:
            form = block.blockFormat()
            form.setTopMargin(line_px * (0.9 if form.headingLevel() > 1 else 0))
            form.setBottomMargin(line_px * (0 if _goes_on(block) else 0.45))
            form.setNonBreakableLines(False)  # a long line of an example is wrapped, not scrolled
            cursor.setBlockFormat(form)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            table.setCellPadding(line_px * 0.2)
            table.setBottomMargin(line_px * 0.6)
            frame.setFormat(table)
