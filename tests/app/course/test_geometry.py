"""Where days, rows, columns and labels of the treatment lane lie."""

import itertools

import pytest

from eegview.app.course.geometry import DayAxis, column_px, lane_bands, placed_labels


def test_each_day_has_a_column_and_a_point_in_it_is_that_day() -> None:
    axis = DayAxis(-7, 42, 100.0, 600.0)
    assert axis.day_px == pytest.approx(10.0)
    assert (axis.left_of(-7), axis.right_of(42)) == (100.0, 600.0)
    for day in (-7, 0, 13, 42):
        assert axis.day_at(axis.middle_of(day)) == day
        assert axis.day_at(axis.left_of(day) + 0.01) == day
    assert (axis.day_at(0.0), axis.day_at(10_000.0)) == (-7, 42)


@pytest.mark.parametrize(("label_px", "step"), [(9.0, 1), (60.0, 7), (75.0, 14), (150.0, 28), (1e6, 728)])
def test_as_many_days_are_named_as_fit_and_day_0_is_among_them(label_px: float, step: int) -> None:
    ticks = DayAxis(-7, 42, 100.0, 600.0).ticks(label_px, 0)
    assert 0 in ticks
    assert all(-7 <= day <= 42 and day % step == 0 for day in ticks)
    assert {after - before for before, after in itertools.pairwise(ticks)} <= {step}


def test_days_of_many_years_are_named_without_running_into_each_other() -> None:
    axis = DayAxis(0, 35 * 365, 100.0, 600.0)
    ticks = axis.ticks(90.0, 0)
    assert len(ticks) >= 4
    assert all((after - before) * axis.day_px >= 90.0 for before, after in itertools.pairwise(ticks))


def test_rows_follow_one_another_and_without_a_drug_there_is_room_to_say_so() -> None:
    none, three = lane_bands(0, 15.0), lane_bands(3, 15.0)
    assert (len(none.bars), len(three.bars)) == (1, 3)
    rows = [three.axis, *three.bars, three.diary, three.studies]
    assert all(lower.top_px > upper.bottom_px for upper, lower in itertools.pairwise(rows))
    assert three.height_px > none.height_px > three.studies.bottom_px - three.bars[0].top_px - 60


def test_one_spasm_among_many_is_seen_and_none_is_no_column() -> None:
    assert column_px(0, 60, 30.0) == 0.0
    assert column_px(1, 600, 30.0) == 3.0
    assert column_px(60, 60, 30.0) == 30.0
    assert column_px(5, 0, 30.0) == 0.0


def test_labels_of_studies_stand_right_of_their_dots_else_left_else_nowhere() -> None:
    assert placed_labels([100.0, 400.0], [80.0, 80.0], 50.0, 500.0, 8.0) == (108.0, 408.0)
    assert placed_labels([100.0, 450.0], [80.0, 80.0], 50.0, 500.0, 8.0) == (108.0, 362.0)
    assert placed_labels([100.0, 120.0, 140.0], [80.0, 80.0, 80.0], 50.0, 500.0, 8.0) == (None, None, 148.0)
