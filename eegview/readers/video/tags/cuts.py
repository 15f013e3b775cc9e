"""Find where the edit list of an MP4 or QuickTime file leaves out what was filmed, or shows it in another order.

Layout: ISO/IEC 14496-12, sections 8.2.2 (`mvhd`) and 8.6.6 (`elst`).
"""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from eegview.model.issue import Issue
from eegview.readers.video.tags.boxes import Box, is_box_file
from eegview.readers.video.tags.stored_part import content_of, edits_of, picture_tracks, ticks_per_s

_LEAST_S = 0.05  # less is rounding: lengths are in ticks of the movie, beginnings in those of the track
_MOST_TOLD = 5


class Jump(NamedTuple):
    """A place where what is shown does not follow what was filmed before it, seconds.

    at_s : on the clip as it is shown, as stored
    left_out_s : between what lies before and after it; below 0 = it goes back by so much
    """

    at_s: float
    left_out_s: float


def jumps(path: Path) -> tuple[Jump, ...]:
    """Return where the edit list of the first track of pictures jumps in the middle of the clip."""
    if not is_box_file(path):
        return ()
    with path.open("rb") as file:
        whole = Box(b"", 0, path.stat().st_size)
        movie_hz = ticks_per_s(content_of(file, whole, 32, b"moov", b"mvhd"))
        for track in picture_tracks(file, whole):
            rate_hz = ticks_per_s(content_of(file, track, 32, b"mdia", b"mdhd"))
            if not (movie_hz and rate_hz):
                break
            edits = [(duration / movie_hz, start / rate_hz) for duration, start in edits_of(file, track) if duration]
            return tuple(_jumps(edits))
    return ()


def cut_issues(path: Path, slowness: float) -> list[Issue]:
    """Return issues about what is left out or turned round in the middle of a clip.

    slowness : seconds that the file stores for each that happened
    """
    found = jumps(path)
    issues = []
    if cuts := [jump for jump in found if jump.left_out_s > 0]:
        where = [f"{cut.left_out_s / slowness:.1f} s at {cut.at_s / slowness:.1f} s" for cut in cuts[:_MOST_TOLD]]
        where += [f"{len(cuts) - _MOST_TOLD} more"] if len(cuts) > _MOST_TOLD else []
        text = f"Parts of what was filmed were cut out of the middle: {', '.join(where)}. What follows happened so much"
        text += " later than its place here says: intervals and clusters across the cut are too short."
        issues.append(Issue("video_cut_middle", text))
    if backs := [jump for jump in found if jump.left_out_s < 0]:
        where = ", ".join(f"{jump.at_s / slowness:.1f} s" for jump in backs[:_MOST_TOLD])
        text = (
            f"The clip goes back to what was filmed earlier at {where}: its times are not those at which it happened."
        )
        issues.append(Issue("video_turned_round", text))
    return issues


def _jumps(edits: list[tuple[float, float]]) -> list[Jump]:
    """Return the jumps between parts, each of a length and a beginning in what is stored (below 0 = nothing shown)."""
    found, at_s = [], 0.0
    reached_s: float | None = None
    for (length_s, start_s), (_next_s, next_start_s) in pairwise([*edits, (0.0, -1.0)]):
        at_s += length_s
        if start_s >= 0:
            reached_s = start_s + length_s
        if reached_s is not None and next_start_s >= 0 and abs(next_start_s - reached_s) >= _LEAST_S:
            found.append(Jump(at_s, next_start_s - reached_s))
    return found
