"""A whole copy with the marks in it: samples untouched, old annotations kept, other libraries find the new ones."""

from dataclasses import replace
from pathlib import Path

import edfio
import mne
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.edf_files import file_bytes, mark_bytes, plain

from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.edf.copy import copy_with_marks
from eegview.exchange.edf.tals import first_onset_s, onset_text, rewritten, tal
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.readers.opening import open_recording

VOCABULARY = load_vocabulary(built_in_only=True)
SPASM = Annotation("a", "spasm", 2.5, 1.25, ("Fp1",), (("movement", "flexor"),), "nods", "ann")
NOTE = Annotation("b", "note", 7.9, text="cries, µV", layer="bob")
KINDS = {
    "edf": {"reserved": "", "onsets_s": None, "patient": b"Petersen Ole", "recording": "Station Nord"},
    "edf+c": {"marks": {0: mark_bytes("0.25", "EYES OPEN")}},
    "edf+d": {"reserved": "EDF+D", "onsets_s": ["0.5", "1.5", "2.5", "3.5", "14.5", "15.5", "16.5", "17.5"]},
    "bdf": {"bdf": True, "reserved": "24BIT", "onsets_s": None},
    "bdf+c": {"bdf": True, "reserved": "BDF+C", "marks": {3: mark_bytes("3", "old")}},
}


@pytest.mark.parametrize("kind", KINDS)
def test_samples_and_old_annotations_stay_and_marks_are_added(kind: str, tmp_path: Path):
    ending = f".{kind[:3]}"
    source, out = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    source.write_bytes(file_bytes(plain(**KINDS[kind])))
    lost = copy_with_marks(source, out, [NOTE, SPASM], VOCABULARY)
    assert not any("channels" in sentence for sentence in lost)
    read = edfio.read_bdf if ending == ".bdf" else edfio.read_edf
    before, after = read(source), read(out)
    for one, other in zip(before.signals, after.signals, strict=True):
        np.testing.assert_array_equal(one.digital, other.digital)
    old, copied = open_recording(source), open_recording(out)
    notes = [(n.onset_s, n.duration_s, n.text) for n in copied.scan_events().annotations]
    was = [(n.onset_s, n.duration_s, n.text) for n in old.scan_events().annotations]
    assert sorted(notes) == sorted([*was, (2.5, 1.25, "Epileptic spasm: nods"), (7.9, 0.0, "Note: cries, µV")])
    assert copied.recording.segments == old.recording.segments
    assert copied.recording.started_at == old.recording.started_at
    assert copied.recording.format == f"{ending[1:].upper()}+{'D' if kind == 'edf+d' else 'C'}"
    assert copied.recording.issues == old.recording.issues
    old.close()
    copied.close()


def test_mne_reads_the_copy(tmp_path: Path):
    source, out = tmp_path / "a.edf", tmp_path / "b.edf"
    source.write_bytes(file_bytes(plain(n_records=20)))
    opened = open_recording(source)
    spasm = replace(SPASM, channels=("Fp1", "F3"))
    copy_with_marks(source, out, [spasm, NOTE], VOCABULARY, channels=opened.recording.channels)
    opened.close()
    raw = mne.io.read_raw_edf(out, preload=True, verbose="error")
    found = raw.annotations
    assert list(zip(found.onset, found.duration, found.description, found.ch_names, strict=True)) == [
        (2.5, 1.25, "Epileptic spasm: nods", ("EEG Fp1", "EEG F3")),
        (7.9, 0.0, "Note: cries, µV", ()),
    ]
    copied = open_recording(out)
    first = copied.scan_events().annotations[0]
    assert (first.text, first.channels) == ("Epileptic spasm: nods", ("Fp1", "F3"))
    copied.close()
    np.testing.assert_array_equal(raw.get_data(), mne.io.read_raw_edf(source, preload=True, verbose="error").get_data())


def test_the_recorders_notes_are_not_written_twice(tmp_path: Path):
    source, out = tmp_path / "a.edf", tmp_path / "b.edf"
    source.write_bytes(file_bytes(plain(marks={0: mark_bytes("0.5", "EYES OPEN")})))
    copy_with_marks(source, out, [Annotation("n", "file_note", 0.5, text="EYES OPEN", layer=FILE_LAYER)], VOCABULARY)
    assert [note.text for note in edfio.read_edf(out).annotations] == ["EYES OPEN"]


