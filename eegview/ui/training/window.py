"""The training window: where the parts of a session lie. It holds no session and decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.training.card.answer_card import AnswerCard
from eegview.ui.training.card.feedback_panel import FeedbackPanel
from eegview.ui.training.card.header import SessionHeader
from eegview.ui.training.card.key_line import KeyLine
from eegview.ui.training.card.queue_card import QueueCard
from eegview.ui.training.card.result_card import ResultCard
from eegview.ui.training.card.steps import StepsLine
from eegview.ui.training.learner.figures_column import FiguresColumn
from eegview.ui.training.page.film import Film
from eegview.ui.training.page.stretch import StretchPage
from eegview.ui.widgets.elided_label import ElidedLabel

FIRST_SIZE_PX = 1440, 900
FIGURES_FROM_CHARACTERS = 210  # as wide as the window must be for the learner's figures to stand in it
_PAGE_STRETCH, _FILM_STRETCH = 30, 70  # of the page where film is all there is
_QUEUE_FROM_LINES = 56  # as high as it must be for the queue


class TrainingWindow(QWidget):
    """Header above; page, answer and queue at the left; video and feedback beside; figures at the right.

    activated : it has the keyboard now, or no longer
    on_close : asked before it closes
    """

    activated = Signal(bool)

    def __init__(self, theme: Theme, stretch: StretchPage, film: Film) -> None:
        super().__init__()
        self.setObjectName("training.window")
        self.setWindowTitle(tr("Training — eegview"))
        self.resize(*FIRST_SIZE_PX)
        self.theme, self.stretch, self.film = theme, stretch, film
        self.header, self.keys, self.result = SessionHeader(), KeyLine(), ResultCard()
        self.number, self.question = QLabel(), ElidedLabel()
        self.number.setObjectName("training.number")
        self.number.setProperty("role", "title")
        self.question.setObjectName("training.question")
        self.steps, self.answer, self.queue = StepsLine(theme), AnswerCard(), QueueCard()
        self.feedback, self.figures = FeedbackPanel(theme), FiguresColumn(theme)
        self.history = QLabel()
        self.history.setObjectName("training.history")
        self.history.setWordWrap(True)
        self.history.setTextFormat(Qt.TextFormat.PlainText)
        self.history.hide()
        self.on_close: Callable[[], None] = lambda: None
        self._may_show_queue = True
        self._may_show_figures = True
        self._card = QWidget()
        row = QHBoxLayout(self._card)
        row.setContentsMargins(8, 8, 8, 4)
        row.setSpacing(8)
        row.addLayout(self._left(), 54)
        row.addWidget(self._beside(), 23)
        self._figures = _scrolled(self.figures, "training.figures.scroll")
        row.addWidget(self._figures, 23)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._card)
        self.stack.addWidget(self.result)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.keys)
        self.setMinimumSize(QSize(900, 560))

    def _left(self) -> QVBoxLayout:
        page = QFrame()
        page.setProperty("role", "card")
        inner = QVBoxLayout(page)
        inner.setContentsMargins(1, 6, 1, 1)
        inner.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(11, 0, 11, 0)
        top.setSpacing(10)
        top.addWidget(self.number)
        top.addWidget(self.question, 1)
        top.addWidget(self.steps)
        inner.addLayout(top)
        inner.addWidget(self.stretch.traces, _PAGE_STRETCH)
        self._page = inner
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(page, 1)
        left.addWidget(self.answer)
        left.addWidget(self.queue)
        return left

    def _beside(self) -> QWidget:
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        picture = QFrame()
        picture.setProperty("role", "card")
        inner = QVBoxLayout(picture)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.film.picture, 1)
        self._picture = inner
        self._picture_frame = picture
        self._is_film_large = False
        self.history.setContentsMargins(10, 6, 10, 6)
        inner.addWidget(self.history)
        column.addWidget(picture, 40)
        column.addWidget(self.feedback, 60)
        beside.setMinimumWidth(self.fontMetrics().averageCharWidth() * 38)
        return beside

    @property
    def has_figures(self) -> bool:
        """Whether the learner's figures are in sight."""
        return not self._figures.isHidden()

    # what is shown

    @property
    def is_film_large(self) -> bool:
        """Whether the picture stands above the page instead of beside it."""
        return self._is_film_large

    def show_film_large(self, is_large: bool) -> None:
        """Show the picture large above the page, where film is all there is, or beside the page."""
        if is_large == self._is_film_large:
            return
        self._is_film_large = is_large
        if is_large:
            self._page.insertWidget(1, self.film.picture, _FILM_STRETCH)
            self._page.insertWidget(2, self.history)
        else:
            self._picture.addWidget(self.film.picture, 1)
            self._picture.addWidget(self.history)
        self._picture_frame.setVisible(not is_large)

    def show_question(self, number: int, n_items: int, question: str) -> None:
        """Show which item it is, of how many, and what is asked."""
        self.number.setText(tr("Item {number} of {n_items}", number=number, n_items=n_items))
        widest_px = self.number.fontMetrics().horizontalAdvance(tr("Item {n_items} of {n_items}", n_items=n_items))
        self.number.setMinimumWidth(widest_px)
        self.question.setText(question)
        self.fit_steps()

    def fit_steps(self) -> None:
        """Give the question its room; what is left is for the steps."""
        texts_px = self.number.sizeHint().width() + self.question.fontMetrics().horizontalAdvance(self.question.text())
        self.steps.fit(self.stretch.traces.width() - texts_px - 2 * 11 - 2 * 10 - 4)

    def show_card(self) -> None:
        """Show the item."""
        self.stack.setCurrentIndex(0)

    def show_result(self) -> None:
        """Show what stands in place of an item."""
        self.stack.setCurrentIndex(1)

    def allow(self, queue: bool, figures: bool) -> None:
        """Show queue and figures where there is room for them, or never: in tests they would say too much."""
        self._may_show_queue, self._may_show_figures = queue, figures
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        is_wide = self.width() >= metrics.averageCharWidth() * FIGURES_FROM_CHARACTERS
        self._figures.setVisible(self._may_show_figures and is_wide)
        self.queue.setVisible(self._may_show_queue and self.height() >= metrics.height() * _QUEUE_FROM_LINES)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.stretch.restyle(theme)
        for part in (self.steps, self.feedback, self.figures):
            part.set_theme(theme)
        self._fit()

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.fit_steps()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.activated.emit(self.isActiveWindow())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.on_close()
        event.accept()


def _scrolled(widget: QWidget, object_name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(object_name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
