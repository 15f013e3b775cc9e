"""The parts of a report on an archive: whose they are, each patient, each recording, and what was not counted."""

from collections import Counter

from eegview.app.evaluation.archive.trial import NONE_THERE
from eegview.app.evaluation.measured import Measured
from eegview.app.evaluation.states import ASLEEP, AWAKE
from eegview.app.evaluation.tables import (
    UNDEFINED,
    number_text,
    plural,
    rate_text,
    seconds_text,
    table_text,
    with_interval,
)
from eegview.clinical.agreement import Agreement
from eegview.clinical.clusters import SPASM_TERM


def archive_lines(measured: Measured) -> list[str]:
    """Return what the head of a report says of the archive."""
    if not measured.real:
        return []
    counted = measured.counted
    patients = len({trial.patient for trial in counted})
    events = [event for trial in counted for event in trial.truth]
    n_doubted = sum(event.is_uncertain for event in events)
    n_free = sum(not any(not event.is_uncertain for event in trial.truth) for trial in counted)
    read_h = sum(trial.hours for trial in counted)
    recorded_h = sum(trial.length_s for trial in counted) / 3600
    bases = Counter(trial.basis for trial in counted)
    lines = [
        f"- archive: {plural(len(counted), 'recording')} of {plural(patients, 'patient')}, {read_h:.2f} h read "
        f"(of {recorded_h:.2f} h from start to end), {plural(len(events) - n_doubted, 'true event')}; "
        f"{n_free} of the recordings without any; without video",
        f"- counting neither way: {plural(n_doubted, 'event')} that their reader was not certain of",
    ]
    if bases:
        told = ", ".join(f"{basis} ({n})" for basis, n in sorted(bases.items()))
        lines.append(f"- the truth of a recording comes from: {told}")
    if bases[NONE_THERE]:
        lines.append(
            f"- no event is known in {plural(bases[NONE_THERE], 'recording')}, as stated by its author: every "
            "proposal there counts as false"
        )
    if measured.patients:
        lines.append(f"- patients told apart: {measured.patients}")
    if measured.refused or measured.n_lone_truth:
        lines.append(
            f"- not counted: {plural(len(measured.refused), 'recording')}, "
            f"{plural(measured.n_lone_truth, 'file')} of truth without a recording; listed below"
        )
    return lines


def each_patient(measured: Measured) -> str:
    """Return the table of patients."""
    units = measured.units(measured.counted)
    has_clusters = measured.term_id == SPASM_TERM
    columns = ["patient", "recordings", "hours", "true", "found", "sensitivity", "false", "false per hour"]
    columns += ["onset error", *(["clusters found"] if has_clusters else [])]
    rows: list[list[str]] = []
    for unit in units:
        whole = unit.agreement(lambda outcome: outcome.whole)
        clusters = [outcome.clusters for outcome in unit.outcomes]
        row = [
            unit.name,
            str(len(unit.outcomes)),
            number_text(whole.hours),
            str(whole.tp + whole.fn),
            str(whole.tp),
            with_interval(whole.sensitivity, whole.sensitivity_interval),
            str(whole.fp),
            rate_text(whole),
            seconds_text(whole.onset_error),
        ]
        if has_clusters:
            row.append(f"{sum(one.n_detected for one in clusters)} of {sum(one.n_reference for one in clusters)}")
        rows.append(row)
    if not rows:
        return ""
    note = "Intervals here take the events of one patient as independent."
    return "\n".join(["### Each patient", "", note, "", table_text(columns, rows)])


def each_recording(measured: Measured) -> str:
    """Return the table of recordings that were counted."""
    columns = ("recording", "patient", "truth from", "hours", "true", "neither way", "found", "false", "false per hour")
    columns += ("awake: found, false", "asleep: found, false", "not known: found, false")
    rows: list[list[str]] = []
    notes: list[str] = []
    outside: dict[str, list[str]] = {}
    for trial in measured.counted:
        outcome = measured.outcome(trial)
        whole = outcome.whole
        states = [outcome.state(state) for state in (AWAKE, ASLEEP, "")]
        rows.append(
            [
                trial.name,
                trial.patient,
                trial.basis,
                number_text(whole.hours),
                *map(str, (whole.tp + whole.fn, outcome.matching.n_uncertain, whole.tp, whole.fp)),
                rate_text(whole),
                *map(_in_state, states),
            ]
        )
        notes += [f"- {trial.name}: {sentence}" for sentence in trial.notes]
        for sentence in trial.outside:
            outside.setdefault(sentence, []).append(trial.name)
    if not rows:
        return ""
    notes += [f"- outside what the detector was made for: {s} ({', '.join(names)})" for s, names in outside.items()]
    return "\n".join(["### Each recording", "", table_text(columns, rows), *([""] if notes else []), *notes])


def _in_state(one: Agreement) -> str:
    """Return `4 of 8, 0 in 0.17 h`: found of true, false in the hours in a state; a dash where there was none."""
    if not one.hours and not one.tp + one.fn + one.fp:
        return UNDEFINED
    hours = f" in {one.hours:.2f} h" if one.hours else ""
    return f"{one.tp} of {one.tp + one.fn}, {one.fp}{hours}"


def not_counted(measured: Measured) -> str:
    """Return the list of what was left out as a whole, and why."""
    lines = [f"- {trial.name} ({trial.patient}): {trial.refused}" for trial in measured.refused]
    lines += [f"- T{k + 1}: a file of truth that bears no recording's name" for k in range(measured.n_lone_truth)]
    return "\n".join(["### Not counted", "", *lines]) if lines else ""
