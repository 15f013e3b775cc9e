"""Paint one epoch as a cell: what is staged is filled, what is proposed dashed, what lies off the grid hatched."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from eegview.app.stage_texts import colour, letter
from eegview.app.staging.staged_epochs import STAGE_OF_CODE
from eegview.app.staging.staging import Staging
from eegview.app.themes import Theme

_PALE = 46  # of 255: how much colour a proposal has


def ink_on(fill: QColor) -> QColor:
    """Return black or white, whichever stands out more on a colour."""
    return QColor("#000000") if _luminance(fill) > 0.179 else QColor("#ffffff")


def _luminance(c: QColor) -> float:
    """Return the relative luminance (0-1) as WCAG 2 defines it."""
    parts = (c.redF(), c.greenF(), c.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def paint_cell(
    painter: QPainter, box: QRectF, staging: Staging, number: int, theme: Theme, is_different: bool, has_letter: bool
) -> None:
    """Paint an epoch.

    is_different : it is staged otherwise than proposed, which a corner says
    """
    epochs = staging.epochs
    code, by_hand = int(epochs.codes[number]), int(epochs.by_hand[number])
    proposed = staging.proposed(number) if staging.shows_proposal else ""
    text, ink = "", QColor(theme.ink)
    if not staging.is_recorded[number]:
        painter.fillRect(box, QBrush(QColor(theme.gap_hatch), Qt.BrushStyle.BDiagPattern))
    elif code:
        fill = QColor(colour(STAGE_OF_CODE[code], theme))
        painter.fillRect(box, fill)
        text, ink = letter(STAGE_OF_CODE[code]), ink_on(fill)
        if has_letter and epochs.is_unsure(number):
            text += " ?"
    elif by_hand:
        stage = STAGE_OF_CODE[by_hand]
        painter.fillRect(box, QBrush(QColor(colour(stage, theme)), Qt.BrushStyle.Dense6Pattern))
        _frame(painter, box, colour(stage, theme), Qt.PenStyle.SolidLine)
        text = letter(stage)
    elif proposed:
        pale = QColor(colour(proposed, theme))
        pale.setAlpha(_PALE)
        painter.fillRect(box, pale)
        if has_letter:
            _frame(painter, box, theme.quiet, Qt.PenStyle.DashLine)
        text, ink = letter(proposed), QColor(theme.quiet)
    elif has_letter:
        _frame(painter, box, theme.line_strong, Qt.PenStyle.SolidLine)
    else:  # a small cell: a line along its foot says that there is an epoch to stage
        painter.fillRect(QRectF(box.left(), box.bottom() - 1.5, box.width(), 1.5), QColor(theme.line_strong))
    if is_different:
        side = min(box.width(), box.height()) * (0.35 if has_letter else 0.6)
        corner = QPolygonF([box.topRight(), box.topRight() - QPointF(side, 0), box.topRight() + QPointF(0, side)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.danger))
        painter.drawPolygon(corner)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    if has_letter and text:
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _frame(painter: QPainter, box: QRectF, line: str, style: Qt.PenStyle) -> None:
    painter.setPen(QPen(QColor(line), 1, style))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
