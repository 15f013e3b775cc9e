"""An open ANT CNT recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.text.channels_in_text import on_their_channels
from eegview.model.text.decoding import decoded_texts, sentences_on_names
from eegview.model.text.file_texts import read_texts
from eegview.readers.ant.container import read_header
from eegview.readers.ant.process import AntProcess
from eegview.readers.ant.segments import placed_segments, segment_text
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.placing import time_of_sample
from eegview.readers.sample_source import Signal, channels_of
from eegview.readers.stored_segment import StoredSegment

_PAUSE = "BAD_disconnection"  # how MNE calls the time without an amplifier
_N_PROBES = 50  # places that are unpacked when a file is opened
_ENOUGH = 4  # places that cannot be unpacked; more are not looked for


@dataclass(frozen=True, slots=True)
class AntContent:
    """What all handles on one recording share."""

    names: tuple[tuple[str, Path], ...]
    is_alone: bool
    recording: Recording
    stored_segments: tuple[StoredSegment, ...]
    rate_hz: float
    gains_uv: tuple[float, ...]
    events: FileEvents
    patient: PatientFacts


class AntSource:
    """A handle on an ANT CNT file, for one thread; a `SignalSource`."""

    def __init__(self, content: AntContent, process: AntProcess | None = None) -> None:
        self._content = content
        self._process = process

    @property
    def recording(self) -> Recording:
        return self._content.recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the file says."""
        return self._content.patient

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment in `span`; see `SignalSource.read`. NaN where they cannot be unpacked."""
        content = self._content
        stored = content.stored_segments[segment_index]
        first, stop = sample_range(stored.span(content.rate_hz), content.rate_hz, span)
        if first == stop or not len(channels):
            return [np.empty(0, np.float32) for _ in channels]
        if self._process is None:
            self._process = AntProcess(dict(content.names), content.is_alone)
        values = self._process.read(stored.first + first, stored.first + stop, max(1, round(content.rate_hz)))
        return [values[c] * np.float32(content.gains_uv[c]) for c in channels]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return the triggers and the marks of the `.evt` file on true time."""
        progress(1.0)
        return self._content.events

    def reopen(self) -> "AntSource":
        return AntSource(self._content)

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None


def open_ant(
    names: Sequence[tuple[str, Path]], shown_path: str, found_before: Sequence[Issue] = (), encoding: str = ""
) -> AntSource:
    """Open an ANT CNT file.

    Parameters
    ----------
    names : the names under which the library looks for the file and its side files, the file first
    found_before : what is to be said of how they were found
    encoding : of the texts; "" = found out

    Raises
    ------
    UnreadableFile : it is cut short, or so damaged that its samples cannot be unpacked
    """
    path = names[0][1]
    header = read_header(path, encoding)
    process, is_alone = _started(dict(names))
    found = process.description
    rate_hz = _rate_hz(header.rate_hz, found["rate_hz"])
    segments, issues = _segments(dict(names), found["n_samples"], rate_hz, header.started_at)
    labels, sentences = decoded_texts([label.encode("latin-1", "replace") for label in found["labels"]], encoding)
    issues += [Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences)]
    signals = [
        Signal(label=label, column=column, unit=unit, is_electrode=True)
        for column, (label, unit) in enumerate(zip(labels, found["units"], strict=True))
    ]
    channels, gains, _, channel_issues = channels_of(signals, rate_hz)
    if header.started_at is None:
        unknown = "The recording has no valid start time; times count from its start."
        issues.append(Issue("start_unknown", unknown))
    issues += _damage(path, process, found["n_samples"], rate_hz)
    fingerprint = fingerprint_of_files([path])
    content = AntContent(
        tuple(names),
        is_alone,
        Recording(
            path=shown_path,
            format="ANT CNT",
            channels=channels,
            segments=tuple(stored.span(rate_hz) for stored in segments),
            started_at=header.started_at,
            fingerprint=fingerprint,
            issues=(*found_before, *channel_issues, *issues),
        ),
        segments,
        rate_hz,
        gains,
        _events(found, segments, rate_hz, channels, fingerprint, found["triggers_lost"] or is_alone, encoding),
        header.patient,
    )
    return AntSource(content, process)


