"""Questions before many epochs are staged at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget

from eegview.model.text.language import tr
from eegview.ui.window.study.question import ask
from eegview.ui.window.study.study_scope import StudyScope

MOST_UNASKED = 60  # epochs that are copied forward without a question
MOST_EPOCHS = 10_000


def ask_stage(
    window: QWidget, scope: StudyScope, title: str, text: str, note: str, yes: str, act: Callable[[], object]
) -> None:
    """Ask whether to stage; Esc leaves all as it is. `yes` is the text of the button that runs `act`."""
    ask(window, scope, "staging.question", title, text, note, yes, tr("Cancel"), act)


def ask_number(window: QWidget, scope: StudyScope, act: Callable[[int], None]) -> None:
    """Ask over how many epochs to copy forward."""
    dialog = QInputDialog(window)
    dialog.setObjectName("staging.repeat_n.dialog")
    dialog.setWindowTitle(tr("Copy forward"))
    dialog.setLabelText(tr("Number of epochs:"))
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setIntRange(1, MOST_EPOCHS)
    dialog.setIntValue(10)
    dialog.setOkButtonText(tr("Stage"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.intValueSelected.connect(scope.while_open(act))
    dialog.finished.connect(lambda _result: window.activateWindow())
    scope.ended.connect(dialog.close)
    dialog.open()
