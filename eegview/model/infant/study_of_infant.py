"""A study as a day in the life of its infant: the day that a reader entered for it, and the infant's age then.

What is entered in the infant's log holds wherever a day or an age of the study is shown or used: over the clock and the
birth date in the file, and over an age that was typed for the study.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from eegview.model.annotation import Annotation
from eegview.model.film.clip import ClockSource, FilmClip
from eegview.model.infant.age import AgeOn, age_on, weeks_text
from eegview.model.infant.day_rule import SLACK_DAYS
from eegview.model.infant.infant import Infant, infant_of
from eegview.model.infant.member import Member, members_of
from eegview.model.patient import is_placeholder_day
from eegview.model.recording import Recording
from eegview.model.text.dates import worded_day


@dataclass(frozen=True, slots=True)
class StudyOfInfant:
    """A study of an infant.

    on : its day as a reader entered it for the infant, None = as the recording says
    """

    infant: Infant
    on: date | None = None

    def moved(self, started_at: datetime | None) -> datetime | None:
        """Return the start of the recording on the day that holds; the time of day is the recorder's."""
        if started_at is None or self.on is None or started_at.date() == self.on:
            return started_at
        return datetime.combine(self.on, started_at.timetz())

    def placed(self, recording: Recording) -> Recording:
        """Return the recording with its clock on the day that holds.

        The day is that of the first clip of a film. The others follow it by as much; those keep their clock for which a
        reader typed one.
        """
        moved = self.moved(recording.started_at)
        if moved == recording.started_at or self.on is None:
            return recording
        clips = tuple(_moved_clip(clip, n == 0, recording.clips[0], self.on) for n, clip in enumerate(recording.clips))
        return replace(recording, started_at=moved, clips=clips)

    def day(self, started_at: datetime | None) -> date | None:
        """Return the day of the study, None where it is not known; a day that stands for an unknown one is none."""
        known = started_at.date() if started_at is not None else None
        return self.on or (known if known is not None and not is_placeholder_day(known) else None)

    def age(self, started_at: datetime | None) -> AgeOn | None:
        """Return the infant's age on the day of the study, None where birth or day are not known, or it lies before."""
        on = self.day(started_at)
        age = age_on(self.infant, on) if on is not None else None
        return age if age is not None and age.days is not None and age.days >= 0 else None

    def birth_problem(self, started_at: datetime | None) -> str:
        """Return a sentence where the study lies before the birth of the infant, "" where not."""
        on, slack = self.day(started_at), 0 if self.infant.born_on is not None else SLACK_DAYS
        age = age_on(self.infant, on) if on is not None else None
        if age is None or age.days is None or age.days >= -slack:
            return ""
        return (
            f"By the birth entered for the infant this study lies {weeks_text(age.days)}: check the birth date, and "
            "that it is of this infant."
        )

    def day_problem(self, started_at: datetime | None) -> str:
        """Return a sentence where the recording has another day than the one that was entered, "" where not."""
        if started_at is None or self.on is None or started_at.date() == self.on:
            return ""
        if is_placeholder_day(started_at.date()):
            return ""
        return (
            f"The recording says {worded_day(started_at.date())}; the day entered for the infant, "
            f"{worded_day(self.on)}, is used."
        )


def _moved_clip(clip: FilmClip, is_first: bool, first: FilmClip, on: date) -> FilmClip:
    """Return a clip with its clock moved, where the first of its study is of a day.

    Clips lie by the clocks of their files: so the file's own start of the study follows from a clip's place, also where
    another start was typed for the first.
    """
    started = clip.clock.started_at
    if started is None or (clip.clock.source is ClockSource.TYPED and not is_first):
        return clip
    after = timedelta(seconds=clip.span.start_s - first.span.start_s)
    moved = datetime.combine(on, started.time()) if is_first else started + (on - (started - after).date())
    return replace(clip, clock=replace(clip.clock, started_at=moved))


def study_of_infant(infant: Infant, members: Iterable[Member], fingerprint: str) -> StudyOfInfant | None:
    """Return a study as one of an infant, None where the infant does not have it."""
    member = next((one for one in members if one.fingerprint == fingerprint), None)
    if member is None:
        return None
    try:
        return StudyOfInfant(infant, date.fromisoformat(member.recorded_on))
    except ValueError:
        return StudyOfInfant(infant)


def study_in_records(records: Sequence[Annotation], fingerprint: str) -> StudyOfInfant | None:
    """Return a study as one of the infant whose log holds these records, None where it is not in it."""
    infant = infant_of("", records)
    return study_of_infant(infant, members_of(records), fingerprint) if infant is not None else None
