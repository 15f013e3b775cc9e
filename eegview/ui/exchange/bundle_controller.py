"""Bundling the open study: the dialog, and the writing on a lane of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.exchange.study_bundling import BundleParts, bundle_open_study
from eegview.app.lanes import Lane, Task
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.provenance import Provenance
from eegview.model.text.language import tr
from eegview.ui.exchange.bundle_dialog import BundleDialog
from eegview.ui.exchange.show_folder import show_folder
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import ask_provenance

_DIALOG = "bundle"


class BundleController(QObject):
    """Lives as long as the open study."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._studies = context, study, context.studies
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._end_work: Callable[[], None] = lambda: None
        context.actions.connect({"study.bundle": self.show}, study.scope)
        self._studies.privacy.changed.connect(self._close)  # it names the infant
        study.scope.ended.connect(self._end)

    def show(self) -> None:
        """Open the dialog, or bring the open one to the front."""
        show_dialog(self._context.window, _DIALOG, self._build)

    def _build(self) -> BundleDialog:
        log = self._studies.infant.log
        hidden = "" if self._studies.privacy.is_hidden else None
        called = None if log is None else hidden if hidden is not None else log.infant.pseudonym
        dialog = BundleDialog(self._context.window, self._study.recording.is_film, called)
        dialog.write_asked.connect(self._asked)
        dialog.cancel_asked.connect(self._cancel)
        if self._task is not None:
            dialog.show_writing()
        return dialog

    def _dialog(self) -> BundleDialog | None:
        dialog = open_dialog(self._context.window, _DIALOG)
        return dialog if isinstance(dialog, BundleDialog) else None

    def _asked(self, parts: BundleParts) -> None:
        first = self._study.paths[0]
        name = Path(self._studies.privacy.file_name(str(Path(first).resolve()), "study")).stem
        folder = self._context.settings.save_folder(first)
        path, _kind = ask_where_to_save(
            self._context.window, tr("Bundle study"), folder / f"{name}.zip", "ZIP (*.zip)", (".zip",)
        )
        if path is not None and self._task is None:
            self._write(path, parts)

    def _write(self, path: Path, parts: BundleParts) -> None:
        study, url, reviewer = self._study, self._studies.library_url, self._studies.reviewer
        self._context.settings.saved_in(path.parent, study.paths[0])
        while_open = study.scope.while_open
        task = self._task = Task(while_open(self._show_share), self._studies.bridge.post)
        self._end_work = self._studies.running.begin(tr("A bundle of this study is being written."), self._cancel)
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_writing()
        lane = self._lane = self._lane or Lane("bundle", self._studies.bridge.post)
        work = partial(bundle_open_study, url, reviewer, study.recording, study.paths, path, parts, task.progress)

        def saved(_provenance: Provenance) -> None:  # every act up to now is in the library
            lane.submit(work, while_open(partial(self._written, path)), while_open(self._failed))

        ask_provenance(study, self._studies.vocabulary, saved)

    def _show_share(self, share: float) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_share(share)

    def _written(self, path: Path, sentences: tuple[str, ...]) -> None:
        self._finish("\n".join(map(self._studies.privacy.text, sentences)))
        self._context.say(tr("Wrote {name}.", name=path.name), tr("Show in folder"), partial(show_folder, path))

    def _failed(self, error: EegViewError) -> None:
        if isinstance(error, Cancelled):
            self._finish(tr("Cancelled; no file was written."))
        elif self._dialog() is not None:
            self._finish(f"⚠ {error.sentence}\n{error.advice}")
        else:
            self._finish("")
            self._studies.fail(error)

    def _finish(self, text: str) -> None:
        self._task = None
        self._end_work()
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_outcome(text)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _close(self) -> None:
        close_dialogs(self._context.window, (_DIALOG,))

    def _end(self) -> None:
        self._close()
        self._cancel()
        if self._lane is not None:
            self._lane.close()
