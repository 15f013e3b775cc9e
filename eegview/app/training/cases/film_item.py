"""An item of film alone as a page shows it: a timeline without channels, and what was measured in the film."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.app.film.sound_row import SOUND
from eegview.app.video.movement_row import MOVEMENT
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.film.sound_level import SOUND_UNIT
from eegview.model.movement import MOVEMENT_UNIT
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress
from eegview.model.span import Span
from eegview.model.training.item import FilmRow, Item

_ROWS = {
    "movement": (MOVEMENT, ChannelKind.MOVEMENT, MOVEMENT_UNIT),
    "sound": (SOUND, ChannelKind.SOUND, SOUND_UNIT),
}


@dataclass(frozen=True, eq=False)
class HeldRow:
    """An `ExtraRow` of values that a case set holds."""

    held: FilmRow

    @property
    def row(self) -> Row:
        label, kind, unit = _ROWS[self.held.name]
        return Row(label, kind, "", (), (), self.held.rate_hz, unit)

    def samples(self, span: Span) -> tuple[float, Samples] | None:
        """Return the values in `span`, (n_samples,) float32; NaN where nothing could be measured."""
        rate_hz, start_s, n = self.held.rate_hz, self.held.start_s, len(self.held.values)
        first = min(max(int(np.ceil((span.start_s - start_s) * rate_hz - 1e-6)), 0), n)
        stop = min(max(int(np.ceil((span.stop_s - start_s) * rate_hz - 1e-6)), first), n)
        values = np.array([np.nan if one is None else one for one in self.held.values[first:stop]], np.float32)
        return (start_s + first / rate_hz, values) if len(values) else None


def held_rows(item: Item) -> tuple[HeldRow, ...]:
    """Return the rows of an item of film alone, as a page server takes them."""
    return tuple(map(HeldRow, item.rows))


class FilmItemSource:
    """A recording without channels, as long as an item of film alone."""

    def __init__(self, item: Item) -> None:
        self._item = item
        fingerprint = hashlib.sha256(f"film item {item.item_id}".encode()).hexdigest()
        self._recording = Recording("", "film", (), (Span(0.0, item.duration_s),), None, fingerprint)

    @property
    def recording(self) -> Recording:
        return self._recording

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return nothing: there are no channels.

        Raises
        ------
        IndexError : a channel is asked for
        """
        if channels:
            raise IndexError(f"channel {channels[0]} of a film without channels")
        return []

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return no events: what a film said beside its pictures is not in the set."""
        progress(1.0)
        return FileEvents()

    def reopen(self) -> FilmItemSource:
        return FilmItemSource(self._item)

    def close(self) -> None:
        """Hold nothing any more; there was no file."""
