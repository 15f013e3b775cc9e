from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.edf_files import File, Signal, file_bytes, mark_bytes, plain, values_of, write_file
from recordings.edf_opening import OpenFile
from recordings.reader_contract import check_recording, check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers.edf.recording import open_edf

A_BYTE = st.integers(0, 255)
ODD_NUMBERS = ["0", "-1", "999999", "1e9", "1e-9", "nan", "inf", "1,5", "abc", "", "2.5", "-3", "1e300"]


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def mixed_rates() -> File:
    rng = np.random.default_rng(1)
    rates = {"EEG Fp1": 200, "ECG": 100, "EEG Fp2": 200, "Resp": 25, "SpO2": 1, "EEG Cz": 200}
    signals = [
        Signal(label, rng.integers(-2000, 2000, (12, n)), "%" if label == "SpO2" else "uV")
        for label, n in rates.items()
    ]
    return File(signals, [str(r) for r in range(12)])


@pytest.mark.parametrize(
    "file",
    [
        plain(),
        plain(onsets_s=None, reserved=""),
        plain(n_channels=1, n_samples=1, n_records=30),
        plain(record_s="0.1", onsets_s=[f"{r / 10:g}" for r in range(8)]),
        plain(record_s="0.333333", n_samples=33, onsets_s=[f"{r * 0.333333:.6f}" for r in range(8)]),
        plain(bdf=True, reserved="BDF+C"),
        plain(reserved="EDF+D", onsets_s=["0", "1", "2.5", "3.5", "4.5", "100", "101", "102"]),
        mixed_rates(),
    ],
    ids=["C", "plain", "1 Hz", "0.1 s", "third", "BDF", "D", "mixed"],
)
def test_the_reader_keeps_the_contract(tmp_path: Path, open_file: OpenFile, file: File) -> None:
    source = open_file(write_file(tmp_path / "a.edf", file))
    check_source_contract(source)
    assert codes(source) == []
    for segment, first, stop in zip(
        source.recording.segments,
        source._file.times.first_records,
        [*source._file.times.first_records[1:], len(file.signals[0].digits)],
        strict=True,
    ):
        found = source.read(range(len(file.signals)), source.recording.segments.index(segment), segment)
        for values, signal in zip(found, file.signals, strict=True):
            expected = values_of(replace(signal, digits=signal.digits[first:stop]))
            np.testing.assert_allclose(values, expected, rtol=1e-6)


