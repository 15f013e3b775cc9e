"""Play the sound of a camera in step with the picture, and serve as its clock."""

import math
import threading
import time
from collections.abc import Callable

import numpy as np

from eegview.app.lanes import Failed, Lane, Post
from eegview.app.video.sound_clock import SoundClock
from eegview.app.video.sound_device import SoundDevice, SoundDeviceGone, open_sound_device
from eegview.app.video.sound_track import N_CHANNELS, TRACK_RATE_HZ, SoundTrack
from eegview.dsp.loudness import level_dbfs
from eegview.model.film.video import Timeline
from eegview.model.recording import Samples

_CHUNK = TRACK_RATE_HZ // 10  # samples decoded at once
_N_AHEAD, _N_BEHIND = 12, 3  # chunks kept before and after what is played
_STALLED_S = 2.0  # a device that asks for nothing so long has gone: not every system says so
_LOOK_AGAIN_S = 3.0  # for a device, while there is none

OpenDevice = Callable[[int, int], SoundDevice | None]


class SoundPlayer:
    """A pacemaker for `Player`: heard at 1×, silent at other speeds and where there is no device or no sound.

    Call it where `post` runs things. Files and device are opened on a lane of its own when first needed. A device that
    goes away is reported once; the clock keeps the time without it, and the next one is taken when it is there.

    failed : told once for each file that cannot be heard, and once that the device went away
    now_s : the same monotonic clock as the player's
    """

    def __init__(
        self,
        post: Post,
        failed: Failed,
        now_s: Callable[[], float] = time.monotonic,
        open_device: OpenDevice = open_sound_device,
        track: SoundTrack | None = None,
    ) -> None:
        self._failed, self._now_s, self._open_device = failed, now_s, open_device
        self._track = track if track is not None else SoundTrack()  # the lane's
        self._device: SoundDevice | None = None  # the lane's
        self._is_running = False  # the lane's
        self._loss_is_told = False  # the lane's
        self._looked_at_s = -math.inf  # for a device
        self._asked_at_s = 0.0  # when the device asked for samples last
        self._lane = Lane("sound", post)
        self._lock = threading.Lock()  # guards what follows, which the device's thread reads
        self._clock = SoundClock(TRACK_RATE_HZ)
        self._timeline = Timeline()
        self._chunks: dict[int, Samples] = {}
        self._next_chunk = 0
        self._generation = 0  # of chunks: those decoded for an earlier place or map are not kept
        self._level_dbfs: float | None = None
        self.is_muted = False
        self.is_available = True  # False while no device is found

    def set_timeline(self, timeline: Timeline) -> None:
        """Set the clips to play from now on; a shifted clip is heard where it lies now."""
        with self._lock:
            self._timeline = timeline
            now = self._clock.time_s(self._now_s())
            if now is not None:
                self._begin_chunks(now)

    def set_extra_latency(self, latency_s: float) -> None:
        """Set the latency that the computer does not know of, such as that of wireless loudspeakers."""
        with self._lock:
            self._clock.extra_latency_s = latency_s

    # as pacemaker

    def start(self, recording_s: float, speed: float = 1.0) -> None:
        """Play from a recording time on; also used to jump while playing."""
        if speed != 1.0 or not self._timeline.clips:
            self.stop()
            return
        with self._lock:
            self._clock.play_from(recording_s, self._now_s())
            self._begin_chunks(recording_s)
        if self.is_available:
            self._lane.submit(self._run_device, _nothing_more, self._failed)
        else:
            self.check_device()

    def check_device(self) -> None:
        """Notice that the device has gone, or look whether there is one again; call it often while playing."""
        now_s = self._now_s()
        with self._lock:
            is_wanted = self._clock.time_s(now_s) is not None
        if not is_wanted:
            return
        if not self.is_available:
            if now_s - self._looked_at_s >= _LOOK_AGAIN_S:
                self._looked_at_s = now_s
                self._lane.submit(self._run_device, _nothing_more, self._failed)
        elif self._is_running and now_s - self._asked_at_s >= _STALLED_S:
            self._asked_at_s = now_s
            self._lane.submit(self._lose_device, _nothing_more, self._failed)

    def stop(self) -> None:
        """Stop the sound."""
        with self._lock:
            was_playing = self._clock.time_s(0.0) is not None
            self._clock.stop()
            self._generation += 1
            self._chunks = {}
            self._level_dbfs = None
        if was_playing:
            self._lane.submit(self._rest_device, _nothing_more, self._failed)

    @property
    def time_s(self) -> float | None:
        """Return the recording time heard now; None when the sound does not keep the time."""
        return self._clock.time_s(self._now_s()) if self.is_available else None

    @property
    def level_dbfs(self) -> float | None:
        """Return the sound's level now (also when muted), None where nothing is played."""
        return self._level_dbfs

    def close(self) -> None:
        self.stop()
        self._lane.submit(self._put_away, _nothing_more, self._failed)
        self._lane.close()

    # on the lane

    def _run_device(self) -> None:
        if self._device is None:
            self._looked_at_s = self._now_s()
            self._device = self._open_device(TRACK_RATE_HZ, N_CHANNELS)
        with self._lock:
            is_wanted = self._clock.time_s(0.0) is not None
        if self._device is not None and is_wanted and not self._is_running:
            self._asked_at_s = self._now_s()
            try:
                self._device.start(self._pull)
            except SoundDeviceGone:
                self._lose_device()
            else:
                self._is_running = True
        self.is_available = self._device is not None

    def _rest_device(self) -> None:
        with self._lock:
            is_wanted = self._clock.time_s(0.0) is not None
        if self._device is not None and self._is_running and not is_wanted:
            try:
                self._device.stop()
            except SoundDeviceGone:
                self._lose_device()
            self._is_running = False
            with self._lock:
                self._clock.device_stopped()

    def _lose_device(self) -> None:
        """Go on without the device.

        Raises
        ------
        SoundDeviceGone : this is the first time
        """
        device, self._device = self._device, None
        self._is_running = self.is_available = False
        self._looked_at_s = self._now_s()
        with self._lock:
            self._clock.device_stopped()
            self._level_dbfs = None
        if device is not None:  # a system may wait for ever for a device that is there no more
            threading.Thread(target=device.close, name="lost sound device", daemon=True).start()
        if not self._loss_is_told:
            self._loss_is_told = True
            raise SoundDeviceGone

    def _put_away(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None
        self._track.close()

    # chunks, under the lock

    def _begin_chunks(self, recording_s: float) -> None:
        self._generation += 1
        self._chunks = {}
        self._next_chunk = math.floor(recording_s * TRACK_RATE_HZ) // _CHUNK
        self._order_chunks(self._next_chunk)

    def _order_chunks(self, current: int) -> None:
        """Request the chunks from `current` on, as far ahead as is kept."""
        self._next_chunk = max(self._next_chunk, current)
        for index in range(self._next_chunk, current + _N_AHEAD):
            self._lane.submit(self._decoding(index, self._generation), _nothing_more, self._failed)
        self._next_chunk = max(self._next_chunk, current + _N_AHEAD)
        for index in [index for index in self._chunks if index < current - _N_BEHIND]:
            del self._chunks[index]

    def _decoding(self, index: int, generation: int) -> Callable[[], None]:
        def work() -> None:
            if generation != self._generation:
                return
            timeline = self._timeline
            samples = self._track.read(timeline, index * _CHUNK, _CHUNK)
            with self._lock:
                if generation == self._generation:
                    self._chunks[index] = samples

        return work

    # on the device's thread

    def _pull(self, n_samples: int) -> Samples:
        """Return the samples that will be heard next, (n_samples, 2) float32."""
        block = np.zeros((n_samples, N_CHANNELS), np.float32)
        self._asked_at_s = self._now_s()
        with self._lock:
            first = self._clock.next_block(n_samples, self._now_s())
            if first is None:
                return block
            for index in range(first // _CHUNK, (first + n_samples - 1) // _CHUNK + 1):
                chunk = self._chunks.get(index)
                if chunk is not None:
                    low, high = max(index * _CHUNK, first), min((index + 1) * _CHUNK, first + n_samples)
                    block[low - first : high - first] = chunk[low - index * _CHUNK : high - index * _CHUNK]
            self._order_chunks(first // _CHUNK)
            self._level_dbfs = level_dbfs(block)
        return np.zeros_like(block) if self.is_muted else block


def _nothing_more(_result: object) -> None:
    """Ignore a result: the work itself was what mattered."""
