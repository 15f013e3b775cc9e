"""Read marks from a file and fit them into a recording that has marks already."""

import stat
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.exchange.import_checks import checked, storable, unknown_lines, with_channels
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation, new_annotation_id
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.recording import Progress, no_progress
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eegview.exchange.foreign.columns import ColumnChoice
    from eegview.exchange.imported import ImportedMarks

__all__ = [
    "FittedMarks",
    "fit_marks",
    "on_recordings_clock",
    "read_marks",
    "shift_s",
    "unknown_lines",
    "with_channels",
]

_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
_EARLY_S = 600.0  # a technologist may write a note before the recording is started
_DAY_S = 86400.0


def read_marks(
    path: str | Path,
    vocabulary: Vocabulary,
    progress: Progress = no_progress,
    choice: "ColumnChoice | None" = None,
    encoding: str = "",
) -> "ImportedMarks":
    """Return the marks in a file of marks, ours or another program's, or the annotations of any recording we can open.

    Parameters
    ----------
    choice : what the reviewer says about the columns of a table, None = they are found by their names
    encoding : of a text, "" = found out

    Raises
    ------
    ColumnsUnknown : it is a table with times, and which column says what the rows are has to be asked
    UnreadableFile : it is missing, not readable, or holds no marks
    """
    from eegview.exchange.foreign.columns import BY_NAME
    from eegview.exchange.marks_file import is_marks_file, is_text, read_marks_file

    path = Path(path)
    _check_kind(path)
    if path.suffix.lower() in _SPREADSHEETS:
        raise UnreadableFile(f"“{path.name}” is a spreadsheet.", "Save it as CSV in the spreadsheet program first.")
    choice = choice or BY_NAME
    if not path.is_dir() and (is_marks_file(path) or choice != BY_NAME or (encoding and is_text(path))):
        found = _with_notes_matched(read_marks_file(path, vocabulary, choice, encoding), vocabulary)
    else:
        found = _of_recording(path, vocabulary, progress, encoding)
    return checked(storable(found), vocabulary)


def _check_kind(path: Path) -> None:
    """Refuse what is neither a file nor a folder: reading a pipe or a device may never end.

    Raises
    ------
    UnreadableFile : it is missing, or of another kind
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "its name is not possible").lower()
        raise UnreadableFile(f"“{path.name}” cannot be read: {why}.", "Check the name and the folder.") from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UnreadableFile(f"“{path.name}” is a pipe or a device, not a file.", "Choose a file of marks.")


def _of_recording(path: Path, vocabulary: Vocabulary, progress: Progress, encoding: str) -> "ImportedMarks":
    """Return a recording's annotations as marks; where it is no recording but a text, that text's marks.

    Raises
    ------
    UnreadableFile : it is neither
    """
    from eegview.exchange.edf.marks import marks_from_notes
    from eegview.exchange.marks_file import is_text, read_marks_file
    from eegview.readers.opening import open_recording

    try:
        source = open_recording(path, encoding=encoding)
    except UnreadableFile:
        if path.is_dir() or not is_text(path):
            raise
        return _with_notes_matched(read_marks_file(path, vocabulary, encoding=encoding), vocabulary)
    try:
        found = source.scan_events(progress)
        marks = marks_from_notes(found.annotations, vocabulary, source.recording.started_at)
    finally:
        source.close()
    return replace(marks, report=(*(issue.message for issue in found.issues), *marks.report))


def _with_notes_matched(found: "ImportedMarks", vocabulary: Vocabulary) -> "ImportedMarks":
    """Convert the recorder's notes among the found marks, as if they came from the recording itself."""
    from eegview.exchange.edf.marks import marks_from_notes

    notes = [mark for mark in found.annotations if mark.layer == FILE_LAYER]
    if not notes:
        return found
    matched = marks_from_notes(notes, vocabulary)
    others = tuple(mark for mark in found.annotations if mark.layer != FILE_LAYER)
    pairs = zip(notes, matched.annotations, strict=True)
    rows = {new.annotation_id: found.rows[old.annotation_id] for old, new in pairs if old.annotation_id in found.rows}
    return replace(
        found,
        annotations=(*others, *matched.annotations),
        unknown={**found.unknown, **matched.unknown},
        rows={**found.rows, **rows},
        report=(*found.report, *matched.report),
    )


def on_recordings_clock(
    found: "ImportedMarks", started_at: datetime | None, duration_s: float | None = None
) -> "ImportedMarks":
    """Return the marks with onsets counted from this recording's start.

    duration_s : of the recording, None = not known

    Times of day and dates are placed by the recording's start. Where a file counts from its own start, a part of a
    second between the two is made up for; a start further off (another day, a shifted date) is reported, and the onsets
    are taken as they are.
    """
    from eegview.exchange.imported import Clock

    if found.clock is not Clock.ELAPSED:
        if started_at is None:
            sentence = "The recording has no start time, so the times could not be aligned; they were used as they are."
            return replace(found, report=(*found.report, sentence))
        if found.clock is Clock.DAILY and is_counted_from_start(found.annotations, started_at, duration_s):
            sentence = "Its times lie in the recording only if they count from its start; they were taken so."
            report = tuple(line for line in found.report if not line.startswith("Its times are times of day"))
            return replace(found, report=(*report, sentence))
        return _moved(found, shift_s(found.clock, found.started_at, found.annotations, started_at))
    if found.started_at is None or started_at is None or found.started_at == started_at:
        return found
    later_s = (found.started_at - started_at).total_seconds()
    if abs(later_s) < 1.0:
        return _moved(found, later_s)
    sentence = "That file starts at a different time than the recording; its onsets were used as they are."
    return replace(found, report=(*found.report, sentence))


