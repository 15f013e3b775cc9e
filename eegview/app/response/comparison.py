"""The table of differences between the studies of one infant, over a panel of markers, with their repeat errors.

There is no verdict: each marker stands for itself, and so does each part of the response.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from eegview.app.response import measures
from eegview.app.response.infant_course import studies_course
from eegview.app.response.marker_row import (
    MarkerRow,
    between_readers,
    measured_row,
    plain_row,
    rate_row,
    score_row,
)
from eegview.app.response.markers import (
    AWAKENINGS,
    CLUSTERS,
    LONGEST_FREE,
    SLEEP_CAPTURED,
    SPASMS,
    SPIKE_COUNT_NOTE,
    SPINDLES,
    TREND_MARKERS,
    Marker,
    MarkerValue,
    foci_marker,
    form_marker,
    missing_value,
    score_marker,
    spike_bins_marker,
)
from eegview.app.response.response_days import recorded_days
from eegview.app.response.rules import ResponseRules, load_rules
from eegview.app.response.same_rows import definition_difference
from eegview.app.response.state_epochs import common_state, state_label
from eegview.app.response.study_facts import StudyFacts
from eegview.app.response.study_order import in_order, order_notes
from eegview.clinical.repeatability import FEWEST_EPOCHS
from eegview.clinical.response import response_of
from eegview.clinical.response_state import STATE_LABELS, RecordedDay, Response
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, TreatmentCourse

FEWEST_STUDIES, MOST_STUDIES = 2, 6
DEFAULT_STATE = "N2"
_AGES_FIT_DAYS = 14
_FORM_STATES = ("nrem", "rem", "drowsy", "arousal", "awake", "unsure", "")


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Studies of one infant, by date.

    state, state_note : in which trends are compared, and why that one
    as_of : the day as of which the response is told
    treatment_days : number of each study's day, 0 = the first day of treatment; None where it is not known
    warnings : plain sentences that concern whether the comparison holds
    notes : how it was made
    """

    studies: tuple[StudyFacts, ...]
    rows: tuple[MarkerRow, ...]
    state: str
    state_note: str
    course: TreatmentCourse
    response: Response
    as_of: AsOf
    treatment_days: tuple[int | None, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]

    def row(self, marker_id: str) -> MarkerRow | None:
        """Return the line of a marker, None where there is none."""
        return next((row for row in self.rows if row.marker.marker_id == marker_id), None)

    def study_label(self, number: int) -> str:
        """Return how a study is named: `Study 2`; never by its file."""
        return f"Study {number + 1}"

    @property
    def states(self) -> tuple[str, ...]:
        """Return the states that each study has clean epochs of, those with most first."""
        counts = [study.epochs.counts() for study in self.studies]
        lowest = {stage: min(held.get(stage, 0) for held in counts) for stage in counts[0]} if counts else {}
        return tuple(sorted((s for s, n in lowest.items() if n), key=lambda s: -lowest[s]))


def check_studies(fingerprints: Sequence[str]) -> None:
    """Check that these studies can be compared.

    Raises
    ------
    UsageError : fewer than two, more than six, or one of them twice
    """
    if len(fingerprints) < FEWEST_STUDIES:
        raise UsageError("One study alone cannot be compared.", "Give two to six recordings of one infant.")
    if len(fingerprints) > MOST_STUDIES:
        raise UsageError(f"At most {MOST_STUDIES} studies can be compared.", "Leave some of them out.")
    if len(set(fingerprints)) < len(fingerprints):
        raise UsageError("The same recording was given twice.", "Give different recordings of one infant.")


def compare(
    studies: Sequence[StudyFacts],
    as_of: AsOf,
    state: str = DEFAULT_STATE,
    rules: ResponseRules | None = None,
    infant_records: Sequence[Annotation] = (),
    filmed: Sequence[RecordedDay] = (),
) -> Comparison:
    """Return the comparison of two to six studies of one infant.

    Parameters
    ----------
    as_of : the day as of which the response is told, see `AsOf`
    state : in which trends are compared, where all have enough of it; see `state_epochs.common_state`
    infant_records : of the log of the infant that the studies belong to
    filmed : what the infant's clips say for the response, on the calendar; see `InfantTimeline.filmed`

    Raises
    ------
    UsageError : see `check_studies`
    """
    check_studies([study.fingerprint for study in studies])
    rules = rules or load_rules()
    ordered = in_order(studies)
    chosen, state_note = common_state([study.epochs for study in ordered], state, FEWEST_EPOCHS)
    course = studies_course([StudyDays(study.recorded_on, study.records) for study in ordered], infant_records)
    days = recorded_days(ordered, course)
    rows = (*_counted(ordered), *_scored(ordered), *_trends(ordered, chosen), *_captured(ordered, chosen))
    start = course.start_day
    numbers = tuple(day - start if day is not None and start is not None else None for day in course.studies)
    return Comparison(
        ordered,
        rows,
        chosen,
        state_note,
        course.until(as_of),
        response_of(
            course, (*days, *(filmed if course.is_dated else ())), rules.limit_of(ordered), as_of, rules.consensus
        ),
        as_of,
        numbers,
        _warnings(ordered),
        (
            *order_notes(ordered, studies),
            *([state_note] if state_note else []),
            *_layer_notes(ordered),
            *course.notes,
            SPIKE_COUNT_NOTE,
            "Repeat errors hold the variation within a study only; differences between nights, electrode placement and "
            "readers come on top.",
        ),
    )


