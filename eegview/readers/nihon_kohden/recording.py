"""An open Nihon Kohden recording."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded, sentences_on_names
from eegview.model.text.file_texts import read_texts
from eegview.model.time.clock import elapsed_text
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.nihon_kohden.blocks import NkBlock, clock_of, read_blocks
from eegview.readers.nihon_kohden.file_bytes import FileBytes
from eegview.readers.nihon_kohden.inputs import (
    DIGITS,
    MARKS,
    MICROVOLT_HIGH,
    MICROVOLT_LOW,
    MILLIVOLT_HIGH,
    MILLIVOLT_LOW,
    is_millivolt,
    names_in,
    usual_name,
)
from eegview.readers.nihon_kohden.log import is_cut, onsets_s, read_log
from eegview.readers.nihon_kohden.patient import date_in, patient_in
from eegview.readers.placing import placed
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import truncated

_CLOCK_S = 1.5  # a block's clock has whole seconds
_SIDE_BYTES = 2**24
_OWN_DATE = 0x40  # in the signal file itself


def open_nihon_kohden(
    path: Path, shown_path: str, parts: Mapping[str, Path], found_before: Sequence[Issue] = (), encoding: str = ""
) -> SampleSource:
    """Open a Nihon Kohden recording.

    Parameters
    ----------
    parts : the side files that are there, by their endings in capitals (".21E", ".PNT", ".LOG")
    found_before : what is to be said of how they were found
    encoding : of the texts; "" = found out

    Raises
    ------
    UnreadableFile : no block of samples is where the tables say
    """
    with FileBytes(path) as file:
        blocks = read_blocks(file)
        own_date = clock_of(file.read(_OWN_DATE, 14).decode("latin-1"))
        file_bytes = file.size
    chosen, issues = _alike(blocks)
    held, held_issues = _held(chosen, file_bytes)
    if not held:
        raise UnreadableFile(
            f"{path.name} contains no samples: "
            + ("it ends before them." if chosen else "its tables lead to no block of signals."),
            "Copy it again from where it was recorded.",
        )
    rate_hz = float(chosen[0].rate_hz)
    layout = SampleLayout("<u2", len(chosen[0].inputs) + 1, tuple(Block(b.offset, n) for b, n in held))
    segments, time_issues = _placed(held, layout.n_samples, rate_hz)
    sides = {ending: _side(part) for ending, part in parts.items()}
    names, name_issues = _names(sides.get(".21E"), encoding)
    channels, gains, offsets, channel_issues = channels_of(_signals(chosen[0].inputs, names), rate_hz)
    began, patient = held[0][0].started_at, PatientFacts()
    if (pnt := sides.get(".PNT")) is not None:
        began, patient = began or date_in(pnt), patient_in(pnt, encoding)
    began = began or own_date
    if began is None:
        unknown = "The recording has no valid start time; times count from its start."
        time_issues.append(Issue("start_unknown", unknown))
    recording = Recording(
        path=shown_path,
        format="Nihon Kohden",
        channels=channels,
        segments=tuple(stored.span(rate_hz) for stored in segments),
        started_at=began,
        fingerprint=fingerprint_of_files([path]),
        issues=(*found_before, *name_issues, *channel_issues, *issues, *held_issues, *time_issues),
    )
    log = sides.get(".LOG")

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        return _notes(log, segments, rate_hz, began, encoding) if log is not None else Notes()

    columns = tuple(range(len(channels)))
    return SampleSource(
        SampleContent(path, recording, layout, segments, rate_hz, columns, gains, offsets, scan, patient)
    )


def _side(path: Path) -> bytes | None:
    """Return the content of a side file, None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_SIDE_BYTES)
    except OSError:
        return None


