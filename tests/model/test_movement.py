"""Regions of a picture, and traces of movement in video time and recording time."""

import numpy as np
import pytest

from eegview.model.film.video import SyncMap
from eegview.model.movement import MovementTrace, Region
from eegview.model.span import Span


def trace(times_s: list[float]) -> MovementTrace:
    return MovementTrace(np.array(times_s), np.zeros(len(times_s), np.float32), is_complete=True)


def test_a_rectangle_has_four_corners_and_a_region_at_least_three() -> None:
    assert Region.rectangle(0.1, 0.2, 0.6, 1.0).corners == ((0.1, 0.2), (0.6, 0.2), (0.6, 1.0), (0.1, 1.0))
    with pytest.raises(ValueError, match="three corners"):
        Region(((0.0, 0.0), (1.0, 1.0)))


def test_an_empty_trace_has_reached_nothing() -> None:
    empty = trace([])
    assert (empty.reached_s, empty.frame_rate_hz, empty.gaps) == (None, 0.0, ())
    assert trace([2.0]).frame_rate_hz == 0.0


def test_the_frame_rate_is_that_of_most_frames() -> None:
    seen = trace([0.0, 0.04, 0.08, 0.12, 5.0, 5.04])
    assert seen.frame_rate_hz == pytest.approx(25.0)
    assert seen.reached_s == 5.04


def test_missing_frames_are_gaps_and_long_frames_are_not() -> None:
    assert trace([0.0, 1.0, 2.0, 3.5, 3.6]).gaps == (Span(2.0, 3.5),)


def test_a_new_map_moves_the_trace() -> None:
    seen = trace([0.0, 100.0])
    assert seen.recording_times_s(SyncMap()).tolist() == [0.0, 100.0]
    moved = SyncMap(offset_s=5.0, drift_ppm=200.0)
    assert seen.recording_times_s(moved).tolist() == pytest.approx([5.0, 105.02])
    assert seen.recording_times_s(moved).tolist() == pytest.approx([moved.to_recording_s(t) for t in (0.0, 100.0)])
