"""The filters of the amplifier and its program, from the free text at the end of a BrainVision header."""

import math
import re
from collections.abc import Iterator, Sequence

_HARDWARE = re.compile(r"^#\s+Name\b.*\bLow Cutoff", re.IGNORECASE)
_SOFTWARE = re.compile(r"^#\s+Low Cutoff", re.IGNORECASE)
_ROW = re.compile(r"^(\d{1,5})\s+(\S.*)$")

Cutoffs = tuple[float | None, float | None]  # low and high, Hz


def prefilters(comment: Sequence[str], labels: Sequence[str], rate_hz: float) -> tuple[str, ...]:
    """Return a text such as `HP:0.1Hz LP:70Hz` for each channel; the narrower one where two filters are told."""
    hardware = dict(_rows(comment, _HARDWARE, labels))
    software = dict(_rows(comment, _SOFTWARE, labels))
    texts = []
    for number in range(1, len(labels) + 1):
        both = [rows[number] for rows in (hardware, software) if number in rows]
        low_hz = max((low for low, _ in both if low), default=None)
        high_hz = min((high for _, high in both if high and high < rate_hz / 2 - 1e-6), default=None)
        parts = [f"HP:{low_hz:g}Hz"] if low_hz else []
        parts += [f"LP:{high_hz:g}Hz"] if high_hz else []
        texts.append(" ".join(parts))
    return tuple(texts)


def _rows(comment: Sequence[str], head: re.Pattern[str], labels: Sequence[str]) -> Iterator[tuple[int, Cutoffs]]:
    """Yield the number and the cutoffs of each channel in the table that begins with a line like `head`."""
    start = next((i for i, line in enumerate(comment) if head.match(line.strip())), None)
    if start is None:
        return
    title = comment[start]
    titles = re.split(r"\s{2,}", title.strip())
    low_title = next((text for text in titles if text.lower().startswith("low")), "")
    high_title = next((text for text in titles if text.lower().startswith("high")), "")
    for line in comment[start + 1 :]:
        row = _ROW.match(line.strip())
        if row is None:
            break
        number, rest = int(row[1]), row[2]
        if head is _HARDWARE:
            label = labels[number - 1] if number <= len(labels) else ""
            rest = rest[len(label) :] if label and rest.startswith(label) else rest.partition(" ")[2]
            values = rest.split()[2 + ("/ Unit" in title) :]  # behind the physical channel and the resolution
        else:
            values = rest.split()
        if len(values) >= 2:
            yield number, (_hz(values[0], low_title), _hz(values[1], high_title))


def _hz(text: str, title: str) -> float | None:
    """Return a corner frequency; a column may be in Hz or in seconds. None for DC, Off and what is no number."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    if not math.isfinite(value) or value <= 0:
        return None
    return 1 / (2 * math.pi * value) if "[s]" in title else value
