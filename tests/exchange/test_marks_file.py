"""Marks out and in again: without loss where the format can carry them, with a word where it cannot."""

import datetime
import json
from pathlib import Path

import edfio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.edf.marks import marks_from_notes
from eegview.exchange.foreign_times import LATEST_S
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.marks_file import read_marks_file as read_marks
from eegview.exchange.marks_file import write_marks
from eegview.exchange.writing import CannotWrite, write_whole
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.time.clock import recorder_time

VOCABULARY = load_vocabulary(built_in_only=True)

SPASM = Annotation(
    "id-1",
    "spasm",
    764.123456789012,
    1 / 3,
    ("Fp1", "EMG1-EMG2"),
    (("correlates", "fast+slow_wave"), ("movement", "flexor")),
    "nods,\tthen “cries”\nagain",
    "ann",
)
HYPSARRHYTHMIA = Annotation("id-2", "hypsarrhythmia", 1000.0, 300.0, attributes=(("presence", "absent"),), layer="ann")
POINT = Annotation("id-3", "push_button", 10.0, layer="bob")

finite = st.floats(-LATEST_S, LATEST_S)  # a century: what is further away is refused
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["n/a", "", "\\", "\\n", "a\tb", "a\nb", "a,b", '"', "a;b", "\ufeffx", "\x85", "=1+1", "\\e", "onset", "µV"]
)
names = texts.filter(bool)
any_marks = st.lists(
    st.builds(
        Annotation,
        names,
        names,
        finite,
        finite.map(abs),
        st.lists(texts, max_size=3).map(tuple),
        st.dictionaries(texts, texts, max_size=3).map(lambda found: tuple(sorted(found.items()))),
        texts,
        texts,
    ),
    max_size=5,
    unique_by=lambda mark: mark.annotation_id,
)


def by_onset(marks: list[Annotation]) -> list[Annotation]:
    return sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marks")


@pytest.mark.parametrize("extension", [".tsv", ".csv", ".json"])
@settings(max_examples=60, deadline=None)
@given(marks=any_marks)
def test_nothing_is_lost(folder: Path, extension: str, marks: list[Annotation]):
    file = folder / f"events{extension}"
    assert write_marks(file, marks, VOCABULARY) == []
    found = read_marks(file, VOCABULARY)
    assert list(found.annotations) == by_onset(marks)
    assert found.report == ()


@pytest.mark.parametrize("text", ["ǡ", "šť", "å", "隝"])
@pytest.mark.parametrize("extension", [".tsv", ".csv"])
def test_own_tables_are_read_as_they_were_written_where_few_signs_could_be_another_code_page(
    tmp_path: Path, extension: str, text: str
):
    mark = Annotation("0", "spasm", 1.0, 1.0, text=text, layer="ann")
    write_marks(tmp_path / f"events{extension}", [mark], VOCABULARY)
    found = read_marks(tmp_path / f"events{extension}", VOCABULARY)
    assert (list(found.annotations), found.report) == ([mark], ())


def test_tsv_is_bids(tmp_path: Path):
    file = tmp_path / "sub-01_events.tsv"
    write_marks(file, [HYPSARRHYTHMIA, SPASM, POINT], VOCABULARY)
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == [
        *("onset", "duration", "trial_type", "channels"),
        *("correlates", "movement", "presence"),
        *("text", "layer", "annotation_id", "HED"),
    ]
    assert [line[0] for line in lines[1:]] == ["10.0", "764.123456789012", "1000.0"]
    button, spasm, absent = (dict(zip(lines[0], line, strict=True)) for line in lines[1:])
    assert spasm["duration"] == repr(1 / 3)
    assert spasm["HED"] == "Epileptic-seizure, Epileptic-spasm, Low-voltage-fast-activity, Slow-wave-large-amplitude"
    assert absent["HED"] == "n/a"
    assert button["movement"] == button["text"] == "n/a"


def test_the_sidecar_explains_every_column(tmp_path: Path):
    write_marks(tmp_path / "events.tsv", [SPASM], VOCABULARY)
    sidecar = json.loads((tmp_path / "events.json").read_text(encoding="utf-8"))
    columns = (tmp_path / "events.tsv").read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert set(columns) - sidecar.keys() == {"HED"}  # BIDS reserves that key
    assert sidecar["HEDVersion"]["Value"] == "score_2.1.0"
    assert sidecar["trial_type"]["Levels"]["spasm"] == "Spasm"
    assert sidecar["movement"]["Levels"] == {"flexor": "Flexor", "extensor": "Extensor", "mixed": "Mixed"}


