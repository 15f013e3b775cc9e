"""Brief movements in series: which are proposed, as what, with which reasons, and what is left out."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from detectors.plugin_runs import run_plugin, scalp_source
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.model.span import Span

brief, series = plugin_part("movement_series", "brief"), plugin_part("movement_series", "series")
RATE_HZ = 25.0


@pytest.fixture
def source():
    return scalp_source(np.zeros((19, 1600), np.float32), 4.0)  # 400 s; its EEG is not looked at


def movement(*bursts, stop_s=400.0):
    times_s = np.arange(0, stop_s * RATE_HZ) / RATE_HZ
    values = np.abs(np.random.default_rng(1).normal(0, 0.2, len(times_s)))
    for start_s, length_s, height in bursts:
        values[(times_s > start_s) & (times_s <= start_s + length_s)] += height
    return times_s, values.astype(np.float32)


def found(source, *bursts, span=None, **parameters):
    report = run_plugin("movement_series", source, span, movement(*bursts), **parameters)
    kinds = [(answers["course"], round(event[0])) for event, answers in zip(report.events, report.answers, strict=True)]
    return kinds, report


CLUSTER = tuple((100.0 + 8 * k, 1.0, 30.0) for k in range(6))


def test_a_series_is_proposed_with_its_members(source):
    kinds, report = found(source, *CLUSTER)
    assert kinds == [("series", 100), *(("short", 100 + 8 * k) for k in range(6))]
    assert all(event[2] == "movement" for event in report.events)
    assert report.events[0][1] == pytest.approx(41, abs=0.2)
    assert report.events[0][5][0][:2] == ("brief movements proposed as its members", 6)
    assert "Nothing was counted" in report.notes[-1]


@pytest.mark.parametrize(
    ("bursts", "why"),
    [
        (((100, 1, 30), (110, 1, 30)), "two are no series"),
        (((100, 1, 30), (140, 1, 30), (180, 1, 30)), "too far apart"),
        (tuple((100 + 1.2 * k, 0.4, 30) for k in range(8)), "too near: a rhythm"),
        (tuple((100 + 10 * k, 5, 30) for k in range(5)), "too long: care, play"),
        (tuple((100 + 10 * k, 0.08, 30) for k in range(5)), "too short: a picture that was damaged"),
        (tuple((100 + 10 * k, 1, 1.5) for k in range(5)), "too weak"),
    ],
)
def test_what_is_no_series_is_not_proposed(source, bursts, why):
    kinds, report = found(source, *bursts)
    assert kinds == [], why
    assert "No series was found" in report.notes[-1]


def test_what_else_moves_between_the_members_takes_points_off(source):
    quiet, restless = found(source, *CLUSTER)[1], found(source, *CLUSTER, (109.5, 5, 30), (125.5, 5, 30))[1]
    assert quiet.events[0][3] > 0.9
    assert restless.events[0][3] < quiet.events[0][3]


def test_a_second_movement_soon_after_is_not_a_member(source):
    kinds, _report = found(source, *CLUSTER, (102.0, 0.5, 15))
    assert kinds == [("series", 100), *(("short", 100 + 8 * k) for k in range(6))]


def test_where_movement_is_not_known_nothing_is_found_and_it_is_said(source):
    times_s, values = movement(*CLUSTER)
    values[(times_s > 90) & (times_s < 130)] = np.nan
    report = run_plugin("movement_series", source, movement=(times_s, values))
    assert report.events == []
    assert "In 10 % of the pictures" in report.notes[0]


def test_a_few_lost_pictures_do_not_part_a_movement(source):
    times_s, values = movement(*CLUSTER)
    values[(times_s > 100.3) & (times_s < 100.45)] = np.nan
    report = run_plugin("movement_series", source, movement=(times_s, values))
    assert report.events[1][1] == pytest.approx(1.0, abs=0.1)


def test_only_what_begins_in_the_searched_part_is_reported(source):
    assert found(source, *CLUSTER, span=Span(150.0, 300.0))[0] == []
    kinds, report = found(source, *CLUSTER, span=Span(90.0, 120.0))
    assert kinds == [("series", 100), ("short", 100), ("short", 108), ("short", 116)]
    assert max(event[0] + event[1] for event in report.events) <= 120


def test_a_series_ends_where_a_clip_ends(source):
    times_s, values = movement(*CLUSTER)  # at 100, 108, … 140 s
    filmed = (times_s < 120) | (times_s > 122)
    report = run_plugin("movement_series", source, movement=(times_s[filmed], values[filmed]))
    assert [round(event[0]) for event in report.events] == [100, 100, 108, 116, 124, 124, 132, 140]
    assert "a series ends where it stops" in report.notes[0]
    filmed = (times_s < 110) | (times_s > 130)  # two members in each clip: no series
    assert run_plugin("movement_series", source, movement=(times_s[filmed], values[filmed])).events == []


def test_what_may_change_with_more_film_is_said(source):
    bursts = tuple((360.0 + 8 * k, 1.0, 30.0) for k in range(4))
    _kinds, report = found(source, *bursts)
    assert all(event[5][-1][0].startswith("not final") for event in report.events)
    assert not any(term[0].startswith("not final") for event in found(source, *CLUSTER)[1].events for term in event[5])


def test_without_video_it_says_so(source):
    report = run_plugin("movement_series", source)
    assert report.events == []
    assert "no movement trace" in report.notes[0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.5, 40), st.floats(0.2, 6), st.floats(1, 20)), max_size=30),
    st.integers(2, 5),
    st.lists(st.floats(0, 500), max_size=4).map(sorted),
)
def test_the_members_of_a_series_keep_its_rule(steps, least_members, film_ends_s):
    at_s, movements = 0.0, []
    for pause_s, lasts_s, strength in steps:
        at_s += pause_s
        movements.append(brief.Movement(at_s, at_s + lasts_s, strength, lasts_s <= 3))
        at_s += lasts_s
    rule = series.SeriesRule(least_members=least_members)
    several = series.series_of(movements, rule, film_ends_s)
    members = [member for one in several for member in one.members]
    assert len(set(members)) == len(members)
    assert members == sorted(members, key=lambda member: member.start_s)
    for one in several:
        assert len(one.members) >= least_members
        assert all(member.is_brief for member in one.members)
        assert all(3.0 <= interval_s <= 30.0 for interval_s in one.intervals_s)
        assert 0 <= one.restless <= 1
        assert not any(one.members[0].start_s < end_s <= one.members[-1].start_s for end_s in film_ends_s)


def test_in_a_short_clip_with_much_movement_brief_ones_are_found(source):
    restless = (
        (7.5, 6.5, 6.0),
        (18.5, 6.5, 6.0),
        (30.0, 10.0, 6.0),
        (42.0, 9.0, 6.0),
    )  # more than half with the spasms
    spasms = tuple((4.0 + 11.2 * k, 2.0, 15.0) for k in range(3))
    times_s, values = movement(*restless, *spasms, stop_s=60.0)
    assert np.median(values) > 3
    report = run_plugin("movement_series", source, movement=(times_s, values))
    assert "series" in [answers["course"] for answers in report.answers]


def test_where_all_movement_is_below_the_minimum_it_is_said_how_large_it_was(source):
    dark = tuple((start_s, length_s, 1.5) for start_s, length_s, _height in CLUSTER)
    assert "the most is 2" in " ".join(found(source, *dark)[1].notes)
    assert found(source, *dark, least_movement=0.8)[0][0] == ("series", 100)
    assert "minimum of" not in " ".join(found(source, *CLUSTER)[1].notes)
