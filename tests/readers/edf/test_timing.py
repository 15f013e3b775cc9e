"""Files whose recorder's clock is not what the header says."""

from pathlib import Path

import edfio
import mne
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.edf_files import File, Signal, mark_bytes, plain, values_of, write_file
from recordings.edf_opening import OpenFile
from recordings.reader_contract import check_source_contract

from eegview.app.exchange.exporting import export_copy
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.marks_file import write_marks
from eegview.model.annotation import Annotation
from eegview.model.recording import SignalSource
from eegview.model.span import Span

VOCABULARY = load_vocabulary(built_in_only=True)


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def recorded(record_s: float, n_records: int, n_samples: int = 200, kind: str = "EDF+D", **changes: object) -> File:
    """Return a file whose records last `record_s` by their own times; its header says what `changes` say, or 1 s."""
    onsets_s = [f"{r * record_s:.6f}" for r in range(n_records)]
    file = plain(n_records=n_records, n_samples=n_samples, onsets_s=onsets_s, reserved=kind, bdf=kind[0] == "B")
    return file.with_(**changes)


@pytest.mark.parametrize("kind", ["EDF+D", "EDF+C", "BDF+D", "BDF+C"])
@pytest.mark.parametrize("rate_hz", [199.8, 200.2, 199.99])
def test_the_recorder_s_own_rate_is_used_and_told(
    tmp_path: Path, open_file: OpenFile, kind: str, rate_hz: float
) -> None:
    marks = {590: mark_bytes(f"{(590 * 200 + 50) / rate_hz:.6f}", "late")}
    file = recorded(200 / rate_hz, 600, kind=kind, marks=marks)
    source = open_file(write_file(tmp_path / "a.edf", file))
    assert len(source.recording.segments) == 1
    assert source.recording.duration_s == pytest.approx(600 * 200 / rate_hz, abs=1e-3)
    assert source.recording.channels[0].rate_hz == pytest.approx(rate_hz, abs=1e-6)
    assert "clock_differs" in codes(source)
    assert "ppm" in next(issue.message for issue in source.recording.issues if issue.code == "clock_differs")
    (mark,) = source.scan_events().annotations
    assert mark.onset_s * source.recording.channels[0].rate_hz == pytest.approx(590 * 200 + 50, abs=0.01)
    (values,) = source.read([1], 0, source.recording.span)
    np.testing.assert_allclose(values, values_of(file.signals[1]), rtol=1e-6)  # every sample, and as it was
    check_source_contract(source)


def test_pauses_stay_where_they_are_and_channels_of_all_rates_share_the_clock(
    tmp_path: Path, open_file: OpenFile
) -> None:
    rng = np.random.default_rng(1)
    rates = {"EEG Fp1": 256, "ECG": 512, "SpO2": 1}
    signals = [Signal(label, rng.integers(-900, 900, (300, n)), "%" if n == 1 else "uV") for label, n in rates.items()]
    times_s = np.arange(300) * 1.0004
    times_s[100:] += 0.05
    times_s[200:] += 3600
    source = open_file(write_file(tmp_path / "a.edf", File(signals, [f"{t:.5f}" for t in times_s], reserved="EDF+D")))
    starts_s = [segment.start_s for segment in source.recording.segments]
    assert starts_s == pytest.approx(times_s[[0, 100, 200]], abs=2e-4)
    for channel, rate_hz in zip(source.recording.channels, rates.values(), strict=True):
        assert channel.rate_hz == pytest.approx(rate_hz / 1.0004, rel=1e-7)
    check_source_contract(source)


@pytest.mark.parametrize(
    ("kind", "field", "n_samples", "rate_hz"),
    [
        ("EDF", "0.003906", 1, 256),
        ("EDF+C", "0.003906", 1, 256),
        ("EDF+D", "0.003906", 1, 256),
        ("BDF+C", "0.000488", 1, 2048),
        ("EDF", "0.333333", 100, 300),
        ("EDF+C", "0.001953", 1, 512),
    ],
)
def test_a_rounded_header_is_seen_through(
    tmp_path: Path, open_file: OpenFile, kind: str, field: str, n_samples: int, rate_hz: int
) -> None:
    n_records = 9000
    stamps = [f"{r * n_samples / rate_hz:.6f}" for r in range(n_records)]
    file = plain(
        1,
        n_records,
        n_samples,
        onsets_s=None if kind == "EDF" else stamps,
        record_s=field,
        reserved="" if kind == "EDF" else kind,
        bdf=kind[0] == "B",
        marks={8000: mark_bytes(stamps[8000], "here")},
    )
    source = open_file(write_file(tmp_path / "a.edf", file))
    assert source.recording.channels[0].rate_hz == rate_hz
    assert source.recording.segments == (Span(0, n_records * (n_samples / rate_hz)),)
    assert codes(source) == ["record_duration_rounded"]
    for mark in source.scan_events().annotations:
        assert mark.onset_s == pytest.approx(8000 * n_samples / rate_hz, abs=1e-5)
    check_source_contract(source)


