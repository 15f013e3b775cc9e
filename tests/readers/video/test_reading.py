"""Indexes that grow, are kept for the next time, and are not believed once the file changed."""

import os
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from films.barcoded import B_FRAMES, read_barcode, write_video
from hypothesis import given
from hypothesis import strategies as st
from waiting import wait_for_thread

from eegview.readers.video import reading as video_reading
from eegview.readers.video.decoder import GaveUp
from eegview.readers.video.index import IndexBuilder, PacketIndex, PacketTimes
from eegview.readers.video.index_cache import IndexCache
from eegview.readers.video.reading import IndexReading
from eegview.readers.video.video import open_video


@pytest.fixture(scope="module")
def long_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "a.mkv", n_frames=1500, options=B_FRAMES)


@pytest.fixture
def index_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IndexCache:
    monkeypatch.setattr(video_reading, "_WORTH_KEEPING_S", 0.0)
    return IndexCache(tmp_path / "indexes")


def same(one: PacketIndex, other: PacketIndex) -> bool:
    return (
        np.array_equal(one.pts, other.pts)
        and np.array_equal(one.dts, other.dts)
        and np.array_equal(one.is_key, other.is_key)
        and (one.end, one.tick_s, one.pieces) == (other.end, other.tick_s, other.pieces)
    )


def test_first_frames_are_shown_before_the_file_was_read(long_video: Path) -> None:
    video = open_video(long_video, patience_s=0.0)
    times = video.facts.times
    assert not times.is_whole
    assert times.share < 0.5
    assert video.last_s == pytest.approx(60.0, abs=0.1)
    for number in (0, 1, 30, 80):
        frame = video.frame_at(video.first_s + (number + 0.5) / 25)
        assert frame is not None
        assert read_barcode(frame.rgb) == number
    assert not video.is_read_to(59.0)
    shares = []
    while not times.read_on(0.0):
        times._read_some()  # type: ignore[attr-defined]
        shares.append(times.share)
    assert shares == sorted(shares)
    assert times.share == 1.0
    frame = video.frame_at(video.first_s + 1400.5 / 25)
    assert frame is not None
    assert read_barcode(frame.rgb) == 1400
    assert video.issues == ()
    video.close()


def test_a_growing_index_never_tells_a_frame_that_changes_later(long_video: Path) -> None:
    whole = IndexReading(str(long_video))
    whole.read_on()
    growing = IndexReading(str(long_video))
    n_looks = 0
    while not growing.is_whole:
        n_frames = growing.index.n_frames
        assert np.array_equal(growing.index.pts, whole.index.pts[:n_frames])
        assert growing.index.end == whole.index.pts[n_frames]
        growing._read_some()
        n_looks += 1
    assert n_looks > 3
    assert same(growing.index, whole.index)


@given(st.lists(st.integers(0, 3), min_size=3, max_size=60), st.data())
def test_what_is_settled_is_complete(reorder: list[int], data: st.DataObject) -> None:
    """Frames come in decoding order, shown up to three frames later; some are shown before ones that came earlier."""
    packets, taken = [], set()
    for k, delay in enumerate(reorder):
        pts = next(p for p in range(k + delay, k + 200) if p not in taken)
        taken.add(pts)
        packets.append(PacketTimes(pts * 40, k * 40, 40, k == 0))
    cut = data.draw(st.integers(1, len(packets)))
    some, every = (IndexBuilder(Fraction(1, 1000), 40) for _ in range(2))
    some.add(packets[:cut])
    every.add(packets)
    settled, whole = some.settled(), every.index()
    assert whole is not None
    if settled is not None:
        assert not settled.is_whole
        assert np.array_equal(settled.pts, whole.pts[: settled.n_frames])
        assert settled.end == whole.pts[settled.n_frames]


def test_an_index_is_kept_and_found_again_under_another_name(long_video: Path, index_cache: IndexCache) -> None:
    first = open_video(long_video, index_cache)
    renamed = long_video.rename(long_video.with_name("b.mkv"))
    try:
        second = IndexReading(str(renamed), index_cache)
        assert second.is_whole
        assert same(second.index, first.facts.times.index)
        assert second.share == 1.0
    finally:
        renamed.rename(long_video)
    assert len(list(index_cache.folder.iterdir())) == 1


def test_a_changed_file_has_no_index(long_video: Path, index_cache: IndexCache) -> None:
    open_video(long_video, index_cache).close()
    assert index_cache.get(long_video) is not None
    touched_ns = long_video.stat().st_mtime_ns
    os.utime(long_video, ns=(touched_ns, touched_ns + 10**9))
    assert index_cache.get(long_video) is None
    os.utime(long_video, ns=(touched_ns, touched_ns))
    assert index_cache.get(long_video) is not None


def test_a_damaged_index_is_made_anew(long_video: Path, index_cache: IndexCache) -> None:
    open_video(long_video, index_cache).close()
    (kept,) = index_cache.folder.iterdir()
    for content in (b"", b"nonsense", kept.read_bytes()[:200]):
        kept.write_bytes(content)
        assert index_cache.get(long_video) is None
    open_video(long_video, index_cache).close()
    assert index_cache.get(long_video) is not None


def test_old_indexes_make_room(tmp_path: Path) -> None:
    index_cache = IndexCache(tmp_path / "indexes", most_bytes=5000)
    videos = [write_video(tmp_path / f"{k}.mp4", n_frames=5 + k) for k in range(4)]
    for age, video in enumerate(videos):
        index_cache.put(video, open_video(video).facts.times.index)
        newest = max(index_cache.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, ns=(age * 10**9, age * 10**9))
    sizes = [path.stat().st_size for path in index_cache.folder.iterdir()]
    assert sum(sizes) <= 5000
    assert index_cache.get(videos[0]) is None
    assert index_cache.get(videos[-1]) is not None


def test_a_place_that_cannot_be_written_costs_nothing_but_time(long_video: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    index_cache = IndexCache(tmp_path / "taken")
    index_cache.put(long_video, open_video(long_video).facts.times.index)
    assert index_cache.get(long_video) is None


def test_short_files_are_not_kept(long_video: Path, tmp_path: Path) -> None:
    index_cache = IndexCache(tmp_path / "indexes")
    open_video(write_video(tmp_path / "a.mp4", n_frames=5), index_cache).close()
    assert not index_cache.folder.exists()


def test_closing_stops_a_reading_and_keeps_what_was_read(long_video: Path) -> None:
    times = IndexReading(str(long_video))
    times.close()
    assert not times.read_on()
    assert not times.is_whole
    assert times.index.n_frames > 50


def test_only_one_thread_reads(long_video: Path) -> None:
    times = IndexReading(str(long_video))
    others: list[bool] = []
    with times._turn:
        thread = threading.Thread(target=lambda: others.append(times.read_on()))
        thread.start()
        wait_for_thread(thread)
    assert others == [False]
    assert times.read_on()


def test_giving_up_leaves_the_decoder_where_it_can_go_on(long_video: Path) -> None:
    video = open_video(long_video)
    looks = iter([False] * 5 + [True])
    with pytest.raises(GaveUp):
        video.frame_at(video.first_s + 20.5 / 25, lambda: next(looks))
    frame = video.frame_at(video.first_s + 20.5 / 25)
    assert frame is not None
    assert read_barcode(frame.rgb) == 20
    video.close()


def test_a_source_at_rest_opens_its_file_again(long_video: Path) -> None:
    video = open_video(long_video)
    for _ in range(2):
        frame = video.frame_at(video.first_s + 30.5 / 25)
        assert frame is not None
        assert read_barcode(frame.rgb) == 30
        video.rest()
    video.close()
