"""The plan of a simulated study."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.simulate.study import FIRST_NOTE, plan_study


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31 - 1), st.sampled_from([1 / 30, 0.05, 0.2, 0.5, 1.0, 3.0]))
def test_every_plan_has_sleep_awakening_and_a_cluster(seed: int, hours: float):
    plan = plan_study(hours, seed)
    names = [stage.name for stage in plan.stages]
    assert names[0] == "W"
    assert "N2" in names
    assert plan.stages[0].span.start_s == 0
    assert plan.stages[-1].span.stop_s == plan.duration_s
    for before, after in zip(plan.stages, plan.stages[1:], strict=False):
        assert before.span.stop_s == after.span.start_s
    first = [spasm for spasm in plan.spasms if spasm.cluster == 1]
    assert len(first) >= 3
    intervals_s = np.diff([spasm.onset_s for spasm in first])
    assert np.all((intervals_s > 4.9) & (intervals_s < 30.1))
    assert all(spasm.state == "W" for spasm in first)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31 - 1), st.sampled_from([1 / 30, 0.5, 2.0]))
def test_events_are_in_order_inside_the_study_and_mimics_apart_from_spasms(seed: int, hours: float):
    plan = plan_study(hours, seed)
    onsets_s = [spasm.onset_s for spasm in plan.spasms]
    assert onsets_s == sorted(onsets_s)
    assert all(spasm.onset_s > 0 and spasm.span.stop_s < plan.duration_s for spasm in plan.spasms)
    starts_s = [event.span.start_s for event in plan.disturbances]
    assert starts_s == sorted(starts_s)
    for event in plan.disturbances:
        assert 0 <= event.span.start_s < event.span.stop_s <= plan.duration_s
        if event.group == "mimic":
            assert not any(event.span.start_s - 3 < t < event.span.stop_s + 3 for t in onsets_s)
    for before, after in zip(plan.hypsarrhythmia, plan.hypsarrhythmia[1:], strict=False):
        assert before.span.stop_s <= after.span.start_s
    for period in plan.hypsarrhythmia:
        assert period.level < 0.4 or not any(period.span.overlaps(cluster) for cluster in plan.clusters)


def test_a_seed_means_one_study_and_another_seed_another():
    one, same, other = plan_study(0.5, 4), plan_study(0.5, 4), plan_study(0.5, 5)
    assert one.spasms == same.spasms
    assert one.disturbances == same.disturbances
    assert [s.onset_s for s in one.spasms] != [s.onset_s for s in other.spasms]
    assert one.patient.slow_wave_uv != other.patient.slow_wave_uv


def test_half_an_hour_shows_every_kind_of_disturbance_its_states_allow():
    plan = plan_study(0.5, 1)
    kinds = {event.kind for event in plan.disturbances}
    assert {"electrode_pop", "patting", "chewing", "mains", "clipping", "movement"} <= kinds
    assert {"startle", "benign_sleep_myoclonus"} <= kinds


def test_the_first_note_says_simulated_and_some_notes_come_late():
    plan = plan_study(0.5, 1)
    assert plan.notes[0].text == FIRST_NOTE
    onsets_s = np.array([spasm.onset_s for spasm in plan.spasms])
    late_s = [
        note.onset_s - onsets_s[onsets_s <= note.onset_s][-1] for note in plan.notes if note.text.startswith("Spasm")
    ]
    assert late_s
    assert all(0.59 < late < 0.81 for late in late_s)


@pytest.mark.parametrize(("hours", "seed"), [(0.01, 1), (49, 1), (float("nan"), 1), (float("inf"), 1), (0.5, -1)])
def test_impossible_numbers_are_refused(hours: float, seed: int):
    with pytest.raises(UsageError):
        plan_study(hours, seed)
