"""The card "This study": how many events each reader has, how many match, and how far onsets lie apart."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.comparing.cards.onset_histogram import OnsetHistogram
from eegview.ui.comparing.shown import ListName, ShownCounts
from eegview.ui.widgets.elided_label import ElidedLabel

_LINES: tuple[tuple[str, str, str, ListName | None], ...] = (
    ("a", tr("Reader A"), tr("Events that reader A marked, and runs of epochs"), None),
    ("b", tr("Reader B"), tr("Events that reader B marked, and runs of epochs"), None),
    (
        "same",
        tr("Matched, same answers"),
        tr("Both marked it with the same answers. Click: show them."),
        ListName.MATCHED,
    ),
    (
        "conflicting",
        tr("Matched, conflicting"),
        tr("Both marked it, answers differ. Click: show them."),
        ListName.CONFLICT,
    ),
    ("only_a", tr("Only A"), tr("Reader B has no mark there. Click: show them."), ListName.ONLY_A),
    ("only_b", tr("Only B"), tr("Reader A has no mark there. Click: show them."), ListName.ONLY_B),
)

_BESIDE_CHARACTERS = 54


class StudyCard(QFrame):
    """Shows `ShownCounts`; a count opens its list."""

    list_asked = Signal(str)  # ListName

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("comparing.study")
        self.setProperty("role", "card")
        self.title, self.rule = QLabel(tr("This study")), ElidedLabel()
        self.title.setProperty("role", "strong")
        self.rule.setProperty("role", "caption")
        self.rule.setObjectName("comparing.rule")
        self.values: dict[str, QLabel | QToolButton] = {}
        self.histogram = OnsetHistogram(theme)
        counts = QWidget()
        grid = QGridLayout(counts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for row, (name, text, tip, of) in enumerate(_LINES):
            caption, value = QLabel(text), QLabel() if of is None else self._button(name, of)
            value.setObjectName(f"comparing.count.{name}")
            if isinstance(value, QLabel):
                value.setProperty("role", "strong")
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                value.setContentsMargins(0, 0, 4, 0)  # as the counts below, which are links
            for widget in (caption, value):
                widget.setToolTip(tip)
            self.values[name] = value
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        body = self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addWidget(self.title)
        head.addWidget(self.rule, 1)
        body.setSpacing(16)
        body.addWidget(counts)
        body.addWidget(self.histogram, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(body)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the histogram below the counts where it has no room beside them."""
        super().resizeEvent(event)
        is_wide = self.width() >= self.fontMetrics().averageCharWidth() * _BESIDE_CHARACTERS
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def _button(self, name: str, of: ListName) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.list_asked.emit(of.value))
        return button

    def show_counts(self, title: str, rule: str, counts: ShownCounts, limit_s: float) -> None:
        """Show the counts of what `title` names, and by which rule events were matched."""
        self.title.setText(title)
        self.rule.setText(rule)
        for name, text, _tip, _of in _LINES:
            value = self.values[name]
            value.setText(str(getattr(counts, name)))
            value.setAccessibleName(f"{text}: {value.text()}")
        self.histogram.show_values(counts.onset_differences_s, limit_s)
