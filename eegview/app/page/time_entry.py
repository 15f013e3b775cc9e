"""Parse where a reviewer wants to go: a time from the start or from here, a clock time, or the number of a mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.text.dates import time_of_day_text
from eegview.model.time.clock import elapsed_text, parse_time_s
from eegview.model.time.wall_clock import clock_times_s, even_start, has_clock, wall_clock

HELP = "seconds · HH:MM:SS · @HH:MM:SS by the clock · +30 or -30 seconds from here · #12 the twelfth mark"
BY_CLOCK, FROM_START = "By the clock", "From start"
_DAY_S = 86400.0
_SIGNS = {"+": 1, "-": -1, "−": -1}


@dataclass(frozen=True, slots=True)
class Place:
    """The time, or mark, that a typed text leads to.

    text : what it means, in words
    mark : set where a mark was asked for
    is_read_in : the meaning a bare time was read in, `BY_CLOCK` or `FROM_START`; "" where there is but one
    """

    time_s: float
    text: str
    mark: Annotation | None = None
    is_read_in: str = ""


def find_places(
    typed: str, recording: Recording, marks: Sequence[Annotation] = (), here_s: float = 0.0
) -> tuple[Place, ...]:
    """Return each place that `typed` may lead to in this recording; several where it can be read in several ways.

    A bare time such as 03:15:00 is a time of day and a time from start; where only one of them lies in the recording,
    that one is meant. In a recording of more than a day a time of day comes more than once.

    Parameters
    ----------
    typed : `90.5` seconds, `HH:MM:SS`, `@HH:MM:SS` by the clock, `+30` and `-30` from here, or `#12`
    marks : the list that `#12` counts in, from 1
    here_s : where `+30` counts from

    Raises
    ------
    UsageError : it is no time, or leads outside the recording; sentence and advice say what to type
    """
    typed = typed.strip()
    if typed.startswith("#"):
        return (_mark_place(typed[1:], recording, marks),)
    if typed[:1] in _SIGNS and len(typed) > 1:
        by_s = parse_time_s(typed[1:])
        return (_checked(here_s + _SIGNS[typed[0]] * by_s, typed, recording),)
    if typed.startswith("@"):
        return _found([_place(time_s, recording) for time_s in clock_times_s(typed[1:], recording)], typed, recording)
    time_s = parse_time_s(typed)
    if ":" not in typed or not has_clock(recording):
        return (_checked(time_s, typed, recording),)
    by_clock_s = clock_times_s(typed, recording) if time_s < _DAY_S else ()
    found = [_place(one_s, recording, BY_CLOCK) for one_s in by_clock_s]
    if time_s <= recording.duration_s and not any(abs(one.time_s - time_s) < 1e-6 for one in found):
        found.append(_place(time_s, recording, FROM_START))
    return _found(found, typed, recording)


def _found(places: Sequence[Place], typed: str, recording: Recording) -> tuple[Place, ...]:
    if not places:
        raise _outside(typed, recording)
    return tuple(places)


def _place(time_s: float, recording: Recording, is_read_in: str = "") -> Place:
    text = meaning(recording, time_s)
    return Place(time_s, f"{is_read_in} {text}".strip(), None, is_read_in)


def _checked(time_s: float, typed: str, recording: Recording) -> Place:
    if time_s < 0:
        raise UsageError("That is before the start of the recording.", "Times count from 0.")
    if time_s > recording.duration_s:
        raise _outside(typed, recording)
    return _place(time_s, recording)


def meaning(recording: Recording, time_s: float) -> str:
    """Return the clock and elapsed time of a place, and whether the recorder was off there."""
    parts = [f"{elapsed_text(time_s, 2)} from start", f"{time_s:.6g} s"]
    moment = wall_clock(recording, time_s)
    if moment is not None:
        parts.insert(0, time_of_day_text(moment, has_seconds=True) + _day_text(recording, time_s))
    if any(gap.contains(time_s) for gap in recording.gaps):
        parts.append("in a gap: nothing was recorded")
    return "= " + " · ".join(parts)


def _clock(moment: datetime) -> str:
    return time_of_day_text(moment, has_seconds=True)


def _day_text(recording: Recording, time_s: float) -> str:
    zero = even_start(recording)  # days are counted where one clock counts through all of it
    if zero is None:
        return ""
    n_days = ((zero + timedelta(seconds=time_s)).date() - zero.date()).days
    return f" (day {n_days + 1})" if n_days else ""


def _mark_place(number: str, recording: Recording, marks: Sequence[Annotation]) -> Place:
    if not number.strip().isdecimal():
        raise UsageError(f"“#{number}” is not the number of a mark.", "Enter #1 for the first mark in the list.")
    if not marks:
        raise UsageError("There are no marks in the list.", "Add one with a digit key, or enter a time.")
    wanted = int(number)
    if not 1 <= wanted <= len(marks):
        count = "1 mark" if len(marks) == 1 else f"{len(marks)} marks"
        raise UsageError(f"There is no mark {wanted}.", f"The list has {count}.")
    mark = marks[wanted - 1]
    return Place(mark.onset_s, meaning(recording, mark.onset_s), mark)


def _outside(typed: str, recording: Recording) -> UsageError:
    end = elapsed_text(recording.duration_s, 0)
    zero = even_start(recording)
    if typed.startswith("@") and zero is None and has_clock(recording):
        return UsageError("Nothing was filmed at that time of day.", "Each clip goes by its own clock.")
    if typed.startswith("@") and zero is not None:
        stopped_at = zero + timedelta(seconds=recording.duration_s)
        return UsageError(
            "Nothing was recorded at that time of day.",
            f"The recording runs from {_clock(zero)} to {_clock(stopped_at)}.",
        )
    if ":" in typed and typed[:1] not in _SIGNS and zero is not None:
        stopped_at = zero + timedelta(seconds=recording.duration_s)
        return UsageError(
            f"The recording ends at {end} from start.",
            f"By the clock it runs from {_clock(zero)} to {_clock(stopped_at)}.",
        )
    return UsageError(f"The recording ends at {end} from start.", "Give an earlier time.")
