"""The question what a clip is that is opened while an EEG is: a study of its own, or film of that EEG."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from eegview.app.video.beside_recording import FilmedBeside
from eegview.model.text.language import tr, tr_n
from eegview.ui.widgets.focus_return import return_focus
from eegview.ui.window.study.study_scope import StudyScope

NAME = "clip_question"


def ask_about_clips(
    window: QWidget,
    scope: StudyScope,
    names: list[str],
    beside: FilmedBeside,
    open_alone: Callable[[], object],
    add: Callable[[], object],
) -> QMessageBox:
    """Ask whether clips are to be opened as their own study or added to the EEG; Esc does neither.

    names : of the files, as they may be shown
    beside : what clocks say; Enter does what fits it
    """
    box = QMessageBox(window)
    box.setObjectName(NAME)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Open a clip"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    what = names[0] if len(names) == 1 else tr_n("{n} clip", "{n} clips", len(names))
    box.setText(tr("Open {what} as its own study, or add it beside this EEG?", what=what))
    note = tr("Its own study has marks of its own. Beside the EEG it is one more camera of that study.")
    box.setInformativeText(f"{beside.sentence}\n\n{note}")
    alone = box.addButton(tr("Open as its own study"), QMessageBox.ButtonRole.AcceptRole)
    added = box.addButton(tr("Add beside this EEG"), QMessageBox.ButtonRole.ActionRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    alone.setObjectName(f"{NAME}.alone")
    added.setObjectName(f"{NAME}.add")
    box.setDefaultButton(added if beside.belongs else alone)
    box.setEscapeButton(cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)

    def chosen(button: QAbstractButton) -> None:
        if button is alone:
            open_alone()
        elif button is added:
            add()

    box.buttonClicked.connect(scope.while_open(chosen))
    return_focus(box, window)
    scope.ended.connect(box.close)
    box.open()
    return box
