"""What marks of a term look like: on the page in two themes, by the painter of the page itself."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Shape, Term, Vocabulary
from eegview.ui.page.geometry import AXIS_PX, BASE_FONT_PX, GUTTER_PX, PageGeometry
from eegview.ui.page.marks_painter import MarkStyle, paint_marks

_N_ROWS = 3
_PAGE_S = 6.0
_LINES = 6.5  # the height of one page, in lines of text
_GAP_PX = 4
_ME = "me"


class MarkPreview(QWidget):
    """A small page in each theme, with a mark that is selected and one that is not; no recording lies under them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("vocabulary.preview")
        self.setAccessibleName(tr("Preview of a mark"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._themes: tuple[Theme, ...] = ()
        self._term: Term | None = None
        self._vocabulary: Vocabulary | None = None
        self._is_row = False

    def stand_in_row(self, is_row: bool) -> None:
        """Show the pages side by side, or one below the other."""
        if is_row != self._is_row:
            self._is_row = is_row
            self.updateGeometry()
            self.update()

    def use_themes(self, themes: Sequence[Theme]) -> None:
        """Show a page in each of these themes."""
        self._themes = tuple(themes)
        self.updateGeometry()
        self.update()

    def show_term(self, term: Term, vocabulary: Vocabulary) -> None:
        """Show marks of a term."""
        self._term, self._vocabulary = term, vocabulary
        names = " and ".join(theme.label for theme in self._themes)
        self.setAccessibleDescription(
            tr("{label}, drawn in the themes {names}", label=term.label, names=names) if names else term.label
        )
        self.update()

    def _page_height_px(self) -> int:
        return round(self.fontMetrics().height() * _LINES)

    def sizeHint(self) -> QSize:
        n_pages = max(len(self._themes), 1)
        n_down, n_across = (1, n_pages) if self._is_row else (n_pages, 1)
        return QSize(self.fontMetrics().averageCharWidth() * 34 * n_across, self._page_height_px() * n_down)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height_px, width_px = self._page_height_px(), self.width()
        if self._is_row:
            width_px = (width_px + _GAP_PX) // max(len(self._themes), 1)
        for number, theme in enumerate(self._themes):
            painter.save()
            painter.translate(*((number * width_px, 0) if self._is_row else (0, number * height_px)))
            self._paint_page(painter, theme, width_px - (_GAP_PX if self._is_row else 0), height_px - _GAP_PX)
            painter.restore()

    def _paint_page(self, painter: QPainter, theme: Theme, width_px: int, height_px: int) -> None:
        """Paint an empty page with two marks: no signal, so that nobody takes it for a recording."""
        scale = self.font().pixelSize() / BASE_FONT_PX
        gutter_px = (GUTTER_PX - _GAP_PX) * scale  # there are no rows to name
        frame = QRectF(0, 0, width_px - 1, height_px - 1)
        painter.setClipRect(frame.adjusted(0, 0, 1, 1))
        painter.fillRect(frame, QColor(theme.page))
        painter.setFont(self.font())
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawRect(frame)
        size_px = width_px + gutter_px, height_px - 1 + AXIS_PX * scale
        geometry = PageGeometry(*size_px, Span(0.0, _PAGE_S), _N_ROWS, 4.0, scale)
        painter.translate(-gutter_px, 0)
        for position in range(_N_ROWS):
            y_px = geometry.centre_of(position)
            painter.drawLine(QPointF(geometry.left_px, y_px), QPointF(geometry.right_px, y_px))
        self._write_label(painter, theme, frame.translated(gutter_px, 0))
        if self._term is not None and self._vocabulary is not None:
            style = MarkStyle(theme, self._vocabulary, selected_id="chosen", author=_ME)
            paint_marks(painter, _marks_of(self._term), geometry, style, lambda _mark: [])

    @staticmethod
    def _write_label(painter: QPainter, theme: Theme, frame: QRectF) -> None:
        """Name the theme in the corner, on plain ground."""
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        room = frame.adjusted(0, 0, -2 * _GAP_PX, -1)
        taken = painter.boundingRect(room, corner, theme.label)
        painter.fillRect(taken.adjusted(-_GAP_PX, 0, _GAP_PX, -1), QColor(theme.page))
        painter.setPen(QColor(theme.quiet))
        painter.drawText(room, corner, theme.label)


def _marks_of(term: Term) -> tuple[Annotation, ...]:
    """Return a mark, and another one that is selected, as long as they can be seen well."""
    length_s = {Shape.POINT: 0.0, Shape.SPAN: 1.2, Shape.EPOCH: 2.4}[term.shape]
    return tuple(
        Annotation(annotation_id, term.term_id, onset_s, length_s, layer=_ME)
        for annotation_id, onset_s in (("plain", 0.2), ("chosen", 3.2))
    )
