"""The panel beside the page: the grid of the night, the keys, and what is staged so far."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.stage_texts import STAGE_COMMANDS, label
from eegview.app.themes import Theme
from eegview.clinical.stages import NOT_SCORABLE
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.staging.night_grid import NightGrid, NightScroll
from eegview.ui.staging.so_far_table import SoFarTable
from eegview.ui.triage.buttons import KeyButtons, key_text
from eegview.ui.window.actions import Actions
from eegview.ui.window.style import panel_size_hint

_SWITCHES = (("staging.auto_advance", "Auto-advance"), ("staging.proposal", tr("Proposal")))
_LENGTHS = (("staging.epochs_30", "30 s"), ("staging.epochs_20", "20 s"))


class StagingPanel(QWidget):
    """Holds the cards; it outlives studies."""

    epoch_asked = Signal(int)
    run_asked = Signal(int, int)

    def __init__(self, actions: Actions, theme: Callable[[], Theme], vocabulary: Vocabulary) -> None:
        super().__init__()
        self.setObjectName("staging.panel")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._actions, self._theme, self._vocabulary = actions, theme, vocabulary
        self.is_built = False
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)

    def build(self) -> None:
        """Build the cards; later than the rest, so that the window does not start with what few open."""
        if self.is_built:
            return
        self.is_built = True
        actions, vocabulary = self._actions, self._vocabulary
        self.night = NightGrid(self._theme, vocabulary)
        self.night.epoch_asked.connect(self.epoch_asked)
        self.night.run_asked.connect(self.run_asked)
        self.night_scroll = NightScroll(self.night)
        self.count = QLabel()
        self.count.setObjectName("staging.count")
        self.count.setProperty("role", "quiet")
        self.keys = KeyButtons("staging.keys")
        self.keys.setContentsMargins(0, 0, 0, 0)
        for stage, command_id in STAGE_COMMANDS.items():
            self.keys.add(actions[command_id], actions.keys_of(command_id), label(stage, vocabulary))
        self.table = SoFarTable()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(6, 6, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(_card(tr("Epochs"), self.count, self.night_scroll), 1)
        layout.addWidget(_card(tr("One key stages"), _switches(actions), self.keys))
        layout.addWidget(_card(tr("So far"), self.table.heading, self.table))
        self._whole.addWidget(TallScroll(inside))  # in a low window the cards do not make it higher

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Call the stages as another vocabulary does."""
        self._vocabulary = vocabulary
        if self.is_built:
            self.night.use_vocabulary(vocabulary)
            for stage, command_id in STAGE_COMMANDS.items():
                self.keys.buttons[command_id].set_text(label(stage, vocabulary))

    def show_stages(self, stages: tuple[str, ...]) -> None:
        """Offer the keys of these stages, and that of an epoch that is not scorable."""
        for stage, command_id in STAGE_COMMANDS.items():
            self.keys.buttons[command_id].setVisible(stage in stages or stage == NOT_SCORABLE)

    def sizeHint(self) -> QSize:
        return panel_size_hint(self)


class TallScroll(QScrollArea):
    """Scrolls up and down where there is no room for all of a widget, which is as wide as it needs to be."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        inside = self._inside.sizeHint()
        return QSize(inside.width() + self.verticalScrollBar().sizeHint().width(), inside.height())

    def minimumSizeHint(self) -> QSize:
        inside = self._inside.minimumSizeHint()
        return QSize(inside.width() + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())


def _switches(actions: Actions) -> QWidget:
    """Return the switches of the mode, each following its command."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for command_id, text in (*_SWITCHES, *_LENGTHS):
        button = QToolButton()
        button.setObjectName(f"{command_id}.button")
        button.setProperty("role", "switch")
        button.setCheckable(True)
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        action = actions[command_id]
        button.setToolTip(f"{action.toolTip()} {key_text(actions.keys_of(command_id))}".strip())
        button.clicked.connect(lambda _checked=False, one=action: one.trigger())
        button.setChecked(action.isChecked())
        action.changed.connect(lambda one=action, of=button: of.setChecked(one.isChecked()))
        row.addWidget(button)
    row.addStretch(1)
    return widget


def _card(title: str, beside: QWidget | None, *parts: QWidget) -> QFrame:
    """Return a card; `beside` stands next to its title where it is short, else below."""
    card = QFrame()
    card.setProperty("role", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(8, 6, 8, 6)
    layout.setSpacing(5)
    heading = QLabel(title)
    heading.setProperty("role", "strong")
    if isinstance(beside, QLabel):
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(beside)
        layout.addLayout(row)
    else:
        layout.addWidget(heading)
        if beside is not None:
            layout.addWidget(beside)
    for part in parts:
        layout.addWidget(part, 1 if isinstance(part, NightScroll) else 0)
    if not any(isinstance(part, NightScroll) for part in parts):
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return card
