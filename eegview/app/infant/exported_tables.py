"""The infants of a library as tables that are exported with it: with dates and pseudonyms, or with days as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from eegview.app.infant.dateless_json import day_zero
from eegview.app.infant.log import InfantLog, all_logs
from eegview.app.infant.reading import read_timeline
from eegview.app.infant.tables import (
    DIARY,
    INFANT_STUDIES,
    INFANTS,
    MILESTONES,
    TREATMENTS,
    diary_rows,
    infant_rows,
    milestone_rows,
    study_rows,
    treatment_rows,
)
from eegview.app.library_tables.columns import LOCAL_TIME, MAYBE_COUNT, Columns
from eegview.app.library_tables.more_table import MoreTable

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.app.infant.study_reading import CountRules
    from eegview.app.infant.timeline import InfantTimeline
    from eegview.app.library_tables.rows import Row
    from eegview.model.treatment.as_of import AsOf

IDENTITY = frozenset({"pseudonym", "born_on", "due_on", "note", "text"})
NUMBER_END = "_number"  # of a column whose days are numbers
_OF_A_COURSE: Mapping[str, tuple[Columns, Callable[[InfantTimeline], list[Row]]]] = {
    "infant_studies": (INFANT_STUDIES, study_rows),
    "diary": (DIARY, diary_rows),
    "treatments": (TREATMENTS, treatment_rows),
    "milestones": (MILESTONES, milestone_rows),
}
_DESCRIPTIONS = {
    "infant": "Identity of the infant in this library; the same in all tables.",
    "pseudonym": "What the infant is called.",
    "born_on": "Birth date; empty where it is not known.",
    "due_on": "Due date; empty where it is not known.",
    "gestation_days": "Days from conception as counted in pregnancy to birth; empty where a date is not known.",
    "is_preterm": "Born before 37 weeks; empty where not known.",
    "n_eegs": "EEGs of the infant.",
    "n_clips": "Home clips of the infant.",
    "kind": "eeg or clip.",
    "label": "What the study is called on the infant's timeline.",
    "day": "The day.",
    "age_days": "Age on that day; empty where not known.",
    "corrected_days": "Age from the due date; empty where it is not used.",
    "n_spasms": "Spasms of the layer that counts; empty where nobody marked any.",
    "n_clusters": "Clusters of the layer that counts, by the rule of this export.",
    "witnessed": "What was witnessed on the day: unknown where nothing was entered, never none.",
    "count": "Spasms witnessed; empty where no number was said.",
    "is_least": "Whether there were at least so many.",
    "is_entered": "Whether the day itself was entered; else only events of it.",
    "n_events": "Events entered of the day.",
    "drug": "Drug.",
    "dose": "Dose; empty where not said.",
    "unit": "Unit of the dose.",
    "first_day": "First day of the treatment.",
    "last_day": "Last day of it; empty where it goes on.",
    "is_planned": "Not given yet.",
    "note": "Note.",
    "change": "gained or lost.",
    "author": "Who said it.",
    "text": "The milestone, in words.",
}
_NUMBER = "As a number: day 0 is the first of treatment, else the first of the infant's timeline. {told}"


def infant_tables(
    library: SealedLibrary, viewer: str | None, as_of: AsOf, counting: CountRules, with_identity: bool
) -> tuple[MoreTable, ...]:
    """Return the tables of all infants of a library as a reader may see them, none where it holds no infant.

    with_identity : False = no pseudonym, no date and no free text: days are numbers

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    logs = [log for log in all_logs(library) if not log.infant.is_removed]
    if not logs:
        return ()
    read = [(log, read_timeline(library, log.infant_id, viewer or "", as_of, counting)) for log in logs]
    rows: dict[str, list[tuple[InfantTimeline, Row]]] = {
        "infants": [(timeline, row) for log, timeline in read for row in infant_rows([log])]
    }
    for name, (_columns, rows_of) in _OF_A_COURSE.items():
        rows[name] = [(timeline, (*_named(log), *row)) for log, timeline in read for row in rows_of(timeline)]
    columns = {"infants": INFANTS, **{name: held for name, (held, _rows_of) in _OF_A_COURSE.items()}}
    if with_identity:
        return tuple(
            MoreTable(name, columns[name], [row for _timeline, row in held], _DESCRIPTIONS)
            for name, held in rows.items()
        )
    return tuple(_without_identity(name, columns[name], held) for name, held in rows.items())


def _named(log: InfantLog) -> tuple[str, str]:
    return log.infant_id, log.infant.pseudonym


def _without_identity(name: str, columns: Columns, rows: Iterable[tuple[InfantTimeline, Row]]) -> MoreTable:
    kept = [(place, column) for place, column in enumerate(columns) if column not in IDENTITY]
    days = {place for place, column in kept if columns[column] == LOCAL_TIME}
    named = {place: f"{column}{NUMBER_END}" if place in days else column for place, column in kept}
    numbered: list[Row] = []
    for timeline, row in rows:
        zero = day_zero(timeline)
        numbered.append(tuple(_number(row[place], zero) if place in days else row[place] for place, _column in kept))
    told = {named[place]: _NUMBER.format(told=_DESCRIPTIONS[column]) for place, column in kept if place in days}
    types = {named[place]: MAYBE_COUNT if place in days else columns[column] for place, column in kept}
    return MoreTable(name, types, numbered, {**_DESCRIPTIONS, **told})


def _number(day: object, zero: int) -> int | None:
    return date.fromisoformat(str(day)).toordinal() - zero if day is not None else None
