"""How loud a video is, measured on its own sound."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.film.video import SyncMap

SOUND_UNIT = "dBFS"


@dataclass(frozen=True, slots=True, eq=False)
class SoundLevel:
    """The level of one video file's sound, in the video's own time.

    times_s : (n_blocks,) float64, PTS at which each block begins; ascending
    values : (n_blocks,) float32, root mean square of all channels in dB re full scale, see `dsp.loudness`: −3 dBFS is
        a sine that fills the range of the file; how loud the room was is not in it
    has_sound : False where the file holds no sound that can be decoded; it has no blocks then
    """

    times_s: npt.NDArray[np.float64]
    values: npt.NDArray[np.float32]
    has_sound: bool = True

    def recording_times_s(self, sync: SyncMap) -> npt.NDArray[np.float64]:
        """Return the recording time of each block, (n_blocks,) float64 s."""
        return sync.offset_s + self.times_s * (1 + sync.drift_ppm * 1e-6)
