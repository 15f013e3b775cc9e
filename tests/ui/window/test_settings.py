"""What is remembered between sessions: where things were saved."""

import os
from pathlib import Path

import pytest

from eegview.ui.window.settings import Settings


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    made = tmp_path / "ward", tmp_path / "other", tmp_path / "figures"
    for folder in made:
        folder.mkdir()
    return made


def test_what_is_saved_of_a_recording_begins_beside_it_then_where_it_was_saved_last(tmp_path: Path, folders) -> None:
    ward, other, figures = folders
    settings = Settings(tmp_path / "settings.ini")
    night = str(ward / "night.edf")
    assert settings.save_folder(night) == ward
    settings.saved_in(figures, night)
    assert settings.save_folder(night) == figures
    assert settings.save_folder(str(other / "day.edf")) == other
    assert settings.save_folder() == figures


def test_an_archive_that_cannot_be_written_is_no_place_to_save(tmp_path: Path, folders, monkeypatch) -> None:
    ward, _other, figures = folders
    settings = Settings(tmp_path / "settings.ini")
    monkeypatch.setattr(os, "access", lambda path, _mode: str(path) != str(ward))
    night = str(ward / "night.edf")
    assert settings.save_folder(night) == Path.home()
    settings.saved_in(figures)
    assert settings.save_folder(night) == figures
    figures.rmdir()
    assert settings.save_folder(night) == Path.home()
