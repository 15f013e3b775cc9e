"""What is drawn anew for an interval is a patient, and few patients are not drawn at all."""

from eegview.app.evaluation.trials import Trial, outcome_at, with_probable
from eegview.app.evaluation.units import FEW_PATIENTS, figures_of, units_of
from eegview.clinical.event_matching import Onset


def trial(patient: int, recording: int, n_found: int, n_missed: int, n_false: int = 0) -> Trial:
    truth = tuple(Onset(10.0 * k) for k in range(1, n_found + n_missed + 1))
    found = tuple(Onset(10.0 * k, 1.0, 0.9) for k in range(1, n_found + 1))
    false = tuple(Onset(1000.0 + 10 * k, 1.0, 0.6) for k in range(n_false))
    return Trial(f"R{recording}", 3600.0, truth, found + false, patient=f"P{patient}")


def figures(trials):
    return figures_of(units_of(map(outcome_at, trials)), lambda outcome: outcome.whole)


def test_recordings_of_one_patient_are_one_unit():
    found = figures([trial(1, 1, 8, 2), trial(2, 2, 0, 10), trial(1, 3, 10, 0, 4)])
    assert [(one.tp, one.fn, one.fp, one.hours) for one in found.units] == [(18, 2, 4, 2.0), (0, 10, 0, 1.0)]
    assert (found.whole.sensitivity, found.whole.fp_per_hour) == (0.6, 4 / 3)
    assert found.mean(lambda one: one.sensitivity) == 0.45
    assert found.is_few
    assert found.sensitivity_interval == found.whole.sensitivity_interval  # Wilson's


def test_events_of_one_patient_that_are_alike_widen_the_interval():
    half = [trial(k, k, *((10, 0) if k % 2 else (0, 10))) for k in range(1, 2 * FEW_PATIENTS + 1)]
    found = figures(half)
    assert not found.is_few
    drawn, naive = found.sensitivity_interval, found.whole.sensitivity_interval
    assert drawn is not None
    assert naive is not None
    assert drawn[1] - drawn[0] > 2 * (naive[1] - naive[0])
    assert figures(half).sensitivity_interval == drawn
    same = figures([trial(k, k, 9, 0) for k in range(1, FEW_PATIENTS + 1)])
    assert same.sensitivity_interval == same.whole.sensitivity_interval  # all alike: drawing them shows nothing


def test_hours_of_a_state_are_those_of_the_recordings_where_it_is_known():
    found = figures_of(units_of([outcome_at(trial(1, 1, 1, 0)), outcome_at(trial(1, 2, 1, 0))]), lambda o: o.unknown)
    assert (found.whole.tp, found.whole.hours) == (2, 2.0)
    assert figures_of(units_of([outcome_at(trial(1, 1, 1, 0))]), lambda o: o.state("awake")).units == ()


def test_probable_marks_count_only_where_asked():
    one = Trial(
        "R1", 3600.0, (Onset(10.0, is_uncertain=True), Onset(20.0, is_uncertain=True)), (), probable=frozenset({0})
    )
    assert outcome_at(one).whole.fn == 0
    assert outcome_at(with_probable(one)).whole.fn == 1
