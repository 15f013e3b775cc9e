"""The guide in the window: contents at the left, a page at the right, search through all pages."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from eegview.app.help.book import HelpBook, HelpPage
from eegview.model.text.language import tr
from eegview.ui.widgets.text_page import HelpText, give_room

_N_LINES = 44


class GuideBook(HelpText):
    """A dialog with all pages; links between pages are followed here, others in the browser."""

    def __init__(self, parent: QWidget, book: HelpBook) -> None:
        super().__init__(parent, "Guide", "", _N_LINES, can_search=True)
        self.book = book
        self._shown = ""
        self.contents = QListWidget()
        self.contents.setObjectName("help.contents")
        self.contents.setAccessibleName(tr("Pages of the guide"))
        for page in book.pages:
            item = QListWidgetItem(page.title, self.contents)
            item.setData(Qt.ItemDataRole.UserRole, page.page_id)
        beside = QSplitter()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.replaceWidget(self.text, beside)
        layout.setStretchFactor(beside, 1)  # else the search has half of the height
        beside.addWidget(self.contents)
        beside.addWidget(self.text)
        beside.setStretchFactor(1, 1)
        self.contents.setMinimumWidth(self.contents.sizeHintForColumn(0) + 2 * self.fontMetrics().height())
        beside.setChildrenCollapsible(False)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.contents.currentItemChanged.connect(self._chosen)
        room = parent.screen().availableSize()
        self.resize(min(self.width() + self.contents.minimumWidth(), room.width() - 60), self.height())
        self.show_page(book.pages[0].page_id)

    @property
    def page_id(self) -> str:
        """Return the page that is shown."""
        return self._shown

    def show_page(self, page_id: str) -> None:
        """Show a page from its beginning; nothing happens where there is none of this id."""
        for row, page in enumerate(self.book.pages):
            if page.page_id == page_id:
                self.contents.setCurrentRow(row)
                self._show(page)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        page = self.book.page(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None
        if page is not None:
            self._show(page)

    def _show(self, page: HelpPage) -> None:
        if page.page_id == self._shown:
            return
        self._shown = page.page_id
        document = self.text.document()
        document.clear()
        for name in page.pictures:
            picture = QImage.fromData(self.book.pictures.get(name, b""))
            if not picture.isNull():
                document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), picture)
        self.text.setMarkdown(page.text)
        give_room(document, self.fontMetrics().height())
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, url: QUrl) -> None:
        address = url.toString()
        if address.endswith(".md"):
            self.show_page(address.removesuffix(".md"))
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)

    # search, through all pages

    def find_words(self, words: str) -> bool:
        """Go to the first place with these words in any page, this one first; else with the longest of them."""
        if self.words.text() != words:
            self.words.setText(words)
        tries = [words.strip(), *sorted(words.split(), key=len, reverse=True)]
        for tried in dict.fromkeys(filter(None, tries)):
            if self._find_from(tried, self._shown):
                self.outcome.setText("" if tried == words.strip() else tr("Found “{tried}”", tried=tried))
                self._sought = tried
                return True
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._sought = ""
        self.outcome.setText(tr("Not found") if words.strip() else "")
        return False

    def find_next(self) -> None:
        """Go to the next place with the words found last, in this page or the next that has them."""
        if not self._sought or self.text.find(self._sought):
            return
        ids = [page.page_id for page in self.book.pages]
        self._find_from(self._sought, ids[(ids.index(self._shown) + 1) % len(ids)])

    def _find_from(self, words: str, page_id: str) -> bool:
        """Go to the first place with these words in the pages from one on; Markdown's signs are no text."""
        ids = [page.page_id for page in self.book.pages]
        start = ids.index(page_id)
        for page in (*self.book.pages[start:], *self.book.pages[:start]):
            if not _may_hold(page, words):
                continue
            self.show_page(page.page_id)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            if self.text.find(words):
                return True
        return False


def _may_hold(page: HelpPage, words: str) -> bool:
    """Whether the words may be on a page: lines end elsewhere there, and signs of Markdown stand between."""
    plain = " ".join(page.text.replace("*", "").split()).casefold()
    return " ".join(words.split()).casefold() in plain
