"""The whole numbers that a file stores for its samples, so that a copy can carry them over exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from eegview.model.recording import Samples, SignalSource
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class StoredScale:
    """How the stored digits of one channel become values: linear between two pairs of limits.

    label, transducer, unit, prefilter : as the file has them
    physical_min, physical_max : in the file's `unit`, which need not be the channel's
    digital_min, digital_max : the digits that mean them
    sample_bytes : 2 or 3
    """

    label: str
    transducer: str
    unit: str
    prefilter: str
    physical_min: float
    physical_max: float
    digital_min: int
    digital_max: int
    sample_bytes: int

    @property
    def step(self) -> float:
        """Return what one digit means, in `unit`."""
        return (self.physical_max - self.physical_min) / (self.digital_max - self.digital_min)


@runtime_checkable
class DigitSource(Protocol):
    """An open recording that can give its samples as the digits that the file stores."""

    def stored_scale(self, channel: int) -> StoredScale | None:
        """Return how a channel is stored, None where its digits have no one linear scale."""
        ...

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples that `SignalSource.read` would, as digits.

        Returns
        -------
        list of (n_samples_c,) float32, whole numbers, which hold 24 bits exactly; NaN where bytes are missing

        Raises
        ------
        UnreadableFile : the file has disappeared or cannot be read any more
        """
        ...


def stored_scale(source: SignalSource, channel: int) -> StoredScale | None:
    """Return how a channel is stored in its file, None where its reader gives values alone."""
    return source.stored_scale(channel) if isinstance(source, DigitSource) else None
