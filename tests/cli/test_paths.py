"""`eegview paths` names folders and own files; `montages` and `report` tell which are one's own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eegview.app.resources import made_user_folder, user_folder
from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]
MONTAGE = 'id = "mine"\nlabel = "Mine"\nkey = "F1"\nrows = ["Fp1-F3"]\n'


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("EEGVIEW_LIBRARY", raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def put(name: str, text: str) -> Path:
    path = made_user_folder() / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_folders_are_named_and_none_is_made(run: Run, tmp_path: Path):
    code, out, _err = run("paths", "--json")
    assert code == 0
    places = {place["name"]: place for place in json.loads(out)["places"]}
    assert list(places) == ["settings", "data", "library", "plugins", "logs", "caches"]
    assert places["settings"]["path"] == str(tmp_path / "config" / "eegview")
    assert places["library"]["path"] == str(tmp_path / "data" / "eegview" / "library.sqlite")
    assert not any(place["is_there"] for place in places.values())
    assert list(tmp_path.iterdir()) == []
    text = run("paths")[1]
    assert "(not made yet)" in text
    assert "There are no files of your own" in text


def test_another_library_is_named_without_its_password(run: Run, tmp_path: Path):
    out = run("paths", "--json", "--library", "postgresql://ada:secret@host/eeg")[1]
    (library,) = [place for place in json.loads(out)["places"] if place["name"] == "library"]
    assert "host/eeg" in library["path"]
    assert "secret" not in out


def test_own_files_of_every_kind_are_told_used_or_not(run: Run):
    used = {
        put("montages/mine.toml", MONTAGE.replace("F1", "F9")),
        put("presets/quiet.toml", 'id = "quiet"\nlabel = "Quiet"\n'),
        put("shortcuts/mine.toml", 'id = "mine"\nlabel = "Mine"\n'),
        put("vocabularies/ward.toml", '[extend]\n[[term]]\nid = "spasm"\nlabel = "Krampf"\n'),
        put("reports/labels.de.toml", "[section]\npersonal = 'Person'\n"),
        put("trends/sets.toml", "set = []\n"),
    }
    refused = {
        put("presets/broken.toml", "id = 3\n"),
        put("themes/broken.toml", "[["),
        put("vocabularies/adults.toml", "[vocabulary]\n"),
        put("vocabularies/infantile_spasms.toml", "[vocabulary]\n"),
        put("vocabularies/import_texts.toml", "text = 3\n"),
        put("vocabularies/elsewhere.toml", "[extend]\nextends = 'adults_of_elsewhere'\n"),
        put("reports/broken.toml", "[template]\n"),
        put("scales/broken.toml", ""),
        put("trends/other.toml", "a = 1\n"),
    }
    code, out, _err = run("paths", "--json")
    assert code == 0
    found = {Path(one["path"]): one for one in json.loads(out)["own_files"]}
    assert set(found) == used | refused
    assert {path for path, one in found.items() if one["is_used"]} == used
    assert all(one["faults"] for path, one in found.items() if path in refused)
    text = run("paths")[1]
    assert text.count("not used") == len(refused)


def test_own_montages_are_listed_as_own_and_a_double_key_is_told(run: Run):
    path = put("montages/mine.toml", MONTAGE)
    code, out, err = run("montages", "--json")
    assert code == 0
    said = json.loads(out)
    sources = {one["id"]: (one["source"], one["file"]) for one in said["montages"]}
    assert sources["mine"] == ("own", "mine.toml")
    assert sources["longitudinal_bipolar"] == ("built-in", None)
    assert [issue["code"] for issue in said["issues"]] == ["montage_key"]
    assert str(path) in err
    lines = run("montages")[1].splitlines()
    assert [line for line in lines if " own " in line] == [line for line in lines if line.startswith("mine ")]


def test_own_templates_are_listed_as_yours(run: Run):
    built_in = (Path(__file__).parents[2] / "resources" / "reports" / "short.toml").read_text(encoding="utf-8")
    put("reports/ours.toml", built_in.replace('"short"', '"ours"').replace('"Short"', '"Ours"'))
    code, out, _err = run("report", "--templates")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if line.endswith("(yours)")] == ["ours"]


def test_the_folder_of_ones_own_is_made_with_a_folder_for_each_kind(run: Run):
    assert made_user_folder() == user_folder("")
    assert {"montages", "presets", "shortcuts", "vocabularies", "themes", "reports"} <= {
        folder.name for folder in user_folder("").iterdir()
    }
