"""The byte layout of EDF and BDF files, for exact copies: header fields and annotation bytes.

It is stricter than a reader: a file that is to be copied exactly must first be understood exactly.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.exchange.edf.tals import first_onset_s
from eegview.model.annotations_label import is_annotations_label
from eegview.model.errors import UnreadableFile
from eegview.model.recording import Progress

_MAIN_BYTES = 256
_MAX_SIGNALS = 8192
_BLOCK_BYTES = 4 * 1024 * 1024
_VERSIONS = {b"0       ": 2, b"\xffBIOSEMI": 3}
_ADVICE = "Export the recording again as EDF+, then try once more."

# Main header of EDF: name → (first byte, width); "EDF", Kemp et al. 1992, and edfplus.info
MAIN_FIELDS = {
    "patient": (8, 80),
    "recording": (88, 80),
    "date": (168, 8),
    "time": (176, 8),
    "header_bytes": (184, 8),
    "reserved": (192, 44),
    "n_records": (236, 8),
    "record_s": (244, 8),
    "n_signals": (252, 4),
}
SIGNAL_FIELDS = (  # in the order of the file: all labels, then all transducers, …
    ("label", 16),
    ("transducer", 80),
    ("unit", 8),
    ("physical_min", 8),
    ("physical_max", 8),
    ("digital_min", 8),
    ("digital_max", 8),
    ("prefilter", 80),
    ("n_samples", 8),
    ("reserved", 32),
)


@dataclass(frozen=True, slots=True)
class EdfBytes:
    """The byte layout of one EDF or BDF file.

    main : (name, bytes) of the main header's fields
    signals : per field of `SIGNAL_FIELDS`, the bytes of each signal
    sample_bytes : 2 (EDF) or 3 (BDF)
    n_samples : samples of each signal in a record
    n_records : number of whole records, which are copied
    left_over_bytes : number of bytes after them, which are not copied
    """

    path: Path
    version: bytes
    main: dict[str, bytes]
    signals: dict[str, tuple[bytes, ...]]
    sample_bytes: int
    n_samples: tuple[int, ...]
    n_records: int
    left_over_bytes: int

    @property
    def n_signals(self) -> int:
        return len(self.n_samples)

    @property
    def data_start(self) -> int:
        return _MAIN_BYTES * (self.n_signals + 1)

    @property
    def record_bytes(self) -> int:
        return self.sample_bytes * sum(self.n_samples)

    @property
    def record_s(self) -> float:
        """Return the duration (s) of a record; a decimal comma counts as a point."""
        return float(self.main["record_s"].replace(b",", b"."))

    @property
    def plus(self) -> str:
        """Return "C" or "D" for EDF+ and BDF+, "" for the plain formats."""
        mark = self.main["reserved"][:5].upper()
        return mark[4:].decode() if mark in (b"EDF+C", b"EDF+D", b"BDF+C", b"BDF+D") else ""

    @property
    def signal_ranges(self) -> tuple[tuple[int, int], ...]:
        """Return the half-open byte range of each signal in a record."""
        stops = [self.sample_bytes * n for n in itertools.accumulate(self.n_samples)]
        return tuple(zip([0, *stops], stops, strict=False))

    @property
    def annotation_ranges(self) -> tuple[tuple[int, int], ...]:
        """Return the half-open byte ranges of a record that hold annotations."""
        labels = self.signals["label"]
        return tuple(
            byte_range
            for label, byte_range in zip(labels, self.signal_ranges, strict=True)
            if is_annotations_label(label.decode("latin-1"))
        )

    def header(self) -> bytes:
        """Return the header's bytes, each field padded with blanks to its width."""
        main = [self.main[name].ljust(width)[:width] for name, (_, width) in MAIN_FIELDS.items()]
        columns = [field.ljust(width)[:width] for name, width in SIGNAL_FIELDS for field in self.signals[name]]
        return self.version + b"".join(main) + b"".join(columns)

    def blocks(self, path: Path | None = None, progress: Progress | None = None) -> Iterator[bytearray]:
        """Yield the whole records, some megabytes at a time; the caller may change each block.

        path : another file of the same layout to read instead

        Raises
        ------
        UnreadableFile : the file has become shorter, or has disappeared
        """
        step = max(1, _BLOCK_BYTES // self.record_bytes)
        try:
            with (path or self.path).open("rb", buffering=0) as file:
                file.seek(self.data_start)
                for first in range(0, self.n_records, step):
                    if progress:
                        progress(first / self.n_records)
                    n_bytes = (min(first + step, self.n_records) - first) * self.record_bytes
                    block = bytearray(n_bytes)
                    filled, view = 0, memoryview(block)
                    while filled < n_bytes and (n := file.readinto(view[filled:])):
                        filled += n
                    view.release()
                    if filled < n_bytes:
                        raise UnreadableFile("The file has become shorter.", "Copy it again from where it was made.")
                    yield block
        except OSError:
            raise UnreadableFile("The file can no longer be read.", "Check the drive it is on.") from None
        if progress:
            progress(1.0)


def read_edf_bytes(path: Path) -> EdfBytes:
    """Return the layout of an EDF or BDF file.

    Raises
    ------
    UnreadableFile : it is missing, no EDF or BDF file, or damaged so that it cannot be copied exactly
    """
    try:
        with path.open("rb") as file:
            head = file.read(_MAIN_BYTES * (_MAX_SIGNALS + 1))
            file_bytes = file.seek(0, 2)
    except OSError as error:
        why = (error.strerror or "the disk could not be read").lower()
        raise UnreadableFile(f"“{path.name}” cannot be read: {why}.", "Check the name and the folder.") from None
    version = head[:8]
    if version not in _VERSIONS:
        raise UnreadableFile(f"“{path.name}” is not an EDF or BDF file.", "Choose an EDF or BDF file.")
    main = {name: head[start : start + width] for name, (start, width) in MAIN_FIELDS.items()}
    n_signals = _count(main["n_signals"])
    data_start = _MAIN_BYTES * (n_signals + 1)
    if not 0 < n_signals <= _MAX_SIGNALS or data_start > len(head):
        raise _damaged(path)
    signals, start = {}, _MAIN_BYTES
    for name, width in SIGNAL_FIELDS:
        signals[name] = tuple(head[start + i * width : start + (i + 1) * width] for i in range(n_signals))
        start += width * n_signals
    n_samples = tuple(map(_count, signals["n_samples"]))
    record_bytes = _VERSIONS[version] * sum(n_samples)
    if min(n_samples) <= 0 or not _is_number(main["record_s"]):
        raise _damaged(path)
    n_found, rest = divmod(file_bytes - data_start, record_bytes)
    if n_found < 1:
        raise UnreadableFile(f"“{path.name}” contains no whole data record.", _ADVICE)
    main["header_bytes"] = str(data_start).encode()
    found = EdfBytes(path, version, main, signals, _VERSIONS[version], n_samples, n_found, rest)
    if not found.record_s and len(found.annotation_ranges) < n_signals:
        raise _damaged(path)
    declared = _count(main["n_records"])
    if 0 < declared < n_found and not _goes_on(found, declared):
        found = replace(found, n_records=declared, left_over_bytes=rest + (n_found - declared) * record_bytes)
    main["n_records"] = str(found.n_records).encode()
    return found


def _goes_on(found: EdfBytes, declared: int) -> bool:
    """Check whether the bytes after the declared records belong to the recording, rather than being appended to it."""
    if not found.annotation_ranges:
        return not found.left_over_bytes
    start, stop = found.annotation_ranges[0]
    with found.path.open("rb") as file:
        file.seek(found.data_start + declared * found.record_bytes + start)
        return first_onset_s(file.read(stop - start)) is not None


def _count(field: bytes) -> int:
    """Return the whole number in a field, -1 where it holds none."""
    text = field.strip()
    return int(text) if text.isdigit() else -1


def _is_number(field: bytes) -> bool:
    try:
        return float(field.replace(b",", b".")) >= 0
    except ValueError:
        return False


def _damaged(path: Path) -> UnreadableFile:
    return UnreadableFile(f"The header of “{path.name}” is damaged, so it cannot be copied exactly.", _ADVICE)
