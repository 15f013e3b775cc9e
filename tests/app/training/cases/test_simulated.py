"""Keys of simulated items are right: compared with truth.tsv and with the samples, not with the code that made them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from there import there

from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.drawing import draw_items
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import Draft, draft_of, write_draft
from eegview.app.training.cases.questions import load_questions
from eegview.app.training.cases.shipped import Recipe, make_shipped, shipped_recipe
from eegview.app.training.cases.simulated.based_truth import truth_within
from eegview.app.training.cases.simulated.infant import SimulatedInfant, plan_of
from eegview.app.training.cases.simulated.studies import SimulatedStudies
from eegview.clinical.based import based_score
from eegview.model.errors import Cancelled
from eegview.model.recording import patient_of, sample_range
from eegview.model.span import Span
from eegview.readers.opening import open_recording
from eegview.simulate.signals import CHANNELS, make_simulation
from eegview.simulate.truth import truth_rows

INFANTS = (
    SimulatedInfant(1601, 1.0, "classic"),
    SimulatedInfant(1603, 1.0, "none", background=0.0, spikes=0.0),
    SimulatedInfant(1606, 1.0, "consistent_focus"),
    SimulatedInfant(1607, 1.0, "mainly_slow"),
)
SETTINGS = MakeSettings("Small", "me", seed=3, n_of={"based": 0}, n_items=24, has_history=True, has_video=True)
FORMS = {"classic": "classic", "consistent_focus": "consistent_focus", "mainly_slow": "slow_few_spikes"}


@pytest.fixture(scope="module")
def drawn():
    return draft_of(SimulatedStudies(INFANTS), SETTINGS).drawn


@pytest.fixture(scope="module")
def truth():
    return {infant.key: truth_rows(plan_of(infant)) for infant in INFANTS}


def _rows(truth, candidate, *kinds):
    """Return the rows of truth.tsv of some kinds that touch a candidate's stretch."""
    for row in truth[candidate.study]:
        span = Span(float(row["onset"]), float(row["onset"]) + float(row["duration"]))
        if row["trial_type"] in kinds and span.overlaps(candidate.span):
            yield row


def test_a_spasm_is_in_the_truth_at_its_onset_and_alone(drawn, truth):
    found = [one.candidate for one in drawn if one.candidate.answer == "spasm"]
    assert found
    for one in found:
        rows = [row for row in _rows(truth, one, "spasm") if one.span.contains(float(row["onset"]))]
        assert len(rows) == 1
        assert float(rows[0]["onset"]) == pytest.approx(one.onset_s, abs=1e-3)
        assert one.span.contains(one.onset_s)


def test_where_there_is_none_the_truth_has_no_spasm(drawn, truth):
    for one in (d.candidate for d in drawn if d.candidate.question_id in ("spasm", "mimic")):
        if one.answer != "spasm":
            onsets_s = [float(row["onset"]) for row in _rows(truth, one, "spasm")]
            assert not [onset_s for onset_s in onsets_s if one.span.contains(onset_s)]


def test_mimics_artifacts_and_decrements_are_what_the_truth_says(drawn, truth):
    for one in (d.candidate for d in drawn if d.candidate.question_id == "spasm"):
        kinds = {row["trial_type"] for row in _rows(truth, one, "mimic", "artifact", "electrodecrement")}
        if one.answer in ("mimic", "artifact", "electrodecrement"):
            at_s = [float(row["onset"]) for row in _rows(truth, one, one.answer)]
            assert min(abs(onset_s - one.ask_s) for onset_s in at_s) < 0.01
        elif one.category.class_id == "background":
            assert not kinds


def test_the_type_is_the_movement_of_the_truth_and_can_be_seen(drawn, truth):
    found = [one.candidate for one in drawn if one.candidate.question_id == "type"]
    assert {one.answer for one in found} <= {"flexor", "extensor", "mixed"}
    for one in found:
        row = next(row for row in _rows(truth, one, "spasm") if abs(float(row["onset"]) - one.onset_s) < 0.01)
        assert (row["movement"], row["subtle"]) == (one.answer, "no")
        assert one.has_video
        assert not list(_rows(truth, replace(one, span=Span(one.onset_s, one.onset_s + 2)), "scene"))


