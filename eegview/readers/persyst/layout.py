"""The layout (`.lay`) of a Persyst recording."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import FEMALE, MALE, PatientFacts
from eegview.readers.text_sections import Sections, amount_in, number_in, sections_of, whole_in
from eegview.readers.written_dates import date_in, time_in

_DTYPES = {0: "<i2", 7: "<i4"}
_DAY_S = 86400.0
_PLAIN_TIMES = re.compile(r"\d{1,15}=\d{1,9}(\.\d{1,15})?(\n\d{1,15}=\d{1,9}(\.\d{1,15})?)*")
_MOST_CHANNELS = 65536
_EXPORT = "Export the recording again, as EDF+ if that is possible."
_SEXES = {"m": MALE, "male": MALE, "f": FEMALE, "female": FEMALE}


@dataclass(frozen=True, slots=True)
class Waveform:
    """One channel.

    column : its place among the values of one instant
    """

    label: str
    column: int


@dataclass(frozen=True, slots=True)
class PersystLayout:
    """What a layout says.

    calibration_uv : of one digit, None where nothing says it
    comments : the lines of [Comments]
    starts : sample number and true time, in s from the first one, of each line of [SampleTimes]
    """

    rate_hz: float
    header_bytes: int
    dtype: str
    n_columns: int
    calibration_uv: float | None
    waveforms: tuple[Waveform, ...]
    starts: tuple[tuple[int, float], ...]
    comments: tuple[str, ...]
    started_at: datetime | None
    patient: PatientFacts
    issues: tuple[Issue, ...]


def parse_layout(content: str, path: Path) -> PersystLayout:
    """Return what a layout says; only how the signals are stored must be there.

    Raises
    ------
    UnreadableFile : it does not say how the signals are stored, or they are in another format
    """
    sections = sections_of(content)
    issues: list[Issue] = []
    kind = sections.value_anywhere("FileInfo", "FileType")
    if kind and kind.casefold() != "interleaved":
        raise UnreadableFile(f"{path.name} leads to signals in another form ({kind[:20]}).", "Open the file it names.")
    rate_hz = amount_in(sections.value_anywhere("FileInfo", "SamplingRate")) or 0.0
    if rate_hz <= 0:
        raise UnreadableFile(f"{path.name} does not say at which rate the signals were sampled.", _EXPORT)
    waveforms, n_columns = _waveforms(sections, path, issues)
    calibration_uv = amount_in(sections.value_anywhere("FileInfo", "Calibration"))
    if not calibration_uv:
        issues.append(Issue("scale_unknown", "The layout does not say what a digit is worth; digits are shown."))
    starts = _starts(sections, rate_hz, issues)
    return PersystLayout(
        rate_hz,
        max(0, whole_in(sections.value_anywhere("FileInfo", "HeaderLength")) or 0),
        _dtype(sections, path, issues),
        n_columns,
        calibration_uv or None,
        waveforms,
        starts,
        tuple(sections.of("Comments")),
        _started_at(sections, issues),
        _patient(sections),
        tuple(issues),
    )


def _dtype(sections: Sections, path: Path, issues: list[Issue]) -> str:
    text = sections.value_anywhere("FileInfo", "DataType")
    if not text:
        issues.append(Issue("header_incomplete", "The layout's DataType is missing; 16-bit integers are assumed."))
        return _DTYPES[0]
    code = whole_in(text)
    if code not in _DTYPES:
        raise UnreadableFile(f"{path.name} keeps its signals in an unknown form (DataType {text[:20]}).", _EXPORT)
    return _DTYPES[code]


def _waveforms(sections: Sections, path: Path, issues: list[Issue]) -> tuple[tuple[Waveform, ...], int]:
    """Return the channels by their numbers in the channel map, and how many values one instant has."""
    listed: list[tuple[str, int | None]] = []
    for line in sections.of("ChannelMap"):
        label, sign, number = line.rpartition("=")
        if sign:
            listed.append((label.strip(), whole_in(number)))
        else:
            listed.append((line.strip(), None))
    said = whole_in(sections.value_anywhere("FileInfo", "WaveformCount"))
    n_columns = said if said and said > 0 else len(listed)
    if not 0 < n_columns <= _MOST_CHANNELS:
        raise UnreadableFile(f"{path.name} does not say how many channels there are.", _EXPORT)
    numbers = [number for _, number in listed]
    if any(number is None or number < 1 for number in numbers) or len(set(numbers)) < len(numbers):
        listed = [(label, place) for place, (label, _) in enumerate(listed, 1)]
        doubt = "The numbers of the channel map are missing or damaged; its names are taken in the order they stand in."
        issues.append(Issue("labels_doubtful", doubt))
    known = {number - 1: label for label, number in listed if number is not None and number <= n_columns}
    if len(known) < len(listed):
        left = len(listed) - len(known)
        issues.append(Issue("channels_left", f"{left} names of channels stand for no signal in the file."))
    if said != n_columns:
        issues.append(Issue("header_incomplete", f"The layout's WaveformCount is missing; {n_columns} is assumed."))
    if len(known) < n_columns:
        issues.append(
            Issue("labels_missing", f"{n_columns - len(known)} of {n_columns} signals have no name in the layout.")
        )
    order = [*known, *(column for column in range(n_columns) if column not in known)]
    return tuple(Waveform(known.get(column, ""), column) for column in order), n_columns


def _starts(sections: Sections, rate_hz: float, issues: list[Issue]) -> tuple[tuple[int, float], ...]:
    """Return the times of samples from the first one on; they are times of day, so that midnight starts again."""
    lines = [line.strip() for line in sections.of("SampleTimes")]
    found, lost = np.empty((0, 2)), 0
    if _PLAIN_TIMES.fullmatch(text := "\n".join(lines)):  # many thousands of lines, in one go
        found = np.array(re.split("[=\n]", text), np.float64).reshape(-1, 2)
    elif lines:
        read = [start for line in lines if (start := _start(line)) is not None]
        found, lost = np.array(read, np.float64).reshape(-1, 2), len(lines) - len(read)
    if lost:
        issues.append(
            Issue("sample_times_damaged", f"{lost} times of samples in the layout cannot be read; a pause may be lost.")
        )
    if not len(found):
        return ()
    samples, times_s = found[np.argsort(found[:, 0], kind="stable")].T
    midnights = np.cumsum(np.ceil(np.maximum(-np.diff(times_s, prepend=times_s[0]), 0) / _DAY_S))
    # Times may be given from a later sample on: what stands before it was taken without a pause.
    since_s = samples[0] / rate_hz + (times_s - times_s[0]) + midnights * _DAY_S
    return tuple(zip(samples.astype(np.int64).tolist(), since_s.tolist(), strict=True))


def _start(line: str) -> tuple[int, float] | None:
    """Read `sample=time`; the time is in seconds of the day, or a time of day."""
    key, _, value = line.partition("=")
    sample, at_s = whole_in(key), number_in(value)
    if at_s is None and (of_day := time_in(value)) is not None:
        at_s = of_day.total_seconds()
    return None if sample is None or at_s is None or not 0 <= sample < 2**53 else (sample, at_s)


def _started_at(sections: Sections, issues: list[Issue]) -> datetime | None:
    date_text, time_text = sections.value("Patient", "TestDate"), sections.value("Patient", "TestTime")
    # Dates with slashes are written as in America, by the program itself.
    written = date_in(date_text, month_first="/" in date_text)
    if written is None:
        said = "has no start date" if not date_text else "has a start date that is none"
        issues.append(Issue("start_unknown", f"The recording {said}; times count from its start."))
        return None
    since_midnight = time_in(time_text)
    if since_midnight is None:
        first_s = next((number_in(value) for _, value in sections.pairs("SampleTimes")), None)
        if first_s is None or not 0 <= first_s < _DAY_S:
            issues.append(Issue("start_unknown", "The recording has no start time; times count from its start."))
            return None
        since_midnight = timedelta(seconds=first_s)
    if written.is_ambiguous:
        issues.append(
            Issue("start_date_ambiguous", "Day and month of the start date may be exchanged; the month is read first.")
        )
    return datetime.combine(written.day, datetime.min.time()) + since_midnight


def _patient(sections: Sections) -> PatientFacts:
    names = [sections.value("Patient", key) for key in ("First", "MI", "Last")]
    birth_text = sections.value("Patient", "BirthDate")
    born = date_in(birth_text, month_first="/" in birth_text)
    return PatientFacts(
        code=_printable(sections.value("Patient", "ID")),
        name=_printable(" ".join(name for name in names if name)),
        sex=_SEXES.get(sections.value("Patient", "Sex").casefold(), ""),
        born=born.day if born else None,
    )


def _printable(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
