"""The score sheet that is shown, saved from the window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from reports.score_sheets import made_sheet
from waiting import wait_until
from windows.at_the_window import study_of

from eegview.app.themes import load_themes
from eegview.ui.scoring.sheet_saving import NO_SHEET, SheetSaving
from eegview.ui.scoring.side import ScoreSide
from eegview.ui.scoring.side_view import SideView
from eegview.ui.workstation import Workstation


def test_a_sheet_is_saved_where_the_reader_wants_it(
    station: Workstation, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = ScoreSide(load_themes()[0])
    qtbot.addWidget(side)
    said: list[str] = []
    context = replace(station.context, say=lambda text, _act="", _run=None: said.append(text))
    saving = SheetSaving(context, study_of(station), side)
    saving.ask()
    saving.save(tmp_path / "none.pdf")
    assert said == [NO_SHEET, NO_SHEET]
    asked: list[str] = []

    def choose(_parent: object, _title: str, suggested: str, _filters: str) -> tuple[str, str]:
        asked.append(Path(suggested).name)
        return str(tmp_path / "sheet"), "PDF page (*.pdf)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    side.show_sheet(SideView(made_sheet({0: ("P4",)}, 1)))
    saving.ask()
    bar = station.window.statusBar()
    wait_until(lambda: "Score sheet saved as sheet.pdf." in bar.currentMessage())
    assert asked[0].endswith("_score_001000.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
