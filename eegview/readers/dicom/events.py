"""The annotations of a DICOM waveform (PS3.3 C.10.10)."""

import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.issue import Issue
from eegview.model.recording import FileEvents, Progress, Recording
from eegview.model.text.channels_in_text import on_their_channels
from eegview.model.text.decoding import TextEncoding, judged, texts_to_show
from eegview.readers.dicom import tags
from eegview.readers.dicom.channels import Place, unit_text
from eegview.readers.dicom.clock import acquired_at, moment_of
from eegview.readers.dicom.definitions import code_in, code_of
from eegview.readers.dicom.elements import DataSet
from eegview.readers.dicom.texts import codec_of
from eegview.readers.dicom.timeline import Timeline

_AT_A_TIME = 500
_POINTS = ("POINT", "MULTIPOINT")


@dataclass(slots=True)
class _Placing:
    """What is needed to place annotations: groups by their number in the file."""

    recording: Recording
    starts_s: dict[int, float]  # of each group, from recording start
    rates_hz: dict[int, float]
    stops_s: dict[int, float]
    channels: dict[tuple[int, int], str]  # (group, channel), both from 1 → name
    names: dict[int, tuple[str, ...]]  # group → names of its channels


def annotations_of(
    data: DataSet, recording: Recording, timeline: Timeline, places: Sequence[Place], progress: Progress
) -> FileEvents:
    """Return the annotations of a file in order of time; what cannot be placed is told."""
    placing = _placing(recording, timeline, places)
    began, _ = acquired_at(data)
    zone = data.text(tags.TIMEZONE)
    items = data.items(tags.ANNOTATIONS)
    marks: list[Annotation] = []
    texts: list[bytes] = []
    n_unplaced = n_empty = 0
    for number, item in enumerate(items):
        if number % _AT_A_TIME == 0:
            progress(number / len(items))
        text = _text(item)
        texts.append(item.value(tags.ANNOTATION_TEXT).strip(b" \0"))
        if not text:
            n_empty += 1
            continue
        pairs = item.numbers(tags.REFERENCED_CHANNELS)
        refs = [(int(a), int(b)) for a, b in zip(pairs[::2], pairs[1::2], strict=False)]
        spans = _spans(item, placing, refs)
        if spans is None and began is not None:
            moments = [moment_of(part, zone) for part in item.texts(tags.DATETIMES)]
            zero = recording.started_at or began
            times_s = [(at - zero).total_seconds() for at in moments if at is not None]
            spans = _as_spans(item, times_s, recording.duration_s) if times_s else None
        if spans is None:
            n_unplaced += 1
            continue
        channels = _channels(refs, placing)
        for onset_s, stop_s in spans:
            marks.append(
                Annotation(
                    annotation_id=f"file-{recording.fingerprint[:16]}-{len(marks)}",
                    term_id="file_note",
                    onset_s=round(onset_s, 9),
                    duration_s=round(max(stop_s - onset_s, 0.0), 9),
                    channels=channels,
                    text=text,
                    layer=FILE_LAYER,
                )
            )
    progress(1.0)
    issues = _issues(n_unplaced, marks, recording)
    if data.finder.has_misfits and not any(issue.code == "text_encoding" for issue in recording.issues):
        what = "Some annotations are not in the character set that the file names; letters may be wrong."
        issues.append(Issue("text_encoding", what))
    marks = on_their_channels(marks, recording.channels)
    in_order = tuple(sorted(marks, key=lambda mark: mark.onset_s))
    encoding, shown = data.finder.encoding or codec_of(data.charsets), texts_to_show(texts)
    if shown and encoding and not data.finder.encoding and TextEncoding(encoding).n_wrong_in(shown):
        encoding = judged(shown).name
    return FileEvents(in_order, tuple(issues), encoding, shown if encoding else ())


def _placing(recording: Recording, timeline: Timeline, places: Sequence[Place]) -> _Placing:
    placing = _Placing(recording, {}, {}, {}, {}, {})
    for number, track in enumerate(timeline.tracks):
        columns = {place.column: recording.channels[i].name for i, place in enumerate(places) if place.track == number}
        for run in itertools.chain(*track.runs.values()):
            start_s = recording.segments[run.segment].start_s + run.at / track.rate_hz
            placing.starts_s[run.group.number] = start_s
            placing.stops_s[run.group.number] = start_s + run.group.duration_s
            placing.rates_hz[run.group.number] = track.rate_hz
            placing.names[run.group.number] = tuple(columns.values())
            for column, name in columns.items():
                placing.channels[run.group.number, column + 1] = name
    return placing


