from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from recordings.edf_files import File, Signal, mark_bytes, plain, write_file
from recordings.edf_opening import OpenFile

from eegview.model.annotation import FILE_LAYER
from eegview.model.errors import Cancelled, UsageError
from eegview.model.span import Span
from eegview.readers.opening import open_recording


def test_marks_come_in_order_of_time_with_lasting_ids(tmp_path: Path, open_file: OpenFile) -> None:
    marks = {5: mark_bytes("2.5", "late in the file", "1.25"), 1: mark_bytes("4", "early in the file")}
    path = write_file(tmp_path / "a.edf", plain(marks=marks, annotation_bytes=90))
    events = open_file(path).scan_events()
    assert [(a.onset_s, a.duration_s, a.text) for a in events.annotations] == [
        (2.5, 1.25, "late in the file"),
        (4.0, 0.0, "early in the file"),
    ]
    assert {a.layer for a in events.annotations} == {FILE_LAYER}
    assert events.issues == ()
    moved = path.rename(tmp_path / "renamed.edf")
    assert open_file(moved).scan_events() == events


def test_a_file_without_annotations_has_no_marks(tmp_path: Path, open_file: OpenFile) -> None:
    source = open_file(write_file(tmp_path / "a.edf", plain(onsets_s=None, reserved="")))
    assert source.scan_events().annotations == ()


def test_a_file_of_annotations_only(tmp_path: Path, open_file: OpenFile) -> None:
    file = File([], ["0"], {0: mark_bytes("30630", "Sleep stage 1", "120")}, record_s="0")
    source = open_file(write_file(tmp_path / "a.edf", file))
    assert source.recording.channels == ()
    assert source.recording.segments == ()
    assert [i.code for i in source.recording.issues] == ["no_signals"]
    (mark,) = source.scan_events().annotations
    assert (mark.onset_s, mark.duration_s, mark.text) == (30630, 120, "Sleep stage 1")


def test_marks_outside_are_kept_and_said(tmp_path: Path, open_file: OpenFile) -> None:
    marks = {0: mark_bytes("7.5", "runs over", "3"), 1: mark_bytes("99", "after the end")}
    events = open_file(write_file(tmp_path / "a.edf", plain(marks=marks))).scan_events()
    assert [a.onset_s for a in events.annotations] == [7.5, 99]
    assert [i.code for i in events.issues] == ["annotation_outside", "annotation_past_end"]


def test_destroyed_annotation_bytes_cost_marks_only(tmp_path: Path, open_file: OpenFile) -> None:
    onsets = [str(r) for r in range(8)]
    onsets[3] = ""
    file = plain(onsets_s=onsets, marks={3: b"\xf4\xc1\x6a\xeb\x80" * 10, 6: mark_bytes("6.5", "kept")})
    source = open_file(write_file(tmp_path / "a.edf", file))
    events = source.scan_events()
    assert [a.text for a in events.annotations] == ["kept"]
    assert [i.code for i in events.issues] == ["record_times_missing", "annotations_damaged"]
    assert source.recording.segments == (Span(0, 8),)


