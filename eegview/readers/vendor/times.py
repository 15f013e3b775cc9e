"""Compute the true times of the samples in a vendor's file.

Knows the marker and layout texts that hold the true times; must not know the library that reads the samples.
"""

import re
from datetime import date, datetime, time
from pathlib import Path

_NEW_SEGMENT = re.compile(r"^Mk\d+=New Segment,[^,]*,(\d+),[^,]*,[^,]*(?:,(\d{14,20}))?", re.MULTILINE | re.IGNORECASE)
_SAMPLE_TIME = re.compile(r"^\s*(\d+)\s*=\s*(-?[\d.]+)", re.MULTILINE)


def brainvision_starts(marker_file: Path) -> list[tuple[int, float | None]]:
    """Return sample number and true time of each “New Segment” marker."""
    text = marker_file.read_bytes().decode("latin-1")
    found = [(max(int(position) - 1, 0), _clock(stamp)) for position, stamp in _NEW_SEGMENT.findall(text)]
    began = found[0][1] if found and found[0][0] == 0 else None
    return [
        (sample, (at - began).total_seconds() if at is not None and began is not None else None) for sample, at in found
    ]


def persyst_starts(layout_file: Path) -> list[tuple[int, float | None]]:
    """Return sample number and true time of each line of a layout's [SampleTimes]."""
    found = [(int(sample), float(at)) for sample, at in _SAMPLE_TIME.findall(_section(layout_file, "SampleTimes"))]
    # Times are seconds of the day, so a recording over midnight starts again from 0.
    began = found[0][1] if found else 0.0
    return [(sample, (at - began) % 86400.0) for sample, at in found]


def persyst_comments(layout_file: Path) -> list[tuple[float, float, str]]:
    """Return onset, duration (s, true time) and text of a layout's [Comments].

    MNE drops those after the samples it counts without breaks, so they are read here.
    """
    comments = []
    for line in _section(layout_file, "Comments").splitlines():
        parts = line.split(",", 4)
        try:
            onset_s, duration_s = float(parts[0]), float(parts[1])
        except (ValueError, IndexError):
            continue  # not a comment: the section holds blank lines and other keys as well
        if len(parts) == 5:
            comments.append((onset_s, max(0.0, duration_s), parts[4].strip()))
    return comments


def _section(layout_file: Path, name: str) -> str:
    """Return the lines under `[name]`, "" if it is not there."""
    text = layout_file.read_bytes().decode("latin-1")
    found = re.search(rf"^\[{name}\][ \t]*\r?\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    return found[1] if found else ""


def _clock(stamp: str) -> datetime | None:
    """Read `YYYYMMDDhhmmssµµµµµµ`; all zeros stand for no time."""
    if len(stamp) < 14 or not stamp.strip("0"):
        return None
    try:
        return datetime.combine(
            date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])),
            time(int(stamp[8:10]), int(stamp[10:12]), int(stamp[12:14]), int((stamp[14:20] or "0").ljust(6, "0"))),
        )
    except ValueError:
        return None
