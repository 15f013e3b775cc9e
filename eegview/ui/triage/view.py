"""The parts of the triage around the page: strip and group above, video, reasons and head map beside, keys below."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.film.eeg_terms import film_terms
from eegview.app.page.head_field import HeadField
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.suggestions.reasons import WhyPanel
from eegview.ui.triage.buttons import KeyButtons, fill_buttons, key_text
from eegview.ui.triage.empty import EmptyPanel
from eegview.ui.triage.group import GroupLine
from eegview.ui.triage.header import TriageHeader
from eegview.ui.triage.heart_line import HeartLine
from eegview.ui.triage.time_trust import TimeTrust
from eegview.ui.video.view import VideoView
from eegview.ui.widgets.head_map import HeadMap, field_lines
from eegview.ui.window.context import Context

_EDGES_PX = 18  # above and below what a card holds
VIDEO_SHARE = 0.4  # of the column's height the picture has at least: what is seen there decides
LOW_PX = 300  # under it there is room for the picture and the reasons alone
LEAST_PICTURE_PX = 88
NO_VIDEO = tr("This recording has no video.")


class FieldPanel(QFrame):
    """The head map with a text beside it."""

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
    """A column of video above, reasons and head map below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.side")
        self.picture = VideoView("triage.picture")
        self.picture.setMinimumHeight(LEAST_PICTURE_PX)
        self.trust = TimeTrust("triage.sync")
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
        layout.addWidget(self.trust)
        layout.addWidget(self.no_video)
        layout.addWidget(self.why)
        self._context = QWidget()
        self._context.setObjectName("triage.context")
        self._context_lines = QVBoxLayout(self._context)
        self._context_lines.setContentsMargins(0, 0, 0, 0)
        self._context_lines.setSpacing(0)
        layout.addWidget(self._context)
        layout.addWidget(self.field)
        self._spacer = QWidget()
        self._spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout.addWidget(self._spacer)
        self._has_video, self._trust = False, ("", True)
        self.show_video(False)

    def add_context(self, widget: QWidget) -> None:
        """Give a widget a place between the reasons and the head map; call `fit` when it grows, goes or comes."""
        self._context_lines.addWidget(widget)
        self.fit()

    def _context_px(self, spacing_px: int, is_low: bool) -> int:
        """Return the height that what is beside the reasons takes, 0 where it has nothing to show."""
        items = (self._context_lines.itemAt(number) for number in range(self._context_lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        has_any = any(widget is not None and not widget.isHidden() for widget in widgets)
        self._context.setVisible(has_any and not is_low)
        return _height_px(self._context, self.width()) + spacing_px if has_any and not is_low else 0

    def show_video(self, has_video: bool) -> None:
        """Give the picture its room, or show that the study has no video."""
        self._has_video = has_video
        self.picture.setVisible(has_video)
        self.no_video.setVisible(not has_video)
        self._spacer.setVisible(not has_video)
        self.fit()

    def show_trust(self, text: str, is_sure: bool) -> None:
        """Show under the picture how far its time is to be trusted, see `TimeTrust`."""
        if (text, is_sure) != self._trust:
            self._trust = text, is_sure
            self.trust.show_trust(text, is_sure)
            self.fit()

    def fit(self) -> None:
        """Share the height: the picture gets its share, then the reasons what they need; the map comes last."""
        layout = self.layout()
        assert layout is not None
        is_low = self.height() < LOW_PX
        text, is_sure = self._trust
        self.trust.setVisible(bool(text) and not (is_low and is_sure))  # a warning stays
        self.picture.setToolTip(text)
        top = self.picture if self._has_video else self.no_video
        least_picture_px = self.picture.minimumHeight()
        top_px = (
            max(round(self.height() * VIDEO_SHARE), least_picture_px) if self._has_video else top.sizeHint().height()
        )
        if self.trust.isVisibleTo(self):  # it takes its lines from the picture's share
            line_px = _height_px(self.trust, self.width()) + layout.spacing()
            top_px = max(top_px, line_px + least_picture_px)
        context_px = self._context_px(layout.spacing(), is_low)
        room_px = self.height() - top_px - layout.spacing() - context_px
        margins = layout.contentsMargins()
        width_px = self.width() - margins.left() - margins.right()
        self.why.fit(room_px, width_px)
        why_px = _height_px(self.why, width_px)  # by its width: what Qt would take as its height cuts texts that wrap
        self.why.setFixedHeight(max(min(why_px, room_px), 0))
        left_px = room_px - why_px - layout.spacing()
        least_px = self.field.least_height_px
        self.field.setVisible(left_px >= least_px)
        self.field.setMaximumHeight(max(least_px, min(left_px, self.field.sizeHint().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _height_px(widget: QWidget, width_px: int) -> int:
    return widget.heightForWidth(width_px) if widget.hasHeightForWidth() else widget.sizeHint().height()


class TriageView(QObject):
    """Holds the parts, which outlive studies; shows all of them, or only what stands in place of a card."""

    term_chosen = Signal(object)  # Term: what is shown is to be marked as that

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._page = window.page
        self.header = TriageHeader()
        self.group = GroupLine(self._page.theme)
        self.side = SidePanel(self._page.theme)
        self.heart = HeartLine(self._page.theme)
        self.side.add_context(self.heart)
        self.buttons = KeyButtons("triage.buttons", keeps_low=True)
        self.edge_buttons = KeyButtons("triage.edge_buttons", keeps_low=True)
        self.empty = EmptyPanel("triage.empty")
        self._parts = (self.header, self.group, self.side, self.buttons, self.edge_buttons, self.empty)
        window.above.addWidget(self.header)
        window.above.addWidget(self.group)
        window.add_beside_page(self.side)
        window.add_beside_page(self.empty)
        window.below.addWidget(self.buttons)
        window.below.addWidget(self.edge_buttons)
        studies = context.studies

        def terms() -> tuple[Term, ...]:
            study = studies.study
            return film_terms(studies.vocabulary, study.recording if study is not None else None)

        fill_buttons(self.buttons, self.edge_buttons, actions, terms, self.term_chosen.emit)
        leave, blind, goes_on = (actions[f"triage.{name}"] for name in ("close", "blind", "auto_advance"))
        self.header.use_actions(blind, goes_on, leave, key_text(actions.keys_of("triage.close")))
        self.hide()

    def hide(self) -> None:
        """Give the room around the page back."""
        for part in self._parts:
            part.hide()

    def show_card(self, is_editing: bool = False) -> None:
        """Show all that belongs to a card; while edges are edited, the keys for that."""
        for part in (self.header, self.group, self.side):
            part.show()
        self.empty.hide()
        self.buttons.setVisible(not is_editing)
        self.edge_buttons.setVisible(is_editing)

    def show_empty(self, has_strip: bool = True) -> None:
        """Show why there is no card."""
        for part in (self.group, self.side, self.buttons, self.edge_buttons):
            part.hide()
        self.header.setVisible(has_strip)
        self.empty.show()

    def restyle(self) -> None:
        """Draw the parts in the window's theme as it is now."""
        theme = self._page.theme
        self.group.chips.set_theme(theme)
        self.side.why.set_theme(theme)
        self.side.field.map.set_theme(theme)
        self.heart.set_theme(theme)
