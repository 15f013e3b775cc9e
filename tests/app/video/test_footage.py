"""Which frame is shown at which time of the recording: two files with a hole between, shifted, stepped, damaged."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest
from films.barcoded import read_barcode, write_video
from recordings.memory_source import make_channels, make_recording
from waiting import wait_for_item

from eegview.app.video.footage import Footage, OpenedFootage, open_footage
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.span import Span

RATE_HZ, N_FRAMES = 25, 50  # of each file: two seconds
RECORDING = make_recording(make_channels(["Cz"]))


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return two files of two seconds; their frames count from 0 each."""
    folder = tmp_path_factory.mktemp("video")
    return str(write_video(folder / "a.mp4", n_frames=N_FRAMES)), str(write_video(folder / "b.mp4", n_frames=N_FRAMES))


class Screen:
    """What a frame server shows, one answer at a time."""

    def __init__(self, opened: OpenedFootage) -> None:
        self._posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.shown: list[ShownFrame] = []
        self.failures: list[EegViewError] = []
        self.previews: list[ShownFrame] = []
        self.server = FrameServer(opened, self._posted.put, self._take, self.failures.append)

    def _take(self, shown: ShownFrame) -> None:
        (self.previews if shown.is_preview else self.shown).append(shown)

    def after(self, question: Callable[[], None]) -> ShownFrame:
        question()
        n_before = len(self.shown)
        while len(self.shown) == n_before:
            wait_for_item(self._posted, "the camera answers")()
        return self.shown[-1]

    def at(self, recording_s: float) -> ShownFrame:
        return self.after(lambda: self.server.ask(recording_s))

    def stepped(self, recording_s: float, direction: int) -> ShownFrame:
        return self.after(lambda: self.server.step(recording_s, direction))


@pytest.fixture
def screen(videos: tuple[str, str]):
    """Yield the files at 10-12 s and 15-17 s of the recording."""
    known = dict(zip(videos, (SyncMap(10.0), SyncMap(15.0)), strict=True))
    set_up = Screen(open_footage(videos, RECORDING, known.get))
    yield set_up
    set_up.server.close()


def number(shown: ShownFrame) -> int:
    assert shown.frame is not None
    return read_barcode(shown.frame.rgb)


def test_coverage_is_where_the_files_lie(screen: Screen) -> None:
    assert [(round(s.start_s, 6), round(s.stop_s, 6)) for s in screen.server.footage.coverage] == [(10, 12), (15, 17)]


@pytest.mark.parametrize(("recording_s", "wanted"), [(10.0, 0), (10.999, 24), (11.01, 25), (15.0, 0), (16.98, 49)])
def test_the_frame_shown_is_the_frame_of_that_time(screen: Screen, recording_s: float, wanted: int) -> None:
    shown = screen.at(recording_s)
    assert number(shown) == wanted
    assert shown.frame_recording_s is not None
    assert 0 <= recording_s - shown.frame_recording_s < 1 / RATE_HZ + 1e-6


@pytest.mark.parametrize("recording_s", [9.999, 12.001, 13.0, 14.999, 17.001, 100.0])
def test_outside_coverage_there_is_no_frame(screen: Screen, recording_s: float) -> None:
    screen.at(11.0)
    shown = screen.at(recording_s)
    assert shown.frame is None
    assert shown.clip is None
    assert shown.frame_recording_s is None
    assert shown.recording_s == recording_s


def test_shifting_moves_one_file_and_says_by_whom(screen: Screen, videos: tuple[str, str]) -> None:
    footage = screen.server.footage.shifted(videos[0], 0.4)
    assert footage.coverage[0] == Span(10.4, 12.4)
    assert footage.coverage[1] == screen.server.footage.coverage[1]
    assert footage.clips[0].sync.source == "set by hand"
    screen.server.set_footage(footage)
    assert number(screen.at(11.01)) == 15  # ten frames later than before
    assert screen.at(10.2).frame is None


def test_footage_keeps_clips_in_order_of_time_and_one_of_each_file() -> None:
    late, early = (VideoClip(f"{t}.mp4", 0.0, 2.0, SyncMap(t)) for t in (9.0, 3.0))
    footage = Footage().with_clip(late).with_clip(early)
    assert footage.clips == (early, late)
    assert footage.shifted(early.path, 10.0).clips[0] == late
    assert len(footage.with_clip(VideoClip(late.path, 0.0, 5.0, SyncMap(9.0))).clips) == 2


def test_every_step_is_one_frame_and_back_again(screen: Screen) -> None:
    time_s, numbers = 10.5, []
    for direction in (1,) * 10 + (-1,) * 10:
        shown = screen.stepped(time_s, direction)
        numbers.append(number(shown))
        time_s = shown.recording_s
    assert numbers == [*range(13, 23), *range(21, 11, -1)]


def test_the_cursor_put_on_a_stepped_frame_shows_that_frame(screen: Screen, videos: tuple[str, str]) -> None:
    footage = screen.server.footage
    clip = footage.clips[0]
    drifting = VideoClip(clip.path, clip.first_s, clip.last_s, SyncMap(10.0 + 1 / 3, 200.0))
    screen.server.set_footage(footage.with_clip(drifting))  # times that no float holds exactly
    time_s = 10.4
    for _ in range(30):
        shown = screen.stepped(time_s, 1)
        time_s = shown.recording_s
        assert number(screen.at(time_s)) == number(shown)


def test_stepping_past_the_last_frame_or_outside_shows_nothing_new(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: queue.Queue[None] = queue.Queue()
    step = FrameServer._step

    def step_and_say_so(server: FrameServer, question: tuple[Footage, float], direction: int) -> None:
        step(server, question, direction)
        tried.put(None)

    monkeypatch.setattr(FrameServer, "_step", step_and_say_so)
    for time_s in (11.99, 13.0):
        screen.server.step(time_s, 1)
        wait_for_item(tried, "the step is tried")
    assert number(screen.at(11.0)) == 25
    assert len(screen.shown) == 1


def test_of_many_times_asked_the_last_is_shown(screen: Screen) -> None:
    for k in range(40):
        screen.server.ask(10.0 + k / 100)
    while not screen.shown or screen.shown[-1].recording_s != 16.0:
        screen.at(16.0)
    assert number(screen.shown[-1]) == 25


def test_a_file_that_is_no_video_fails_alone(videos: tuple[str, str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"not a video")
    opened = open_footage((str(bad), videos[0]), RECORDING)
    try:
        assert [clip.path for clip in opened.footage.clips] == [videos[0]]
        assert [type(error) for error in opened.refusals] == [UnreadableFile]
    finally:
        opened.close()


def test_a_file_without_a_known_place_starts_with_the_recording(videos: tuple[str, str]) -> None:
    opened = open_footage(videos[:1], RECORDING)
    try:
        assert opened.footage.coverage[0].start_s == pytest.approx(0.0, abs=1e-6)
        assert "none" in opened.footage.clips[0].sync.source
    finally:
        opened.close()
