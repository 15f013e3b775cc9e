"""Detectors are found in every place, never imported, and run only as they were agreed to."""

import os
import sys
import tomllib
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin

from eegview.detect import discovery
from eegview.detect.consent import Consents
from eegview.detect.content import checked_copy, content_hash, files_of
from eegview.detect.discovery import PluginState, find_plugins, inspect_folder, plugin_by_id
from eegview.detect.readiness import ready_plugin
from eegview.detect.shipped import current_hashes, listed_hashes, plugin_folders, shipped_folder, write_list
from eegview.model.errors import DetectorFailed, UsageError

POISON = "raise SystemExit('imported')\n"


@pytest.fixture(autouse=True)
def own_places(tmp_path, monkeypatch):
    """Have nothing of the tester's own found, and nothing left among it."""
    monkeypatch.setattr(discovery, "shipped_folder", lambda: tmp_path / "shipped")
    monkeypatch.setattr(discovery, "listed_hashes", lambda: listed_hashes(tmp_path / "shipped"))
    monkeypatch.setattr(discovery, "user_plugins", lambda: tmp_path / "own")
    monkeypatch.setattr("eegview.detect.consent.consent_file", lambda: tmp_path / "settings" / "agreed.json")
    monkeypatch.delenv("EEGVIEW_PLUGINS", raising=False)


def _states(consents: Consents | None = None) -> dict[str, str]:
    return {plugin.detector_id: plugin.state.value for plugin in find_plugins(consents or Consents())}


def test_found_in_every_place(tmp_path, monkeypatch):
    make_plugin(tmp_path / "shipped" / "one", detector_id="one")
    make_plugin(tmp_path / "own" / "two", detector_id="two")
    make_plugin(tmp_path / "ward" / "three", detector_id="three")
    make_plugin(tmp_path / "alone", detector_id="four")
    monkeypatch.setenv(
        "EEGVIEW_PLUGINS", os.pathsep.join([str(tmp_path / "ward"), str(tmp_path / "alone"), "/no/where"])
    )
    write_list(tmp_path / "shipped")
    assert _states() == {"one": "ready", "two": "new", "three": "new", "four": "new"}


def test_an_installed_package_is_found_and_not_imported(tmp_path, monkeypatch):
    site = tmp_path / "site"
    make_plugin(site / "poisoned" / "spikes", detector_id="packaged")
    for place in (site / "poisoned", site / "poisoned" / "spikes"):
        (place / "__init__.py").write_text(POISON)
    (site / "poisoned" / "spikes" / "detector.py").write_text(POISON)
    info = site / "poisoned-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: poisoned\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[eegview.detectors]\nspikes = poisoned.spikes\nlost = no_such_package\n")
    monkeypatch.syspath_prepend(str(site))
    assert _states() == {"packaged": "new"}
    assert "poisoned" not in sys.modules


def test_a_broken_one_is_reported_and_a_second_of_the_same_id_is_hidden(tmp_path):
    make_plugin(tmp_path / "own" / "a", detector_id="same")
    make_plugin(tmp_path / "own" / "b", detector_id="same")
    make_plugin(tmp_path / "own" / "c", more="halo = 3\n")
    (tmp_path / "own" / "c" / "plugin.toml").write_text("id = ")
    found = find_plugins(Consents())
    assert [(one.detector_id, one.state.value) for one in found] == [
        ("same", "new"),
        ("same", "hidden"),
        ("c", "broken"),
    ]
    assert "“same”" in found[1].faults[0]
    assert "not TOML" in found[2].faults[0]


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ('interpreter = "no-such-python"', "interpreter “no-such-python”"),
        ('engine = "command"\nentry = ["no-such-tool", "{edf}"]', "“no-such-tool” is not installed"),
    ],
)
def test_what_is_not_on_this_computer_is_reported(tmp_path, top, expected):
    make_plugin(tmp_path / "own" / "a", top=top)
    (found,) = find_plugins(Consents())
    assert found.state is PluginState.UNAVAILABLE
    assert expected in found.faults[0]
    with pytest.raises(DetectorFailed, match="cannot run here"):
        ready_plugin(found)


