"""Persyst: the values are MNE's, and nothing beside the signals can cost them."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.reader_contract import check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.readers.by_format import open_vendor
from eegview.readers.opening import open_recording

N_SAMPLES = 2000
LABELS = ("Fp1", "C3", "O1", "Cz")
PATIENT = "First=\nMI=\nLast=\nSex=\nHand=\nBirthDate=\nTestDate=2020.03.05\nTestTime=10:00:00\nID=\n"
COMMENTS = "2.0,0.5,0,0,eyes closed\n"


def digits() -> np.ndarray:
    t, k = np.arange(N_SAMPLES)[None], np.arange(4)[:, None]
    return (t * 7 + k * 500) % 2000 - 1000


def write(
    folder: Path,
    *,
    info: str = "",
    patient: str = PATIENT,
    times: str = "0=36000.0\n",
    channels: str | None = None,
    comments: str = COMMENTS,
    header_bytes: int = 0,
    dtype: str = "<i2",
    calibration: str = "0.5",
    encoding: str = "utf-8",
) -> Path:
    code = {"<i2": 0, "<i4": 7}[dtype]
    listed = channels if channels is not None else "".join(f"{name}-Ref={k}\n" for k, name in enumerate(LABELS, 1))
    text = (
        f"[FileInfo]\nFile=a.dat\nFileType=Interleaved\nSamplingRate=200\nHeaderLength={header_bytes}\n"
        f"Calibration={calibration}\nWaveformCount=4\nDataType={code}\n{info}[Patient]\n{patient}"
        f"[SampleTimes]\n{times}[ChannelMap]\n{listed}[Comments]\n{comments}"
    )
    (folder / "a.lay").write_bytes(text.encode(encoding))
    (folder / "a.dat").write_bytes(b"H" * header_bytes + digits().T.astype(dtype).tobytes())
    return folder / "a.lay"


def values(source: SignalSource, segment: int = 0) -> np.ndarray:
    recording = source.recording
    return np.array(source.read(range(len(recording.channels)), segment, recording.segments[segment]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in (*source.recording.issues, *source.scan_events().issues)]


def marks(source: SignalSource) -> list[tuple[float, float, str]]:
    return [(mark.onset_s, mark.duration_s, mark.text) for mark in source.scan_events().annotations]


@pytest.mark.parametrize("dtype", ["<i2", "<i4"])
@pytest.mark.parametrize("calibration", ["0.5", "0.1", "0.0488281", "1"])
def test_values_are_those_of_mne(tmp_path: Path, dtype: str, calibration: str) -> None:
    import mne

    path = write(
        tmp_path, dtype=dtype, calibration=calibration, patient=PATIENT.replace("BirthDate=", "BirthDate=01/31/19")
    )
    source = open_vendor(path)
    raw = mne.io.read_raw_persyst(path, verbose="ERROR")
    np.testing.assert_array_equal(values(source), (np.asarray(raw.get_data()) * 1e6).astype(np.float32))
    assert [channel.name for channel in source.recording.channels] == list(LABELS)
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0)
    assert codes(source) == []
    assert marks(source) == [(2.0, 0.5, "eyes closed")]
    check_source_contract(source)


@pytest.mark.parametrize("header_bytes", [1, 256, 1024, 100_000])
@pytest.mark.parametrize("dtype", ["<i2", "<i4"])
def test_a_header_before_the_signals_is_skipped(tmp_path: Path, header_bytes: int, dtype: str) -> None:
    source = open_vendor(write(tmp_path, header_bytes=header_bytes, dtype=dtype))
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    assert source.recording.segments == (Span(0.0, 10.0),)


def test_channels_are_where_the_map_says(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, channels="Cz-Ref=4\nFp1-Ref=1\nC3-Ref=2\n"))
    assert [channel.name for channel in source.recording.channels] == ["Cz", "Fp1", "C3", "Ch 4"]
    np.testing.assert_array_equal(values(source), digits()[[3, 0, 1, 2]] * 0.5)
    assert "labels_missing" in codes(source)


@pytest.mark.parametrize("channels", ["Fp1\nC3\nO1\nCz\n", "Fp1=1\nC3=1\nO1=1\nCz=1\n", "Fp1=x\nC3=\nO1=-1\nCz=0\n"])
def test_a_map_without_sense_is_taken_in_its_order(tmp_path: Path, channels: str) -> None:
    source = open_vendor(write(tmp_path, channels=channels))
    assert [channel.name for channel in source.recording.channels] == list(LABELS)
    np.testing.assert_array_equal(values(source), digits() * 0.5)


@pytest.mark.parametrize("channels", ["", "Fp1-Ref=1\n", "".join(f"X{k}={k}\n" for k in range(1, 9))])
def test_a_map_of_another_length_is_told(tmp_path: Path, channels: str) -> None:
    source = open_vendor(write(tmp_path, channels=channels))
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    assert {"labels_missing", "channels_left"} & set(codes(source))


@pytest.mark.parametrize(
    ("test_date", "test_time", "began"),
    [
        ("2020.03.05", "10:00:00", datetime(2020, 3, 5, 10, 0, 0)),
        ("2020/03/05", "10:00:00", datetime(2020, 3, 5, 10, 0, 0)),
        ("2020-03-05", "10.00.00", datetime(2020, 3, 5, 10, 0, 0)),
        ("03/05/2020", "10:00:00", datetime(2020, 3, 5, 10, 0, 0)),
        ("3/5/2020", "10:00:00 PM", datetime(2020, 3, 5, 22, 0, 0)),
        ("05-03-2020", "10:00:00", datetime(2020, 3, 5, 10, 0, 0)),
        ("5.3.2020", "10:00:00.250", datetime(2020, 3, 5, 10, 0, 0, 250_000)),
        ("20200305", "10:00:00", datetime(2020, 3, 5, 10, 0, 0)),
        ("05-MAR-2020", "10:00:00", datetime(2020, 3, 5, 10, 0, 0)),
        ("2020.03.05", "", datetime(2020, 3, 5, 10, 0, 0)),
        ("", "10:00:00", None),
        ("soon", "10:00:00", None),
        ("2020.13.45", "99:99:99", None),
        ("2020.03.05", "noon", datetime(2020, 3, 5, 10, 0, 0)),
    ],
)
def test_dates_in_any_form(tmp_path: Path, test_date: str, test_time: str, began: datetime | None) -> None:
    patient = PATIENT.replace("2020.03.05", test_date).replace("=10:00:00", f"={test_time}")
    source = open_vendor(write(tmp_path, patient=patient))
    assert source.recording.started_at == began
    assert ("start_unknown" in codes(source)) == (began is None)


@pytest.mark.parametrize(
    "patient",
    ["", "First\nLast\n", "BirthDate=13/13/13\nSex=?\nHand=left foot\n", "=\n==\n[]\n", "Sex=\x00\nBirthDate=\x07\n"],
)
def test_an_odd_patient_section_costs_nothing(tmp_path: Path, patient: str) -> None:
    source = open_vendor(write(tmp_path, patient=patient))
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    assert marks(source) == [(2.0, 0.5, "eyes closed")]


def test_the_patient_is_known_and_named_in_no_issue(tmp_path: Path) -> None:
    patient = "First=Anna\nLast=Doe\nSex=f\nBirthDate=01/31/19\nID=4711\nTestDate=someday\n"
    source = open_vendor(write(tmp_path, patient=patient, comments="not a comment\n"))
    facts = patient_of(source)
    assert (facts.code, facts.name, facts.sex, facts.born) == ("4711", "Anna Doe", "female", date(2019, 1, 31))
    said = " ".join(issue.message for issue in (*source.recording.issues, *source.scan_events().issues))
    assert said
    assert not any(word in said for word in ("Anna", "Doe", "4711", "2019"))


def test_pauses_are_gaps_also_over_midnight(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, times="0=86395.0\n400=86397.0\n800=5.0\n1200=90.0\n"))
    assert source.recording.segments == (Span(0.0, 4.0), Span(10.0, 12.0), Span(95.0, 99.0))
    np.testing.assert_array_equal(values(source, 2), digits()[:, 1200:] * 0.5)
    check_source_contract(source)


def test_times_that_are_none_are_told(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, times="0=36000.0\nx\n400=\n=3\n-5=3\n"))
    assert "sample_times_damaged" in codes(source)
    assert source.recording.segments == (Span(0.0, 10.0),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_comments_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    comments = "2.0,0.5,0,0,müde – Anfall\n3,,0,0,Öl, Gerät = x; [y]\n"
    source = open_vendor(write(tmp_path, comments=comments, encoding=encoding))
    assert marks(source) == [(2.0, 0.5, "müde – Anfall"), (3.0, 0.0, "Öl, Gerät = x; [y]")]
    assert ("text_encoding" in codes(source)) == (encoding == "cp1252")


def test_comments_that_are_none_are_told_with_a_count(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, comments=COMMENTS + "\nx\n1.0\n1.0,2.0,0,0\nsoon,0,0,0,text\n"))
    assert marks(source) == [(2.0, 0.5, "eyes closed")]
    (message,) = [issue.message for issue in source.scan_events().issues if issue.code == "markers_damaged"]
    assert message.startswith("4 comments")


@pytest.mark.parametrize(("cut", "times"), [(1, ""), (1003, ""), (8000, "1500=36007.5\n")])
def test_a_cut_signal_file_is_told(tmp_path: Path, cut: int, times: str) -> None:
    path = write(tmp_path, times="0=36000.0\n" + times)
    data = path.with_suffix(".dat")
    data.write_bytes(data.read_bytes()[:-cut])
    source = open_vendor(path)
    assert "file_truncated" in codes(source)
    n_there = (N_SAMPLES * 8 - cut) // 8
    np.testing.assert_array_equal(values(source), digits()[:, :n_there] * 0.5)


@pytest.mark.parametrize(
    ("fault", "becomes", "reason"),
    [
        ("SamplingRate=200", "SamplingRate=0", "rate"),
        ("DataType=0", "DataType=3", "DataType 3"),
        ("FileType=Interleaved", "FileType=EDF", "EDF"),
        ("WaveformCount=4", "WaveformCount=4000000", "channels"),
        ("HeaderLength=0", "HeaderLength=1000000", "no samples"),
    ],
)
def test_refusals_tell_the_true_reason(tmp_path: Path, fault: str, becomes: str, reason: str) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text("utf-8").replace(fault, becomes), "utf-8")
    with pytest.raises(UnreadableFile, match=reason) as refused:
        open_vendor(path)
    assert "damaged" not in refused.value.sentence
    assert refused.value.advice


def test_digits_without_a_scale_are_no_microvolts(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, calibration="?"))
    np.testing.assert_array_equal(values(source), digits())
    assert {channel.unit for channel in source.recording.channels} == {""}
    assert "scale_unknown" in codes(source)


@pytest.mark.parametrize("named", ["C:\\EEG\\NIGHT\\A.DAT", '"a.dat"', "\\\\ward\\x\\A.dat", "other.dat", "", "$b.dat"])
def test_the_signal_file_is_found(tmp_path: Path, named: str) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text("utf-8").replace("File=a.dat", f"File={named}"), "utf-8")
    np.testing.assert_array_equal(values(open_vendor(path)), digits() * 0.5)
    assert open_vendor(tmp_path / "a.dat").recording.format == "Persyst"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=st.sampled_from(["patient", "comments", "times"]),
    text=st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: raw.decode("latin-1"))),
)
def test_whatever_stands_in_a_side_part_costs_no_sample(tmp_path: Path, part: str, text: str) -> None:
    text = "".join(" " if sign in "[]" else sign for sign in text if sign.isprintable() or sign in "\n\t\0") + "\n"
    path = write(tmp_path, **{part: text}, encoding="utf-8")  # type: ignore[arg-type]
    source = open_vendor(path)
    found = np.concatenate([values(source, k) for k in range(len(source.recording.segments))], axis=1)
    np.testing.assert_array_equal(found, digits() * 0.5)
    source.scan_events()
    source.close()


def test_letters_at_the_place_of_a_dicom_mark_are_text(tmp_path: Path) -> None:
    path = write(tmp_path)
    text = path.read_text("utf-8")
    padded = "[FileInfo]\n".ljust(127, " ") + ";DICM\n" + text.removeprefix("[FileInfo]\n")
    assert padded[128:132] == "DICM"
    path.write_text(padded, "utf-8")
    source = open_recording(path)
    assert source.recording.format == "Persyst"
    np.testing.assert_array_equal(values(source), digits() * 0.5)


def test_a_clock_that_differs_is_one_segment_at_its_rate(tmp_path: Path) -> None:
    times = "".join(f"{k * 20}={36000 + k * 20 / 199.7:.4f}\n" for k in range(100))
    source = open_vendor(write(tmp_path, times=times))
    assert len(source.recording.segments) == 1
    assert source.recording.channels[0].rate_hz == pytest.approx(199.7, rel=1e-4)
    assert source.recording.duration_s == pytest.approx(2000 / 199.7, abs=2e-3)
    assert "clock_differs" in codes(source)
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    check_source_contract(source)


@pytest.mark.parametrize("times", ["100=36000.5\n1000=36005\n", "1000=10:00:05\n1500=10:00:07.5\n", "1999=5\n"])
def test_times_may_begin_at_a_later_sample(tmp_path: Path, times: str) -> None:
    source = open_vendor(write(tmp_path, times=times))
    assert source.recording.segments == (Span(0.0, 10.0),)
    assert codes(source) == []


def test_a_pause_after_times_that_begin_later(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, times="100=36000.5\n1000=36010\n"))
    assert [(s.start_s, s.stop_s) for s in source.recording.segments] == [(0.0, 5.0), (10.0, 15.0)]


def test_a_clock_that_was_set_on_by_years_makes_no_gap(tmp_path: Path) -> None:
    times = f"0=36000\n500={36000 + 2.5 + 400 * 86400}\n1000={36000 + 10 + 400 * 86400}\n"
    source = open_vendor(write(tmp_path, times=times))
    assert [(s.start_s, s.stop_s) for s in source.recording.segments] == [(0.0, 2.5), (2.5, 5.0), (10.0, 15.0)]
    assert "times_far" in codes(source)


@pytest.mark.parametrize("numbers", [(0, 1, 2, 3), (1, 1, 3, 4), (-1, 2, 3, 4)])
def test_a_channel_map_whose_numbers_cannot_be_is_told(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    listed = "".join(f"{name}-Ref={k}\n" for name, k in zip(LABELS, numbers, strict=True))
    source = open_vendor(write(tmp_path, channels=listed))
    assert "labels_doubtful" in codes(source)
    np.testing.assert_array_equal(values(source), digits() * 0.5)


def test_comments_outside_the_recording_are_kept_and_told(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, comments="-2.0,0,0,0,before\n10.0,0,0,0,end\n20.0,0,0,0,behind\n"))
    assert [mark[2] for mark in marks(source)] == ["before", "end", "behind"]
    assert codes(source) == ["annotation_outside"]
