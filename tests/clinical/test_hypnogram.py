"""What holds when, awakenings, minutes and shares, from sleep stages of one layer."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.cluster_summary import summarize_clusters
from eegview.clinical.clusters import form_clusters
from eegview.clinical.epoch_grid import EpochGrid, is_grid_like
from eegview.clinical.hypnogram import StageSpan, hypnogram_of, stage_spans, summary_of
from eegview.clinical.stages import NOT_SCORABLE, SLEEP_STAGES, STAGES, stages_for
from eegview.model.annotation import Annotation
from eegview.model.span import Span


def stage(onset_s: float, stop_s: float, value: str = "") -> Annotation:
    attributes = (("stage", value),) if value else ()
    return Annotation(f"s{onset_s}-{stop_s}", "sleep_stage", onset_s, stop_s - onset_s, (), attributes)


def epochs(text: str, epoch_s: float = 30.0) -> list[Annotation]:
    """Return epochs on the grid: `W W N2 . R`; a point leaves one out."""
    names = text.split()
    return [stage(k * epoch_s, (k + 1) * epoch_s, name) for k, name in enumerate(names) if name != "."]


def test_epochs_of_one_stage_make_one_bout() -> None:
    found = hypnogram_of(epochs("W W N2 N2 N2 . N2 R"))
    assert [(b.span.start_s, b.span.stop_s, b.stage) for b in found.bouts] == [
        (0.0, 60.0, "W"),
        (60.0, 150.0, "N2"),
        (180.0, 210.0, "N2"),
        (210.0, 240.0, "R"),
    ]
    assert (found.stage_at(59.9), found.stage_at(60.0), found.stage_at(160.0), found.stage_at(-1.0)) == (
        "W",
        "N2",
        "",
        "",
    )


def test_an_awakening_is_an_epoch_of_wake_directly_after_sleep() -> None:
    assert hypnogram_of(epochs("W N2 W N2 W W")).awakenings_s == (60.0, 120.0)
    assert hypnogram_of(epochs("W W ? W")).awakenings_s == ()  # nobody saw sleep
    assert hypnogram_of(epochs("N2 . W")).awakenings_s == ()  # nobody saw how it ended
    assert hypnogram_of(epochs("N2 ? W")).awakenings_s == ()
    assert hypnogram_of([stage(0, 30, "N2"), stage(30, 42, "W"), stage(42, 60, "N2")]).awakenings_s == ()
    assert hypnogram_of(epochs("A W Q W", 20.0)).awakenings_s == (20.0, 60.0)


def test_minutes_awake_end_where_sleep_comes_back() -> None:
    found = hypnogram_of(epochs("N2 N2 W W W N1 W"))
    assert found.minutes_awake(59.0) is None
    assert found.minutes_awake(60.0) == 0.0
    assert found.minutes_awake(120.0) == 1.0
    assert found.minutes_awake(150.0) is None  # asleep again
    assert found.minutes_awake(210.0) == 0.5


def test_a_cluster_is_told_the_state_and_the_minutes_since_waking() -> None:
    spasms = [Annotation(f"p{t}", "spasm", t, 1.0) for t in (121.0, 125.0, 130.0)]
    (summary,) = summarize_clusters(form_clusters(spasms), [*spasms, *epochs("N2 N2 W W W")])
    assert (summary.state, summary.minutes_awake) == ("W", pytest.approx(61 / 60))


def test_an_epoch_that_cannot_be_scored_is_no_sleep_to_wake_from() -> None:
    spasms = [Annotation(f"p{t}", "spasm", t, 1.0) for t in (31.0, 35.0, 40.0)]
    (summary,) = summarize_clusters(form_clusters(spasms), [*spasms, *epochs("? W")])
    assert (summary.state, summary.minutes_awake) == ("W", None)


def test_an_epoch_on_the_grid_holds_over_one_drawn_by_hand_which_goes_on_around_it() -> None:
    by_hand = stage(2.178, 100.0, "N1")
    found = stage_spans([by_hand, stage(30.0, 60.0, "N3")])
    assert [(p.span.start_s, p.span.stop_s, p.stage) for p in found] == [
        (2.178, 30.0, "N1"),
        (30.0, 60.0, "N3"),
        (60.0, 100.0, "N1"),
    ]
    late = stage(32.178, 62.178, "W")  # begins within the epoch, which holds all the same
    assert [(p.span.start_s, p.stage) for p in stage_spans([stage(30.0, 60.0, "N3"), late])] == [
        (30.0, "N3"),
        (60.0, "W"),
    ]


def test_shares_name_what_they_are_shares_of() -> None:
    found = summary_of(hypnogram_of(epochs("W W N2 N2 R ? W")), 600.0)
    assert (found.staged_s, found.sleep_s, found.unscorable_s, found.n_awakenings) == (180.0, 90.0, 30.0, 0)
    assert found.of_sleep("N2") == pytest.approx(2 / 3)
    assert found.of_staged("W") == 0.5
    assert found.of_recording("N2") == 0.1
    assert found.of_sleep("W") is None
    assert summary_of(hypnogram_of([]), 600.0).of_staged("W") is None


def test_the_last_epoch_is_as_long_as_the_recording_goes_on() -> None:
    grid = EpochGrid(100.0)
    assert (grid.n_epochs, grid.span(3), grid.number_at(99.0), grid.number_at(500.0)) == (4, Span(90.0, 100.0), 3, 3)
    assert grid.number_of(stage(90, 100)) == 3
    assert grid.number_of(stage(90, 120)) is None
    assert grid.number_of(stage(2.178, 32.178)) is None
    assert EpochGrid(90.0).n_epochs == 3
    assert EpochGrid(90.0005).n_epochs == 3
    assert EpochGrid(0.0).n_epochs == 0
    with pytest.raises(IndexError):
        grid.span(4)
    assert is_grid_like(stage(40.0, 60.0))
    assert not is_grid_like(stage(0.0, 300.0))


def test_below_two_months_sleep_is_active_quiet_or_indeterminate() -> None:
    assert stages_for(1.9) == ("W", "A", "Q", "I", "S")
    assert stages_for(2.0) == stages_for(None) == ("W", "N1", "N2", "N3", "R", "S")


spans = st.lists(
    st.tuples(st.integers(0, 3500), st.integers(1, 300), st.sampled_from((*STAGES, NOT_SCORABLE, ""))), max_size=14
)
staged = st.lists(st.sampled_from((*STAGES, NOT_SCORABLE, ".")), max_size=60)


def marks_of(given_spans: list[tuple[int, int, str]]) -> list[Annotation]:
    marks = (stage(onset, onset + length, value) for onset, length, value in given_spans)
    return [replace(mark, annotation_id=str(number)) for number, mark in enumerate(marks)]


@given(spans)
def test_each_covered_moment_has_exactly_one_stage(given_spans: list[tuple[int, int, str]]) -> None:
    found = stage_spans(marks_of(given_spans))
    moments = {t for onset, length, _ in given_spans for t in range(onset, onset + length)}
    assert sum(part.span.duration_s for part in found) == len(moments)
    assert all(a.span.stop_s <= b.span.start_s for a, b in pairwise(found))
    for part in found:
        middle_s = (part.span.start_s + part.span.stop_s) / 2
        assert part.stage in {value for onset, length, value in given_spans if onset <= middle_s < onset + length}


@given(spans)
def test_minutes_of_all_stages_are_the_staged_time(given_spans: list[tuple[int, int, str]]) -> None:
    marks = marks_of(given_spans)
    found = summary_of(hypnogram_of(marks), 4000.0)
    known_s = sum(p.span.duration_s for p in stage_spans(marks) if p.stage in STAGES)
    assert found.staged_s == pytest.approx(known_s)
    assert found.staged_s == pytest.approx(found.seconds[0] + found.sleep_s)
    if found.sleep_s:
        assert sum(found.of_sleep(name) or 0.0 for name in SLEEP_STAGES) == pytest.approx(1.0)


@given(staged, st.permutations(range(60)))
def test_the_order_of_marks_does_not_matter_and_each_awakening_is_wake(names: list[str], order: list[int]) -> None:
    marks = epochs(" ".join(names))
    shuffled = [marks[k] for k in order if k < len(marks)]
    found = hypnogram_of(shuffled)
    assert found == hypnogram_of(marks)
    for woke_s in found.awakenings_s:
        assert found.stage_at(woke_s) == "W"
        assert found.stage_at(woke_s - 1.0) in SLEEP_STAGES
        assert found.minutes_awake(woke_s) == 0.0
    pairs = pairwise(names)
    assert len(found.awakenings_s) == sum(a in SLEEP_STAGES and b == "W" for a, b in pairs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("N2 N2 N2 N2 N2 N2 N2 N2 N2 N2", "N2"),
        ("A A A A A A A A A A", "active sleep"),
        ("N2 N2 N2 N2 N2 N2 W W W W", "N2 60 %, awake 40 %"),
        ("N2 N2 N2 N2 N2 N2 R R W W", "N2 60 %, REM 20 %"),
        (". . . . . . . N2 N2 N2", "not staged 70 %, N2 30 %"),
        (f"{NOT_SCORABLE} . . . . . . . . .", ""),
        (". . . . . . . . . .", ""),
    ],
)
def test_the_state_of_a_span_names_the_share_of_a_stage_that_does_not_hold_throughout(text: str, said: str) -> None:
    assert hypnogram_of(epochs(text)).state_text(Span(0, 300)) == said


def test_spans_without_overlap_come_as_they_are() -> None:
    assert stage_spans([stage(30, 60, "W"), stage(0, 30, "N2")]) == (
        StageSpan(Span(0, 30), "N2"),
        StageSpan(Span(30, 60), "W"),
    )
