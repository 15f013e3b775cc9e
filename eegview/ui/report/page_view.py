"""The pages of a report as pictures, zoomed, with links under the mouse and under keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from eegview.app.report.pages import PageLink, ReportPages
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.report.page_layout import PageLayout
from eegview.ui.widgets.kept_keys import keeps_key

_PAPER = "#ffffff"
_LINK_PX = 2  # around a link's text
_KEPT_KEYS = (Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PageView(QWidget):
    """All pages below each other; it is as large as they are and lies in a scroll area.

    followed : a link was clicked, or chosen with Enter
    pointed : at a link, with what stands behind it; "" at none
    stepped : rows of text to scroll by
    """

    followed = Signal(str)
    pointed = Signal(str, str)  # address, what stands behind it
    chosen = Signal(QRectF)  # the place of the link chosen by keys
    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("report.pages")
        self.setAccessibleName(tr("Pages of the report"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._shown: ReportPages | None = None
        self._images: tuple[QImage, ...] = ()
        self.layout_of_pages = PageLayout((), 1.0, 0)
        self._pointed: tuple[int, PageLink] | None = None
        self.link_number: int | None = None  # of the link chosen by keys, through all pages

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @property
    def shown(self) -> ReportPages | None:
        """Return what is shown, None for nothing yet."""
        return self._shown

    def show_pages(self, shown: ReportPages | None) -> None:
        """Show these pages in place of those before; the link chosen by keys stays where it leads to the same."""
        before = self.link
        self._shown = shown
        self._images = tuple(QImage.fromData(page.picture) for page in shown.pages) if shown is not None else ()
        self._pointed, self.link_number = None, None
        if before is not None:
            urls = [link.url for _page, link in self.links]
            self.link_number = urls.index(before.url) if before.url in urls else None

    def use_layout(self, layout: PageLayout) -> None:
        """Lay the pages out anew."""
        self.layout_of_pages = layout
        self.resize(layout.size)
        self.update()

    # links

    @property
    def links(self) -> list[tuple[int, PageLink]]:
        """Return every link with the number of its page, in reading order."""
        if self._shown is None:
            return []
        return [(number, link) for number, page in enumerate(self._shown.pages) for link in page.links]

    @property
    def link(self) -> PageLink | None:
        """Return the link chosen by keys."""
        links = self.links
        return links[self.link_number][1] if self.link_number is not None and self.link_number < len(links) else None

    def choose_link(self, steps: int) -> None:
        """Choose the next link, or the one before."""
        links = self.links
        if not links:
            return
        first = -1 if steps > 0 else 0
        self.link_number = ((self.link_number if self.link_number is not None else first) + steps) % len(links)
        page, link = links[self.link_number]
        text = self._basis(link)
        self.setAccessibleDescription(text)
        self.pointed.emit(link.url, text)
        self.chosen.emit(self._rect(page, link))
        self.update()

    def follow_link(self) -> None:
        """Open the source of the link chosen by keys."""
        if self.link is not None:
            self.followed.emit(self.link.url)

    def _basis(self, link: PageLink) -> str:
        return self._shown.basis.get(link.url, "") if self._shown is not None else ""

    def _rect(self, page: int, link: PageLink) -> QRectF:
        return self.layout_of_pages.rect_of(page, link.left_pt, link.top_pt, link.right_pt, link.bottom_pt)

    def _link_at(self, at: QPointF) -> tuple[int, PageLink] | None:
        place = self.layout_of_pages.place(at)
        if place is None or self._shown is None or place[0] >= len(self._shown.pages):
            return None
        page, x_pt, y_pt = place
        return next(((page, link) for link in self._shown.pages[page].links if link.holds(x_pt, y_pt)), None)

    # mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._link_at(event.position())
        if found != self._pointed:
            self._pointed = found
            self.setCursor(QCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor))
            self.pointed.emit(*((found[1].url, self._basis(found[1])) if found else ("", "")))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        if self._pointed is not None:
            self._pointed = None
            self.pointed.emit("", "")
            self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._link_at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.followed.emit(found[1].url)

    def event(self, event: QEvent) -> bool:
        if keeps_key(event, _KEPT_KEYS):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_back = event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if is_back:
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._link_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._basis(found[1]) if found else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_N:
                self.choose_link(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.follow_link()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(3 if event.key() == Qt.Key.Key_Down else -3)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for rect, image in zip(self.layout_of_pages.rects, self._images, strict=False):
            if not rect.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(rect, QColor(_PAPER))
            painter.drawImage(rect, image)
            painter.setPen(QPen(QColor(self._theme.edge), 1))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        for found, width_px in ((self._pointed, 1), (self._chosen_link(), 2)):
            if found is not None:
                self._frame(painter, *found, width_px)

    def _chosen_link(self) -> tuple[int, PageLink] | None:
        links = self.links
        return links[self.link_number] if self.link_number is not None and self.link_number < len(links) else None

    def _frame(self, painter: QPainter, page: int, link: PageLink, width_px: int) -> None:
        """Frame a link; on paper, so in a colour that is seen on white in every theme."""
        colour = QColor("#0b6e75")
        painter.setPen(QPen(colour, width_px))
        colour.setAlpha(28)
        painter.setBrush(colour)
        painter.drawRoundedRect(self._rect(page, link).adjusted(-_LINK_PX, -_LINK_PX, _LINK_PX, _LINK_PX), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
