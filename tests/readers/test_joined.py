from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recordings.edf_files import File, Signal, mark_bytes, plain, values_of, write_file
from recordings.reader_contract import check_source_contract

from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers.opening import open_study

Open = Callable[..., SignalSource]


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Open]:
    """Write files and open them as one study."""
    with ExitStack() as stack:

        def write_and_open(*files: File) -> SignalSource:
            paths = [write_file(tmp_path / f"part {number}.edf", file) for number, file in enumerate(files)]
            source = open_study(paths)
            stack.callback(source.close)
            return source

        yield write_and_open


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def at(time: str, seed: int, **changes: Any) -> File:
    return plain(seed=seed, time=time, **changes)


def test_files_lie_where_the_clock_puts_them(study: Open) -> None:
    first = at("10.00.00", 1, marks={2: mark_bytes("2.5", "first")})
    second = at("10.00.20", 2, marks={1: mark_bytes("1.25", "second")})
    source = study(second, first)
    assert source.recording.segments == (Span(0, 8), Span(20, 28))
    assert source.recording.started_at is not None
    assert source.recording.started_at.isoformat() == "2021-03-02T10:00:00"
    assert codes(source) == ["files_reordered"]
    np.testing.assert_allclose(source.read([1], 1, Span(20, 28))[0], values_of(second.signals[1]), rtol=1e-6)
    np.testing.assert_allclose(source.read([1], 0, Span(0, 8))[0], values_of(first.signals[1]), rtol=1e-6)
    assert [(a.onset_s, a.text) for a in source.scan_events().annotations] == [(2.5, "first"), (21.25, "second")]
    check_source_contract(source)


def test_files_that_lie_days_apart_are_questioned(study: Open) -> None:
    source = study(at("10.00.00", 1), at("10.00.20", 2, date="02.03.22", recording="Startdate 02-MAR-2022 X X X"))
    assert codes(source) == ["files_far_apart"]
    assert "365 days" in source.recording.issues[0].message


def test_gaps_inside_a_file_stay(study: Open) -> None:
    onsets = ["0", "1", "2.5", "3.5", "10", "11", "12", "13"]
    source = study(at("10.00.00", 1), at("10.00.10", 2, reserved="EDF+D", onsets_s=onsets))
    assert source.recording.segments == (Span(0, 8), Span(10, 12), Span(12.5, 14.5), Span(20, 24))
    check_source_contract(source)


def test_a_file_without_a_start_time_follows_the_one_before(study: Open) -> None:
    unknown = at("99.99.99", 2)
    source = study(at("10.00.00", 1), unknown, at("10.00.30", 3))
    assert source.recording.segments == (Span(0, 8), Span(8, 16), Span(30, 38))
    assert "file_without_start" in codes(source)
    np.testing.assert_allclose(source.read([0], 1, Span(8, 16))[0], values_of(unknown.signals[0]), rtol=1e-6)


def test_an_overlap_is_shown_once_and_stays_at_its_time(study: Open) -> None:
    late = at("10.00.05", 2)
    source = study(at("10.00.00", 1), late)
    assert source.recording.segments == (Span(0, 8), Span(8, 13))
    assert codes(source) == ["file_overlap"]
    np.testing.assert_allclose(source.read([2], 1, Span(8, 13))[0], values_of(late.signals[2])[3 * 50 :], rtol=1e-6)
    check_source_contract(source)


def test_an_overlap_within_the_clock_s_own_second_follows_on(study: Open) -> None:
    onsets = [f"{r * 1.05:.2f}" for r in range(8)]
    first = plain(seed=1, n_samples=84, record_s="1.05", onsets_s=onsets, time="10.00.00")
    source = study(first, at("10.00.08", 2, n_samples=80))
    assert codes(source) == ["file_overlap_small"]
    np.testing.assert_allclose([(s.start_s, s.stop_s) for s in source.recording.segments], [(0, 8.4), (8.4, 16.4)])


