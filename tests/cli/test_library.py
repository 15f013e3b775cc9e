"""`eegview library`: list, export, names, starts, note, as a script would use them."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from libraries.postgres_server import needs_postgres, running_server
from made_studies.blind_study import BLIND, BlindStudy, add_own_mark, leaks_in, make_blind_study
from recordings.study_files import write_edf

from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]
STARTED = datetime(2024, 5, 5, 3, 4)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_edf(tmp_path / "Doe Jane.edf", names=("C3", "C4"), started_at=STARTED)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def listed(run: Run, *words: object) -> dict:
    code, out, _said = run("library", "list", "--json", *words)
    assert code == 0
    return json.loads(out)


def mark(run: Run, file: Path, onset_s: float = 3, reviewer: str = "Ann") -> None:
    assert run("events", "add", file, "--term", "spasm", "--onset", onset_s, "--reviewer", reviewer)[0] == 0


def test_a_damaged_row_is_said_and_hinders_no_other_and_no_folder_is_named(
    run: Run, recording: Path, tmp_path: Path
) -> None:
    mark(run, recording)
    mark(run, write_edf(tmp_path / "other.edf", names=("C3",), started_at=datetime(2025, 5, 5)))
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        connection.execute("UPDATE recording SET channels = '[1, 2' WHERE started_at LIKE '2024%'")
        connection.commit()
    code, out, said = run("library", "list", "--json")
    assert (code, said.count("was changed from outside")) == (0, 1)
    held = json.loads(out)
    assert sorted(len(one["channels"]) for one in held["studies"]) == [0, 1]
    assert held["library"] == "library.sqlite"
    assert str(tmp_path) not in out
    code, out, said = run("library", "export", "--json")
    assert (code, len(json.loads(out)["marks"])) == (0, 2)
    assert "was changed from outside" in said


def test_a_study_is_listed_with_what_it_is(run: Run, recording: Path) -> None:
    mark(run, recording)
    held = listed(run)
    assert held["keeps"] == {"names": False, "starts": True}
    (study,) = held["studies"]
    assert study["name"] is None
    assert (study["started_at"], study["duration_s"], study["n_files"]) == ("2024-05-05T03:04:00", 120.0, 1)
    assert [one["name"] for one in study["channels"]] == ["C3", "C4"]
    assert (study["n_marks"], study["n_runs"], study["n_scores"], study["readers"]) == (1, 0, 0, ["Ann"])
    assert study["first_seen_utc"] <= study["last_seen_utc"]
    code, out, said = run("library", "list")
    assert code == 0
    assert "2 channels  1 mark  by Ann" in out
    assert "keeps no names" in said
    assert run("library", "list", "--text", "nobody")[1] == "No study has this in its line.\n"


def test_names_are_kept_from_when_it_is_switched_on_until_it_is_off(run: Run, recording: Path) -> None:
    assert run("library", "names") == (0, "Names of recordings: not kept.\nStart times: kept.\n", "")
    assert run("library", "names", "on")[0] == 0
    mark(run, recording)
    assert listed(run)["studies"][0]["name"] == "Doe Jane.edf"
    code, out, said = run("library", "names", "off")
    assert (code, out.splitlines()[0]) == (0, "Names of recordings: not kept.")
    assert "Backups" in said
    assert listed(run)["studies"][0]["name"] is None
    assert run("library", "names", "maybe")[0] == 2


def test_starts_can_be_removed_too(run: Run, recording: Path) -> None:
    mark(run, recording)
    code, out, _said = run("library", "starts", "off", "--json")
    assert (code, json.loads(out)) == (0, {"names": False, "starts": False})
    assert listed(run)["studies"][0]["started_at"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("events", "list"),
        ("history",),
        ("spasms",),
    ],
)
def test_whatever_opens_a_study_has_the_library_know_it(run: Run, recording: Path, words: tuple[str, ...]) -> None:
    assert run(*words, recording)[0] == 0
    (study,) = listed(run)["studies"]
    assert study["duration_s"] == 120.0


def test_a_library_of_before_is_filled_by_reading_headers(run: Run, recording: Path, tmp_path: Path) -> None:
    mark(run, recording)
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        connection.execute("DELETE FROM recording")
        connection.commit()
    assert "not seen since the library was updated" in run("library", "list")[1]
    folder = tmp_path / "archive"
    folder.mkdir()
    recording.rename(folder / "renamed.edf")
    write_edf(folder / "other.edf", names=("O1",))
    (folder / "broken.edf").write_bytes(b"no recording")
    code, out, _said = run("library", "note", folder, "--json")
    assert code == 0
    held = json.loads(out)
    assert (len(held["noted"]), held["n_not_in_library"]) == (1, 1)
    (study,) = listed(run)["studies"]
    assert (study["fingerprint"], study["duration_s"]) == (held["noted"][0], 120.0)
    assert run("library", "note", folder, "--all")[0] == 0
    assert len(listed(run)["studies"]) == 2
    assert run("library", "note", tmp_path / "data")[0] in (2, 3)


def test_tables_are_written_and_told(run: Run, recording: Path, tmp_path: Path) -> None:
    mark(run, recording)
    code, out, said = run("library", "export", "-o", tmp_path / "tables")
    assert (code, out) == (
        0, "Wrote tables: recordings 1, marks 1, runs 0, judgements 0, scores 0, stages 0.\n"
    )  # fmt: skip
    assert "start times" in said
    code, out, said = run("library", "export", "-o", tmp_path / "out.json", "--without-identity", "--json")
    assert code == 0
    assert json.loads(out)["n_rows"]["marks"] == 1
    assert "start times" not in said
    assert run("library", "export", "-o", tmp_path / "tables")[0] == 2  # it is there already


def test_json_without_a_file_goes_to_stdout(run: Run, recording: Path) -> None:
    mark(run, recording)
    code, out, _said = run("library", "export", "--json")
    assert code == 0
    held = json.loads(out)
    assert [row["term"] for row in held["marks"]] == ["spasm"]
    assert held["about"]["GeneratedBy"][0]["Name"] == "eegview"
    assert run("library", "export")[0] == 2


def test_ctrl_c_ends_an_export_without_a_file(
    run: Run, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(run, recording)

    def pressed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eegview.app.library_tables.exporting._Reading.about", pressed)
    place = tmp_path / "exports"
    place.mkdir()
    for out in ("tables", "out.json"):
        code, _out, said = run("library", "export", "-o", place / out)
        assert (code, said.splitlines()[-1]) == (130, "Cancelled.")
    assert list(place.iterdir()) == []


def test_a_library_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    for words in (("list",), ("export", "--json")):
        code, _out, said = run("library", *words)
        assert code == 5
        assert "no study library at this address" in said
    assert run("library", "names")[0] == 0
    assert not (tmp_path / "library.sqlite").exists()


@pytest.fixture
def blind(tmp_path: Path) -> BlindStudy:
    made = make_blind_study(tmp_path, seed=31)
    add_own_mark(made)
    return made


@pytest.mark.parametrize("reviewer", [(), ("--reviewer", BLIND)])
def test_who_reads_blind_gets_nothing_of_others(run: Run, blind: BlindStudy, reviewer: tuple[str, ...]) -> None:
    for words in (("list",), ("list", "--json"), ("export", "--json")):
        code, out, said = run("library", *words, *reviewer, "--library", blind.library)
        assert code == 0
        assert leaks_in(out + said, blind) == []
        assert "left out" in said


@needs_postgres
def test_a_library_on_a_server_is_listed_and_exported_alike(run: Run, recording: Path, tmp_path: Path) -> None:
    where = ("--library", running_server().fresh_url())
    assert run("library", "names", "on", *where)[0] == 0
    assert run("events", "add", recording, "--term", "spasm", "--onset", 3, *where)[0] == 0
    (study,) = listed(run, *where)["studies"]
    assert (study["name"], study["n_marks"]) == ("Doe Jane.edf", 1)
    assert run("library", "export", "-o", tmp_path / "tables", *where)[0] == 0
    assert "spasm" in (tmp_path / "tables" / "marks.csv").read_text(encoding="utf-8")
    code, _out, said = run("library", "names", "off", *where)
    assert code == 0
    assert "vacuum" in said
    assert listed(run, *where)["studies"][0]["name"] is None


def test_a_bundle_is_known_and_counted_alike_in_the_library_that_takes_it(
    run: Run, recording: Path, tmp_path: Path
) -> None:
    mark(run, recording, 3, "Ann")
    mark(run, recording, 50, "Ben")
    here = listed(run)["studies"][0]
    assert run("bundle", recording, "-o", tmp_path / "night.zip")[0] == 0
    there = ("--library", tmp_path / "other.sqlite")
    assert run("events", "add", recording, "--term", "seizure", "--onset", 9, "--reviewer", "Cy", *there)[0] == 0
    assert run("unbundle", tmp_path / "night.zip", "-o", tmp_path / "night", "--reviewer", "Cy", *there)[0] == 0
    (study,) = listed(run, *there)["studies"]
    for name in ("fingerprint", "format", "duration_s", "started_at", "channels", "is_simulated"):
        assert study[name] == here[name]
    assert (study["n_marks"], study["readers"]) == (3, ["Ann", "Ben", "Cy"])
