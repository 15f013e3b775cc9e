"""An infant's own log goes with a study's bundle where it was asked for, and is never changed by one that comes in."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from made_studies.blind_study import BLIND, make_blind_study
from recordings.study_files import write_edf

from eegview.cli.run import main
from eegview.exchange.bundle import INFANT, read_manifest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the library “here” or “there”, by its first word."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE", "EEGVIEW_LIBRARY"):
        monkeypatch.delenv(name, raising=False)

    def act(place: str, *words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / f"{place}.sqlite"))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_edf(tmp_path / "before.edf", names=("C3", "C4"), started_at=datetime(2020, 6, 1, 9))


@pytest.fixture
def bundled(run: Run, study: Path, tmp_path: Path) -> Path:
    """Return a bundle with K07's diary, a treatment and a milestone."""
    assert run("there", "infant", "add", "K07", study, "--born", "2020-01-06")[0] == 0
    assert run("there", "diary", "add", "K07", "2020-06-03T07:40=12")[0] == 0
    words = ("--add", "Vigabatrin", "--dose", 100, "--unit", "mg/kg/day", "--from", "2020-06-02")
    assert run("there", "infant", "treatment", "K07", *words)[0] == 0
    assert run("there", "infant", "milestone", "K07", "--gained", "sits", "--on", "2020-07-01")[0] == 0
    out = tmp_path / "with infant.zip"
    code, said, err = run("there", "bundle", study, "-o", out, "--infant", "--json")
    assert code == 0, err
    assert "its dates can identify the infant" in err
    told = json.loads(said)
    assert ([one["pseudonym"] for one in told["infants"]], told["infants_left_out"]) == (["K07"], [])
    return out


def unbundled(run: Run, bundle: Path, place: str, folder: str) -> tuple[dict, str]:
    code, said, err = run(place, "unbundle", bundle, "-o", bundle.parent / folder, "--json")
    assert code == 0, err
    return json.loads(said)["infants"][0], err


def shown(run: Run, place: str) -> dict:
    return json.loads(run(place, "infant", "show", "K07", "--json")[1])


def test_the_infant_is_in_a_bundle_only_where_it_was_asked_for(run: Run, bundled: Path, study: Path) -> None:
    assert len(read_manifest(bundled).names(INFANT)) == 1
    without = bundled.with_name("without.zip")
    code, said, err = run("there", "bundle", study, "-o", without, "--json")
    assert (code, json.loads(said)["infants_left_out"]) == (0, ["K07"])
    assert "--infant adds it" in err
    assert read_manifest(without).names(INFANT) == ()
    assert "infants" not in read_manifest(without).about


def test_a_study_of_no_infant_cannot_be_bundled_with_one(run: Run, study: Path) -> None:
    code, _said, err = run("there", "bundle", study, "-o", study.with_suffix(".zip"), "--infant")
    assert code == 2
    assert "belongs to no infant" in err
    assert not study.with_suffix(".zip").exists()


def test_the_infant_comes_with_its_authors_and_is_the_same(run: Run, bundled: Path) -> None:
    taken, err = unbundled(run, bundled, "here", "one")
    assert taken["state"] == "added"
    assert "1 study, 1 event of the diary, 1 treatment, 1 milestone" in err
    there, here = shown(run, "there"), shown(run, "here")
    for part in ("infant", "treatments", "milestones"):
        assert here[part] == there[part]
    days = [json.loads(run(place, "diary", "list", "K07", "--json")[1])["days"] for place in ("there", "here")]
    assert days[0] == days[1] != []
    assert run("here", "infant", "history", "K07", "--verify")[0] == 0


def test_a_second_time_it_is_here_already(run: Run, bundled: Path) -> None:
    unbundled(run, bundled, "here", "one")
    taken, err = unbundled(run, bundled, "here", "two")
    assert (taken["state"], taken["edit"]) == ("already_here", None)
    assert "The infant K07 of the bundle is here already." in err


def test_what_differs_is_told_and_changed_by_an_act_of_its_own_only(run: Run, bundled: Path, study: Path) -> None:
    unbundled(run, bundled, "here", "one")
    assert run("here", "infant", "milestone", "K07", "--lost", "sits", "--on", "2020-08-01")[0] == 0
    assert run("there", "diary", "add", "K07", "2020-06-04=none")[0] == 0
    assert run("there", "infant", "add", "K07", "--due", "2020-02-10")[0] == 0
    later = bundled.with_name("later.zip")
    assert run("there", "bundle", study, "-o", later, "--infant")[0] == 0
    before = shown(run, "here")
    taken, err = unbundled(run, later, "here", "two")
    assert taken["state"] == "differs"
    assert "In the bundle and not here: 1 day of the diary." in err
    assert "Changed later in the bundle: 1 statement on who it is." in err
    assert "Here and not in the bundle: 1 milestone." in err
    assert shown(run, "here")["infant"] == before["infant"]
    (file,) = (bundled.parent / "two" / "infant").iterdir()
    assert str(file) in err
    assert run("here", "infant", "import", file)[0] == 0
    assert shown(run, "here")["infant"]["due_on"] == "2020-02-10"


