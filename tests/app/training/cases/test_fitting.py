"""A key fits its stretch: what reaches beyond it is clipped, of too much the nearest is kept, the rest is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.fitting import fitted_marks, fitted_reasons
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import Draft, draft_of, write_draft
from eegview.app.training.cases.simulated.infant import SimulatedInfant
from eegview.app.training.cases.simulated.studies import SimulatedStudies
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.training.key import Reason

NOW = "2026-01-02T03:04:05+00:00"
SETTINGS = MakeSettings(
    "Small", "me", questions=("stage", "onset"), n_items=2, n_of={"onset": 1}, test_share=0.0, has_video=True
)


@pytest.fixture(scope="module")
def made() -> tuple[SimulatedStudies, Draft]:
    source = SimulatedStudies((SimulatedInfant(1601, 1.0, "classic"),), {})
    return source, draft_of(source, SETTINGS)


def _mark(onset_s: float, duration_s: float) -> Annotation:
    return Annotation(f"m{onset_s}", "spindles", onset_s, duration_s)


@given(st.floats(-1e5, 1e5), st.floats(0, 1e5), st.floats(1, 600))
def test_a_mark_is_clipped_to_its_stretch(onset_s, duration_s, length_s):
    found = fitted_marks([_mark(onset_s, duration_s)], length_s, 0.0)
    if onset_s > length_s or onset_s + duration_s < 0:
        assert not found
        return
    (one,) = found
    assert 0 <= one.onset_s <= one.stop_s <= length_s + 1e-3
    assert one.stop_s == pytest.approx(min(onset_s + duration_s, length_s), abs=1e-3)


def test_of_too_many_marks_and_reasons_the_nearest_are_kept_in_their_order():
    marks = fitted_marks([_mark(place / 10, 0.0) for place in range(3000)], 300.0, 200.0)
    assert len(marks) == 1000
    assert (marks[0].onset_s, marks[-1].onset_s) == (150.0, pytest.approx(249.9))
    reasons = [Reason("whole"), *(Reason(f"r{place}", place, place + 0.5) for place in range(300))]
    kept = fitted_reasons(reasons, 300.0, 10.0)
    assert len(kept) == 100
    assert [one.text for one in kept[:3]] == ["whole", "r0", "r1"]


def test_a_reason_off_the_stretch_has_no_place():
    near, off = fitted_reasons([Reason("near", -5.0, 400.0), Reason("off", -9.0, -3.0)], 15.0, 3.0)
    assert (near.start_s, near.stop_s) == (0.0, 15.0)
    assert (off.start_s, off.stop_s) == (None, None)


def test_a_mark_of_hours_and_thousands_of_marks_do_not_break_a_set(made, tmp_path):
    source, draft = made
    one = draft.drawn[0]
    start_s = one.candidate.span.start_s
    marks = (_mark(start_s - 9000.0, 90_000.0), *(_mark(start_s + place / 100, 0.1) for place in range(1500)))
    reasons = (Reason("all night", start_s - 9000.0, start_s + 90_000.0),) * 150
    changed = replace(draft, drawn=(replace(one, candidate=replace(one.candidate, marks=marks, reasons=reasons)),))
    write_draft(tmp_path / "x.eegcases", changed, source, NOW)
    with open_case_set(tmp_path / "x.eegcases", tmp_path / "own") as held:
        item = held.items[0]
        key = held.key_of(item.item_id)
        assert (len(key.marks), len(key.reasons)) == (1000, 100)
        assert (key.reasons[0].start_s, key.reasons[0].stop_s) == (0.0, item.duration_s)
        assert max(mark.stop_s for mark in key.marks) <= item.duration_s


def test_what_does_not_fit_the_format_is_refused_in_a_sentence(made, tmp_path):
    source, draft = made
    (one, *_others) = draft.drawn
    too_long = draft.without([other.item_id for other in _others]).with_note(one.item_id, "x" * 5000)
    with pytest.raises(UsageError, match="cannot be written"):
        write_draft(tmp_path / "x.eegcases", too_long, source, NOW)
    assert not list(tmp_path.iterdir())


def test_the_clip_of_an_onset_item_covers_all_of_it_so_that_it_does_not_tell_the_onset(made, tmp_path):
    import av

    source, draft = made
    onset = [one.item_id for one in draft.drawn if one.candidate.question_id == "onset"]
    chosen = draft.without([one.item_id for one in draft.drawn if one.item_id not in onset])
    write_draft(tmp_path / "x.eegcases", chosen, source, NOW)
    with open_case_set(tmp_path / "x.eegcases", tmp_path / "own") as held:
        (item,) = held.items
        assert item.ask_s is None
        assert item.video_offset_s == pytest.approx(0.0, abs=0.05)
        with av.open(str(held.video(item.item_id))) as film:
            n_frames = sum(1 for _frame in film.decode(video=0))
        assert n_frames / 12.5 == pytest.approx(item.duration_s, abs=0.1)


def test_the_post_test_opens_at_the_latest_after_all_items_for_training(made, tmp_path):
    source, draft = made
    assert draft.settings.post_unlock_after == 60
    stage = draft.without([one.item_id for one in draft.drawn if one.candidate.question_id == "onset"])
    assert write_draft(tmp_path / "x.eegcases", stage, source, NOW).post_unlock_after == 2
    early = replace(stage, settings=replace(stage.settings, post_unlock_after=1, version=7))
    facts = write_draft(tmp_path / "y.eegcases", early, source, NOW)
    assert (facts.post_unlock_after, facts.version) == (1, 7)


def test_a_version_or_number_out_of_range_is_refused(made):
    for wrong in (replace(SETTINGS, version=0), replace(SETTINGS, post_unlock_after=-1)):
        with pytest.raises(UsageError, match="out of range"):
            draft_of(made[0], wrong)
