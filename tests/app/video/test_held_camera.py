"""Movement on a camera held in the hand: its own motion taken off and told; fast, turned, uneven, lost pictures."""

from pathlib import Path

import numpy as np
import pytest
from films.shaken_video import write_shaken_video

from eegview.app.detectors.detecting import movement_of
from eegview.app.library.opening import open_source
from eegview.app.video import movement
from eegview.app.video.filming import camera_issues, camera_summary, camera_text, filming_of, lost_share
from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_cache import MovementCache, trace_key
from eegview.app.video.movement_server import MovementServer
from eegview.model.errors import Cancelled
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.movement import CameraHold, CameraShake, Filming, MovementTrace, Region, TraceKind

HELD = Filming(CameraHold.HAND)
UNKNOWN = Filming(CameraHold.UNKNOWN)
EVEN_MS = range(0, 4000, 40)


@pytest.fixture
def cache(tmp_path: Path) -> MovementCache:
    return MovementCache(tmp_path / "movement")


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shaken_video(tmp_path_factory.mktemp("video") / "clip.mp4", EVEN_MS, moves_s=(2.0, 3.0))


def parts(trace: MovementTrace) -> tuple[np.ndarray, np.ndarray]:
    """Return the values while the box moves, and those of the rest without the first."""
    moves = (trace.times_s > 2.1) & (trace.times_s < 2.9)
    rests = (trace.times_s > 0) & ((trace.times_s < 1.9) | (trace.times_s > 3.1))
    return trace.values[moves], trace.values[rests]


def test_the_shake_is_taken_off_and_what_moves_is_left(shaken: Path, cache: MovementCache) -> None:
    trace = movement_trace(str(shaken), cache=cache, filming=HELD)
    moves, rests = parts(trace)
    assert trace.kind is TraceKind.COMPENSATED
    assert np.median(moves) > 10 * np.percentile(rests, 90)
    plain = movement_trace(str(shaken), cache=cache)
    assert plain.kind is TraceKind.PLAIN
    assert np.nanmedian(parts(plain)[1]) > 20 * np.median(rests)


def test_how_the_camera_moved_and_how_well_that_was_taken_off_is_told(shaken: Path, cache: MovementCache) -> None:
    trace = movement_trace(str(shaken), cache=cache, filming=HELD)
    assert trace.shake is not None
    assert np.isnan(trace.shake.speeds_pct_s[0])
    assert 10 < np.nanmedian(trace.shake.speeds_pct_s) < 60  # of 320 px: 14 px at 0.7 Hz and 5 px at 3.1 Hz
    assert np.nanmedian(trace.shake.misfits_pct) < 0.2
    text = camera_text(trace)
    assert text.startswith("Camera motion compensated")
    assert "In 0.0 % of 33 frames" in text
    assert camera_text(movement_trace(str(shaken), cache=cache)) == ""
    assert trace.issues == ()


def test_where_it_cannot_be_followed_the_trace_is_empty_and_it_is_said(tmp_path: Path, cache: MovementCache) -> None:
    video = write_shaken_video(tmp_path / "covered.mp4", EVEN_MS, blank_s=(1.0, 2.0))
    trace = movement_trace(str(video), cache=cache, filming=HELD)
    assert np.isnan(trace.values[(trace.times_s > 1.1) & (trace.times_s < 2.0)]).all()
    assert np.isfinite(trace.values[trace.times_s > 2.2]).all()
    assert lost_share(trace) == pytest.approx(9 / 33, abs=0.04)
    (issue,) = trace.issues
    assert issue.code == "camera_not_followed"
    again = movement_trace(str(video), cache=cache, filming=HELD)
    assert again.issues == trace.issues
    covered = write_shaken_video(tmp_path / "dark.mp4", EVEN_MS, blank_s=(0.0, 9.0))
    text = camera_text(movement_trace(str(covered), cache=cache, filming=HELD))
    assert "could not be followed" in text


