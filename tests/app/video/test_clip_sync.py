"""What a video's place in time becomes by a reviewer's act, and how far it is trusted."""

import pytest

from eegview.app.video.clip_sync import (
    BY_HAND,
    clip_sync,
    level_text,
    shifted,
    source_text,
    with_anchor,
    without_anchor,
)
from eegview.model.errors import LibraryRefused, UsageError
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor, SyncLevel, sync_mark

GUESS = SyncMap(100.0, 0.0, "file times")
EXACT = (Anchor(0.0, 10.0), Anchor(1000.0, 1010.02), Anchor(2000.0, 2010.04))  # 20 ppm


def state_of(anchors: tuple[Anchor, ...], sync: SyncMap | None = None):
    state, _problem = clip_sync("v.mp4", "f" * 64, GUESS, (), "ann")
    for anchor in anchors:
        sync, kept = with_anchor(state, anchor)
        mark = sync_mark("f" * 64, sync, kept, "ann")
        state, _problem = clip_sync("v.mp4", "f" * 64, GUESS, (mark,), "ann")
    return state


def test_nothing_stored_means_the_first_guess_and_no_trust() -> None:
    state, problem = clip_sync("v.mp4", "f" * 64, GUESS, (), "ann")
    assert (state.sync, state.layer, problem) == (GUESS, "", None)
    assert state.level_at(500.0) is SyncLevel.UNKNOWN
    assert state.uncertainty_s(500.0) is None
    assert "not verified" in level_text(state, 500.0)


def test_three_pairs_give_offset_drift_and_a_band() -> None:
    state = state_of(EXACT)
    assert state.sync.offset_s == pytest.approx(10.0, abs=1e-6)
    assert state.sync.drift_ppm == pytest.approx(20.0, abs=1e-3)
    assert state.worst_residual_ms == pytest.approx(0.0, abs=1e-3)
    assert state.level_at(1000.0) is SyncLevel.OK
    near_s, far_s = state.uncertainty_s(1010.0), state.uncertainty_s(50_000.0)
    assert near_s is not None
    assert far_s is not None
    assert near_s < 0.1 < far_s


def test_one_pair_is_trusted_near_and_not_hours_away() -> None:
    state = state_of(EXACT[:1])
    assert state.level_at(10.0) is SyncLevel.OK
    assert state.level_at(24 * 3600.0) is SyncLevel.REFUSE
    assert "limit for video confirmation" in level_text(state, 24 * 3600.0)


def test_a_nudge_after_the_fit_costs_trust() -> None:
    state = state_of(EXACT)
    sync, anchors = shifted(state, 0.15)
    assert sync.source == BY_HAND
    assert anchors == state.anchors
    moved, _problem = clip_sync("v.mp4", "f" * 64, GUESS, (sync_mark("f" * 64, sync, anchors, "ann"),), "ann")
    assert moved.worst_residual_ms == pytest.approx(150.0, abs=0.1)
    assert moved.level_at(1000.0) is SyncLevel.WARN


def test_the_last_pair_gone_the_first_guess_holds_again() -> None:
    assert without_anchor(state_of(EXACT[:1]), 0, GUESS) == (GUESS, ())
    sync, anchors = without_anchor(state_of(EXACT), 2, GUESS)
    assert anchors == EXACT[:2]
    assert sync.drift_ppm == pytest.approx(20.0, abs=1e-3)


def test_pairs_that_fit_no_clock_are_refused() -> None:
    with pytest.raises(UsageError, match="too close together"):
        with_anchor(state_of(EXACT[:1]), Anchor(0.1, 900.0))


def test_ones_own_map_goes_before_anothers() -> None:
    marks = (
        sync_mark("f" * 64, SyncMap(1.0, 0.0, BY_HAND), (), "ben"),
        sync_mark("f" * 64, SyncMap(2.0, 0.0, BY_HAND), (), "ann"),
    )
    assert clip_sync("v.mp4", "f" * 64, GUESS, marks, "ann")[0].sync.offset_s == 2.0
    other = clip_sync("v.mp4", "f" * 64, GUESS, marks[:1], "ann")[0]
    assert (other.sync.offset_s, other.layer) == (1.0, "ben")


def test_a_stored_map_that_cannot_be_read_is_told() -> None:
    from dataclasses import replace

    mark = replace(sync_mark("f" * 64, GUESS, (), "ann"), attributes=(("video", "f" * 64), ("offset_s", "soon")))
    state, problem = clip_sync("v.mp4", "f" * 64, GUESS, (mark,), "ann")
    assert isinstance(problem, LibraryRefused)
    assert state.sync == GUESS


def test_sources_say_how_sure_they_are() -> None:
    assert "a second off" in source_text(SyncMap(0, 0, "time in the file name"))
    assert source_text(SyncMap(0, 0, "none: first frame at the start")) == "unknown, first frame at the start"
    assert source_text(SyncMap(0, 0, "3 anchors")) == "3 anchors"