def test_stages_and_hypsarrhythmia_hold_for_the_whole_stretch(drawn, truth):
    for one in (d.candidate for d in drawn if d.candidate.question_id in ("stage", "hypsarrhythmia")):
        if one.question_id == "stage":
            assert {row["stage"] for row in _rows(truth, one, "sleep_stage")} == {one.answer}
            continue
        rows = list(_rows(truth, one, "hypsarrhythmia"))
        if one.answer == "absent":
            assert not rows
        else:
            assert {FORMS[row["kind"]] for row in rows} == {one.answer}
            assert min(float(row["intensity"]) for row in rows) >= 0.6
            assert float(rows[0]["onset"]) <= one.span.start_s


def test_the_slow_wave_peaks_where_the_field_is_shown(drawn):
    """A measurement in the samples: the field of the head map is stronger than in the seconds around it."""
    simulations = {infant.key: make_simulation(plan_of(infant)) for infant in INFANTS}
    stronger = []
    for one in (
        d.candidate for d in drawn if d.candidate.answer == "spasm" and d.candidate.category.difficulty == "easy"
    ):
        eeg = np.array(simulations[one.study].stretch(one.span)[:21])
        power = eeg.std(axis=0)
        at = round((one.field_at_s - one.span.start_s) * 256)
        stronger.append(power[at - 25 : at + 25].max() > np.median(power) * 1.5)
    assert np.mean(stronger) > 0.8


def test_reasons_lie_on_the_stretch(drawn):
    for one in (d.candidate for d in drawn):
        assert one.reasons
        for reason in one.reasons:
            if reason.start_s is not None:
                assert one.span.start_s <= reason.start_s <= reason.stop_s
                assert reason.start_s < one.span.stop_s


def test_based_scores_follow_from_the_spikes_and_the_amplitude():
    recipe = shipped_recipe()
    infant = next(one for one in recipe.infants if one.form == "none" and recipe.based_starts_s[one.key])
    start_s = recipe.based_starts_s[infant.key][0]
    truth = truth_within(make_simulation(plan_of(infant)), Span(start_s, start_s + 300))
    assert truth is not None
    assert sum(truth.evidence.spike_bins) == 0
    assert not truth.evidence.high_amplitude
    assert based_score(truth.evidence).score == 0


def test_no_history_or_class_is_told_by_an_items_id_or_group(drawn):
    for one in drawn:
        assert len(one.item_id) == 8
        assert one.candidate.answer not in one.item_id + one.group_id + one.infant_id or not one.candidate.answer


@pytest.fixture(scope="module")
def small_recipe() -> Recipe:
    settings = replace(SETTINGS, questions=("spasm", "stage"), n_of={"spasm": 6, "stage": 4}, n_items=0, test_share=0.0)
    return Recipe("small", "2026-01-01T00:00:00+00:00", settings, INFANTS[:2], {})


@pytest.fixture(scope="module")
def small(small_recipe, tmp_path_factory) -> Path:
    return make_shipped(small_recipe, tmp_path_factory.mktemp("made") / "small.eegcases")


def test_the_same_recipe_gives_the_same_file_to_the_byte(small, small_recipe, tmp_path):
    again = make_shipped(small_recipe, tmp_path / "again.eegcases")
    assert again.read_bytes() == small.read_bytes()


def test_a_set_that_is_there_is_not_made_again(small, small_recipe):
    made_ns = small.stat().st_mtime_ns

    def refuse(_share: float) -> None:
        raise AssertionError

    assert make_shipped(small_recipe, small, refuse) == small
    assert small.stat().st_mtime_ns == made_ns


def test_cancelling_leaves_nothing_behind(small_recipe, tmp_path):
    def cancel(share: float) -> None:
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_shipped(small_recipe, tmp_path / "x.eegcases", cancel)
    assert not list(tmp_path.iterdir())


