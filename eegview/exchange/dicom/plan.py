"""The multiplex groups of a part: channels of one rate in one segment, as many as a group may hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eegview.exchange.recording_part import PartSegment, RecordingPart

MOST_CHANNELS = 64  # in a group of the EEG objects, PS3.3 A.34.12.4.3 and A.34.15.4.3
MOST_BYTES = 2**32 - 2  # of one element's value


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """One multiplex group.

    segment : number of the part's segment
    positions : of its channels in the part
    first, n_samples : of each channel, counted from the segment's first sample
    offset_s : of its first sample from the part's
    is_wide : 32 bits a sample, else 16
    padding : the digit for a missing sample, None where none is missing
    is_continued : it goes on where another ends, which had become too large
    """

    segment: int
    positions: tuple[int, ...]
    first: int
    n_samples: int
    rate_hz: float
    offset_s: float
    is_wide: bool
    padding: int | None
    is_continued: bool = False

    @property
    def sample_bytes(self) -> int:
        return 4 if self.is_wide else 2

    @property
    def n_bytes(self) -> int:
        return self.n_samples * len(self.positions) * self.sample_bytes


def planned(
    part: RecordingPart, wide: Sequence[bool], missing: Sequence[bool], lowest_used: Sequence[bool]
) -> tuple[PlannedGroup, ...]:
    """Return the groups of a part in the order of the file: by segment, then by rate.

    wide : of each channel whether its digits need 32 bits
    missing : of each channel whether samples are missing
    lowest_used : of each channel whether −32768 stands for a value, so that it cannot stand for a missing one
    """
    by_rate: dict[float, list[int]] = {}
    for position, rate_hz in enumerate(part.rates_hz):
        by_rate.setdefault(rate_hz, []).append(position)
    together = [
        (rate_hz, tuple(positions[start : start + MOST_CHANNELS]))
        for rate_hz, positions in by_rate.items()
        for start in range(0, len(positions), MOST_CHANNELS)
    ]
    groups: list[PlannedGroup] = []
    for number, segment in enumerate(part.segments):
        for rate_hz, positions in together:
            has_missing = any(missing[p] for p in positions)
            is_wide = any(wide[p] for p in positions) or (has_missing and any(lowest_used[p] for p in positions))
            padding = (-(2**31) if is_wide else -(2**15)) if has_missing else None
            n_samples = max(segment.n_samples[p] for p in positions)
            whole = PlannedGroup(
                number, positions, 0, n_samples, rate_hz, segment.start_s - part.start_s, is_wide, padding
            )
            groups += _in_pieces(whole)
    return tuple(group for group in groups if group.n_samples)


def only(part: RecordingPart, positions: Sequence[int]) -> RecordingPart:
    """Return a part with some of its channels."""
    return replace(
        part,
        channels=tuple(part.channels[p] for p in positions),
        segments=tuple(
            PartSegment(
                segment.index,
                segment.start_s,
                tuple(segment.first[p] for p in positions),
                tuple(segment.stop[p] for p in positions),
            )
            for segment in part.segments
        ),
    )


def _in_pieces(group: PlannedGroup) -> list[PlannedGroup]:
    """Return a group in pieces that an element can hold."""
    most = MOST_BYTES // (len(group.positions) * group.sample_bytes) // 2 * 2
    return [
        replace(
            group,
            first=first,
            n_samples=min(most, group.n_samples - first),
            offset_s=group.offset_s + first / group.rate_hz,
            is_continued=first > 0,
        )
        for first in range(0, max(group.n_samples, 1), most)
    ]