def test_a_hole_of_zero_bytes_is_said_with_its_place(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain()
    path = write_file(tmp_path / "a.edf", file)
    raw = bytearray(path.read_bytes())
    record_bytes = 3 * 100 + 60
    raw[256 * 5 + 2 * record_bytes : 256 * 5 + 5 * record_bytes] = bytes(3 * record_bytes)
    path.write_bytes(raw)
    issues = {i.code: i.message for i in open_file(path).scan_events().issues}
    assert set(issues) == {"record_times_missing", "bytes_zeroed"}
    assert "3 data records" in issues["bytes_zeroed"]
    assert "00:00:02" in issues["bytes_zeroed"]


def test_backward_and_jumping_record_times_are_said_once(tmp_path: Path, open_file: OpenFile) -> None:
    backwards = open_file(write_file(tmp_path / "a.edf", plain(onsets_s=list("01230123"))))
    assert [i.code for i in backwards.recording.issues] == ["record_times_backwards"]
    assert backwards.scan_events().issues == ()
    assert backwards.recording.segments == (Span(0, 8),)
    jumping = open_file(write_file(tmp_path / "b.edf", plain(onsets_s=["0", "1", "2", "3", "14", "15", "16", "17"])))
    assert [i.code for i in jumping.recording.issues] == ["gaps_in_continuous_file"]
    assert jumping.recording.segments == (Span(0, 4), Span(14, 18))


def test_a_code_page_is_read_and_said(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain(marks={1: b"+1.5\x14Kr\xe4mpfe\x14\x00"})
    events = open_file(write_file(tmp_path / "a.edf", file)).scan_events()
    assert events.annotations[0].text == "Krämpfe"
    assert [i.code for i in events.issues] == ["text_encoding"]


def test_scanning_can_be_cancelled(tmp_path: Path, open_file: OpenFile) -> None:
    def stop(_share: float) -> None:
        raise Cancelled

    source = open_file(write_file(tmp_path / "a.edf", plain()))
    with pytest.raises(Cancelled):
        source.scan_events(stop)
    assert len(source.read([0], 0, Span(0, 1))[0]) == 50


def test_flat_and_railed_channels_are_named(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain(n_channels=3)
    digits = [file.signals[0].digits, np.full((8, 50), 7), np.where(np.arange(400).reshape(8, 50) % 9, 32767, -32768)]
    signals = [Signal(label, d) for label, d in zip(("Fp1", "C3", "C4"), digits, strict=True)]
    signals.append(Signal("Status", np.zeros((8, 50))))
    issues = open_file(write_file(tmp_path / "a.edf", file.with_(signals=signals))).scan_events().issues
    assert [(i.code, i.message.split(":")[0]) for i in issues] == [("channel_flat", "C3"), ("channel_railed", "C4")]


def test_the_channels_in_texts_become_the_marks(tmp_path: Path, open_file: OpenFile) -> None:
    marks = {
        2: mark_bytes("2.5", "spike@@EEG Fp1", "0.2") + mark_bytes("2.5", "spike@@EEG F3", "0.2"),
        4: mark_bytes("4.5", "wave@@Fp2@@F3") + mark_bytes("4.6", "wave@@EEG Cz"),
    }
    events = open_file(write_file(tmp_path / "a.edf", plain(marks=marks, annotation_bytes=90))).scan_events()
    assert [(a.onset_s, a.text, a.channels) for a in events.annotations] == [
        (2.5, "spike", ("Fp1", "F3")),
        (4.5, "wave", ("Fp2", "F3")),
        (4.6, "wave@@EEG Cz", ()),
    ]


def test_odd_numbers_are_counted_and_told(tmp_path: Path, open_file: OpenFile) -> None:
    marks = {
        1: b"+1.5\x15-2\x14negative\x14\x00" + b"+1.6\x15n/a\x14word\x14\x00",
        3: b"+" + b"9" * 401 + b"\x14lost\x14\x00+3.5\x14kept\x14\x00",
        5: b"+5\x14+5.25\x14true time\x14\x00",
    }
    events = open_file(write_file(tmp_path / "a.edf", plain(marks=marks, annotation_bytes=500))).scan_events()
    assert [(a.onset_s, a.duration_s, a.text) for a in events.annotations] == [
        (1.5, 0.0, "negative"),
        (1.6, 0.0, "word"),
        (3.5, 0.0, "kept"),
        (5.25, 0.0, "true time"),
    ]
    issues = {issue.code: issue.message for issue in events.issues}
    assert set(issues) == {"annotations_damaged", "annotation_duration", "annotation_second_time"}
    assert "1 annotation has no readable time" in issues["annotations_damaged"]
    assert issues["annotation_duration"].startswith("2 annotations have unreadable")


def test_texts_are_judged_together_with_the_header_and_can_be_given(tmp_path: Path) -> None:
    notes = {1: "příznak", 2: "é", 3: "EEG ok"}
    marks = {r: f"+{r}.5\x14{text}\x14\x00".encode("cp1250") for r, text in notes.items()}
    path = write_file(tmp_path / "a.edf", plain(marks=marks))
    with closing(open_recording(path)) as source:
        events = source.scan_events()
    assert [a.text for a in events.annotations] == ["příznak", "é", "EEG ok"]
    assert events.encoding == "cp1250"
    assert events.texts == ("příznak".encode("cp1250"), "é".encode("cp1250"))
    assert ["Windows-1250" in i.message for i in events.issues] == [True]
    with closing(open_recording(path, encoding="cp1252")) as source:
        events = source.scan_events()
        with closing(source.reopen()) as again:
            assert again.scan_events() == events
    assert [a.text for a in events.annotations] == ["pøíznak", "é", "EEG ok"]
    assert events.issues == ()
    with pytest.raises(UsageError):
        open_recording(path, encoding="no such")


def test_a_guess_is_told_once_of_names_and_once_of_notes(tmp_path: Path, open_file: OpenFile) -> None:
    marks = {1: b"+1.5\x14" + "płacze".encode("cp1250") + b"\x14\x00"}
    file = plain(marks=marks, patient="A1 F X Świątek".encode("cp1250"))
    source = open_file(write_file(tmp_path / "a.edf", file))
    codes = [issue.code for issue in (*source.recording.issues, *source.scan_events().issues)]
    assert codes == ["header_characters", "text_encoding", "text_encoding"]
    assert "--encoding" in source.recording.issues[1].message
    assert "Text encoding…" not in source.recording.issues[1].message, "the window changes notes alone"
    assert "Text encoding…" in source.scan_events().issues[0].message
    file = plain(marks={1: b"+1.5\x14ok\x14\x00"}, patient="A1 F X Świątek".encode("cp1250"))
    source = open_file(write_file(tmp_path / "b.edf", file))
    assert source.scan_events().issues == ()


def test_notes_stand_in_signals_of_an_odd_label(tmp_path: Path, open_file: OpenFile) -> None:
    path = write_file(tmp_path / "a.edf", plain(marks={1: mark_bytes("1.5", "here")}))
    path.write_bytes(path.read_bytes().replace(b"EDF Annotations ", b"EDF+ Annotations", 1))
    source = open_file(path)
    assert len(source.recording.channels) == 3
    assert [mark.text for mark in source.scan_events().annotations] == ["here"]


def test_a_text_that_goes_on_in_the_next_record_is_whole(tmp_path: Path, open_file: OpenFile) -> None:
    text = "Müde, dann ein langer Anfall links, der nicht in einen Datensatz passt".encode()
    room = 40 - len(b"+1\x14\x14\x00+1.5\x14")
    later = 40 - len(b"+2\x14\x14\x00")
    marks = {
        1: b"+1.5\x14" + text[:room],
        2: text[room : room + later],
        3: text[room + later :] + b"\x14\x00",
        5: mark_bytes("5.5", "next"),
    }
    source = open_file(write_file(tmp_path / "a.edf", plain(marks=marks, annotation_bytes=40)))
    events = source.scan_events()
    assert [(a.onset_s, a.text) for a in events.annotations] == [(1.5, text.decode()), (5.5, "next")]
    assert events.issues == ()


def test_bytes_after_a_whole_text_are_not_its_end(tmp_path: Path, open_file: OpenFile) -> None:
    marks = {1: mark_bytes("1.5", "whole"), 2: b"left over\x14\x00"}
    events = open_file(write_file(tmp_path / "a.edf", plain(marks=marks))).scan_events()
    assert [a.text for a in events.annotations] == ["whole"]
    assert [i.code for i in events.issues] == ["annotations_damaged"]