def _alike(blocks: Sequence[NkBlock]) -> tuple[list[NkBlock], list[Issue]]:
    """Return the blocks that share inputs and rate with most of the samples; the others become an issue."""
    weights: Counter[tuple[tuple[int, ...], int]] = Counter()
    for block in blocks:
        weights[block.inputs, block.rate_hz] += block.n_samples or 0
    if not weights:
        return [], []
    (kept, _), *_ = weights.most_common(1)
    chosen = [block for block in blocks if (block.inputs, block.rate_hz) == kept]
    others = [block for block in blocks if (block.inputs, block.rate_hz) != kept]
    if not others:
        return chosen, []
    lost_s = sum((block.n_samples or 0) / block.rate_hz for block in others)
    what = "1 part has" if len(others) == 1 else f"{len(others)} parts have"
    sentence = f"{what} other channels or another sampling rate than the rest; {elapsed_text(lost_s, 0)} are not shown."
    return chosen, [Issue("blocks_differ", sentence)]


def _held(blocks: Sequence[NkBlock], file_bytes: int) -> tuple[list[tuple[NkBlock, int]], list[Issue]]:
    """Return the blocks with as many samples as the file has of them."""
    held, declared, there = [], 0, 0
    for block in blocks:
        n_declared = block.n_samples or 0
        n = min(n_declared, max(file_bytes - block.offset, 0) // block.frame_bytes)
        declared += n_declared
        there += n
        if n > 0:
            held.append((block, n))
    if there >= declared:
        return held, []
    return held, [truncated(there, declared, blocks[0].rate_hz)]


def _placed(
    held: Sequence[tuple[NkBlock, int]], n_samples: int, rate_hz: float
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return when the blocks were recorded, by their own clocks."""
    began, first = held[0][0].started_at, 0
    starts: list[tuple[int, float | None]] = []
    for block, n in held:
        at = block.started_at
        starts.append((first, (at - began).total_seconds() if at is not None and began is not None else None))
        first += n
    starts[0] = (0, 0.0)
    return placed(starts, n_samples, rate_hz, within_s=_CLOCK_S)


def _names(table: bytes | None, encoding: str) -> tuple[dict[int, str], list[Issue]]:
    """Return the names of inputs in the table of electrodes."""
    if table is None:
        return {}, []
    text, sentences = decoded(table, encoding)
    names = names_in(text)
    issues = [Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences)]
    if not names:
        nothing = "The table of electrodes (.21E) names none; channels have the usual names, which may be wrong."
        issues.append(Issue("labels_unread", nothing))
    return names, issues


def _signals(inputs: Sequence[int], names: Mapping[int, str]) -> list[Signal]:
    signals = []
    for column, number in enumerate(inputs):
        is_coarse = is_millivolt(number)
        low, high = (MILLIVOLT_LOW, MILLIVOLT_HIGH) if is_coarse else (MICROVOLT_LOW, MICROVOLT_HIGH)
        signals.append(
            Signal(
                label=names.get(number) or usual_name(number),
                column=column,
                unit="mV" if is_coarse else "uV",
                gain=(high - low) / DIGITS,
                offset=low,
                kind=ChannelKind.TRIGGER if number in MARKS and number not in names else None,
                limits=(0.0, DIGITS),
                is_electrode=not is_coarse,
            )
        )
    return signals


def _notes(
    log: bytes | None,
    segments: tuple[StoredSegment, ...],
    rate_hz: float,
    started_at: datetime | None,
    encoding: str,
) -> Notes:
    """Return the events of the `.LOG` file, and what of them is lost."""
    entries, n_lost = read_log(log or b"")
    read = read_texts([entry.text for entry in entries], encoding)
    issues = [Issue("text_encoding", sentence) for sentence in read.sentences]
    if log is not None and not n_lost and is_cut(log):
        lost = "The list of events (.LOG) is cut short or damaged: marks are missing."
        issues.append(Issue("annotations_damaged", lost))
    if n_lost:
        what = "1 event" if n_lost == 1 else f"{n_lost} events"
        issues.append(Issue("annotations_damaged", f"{what} in the list of events (.LOG) cannot be read."))
    onsets = onsets_s(entries, segments, rate_hz, started_at)
    notes = [Note(onset_s, text.strip()) for onset_s, text in zip(onsets, read.texts, strict=True)]
    return Notes(notes, issues, read.encoding, read.contents)
