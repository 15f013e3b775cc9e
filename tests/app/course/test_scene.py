"""The drawing of a timeline: unknown days are hatched, nothing lies outside, everything can be pointed at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from infants.made_infant import CLIP_FINGERPRINT, FIRST_EEG, INFANT, day, made_timeline
from there import there

from eegview.app.course.course_view import CourseView, course_view, score_text
from eegview.app.course.drawing import CLIP, DAY, EEG, MILESTONE, TREATMENT
from eegview.app.course.layout import DIARY
from eegview.app.course.scene import Scene, course_scene
from eegview.app.course.shapes import Area, Box, Lettering, Stroke, fitted
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.themes import Theme, load_themes
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.diary import Witnessed

LINE_PX = 17.0


def measured(text: str, is_bold: bool) -> float:
    return len(text) * (7.5 if is_bold else 7.0)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_themes()[0]


@pytest.fixture(scope="module")
def view() -> CourseView:
    return course_view(made_timeline(AsOf(day(22).toordinal(), is_over=False)))


def scene_of(view: CourseView, theme: Theme, width_px: float = 1100.0, days: tuple[int, int] | None = None) -> Scene:
    return course_scene(view, theme, width_px, LINE_PX, measured, days)


def hatched_in_diary(scene: Scene) -> list[Box]:
    band = scene.layout.bands[DIARY]
    return [
        one
        for one in scene.inside
        if isinstance(one, Box)
        and one.hatch
        and one.area.top_px == band.top_px
        and one.area.height_px == band.height_px
    ]


def days_under(scene: Scene, areas: Iterable[Area]) -> set[int]:
    axis = scene.layout.axis
    found: set[int] = set()
    for area in areas:
        first = axis.day_at(area.left_px + axis.day_px / 2)
        found |= set(range(first, axis.day_at(area.right_px - axis.day_px / 2) + 1))
    return found


def test_days_without_an_entry_are_hatched_up_to_yesterday_and_no_other_day_is(view: CourseView, theme: Theme) -> None:
    scene = scene_of(view, theme)
    hatched = days_under(scene, (one.area for one in hatched_in_diary(scene)))
    first, _last = view.ends
    unknown = {n for n in range(first, view.as_of + 1) if view.day(n).witnessed is Witnessed.UNKNOWN}
    assert hatched == unknown
    assert day(16).toordinal() in hatched
    assert day(10).toordinal() not in hatched  # “none” was entered
    assert day(22).toordinal() not in hatched  # today is not over


def test_a_day_that_nobody_entered_says_that_it_is_not_known_and_never_none(view: CourseView) -> None:
    told = view.diary_told(day(16).toordinal())
    assert "not known" in told
    assert "no spasms" not in told
    assert "no spasms" in view.diary_told(day(10).toordinal())
    assert "not yet" in view.diary_told(day(25).toordinal())


def test_every_study_clip_day_treatment_and_milestone_can_be_pointed_at(view: CourseView, theme: Theme) -> None:
    scene = scene_of(view, theme)
    kinds = [one.kind for one in scene.items]
    assert (kinds.count(EEG), kinds.count(CLIP), kinds.count(TREATMENT), kinds.count(MILESTONE)) == (2, 5, 6, 3)
    assert kinds.count(DAY) == sum(one.is_entered for one in view.timeline.days)
    for item in scene.items:
        middle = item.area.left_px + item.area.width_px / 2, item.area.top_px + item.area.height_px / 2
        found = scene.item_at(*middle)
        assert found is not None
        assert found.kind == item.kind


def test_what_is_told_of_a_study_names_each_layer_and_each_reader(view: CourseView, theme: Theme) -> None:
    item = scene_of(view, theme).item(EEG, FIRST_EEG)
    assert item is not None
    for part in (
        "EEG 1",
        "2 Mar 2020",
        "26 weeks + 1 day",
        "138 spasms",
        "11 clusters",
        "BASED 2021: 5 (ada)",
        "SIMULATED",
    ):
        assert part in item.told
    clip = scene_of(view, theme).item(CLIP, f"{CLIP_FINGERPRINT}2")
    assert clip is not None
    assert "no spasm marked" in clip.told


def test_two_readers_who_differ_are_both_shown(view: CourseView) -> None:
    assert [score_text(one) for one in view.eegs] == ["BASED 2021: 5", "BASED 2021: 3 / 2"]
    assert score_text(view.clips[0]) == "not scored"


def test_a_clip_without_a_day_is_named_and_can_be_pointed_at(view: CourseView, theme: Theme) -> None:
    scene = scene_of(view, theme)
    texts = [one.text for one in scene.inside if isinstance(one, Lettering)]
    assert "day not known:" in texts
    assert "Clip 5" in texts
    assert scene.item(CLIP, "d" * 64) is not None


def test_today_at_the_end_of_the_axis_is_written_at_its_left_and_whole(view: CourseView, theme: Theme) -> None:
    today = there(view.today)
    for days in ((today - 20, today), (today - 3, today + 30)):
        scene = scene_of(view, theme, days=days)
        (text,) = [one for one in scene.inside if isinstance(one, Lettering) and one.text == "today"]
        assert scene.layout.axis.left_px <= text.area.left_px
        assert text.area.right_px <= scene.layout.axis.right_px


def test_no_line_of_the_axis_crosses_the_clips_without_a_day(view: CourseView, theme: Theme) -> None:
    today = there(view.today)
    scene = scene_of(view, theme, days=(today - 20, today))
    texts = [one for one in scene.inside if isinstance(one, Lettering)]
    for text in (one for one in texts if one.text in ("day not known:", "Clip 5")):
        grounds = [one for one in scene.inside if isinstance(one, Box) and one.area == text.area]
        assert [one.fill for one in grounds] == [theme.page]
        above = [one for one in scene.inside[scene.inside.index(grounds[0]) :] if isinstance(one, Stroke)]
        crossing = [one for one in above if one.y0_px < text.area.bottom_px and one.y1_px > text.area.top_px]
        assert not any(text.area.left_px < one.x0_px < text.area.right_px for one in crossing)


def test_an_infant_without_anything_says_so_in_every_row(theme: Theme) -> None:
    view = course_view(InfantTimeline(INFANT, "ada", as_of=AsOf(day(0).toordinal(), is_over=False)))
    texts = [one.text for one in scene_of(view, theme).inside if isinstance(one, Lettering)]
    assert view.is_empty
    for part in ("no EEG study", "no clip", "no diary", "no treatment", "no milestones"):
        assert any(part in text for text in texts), part


def test_an_old_course_does_not_reach_to_today() -> None:
    later = day(22) + timedelta(days=2000)
    view = course_view(made_timeline(AsOf(later.toordinal(), is_over=False)))
    assert view.today is None
    assert view.shown_until == day(20).toordinal()
    assert view.clinical is not None
    assert view.clinical.as_of_date == later  # the response is told as of the day of who looks
    assert view.ends[1] < day(60).toordinal()


@given(
    width_px=st.floats(300, 3000), first=st.integers(-12, 20), n_days=st.integers(7, 60),
    letter_px=st.floats(3.0, 14.0),
)  # fmt: skip
def test_no_text_of_the_frame_is_wider_than_its_room(
    view: CourseView, theme: Theme, width_px: float, first: int, n_days: int, letter_px: float
) -> None:
    def measure(text: str, _is_bold: bool) -> float:
        return len(text) * letter_px

    start = day(first).toordinal()
    scene = course_scene(view, theme, width_px, LINE_PX, measure, (start, start + n_days - 1))
    left_px = scene.layout.axis.left_px
    for one in scene.frame:
        if isinstance(one, Lettering) and one.area.left_px == 4:
            assert measure(one.text, one.is_bold) <= left_px
    for item in scene.items:
        assert item.area.height_px > 0
        assert item.area.bottom_px <= scene.layout.height_px


def test_a_text_is_cut_with_an_ellipsis_and_vanishes_where_not_even_that_has_room() -> None:
    assert fitted("Prednisolone", 60, measured) == "Prednis…"
    assert fitted("Prednisolone", 5, measured) == ""
    assert fitted("Vigabatrin", 500, measured) == "Vigabatrin"


def test_a_hidden_score_is_said_to_be_hidden(view: CourseView) -> None:
    one = replace(view.eegs[0], scores=(), n_hidden_scores=1, is_blind=True, counts=())
    assert score_text(one) == "score hidden"
    assert "hidden while you read blind" in view.study_told(one)
