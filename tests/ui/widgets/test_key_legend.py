"""The legend of keys shows whole entries or none of an entry; the others are in its menu and its tip."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from eegview.ui.widgets.key_legend import KeyLegend, LegendEntry

LABELS = ("Spasm", "Hypsarrhythmia", "Electrodecrement", "Sleep stage", "Artifact", "Mimic")


@pytest.fixture
def actions(qtbot: QtBot) -> list[QAction]:
    return [QAction(label) for label in LABELS]


@pytest.fixture
def legend(qtbot: QtBot, actions: list[QAction]) -> KeyLegend:
    legend = KeyLegend()
    qtbot.addWidget(legend)
    legend.show_entries([LegendEntry(str(i), a.text(), "#c2410c", a) for i, a in enumerate(actions, 1)])
    legend.show()
    return legend


@pytest.mark.parametrize("width_px", [20, 90, 200, 330, 2000])
def test_nothing_is_cut_and_nothing_overlaps(legend: KeyLegend, width_px: int) -> None:
    legend.resize(width_px, legend.sizeHint().height())
    shown = [button for button in legend.buttons if not button.isHidden()]
    assert [button.text() for button in shown] == [entry.text for entry in legend.entries[: len(shown)]]
    assert all(button.width() >= button.sizeHint().width() for button in shown)
    areas = [button.geometry() for button in shown] + ([] if legend.more.isHidden() else [legend.more.geometry()])
    assert all(area.right() < max(width_px, legend.minimumSizeHint().width()) for area in areas)
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[:i])
    assert len(shown) + len(legend.hidden_entries) == len(LABELS)
    assert legend.more.isHidden() == (not legend.hidden_entries)


def test_what_does_not_fit_is_in_the_tip_and_in_the_menu(legend: KeyLegend, actions: list[QAction]) -> None:
    legend.resize(200, legend.sizeHint().height())
    rest = legend.hidden_entries
    assert rest
    assert legend.more.toolTip().splitlines() == [entry.text for entry in rest]
    menu = legend.more.menu()
    menu.aboutToShow.emit()
    assert [line.text() for line in menu.actions()] == [f"{entry.label}\t{entry.key}" for entry in rest]
    ran: list[str] = []
    actions[-1].triggered.connect(lambda: ran.append("last"))
    menu.actions()[-1].trigger()
    assert ran == ["last"]


def test_a_click_runs_and_leaves_the_keyboard_where_it_is(
    legend: KeyLegend, actions: list[QAction], qtbot: QtBot
) -> None:
    legend.resize(900, legend.sizeHint().height())
    ran: list[str] = []
    actions[0].triggered.connect(lambda: ran.append("first"))
    qtbot.mouseClick(legend.buttons[0], Qt.MouseButton.LeftButton)
    assert ran == ["first"]
    assert legend.buttons[0].focusPolicy() == Qt.FocusPolicy.TabFocus
    assert legend.buttons[0].accessibleName() == "Spasm, key 1"
    actions[0].setEnabled(False)
    assert not legend.buttons[0].isEnabled()


def test_a_mode_shows_its_keys_and_gives_back_those_of_before(legend: KeyLegend) -> None:
    legend.take_over("staging", [LegendEntry("W", "Awake"), LegendEntry("R", "REM")])
    assert [button.text() for button in legend.buttons] == ["W Awake", "R REM"]
    legend.take_over("other", [LegendEntry("A", "Accept")])
    legend.give_back("staging")
    assert [entry.text for entry in legend.entries] == ["A Accept"]
    legend.give_back("other")
    legend.give_back("never entered")
    assert [entry.label for entry in legend.entries] == list(LABELS)
