"""The parts of the triage around the page: strip and group above, video, reasons and head map beside, keys below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.page.head_field import HeadField
from eegview.app.themes import Theme
from eegview.ui.suggestions.reasons import WhyPanel
from eegview.ui.triage.buttons import KeyButtons
from eegview.ui.triage.chips import TriageChips
from eegview.ui.triage.head_map import HeadMap, field_lines
from eegview.ui.triage.header import TriageHeader
from eegview.ui.video.view import VideoView

_EDGES_PX = 18  # above and below what a card holds
VIDEO_SHARE = 0.4  # of the column's height the picture has at least: what is seen there decides
NO_VIDEO = "No video belongs to this recording."


class GroupLine(QWidget):
    """What the group is, its chips, and what goes for all of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.group")
        self.title, self.facts, self.keys = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.facts.setProperty("role", "quiet")
        self.keys.setProperty("role", "quiet")
        self.title.setObjectName("triage.group.title")
        self.facts.setObjectName("triage.group.facts")
        self.chips = TriageChips(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 2)
        layout.setSpacing(10)
        for widget in (self.title, self.facts):
            layout.addWidget(widget)
        layout.addWidget(self.chips, 1)
        layout.addWidget(self.keys)

    def show_group(self, title: str, facts: str, keys: str) -> None:
        self.title.setText(title)
        self.facts.setText(facts)
        self.keys.setText(keys)


class FieldPanel(QFrame):
    """The head map with its words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.field")
        self.setProperty("role", "card")
        self.map = HeadMap(theme)
        self.words = QLabel()
        self.words.setObjectName("triage.field.words")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self.map)
        layout.addWidget(self.words, 1)

    @property
    def least_height_px(self) -> int:
        return max(self.minimumSizeHint().height(), _height_px(self.words, self.words.width()) + _EDGES_PX)

    def show_field(self, field: HeadField | None, clock: str, message: str = "") -> None:
        """Show a field with its time as people read it, or why there is none."""
        self.map.setVisible(field is not None)
        self.map.show_field(field, message)
        self.words.setText("\n".join(field_lines(field, clock)) if field is not None else message)


class SidePanel(QWidget):
    """Video above, reasons and head map below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.side")
        self.picture = VideoView("triage.picture")
        self.why = WhyPanel(theme)
        self.field = FieldPanel(theme)
        self.why.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 10, 0)
        layout.setSpacing(8)
        self.no_video = QLabel(NO_VIDEO)
        self.no_video.setObjectName("triage.no_video")
        self.no_video.setProperty("role", "quiet")
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.no_video)
        layout.addWidget(self.why)
        layout.addWidget(self.field)
        self._spacer = QWidget()
        self._spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout.addWidget(self._spacer)
        self._has_video = False
        self.show_video(False)

    def show_video(self, has_video: bool) -> None:
        """Give the picture its room, or say that the study has no video."""
        self._has_video = has_video
        self.picture.setVisible(has_video)
        self.no_video.setVisible(not has_video)
        self._spacer.setVisible(not has_video)
        self.fit()

    def fit(self) -> None:
        """Share the height: the picture gets its share, then the reasons what they need; the map comes last."""
        layout = self.layout()
        assert layout is not None
        top = self.picture if self._has_video else self.no_video
        top_px = round(self.height() * VIDEO_SHARE) if self._has_video else top.sizeHint().height()
        if self._has_video:
            self.why.fit(self.height() - top_px - layout.spacing(), self.width())
        left_px = self.height() - top_px - _height_px(self.why, self.width()) - 2 * layout.spacing()
        least_px = self.field.least_height_px
        self.field.setVisible(left_px >= least_px)
        self.field.setMaximumHeight(max(least_px, min(left_px, self.field.sizeHint().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _height_px(widget: QWidget, width_px: int) -> int:
    return widget.heightForWidth(width_px) if widget.hasHeightForWidth() else widget.sizeHint().height()


class EmptyPanel(QWidget):
    """Stands in place of the card: what there is to know, and what can be done."""

    chosen = Signal(str)

    def __init__(self, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.title, self.words = QLabel(), QLabel()
        self.title.setObjectName(f"{object_name}.title")
        self.words.setObjectName(f"{object_name}.words")
        self.title.setProperty("role", "title")
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addLayout(self._buttons)
        layout.addStretch(3)

    def show_words(self, title: str, words: str, acts: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """Show a sentence, an explanation and buttons (object name, words, what it does), the first one foremost."""
        self.title.setText(title)
        self.words.setText(words)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons.addStretch(1)
        for number, (name, text, run) in enumerate(acts):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if number == 0:
                button.setProperty("role", "primary")
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)


class TriageView:
    """Holds the parts; shows all of them, or only what stands in place of a card."""

    def __init__(self, theme: Theme) -> None:
        self.header = TriageHeader()
        self.group = GroupLine(theme)
        self.side = SidePanel(theme)
        self.buttons = KeyButtons("triage.buttons")
        self.edge_buttons = KeyButtons("triage.edge_buttons")
        self.empty = EmptyPanel("triage.empty")
        self._parts = (self.header, self.group, self.side, self.buttons, self.edge_buttons, self.empty)
        self.hide()

    def hide(self) -> None:
        for part in self._parts:
            part.hide()

    def show_card(self, is_editing: bool = False) -> None:
        for part in (self.header, self.group, self.side):
            part.show()
        self.empty.hide()
        self.buttons.setVisible(not is_editing)
        self.edge_buttons.setVisible(is_editing)

    def show_empty(self, has_strip: bool = True) -> None:
        for part in (self.group, self.side, self.buttons, self.edge_buttons):
            part.hide()
        self.header.setVisible(has_strip)
        self.empty.show()

    def set_theme(self, theme: Theme) -> None:
        self.group.chips.set_theme(theme)
        self.side.why.set_theme(theme)
        self.side.field.map.set_theme(theme)
