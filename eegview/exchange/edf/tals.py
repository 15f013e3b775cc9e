"""Reading and writing of the bytes of EDF+ annotation lists (TALs).

Format: section 2.2 of the EDF+ specification, edfplus.info.
"""

import re
from collections.abc import Callable
from decimal import Decimal

# They separate the parts of an annotation; some readers skip an annotation with line breaks in it.
FORBIDDEN = re.compile("[\x00\x14\x15\r\n]")
_LONGEST_TIME = 64  # bytes; more is damage
_NUMBER = rb"\s*[+-]?\s*(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?\s*"
_ONSET = re.compile(rb"\s*([+-]?)\s*((?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?)\s*")
_TIMES = re.compile(_NUMBER + rb"(?:\x15+(?:" + _NUMBER + rb")?)?")


def onset_text(onset_s: float, decimals: int = 6) -> str:
    """Return a time (s) as text of an annotation list: `+12.5`, at most `decimals` decimals, no exponent."""
    number = f"{Decimal(str(onset_s)):.{decimals}f}".rstrip("0").rstrip(".")
    number = "0" if number in ("-0", "") else number
    return number if number.startswith("-") else f"+{number}"


def tal(onset_s: float, duration_s: float, text: str) -> bytes:
    """Return the bytes of one annotation list: onset (s from the file's start), duration (s) and one text."""
    duration = f"\x15{onset_text(duration_s)[1:]}" if duration_s > 0 else ""
    return f"{onset_text(onset_s)}{duration}\x14{FORBIDDEN.sub(' ', text)}\x14\x00".encode()


def time_keeping_tal(onset_s: float) -> bytes:
    """Return the bytes of the list that states when a data record begins (s from the file's start)."""
    return f"{onset_text(onset_s, 9)}\x14\x14\x00".encode()


def first_onset_s(content: bytes) -> float | None:
    """Return the start (s) of a data record from the bytes of its first annotation signal, None where it has none."""
    times, mark, _ = content.partition(b"\x14\x14")
    match = _ONSET.fullmatch(times) if mark and len(times) <= _LONGEST_TIME else None
    return float(b"".join(match.groups()).replace(b",", b".")) if match else None


def rewritten(content: bytes, change: Callable[[str], str], encoding: str = "latin-1") -> tuple[bytes, int]:
    """Return annotation bytes of the same length with every text changed, and the number of damaged lists.

    change : returns the text to put in place, "" to remove it; it must not make a text longer in bytes
    encoding : of texts that are not UTF-8

    Damaged bytes, which form no list, are left out: their content cannot be checked.
    """
    entries, n_damaged = [], 0
    for entry in content.split(b"\x00"):
        if not entry:
            continue
        times, *texts = entry.split(b"\x14")
        if not texts or not _TIMES.fullmatch(times):
            n_damaged += 1
            continue
        is_time_keeping = not texts[0]
        changed = [new for text in texts if text and (new := _changed(text, change, encoding))]
        if changed or is_time_keeping:
            entries.append(b"\x14".join([times, *([b""] if is_time_keeping else []), *changed, b""]) + b"\x00")
    joined = b"".join(entries)
    if len(joined) > len(content):  # a last list without its closing byte, which we added
        joined = joined[: len(content)]
    return joined.ljust(len(content), b"\x00"), n_damaged


def _changed(text: bytes, change: Callable[[str], str], encoding: str) -> bytes:
    for name in ("utf-8", encoding):
        try:
            return change(text.decode(name)).encode(name)
        except UnicodeError:
            continue
    return change(text.decode("latin-1")).encode("latin-1")
