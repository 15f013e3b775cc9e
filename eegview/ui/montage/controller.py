"""The montage editor in the window: files on the work lane, then menu, strip and page show what is new."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from eegview.app.montage.store import delete_user_montage, save_user_montage, user_montage_ids
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Montage
from eegview.ui.montage.editor import MontageEditor
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.montage_library import MontageLibrary


class MontageController(QObject):
    """Opens the editor and stores what it hands over; it needs no study."""

    def __init__(self, context: Context, library: MontageLibrary) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._library = context.window, context.studies, library
        self._own: frozenset[str] = frozenset()
        self._wanted = ""
        context.actions.connect({"montage.edit": self.show_editor})
        self._studies.study_closed.connect(lambda: close_dialogs(self._window, ("montages",)))

    def show_editor(self) -> None:
        """Open the editor, or bring the open one to the front, once it is known which montages are the user's own."""

        def show(own: frozenset[str]) -> None:
            self._own = own
            show_dialog(self._window, "montages", self._editor)

        self._studies.work.submit(user_montage_ids, show, self._studies.fail)

    def _editor(self) -> QDialog:
        study = self._studies.study
        channels = study.recording.channels if study is not None else ()
        electrodes = tuple(c.name for c in channels if c.kind is ChannelKind.EEG)
        editor = MontageEditor(self._window, tuple(c.name for c in channels), electrodes)
        editor.save_asked.connect(self._save)
        editor.delete_asked.connect(self._delete)
        editor.show_montages(self._library.montages, self._own, study.session.view.montage_id if study else "")
        return editor

    def _save(self, montage: Montage) -> None:
        self._then_read(lambda: save_user_montage(montage), montage.montage_id)

    def _delete(self, montage_id: str) -> None:
        self._then_read(lambda: delete_user_montage(montage_id), "")

    def _then_read(self, act: Callable[[], object], wanted: str) -> None:
        def work() -> frozenset[str]:
            act()
            return user_montage_ids()

        def done(own: frozenset[str]) -> None:
            self._own, self._wanted = own, wanted
            self._library.reload(wanted)

        self._studies.work.submit(work, done, self._studies.fail)

    def refresh(self) -> None:
        """Show the montages there are now in the editor, if it is open."""
        editor = open_dialog(self._window, "montages")
        if isinstance(editor, MontageEditor):
            editor.show_montages(self._library.montages, self._own, self._wanted)
