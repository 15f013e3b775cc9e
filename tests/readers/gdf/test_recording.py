"""GDF files of both versions: values as MNE's, native rates, events with channels and lengths, damage told."""

import contextlib
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from recordings.gdf_files import TYPES, GdfSignal, write_gdf
from recordings.reader_contract import check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.model.patient import FEMALE
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.readers.opening import open_recording

RNG = np.random.default_rng(4)
VERSIONS = ("1.25", "1.99", "2.20")
EVENTS = ((400, 769, 0, 0), (900, 770, 2, 100))


def signals(n_records: int = 10, n_samples: int = 200, dtype: str = "<i2") -> list[GdfSignal]:
    low = 0 if dtype[-2] == "u" else -100
    return [
        GdfSignal(label, RNG.integers(low, 100, (n_records, n_samples)), dtype) for label in ("Fp1", "Fp2", "C3", "C4")
    ]


def all_uv(source: SignalSource) -> np.ndarray:
    return np.array(source.read(range(4), 0, source.recording.segments[0]))


def truth(parts: list[GdfSignal]) -> np.ndarray:
    return np.array([part.digits.ravel() * part.gain for part in parts])


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("dtype", TYPES)
def test_values_of_all_types(tmp_path: Path, version: str, dtype: str) -> None:
    parts = signals(dtype=dtype)
    source = open_recording(write_gdf(tmp_path / "a.gdf", parts, version))
    np.testing.assert_allclose(all_uv(source), truth(parts))
    assert codes(source) == []
    source.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_values_and_events_are_those_of_mne(tmp_path: Path, version: str) -> None:
    import mne

    path = write_gdf(tmp_path / "a.gdf", signals(), version, EVENTS)
    source = open_recording(path)
    raw = mne.io.read_raw_gdf(path, verbose="ERROR")
    np.testing.assert_allclose(all_uv(source), np.asarray(raw.get_data()) * 1e6, rtol=1e-6, atol=1e-4)
    assert [channel.label for channel in source.recording.channels] == raw.ch_names
    assert source.recording.started_at is not None
    assert abs((source.recording.started_at - raw.info["meas_date"].replace(tzinfo=None)).total_seconds()) < 1e-3
    marks = source.scan_events().annotations
    assert [(m.onset_s, m.text) for m in marks] == list(
        zip(raw.annotations.onset, raw.annotations.description, strict=True)
    )
    assert [(m.duration_s, m.channels) for m in marks] == [(0.0, ()), (0.5, ("Fp2",))]
    check_source_contract(source)
    source.close()


def test_the_patient_of_the_second_version(tmp_path: Path) -> None:
    source = open_recording(write_gdf(tmp_path / "a.gdf", signals()))
    facts = patient_of(source)
    assert (facts.code, facts.name, facts.sex, facts.born) == ("1234", "", FEMALE, date(2019, 11, 26))
    assert source.recording.started_at is not None
    assert source.recording.started_at.date() == date(2020, 3, 5)
    source.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_channels_keep_their_own_rates_and_units(tmp_path: Path, version: str) -> None:
    parts = [
        GdfSignal("Fp1", RNG.integers(-100, 100, (10, 200))),
        GdfSignal("ECG", RNG.integers(-100, 100, (10, 50)), "<i4", "mV", 0.001),
        GdfSignal("SpO2", RNG.integers(0, 100, (10, 1)), "<u1", "%", 1.0),
        GdfSignal("none", np.zeros((10, 0))),
    ]
    source = open_recording(write_gdf(tmp_path / "a.gdf", parts, version))
    assert [(c.label, c.rate_hz, c.unit) for c in source.recording.channels] == [
        ("Fp1", 200.0, "uV"),
        ("ECG", 50.0, "uV"),
        ("SpO2", 1.0, "%"),
    ]
    values = source.read([0, 1, 2], 0, Span(0.0, 10.0))
    for found, part in zip(values, parts, strict=False):
        factor = 1000.0 if part.unit == "mV" else 1.0
        np.testing.assert_allclose(found, part.digits.ravel() * part.gain * factor, rtol=1e-6)
    check_source_contract(source)
    source.close()


