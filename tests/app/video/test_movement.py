"""Movement of a video: measured, stopped and gone on with, kept, and as a row of the page."""

import os
import queue
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from films.moving_video import write_moving_video
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import noise_source
from shared_data import DATA, needs_shared
from waiting import wait_for_item

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.extra_rows import with_extra_rows
from eegview.app.page.server import PageServer
from eegview.app.page.session import Session
from eegview.app.video import movement
from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_cache import MovementCache, trace_key
from eegview.app.video.movement_row import movement_row
from eegview.app.video.movement_server import MovementServer
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.display.view import ViewState
from eegview.model.errors import Cancelled, EegViewError, UnreadableFile, UsageError
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.movement import MovementTrace, Region
from eegview.model.recording import Progress
from eegview.model.span import Span
from eegview.readers.video.video import open_video

SYNCED = DATA / "synced"


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_moving_video(tmp_path_factory.mktemp("video") / "box.mp4")


@pytest.fixture
def cache(tmp_path: Path) -> MovementCache:
    return MovementCache(tmp_path / "movement")


def stop_after(n_calls: int) -> Progress:
    calls = []

    def progress(share: float) -> None:
        calls.append(share)
        if len(calls) >= n_calls:
            raise Cancelled

    return progress


# the trace


def test_movement_is_where_the_box_moves_and_has_the_frames_own_times(moving: Path, cache: MovementCache) -> None:
    trace = movement_trace(str(moving), cache=cache)
    video = open_video(moving)
    shown = [frame.pts_s for k in range(150) if (frame := video.frame_at(k / 25 + 0.01)) is not None]
    video.close()
    assert trace.times_s.tolist() == shown
    assert trace.is_complete
    assert trace.values.dtype == np.float32
    assert np.isnan(trace.values[0])
    moves, rests = trace.values[50:75], np.concatenate((trace.values[1:50], trace.values[75:]))
    assert moves.min() > 4 * rests.max()  # a key frame looks a little different: that is what is left
    assert np.median(rests) < 0.1
    assert trace.frame_rate_hz == pytest.approx(25)
    assert trace.gaps == ()
    assert trace.issues == ()


def test_regions_follow_the_picture_as_it_is_shown(tmp_path: Path, cache: MovementCache) -> None:
    video = write_moving_video(tmp_path / "turned.mp4", 80, ((30, 50),), rotation=90, box_top=20)
    opened = open_video(video)
    assert opened.rotation in (90, 270)
    turned_left = opened.rotation == 90
    opened.close()
    # stored: the box lies at the top; turned, at the left or at the right
    left, right = Region.rectangle(0, 0, 0.4, 1), Region.rectangle(0.6, 0, 1, 1)
    with_box, without = (left, right) if turned_left else (right, left)
    assert movement_trace(str(video), with_box, cache=cache).values[30:50].min() > 20
    assert movement_trace(str(video), without, cache=cache).values[30:50].max() < 5
    masked = movement_trace(str(video), None, with_box, cache=cache)
    assert masked.values[30:50].max() < 5


def test_lost_frames_leave_a_gap_and_a_first_pts_counts(tmp_path: Path, cache: MovementCache) -> None:
    video = write_moving_video(tmp_path / "holed.mkv", 150, left_out=(60, 110), first_ticks=125)
    trace = movement_trace(str(video), cache=cache)
    assert trace.times_s[0] == pytest.approx(5.0, abs=0.002)
    assert len(trace.times_s) == 100
    assert np.flatnonzero(np.isnan(trace.values)).tolist() == [0, 60]
    (gap,) = trace.gaps
    assert (gap.start_s, gap.stop_s) == (pytest.approx(7.36, abs=0.002), pytest.approx(9.4, abs=0.002))


def test_stopped_work_is_kept_and_gone_on_with(
    moving: Path, cache: MovementCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movement, "_WORTH_KEEPING", 10)
    whole = movement_trace(str(moving), cache=MovementCache(cache.folder / "other"))
    with pytest.raises(Cancelled):
        movement_trace(str(moving), progress=stop_after(60), cache=cache)
    (kept,) = cache.folder.glob("*.npz")
    assert not cache.load(kept.stem).is_complete  # pyright: ignore[reportOptionalMemberAccess]
    shares: list[float] = []
    trace = movement_trace(str(moving), progress=shares.append, cache=cache)
    assert len(shares) < 110  # not from the start
    assert trace.is_complete
    np.testing.assert_array_equal(trace.times_s, whole.times_s)
    np.testing.assert_array_equal(trace.values, whole.values)