def test_long_reads_cross_blocks_and_single_channels_are_picked(
    tmp_path: Path, open_file: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = mixed_rates()
    path = write_file(tmp_path / "a.edf", file)
    for chunk_bytes, sparse_share in ((5000, 64), (5000, 1), (100, 64)):
        monkeypatch.setattr("eegview.readers.edf.records._CHUNK_BYTES", chunk_bytes)
        monkeypatch.setattr("eegview.readers.edf.records._SPARSE_SHARE", sparse_share)
        monkeypatch.setattr("eegview.readers.edf.records._CHUNK_SAMPLES", 333)
        source = open_file(path)
        check_source_contract(source)
        for channel, signal in enumerate(file.signals):
            (values,) = source.read([channel], 0, source.recording.span)
            np.testing.assert_allclose(values, values_of(signal), rtol=1e-6)


def test_24_bit_extremes_are_exact(tmp_path: Path, open_file: OpenFile) -> None:
    digits = np.array([[-8388608, 8388607, -1, 0, 1, 255, 256, -256, -257, 65535, -65536, 1234567]])
    signals = [Signal(name, digits, "uV", ("-8388608", "8388607"), ("-8388608", "8388607")) for name in ("Fp1", "Cz")]
    source = open_file(write_file(tmp_path / "a.bdf", File(signals, None, bdf=True, reserved="24BIT")))
    assert source.recording.format == "BDF"
    for values in source.read([0, 1], 0, source.recording.span):
        np.testing.assert_array_equal(values, digits[0].astype(np.float32))
    assert source.recording.channels[0].minimum_uv == -8388608
    assert source.recording.channels[0].maximum_uv == 8388607


def scaled(open_file: OpenFile, tmp_path: Path, **changes: object) -> SignalSource:
    file = plain()
    signals = [replace(file.signals[0], **changes), *file.signals[1:]]  # type: ignore[arg-type]
    return open_file(write_file(tmp_path / "a.edf", replace(file, signals=signals)))


@pytest.mark.parametrize(
    ("unit", "physical"),
    [
        ("uV", ("-3276.8", "3276.7")),
        ("mV", ("-3.2768", "3.2767")),
        ("V", ("-.003277", ".0032767")),
        ("nV", ("-3276800", "3276700")),
        ("µV", ("-3276.8", "3276.7")),
        ("\u03bcV", ("-3276,8", "3276,7")),
    ],
)
def test_every_voltage_is_read_in_microvolts(
    tmp_path: Path, open_file: OpenFile, unit: str, physical: tuple[str, str]
) -> None:
    source = scaled(open_file, tmp_path, unit=unit, physical=physical)
    (values,) = source.read([0], 0, source.recording.span)
    (expected,) = scaled(open_file, tmp_path).read([0], 0, source.recording.span)
    assert source.recording.channels[0].unit == "uV"
    np.testing.assert_allclose(values, expected, rtol=1e-3, atol=0.3)  # V has room for four digits only


@pytest.mark.parametrize(
    "changes",
    [
        {"physical": ("3199.9", "3199.9")},
        {"physical": ("", "3199.9")},
        {"physical": ("abc", "3199.9")},
        {"digital": ("32767", "32767")},
        {"digital": ("", "")},
    ],
)
def test_without_a_scale_digits_are_digits_and_never_microvolts(
    tmp_path: Path, open_file: OpenFile, changes: dict
) -> None:
    source = scaled(open_file, tmp_path, **changes)
    channel = source.recording.channels[0]
    assert channel.unit == ""
    assert channel.kind.value == "eeg"
    assert channel.minimum_uv is None or channel.unit == ""
    assert codes(source) == ["scaling_unknown"]
    np.testing.assert_array_equal(source.read([0], 0, Span(0, 8))[0], plain().signals[0].digits.ravel())


def test_inverted_limits_follow_the_header_and_are_said(tmp_path: Path, open_file: OpenFile) -> None:
    source = scaled(open_file, tmp_path, physical=("3276.7", "-3276.8"))
    assert codes(source) == ["polarity_inverted"]
    upright = scaled(open_file, tmp_path).read([0], 0, Span(0, 8))[0]
    np.testing.assert_allclose(source.read([0], 0, Span(0, 8))[0], -upright - 0.1, atol=1e-3)
    assert source.recording.channels[0].minimum_uv == -3276.8


def test_eeg_without_a_unit_is_not_called_microvolts(tmp_path: Path, open_file: OpenFile) -> None:
    source = scaled(open_file, tmp_path, unit="")
    assert source.recording.channels[0].unit == ""
    assert codes(source) == ["unit_unknown"]


def test_a_sub_second_start_is_in_the_clock_not_in_the_samples(tmp_path: Path, open_file: OpenFile) -> None:
    onsets = [f"{r + 0.394531:.6f}" for r in range(8)]
    marks = {0: mark_bytes("2.344531", "spike")}
    source = open_file(write_file(tmp_path / "a.edf", plain(onsets_s=onsets, marks=marks)))
    assert source.recording.started_at is not None
    assert source.recording.started_at.isoformat() == "2021-03-02T10:20:30.394531"
    assert source.recording.segments == (Span(0, 8),)
    assert source.scan_events().annotations[0].onset_s == pytest.approx(1.95)
    assert codes(source) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(30, 5000)), min_size=1, max_size=5), st.booleans())
def test_marks_land_on_their_signal_whatever_the_gaps(
    tmp_path: Path, open_file: OpenFile, stretches: list[tuple[int, int]], is_bdf: bool
) -> None:
    """Each stretch has one sample of another value, and a mark at its true time."""
    n_samples, onsets, marks, now_s = 100, [], {}, 0.0
    digits = np.zeros((sum(n for n, _ in stretches), n_samples), int)
    for number, (n_records, gap_cs) in enumerate(stretches):
        record = len(onsets) + n_records - 1
        digits[record, 37] = 1000 + number
        marks[record] = mark_bytes(f"{now_s + n_records - 1 + 0.37:.2f}", f"pulse {number}")
        onsets += [f"{now_s + k:.2f}" for k in range(n_records)]
        now_s = round(now_s + n_records + gap_cs / 100, 2)
    file = File([Signal("Fp1", digits)], onsets, marks, reserved="BDF+D" if is_bdf else "EDF+D", bdf=is_bdf)
    source = open_file(write_file(tmp_path / "a.edf", file))
    annotations = source.scan_events().annotations
    assert len(source.recording.segments) == len(annotations) == len(stretches)
    for number, (mark, segment) in enumerate(zip(annotations, source.recording.segments, strict=True)):
        assert mark.text == f"pulse {number}"
        assert segment.contains(mark.onset_s)
        (values,) = source.read([0], number, Span(mark.onset_s, mark.onset_s + 0.01))
        np.testing.assert_allclose(values, [(1000 + number) * 0.1], atol=0.01)


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 256 * 4 - 1), A_BYTE), min_size=1, max_size=12), st.booleans(), st.integers(0, 40)
)
def test_any_header_opens_sanely_or_is_refused(
    tmp_path: Path, changes: list[tuple[int, int]], is_bdf: bool, n_cut: int
) -> None:
    raw = bytearray(
        file_bytes(plain(n_channels=2, n_records=4, n_samples=10, bdf=is_bdf, reserved="BDF+C" if is_bdf else "EDF+C"))
    )
    for position, byte in changes:
        raw[position] = byte
    check_sane_or_refused(tmp_path, bytes(raw[: len(raw) - n_cut]))


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 127), st.sampled_from(ODD_NUMBERS))))
def test_any_numbers_in_the_header_open_sanely_or_are_refused(tmp_path: Path, changes: list[tuple[int, str]]) -> None:
    """Whole fields of eight bytes are replaced, which random bytes rarely hit."""
    raw = bytearray(file_bytes(plain(n_channels=2, n_records=4, n_samples=10)))
    for field, text in changes:
        raw[field * 8 : field * 8 + 8] = text.encode()[:8].ljust(8)
    check_sane_or_refused(tmp_path, bytes(raw))