def test_a_turned_picture_is_compensated_as_it_is_shown(tmp_path: Path, cache: MovementCache) -> None:
    video = write_shaken_video(tmp_path / "turned.mp4", EVEN_MS, moves_s=(2.0, 3.0), rotation=90)
    moves, rests = parts(movement_trace(str(video), cache=cache, filming=HELD))
    assert np.median(moves) > 10 * np.percentile(rests, 90)


def test_uneven_times_give_the_movement_of_even_ones(shaken: Path, tmp_path: Path, cache: MovementCache) -> None:
    rng = np.random.default_rng(2)
    ticks_ms = [int(tick) for tick in np.cumsum(rng.choice((33, 34, 40, 50), 100))]
    video = write_shaken_video(tmp_path / "uneven.mp4", ticks_ms, moves_s=(2.0, 3.0))
    uneven, even = (movement_trace(str(path), cache=cache, filming=HELD) for path in (video, shaken))
    assert np.median(parts(uneven)[0]) == pytest.approx(np.median(parts(even)[0]), rel=0.2)


def test_of_many_pictures_a_second_some_ten_are_measured(shaken: Path, tmp_path: Path, cache: MovementCache) -> None:
    video = write_shaken_video(tmp_path / "fast.mp4", range(0, 4000, 8), moves_s=(2.0, 3.0))
    trace = movement_trace(str(video), cache=cache, filming=HELD)
    assert np.diff(trace.times_s).min() == pytest.approx(0.096, abs=1e-3)
    slow = movement_trace(str(shaken), cache=cache, filming=HELD)
    assert np.median(parts(trace)[0]) == pytest.approx(np.median(parts(slow)[0]), rel=0.2)


def test_stopped_work_is_gone_on_with(shaken: Path, cache: MovementCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movement, "_WORTH_KEEPING", 10)
    whole = movement_trace(str(shaken), cache=MovementCache(cache.folder / "other"), filming=HELD)
    n_calls = 0

    def stop(_share: float) -> None:
        nonlocal n_calls
        n_calls += 1
        if n_calls >= 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        movement_trace(str(shaken), progress=stop, cache=cache, filming=HELD)
    trace = movement_trace(str(shaken), cache=cache, filming=HELD)
    np.testing.assert_array_equal(trace.times_s, whole.times_s)
    np.testing.assert_allclose(trace.values, whole.values, rtol=1e-6)
    assert trace.shake is not None
    assert whole.shake is not None
    np.testing.assert_allclose(trace.shake.speeds_pct_s, whole.shake.speeds_pct_s, rtol=1e-6)


def test_each_way_of_filming_is_kept_on_its_own(shaken: Path, cache: MovementCache) -> None:
    assert trace_key("a", None, None) == trace_key("a", None, None, Filming()) != trace_key("a", None, None, HELD)
    first = movement_trace(str(shaken), cache=cache, filming=HELD)
    kept = movement_trace(str(shaken), cache=cache, filming=HELD)
    assert kept.shake is not None
    assert first.shake is not None
    np.testing.assert_array_equal(kept.shake.misfits_pct, first.shake.misfits_pct)


def test_a_damaged_file_of_the_cache_is_measured_anew(cache: MovementCache) -> None:
    short = CameraShake(np.zeros(2, np.float32), np.zeros(2, np.float32))
    cache.keep("a", MovementTrace(np.arange(3.0), np.zeros(3, np.float32), True, shake=short))
    assert cache.load("a") is None


def test_a_part_of_a_trace_has_its_part_of_the_shake() -> None:
    shake = CameraShake(np.arange(5, dtype=np.float32), np.arange(5, dtype=np.float32))
    part = MovementTrace(np.arange(5.0), np.zeros(5, np.float32), True, shake=shake).within(1.0, 3.0)
    assert part.shake is not None
    assert part.shake.speeds_pct_s.tolist() == [1, 2]
    assert camera_text(part).startswith("Camera motion is compensated; too few frames")
    assert camera_issues(part) == ()


