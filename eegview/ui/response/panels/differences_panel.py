"""The table of differences with its state, its notes and its ways out; below it the response."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.response.state_epochs import state_label
from eegview.model.text.language import tr
from eegview.ui.response.panels.differences_table import DifferencesTable
from eegview.ui.response.panels.response_card import ResponseCard
from eegview.ui.widgets.kept_keys import KeyKeeper

NO_VERDICT = tr("No single number says whether treatment worked: read the panel as a whole.")
_NARROWEST_CHARACTERS = 52
_WIDEST_PX = 400  # that are asked for, however large the text


class DifferencesPanel(QSplitter):
    """The column at the right: differences above, response and notes below.

    state_chosen : in which state of sleep or wake trends are compared
    trends_asked : the trends' markers are to be computed after all
    """

    state_chosen = Signal(str)
    trends_asked = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("response.differences.panel")
        self.setChildrenCollapsible(False)
        self.table, self.card = DifferencesTable(), ResponseCard()
        self.state = QComboBox()
        self.state.setObjectName("response.state_compared")
        self.state.setAccessibleName(tr("State in which trends are compared"))
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state.setToolTip(tr("Trends are compared in this state; it needs clean epochs in all studies"))
        self.state.activated.connect(lambda _index: self.state_chosen.emit(str(self.state.currentData())))
        self.more = QToolButton()
        self.more.setObjectName("response.differences.more")
        self.more.setText(tr("Table"))
        self.more.setAccessibleName(tr("Copy or save the table"))
        self.more.setToolTip(tr("Copy or save the table"))
        self.more.setProperty("role", "filter")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.problem, self.warnings, self.how = _quiet("warning"), _quiet("warning"), _quiet()
        self.warnings.setObjectName("response.cautions")
        self.cautions = QToolButton()
        self.cautions.setObjectName("response.cautions.show")
        self.cautions.setProperty("role", "link")
        self.cautions.setAccessibleName(tr("Cautions"))
        self.cautions.setToolTip(tr("Show what has to be known before these studies are compared"))
        self.cautions.clicked.connect(lambda _checked=False: self.show_cautions())
        self.compute = QToolButton()
        self.compute.setObjectName("response.compute")
        self.compute.setText(tr("Compute trends"))
        self.compute.setProperty("role", "link")
        self.compute.clicked.connect(lambda _checked=False: self.trends_asked.emit())
        self.how.setText(NO_VERDICT)
        self.notes = _quiet()
        self.notes.setObjectName("response.notes")
        self._build()
        self._keeper = KeyKeeper(self)
        self._keeper.keep(self.state)

    def _build(self) -> None:
        title = QLabel(tr("Differences"))
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.more)
        second = QHBoxLayout()
        second.addWidget(self.cautions)
        second.addStretch(1)
        second.addWidget(self.state)
        above = QFrame()
        above.setProperty("role", "card")
        column = QVBoxLayout(above)
        column.setContentsMargins(8, 4, 8, 6)
        column.setSpacing(3)
        column.addLayout(head)
        column.addLayout(second)
        for widget in (self.problem, self.compute):
            column.addWidget(widget)
        self.cautions.hide()
        column.addWidget(self.table, 1)
        column.addWidget(self.how)
        self.compute.hide()
        inside = _Tall()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.card)
        self.cautions_title, heading = QLabel(tr("Cautions")), QLabel(tr("How it was compared"))
        for label in (self.cautions_title, heading):
            label.setProperty("role", "strong")
        for widget in (self.cautions_title, self.warnings, heading, self.notes):
            below.addWidget(widget)
        below.addStretch(1)
        area = self._area = QScrollArea()
        area.setObjectName("response.below")
        area.setAccessibleName(tr("Response and notes"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.addWidget(above)
        self.addWidget(area)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        above.setMinimumHeight(140)
        area.setMinimumHeight(90)

    def minimumSizeHint(self) -> QSize:
        wanted_px = self.fontMetrics().averageCharWidth() * _NARROWEST_CHARACTERS
        return QSize(min(wanted_px, _WIDEST_PX), 240)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), 400)

    def show_states(self, states: Sequence[str], chosen: str) -> None:
        """Offer these states; one alone cannot be chosen."""
        self.state.clear()
        for state in dict.fromkeys((*states, chosen)):
            label = state_label(state)
            self.state.addItem(f"{label[:1].upper()}{label[1:]}", state)
        self.state.setCurrentIndex(self.state.findData(chosen))
        self.state.setEnabled(self.state.count() > 1)
        self.state.setVisible(bool(chosen))

    def show_cautions(self) -> None:
        """Scroll to the cautions."""
        self._area.ensureWidgetVisible(self.warnings, 0, 8)
        self._area.verticalScrollBar().setValue(max(self.cautions_title.y() - 4, 0))

    def show_texts(self, problem: str, warnings: Sequence[str], notes: Sequence[str], can_compute: bool) -> None:
        """Show why something is not there, what a reader must know, and how it was made."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.warnings.setText("\n".join(warnings))
        n = len(warnings)
        self.cautions.setText(f"⚠ {n} {'caution' if n == 1 else 'cautions'}")
        self.cautions.setAccessibleName(f"{n} cautions: {' '.join(warnings)}")
        for widget in (self.cautions, self.cautions_title, self.warnings):
            widget.setVisible(n > 0)
        self.compute.setVisible(can_compute)
        self.notes.setText("\n\n".join(notes))


class _Tall(QWidget):
    """What is scrolled: as high as its width makes it, not as high as it would be at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def _quiet(role: str = "quiet") -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
