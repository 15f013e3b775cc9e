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
from eegview.exchange.recording_part import PartMark, RecordingPart
from eegview.exchange.writing import whole_file
from eegview.model.annotation import FILE_LAYER, marks_text
from eegview.model.text.listing import listed
from eegview.model.time.clock import recorder_time

_COMMENT, _NEW_SEGMENT = "Comment", "New Segment"
_KINDS = {_COMMENT, _NEW_SEGMENT, "Stimulus", "Response", "SyncStatus", "Bad Interval", "Time 0", "Event", "Trigger"}
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
    samples = _Samples(part)
    channels = MarkChannels(part.chosen)
    has_clock = part.started_at is not None or len(part.segments) > 1
    began = part.started_at or _NO_DATE
    found: list[tuple[int, int, str]] = []
    for sample, start_s in zip(samples.firsts, samples.starts_s, strict=True):
        stamp = _stamp(began + timedelta(seconds=start_s - part.start_s)) if has_clock else ""
        found.append((sample, 0, f"New Segment,,{sample + 1},1,0{',' + stamp if stamp else ''}"))
    for one in part.marks:
        first, n_samples = samples.place(one)
        kind, text = _kind_and_text(one)
        if kind == _NEW_SEGMENT and first in samples.firsts:
            continue
        of = [place + 1 for place in channels.places(one.mark)] or [0]
        found += [(first, 1, f"{kind},{text},{first + 1},{n_samples},{number}") for number in of]
    return [text for _, _, text in sorted(found, key=lambda one: one[:2])]


def _kind_and_text(one: PartMark) -> tuple[str, str]:
    """Return the type and description of a marker; those that a recorder gave it stay."""
    text = FORBIDDEN.sub(" ", one.text)
    kind, slash, description = text.partition("/")
    if one.mark.layer != FILE_LAYER or not slash or kind not in _KINDS or (kind == _NEW_SEGMENT and description):
        kind, description = _COMMENT, text
    return kind, _field(description)


class _Samples:
    """The samples of a part as they are counted in the file: those of all segments run on.

    firsts : number of the first sample of each segment
    starts_s : when each segment begins, seconds from the start of the source recording
    """

    def __init__(self, part: RecordingPart) -> None:
        counts = [segment.n_samples[0] for segment in part.segments]
        self.firsts = [0, *accumulate(counts)][:-1]
        self.starts_s = [segment.start_s for segment in part.segments]
        self._n_samples = sum(counts)
        self._stops = [*self.firsts[1:], self._n_samples]
        self._rate_hz = part.rates_hz[0]

    def place(self, one: PartMark) -> tuple[int, int]:
        """Return first sample and number of samples of a mark, at least one."""
        first = min(self._nearest(one.mark.onset_s), self._n_samples - 1)
        return first, max(self._nearest(one.mark.stop_s) - first, 1)

    def is_between(self, one: PartMark) -> bool:
        """Whether a mark begins in a gap or between samples."""
        first, _ = self.place(one)
        number = max(bisect_right(self.firsts, first) - 1, 0)
        at_s = self.starts_s[number] + (first - self.firsts[number]) / self._rate_hz
        return abs(at_s - one.mark.onset_s) > 1e-6

    def _nearest(self, time_s: float) -> int:
        """Return the sample nearest to a time; in a gap the first one after it, at the end the one behind the last."""
        number = max(bisect_right(self.starts_s, time_s + 1e-9) - 1, 0)
        inside = round((time_s - self.starts_s[number]) * self._rate_hz)
        return min(self.firsts[number] + max(inside, 0), self._stops[number])


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond:06d}"


def _field(text: str) -> str:
    return text.replace("\\1", "\\ 1").replace(",", "\\1")  # a comma is written as \1, which cannot be said otherwise


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
    samples = _Samples(part)
    n_between = sum(samples.is_between(one) for one in part.marks)
    if n_between:
        lost.append(f"{marks_text(n_between)} stood in a gap or between samples and moved to the nearest sample.")
    return lost
