"""The feedback beside the page: verdict, votes, reasons with the field map, why not, and what to do next."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from eegview.app.page.head_field import HeadField
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.model.training.key import Key
from eegview.ui.training.card.feedback_texts import FeedbackTexts
from eegview.ui.training.card.vote_bars import VoteBars
from eegview.ui.training.page.reasons_painter import NumberedReason
from eegview.ui.widgets.head_map import HeadMap

_MAP_LINES = 8.4  # of text, as high as the field map
_MAP_SHARE = 0.42  # of the panel's width at most
BEFORE = tr("Feedback comes after you commit.")
NO_FEEDBACK = tr("No feedback in this mode. The result comes at the end.")


def _words(object_name: str, role: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(object_name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(1)  # it wraps; the panel is never wider than its room
    if role:
        label.setProperty("role", role)
    return label


class FeedbackPanel(QFrame):
    """Shows one feedback, or why there is none; its room is the same either way.

    marks_asked, nearest_asked, disagree_asked : buttons
    """

    marks_asked = Signal()
    nearest_asked = Signal()
    disagree_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("training.feedback")
        self.setAccessibleName(tr("Feedback"))
        self.setProperty("role", "card")
        area = self._area = QScrollArea()
        area.setObjectName("training.feedback.area")
        area.setAccessibleName(tr("Feedback"))
        area.setProperty("role", "form")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme = theme
        held = QWidget()
        held.setProperty("role", "form")
        self._layout = QVBoxLayout(held)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(6)
        self.empty = _words("training.feedback.empty", "quiet")
        self.verdict = _words("training.feedback.verdict", "title")
        self.source = _words("training.feedback.source", "strong")
        self.bars = VoteBars(theme)
        self.onset = _words("training.feedback.onset")
        self.why_title = _words("training.feedback.why_title", "strong")
        self.map = HeadMap(theme, "training.head_map")
        self._fit_map()
        self.map_scale = _words("training.head_map.scale", "quiet")
        self.reasons = _words("training.feedback.reasons")
        self.reasons.setTextFormat(Qt.TextFormat.RichText)
        self.why_not_title = _words("training.feedback.why_not_title", "strong")
        self.why_not = _words("training.feedback.why_not")
        self.note = _words("training.feedback.note", "quiet")
        self._map_box = QWidget()
        beside = QHBoxLayout(self._map_box)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.map, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.reasons, 1, Qt.AlignmentFlag.AlignTop)
        self.marks = self._link("training.marks", tr("Experts' marks on the page"), self.marks_asked)
        self.nearest = self._link("training.nearest", tr("Compare with one you had right"), self.nearest_asked)
        self.disagree = self._link("training.disagree", tr("I disagree…"), self.disagree_asked)
        shown = (self.empty, self.verdict, self.source, self.bars, self.onset, self._line(), self.why_title)
        shown += (self._map_box, self.map_scale, self.why_not_title, self.why_not, self.note)
        for widget in shown:
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self._parts = tuple(
            widget
            for number in range(self._layout.count())
            if (item := self._layout.itemAt(number)) is not None and (widget := item.widget()) is not None
        )
        area.setWidget(held)
        self._foot = QWidget()
        links = QVBoxLayout(self._foot)
        links.setContentsMargins(8, 4, 8, 6)
        links.setSpacing(2)
        for link in (self.marks, self.nearest, self.disagree):
            links.addWidget(link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(self._foot)
        self._has_map = True
        self.show_nothing(BEFORE)

    @staticmethod
    def _line() -> QFrame:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        return line

    @staticmethod
    def _link(object_name: str, text: str, signal: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName(object_name)
        button.setText(text)
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: signal.emit())  # type: ignore[attr-defined]
        return button

    def _fit_map(self) -> None:
        side_px = min(round(self.fontMetrics().height() * _MAP_LINES), max(round(self.width() * _MAP_SHARE), 80))
        self.map.setFixedSize(side_px, side_px)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "map"):
            self._fit_map()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_map()

    # what is shown

    def show_nothing(self, text: str) -> None:
        """Show why there is no feedback."""
        for part in self._parts:
            part.setVisible(part is self.empty)
        self._foot.hide()
        self.empty.setText(text)

    def show_feedback(self, texts: FeedbackTexts, reasons: tuple[NumberedReason, ...], nearest: str) -> None:
        """Show a feedback; the field map comes by itself.

        nearest : what the nearest item answered right is called, "" where there is none
        """
        for part in self._parts:
            part.show()
        self._foot.show()
        self.empty.hide()
        self.verdict.setText(("✓ " if texts.is_right else "✕ ") + texts.verdict)
        colour = self._theme.accent if texts.is_right else self._theme.danger
        self.verdict.setStyleSheet(f"color: {colour};")
        self.source.setText(texts.source)
        self.bars.show_bars(texts.bars)
        self.bars.setVisible(bool(texts.bars))
        for label, text in (
            (self.onset, texts.onset),
            (self.why_title, texts.why_title if reasons else ""),
            (self.why_not_title, texts.why_not_title),
            (self.why_not, texts.why_not),
            (self.note, texts.note),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.reasons.setText(_reasons_html(reasons, self._theme))
        self.show_field(None, "")
        self.nearest.setVisible(bool(nearest))
        if nearest:
            self.nearest.setText(nearest)
        self._area.verticalScrollBar().setValue(0)

    def show_field(self, field: HeadField | None, message: str) -> None:
        """Show the field map with its scale, or why there is none; "" for nothing at all."""
        self.map.show_field(field, message)
        self.map.setVisible(self._has_map and field is not None)
        text = (
            tr(
                "Field at {at_s:.2f} s, average reference; {shade_text}.",
                at_s=field.at_s,
                shade_text=self.map.shade_text,
            )
            if field is not None
            else message
        )
        self.map_scale.setText(text)
        self.map_scale.setVisible(self._has_map and bool(text))

    def switch_map(self) -> bool:
        """Hide the field map, or show it again; return whether it is shown from now on."""
        self._has_map = not self._has_map
        self.show_field(self.map.field, self.map.message)
        return self._has_map

    def show_marks_on(self, is_on: bool, key: Key) -> None:
        """Say what the button for the key's marks does next; without marks there is none."""
        self.marks.setVisible(bool(key.marks))
        whose = "Simulator's" if key.is_simulated else "Experts'"
        self.marks.setText(tr("Reasons on the page") if is_on else tr("{whose} marks on the page", whose=whose))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.bars.set_theme(theme)
        self.map.set_theme(theme)


def _reasons_html(reasons: tuple[NumberedReason, ...], theme: Theme) -> str:
    lines = (
        tr(
            '<p style="margin: 0 0 4px 0;"><b style="color: {text_colour};">{number}</b>&nbsp;{escape}</p>',
            text_colour=theme.text_colour(one.colour),
            number=one.number,
            escape=escape(one.reason.text),
        )
        for one in reasons
    )
    return "".join(lines)
