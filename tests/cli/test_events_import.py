"""Marks of other programs through the doors: `events import` and what the library holds then, and the window's plan."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from shared_data import SHARED, needs_shared, shared_facts

from eegview.app.exchange.import_plan import ColumnChoice, ColumnsUnknown, planned_marks, read_plan
from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.run import main
from eegview.exchange.hed import hed_of
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError

Run = Callable[..., tuple[int, str, str]]
REPORTS = SHARED / "reports" / "import"
CASES = cast("list[dict[str, Any]]", shared_facts(REPORTS / "expected.json") or [])
VOCABULARY = load_vocabulary(built_in_only=True)
HEAD = "onset\tduration\ttrial_type"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """One minute of C3 and C4 from 2020-03-05 10:00:00."""
    import edfio
    import numpy as np

    file = tmp_path / "recording.edf"
    noise = np.random.default_rng(1).normal(0, 20, 60 * 32)
    signals = [
        edfio.EdfSignal(noise, 32, label=label, physical_dimension="uV", physical_range=(-400, 400))
        for label in ("EEG C3-Ref", "EEG C4-Ref")
    ]
    edfio.Edf(signals).write(file)
    return file


def taken(run: Run, recording: Path, file: Path, *more: object) -> tuple[list[dict], list[str]]:
    """Return the marks in the library after an import, by onset, and what was said."""
    code, out, err = run("events", "import", recording, file, "--json", *more)
    assert code == 0, err
    marks = json.loads(run("events", "list", recording, "--json")[1])["events"]
    return marks, json.loads(out)["report"]


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def planned(file: Path, choice: ColumnChoice | None = None) -> list[dict]:
    """Return the marks that the window proposes, in the form of `events list --json`."""
    plan = read_plan(file, VOCABULARY, choice or ColumnChoice())
    marks = sorted(planned_marks(plan, {}, VOCABULARY), key=lambda mark: mark.onset_s)
    return [
        {
            "term": mark.term_id,
            "onset_s": mark.onset_s,
            "duration_s": mark.duration_s,
            "attributes": dict(mark.attributes),
            "text": mark.text,
        }
        for mark in marks
    ]


def check(marks: list[dict], right: dict) -> None:
    if "stages" in right:
        assert [mark["attributes"].get("stage") for mark in marks] == right["stages"]
        return
    assert len(marks) == len(right["marks"])
    for mark, wanted in zip(marks, right["marks"], strict=True):
        assert (mark["onset_s"], mark["duration_s"]) == (wanted["onset_s"], wanted["duration_s"])
        assert wanted["words"] in (mark["term"], mark["text"])
        assert wanted.get("answers", {}).items() <= mark["attributes"].items()
        if "doubt" in wanted:
            assert (mark["attributes"].get("certainty") == "possible") == wanted["doubt"]


@needs_shared(REPORTS)
@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_files_that_others_get_wrong(run: Run, case: dict):
    file, right = REPORTS / case["file"], case["right"]
    if right.get("refused"):
        code, _, err = run("events", "import", REPORTS / "recording.edf", file)
        assert code in (2, 3)
        assert len(err.splitlines()) == 2
        with pytest.raises(EegViewError):
            read_plan(file, VOCABULARY)
        return
    marks, said = taken(run, REPORTS / "recording.edf", file)
    check(marks, right)
    assert all(any(words in line for line in said) for words in right.get("said", ()))
    check(planned(file), right)
    plan_said = read_plan(file, VOCABULARY).report
    assert all(any(words in line for line in plan_said) for words in right.get("said", ()))


# what cannot be read is told with its row


def test_every_value_that_cannot_be_read_is_told_with_its_row(run: Run, recording: Path, tmp_path: Path):
    table = (
        f"{HEAD}\tchannels\tclass\tcorrelates\n"
        "1\t1\tspasm\tC3\tfocal\tfast+nonsense+emg\n"
        "x\t1\tspasm\tn/a\tn/a\tn/a\n"
        "3\tlong\tspasm\tT9\tn/a\tn/a\n"
        "4\t1\todd jerk\tn/a\tn/a\tn/a\n"
        "5\t1\tartifact\tn/a\tfocal\tn/a\n"
        "6\t1\tSleep stage 9\tn/a\tn/a\tn/a\n"
        "7\t1\tspasm\tn/a\tn/a\tn/a\tone too many\n"
    )
    marks, said = taken(run, recording, written(tmp_path, "a.tsv", table))
    assert [(mark["term"], mark["onset_s"]) for mark in marks] == [
        ("spasm", 1.0),
        ("spasm", 3.0),
        ("note", 4.0),
        ("artifact", 5.0),
        ("note", 6.0),
    ]
    assert marks[0]["attributes"] == {"class": "focal", "correlates": "fast+emg"}
    assert marks[0]["text"] == "correlates: nonsense"
    assert marks[3]["text"] == "class: focal"
    assert said == [
        "Row 2: “nonsense” is not an answer to correlates; kept in the mark's note.",
        "Row 3: the onset “x” cannot be read; left out.",
        "Row 4: the duration “long” cannot be read; set to 0.",
        "Row 6: class “focal” is not asked about “Artifact”; kept in the mark's note.",
        "Row 8: it has 7 cells where there are 6 columns; left out.",
        "The vocabulary does not know the words of 2 marks; kept as notes.",
        "Row 4: the recording has no channel “T9”; kept as given.",
        "1 × “Sleep stage 9” (row 7)",
        "1 × “odd jerk” (row 5)",
    ]


def test_terms_and_answers_that_our_own_tables_lack_are_told(run: Run, recording: Path, tmp_path: Path):
    table = (
        f"{HEAD}\tclass\tannotation_id\n"
        "1\t1\tspasm\tsideways\ta\n2\t1\tzuckung\tn/a\tb\n3\t1\tspasm\tfocal\tb\n4\t1\tsignature\tn/a\tc\n"
    )
    marks, said = taken(run, recording, written(tmp_path, "a.tsv", table))
    assert [mark["term"] for mark in marks] == ["spasm", "zuckung", "spasm"]
    assert said[:4] == [
        "Row 4: it has the identity of row 3; kept as another mark.",
        "Row 2: “sideways” is not an answer to class; kept as it is.",
        "Row 3: the term “zuckung” is not in the vocabulary; kept as it is.",
        "Row 5: “signature” is a record of one library and never imported; left out.",
    ]


def test_ends_before_starts_and_other_clocks_are_told(run: Run, recording: Path, tmp_path: Path):
    table = "start,stop,event\n10,12,spasm\n20,15,spasm\n30,soon,spasm\n10:00:40,10:00:41,spasm\n"
    marks, said = taken(run, recording, written(tmp_path, "a.csv", table))
    assert [(mark["onset_s"], mark["duration_s"]) for mark in marks] == [(10, 2), (20, 0), (30, 0)]
    assert said == [
        "Row 4: the end “soon” cannot be read; the duration was set to 0.",
        "Row 5: left out because the time is of another kind than that of most rows.",
        "Row 3: the end is before the start; the duration was set to 0.",
    ]


def test_the_same_thing_about_many_rows_is_one_sentence(run: Run, recording: Path, tmp_path: Path):
    table = f"{HEAD}\tclass\n" + "".join(f"{n / 10}\t0\tspasm\tnonsense\n" for n in range(300))
    _, said = taken(run, recording, written(tmp_path, "a.tsv", table))
    assert len(said) == 1
    assert said[0].startswith("Rows 2, 3, 4,")
    assert "(300 rows)" in said[0]


def test_channels_come_in_by_the_names_of_the_recording(run: Run, recording: Path, tmp_path: Path):
    table = "onset,duration,label,channels\n1,0,spike,EEG C3-Ref\n2,0,spike,c4\n3,0,spike,C3-c4;C4\n"
    marks, said = taken(run, recording, written(tmp_path, "a.csv", table))
    assert [mark["channels"] for mark in marks] == [["C3"], ["C4"], ["C3-C4", "C4"]]
    assert said == []


@pytest.mark.parametrize("cell", ["fast+emg", "fast + EMG burst", "Fast activity; emg", "fast,emg"])
def test_several_answers_are_split_however_they_are_joined(run: Run, recording: Path, tmp_path: Path, cell: str):
    marks, said = taken(run, recording, written(tmp_path, "a.tsv", f"{HEAD}\tcorrelates\n1\t1\tspasm\t{cell}\n"))
    assert marks[0]["attributes"] == {"correlates": "fast+emg"}
    assert said == []


# doubt


@pytest.mark.parametrize(
    "words",
    [
        "SPASM?",
        "spasm ??",
        "?spasm",
        "(?) Spasm",
        "spasm (?)",
        "Spasm？",
        "poss. spasm",
        "possible spasm",
        "spasm, possibly",
        "evtl. Spasmus",
        "fraglicher Spasmus",
        "V.a. BNS",
        "Verdacht auf Spasmus",
        "spasme possible",
        "¿espasmo?",
        "疑似痉挛",
    ],
)
def test_a_doubt_in_a_text_is_the_marks_certainty_and_stays_in_hed(
    run: Run, recording: Path, tmp_path: Path, words: str
):
    marks, _ = taken(run, recording, written(tmp_path, "a.tsv", f"{HEAD}\n1\t1\t{words}\n2\t1\tspasm\n"))
    doubted, sure = marks
    assert (doubted["term"], doubted["attributes"], doubted["text"]) == ("spasm", {"certainty": "possible"}, words)
    assert (sure["term"], sure["attributes"]) == ("spasm", {})
    mark = Annotation("a", "spasm", 1.0, 1.0, attributes=(("certainty", "possible"),))
    assert "possible" in hed_of(mark, VOCABULARY)


@pytest.mark.parametrize(
    ("row", "certainty"),
    [
        ("spasm\tuncertain\tn/a", "possible"),
        ("spasm\t?\tn/a", "possible"),
        ("spasm\tProbable\tn/a", "probable"),
        ("spasm\tn/a\tpossible", "possible"),
        ("spasm\tn/a\t?", "possible"),
        ("definite spasm\tn/a\tn/a", "certain"),
        ("probable spasm?\tn/a\tn/a", "possible"),
        ("spasm?\tcertain\tn/a", "possible"),  # and that the two disagree is told
    ],
)
def test_doubt_from_other_columns(run: Run, recording: Path, tmp_path: Path, row: str, certainty: str):
    marks, said = taken(run, recording, written(tmp_path, "a.tsv", f"{HEAD}\tcertainty\tcomment\n1\t1\t{row}\n"))
    assert marks[0]["attributes"] == {"certainty": certainty}
    assert ("Row 2" in "".join(said)) == (row.startswith("spasm?\tcertain"))


@pytest.mark.parametrize("words", ["no spasm?", "unlikely spasm", "no definite spasm", "push button?"])
def test_what_is_no_spasm_and_what_cannot_be_doubted_is_a_note(run: Run, recording: Path, tmp_path: Path, words: str):
    marks, said = taken(run, recording, written(tmp_path, "a.tsv", f"{HEAD}\n1\t1\t{words}\n"))
    assert [(mark["term"], mark["text"]) for mark in marks] == [("note", words)]
    assert f"1 × “{words}” (row 2)" in said


# kinds


@pytest.mark.parametrize(
    ("words", "term", "answers", "hed"),
    [
        ("multifocal spikes", "spike_focus", {}, "Epileptiform-interictal-activity, Spike"),
        ("GMFS", "grouped_multifocal_spikes", {}, "Epileptiform-interictal-activity"),
        ("gmfs 2", "grouped_multifocal_spikes", {}, "Epileptiform-interictal-activity"),
        (
            "PVA",
            "paroxysmal_voltage_attenuation",
            {},
            "Electrodecremental-change, Description/Paroxysmal voltage attenuation",
        ),
        (
            "High amplitude background",
            "high_amplitude_channel",
            {},
            "Background-activity, Description/High amplitude channel",
        ),
        ("sharp wave", "spike_focus", {"morphology": "sharp_wave"}, "Epileptiform-interictal-activity, Sharp-wave"),
        ("polyspikes", "spike_focus", {"morphology": "polyspikes"}, "Epileptiform-interictal-activity, Polyspikes"),
        ("startle", "mimic", {"kind": "startle"}, ""),
        ("Hiccups", "mimic", {"kind": "hiccup"}, ""),
        ("electrode pop", "artifact", {"kind": "electrode_pop"}, "Electrode-pops-artifact"),
        ("muscle artifact", "artifact", {"kind": "emg"}, "EMG-artifact"),
        ("tonic seizure", "seizure", {"type": "tonic"}, "Epileptic-seizure, Tonic-seizure"),
        ("crying", "care", {"kind": "crying"}, ""),
        ("Sleep stage 4", "sleep_stage", {"stage": "N3"}, "Sleep-stage-N3"),
        ("Sleep stage N2", "sleep_stage", {"stage": "N2"}, "Sleep-stage-N2"),
        ("Sleep stage ?", "sleep_stage", {"stage": "?"}, ""),
        ("Movement time", "sleep_stage", {"stage": "?"}, ""),
        (
            "N2?",
            "sleep_stage",
            {"stage": "N2", "certainty": "possible"},
            "Sleep-stage-N2, Description/Certainty possible",
        ),
    ],
)
def test_kinds_are_kept(
    run: Run, recording: Path, tmp_path: Path, words: str, term: str, answers: dict[str, str], hed: str
):
    marks, _ = taken(run, recording, written(tmp_path, "a.tsv", f"{HEAD}\n1\t1\t{words}\n"))
    assert [(mark["term"], mark["attributes"]) for mark in marks] == [(term, answers)]
    mark = Annotation("a", term, 1.0, attributes=tuple(sorted(answers.items())))
    assert hed_of(mark, VOCABULARY) == hed


# a table whose columns are not known


def test_a_table_without_a_known_column_of_texts_is_asked_about(run: Run, recording: Path, tmp_path: Path):
    file = written(tmp_path, "a.tsv", "time\twhat\twho\n1\tspasm\tann\n2\tsz?\tbob\n")
    code, _, err = run("events", "import", recording, file)
    assert code == 3
    assert "“time”, “what”, “who”" in err
    assert "--text-column" in err
    assert len(err.splitlines()) == 2
    for named in ("what", "WHAT", "2"):
        marks, said = taken(run, recording, file, "--text-column", named)
        assert [mark["term"] for mark in marks] == ["spasm", "seizure"]
        assert "Columns ignored: who." in said
    code, _, err = run("events", "import", recording, file, "--text-column", "nowhere")
    assert code == 3
    assert "“nowhere”" in err
    with pytest.raises(ColumnsUnknown) as asked:
        read_plan(file, VOCABULARY)
    assert (asked.value.columns, asked.value.onset) == (("time", "what", "who"), "time")
    assert asked.value.rows[0] == ("1", "spasm", "ann")
    assert [mark["term"] for mark in planned(file, ColumnChoice(text="2"))] == ["spasm", "seizure"]


def test_a_table_without_names_of_columns_is_asked_about(run: Run, recording: Path, tmp_path: Path):
    file = written(tmp_path, "a.csv", "1.5,0.5,spasm\n2.5,1,sz\n")
    assert run("events", "import", recording, file)[0] == 3
    marks, _ = taken(run, recording, file, "--time-column", 1, "--duration-column", 2, "--text-column", 3)
    assert [(m["term"], m["onset_s"], m["duration_s"]) for m in marks] == [("spasm", 1.5, 0.5), ("seizure", 2.5, 1.0)]


def test_a_table_whose_names_are_not_known_is_asked_about(run: Run, recording: Path, tmp_path: Path):
    file = written(tmp_path, "a.csv", "moment,how long,doing\n1.5,0.5,spasm\n2.5,1,sz\n")
    code, _, err = run("events", "import", recording, file)
    assert code == 3
    assert "“moment”, “how long”, “doing”" in err
    with pytest.raises(ColumnsUnknown) as asked:
        read_plan(file, VOCABULARY)
    assert (asked.value.onset, asked.value.rows[0]) == ("", ("1.5", "0.5", "spasm"))
    for names in (("moment", "how long", "doing"), (1, 2, 3), ("Moment", 2, "doing")):
        onset, duration, text = names
        words = ("--time-column", onset, "--duration-column", duration, "--text-column", text)
        marks, _ = taken(run, recording, file, *words)
        assert [(m["term"], m["onset_s"], m["duration_s"]) for m in marks] == [
            ("spasm", 1.5, 0.5),
            ("seizure", 2.5, 1.0),
        ]
    assert len(planned(file, ColumnChoice("1", "2", "3"))) == 2


def test_columns_of_a_table_with_known_names_can_be_numbers_too(run: Run, recording: Path, tmp_path: Path):
    file = written(tmp_path, "a.csv", "onset,begin,label,remarks\n1,10,spasm,x\n")
    marks, _ = taken(run, recording, file, "--time-column", 2, "--text-column", "label")
    assert [(mark["term"], mark["onset_s"]) for mark in marks] == [("spasm", 10.0)]


@pytest.mark.parametrize("words", [(), ("--time-column", 1, "--text-column", 2)])
def test_onsets_in_samples_are_no_seconds(run: Run, recording: Path, tmp_path: Path, words: tuple):
    file = written(tmp_path, "a.csv", "onset (samples),label\n10,spasm\n")
    code, _, err = run("events", "import", recording, file, *words)
    assert code == 3
    assert "not in seconds" in err


def test_an_encoding_can_be_named(run: Run, recording: Path, tmp_path: Path):
    file = written(tmp_path, "a.csv", "onset,duration,label\n1,0,přestávka\n".encode("cp1250"))
    marks, said = taken(run, recording, file, "--encoding", "cp1250")
    assert marks[0]["text"] == "přestávka"
    assert not any("UTF-8" in line for line in said)
    assert run("events", "import", recording, file, "--encoding", "cp-none")[0] == 2


# never a traceback

ENTRY = {"annotation_id": "a", "term_id": "spasm", "onset_s": 1.0, "duration_s": 1.0}


def json_of(*entries: str) -> str:
    return '{"format": "eegview-marks", "format_version": 1, "marks": [' + ",".join(entries) + "]}"


HOSTILE = {
    "lists.json": "[" * 60_000,
    "objects.json": '{"a":' * 60_000,
    "channels.json": json_of(json.dumps(ENTRY)[:-1] + ', "channels": ' + "[" * 900 + "]" * 900 + "}"),
    "infinite.json": json_of(json.dumps(ENTRY).replace("1.0", "1e999", 1)),
    "digits401.json": json_of(json.dumps(ENTRY).replace("1.0", "1" + "0" * 400, 1)),
    "digits9000.json": json_of(json.dumps(ENTRY).replace("1.0", "1" + "0" * 9000, 1)),
    "nan.json": json_of(json.dumps(ENTRY).replace("1.0", "NaN", 1)),
    "yes.json": json_of(json.dumps(ENTRY).replace("1.0", "true", 1)),
    "versions.json": '{"format": "eegview-marks", "format_version": [], "marks": []}',
    "infinite.tsv": f"{HEAD}\n1e999\t1\tspasm\n",
    "digits.tsv": f"{HEAD}\n1{'0' * 400}\t1\tspasm\n",
    "nan.csv": "onset,duration,label\nnan,1,spasm\n",
    "nul.csv": b"onset,duration,label\n1,1,sp\0asm\n",
    "line.csv": "a" * 3_000_000,
    "commas.csv": "," * 3_000_000,
    "quotes.csv": '"' * 3_000_001,
    "cell.csv": "onset,duration,label\n1,1," + "a" * 3_000_000,
    "deep.xml": "<a>" * 60_000,
    "deep2.xml": "<a>" * 60_000 + "</a>" * 60_000,
    "entities.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"),
    **{f"binary{end}": bytes(range(256)) * 40 for end in (".csv", ".json", ".xml", ".lay", ".lab", ".edf", ".dat")},
    "binary-annot.fif": bytes(range(256)) * 40,
    "empty.csv": "",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_list_of_marks_holds_is_one_sentence(run: Run, recording: Path, tmp_path: Path, name: str):
    code, out, err = run("events", "import", recording, written(tmp_path, name, HOSTILE[name]))
    assert code in (2, 3)
    assert (out, len(err.splitlines())) == ("", 2)


@pytest.mark.parametrize(
    "name", ["pipe.csv", "pipe", "/dev/zero", "folder.csv", "folder", "gone.csv", "x" * 300 + ".csv"]
)
def test_what_is_no_file_is_one_sentence(run: Run, recording: Path, tmp_path: Path, name: str):
    path = tmp_path / name
    if name.startswith("pipe"):
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        os.mkfifo(path)
    elif name.startswith("folder"):
        path.mkdir()
    elif name.startswith("/dev") and not path.exists():
        pytest.skip("no such device here")
    code, out, err = run("events", "import", recording, path)
    assert code == 3
    assert (out, len(err.splitlines())) == ("", 2)


def test_one_bad_entry_costs_no_other(run: Run, recording: Path, tmp_path: Path):
    entries = [json.dumps({**ENTRY, "annotation_id": f"{n}", "onset_s": n}) for n in range(3)]
    entries[1] = entries[1].replace('"onset_s": 1', '"onset_s": -1e999')
    entries.append(json.dumps({**ENTRY, "onset_s": 5.0, "text": "\ud800 and \0"}))
    marks, said = taken(run, recording, written(tmp_path, "a.json", json_of(*entries)))
    assert [mark["onset_s"] for mark in marks] == [0.0, 2.0, 5.0]
    assert marks[2]["text"] == "� and �"
    assert said == [
        "Row 2: the onset “-inf” cannot be read; left out.",
        "Row 4: signs that cannot be stored became �.",
    ]


def test_a_table_without_an_ending_that_is_known_is_read_as_a_table(run: Run, recording: Path, tmp_path: Path):
    marks, _ = taken(run, recording, written(tmp_path, "events.dat", f"{HEAD}\n1\t1\tspasm\n"))
    assert [mark["term"] for mark in marks] == ["spasm"]