def test_times_that_were_counted_up_from_a_rounded_header_are_no_clock(tmp_path: Path, open_file: OpenFile) -> None:
    """Programs write record times as number times the header's duration; marks stand on the same count."""
    n_records = 30_000
    stamps = [f"{r * 0.003906:.6f}" for r in range(n_records)]
    for kind in ("EDF+C", "EDF+D"):
        marks = {25_000: mark_bytes(stamps[25_000], "here")}
        file = plain(1, n_records, 1, onsets_s=stamps, record_s="0.003906", reserved=kind, marks=marks)
        source = open_file(write_file(tmp_path / "a.edf", file))
        assert source.recording.channels[0].rate_hz == 256
        assert len(source.recording.segments) == 1
        assert codes(source) == ["record_duration_rounded"]
        assert source.scan_events().annotations[0].onset_s == pytest.approx(25_000 / 256, abs=2 / 256)


def test_marks_of_an_uneven_clock_stand_on_their_samples(tmp_path: Path, open_file: OpenFile) -> None:
    records = np.arange(1200)
    times_s = records + 400e-6 * records**2 / 1200
    marks = {r: mark_bytes(f"{times_s[r]:.6f}", "here") for r in (0, 250, 600, 1100)}
    for kind in ("EDF+C", "EDF+D"):
        file = recorded(1, 1200, 100, kind, onsets_s=[f"{t:.6f}" for t in times_s], marks=marks)
        source = open_file(write_file(tmp_path / "a.edf", file))
        assert len(source.recording.segments) == 1
        assert {"clock_uneven"} <= set(codes(source)) <= {"clock_uneven", "clock_differs"}
        record_s = source.recording.duration_s / 1200
        for mark, record in zip(source.scan_events().annotations, marks, strict=True):
            assert mark.onset_s == pytest.approx(record * record_s, abs=0.003)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.floats(-500, 500), st.sampled_from(["EDF+C", "EDF+D", "BDF+D"]), st.integers(3, 9), st.sampled_from([0, 0.005])
)
def test_marks_land_on_their_samples_whatever_the_clock(
    tmp_path: Path, open_file: OpenFile, drift_ppm: float, kind: str, decimals: int, jitter_s: float
) -> None:
    record_s = 1 + drift_ppm * 1e-6
    jitter = np.random.default_rng(0).uniform(-jitter_s, jitter_s, 900)
    onsets_s = [f"{r * record_s + jitter[r]:.{decimals}f}" for r in range(900)]
    marks = {r: mark_bytes(f"{(r + 0.37) * record_s:.6f}", "pulse") for r in (3, 450, 880)}
    file = recorded(1, 900, 100, kind, onsets_s=onsets_s, marks=marks)
    source = open_file(write_file(tmp_path / "a.edf", file))
    assert len(source.recording.segments) == 1
    assert not {"record_times_backwards", "gaps_in_continuous_file"} & set(codes(source))
    rate_hz = source.recording.channels[0].rate_hz
    for mark, record in zip(source.scan_events().annotations, marks, strict=True):
        assert mark.onset_s * rate_hz == pytest.approx(record * 100 + 37, abs=1.1)


