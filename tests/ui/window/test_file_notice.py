"""Faults in files of the user's own: the window opens, names file and fault, and opens the folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton
from waiting import wait_until

from eegview.app import key_names
from eegview.app.key_names import key_name
from eegview.app.resources import user_folder
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation


def put(kind: str, name: str, text: str) -> Path:
    path = user_folder(kind) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(station: Workstation) -> list[str]:
    return [label.text() for label in station.window.findChildren(QLabel, "file_notice.text") if label.isVisible()]


def test_a_window_without_faults_shows_no_notice(station: Workstation) -> None:
    assert told(station) == []


def test_every_kind_at_once_opens_and_is_told(own_folders: Path, start_station: Callable[[], Workstation]) -> None:
    paths = [
        put("vocabularies", "infantile_spasms.toml", "[vocabulary]\nid = 'a'\nid = 'b'\n"),
        put("vocabularies", "import_texts.toml", '[[text]]\nwords = "a"\nterm = "nothing_such"\n'),
        put("shortcuts", "clinic.toml", '[keys]\n"page.nxt" = "J"\n'),
        put("shortcuts", "edfbrowser.toml", "[keys\n"),
        put("themes", "paper.toml", 'id = "paper"\n'),
        put("montages", "a.toml", ""),
        put("presets", "clinical.toml", 'id = "clinical"\nlabel = "C"\npage_s = nan\n'),
    ]
    os.mkfifo(own_folders / "settings.ini")
    station = start_station()
    wait_until(lambda: len(told(station)) == 8)
    for path in (*paths, own_folders / "settings.ini"):
        assert any(str(path) in line for line in told(station)), path
    assert station.actions.keys_of("page.next")[0].toString() == "PgDown"
    assert station.studies.vocabulary.vocabulary_id == "infantile_spasms"
    assert station.appearance.theme.theme_id == "paper"


def test_the_button_opens_the_folder_and_the_notice_can_be_put_away(
    own_folders: Path, start_station: Callable[[], Workstation], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put("themes", "mine.toml", "[[")
    station = start_station()
    wait_until(lambda: told(station) != [])
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    button = station.window.findChild(QPushButton, "file_notice.open_folder")
    assert isinstance(button, QPushButton)
    button.click()
    assert [Path(url.toLocalFile()) for url in opened] == [path.parent]
    close = station.window.findChild(QPushButton, "file_notice.close")
    assert isinstance(close, QPushButton)
    close.click()
    assert told(station) == []


def test_a_key_of_ones_own_that_a_montage_or_a_term_has_goes_to_the_command_and_is_told(
    own_folders: Path, start_station: Callable[[], Workstation]
) -> None:
    put("shortcuts", "clinic.toml", '[keys]\n"study.sign" = ["F1", "1"]\n')
    station = start_station()
    wait_until(lambda: len(told(station)) == 2)
    sign = station.actions["study.sign"]
    assert [key.toString() for key in sign.shortcuts()] == ["F1", "1"]
    having = [a.objectName() for a in station.actions.actions.values() for k in a.shortcuts() if k.toString() == "F1"]
    assert having == ["study.sign"]
    assert "the key F1 is that of “Sign this review…”" in " ".join(told(station))


def test_two_montages_of_ones_own_on_one_key(own_folders: Path, start_station: Callable[[], Workstation]) -> None:
    for name in ("one", "two"):
        put("montages", f"{name}.toml", f'id = "{name}"\nlabel = "{name}"\nkey = "F11"\nrows = ["C3-C4"]\n')
    station = start_station()
    wait_until(lambda: len(told(station)) == 1)
    assert "F11" in told(station)[0]
    assert sum(k.toString() == "F11" for a in station.actions.actions.values() for k in a.shortcuts()) == 1


@pytest.mark.parametrize(
    "text", [*key_names._NAMES.values(), *key_names._SYNONYMS, *"aZ5+,[;ä", "Ctrl++", "alt+SHIFT+j"]
)
def test_qt_reads_every_key_that_counts_as_one(qapp, text: str) -> None:
    name = key_name(text)
    assert name is not None
    assert QKeySequence(text) == QKeySequence(name)
    assert QKeySequence(name).toString() == name


@pytest.mark.parametrize("text", ["", "Foo", "Ctrl+Foo", "Strg+A", "Ctrl+", "ab", "F36", "Ctrl", "Ctrl+Shift+", ", "])
def test_what_qt_does_not_read_is_no_key(qapp, text: str) -> None:
    assert key_name(text) is None
    assert QKeySequence(text).toString() in ("", text.strip())


def test_keys_one_after_the_other(qapp) -> None:
    assert key_name("ctrl+k, c") == "Ctrl+K, C" == QKeySequence("ctrl+k, c").toString()


# settings


ODD_VALUES = ("nan", "inf", "-inf", "1e999", "-3", "0", "abc", "", "@Variant(\\0\\0)", "1,2")
READ_AT_THE_START = ("scale", "page_s", "sensitivity", "theme", "preset", "montage")


@pytest.mark.parametrize("first", range(len(ODD_VALUES)))
def test_no_value_in_the_settings_keeps_a_recording_from_opening(
    own_folders: Path, start_station: Callable[[], Workstation], small_edf: Path, first: int
) -> None:
    """Each window has an odd value for every key; all windows together have every value for every key."""
    lines = [f"{key}={ODD_VALUES[(first + i) % len(ODD_VALUES)]}\n" for i, key in enumerate(READ_AT_THE_START)]
    (own_folders / "settings.ini").write_text(f"[display]\n{''.join(lines)}[window]\nstate=@ByteArray(x)\ngeometry=7\n")
    station = start_station()
    station.open([str(small_edf)])
    wait_until(lambda: station.studies.study is not None and station.window.page.shown_page is not None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[display]\nscale=1.5\n\xff\xfe", "line 3 is not in UTF-8"),
        (b"[display]\nscale=1.5\nnonsense\n", "line 3 is not NAME=VALUE"),
        (b"\xef\xbb\xbf[display]\nscale=1.5\n", None),
        (b"", None),
    ],
)
def test_a_damaged_settings_file_is_told_and_read_as_far_as_it_goes(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.number("display/scale", 1.0) == (1.5 if content else 1.0)
    assert [said in fault.message for fault in settings.faults] == ([True] if said else [])
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", ["/proc/nothing/settings.ini", "file/settings.ini"])
def test_settings_that_cannot_be_kept_are_told_and_hold_for_the_session(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / place)
    settings.put("display/scale", 1.5)
    settings.sync()
    assert settings.number("display/scale", 1.0) == 1.5
    assert len(settings.faults) == 1
    assert "lost when you quit" in settings.faults[0].message
