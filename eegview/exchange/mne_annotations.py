"""Annotations of MNE-Python: its CSV and text files, and FIF files read by MNE itself.

CSV: `onset,duration,description[,ch_names]` with onsets as dates and times, from 1970-01-01 where the recording has no
date. Text: comment lines with `orig_time` and the columns, then onsets in seconds. As mne.Annotations.save writes them.
"""

import re
import struct
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from eegview.exchange.channel_names import FileNames
from eegview.exchange.edf.marks import edf_mark_text
from eegview.exchange.escaping import safe_cell
from eegview.exchange.foreign_times import ForeignMark, When, imported, is_plausible, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.plain_table import comma_text
from eegview.exchange.row_report import RowReport, shown
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation, marks_text
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.span import Span
from eegview.model.time.clock import recorder_time
from eegview.model.vocabulary import Vocabulary

TEXT_SIGN = "# MNE-Annotations"
ELAPSED_COLUMN = "onset_s"  # a further column of ours: seconds from the recording's start, gaps included
_NO_DATE = recorder_time(1970, 1, 1)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MOST_DRIFT = 0.05  # a rate that differs by more is no clock's
_COLON = "{COLON}"  # MNE's sign for a colon inside a channel's name


def write_mne_csv(
    path: Path,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    started_at: datetime | None,
    channels: Sequence[Channel] = (),
    segments: Sequence[Span] = (),
    rate_ratio: float = 1.0,
) -> list[str]:
    """Write marks as MNE's annotation CSV, which `mne.read_annotations` reads; return sentences on what was lost.

    Times are exact to the microsecond. MNE counts samples on from the first, gaps left out, so a mark stands where its
    sample does; the column `onset_s` keeps the recording's own time.

    Parameters
    ----------
    started_at : the start that MNE reads from the recording, see `mne_start`; None where it reads none
    channels : of the recording, to name them as MNE does; MNE refuses other names, so those are left out
    segments : where samples exist; empty = without gaps
    rate_ratio : see `mne_rate_ratio`

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    ordered = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    origin = started_at.replace(tzinfo=None) if started_at else _NO_DATE
    file_names = FileNames(channels, is_unique=True)
    labels = [_channels_of(mark, file_names if channels else None) for mark in ordered]
    names = any(labels)
    rows = [["onset", "duration", "description", *(["ch_names"] if names else []), ELAPSED_COLUMN]]
    for mark, label in zip(ordered, labels, strict=True):
        counted_s = _counted_s(mark.onset_s, segments) * rate_ratio
        onset = (origin + timedelta(microseconds=round(counted_s * 1e6))).isoformat(" ", "microseconds")
        row = [onset, repr(round(mark.duration_s, 6)), edf_mark_text(mark, vocabulary)]
        rows.append([*row, *([label] if names else []), repr(round(mark.onset_s, 6))])
    write_whole(path, comma_text(rows).encode())
    lost = _lost(ordered, started_at)
    if channels and (n := sum(bool(file_names.lacking(mark)) for mark in ordered)):
        lost.append(f"MNE knows the recording's own channels only; other names were left out of {marks_text(n)}.")
    if rate_ratio != 1 and ordered:
        lost.append(
            f"MNE reads the recording at the header's rate, so times are {(rate_ratio - 1) * 1e6:+.4g} ppm longer."
        )
    if len(segments) > 1 and any(mark.onset_s >= segments[0].stop_s for mark in ordered):
        lost.append("MNE reads the recording without its gaps, so marks after a gap count from there.")
    return lost


def _channels_of(mark: Annotation, file_names: FileNames | None) -> str:
    """Return a cell of `ch_names`. A name that a spreadsheet would run stands last; alone it is left out."""
    found = mark.channels
    if file_names is not None:
        found = tuple(dict.fromkeys(label for name in mark.channels for label in file_names.labels(name)))
    ordered = sorted((name.replace(":", _COLON) for name in found), key=lambda name: safe_cell(name) != name)
    cell = ":".join(ordered)
    return cell if safe_cell(cell) == cell else ""


def _counted_s(onset_s: float, segments: Sequence[Span]) -> float:
    """Return a time as MNE counts it (s): recorded time alone. A time in a gap is that of the next sample."""
    if len(segments) < 2:
        return onset_s
    before_s = sum(min(segment.stop_s, onset_s) - segment.start_s for segment in segments if segment.start_s < onset_s)
    return onset_s if onset_s < segments[0].start_s else before_s + max(onset_s - segments[-1].stop_s, 0.0)


def mne_start(path: Path, file_format: str, started_at: datetime | None) -> datetime | None:
    """Return the start that MNE reads from a recording: of EDF and BDF the header's whole seconds.

    The fraction stands in the first data record, where MNE does not look for it; and a date that EDF+ writes for an
    unknown one is a date to MNE.
    """
    if not file_format.startswith(("EDF", "BDF")):
        return started_at
    try:
        with path.open("rb") as file:
            head = file.read(256).decode("latin-1")
    except OSError:
        return started_at.replace(microsecond=0) if started_at else None
    said = head[88:168].rstrip().split(" ")
    long_day = _day(said[1].split("-")) if len(said) == 5 else None  # EDF+, with its four-digit year
    day = long_day or _day(head[168:176].split("."))
    try:
        hour, minute, second = map(int, head[176:184].split("."))
        return day.replace(hour=hour, minute=minute, second=second) if day else None
    except ValueError:
        return day


def mne_rate_ratio(path: Path, file_format: str, channels: Sequence[Channel]) -> float:
    """Return a channel's true rate by that of the header, which MNE goes by in EDF and BDF files; 1 for all others."""
    if not file_format.startswith(("EDF", "BDF")) or not channels:
        return 1.0
    try:
        with path.open("rb") as file:
            main = file.read(256)
            n_signals = int(main[252:256])
            head = file.read(256 * n_signals)
        labels = [head[16 * i : 16 * i + 16].decode("latin-1").strip() for i in range(n_signals)]
        at = 216 * n_signals + 8 * labels.index(channels[0].label)  # the signals' numbers of samples
        ratio = channels[0].rate_hz * float(main[244:252]) / int(head[at : at + 8])
    except (OSError, ValueError, ZeroDivisionError):
        return 1.0  # MNE does not read such a header either
    return 1.0 if abs(ratio - 1) < 1e-9 or abs(ratio - 1) > _MOST_DRIFT else ratio