@pytest.mark.parametrize("kind", ["drift", "rounded", "counted", "uneven", "jitter", "pauses"])
def test_a_copy_keeps_marks_on_their_samples(tmp_path: Path, open_file: OpenFile, kind: str) -> None:
    records, rng = range(600), np.random.default_rng(3)
    made = {
        "drift": lambda: recorded(200 / 199.8, 600),
        "rounded": lambda: plain(1, 9000, 1, onsets_s=None, record_s="0.003906", reserved=""),
        "counted": lambda: plain(
            1, 9000, 1, onsets_s=[f"{r * 0.003906:.6f}" for r in range(9000)], record_s="0.003906"
        ),
        "uneven": lambda: recorded(1, 600, onsets_s=[f"{r + 600e-6 * r**2 / 600:.6f}" for r in records]),
        "jitter": lambda: recorded(1, 600, onsets_s=[f"{r + 1 + rng.uniform(-0.005, 0.005):.6f}" for r in records]),
        "pauses": lambda: recorded(1, 600, onsets_s=[f"{r * 1.0003 + (r > 300) * 40:.6f}" for r in records]),
    }[kind]
    source = open_file(write_file(tmp_path / "a.edf", made()))
    marks = [
        Annotation(f"m{number}", "spasm", share * source.recording.segments[-1].stop_s, 0.25, layer="ann")
        for number, share in enumerate((0.1, 0.35, 0.9))
    ]
    export_copy(tmp_path / "b.edf", marks, VOCABULARY, [str(tmp_path / "a.edf")])
    copied = open_file(tmp_path / "b.edf")
    for found, mark in zip(copied.scan_events().annotations, marks, strict=True):
        assert found.onset_s == pytest.approx(mark.onset_s, abs=1e-4)
    assert copied.recording.segments == source.recording.segments
    assert copied.recording.issues == source.recording.issues
    for number, segment in enumerate(source.recording.segments):
        for one, other in zip(source.read([0], number, segment), copied.read([0], number, segment), strict=True):
            np.testing.assert_array_equal(one, other)


def test_what_other_libraries_read_is_the_same(tmp_path: Path, open_file: OpenFile) -> None:
    path = write_file(tmp_path / "a.edf", recorded(200 / 199.8, 60, kind="EDF+C"))
    source = open_file(path)
    raw = mne.io.read_raw_edf(path, verbose="ERROR")
    values = source.read([0, 1, 2], 0, source.recording.span)
    np.testing.assert_allclose(np.array(values), np.asarray(raw.get_data()) * 1e6, atol=1e-3)
    for ours, theirs in zip(values, edfio.read_edf(path).signals, strict=True):
        np.testing.assert_allclose(ours, theirs.data, atol=1e-3)


@pytest.mark.parametrize("kind", ["drift", "rounded"])
def test_marks_stand_on_their_samples_in_mne(tmp_path: Path, open_file: OpenFile, kind: str) -> None:
    file = (
        recorded(200 / 199.8, 600, kind="EDF+C")
        if kind == "drift"
        else plain(1, 9000, 1, onsets_s=None, record_s="0.003906", reserved="")
    )
    path = write_file(tmp_path / "a.edf", file)
    recording = open_file(path).recording
    onset_s = 0.9 * recording.duration_s
    marks = [Annotation("m", "spasm", onset_s, layer="ann")]
    write_marks(tmp_path / "a.csv", marks, VOCABULARY, None, dialect="mne", recording=recording)
    raw = mne.io.read_raw_edf(path, verbose="ERROR")
    (onset,) = mne.read_annotations(tmp_path / "a.csv").onset
    found = mne.read_annotations(tmp_path / "a.csv")
    since_s = onset + (found.orig_time - raw.info["meas_date"]).total_seconds()
    assert since_s * raw.info["sfreq"] == pytest.approx(onset_s * recording.channels[0].rate_hz, abs=0.01)


@pytest.mark.parametrize("kind", ["EDF+C", "EDF+D"])
@pytest.mark.parametrize("jitter_s", [0.0, 0.005])
def test_a_long_recording_is_opened_by_a_few_of_its_records(
    tmp_path: Path, open_file: OpenFile, monkeypatch: pytest.MonkeyPatch, kind: str, jitter_s: float
) -> None:
    def no_sweep(*_: object) -> None:
        raise AssertionError("the file was read through")

    n_records, rng = 20_000, np.random.default_rng(2)
    times_s = np.arange(n_records) * 1.0002 + rng.uniform(-jitter_s, jitter_s, n_records)
    pause_s = 120 if kind == "EDF+D" and not jitter_s else 0
    times_s[12_345:] += pause_s
    marks = {19_000: mark_bytes(f"{19_000 * 1.0002 + pause_s:.6f}", "late")}
    file = plain(1, n_records, 100, onsets_s=[f"{t:.6f}" for t in times_s], reserved=kind, marks=marks)
    path = write_file(tmp_path / "a.edf", file)
    with monkeypatch.context() as patch:
        patch.setattr("eegview.readers.edf.timing.read_onsets", no_sweep)
        source = open_file(path)
    assert source.recording.channels[0].rate_hz == pytest.approx(100 / 1.0002, rel=1e-7)
    assert source._file.times.first_records == ((0, 12_345) if pause_s else (0,))
    events = source.scan_events()
    assert not events.issues
    (mark,) = events.annotations
    segment = source.recording.segments[-1]
    first = source._file.times.first_records[-1]
    assert (mark.onset_s - segment.start_s) * source.recording.channels[0].rate_hz == pytest.approx(
        (19_000 - first) * 100, abs=1
    )


