"""A copy without identity: what is taken out, what stays, and that a leak is found."""

import datetime
from pathlib import Path

import edfio
import numpy as np
import pytest
from recordings.edf_files import file_bytes, mark_bytes, plain
from shared_data import DATA, needs_shared

from eegview.exchange.anonymize import Withheld, anonymize_edf, neutral_name
from eegview.exchange.edf.bytes import read_edf_bytes
from eegview.exchange.identity_search import IdentityLeft, check_nothing_left
from eegview.model.errors import UnreadableFile, UsageError

NOTES = {
    0: mark_bytes("0.5", "Müller, Anna asleep"),
    1: mark_bytes("1.5", "spasm? born 03-MAY-2020, call +49 170123456"),
    2: mark_bytes("2.25", "seen by Dr. Weiss at 10:20:33.5", "1.5"),
    3: mark_bytes("3", "spasm"),
}
PATIENT = "AB-4711 F 03-MAY-2020 Anna_Lena_Müller".encode()
RECORDING = "Startdate 02-MAR-2021 ADM99 Weiss EEG-1200_SN123456"
SECRETS = ("müller", "anna", "lena", "4711", "03-may-2020", "weiss", "adm99", "sn123456", "170123456")


@pytest.fixture(params=[False, True], ids=["edf", "bdf"])
def original(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    changes = {"bdf": True, "reserved": "BDF+C"} if request.param else {}
    file = plain(patient=PATIENT, recording=RECORDING, marks=NOTES, **changes)
    path = tmp_path / f"Mueller_Anna{'.bdf' if request.param else '.edf'}"
    path.write_bytes(file_bytes(file))
    return path


def read(path: Path) -> edfio.Edf | edfio.Bdf:
    return edfio.read_bdf(path) if path.suffix == ".bdf" else edfio.read_edf(path)


def test_nothing_of_the_identity_is_left(original: Path, tmp_path: Path):
    out = tmp_path / f"recording_001{original.suffix}"
    done = anonymize_edf(original, out, Withheld())
    content = out.read_bytes()
    lowered = (content.decode("utf-8", "replace") + content.decode("latin-1")).lower()
    assert [secret for secret in SECRETS if secret in lowered] == []
    back = read(out)
    assert back.local_patient_identification == "X X X X"
    assert back.local_recording_identification == "Startdate X X X X"
    assert (back.starttime, content[168:176]) == (datetime.time(0, 0), b"01.01.85")
    assert [(note.onset, note.duration, note.text) for note in back.annotations] == [
        (0.5, None, "X, X asleep"),
        (1.5, None, "spasm? born X, call +49 X"),
        (2.25, 1.5, "seen by Dr. X at X"),
        (3, None, "spasm"),
    ]
    assert done.n_texts == 4
    assert dict(done.removed)["annotation text: name or number of the header"] == 4
    assert not any(secret in str(done.removed + done.notes).lower() for secret in SECRETS)


def test_the_samples_stay_byte_for_byte(original: Path, tmp_path: Path):
    out = tmp_path / f"copy{original.suffix}"
    anonymize_edf(original, out, Withheld())
    for before, after in zip(read(original).signals, read(out).signals, strict=True):
        np.testing.assert_array_equal(before.digital, after.digital)
        assert (before.label, before.physical_range, before.sampling_frequency) == (
            *(after.label, after.physical_range, after.sampling_frequency),
        )


def test_a_date_can_be_moved_or_kept(original: Path, tmp_path: Path):
    out = tmp_path / f"copy{original.suffix}"
    anonymize_edf(original, out, Withheld(shift_days=-31, keep_age=True))
    head = out.read_bytes()[:256]
    assert (head[168:176], head[176:184]) == (b"30.01.21", b"10.20.30")
    assert b"Startdate 30-JAN-2021 X X X" in head
    assert b"X X X X age_9_months" in head
    anonymize_edf(original, out, Withheld(keep_date=True))
    assert out.read_bytes()[168:184] == b"02.03.2110.20.30"
    assert "at 10:20:33.5" in read(out).annotations[2].text
    with pytest.raises(UsageError, match="cannot store a date so far"):
        anonymize_edf(original, out, Withheld(shift_days=365 * 90))


def test_all_texts_can_be_dropped_and_further_names_taken_out(original: Path, tmp_path: Path):
    out = tmp_path / f"copy{original.suffix}"
    anonymize_edf(original, out, Withheld(drop_notes=True))
    assert read(out).annotations == ()
    anonymize_edf(original, out, Withheld(names=("asleep",)))
    assert read(out).annotations[0].text == "X, X X"


def test_a_name_in_the_files_name_is_refused(original: Path, tmp_path: Path):
    with pytest.raises(UsageError, match="name of the copy"):
        anonymize_edf(original, tmp_path / f"anna{original.suffix}", Withheld())
    assert neutral_name(original, b"seed").startswith("recording_")


def test_a_leak_is_found_and_nothing_is_kept(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    layout = read_edf_bytes(original)
    for words in (("Lena",), ("born",), ("Weiss",)):
        with pytest.raises(IdentityLeft):
            check_nothing_left(original, layout, words)
    check_nothing_left(original, layout, ("Nobody",))
    monkeypatch.setattr("eegview.exchange.identity.Scrubber.scrub", lambda _self, text: text)
    with pytest.raises(IdentityLeft):
        anonymize_edf(original, tmp_path / "copy.edf", Withheld())
    assert [path.name for path in tmp_path.iterdir()] == [original.name]


def test_a_word_hidden_among_samples_is_found(tmp_path: Path):
    path = tmp_path / "a.edf"
    content = bytearray(file_bytes(plain()))
    content[2000:2012] = b" Wolkenstein"
    path.write_bytes(bytes(content))
    with pytest.raises(IdentityLeft, match="data"):
        check_nothing_left(path, read_edf_bytes(path), ("Wolkenstein",))


def test_the_time_of_a_record_is_no_patient_number(tmp_path: Path):
    times = [str(2020 + r) for r in range(8)]
    file = plain(onsets_s=times, marks={2: mark_bytes("2022.5", "spasm", "906")})
    path, out = tmp_path / "a.edf", tmp_path / "b.edf"
    path.write_bytes(file_bytes(file))
    for number in ("2023", "906", "2022"):
        check_nothing_left(path, read_edf_bytes(path), (number,))
    path.write_bytes(file_bytes(file.with_(marks={2: mark_bytes("2022.5", "as 906 had")})))
    with pytest.raises(IdentityLeft):
        check_nothing_left(path, read_edf_bytes(path), ("906",))
    path.write_bytes(file_bytes(file.with_(patient=b"2023 F 03-MAY-2020 906_Subject")))
    anonymize_edf(path, out, Withheld())
    assert [note.text for note in read(out).annotations] == ["spasm"]


def test_bytes_after_the_recording_are_left_out(original: Path, tmp_path: Path):
    with original.open("ab") as file:
        file.write(b"Anna Weiss ")
    out = tmp_path / f"copy{original.suffix}"
    done = anonymize_edf(original, out, Withheld())
    assert dict(done.removed)["bytes after the last whole data record"] == 11
    assert out.stat().st_size == original.stat().st_size - 11


def test_damaged_annotation_bytes_are_left_out(tmp_path: Path):
    path, out = tmp_path / "a.edf", tmp_path / "b.edf"
    path.write_bytes(file_bytes(plain(patient=PATIENT, marks={2: b"Anna without a time\x00"})))
    done = anonymize_edf(path, out, Withheld())
    assert dict(done.removed)["damaged annotation bytes"] == 1
    assert b"Anna" not in out.read_bytes()


def test_plain_edf_fields_count_word_by_word(tmp_path: Path):
    path, out = tmp_path / "a.edf", tmp_path / "b.edf"
    file = plain(patient=b"Petersen Ole 12.03.2019", recording="Station Nord, EEG routine", reserved="", onsets_s=None)
    path.write_bytes(file_bytes(file))
    anonymize_edf(path, out, Withheld())
    head = out.read_bytes()
    assert b"Petersen" not in head
    assert b"Nord" not in head
    assert b"EEG Fp1" in head


def test_what_is_no_edf_is_refused(tmp_path: Path):
    path = tmp_path / "a.edf"
    path.write_bytes(b"not a recording" * 100)
    with pytest.raises(UnreadableFile, match="not an EDF"):
        anonymize_edf(path, tmp_path / "b.edf", Withheld())
    with pytest.raises(UnreadableFile):
        anonymize_edf(tmp_path / "none.edf", tmp_path / "b.edf", Withheld())


def test_more_records_than_the_header_counts_are_copied_too(tmp_path: Path):
    path, out = tmp_path / "a.edf", tmp_path / "b.edf"
    path.write_bytes(file_bytes(plain(n_records=8, marks={6: mark_bytes("6.5", "late")}).with_(n_records="5")))
    anonymize_edf(path, out, Withheld())
    assert [note.text for note in edfio.read_edf(out).annotations] == ["late"]
    assert read_edf_bytes(out).n_records == 8


@pytest.mark.parametrize("changes", [{"record_s": "0"}, {"record_s": "nan?"}, {"n_signals": "0"}, {"n_signals": "999"}])
def test_a_header_that_contradicts_itself_is_refused(tmp_path: Path, changes: dict[str, str]):
    path = tmp_path / "a.edf"
    path.write_bytes(file_bytes(plain().with_(**changes)))
    with pytest.raises(UnreadableFile, match="damaged"):
        read_edf_bytes(path)


@needs_shared(DATA / "odd")
@pytest.mark.parametrize("name", ["d04_TAL_random_bytes_4_records", "h15_headerbytes_wrong", "h30_patient_nul_bytes"])
def test_real_damaged_files_are_anonymized_all_the_same(tmp_path: Path, name: str):
    folder = DATA / "odd"
    anonymize_edf(folder / f"{name}.edf", tmp_path / "b.edf", Withheld())
    before, after = read_edf_bytes(folder / f"{name}.edf"), read_edf_bytes(tmp_path / "b.edf")
    assert (before.n_records, before.n_samples) == (after.n_records, after.n_samples)
    assert after.main["patient"].strip() == b"X X X X"
