"""Every example of the page “Make it your own” is used as it stands there, and the page names the right folders."""

import re
from pathlib import Path

import pytest
from platformdirs import macos, unix, windows

from eegview.app.help.book import load_book
from eegview.app.own_files import list_own_files
from eegview.app.resources import made_user_folder
from eegview.app.vocabulary.checking import check_file
from eegview.app.vocabulary.store import load_vocabulary

EXAMPLE = re.compile(r"^## [^\n]*`([a-z]+/[a-z_]+\.toml)`\n.*?```toml\n(.*?)```", re.MULTILINE | re.DOTALL)


def page_text() -> str:
    page = load_book().page("own")
    assert page
    return page.text


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = made_user_folder()
    for name, text in EXAMPLE.findall(page_text()):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_example_is_used_and_has_no_fault(own_folder: Path) -> None:
    found = list_own_files()
    assert {one.path.relative_to(own_folder).as_posix() for one in found} == {
        "montages/mine.toml",
        "presets/quiet.toml",
        "shortcuts/clinic.toml",
        "vocabularies/ward.toml",
        "vocabularies/import_texts.toml",
        "reports/ward.toml",
    }
    assert [(one.path.name, one.faults) for one in found if one.faults or not one.is_used] == []


def test_the_extension_passes_the_check_without_a_remark(own_folder: Path) -> None:
    found = check_file(own_folder / "vocabularies" / "ward.toml")
    assert (found.kind, found.faults, found.remarks) == ("extension", (), ())
    apnoea = load_vocabulary(issues=[]).term("apnoea")
    assert apnoea
    assert (apnoea.key, apnoea.lane, apnoea.attributes[0].quick) == ("0", "breathing", True)


def test_the_folders_are_those_of_the_three_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text()
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for system in (macos.MacOS, unix.Unix):
        place = system("eegview", appauthor=False).user_config_dir
        assert place.removeprefix(str(Path.home())) in text
    monkeypatch.setattr(windows, "get_win_folder", lambda _name: r"C:\Users\NAME\AppData\Local")
    assert windows.Windows("eegview", appauthor=False).user_config_dir.replace("/", "\\") in text
