"""Parse where a reviewer wants to go: a time from the start, a clock time, or the number of a mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from eegview.model.annotation import Annotation
from eegview.model.clock import elapsed_text, parse_time_s
from eegview.model.errors import UsageError
from eegview.model.recording import Recording

HELP = "seconds · HH:MM:SS from start · @HH:MM:SS by the clock · #12 the twelfth mark"


@dataclass(frozen=True, slots=True)
class Place:
    """The time, or mark, that a typed text leads to.

    text : what it means, in words
    mark : set where a mark was asked for
    """

    time_s: float
    text: str
    mark: Annotation | None = None


def find_place(typed: str, recording: Recording, marks: Sequence[Annotation] = ()) -> Place:
    """Return the place that `typed` leads to in this recording.

    Parameters
    ----------
    typed : `90.5`, `HH:MM:SS` from start, `@HH:MM:SS` clock time, or `#12`
    marks : the list that `#12` counts in, from 1

    Raises
    ------
    UsageError : it is no time, or leads outside the recording; sentence and advice say what to type
    """
    typed = typed.strip()
    if typed.startswith("#"):
        return _mark_place(typed[1:], recording, marks)
    time_s = parse_time_s(typed, recording.started_at)
    if time_s < 0:
        raise UsageError("That is before the start of the recording.", "Times count from 0.")
    if time_s > recording.duration_s:
        raise _outside(typed, recording)
    return Place(time_s, meaning(recording, time_s))


def meaning(recording: Recording, time_s: float) -> str:
    """Return the clock and elapsed time of a place, and whether the recorder was off there."""
    parts = [f"{elapsed_text(time_s, 2)} from start", f"{time_s:.6g} s"]
    if recording.started_at is not None:
        moment = recording.started_at + timedelta(seconds=time_s)
        parts.insert(0, moment.strftime("%H:%M:%S") + _day_text(recording, time_s))
    if any(gap.contains(time_s) for gap in recording.gaps):
        parts.append("in a gap, nothing was recorded there")
    return "= " + " · ".join(parts)


def _day_text(recording: Recording, time_s: float) -> str:
    if recording.started_at is None:
        return ""
    n_days = ((recording.started_at + timedelta(seconds=time_s)).date() - recording.started_at.date()).days
    return f" (day {n_days + 1})" if n_days else ""


def _mark_place(number: str, recording: Recording, marks: Sequence[Annotation]) -> Place:
    if not number.strip().isdecimal():
        raise UsageError(f"“#{number}” is not the number of a mark.", "Write #1 for the first mark of the list.")
    if not marks:
        raise UsageError("There are no marks in the list.", "Make one with a digit, or go to a time.")
    wanted = int(number)
    if not 1 <= wanted <= len(marks):
        count = "1 mark" if len(marks) == 1 else f"{len(marks)} marks"
        raise UsageError(f"There is no mark {wanted}.", f"The list has {count}.")
    mark = marks[wanted - 1]
    return Place(mark.onset_s, meaning(recording, mark.onset_s), mark)


def _outside(typed: str, recording: Recording) -> UsageError:
    end = elapsed_text(recording.duration_s, 0)
    if ":" in typed and not typed.startswith("@") and recording.started_at is not None:
        by_clock_s = parse_time_s(f"@{typed}", recording.started_at)
        if by_clock_s <= recording.duration_s:
            return UsageError(f"The recording ends at {end} from start.", f"For clock time write @{typed}.")
    if typed.startswith("@") and recording.started_at is not None:
        stopped_at = recording.started_at + timedelta(seconds=recording.duration_s)
        return UsageError(
            "Nothing was recorded at that time of day.",
            f"The recording runs from {recording.started_at:%H:%M:%S} to {stopped_at:%H:%M:%S}.",
        )
    return UsageError(f"The recording ends at {end} from start.", "Give an earlier time.")
