"""One file whose times start again is two clips: shown, stepped across, moved, watched and placed one by one."""

import queue
from collections.abc import Callable

import numpy as np
import pytest
from films.odd_videos import joined, number_of, write
from recordings.memory_source import make_channels, make_recording
from waiting import wait_for_item

from eegview.app.sync.syncing import all_fitted, placed_videos
from eegview.app.video.footage import AFTER_PART, open_footage
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.model.film.video import SyncMap, clip_fingerprint, clip_key, clip_of_key, file_fingerprint
from eegview.model.movement import MovementTrace
from eegview.model.span import Span
from eegview.model.sync import Anchor, sync_mark
from eegview.readers.fingerprint import fingerprint_of_video

RECORDING = make_recording(make_channels(["Cz"]))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a file of two parts: frames 0-49, then 100-149, two seconds each."""
    folder = tmp_path_factory.mktemp("parts")
    return str(joined(folder / "night.ts", *(write(folder / f"{k}.ts", 50, 100 * k, form="mpegts") for k in range(2))))


def shown_by(server_of: Callable, act: Callable[[FrameServer], None]) -> ShownFrame:
    posted: queue.Queue[Callable[[], None]] = queue.Queue()
    shown: list[ShownFrame] = []
    server = server_of(posted.put, lambda one: None if one.is_preview else shown.append(one))
    act(server)
    while not shown:
        wait_for_item(posted, "the camera answers")()
    server.close()
    return shown[-1]


def test_the_second_part_lies_directly_after_the_first(film: str) -> None:
    opened = open_footage([film], RECORDING)
    one, two = opened.footage.clips
    assert (one.part, two.part, two.sync.source) == (1, 2, AFTER_PART)
    assert two.span.start_s == pytest.approx(one.span.stop_s) == pytest.approx(2.0)
    assert one.camera == two.camera
    assert len(opened.issues) == 1
    assert "start again" in opened.issues[0].message
    opened.close()


def test_stepping_goes_from_part_to_part_wherever_they_lie(film: str) -> None:
    for apart_s in (0.0, 0.3):
        known = {film: SyncMap(10.0), clip_key(film, 2): SyncMap(10.0 + apart_s)}
        opened = open_footage([film], RECORDING, known.get)
        one, two = opened.footage.clips

        def server_of(post: Callable, ready: Callable, opened=opened) -> FrameServer:
            return FrameServer(opened, post, ready, lambda _error: None)

        last_s = one.span.stop_s - 0.02
        after = shown_by(server_of, lambda server, at_s=last_s: server.step(at_s, +1))
        before = shown_by(server_of, lambda server, at_s=two.span.start_s + 0.02: server.step(at_s, -1))
        assert after.frame is not None
        assert before.frame is not None
        assert (number_of(after.frame.rgb), number_of(before.frame.rgb)) == (100, 49)
        assert after.clip is not None
        assert after.clip.part == 2
        opened.close()


def test_parts_found_later_are_added(film: str) -> None:
    opened = open_footage([film], RECORDING)
    footage = opened.footage.with_sync(film, SyncMap(5.0, 10.0, "set by hand"))
    grown = footage.with_parts(film, [Span(0.08, 2.0), Span(2.0, 3.0), Span(3.0, 4.5)])
    assert [(clip.part, clip.first_s, clip.last_s) for clip in sorted(grown.clips, key=lambda clip: clip.part)] == [
        (1, 0.08, 2.0),
        (2, 2.0, 3.0),
        (3, 3.0, 4.5),
    ]
    third = grown.clip(clip_key(film, 3))
    assert third.sync.source == AFTER_PART
    assert {clip.camera for clip in grown.with_camera(film, "ceiling").clips} == {"ceiling"}
    opened.close()


def test_anchors_go_to_the_part_that_shows_their_time(film: str) -> None:
    videos = placed_videos([film], RECORDING, (), "A")
    both = all_fitted(videos, {film: [Anchor(1.0, 11.0), Anchor(3.0, 33.0)]})
    assert [one.clip.sync.offset_s for one in both] == [10.0, 30.0]
    first_alone = all_fitted(videos, {film: [Anchor(1.0, 11.0)]})
    assert [one.clip.sync.offset_s for one in first_alone] == [10.0, 10.0]
    assert [one.is_new for one in first_alone] == [True, False]


def test_each_part_is_kept_by_itself(film: str) -> None:
    fingerprint = fingerprint_of_video(film)
    mark = sync_mark(clip_fingerprint(fingerprint, 2), SyncMap(40.0, source="set by hand"), layer="A")
    one, two = placed_videos([film], RECORDING, [mark], "A")
    assert (one.clip.sync.is_known, two.clip.sync.offset_s) == (False, 40.0)
    assert file_fingerprint(two.fingerprint) == fingerprint
    assert [one.name, two.name] == ["night.ts, part 1", "night.ts, part 2"]


@pytest.mark.parametrize(("path", "part"), [("/a/b.ts", 1), ("/a/b#2.ts", 3), ("C:\\a.ts", 2)])
def test_a_key_says_path_and_part(path: str, part: int) -> None:
    assert clip_of_key(clip_key(path, part)) == (path, part)


def test_a_trace_is_cut_to_its_part() -> None:
    trace = MovementTrace(np.arange(10.0), np.arange(10, dtype=np.float32), True)
    assert trace.within(0.0, 10.0) is trace
    assert trace.within(3.0, 6.0).times_s.tolist() == [3.0, 4.0, 5.0]
