"""The question before many suggestions are accepted that nobody has looked at."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from eegview.model.text.language import tr
from eegview.ui.window.study.question import ask
from eegview.ui.window.study.study_scope import StudyScope

MOST_UNASKED = 5  # so many are accepted unseen without a question


def ask_unseen(window: QWidget, n_unseen: int, scope: StudyScope, accept: Callable[[], None]) -> None:
    """Ask whether to accept suggestions that were not looked at; Enter and Esc keep them open."""
    note = tr(
        "Each becomes your mark. They are stored, exported and reported as “accepted unseen” "
        "until you decide on each or change its mark."
    )
    text = tr("Accept {n_unseen} suggestions you have not viewed?", n_unseen=n_unseen)
    answers = "Accept unseen", "Leave undecided"
    ask(window, scope, "triage.unseen.question", tr("Accept the group"), text, note, *answers, accept, warns=True)
