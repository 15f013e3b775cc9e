"""On which day a spasm on film was seen, and on which days it may have been, by the clock of its clip.

Each clip of a study goes by itself: the day that a reader entered, the start that one typed for it, its own clock, or
no day. How far a clock may be off is what its source says; a time in UTC alone is shown in this computer's time zone,
and the family's may be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eegview.clinical.response_state import PossibleDays
from eegview.model.film.clip import ClockSource
from eegview.model.patient import is_placeholder_day
from eegview.model.span import Span
from eegview.model.study.clip_start import ClipStart
from eegview.model.study.known_recording import KnownClip, KnownRecording
from eegview.model.text.said import tr_kept

OTHER_ZONE_S = 3 * 3600.0  # zones nearby, and summer time on one of two clocks [own choice]
_IN_UTC = frozenset({ClockSource.CONTAINER_UTC.value, ClockSource.NAME_UTC.value})
_ONE_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """How sure the clock of a study is.

    within_s : how far it may be off, None = nothing says it
    is_in_utc : it is shown in this computer's time zone, which may not be that of the place
    """

    within_s: float | None = 0.0
    is_in_utc: bool = False

    @property
    def day_within_s(self) -> float:
        """Return how far off the day is looked for; 0 where nothing says how far."""
        return (self.within_s or 0.0) + (OTHER_ZONE_S if self.is_in_utc else 0.0)

    @property
    def text(self) -> str:
        """Return `± 23 days`, `± unknown`, `± 2 s, in this computer's time zone`; "" for a sure one."""
        if self.within_s == 0 and not self.is_in_utc:
            return ""
        size = within_text(self.within_s)
        return tr_kept("{size}, in this computer's time zone", size=size) if self.is_in_utc else size


SURE = ClockDoubt()


def within_text(within_s: float | None) -> str:
    """Return how far a clock may be off: `± 23 days`, `± 2 h`, `± 3 min`, `± 2 s`, `± unknown`."""
    if within_s is None:
        return tr_kept("± unknown")
    if within_s >= 2 * _ONE_DAY_S:
        return tr_kept("± {n} days", n=f"{within_s / _ONE_DAY_S:.0f}")
    for size_s, unit in ((3600.0, "h"), (60.0, "min")):
        if within_s >= 1.5 * size_s:
            return f"± {within_s / size_s:.0f} {unit}"
    return f"± {within_s:g} s"


@dataclass(frozen=True, slots=True)
class SpasmDays:
    """The days of the spasms of a study, as ordinals.

    sure : on which spasms were seen
    possible : of each spasm whose day its clock leaves open
    unsure : among `sure`, by a clock of which nothing says how far it may be off
    n_lost : spasms of which nothing says the day: their clip has no clock
    """

    sure: tuple[int, ...] = ()
    possible: tuple[PossibleDays, ...] = ()
    unsure: tuple[int, ...] = ()
    n_lost: int = 0

    def until(self, last: int) -> SpasmDays:
        """Return them without those that a clock lays behind a day, as ones whose day is not known."""
        sure = tuple(day for day in self.sure if day <= last)
        possible = tuple(days for days in self.possible if days.first_day <= last)
        unsure = tuple(day for day in self.unsure if day <= last)
        n_lost = len(self.sure) - len(sure) + len(self.possible) - len(possible)
        return SpasmDays(sure, possible, unsure, self.n_lost + n_lost)


NO_DAYS = SpasmDays()


@dataclass(frozen=True, slots=True)
class PlacedClip:
    """A clip of a study, or a whole study that has none, on the calendar.

    span : seconds from the start of the study
    on : the day on which it begins, None = nothing says it
    at : its start, None = not known; then all of it is of that day
    """

    span: Span
    on: date | None
    at: datetime | None
    doubt: ClockDoubt

    def days_at(self, first_s: float, last_s: float) -> tuple[int, int] | None:
        """Return the earliest and the latest day on which a part may have been filmed, None where nothing says it."""
        if self.on is None:
            return None
        if self.at is None:
            return self.on.toordinal(), self.on.toordinal()
        off = timedelta(seconds=self.doubt.day_within_s)
        first = self.at + timedelta(seconds=first_s - self.span.start_s) - off
        last = self.at + timedelta(seconds=last_s - self.span.start_s) + off
        return first.date().toordinal(), last.date().toordinal()


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """The clips of a study on the calendar, each by its own clock; of an EEG one for all of it.

    The day that a reader entered for the study is that of its first clip. It moves the other clips by as much, which
    keep the doubt of their clocks; a clip for which a reader typed a start goes by that. A clip without a clock has no
    day, but where no clip of the study has one and a day is entered: then that is the day of all.
    """

    clips: tuple[PlacedClip, ...]

    @classmethod
    def of(
        cls, known: KnownRecording, typed: Mapping[str, ClipStart], entered: date | None, is_film: bool
    ) -> StudyCalendar:
        """Return the calendar of a study.

        Parameters
        ----------
        typed : starts of clips that readers typed, by the fingerprint of the clip
        entered : the day that is entered for the infant, None = none
        is_film : it is a study of clips
        """
        file_start = _clock_of(known)
        clips = known.clips if is_film else ()
        if not clips:
            return cls((_whole_study(known, file_start, typed, entered, is_film),))
        starts = [_start_of(one, file_start, typed) for one in clips]
        shift = timedelta()
        if entered is not None and file_start is not None:
            shift = entered - file_start.date()
        has_start = any(start is not None for start in starts)
        placed: list[PlacedClip] = []
        for number, (clip, start) in enumerate(zip(clips, starts, strict=True)):
            if entered is not None and (number == 0 or not has_start):
                at = datetime.combine(entered, start.time()) if start is not None else None
                placed.append(PlacedClip(clip.span, entered, at, SURE))
                continue
            own = typed.get(clip.fingerprint)
            if start is not None and own is None:
                start += shift
            on = start.date() if start is not None else None
            placed.append(PlacedClip(clip.span, on, start, doubt_of(clip, own, is_film)))
        return cls(tuple(placed))

    @property
    def first(self) -> PlacedClip:
        """Return the first clip, else the first that has a day."""
        return next((one for one in self.clips if one.on is not None), self.clips[0])

    @property
    def possible_span(self) -> tuple[int, int] | None:
        """Return the earliest and the latest day of which any of it may be, None where nothing says a day."""
        days = [one.days_at(one.span.start_s, one.span.stop_s) for one in self.clips]
        found = [one for one in days if one is not None]
        return (min(one[0] for one in found), max(one[1] for one in found)) if found else None

    @property
    def is_partly_undated(self) -> bool:
        """Whether a clip of it has no day."""
        return any(one.on is None for one in self.clips)

    def at(self, time_s: float) -> PlacedClip:
        """Return the clip in which a time lies, or after which."""
        return next((one for one in reversed(self.clips) if one.span.start_s <= time_s), self.clips[0])

    def spasm_days(self, times_s: Iterable[float]) -> SpasmDays:
        """Return the days of spasms, by their onsets in seconds from the start."""
        sure: set[int] = set()
        unsure: set[int] = set()
        possible: list[PossibleDays] = []
        n_lost = 0
        for time_s in times_s:
            clip = self.at(time_s)
            days = clip.days_at(time_s, time_s)
            if days is None:
                n_lost += 1
            elif days[0] < days[1]:
                possible.append(PossibleDays(*days, clip.doubt.text))
            else:
                sure.add(days[0])
                if clip.doubt.within_s is None:
                    unsure.add(days[0])
        return SpasmDays(tuple(sorted(sure)), tuple(possible), tuple(sorted(unsure)), n_lost)


def doubt_of(clip: KnownClip | None, typed: ClipStart | None, is_film: bool) -> ClockDoubt:
    """Return how sure the clock of a study is; of film of which the library does not know it, nothing says how far.

    clip : None for an EEG, and for film that was not opened since the library keeps its clips
    """
    if typed is not None:
        return ClockDoubt(typed.within_s)
    if clip is None or clip.clock == ClockSource.UNKNOWN.value:
        return ClockDoubt(None) if is_film else SURE
    return ClockDoubt(clip.within_s, clip.clock in _IN_UTC)


def _whole_study(
    known: KnownRecording, file_start: datetime | None, typed: Mapping[str, ClipStart], entered: date | None,
    is_film: bool,
) -> PlacedClip:  # fmt: skip
    """Return an EEG, or film of which the library knows no clips, as one."""
    own = typed.get(known.fingerprint)
    start = own.started_at if own is not None else file_start
    span = Span(0.0, known.duration_s or 0.0)
    if entered is not None:
        return PlacedClip(span, entered, datetime.combine(entered, start.time()) if start is not None else None, SURE)
    if start is None or (own is None and is_placeholder_day(start.date())):
        return PlacedClip(span, None, None, SURE)
    return PlacedClip(span, start.date(), start, doubt_of(None, own, is_film))


def _start_of(clip: KnownClip, file_start: datetime | None, typed: Mapping[str, ClipStart]) -> datetime | None:
    """Return when a clip began: as a reader typed it, else by its own clock; None where it has none."""
    if (own := typed.get(clip.fingerprint)) is not None:
        return own.started_at
    if file_start is None or clip.clock == ClockSource.UNKNOWN.value or is_placeholder_day(file_start.date()):
        return None
    return file_start + timedelta(seconds=clip.span.start_s)


def _clock_of(known: KnownRecording) -> datetime | None:
    try:
        return datetime.fromisoformat(known.started_at).replace(tzinfo=None)
    except ValueError:
        return None