def _text(item: DataSet) -> str:
    """Return what an annotation says: its text, or its code in words, with the value and unit where it has one."""
    text = item.text(tags.ANNOTATION_TEXT)
    if text:
        return text
    name = _words(item, tags.CONCEPT_NAME)
    value = _words(item, tags.CONCEPT_CODE)
    numbers = " ".join(part for part in item.texts(tags.NUMERIC_VALUE) if part)
    if numbers:
        unit = unit_text(code_in(item, tags.UNITS_OF_MEASUREMENT))
        value = f"{numbers} {unit}".strip()
    return f"{name}: {value}" if name and value else name or value


def _words(item: DataSet, tag: int) -> str:
    entry = item.item(tag)
    if entry is None:
        return ""
    code = code_of(entry)
    modifiers = [m.meaning or m.value for m in map(code_of, entry.items(tags.MODIFIER_CODE))]
    modifiers += [m.meaning or m.value for m in map(code_of, item.items(tags.MODIFIER_CODE))]
    said = code.meaning or " ".join(part for part in (code.scheme, code.value) if part)
    return f"{said} ({', '.join(m for m in modifiers if m)})" if any(modifiers) else said


def _spans(item: DataSet, placing: _Placing, refs: Sequence[tuple[int, int]]) -> list[tuple[float, float]] | None:
    """Return onsets and ends (s) by samples or time offsets, or of all the channels' time where it says none.

    None where it may say them as dates, or says what cannot be placed.
    """
    duration_s = placing.recording.duration_s
    groups = [group for group, _ in refs if group in placing.starts_s]
    if not item.text(tags.TEMPORAL_RANGE):
        if refs and not groups:
            return None
        starts, stops = (
            zip(*((placing.starts_s[g], placing.stops_s[g]) for g in groups), strict=True)
            if groups
            else (
                (0.0,),
                (duration_s,),
            )
        )
        return [(min(starts), max(stops))]
    positions = item.numbers(tags.SAMPLE_POSITIONS)
    if positions:
        if not groups:
            return None
        start_s, rate_hz = placing.starts_s[groups[0]], placing.rates_hz[groups[0]]
        return _as_spans(item, [start_s + (position - 1) / rate_hz for position in positions], duration_s)
    offsets_s = item.numbers(tags.TIME_OFFSETS)
    return _as_spans(item, offsets_s, duration_s) if offsets_s else None


def _as_spans(item: DataSet, times_s: Sequence[float], duration_s: float) -> list[tuple[float, float]] | None:
    """Return the spans that a temporal range means by its points (PS3.3 C.10.10.1.2)."""
    times = [time_s for time_s in times_s if math.isfinite(time_s)]
    kind = item.text(tags.TEMPORAL_RANGE).upper()
    if not times:
        return None
    if kind == "BEGIN":
        return [(times[0], max(duration_s, times[0]))]
    if kind == "END":
        return [(min(0.0, times[0]), times[0])]
    if kind in _POINTS or len(times) == 1:
        return [(time_s, time_s) for time_s in (times[:1] if kind == "POINT" else times)]
    return [(min(a, b), max(a, b)) for a, b in zip(times[::2], times[1::2], strict=False)]


def _channels(refs: Collection[tuple[int, int]], placing: _Placing) -> tuple[str, ...]:
    """Return the names of the channels referred to, () for all of the recording."""
    names: dict[str, None] = {}
    for group, channel in refs:
        if channel == 0:
            names.update(dict.fromkeys(placing.names.get(group, ())))
        elif (group, channel) in placing.channels:
            names[placing.channels[group, channel]] = None
    is_all = len(names) == len(placing.recording.channels)
    return () if is_all and (len(names) > 1 or any(channel == 0 for _, channel in refs)) else tuple(names)


def _issues(n_unplaced: int, marks: Sequence[Annotation], recording: Recording) -> list[Issue]:
    issues = []
    if n_unplaced:
        what = "1 annotation has" if n_unplaced == 1 else f"{n_unplaced} annotations have"
        issues.append(Issue("annotation_unplaced", f"{what} no time that can be read; not shown."))
    n_outside = sum(not 0 <= mark.onset_s <= recording.duration_s for mark in marks)
    if n_outside:
        what = "1 annotation lies" if n_outside == 1 else f"{n_outside} annotations lie"
        issues.append(Issue("annotation_outside", f"{what} outside the recording; kept at the time given."))
    return issues
