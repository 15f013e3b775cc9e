"""The header of an EDF or BDF file as texts that can be changed, for a copy; the original is never written."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

from eegview.exchange.edf_bytes import MAIN_FIELDS, SIGNAL_FIELDS
from eegview.exchange.identity import date_of, edf_date
from eegview.exchange.recording.texts import is_plain
from eegview.exchange.writing import whole_file
from eegview.model.errors import EegViewError, UnreadableFile, UsageError
from eegview.model.recording import Progress, no_progress

MAIN_TITLES = {"patient": "Patient", "recording": "Recording", "date": "Start date", "time": "Start time"}
SIGNAL_TITLES = {
    "label": "Label",
    "transducer": "Transducer",
    "prefilter": "Prefilter",
    "unit": "Unit",
    "physical_min": "Physical min",
    "physical_max": "Physical max",
    "digital_min": "Digital min",
    "digital_max": "Digital max",
}
_WIDTHS = {name: width for name, (_, width) in MAIN_FIELDS.items()} | dict(SIGNAL_FIELDS)
_ANNOTATIONS = ("edf annotations", "bdf annotations")
_BLOCK_BYTES = 1 << 20
_MOST_SIGNALS = 8192
_VERSIONS = {b"0       ": 2, b"\xffBIOSEMI": 3}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([Ee][+-]?\d+)?")


class CopyDiffers(EegViewError):
    """The copy's samples differ from the original's; nothing was written."""


@dataclass(frozen=True, slots=True, order=True)
class FieldKey:
    """A field: of the main header (`signal` None) or of a signal, counted from 0."""

    name: str
    signal: int | None = None


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """One field that differs from the original."""

    key: FieldKey
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EdfHeaderTexts:
    """All bytes of a header, and the texts in it.

    path : of the file it was read from
    content : the header's bytes
    """

    path: Path
    content: bytes

    @property
    def n_signals(self) -> int:
        return len(self.content) // 256 - 1

    @property
    def sample_bytes(self) -> int:
        return _VERSIONS[self.content[:8]]

    @property
    def is_plus(self) -> bool:
        """Whether it is EDF+ or BDF+, whose patient and recording have a form."""
        return self.text(FieldKey("reserved_main")).upper()[:5] in ("EDF+C", "EDF+D", "BDF+C", "BDF+D")

    def text(self, key: FieldKey) -> str:
        """Return a field's text without the blanks at its end."""
        start, width = self._place(key)
        return self.content[start : start + width].decode("latin-1").rstrip(" \x00")

    def is_annotations(self, signal: int) -> bool:
        """Whether a signal holds annotations: its fields are the format's own."""
        return self.text(FieldKey("label", signal)).strip().lower() in _ANNOTATIONS

    def fields(self) -> tuple[FieldKey, ...]:
        """Return the fields that can be changed, the main header's first."""
        signals = [number for number in range(self.n_signals) if not self.is_annotations(number)]
        return (
            *(FieldKey(name) for name in MAIN_TITLES),
            *(FieldKey(name, signal) for signal in signals for name in SIGNAL_TITLES),
        )

    def changed(self, texts: Mapping[FieldKey, str]) -> "EdfHeaderTexts":
        """Return the header with other texts; nothing is checked, see `problem_in`."""
        content = bytearray(self.content)
        for key, text in texts.items():
            start, width = self._place(key)
            content[start : start + width] = text.encode("latin-1", "replace")[:width].ljust(width)
        return replace(self, content=bytes(content))

    def changes_from(self, original: "EdfHeaderTexts") -> tuple[HeaderChange, ...]:
        """Return the fields that differ from another header of the same file."""
        pairs = [(key, original.text(key), self.text(key)) for key in original.fields()]
        return tuple(
            HeaderChange(key, original.title(key), before, after) for key, before, after in pairs if before != after
        )

    def title(self, key: FieldKey) -> str:
        """Return what a field is called, with its channel: `Unit of 3 (EEG Fp1)`."""
        if key.signal is None:
            return MAIN_TITLES[key.name]
        label = self.text(FieldKey("label", key.signal)).strip()
        return f"{SIGNAL_TITLES[key.name]} of {key.signal + 1}" + (f" ({label})" if label else "")

    def _place(self, key: FieldKey) -> tuple[int, int]:
        """Return first byte and width of a field."""
        if key.name == "reserved_main":
            return MAIN_FIELDS["reserved"]
        if key.signal is None:
            return MAIN_FIELDS[key.name]
        start = 256
        for name, width in SIGNAL_FIELDS:
            if name == key.name:
                return start + key.signal * width, width
            start += width * self.n_signals
        raise KeyError(key.name)


