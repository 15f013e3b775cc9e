"""Codes on trigger channels, samples → marks: BioSemi's Status, and pulses on a quiet channel of others.

BioSemi's Status has 24 bits: the codes of the trigger port (0–15), a new epoch (16), the speed mode (17–19 and 21),
CMS within range (20), battery low (22), the model (23). Only its changes are kept, so a day of them takes little.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.recording import FileEvents, Progress
from eegview.model.time.clock import elapsed_text
from eegview.readers.edf.file import EdfFile
from eegview.readers.edf.records import RecordFile

SCAN_SHARE = 0.9  # of the work of reading events where a trigger channel has to be read as well
_CODES, _NEW_EPOCH, _CMS_IN_RANGE, _BATTERY_LOW = 0xFFFF, 1 << 16, 1 << 20, 1 << 22
_MOST_MARKS = 100_000
_BATCH_RECORDS = 64
_PULSES_A_SECOND = 2.0  # more changes than that, and a channel holds no codes
_MOST_CODES = 256


@dataclass(slots=True)
class _Changes:
    """The value of a channel at its first sample, and wherever it changes.

    samples, values : numbers of samples, counted through all records, and the new values
    """

    samples: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    n_samples: int = 0
    is_complete: bool = True


def trigger_channels(file: EdfFile) -> list[Channel]:
    """Return the channels whose codes may be marks."""
    return [channel for channel in file.recording.channels if channel.kind is ChannelKind.TRIGGER]


def with_codes(events: FileEvents, file: EdfFile, records: RecordFile, progress: Progress) -> FileEvents:
    """Add the codes on trigger channels to the marks of a file.

    Codes of channels other than BioSemi's are added only where the file has no marks of its own: recorders write the
    same events twice.
    """
    marks, issues = list(events.annotations), list(events.issues)
    channels = trigger_channels(file)
    for number, channel in enumerate(channels):

        def share(done: float, number: int = number) -> None:
            progress((number + done) / len(channels))

        if _is_biosemi(channel, file):
            found, told = _biosemi_marks(_changes(file, records, channel, 10 * _MOST_MARKS, share), file, channel)
            issues += told
        elif not events.annotations:
            most = int(_PULSES_A_SECOND * file.layout.n_records * file.layout.record_s) + 100
            found = _pulse_marks(_changes(file, records, channel, most, share), file, channel)
        else:
            continue
        marks += found
    if len(marks) == len(events.annotations) and len(issues) == len(events.issues):
        return events
    marks.sort(key=lambda mark: mark.onset_s)
    return replace(events, annotations=tuple(marks), issues=tuple(issues))


def _is_biosemi(channel: Channel, file: EdfFile) -> bool:
    return file.layout.sample_bytes == 3 and channel.label.strip().casefold() == "status"


def _changes(file: EdfFile, records: RecordFile, channel: Channel, most: int, progress: Progress) -> _Changes:
    """Read a channel through; records in which nothing changes cost next to nothing."""
    width = file.layout.sample_bytes
    found = _Changes()
    last = b""
    for first, chunk in _chunks(file, records, file.channel_map.signals[channel.index], progress):
        n = len(chunk) // width
        if not n:
            continue
        if last and chunk == last * n:
            found.n_samples = first + n
            continue
        stored = np.frombuffer(chunk, np.uint8, n * width)
        is_other = stored[width:] != stored[:-width]
        places = [0, *(np.unique(np.flatnonzero(is_other) // width) + 1).tolist()]
        if last == chunk[:width]:
            places = places[1:]
        if len(found.samples) + len(places) > most:
            found.is_complete = False
            break
        found.samples += [first + place for place in places]
        found.values += [_value(chunk[place * width : (place + 1) * width]) for place in places]
        found.n_samples = first + n
        last = chunk[(n - 1) * width : n * width]
    return found


def _chunks(file: EdfFile, records: RecordFile, signal: int, progress: Progress) -> Iterator[tuple[int, bytes]]:
    """Yield the number of the first sample, and the stored bytes of a signal, of some records at once."""
    n_records, n_samples = file.layout.n_records, file.layout.n_samples[signal]
    width = file.layout.sample_bytes
    waiting: list[bytes] = []
    first_record = 0
    for record, (chunk,) in enumerate(records.sweep([signal])):
        if record == n_records - 1 and file.layout.last_record_bytes < file.layout.record_bytes:
            there = max(file.layout.last_record_bytes - file.layout.offsets[signal], 0) // width * width
            chunk = chunk[:there]
        waiting.append(chunk)
        if len(waiting) == _BATCH_RECORDS or record == n_records - 1:
            yield first_record * n_samples, b"".join(waiting)
            waiting, first_record = [], record + 1
            progress((record + 1) / n_records)


def _value(stored: bytes) -> int:
    """Return the number that three bytes hold without a sign, or two with one."""
    return int.from_bytes(stored, "little", signed=len(stored) == 2)


def _biosemi_marks(changes: _Changes, file: EdfFile, channel: Channel) -> tuple[list[Annotation], list[Issue]]:
    """Return the codes whose bits rise, new epochs, and what the amplifier says of itself."""
    texts: list[tuple[int, int, str]] = []
    for k in range(1, len(changes.values)):
        before, value, sample = changes.values[k - 1], changes.values[k], changes.samples[k]
        if value & _CODES & ~before:
            texts.append((sample, 0, str(value & _CODES)))
        if value & _NEW_EPOCH & ~before:
            texts.append((sample, 0, "new epoch"))
    issues: list[Issue] = []
    upper = 0
    for value in changes.values:
        upper |= value & ~_CODES
    if upper:
        out = _stretches(changes, _CMS_IN_RANGE, is_set=False)
        low = _stretches(changes, _BATTERY_LOW, is_set=True)
        texts += [(a, b - a, "CMS out of range") for a, b in out] + [(a, b - a, "battery low") for a, b in low]
        issues += _told(out, "cms_out_of_range", "The amplifier's reference (CMS) was out of range", file, channel)
        issues += _told(low, "battery_low", "The amplifier's battery was low", file, channel)
    if len(texts) > _MOST_MARKS or not changes.is_complete:
        sentence = f"{channel.name} changes more than {_MOST_MARKS:,} times; its codes are not shown as marks."
        return [], [Issue("triggers_too_many", sentence)]
    return _annotations(texts, file, channel), issues


def _stretches(changes: _Changes, bit: int, is_set: bool) -> list[tuple[int, int]]:
    """Return the half-open stretches of samples in which a bit is set, or is not."""
    stretches: list[tuple[int, int]] = []
    began: int | None = None
    for sample, value in zip(changes.samples, changes.values, strict=True):
        if bool(value & bit) == is_set:
            began = sample if began is None else began
        elif began is not None:
            stretches.append((began, sample))
            began = None
    if began is not None:
        stretches.append((began, changes.n_samples))
    return stretches


def _told(stretches: list[tuple[int, int]], code: str, sentence: str, file: EdfFile, channel: Channel) -> list[Issue]:
    if not stretches:
        return []
    total_s = sum(b - a for a, b in stretches) / channel.rate_hz
    at = elapsed_text(_time_s(stretches[0][0], file, channel), 0)
    return [Issue(code, f"{sentence} for {elapsed_text(total_s, 0)} in all, first at {at}.")]


def _pulse_marks(changes: _Changes, file: EdfFile, channel: Channel) -> list[Annotation]:
    """Return the codes of a channel that rests at one value and leaves it now and then; none where it is no such."""
    if not changes.is_complete or len(changes.values) < 2:
        return []
    lengths: Counter[int] = Counter()
    for sample, stop, value in zip(
        changes.samples, [*changes.samples[1:], changes.n_samples], changes.values, strict=True
    ):
        lengths[value] += stop - sample
    (rest, n_rest), *_ = lengths.most_common(1)
    if 2 * n_rest < changes.n_samples or len(lengths) > _MOST_CODES:
        return []
    scale = file.channel_map.scales[channel.index]

    def text(value: int) -> str:
        physical = (value - scale.digital_min) * scale.gain + scale.offset
        return str(round(physical)) if abs(physical - round(physical)) < 0.01 else f"{physical:g}"

    texts = [
        (sample, 0, text(value))
        for sample, value in zip(changes.samples[1:], changes.values[1:], strict=True)
        if value != rest
    ]
    return _annotations(texts, file, channel)


def _annotations(texts: list[tuple[int, int, str]], file: EdfFile, channel: Channel) -> list[Annotation]:
    prefix = file.recording.fingerprint[:16]
    return [
        Annotation(
            annotation_id=f"file-{prefix}-{channel.index}-{number}",
            term_id="file_note",
            onset_s=round(_time_s(sample, file, channel), 9),
            duration_s=round(n_samples / channel.rate_hz, 9),
            text=text,
            layer=FILE_LAYER,
        )
        for number, (sample, n_samples, text) in enumerate(texts)
    ]


def _time_s(sample: int, file: EdfFile, channel: Channel) -> float:
    """Return the true time of a sample, counted through all records."""
    n_samples = file.layout.n_samples[file.channel_map.signals[channel.index]]
    record = sample // n_samples
    segment = int(np.searchsorted(file.times.first_records, record, side="right")) - 1
    first = file.times.first_records[segment] * n_samples
    return file.times.segments[segment].start_s + (sample - first) / channel.rate_hz
