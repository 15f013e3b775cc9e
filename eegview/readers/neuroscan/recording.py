"""An open Neuroscan `.cnt` recording."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded_texts, sentences_on_names
from eegview.model.time.clock import elapsed_text
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.neuroscan.events import EventTable, is_table, marks, parse_table, samples_of
from eegview.readers.neuroscan.header import HEAD_BYTES, CntHeader, parse_header
from eegview.readers.neuroscan.width import sample_bytes
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import events_missing, truncated

_TABLE_BYTES = 16 * 2**20
_START_BYTES = 65536
_NO_RECORDINGS = {".eeg": "epochs", ".avg": "averages"}  # begin as recordings do


@dataclass(frozen=True, slots=True)
class _Extent:
    """How the samples stand in the file: bytes of one, how many there should be, how many there are."""

    width: int
    n_declared: int
    n_there: int


def open_neuroscan(path: Path, shown_path: str, encoding: str = "") -> SampleSource:
    """Open a Neuroscan `.cnt` file.

    encoding : of the channels' names and the patient's; "" = found out

    Raises
    ------
    UnreadableFile : the header cannot be read, or no sample follows it
    """
    if path.suffix.lower() in _NO_RECORDINGS:
        raise UnreadableFile(
            f"{path.name} holds Neuroscan's {_NO_RECORDINGS[path.suffix.lower()]}, not a continuous recording.",
            "Open the .cnt file that it was made of.",
        )
    with path.open("rb") as file:
        header = parse_header(file.read(HEAD_BYTES), path.name, encoding)
        file_bytes = file.seek(0, 2)
        table_at, table = _table(file, header, file_bytes)
        file.seek(header.offset)
        start = file.read(_START_BYTES)
    extent = _extent(header, table_at, table, file_bytes, start)
    if extent.n_there <= 0:
        raise UnreadableFile(f"{path.name} contains no samples.", "Copy it again from where it was recorded.")
    n_channels, rate_hz = len(header.channels), float(header.rate_hz)
    run = header.run_bytes // extent.width if header.run_bytes > 1 else 1
    blocks = (Block(header.offset, extent.n_there),)
    layout = SampleLayout("<i2" if extent.width == 2 else "<i4", n_channels, blocks, max(run, 1))
    labels, sentences = decoded_texts([channel.label for channel in header.channels], encoding)
    issues = [Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences)]
    signals = [
        Signal(
            label=label,
            column=column,
            unit="uV" if channel.gain_uv else "",
            gain=channel.gain_uv or 1.0,
            offset=-channel.baseline * (channel.gain_uv or 1.0),
            limits=(-32768.0, 32767.0) if extent.width == 2 else None,
            prefilter=header.prefilter,
            is_electrode=True,
        )
        for column, (label, channel) in enumerate(zip(labels, header.channels, strict=True))
    ]
    channels, gains, offsets, channel_issues = channels_of(signals, rate_hz)
    unscaled = [c.name for c, stored in zip(channels, header.channels, strict=True) if not stored.gain_uv]
    if unscaled:
        which = ", ".join(unscaled[:5]) + (" …" if len(unscaled) > 5 else "")
        issues.append(
            Issue("scaling_unknown", f"{which}: no usable scale in the header; raw values are shown, not µV.")
        )
    bad = [channel.name for channel, stored in zip(channels, header.channels, strict=True) if stored.is_bad]
    if bad:
        issues.append(Issue("channels_marked_bad", f"The file marks as bad: {', '.join(bad[:12])}."))
    recording = Recording(
        path=shown_path,
        format="Neuroscan CNT",
        channels=channels,
        segments=(StoredSegment(0, extent.n_there, 0.0).span(rate_hz),),
        started_at=header.started_at,
        fingerprint=fingerprint_of_files([path]),
        issues=(*channel_issues, *issues, *header.issues, *_extent_issues(extent, header, table_at, rate_hz)),
    )
    found = _notes(table, header, extent, file_bytes)

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        return found

    segments = (StoredSegment(0, extent.n_there, 0.0),)
    columns = tuple(range(n_channels))
    return SampleSource(
        SampleContent(path, recording, layout, segments, rate_hz, columns, gains, offsets, scan, header.patient)
    )


def _table(file: BinaryIO, header: CntHeader, file_bytes: int) -> tuple[int | None, EventTable | None]:
    """Return where the table of events should begin, and the table.

    The header keeps that place in 32 bits, so that of a large file has to be found by the number of samples.
    """
    places = [at for at in range(header.table_at, file_bytes, 2**32) if at >= header.offset]
    frame_bytes = [width * len(header.channels) for width in (2, 4)]
    if header.n_samples > 0:
        places += [header.offset + header.n_samples * n for n in frame_bytes]
    for at in places:
        file.seek(at)
        if at < file_bytes and is_table(file.read(9)):
            file.seek(at)
            return at, parse_table(file.read(_TABLE_BYTES))
    return (header.table_at if header.table_at >= header.offset else None), None


def _extent(
    header: CntHeader, table_at: int | None, table: EventTable | None, file_bytes: int, start: bytes
) -> _Extent:
    n_channels = len(header.channels)
    is_known = table_at is not None and (table is not None or header.n_samples > 0)
    data_bytes = table_at - header.offset if is_known and table_at is not None else None
    is_by_byte = table is not None and not table.is_by_sample
    places = [event.place - header.offset for event in table.events] if table is not None and is_by_byte else []
    width = sample_bytes(n_channels, header.n_samples, data_bytes, header.seconds, header.rate_hz, places, start)
    frame_bytes = width * n_channels
    if table is not None and table_at is not None:
        n_declared = (table_at - header.offset) // frame_bytes
    elif header.n_samples > 0:
        n_declared = header.n_samples
    else:
        n_declared = (file_bytes - header.offset) // frame_bytes
    return _Extent(width, n_declared, max(min(n_declared, (file_bytes - header.offset) // frame_bytes), 0))


def _extent_issues(extent: _Extent, header: CntHeader, table_at: int | None, rate_hz: float) -> list[Issue]:
    issues = []
    if header.n_samples <= 0:
        sentence = (
            f"The header does not say how many samples there are; {8 * extent.width} bits a sample and "
            f"{elapsed_text(extent.n_there / rate_hz, 0)} were found."
        )
        issues.append(Issue("sample_count_missing", sentence))
    elif extent.n_there < extent.n_declared:
        issues.append(truncated(extent.n_there, extent.n_declared, rate_hz))
    elif extent.n_declared != header.n_samples:
        sentence = "The header's number of samples is wrong; the file was read up to its table of events."
        issues.append(Issue("sample_count_wrong", sentence))
    return issues


def _notes(table: EventTable | None, header: CntHeader, extent: _Extent, file_bytes: int) -> Notes:
    if table is None:
        lost = "The table of events cannot be read: annotations of the file are missing; signals are not affected."
        return Notes((), (Issue("annotations_damaged", lost),))
    samples = samples_of(table, header.offset, extent.width * len(header.channels), file_bytes)
    found = [
        Note(sample / header.rate_hz, text, length / header.rate_hz) for sample, length, text in marks(table, samples)
    ]
    if not table.n_lost:
        return Notes(found)
    return Notes(found, (events_missing(table.n_lost),))
