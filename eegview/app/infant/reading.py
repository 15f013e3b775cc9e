"""Read the timeline of an infant from a library: its own log, the logs of its studies, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from eegview.app.infant.clip_days import SURE
from eegview.app.infant.early_days import early_note
from eegview.app.infant.log import InfantLog, all_logs, infant_log
from eegview.app.infant.study_reading import CountRules, ReadStudy, read_study
from eegview.app.infant.timeline import DaySource, InfantTimeline, TimelineStudy, TreatmentLane, days_of_axis
from eegview.app.response.rules import ResponseRules, load_rules
from eegview.clinical.diary.unsure_clocks import possible_days
from eegview.clinical.recorded_days import recordings_until
from eegview.clinical.response import response_of
from eegview.clinical.response_state import RecordedDay
from eegview.model.infant.age import age_on
from eegview.model.infant.milestone import Milestone
from eegview.model.text.dates import worded_day
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import PlacedTreatment, StudyDays, TreatmentCourse, course_of

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary

_ABOUT_DAYS = 31  # an age in months is known to a month
MOST_DAYS = 4000  # of an axis: eleven years; a day beyond is a slip of the keyboard


def read_timeline(
    library: SealedLibrary,
    infant_id: str,
    viewer: str,
    as_of: AsOf,
    counting: CountRules,
    places: Mapping[str, Sequence[Sequence[str]]] | None = None,
    rules: ResponseRules | None = None,
    now: datetime | None = None,
    logs: Sequence[InfantLog] | None = None,
) -> InfantTimeline:
    """Return the timeline of an infant as one reader may see it, as of a day; call it on a lane, it asks the database.

    Parameters
    ----------
    library : as the viewer may see it
    as_of : on the calendar; what lies later is left out
    counting : how spasms are counted, as the reader has it
    places : where recordings lie on this computer, see `links.recordings.all_known_recordings`
    now : when it is read; None = now
    logs : of all infants, see `log.all_logs`; None = read them, which is once too often where many timelines are read

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    log = infant_log(library, infant_id)
    read = sorted((read_study(library, one, viewer, counting, places) for one in log.members), key=_order)
    notes = _claim_notes(log, all_logs(library) if logs is None else logs)
    return put_together(log, read, viewer, as_of, counting, rules, now, notes)