def test_what_was_taken_back_here_is_told_as_that_and_no_import_is_advised(
    run: Run, bundled: Path, study: Path
) -> None:
    unbundled(run, bundled, "here", "one")
    assert run("there", "diary", "add", "K07", "2020-06-04=none")[0] == 0
    later = bundled.with_name("later.zip")
    assert run("there", "bundle", study, "-o", later, "--infant")[0] == 0
    unbundled(run, later, "here", "two")
    (file,) = (bundled.parent / "two" / "infant").iterdir()
    assert run("here", "infant", "import", file)[0] == 0
    assert run("here", "infant", "undo", "K07")[0] == 0
    taken, err = unbundled(run, later, "here", "three")
    assert taken["state"] == "differs"
    assert "In the bundle, and undone or removed here, where it stays so: 1 day of the diary." in err
    assert "In the bundle and not here" not in err
    assert "infant import" not in err


def test_another_infant_of_that_pseudonym_stands_in_the_way_of_the_infant_and_not_of_the_marks(
    run: Run, bundled: Path
) -> None:
    assert run("here", "infant", "add", "K07")[0] == 0
    taken, err = unbundled(run, bundled, "here", "one")
    assert taken["state"] == "not_added"
    assert "Another infant here is called “K07”" in err
    assert "--into K07" in err


def test_one_that_was_removed_here_stays_removed(run: Run, bundled: Path) -> None:
    unbundled(run, bundled, "here", "one")
    assert run("here", "infant", "remove", "K07")[0] == 0
    taken, _err = unbundled(run, bundled, "here", "two")
    assert taken["state"] == "not_added"
    assert run("here", "infant", "show", "K07")[0] == 2


@pytest.mark.parametrize("fault", ["log", "manifest", "other study"])
def test_an_infant_that_was_changed_is_refused_with_all_of_the_bundle(
    run: Run, bundled: Path, tmp_path: Path, fault: str
) -> None:
    import hashlib

    folder = tmp_path / "changed"
    assert run("elsewhere", "unbundle", bundled, "-o", folder)[0] == 0
    (file,) = (folder / "infant").iterdir()
    manifest = json.loads((folder / "manifest.json").read_text())
    if fault == "log":
        file.write_text(file.read_text().replace("Vigabatrin", "Prednisolon"))
    elif fault == "manifest":
        manifest["about"]["infants"][0]["last_edit_hash"] = "0" * 64
    else:
        assert run("there", "infant", "remove", "K07")[0] == 0
        assert run("there", "infant", "add", "K09")[0] == 0
        assert run("there", "infant", "export", "K09", "-o", tmp_path / "K09.json")[0] == 0
        text = (tmp_path / "K09.json").read_text()
        file.write_text(text)
        held = json.loads(text)
        manifest["about"]["infants"] = [{"id": held["infant"], "n_edits": 1, "last_edit_hash": ""}]
        manifest["about"]["infants"][0]["last_edit_hash"] = held["provenance"]["recordings"][0]["head_hash"]
    for entry in manifest["files"]:
        if entry["role"] == INFANT:
            content = file.read_bytes()
            entry |= {"n_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    code, _said, err = run("here", "unbundle", folder)
    assert code == 3, err
    assert run("here", "infant", "list", "--json")[1].count("K0") == 0


def test_a_blind_readers_bundle_tells_of_the_infant_and_of_no_ones_marks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_blind_study(tmp_path, seed=3)
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(made.library))
    words = ["infant", "add", "K07", str(made.file), "--library", str(made.library)]
    assert main(words) == 0
    out = tmp_path / "blind.zip"
    code, said, err = run(
        "x", "bundle", made.file, "-o", out, "--infant", "--json", "--reviewer", BLIND, "--library", made.library
    )
    assert code == 0, err
    told = json.loads(said)
    assert [one["pseudonym"] for one in told["infants"]] == ["K07"]
    assert not {"n_marks", "n_edits", "n_runs"} & told.keys()
    code, said, err = run(
        "here", "unbundle", out, "-o", tmp_path / "there", "--reviewer", BLIND, "--role", "neurologist", "--json"
    )
    assert code == 0, err
    assert json.loads(said)["hidden"]
    assert json.loads(said)["infants"][0]["state"] == "added"