def test_plain_fields_take_the_form_of_edf_plus(tmp_path: Path):
    source, out = tmp_path / "a.edf", tmp_path / "b.edf"
    source.write_bytes(file_bytes(plain(**KINDS["edf"])))
    copy_with_marks(source, out, [SPASM], VOCABULARY)
    found = edfio.read_edf(out)
    assert (found.patient.name, found.recording.startdate.isoformat()) == ("Petersen_Ole", "2021-03-02")


@settings(max_examples=30, deadline=None)
@given(
    onsets=st.lists(st.floats(0, 100).map(lambda x: round(x, 6)), max_size=40),
    text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60),
)
def test_wherever_the_marks_lie_all_are_there(tmp_path_factory: pytest.TempPathFactory, onsets: list[float], text: str):
    folder = tmp_path_factory.mktemp("copy")
    (folder / "a.edf").write_bytes(file_bytes(plain(n_channels=1, n_records=3, n_samples=4)))
    marks = [Annotation(str(i), "note", onset_s, text=f"{text} {i}") for i, onset_s in enumerate(onsets)]
    copy_with_marks(folder / "a.edf", folder / "b.edf", marks, VOCABULARY)
    found = edfio.read_edf(folder / "b.edf").annotations
    assert sorted(note.onset for note in found) == pytest.approx(sorted(onsets))
    assert len({note.text for note in found}) == len(onsets)


@given(st.floats(-1e6, 1e6))
def test_a_written_onset_reads_as_the_same_microsecond(onset_s: float):
    assert float(onset_text(onset_s)) == pytest.approx(onset_s, abs=6e-7)
    assert "e" not in onset_text(onset_s)


@given(st.binary(max_size=80))
def test_rewriting_any_bytes_keeps_their_length(chunk: bytes):
    assert len(rewritten(chunk, lambda text: text)[0]) == len(chunk)


def test_rewriting_changes_texts_only():
    chunk = (b"+0\x14\x14\x00" + tal(1.5, 2.0, "Anna") + tal(2.0, 0.0, "spasm")).ljust(60, b"\x00")
    changed, n_damaged = rewritten(chunk, lambda text: text.replace("Anna", "X"))
    assert (changed.rstrip(b"\x00"), n_damaged) == (
        b"+0\x14\x14\x00+1.5\x152\x14X\x14\x00+2\x14spasm\x14",
        0,
    )


@pytest.mark.parametrize(
    ("times", "onset_s"),
    [(b"+1.5", 1.5), (b"1.5", 1.5), (b"+1,5", 1.5), (b"+1.5e0", 1.5), (b" +1.5 ", 1.5), (b"-0.5", -0.5), (b"+.5", 0.5),
     (b"+1.500000000000000000", 1.5), (b"inf", None), (b"", None), (b"+" + b"9" * 400, None)],
)  # fmt: skip
def test_the_time_of_a_record_however_it_is_written(times: bytes, onset_s: float | None):
    assert first_onset_s(times + b"\x14\x14\x00") == onset_s


def test_lists_with_odd_numbers_are_kept_and_texts_in_a_code_page_changed():
    chunk = b"+1.5e0\x14\x14\x00+1,5\x15 2\x14" + "Świątek".encode("cp1250") + b"\x14\x00"
    changed, n_damaged = rewritten(chunk.ljust(60, b"\x00"), lambda text: text.replace("Świątek", "X"), "cp1250")
    assert n_damaged == 0
    assert changed.rstrip(b"\x00") == b"+1.5e0\x14\x14\x00+1,5\x15 2\x14X\x14"


def test_marks_are_written_in_the_encoding_that_the_file_is_read_in(tmp_path: Path):
    source, out = tmp_path / "a.edf", tmp_path / "b.edf"
    old = b"+0.25\x14" + "睁眼 闭眼 发作".encode("gbk") + b"\x14\x00"
    source.write_bytes(file_bytes(plain(marks={0: old})))
    note = replace(NOTE, text="müde 眼")
    lost = copy_with_marks(
        source, out, [note, replace(note, annotation_id="c", text="Ø ☃")], VOCABULARY, encoding="gbk"
    )
    assert any("its encoding lacks" in sentence for sentence in lost)
    copy = open_recording(out)
    texts = [mark.text for mark in copy.scan_events().annotations]
    copy.close()
    assert "睁眼 闭眼 发作" in texts
    assert any("müde 眼" in text for text in texts)