def put_together(
    log: InfantLog,
    read: Sequence[ReadStudy],
    viewer: str,
    as_of: AsOf,
    counting: CountRules,
    rules: ResponseRules | None = None,
    now: datetime | None = None,
    notes: Iterable[str] = (),
) -> InfantTimeline:
    """Return the timeline from what was read; see `read_timeline`. It asks nobody.

    read : by day, those without one last
    """
    rules = rules or load_rules()
    today = (now or datetime.now(UTC)).astimezone().date()
    read, ahead = _without_future(read, max(today, as_of.on_date) + timedelta(days=1))
    said = [*(StudyDays(one.study.on, one.records) for one in read), StudyDays(None, log.records, is_dated=True)]
    whole = course_of(said)  # what a study's log says of the infant holds, whenever the study was recorded
    later = [one for one in read if one.first_day is not None and one.first_day > as_of.day]
    places = [place for one, place in zip(read, whole.studies, strict=False) if one not in later]
    read = [one for one in read if one not in later]
    course = replace(whole.until(as_of), studies=(*places, None))
    milestones = tuple(one for one in log.milestones if one.on <= as_of.on_date)
    labels = study_labels([one.study for one in read])
    studies = tuple(
        replace(one.study, label=label, age=age_on(log.infant, one.study.on) if one.study.on is not None else None)
        for one, label in zip(read, labels, strict=True)
    )
    recorded = [
        _recorded(one, study.label, place)
        for one, study, place in zip(read, studies, course.studies, strict=False)
        if study.is_eeg or one.spasm_times or study.is_blind  # a clip without a spasm says nothing here
    ]
    limit = rules.limit_by(score for one in read for score in one.scores)
    response = response_of(course, recorded, limit, as_of, rules.consensus)
    later_text = _later_text(later, len(log.milestones) - len(milestones))
    left_out = " ".join(filter(None, (whole.left_out_text(as_of), later_text)))
    until = recordings_until(recorded, as_of)
    seen = {day for one in until for day in one.spasm_days}
    first_on, last_on, lost = _ends(studies, course, milestones, seen)
    return InfantTimeline(
        log.infant,
        viewer,
        first_on,
        last_on,
        studies,
        days_of_axis(first_on, last_on, course.days) if first_on is not None and last_on is not None else (),
        treatment_lanes(course),
        milestones,
        course,
        tuple(sorted(seen)),
        response,
        as_of,
        left_out,
        counting.cluster.text,
        (
            *notes,
            *lost,
            *ahead,
            *filter(None, [left_out]),
            *course.notes,
            *early_note(
                log.infant,
                map(date.fromordinal, course.days if course.is_dated else ()),
                [on for one in course.treatments if (on := course.date_of(one.first_day)) is not None],
                [one.on for one in milestones],
            ),
            *_study_notes(studies),
        ),
        (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
        tuple(sorted(possible_days(until))),
        tuple(one for one in recorded if not one.has_eeg),
    )


def _without_future(read: Sequence[ReadStudy], last: date) -> tuple[list[ReadStudy], list[str]]:
    """Return studies, those whose clock says a day to come as ones without a day, and a sentence on each of these."""
    found: list[ReadStudy] = []
    notes: list[str] = []
    for one in read:
        on = one.study.on
        if on is not None and on > last:
            noun = "an EEG" if one.study.is_eeg else "a clip"
            notes.append(f"The clock of {noun} says {worded_day(on)}, which lies in the future: its day is not known.")
            study = replace(one.study, on=None, at=None, day_source=DaySource.NONE, clock=SURE)
            one = replace(one, study=study, days=one.days.until(last.toordinal()), possible_span=None)
        found.append(one)
    return sorted(found, key=_order), notes


def study_labels(studies: Sequence[TimelineStudy]) -> tuple[str, ...]:
    """Return `EEG 1`, `Clip 1`, `EEG 2` … for studies in order."""
    counts = {"EEG": 0, "Clip": 0}
    labels: list[str] = []
    for study in studies:
        noun = "EEG" if study.is_eeg else "Clip"
        counts[noun] += 1
        labels.append(f"{noun} {counts[noun]}")
    return tuple(labels)


def treatment_lanes(course: TreatmentCourse) -> tuple[TreatmentLane, ...]:
    """Return one lane a drug, by its first day; upper and lower case are one drug."""
    found: dict[str, list[PlacedTreatment]] = {}
    for one in course.treatments:
        found.setdefault(" ".join(one.treatment.drug.split()).casefold(), []).append(one)
    return tuple(TreatmentLane(spans[0].treatment.drug, tuple(spans)) for spans in found.values())


def _order(one: ReadStudy) -> tuple[bool, date, datetime, str]:
    study = one.study
    return study.on is None, study.on or date.min, study.at or datetime.min, study.fingerprint  # noqa: DTZ901


def _recorded(read: ReadStudy, label: str, day: int | None) -> RecordedDay:
    highest: dict[str, int] = {}
    for one in read.scores:
        highest[one.reader] = max(one.score, highest.get(one.reader, 0))
    return RecordedDay(
        day,
        label if read.study.is_eeg else label.lower(),
        read.spasm_days,
        read.n_electrographic_only,
        tuple((form.reader, form.presence, form.state) for form in read.forms),
        tuple(sorted(highest.items())),
        read.study.is_eeg,
        read.study.is_blind,
        _last_day(read.study, day),
        read.days.possible,
        read.days.unsure,
        read.possible_span if day is not None else None,
        read.is_partly_undated,
        read.days.n_lost,
    )


def _last_day(study: TimelineStudy, day: int | None) -> int | None:
    if day is None or study.at is None or study.span_s is None:
        return day
    return day + ((study.at + timedelta(seconds=study.span_s)).date() - study.at.date()).days


def _ends(
    studies: Sequence[TimelineStudy],
    course: TreatmentCourse,
    milestones: Sequence[Milestone],
    spasm_days: Iterable[int],
) -> tuple[date | None, date | None, list[str]]:
    """Return the first and the last day with anything on it, and a sentence where days lie too far away.

    spasm_days : ordinals; a recording goes on past midnight, so they are not only the days of starts
    """
    found = [study.on for study in studies if study.on is not None]
    found += map(date.fromordinal, spasm_days)
    for placed in course.treatments:
        found += [on for day in (placed.first_day, placed.last_day) if day is not None and (on := course.date_of(day))]
    found += [on for day in course.diary if (on := course.date_of(day)) is not None]
    found += [one.on for one in milestones]
    if not found:
        return None, None, []
    first, last = min(found), max(found)
    if (last - first).days < MOST_DAYS:
        return first, last, []
    middle = sorted(found)[len(found) // 2]
    near = [on for on in found if abs((on - middle).days) < MOST_DAYS // 2]
    n_far = len({on for on in found if on not in set(near)})
    days = "1 day lies" if n_far == 1 else f"{n_far} days lie"
    return min(near), max(near), [f"{days} years away from all else and {'is' if n_far == 1 else 'are'} not drawn."]


def _later_text(later: Sequence[ReadStudy], n_milestones: int) -> str:
    """Return in a sentence what else lies after the day that is looked at, "" for nothing."""
    n = len(later)
    found = [f"{n} {'study' if n == 1 else 'studies'}"] if n else []
    found += [f"{n_milestones} {'milestone' if n_milestones == 1 else 'milestones'}"] if n_milestones else []
    return f"Later than that, and left out here: {' and '.join(found)}." if found else ""


def _claim_notes(log: InfantLog, logs: Iterable[InfantLog]) -> list[str]:
    """Return a sentence for each study that another infant has too."""
    own = {member.fingerprint for member in log.members}
    others = [one for one in logs if one.infant_id != log.infant_id and not one.infant.is_removed]
    return [
        f"The study {member.fingerprint[:12]}… is also entered for the infant "
        f"{other.infant.pseudonym or other.infant_id}; remove it from one of them."
        for other in others
        for member in other.members
        if member.fingerprint in own
    ]


def _study_notes(studies: Sequence[TimelineStudy]) -> list[str]:
    notes: list[str] = []
    undated = [study.label for study in studies if study.on is None]
    if undated:
        many = len(undated) > 1
        notes.append(
            f"The day of {', '.join(undated)} is not known; {'they have' if many else 'it has'} no place here."
        )
    early = [
        one.label for one in studies if one.age is not None and (one.age.days or 0) < -_ABOUT_DAYS * one.age.is_about
    ]
    if early:
        lies = "lies" if len(early) == 1 else "lie"
        notes.append(f"{', '.join(early)} {lies} before birth: check the birth date, and that it is of this infant.")
    blind = [study.label for study in studies if study.is_blind]
    if blind:
        notes.append(f"You read {', '.join(blind)} blind; what others found there is not shown yet.")
    if any(study.n_hidden_scores for study in studies):
        notes.append("Scores that are not committed, or hidden from a reader who scores, are not shown.")
    if any(study.is_simulated for study in studies):
        notes.append("SIMULATED: at least one of these studies was not recorded from an infant.")
    return notes