def _day(parts: Sequence[str]) -> datetime | None:
    """Return the day in a header, 02-MAR-2021 or 02.03.21; None where there is none."""
    try:
        day, month, year = parts
        if month.upper() in _MONTHS:
            return recorder_time(int(year), _MONTHS.index(month.upper()) + 1, int(day))
        return recorder_time(int(year) + (2000 if int(year) < 85 else 1900), int(month), int(day))
    except ValueError:  # no number, no month, no such day, or not three parts
        return None


def _lost(marks: Sequence[Annotation], started_at: datetime | None) -> list[str]:
    lost = (
        ["MNE annotations carry no identity or layer of a mark; export TSV, CSV or JSON to keep them."] if marks else []
    )
    if n := sum(bool(mark.attributes) for mark in marks):
        lost.append(f"MNE annotations cannot carry everything: {marks_text(n)} lost the answers given.")
    if started_at is None and marks:
        lost.append(
            "MNE finds no start date in the recording, so times count from 1 January 1970; "
            "call raw.set_meas_date(0) before raw.set_annotations."
        )
    elif marks and any(mark.onset_s for mark in marks):
        lost.append("MNE takes the first mark's time as the start it counts from; set it on the recording's own raw.")
    return lost


def read_mne_text(text: str, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the annotations in MNE's text format as marks."""
    started_at, columns, found, report = None, ["onset", "duration", "description"], [], RowReport()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            head = line.lstrip("# ").strip()
            if match := re.fullmatch(r"orig_time\s*:\s*(.+)", head):
                when = parse_when(match[1])
                started_at = when.moment if when else None
            elif head.startswith("onset"):
                columns = [name.strip() for name in head.split(",")]
            continue
        if not line.strip():
            continue
        cells = line.split(",")
        n_after = len(columns) - 3  # the description alone may hold commas
        if len(cells) > len(columns) > 2:
            middle = len(cells) - n_after
            cells = [*cells[:2], ",".join(cells[2:middle]), *cells[middle:]]
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        when, length = parse_when(row.get("onset", "")), row.get("duration", "0")
        if when is None:
            report.add(number, f"the onset {shown(row.get('onset', ''))} cannot be read; left out")
            continue
        duration = parse_when(length)
        if duration is None or duration.clock is not Clock.ELAPSED or duration.seconds < 0:
            report.add(number, f"the duration {shown(length)} cannot be read; set to 0")
            duration = When(Clock.ELAPSED)
        words, names = row.get("description", ""), channels_of(row.get("ch_names", ""))
        found.append(ForeignMark(when, duration.seconds, words, names, row=number))
    return imported(found, vocabulary, report.sentences(), started_at)


def channels_of(cell: str) -> tuple[str, ...]:
    """Return the channels in a cell of MNE's column `ch_names`."""
    return tuple(name.replace(_COLON, ":") for name in cell.split(":") if name)


def read_mne_fif(path: Path, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the annotations in a FIF file that MNE saved as marks.

    Raises
    ------
    UnreadableFile : MNE cannot read annotations from it
    """
    import mne

    # what a damaged file makes of a length or a type may fail anywhere in that reader
    try:
        found = mne.read_annotations(path)
    except (ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError) as error:
        raise _no_annotations(path) from error
    except (OSError, RuntimeError, TypeError, ValueError, struct.error) as error:
        raise _no_annotations(path) from error
    lines, report = [], RowReport()
    columns = zip(found.onset, found.duration, found.description, found.ch_names, strict=True)
    for row, (onset_s, duration_s, text, names) in enumerate(columns, 1):
        if not is_plausible(float(onset_s)):
            report.add(row, f"the onset {shown(str(onset_s))} is not a time; left out")
            continue
        length_s = float(duration_s)
        if not is_plausible(length_s) or length_s < 0:
            report.add(row, f"the duration {shown(str(duration_s))} is not valid; set to 0")
            length_s = 0.0
        when = When(Clock.ELAPSED, float(onset_s))
        lines.append(ForeignMark(when, length_s, str(text), tuple(names), row=row))
    started_at = found.orig_time.replace(tzinfo=None) if found.orig_time is not None else None
    return imported(lines, vocabulary, report.sentences(), started_at)


def _no_annotations(path: Path) -> UnreadableFile:
    return UnreadableFile(f"“{path.name}” contains no annotations of MNE.", "Save them with Annotations.save.")
