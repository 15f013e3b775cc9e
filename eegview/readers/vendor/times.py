"""Compute the true times of the samples in a vendor's file.

Knows the bytes that hold the true times; must not know the library that reads the samples.
"""

from datetime import date, datetime, time
from pathlib import Path


def nihon_kohden_starts(path: Path, blocks: list[tuple[int, int]]) -> list[tuple[int, float | None]]:
    """Return sample number and true time of each data block, which keeps its start to the second in decimal digits.

    blocks : (address in the file, samples) of each
    """
    starts: list[tuple[int, float | None]] = []
    began, first = None, 0
    with path.open("rb") as file:
        for address, n_samples in blocks:
            file.seek(address + 0x14)
            at = _clock("20" + file.read(6).hex())
            began = at if first == 0 else began
            starts.append((first, (at - began).total_seconds() if at is not None and began is not None else None))
            first += n_samples
    return starts


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
