"""What a camera's lane does beyond one question: previews, newer questions, decoding ahead, files still being read."""

import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from films.barcoded import read_barcode, write_video
from recordings.memory_source import make_channels, make_recording
from waiting import wait_for_event, wait_for_item

from eegview.app.video.footage import OpenedFootage, open_footage
from eegview.app.video.frame_server import FRAMES_AHEAD, LOOP_FRAMES_AHEAD, FrameServer, ShownFrame
from eegview.app.video.index_thread import IndexProgress
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.readers.video.decoder import FrameDecoder
from eegview.readers.video.video import VideoSource

RECORDING = make_recording(make_channels(["Cz"]))


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("eegview.app.resources.cache_folder", lambda: tmp_path / "cache")


@pytest.fixture(scope="module")
def long_gop(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return twenty seconds with a key frame every four."""
    folder = tmp_path_factory.mktemp("video")
    return str(write_video(folder / "a.mp4", n_frames=500, options={"x264-params": "keyint=100:scenecut=0"}))


class Screen:
    """What a frame server posts, run by the test as the GUI thread would."""

    def __init__(self, opened: OpenedFootage, **told: Any) -> None:
        self.posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.shown: list[ShownFrame] = []
        self.failures: list[EegViewError] = []
        self.server = FrameServer(opened, self.posted.put, self.shown.append, self.failures.append, **told)

    def let_in(self) -> None:
        wait_for_item(self.posted, "the camera answers")()

    def until(self, is_enough: Callable[[], bool]) -> None:
        while not is_enough():
            self.let_in()

    def exact_at(self, recording_s: float) -> ShownFrame:
        self.server.ask(recording_s)
        self.until(lambda: bool(self.shown) and self.is_exact(recording_s))
        return self.shown[-1]

    def is_exact(self, recording_s: float) -> bool:
        last = self.shown[-1]
        return last.recording_s == recording_s and not last.is_preview and not last.is_awaited


@pytest.fixture
def screen(long_gop: str):
    set_up = Screen(open_footage([long_gop], RECORDING))
    yield set_up
    set_up.server.close()


def number(shown: ShownFrame) -> int:
    assert shown.frame is not None
    return read_barcode(shown.frame.rgb)


def test_a_far_seek_shows_the_key_frame_then_the_exact_one(screen: Screen) -> None:
    screen.exact_at(15.01)
    assert [(shown.is_preview, number(shown)) for shown in screen.shown] == [(True, 300), (False, 375)]
    assert all(shown.camera == "camera 1" for shown in screen.shown)


def test_what_is_near_comes_without_a_preview(screen: Screen) -> None:
    screen.exact_at(15.01)
    del screen.shown[:]
    for time_s in (15.05, 15.3, 14.9, 12.05):
        screen.exact_at(time_s)
    assert [shown.is_preview for shown in screen.shown] == [False] * 4


def test_a_newer_question_breaks_in(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    decoding, asked = threading.Event(), threading.Event()
    decode_next = FrameDecoder.decode_next

    def slowly(source: FrameDecoder) -> int | None:
        decoding.set()
        wait_for_event(asked, "the newer question is asked")
        return decode_next(source)

    monkeypatch.setattr(FrameDecoder, "decode_next", slowly)
    screen.server.ask(3.99)  # ninety-nine frames from its key frame
    wait_for_event(decoding, "decoding begins")
    screen.server.ask(8.01)
    asked.set()
    screen.until(lambda: bool(screen.shown) and screen.is_exact(8.01))
    assert [shown.recording_s for shown in screen.shown if not shown.is_preview] == [8.01]


def test_a_frame_on_the_way_to_the_newer_one_is_still_shown(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a machine that decodes slower than playing would never show anything."""
    decoding, asked = threading.Event(), threading.Event()
    decode_next = FrameDecoder.decode_next

    def slowly(source: FrameDecoder) -> int | None:
        decoding.set()
        wait_for_event(asked, "the newer question is asked")
        return decode_next(source)

    monkeypatch.setattr(FrameDecoder, "decode_next", slowly)
    screen.server.ask(0.41)
    wait_for_event(decoding, "decoding begins")
    screen.server.ask(0.61)
    asked.set()
    screen.until(lambda: bool(screen.shown) and screen.is_exact(0.61))
    exact = [shown for shown in screen.shown if not shown.is_preview]
    assert [number(shown) for shown in exact] == [10, 15]


def test_the_frames_that_come_next_are_decoded_while_idle(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead: queue.Queue[bool] = queue.Queue()
    decode_ahead = VideoSource.decode_ahead

    def noted(source: VideoSource, time_s: float, n_frames: int) -> bool:
        found = decode_ahead(source, time_s, n_frames)
        ahead.put(found)
        return found

    monkeypatch.setattr(VideoSource, "decode_ahead", noted)
    screen.exact_at(4.01)
    assert [wait_for_item(ahead, "a frame is decoded ahead") for _ in range(FRAMES_AHEAD)] == [True] * FRAMES_AHEAD
    decoded: list[VideoSource] = []
    monkeypatch.setattr(VideoSource, "decode_ahead", lambda _source, _time_s, _n_frames: False)
    monkeypatch.setattr(FrameDecoder, "decode_next", decoded.append)
    assert number(screen.exact_at(4.01 + FRAMES_AHEAD / 25)) == 100 + FRAMES_AHEAD
    assert decoded == []


def test_playing_shows_each_frame_once_it_is_due(screen: Screen) -> None:
    numbers = [number(screen.exact_at(k / 60 + 0.001)) for k in range(120)]  # a clock of 60 ticks a second
    assert numbers == [int((k / 60 + 0.001) * 25) for k in range(120)]
    assert not any(shown.is_preview for shown in screen.shown)


def test_a_loop_shows_the_right_frame_at_every_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large pictures: fewer are kept than the loop has. Between two frames the lane has time for its idle work."""
    monkeypatch.setattr("eegview.readers.video.decoder.ring_capacity", lambda _bytes: 40)
    path = write_video(tmp_path / "a.mp4", n_frames=250, options={"x264-params": "keyint=250:scenecut=0"})
    screen = Screen(open_footage([str(path)], RECORDING))
    steps: queue.Queue[bool] = queue.Queue()
    decode_held = VideoSource.decode_held

    def noted(source: VideoSource, time_s: float) -> bool:
        found = decode_held(source, time_s)
        steps.put(found)
        return found

    monkeypatch.setattr(VideoSource, "decode_held", noted)
    screen.exact_at(4.01)
    del screen.shown[:]
    screen.server.set_loop(Span(4.0, 9.0))
    for _ in range(3):
        for frame in range(100, 225):
            assert number(screen.exact_at(frame / 25 + 0.01)) == frame
            for _ in range(LOOP_FRAMES_AHEAD):
                wait_for_item(steps, "the loop is decoded further")
    screen.server.close()
    assert [n for n, shown in enumerate(screen.shown) if shown.is_preview] == []


def test_stepping_back_over_a_key_frame_shows_no_preview(screen: Screen) -> None:
    time_s = screen.exact_at(8.01).recording_s
    del screen.shown[:]
    for _ in range(3):
        n_shown = len(screen.shown)
        screen.server.step(time_s, -1)
        screen.until(lambda n_shown=n_shown: len(screen.shown) > n_shown)
        time_s = screen.shown[-1].recording_s
    assert [(shown.is_preview, number(shown)) for shown in screen.shown] == [(False, 199), (False, 198), (False, 197)]


def test_a_step_goes_from_one_file_into_the_next(tmp_path: Path) -> None:
    paths = [str(write_video(tmp_path / f"night_{k}of2.mp4", n_frames=25)) for k in (1, 2)]
    screen = Screen(open_footage(paths, RECORDING, dict(zip(paths, (SyncMap(0.0), SyncMap(1.1)), strict=True)).get))
    screen.server.step(0.99, 1)
    screen.until(lambda: bool(screen.shown))
    assert (screen.shown[-1].clip, number(screen.shown[-1])) == (screen.server.footage.clip(paths[1]), 0)
    screen.server.step(1.11, -1)
    screen.until(lambda: len(screen.shown) > 1)
    assert (screen.shown[-1].clip, number(screen.shown[-1])) == (screen.server.footage.clip(paths[0]), 24)
    screen.server.close()


def test_only_two_files_are_open_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [str(write_video(tmp_path / f"n_{k}of4.mp4", n_frames=25)) for k in (1, 2, 3, 4)]
    rested: list[str] = []
    rest = VideoSource.rest
    monkeypatch.setattr(VideoSource, "rest", lambda source: (rested.append(Path(source.path).name), rest(source)))
    screen = Screen(open_footage(paths, RECORDING))
    for time_s in (0.5, 1.5, 2.5, 3.5):
        assert number(screen.exact_at(time_s)) == 12
    assert rested == ["n_1of4.mp4", "n_2of4.mp4"]
    screen.server.close()
    assert sorted(rested) == [Path(path).name for path in paths]


def test_a_failing_file_is_told_once(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", n_frames=25)
    screen = Screen(open_footage([str(path)], RECORDING))
    path.unlink()
    for time_s in (0.1, 0.2, 0.3):
        assert screen.exact_at(time_s).frame is None
    assert len(screen.failures) == 1
    screen.server.close()


def test_damage_that_shows_while_decoding_is_told(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.ts", n_frames=300, options={"x264-params": "keyint=25:scenecut=0"})
    content = bytearray(path.read_bytes())
    a, b = len(content) * 4 // 10, len(content) * 5 // 10
    content[a:b] = bytes(b - a)
    path.write_bytes(content)
    told: list[tuple[str, tuple[Issue, ...]]] = []
    screen = Screen(open_footage([str(path)], RECORDING), issues_found=lambda *issue: told.append(issue))
    for k in range(0, 300, 5):
        shown = screen.exact_at((k + 0.5) / 25)
        assert shown.frame is None or abs(number(shown) - k) <= 1
    assert told
    assert told[-1][0] == str(path)
    assert [issue.code for issue in told[-1][1]] == ["video_frames_lost"]
    screen.server.close()


def test_a_file_still_being_read_shows_its_first_frames_and_the_rest_when_it_comes(
    long_gop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()
    opened = open_footage([long_gop], RECORDING, patience_s=0.0)
    times = opened.sources[long_gop].facts.times
    assert not times.is_whole
    assert opened.footage.clips[0].last_s == pytest.approx(20.0)  # what the container promises
    read_on = times.read_on

    def read_when_let(for_s: float) -> bool:
        wait_for_event(may_read, "the test lets the file be read")
        return read_on(for_s)

    monkeypatch.setattr(times, "read_on", read_when_let)
    grown: list[IndexProgress] = []
    screen = Screen(opened, index_grown=grown.append)
    assert number(screen.exact_at(1.01)) == 25
    screen.server.ask(19.01)
    screen.until(lambda: screen.shown[-1].recording_s == 19.01)
    assert screen.shown[-1].is_awaited
    assert screen.shown[-1].message == "the video is still being read"
    may_read.set()
    screen.until(lambda: screen.is_exact(19.01))
    assert number(screen.shown[-1]) == 475
    assert grown[-1].is_whole
    assert grown[-1].share == 1.0
    screen.server.close()


def test_closing_while_a_file_is_read_ends_the_threads(long_gop: str) -> None:
    screen = Screen(open_footage([long_gop], RECORDING, patience_s=0.0))
    screen.server.ask(1.0)
    screen.server.close()
    assert not any(thread.name.startswith("video") for thread in threading.enumerate())


def test_two_cameras_answer_each_for_itself(tmp_path: Path) -> None:
    one = str(write_video(tmp_path / "n_cam1.mp4", n_frames=50))
    two = str(write_video(tmp_path / "n_cam2.mp4", n_frames=50))
    opened = open_footage([one, two], RECORDING, {one: SyncMap(0.0), two: SyncMap(0.5)}.get)
    assert [name for name, _timeline in opened.footage.cameras] == ["camera 1", "camera 2"]
    first, second = Screen(opened, camera="camera 1"), Screen(opened, camera="camera 2")  # type: ignore[arg-type]
    assert number(first.exact_at(1.01)) == 25
    assert number(second.exact_at(1.01)) == 12
    moved = opened.footage.with_camera(two, "camera 1")
    first.server.set_footage(moved)
    second.server.set_footage(moved)
    assert number(first.exact_at(1.02)) == 13  # where two overlap, the one that started later
    assert second.exact_at(1.02).frame is None
    first.server.close()
    second.server.close()


def test_the_answers_of_a_moved_clip_come_from_its_new_place(screen: Screen) -> None:
    assert number(screen.exact_at(5.01)) == 125
    clip = screen.server.footage.clips[0]
    screen.server.set_footage(screen.server.footage.with_clip(replace(clip, sync=SyncMap(1.0))))
    assert number(screen.exact_at(5.02)) == 100