def test_what_has_come_so_far_can_be_used(moving: Path, cache: MovementCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movement, "_PARTIAL_EVERY_S", 0.0)
    parts: list[MovementTrace] = []
    whole = movement_trace(str(moving), partial=parts.append, cache=cache)
    assert [len(part.values) for part in parts] == list(range(1, 151))
    np.testing.assert_array_equal(parts[80].values, whole.values[:81])
    assert not any(part.is_complete for part in parts)
    assert not parts[3].values.flags.writeable


def test_reopening_decodes_nothing(moving: Path, cache: MovementCache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = movement_trace(str(moving), cache=cache)
    renamed = moving.with_name("renamed.mp4")
    renamed.write_bytes(moving.read_bytes())

    def no_decoding(*_how: object) -> None:
        raise AssertionError("the video was opened")

    monkeypatch.setattr("eegview.readers.video.video.open_video", no_decoding)
    again = movement_trace(str(renamed), cache=cache)
    np.testing.assert_array_equal(again.values, first.values)
    with pytest.raises(AssertionError, match="was opened"):
        movement_trace(str(renamed), Region.rectangle(0, 0, 0.5, 1), cache=cache)


def test_what_cannot_be_watched_is_told(moving: Path, tmp_path: Path, cache: MovementCache) -> None:
    with pytest.raises(UnreadableFile):
        movement_trace(str(tmp_path / "absent.mp4"), cache=cache)
    text = tmp_path / "text.mp4"
    text.write_text("not a video")
    with pytest.raises(UnreadableFile):
        movement_trace(str(text), cache=cache)
    with pytest.raises(UsageError):
        movement_trace(str(moving), Region.rectangle(2, 2, 3, 3), cache=cache)


def test_a_disk_that_refuses_costs_only_the_next_time(moving: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    trace = movement_trace(str(moving), cache=MovementCache(in_the_way / "movement"))
    assert trace.is_complete
    assert [issue.code for issue in trace.issues] == ["movement_not_kept"]


# the cache


def a_trace(n_frames: int = 1000) -> MovementTrace:
    return MovementTrace(np.arange(n_frames) / 25, np.zeros(n_frames, np.float32), True)


def test_the_cache_is_bounded_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = MovementCache(tmp_path, limit_bytes=40_000)
    for number, key in enumerate("abc"):
        assert cache.keep(key, a_trace()) == ()  # 12 kB each
        stamp = 1_700_000_000 + number
        os.utime(tmp_path / f"{key}.npz", (stamp, stamp))
    assert cache.load("a") is not None  # used now
    cache.keep("d", a_trace())
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["a", "c", "d"]
    assert cache.load("b") is None


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut short", b"no archive at all"])
def test_a_damaged_file_of_the_cache_is_as_none(tmp_path: Path, damage: bytes) -> None:
    cache = MovementCache(tmp_path)
    cache.keep("a", a_trace())
    (tmp_path / "a.npz").write_bytes(damage)
    assert cache.load("a") is None
    cache.keep("a", a_trace())
    assert cache.load("a") is not None


def test_keys_tell_files_and_regions_apart() -> None:
    one, other = Region.rectangle(0, 0, 0.5, 1), Region.rectangle(0, 0, 0.6, 1)
    asked = [("f", None, None), ("g", None, None), ("f", one, None), ("f", None, one), ("f", other, None)]
    keys = [trace_key(*question) for question in asked]
    assert len(set(keys)) == 5
    assert trace_key("f", one, other) == trace_key("f", Region.rectangle(0, 0, 0.5, 1), other)


# the row


@settings(max_examples=60, deadline=None)
@given(
    start_s=st.floats(-3, 12),
    page_s=st.floats(0.1, 8),
    offset_s=st.floats(-2, 4),
    drift_ppm=st.floats(-300, 300),
    seed=st.integers(0, 9),
)
def test_a_page_of_movement_is_a_slice_of_the_whole(
    start_s: float, page_s: float, offset_s: float, drift_ppm: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    times_s = np.cumsum(rng.choice([0.04, 0.04, 0.04, 0.02, 0.3, 1.4], 120))
    trace = MovementTrace(times_s, rng.uniform(0, 50, 120).astype(np.float32), True)
    row = movement_row([(trace, SyncMap(offset_s, drift_ppm))])
    assert row is not None
    whole = row.samples(Span(-10, 60))
    page = row.samples(Span(start_s, start_s + page_s))
    assert whole is not None
    first = round((start_s + 10) * row.rate_hz + 0.499999)
    stop = round((start_s + page_s + 10) * row.rate_hz + 0.499999)
    expected = whole[1][first:stop]
    if page is None:
        assert np.isnan(expected).all()
    else:
        np.testing.assert_array_equal(page[1], expected)
        assert page[0] == pytest.approx(first / row.rate_hz - 10)


@settings(max_examples=60, deadline=None)
@given(drift_ppm=st.floats(-500, 500), offset_s=st.floats(0, 3), jerk=st.integers(1, 2400))
def test_no_jerk_of_a_single_frame_is_lost(drift_ppm: float, offset_s: float, jerk: int) -> None:
    values = np.zeros(2500, np.float32)
    values[jerk] = 80
    trace = MovementTrace(np.arange(2500) / 25, values, True)
    sync = SyncMap(offset_s, drift_ppm)
    row = movement_row([(trace, sync)])
    assert row is not None
    found = row.samples(Span(0, 110))
    assert found is not None
    (peaks,) = np.nonzero(found[1] == 80)
    assert 1 <= len(peaks) <= 2
    assert peaks[0] / 25 == pytest.approx(sync.to_recording_s(jerk / 25), abs=0.041)


def test_nothing_is_held_over_gaps_and_the_later_file_counts() -> None:
    first = MovementTrace(np.arange(100) / 10, np.full(100, 1, np.float32), True)
    second = MovementTrace(np.arange(50) / 10, np.full(50, 2, np.float32), True)
    row = movement_row([(second, SyncMap(8.0)), (first, SyncMap(0.0)), (second, SyncMap(20.0))])
    assert row is not None
    found = row.samples(Span(0, 30))
    assert found is not None
    values = found[1].reshape(30, 10)
    assert (values[:8] == 1).all()
    assert (values[8:13] == 2).all()
    assert (values[20:25] == 2).all()
    assert np.isnan(values[13:20]).all()
    assert np.isnan(values[25:]).all()
    assert row.samples(Span(14, 19)) is None
    assert row.samples(Span(3, 3)) is None
    assert movement_row([]) is None


# on the page


def trace_and_server() -> tuple[MovementTrace, PageServer, "queue.Queue[Callable[[], None]]", list[PageResult]]:
    posted: queue.Queue[Callable[[], None]] = queue.Queue()
    ready: list[PageResult] = []
    server = PageServer(noise_source(["Fp1", "Cz"]), posted.put, ready.append, lambda error: pytest.fail(str(error)))
    trace = MovementTrace(np.arange(500) / 25, np.arange(500, dtype=np.float32), True)
    return trace, server, posted, ready


def test_one_page_bears_eeg_and_movement_and_follows_the_sync() -> None:
    trace, server, posted, ready = trace_and_server()
    request = PageRequest("memory", Span(5, 10), montage_by_id("none"), NO_FILTERS)
    row = movement_row([(trace, SyncMap())])
    assert row is not None
    assert server.page(request) is None
    server.set_extra_rows((row,))
    wait_for_item(posted, "the page arrives")()
    (page,) = ready
    assert [r.label for r in page.rows] == ["Fp1", "Cz", "Movement"]
    assert page.rows[2].kind is ChannelKind.MOVEMENT
    assert page.rows[2].is_available
    last = page.traces[-1]
    assert (last.row, last.first_s, last.rate_hz) == (2, 5.0, 25.0)
    assert last.values.tolist() == list(range(125, 250))
    assert not last.values.flags.writeable
    assert server.page(request) is page  # the same object, so it is painted once
    # shifted by half a second: at hand at once, and no page is read again
    shifted = movement_row([(trace, SyncMap(0.48))])
    assert shifted is not None
    server.set_extra_rows((shifted,))
    assert ready[-1].traces[-1].values.tolist() == list(range(113, 238))
    assert ready[-1].traces[0] is page.traces[0]
    server.set_extra_rows(())
    assert [r.label for r in ready[-1].rows] == ["Fp1", "Cz"]
    following = PageRequest("memory", Span(10, 15), montage_by_id("none"), NO_FILTERS)
    server.page(following)
    wait_for_item(posted, "the following page arrives")()
    assert [page.request for page in ready] == [request] * 3 + [following]
    server.close()


def test_an_older_page_does_not_come_back_while_a_newer_one_is_asked() -> None:
    trace, server, posted, ready = trace_and_server()
    first = PageRequest("memory", Span(5, 10), montage_by_id("none"), NO_FILTERS)
    second = PageRequest("memory", Span(10, 15), montage_by_id("none"), NO_FILTERS)
    server.page(first)
    wait_for_item(posted, "the page arrives")()
    server.page(second)
    row = movement_row([(trace, SyncMap())])
    assert row is not None
    server.set_extra_rows((row,))
    assert len(ready) == 1
    wait_for_item(posted, "the page arrives")()
    assert ready[-1].request == second
    assert len(ready[-1].rows) == 3
    server.close()


def test_the_session_shows_the_row_below_the_others() -> None:
    source = noise_source(["Fp1", "Cz"])
    trace = MovementTrace(np.arange(500) / 25, np.zeros(500, np.float32), True)
    row = movement_row([(trace, SyncMap())])
    assert row is not None
    session = Session(source.recording, (montage_by_id("none"),), ViewState(montage_id="none"))
    session.extra_rows = (row.row,)
    page = with_extra_rows(build_page(source, session.page_request()), (row,))
    assert [page.rows[i].label for i in session.visible_rows(page.rows)] == ["Fp1", "Cz", "Movement"]
    assert [r.label for r in session.rows] == [r.label for r in page.rows]


# in the background


class Watching:
    """A movement server, and what arrives from it when the test lets it in."""

    def __init__(self, cache: MovementCache) -> None:
        self.posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.n_changes = 0
        self.shares: list[float] = []
        self.failures: list[EegViewError] = []
        self.server = MovementServer(self.posted.put, self._changed, self.shares.append, self.failures.append, cache)

    def _changed(self) -> None:
        self.n_changes += 1

    def let_in_until(self, is_done: Callable[[], bool]) -> None:
        while not is_done():
            wait_for_item(self.posted, "the watching reports")()


def test_videos_are_watched_in_the_background(moving: Path, tmp_path: Path, cache: MovementCache) -> None:
    other = write_moving_video(tmp_path / "second.mp4", 50, ((10, 20),))
    watching = Watching(cache)
    server = watching.server
    server.watch((str(moving), str(tmp_path / "absent.mp4"), str(other)))
    assert server.is_watching
    watching.let_in_until(lambda: not server.is_watching)
    assert [type(error) for error in watching.failures] == [UnreadableFile]
    assert watching.shares == sorted(watching.shares)
    clips = (VideoClip(str(moving), 0, 6, SyncMap(100.0)), VideoClip(str(other), 0, 2, SyncMap(110.0)))
    row = server.row(clips)
    assert row is not None
    found = row.samples(Span(99, 113))
    assert found is not None
    busy = np.flatnonzero(np.nan_to_num(found[1]) > 10) / 25 + 99
    assert busy.min() == pytest.approx(102.0, abs=0.05)
    assert busy.max() == pytest.approx(110.76, abs=0.05)
    server.close()


def test_another_region_drops_what_was_under_way(moving: Path, cache: MovementCache) -> None:
    watching = Watching(cache)
    server = watching.server
    server.watch((str(moving),))
    server.watch((str(moving),), Region.rectangle(0, 0, 0.05, 0.05))
    watching.let_in_until(lambda: not server.is_watching)
    assert server.traces[str(moving)].values[1:].max() < 5
    server.watch((str(moving),), Region.rectangle(0, 0, 0.1, 0.1))
    server.cancel()
    assert not server.is_watching
    server.close()
    while not watching.posted.empty():
        watching.posted.get()()
    assert watching.failures == []
    assert server.traces == {}


@needs_shared(SYNCED)
def test_a_white_flash_is_no_movement(cache: MovementCache) -> None:
    """Between the burned-in clock and the strip of numbers a bar wanders, and twice everything is white for 0.2 s."""
    region = Region.rectangle(0, 0.12, 1, 0.82)
    trace = movement_trace(str(SYNCED / "s11_no_audio_12.5fps.mp4"), region, cache=cache)
    assert len(trace.values) == 1625
    bare_flash = (235 - 56) * 12.5
    assert np.nanmax(trace.values) < bare_flash / 15  # what is left is the bar that goes and comes
