"""What marks of a term look like: on the page in two themes, by the painter of the page itself."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Term, Vocabulary
from eegview.ui.page.geometry import AXIS_PX, BASE_FONT_PX, PageGeometry
from eegview.ui.page.marks_painter import MarkStyle, paint_marks

_N_ROWS = 3
_LINES = 6.5  # the height of one page, in lines of text
_ME, _OTHER = "me", "other"


class MarkPreview(QWidget):
    """A small page in each theme, with a mark that is selected and one that is not; no recording lies under them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("vocabulary.preview")
        self.setAccessibleName("Preview of a mark")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._themes: tuple[Theme, ...] = ()
        self._term: Term | None = None
        self._vocabulary: Vocabulary | None = None

    def use_themes(self, themes: Sequence[Theme]) -> None:
        """Show a page in each of these themes."""
        self._themes = tuple(themes)
        self.updateGeometry()
        self.update()

    def show_term(self, term: Term, vocabulary: Vocabulary) -> None:
        """Show marks of a term."""
        self._term, self._vocabulary = term, vocabulary
        names = " and ".join(theme.label for theme in self._themes)
        self.setAccessibleDescription(f"{term.label}, drawn in the themes {names}" if names else term.label)
        self.update()

    def _page_height_px(self) -> int:
        return round(self.fontMetrics().height() * _LINES)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 34, self._page_height_px() * max(len(self._themes), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height_px = self._page_height_px()
        for number, theme in enumerate(self._themes):
            painter.save()
            painter.translate(0, number * height_px)
            self._paint_page(painter, theme, height_px - 4)
            painter.restore()

    def _paint_page(self, painter: QPainter, theme: Theme, height_px: int) -> None:
        """Paint an empty page with two marks: no signal, so that nobody takes it for a recording."""
        scale = self.font().pixelSize() / BASE_FONT_PX
        geometry = PageGeometry(self.width(), height_px - 1 + AXIS_PX * scale, Span(0.0, 10.0), _N_ROWS, 4.0, scale)
        painter.setClipRect(0, 0, self.width(), height_px)
        painter.fillRect(0, 0, self.width(), height_px, QColor(theme.page))
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawRect(0, 0, self.width() - 1, height_px - 1)
        painter.setPen(QPen(QColor(theme.quiet), 1))
        for position in range(_N_ROWS):
            y_px = geometry.centre_of(position)
            painter.drawLine(QPointF(geometry.left_px, y_px), QPointF(geometry.right_px, y_px))
        font = QFont(self.font())
        painter.setFont(font)
        painter.drawText(QPointF(6, geometry.centre_of(0) + self.fontMetrics().ascent() / 2 - 1), theme.label)
        if self._term is not None and self._vocabulary is not None:
            style = MarkStyle(theme, self._vocabulary, selected_id="chosen", author=_ME)
            paint_marks(painter, _marks_of(self._term), geometry, style, lambda _mark: [])


def _marks_of(term: Term) -> tuple[Annotation, ...]:
    """Return a mark, and another one that is selected, as long as they can be seen well."""
    length_s = {Shape.POINT: 0.0, Shape.SPAN: 2.0, Shape.EPOCH: 4.0}[term.shape]
    return tuple(
        Annotation(annotation_id, term.term_id, onset_s, length_s, layer=_ME)
        for annotation_id, onset_s in (("plain", 0.5), ("chosen", 5.3))
    )