def test_what_a_few_records_do_not_tell_is_told_by_the_scan(tmp_path: Path, open_file: OpenFile) -> None:
    stamps = [f"{r}" for r in range(10_000)]
    stamps[5100:5103] = ["4100", "4101", "4102"]
    source = open_file(write_file(tmp_path / "a.edf", plain(1, 10_000, 100, onsets_s=stamps, reserved="EDF+D")))
    assert source.recording.segments == (Span(0, 10_000),)
    assert "record_times_backwards" in [issue.code for issue in source.scan_events().issues]


def test_what_the_times_show_within_the_header_s_rounding_is_rounding(tmp_path: Path, open_file: OpenFile) -> None:
    record_s = 200 / 199.8003
    stamps = [f"{r * record_s:.6f}" for r in range(10_000)]
    file = plain(1, 10_000, 200, onsets_s=stamps, record_s=f"{record_s:.6f}")
    source = open_file(write_file(tmp_path / "a.edf", file))
    assert source.recording.channels[0].rate_hz == pytest.approx(199.8003, rel=1e-9)
    assert codes(source) == ["record_duration_rounded"]


@pytest.mark.parametrize("kind", ["EDF+C", "EDF+D"])
def test_two_clocks_in_one_file_are_no_times_that_go_backwards(tmp_path: Path, open_file: OpenFile, kind: str) -> None:
    n_records = 20_000
    drift_s = np.where(np.arange(n_records) < 10_000, 1e-4, -2e-4).cumsum()
    stamps = [f"{r + d:.6f}" for r, d in enumerate(drift_s)]
    source = open_file(write_file(tmp_path / "a.edf", plain(1, n_records, 100, onsets_s=stamps, reserved=kind)))
    assert source.recording.duration_s == pytest.approx(n_records + drift_s[-1], abs=0.02)
    assert codes(source) == ["clock_differs", "clock_uneven"]
    assert not source.scan_events().issues


@pytest.mark.parametrize("n_records", [12, 9000])
@pytest.mark.parametrize("kind", ["EDF+C", "EDF+D"])
def test_records_that_all_give_one_time_follow_each_other(
    tmp_path: Path, open_file: OpenFile, kind: str, n_records: int
) -> None:
    marks = {7: mark_bytes("7.5", "here")}
    file = plain(1, n_records, 50, onsets_s=["0"] * n_records, reserved=kind, marks=marks)
    source = open_file(write_file(tmp_path / "a.edf", file))
    assert source.recording.segments == (Span(0, n_records),)
    assert codes(source) == ["record_times_missing"]
    events = source.scan_events()
    assert [mark.onset_s for mark in events.annotations] == [7.5]
    assert not events.issues


def test_a_pause_in_a_long_file_marked_continuous_is_found_by_a_few_records(
    tmp_path: Path, open_file: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_sweep(*_: object) -> None:
        raise AssertionError("the file was read through")

    stamps = [f"{r * 1.0002 + (5 if r >= 11_111 else 0):.4f}" for r in range(20_000)]
    path = write_file(tmp_path / "a.edf", plain(1, 20_000, 100, onsets_s=stamps))
    with monkeypatch.context() as patch:
        patch.setattr("eegview.readers.edf.timing.read_onsets", no_sweep)
        source = open_file(path)
    assert source._file.times.first_records == (0, 11_111)
    assert "gaps_in_continuous_file" in codes(source)
    assert not source.scan_events().issues


@pytest.mark.parametrize("decimals", [1, 2])
def test_times_rounded_to_a_decimal_are_no_uneven_clock(tmp_path: Path, open_file: OpenFile, decimals: int) -> None:
    stamps = [f"{r * 250 / 249.5:.{decimals}f}" for r in range(300)]
    source = open_file(write_file(tmp_path / "a.edf", plain(1, 300, 250, onsets_s=stamps, reserved="EDF+D")))
    assert codes(source) == ["clock_differs"]
    assert source.recording.duration_s == pytest.approx(300 * 250 / 249.5, abs=2 * 10.0**-decimals)