def test_a_recorders_note_is_exported_too(tmp_path: Path):
    note = Annotation("n", "file_note", 3.0, text="EYES OPEN", layer=FILE_LAYER)
    write_marks(tmp_path / "events.tsv", [note], VOCABULARY)
    assert read_marks(tmp_path / "events.tsv", VOCABULARY).annotations == (note,)
    write_marks(tmp_path / "events.edf", [note], VOCABULARY)
    assert edfio.read_edf(tmp_path / "events.edf").annotations[0].text == "EYES OPEN"


def foreign(tmp_path: Path, content: str | bytes, name: str = "events.tsv") -> ImportedMarks:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_marks(file, VOCABULARY)


def test_a_foreign_tsv_is_matched_by_words(tmp_path: Path):
    found = foreign(
        tmp_path,
        "onset\tduration\ttrial_type\tconfidence\teventId\r\n"
        "1.5\t1\tSPASM?\t3\t7\r\n2\tn/a\tsz start\tn/a\t8\r\n"
        "3\t0\tXYZ\t9\t9\r\n4\t\tXYZ\tn/a\t1\r\nx\t1\tspasm\tn/a\t2\r\n",
    )
    spasm, seizure, unknown, _ = found.annotations
    assert (spasm.term_id, spasm.onset_s, spasm.duration_s, spasm.text) == ("spasm", 1.5, 1.0, "SPASM?")
    assert spasm.attributes == (("certainty", "possible"), ("confidence", "3"))
    assert (seizure.term_id, seizure.text, seizure.duration_s) == ("seizure", "sz start", 0.0)
    assert (unknown.term_id, unknown.text, unknown.attributes) == ("note", "XYZ · confidence: 9", ())
    assert found.unknown_texts == (("XYZ", 2),)
    assert found.report == (
        "Columns ignored: eventId.",
        "Row 4: confidence “9” is not asked about this; kept in the mark's note.",
        "Row 6: the onset “x” cannot be read; left out.",
        "The vocabulary does not know the words of 2 marks; kept as notes.",
    )


def test_a_spreadsheets_csv_with_semicolons_and_decimal_commas(tmp_path: Path):
    found = foreign(tmp_path, "\ufeffOnset;Duration;Description\n1,5;0,25;Artefact\n", "events.csv")
    assert [(m.term_id, m.onset_s, m.duration_s) for m in found.annotations] == [("artifact", 1.5, 0.25)]


def test_a_quoted_comma_stays_in_its_cell(tmp_path: Path):
    found = foreign(tmp_path, 'onset,duration,description\n1,2,"Note: fed, asleep"\n', "events.csv")
    assert (found.annotations[0].term_id, found.annotations[0].text) == ("note", "fed, asleep")


def test_letters_of_another_encoding_are_told(tmp_path: Path):
    found = foreign(tmp_path, "onset\tduration\ttrial_type\n1\t0\tKrämpfe\n".encode("latin-1"))
    assert found.annotations[0].text == "Krämpfe"
    assert "UTF-8" in found.report[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", ""),
        ("a.tsv", "time\twhat\n1\tspasm\n"),
        ("a.csv", "\0\0\0"),
        ("a.json", "{"),
        ("a.json", "[1]"),
        ("a.json", '{"format": "eegview-marks", "format_version": 99}'),
    ],
)
def test_what_holds_no_marks_is_refused(tmp_path: Path, name: str, content: str):
    with pytest.raises(UnreadableFile) as refused:
        foreign(tmp_path, content, name)
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("name", ["gone.tsv", "gone.csv", "gone.json"])
def test_a_missing_file_is_refused(tmp_path: Path, name: str):
    with pytest.raises(UnreadableFile, match="no such file"):
        read_marks(tmp_path / name, VOCABULARY)


def test_broken_entries_of_json_are_counted(tmp_path: Path):
    entry = {"annotation_id": "a", "term_id": "spasm", "onset_s": 1.0}
    broken = [{**entry, "onset_s": "x"}, {"annotation_id": "b"}, 3, {**entry, "text": 7}, {**entry, "attributes": [1]}]
    content = {"format": "eegview-marks", "format_version": 1, "marks": [entry, *broken]}
    found = foreign(tmp_path, json.dumps(content), "a.json")
    assert found.annotations == (Annotation("a", "spasm", 1.0),)
    assert found.report == (
        "Row 2: the onset “x” cannot be read; left out.",
        "Rows 3, 5, 6: a field is missing or of another kind; left out.",
        "Row 4: the entry is not a mark of eegview; left out.",
    )


