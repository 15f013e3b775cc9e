"""Help in the window: keys, commands, guide, about and the start notice."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from eegview import __version__
from eegview.app.about import about_text
from eegview.app.help.book import HelpBook, help_places, load_book
from eegview.app.resources import made_user_folder
from eegview.exchange.writing import write_whole
from eegview.model.text.language import tr
from eegview.ui.help.command_entries import CommandEntries
from eegview.ui.help.command_palette import CommandPalette
from eegview.ui.help.guide_book import GuideBook
from eegview.ui.help.key_card import KeyCard, card_html, card_pdf, key_groups
from eegview.ui.help.own_keys_controller import FindSuggested, OwnKeysController
from eegview.ui.help.start_notice import StartNotice
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.help_asker import HelpAsker, help_button
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.widgets.text_page import HelpText
from eegview.ui.window.context import Context
from eegview.ui.window.key_maps import KeyMaps

PAGE = "page"  # the place where nothing else has the window
NOTICE_KEY, TOUR_KEY = "notice/understood", "tour/state"


class HelpController(QObject):
    """Opens what explains the window; reads its texts on the work lane."""

    def __init__(
        self, context: Context, key_maps: KeyMaps, find_suggested: FindSuggested = lambda report: report(())
    ) -> None:
        super().__init__(context.window)
        self._window, self._studies = context.window, context.studies
        self._actions, self._settings = context.actions, context.settings
        self._entries = CommandEntries(context)
        self.own_keys = OwnKeysController(context, key_maps, self._entries, find_suggested)
        self.own_keys.keys_changed.connect(self._keys_changed)
        self._actions.connect(
            {
                "help.keys": self.show_keys,
                "help.commands": self.show_commands,
                "help.here": self.show_here,
                "help.guide": self.show_guide,
                "help.settings_folder": self.open_settings_folder,
                "help.about": self.show_about,
            }
        )
        self._places = help_places()
        self._asker = HelpAsker(self._window, self._places)
        self._asker.asked.connect(self.show_page_of)
        self._window.sidebar.help_asked.connect(self.show_page_of)
        self.here = help_button(tr("Help on this task"), tr("Help on this task"), "help.here.button")
        self.here.clicked.connect(lambda _checked=False: self.show_here())
        self._window.statusBar().insertWidget(3, self.here)
        if self._settings.text(NOTICE_KEY) != __version__:
            self._show_notice()

    # keys

    def show_keys(self) -> None:
        """Show the card of keys."""
        show_dialog(self._window, "keys", self._key_card)

    def _key_card(self) -> QDialog:
        card = KeyCard(self._window, self._entries.commands(), self._window.page.theme)
        card.pdf_asked.connect(self._ask_for_pdf)
        card.change_asked.connect(self._actions["help.own_keys"].trigger)
        return card

    def _keys_changed(self) -> None:
        card = open_dialog(self._window, "keys")
        if isinstance(card, KeyCard):
            card.show_keys(self._entries.commands())

    def _ask_for_pdf(self) -> None:
        wanted = str(self._settings.save_folder() / "eegview-keys.pdf")
        path, _ = QFileDialog.getSaveFileName(
            asking_window(self._window), tr("Save the key card"), wanted, tr("PDF (*.pdf)")
        )
        if path:
            self._settings.saved_in(Path(path).parent)
            self.save_pdf(Path(path))

    def save_pdf(self, path: Path) -> None:
        """Write the card, black on white, on the work lane; the status line says where it went."""
        html = card_html(key_groups(self._entries.commands()), "#555555", "#000000")

        def write() -> None:
            write_whole(path, card_pdf(html, "eegview keys"))

        text = tr("The keys are in {path}.", path=path)
        self._studies.work.submit(
            write, lambda _none: self._window.statusBar().showMessage(text, 10_000), self._studies.fail
        )

    def open_settings_folder(self) -> None:
        """Open the folder of the user's own files in the desktop's file browser; it is made where it is missing."""

        def show(folder: Path) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
            self._window.statusBar().showMessage(f"Your own files lie in {folder}.", 10_000)

        self._studies.work.submit(made_user_folder, show, self._studies.fail)

    # commands

    def show_commands(self) -> None:
        """Show the list to find a command in."""
        show_dialog(self._window, "commands", self._palette)

    def _palette(self) -> QDialog:
        offers = self._entries.offers()
        runs = {entry.command_id: run for entry, run in offers}
        palette = CommandPalette(self._window, tuple(entry for entry, _run in offers))
        # once the list is gone, so that focus is where the command expects it
        palette.chosen.connect(lambda i: QTimer.singleShot(0, runs[i]))
        palette.guide_asked.connect(self.search_guide)
        return palette

    # texts

    def show_guide(self) -> None:
        """Show the guide."""
        self._show_book(lambda _book: None)

    def show_here(self) -> None:
        """Show the guide at the page of the panel that has the keyboard, else of the task, else of reading."""
        sidebar, focus = self._window.sidebar, QApplication.focusWidget()
        panels = [panel.command_id for panel in sidebar.panels if focus and panel.frame.isAncestorOf(focus)]
        place = next((one for one in (*panels, self._window.legend.mode) if one in self._places), PAGE)
        self.show_page_of(place)

    def show_page_of(self, place: str) -> None:
        """Show the page of a task, a panel or a dialog."""
        page_id = self._places.get(place, "")
        self._show_book(lambda book: book.show_page(page_id))

    def search_guide(self, words: str) -> None:
        """Show the guide at the first place with these words."""
        self._show_book(lambda book: book.find_words(words))

    def _show_book(self, then: Callable[[GuideBook], object]) -> None:
        def show(book: HelpBook) -> None:
            guide = show_dialog(self._window, "guide", lambda: GuideBook(self._window, book))
            assert isinstance(guide, GuideBook)
            then(guide)

        self._studies.work.submit(load_book, show, self._studies.fail)

    def show_about(self) -> None:
        """Show what the program is: version, licence, notice."""

        def show(text: str) -> None:
            show_dialog(self._window, "about", lambda: HelpText(self._window, tr("About eegview"), text, 24))

        self._studies.work.submit(about_text, show, self._studies.fail)

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
