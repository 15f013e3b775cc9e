"""The sheet for matching: what it shows, and what it tells."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from waiting import emitted

from eegview.ui.sync.panel import ShownAnchor, ShownSync, SyncPanel
from eegview.ui.sync.proposals_box import SuggestionsBox

SHOWN = ShownSync(
    "night.mp4",
    "3 anchors",
    "Offset 12.345 s",
    "good: within 12 ms",
    False,
    12.345,
    (
        ShownAnchor("00:00:06.000", "09:00:18.345", -0.4, False),
        ShownAnchor("00:00:16.000", "09:00:28.400", 3.0, False),
        ShownAnchor("00:01:16.000", "09:02:00.000", 1234.0, True),
    ),
    ("The camera's clock is unusual.",),
)


@pytest.fixture
def panel(qtbot) -> Iterator[SyncPanel]:
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = SyncPanel(parent)
    sheet.show()
    qtbot.waitExposed(sheet)
    yield sheet
    parent.close()  # kept until then: the sheet goes with it


def cells(panel: SyncPanel, row: int) -> list[str]:
    found = [panel.table.item(row, column) for column in range(panel.table.columnCount())]
    return [item.text() for item in found if item is not None]


def test_pairs_stand_with_what_they_are_off_by(panel: SyncPanel) -> None:
    panel.show_sync(SHOWN)
    assert cells(panel, 0) == ["00:00:06.000", "09:00:18.345", "+0 ms", ""]
    assert "excluded" in cells(panel, 2)[3]
    assert panel.offset.value() == 12.345
    assert panel.notes.isVisible()


def test_what_is_shown_tells_nothing_back(panel: SyncPanel, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.offset_changed):
        panel.show_sync(SHOWN)
    with emitted(panel.offset_changed) as told:
        panel.offset.setValue(13.0)
    assert told.args == [13.0]


def test_the_second_button_waits_for_the_first(panel: SyncPanel, qtbot) -> None:
    panel.show_sync(SHOWN)
    assert not panel.pair.isEnabled()
    with emitted(panel.frame_picked):
        qtbot.mouseClick(panel.pick, Qt.MouseButton.LeftButton)
    panel.show_picked("Held: frame 00:00:06.000")
    with emitted(panel.pair_asked):
        qtbot.mouseClick(panel.pair, Qt.MouseButton.LeftButton)


def test_the_chosen_pair_is_removed(panel: SyncPanel, qtbot) -> None:
    panel.show_sync(SHOWN)
    assert not panel.remove.isEnabled()
    panel.table.selectRow(1)
    with emitted(panel.anchor_removed) as told:
        qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert told.args == [1]


def test_a_number_half_typed_is_not_given_to_another_video(panel: SyncPanel, qtbot) -> None:
    panel.show_sync(SHOWN)
    panel.activateWindow()
    panel.offset.setFocus()
    asked: list[float] = []
    panel.offset_changed.connect(asked.append)
    qtbot.keyClicks(panel.offset, "7")
    panel.show_sync(replace(SHOWN, video_name="other.mp4", offset_s=3.0))
    assert not panel.offset.hasFocus()
    assert (asked, panel.offset.value()) == ([], 3.0)


def test_without_video_nothing_can_be_asked(panel: SyncPanel) -> None:
    panel.show_sync(None)
    assert panel.table.rowCount() == 0
    assert not panel.pick.isEnabled()
    assert not panel.suggestions.isEnabled()


def test_suggestions_are_taken_one_by_one(qtbot) -> None:
    box = SuggestionsBox()
    qtbot.addWidget(box)
    box.show()
    with emitted(box.search_asked):
        qtbot.mouseClick(box.search, Qt.MouseButton.LeftButton)
    box.show_progress(0.4)
    assert box.bar.value() == 40
    with emitted(box.stop_asked):
        qtbot.mouseClick(box.search, Qt.MouseButton.LeftButton)
    box.show_found(["one", "two"])
    assert not box.accept.isEnabled()
    with emitted(box.chosen) as told:
        box.list.setCurrentRow(1)
    assert told.args == [1]
    with emitted(box.accepted) as told:
        qtbot.mouseClick(box.accept, Qt.MouseButton.LeftButton)
    assert told.args == [1]
    box.show_found([])
    assert "Nothing matching was found" in box.status.text()
    assert not box.list.isVisible()
