"""Where the multiplex groups of a DICOM waveform lie in time.

Groups of the same channels that follow each other are one track; tracks run side by side. A segment is a span in which
any track has samples.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.readers.dicom.groups import Group

_SAME_SAMPLE = 0.5  # of a sample: a group that begins nearer to another's end goes on where it ends
_LONGEST_LAG_S = 10.0  # no multiplexer and no aligning of channels needs more
_SHOWN_SHIFT = 0.05  # samples; less is not told


@dataclass(frozen=True, slots=True)
class Run:
    """The samples of one group on the timeline.

    segment : index of the segment that they lie in
    at : number of its first sample, counted from the segment's first
    """

    group: Group
    segment: int
    at: int


@dataclass(slots=True)
class Track:
    """Channels that are sampled together throughout the recording.

    starts_s : of each group's first sample, from the acquisition's start
    runs : by segment
    lags : of each channel, whole samples that it is later than its group
    """

    groups: list[Group] = field(default_factory=list[Group])
    starts_s: list[float] = field(default_factory=list[float])
    runs: dict[int, list[Run]] = field(default_factory=dict[int, list[Run]])
    lags: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def rate_hz(self) -> float:
        return self.groups[0].rate_hz

    @property
    def stop_s(self) -> float:
        return self.starts_s[-1] + self.groups[-1].duration_s

    def add(self, group: Group, start_s: float) -> None:
        self.groups.append(group)
        self.starts_s.append(start_s)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The tracks and segments of a recording.

    zero_s : recording start, from the acquisition's start
    """

    tracks: tuple[Track, ...]
    segments: tuple[Span, ...]
    zero_s: float
    issues: tuple[Issue, ...]


def timeline_of(groups: Sequence[Group]) -> Timeline:
    """Place groups (one at least) in time."""
    tracks, issues = _tracks(groups)
    late = 0.0
    for track in tracks:
        lags = np.array([d.lag_s * track.rate_hz + d.lag_samples for d in track.groups[0].definitions])
        is_odd = np.abs(lags) > _LONGEST_LAG_S * track.rate_hz
        if is_odd.any():
            lags[is_odd] = 0.0
            what = f"{np.count_nonzero(is_odd)} channels of group {track.groups[0].number}"
            issues.append(Issue("channel_skew", f"The file gives {what} an impossible skew; it is left out."))
        track.lags = np.rint(lags).astype(np.int64)
        late = max(late, float(np.abs(lags - track.lags).max()) / track.rate_hz)
        if np.abs(lags - track.lags).max() > _SHOWN_SHIFT:
            issues.append(
                Issue(
                    "channel_skew",
                    f"Channels of group {track.groups[0].number} were sampled up to {late * 1000:.3g} ms beside the "
                    "others; they are shown at the nearest sample.",
                )
            )
    segments, zero_s = _segments(tracks)
    segment_starts_s = [segment.start_s for segment in segments]
    odd_s = 0.0
    for track in tracks:
        for group, start_s in zip(track.groups, track.starts_s, strict=True):
            index = max(bisect_right(segment_starts_s, start_s - zero_s + 1e-9) - 1, 0)
            at = (start_s - zero_s - segments[index].start_s) * track.rate_hz
            if abs(at - round(at)) > _SHOWN_SHIFT:
                odd_s = max(odd_s, abs(at - round(at)) / track.rate_hz)
            track.runs.setdefault(index, []).append(Run(group, index, round(at)))
    if odd_s:
        issues.append(
            Issue(
                "group_offset",
                f"Groups of channels begin between others' samples; they are shown {odd_s * 1000:.3g} ms off at most.",
            )
        )
    return Timeline(tuple(tracks), segments, zero_s, (*issues, *_partly(tracks, segments)))


def _tracks(groups: Sequence[Group]) -> tuple[list[Track], list[Issue]]:
    tracks: list[Track] = []
    n_unknown = n_back = 0
    for group in sorted(groups, key=lambda group: (group.offset_s is None, group.offset_s or 0.0, group.number)):
        start_s = group.offset_s
        alike = [track for track in tracks if _are_alike(track.groups[0], group)]
        n_unknown += start_s is None and len(groups) > 1
        for track in alike:
            if start_s is None or abs(start_s - track.stop_s) <= _SAME_SAMPLE / group.rate_hz:
                track.add(group, track.stop_s)
            elif start_s > track.stop_s:
                track.add(group, start_s)
            elif start_s > track.starts_s[-1] + _SAME_SAMPLE / group.rate_hz:
                n_back += 1
                track.add(group, track.stop_s)
            else:
                continue  # it begins with the other: channels of the same name side by side
            break
        else:
            tracks.append(Track([group], [start_s or 0.0]))
    issues = []
    if n_unknown:
        issues.append(
            Issue(
                "group_times_missing",
                f"{n_unknown} groups of channels say no time; same channels follow each other, others begin together.",
            )
        )
    if n_back:
        issues.append(Issue("times_backwards", f"{_parts(n_back)} to begin before the one in front ends."))
    return tracks, issues


def _are_alike(first: Group, second: Group) -> bool:
    return (
        first.rate_hz == second.rate_hz
        and len(first.definitions) == len(second.definitions)
        and all(
            a.named_alike(b) and a.unit.value == b.unit.value
            for a, b in zip(first.definitions, second.definitions, strict=True)
        )
    )


def _segments(tracks: Sequence[Track]) -> tuple[tuple[Span, ...], float]:
    """Return the spans with samples, from recording start, and when that is."""
    spans: list[tuple[float, float, float]] = []
    for track in tracks:
        early, late = min(0, int(track.lags.min())), max(0, int(track.lags.max()))
        start_s, n_samples, reached_s = track.starts_s[0], 0, track.starts_s[0]
        for group, at_s in zip(track.groups, track.starts_s, strict=True):
            if at_s != reached_s:
                spans.append(_span(start_s, n_samples, track.rate_hz, early, late))
                start_s, n_samples = at_s, 0
            n_samples += group.n_frames
            reached_s = at_s + group.duration_s
        spans.append(_span(start_s, n_samples, track.rate_hz, early, late))
    spans.sort()
    zero_s = spans[0][0]
    merged: list[list[float]] = []
    for start_s, stop_s, rate_hz in spans:
        if merged and start_s <= merged[-1][1] + _SAME_SAMPLE / rate_hz:
            merged[-1][1] = max(merged[-1][1], stop_s)
        else:
            merged.append([start_s, stop_s])
    return tuple(Span(start_s - zero_s, stop_s - zero_s) for start_s, stop_s in merged), zero_s


def _span(start_s: float, n_samples: int, rate_hz: float, early: int, late: int) -> tuple[float, float, float]:
    return start_s + early / rate_hz, start_s + (n_samples + late) / rate_hz, rate_hz


def _partly(tracks: Sequence[Track], segments: Sequence[Span]) -> list[Issue]:
    """Return an issue where some channels were not recorded throughout."""
    missing_s = 0.0
    for track in tracks:
        there_s = sum(group.duration_s for group in track.groups)
        missing_s = max(missing_s, sum(segment.duration_s for segment in segments) - there_s - 1.5 / track.rate_hz)
    if missing_s <= 0:
        return []
    return [
        Issue(
            "channels_not_throughout",
            f"Some channels were recorded for a part of the time only; up to {elapsed_text(missing_s, 1)} are missing.",
        )
    ]


def _parts(n: int) -> str:
    return "1 part of the recording claims" if n == 1 else f"{n} parts of the recording claim"
