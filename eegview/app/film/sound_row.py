"""The loudness of a film as one row of the page, where its clips lie in recording time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from eegview.app.film.sound_level import BLOCK_S
from eegview.app.video.movement_row import lay_values
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.film.sound_level import SOUND_UNIT, SoundLevel
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.recording import Samples
from eegview.model.span import Span
from eegview.model.text.language import tr

SOUND = "Sound"
_RATE_HZ = 1 / BLOCK_S


@dataclass(frozen=True, eq=False)
class SoundRow:
    """An `ExtraRow` of the levels of one camera's files, each with its map to recording time.

    problem : why there is no level on any page; "" where there is
    """

    parts: tuple[tuple[SoundLevel, SyncMap], ...]
    problem: str = ""

    @property
    def row(self) -> Row:
        return Row(SOUND, ChannelKind.SOUND, "", (), (), _RATE_HZ, SOUND_UNIT, problem=self.problem)

    @cached_property
    def _times_s(self) -> tuple[npt.NDArray[np.float64], ...]:
        return tuple(level.recording_times_s(sync) for level, sync in self.parts)

    def samples(self, span: Span) -> tuple[float, Samples] | None:
        """Return the level in `span`, (n_samples,) float32 dBFS; NaN where no clip lies."""
        first = int(np.ceil(span.start_s * _RATE_HZ - 1e-6))
        stop = max(first, int(np.ceil(span.stop_s * _RATE_HZ - 1e-6)))
        values, has_any = np.full(stop - first, np.nan, np.float32), False
        placed = zip(self.parts, self._times_s, strict=True)
        for (level, _sync), times_s in sorted(placed, key=lambda part: part[1][0] if len(part[1]) else 0.0):
            if len(values) and len(times_s):
                has_any |= lay_values(values, first, _RATE_HZ, times_s, level.values)
        return (first / _RATE_HZ, values) if has_any else None


def sound_row(levels: Mapping[str, SoundLevel], clips: Sequence[VideoClip]) -> SoundRow | None:
    """Return the row of what was measured so far; None before anything was.

    levels : by a file's path
    """
    known = [(levels[clip.path], clip) for clip in clips if clip.path in levels]
    if not known:
        return None
    parts = tuple((_within(level, clip), clip.sync) for level, clip in known if level.has_sound)
    if parts:
        return SoundRow(parts)
    return SoundRow((), tr("the clip has no sound") if len(clips) == 1 else tr("the clips have no sound"))


def _within(level: SoundLevel, clip: VideoClip) -> SoundLevel:
    """Return the part of the level whose blocks begin within the clip."""
    first, stop = np.searchsorted(level.times_s, (clip.first_s, clip.last_s))
    return SoundLevel(level.times_s[first:stop], level.values[first:stop])
