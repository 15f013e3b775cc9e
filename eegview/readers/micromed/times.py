"""When the samples of a Micromed file were recorded: a file that was cut down keeps what was left and when it was."""

import numpy as np

from eegview.model.issue import Issue
from eegview.readers.stored_segment import StoredSegment

_ENTRY_BYTES = 8
_EMPTY = 2**32 - 1
_LONGEST_BREAK_S = 31 * 86400.0  # what was left of one recording was recorded within a month


def stored_segments(area: bytes, n_frames: int, rate_hz: float) -> tuple[tuple[StoredSegment, ...], float, list[Issue]]:
    """Return the segments, how long before the first of them the recorder was started, and what is wrong with them.

    Parameters
    ----------
    area : pairs of u4, the time of a segment and its first sample in the file, both counted in samples
    n_frames : samples of a channel in the file

    Returns
    -------
    tuple of StoredSegment : 0 s is the first sample
    float : seconds from the header's start time to the first sample
    list of Issue
    """
    entries = np.frombuffer(area[: len(area) // _ENTRY_BYTES * _ENTRY_BYTES], "<u4").reshape(-1, 2)
    known: list[tuple[int, int]] = []
    n_wrong = 0
    for number, (time, first) in enumerate(entries.tolist()):
        if (time == 0 and first == 0 and number) or _EMPTY in (time, first):
            break
        if first >= n_frames or (known and first <= known[-1][1]):
            n_wrong += 1
        else:
            known.append((time, first))
    if not known or known[0][1]:
        known.insert(0, (max(known[0][0] - known[0][1], 0) if known else 0, 0))
    before = known[0][0]
    segments: list[StoredSegment] = []
    for number, (time, first) in enumerate(known):
        n_samples = (known[number + 1][1] if number + 1 < len(known) else n_frames) - first
        start_s = (time - before) / rate_hz
        if segments:
            last = segments[-1]
            end_s = last.span(rate_hz).stop_s
            is_wrong = not end_s - 0.5 / rate_hz <= start_s <= end_s + _LONGEST_BREAK_S
            n_wrong += is_wrong
            if is_wrong or start_s < end_s + 0.5 / rate_hz:  # it goes on without a break
                segments[-1] = StoredSegment(last.first, last.n_samples + n_samples, last.start_s)
                continue
        segments.append(StoredSegment(first, n_samples, start_s))
    issues = []
    if n_wrong:
        what = "1 entry" if n_wrong == 1 else f"{n_wrong} entries"
        issues.append(
            Issue(
                "reductions_unreadable",
                f"{what} of the table of kept sections cannot be valid; ignored, and later times are uncertain.",
            )
        )
    return tuple(segments), before / rate_hz, issues


def time_of_frame(segments: tuple[StoredSegment, ...], frame: int, rate_hz: float) -> float:
    """Return the time of a sample, seconds from recording start."""
    starts = [segment.first for segment in segments]
    segment = segments[max(int(np.searchsorted(starts, frame, side="right")) - 1, 0)]
    return segment.start_s + (frame - segment.first) / rate_hz
