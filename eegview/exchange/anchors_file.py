"""Tables of anchors: the columns `video_s` and `eeg_s`, and `video` where there are several files."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eegview.exchange.escaping import plain_cell
from eegview.exchange.plain_table import comma_text
from eegview.exchange.writing import write_whole
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.sync import Anchor, SuggestedAnchor
from eegview.model.time.clock import parse_time_s

_COLUMNS = "Name the columns video_s,eeg_s in the first line; add “video” for several files."


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """An anchor of a table and its video: a file name or path, "" where the table names none."""

    video: str
    anchor: Anchor


def read_anchors(path: Path, started_at: datetime | None = None) -> tuple[AnchorRow, ...]:
    """Return the anchors of a CSV or TSV file, in its order.

    Times are seconds or HH:MM:SS[.fff]; `eeg_s` may be clock time, `@HH:MM:SS`. The columns `video`, `kind` and
    `note` may be missing; other columns are ignored, and so are empty lines and those that begin with #.

    Raises
    ------
    UnreadableFile : the file is missing or is no text
    UsageError : a column is missing, or a line has no two times; the sentence names it
    """
    lines = [(n, line) for n, line in enumerate(_text(path).splitlines(), 1) if line.strip() and line[0] != "#"]
    if not lines:
        raise UsageError(f"{path.name} is empty.", _COLUMNS)
    delimiter = next((sign for sign in ("\t", ";") if sign in lines[0][1]), ",")
    rows = list(csv.reader(io.StringIO("\n".join(line for _, line in lines)), delimiter=delimiter))
    columns = [column.strip().casefold() for column in rows[0]]
    missing = [column for column in ("video_s", "eeg_s") if column not in columns]
    if missing:
        raise UsageError(f"{path.name} has no column “{missing[0]}”.", _COLUMNS)
    if len(rows) == 1:
        raise UsageError(f"{path.name} contains no anchor.", "Write one line per moment visible in video and EEG.")
    return tuple(
        _row(dict(zip(columns, map(_plain, cells), strict=False)), delimiter, number, started_at)
        for (number, _line), cells in zip(lines[1:], rows[1:], strict=True)
    )


def write_suggestions(path: Path, suggestions: Iterable[tuple[str, SuggestedAnchor]]) -> None:
    """Write suggested anchors with their videos as a table that `read_anchors` reads, to be checked by a person first.

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    rows = [["video_s", "eeg_s", "kind", "sureness", "note", "video"]]
    for video, found in suggestions:
        anchor = found.anchor
        times = [f"{anchor.video_s:.6f}", f"{anchor.eeg_s:.6f}"]
        rows.append([*times, anchor.kind, f"{found.sureness:.2f}", found.why, video])
    write_whole(path, comma_text(rows).encode())


def _plain(cell: str) -> str:
    return plain_cell(cell.strip())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UnreadableFile(f"{path.name} was not found.", "Check the name and the folder.") from None
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path.name} is not UTF-8 text.", "Save it as CSV in UTF-8.") from None
    except OSError:
        raise UnreadableFile(f"{path.name} cannot be read.", "Check that it is a file you may read.") from None


def _row(cells: dict[str, str], delimiter: str, number: int, started_at: datetime | None) -> AnchorRow:
    times = [cells.get(column, "") for column in ("video_s", "eeg_s")]
    if delimiter != ",":
        times = [time.replace(",", ".") for time in times]
    try:
        video_s, eeg_s = parse_time_s(times[0]), parse_time_s(times[1], started_at)
    except UsageError as error:
        raise UsageError(f"Line {number} of the anchors: {error.sentence}", error.advice) from None
    return AnchorRow(cells.get("video", ""), Anchor(video_s, eeg_s, cells.get("kind", ""), cells.get("note", "")))