def test_records_of_one_sample(tmp_path: Path) -> None:
    parts = signals(2000, 1)
    source = open_recording(write_gdf(tmp_path / "a.gdf", parts, record=(1, 200)))
    assert source.recording.channels[0].rate_hz == 200.0
    assert source.recording.segments == (Span(0.0, 10.0),)
    np.testing.assert_allclose(all_uv(source), truth(parts))
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_half_a_file_is_read_as_far_as_it_goes(tmp_path: Path, version: str) -> None:
    parts = signals()
    path = write_gdf(tmp_path / "a.gdf", parts, version, EVENTS)
    path.write_bytes(path.read_bytes()[: 256 * 5 + 4 * 400 * 5 + 500])
    source = open_recording(path)
    assert codes(source) == ["file_truncated"]
    found = all_uv(source)
    np.testing.assert_allclose(found[:, :1000], truth(parts)[:, :1000])
    np.testing.assert_allclose(found[0, 1000:1200], truth(parts)[0, 1000:1200])
    assert np.isnan(found[1:, 1050:]).all()
    assert source.scan_events().annotations == ()
    check_source_contract(source)
    source.close()


def test_a_recording_that_was_never_closed(tmp_path: Path) -> None:
    parts = signals()
    source = open_recording(write_gdf(tmp_path / "a.gdf", parts, n_declared=-1))
    assert codes(source) == ["sample_count_missing"]
    np.testing.assert_allclose(all_uv(source), truth(parts))
    source.close()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("n_lost", [1, 5, 9, 20])
def test_a_cut_table_of_events_takes_no_signal_along(tmp_path: Path, version: str, n_lost: int) -> None:
    parts = signals()
    path = write_gdf(tmp_path / "a.gdf", parts, version, EVENTS)
    path.write_bytes(path.read_bytes()[:-n_lost])
    source = open_recording(path)
    np.testing.assert_allclose(all_uv(source), truth(parts))
    found = source.scan_events()
    assert (len(found.annotations), bool(found.issues)) == ((2, False) if n_lost < 13 else (0, True))
    source.close()


@pytest.mark.parametrize("raw", [b"abcdefghijklmnop", b"0" * 16, b"2020139910000000", b" " * 16])
def test_a_date_that_is_none_is_told(tmp_path: Path, raw: bytes) -> None:
    path = write_gdf(tmp_path / "a.gdf", signals(), "1.25")
    content = path.read_bytes()
    path.write_bytes(content[:168] + raw + content[184:])
    source = open_recording(path)
    assert source.recording.started_at is None
    assert codes(source) == ["start_unknown"]
    source.close()


def test_hundredths_of_a_second(tmp_path: Path) -> None:
    source = open_recording(write_gdf(tmp_path / "a.gdf", signals(), "1.25"))
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 500_000)
    source.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_cut_and_changed_files_open_or_are_refused(tmp_path: Path, version: str) -> None:
    path = write_gdf(tmp_path / "a.gdf", signals(), version, EVENTS)
    whole = path.read_bytes()
    rng = np.random.default_rng(9)
    for turn in range(60):
        content = bytearray(whole)
        for at in rng.integers(4, 1280 if turn % 2 else len(content), 4):
            content[at] = rng.integers(256)
        path.write_bytes(content[: rng.integers(len(content))] if turn % 4 == 0 else content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            segment = source.recording.segments[0]
            source.read([0], 0, Span(segment.start_s, segment.start_s + min(segment.duration_s, 1.0)))
            source.scan_events()
            source.close()


@pytest.mark.parametrize("record", [(0, 1), (1, 0), (0, 0)])
def test_a_record_without_a_duration_is_told(tmp_path: Path, record: tuple[int, int]) -> None:
    source = open_recording(write_gdf(tmp_path / "a.gdf", signals(), record=record))
    assert codes(source) == ["record_duration_wrong"]
    source.close()
