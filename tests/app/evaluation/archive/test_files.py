"""Which file of truth belongs to which recording, and whose a recording is."""

import json
from pathlib import Path

import pytest

from eegview.app.evaluation.archive.files import find_archive
from eegview.app.evaluation.archive.patients import patients_of, read_patient_table
from eegview.app.evaluation.truth_file import TruthKind
from eegview.exchange.bundle import MARKS, RECORDING, Member, write_bundle
from eegview.model.errors import UnreadableFile, UsageError

MARKS_JSON = json.dumps({"format": "eegview-marks", "format_version": 1, "vocabulary": {}, "marks": []})


def touched(root: Path, *names: str, text: str = "onset\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def pairs(eeg: Path, *truths: Path) -> dict[str, str]:
    found = find_archive([eeg], list(truths))
    return {item.relative.as_posix(): item.truth.path.name if item.truth else str(item.n_truth) for item in found.items}


def test_names(tmp_path: Path):
    eeg, marks = tmp_path / "eeg", tmp_path / "marks"
    touched(eeg, "sub-1/sub-1_ses-2_eeg.edf", "A.edf", "b.bdf", "c.edf", "d.edf", "none.edf", text="")
    touched(marks, "far/sub-1_ses-2_events.tsv", "a.truth.tsv", "B.csv", "x.tsv", "sub-1_ses-2_channels.tsv")
    touched(marks, "c.json", text=MARKS_JSON)
    touched(marks, "d.json", "participants.tsv", text="{}")
    assert pairs(eeg, marks) == {
        "A.edf": "a.truth.tsv",
        "b.bdf": "B.csv",
        "c.edf": "c.json",
        "d.edf": "0",
        "none.edf": "0",
        "sub-1/sub-1_ses-2_eeg.edf": "sub-1_ses-2_events.tsv",
    }
    assert [one.path.name for one in find_archive([eeg], [marks]).lone] == ["x.tsv"]
    assert not find_archive([eeg], [marks], apart=[marks / "x.tsv"]).lone
    with pytest.raises(UnreadableFile):
        find_archive([eeg], [tmp_path / "nowhere"])


def test_recordings_of_one_name_take_the_truth_of_their_own_folder_only(tmp_path: Path):
    eeg, marks = tmp_path / "eeg", tmp_path / "marks"
    touched(eeg, "p1/eeg.edf", "p2/eeg.edf", "p3/eeg.edf", text="")
    touched(marks, "p1/eeg.tsv", "p2/eeg.tsv", "p2/eeg.truth.tsv", "eeg.tsv")
    assert pairs(eeg, marks) == {"p1/eeg.edf": "eeg.tsv", "p2/eeg.edf": "2", "p3/eeg.edf": "0"}
    assert len(find_archive([eeg], [marks]).lone) == 1


def test_a_bundle_is_the_truth_of_its_one_recording(tmp_path: Path):
    touched(tmp_path, "rec.edf", "other.edf", text="")
    touched(tmp_path, "marks.json", text=MARKS_JSON)
    members = [Member("study/rec.edf", RECORDING, tmp_path / "rec.edf")]
    members.append(Member("marks/marks.json", MARKS, tmp_path / "marks.json"))
    truth = tmp_path / "truth"
    truth.mkdir()
    write_bundle(truth / "one.zip", members, {})
    write_bundle(truth / "folder", members, {})
    two = [*members, Member("study/other.edf", RECORDING, tmp_path / "other.edf")]
    write_bundle(truth / "two.zip", two, {})
    archive = find_archive([tmp_path / "rec.edf"], [truth / "one.zip"])
    assert archive.items[0].truth is not None
    assert archive.items[0].truth.kind is TruthKind.BUNDLE
    (beside,) = find_archive([truth / "folder"], [truth]).items  # that in whose folder it lies
    assert beside.truth is not None
    assert beside.truth.path.name == "folder"
    assert [one.path.name for one in find_archive([tmp_path / "other.edf"], [truth / "two.zip"]).lone] == []


def test_patients(tmp_path: Path):
    touched(tmp_path, "sub-01_ses-1_eeg.edf", "sub-01/b.edf", "c.edf", "d.edf", "e.edf", "x/e.edf", text="")
    items = find_archive([tmp_path], []).items
    names = [item.relative.as_posix() for item in items]
    assert names == ["c.edf", "d.edf", "e.edf", "sub-01_ses-1_eeg.edf", "sub-01/b.edf", "x/e.edf"]
    found = patients_of(items, {})
    assert found.numbers == (1, 2, 3, 4, 4, 5)
    assert found.labels == ("", "", "", "01", "")
    table = tmp_path / "table.tsv"
    table.write_text("recording\tpatient\nc\tAnn\nD.edf\t01\ne.edf\tBo\nx/e.edf\tAnn\nsub-01/b.edf\tBo\n")
    found = patients_of(items, read_patient_table(table))
    assert found.numbers == (1, 2, 3, 2, 3, 1)  # a label and the table's own name are one patient
    assert patients_of(items, {"e": "Ann"}).n_by_table == 0  # two bear this name
    assert found.text == "5 by the table; 1 by a BIDS label."
    for text in ("recording\tpatient\na\tx\na\ty\n", "file\tperson\n", ""):
        table.write_text(text)
        with pytest.raises(UsageError):
            read_patient_table(table)
