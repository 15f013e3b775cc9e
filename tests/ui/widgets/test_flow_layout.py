"""Chips wrap as words do, and cut their words only where a line is too narrow for one."""

import pytest
from PySide6.QtWidgets import QApplication

from eegview.app.vocabulary.letters import letters_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.ui.widgets.chips import Chips


@pytest.fixture
def chips(qtbot) -> Chips:
    term = load_vocabulary().term("hypsarrhythmia")
    assert term is not None
    chips = Chips(next(a for a in term.attributes if a.name == "pattern"), letters_of(term)["pattern"])
    qtbot.addWidget(chips)
    chips.show()
    return chips


@pytest.mark.parametrize("width_px", [160, 320, 900])
def test_nothing_leaves_the_width(chips: Chips, width_px: int) -> None:
    chips.resize(width_px, chips.heightForWidth(width_px))
    QApplication.processEvents()
    areas = [button.geometry() for button in chips.buttons.values()]
    assert max(area.right() for area in areas) < width_px
    assert max(area.bottom() for area in areas) < chips.heightForWidth(width_px)
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[:i])


def test_a_narrower_line_makes_it_higher(chips: Chips) -> None:
    assert chips.heightForWidth(300) > chips.heightForWidth(900)


def test_cut_words_are_whole_in_the_tip(chips: Chips) -> None:
    button = chips.buttons["synchronized"]
    chips.resize(120, chips.heightForWidth(120))
    QApplication.processEvents()
    assert button.text().endswith("…")
    assert button.toolTip() == "Increased synchronization"
    chips.resize(1200, chips.heightForWidth(1200))
    QApplication.processEvents()
    assert button.text() == "Increased synchronization"
    assert button.toolTip() == ""


def test_a_letter_takes_no_room_when_it_is_underlined(chips: Chips) -> None:
    chips.resize(400, chips.heightForWidth(400))
    before = [button.geometry() for button in chips.buttons.values()]
    chips.underline(set(chips.letters.values()))
    chips.resize(400, chips.heightForWidth(400))
    QApplication.processEvents()
    assert chips.buttons["classic"].text() == "C&lassic"
    assert chips.buttons["classic"].shortcut().isEmpty()  # Alt and the letter are the menus'
    assert [button.geometry() for button in chips.buttons.values()] == before