def read_header_texts(path: Path) -> EdfHeaderTexts:
    """Return the header of an EDF or BDF file.

    Raises
    ------
    UnreadableFile : it is missing, no EDF or BDF file, or ends inside its header
    """
    try:
        with path.open("rb") as file:
            main = file.read(256)
            n_signals = _n_signals(main, path)
            rest = file.read(256 * n_signals)
    except OSError as error:
        why = (error.strerror or "the disk could not be read").lower()
        raise UnreadableFile(f"“{path.name}” cannot be read: {why}.", "Check the name and the folder.") from None
    if len(rest) < 256 * n_signals:
        raise UnreadableFile("The file ends inside its header.", "Copy it again from where it was recorded.")
    return EdfHeaderTexts(path, main + rest)


def _n_signals(main: bytes, path: Path) -> int:
    if len(main) < 256 or main[:8] not in _VERSIONS:
        raise UnreadableFile(
            f"“{path.name}” is not an EDF or BDF file.", "Only their headers can be changed; export as EDF+ first."
        )
    text = main[252:256].strip()
    if not text.isdigit() or not 0 < int(text) <= _MOST_SIGNALS:
        raise UnreadableFile("The header does not say how many signals the file has.", "Export the recording again.")
    return int(text)


def with_start_date(header: EdfHeaderTexts, original: EdfHeaderTexts) -> EdfHeaderTexts:
    """Return a header whose recording field names the start date, where the date was changed and that field was not."""
    date_key, recording_key = FieldKey("date"), FieldKey("recording")
    words = header.text(recording_key).split()
    if header.text(date_key) == original.text(date_key) or words[:1] != ["Startdate"] or len(words) < 2:
        return header
    day = day_of(header.text(date_key))
    if day is None or header.text(recording_key) != original.text(recording_key):
        return header
    words[1] = edf_date(day)
    return header.changed({recording_key: " ".join(words)})


def day_of(text: str) -> date | None:
    """Return the day that `dd.mm.yy` means, None where it means none; 85 to 99 are years of the last century."""
    found = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d\d)", text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year + (1900 if year >= 85 else 2000), month, day)
    except ValueError:
        return None


def problem_in(header: EdfHeaderTexts, key: FieldKey, text: str) -> str:
    """Return why a text cannot stand in a field, a sentence without the text itself; "" where it can."""
    if problem := shape_problem(key, text):
        return problem
    if key.name == "patient":
        return _patient_problem(text) if header.is_plus else ""
    if key.name == "recording":
        return _recording_problem(text) if header.is_plus else ""
    if key.name == "date":
        return "" if day_of(text) else "A date is written dd.mm.yy, for example 05.03.20."
    if key.name == "time":
        return "" if re.fullmatch(r"([01]\d|2[0-3])\.[0-5]\d\.[0-5]\d", text) else "A time is written hh.mm.ss."
    if key.name == "label" and text.strip().lower() in _ANNOTATIONS:
        return "This label is for annotations."
    if key.name in ("physical_min", "physical_max"):
        return "" if _NUMBER.fullmatch(text.strip()) else "A number with a decimal point is needed."
    if key.name in ("digital_min", "digital_max"):
        largest = 2 ** (8 * header.sample_bytes - 1)
        is_whole = re.fullmatch(r"[+-]?\d+", text.strip()) is not None
        if not is_whole or not -largest <= int(text) < largest:
            return f"A whole number from {-largest} to {largest - 1} is needed."
    return ""


