"""The infants of a library as rows: who they are, their studies, their diary, treatments and milestones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from eegview.app.blind_reading.sealed_library import SealedLibrary
from eegview.app.infant.finding import found_infant
from eegview.app.infant.log import InfantLog, all_logs
from eegview.app.infant.reading import read_timeline
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.library_tables.columns import COUNT, FLAG, FLOAT, LOCAL_TIME, MAYBE_COUNT, MAYBE_FLAG, TEXT, Columns
from eegview.app.library_tables.rows import Row
from eegview.model.infant.age import gestation_days, is_preterm
from eegview.model.infant.member import CLIP
from eegview.model.treatment.as_of import AsOf

_OF: Columns = {"infant": TEXT, "pseudonym": TEXT}
INFANTS: Columns = {
    **_OF,
    "born_on": LOCAL_TIME,
    "due_on": LOCAL_TIME,
    "gestation_days": MAYBE_COUNT,
    "is_preterm": MAYBE_FLAG,
    "n_eegs": COUNT,
    "n_clips": COUNT,
}
INFANT_STUDIES: Columns = {
    **_OF,
    "fingerprint": TEXT,
    "kind": TEXT,
    "label": TEXT,
    "day": LOCAL_TIME,
    "age_days": MAYBE_COUNT,
    "corrected_days": MAYBE_COUNT,
    "layer": TEXT,
    "n_spasms": MAYBE_COUNT,
    "n_clusters": MAYBE_COUNT,
    "is_hidden": FLAG,
}
DIARY: Columns = {
    **_OF,
    "day": LOCAL_TIME,
    "witnessed": TEXT,
    "count": MAYBE_COUNT,
    "is_least": FLAG,
    "is_entered": FLAG,
    "n_events": COUNT,
    "age_days": MAYBE_COUNT,
}
TREATMENTS: Columns = {
    **_OF,
    "drug": TEXT,
    "dose": FLOAT,
    "unit": TEXT,
    "first_day": LOCAL_TIME,
    "last_day": LOCAL_TIME,
    "is_planned": FLAG,
    "note": TEXT,
    "author": TEXT,
}
MILESTONES: Columns = {
    **_OF,
    "day": LOCAL_TIME,
    "change": TEXT,
    "text": TEXT,
    "author": TEXT,
    "age_days": MAYBE_COUNT,
}


def chosen_logs(library: SealedLibrary, infant: str | None) -> tuple[InfantLog, ...]:
    """Return the infants of a library, or the one that is meant.

    Raises
    ------
    UsageError : there is no such infant
    """
    logs = tuple(log for log in all_logs(library.whole) if not log.infant.is_removed)
    if infant is None:
        return logs
    found = found_infant([log.infant for log in logs], infant)
    return tuple(log for log in logs if log.infant_id == found.infant_id)


def infant_rows(logs: Iterable[InfantLog]) -> list[Row]:
    """Return one row an infant."""
    return [
        (
            *_named(log),
            _day(log.infant.born_on),
            _day(log.infant.due_on),
            gestation_days(log.infant),
            is_preterm(log.infant),
            sum(one.kind != CLIP for one in log.members),
            sum(one.kind == CLIP for one in log.members),
        )
        for log in logs
    ]


def timeline_rows(
    library: SealedLibrary,
    viewer: str | None,
    logs: Iterable[InfantLog],
    rows_of: Callable[[InfantTimeline], Iterable[Row]],
    as_of: AsOf,
    counting: CountRules,
) -> list[Row]:
    """Return the rows that each infant's timeline gives as of a day, each after the infant's id and pseudonym."""
    return [
        (*_named(log), *row)
        for log in logs
        for row in rows_of(read_timeline(library, log.infant_id, viewer or "", as_of, counting))
    ]


def study_rows(timeline: InfantTimeline) -> list[Row]:
    """Return one row a study; counts are those of the layer that counts, missing where nobody marked a spasm."""
    found: list[Row] = []
    for study in timeline.studies:
        counted, age = study.counted, study.age
        found.append(
            (
                study.fingerprint,
                study.kind,
                study.label,
                _day(study.on),
                age.days if age is not None else None,
                age.corrected_days if age is not None else None,
                counted.layer if counted is not None else "",
                counted.n_spasms if counted is not None else None,
                counted.n_clusters if counted is not None else None,
                study.is_blind or bool(study.n_hidden_scores),
            )
        )
    return found


def diary_rows(timeline: InfantTimeline) -> list[Row]:
    """Return one row a day from the first to the last day with anything; a day without entry is unknown."""
    return [
        (
            _day(day.on),
            day.witnessed.value,
            day.count,
            day.is_least,
            day.is_entered,
            len(day.events),
            timeline.age_on(day.on).days,
        )
        for day in timeline.days
    ]


def treatment_rows(timeline: InfantTimeline) -> list[Row]:
    """Return one row a treatment, of the infant's log and of its studies' logs."""
    course = timeline.course
    return [
        (
            placed.treatment.drug,
            placed.treatment.dose,
            placed.treatment.unit,
            _day(course.date_of(placed.first_day)),
            _day(course.date_of(placed.last_day)) if placed.last_day is not None else None,
            placed.treatment.is_planned,
            placed.treatment.note,
            placed.treatment.author,
        )
        for placed in course.treatments
    ]


def milestone_rows(timeline: InfantTimeline) -> list[Row]:
    """Return one row a milestone."""
    return [
        (_day(one.on), one.change.value, one.text, one.author, timeline.age_on(one.on).days)
        for one in timeline.milestones
    ]


def _named(log: InfantLog) -> tuple[str, str]:
    return log.infant_id, log.infant.pseudonym


def _day(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