def _rate_hz(said_hz: float | None, whole_hz: float) -> float:
    """Return the sampling rate: the library rounds it down to a whole number."""
    return said_hz if said_hz is not None and abs(said_hz - whole_hz) <= 1.0 else float(whole_hz)


def _started(names: dict[str, Path]) -> tuple[AntProcess, bool]:
    """Return a process for a file, and whether its side files had to be kept from the library."""
    try:
        return AntProcess(names), False
    except UnreadableFile:
        if len(names) == 1:
            raise
        return AntProcess(names, is_alone=True), True


def _segments(
    names: dict[str, Path], n_samples: int, rate_hz: float, started_at: datetime | None
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    beside = next((path for name, path in names.items() if name.endswith(".seg")), None)
    if beside is None:
        return (StoredSegment(0, n_samples, 0.0),), []
    return placed_segments(segment_text(beside), n_samples, rate_hz, started_at)


def _events(
    found: dict[str, Any],
    segments: tuple[StoredSegment, ...],
    rate_hz: float,
    channels: Sequence[Channel],
    fingerprint: str,
    is_lost: bool,
    encoding: str,
) -> FileEvents:
    """Return the triggers as marks; times without an amplifier as MNE calls them."""
    marks = [(onset, max(length, 0), text) for onset, length, text in found["triggers"]]
    off, on = found["disconnected"], found["reconnected"]
    if len(off) == len(on) and all(a <= b for a, b in zip(off, on, strict=True)):
        marks += [(a, b - a, _PAUSE) for a, b in zip(off, on, strict=True)]
    else:
        marks += [(a, 0, "Amplifier disconnected") for a in off] + [(b, 0, "Amplifier reconnected") for b in on]
    read = read_texts([text.encode("latin-1", "replace") for _, _, text in marks], encoding)
    timed = sorted(
        (time_of_sample(segments, sample, rate_hz), length / rate_hz, text.strip())
        for (sample, length, _), text in zip(marks, read.texts, strict=True)
    )
    lost = Issue("annotations_damaged", "The annotations in the file cannot be read; signals are not affected.")
    annotations = (
        Annotation(f"file-{fingerprint[:16]}-{number}", "file_note", onset_s, length_s, text=text, layer=FILE_LAYER)
        for number, (onset_s, length_s, text) in enumerate(timed)
    )
    issues = [Issue("text_encoding", sentence) for sentence in read.sentences] + ([lost] if is_lost else [])
    in_order = tuple(on_their_channels(annotations, channels))
    return FileEvents(in_order, tuple(issues), read.encoding, read.contents)


def _damage(path: Path, process: AntProcess, n_samples: int, rate_hz: float) -> list[Issue]:
    """Unpack a few samples all over the file; that some cannot be becomes an issue.

    Raises
    ------
    UnreadableFile : none can
    """
    places = [round(x) for x in np.linspace(0, n_samples - 1, _N_PROBES)]
    tried, bad = 0, []
    for at in dict.fromkeys([places[0], places[-1], places[_N_PROBES // 2], *places]):
        tried += 1
        if np.isnan(process.read(at, at + 1, 1)).all():
            bad.append(at)
        if len(bad) == _ENOUGH:
            break
    if not bad:
        return []
    if len(bad) == tried:
        raise UnreadableFile(
            f"{path.name} looks like ANT CNT but its samples cannot be unpacked.",
            "Copy it again from where it was recorded.",
        )
    sentence = (
        f"Samples cannot be unpacked at {len(bad)} of {tried} places that were tried, the first "
        f"{min(bad) / rate_hz:.0f} s into the samples; they are shown as missing."
    )
    return [Issue("samples_damaged", sentence)]
