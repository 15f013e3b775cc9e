"""The film of an item: what of it is played, and what its caption tells."""

from pathlib import Path

from learners.made_case_set import WHEN, write_made_set
from learners.training_window import answer, type_keys, window_of
from PySide6.QtCore import Qt
from waiting import wait_until

from eegview.model.span import Span
from eegview.ui.training.page.film import loop_of
from eegview.ui.workstation import Workstation


def test_a_film_of_fifteen_seconds_is_played_whole() -> None:
    assert loop_of(5.0, Span(0.0, 15.0)) == Span(0.0, 15.0)


def test_of_a_longer_film_what_surrounds_the_instant_is_played() -> None:
    assert loop_of(30.0, Span(0.0, 60.0)) == Span(28.0, 34.0)


def test_where_the_loop_lies_is_told_once_the_onset_is_answered(
    begin, empty_station: Workstation, tmp_path: Path
) -> None:
    session = begin(write_made_set(tmp_path / "film.eegcases", 4, questions=(WHEN,), n_videos=4))
    window = window_of(empty_station)
    type_keys(window, Qt.Key.Key_Space)
    wait_until(lambda: window.film.loop is not None, "the video is shown")
    assert window.film.caption(6.0) == "loop of 15.0 s, 1×"
    type_keys(window, Qt.Key.Key_Return, Qt.Key.Key_Right)
    answer(empty_station, session, Qt.Key.Key_2)
    assert window.film.caption(6.0) == "loop 0.0–15.0 s, 1×  ·  now 6.00 s"