def _counted(studies: Sequence[StudyFacts]) -> list[MarkerRow]:
    n_outside = sum(len(study.spasms.unreviewed) for study in studies if study.spasms.is_all_unreviewed)
    by_reviewed = not n_outside and all(study.spasms.reviewed_s for study in studies)
    spasms = [measures.spasm_rate(study, by_reviewed) for study in studies]
    clusters = [measures.cluster_rate(study, by_reviewed) for study in studies]
    note = "Per hour reviewed." if by_reviewed else "Per hour recorded."
    if n_outside:
        lies = "1 marked spasm lies" if n_outside == 1 else f"{n_outside} marked spasms lie"
        note = f"Per hour recorded: {lies} in time that was not reviewed."
    return [
        rate_row(SPASMS, spasms, note),
        rate_row(CLUSTERS, clusters, note),
        plain_row(LONGEST_FREE, [measures.longest_free(study) for study in studies]),
    ]


def _scored(studies: Sequence[StudyFacts]) -> list[MarkerRow]:
    readers = sorted({one.reader for study in studies for one in study.scores})
    scales = {one.scale for study in studies for one in study.scores}
    scale = scales.pop() if len(scales) == 1 else "Score"
    rows: list[MarkerRow] = []
    made: tuple[tuple[Callable[[str], Marker], Callable[[StudyFacts, str], MarkerValue]], ...] = (
        (lambda reader: score_marker(scale, reader), measures.score_value),
        (foci_marker, measures.foci_value),
    )
    for marker_of, value_of in made:
        table = {reader: [value_of(study, reader) for study in studies] for reader in readers}
        spread = between_readers(list(table.values()))
        rows += [score_row(marker_of(reader), values, spread) for reader, values in table.items()]
    for reader in readers:
        found = [measures.spike_bins_value(study, reader) for study in studies]
        rows.append(measured_row(spike_bins_marker(reader), spike_bins_marker(reader).label, found))
    if not readers:
        rows.append(plain_row(score_marker("BASED 2021", ""), [_not_scored(study) for study in studies]))
    states = [state for state in _FORM_STATES if any(form.state == state for study in studies for form in study.forms)]
    for state in states or ["nrem"]:
        marker = form_marker(state, STATE_LABELS.get(state, state.replace("_", " ")))
        rows.append(plain_row(marker, [measures.form_value(study, state) for study in studies]))
    return rows


def _not_scored(study: StudyFacts) -> MarkerValue:
    hidden = " Sheets that are not committed, or hidden from a reader who scores, are not shown."
    return missing_value(f"No committed score in this study.{hidden if study.n_hidden_scores else ''}")


def _trends(studies: Sequence[StudyFacts], state: str) -> list[MarkerRow]:
    rows: list[MarkerRow] = []
    for marker in TREND_MARKERS:
        label = f"{marker.label}, {state_label(state)}"
        found = [measures.trend_value(study, marker, state) for study in studies]
        if why := definition_difference(studies, marker.column_id):
            found = [(missing_value(why), None)] * len(studies)
        rows.append(measured_row(marker, label, found))
    return rows


def _captured(studies: Sequence[StudyFacts], state: str) -> list[MarkerRow]:
    return [
        plain_row(
            SPINDLES, [measures.spindle_rate(study, state) for study in studies],
            f"{SPINDLES.label}, {state_label(state)}",
        ),
        plain_row(SLEEP_CAPTURED, [measures.sleep_captured(study) for study in studies]),
        plain_row(AWAKENINGS, [measures.awakenings(study) for study in studies]),
    ]  # fmt: skip


def _warnings(studies: Sequence[StudyFacts]) -> tuple[str, ...]:
    found: list[str] = []
    codes = {study.patient_code.casefold() for study in studies if study.patient_code}
    if len(codes) > 1:
        found.append("These recordings have different patient IDs; compare them only if they are of one infant.")
    if any(study.is_simulated for study in studies):
        found.append("Simulated: at least one of these studies was not recorded from an infant.")
    rules = {study.spasms.rule.text for study in studies}
    if len(rules) > 1:
        found.append("Clusters are formed by different rules in these studies.")
    if any(_is_age_odd(before, after) for before, after in pairwise(studies)):
        found.append("The ages of these studies do not fit their dates.")
    found += [f"Study {n}: {text}" for n, study in enumerate(studies, 1) for text in study.problems]
    found += chain.from_iterable(_short(number, study) for number, study in enumerate(studies))
    return tuple(dict.fromkeys(found))


def _is_age_odd(before: StudyFacts, after: StudyFacts) -> bool:
    """Whether the ages of two studies lie further apart, or less far, than their dates; by two weeks or more."""
    if before.age_days is None or after.age_days is None or before.recorded_on is None or after.recorded_on is None:
        return False
    return abs(after.age_days - before.age_days - (after.recorded_on - before.recorded_on).days) > _AGES_FIT_DAYS


def _short(number: int, study: StudyFacts) -> list[str]:
    """Return why a study may not be enough to say “no spasms”, named by its number."""
    if study.spasms.n_total:
        return []
    return [f"Study {number + 1}: {warning.sentence}" for warning in study.coverage.warnings]


def _layer_notes(studies: Sequence[StudyFacts]) -> list[str]:
    counted = ", ".join(f"study {n} {study.layer_text}" for n, study in enumerate(studies, 1))
    notes = [f"Counted layer: {counted}. Clusters: {studies[0].spasms.rule.text}."]
    staged = [f"study {n} {study.stages_layer}" for n, study in enumerate(studies, 1) if study.stages_layer]
    if staged:
        notes.append(f"Sleep stages of: {', '.join(staged)}.")
    return notes
