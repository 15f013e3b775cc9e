"""Headers of EDF and BDF files changed in a copy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings.edf_files import file_bytes, plain

from eegview.app.exchange.header_editing import check_copy, edited, key_text
from eegview.exchange.recording.header import EdfHeaderTexts, FieldKey, read_header_texts, write_copy
from eegview.exchange.recording.header_checks import problem_in
from eegview.model.errors import Cancelled, UnreadableFile, UsageError
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.opening import open_recording


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.edf"
    path.write_bytes(file_bytes(plain(patient=b"MRN77 F 03-MAY-2020 Anna_Doe")) + b"left over")
    return path


def test_only_the_fields_named_are_other_bytes(source: Path, tmp_path: Path):
    before = source.read_bytes()
    original = read_header_texts(source)
    changed = edited(original, ["patient=P001 X X X", "2.label=EEG C3-A2", "EEG F3.unit=mV", "*.transducer=AgCl"])
    assert [key_text(change.key) for change in changed.changes_from(original)] == [
        "patient",
        "1.transducer",
        "2.label",
        "2.transducer",
        "3.transducer",
        "3.unit",
    ]
    write_copy(changed, tmp_path / "copy.edf")
    after = (tmp_path / "copy.edf").read_bytes()
    assert source.read_bytes() == before
    assert len(after) == len(before)
    n_head = 256 * 5
    assert after[n_head:] == before[n_head:]
    assert after[8:88] == b"P001 X X X".ljust(80)
    assert after[88:256] == before[88:256]
    back = open_recording(tmp_path / "copy.edf")
    assert [channel.label for channel in back.recording.channels] == ["EEG Fp1", "EEG C3-A2", "EEG F3"]
    assert back.recording.fingerprint != fingerprint_of_files([source])
    back.close()


def test_a_changed_date_is_named_in_the_recordings_field_too(source: Path):
    original = read_header_texts(source)
    changed = edited(original, ["date=05.03.20"])
    assert changed.text(FieldKey("recording")) == "Startdate 05-MAR-2020 X X X"
    kept = edited(original, ["date=05.03.20", "recording=Startdate X X X X"])
    assert kept.text(FieldKey("recording")) == "Startdate X X X X"
    other = edited(original, ["recording=Startdate 07-MAR-2021 X X X"])
    assert other.text(FieldKey("date")) == "07.03.21"
    assert kept.text(FieldKey("date")) == "05.03.20"


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        ("patient=Anna", "four parts"),
        ("patient=X W X X", "M, F or X"),
        ("patient=X F 3.5.2020 X", "dd-MMM-yyyy"),
        ("patient=" + "x" * 81, "80 is the most"),
        ("recording=X", "five parts"),
        ("date=31.02.20", "dd.mm.yy"),
        ("time=24.00.00", "hh.mm.ss"),
        ("1.label=EEG Cé", "ASCII"),
        ("1.label=EDF Annotations", "annotations"),
        ("1.unit=microvolts", "8 is the most"),
        ("1.physical_min=-3,5", "decimal point"),
        ("1.physical_min=3276.7", "differ"),
        ("1.digital_max=32768", "32767"),
        ("1.digital_min=32767", "differ"),
        ("9.label=C3", "no signal"),
        ("4.label=C3", "no signal"),  # that is the annotations'
        ("colour=red", "no field"),
        ("label", "KEY=VALUE"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_its_reason(source: Path, setting: str, word: str):
    with pytest.raises(UsageError) as refused:
        edited(read_header_texts(source), [setting])
    assert word in refused.value.sentence


@given(text=st.text(max_size=90), name=st.sampled_from(["patient", "recording", "date", "time"]))
def test_any_text_is_taken_or_refused_in_a_sentence(text: str, name: str):
    header = _header_in_memory()
    problem = problem_in(header, FieldKey(name), text)
    if not problem:
        assert header.changed({FieldKey(name): text}).text(FieldKey(name)) == text.rstrip()
        assert len(header.changed({FieldKey(name): text}).content) == len(header.content)


def test_the_original_another_file_and_a_wrong_ending_are_refused(source: Path, tmp_path: Path):
    original = read_header_texts(source)
    (tmp_path / "there.edf").write_bytes(b"")
    for out, word in ((source, "itself"), (tmp_path / "there.edf", "there already"), (tmp_path / "a.bdf", "cannot")):
        with pytest.raises(UsageError) as refused:
            check_copy(original, out, may_replace=False)
        assert word in refused.value.sentence
    (tmp_path / "link.edf").symlink_to(source)
    with pytest.raises(UsageError):
        write_copy(original, tmp_path / "link.edf")
    check_copy(original, tmp_path / "there.edf", may_replace=True)


def test_a_cancelled_copy_leaves_nothing(source: Path, tmp_path: Path):
    def cancel(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_copy(read_header_texts(source), tmp_path / "copy.edf", cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["source.edf"]


@pytest.mark.parametrize("content", [b"", b"hello", b"0       " + b" " * 248, b"0".ljust(252) + b"9   "])
def test_other_files_are_refused(tmp_path: Path, content: bytes):
    (tmp_path / "a.edf").write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_header_texts(tmp_path / "a.edf")


def _header_in_memory() -> EdfHeaderTexts:
    return EdfHeaderTexts(Path("a.edf"), file_bytes(plain())[: 256 * 5])