def test_channels_are_matched_by_name(study: Open) -> None:
    first = at("10.00.00", 1)
    rng = np.random.default_rng(5)
    signals = [
        Signal("F3-Ref", rng.integers(-900, 900, (8, 50))),
        Signal("FP1", rng.integers(-900, 900, (8, 100))),
        Signal("ECG", rng.integers(-900, 900, (8, 50))),
    ]
    source = study(first, at("10.01.00", 2, signals=signals))
    assert [c.name for c in source.recording.channels] == ["Fp1", "Fp2", "F3", "ECG"]
    assert codes(source) == ["file_channels_missing", "file_channels_differ", "file_channels_missing"]
    fp1, fp2, f3, ecg = source.read([0, 1, 2, 3], 1, source.recording.segments[1])
    assert np.isnan(fp1).all()
    assert np.isnan(fp2).all()
    np.testing.assert_allclose(f3, values_of(signals[0]), rtol=1e-6)
    np.testing.assert_allclose(ecg, values_of(signals[2]), rtol=1e-6)
    assert np.isnan(source.read([3], 0, Span(0, 8))[0]).all()
    check_source_contract(source)


def test_the_same_file_twice_counts_once(study: Open) -> None:
    source = study(at("10.00.00", 1), at("10.00.00", 1))
    assert source.recording.segments == (Span(0, 8),)
    assert codes(source) == ["file_repeated"]


def test_the_identity_is_the_study_s(study: Open) -> None:
    one = study(at("10.00.00", 1), at("10.00.20", 2)).recording.fingerprint
    other = study(at("10.00.00", 1), at("10.00.20", 3)).recording.fingerprint
    assert one != other


def drifting(time: str, seed: int, rate_hz: float, **changes: Any) -> File:
    onsets = [f"{r * 50 / rate_hz:.6f}" for r in range(600)]
    return plain(1, 600, 50, seed=seed, time=time, onsets_s=onsets, reserved="EDF+D").with_(**changes)


def test_files_that_follow_each_other_are_one_segment(study: Open) -> None:
    files = [at("10.00.00", 1), at("10.00.08", 2, bdf=True, reserved="BDF+C"), at("10.00.16", 3), at("10.00.30", 4)]
    source = study(*files)
    assert source.recording.segments == (Span(0, 24), Span(30, 38))
    check_source_contract(source)
    whole = np.concatenate([values_of(file.signals[1]) for file in files[:3]])
    np.testing.assert_allclose(source.read([1], 0, Span(0, 24))[0], whole, rtol=1e-6)
    np.testing.assert_allclose(source.read([1], 0, Span(7.5, 16.5))[0], whole[375:825], rtol=1e-6)


def test_channels_of_several_rates_follow_each_other_too(study: Open) -> None:
    rng = np.random.default_rng(6)

    def part(time: str) -> File:
        rates = {"EEG Fp1": 200, "ECG": 25, "SpO2": 1}
        signals = [Signal(name, rng.integers(-900, 900, (8, n))) for name, n in rates.items()]
        return File(signals[:2] if time.endswith("08") else signals, [str(r) for r in range(8)], time=time)

    files = [part("10.00.00"), part("10.00.08")]
    source = study(*files)
    assert source.recording.segments == (Span(0, 16),)
    check_source_contract(source)
    fp1, ecg, spo2 = source.read([0, 1, 2], 0, Span(4, 12))
    for values, number, n in ((fp1, 0, 200), (ecg, 1, 25)):
        whole = np.concatenate([values_of(file.signals[number]) for file in files])
        np.testing.assert_allclose(values, whole[4 * n : 12 * n], rtol=1e-6)
    assert np.isfinite(spo2[:4]).all()
    assert np.isnan(spo2[4:]).all()


def test_clocks_that_differ_a_little_share_a_rate(study: Open) -> None:
    marks = {500: mark_bytes(f"{500 * 50 / 49.9503:.6f}", "late")}
    first, second = drifting("10.00.00", 1, 49.9501), drifting("10.20.00", 2, 49.9503, marks=marks)
    source = study(first, second)
    (channel,) = source.recording.channels
    assert channel.rate_hz == pytest.approx(49.9502, abs=2e-6)
    assert not {"file_channels_differ", "file_clocks_differ"} & set(codes(source))
    assert [segment.start_s for segment in source.recording.segments] == [0, 1200]
    check_source_contract(source)
    for number, file in enumerate((first, second)):
        (values,) = source.read([0], number, source.recording.segments[number])
        np.testing.assert_allclose(values, values_of(file.signals[0]), rtol=1e-6)
    (mark,) = source.scan_events().annotations
    assert (mark.onset_s - 1200) * channel.rate_hz == pytest.approx(25_000, abs=0.01)


def test_a_clock_that_is_far_from_the_others_is_told(study: Open) -> None:
    source = study(drifting("10.00.00", 1, 49.95), drifting("10.20.00", 2, 50.0))
    assert "file_clocks_differ" in codes(source)
    assert len(source.recording.channels) == 1
    check_source_contract(source)
