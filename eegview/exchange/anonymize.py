"""Anonymized copies of EDF and BDF files: identity removed, samples untouched, checked before the copy appears.

This module must not know the library or the videos, which are handled elsewhere.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from eegview.exchange.edf.bytes import EdfBytes, read_edf_bytes
from eegview.exchange.edf.tals import rewritten
from eegview.exchange.identity import Identity, Scrubber, edf_date, identity_of
from eegview.exchange.identity_search import check_nothing_left
from eegview.exchange.name_pattern import NamePattern
from eegview.exchange.writing import whole_file
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.recording import Progress, no_progress

_NO_DATE = date(1985, 1, 1)  # what EDF writes for an unknown date
_CANNOT_FIND = (
    "What cannot be found: nicknames, initials, misspelt names, names that are in no header field, and names in the "
    "image or sound of a video."
)
_LAST_DATE = date(2084, 12, 31)  # the year has two digits in EDF


@dataclass(frozen=True, slots=True)
class Withheld:
    """The choice of what to remove in addition to the names in the header.

    shift_days : move the date by so many days; None = no date at all
    keep_date : leave the date as it is
    keep_clock : leave the time of day; it stays anyway where the date is moved or kept
    keep_age : write the age in months into the patient field
    drop_notes : remove all annotation texts
    names : further names to remove from texts
    """

    shift_days: int | None = None
    keep_date: bool = False
    keep_clock: bool = False
    keep_age: bool = False
    drop_notes: bool = False
    names: tuple[str, ...] = ()

    @property
    def keeps_clock(self) -> bool:
        return self.keep_clock or self.keep_date or self.shift_days is not None


@dataclass(frozen=True, slots=True)
class Anonymized:
    """The report of an anonymization.

    removed : (kind, count) of what was removed, never the text itself
    notes : sentences for the person who will pass the copy on
    n_texts : number of different annotation texts left in the copy
    scrubber : removes the same identity from further texts
    n_looked_for : number of names, phrases and numbers of the original that the copy was searched for
    """

    removed: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    n_texts: int
    scrubber: Scrubber
    n_looked_for: int


def anonymize_edf(
    source: Path, out: Path, withheld: Withheld, progress: Progress = no_progress, encoding: str = "latin-1"
) -> Anonymized:
    """Write a copy of `source` without identity to `out`, where it appears only after it was checked.

    Patient and recording fields become X, the date 1 January 1985 (or is moved or kept), names, dates and long numbers
    in annotations become X, the samples stay byte for byte. Memory does not grow with the file.

    encoding : of texts that are not UTF-8, so that names are found in them

    Raises
    ------
    UnreadableFile : the source is no sound EDF or BDF file
    UsageError : the name of the copy names the patient, or the moved date cannot be written
    IdentityLeft : a second reading found identity in the copy; nothing was written
    CannotWrite : the copy cannot be written; an older file is untouched
    """
    found = read_edf_bytes(source)
    header_texts = {name: _decoded(found.main[name], encoding) for name in ("patient", "recording")}
    identity = identity_of(header_texts["patient"], header_texts["recording"], withheld.names)
    check_name(out, identity)
    scrubber = Scrubber(identity, keep_dates=withheld.keep_date, keep_clock=withheld.keeps_clock)
    copy, removed = _header_without(found, header_texts, scrubber, withheld, encoding)
    texts: set[str] = set()

    def change(text: str) -> str:
        changed = "" if withheld.drop_notes else scrubber.scrub(text)
        if changed:
            texts.add(changed)
        return changed

    n_damaged = 0
    with whole_file(out) as file:
        file.write(copy.header())
        for block in found.blocks(progress=lambda share: progress(share * 0.6)):
            n_damaged += _rewrite_notes(block, found, change, encoding)
            file.write(block)
        file.flush()
        check_nothing_left(Path(file.name), copy, identity.words, lambda share: progress(0.6 + share * 0.4), encoding)
        _check_samples(Path(file.name), found)
    progress(1.0)
    counts = {f"annotation text: {kind}": n for kind, n in sorted(scrubber.counts.items())}
    if withheld.drop_notes:
        counts = {"annotation text: all of it": 1}
    if n_damaged:
        counts["damaged annotation bytes"] = n_damaged
    if found.left_over_bytes:
        counts["bytes after the last whole data record"] = found.left_over_bytes
    n_words = len(identity.words)
    return Anonymized((*removed, *counts.items()), _notes(withheld, len(texts), n_words), len(texts), scrubber, n_words)


def check_name(path: Path, identity: Identity) -> None:
    """Check that a file name does not name the patient.

    Raises
    ------
    UsageError : it holds a name or number of the header
    """
    if identity.words and NamePattern(identity.words).search(path.name):
        raise UsageError(
            "The name of the copy contains a name or number of the header.",
            f"Choose another, such as {neutral_name(path)}.",
        )


def neutral_name(path: Path, seed: bytes = b"") -> str:
    """Return a file name that names nobody, with the extension of `path`."""
    ending = ".bdf" if path.suffix.lower().startswith(".bdf") else ".edf"
    return f"recording_{hashlib.sha256(seed).hexdigest()[:8] if seed else '001'}{ending}"


def _rewrite_notes(block: bytearray, layout: EdfBytes, change: Callable[[str], str], encoding: str) -> int:
    n_damaged = 0
    for start, stop in layout.annotation_ranges:
        for record in range(0, len(block), layout.record_bytes):
            content = bytes(block[record + start : record + stop])
            block[record + start : record + stop], n = rewritten(content, change, encoding)
            n_damaged += n
    return n_damaged


def _header_without(
    found: EdfBytes, header_texts: dict[str, str], scrubber: Scrubber, withheld: Withheld, encoding: str
) -> tuple[EdfBytes, list[tuple[str, int]]]:
    """Return the header to write, and (kind, count) of what was removed from it."""
    removed = [(f"{name} field", 1) for name, text in header_texts.items() if set(text.split()) - {"X", "Startdate"}]
    main = dict(found.main)
    started = _start_date(found.main["date"])
    day = _day(started, withheld)
    if not withheld.keep_date and started is not None and started != _NO_DATE:
        removed.append(("start date" if withheld.shift_days is None else "start date (moved)", 1))
    if not withheld.keeps_clock and found.main["time"] != b"00.00.00":
        main["time"] = b"00.00.00"
        removed.append(("time of day of the start", 1))
    main["date"] = (day or _NO_DATE).strftime("%d.%m.%y").encode()
    age = _age_months(scrubber.identity.born, started) if withheld.keep_age else None
    main["patient"] = b"X X X X" + (b" age_%d_months" % age if age is not None else b"")
    main["recording"] = f"Startdate {edf_date(day) if day else 'X'} X X X".encode()
    flag = f"{'EDF' if found.sample_bytes == 2 else 'BDF'}+{found.plus}".encode()
    main["reserved"] = flag if found.plus else (b"24BIT" if found.sample_bytes == 3 else b"")
    signals = dict(found.signals)
    for name in ("label", "transducer", "prefilter"):
        before = sum(scrubber.counts.values())
        signals[name] = tuple(_scrubbed(field, scrubber, encoding) for field in found.signals[name])
        if n := sum(scrubber.counts.values()) - before:
            removed.append((f"words in the signals' {name} fields", n))
    if any(field.strip() for field in found.signals["reserved"]):
        removed.append(("signals' reserved fields", sum(bool(field.strip()) for field in found.signals["reserved"])))
    signals["reserved"] = (b"",) * found.n_signals
    scrubber.counts.clear()
    copy = EdfBytes(found.path, found.version, main, signals, found.sample_bytes, found.n_samples, found.n_records, 0)
    return copy, removed


def _scrubbed(field: bytes, scrubber: Scrubber, encoding: str) -> bytes:
    text, name = _read(field, encoding)
    changed = scrubber.scrub(text)
    return field if changed == text else changed.encode(name).ljust(len(field))


def _day(started: date | None, withheld: Withheld) -> date | None:
    """Return the date to write into the header, None for no date.

    Raises
    ------
    UsageError : the moved date cannot be written in EDF
    """
    if started is None or (withheld.shift_days is None and not withheld.keep_date):
        return None
    try:
        day = started + timedelta(days=withheld.shift_days or 0)
    except OverflowError:
        day = date.max
    if not _NO_DATE <= day <= _LAST_DATE:
        raise UsageError("EDF cannot store a date so far away.", "Give fewer days; EDF knows the years 1985 to 2084.")
    return day


def _start_date(field: bytes) -> date | None:
    try:
        day, month, year = (int(part) for part in field.decode("ascii").split("."))
        return date(year if year > 99 else year + (1900 if year >= 85 else 2000), month, day)
    except (ValueError, UnicodeDecodeError):
        return None


def _age_months(born: date | None, started: date | None) -> int | None:
    if born is None or started is None or born > started:
        return None
    return (started.year - born.year) * 12 + started.month - born.month - (started.day < born.day)


def _check_samples(path: Path, layout: EdfBytes) -> None:
    """Compare the copy's samples with the original's, byte for byte.

    Raises
    ------
    UnreadableFile : they differ
    """
    for original, copied in zip(layout.blocks(), layout.blocks(path), strict=True):
        records = [np.frombuffer(block, np.uint8).reshape(-1, layout.record_bytes) for block in (original, copied)]
        for start, stop in layout.annotation_ranges:
            for block in records:
                block[:, start:stop] = 0
        if not np.array_equal(records[0], records[1]):
            raise UnreadableFile(
                "The copy's samples differ from the original's; nothing was written.", "Check the disk, then try again."
            )


def _notes(withheld: Withheld, n_texts: int, n_words: int) -> tuple[str, ...]:
    notes = [_CANNOT_FIND]
    if not n_words:
        notes.insert(0, "The header names nobody and --name was not given, so there was no name to find in texts.")
    if n_texts:
        notes.append(
            f"{n_texts} different annotation texts are left. Read them: a name that stands in no header field is not "
            "found; take it out with --name, or all texts with --drop-notes."
        )
    if withheld.shift_days is not None:
        notes.append("Marks and video count from the recording's start, so they moved with it.")
    if withheld.keep_date:
        notes.append("The date was kept: it can identify a patient.")
    return tuple(notes)


def _decoded(field: bytes, encoding: str) -> str:
    text, _ = _read(field, encoding)
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _read(field: bytes, encoding: str) -> tuple[str, str]:
    """Return the text of a field and the encoding it was read in: UTF-8, the one of the file, or at last Latin-1."""
    for name in ("utf-8", encoding):
        try:
            return field.decode(name), name
        except UnicodeError:
            continue
    return field.decode("latin-1"), "latin-1"
