"""Help in the window: keys, commands, guide, about and the start notice."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog

from eegview import __version__
from eegview.app.about import about_text
from eegview.app.command_search import CommandEntry
from eegview.app.resources import resources_folder
from eegview.exchange.writing import write_whole
from eegview.ui.help.command_palette import CommandPalette
from eegview.ui.help.key_card import KeyCard, card_html, card_pdf, key_groups
from eegview.ui.help.start_notice import StartNotice
from eegview.ui.widgets.modeless_dialog import show_dialog
from eegview.ui.widgets.text_page import HelpText
from eegview.ui.window.context import Context

NOTICE_KEY, TOUR_KEY = "notice/understood", "tour/state"


class HelpController(QObject):
    """Opens what explains the window; reads its texts on the work lane."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window, self._studies = context.window, context.studies
        self._actions, self._settings = context.actions, context.settings
        self._actions.connect(
            {
                "help.keys": self.show_keys,
                "help.commands": self.show_commands,
                "help.guide": self.show_guide,
                "help.about": self.show_about,
            }
        )
        if self._settings.text(NOTICE_KEY) != __version__:
            self._show_notice()

    def _entries(self, enabled_only: bool) -> tuple[CommandEntry, ...]:
        """Return every command of the window, those of the study (montages, terms) included."""
        found = []
        for command_id, action in self._actions.actions.items():
            if enabled_only and not action.isEnabled():
                continue
            keys = tuple(
                key.toString(QKeySequence.SequenceFormat.NativeText)
                for key in self._actions.keys_of(command_id)
                if not key.isEmpty()
            )
            menu = self._actions.menu_of(command_id)
            found.append(CommandEntry(command_id, action.text(), menu, action.statusTip(), keys))
        return tuple(found)

    # keys

    def show_keys(self) -> None:
        """Show the card of keys."""
        show_dialog(self._window, "keys", self._key_card)

    def _key_card(self) -> QDialog:
        card = KeyCard(self._window, self._entries(enabled_only=False), self._window.page.theme)
        card.pdf_asked.connect(self._ask_for_pdf)
        return card

    def _ask_for_pdf(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self._window, "Save the key card", "eegview-keys.pdf", "PDF (*.pdf)")
        if path:
            self.save_pdf(Path(path))

    def save_pdf(self, path: Path) -> None:
        """Write the card, black on white, on the work lane; the status line says where it went."""
        html = card_html(key_groups(self._entries(enabled_only=False)), "#555555", "#000000")

        def write() -> None:
            write_whole(path, card_pdf(html, "eegview keys"))

        text = f"The keys are in {path}."
        self._studies.work.submit(
            write, lambda _none: self._window.statusBar().showMessage(text, 10_000), self._studies.fail
        )

    # commands

    def show_commands(self) -> None:
        """Show the list to find a command in."""
        show_dialog(self._window, "commands", self._palette)

    def _palette(self) -> QDialog:
        palette = CommandPalette(self._window, self._entries(enabled_only=True))
        # once the list is gone, so that focus is where the command expects it
        palette.chosen.connect(lambda i: QTimer.singleShot(0, self._actions[i].trigger))
        return palette

    # texts

    def show_guide(self) -> None:
        """Show the guide."""
        path = resources_folder() / "help" / "guide.md"
        self._studies.work.submit(
            lambda: path.read_text(encoding="utf-8"),
            lambda text: self._show_text("guide", "Guide", text, 44),
            self._studies.fail,
        )

    def show_about(self) -> None:
        """Show what the program is: version, licence, notice."""
        self._studies.work.submit(
            about_text, lambda text: self._show_text("about", "About eegview", text, 24), self._studies.fail
        )

    def _show_text(self, name: str, title: str, text: str, n_lines: int) -> None:
        show_dialog(self._window, name, lambda: HelpText(self._window, title, text, n_lines))

    # the notice

    def _show_notice(self) -> None:
        offers_tour = not self._settings.text(TOUR_KEY)
        notice = StartNotice(offers_tour)
        self._window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, notice)

        def understood() -> None:
            self._settings.put(NOTICE_KEY, __version__)
            if offers_tour:
                self._settings.put(TOUR_KEY, "skipped")  # it is offered once
            self._window.removeToolBar(notice)
            notice.deleteLater()

        def tour() -> None:
            understood()
            self._actions["help.tour"].trigger()

        notice.understood.connect(understood)
        notice.tour_asked.connect(tour)