def shape_problem(key: FieldKey, text: str) -> str:
    """Return why no header can hold a text in a field: its letters or its length; "" where one can."""
    width = _WIDTHS[key.name]
    if not is_plain(text):
        return "Only plain letters, digits and signs (ASCII) can stand here."
    return f"It has {len(text)} characters; {width} is the most." if len(text) > width else ""


def problems_of(header: EdfHeaderTexts, original: EdfHeaderTexts) -> dict[FieldKey, str]:
    """Return what is wrong with the fields that were changed, and with limits that became equal."""
    found = {}
    for change in header.changes_from(original):
        if problem := problem_in(header, change.key, change.after):
            found[change.key] = problem
        elif change.key.name in _PARTNERS and change.key.signal is not None:
            low_key, high_key = (FieldKey(name, change.key.signal) for name in _PARTNERS[change.key.name])
            low, high = (_number(header.text(one)) for one in (low_key, high_key))
            if low is not None and high is not None and low == high:
                found[change.key] = "Minimum and maximum must differ."
            elif change.key.name.startswith("digital") and low is not None and high is not None and low > high:
                found[change.key] = "The minimum must be below the maximum."
    return found


_PARTNERS = {
    "physical_min": ("physical_min", "physical_max"),
    "physical_max": ("physical_min", "physical_max"),
    "digital_min": ("digital_min", "digital_max"),
    "digital_max": ("digital_min", "digital_max"),
}


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _patient_problem(text: str) -> str:
    parts = text.split(" ")
    if len(parts) < 4 or "" in parts:
        return "EDF+ needs four parts with single blanks: code, sex, birthdate, name; X for unknown, _ inside a part."
    if parts[1] not in ("M", "F", "X"):
        return "The second part, the sex, is M, F or X."
    if parts[2] != "X" and date_of(parts[2]) is None:
        return "The third part, the birthdate, is dd-MMM-yyyy in English (05-MAR-2020), or X."
    return ""


def _recording_problem(text: str) -> str:
    parts = text.split(" ")
    if parts[0] != "Startdate" or len(parts) < 5 or "" in parts:
        return "EDF+ needs five parts with single blanks: Startdate, date, code, technician, equipment; X for unknown."
    if parts[1] != "X" and date_of(parts[1]) is None:
        return "The second part, the date, is dd-MMM-yyyy in English (05-MAR-2020), or X."
    return ""


def write_copy(header: EdfHeaderTexts, out: Path, progress: Progress = no_progress) -> None:
    """Write a copy of the header's file with this header; every byte after it stays as it is, which is checked.

    Raises
    ------
    UsageError : `out` is the original
    UnreadableFile, CannotWrite, CopyDiffers, Cancelled : nothing is left behind; an older file is untouched
    """
    if out.exists() and out.samefile(header.path):
        raise UsageError("That would overwrite the recording itself.", "Choose another name.")
    with whole_file(out) as file:
        file.write(header.content)
        total = max(header.path.stat().st_size - len(header.content), 1)
        written = hashlib.sha256()
        with _opened(header.path) as original:
            original.seek(len(header.content))
            for block in _blocks(original, total, lambda share: progress(share * 0.6)):
                file.write(block)
                written.update(block)
        file.flush()
        copied = hashlib.sha256()
        file.seek(len(header.content))
        for block in _blocks(file, total, lambda share: progress(0.6 + share * 0.4)):
            copied.update(block)
        if copied.digest() != written.digest():
            raise CopyDiffers(
                "The copy differs from the original, so it was deleted.", "Check the disk, then try again."
            )
    progress(1.0)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError:
        raise UnreadableFile("The file can no longer be read.", "Check the drive it is on.") from None


def _blocks(file: IO[bytes], total: int, progress: Progress) -> Iterable[bytes]:
    n_done = 0
    while block := file.read(_BLOCK_BYTES):
        yield block
        n_done += len(block)
        progress(min(n_done / total, 1.0))
