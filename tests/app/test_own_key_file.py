"""A map of one's own is a file of what differs, and reads back as it was."""

from pathlib import Path

import pytest

from eegview.app.key_table import KeyTable
from eegview.app.own_key_file import own_map_text, save_own_map, standard_map
from eegview.app.resources import user_folder
from eegview.app.shortcuts import ShortcutMap, built_in_maps, load_shortcut_maps
from eegview.model.issue import Issue

FROM_FILES = {"montage.laplacian": ("F6",), "mark.term.spasm": ("1",)}


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return user_folder("shortcuts")


def loaded(map_id: str) -> ShortcutMap:
    issues: list[Issue] = []
    found = next(one for one in load_shortcut_maps(issues=issues) if one.map_id == map_id)
    assert issues == []
    return found


@pytest.mark.parametrize("one", built_in_maps(), ids=lambda one: one.map_id)
def test_what_is_changed_comes_back_without_a_complaint(one: ShortcutMap, own_folder: Path) -> None:
    table = KeyTable(one, one, FROM_FILES)
    for command_id, key in (
        ("page.print", "PgDown"),
        ("page.next", "F6"),
        ("mark.term.spasm", "Q"),
        ("triage.reject", "A"),
        ("help.guide", 'Ctrl+"'),
        ("display.taller", "\\"),
    ):
        table = table.with_key(command_id, key, instead=True)
    path = save_own_map(table.map)
    assert path == own_folder / f"{one.map_id}.toml"
    assert loaded(one.map_id).contexts == table.map.contexts
    assert dict(loaded(one.map_id).keys) == dict(table.map.keys)
    assert '"page.left"' not in path.read_text()  # only what differs


def test_a_map_that_is_standard_again_has_no_file(own_folder: Path) -> None:
    clinic = built_in_maps()[0]
    changed = KeyTable(clinic, clinic).with_key("page.next", "J")
    assert save_own_map(changed.map) is not None
    assert save_own_map(changed.reset_all().map) is None
    assert list(own_folder.iterdir()) == []
    assert loaded("clinic") == clinic


def test_what_a_hand_has_written_is_kept_beside(own_folder: Path) -> None:
    own_folder.mkdir(parents=True)
    written = '# mine\nid = "clinic"\n[keys]\n"page.next" = ["J"]\n'
    (own_folder / "ward.toml").write_text(written)
    clinic = built_in_maps()[0]
    now = loaded("clinic")
    assert now.of("page.next") == ("J",)
    save_own_map(KeyTable(now, clinic).with_key("page.next", "K").map)
    assert (own_folder / "ward.toml.before").read_text() == written
    assert not (own_folder / "ward.toml").exists()
    assert loaded("clinic").of("page.next") == ("J", "K")


def test_a_map_of_another_name_lies_over_the_clinics(own_folder: Path) -> None:
    clinic = built_in_maps()[0]
    mine = ShortcutMap("ward", "Our ward", clinic.keys, clinic.contexts)
    assert standard_map(mine, built_in_maps()) == mine
    text = own_map_text(mine, standard_map(mine, built_in_maps()))
    assert 'label = "Our ward"' in text
    assert save_own_map(mine) == own_folder / "ward.toml"
    assert loaded("ward") == mine