def check_sane_or_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "fuzz.edf"
    path.write_bytes(raw)
    with ExitStack() as stack:
        try:
            source = open_edf(path)
        except UnreadableFile:
            return
        stack.callback(source.close)
        check_sane(source, len(raw))


def check_sane(source: SignalSource, file_bytes: int) -> None:
    recording = source.recording
    check_recording(recording)
    assert source.scan_events() == source.scan_events()
    n_left = file_bytes
    for segment_index, segment in enumerate(recording.segments):
        whole = source.read(range(len(recording.channels)), segment_index, segment)
        for channel, values in zip(recording.channels, whole, strict=True):
            assert len(values) == round(segment.duration_s * channel.rate_hz)
            assert not np.isinf(values).any()
            n_left -= len(values)
    assert n_left >= 0, "more samples than the file has bytes"


def test_what_edfio_writes_is_read_back(tmp_path: Path, open_file: OpenFile) -> None:
    import edfio

    rng = np.random.default_rng(2)
    data = {
        name: rng.standard_normal(int(rate) * 20) * 50
        for name, rate in (("EEG Fp1", 256), ("EEG Cz", 256), ("ECG", 512))
    }
    signals = [
        edfio.EdfSignal(values, len(values) / 20, label=label, physical_dimension="uV", physical_range=(-400, 400))
        for label, values in data.items()
    ]
    marks = [
        edfio.EdfAnnotation(3.25, 1.5, "spasm"),
        edfio.EdfAnnotation(7, None, "Schläft"),
        edfio.EdfAnnotation(30, None, "late"),
    ]
    path = tmp_path / "a.edf"
    edfio.Edf(signals, annotations=marks).write(path)
    source = open_file(path)
    assert codes(source) == []
    check_source_contract(source)
    oracle = edfio.read_edf(path)
    for channel, signal in zip(source.read([0, 1, 2], 0, source.recording.span), oracle.signals, strict=True):
        np.testing.assert_allclose(channel, signal.data, atol=1e-4)
    events = source.scan_events()
    assert [(a.onset_s, a.duration_s, a.text) for a in events.annotations] == [
        (3.25, 1.5, "spasm"),
        (7.0, 0.0, "Schläft"),
        (30.0, 0.0, "late"),
    ]
    assert [i.code for i in events.issues] == ["annotation_outside"]


def test_what_cannot_be_opened_is_refused_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        open_edf(tmp_path)  # a folder


def test_a_file_gone_while_open_cannot_be_opened_for_another_thread(tmp_path: Path, open_file: OpenFile) -> None:
    path = write_file(tmp_path / "a.edf", plain())
    source = open_file(path)
    path.unlink()
    with pytest.raises(UnreadableFile):
        source.reopen()


def test_a_first_record_that_begins_late_is_noticed(tmp_path: Path, open_file: OpenFile) -> None:
    source = open_file(write_file(tmp_path / "a.edf", plain(onsets_s=[str(r + 3) for r in range(8)])))
    assert "start_offset" in codes(source)
    assert source.recording.started_at is not None
    assert source.recording.started_at.isoformat() == "2021-03-02T10:20:33"


def test_a_start_beyond_the_calendar_is_no_start(tmp_path: Path, open_file: OpenFile) -> None:
    onsets = [str(300_000_000_000 + r) for r in range(8)]  # ten thousand years after the header's
    source = open_file(write_file(tmp_path / "a.edf", plain(onsets_s=onsets, reserved="EDF+D")))
    assert "start_time_unreadable" in codes(source)
    assert source.recording.started_at is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"digital": ("32767", "-32768")}, "digital_range_swapped"),
        ({"digital": ("-99999", "99999")}, "digital_range_wide"),
        ({"physical": ("0", "1e-40"), "unit": "uV"}, "scaling_unknown"),
    ],
)
def test_impossible_limits_are_named(tmp_path: Path, open_file: OpenFile, changes: dict, code: str) -> None:
    assert code in codes(scaled(open_file, tmp_path, **changes))
