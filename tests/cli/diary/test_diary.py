"""`eegview diary`, as a person types it."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from infants.infant_library import InfantLibrary, made_library

from eegview.cli.run import main


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InfantLibrary:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    made = made_library(tmp_path)
    monkeypatch.setenv("EEGVIEW_LIBRARY", made.url)
    monkeypatch.setenv("EEGVIEW_REVIEWER", "ada")
    monkeypatch.setenv("EEGVIEW_ROLE", "neurologist")
    return made


def listed(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["diary", "list", "K07", "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_days_and_events_are_entered_listed_and_taken_back(
    library: InfantLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["2020-07-02T07:40=12", "--duration", "3 min", "--after-waking", "--seen-by", "mother"]
    assert main(["diary", "add", "K07", *words]) == 0
    assert main(["diary", "add", "K07", "2020-07-03=none", "2020-07-04..2020-07-06=none", "2020-07-07=unknown"]) == 0
    days = {day["day"]: day["text"] for day in listed(capsys)["days"]}
    assert days["2020-07-02"] == "at least 12 spasms, in 1 cluster"
    assert days["2020-07-05"] == "no spasms"
    assert days["2020-07-07"] == "not known"
    assert main(["diary", "add", "K07", "2020-07-05=clear"]) == 0
    assert "2020-07-05" not in {day["day"] for day in listed(capsys)["days"]}
    assert main(["diary", "list", "K07", "--until", "2020-07-10"]) == 0
    said = capsys.readouterr().out
    assert "cluster of 12 spasms at 07:40, 3 min, after waking, seen by mother" in said
    assert "8 days since the last witnessed spasm on" in said
    assert "not known, so the last spasm may be later" in said


def test_what_is_exported_is_imported_again_into_another_infant(
    library: InfantLibrary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diary", "add", "K07", "2020-07-02T07:40=12", "--note", "=arms"]) == 0
    out = tmp_path / "diary.csv"
    assert main(["diary", "export", "K07", "-o", str(out)]) == 0
    assert (tmp_path / "diary.csv.json").is_file()  # what made it
    capsys.readouterr()
    assert main(["diary", "import", "K07", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n_new_events"], told["n_new_days"], told["not_read"]) == (0, 0, [])
    as_json = tmp_path / "diary.json"
    assert main(["diary", "export", "K07", "-o", str(as_json), "--no-notes"]) == 0
    held = json.loads(as_json.read_text())
    assert "provenance" in held
    assert all(line["note"] is None for line in held["diary"])


def test_an_import_tells_what_was_not_read_and_asks_for_the_order_of_dates(
    library: InfantLibrary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "app.csv"
    table.write_text("Date,Type,Spasms\n03/07/2020,Cluster,5\n04/07/2020,Dose,\n05/07/2020,day,none\n")
    assert main(["diary", "import", "K07", str(table)]) == 2
    assert "dmy for day/month/year" in capsys.readouterr().err
    assert main(["diary", "import", "K07", str(table), "--dates", "dmy", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "Nothing was imported yet. 1 event and 1 day are new." in said
    assert "Not read: 1 line (3): its kind “Dose”" in said
    assert main(["diary", "import", "K07", str(table), "--dates", "dmy"]) == 0
    assert listed(capsys)["diary"][-1]["day"] == "2020-07-05"
    assert main(["diary", "import", "K07", str(table), "--dates", "dmy"]) == 0
    assert "0 events and 0 days are new" in capsys.readouterr().out


def test_a_corrected_export_is_told_and_replaced_only_where_that_is_asked(
    library: InfantLibrary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "app.csv"
    table.write_text("Number,Date,Time,Kind,Spasms\n1,2020-07-02,07:40,Cluster,12\n")
    assert main(["diary", "import", "K07", str(table)]) == 0
    assert "Read as: day ← “Date”, time ← “Time”, kind ← “Kind”, spasms ← “Spasms”." in capsys.readouterr().out
    table.write_text("Number,Date,Time,Kind,Spasms\n1,2020-07-02,07:40,Cluster,15\n")
    assert main(["diary", "import", "K07", str(table)]) == 0
    said = capsys.readouterr().out
    assert "Of 1 event the diary says something else; that holds." in said
    assert "Line 2, 2 Jul 2020: not as in the diary: spasms." in said
    assert [day["n_spasms"] for day in listed(capsys)["days"] if day["day"] == "2020-07-02"] == [12]
    assert main(["diary", "import", "K07", str(table), "--replace", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_replaced"] == 1
    assert [day["n_spasms"] for day in listed(capsys)["days"] if day["day"] == "2020-07-02"] == [15]


def test_the_response_of_the_list_follows_the_events(
    library: InfantLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    held = listed(capsys)
    assert held["clinical_response"]["status"] in {"provisional", "not_met", "met", "not_assessed"}
    assert held["rule"].startswith("A day without an entry is not known")


@pytest.mark.parametrize(
    "argv",
    [
        ["list", "nobody"],
        ["add", "K07", "yesterday=5"],
        ["add", "K07", "2999-01-01=none"],
        ["add", "K07", "0202-03-01=none"],
        ["add", "K07", "2020-01-05=none"],  # the day before birth
        ["add", "K07", "2020-01-05T07:40=3"],
        ["add", "K07", "0202-03-01..2020-03-01=none"],
        ["add", "K07", "03/04/2020T07:40=3"],  # two ways to read it
        ["add", "K07", "2020-07-02T07:40=lots"],
        ["add", "K07", "2020-07-02T07:40=3", "--certainty", "very"],
        ["import", "K07", "gone.csv", "--dates", "ydm"],
        ["export", "K07", "-o", "diary.xls"],
        ["form", "-o", "form.txt"],
        ["form", "-o", "form.pdf", "--language", "xx"],
        ["form", "-o", "form.pdf", "--pseudonym", "Anna Müller"],
    ],
)
def test_what_cannot_be_is_one_sentence_and_one_advice(
    argv: list[str], library: InfantLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diary", *argv]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


@pytest.mark.parametrize("beside", [["--certainty", "unsure"], ["--note", "x"], ["--seen-by", "mother"]])
@pytest.mark.parametrize("entry", ["2020-07-03=none", "2020-07-03..2020-07-04=3", "2020-07-03=unknown", "2020-07-03=0"])
def test_a_doubt_or_note_is_not_dropped_where_one_of_the_entries_is_no_event(
    entry: str, beside: list[str], library: InfantLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(capsys)["diary"]
    for entries in ([entry], ["2020-07-02T07:40=3", entry], [entry, "2020-07-02=3"]):
        assert main(["diary", "add", "K07", *entries, *beside]) == 2
        assert f"“{entry}” is not an event" in capsys.readouterr().err
    assert listed(capsys)["diary"] == before


def test_the_form_is_written(library: InfantLibrary, tmp_path: Path) -> None:
    assert main(["diary", "form", "-o", str(tmp_path / "f.pdf"), "--from", str(date(2025, 3, 3)), "--weeks", "2"]) == 0
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")


def test_a_spreadsheet_with_several_sheets_asks_which_one_and_is_imported(
    library: InfantLibrary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    first.append(("Notes",))
    second = made.create_sheet("Diary")
    for row in (("Date", "Time", "Spasms"), (date(2020, 7, 2), time(7, 40), 12)):
        second.append(row)
    path = tmp_path / "diary.xlsx"
    made.save(path)
    assert main(["diary", "import", "K07", str(path)]) == 2
    assert "has 2 sheets" in capsys.readouterr().err
    assert main(["diary", "import", "K07", str(path), "--sheet", "Diary", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n_new_events"], told["not_read"]) == (1, [])


def test_what_is_said_beside_a_number_of_a_day_is_kept_or_refused_never_dropped(
    library: InfantLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--certainty", "unsure", "--note", "x", "--seen-by", "mother"]
    assert main(["diary", "add", "K07", "2020-07-10=3", *words]) == 0
    found = listed(capsys)
    (line,) = [one for one in found["diary"] if one["day"] == "2020-07-10"]
    kept = {name: line[name] for name in ("kind", "time", "spasms", "certainty", "note", "seen_by")}
    assert kept == {
        "kind": "cluster", "time": None, "spasms": 3, "certainty": "unsure", "note": "x", "seen_by": "mother",
    }  # fmt: skip
    assert {day["day"]: day["witnessed"] for day in found["days"]}["2020-07-10"] == "unknown"
    for entry in ("2020-07-11=none", "2020-07-11=clear", "2020-07-11..2020-07-12=3", "2020-07-11=unknown"):
        assert main(["diary", "add", "K07", entry, *words]) == 2
        assert "cannot be kept" in capsys.readouterr().err


def test_an_event_is_never_counted_twice(library: InfantLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diary", "add", "K07", "2020-07-10T23:58=12"]) == 0
    assert main(["diary", "add", "K07", "2020-07-10T23:58=12"]) == 0  # the same again: nothing new
    assert main(["diary", "add", "K07", "2020-07-10T23:58=12", "--duration", "3 min"]) == 2
    assert "On 10 Jul 2020 at 23:58 the diary has an event already: cluster of 12" in capsys.readouterr().err
    assert main(["diary", "add", "K07", "2020-07-10T23:58=14", "--duration", "3 min", "--replace"]) == 0
    assert main(["diary", "add", "K07", "2020-07-11T07:00=2", "2020-07-11T07:00=3"]) == 2
    days = {day["day"]: day["text"] for day in listed(capsys)["days"]}
    assert days["2020-07-10"] == "at least 14 spasms, in 1 cluster"
    assert "2020-07-11" not in days


def test_the_clusters_of_a_day_are_entered(library: InfantLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diary", "add", "K07", "2020-07-10=12", "--clusters", "2"]) == 0
    assert main(["diary", "add", "K07", "2020-07-11=some", "--clusters", "3"]) == 0
    assert main(["diary", "add", "K07", "2020-07-12=none", "--clusters", "1"]) == 2
    assert main(["diary", "add", "K07", "2020-07-12T07:00=4", "--clusters", "1"]) == 2
    days = {day["day"]: (day["text"], day["n_clusters"]) for day in listed(capsys)["days"]}
    assert days["2020-07-10"] == ("12 spasms, with 2 clusters", 2)
    assert days["2020-07-11"] == ("3 clusters, spasms not counted", 3)


def test_a_file_is_replaced_only_where_it_is_asked_and_people_that_notes_may_name_are_told(
    library: InfantLibrary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diary", "add", "K07", "2020-07-10T07:40=12", "--seen-by", "nurse"]) == 0
    for command, name in (("diary", "out.csv"), ("infant", "k07.json")):
        out = tmp_path / name
        assert main([command, "export", "K07", "-o", str(out)]) == 0
        assert "may name people" in capsys.readouterr().err
        out.write_text("mine")
        assert main([command, "export", "K07", "-o", str(out)]) == 2
        assert out.read_text() == "mine"
        assert main([command, "export", "K07", "-o", str(out), "--force"]) == 0
        assert out.read_text() != "mine"
