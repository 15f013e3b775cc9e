"""Where a file is written, whatever name was typed."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from eegview.ui.widgets.save_dialog import ask_where_to_save

FILTERS = "PDF page (*.pdf);;PNG image (*.png)"


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("night.png", "PDF page (*.pdf)", "night.png"),
        ("night", "PNG image (*.png)", "night.png"),
        ("night.v2", "PDF page (*.pdf)", "night.v2.pdf"),
        ("night", "", "night.pdf"),  # some desktops name no filter: then as was suggested
        ("night.PDF", "PNG image (*.png)", "night.PDF"),
    ],
)
def test_a_name_gets_an_ending(qtbot, monkeypatch, tmp_path: Path, typed: str, kind: str, expected: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / typed), kind))
    path, chosen = ask_where_to_save(parent, "Save", tmp_path / "page.pdf", FILTERS, (".pdf", ".png"))
    assert (path, chosen) == (tmp_path / expected, kind)


def test_nothing_chosen_is_no_path(qtbot, monkeypatch, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    assert ask_where_to_save(parent, "Save", tmp_path / "page.pdf", FILTERS, (".pdf",))[0] is None
