"""Up to six studies side by side, each in small; which of them is a page is chosen here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.response.multiples.study_cell import StudyCell, cell_areas
from eegview.ui.response.multiples.study_small import StudySmall


class StudyRow(QScrollArea):
    """Shows `StudySmall`s by time; it scrolls sideways where the window is narrow.

    study_asked, remove_asked : the fingerprint of a study
    """

    study_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("response.row")
        self.setAccessibleName(tr("All studies of the comparison, in small"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self._inside = QWidget()
        self._layout = QHBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addStretch(0)
        for widget in (self, self._inside):
            widget.setProperty("role", "form")
        self.setWidget(self._inside)
        self.cells: list[StudyCell] = []
        self._is_low = False
        self._shown: tuple[StudySmall, ...] = ()

    def sizeHint(self) -> QSize:
        bar_px = self.horizontalScrollBar().sizeHint().height()
        line_px = QFontMetricsF(small_font(self.font())).height()
        return QSize(600, round(cell_areas(1.0, line_px, self._is_low)[-1].bottom()) + 8 + bar_px)

    def use_room(self, is_low: bool) -> None:
        """Be lower where the window is."""
        if is_low != self._is_low:
            self._is_low = is_low
            for cell in self.cells:
                cell.is_low = is_low
                cell.updateGeometry()
                cell.update()

    def show_studies(self, studies: Sequence[StudySmall]) -> None:
        """Show these, by time."""
        self._shown = tuple(studies)
        while len(self.cells) > len(studies):
            cell = self.cells.pop()
            self._layout.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        while len(self.cells) < len(studies):
            self._add_cell()
        for cell, small in zip(self.cells, studies, strict=True):
            cell.show_small(small, self._theme)

    def _add_cell(self) -> None:
        cell = StudyCell(self._theme, self._inside)
        cell.is_low = self._is_low
        cell.clicked.connect(lambda _checked=False: self._ask(cell))
        cell.removed.connect(lambda: self._ask(cell, is_removed=True))
        self.cells.append(cell)
        self._layout.insertWidget(self._layout.count() - 1, cell, 1)

    def _ask(self, cell: StudyCell, is_removed: bool = False) -> None:
        if cell.small is not None:
            (self.remove_asked if is_removed else self.study_asked).emit(cell.small.fingerprint)

    def use_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.show_studies(self._shown)
