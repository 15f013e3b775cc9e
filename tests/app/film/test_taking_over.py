"""Marks come along into a study of more clips."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import film_recording
from there import there

from eegview.app.film.taking_over import refuse_final, taken_over
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.opinion import OPINION_TERM
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.study.records import CLIP_START_TERM, DISPLAY_TERM, RESEMBLES_TERM, study_record
from eegview.model.study.resemblance import Resemblance, held_resemblance, resemblances_of

BEFORE = film_recording(Span(0.0, 60.0), Span(300.0, 360.0))


def with_earlier_clip(by_s: float) -> Recording:
    """Return the clips with one that was filmed `by_s` before the first."""
    clips = tuple(replace(clip, span=clip.span.shifted(by_s)) for clip in BEFORE.clips)
    first = replace(BEFORE.clips[0], span=Span(0.0, 30.0), fingerprint="9" * 64)
    return replace(BEFORE, clips=(first, *clips), fingerprint="e" * 64)


@given(st.floats(30.0, 1e6), st.floats(0.0, 59.9), st.sampled_from((0.0, 300.0)))
def test_a_mark_keeps_its_place_in_its_clip(by_s, within_s, clip_start_s):
    mark = Annotation("m", "spasm", clip_start_s + within_s, 1.0, layer="Bo")
    found = there(taken_over(BEFORE, [mark], (7, "abc"), with_earlier_clip(by_s)))
    (moved,) = found.marks
    assert moved.onset_s == pytest.approx(by_s + clip_start_s + within_s)
    assert (moved.annotation_id, moved.layer, moved.duration_s) == ("m", "Bo", 1.0)


def test_what_stays_behind_is_said_and_where_all_comes_from():
    marks = [Annotation("in", "spasm", 10.0), Annotation("between", "note", 200.0)]
    typed = study_record(CLIP_START_TERM, "1" * 64, "2026-03-01T00:00:00+00:00", {"started": ""}, "Ada")
    display = study_record(DISPLAY_TERM, "rows", "2026-03-01T00:00:00+00:00", {}, "Ada")
    found = there(taken_over(BEFORE, [*marks, typed, display], (7, "0123456789abcdef"), with_earlier_clip(600.0)))
    assert [mark.annotation_id for mark in found.marks] == ["in", typed.annotation_id]
    assert (found.n_marks, found.n_left) == (1, 1)
    assert "1 mark between clips stayed behind." in found.text
    assert found.reason == "imported from the study ffffffffffff of 2 clips as of its edit 7 (0123456789ab)"


def test_of_a_study_of_which_nothing_was_said_nothing_comes():
    assert taken_over(BEFORE, [], (0, "genesis"), with_earlier_clip(600.0)) is None


def test_clips_that_are_not_those_of_the_study_are_refused():
    with pytest.raises(UsageError):
        taken_over(with_earlier_clip(600.0), [], (0, ""), BEFORE)


def test_a_link_of_a_mark_keeps_its_time_and_what_stays_is_counted():
    mark = Annotation("m", "spasm", 310.0, 1.0, layer="Bo")
    link = study_record(
        RESEMBLES_TERM, "m", "2026-03-01T00:00:00+00:00", held_resemblance(Resemblance("m", 310.0)), "Bo"
    )
    query = Annotation("q", OPINION_TERM, 310.0, layer="Ada")
    found = there(taken_over(BEFORE, [link, mark, query], (7, "abc"), with_earlier_clip(600.0)))
    (said,) = resemblances_of(found.marks)
    assert said.at_s == 910.0
    assert found.n_unsaid == 1
    assert "Opinions, decisions and report entries (1) stay there, too." in found.text


def test_final_marks_are_a_neurologists():
    final = Annotation("m", "spasm", 310.0, 1.0, layer=FINAL_LAYER)
    refuse_final([final], "neurologist")
    with pytest.raises(UsageError, match="final layer"):
        refuse_final([final], "technologist")