def _moved(found: "ImportedMarks", by_s: float) -> "ImportedMarks":
    return replace(found, annotations=tuple(replace(m, onset_s=round(m.onset_s + by_s, 6)) for m in found.annotations))


def shift_s(
    clock: str,
    counted_from: datetime | None,
    marks: Iterable[Annotation],
    started_at: datetime | None,
    duration_s: float | None = None,
) -> float:
    """Return what to add (s) to onsets so that they count from the recording's start; 0 where that is unknown.

    clock : an `exchange.imported.Clock`
    counted_from : what the file's onsets count from, unless they are times of day

    duration_s : of the recording, None = not known

    A time of day more than ten minutes before the recording's start is taken as the next day's.
    """
    if started_at is None:
        return 0.0
    started_at = started_at.replace(tzinfo=None)
    if clock == "daily":
        marks = tuple(marks)
        if is_counted_from_start(marks, started_at, duration_s):
            return 0.0
        first_s = min((mark.onset_s for mark in marks), default=0.0)
        midnight = started_at.replace(hour=0, minute=0, second=0, microsecond=0)
        start_s = (started_at - midnight).total_seconds()
        return -start_s if first_s > start_s - _EARLY_S else _DAY_S - start_s
    return (counted_from - started_at).total_seconds() if counted_from else 0.0


def is_counted_from_start(marks: Iterable[Annotation], started_at: datetime, duration_s: float | None) -> bool:
    """Whether times written as on a clock lie in the recording only where they count from its start."""
    marks = tuple(marks)
    if duration_s is None or not marks or not all(0 <= mark.onset_s <= duration_s for mark in marks):
        return False
    shift = shift_s("daily", None, marks, started_at)
    return not any(-_EARLY_S <= mark.onset_s + shift <= duration_s for mark in marks)


@dataclass(frozen=True, slots=True)
class FittedMarks:
    """The marks to import, fitted to the recording.

    n_already_here : left out because the very same mark stands in the library
    n_renamed : got a new identity because another mark has theirs
    n_same_event : of `marks`, those of an event that stands in their layer already, marked a little differently
    """

    marks: tuple[Annotation, ...]
    n_already_here: int = 0
    n_renamed: int = 0
    n_same_event: int = 0


def fit_marks(
    incoming: Iterable[Annotation],
    present: Iterable[Annotation],
    own_layer: str,
    layer: str | None = None,
    channels: Sequence[Channel] = (),
    same_event: SameEventRule | None = None,
) -> FittedMarks:
    """Return the marks to import, so that importing a file twice adds nothing the second time.

    Parameters
    ----------
    incoming : marks from a file
    present : marks of the recording in the library
    own_layer : where marks without a layer go, and those of the recorder, whose layer nobody writes to
    layer : where all of them go, None = each to its own
    channels : of the recording; marks that name them as its file does name them as the page does then
    same_event : `SameEventRule()` unless given
    """
    from eegview.exchange.channel_names import with_own_names

    held = {mark.annotation_id: mark for mark in present}
    same_again = {_content(mark) for mark in held.values()}
    standing = _OnsetsOfLayers(held.values(), same_event or SameEventRule())
    marks, n_already_here, n_renamed, n_same_event = [], 0, 0, 0
    for mark in with_own_names(incoming, channels):
        if not is_clinical(mark):
            continue  # where a video lies is of one recording, and never exported
        target = layer or (own_layer if mark.layer in ("", FILE_LAYER) else mark.layer)
        mark = replace(mark, layer=target, attributes=tuple(sorted(mark.attributes)))
        if _content(mark) in same_again:
            n_already_here += 1
            continue
        if mark.annotation_id in held:
            mark = replace(mark, annotation_id=new_annotation_id())
            n_renamed += 1
        held[mark.annotation_id] = mark
        n_same_event += standing.holds_event_of(mark)
        marks.append(mark)
    return FittedMarks(tuple(marks), n_already_here, n_renamed, n_same_event)


class _OnsetsOfLayers:
    """The marks that stand, sorted so that those of one event are found among many."""

    def __init__(self, marks: Iterable[Annotation], rule: SameEventRule) -> None:
        self._rule = rule
        self._by_layer: dict[str, list[Annotation]] = {}
        for mark in sorted(marks, key=lambda mark: mark.onset_s):
            self._by_layer.setdefault(mark.layer, []).append(mark)

    def holds_event_of(self, mark: Annotation) -> bool:
        """Check whether a mark of the same event stands in the layer of `mark`."""
        held, reach = self._by_layer.get(mark.layer, []), self._rule.reach(mark.onset_s)
        start = bisect_left(held, reach.start_s, key=lambda other: other.onset_s)
        stop = bisect_left(held, reach.stop_s, key=lambda other: other.onset_s)
        return bool(self._rule.standing(mark, held[start:stop], mark.layer))


def _content(mark: Annotation) -> Annotation:
    return replace(mark, annotation_id="")
