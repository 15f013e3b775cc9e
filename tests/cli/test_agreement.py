"""`eegview agreement` from recordings, bundles and folders of them, and from a table."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from recordings.edf_files import file_bytes, plain

from eegview.app.library.editing import Editor, study_library
from eegview.cli.run import main
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.readers.opening import open_recording

Run = Callable[..., tuple[int, str, str]]
SECONDS = 60


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object, library: str = "here") -> tuple[int, str, str]:
        monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / f"{library}.sqlite"))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def recording(folder: Path, name: str, seed: int, patient: bytes = b"X X X X") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(file_bytes(plain(n_records=SECONDS, seed=seed).with_(patient=patient)))
    return path


def marked(run: Run, path: Path, reader: str, onsets_s: tuple[float, ...], library: str = "here") -> None:
    for onset_s in onsets_s:
        words = "events", "add", path, "--term", "spasm", "--onset", onset_s, "--duration", 1, "--reviewer", reader
        assert run(*words, library=library)[0] == 0


def agreement(run: Run, *words: object) -> dict[str, Any]:
    code, out, said = run("agreement", *words, "--json")
    assert code == 0, said
    return json.loads(out)


def test_two_readers_of_one_recording(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    marked(run, path, "ada", (10, 30))
    marked(run, path, "ben", (10, 50))
    found = agreement(run, path)
    assert found["term"] == "spasm"
    assert found["readers"] == ["ada", "ben"]
    assert found["cohen_kappa"]["value"] == pytest.approx((58 / 60 - (4 + 58 * 58) / 3600) / (1 - (4 + 58 * 58) / 3600))
    assert found["cohen_kappa"]["n"] == 60
    assert found["cohen_kappa"]["low"] is None
    assert found["cohen_kappa"]["why_no_interval"] == "One patient, so no interval."
    assert found["f1"]["value"] == pytest.approx(0.5)
    assert found["fleiss_kappa"]["value"] is not None
    assert found["ac1"]["value"] is not None
    assert "bootstrap over patients" in found["method"]
    assert "not a cleared medical device" in found["use"]


def test_bundles_of_two_readers_of_one_recording_are_one_study(run: Run, tmp_path: Path):
    path = recording(tmp_path / "apart", "night.edf", 1)
    for reader, onsets_s, suffix in (("ada", (10, 30), ".zip"), ("ben", (10, 50), "")):
        marked(run, path, reader, onsets_s, library=reader)
        out = tmp_path / "bundles" / f"{reader}{suffix}"
        out.parent.mkdir(exist_ok=True)
        assert run("bundle", path, "-o", out, library=reader)[0] == 0
    found = agreement(run, tmp_path / "bundles")
    assert found["readers"] == ["ada", "ben"]
    assert found["f1"]["value"] == pytest.approx(0.5)
    assert "2 places hold 1 recordings; the same recording counts once." in found["notes"]


def test_a_mark_deleted_in_a_later_bundle_does_not_come_back_from_an_earlier_one(run: Run, tmp_path: Path):
    path = recording(tmp_path / "apart", "night.edf", 1)
    marked(run, path, "ada", (10, 30))
    marked(run, path, "ben", (10,))
    (tmp_path / "bundles").mkdir()
    assert run("bundle", path, "-o", tmp_path / "bundles" / "early.zip")[0] == 0
    assert agreement(run, tmp_path / "bundles")["f1"]["value"] == pytest.approx(2 / 3)
    with closing(open_recording(path)) as source:
        fingerprint = source.recording.fingerprint
    with closing(study_library(str(tmp_path / "here.sqlite"))) as library:
        marks = library.annotations(fingerprint)
        (late,) = (mark for mark in marks if mark.onset_s == 30)
        Editor(library, fingerprint, "ada", "resident").delete([late])
    assert run("bundle", path, "-o", tmp_path / "bundles" / "late.zip")[0] == 0
    found = agreement(run, tmp_path / "bundles")
    assert found["f1"]["value"] == 1
    assert agreement(run, tmp_path / "bundles" / "early.zip", path)["f1"]["value"] == 1  # with the library, too


def test_a_folder_of_studies_with_one_that_is_damaged(run: Run, tmp_path: Path):
    (tmp_path / "all").mkdir()
    for number in range(11):
        path = recording(tmp_path / "apart", f"{number}.edf", number, f"ID{number} F X X".encode())
        marked(run, path, "ada", (10, 30))
        marked(run, path, "ben", (10, 50) if number % 2 else (10, 30, 45))
        assert run("bundle", path, "-o", tmp_path / "all" / f"{number}.zip")[0] == 0
    damaged = tmp_path / "all" / "3.zip"
    content = bytearray(damaged.read_bytes())
    at = content.find(b'"marks"')
    content[at + 1] ^= 1
    damaged.write_bytes(content)
    found = agreement(run, tmp_path / "all")
    assert found["n_patients"] == 10
    assert found["cohen_kappa"]["low"] is not None
    assert found["cohen_kappa"]["low"] < found["cohen_kappa"]["value"] < found["cohen_kappa"]["high"]
    assert any(note.startswith("3.zip: ") for note in found["notes"])


def test_studies_of_one_infant_are_one_patient_by_id_and_by_table(run: Run, tmp_path: Path):
    for number in range(3):
        patient = b"ID7 F X X" if number < 2 else b"X X X X"
        path = recording(tmp_path / "all", f"{number}.edf", number, patient)
        marked(run, path, "ada", (10,))
        marked(run, path, "ben", (10, 20))
    found = agreement(run, tmp_path / "all")
    assert found["n_patients"] == 2
    assert "1 study names no patient; each counts as a patient of its own." in found["notes"]
    table = tmp_path / "patients.tsv"
    table.write_text("recording\tpatient\n0.edf\tA\n1.edf\tB\n2.edf\tB\n", encoding="utf-8")
    assert agreement(run, tmp_path / "all", "--patients", table)["n_patients"] == 2
    assert "ID7" not in json.dumps(found)


def test_readers_can_be_chosen_and_held_against_one_of_them(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    for reader, onsets_s in (("ada", (10, 30)), ("ben", (10, 50)), ("eve", (10, 30))):
        marked(run, path, reader, onsets_s)
    found = agreement(run, path, "--layers", "ada,eve", "--reference", "ben")
    assert found["readers"] == ["ada", "eve"]
    assert found["f1"]["value"] == 1
    assert found["reference"] == "ben"
    assert found["per_reader"]["ada"]["sensitivity"]["value"] == pytest.approx(0.5)
    code, _out, said = run("agreement", path, "--layers", "ada,nobody")
    assert (code, said.splitlines()[0]) == (2, "There is no reader “nobody”.")
    assert "ada, ben, eve" in said


def test_the_department_says_where(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    marked(run, path, "ada", (10, 30))
    marked(run, path, "ben", (10, 50))
    found = agreement(run, path, "--department")
    cell = next(one for one in found["cells"] if one["term"] == "spasm")
    assert [(place["start_s"], place["a"], place["b"]) for place in cell["places"]] == [
        (30, "marked", "not marked"),
        (50, "not marked", "marked"),
    ]


def test_the_department_says_of_whom_and_that_it_is_for_research(run: Run, tmp_path: Path):
    for number in range(2):
        path = recording(tmp_path / "all", f"{number}.edf", number)
        for reader, onsets_s in (("ada", (10, 30)), ("ben", (10, 50)), ("eve", (10,))):
            marked(run, path, reader, onsets_s)
    found = agreement(run, tmp_path / "all", "--department", "--layers", "ada,eve")
    assert found["readers"] == ["ada", "eve"]
    assert {tuple(cell["readers"]) for cell in found["cells"]} == {("ada", "eve")}
    assert "2 studies name no patient; each counts as a patient of its own." in found["notes"]
    assert found["simulated"] is False
    assert "not a cleared medical device" in found["use"]


def test_without_a_final_layer_each_reader_is_held_against_the_others(run: Run, tmp_path: Path):
    path = tmp_path / "t.csv"
    said = {"A": "yyyynnnn", "B": "yyynnnnn", "C": "yynnnnny"}
    rows = [f"{k},{reader},{label}" for reader, labels in said.items() for k, label in enumerate(labels)]
    path.write_text("\n".join(["item,reader,label", *rows]) + "\n", encoding="utf-8")
    found = agreement(run, "--table", path)
    pairs = {tuple(one["readers"]): one["cohen_kappa"]["value"] for one in found["pairs"]}
    assert pairs["A", "B"] == pytest.approx(0.75)  # 7 of 8 alike, 4 of 8 by chance
    assert set(found["per_reader"]) == {"A", "B", "C"}
    of_a = found["per_reader"]["A"]["cohen_kappa"]
    assert of_a["value"] == pytest.approx((pairs["A", "B"] + pairs["A", "C"]) / 2)
    assert (of_a["n"], of_a["n_readers"]) == (8, 3)
    assert found["per_reader_against"] == "each of the other readers; the mean over these pairs"
    code, out, _said = run("agreement", "--table", path)
    assert code == 0
    assert "  A with each of the others, mean over these pairs" in out


def test_a_table_for_reading_has_methods_and_no_traceback(run: Run, tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("item;reader;label\n1;A;x\n1;B;x\n2;A;y\n2;B;x\n", encoding="utf-8-sig")
    code, out, _said = run("agreement", "--table", path)
    assert code == 0
    assert "Cohen's kappa  0.00" in out
    assert "Too few to say" in out
    assert "[1] Cohen's kappa (1960)." in out
    assert out.rstrip().endswith("not a cleared medical device.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Give studies or a table, one of the two."),
        (("none.edf",), "none.edf was not found."),
        (("--table", "none.csv"), "“none.csv” cannot be read."),
        (("HERE", "--term", "spsm"), "Readers cannot be compared on “spsm”."),
        (("HERE", "--layers", "ada"), "There is no reader “ada”."),
        (("HERE", "--weights", "cubic"), "There are no weights “cubic”."),
        (("EMPTY",), "There is no study in these places."),
        (("HERE", "--department"), "The matrix of --department is written as JSON only."),
        (
            ("HERE", "--department", "--json", "--reference", "ada"),
            "--reference has no meaning with --department, which compares readers with each other.",
        ),
        (("--table", "t.csv", "--json", "--department"), "--department has no meaning with a table."),
        (("--table", "t.csv", "--term", "spasm"), "--term has no meaning with a table."),
        (
            ("HERE", "--weights", "linear"),
            "--weights has no meaning with studies, whose scales have their own weights.",
        ),
    ],
)
def test_what_is_impossible_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    path = recording(tmp_path, "night.edf", 1)
    (tmp_path / "empty").mkdir()
    code, out, said = run("agreement", *({"HERE": path, "EMPTY": tmp_path / "empty"}.get(w, w) for w in words))
    assert code in (2, 3)
    assert out == ""
    assert said.splitlines()[0] == sentence
    assert len(said.splitlines()) == 2


def test_nobody_has_marked_anything(run: Run, tmp_path: Path):
    found = agreement(run, recording(tmp_path, "night.edf", 1))
    for key in ("cohen_kappa", "fleiss_kappa", "ac1", "alike"):
        assert found[key]["value"] is None
        assert found[key]["why_none"] == "Fewer than two readers: nothing to compare."
    assert found["terms"] == {}


def test_a_folder_without_a_spasm_gives_the_first_term_that_was_read(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    for reader, presence in (("ada", "present"), ("ben", "absent")):
        words = "events", "add", path, "--term", "hypsarrhythmia", "--onset", 0, "--duration", 60
        assert run(*words, "--set", f"presence={presence}", "--reviewer", reader)[0] == 0
    found = agreement(run, path)
    assert found["term"] == "hypsarrhythmia"
    assert found["readers"] == ["ada", "ben"]
    assert (found["cohen_kappa"]["value"], found["cohen_kappa"]["n"]) == (0, 2)
    assert "Nothing of “spasm” can be compared: these numbers are of “hypsarrhythmia”." in found["notes"]


def test_a_term_without_classes_says_why_it_has_no_kappa(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    for reader in ("ada", "ben"):
        marked(run, path, reader, (10, 15, 20))
    found = agreement(run, path, "--term", "cluster")
    assert found["f1"]["value"] == 1
    assert found["cohen_kappa"]["value"] is None
    assert found["cohen_kappa"]["why_none"] == "This term has no classes that could be counted so."


def test_where_no_study_can_be_read_the_command_fails(run: Run, tmp_path: Path):
    path = recording(tmp_path / "apart", "night.edf", 1)
    (tmp_path / "all").mkdir()
    for name in ("1.edf", "2.edf"):
        (tmp_path / "all" / name).write_bytes(path.read_bytes()[:300])
    code, out, said = run("agreement", tmp_path / "all", "--json")
    assert (code, out) == (3, "")
    assert "None of the 2 studies can be read." in said
    assert "The first one: 1.edf: " in said


def test_a_detector_can_be_one_of_the_readers(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    marked(run, path, "ada", (10, 30))
    with closing(open_recording(path)) as source:
        fingerprint = source.recording.fingerprint
    with closing(study_library(str(tmp_path / "here.sqlite"))) as library:
        library.start_run(
            DetectorRun("r", fingerprint, "spasms", "S", "1", "c" * 64, (), Span(0, 60), "2026-01-01T12:00:00Z", "ada")
        )
        library.add_detections("r", [Detection(0, 10.2, 1.0, "spasm", 0.9), Detection(1, 40.0, 1.0, "spasm", 0.9)])
        library.end_run("r", RunEnd.DONE, "", 60.0, [])
    assert agreement(run, path)["terms"] == {}  # one reader alone
    found = agreement(run, path, "--layers", "ada,detector:spasms")
    assert found["readers"] == ["ada", "detector:spasms"]
    assert found["f1"]["value"] == pytest.approx(0.5)


def test_kappa_of_what_all_call_present_is_null_with_a_sentence(run: Run, tmp_path: Path):
    path = recording(tmp_path, "night.edf", 1)
    for reader in ("ada", "ben"):
        words = "events", "add", path, "--term", "hypsarrhythmia", "--onset", 0, "--duration", 60
        assert run(*words, "--set", "presence=present", "--reviewer", reader)[0] == 0
    found = agreement(run, path, "--term", "hypsarrhythmia")
    assert found["alike"]["value"] == 1
    assert found["cohen_kappa"]["value"] is None
    assert "chance alone would agree" in found["cohen_kappa"]["why_none"]
