"""Items of film alone in a session: the picture large above what was measured in it, no EEG, answers of their own."""

from pathlib import Path

from made_case_set import FILM, SPASM, write_made_set
from PySide6.QtCore import Qt
from training_window import answer, go_on, kept_answers, key_of, letter_of, window_of
from waiting import wait_until

from eegview.app.training.session.plan import FEEDBACK
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
