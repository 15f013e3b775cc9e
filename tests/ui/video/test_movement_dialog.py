"""The window of the movement trace: whole, before it runs and while it runs."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from eegview.ui.video.movement_dialog import MovementDialog

LONG_TEXT = "Measuring two files, with a region and a part left out where a caregiver moves. " * 3


def test_its_texts_are_whole_while_it_runs(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = MovementDialog(parent)
    dialog.show_state("Nothing is measured.", is_watching=False, has_trace=False)
    dialog.show()
    dialog.adjustSize()
    start_y_px = dialog.start.y()
    dialog.show_state("Measuring.", is_watching=True, has_trace=False)
    assert dialog.start.y() == start_y_px  # the button that stops it stands where it was pressed
    dialog.show_state(LONG_TEXT, is_watching=True, has_trace=True)
    assert dialog.height() >= dialog.heightForWidth(dialog.width())
    assert dialog.state.height() >= dialog.state.heightForWidth(dialog.state.width())
    assert dialog.rect().contains(dialog.start.geometry())
