"""The sound of a copy of a film: made anew from samples, block by block beside the pictures."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
import numpy as np

from eegview.model.recording import Samples
from eegview.model.span import Span
from eegview.readers.video.audio import AudioSource

_BLOCK = 1024  # samples, as AAC takes them
_BIT_RATE = 128_000
_OTHER_RATE_HZ = 48000  # of sound at a rate that AAC does not have, as that of slow motion at true speed
_RESAMPLED_OVER = 24  # samples of the slower rate around each that its resampled value depends on, with a reserve
_RATES_HZ = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000)  # of AAC

Altered = Callable[[Samples, int], Samples]  # (n, channels) sound from a sample number on → (n, channels)


class MadeSound:
    """Sound that is encoded into a copy; it stays beside the pictures it belongs to.

    Sample k of the copy is sample k of the film, moved as the pictures are; sound at a rate that cannot be written is
    resampled.

    rate_hz : of what is written
    altered : what becomes of the samples of the film, given the number of the first since PTS 0
    """

    def __init__(self, container: Any, source: AudioSource, part: Span, moved_s: float, altered: Altered) -> None:
        self._container, self._source, self._altered = container, source, altered
        rate = self.rate_hz = source.rate_hz if source.rate_hz in _RATES_HZ else _OTHER_RATE_HZ
        self._ratio = Fraction(rate, source.rate_hz)
        self._at, self._stop = round(part.start_s * rate), round(part.stop_s * rate)
        self._moved = round(moved_s * rate)
        self._stream = container.add_stream("aac", rate=rate)
        self._stream.layout = "mono" if source.n_channels == 1 else "stereo"
        self._stream.bit_rate = _BIT_RATE

    def write_until(self, time_s: float) -> None:
        """Write the sound up to a time of the film, in whole blocks."""
        until = min(round(time_s * self.rate_hz), self._stop)
        while self._at + _BLOCK <= until:
            self._write(_BLOCK)

    def finish(self) -> None:
        """Write what is left."""
        self.write_until(float("inf") if self._stop == 0 else self._stop / self.rate_hz)
        if self._at < self._stop:
            self._write(self._stop - self._at)
        for packet in self._stream.encode(None):
            self._container.mux(packet)

    def _write(self, n_samples: int) -> None:
        rate = self.rate_hz
        made = np.ascontiguousarray(self._samples(self._at, self._at + n_samples).T.astype(np.float32))
        frame = av.AudioFrame.from_ndarray(made, format="fltp", layout=self._stream.layout.name)
        frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
        frame.pts = self._at + self._moved
        for packet in self._stream.encode(frame):
            self._container.mux(packet)
        self._at += n_samples

    def _samples(self, first: int, stop: int) -> Samples:
        """Return samples of the copy, altered and at its rate."""
        if self._ratio == 1:
            return self._altered(self._source.read(first / self.rate_hz, stop / self.rate_hz), first)
        from scipy.signal import resample_poly  # takes half a second to load

        up, down = self._ratio.numerator, self._ratio.denominator
        around = -(-_RESAMPLED_OVER * max(up, down) // (up * down)) + 1
        begin, end = first // up - around, -(-stop // up) + around  # blocks of `down` samples there, of `up` here
        at = self._source.rate_hz
        heard = self._altered(self._source.read(begin * down / at, end * down / at), begin * down)
        made = np.asarray(resample_poly(heard, up, down, axis=0))
        return made[first - begin * up : stop - begin * up]


def unaltered(samples: Samples, _first: int) -> Samples:
    """Return the samples as they are."""
    return samples
