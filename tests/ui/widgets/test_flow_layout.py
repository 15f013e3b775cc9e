"""Chips wrap as words do, and cut their words only where a line is too narrow for one."""

import pytest
from PySide6.QtWidgets import QApplication

from eegview.app.vocabulary.store import load_vocabulary
from eegview.ui.widgets.chips import Chips


@pytest.fixture
def chips(qtbot) -> Chips:
    term = load_vocabulary().term("hypsarrhythmia")
    assert term is not None
    chips = Chips(next(a for a in term.attributes if a.name == "pattern"))
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
    chips.clearFocus()  # with the focus each chip shows its key as well
    button = chips.buttons["synchronized"]
    chips.resize(160, chips.heightForWidth(160))
    QApplication.processEvents()
    assert button.text().endswith("…")
    assert button.toolTip() == "Modified: increased interhemispheric synchronization"
    chips.resize(1200, chips.heightForWidth(1200))
    QApplication.processEvents()
    assert button.text() == "Modified: increased interhemispheric synchronization"
    assert button.toolTip() == ""
