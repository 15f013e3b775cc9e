"""The header of an EDF or BDF file as texts that can be changed, for a copy; the original is never written."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from eegview.exchange.edf.bytes import MAIN_FIELDS, SIGNAL_FIELDS
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
WIDTHS = {name: width for name, (_, width) in MAIN_FIELDS.items()} | dict(SIGNAL_FIELDS)
ANNOTATIONS = ("edf annotations", "bdf annotations")
_BLOCK_BYTES = 1 << 20
_MOST_SIGNALS = 8192
_VERSIONS = {b"0       ": 2, b"\xffBIOSEMI": 3}


class CopyDiffers(EegViewError):
    """The copy's samples differ from the original's; nothing was written."""

    exit_code = 3


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
        return self.text(FieldKey("label", signal)).strip().lower() in ANNOTATIONS

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