def test_a_study_of_clips_is_measured_as_held_and_a_camera_beside_an_eeg_as_fixed(shaken: Path) -> None:
    source = open_source([str(shaken)])
    recording = source.recording
    source.close()
    assert filming_of(recording, str(shaken)) == HELD
    assert filming_of(recording, "another.mp4") == UNKNOWN
    said: list[str] = []
    clip = VideoClip(str(shaken), 0.0, 4.0, SyncMap(0.0, 0.0, "the clip itself"))
    found = movement_of([clip], recording=recording, said=said.append)
    assert found is not None
    assert np.nanmedian(found[1]) < 2
    assert len(said) == 1
    plain = movement_of([clip])
    assert plain is not None
    assert np.nanmedian(plain[1]) > 10 * np.nanmedian(found[1])


def test_the_server_says_what_was_done_about_the_camera(shaken: Path, cache: MovementCache) -> None:
    import queue

    posted: queue.Queue = queue.Queue()
    server = MovementServer(posted.put, lambda: None, lambda _share: None, lambda error: pytest.fail(str(error)), cache)
    server.watch((str(shaken),), Region.rectangle(0, 0, 1, 1), filmings={str(shaken): HELD})
    while server.is_watching:
        posted.get(timeout=60)()
    server.close()
    short, text = camera_summary(server.traces.values())
    assert short == "Movement: camera motion compensated."
    assert text.startswith("Camera motion compensated")
    assert camera_summary([MovementTrace(np.arange(20.0), np.zeros(20, np.float32), True)]) == ("", "")


def test_a_phone_beside_an_eeg_is_found_to_be_held_by_its_own_motion(shaken: Path, cache: MovementCache) -> None:
    trace = movement_trace(str(shaken), cache=cache, filming=UNKNOWN)
    assert trace.look is not None
    assert trace.look.hold is CameraHold.HAND
    assert trace.kind is TraceKind.COMPENSATED
    np.testing.assert_array_equal(trace.values, movement_trace(str(shaken), cache=cache, filming=HELD).values)
    short, long = camera_summary([trace])
    assert short == "Movement: camera motion compensated."
    assert long.startswith("Measured as a hand-held camera: in ")


def test_a_camera_that_stands_is_measured_as_ever_and_that_is_said(tmp_path: Path, cache: MovementCache) -> None:
    path = write_shaken_video(tmp_path / "ward.mp4", EVEN_MS, moves_s=(1.0, 3.0), shake=0.0)
    trace = movement_trace(str(path), cache=cache, filming=UNKNOWN)
    assert trace.look is not None
    assert trace.look.hold is CameraHold.FIXED
    np.testing.assert_array_equal(trace.values, movement_trace(str(path), cache=cache).values)
    assert camera_summary([trace])[0] == ""
    assert camera_text(trace).startswith("Measured as a fixed camera: in ")


def test_what_holds_a_camera_is_looked_at_once(shaken: Path, cache: MovementCache, monkeypatch) -> None:
    first = movement_trace(str(shaken), cache=cache, filming=UNKNOWN)
    monkeypatch.setattr(movement, "look_at_camera", None)
    again = movement_trace(str(shaken), cache=cache, filming=UNKNOWN)
    assert again.look is not None
    assert first.look is not None
    assert (again.look.hold, again.look.n_frames) == (first.look.hold, first.look.n_frames)


def test_of_a_picture_in_which_nothing_can_be_followed_nothing_is_concluded(
    tmp_path: Path, cache: MovementCache
) -> None:
    path = write_shaken_video(tmp_path / "dark.mp4", EVEN_MS, blank_s=(0.0, 9.0))
    trace = movement_trace(str(path), cache=cache, filming=UNKNOWN)
    assert trace.look is not None
    assert (trace.look.hold, trace.look.speed_pct_s) == (CameraHold.FIXED, None)
    assert "too little stands still" in camera_text(trace)
