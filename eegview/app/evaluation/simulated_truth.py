"""The true events of a simulated study, as a detector is measured against them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from eegview.app.evaluation.compared_term import classes_of, counted_as, is_timed, usual_epoch_s
from eegview.app.evaluation.states import ASLEEP, AWAKE, StateSpan
from eegview.app.evaluation.trials import Circumstance, TimedTruth
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.event_matching import Onset
from eegview.clinical.span_scores.spans import LabelledSpan
from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.simulate.plan import StudyPlan

_TRAITS = (  # column of the truth, its value, what it is called in tables
    ("subtle", "yes", "subtle"),
    ("subtle", "no", "not subtle"),
    ("symmetry", "asymmetric", "asymmetric"),
    ("symmetry", "symmetric", "symmetric"),
    ("cluster", "n/a", "alone"),
    ("kind", "after_spasm", "after a spasm"),
    ("kind", "alone", "without a spasm"),
    ("kind", "after_sleep_wave", "after a wave of sleep"),
)


def truth_of(plan: "StudyPlan", term_id: str) -> tuple[tuple[Onset, ...], tuple[frozenset[str], ...]]:
    """Return the true events of a term by onset, and the traits of each."""
    from eegview.simulate.truth import truth_rows

    rows = [row for row in truth_rows(plan) if row["trial_type"] in counted_as(term_id)]
    return tuple(Onset(*_times(row)) for row in rows), tuple(_traits(row) for row in rows)


def timed_truth_of(plan: "StudyPlan", term_id: str) -> TimedTruth | None:
    """Return the true spans of a term that is compared by time, None for terms that are counted only.

    What is left of hypsarrhythmia in REM sleep and during clusters counts neither way.
    """
    from eegview.simulate.truth import RESIDUAL_LEVEL, truth_rows

    term = load_vocabulary().term(term_id)
    if not is_timed(term):
        return None
    spans = [
        LabelledSpan(
            Span(start_s, start_s + length_s),
            row["stage"] if classes_of(term_id) else "",
            None,
            term_id == "hypsarrhythmia" and float(row["intensity"]) < RESIDUAL_LEVEL,
        )
        for row in truth_rows(plan)
        if row["trial_type"] == term_id
        for start_s, length_s in [_times(row)]
    ]
    return TimedTruth(bool(classes_of(term_id)), usual_epoch_s(term), tuple(spans), (Span(0.0, plan.duration_s),))


def states_of(plan: "StudyPlan") -> tuple[StateSpan, ...]:
    """Return when the infant of a study is awake or asleep."""
    return tuple(StateSpan(stage.span, AWAKE if stage.name == "W" else ASLEEP) for stage in plan.stages)


def circumstances_of(plan: "StudyPlan") -> tuple[Circumstance, ...]:
    """Return the circumstances of a study: artifacts, mimics, waves of sleep, arousals, hypsarrhythmia."""
    found = [Circumstance(e.span, f"{e.group}: {e.kind.replace('_', ' ')}") for e in plan.disturbances]
    found += [Circumstance(e.whole, f"sleep: {e.kind.replace('_', ' ')}") for e in plan.sleep_events]
    found += [Circumstance(one.span, "electrodecrement without a spasm") for one in plan.decrements]
    found += [Circumstance(spasm.span, "another mark on a spasm") for spasm in plan.spasms]
    found += [Circumstance(one.span, "hypsarrhythmia") for one in plan.hypsarrhythmia]
    return tuple(found)


def _times(row: Mapping[str, str]) -> tuple[float, float]:
    return float(row["onset"]), float(row["duration"])


def _traits(row: Mapping[str, str]) -> frozenset[str]:
    def names() -> Iterable[str]:
        for column, value, name in _TRAITS:
            if row[column] == value and (column != "cluster" or row["trial_type"] == "spasm"):
                yield name
        if row["trial_type"] in ("artifact", "mimic"):
            yield row["kind"].replace("_", " ")
        if row["trial_type"] == "spasm" and row["cluster"] != "n/a":
            yield "in a cluster"

    return frozenset(names())
