"""Editing the header of a copy: the dialog, and the copying on a lane of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Task
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr
from eegview.ui.exchange.show_folder import show_folder
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:  # loaded when it is needed: headers are no part of the start
    from eegview.app.exchange.header_editing import EdfHeaderTexts
    from eegview.ui.exchange.header_dialog import HeaderDialog

_DIALOG = "header"


class HeaderController(QObject):
    """Shows the header of the open recording's first file and writes copies with a changed one."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._end_work: Callable[[], None] = lambda: None
        context.actions.connect({"study.header": self.show}, study.scope)
        self._studies.privacy.changed.connect(self._close)  # it may show who was recorded
        study.scope.ended.connect(self._end)

    def _close(self) -> None:
        close_dialogs(self._window, (_DIALOG,))

    def _end(self) -> None:
        self._close()
        self._cancel()
        if self._lane is not None:
            self._lane.close()

    def show(self) -> None:
        """Read the header and show it."""
        dialog = self._dialog()
        if dialog is not None:
            dialog.raise_()
            dialog.activateWindow()
            return
        from eegview.app.exchange.header_editing import read_header_texts

        path = Path(self._study.paths[0])
        while_open = self._study.scope.while_open
        self._own_lane().submit(
            lambda: read_header_texts(path), while_open(self._show_header), while_open(self._studies.fail)
        )

    def _show_header(self, header: "EdfHeaderTexts") -> None:
        from eegview.ui.exchange.header_dialog import HeaderDialog

        privacy = self._studies.privacy
        dialog = HeaderDialog(
            self._window,
            header,
            privacy.is_hidden,
            self._settings.save_folder(self._study.paths[0]),
            Path(privacy.file_name(self._study.paths[0], "recording")).stem,
        )
        dialog.save_asked.connect(self._write)
        dialog.cancel_asked.connect(self._cancel)
        show_dialog(self._window, _DIALOG, lambda: dialog)

    def _own_lane(self) -> Lane:
        self._lane = self._lane or Lane("header", self._studies.bridge.post)
        return self._lane

    def _write(self, path_text: str, header: "EdfHeaderTexts") -> None:
        from eegview.app.exchange.header_editing import check_copy, write_copy

        if self._task is not None:
            return
        path, study = Path(path_text), self._study
        self._settings.saved_in(path.parent, study.paths[0])
        task = self._task = Task(study.scope.while_open(self._show_share), self._studies.bridge.post)

        def write() -> Path:
            check_copy(header, path, may_replace=True)  # the file dialog has asked
            write_copy(header, path, task.progress)
            return path

        self._end_work = self._studies.running.begin(tr("A copy with a changed header is being written."), self._cancel)
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_writing()
        self._own_lane().submit(write, study.scope.while_open(self._written), study.scope.while_open(self._failed))

    def _dialog(self) -> "HeaderDialog | None":
        from eegview.ui.exchange.header_dialog import HeaderDialog

        dialog = open_dialog(self._window, _DIALOG)
        return dialog if isinstance(dialog, HeaderDialog) else None

    def _show_share(self, share: float) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_share(share)

    def _written(self, path: Path) -> None:
        from eegview.app.exchange.header_editing import ANOTHER_RECORDING

        self._task = None
        self._end_work()
        self._tell((tr("Wrote {name}; the samples are the same bytes.", name=path.name), ANOTHER_RECORDING))
        self._context.say(
            tr("Wrote {name}.", name=path.name),
            tr("Show in folder"),
            partial(show_folder, path),
        )

    def _failed(self, error: EegViewError) -> None:
        self._task = None
        self._end_work()
        if isinstance(error, Cancelled):
            self._tell((tr("Cancelled; no copy was written."),))
        elif self._dialog() is not None:
            self._tell((f"⚠ {error.sentence}", error.advice))
        else:
            self._studies.fail(error)

    def _tell(self, sentences: tuple[str, ...]) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_outcome(tuple(map(self._studies.privacy.text, sentences)))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
