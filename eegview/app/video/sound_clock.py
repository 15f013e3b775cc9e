"""Compute which sample a sound device needs so that it is heard with the picture, and the time heard now.

A device asks for blocks some time before they are heard, in bursts at its start, and by a crystal of its own. Pure
arithmetic: times come in as arguments.
"""

_SETTLE_S = 0.25  # a device fills its buffers first; how much it holds is known only then
_OUT_OF_STEP_S = 0.1  # after a stutter the sound joins the picture again at once
_FOLLOW = 0.05  # share of each block's lateness the picture follows the device by: jitter is smoothed, drift is not


class SoundClock:
    """The recording time heard while sound plays at 1×; samples are counted from recording time 0.

    extra_latency_s : of the way behind the device's own buffers (loudspeakers by radio), as the reviewer set it
    """

    def __init__(self, rate_hz: float, extra_latency_s: float = 0.0) -> None:
        self.rate_hz = rate_hz
        self.extra_latency_s = extra_latency_s
        self._offset_s: float | None = None  # recording time minus `now_s`; None while nothing is played
        self._next: int | None = None  # the next sample to hand out, None until it is found
        self._device_began_s: float | None = None
        self._n_handed = 0
        self._held_s = 0.0

    @property
    def latency_s(self) -> float:
        """Return how long a sample takes from the device's buffer to the ear (s)."""
        return self._held_s + self.extra_latency_s

    def play_from(self, recording_s: float, now_s: float) -> None:
        """Start playing, or jump: at `now_s` the picture is at `recording_s`, and the sound joins it."""
        self._offset_s = recording_s - now_s
        self._next = None

    def stop(self) -> None:
        self._offset_s = self._next = None

    def device_stopped(self) -> None:
        """Forget the state of the device's buffers: it will fill them anew."""
        self._device_began_s, self._n_handed, self._held_s = None, 0, 0.0

    def time_s(self, now_s: float) -> float | None:
        """Return the recording time heard now, which the picture should show; None while nothing is played."""
        return None if self._offset_s is None else now_s + self._offset_s

    def next_block(self, n_samples: int, now_s: float) -> int | None:
        """Return the first sample of the block a device asks for now; None for silence."""
        if self._device_began_s is None:
            self._device_began_s = now_s
        age_s = now_s - self._device_began_s
        if age_s < _SETTLE_S:
            # What it was handed and has not yet played; least wrong when a block is asked for early.
            self._held_s = max(self._held_s, self._n_handed / self.rate_hz - age_s)
        self._n_handed += n_samples
        if self._offset_s is None or age_s < _SETTLE_S:
            return None
        wanted_s = now_s + self._offset_s + self.latency_s
        if self._next is None or abs(self._next / self.rate_hz - wanted_s) > _OUT_OF_STEP_S:
            self._next = round(wanted_s * self.rate_hz)
        else:
            self._offset_s += _FOLLOW * (self._next / self.rate_hz - wanted_s)
        first = self._next
        self._next += n_samples
        return first
