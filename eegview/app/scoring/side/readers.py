"""What is said of the readers of an epoch: who, where, how far, committed when, and the score where it may be seen."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from eegview.app.scoring.blindness import ReaderLine
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.text.dates import day_text, time_of_day_text


def reader_name(line: ReaderLine, role: str = "") -> str:
    """Return `Anna · you, neurologist`."""
    who = ", ".join(filter(None, ("you" if line.is_own else "", role)))
    return " · ".join(filter(None, (line.reader, who)))


def reader_epoch(line: ReaderLine, sheet: ScoreSheet, clock: Callable[[float], str]) -> str:
    """Return `same epoch` or `epoch 03:28:00` of another reader, "" for the sheet that is shown."""
    if line.key == sheet.key:
        return "" if line.is_own else "same epoch"
    return f"epoch {clock(line.key.start_s)}"


def reader_progress(line: ReaderLine, now: datetime) -> str:
    """Return how far a reader is: `18 of 20 pages`, `committed 12 min ago`."""
    if line.committed_utc:
        return committed_text(line.committed_utc, now)
    return f"{line.n_pages_read} of {line.n_pages} pages" if line.n_pages_read else "not begun"


def reader_score(line: ReaderLine) -> str:
    """Return a reader's score: `5`, `5 so far`, `hidden`, `–`."""
    if line.sheet is None:
        return "hidden" if line.committed_utc else "–"
    if line.sheet.is_committed:
        return str(line.sheet.committed_score)
    return "–" if line.sheet.score.score is None else f"{line.sheet.score.score} so far"


def readers_note(lines: Sequence[ReaderLine]) -> str:
    """Return that scores are hidden, as long as any may be; how a sheet that is not blind came about."""
    if any(line.is_own and line.sheet is not None and not line.sheet.is_blind for line in lines):
        return "your sheet was changed after another score was shown"
    return "blind until both commit" if any(line.is_hidden for line in lines) or len(lines) < 2 else ""


def committed_text(committed_utc: str, now: datetime) -> str:
    """Return when something was committed, beside `now` (with a time zone): `committed 12 min ago`."""
    try:
        at = datetime.fromisoformat(committed_utc)
    except ValueError:
        return "committed"
    if at.tzinfo is None or now.tzinfo is None:
        at, now = at.replace(tzinfo=None), now.replace(tzinfo=None)
    else:
        at = at.astimezone(now.tzinfo)
    age = now - at
    if timedelta(0) <= age < timedelta(minutes=1):
        return "committed just now"
    if timedelta(0) <= age < timedelta(hours=1):
        return f"committed {int(age.total_seconds() // 60)} min ago"
    day = "" if at.date() == now.date() else day_text(at)
    return f"committed {', '.join(filter(None, (day, time_of_day_text(at))))}"
