"""Read the sound of a video, sample by sample at the stream's own times."""

import contextlib
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.recording import Samples
from eegview.readers.video.container import decode, open_container
from eegview.readers.video.index import PacketIndex
from eegview.readers.video.running_packets import RunningClock, sound_ticks
from eegview.readers.video.slow_motion import is_sound_slowed, slowness_of

_PREROLL_S = (0.3, 3.0, 15.0)  # a decoder's first blocks after a jump lack what they build on; some seeks go too far
_NEAR_S = 2.0  # decoding on over this much is quicker than a seek
_KEPT_S = 2.0  # of what was read last, for reads that overlap
_ROUNDING_S = 0.010  # containers round block times to a millisecond or so; more than this is a true gap


def open_audio(path: str | Path, index: PacketIndex | None = None) -> "AudioSource | None":
    """Open the sound of a video file; None if it has none that can be decoded.

    index : of its pictures; where the file's times start again the sound then runs on as they do

    Raises
    ------
    UnreadableFile : missing, or neither video nor sound
    """
    container = open_container(str(path))
    try:
        if _audio_stream(container) is not None:
            return AudioSource(str(path), container, index)
        container.close()
        return None
    except BaseException:
        container.close()
        raise


class AudioSource:
    """The open sound of one video file. A handle belongs to one thread; `reopen` gives another thread its own.

    rate_hz : samples per second that happened; as in the file, unless it stores them slowed as it does the pictures
    stored_hz : samples per second as in the file
    codec : its name
    n_channels : 1 or 2; more are mixed down to two
    first_s : PTS of the first sample, by the container
    """

    def __init__(self, path: str, container: Any, index: PacketIndex | None = None) -> None:
        self.path = path
        self._index = index if index is not None and index.pieces else None
        self._container = container
        self._stream = self._required_stream()
        context = self._stream.codec_context
        self.stored_hz, self.codec = int(context.sample_rate), str(context.name)
        slow = _sound_slowness(container, self._stream)
        self.rate_hz = round(self.stored_hz * slow)
        self.n_channels = 1 if context.channels == 1 else 2
        self.first_s = float((self._stream.start_time or 0) * self._stream.time_base / slow)
        self._blocks: deque[tuple[int, Samples]] = deque()  # (number of the first sample since PTS 0, samples)
        self._frames: Iterator[Any] | None = None
        self._resampler: Any = None
        self._resampled: tuple[object, ...] = ()  # what the resampler was made for

    def read(self, start_s: float, stop_s: float) -> Samples:
        """Return the sound from one stream time to another.

        Sample k of the file is at `k / rate_hz`, counted from PTS 0 s; those with
        `round(start_s · rate_hz) <= k < round(stop_s · rate_hz)` are returned, so that reads that meet share none.

        Returns
        -------
        (n_samples, n_channels) float32, full scale = ±1; silence where the file has no sound

        Raises
        ------
        UnreadableFile : the file went away
        """
        first, stop = round(start_s * self.rate_hz), round(stop_s * self.rate_hz)
        samples = np.zeros((max(stop - first, 0), self.n_channels), np.float32)
        if not len(samples):
            return samples
        if not self._reaches(first):
            self._start_at(first)
        kept_from = first - round(_KEPT_S * self.rate_hz)
        while self._blocks_end() < stop and self._decode_next():
            self._forget_before(kept_from)
        for at, block in self._blocks:
            low, high = max(at, first), min(at + len(block), stop)
            if low < high:
                samples[low - first : high - first] = block[low - at : high - at]
        return samples

    def reopen(self) -> "AudioSource":
        """Return an independent handle on the same sound, for another thread."""
        return AudioSource(self.path, open_container(self.path), self._index)

    def close(self) -> None:
        self._frames = None
        self._blocks.clear()
        self._container.close()

    def _required_stream(self) -> Any:
        stream = _audio_stream(self._container)
        if stream is None:
            raise UnreadableFile(f"{Path(self.path).name} no longer has sound.", "Open the study again.")
        return stream

    def _reaches(self, first: int) -> bool:
        """Check whether sample `first` is kept, or near ahead of what was decoded last."""
        if not self._blocks:
            return False
        return self._blocks[0][0] <= first <= self._blocks_end() + round(_NEAR_S * self.rate_hz)

    def _blocks_end(self) -> int:
        at, block = self._blocks[-1] if self._blocks else (-(2**62), ())
        return at + len(block)

    def _forget_before(self, sample: int) -> None:
        while len(self._blocks) > 1 and self._blocks[0][0] + len(self._blocks[0][1]) < sample:
            self._blocks.popleft()

    def _start_at(self, first: int) -> None:
        """Begin decoding a little before sample `first`, so that it comes out as if decoded from the file's start."""
        if self._index is not None:
            self._start_in_piece(self._index, first / self.rate_hz - _PREROLL_S[0])
            return
        time_base = self._stream.time_base
        for margin_s in _PREROLL_S:
            wanted_s = first / self.stored_hz - margin_s
            if wanted_s <= float((self._stream.start_time or 0) * time_base):
                break
            try:
                self._container.seek(int(wanted_s / time_base), stream=self._stream, backward=True)
            except av.error.FFmpegError:
                break
            self._begin()
            if self._decode_next() and self._blocks[0][0] <= first - round(0.1 * self.rate_hz):
                return
        self._start_afresh()

    def _start_afresh(self) -> None:
        """Begin at the file's start, opened anew: every container can be read from there."""
        self._container.close()
        self._container = open_container(self.path)
        self._stream = self._required_stream()
        self._begin()
        self._decode_next()

    def _start_in_piece(self, index: PacketIndex, wanted_s: float) -> None:
        """Begin where the key frame before a running time begins in the file; stored times do not lead there."""
        position = index.position_at(max(wanted_s, index.first_s))
        key = index.key_position(position) if position is not None else None
        byte = index.key_bytes.get(int(index.pts[key])) if key is not None else None
        if key is not None and byte is not None:
            with contextlib.suppress(av.error.FFmpegError):
                self._container.seek(byte, backward=True, unsupported_byte_offset=True)
                self._begin(index.piece_of(key))
                if self._decode_next():
                    return
        self._start_afresh()

    def _begin(self, piece: int = 0) -> None:
        """Decode what comes next in the file, which belongs to this piece of it."""
        self._blocks.clear()
        self._resampled = ()
        packets = self._container.demux(self._stream)
        self._frames = decode(
            packets if self._index is None else self._running(packets, self._index, piece), self._stream
        )

    def _running(self, packets: Iterator[Any], index: PacketIndex, piece: int) -> Iterator[Any]:
        """Yield packets with running times."""
        clock = RunningClock(index, self._stream.time_base, sound_ticks(self._stream.time_base), piece)
        for packet in packets:
            if packet.dts is not None or packet.pts is not None:
                clock.put_on(packet, is_key=True)
            yield packet

    def _decode_next(self) -> bool:
        """Decode one block more; False at the end."""
        if self._frames is None or (frame := next(self._frames, None)) is None:
            self._frames = None
            return False
        expected = self._blocks_end() if self._blocks else None
        if frame.pts is None:
            at = expected if expected is not None else round(self.first_s * self.rate_hz)
        else:
            at = round(float(frame.pts * self._stream.time_base) * self.stored_hz)
            if expected is not None and abs(at - expected) <= _ROUNDING_S * self.rate_hz:
                at = expected
        samples = self._as_floats(frame)
        if expected is not None and at < expected:  # times that jump back: what was there first stays
            samples, at = samples[expected - at :], expected
        if len(samples):
            self._blocks.append((at, samples))
        return True

    def _as_floats(self, frame: Any) -> Samples:
        """Return a decoded block as (n_samples, n_channels) float32 at the stream's rate."""
        kind = frame.format.name, frame.layout.nb_channels, frame.sample_rate
        if kind != self._resampled:  # the first block; or the sound changes within the file
            layout = "mono" if self.n_channels == 1 else "stereo"
            self._resampler = av.AudioResampler(format="fltp", layout=layout, rate=self.stored_hz)
            self._resampled = kind
        frame.pts = None  # blocks are placed here; the resampler need not
        parts = [part.to_ndarray().T for part in self._resampler.resample(frame)]
        return np.concatenate(parts) if parts else np.empty((0, self.n_channels), np.float32)


def _sound_slowness(container: Any, sound: Any) -> Fraction:
    """Return the seconds of sound that the file stores for each second that happened."""
    pictures = container.streams.best("video")
    if pictures is None or pictures.codec_context is None:
        return Fraction(1)
    slow = slowness_of(container, pictures)
    if slow == 1 or not (pictures.duration and sound.duration):
        return Fraction(1)
    pictures_s, sound_s = (float(stream.duration * stream.time_base) for stream in (pictures, sound))
    return slow if is_sound_slowed(pictures_s, sound_s, slow) else Fraction(1)


def _audio_stream(container: Any) -> Any | None:
    """Return the stream of sound that can be decoded, None without."""
    stream = container.streams.best("audio")
    if stream is None or stream.codec_context is None:
        return None
    with contextlib.suppress(av.error.FFmpegError):  # a codec that cannot be opened: the video is shown without sound
        if not stream.codec_context.is_open:
            stream.codec_context.open(strict=False)
        if stream.codec_context.sample_rate and stream.codec_context.channels:
            return stream
    return None
