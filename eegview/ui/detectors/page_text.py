"""A page of Markdown whose tables share the width by what their columns hold."""

from collections.abc import Sequence

from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent, QTextDocument, QTextLength, QTextTable
from PySide6.QtWidgets import QTextBrowser, QWidget

from eegview.ui.widgets.text_page import give_room


class PageText(QTextBrowser):
    """Shows text that opens nothing by itself; what is wider than the page is wrapped, else it scrolls."""

    def __init__(self, object_name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setOpenLinks(False)  # a page is another's text

    def show_markdown(self, markdown: str) -> None:
        """Show a text from its start."""
        self.setMarkdown(markdown)
        give_room(self.document(), self.fontMetrics().height())
        self._fit()
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bold = QFont(self.font())  # as headings are
        bold.setBold(True)
        fit_tables(self.document(), self.viewport().width(), QFontMetricsF(bold))


def fit_tables(document: QTextDocument, width_px: float, metrics: QFontMetricsF) -> None:
    """Give the columns of each table their widths: all a column wants where there is room, else its fair share.

    metrics : of the widest letters in them, those of headings
    """
    room_px = width_px - 2 * document.documentMargin() - 4
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            edges_px = 2 * table.cellPadding() + 4
            columns = [[frame.cellAt(row, k) for row in range(frame.rows())] for k in range(frame.columns())]
            texts = [[c.firstCursorPosition().block().text() for c in column] for column in columns]
            wanted = [max(metrics.horizontalAdvance(t) for t in column) + edges_px for column in texts]
            words = [[word for text in column for word in text.split(" ")] for column in texts]
            least = [max(metrics.horizontalAdvance(w) for w in column) + edges_px for column in words]
            widths = shared_widths(wanted, least, room_px)
            table.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, width) for width in widths])
            frame.setFormat(table)


def shared_widths(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Return what each column gets of the room.

    Where not all get what they want, none gets less than its longest word, and the rest goes to those that hold more
    text, by the root of it: a long text wraps, a short one stands in one line.
    """
    if sum(wanted) <= room:
        return list(wanted)
    if sum(least) >= room:
        return list(least)
    widths, is_open = list(least), [want > low for want, low in zip(wanted, least, strict=True)]
    while any(is_open):
        left = room - sum(widths)
        if left < 1:
            break
        pull = [(want**0.5 if o else 0.0) for want, o in zip(wanted, is_open, strict=True)]
        for k, one in enumerate(pull):
            widths[k] = min(wanted[k], widths[k] + left * one / sum(pull)) if one else widths[k]
        is_open = [want - width > 0.5 for want, width in zip(wanted, widths, strict=True)]
    return widths
