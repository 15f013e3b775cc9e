"""Answers on film alone have figures of their own."""

from dataclasses import replace

import pytest
from learners.asked_set import SPASM, made_set
from learners.learner_answers import answer_at

from eegview.app.training.learner.exports.figures_json import statistics_json
from eegview.app.training.learner.exports.figures_table import figures_csv
from eegview.app.training.learner.statistics import learner_statistics

SET = made_set()
FILM = replace(SPASM, question_id="film_spasm", text="Film alone?", is_film=True)
BOTH = replace(SET, questions={"spasm": SPASM, "film_spasm": FILM})


def answers(n_eeg: int, n_film: int):
    """Return answers: on EEG 9 of 10 right, on film 6 of 10."""
    eeg = [answer_at(k, "spasm", "spasm" if k % 10 else "none") for k in range(n_eeg)]
    film = [
        answer_at(1000 + k, "spasm", "spasm" if k % 10 < 6 else "none", question_id="film_spasm") for k in range(n_film)
    ]
    return [*eeg, *film]


def test_without_film_nothing_is_told_apart():
    found = learner_statistics(answers(40, 0), BOTH)
    assert found.apart == ()
    assert found.film_text == ""


def test_the_share_on_film_is_a_number_of_its_own_beside_that_on_eeg():
    found = learner_statistics(answers(40, 40), BOTH)
    shares = dict(found.apart)
    assert shares["film alone"].value == pytest.approx(0.6)
    assert shares["items with EEG"].value == pytest.approx(0.9)
    assert shares["film alone"].has_interval
    assert "63 %" in found.film_text
    assert any("40 of 80 answers are on film alone" in one for one in found.warnings)


def test_few_films_are_too_few_to_say():
    (name, figure), *_rest = learner_statistics(answers(40, 5), BOTH).apart
    assert name == "film alone"
    assert figure.value is None
    assert figure.why_none


def test_a_set_of_clips_alone_mixes_nothing():
    found = learner_statistics(answers(0, 40), BOTH)
    assert [name for name, _figure in found.apart] == ["film alone"]
    assert not any("mix" in one for one in found.warnings)


def test_tables_and_json_have_them():
    found = learner_statistics(answers(40, 40), BOTH)
    assert "material,film alone,share_right,0.6" in figures_csv(found)
    told = statistics_json(found, "set", "title")
    assert told["film_right"]["value"] == pytest.approx(0.6)
    assert {one["question_id"]: one["is_film"] for one in told["questions"]} == {"spasm": False, "film_spasm": True}
