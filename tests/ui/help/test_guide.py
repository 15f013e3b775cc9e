"""The guide opens at the page of the task, the panel and the dialog in which the question arises."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from waiting import wait_until
from windows.at_the_window import shown_dialog

from eegview.app.help.book import help_places, load_book
from eegview.ui.display.filters_dialog import FiltersDialog
from eegview.ui.help.guide_book import GuideBook
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


def guide_at(station: Workstation, page_id: str) -> GuideBook:
    def is_there() -> bool:
        guide = open_dialog(station.window, "guide")
        return isinstance(guide, GuideBook) and guide.page_id == page_id

    wait_until(is_there, f"the guide is at {page_id}", timeout_s=15.0)
    guide = open_dialog(station.window, "guide")
    assert isinstance(guide, GuideBook)
    return guide


def titles_in(menu: QMenu) -> set[str]:
    """Return the titles in a menu and the menus within it, without mnemonics and dots."""
    found: set[str] = set()
    for action in menu.actions():
        found.add(action.text().replace("&", "").rstrip("…").partition("\t")[0].strip())
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= titles_in(inner)
    return found


def test_each_task_and_panel_has_its_page_opened_where_the_question_arises(station: Workstation, qtbot) -> None:
    places = help_places()
    missing = [task.name for task in station.tasks.all if task.name not in places]
    missing += [panel.command_id for panel in station.window.sidebar.panels if panel.command_id not in places]
    assert not missing
    station.actions["help.here"].trigger()
    guide = guide_at(station, "reading")
    assert "not a medical device" in guide.text.toPlainText()
    station.actions["staging.open"].trigger()
    station.help.here.click()
    guide_at(station, "staging")
    station.actions["staging.close"].trigger()
    panel = next(one for one in station.window.sidebar.panels if one.command_id == "cluster.list")
    panel.open()
    panel.frame.header.help.click()
    guide = guide_at(station, "clusters")
    # links between pages, contents and search
    guide.text.anchorClicked.emit("staging.md")
    assert guide.page_id == "staging"
    assert guide.find_words("fingerprint of your key")
    assert guide.page_id == "report"
    guide.contents.setCurrentRow(0)
    assert guide.page_id == "reading"
    guide.close()
    # in a dialog, by its key and its button
    station.actions["display.filters"].trigger()
    filters = shown_dialog(station, FiltersDialog, "filters")
    wait_until(filters.isActiveWindow)
    qtbot.keyClick(filters, Qt.Key.Key_F1)
    guide_at(station, "reading").close()
    station.actions["study.open_link"].trigger()
    wait_until(lambda: open_dialog(station.window, "link") is not None)
    link = open_dialog(station.window, "link")
    assert link is not None
    button = link.findChild(QPushButton, "dialog.help")
    assert isinstance(button, QPushButton)
    button.click()
    guide_at(station, "report")


def test_menus_named_in_the_guide_hold_what_it_says(station: Workstation) -> None:
    menus = {name: titles_in(menu) for name, menu in station.actions.menus.items()}
    for menu in menus:
        station.actions.menus[menu].aboutToShow.emit()
    menus = {name: titles_in(menu) for name, menu in station.actions.menus.items()}
    missing = []
    for page in load_book().pages:
        for menu, title in re.findall(r"\*([A-Z][a-z]+) →\s+([^*]+)\*", page.text):
            wanted = " ".join(title.split()).rstrip("…")
            if wanted not in menus.get(menu, set()):
                missing.append(f"{page.page_id}: {menu} → {wanted}")
    assert not missing


def test_the_page_has_the_height_and_the_search_one_row(station: Workstation) -> None:
    station.actions["help.guide"].trigger()
    guide = guide_at(station, "reading")
    assert guide.words.y() < guide.words.height()
    assert guide.text.height() > 0.7 * guide.height()


def test_lines_of_an_example_stand_close_and_are_wrapped(station: Workstation) -> None:
    station.actions["help.guide"].trigger()
    guide = guide_at(station, "reading")
    guide.show_page("own")
    assert "page_s = 20" in guide.text.toPlainText()
    assert guide.text.horizontalScrollBar().maximum() == 0