def test_agreeing_is_for_exactly_this_content(tmp_path):
    folder = make_plugin(tmp_path / "elsewhere" / "a", "pass")
    found = plugin_by_id(str(folder))
    assert found.state is PluginState.NEW
    with pytest.raises(DetectorFailed, match="has not been approved yet"):
        ready_plugin(found, tmp_path / "copies")
    Consents().agree(found.content_hash, found.detector_id, folder)
    assert _states() == {"made": "ready"}  # remembered where it lies
    assert (ready_plugin(plugin_by_id("made"), tmp_path / "copies").folder / "detector.py").is_file()
    (folder / "detector.py").write_text("print('another')\n")
    assert _states() == {"made": "changed"}
    with pytest.raises(DetectorFailed, match="changed since you approved"):
        ready_plugin(plugin_by_id("made"), tmp_path / "copies")


def test_a_change_between_finding_and_running_is_seen(tmp_path):
    folder = make_plugin(tmp_path / "own" / "a")
    consents = Consents()
    consents.agree(content_hash(folder), "made", folder)
    found = inspect_folder(folder, "", consents)
    (folder / "more.py").write_text("x = 1\n")
    with pytest.raises(DetectorFailed, match="changed just now"):
        ready_plugin(found, tmp_path / "copies")


def test_a_shipped_one_that_differs_from_the_list_asks(tmp_path):
    folder = make_plugin(tmp_path / "shipped" / "one")
    write_list(tmp_path / "shipped")
    assert _states() == {"made": "ready"}
    assert plugin_by_id(str(folder)).is_shipped
    (folder / "detector.py").write_text("print('another')\n")
    assert _states() == {"made": "changed"}
    with pytest.raises(DetectorFailed, match="not those supplied with the program") as caught:
        ready_plugin(plugin_by_id("made"), tmp_path / "copies")
    assert "python -m eegview.detect.shipped" in caught.value.advice
    assert "eegview detectors trust made" in caught.value.advice


def test_agreements_that_cannot_be_understood_count_for_nothing(tmp_path):
    path = tmp_path / "agreed.json"
    for text in ("", "[]", '{"agreed": 3}', '{"agreed": [{"content_hash": "x"}]}', "\x00"):
        path.write_text(text)
        assert not Consents(path).is_agreed("x")
    Consents(path).agree("x", "made", tmp_path)
    assert Consents(path).is_agreed("x")


def test_two_windows_agree_to_two_things(tmp_path):
    path = tmp_path / "agreed.json"
    one, two = Consents(path), Consents(path)
    one.agree("x", "a", tmp_path)
    two.agree("y", "b", tmp_path)
    held = Consents(path)
    assert held.is_agreed("x")
    assert held.is_agreed("y")


def test_the_hash_is_over_names_and_bytes_and_not_over_what_python_makes(tmp_path):
    folder = make_plugin(tmp_path / "a")
    first = content_hash(folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "detector.pyc").write_bytes(b"anything")
    assert content_hash(folder) == first
    (folder / "page.md").rename(folder / "side.md")
    assert content_hash(folder) != first


def test_a_script_is_a_command_in_the_copy_too(tmp_path):
    folder = make_plugin(tmp_path / "a")
    (folder / "find.sh").write_text("#!/bin/sh\n")
    (folder / "find.sh").chmod(0o644)
    copy = checked_copy(folder, content_hash(folder), tmp_path / "copies")
    assert os.access(copy / "find.sh", os.X_OK)


def test_dates_rights_and_what_file_managers_leave_change_nothing(tmp_path):
    folder = make_plugin(tmp_path / "a")
    first = content_hash(folder)
    os.utime(folder / "detector.py", (1e9, 1e9))
    (folder / "detector.py").chmod(0o640)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (folder / name).write_bytes(b"\x00")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]\n")
    assert content_hash(folder) == first
    copy = checked_copy(folder, first, tmp_path / "copies")
    assert sorted(path.name for path in copy.iterdir()) == ["detector.py", "page.md", "plugin.toml"]


def test_links_out_of_the_folder_are_refused(tmp_path):
    folder = make_plugin(tmp_path / "a")
    (folder / "out").symlink_to(tmp_path)
    with pytest.raises(DetectorFailed, match="a link out"):
        content_hash(folder)
    assert inspect_folder(folder, "", Consents()).state is PluginState.BROKEN


