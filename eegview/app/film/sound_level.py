"""Measure how loud a video is, block by block. Runs on any thread."""

from itertools import count

import numpy as np

from eegview.app.video.opening import open_kept_video
from eegview.model.film.sound_level import SoundLevel
from eegview.model.recording import Progress, no_progress

BLOCK_S = 0.04  # a frame at 25 a second
_READ_S = 10.0  # at once


def measure_sound_level(path: str, progress: Progress = no_progress) -> SoundLevel:
    """Return the level of a video's sound from its first picture to its last.

    Parameters
    ----------
    progress : called with the share done; raises `Cancelled` to stop

    Raises
    ------
    UnreadableFile : missing, or not a video
    Cancelled : from `progress`
    """
    from eegview.dsp.loudness import levels_dbfs
    from eegview.readers.video.audio import open_audio

    video = open_kept_video(path)
    first_s, duration_s, index = video.first_s, video.duration_s, video.facts.times.index
    video.close()
    audio = open_audio(path, index)
    if audio is None:
        progress(1.0)
        return SoundLevel(np.empty(0), np.empty(0, np.float32), has_sound=False)
    try:
        n_blocks, per_read = int(duration_s / BLOCK_S), round(_READ_S / BLOCK_S)
        levels = []
        for first in count(0, per_read):
            n_here = min(per_read, n_blocks - first)
            if n_here <= 0:
                break
            start_s = first_s + first * BLOCK_S
            sound = audio.read(start_s, start_s + n_here * BLOCK_S)
            levels.append(levels_dbfs(sound, audio.rate_hz, BLOCK_S)[:n_here])
            progress((first + n_here) / n_blocks)
    finally:
        audio.close()
    values = np.concatenate(levels) if levels else np.empty(0, np.float32)
    times_s = first_s + np.arange(len(values), dtype=np.float64) * BLOCK_S
    times_s.flags.writeable = values.flags.writeable = False
    return SoundLevel(times_s, values)
