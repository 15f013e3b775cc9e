"""The folder of one's own files is made and opened; what is one's own is told from the rest in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of

from eegview.app.resources import resources_folder, user_folder
from eegview.ui.workstation import Workstation

WARD = """\
[extend]
id = "ward"

[[term]]
id = "spasm"
label = "Krampf"

[[term]]
id = "care"
hidden = true

[[term]]
id = "note"
hidden = true

[[term]]
id = "apnoea"
label = "Atempause"
shape = "span"
key = "0"
lane = "breathing"
"""


def put(name: str, text: str) -> Path:
    path = user_folder("") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def text_of(station: Workstation, name: str) -> str:
    action = station.window.findChild(QAction, name)
    assert isinstance(action, QAction)
    return action.text().replace("&", "")


def test_the_command_makes_the_folder_and_opens_it(
    station: Workstation, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    station.actions["help.settings_folder"].trigger()
    wait_until(lambda: len(opened) == 1)
    assert Path(opened[0].toLocalFile()) == user_folder("")
    assert (user_folder("") / "vocabularies").is_dir()
    assert str(user_folder("")) in station.window.statusBar().currentMessage()


def test_a_folder_that_cannot_be_made_is_told(
    station: Workstation, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    put("montages", "a file where a folder should be")
    failed: list[Exception] = []
    station.studies.failed.connect(failed.append)
    station.actions["help.settings_folder"].trigger()
    wait_until(lambda: len(failed) == 1)
    assert "cannot be made" in str(failed[0])
    assert opened == []


def test_menus_tell_what_is_ones_own(own_folders: Path, start_station: Callable[[], Workstation]) -> None:
    put("montages/mine.toml", 'id = "mine"\nlabel = "Mine"\nrows = ["Fp1-F3"]\n')
    put("presets/quiet.toml", 'id = "quiet"\nlabel = "Quiet"\n')
    theme = (resources_folder() / "themes" / "paper.toml").read_text(encoding="utf-8")
    put("themes/ours.toml", theme.replace('"paper"', '"ours"').replace('"Paper"', '"Ours"'))
    put("shortcuts/mine.toml", 'id = "mine"\nlabel = "My keys"\n')
    station = start_station()
    for name, label in (
        ("montage.mine", "Mine (yours)"),
        ("montage.common_average", "Common average"),
        ("preset.quiet", "Quiet (yours)"),
        ("preset.clinical", "Clinical"),
        ("theme.ours", "Ours (yours)"),
        ("theme.paper", "Paper"),
        ("keys.mine", "My keys (yours)"),
    ):
        assert text_of(station, name) == label
    assert "(yours)" not in text_of(station, "keys.clinic")


def test_two_montages_on_one_key_are_told_in_the_window(
    own_folders: Path, start_station: Callable[[], Workstation]
) -> None:
    path = put("montages/mine.toml", 'id = "mine"\nlabel = "Mine"\nkey = "F2"\nrows = ["Fp1-F3"]\n')
    station = start_station()
    wait_until(lambda: any(str(path) in fault.message for fault in station.file_faults.seen))
    assert [fault.code for fault in station.file_faults.seen] == ["montage_key"]
    assert [key.toString() for key in station.actions.keys_of("montage.mine")] == ["F2"]
    assert station.actions.keys_of("montage.transverse_bipolar") == ()


def test_a_term_of_ones_own_marks_with_its_key_and_a_hidden_one_is_not_offered(
    own_folders: Path, start_station: Callable[[], Workstation], small_edf: Path, qtbot: QtBot
) -> None:
    put("vocabularies/ward.toml", WARD)
    station = start_station()
    assert "mark.term.care" not in station.actions.actions
    assert "mark.term.note" not in station.actions.actions
    assert text_of(station, "mark.term.spasm") == "Mark: Krampf"
    assert "ward" in station.actions["mark.term.apnoea"].statusTip()
    station.open([str(small_edf)])
    wait_until(lambda: station.window.page.shown_page is not None)
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Qt.Key.Key_0)
    wait_until(lambda: len(own_marks(station)) == 1)
    assert own_marks(station)[0].term_id == "apnoea"
    press(station, qtbot, Qt.Key.Key_9)  # the note's key does nothing now
    assert len(own_marks(station)) == 1
