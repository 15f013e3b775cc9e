"""A detector's proposals beside what is known: by state, by circumstance, by trait, at any threshold."""

from eegview.app.evaluation.simulated_truth import circumstances_of, states_of, truth_of
from eegview.app.evaluation.states import StateSpan
from eegview.app.evaluation.trials import (
    NOTHING_KNOWN,
    Circumstance,
    Trial,
    false_by_circumstance,
    found_by_trait,
    onsets_of,
    outcome_at,
    states_from_notes,
)
from eegview.clinical.event_matching import Onset
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection
from eegview.simulate.study import plan_study

TRIAL = Trial(
    name="seed 1",
    duration_s=3600.0,
    truth=(Onset(100.0), Onset(2000.0)),
    traits=(frozenset({"subtle"}), frozenset({"subtle", "alone"})),
    found=(Onset(100.3, score=0.9), Onset(500.0, score=0.4), Onset(2500.0, score=0.8)),
    states=(StateSpan(Span(0.0, 1800.0), "awake"), StateSpan(Span(1800.0, 3600.0), "asleep")),
    circumstances=(
        Circumstance(Span(400.0, 900.0), "hypsarrhythmia"),
        Circumstance(Span(501.0, 502.0), "mimic: startle"),
    ),
)


def test_a_trial_at_a_threshold():
    outcome = outcome_at(TRIAL, 0.5)
    assert (outcome.whole.tp, outcome.whole.fp, outcome.whole.fn, outcome.whole.fp_per_hour) == (1, 1, 1, 1.0)
    assert (outcome.state("awake").tp, outcome.state("awake").fp, outcome.state("awake").hours) == (1, 0, 0.5)
    assert (outcome.state("asleep").fn, outcome.state("asleep").fp_per_hour) == (1, 2.0)
    assert outcome_at(TRIAL).whole.fp == 2


def test_what_false_alarms_fall_on_and_which_are_found():
    outcomes = [outcome_at(TRIAL)]
    assert false_by_circumstance(outcomes) == {"mimic: startle": 1, NOTHING_KNOWN: 1}
    assert found_by_trait(outcomes) == {"alone": (0, 1), "subtle": (1, 2)}


def test_detections_of_other_terms_are_not_compared():
    found = [Detection(0, 9.0, 1.0, "spasm", 0.7), Detection(1, 3.0, 1.0, "artifact", 0.7)]
    assert onsets_of(found, "spasm") == (Onset(9.0, 1.0, 0.7),)


def test_a_technologists_notes_say_awake_or_asleep():
    def notes(*said: tuple[float, str]) -> list[Annotation]:
        return [Annotation(str(t), "file_note", t, text=text, layer="file") for t, text in said]

    states = states_from_notes(
        notes((50, "sleeping on back"), (80, "R spike"), (90, "quietly sleeping"), (600, "awakened pt")), 900
    )
    assert [(one.span.start_s, one.span.stop_s, one.state) for one in states] == [
        (50, 600, "asleep"),
        (600, 900, "awake"),
    ]
    assert states_from_notes(notes((5, "nursing quietly"), (9, "sleep spindles")), 100.0) == ()
    assert states_from_notes([], 100.0) == ()


def test_the_truth_of_a_simulated_study_is_that_of_its_table():
    plan = plan_study(0.5, 1)
    truth, traits = truth_of(plan, "spasm")
    assert [event.onset_s for event in truth] == [spasm.onset_s for spasm in plan.spasms]
    assert sum("subtle" in one for one in traits) == sum(spasm.is_subtle for spasm in plan.spasms)
    assert sum("alone" in one for one in traits) == sum(spasm.cluster == 0 for spasm in plan.spasms)
    assert sum(one.span.duration_s for one in states_of(plan)) == plan.duration_s
    kinds = {one.name for one in circumstances_of(plan)}
    assert {"artifact: movement", "mimic: startle", "hypsarrhythmia"} <= kinds
    assert len(truth_of(plan, "electrodecrement")[0]) > len(plan.decrements)
