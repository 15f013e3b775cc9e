"""Copies of EDF and BDF files with marks as EDF+ annotations, samples untouched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from eegview.exchange.channel_names import FileNames
from eegview.exchange.edf.bytes import EdfBytes, read_edf_bytes
from eegview.exchange.edf.marks import edf_texts, lost_by_edf
from eegview.exchange.edf.tal_packing import packed_lists
from eegview.exchange.edf.tals import first_onset_s, tal, time_keeping_tal
from eegview.exchange.identity import edf_date
from eegview.exchange.writing import whole_file
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel
from eegview.model.errors import EegViewError
from eegview.model.recording import Progress, RecorderClocked, no_progress
from eegview.model.vocabulary import Vocabulary

_ANNOTATION_RANGE = {2: (b"-32768", b"32767"), 3: (b"-8388608", b"8388607")}


class CopyDiffers(EegViewError):
    """The copy's bytes differ from the original's; nothing was written."""

    exit_code = 3


def copy_with_marks(
    source: Path,
    out: Path,
    marks: Sequence[Annotation],
    vocabulary: Vocabulary,
    progress: Progress = no_progress,
    clock: RecorderClocked | None = None,
    channels: Sequence[Channel] = (),
    encoding: str = "",
) -> list[str]:
    """Write a copy of `source` with `marks` as annotations, in addition to those it has.

    Every data record keeps its bytes and gets the marks appended in an annotation signal of its own; plain EDF and BDF
    become EDF+C and BDF+C. The copy is compared with the original before it appears.

    Parameters
    ----------
    clock : the open source, where the marks' times and the file's own may differ by more than its first record's time
    channels : of the recording; a mark's channels are written by their labels, as `text@@label`
    encoding : of the texts that are in the file; marks are written in it, since a file is read in one. "" is UTF-8

    Returns
    -------
    list of sentences on what was lost

    Raises
    ------
    UnreadableFile : the source is no sound EDF or BDF file
    CannotWrite : the copy cannot be written; an older file is untouched
    CopyDiffers : the copy on the disk differs from the bytes written
    """
    found = read_edf_bytes(source)
    marks = sorted((m for m in marks if m.layer != FILE_LAYER), key=lambda mark: (mark.onset_s, mark.annotation_id))
    zero_s = _zero_s(found)
    onsets_s = [clock.in_file(mark.onset_s) if clock else mark.onset_s + zero_s for mark in marks]
    names = FileNames(channels)
    lists: list[tuple[float, bytes]] = []
    n_replaced = 0
    for mark, onset_s in zip(marks, onsets_s, strict=True):
        for text in edf_texts(mark, vocabulary, names):
            written = tal(onset_s, mark.duration_s, text)
            if encoding and not text.isascii():
                whole = written.decode()
                written = whole.encode(encoding, errors="replace")
                n_replaced += written.decode(encoding) != whole
            lists.append((mark.onset_s, written))
    record_s = clock.record_s if clock else found.record_s
    notes = _packed(found, lists, not found.annotation_ranges, record_s)
    head = _with_annotation_signal(found, len(notes[0])).header()
    with whole_file(out) as file:
        file.write(head)
        record = 0
        for block in found.blocks(progress=lambda share: progress(share * 0.6)):
            for start in range(0, len(block), found.record_bytes):
                file.write(block[start : start + found.record_bytes])
                file.write(notes[record])
                record += 1
        file.flush()
        _check(Path(file.name), found, head, notes, lambda share: progress(0.6 + share * 0.4))
    progress(1.0)
    lost = lost_by_edf(marks, vocabulary, has_channels=True)
    if n_replaced:
        lost.append(
            f"The file's own texts are not in UTF-8; {n_replaced} marks have letters that its encoding lacks: “?” "
            "stands for them."
        )
    if found.left_over_bytes:
        lost.append(f"{found.left_over_bytes} bytes after the last whole data record were left out.")
    return lost


def _zero_s(layout: EdfBytes) -> float:
    """Return the time of the first record, which is the recording's start (s from the header's)."""
    ranges = layout.annotation_ranges
    first = next(layout.blocks(), bytearray())
    return (first_onset_s(bytes(first[ranges[0][0] : ranges[0][1]])) or 0.0) if ranges else 0.0


def _packed(layout: EdfBytes, lists: Sequence[tuple[float, bytes]], keeps_time: bool, record_s: float) -> list[bytes]:
    """Return the annotation bytes of each record, all of one length."""
    heads = [time_keeping_tal(r * record_s) if keeps_time else b"" for r in range(layout.n_records)]
    wanted = [
        (int(onset_s // layout.record_s) if layout.record_s > 0 and onset_s > 0 else 0, text) for onset_s, text in lists
    ]
    room, packed = packed_lists(layout.n_records, max(map(len, heads)), wanted)
    return [(head + packed.get(record, b"")).ljust(room, b"\x00") for record, head in enumerate(heads)]


def _with_annotation_signal(found: EdfBytes, n_bytes: int) -> EdfBytes:
    kind = "EDF" if found.sample_bytes == 2 else "BDF"
    low, high = _ANNOTATION_RANGE[found.sample_bytes]
    n_samples = n_bytes // found.sample_bytes
    added = {
        "label": f"{kind} Annotations".encode(),
        "physical_min": b"-1",
        "physical_max": b"1",
        "digital_min": low,
        "digital_max": high,
        "n_samples": str(n_samples).encode(),
    }
    main = found.main | {
        "header_bytes": str(256 * (found.n_signals + 2)).encode(),
        "n_signals": str(found.n_signals + 1).encode(),
    }
    if not found.plus:
        main |= {"reserved": f"{kind}+C".encode(), **_plus_fields(found)}
    signals = {name: (*fields, added.get(name, b"")) for name, fields in found.signals.items()}
    return replace(found, main=main, signals=signals, n_samples=(*found.n_samples, n_samples))


def _plus_fields(found: EdfBytes) -> dict[str, bytes]:
    """Return patient and recording fields in EDF+'s form; the text of plain EDF becomes name and equipment."""
    patient, recording = (b"_".join(found.main[name].split()) for name in ("patient", "recording"))
    day = _edf_plus_date(found.main["date"])
    fields = {"patient": found.main["patient"], "recording": found.main["recording"]}
    if len(found.main["patient"].split()) < 4:
        fields["patient"] = b"X X X " + (patient or b"X")
    if not found.main["recording"].startswith(b"Startdate "):
        fields["recording"] = f"Startdate {day} X X ".encode() + (recording or b"X")
    return {name: field[:80] for name, field in fields.items()}


def _edf_plus_date(field: bytes) -> str:
    try:
        day, month, year = (int(part) for part in field.split(b"."))
        return edf_date(date(year + (1900 if year >= 85 else 2000), month, day))
    except ValueError:
        return "X"


def _check(path: Path, found: EdfBytes, head: bytes, notes: Sequence[bytes], progress: Progress) -> None:
    """Read the copy and compare every byte of it with the original and the annotations.

    Raises
    ------
    CopyDiffers : a byte differs
    """
    copied = read_edf_bytes(path)
    is_same = copied.header() == head and copied.n_records == found.n_records and not copied.left_over_bytes
    originals, original, at = found.blocks(), b"", 0
    record = 0
    for block in copied.blocks(progress=progress):
        view = memoryview(block)
        for start in range(0, len(block), copied.record_bytes):
            if at == len(original):
                original, at = bytes(next(originals)), 0
            middle = start + found.record_bytes
            is_same &= view[start:middle] == memoryview(original)[at : at + found.record_bytes]
            is_same &= view[middle : start + copied.record_bytes] == notes[record]
            at += found.record_bytes
            record += 1
    if not is_same:
        raise CopyDiffers("The copy differs from the original, so it was deleted.", "Check the disk, then try again.")