def test_clips_hold_the_samples_of_the_simulator_and_say_simulated(small, small_recipe, tmp_path):
    drawn = {
        one.item_id: one.candidate for one in draft_of(SimulatedStudies(INFANTS[:2], {}), small_recipe.settings).drawn
    }
    with open_case_set(small, tmp_path) as opened:
        assert opened.is_simulated
        for item in opened.items[:3]:
            candidate = drawn[item.item_id]
            simulation = make_simulation(plan_of(next(i for i in INFANTS if i.key == candidate.study)))
            wanted = simulation.stretch(candidate.span)
            source = open_recording(there(opened.recording(item.item_id)))
            try:
                recording = source.recording
                assert patient_of(source).code == "SIMULATED"
                assert recording.duration_s == item.duration_s
                assert len(recording.channels) == len(CHANNELS)
                found = source.read([0, 5, 29], 0, recording.span)
                first, stop = sample_range(recording.segments[0], 256, recording.span)
                assert (first, stop) == (0, round(256 * item.duration_s))
                for index, values in zip((0, 5, 29), found, strict=True):
                    assert values == pytest.approx(wanted[index], abs=0.06)
            finally:
                source.close()


def test_videos_of_items_begin_where_they_say(small, tmp_path):
    import av

    with open_case_set(small, tmp_path) as opened:
        item = next(item for item in opened.items if item.has_video)
        path = opened.video(item.item_id)
        with av.open(str(path)) as container:
            first = next(container.decode(video=0))
            stream = container.streams.video[0]
            length_s = float(there(stream.duration) * there(stream.time_base))
        assert first.pts == 0
        assert -0.1 < item.video_offset_s < item.duration_s
        assert item.video_offset_s + length_s <= item.duration_s + 0.1


def test_an_items_times_run_from_the_start_of_its_stretch(small, small_recipe, tmp_path):
    drawn = {
        one.item_id: one.candidate for one in draft_of(SimulatedStudies(INFANTS[:2], {}), small_recipe.settings).drawn
    }
    with open_case_set(small, tmp_path) as opened:
        for item in opened.items:
            candidate, key = drawn[item.item_id], opened.key_of(item.item_id)
            assert key.answer == candidate.answer
            if candidate.ask_s is not None:
                assert item.ask_s == pytest.approx(candidate.ask_s - candidate.span.start_s, abs=1e-3)
            for mark, stored in zip(candidate.marks, key.marks, strict=True):
                assert stored.onset_s == pytest.approx(mark.onset_s - candidate.span.start_s, abs=1e-3)


def test_the_recipe_that_ships_asks_every_question_and_at_least_120_items():
    recipe = shipped_recipe()
    of_eeg = {name for name, one in load_questions().items() if not one.is_film}
    assert set(recipe.settings.questions) == of_eeg
    drawn = draw_items(
        SimulatedStudies(recipe.infants, {}).candidates(recipe.settings, load_questions()), recipe.settings
    )
    assert len(drawn) >= 200
    parts = {part: {one.infant_id for one in drawn if one.part == part} for part in ("train", "pre", "post")}
    assert not parts["train"] & (parts["pre"] | parts["post"])
    spasm = [one for one in drawn if one.candidate.question_id == "spasm"]
    roles = [one.candidate.role.value for one in spasm]
    assert roles.count("mimic") / len(roles) == pytest.approx(0.25, abs=0.03)
    assert roles.count("negative") / len(roles) == pytest.approx(0.3, abs=0.03)


def test_the_maker_leaves_items_out_and_writes_notes():
    draft = draft_of(SimulatedStudies(INFANTS[:1]), replace(SETTINGS, questions=("stage",)))
    first, second = draft.drawn[0].item_id, draft.drawn[1].item_id
    changed = draft.without([first]).with_note(second, " Look at the eyes. ")
    assert isinstance(changed, Draft)
    assert first not in {one.item_id for one in changed.drawn}
    assert changed.drawn[0].candidate.note == "Look at the eyes."


def test_a_draft_without_items_is_not_written(tmp_path):
    from eegview.model.errors import UsageError

    source = SimulatedStudies(INFANTS[:1])
    draft = draft_of(source, replace(SETTINGS, questions=("stage",)))
    with pytest.raises(UsageError, match="No item is left"):
        write_draft(tmp_path / "x.eegcases", draft.without([one.item_id for one in draft.drawn]), source, "2026")
