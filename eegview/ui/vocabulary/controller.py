"""The vocabulary editor in the window: files on the work lane, then menus, page, list and form show what is new."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from eegview.app.resources import user_folder
from eegview.app.vocabulary.editing.own_extension import (
    OpenedExtension,
    export_extension,
    import_extension,
    open_extension,
    save_extension,
)
from eegview.app.vocabulary.extension import Extension
from eegview.model.annotation import FILE_LAYER
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.vocabulary.editor import VocabularyEditor
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.vocabulary_change import VocabularyChange

_DIALOG, _FILES, _FOLDER = "vocabulary", tr("Vocabulary extensions (*.toml)"), "recent/vocabularies"
_TERM_COMMAND = "mark.term."
_Result = TypeVar("_Result")


class VocabularyController(QObject):
    """Opens the editor and stores what it hands over; it needs no study."""

    def __init__(self, context: Context, change: VocabularyChange) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._actions = context.window, context.studies, context.actions
        self._settings, self._say, self._change = context.settings, context.say, change
        self._opened: OpenedExtension | None = None
        self._saved_text = ""  # to be said once what was saved counts
        change.settled.connect(self._settled)
        context.actions.connect({"vocabulary.edit": self.show_editor})

    def show_editor(self) -> None:
        """Open the editor, or bring the open one to the front, once it is known what stands on disk."""
        if open_dialog(self._window, _DIALOG) is not None:
            show_dialog(self._window, _DIALOG, self._editor)
            return
        self._open(None)

    def _open(self, path: Path | None) -> None:
        def show(opened: OpenedExtension) -> None:
            self._opened = opened
            editor = show_dialog(self._window, _DIALOG, self._editor)
            assert isinstance(editor, VocabularyEditor)
            selected = self._studies.study.review.selection.mark if self._studies.study is not None else None
            editor.show_opened(opened, self._key_owners(), self._n_marks, selected.term_id if selected else "")

        self._work(lambda: open_extension(path), show, tr("Reading…"))

    def _editor(self) -> QDialog:
        editor = VocabularyEditor(self._window, lambda: self._window.page.theme)
        editor.save_asked.connect(self._save)
        editor.import_asked.connect(self._ask_for_import)
        editor.export_asked.connect(self._ask_for_export)
        editor.folder_asked.connect(self._show_folder)
        editor.file_chosen.connect(self._open)
        return editor

    @property
    def _shown(self) -> VocabularyEditor | None:
        editor = open_dialog(self._window, _DIALOG)
        return editor if isinstance(editor, VocabularyEditor) else None

    def _key_owners(self) -> dict[str, str]:
        """Return the titles of the commands that a key map gives a digit in the whole window."""
        return {
            key: self._actions.commands[command_id].title
            for command_id, keys in self._actions.shortcuts.keys
            for key in keys
            if key.isdigit() and not command_id.startswith(_TERM_COMMAND) and command_id in self._actions.commands
        }

    def _n_marks(self) -> Counter[str]:
        """Return how many marks of each term the open study has, whoever made them."""
        study = self._studies.study
        marks = study.review.marks if study is not None else ()
        return Counter(mark.term_id for mark in marks if mark.layer != FILE_LAYER)

    # files

    def _work(self, job: Callable[[], _Result], on_done: Callable[[_Result], None], text: str) -> None:
        """Read or write a file on the work lane; the editor takes nothing meanwhile."""

        def fail(error: EegViewError) -> None:
            if self._shown is not None:
                self._shown.go_on()
            self._studies.fail(error)

        if self._shown is not None:
            self._shown.wait(text)
        self._studies.work.submit(job, on_done, fail)

    def _save(self, extension: Extension, starts_anew: bool) -> None:
        opened = self._opened
        if opened is None:
            return

        def saved(vocabulary: Vocabulary) -> None:
            if self._shown is not None:
                self._shown.close_saved()
                self._window.activateWindow()  # the next key is for the page again
            self._saved_text = f"The vocabulary is saved in {opened.path.name}."
            self._change.take(vocabulary)
            if self._is_waiting:
                self._say(
                    tr("{saved_text} The terms change once the open study is closed.", saved_text=self._saved_text)
                )

        self._work(lambda: save_extension(opened, extension, starts_anew), saved, tr("Saving…"))

    def _settled(self) -> None:
        text, self._saved_text = self._saved_text, ""
        if text:
            self._say(tr("{text} Its terms are in use.", text=text))

    @property
    def _is_waiting(self) -> bool:
        """Whether the open study could not be opened again at once: something asks about it first."""
        return self._change.is_waiting and not self._studies.is_opening

    def _ask_for_import(self) -> None:
        parent = self._shown or self._window
        path, _ = QFileDialog.getOpenFileName(
            asking_window(parent), tr("Import terms"), self._settings.text(_FOLDER), _FILES
        )
        if path:
            self._settings.put(_FOLDER, str(Path(path).parent))
            self.import_file(Path(path))

    def import_file(self, path: Path) -> None:
        """Put what a file says in the place of what stands in the editor; what cannot be used in it is said."""
        editor = self._shown
        if editor is None:
            return
        into = editor.draft.extension

        def show(read: tuple[Extension, tuple[str, ...]]) -> None:
            extension, faults = read
            wrong = f" {len(faults)} of its lines cannot be used: {faults[0]}" if faults else ""
            editor = self._shown
            if editor is not None:
                editor.go_on()
                text = tr(
                    "What {name} says is here now; Undo brings back what was.{wrong}", name=path.name, wrong=wrong
                )
                editor.steps.take_over(extension, text)

        self._work(lambda: import_extension(path, into), show, tr("Reading…"))

    def _ask_for_export(self, extension: Extension) -> None:
        suggested = Path(self._settings.text(_FOLDER)) / f"{extension.extension_id}.toml"
        path, _kind = ask_where_to_save(self._shown or self._window, tr("Export terms"), suggested, _FILES, (".toml",))
        if path is not None:
            self._settings.put(_FOLDER, str(path.parent))
            self.export_file(path, extension)

    def export_file(self, path: Path, extension: Extension) -> None:
        """Write what stands in the editor for others."""

        def written(_none: None) -> None:
            if self._shown is not None:
                self._shown.say(tr("What is changed here is in {path}. Others import it in this window.", path=path))

        self._studies.work.submit(lambda: export_extension(path, extension), written, self._studies.fail)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_folder("vocabularies"))))
