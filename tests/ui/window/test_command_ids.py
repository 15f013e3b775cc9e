"""Actions are found by the id a command has, and by the one it had before."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from eegview.app.commands import COMMANDS
from eegview.app.shortcuts import ShortcutMap
from eegview.ui.window.actions import Actions
from eegview.ui.window.study.study_scope import StudyScope


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Actions(window, COMMANDS, ShortcutMap("plain", "Plain", (("mark.next", ("N",)),)))
    made.set_available(frozenset({"recording"}))
    yield made
    window.close()


def test_a_former_id_finds_the_action(actions: Actions) -> None:
    assert actions["event.next"] is actions["mark.next"]
    assert actions["event.next"].objectName() == "mark.next"
    assert actions.keys_of("event.next") == actions.keys_of("mark.next")
    assert actions.menu_of("event.list") == "Window"


def test_a_handler_may_name_a_former_id_and_goes_with_its_study(actions: Actions) -> None:
    called: list[str] = []
    scope = StudyScope()
    actions.connect({"event.next": lambda: called.append("next")}, scope)
    actions["mark.next"].trigger()
    assert called == ["next"]
    scope.end()
    actions["mark.next"].trigger()
    assert called == ["next"]


def test_only_what_needs_nothing_can_be_used_at_first(actions: Actions) -> None:
    actions.set_available(frozenset())
    assert actions["study.open"].isEnabled()
    assert not actions["mark.next"].isEnabled()
    assert not actions.menus["Triage"].menuAction().isVisible()
    actions.set_available(frozenset({"triage"}))
    assert actions.menus["Triage"].menuAction().isVisible()
