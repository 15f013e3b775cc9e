"""Help: the card of keys, the list of commands, guide, about, and the notice at the first start."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTextBrowser, QToolBar
from waiting import wait_until
from windows.at_the_window import wait_until_idle

from eegview import __version__
from eegview.app.about import NOTICE
from eegview.ui.help.command_palette import CommandPalette
from eegview.ui.help.controller import HelpController
from eegview.ui.help.guide_book import GuideBook
from eegview.ui.help.key_card import KeyCard, card_pages, in_columns, key_groups
from eegview.ui.widgets.mnemonics import plain_text
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.widgets.text_page import HelpText


def test_question_mark_shows_the_keys_of_montages_and_terms_too(station, qtbot):
    station.actions["help.keys"].trigger()
    card = open_dialog(station.window, "keys")
    assert isinstance(card, KeyCard)
    text = card.plain_text()
    for words in ("PgDown", "Next page", "F1", "Longitudinal bipolar", "Mark: Spasm", "Wheel"):
        assert words in text
    wait_until(card.isActiveWindow)
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert open_dialog(station.window, "keys") is None
    assert station.studies.study is not None  # Esc closed the card, nothing else


def test_asking_twice_shows_one_card(station):
    station.actions["help.keys"].trigger()
    station.actions["help.keys"].trigger()
    assert sum(card.isVisible() for card in station.window.findChildren(KeyCard)) == 1


def test_keys_become_a_pdf(station, tmp_path):
    path = tmp_path / "keys.pdf"
    station.help.save_pdf(path)
    wait_until(path.exists)
    wait_until(lambda: "keys.pdf" in station.window.statusBar().currentMessage())
    assert path.read_bytes().startswith(b"%PDF")
    assert re.search(rb"/Count [12]\b", path.read_bytes())  # to pin beside the screen


def test_words_find_a_command_and_enter_runs_it(station, qtbot):
    station.actions["help.commands"].trigger()
    palette = open_dialog(station.window, "commands")
    assert isinstance(palette, CommandPalette)
    wait_until(palette.isActiveWindow)
    qtbot.keyClicks(palette.words, "page next")
    assert palette.current is not None
    assert palette.current.command_id == "page.next"
    qtbot.keyClick(palette.words, Qt.Key.Key_Return)
    wait_until(lambda: station.studies.study.session.view.start_s == 15.0)
    assert open_dialog(station.window, "commands") is None


def palette_of(station) -> CommandPalette:
    station.actions["help.commands"].trigger()
    palette = open_dialog(station.window, "commands")
    assert isinstance(palette, CommandPalette)
    return palette


def lines_of(palette: CommandPalette) -> list[str]:
    return [palette.list.item(row, 0).text() for row in range(palette.list.rowCount())]


def first_found(palette: CommandPalette, words: str) -> str:
    palette.words.setText(words)
    return palette.current.command_id if palette.current is not None else ""


def test_words_of_other_programs_find_what_is_meant(station):
    palette = palette_of(station)
    assert first_found(palette, "LFF") == "strip.low_cut"
    assert lines_of(palette)[0] == "LFF → Low cut"
    assert first_found(palette, "hff 70") == "strip.high_cut.5"
    assert first_found(palette, "notch") == "strip.notch"
    assert first_found(palette, "print") == "page.print"
    assert palette.list.item(0, 1).text() == "Study"
    assert palette.list.item(0, 2).text() == "Ctrl+P"
    assert first_found(palette, "dark") == "theme.night"
    assert first_found(palette, "bad") == "display.rows"
    assert first_found(palette, "gain") in ("strip.sensitivity", "display.taller")
    assert first_found(palette, "double banana") == "montage.longitudinal_bipolar"
    assert first_found(palette, "edfbrowser keys").startswith("keys.")
    assert first_found(palette, "small.edf").startswith("study.recent.")


def test_values_themes_and_montages_are_set_from_the_list(station, qtbot):
    for words, has_come in (
        ("page 20 s", lambda: station.studies.study.session.view.page_s == 20.0),
        ("high cut 30", lambda: "30 Hz" in station.window.strip.high.button.text()),
        ("theme night", lambda: station.appearance.theme.theme_id == "night"),
        ("laplacian", lambda: station.studies.study.session.montage.montage_id == "laplacian"),
    ):
        palette = palette_of(station)
        palette.words.setText(words)
        qtbot.keyClick(palette.words, Qt.Key.Key_Return)
        wait_until(has_come)


def test_a_field_above_the_page_opens_by_keyboard(station, qtbot):
    palette = palette_of(station)
    palette.words.setText("sensitivity")
    assert first_found(palette, "uv/mm") == "strip.sensitivity"
    qtbot.keyClick(palette.words, Qt.Key.Key_Return)
    menu = station.window.strip.sensitivity.menu
    wait_until(menu.isVisible)
    assert menu.activeAction() is not None
    menu.close()


def test_what_cannot_be_done_is_shown_with_the_reason(station, qtbot):
    palette = palette_of(station)
    assert first_found(palette, "delete mark") == "mark.delete"
    assert "Select a mark first." in palette.help.text()
    qtbot.keyClick(palette.words, Qt.Key.Key_Return)
    assert palette.isVisible()  # there is nothing to run
    palette.words.setText("")
    assert "Delete mark" not in lines_of(palette)


def test_a_miss_opens_the_guide_at_the_words(station, qtbot):
    palette = palette_of(station)
    palette.words.setText("zebrafinch cluster")
    assert lines_of(palette) == ["Search the guide for “zebrafinch cluster”"]
    qtbot.keyClick(palette.words, Qt.Key.Key_Return)
    wait_until(lambda: open_dialog(station.window, "guide") is not None)
    guide = open_dialog(station.window, "guide")
    assert isinstance(guide, GuideBook)
    assert guide.words.text() == "zebrafinch cluster"
    first, page = guide.text.textCursor(), guide.page_id
    assert first.selectedText().casefold() == "cluster"
    guide.find_next()
    assert (guide.page_id, guide.text.textCursor().position()) != (page, first.position())
    assert not guide.find_words("zzzz")
    assert guide.outcome.text() == "Not found"


def test_arrows_choose_while_words_keep_the_focus(station, qtbot):
    station.actions["help.commands"].trigger()
    palette = open_dialog(station.window, "commands")
    assert isinstance(palette, CommandPalette)
    wait_until(palette.isActiveWindow)
    qtbot.keyClicks(palette.words, "montage")
    first = palette.current
    assert palette.help.text() == first.help  # of the line found, not of the one that stood there before
    qtbot.keyClick(palette.words, Qt.Key.Key_Down)
    assert palette.current != first
    assert palette.help.text() == palette.current.help


def test_nothing_open_offers_only_what_can_be_done(empty_station):
    empty_station.actions["help.commands"].trigger()
    palette = open_dialog(empty_station.window, "commands")
    assert isinstance(palette, CommandPalette)
    titles = {palette.list.item(row, 0).text() for row in range(palette.list.rowCount())}
    assert "Open…" in titles
    assert "Next page" not in titles


def test_guide_and_about_say_what_the_program_is_not(empty_station):
    for command_id, name in (("help.guide", "guide"), ("help.about", "about")):
        empty_station.actions[command_id].trigger()
        wait_until(lambda name=name: open_dialog(empty_station.window, name) is not None)
        dialog = open_dialog(empty_station.window, name)
        assert isinstance(dialog, HelpText)
        assert "medical device" in dialog.text.toPlainText()
    assert NOTICE in dialog.text.toPlainText().replace("\n", " ")


def test_notice_waits_beside_and_stays_away_once_understood(empty_station, qtbot):
    notice = empty_station.window.findChild(QToolBar, "start_notice")
    assert notice.isVisible()
    assert not notice.hasFocus()
    button = notice.findChild(QPushButton, "start_notice.understood")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()
    assert empty_station.settings.text("notice/understood") == __version__


def test_notice_is_not_shown_again(empty_station):
    empty_station.settings.put("notice/understood", __version__)
    for notice in empty_station.window.findChildren(QToolBar, "start_notice"):
        empty_station.window.removeToolBar(notice)
        notice.setObjectName("")
    HelpController(empty_station.context, empty_station._key_maps)
    assert empty_station.window.findChild(QToolBar, "start_notice") is None


def typed_at_once(station, text: str) -> None:
    """Type as a fast hand does: each key goes to whatever has the keyboard when it comes, and nothing is waited for."""
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, letter)


@pytest.mark.parametrize("focus", ["page", "list"])
def test_what_is_typed_after_ctrl_k_all_goes_into_the_words(station, focus) -> None:
    """The letters are keys of the page too: e, x, o and 1 act there."""
    (station.window.page if focus == "page" else station.marks.list.table).setFocus()
    before, n_marks = station.studies.study.session.view, len(station.studies.study.review.marks)
    QTest.keyClick(station.window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    typed_at_once(station, "export1o")
    palette = open_dialog(station.window, "commands")
    assert isinstance(palette, CommandPalette)
    assert palette.words.text() == "export1o"
    assert palette.window() is station.window  # a desktop gives a window of its own the keyboard only later
    wait_until_idle(station)
    assert station.studies.study.session.view == before
    assert len(station.studies.study.review.marks) == n_marks
    assert not station.window.page.gestures.is_measuring
    QTest.keyClick(palette.words, Qt.Key.Key_Escape)
    assert open_dialog(station.window, "commands") is None
    assert station.studies.study.session.view == before
    assert QApplication.focusWidget() is (station.window.page if focus == "page" else station.marks.list.table)


def test_a_click_elsewhere_closes_the_list_of_commands(station, qtbot) -> None:
    station.actions["help.commands"].trigger()
    assert open_dialog(station.window, "commands") is not None
    qtbot.mouseClick(station.window.page, Qt.MouseButton.LeftButton, pos=QPoint(20, station.window.page.height() - 40))
    wait_until(lambda: open_dialog(station.window, "commands") is None)
    assert station.window.page.hasFocus()


def test_the_list_of_commands_fits_into_a_small_window(station) -> None:
    station.window.resize(700, 420)
    station.actions["help.commands"].trigger()
    palette = open_dialog(station.window, "commands")
    assert palette is not None
    assert station.window.rect().contains(palette.geometry())


def test_the_card_begins_with_the_first_keys_and_is_never_cut(station):
    station.actions["help.keys"].trigger()
    card = open_dialog(station.window, "keys")
    assert isinstance(card, KeyCard)
    assert [card.pages.tabText(n) for n in range(card.pages.count())][:3] == ["Start", "Page", "Marks"]
    lines = card.plain_text().split()
    assert lines[:3] == ["The", "first", "keys"]
    assert lines[3] == "PgDown"
    for scale, width_px, height_px in (
        (1.0, 1100, 600),
        (1.0, 853, 533),
        (1.5, 1220, 700),
        (1.5, 700, 500),
        (2.0, 640, 480),
    ):
        station.appearance.use_scale(scale)
        card.resize(width_px, height_px)
        QApplication.processEvents()
        for number in range(card.pages.count()):
            card.pages.setCurrentIndex(number)
            QApplication.processEvents()
            page = card.pages.widget(number)
            assert isinstance(page, QTextBrowser)
            assert page.horizontalScrollBar().maximum() == 0, (scale, width_px, card.pages.tabText(number))


def test_every_key_of_the_window_stands_on_the_card(station):
    groups = key_groups(station.help._entries.commands())
    on_pages = [line for _title, held in card_pages(groups) for _name, lines in held for line in lines]
    for command_id, action in station.actions.actions.items():
        keys = ", ".join(key.toString() for key in station.actions.keys_of(command_id))
        if keys:
            is_lasting = command_id in ("edit.undo", "edit.redo")  # not what they would undo now
            title = station.actions.commands[command_id].title if is_lasting else plain_text(action)
            assert (keys, title) in on_pages
    for n_columns in (1, 2, 3):
        columns = in_columns(groups, n_columns)
        assert len(columns) <= n_columns
        assert [line for c in columns for _n, lines in c for line in lines] == [
            line for _n, ls in groups for line in ls
        ]
    digits = [keys for keys, _title in dict(groups)["Marks"] if keys.isdigit()]
    assert digits == [*"123456789"]
