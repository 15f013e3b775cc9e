"""Response to treatment as the West Delphi consensus has it (Lux and Osborne 2004), from diary, treatment and EEG.

Clinical response: no witnessed spasms from within 14 days of starting treatment, for at least 28 consecutive days since
the last witnessed spasm. Electroclinical: that, and resolution of hypsarrhythmia, of whose EEG definition there is no
consensus. A score of the EEG is a third statement, apart from both. Nothing here is a diagnosis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eegview.clinical.recorded_days import placed_days, recordings_until
from eegview.clinical.response_state import (
    NO_DEFINITION,
    STATE_LABELS,
    ConsensusRule,
    RecordedDay,
    RemissionLimit,
    Response,
    ResponseState,
    ResponseStatus,
    open_state,
)
from eegview.clinical.witnessed_response import clinical_response
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.day import date_text

_PRESENCES = "present", "uncertain", "absent"  # what is said in one state holds over what is said in another


def response_of(
    course: TreatmentCourse,
    recordings: Sequence[RecordedDay],
    limit: RemissionLimit | None,
    as_of: AsOf,
    rule: ConsensusRule | None = None,
) -> Response:
    """Return the response that diary, treatment and recordings show as of a day; what is of later days is left out.

    Parameters
    ----------
    recordings : in order of time
    limit : None where no score is counted
    as_of : on the calendar; where the course has another axis, see `TreatmentCourse.as_of`
    """
    rule = rule or ConsensusRule()
    as_of = course.as_of(as_of, placed_days(recordings))
    recordings = recordings_until(recordings, as_of)
    clinical = clinical_response(course, recordings, as_of, rule)
    latest = _after_start(course, recordings)
    return Response(
        clinical, _electroclinical(clinical, recordings, latest), _electrographic(recordings, latest, limit), rule
    )


def _after_start(course: TreatmentCourse, recordings: Sequence[RecordedDay]) -> RecordedDay | None:
    """Return the last EEG after treatment began; None where there is none."""
    start = course.start_day
    if start is None:
        return None
    later = [one for one in recordings if one.has_eeg and one.day is not None and one.day > start]
    return max(reversed(later), key=lambda one: one.day or 0, default=None)  # of one day the last


def _electroclinical(
    clinical: ResponseState, recordings: Sequence[RecordedDay], latest: RecordedDay | None
) -> ResponseState:
    cautions = (NO_DEFINITION, *clinical.cautions)
    if latest is None:
        return open_state("There is no EEG from after the first day of treatment.", cautions)
    answers = set(_answer_by_reader(latest).values())
    by = _by_text(latest, None if len(answers) > 1 else answers)
    if clinical.status is ResponseStatus.NOT_MET:
        return ResponseState(ResponseStatus.NOT_MET, "The clinical part is not met.", cautions=cautions)
    if not answers:
        return open_state(f"Whether there is hypsarrhythmia is not answered for {latest.label}.", cautions)
    if "present" in answers and "absent" in answers:
        return open_state(f"Hypsarrhythmia in {latest.label} is answered “present” and “absent”{by}.", cautions)
    if "present" in answers:
        return ResponseState(
            ResponseStatus.NOT_MET, f"Hypsarrhythmia is present in {latest.label}{by}.", cautions=cautions
        )
    if answers != {"absent"}:
        return open_state(f"Hypsarrhythmia in {latest.label} is answered “uncertain”{by}.", cautions)
    before = [one for one in recordings if one is not latest and one.hypsarrhythmia]
    was_present = any(presence == "present" for one in before for _reader, presence, _state in one.hypsarrhythmia)
    if not was_present:
        cautions = (*cautions, "No earlier EEG here has hypsarrhythmia, so its resolution is not shown.")
        return open_state(f"Hypsarrhythmia is absent in {latest.label}{by}, but is not shown before.", cautions)
    if not any(state == "nrem" for _reader, _presence, state in latest.hypsarrhythmia):
        cautions = (*cautions, "Hypsarrhythmia was not judged in NREM sleep, where it is most often seen.")
    return replace(clinical, text=f"{clinical.text} Hypsarrhythmia is absent in {latest.label}{by}.", cautions=cautions)


def _answer_by_reader(recording: RecordedDay) -> dict[str, str]:
    """Return what each reader answers for a recording; seen in one state it is there, as it may be lost in others."""
    found: dict[str, str] = {}
    for reader, presence, _state in recording.hypsarrhythmia:
        if reader not in found or _PRESENCES.index(presence) < _PRESENCES.index(found[reader]):
            found[reader] = presence
    return found


def _by_text(recording: RecordedDay, presences: set[str] | None) -> str:
    """Return ` (ada, ben; NREM sleep)`: who gave these answers, and for which states; None = any answer."""
    said = [one for one in recording.hypsarrhythmia if presences is None or one[1] in presences]
    readers = ", ".join(dict.fromkeys(reader for reader, _presence, _state in said))
    states = ", ".join(dict.fromkeys(STATE_LABELS.get(state, state) for _reader, _presence, state in said))
    return f" ({readers}; {states})"


def _electrographic(
    recordings: Sequence[RecordedDay], latest: RecordedDay | None, limit: RemissionLimit | None
) -> ResponseState:
    if limit is None:
        return open_state("No score is counted.", source="")
    source = f"{limit.scale}, {limit.parameter_set}: {limit.confirm}"
    if latest is None:
        return open_state("There is no EEG from after the first day of treatment.", source=source)
    if not latest.scores:
        return open_state(
            f"There is no committed {limit.scale} score of {latest.label} that may be shown.", source=source
        )
    said = ", ".join(f"{reader} {score}" for reader, score in latest.scores)
    below = {score <= limit.at_most for _reader, score in latest.scores}
    if len(below) > 1:
        return open_state(f"The readers of {latest.label} lie on both sides of {limit.text}: {said}.", source=source)
    before = [score for one in recordings if one is not latest for _reader, score in one.scores]
    cautions = () if any(s > limit.at_most for s in before) else ("No earlier score here lies above the limit.",)
    if below == {True}:
        text = f"{limit.text} reached in {latest.label}: {said}."
        return ResponseState(ResponseStatus.MET, text, source, cautions=cautions)
    return ResponseState(
        ResponseStatus.NOT_MET, f"{limit.text} not reached in {latest.label}: {said}.", source, cautions=cautions
    )


def confirm_text(state: ResponseState) -> str:
    """Return when a provisional response could be confirmed: `9 Apr 2020`; "" where it could not, or has no date."""
    return date_text(state.earliest_date) if state.earliest_date is not None else ""
