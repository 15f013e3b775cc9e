"""Sound in step with the picture: on simulated devices for minutes, on the sound library's silent one for a moment."""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

import miniaudio
import numpy as np
import pytest
from films.beeping_video import RATE_HZ, chirps, write_sound
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import make_channels, make_recording
from waiting import wait_for_event

from eegview.app.montage.store import montage_by_id
from eegview.app.page.session import Session
from eegview.app.video.playing import Player
from eegview.app.video.sound_clock import SoundClock
from eegview.app.video.sound_device import MiniaudioDevice, Pull, SoundDeviceGone, open_sound_device
from eegview.app.video.sound_player import SoundPlayer
from eegview.app.video.sound_track import N_CHANNELS, TRACK_RATE_HZ, SoundTrack, between_samples
from eegview.model.display.view import ViewState
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.film.video import SyncMap, Timeline, VideoClip
from eegview.model.recording import Samples

ANY_CLIP = Timeline((VideoClip("night.mp4", 0.0, 7200.0, SyncMap()),))


def at_once(call: Callable[[], None]) -> None:
    call()


def no_failure(error: EegViewError) -> None:
    pytest.fail(error.sentence)


class NumberedTrack(SoundTrack):
    """Each sample says which one it is: its number, spread over two channels that float32 holds exactly."""

    def read(self, timeline: Timeline, first: int, n_samples: int) -> Samples:
        numbers = first + np.arange(n_samples)
        return np.stack((numbers % 2**20 + 1, numbers // 2**20), axis=1).astype(np.float32)


def numbers_of(block: Samples) -> np.ndarray:
    """Return the sample numbers in a block, −1 for silence."""
    numbers = block[:, 0].astype(np.int64) - 1 + block[:, 1].astype(np.int64) * 2**20
    return np.where(block[:, 0] == 0, -1, numbers)


class SimulatedDevice:
    """A sound device in simulated time: fills its buffer at the start, then asks for a block when one was played.

    error_ppm : how much too fast its crystal is
    late_s : it may ask this much later than it could
    """

    def __init__(self, room: "Room", error_ppm: float, late_s: float, n_periods: int = 3, period: int = 1920) -> None:
        self._room, self._late_s, self._n_periods, self._period = room, late_s, n_periods, period
        self._rate_hz = TRACK_RATE_HZ * (1 + error_ppm * 1e-6)
        self._pull: Pull | None = None
        self._rng = np.random.default_rng(0)
        self.n_starts = 0
        self.is_closed = False

    def start(self, pull: Pull) -> None:
        self.n_starts += 1
        self._pull = pull
        self._began_s = self._room.now_s
        self._blocks: list[np.ndarray] = []
        self._wait_s = 0.0
        for _ in range(self._n_periods):
            self._blocks.append(numbers_of(pull(self._period)))

    def stop(self) -> None:
        self._pull = None

    def close(self) -> None:
        self.is_closed = True

    def run(self) -> None:
        """Ask for what has room by now."""
        if self._pull is None:
            return
        played = (self._room.now_s - self._wait_s - self._began_s) * self._rate_hz
        if (len(self._blocks) - self._n_periods + 1) * self._period <= played:
            self._blocks.append(numbers_of(self._pull(self._period)))
            self._wait_s = float(self._rng.uniform(0, self._late_s))

    def heard_s(self) -> float | None:
        """Return the recording time that is heard now, None for silence."""
        if self._pull is None:
            return None
        played = int((self._room.now_s - self._began_s) * self._rate_hz)
        number = int(self._blocks[played // self._period][played % self._period])
        return None if number < 0 else number / TRACK_RATE_HZ


class Room:
    """A player with sound, in simulated time."""

    def __init__(self, error_ppm: float = 0.0, late_s: float = 0.0) -> None:
        self.now_s = 1000.0
        self.device = SimulatedDevice(self, error_ppm, late_s)
        self.sound = SoundPlayer(
            at_once, no_failure, lambda: self.now_s, lambda _rate_hz, _n_channels: self.device, NumberedTrack()
        )
        self.sound.set_timeline(ANY_CLIP)
        recording = make_recording(make_channels(["C3"]), ((0.0, 3600.0),))
        montage = montage_by_id("none")
        self.session = Session(recording, (montage,), ViewState(montage_id="none"))
        self.player = Player(self.session, lambda: self.now_s, self.sound)
        self.skews_s: list[float] = []
        self.n_silent = 0

    def settle(self) -> None:
        """Let the lane finish what it was given."""
        is_done = threading.Event()
        self.sound._lane.submit(is_done.set, lambda _result: None, no_failure)
        wait_for_event(is_done, "the sound's lane has done what it was given")

    def run(self, seconds: float, step_s: float = 0.01) -> None:
        for number in range(round(seconds / step_s)):
            self.now_s += step_s
            self.device.run()
            if number % 5 == 0:
                self.settle()
            if number % 2 == 0:
                self.player.tick()
                heard_s = self.device.heard_s()
                if heard_s is None:
                    self.n_silent += 1
                else:
                    self.skews_s.append(heard_s - self.player.time_s)

    def close(self) -> None:
        self.sound.close()


@pytest.mark.parametrize(("error_ppm", "late_s"), [(0, 0.0), (300, 0.015), (-300, 0.015), (-1000, 0.0)])
def test_sound_and_picture_stay_together_for_minutes(error_ppm: float, late_s: float) -> None:
    room = Room(error_ppm, late_s)
    room.player.play()
    room.settle()
    room.run(180)
    skew_ms = np.abs(np.array(room.skews_s) * 1000)
    assert skew_ms.max() < 40
    assert np.median(skew_ms) < 20
    assert room.n_silent < 0.5 / 0.02  # while the device fills its buffers
    # the picture went by the device's crystal
    ran_s = room.player.time_s
    assert ran_s == pytest.approx(180 * (1 + error_ppm * 1e-6), abs=0.03)
    room.close()


def test_a_jump_is_followed_at_once_and_the_time_never_runs_back() -> None:
    room = Room(late_s=0.01)
    room.player.play()
    room.settle()
    room.run(3)
    room.session.change(cursor_s=5.0)
    room.player.tick()
    room.settle()
    room.skews_s.clear()
    times_s = []
    for _ in range(100):
        room.run(0.02)
        times_s.append(room.player.time_s)
    assert np.diff(times_s).min() > 0
    assert times_s[0] == pytest.approx(5.02, abs=0.005)
    late = room.skews_s[10:]  # what was in the device's buffers is heard first
    assert max(abs(skew_s) for skew_s in late) < 0.04
    assert room.device.n_starts == 1
    room.close()


def test_other_speeds_are_silent_and_the_clock_goes_on_without_a_jump() -> None:
    room = Room()
    room.player.play()
    room.settle()
    room.run(2)
    before_s = room.player.time_s
    room.player.set_speed(2.0)
    room.settle()
    assert room.sound.time_s is None
    assert room.sound.level_dbfs is None
    assert room.device.heard_s() is None
    assert room.player.time_s == pytest.approx(before_s, abs=1e-6)
    room.now_s += 1
    assert room.player.time_s == pytest.approx(before_s + 2, abs=1e-6)
    room.player.set_speed(1.0)
    room.settle()
    room.skews_s.clear()
    room.run(2)
    assert max(abs(skew_s) for skew_s in room.skews_s) < 0.04
    room.player.pause()
    room.settle()
    assert room.device.heard_s() is None
    assert room.device.n_starts == 2
    room.close()
    assert room.device.is_closed


def test_muted_sound_still_keeps_the_time_and_shows_its_level() -> None:
    room = Room()
    room.sound.is_muted = True
    room.player.play()
    room.settle()
    room.run(2)
    assert room.skews_s == []
    assert room.sound.level_dbfs is not None
    assert room.sound.time_s == pytest.approx(2.0, abs=0.01)
    room.close()


def test_loudspeakers_by_radio_are_heard_later_so_samples_go_out_earlier() -> None:
    room = Room()
    room.sound.set_extra_latency(0.2)
    room.player.play()
    room.settle()
    room.run(3)
    assert np.median(room.skews_s) == pytest.approx(0.2, abs=0.02)  # at the computer's own end
    room.close()


def test_no_device_is_no_error_and_the_clock_keeps_the_time() -> None:
    room = Room()
    room.sound.close()
    sound = SoundPlayer(at_once, no_failure, lambda: room.now_s, lambda _rate_hz, _n_channels: None, NumberedTrack())
    sound.set_timeline(ANY_CLIP)
    room.player.pacemaker = room.sound = sound
    assert sound.is_available
    room.player.play()
    room.settle()
    assert not sound.is_available
    assert sound.time_s is None
    assert sound.level_dbfs is None
    for _ in range(50):
        room.now_s += 0.02
        room.player.tick()
    assert room.player.time_s == pytest.approx(1.0, abs=1e-6)
    sound.close()
    room.close()


class LostDevice(SimulatedDevice):
    """A device whose sound server may have gone away."""

    is_gone = False

    def start(self, pull: Pull) -> None:
        if self.is_gone:
            raise SoundDeviceGone
        super().start(pull)

    def stop(self) -> None:
        super().stop()
        if self.is_gone:
            raise SoundDeviceGone

    def run(self) -> None:
        if not self.is_gone:
            super().run()

    def heard_s(self) -> float | None:
        return None if self.is_gone else super().heard_s()


class LosingRoom(Room):
    """A room whose device goes away and comes back; `check_device` is called as the window does."""

    def __init__(self) -> None:
        super().__init__()
        self.sound.close()
        self.device = LostDevice(self, 0.0, 0.0)
        self.failures: list[EegViewError] = []
        self.is_there = True
        self.n_looks = 0
        self.sound = SoundPlayer(at_once, self.failures.append, lambda: self.now_s, self.look, NumberedTrack())
        self.sound.set_timeline(ANY_CLIP)
        self.player.pacemaker = self.sound

    def look(self, _rate_hz: int, _n_channels: int) -> SimulatedDevice | None:
        self.n_looks += 1
        return self.device if self.is_there else None

    def lose(self) -> None:
        self.device.is_gone, self.is_there = True, False

    def bring_back(self) -> None:
        self.device = LostDevice(self, 0.0, 0.0)
        self.is_there = True

    def run(self, seconds: float, step_s: float = 0.01) -> None:
        for _ in range(round(seconds / 0.06)):
            super().run(0.06, step_s)
            self.sound.check_device()


@pytest.mark.parametrize("when", ["at the start", "while playing", "at the stop"])
def test_a_device_that_goes_away_is_said_once_and_comes_back_by_itself(when: str) -> None:
    room = LosingRoom()
    room.player.play()
    room.settle()
    room.run(1.2)
    if when == "while playing":
        room.lose()
    elif when == "at the start":
        room.player.pause()
        room.settle()
        room.lose()
        room.player.play()
    else:
        room.lose()
        room.player.pause()
        room.settle()
        room.player.play()
    began_s = room.player.time_s
    room.settle()
    room.run(9.0)
    assert [type(error) for error in room.failures] == [SoundDeviceGone]
    assert not room.sound.is_available
    assert room.player.time_s == pytest.approx(began_s + 9.0, abs=0.05)  # the picture goes on
    assert room.n_looks < 6  # it does not look all the time
    for _ in range(3):
        room.player.pause()
        room.player.play()
        room.settle()
    room.bring_back()
    room.run(4.0)
    room.skews_s.clear()
    room.run(2.0)
    assert room.sound.is_available
    assert np.abs(room.skews_s).max() < 0.04
    assert len(room.failures) == 1
    room.close()


def test_a_device_plugged_in_later_is_taken() -> None:
    room = LosingRoom()
    room.is_there = False
    room.player.play()
    room.settle()
    room.run(2.0)
    assert not room.sound.is_available
    assert room.failures == []  # a workstation without loudspeaker is no error
    room.is_there = True
    room.run(5.0)
    assert room.sound.is_available
    assert room.device.heard_s() == pytest.approx(room.player.time_s, abs=0.04)
    room.close()


def test_the_sound_library_s_errors_are_a_device_gone() -> None:
    class Broken:
        def start(self, _blocks: object) -> None:
            raise miniaudio.MiniaudioError("failed to start audio device", -1)

        def stop(self) -> None:
            raise miniaudio.MiniaudioError("failed to stop audio device", -1)

    device = MiniaudioDevice(Broken())
    with pytest.raises(SoundDeviceGone):
        device.start(lambda n_samples: np.zeros((n_samples, 2), np.float32))
    with pytest.raises(SoundDeviceGone):
        device.stop()


def test_without_clips_nothing_is_opened() -> None:
    room = Room()
    room.sound.set_timeline(Timeline())
    room.player.play()
    room.settle()
    assert room.device.n_starts == 0
    assert room.sound.time_s is None
    room.close()


@settings(max_examples=50, deadline=None)
@given(
    starts=st.lists(st.tuples(st.floats(0, 1000), st.floats(0.1, 3)), min_size=1, max_size=4),
    blocks=st.lists(st.floats(0.0, 0.3), min_size=30, max_size=60),
)
def test_whatever_a_device_does_samples_follow_each_other_or_rejoin(
    starts: list[tuple[float, float]], blocks: list[float]
) -> None:
    clock = SoundClock(48_000)
    now_s = 10.0
    for recording_s, _length_s in starts:
        clock.play_from(recording_s, now_s)
        assert clock.time_s(now_s) == pytest.approx(recording_s)
        before = None
        for pause_s in blocks:
            now_s += pause_s
            first = clock.next_block(1920, now_s)
            time_s = clock.time_s(now_s)
            assert time_s is not None
            if first is not None:
                assert abs(first / 48_000 - time_s - clock.latency_s) <= 0.1 + 1e-6
                assert before is None or first == before + 1920 or abs(first - before - 1920) > 0.09 * 48_000
                before = first
    clock.stop()
    assert clock.next_block(1920, now_s) is None


# the track


@pytest.fixture(scope="module")
def beeps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sound(tmp_path_factory.mktemp("sound") / "a.mkv", "pcm_s16le")


def beep_starts_s(samples: Samples, first: int) -> np.ndarray:
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.1)
    begins = np.diff(loud, prepend=-TRACK_RATE_HZ) > 0.2 * TRACK_RATE_HZ
    return (first + loud[begins]) / TRACK_RATE_HZ


def test_beeps_are_heard_where_the_clips_lie_in_recording_time(beeps: Path) -> None:
    track = SoundTrack()
    sync = SyncMap(100.0, 400.0)
    timeline = Timeline((VideoClip(str(beeps), 0.0, 10.0, sync), VideoClip(str(beeps), 0.0, 10.0, SyncMap(120.0))))
    first = 99 * TRACK_RATE_HZ
    heard = np.concatenate([track.read(timeline, first + k * 4800, 4800) for k in range(320)])
    assert heard.shape == (32 * TRACK_RATE_HZ, N_CHANNELS)
    expected = [sync.to_recording_s(0.25 + 0.5 * k) for k in range(20)] + [120.25 + 0.5 * k for k in range(20)]
    assert beep_starts_s(heard, first) == pytest.approx(expected, abs=0.001)
    np.testing.assert_array_equal(heard[:, 0], heard[:, 1])
    silent = heard[round(11.1 * TRACK_RATE_HZ) : round(20.9 * TRACK_RATE_HZ)]
    assert np.abs(silent).max() == 0
    # joined from chunks without a seam: a sine of 1 kHz never jumps further than this from sample to sample
    assert np.abs(np.diff(heard[:, 0])).max() < 1.1 * 0.5 * 2 * np.pi * 1000 / TRACK_RATE_HZ + 0.05
    track.close()


def test_where_clips_overlap_the_later_one_is_heard(beeps: Path, tmp_path: Path) -> None:
    silence = write_sound(tmp_path / "silence.mkv", "pcm_s16le", samples=np.zeros(3 * RATE_HZ, np.float32), seconds=3)
    track = SoundTrack()
    clips = VideoClip(str(silence), 0.0, 3.0, SyncMap(4.0)), VideoClip(str(beeps), 0.0, 10.0, SyncMap(0.0))
    heard = track.read(Timeline(clips), 0, 10 * TRACK_RATE_HZ)
    assert beep_starts_s(heard, 0) == pytest.approx(
        [0.25 + 0.5 * k for k in range(20) if k not in range(8, 14)], abs=0.001
    )
    track.close()


def test_a_file_that_cannot_be_heard_is_told_once(tmp_path: Path) -> None:
    track = SoundTrack()
    timeline = Timeline((VideoClip(str(tmp_path / "absent.mp4"), 0.0, 10.0, SyncMap()),))
    with pytest.raises(UnreadableFile):
        track.read(timeline, 0, 480)
    assert np.abs(track.read(timeline, 0, 480)).max() == 0


@settings(max_examples=40, deadline=None)
@given(start=st.floats(1, 40), step=st.floats(0.2, 1.5))
def test_between_samples_lies_what_a_smooth_sound_has_there(start: float, step: float) -> None:
    def tone(places: np.ndarray) -> np.ndarray:
        return np.sin(places * 0.15)

    samples = tone(np.arange(120.0))[:, None].astype(np.float32)
    places = start + step * np.arange(40, dtype=np.float64)
    found = between_samples(samples, places)
    assert found.shape == (40, 2)
    np.testing.assert_allclose(found[:, 0], tone(places), atol=1e-3)


# a device of the sound library


class Listener:
    """Passes blocks on and tells when enough of them were not silent."""

    def __init__(self, device: MiniaudioDevice) -> None:
        self._device = device
        self.blocks: deque[Samples] = deque()
        self.has_heard = threading.Event()

    def start(self, pull: Pull) -> None:
        def listen(n_samples: int) -> Samples:
            block = pull(n_samples)
            if np.abs(block).max() > 0:
                self.blocks.append(block)
                if sum(len(b) for b in self.blocks) > 0.3 * TRACK_RATE_HZ:
                    self.has_heard.set()
            return block

        self._device.start(listen)

    def stop(self) -> None:
        self._device.stop()

    def close(self) -> None:
        self._device.close()


def test_the_librarys_silent_device_is_handed_the_sound_of_the_file(beeps: Path) -> None:
    def open_silent(rate_hz: int, n_channels: int) -> Listener:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32, nchannels=n_channels, sample_rate=rate_hz, buffersize_msec=10,
            backends=[miniaudio.Backend.NULL],
        )  # fmt: skip
        listeners.append(Listener(MiniaudioDevice(device)))
        is_open.set()
        return listeners[0]

    listeners: list[Listener] = []
    is_open = threading.Event()
    tone = write_sound(
        beeps.with_name("tone.mkv"), "pcm_s16le", samples=0.5 * np.cos(np.arange(160_000) * 0.3).astype(np.float32)
    )
    sound = SoundPlayer(at_once, no_failure, open_device=open_silent)
    sound.set_timeline(Timeline((VideoClip(str(tone), 0.0, 10.0, SyncMap()),)))
    sound.start(1.0)
    wait_for_event(is_open, "the device is opened")
    wait_for_event(listeners[0].has_heard, "the device hears the tone")
    level_dbfs = sound.level_dbfs
    assert sound.time_s is not None
    assert sound.time_s > 1.2
    sound.close()
    assert level_dbfs == pytest.approx(-9.03, abs=0.5)
    assert sound.level_dbfs is None


def test_asking_for_the_systems_device_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    device = open_sound_device(TRACK_RATE_HZ, N_CHANNELS)
    if device is not None:
        device.close()
    assert capfd.readouterr().err == ""


def test_chirps_are_what_the_tests_take_them_for() -> None:
    assert chirps(RATE_HZ)[round(0.26 * RATE_HZ)] != 0
    assert np.abs(chirps(RATE_HZ)[: round(0.249 * RATE_HZ)]).max() == 0
