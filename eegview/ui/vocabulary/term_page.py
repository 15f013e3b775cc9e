"""All that is said of one term: its fields, how its marks look, what the form asks about them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.ui.vocabulary.preview import MarkPreview
from eegview.ui.vocabulary.questions_box import QuestionsBox
from eegview.ui.vocabulary.steps import DraftSteps
from eegview.ui.vocabulary.term_form import TermForm
from eegview.ui.vocabulary.term_header import TermHeader

_SHOWN_THEMES = ("paper", "night")
_NARROW_CHARACTERS = 86


class TermPage(QWidget):
    """Shows the chosen term of a draft and asks its steps for what is to be done."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._steps: DraftSteps | None = None
        self.header, self.form, self.preview = TermHeader(), TermForm(), MarkPreview()
        self.questions = QuestionsBox()
        inside, self._sides, look = QWidget(), QBoxLayout(QBoxLayout.Direction.RightToLeft), QVBoxLayout()
        inside.setProperty("role", "form")
        look.addWidget(self.preview)
        look.addStretch(1)
        self._sides.addLayout(look, 2)
        self._sides.addWidget(self.form, 3)
        within = QVBoxLayout(inside)
        within.addLayout(self._sides)
        within.addWidget(self.questions, 1)
        area = QScrollArea()
        area.setObjectName("vocabulary.term")
        area.setProperty("role", "form")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.header)
        layout.addWidget(area, 1)
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview beside the fields, above them where there is no room."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW_CHARACTERS
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.RightToLeft
        if direction is not self._sides.direction():
            self._sides.setDirection(direction)
            self.preview.stand_in_row(is_narrow)
            self.questions.stand_in_column(is_narrow)

    def _connect(self) -> None:
        header, form, asked, do = self.header, self.form, self.questions, self._do
        header.reset_asked.connect(lambda: do(lambda steps: steps.reset_term()))
        header.hide_asked.connect(lambda is_hidden: do(lambda steps: steps.hide_term(is_hidden)))
        header.remove_asked.connect(lambda: do(lambda steps: steps.remove_term()))
        form.changed.connect(lambda field, value: do(lambda steps: steps.change_term(field, value)))
        form.key_chosen.connect(lambda key: do(lambda steps: steps.give_key(key)))
        for part in (form, asked):
            part.left.connect(lambda: do(lambda steps: steps.leave_field()))
        asked.question_added.connect(lambda: do(lambda steps: asked.choose(steps.add_question(), writes=True)))
        asked.question_removed.connect(lambda *given: do(lambda steps: steps.remove_question(*given)))
        asked.question_moved.connect(lambda *given: do(lambda steps: steps.move_question(*given)))
        asked.question_changed.connect(lambda *given: do(lambda steps: steps.change_question(*given)))
        asked.choice_added.connect(lambda name: do(lambda steps: asked.choose_answer(steps.add_choice(name))))
        asked.choice_removed.connect(lambda *given: do(lambda steps: steps.remove_choice(*given)))
        asked.choice_moved.connect(lambda *given: do(lambda steps: steps.move_choice(*given)))
        asked.choice_changed.connect(lambda *given: do(lambda steps: steps.change_choice(*given)))

    def _do(self, act: Callable[[DraftSteps], object]) -> None:
        if self._steps is not None and self._steps.term_id:
            act(self._steps)

    def use(self, steps: DraftSteps) -> None:
        """Show the terms of another draft from now on."""
        self._steps = steps
        themes, now = steps.around.themes, self._theme()
        by_id = {theme.theme_id: theme for theme in themes}
        shown = [by_id[theme_id] for theme_id in _SHOWN_THEMES if theme_id in by_id]
        self.preview.use_themes([*shown, *([] if now.theme_id in _SHOWN_THEMES else [now])])

    def show_term(self) -> None:
        """Show the chosen term as it will be."""
        steps = self._steps
        if steps is None:
            return
        draft, around = steps.draft, steps.around
        term = draft.term(steps.term_id)
        self.header.show_term(draft, term)
        is_new = around.saved.change_of(term.term_id) is None
        self.form.show_term(draft, term, around.key_owners, self._theme(), is_new)
        self.preview.show_term(term, draft.vocabulary)
        self.questions.show_term(draft, term)
