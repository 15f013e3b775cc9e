"""The trends of a recording are the same however they are computed."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.edf_files import File, Signal, write_file
from recordings.memory_source import SCALP_10_20, MemorySource, make_recording, noise_source

from eegview.app.trends.cache import TrendCache, last_written_ns
from eegview.app.trends.computing import TrendRun, compute_trends
from eegview.app.trends.table import TrendTable
from eegview.model.errors import Cancelled, UnreadableFile, UsageError
from eegview.model.span import Span
from eegview.readers.joined import join_sources
from eegview.readers.opening import open_study

SEGMENTS = ((0.0, 75.0), (86.5, 160.0), (160.75, 205.0))


@pytest.fixture(scope="module")
def source() -> MemorySource:
    made = noise_source(SCALP_10_20, 128.0, SEGMENTS, scale_uv=60.0)
    for channel in made.data:
        channel[1][2000:2200] = np.nan  # missing bytes
    return made


@pytest.fixture(scope="module")
def whole(source: MemorySource) -> TrendTable:
    return TrendRun(source, n_threads=1, block_s=210.0).run()


def assert_same(one: TrendTable, other: TrendTable) -> None:
    assert [c.column_id for c in one.columns] == [c.column_id for c in other.columns]
    for column in one.columns:
        a, b = one.values(column.column_id), other.values(column.column_id)
        np.testing.assert_array_equal(np.isnan(a), np.isnan(b), column.column_id)
        exact = 1e-6 if a.dtype == np.float32 else 1e-3  # what is stored in half precision may round the other way
        np.testing.assert_allclose(a, b, exact, exact, err_msg=column.column_id)


@settings(max_examples=4, deadline=None)
@given(block=st.integers(2, 20), n_threads=st.integers(1, 4), first=st.integers(0, 180))
def test_however_it_is_cut_and_on_however_many_threads(
    source: MemorySource, whole: TrendTable, block: int, n_threads: int, first: int
) -> None:
    run = TrendRun(source, first_span=Span(first, first + 60), n_threads=n_threads, block_s=10.0 * block)
    assert_same(run.run(), whole)


def test_as_second_file_of_a_study(source: MemorySource) -> None:
    first = noise_source(SCALP_10_20, 128.0, ((0.0, 70.0),), seed=3)
    first.recording = replace(first.recording, fingerprint="first")
    started_at = first.recording.started_at.replace(minute=first.recording.started_at.minute + 2)
    second = replace(source.recording, started_at=started_at, fingerprint="second")
    study = join_sources([first, MemorySource(second, source.data)])
    alone, joined = compute_trends(source), compute_trends(study)
    for column in alone.columns:
        a = alone.values(column.column_id)
        b = joined.values_in(column.column_id, Span(120.0, 2000.0))[: len(a)]
        np.testing.assert_array_equal(np.isnan(a), np.isnan(b), column.column_id)
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6, err_msg=column.column_id)


def test_what_is_on_the_screen_comes_first(source: MemorySource) -> None:
    seen: list[tuple[Span, ...]] = []
    long = noise_source(["C3", "P3", "C4", "P4"], 128.0, ((0.0, 2000.0),))
    run = TrendRun(long, first_span=Span(1000, 1100), n_threads=1, block_s=60.0)
    run.on_table = lambda table: seen.append(table.computed)
    run.run()
    assert seen[0] == ()
    assert seen[1] == (Span(900, 960),)  # with what stands before it in the same quarter of an hour
    assert seen[-1] == (Span(0, 2000),)


def test_only_a_part(source: MemorySource) -> None:
    run = TrendRun(source, first_span=Span(95.0, 105.0), is_only_first=True, block_s=50.0)
    table = run.run()
    assert table.computed == (Span(50.0, 150.0),)
    assert not table.is_complete


def test_cancelled_half_way_it_goes_on_from_there(source: MemorySource, whole: TrendTable, tmp_path: Path) -> None:
    cache = TrendCache(tmp_path)

    def stop_after_a_third(table: TrendTable) -> None:
        if table.computed_s > 0.3 * table.duration_s:
            raise Cancelled

    with pytest.raises(Cancelled):
        TrendRun(source, cache=cache, on_table=stop_after_a_third, block_s=50.0).run()
    before: list[float] = []
    table = compute_trends(source, cache=cache, progress=before.append)
    assert before[0] > 0.2
    assert_same(table, whole)
    run = TrendRun(source, cache=cache)
    assert_same(run.run(), whole)
    assert run.from_cache


def test_a_file_that_went_away(source: MemorySource) -> None:
    class Gone(MemorySource):
        def reopen(self) -> MemorySource:
            raise UnreadableFile("It is gone.", "Bring it back.")

    with pytest.raises(UnreadableFile, match="gone"):
        compute_trends(Gone(source.recording, source.data))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("trends")]


def test_bad_channels_leave_rows_out(source: MemorySource, whole: TrendTable) -> None:
    table = compute_trends(source, frozenset({"C3"}))
    assert "C3-P3" not in table.rows
    assert "C3 is marked bad" in " ".join(table.left_out)
    assert table.parameters_id != whole.parameters_id


def test_a_recording_of_nothing() -> None:
    table = compute_trends(MemorySource(make_recording((), ()), []))
    assert table.is_complete
    assert not table.columns
    assert table.missing


def test_a_few_seconds() -> None:
    table = compute_trends(noise_source(segments=((0.0, 4.5),)))
    assert table.computed_s == 4.5
    assert len(table.values("reeg_median_left")) == 3


def test_long_gaps_cost_nothing_and_too_long_a_study_is_refused() -> None:
    apart = noise_source(SCALP_10_20, 128.0, ((0.0, 20.0), (43_000.0, 43_020.0)))
    table = compute_trends(apart)
    assert table.is_complete
    assert np.isfinite(table.values("reeg_median_left")).sum() <= 22
    assert np.isfinite(table.value_at("reeg_median_left", 43_010.0) or np.nan)
    nearer = noise_source(SCALP_10_20, 128.0, ((0.0, 20.0), (350.0, 370.0)))
    assert_same(TrendRun(nearer, block_s=50.0).run(), TrendRun(nearer, block_s=400.0).run())
    years = noise_source(["C3", "P3"], 128.0, ((0.0, 2.0), (1e8, 1e8 + 2)))
    with pytest.raises(UsageError, match="1157 days"):
        compute_trends(years)


def test_a_file_that_is_changed_between_its_sampled_blocks_is_computed_anew(tmp_path: Path) -> None:
    signals = [
        Signal(name, np.random.default_rng(number).integers(-800, 800, (60, 500)))
        for number, name in enumerate(("C3", "P3", "C4", "P4", "Fp1", "O1", "Fp2", "O2"))
    ]
    path, cache = write_file(tmp_path / "night.edf", File(signals)), TrendCache(tmp_path / "cache")
    source = open_study([path])
    fingerprint, before = source.recording.fingerprint, compute_trends(source, cache=cache)
    source.close()
    with path.open("r+b") as file:  # a copy whose last part arrives late has the same size and ends
        file.seek(75 * 1024)
        file.write(bytes(1024))
    os.utime(path, ns=(0, 1_700_000_000_000_000_000))
    source = open_study([path])
    assert source.recording.fingerprint == fingerprint
    kept, anew = compute_trends(source, cache=cache), compute_trends(source)
    source.close()
    assert_same(kept, anew)
    assert any(not np.array_equal(kept.values(c.column_id), before.values(c.column_id), True) for c in kept.columns)


def test_each_file_of_a_study_counts_for_what_is_kept(tmp_path: Path) -> None:
    signals = [Signal(name, np.zeros((20, 128), int)) for name in ("C3", "P3")]
    paths = [
        write_file(tmp_path / f"{hour}.edf", File(signals, [str(k) for k in range(20)], time=f"{hour}.00.00"))
        for hour in (10, 11)
    ]
    source = open_study(paths)
    before = last_written_ns(source)
    assert len(before) == 2
    os.utime(paths[1], ns=(0, 1))
    assert last_written_ns(source) == (before[0], 1)
    source.close()
    gone = MemorySource(make_recording(()), ())
    assert last_written_ns(gone) == ()
