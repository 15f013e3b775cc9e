"""The column at the right: video with the keys, fields of both readers, counts of the study, the final layer."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.comparing.cards.decide_keys import DecideKeys
from eegview.ui.comparing.cards.fields_table import FieldsTable
from eegview.ui.comparing.cards.final_card import FinalCard
from eegview.ui.comparing.cards.study_card import StudyCard
from eegview.ui.triage.time_trust import TimeTrust
from eegview.ui.video.view import VideoView
from eegview.ui.window.actions import Actions

NO_VIDEO = tr("This recording has no video.")
BLIND_TEXT = tr("Final keeps who decided, when and why.")
_BESIDE_CHARACTERS = 62  # of the column; narrower, and the keys stand below the picture
CHARACTERS, LEAST_CHARACTERS = 50, 40  # so wide it would like to be, and in a narrow window
LEAST_PICTURE_PX = 110


class PairCard(QFrame):
    """The difference that is on the page: what both say, and what a person must know to decide."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("comparing.pair")
        self.setProperty("role", "card")
        self.title, self.who, self.note, self.remarks = QLabel(), QLabel(), QLabel(), QLabel()
        for label, name, role in (
            (self.title, "title", "title"),
            (self.who, "who", "caption"),
            (self.note, "note", "caption"),
            (self.remarks, "remarks", "warning"),
        ):
            label.setObjectName(f"comparing.pair.{name}")
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.fields = FieldsTable(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        for widget in (self.title, self.who, self.fields, self.remarks, self.note):
            layout.addWidget(widget)

    def show_texts(self, title: str, who: str, remarks: str, note: str) -> None:
        """Show title, who decides or has decided, remarks, and what is known of the decision."""
        for label, text in ((self.title, title), (self.who, who), (self.remarks, remarks), (self.note, note)):
            label.setText(text)
            label.setVisible(bool(text))


class ComparingSide(QWidget):
    """Holds the cards; what does not fit scrolls, the picture and the keys stay."""

    def __init__(self, actions: Actions, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("comparing.side")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.picture, self.trust = VideoView("comparing.picture"), TimeTrust("comparing.sync")
        self.picture.setMinimumHeight(LEAST_PICTURE_PX)
        self.no_video = QLabel(NO_VIDEO)
        self.no_video.setObjectName("comparing.no_video")
        self.no_video.setProperty("role", "quiet")
        self.keys = DecideKeys(actions)
        self.pair, self.study, self.final = PairCard(theme), StudyCard(theme()), FinalCard()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(10)
        self._top.addWidget(self.picture, 1)
        self._top.addWidget(self.no_video)
        self._top.addWidget(self.keys)
        inside = QWidget()
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(0, 0, 6, 0)
        cards.setSpacing(8)
        for card in (self.pair, self.study, self.final):
            cards.addWidget(card)
        cards.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("comparing.cards")
        self.area.setAccessibleName(tr("Difference, study and final layer"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 4, 0)
        layout.setSpacing(6)
        layout.addLayout(self._top)
        layout.addWidget(self.trust)
        layout.addWidget(self.area, 1)
        self._has_video = True
        self.show_video(False)

    def show_video(self, has_video: bool) -> None:
        """Give the picture its room, or say that there is none."""
        if has_video != self._has_video:
            self._has_video = has_video
            self.picture.setVisible(has_video)
            self.no_video.setVisible(not has_video)
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * CHARACTERS, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS, 120)

    def fit(self) -> None:
        """Put the keys beside the picture where there is room for both, else below it."""
        character_px = self.fontMetrics().averageCharWidth()
        is_beside = self._has_video and self.width() >= character_px * _BESIDE_CHARACTERS
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.LeftToRight if is_beside else ways.TopToBottom)
        if is_beside:
            self.keys.arrange(1)
        else:
            self.keys.fit(self.width() - 12)
        keys_px = self.keys.sizeHint().height()
        picture_px = keys_px if is_beside else max(round(self.height() * 0.24), LEAST_PICTURE_PX)
        self.picture.setFixedHeight(max(min(picture_px, round(self.height() * 0.4)), LEAST_PICTURE_PX))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self.fit()
