"""A part of a recording as BrainVision files: header (.vhdr), markers (.vmrk) and float32 signals (.eeg).

Format: “BrainVision Core Data Format” 1.0. It knows one rate and no gaps: pauses are told by the clock of “New
Segment” markers, and channels of other rates are left out.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

import numpy as np

from eegview.exchange.edf.tals import FORBIDDEN
from eegview.exchange.recording.mark_channels import MarkChannels
from eegview.exchange.recording.scales import samples_text
from eegview.exchange.recording_part import PartMark, PartSegment, RecordingPart
from eegview.exchange.writing import whole_file
from eegview.model.annotation import marks_text
from eegview.model.clock import recorder_time
from eegview.model.text.listing import listed

_NO_DATE = recorder_time(1985, 1, 1)  # from which the clock of a recording with gaps but without a date counts


def files_beside(out: Path) -> tuple[Path, ...]:
    """Return the files that are written with a header of this name."""
    return out.with_suffix(".vmrk"), out.with_suffix(".eeg")


def write_brainvision(part: RecordingPart, out: Path) -> list[str]:
    """Write header, markers and signals beside each other; return sentences on what the format could not carry.

    Raises
    ------
    CannotWrite : a file cannot be written; older ones are untouched
    """
    whole, part = part, of_one_rate(part)
    marker_file, signal_file = files_beside(out)
    n_missing = 0
    total = sum(sum(segment.n_samples) for segment in part.segments)
    n_done = 0
    # The header comes last: a recording is there once all of it is.
    with whole_file(out) as header, whole_file(marker_file) as markers, whole_file(signal_file) as signals:
        for block, n_lacking in _blocks(part):
            signals.write(block)
            n_missing += n_lacking
            n_done += len(block) // 4
            part.progress(min(n_done / total, 1.0))
        markers.write(_marker_text(part, signal_file.name).encode())
        header.write(_header_text(part, signal_file.name, marker_file.name).encode())
    part.progress(1.0)
    return _lost(whole, part, n_missing)


def of_one_rate(part: RecordingPart) -> RecordingPart:
    """Return the channels of the rate that most of them have, the faster one where two rates have as many."""
    rates = Counter(part.rates_hz)
    rate_hz = max(rates, key=lambda rate: (rates[rate], rate))
    kept = [position for position, rate in enumerate(part.rates_hz) if rate == rate_hz]
    return replace(
        part,
        channels=tuple(part.channels[position] for position in kept),
        segments=tuple(
            replace(s, first=tuple(s.first[p] for p in kept), stop=tuple(s.stop[p] for p in kept))
            for s in part.segments
            if any(s.stop[p] > s.first[p] for p in kept)
        ),
    )


def _blocks(part: RecordingPart) -> Iterator[tuple[bytes, int]]:
    """Yield the samples, all channels of an instant together, and how many are missing in each block."""
    for segment in part.segments:
        for _, samples in part.pieces(segment, [1] * len(part.channels)):
            values = np.stack(samples, axis=1).astype("<f4")
            yield values.tobytes(), int(np.isnan(values).sum())


def _header_text(part: RecordingPart, signal_name: str, marker_name: str) -> str:
    labels = MarkChannels(part.chosen).unique_labels
    lines = [
        "Brain Vision Data Exchange Header File Version 1.0",
        "; Written by eegview",
        "",
        "[Common Infos]",
        "Codepage=UTF-8",
        f"DataFile={signal_name}",
        f"MarkerFile={marker_name}",
        "DataFormat=BINARY",
        "DataOrientation=MULTIPLEXED",
        f"NumberOfChannels={len(part.channels)}",
        f"SamplingInterval={_number(1e6 / part.rates_hz[0])}",
        "",
        "[Binary Infos]",
        "BinaryFormat=IEEE_FLOAT_32",
        "",
        "[Channel Infos]",
        *(
            f"Ch{number}={_field(label)},,1,{_field('µV' if channel.unit == 'uV' else channel.unit or 'n/a')}"
            for number, (label, channel) in enumerate(zip(labels, part.chosen, strict=True), 1)
        ),
        "",
    ]
    return "\r\n".join(lines)


def _marker_text(part: RecordingPart, signal_name: str) -> str:
    lines = [
        "Brain Vision Data Exchange Marker File, Version 1.0",
        "",
        "[Common Infos]",
        "Codepage=UTF-8",
        f"DataFile={signal_name}",
        "",
        "[Marker Infos]",
        *(f"Mk{number}={text}" for number, text in enumerate(_markers(part), 1)),
        "",
    ]
    return "\r\n".join(lines)


def _markers(part: RecordingPart) -> list[str]:
    """Return the markers in order of their samples; those that begin segments before the marks there."""
    starts = _first_samples(part)
    channels = MarkChannels(part.chosen)
    has_clock = part.started_at is not None or len(part.segments) > 1
    began = part.started_at or _NO_DATE
    found: list[tuple[int, int, str]] = []
    for sample, segment in zip(starts, part.segments, strict=True):
        stamp = _stamp(began + timedelta(seconds=segment.start_s - part.start_s)) if has_clock else ""
        found.append((sample, 0, f"New Segment,,{sample + 1},1,0{',' + stamp if stamp else ''}"))
    for one in part.marks:
        first, n_samples = _place(one, part, starts)
        text = _field(FORBIDDEN.sub(" ", one.text))
        of = [place + 1 for place in channels.places(one.mark)] or [0]
        found += [(first, 1, f"Comment,{text},{first + 1},{n_samples},{number}") for number in of]
    return [text for _, _, text in sorted(found, key=lambda one: one[:2])]


def _place(one: PartMark, part: RecordingPart, starts: list[int]) -> tuple[int, int]:
    """Return first sample and number of samples of a mark, at least one."""
    first = _sample_at(one.mark.onset_s, part, starts)
    stop = _sample_at(one.mark.stop_s, part, starts, is_end=True)
    return first, max(stop - first, 1)


def _sample_at(time_s: float, part: RecordingPart, starts: list[int], is_end: bool = False) -> int:
    """Return the sample nearest to a time; in a gap the first one after it. An end may lie behind the last one."""
    number = max(bisect_right([segment.start_s for segment in part.segments], time_s + 1e-9) - 1, 0)
    segment: PartSegment = part.segments[number]
    inside = round((time_s - segment.start_s) * part.rates_hz[0])
    is_last = number == len(part.segments) - 1
    n_samples = segment.n_samples[0]
    return starts[number] + min(max(inside, 0), n_samples - 1 if is_last and not is_end else n_samples)


def _first_samples(part: RecordingPart) -> list[int]:
    return [0, *accumulate(segment.n_samples[0] for segment in part.segments)][: len(part.segments)]


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond:06d}"


def _field(text: str) -> str:
    return text.replace(",", "\\1")


def _number(value: float) -> str:
    return repr(round(value, 9)).removesuffix(".0")


def _lost(whole: RecordingPart, part: RecordingPart, n_missing: int) -> list[str]:
    lost = []
    left_out = [channel.name for channel in whole.chosen if channel not in part.chosen]
    if left_out:
        rate = f"{part.rates_hz[0]:g} Hz"
        lost.append(f"BrainVision has one rate: channels not at {rate} are left out: {listed(left_out)}.")
    if n_missing:
        lost.append(f"{samples_text(n_missing)} missing in the recording stand as “not a number”.")
    if part.patient is not None:
        lost.append("BrainVision has no place for the patient.")
    if part.started_at is None and len(part.segments) > 1:
        lost.append("The pauses are told by a clock that begins on 1 January 1985, since no date is written.")
    stored = [part.stored(position) for position in range(len(part.channels))]
    if any(c.prefilter for c in part.chosen) or any(scale.transducer for scale in stored if scale is not None):
        lost.append("BrainVision keeps no filters and sensors of channels as text.")
    n_between = sum(_is_between(one, part) for one in part.marks)
    if n_between:
        lost.append(f"{marks_text(n_between)} stood in a gap or between samples and moved to the nearest sample.")
    return lost


def _is_between(one: PartMark, part: RecordingPart) -> bool:
    place = _sample_at(one.mark.onset_s, part, _first_samples(part))
    number = max(bisect_right(_first_samples(part), place) - 1, 0)
    segment = part.segments[number]
    at_s = segment.start_s + (place - _first_samples(part)[number]) / part.rates_hz[0]
    return abs(at_s - one.mark.onset_s) > 1e-6