def notes_of(file: Path) -> list[Annotation]:
    """Return the annotations another library finds in the file, as a reader of recordings hands them out."""
    found = edfio.read_edf(file).annotations
    return [Annotation(f"{i}", "file_note", a.onset, a.duration or 0.0, text=a.text) for i, a in enumerate(found)]


def test_edf_keeps_times_and_words_and_says_what_it_loses(tmp_path: Path):
    file = tmp_path / "events.edf"
    started_at = recorder_time(2024, 3, 1, 22, 15, 30, 250000)
    stage = Annotation("s", "sleep_stage", 30.0, 30.0, attributes=(("stage", "N2"),), layer="ann")
    assert write_marks(file, [SPASM, POINT, stage], VOCABULARY, started_at) == [
        "EDF+ cannot carry everything: 1 mark lost the answers given.",
        "EDF+ carries no identity or layer of a mark; export TSV, CSV or JSON to keep them.",
        "Line breaks and control characters in notes became blanks.",
    ]
    edf = edfio.read_edf(file)
    assert edf.patient.name == edf.patient.code == "X"
    assert datetime.datetime.combine(edf.startdate, edf.starttime) == started_at
    note = SPASM.text.replace("\n", " ")
    notes = notes_of(file)
    assert sorted(found.text for found in notes) == [
        f"Epileptic spasm: {note}@@EMG1-EMG2",
        f"Epileptic spasm: {note}@@Fp1",
        "Push button",
        "Sleep stage N2",
    ]
    found = marks_from_notes(notes, VOCABULARY, started_at)
    assert (found.started_at, found.unknown_texts) == (started_at, ())
    button, asleep, spasm = found.annotations
    assert (button.term_id, button.onset_s, button.duration_s) == ("push_button", 10.0, 0.0)
    assert (asleep.term_id, asleep.attributes, asleep.text) == ("sleep_stage", (("stage", "N2"),), "")
    assert (spasm.onset_s, spasm.duration_s, spasm.text) == (764.123457, 0.333333, note)
    assert sorted(spasm.channels) == ["EMG1-EMG2", "Fp1"]


@pytest.mark.parametrize("started_at", [None, recorder_time(1970, 1, 1), recorder_time(2101, 1, 1)])
def test_edf_without_a_date_says_so(tmp_path: Path, started_at: datetime.datetime | None):
    file = tmp_path / "events.edf"
    assert "01.01.85" in write_marks(file, [POINT], VOCABULARY, started_at)[-1]
    assert edfio.read_edf(file).startdate == datetime.date(1985, 1, 1)
    assert marks_from_notes([], VOCABULARY, recorder_time(1985, 1, 1)).started_at is None


def test_edf_separators_in_a_note_become_blanks(tmp_path: Path):
    write_marks(tmp_path / "a.edf", [Annotation("n", "note", 1.0, text="a\x14b")], VOCABULARY)
    assert notes_of(tmp_path / "a.edf")[0].text == "Note: a b"


def test_unknown_words_of_edf_are_counted():
    found = marks_from_notes([Annotation("n", "file_note", 1.0, text="IMP CHECK ON", layer=FILE_LAYER)], VOCABULARY)
    assert found.unknown_texts == (("IMP CHECK ON", 1),)
    assert (found.annotations[0].term_id, found.annotations[0].layer) == ("note", "")


def test_no_marks_are_marks_too(tmp_path: Path):
    for extension in (".tsv", ".csv", ".json"):
        file = tmp_path / f"none{extension}"
        write_marks(file, [], VOCABULARY)
        assert read_marks(file, VOCABULARY).annotations == ()
    with pytest.raises(UsageError, match="no marks"):
        write_marks(tmp_path / "none.edf", [], VOCABULARY)


def test_an_extension_we_do_not_write_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match=r"\.xls"):
        write_marks(tmp_path / "events.xls", [], VOCABULARY)


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path):
    with pytest.raises(CannotWrite, match="no such file"):
        write_whole(tmp_path / "nowhere" / "a.tsv", b"new")
    (tmp_path / "folder.tsv").mkdir()
    with pytest.raises(CannotWrite):
        write_whole(tmp_path / "folder.tsv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.tsv"]


def test_a_file_is_replaced_whole(tmp_path: Path):
    write_whole(tmp_path / "a.tsv", b"old and long")
    write_whole(tmp_path / "a.tsv", b"new")
    assert (tmp_path / "a.tsv").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1