def test_what_runs_is_a_copy_without_what_python_made_of_it(tmp_path):
    folder = make_plugin(tmp_path / "a")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "detector.cpython-311.pyc").write_bytes(b"another program")
    (folder / "inner").mkdir()
    (folder / "inner" / "weights.bin").write_bytes(b"123")
    wanted = content_hash(folder)
    copy = checked_copy(folder, wanted, tmp_path / "copies")
    assert content_hash(copy) == wanted
    assert not (copy / "__pycache__").exists()
    (copy / "detector.py").write_text("damaged\n")
    assert content_hash(checked_copy(folder, wanted, tmp_path / "copies")) == wanted
    with pytest.raises(DetectorFailed, match="changed while they were read"):
        checked_copy(folder, "0" * 64, tmp_path / "copies")


def test_an_unknown_id_names_those_there_are(tmp_path):
    make_plugin(tmp_path / "own" / "a")
    with pytest.raises(UsageError) as caught:
        plugin_by_id("spasm")
    assert "made" in caught.value.advice


def test_the_list_of_shipped_detectors_is_current():
    listed, held = listed_hashes(shipped_folder()), current_hashes(shipped_folder())
    assert listed == held, (
        "a plugin was changed: run “python -m eegview.detect.shipped” and commit plugins/shipped.toml"
    )
    assert plugin_folders(shipped_folder())


def test_what_is_installed_holds_the_detectors_and_nothing_besides():
    project = shipped_folder().parent
    with (project / "pyproject.toml").open("rb") as file:
        wheel = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["plugins"] == "eegview/plugins"  # where `shipped_folder` looks first
    for folder in plugin_folders(shipped_folder()):
        endings = {Path(file.name).suffix for file in files_of(folder)}
        assert endings <= {".py", ".toml", ".md", ".onnx"}, f"{folder.name} holds a stray file"


def test_of_two_approved_folders_of_one_id_the_newest_is_used(tmp_path):
    consents = Consents()
    for place in ("first", "second"):
        folder = make_plugin(tmp_path / place, f"print({place!r})", detector_id="mine")
        consents.agree(content_hash(folder), "mine", folder)
    used, older = find_plugins()
    assert (used.folder.name, used.state, used.is_used) == ("second", PluginState.READY, True)
    assert (older.folder.name, older.state, older.is_used) == ("first", PluginState.OLDER, False)
    assert older.faults == (f"Older copy, not used: {tmp_path / 'second'} was approved later.",)
    assert plugin_by_id("mine").folder.name == "second"
    with pytest.raises(DetectorFailed, match="Older copy, not used"):
        ready_plugin(older)
    consents.agree(content_hash(older.folder), "mine", older.folder)
    assert plugin_by_id("mine").folder.name == "first"  # approved again, it is the newest


def test_one_that_is_hidden_says_which_folder_has_its_id(tmp_path):
    make_plugin(tmp_path / "own" / "a", detector_id="same")
    folder = make_plugin(tmp_path / "elsewhere", detector_id="same")
    Consents().agree(content_hash(folder), "same", folder)
    (_used, hidden) = find_plugins()
    assert hidden.state is PluginState.HIDDEN
    assert hidden.faults[0].endswith(f"was found before it, in {tmp_path / 'own' / 'a'}.")


def test_what_is_withdrawn_asks_again_and_is_not_brought_back_by_another_window(tmp_path):
    folder = make_plugin(tmp_path / "own" / "made")
    first, other = content_hash(folder), Consents()
    other.agree(first, "made", folder)
    make_plugin(folder, "print(2)")
    other.agree(content_hash(folder), "made", folder)
    assert _states() == {"made": "ready"}
    mine = Consents()
    assert {one.content_hash for one in mine.agreed_to(detector_id="made")} == {first, content_hash(folder)}
    mine.withdraw(mine.agreed_to(folder=folder))
    assert _states() == {"made": "new"}
    other.agree("0" * 64, "another", tmp_path)
    assert not Consents().is_agreed(first)
    assert not Consents().is_agreed(content_hash(folder))
