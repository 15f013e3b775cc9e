"""Laws of moving about: nothing is lost outside, ladders go both ways, the anchor stays under the hand."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eegview.app.page import navigation as moves
from eegview.model.display.view import PAGE_LENGTHS_S, SENSITIVITIES_UV_PER_MM, ViewState
from eegview.model.span import Span

recordings = st.floats(0.01, 200_000).map(lambda duration_s: Span(0.0, duration_s))
views = st.builds(
    ViewState,
    start_s=st.floats(0, 200_000),
    page_s=st.floats(0.05, 200_000),
    sensitivity_uv_per_mm=st.floats(0.1, 1000),
    cursor_s=st.none() | st.floats(0, 200_000),
)
anywhere_s = st.floats(-1e6, 1e6)


def is_inside(view: ViewState, recording: Span) -> bool:
    return recording.start_s <= view.start_s <= recording.stop_s and view.span.overlaps(recording)


@given(views, recordings, anywhere_s)
def test_wherever_one_goes_some_of_the_recording_is_on_the_page(
    view: ViewState, recording: Span, time_s: float
) -> None:
    for moved in (
        moves.to(view, time_s, recording),
        moves.by(view, time_s, recording),
        moves.centred(view, time_s, recording),
        moves.shown(moves.to(view, 0.0, recording), Span(time_s, time_s + 1.0), recording),
        moves.to_first(view, recording),
        moves.to_last(view, recording),
    ):
        assert is_inside(moved, recording)


@given(views, recordings, st.sampled_from([-2, -1, 1, 2]))
def test_turning_pages_stays_inside(view: ViewState, recording: Span, pages: int) -> None:
    view = moves.to(view, view.start_s, recording)
    assert is_inside(moves.by_pages(view, pages, recording), recording)


@given(st.integers(2, 200), st.floats(0.5, 600))
def test_pages_keep_their_edges_to_the_end_and_back(n_pages: int, page_s: float) -> None:
    recording = Span(0.0, (n_pages - 0.5) * page_s)
    view = ViewState(page_s=page_s)
    for _ in range(n_pages + 3):
        view = moves.by_pages(view, 1, recording)
    assert view.start_s == pytest.approx((n_pages - 1) * page_s)
    for _ in range(n_pages - 1):
        view = moves.by_pages(view, -1, recording)
    assert view.start_s == pytest.approx(0.0, abs=1e-6)


@given(st.sampled_from(SENSITIVITIES_UV_PER_MM[1:-1]), st.sampled_from([1, -1]))
def test_one_step_of_sensitivity_is_taken_back_by_the_other(uv_per_mm: float, steps: int) -> None:
    view = ViewState(sensitivity_uv_per_mm=uv_per_mm)
    there = moves.with_sensitivity_step(view, steps)
    assert there != view
    assert moves.with_sensitivity_step(there, -steps) == view


@given(st.floats(0.1, 1000), st.sampled_from([1, -1]))
def test_a_value_between_rungs_goes_to_the_next_one_that_way(uv_per_mm: float, steps: int) -> None:
    reached = moves.on_ladder(uv_per_mm, SENSITIVITIES_UV_PER_MM, steps)
    assert reached in SENSITIVITIES_UV_PER_MM
    if steps > 0 and uv_per_mm < SENSITIVITIES_UV_PER_MM[-1]:
        assert reached > uv_per_mm
        assert not [r for r in SENSITIVITIES_UV_PER_MM if uv_per_mm * (1 + 1e-6) < r < reached]
    if steps < 0 and uv_per_mm > SENSITIVITIES_UV_PER_MM[0]:
        assert reached < uv_per_mm
        assert not [r for r in SENSITIVITIES_UV_PER_MM if reached < r < uv_per_mm * (1 - 1e-6)]


@given(st.sampled_from(PAGE_LENGTHS_S[1:-1]), st.sampled_from([1, -1]))
def test_one_step_of_page_length_is_taken_back_by_the_other(page_s: float, steps: int) -> None:
    recording = Span(0.0, 86_400.0)
    view = ViewState(start_s=1000.0, page_s=page_s)
    back = moves.with_page_step(moves.with_page_step(view, steps, recording), -steps, recording)
    assert back == view


@given(recordings, st.sampled_from([1, -1]))
def test_the_longest_page_is_the_whole_recording(recording: Span, steps: int) -> None:
    view = ViewState(page_s=1.0)
    for _ in range(len(PAGE_LENGTHS_S) + 1):
        view = moves.with_page_step(view, 1, recording)
    assert view.page_s == pytest.approx(max(recording.duration_s, 1.0))


@given(st.floats(0, 1), st.floats(0.5, 600), st.floats(0.5, 600))
def test_the_anchor_stays_where_it_is_on_the_screen(share: float, page_s: float, new_page_s: float) -> None:
    recording = Span(0.0, 86_400.0)
    view = ViewState(start_s=40_000.0, page_s=page_s)
    anchor_s = view.start_s + share * page_s
    moved = moves.with_page_length(view, new_page_s, recording, anchor_s)
    assert (anchor_s - moved.start_s) / moved.page_s == pytest.approx(share, abs=1e-6)


@given(views, recordings, st.floats(0, 1), st.floats(0, 0.8))
def test_what_is_shown_is_on_the_page_and_asking_again_moves_nothing(
    view: ViewState, recording: Span, onset_share: float, length_share: float
) -> None:
    onset_s = onset_share * recording.duration_s
    assume(onset_s < recording.stop_s)
    span = Span(onset_s, onset_s + length_share * view.page_s)
    shown = moves.shown(moves.to(view, view.start_s, recording), span, recording)
    assert shown.cursor_s == onset_s
    assert shown.start_s - 1e-6 <= onset_s <= shown.span.stop_s
    again = moves.shown(shown, span, recording)
    assert again.start_s == pytest.approx(shown.start_s, abs=1e-6)


def test_a_click_on_the_overview_centres_the_page() -> None:
    view = moves.centred(ViewState(page_s=10.0), 100.0, Span(0.0, 1000.0))
    assert (view.span, view.cursor_s) == (Span(95.0, 105.0), 100.0)
