"""Items of film alone in a session: the picture large above what was measured in it, no EEG, answers of their own."""

from pathlib import Path

from learners.made_case_set import FILM, SPASM, write_made_set
from learners.training_window import answer, go_on, kept_answers, key_of, letter_of, window_of
from PySide6.QtCore import Qt
from waiting import wait_until

from eegview.app.training.session.plan import FEEDBACK
from eegview.ui.training.nearest_dialog import NearestDialog
from eegview.ui.training.result_texts import result_text
from eegview.ui.training.session_controller import SessionController
from eegview.ui.workstation import Workstation

Key = Qt.Key


def right_key(session: SessionController) -> Qt.Key:
    return letter_of(session, key_of(session).answer)


def test_the_film_stands_large_above_movement_and_sound_at_once(
    begin, empty_station: Workstation, tmp_path: Path
) -> None:
    session = begin(write_made_set(tmp_path / "film.eegcases", 8, questions=(FILM,)))
    window = window_of(empty_station)
    assert window.is_film_large
    assert session.sitting.state.layers == "video"
    page = window.stretch.traces.shown_page
    assert page is not None
    assert [shown.row.label for shown in page.rows] == ["Movement", "Sound"]
    wait_until(lambda: window.film.picture.rgb is not None, "the film is shown")
    assert window.film.is_playing
    assert window.film.picture.height() > window.stretch.traces.height()
    assert window.header.fields["Montage"].value.text() == "—"


def test_an_answer_to_film_is_kept_with_its_question_and_says_that_film_was_all(
    begin, empty_station: Workstation, tmp_path: Path
) -> None:
    session = begin(write_made_set(tmp_path / "film.eegcases", 8, questions=(FILM,)))
    window = window_of(empty_station)
    answer(empty_station, session, right_key(session), Key.Key_4)
    assert session.sitting.state.step == FEEDBACK
    assert window.feedback.verdict.text().startswith("✓ Right: ")
    (kept,) = kept_answers(empty_station)
    assert (kept.question_id, kept.layers, kept.confidence) == ("film_spasm", "video", 4)


def test_film_and_eeg_take_turns_and_the_montage_stays(begin, empty_station: Workstation, tmp_path: Path) -> None:
    session = begin(write_made_set(tmp_path / "both.eegcases", 12, questions=(FILM, SPASM)), n_items=12)
    window = window_of(empty_station)
    montages: set[str] = set()
    kinds: list[bool] = []
    for _ in range(8):
        item = session.sitting.state.item
        assert item is not None
        kinds.append(item.is_film)
        assert window.is_film_large == item.is_film
        wait_until(lambda: window.stretch.traces.shown_page is not None)
        if not item.is_film:
            assert window.stretch.montage is not None
            montages.add(window.stretch.montage.montage_id)
            assert window.stretch.traces.accessibleName() == "EEG of the item"
        answer(empty_station, session, right_key(session), Key.Key_5)
        go_on(empty_station, session)
    assert set(kinds) == {True, False}
    assert len(montages) == 1
    assert {one.question_id for one in kept_answers(empty_station)} == {"film_spasm", "spasm"}


def test_keys_of_eeg_are_not_offered_and_the_cursor_goes_with_the_film(
    begin, empty_station: Workstation, tmp_path: Path
) -> None:
    begin(write_made_set(tmp_path / "film.eegcases", 8, questions=(FILM,)))
    window = window_of(empty_station)
    assert "montage" not in window.keys.accessibleDescription()
    assert "replay" in window.keys.accessibleDescription()
    wait_until(lambda: window.stretch.traces.overlay.cursor_s is not None, "the cursor goes with the film")


def test_the_result_tells_film_apart_with_what_is_published(begin, empty_station: Workstation, tmp_path: Path) -> None:
    session = begin(write_made_set(tmp_path / "both.eegcases", 12, questions=(FILM, SPASM)), n_items=6)
    for number in range(6):
        answer(empty_station, session, right_key(session), Key.Key_5)
        if number < 5:
            go_on(empty_station, session)
    _title, text = result_text(session.sitting)
    n_film = sum(one.question_id == "film_spasm" for one in kept_answers(empty_station))
    assert f"Film alone: {n_film} of {n_film}. With EEG: {6 - n_film} of {6 - n_film}." in text
    assert "63 %" in text


def test_a_film_answered_right_is_shown_again_beside_one_that_was_missed(
    begin, empty_station: Workstation, tmp_path: Path
) -> None:
    session = begin(write_made_set(tmp_path / "film.eegcases", 12, questions=(FILM,)), n_items=12)
    for _ in range(11):
        is_spasm = key_of(session).answer == "spasm"
        answer(empty_station, session, Key.Key_A, Key.Key_3)
        feedback = session.sitting.state.feedback
        if not is_spasm and feedback is not None and feedback.nearest_right:
            break
        go_on(empty_station, session)
    session.feedback.show_nearest()
    dialog = session.feedback.dialog
    assert isinstance(dialog, NearestDialog)
    wait_until(lambda: dialog.film.picture.rgb is not None, "the other film is shown")
    dialog.close()
    assert not dialog.film.is_playing
