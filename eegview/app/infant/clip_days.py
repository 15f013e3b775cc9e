"""On which day a spasm on film was seen, and on which days it may have been, by the clock of its clip.

A time that a reader typed for a clip holds over the clock of its file, also where several clips are one study. How far
a clock may be off is what its source says; a time in UTC alone is shown in this computer's time zone, and the family's
may be another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eegview.clinical.response_state import PossibleDays
from eegview.model.film.clip import ClockSource
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
    """

    sure: tuple[int, ...] = ()
    possible: tuple[PossibleDays, ...] = ()
    unsure: tuple[int, ...] = ()


NO_DAYS = SpasmDays()


def doubt_of(clip: KnownClip | None, typed: ClipStart | None, is_film: bool) -> ClockDoubt:
    """Return how sure the clock of a study is; of film of which the library does not know it, nothing says how far.

    clip : None for an EEG, and for film that was not opened since the library keeps its clips
    """
    if typed is not None:
        return ClockDoubt(typed.within_s)
    if clip is None or clip.clock == ClockSource.UNKNOWN.value:
        return ClockDoubt(None) if is_film else SURE
    return ClockDoubt(clip.within_s, clip.clock in _IN_UTC)


def spasm_days(
    times_s: Sequence[float], at: datetime | None, on: date | None, known: KnownRecording,
    typed: Mapping[str, ClipStart], is_day_entered: bool, is_film: bool,
) -> SpasmDays:  # fmt: skip
    """Return the days of the spasms of a study.

    Parameters
    ----------
    times_s : onsets, seconds from the start
    at, on : start and day of the study, None = not known; without the time a spasm counts on the day of the start
    typed : starts of clips that readers typed, by the fingerprint of the clip
    is_day_entered : the day is entered for the infant, so it is sure
    is_film : it is a study of clips
    """
    if on is None:
        return SpasmDays()
    if at is None or is_day_entered:
        days = {(at + timedelta(seconds=one)).date() if at is not None else on for one in times_s}
        return SpasmDays(tuple(sorted(day.toordinal() for day in days)))
    sure: set[int] = set()
    unsure: set[int] = set()
    possible: list[PossibleDays] = []
    for time_s in times_s:
        clip = clip_at(known, time_s)
        start = typed_start(known, clip, typed)
        moment = at + timedelta(seconds=time_s)
        if start is not None and clip is not None and clip.fingerprint in typed:
            moment = start.started_at + timedelta(seconds=time_s - clip.span.start_s)
        doubt = doubt_of(clip, start, is_film)
        off = timedelta(seconds=doubt.day_within_s)
        first, last = (moment - off).date().toordinal(), (moment + off).date().toordinal()
        if first < last:
            possible.append(PossibleDays(first, last, doubt.text))
            continue
        sure.add(first)
        if doubt.within_s is None:
            unsure.add(first)
    return SpasmDays(tuple(sorted(sure)), tuple(possible), tuple(sorted(unsure)))


def typed_start(known: KnownRecording, clip: KnownClip | None, typed: Mapping[str, ClipStart]) -> ClipStart | None:
    """Return when a reader says that a clip was filmed; of several without a clock, that of the only one typed."""
    found = typed.get(clip.fingerprint if clip is not None else known.fingerprint)
    if found is None and len(typed) == 1 and not known.started_at:
        found = next(iter(typed.values()))
    return found


def clip_at(known: KnownRecording, time_s: float) -> KnownClip | None:
    """Return the clip of a film on which a time lies, or after which; None where the library knows of none."""
    return next((one for one in reversed(known.clips) if one.span.start_s <= time_s), next(iter(known.clips), None))
