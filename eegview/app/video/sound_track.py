"""The sound of one camera on the recording's timeline: samples by recording time, whatever file they come from."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from eegview.app.video.opening import open_kept_video
from eegview.model.film.video import Timeline, VideoClip
from eegview.model.recording import Samples

if TYPE_CHECKING:
    from eegview.readers.video.audio import AudioSource

TRACK_RATE_HZ = 48_000
N_CHANNELS = 2


def _open_audio(path: str) -> "AudioSource | None":
    from eegview.readers.video.audio import open_audio

    return open_audio(path)


def _open_in_parts(path: str) -> "AudioSource | None":
    """Open the sound of a file whose times start again; its index was kept when that was found."""
    from eegview.readers.video.audio import open_audio

    video = open_kept_video(path)
    video.close()
    return open_audio(path, video.facts.times.index)


class SoundTrack:
    """A reader of the sound at a recording time. It opens files as they are needed; a handle belongs to one thread."""

    def __init__(self, open_audio: "Callable[[str], AudioSource | None]" = _open_audio) -> None:
        self._open_audio = open_audio
        self._sources: dict[tuple[str, bool], AudioSource | None] = {}  # by path, and whether it has parts

    def read(self, timeline: Timeline, first: int, n_samples: int) -> Samples:
        """Return the sound from sample `first` on, where sample k is heard at recording time `k / TRACK_RATE_HZ`.

        Returns
        -------
        (n_samples, 2) float32, full scale = ±1; silence where there is no sound. The clips' maps to recording time
        are followed sample by sample, so that sound never runs away from the picture.

        Raises
        ------
        UnreadableFile : a file cannot be heard; told once, from then on it is silent
        """
        heard = np.zeros((n_samples, N_CHANNELS), np.float32)
        times_s = (first + np.arange(n_samples)) / TRACK_RATE_HZ
        in_parts = {clip.path for clip in timeline.clips if clip.part > 1}
        for clip in sorted(timeline.clips, key=lambda clip: clip.span.start_s):  # as the picture: the later one counts
            low, high = np.searchsorted(times_s, (clip.span.start_s, clip.span.stop_s))
            if low < high:
                heard[low:high] = self._clip_sound(clip, times_s[low:high], clip.path in in_parts)
        return heard

    def close(self) -> None:
        for source in self._sources.values():
            if source is not None:
                source.close()
        self._sources = {}

    def _clip_sound(self, clip: VideoClip, times_s: npt.NDArray[np.float64], has_parts: bool) -> Samples:
        """Return (n_samples, 2) of one clip at these recording times."""
        source = self._source(clip.path, has_parts)
        if source is None:
            return np.zeros((len(times_s), N_CHANNELS), np.float32)
        ends_s = clip.sync.to_video_s(float(times_s[0])), clip.sync.to_video_s(float(times_s[-1]))
        places = np.linspace(*ends_s, len(times_s)) * source.rate_hz
        first = int(np.floor(places[0])) - 1
        stop = int(np.floor(places[-1])) + 3
        samples = source.read(first / source.rate_hz, stop / source.rate_hz)
        return between_samples(samples, places - first)

    def _source(self, path: str, has_parts: bool) -> "AudioSource | None":
        key = path, has_parts
        if key not in self._sources:
            self._sources[key] = None
            self._sources[key] = _open_in_parts(path) if has_parts else self._open_audio(path)
        return self._sources[key]


def between_samples(samples: Samples, places: npt.NDArray[np.float64]) -> Samples:
    """Return the values of a sound between its samples, by cubic pieces through them (Catmull and Rom 1974).

    Parameters
    ----------
    samples : (n_samples, n_channels) float32
    places : (n_places,) float64, sample numbers with fractions, from 1 to n_samples − 2

    Returns
    -------
    (n_places, 2) float32; one channel is heard on both sides
    """
    whole = np.clip(np.floor(places).astype(np.int64), 1, len(samples) - 3)
    t = (places - whole).astype(np.float32)[:, None]
    before, left, right, after = (samples[whole + k] for k in (-1, 0, 1, 2))
    slope_left, slope_right = (right - before) / 2, (after - left) / 2
    rise = right - left
    bend = slope_left + slope_right - 2 * rise
    value = (left + t * (slope_left + t * (rise - slope_left - bend + t * bend))).astype(np.float32, copy=False)
    return value if value.shape[1] == N_CHANNELS else np.repeat(value, N_CHANNELS, axis=1)
