"""Annotations of MNE-Python: its CSV and text files, and FIF files read by MNE itself.

CSV: `onset,duration,description[,ch_names]` with onsets as dates and times, from 1970-01-01 where the recording has no
date. Text: comment lines with `orig_time` and the columns, then onsets in seconds. As mne.Annotations.save writes them.
"""

import csv
import io
import re
import struct
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from eegview.exchange.edf_marks import edf_mark_text
from eegview.exchange.foreign_times import ForeignMark, When, imported, is_plausible, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.row_report import RowReport, shown
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation, marks_text
from eegview.model.clock import recorder_time
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary

TEXT_SIGN = "# MNE-Annotations"
_NO_DATE = recorder_time(1970, 1, 1)
_COLON = "{COLON}"  # MNE's sign for a colon inside a channel's name


def write_mne_csv(
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, started_at: datetime | None
) -> list[str]:
    """Write marks as MNE's annotation CSV, which `mne.read_annotations` reads; return sentences on what was lost.

    Times are exact to the microsecond; the recording's local start is written as it is.

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    ordered = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    origin = started_at.replace(tzinfo=None) if started_at else _NO_DATE
    names = any(mark.channels for mark in ordered)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["onset", "duration", "description", *(["ch_names"] if names else [])])
    for mark in ordered:
        onset = (origin + timedelta(microseconds=round(mark.onset_s * 1e6))).isoformat(" ", "microseconds")
        channels = ":".join(name.replace(":", _COLON) for name in mark.channels)
        row = [onset, repr(round(mark.duration_s, 6)), edf_mark_text(mark, vocabulary)]
        writer.writerow([*row, channels] if names else row)
    write_whole(path, text.getvalue().encode())
    return _lost(ordered, started_at)


def _lost(marks: Sequence[Annotation], started_at: datetime | None) -> list[str]:
    lost = (
        ["MNE annotations carry no identity or layer of a mark; export TSV, CSV or JSON to keep them."] if marks else []
    )
    if n := sum(bool(mark.attributes) for mark in marks):
        lost.append(f"MNE annotations cannot carry everything: {marks_text(n)} lost the answers given.")
    if started_at is None and marks:
        lost.append("The recording has no start date, so times count from 1 January 1970.")
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
            report.add(number, f"the duration {shown(length)} cannot be read; taken as 0")
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
            report.add(row, f"the onset {shown(str(onset_s))} is no time; left out")
            continue
        length_s = float(duration_s)
        if not is_plausible(length_s) or length_s < 0:
            report.add(row, f"the duration {shown(str(duration_s))} is none; taken as 0")
            length_s = 0.0
        when = When(Clock.ELAPSED, float(onset_s))
        lines.append(ForeignMark(when, length_s, str(text), tuple(names), row=row))
    started_at = found.orig_time.replace(tzinfo=None) if found.orig_time is not None else None
    return imported(lines, vocabulary, report.sentences(), started_at)


def _no_annotations(path: Path) -> UnreadableFile:
    return UnreadableFile(f"“{path.name}” holds no annotations of MNE.", "Save them with Annotations.save.")
