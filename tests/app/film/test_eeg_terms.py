"""What of the vocabulary needs EEG, on film alone."""

import pytest
from made_studies.clip_study import film_recording
from there import there

from eegview.app.film.eeg_terms import (
    film_term,
    film_terms,
    n_of_eeg,
    refuse_eeg_answers,
    refuse_eeg_term,
    within_clip,
)
from eegview.app.vocabulary.letters import letters_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span

FILM = film_recording(Span(0.0, 25.0), Span(60.0, 70.0))
VOCABULARY = load_vocabulary(issues=[])
SPASM = there(VOCABULARY.term("spasm"))


def test_what_is_seen_in_eeg_is_not_offered_on_film_and_all_of_it_on_eeg():
    offered = {term.term_id for term in film_terms(VOCABULARY, FILM)}
    assert {"spasm", "mimic", "seizure", "arousal", "note"} <= offered
    assert not {"hypsarrhythmia", "electrodecrement", "sleep_stage", "spike_focus", "spindles"} & offered
    assert film_terms(VOCABULARY, None) == VOCABULARY.offered


def test_questions_of_eeg_are_not_asked_and_the_letters_of_the_others_stay():
    asked = film_term(SPASM)
    by_name = {one.name: one for one in asked.attributes}
    assert "correlates" not in by_name
    assert [value for value, _label in by_name["clinical"].choices] == ["clinical_only"]
    whole = letters_of(SPASM)
    for name, letters in letters_of(asked).items():
        assert letters.items() <= whole[name].items()


def test_an_answer_that_was_stored_before_stays_readable():
    answers = (("clinical", "electroclinical"), ("correlates", "fast"))
    by_name = {one.name: one for one in film_term(SPASM, Annotation("a", "spasm", 1.0, 1.0, (), answers)).attributes}
    assert "electroclinical" in dict(by_name["clinical"].choices)
    assert "electrographic_only" not in dict(by_name["clinical"].choices)
    assert "correlates" in by_name


@pytest.mark.parametrize(
    ("term_id", "answers"),
    [("hypsarrhythmia", ()), ("spasm", (("correlates", "fast"),)), ("spasm", (("clinical", "electroclinical"),))],
)
def test_what_says_something_of_the_eeg_is_refused_on_film(term_id, answers):
    with pytest.raises(UsageError, match="film alone"):
        refuse_eeg_term(FILM, there(VOCABULARY.term(term_id)), answers)


@pytest.mark.parametrize(
    ("onset_s", "duration_s", "kept"),
    [(5.0, 300.0, (5.0, 20.0)), (24.5, 1.0, (24.5, 0.5)), (50.0, 12.0, (60.0, 2.0)), (61.0, 1.0, (61.0, 1.0))],
)
def test_no_mark_crosses_the_gap_between_clips(onset_s, duration_s, kept):
    mark = within_clip(Annotation("a", "seizure", onset_s, duration_s), FILM)
    assert (mark.onset_s, mark.duration_s) == pytest.approx(kept)


def test_a_mark_of_eeg_that_came_from_elsewhere_can_be_changed_and_is_counted():
    came = Annotation("a", "hypsarrhythmia", 1.0, 5.0)
    term = there(VOCABULARY.term("hypsarrhythmia"))
    refuse_eeg_answers(FILM, term, ())
    with pytest.raises(UsageError, match="film alone"):
        refuse_eeg_answers(FILM, SPASM, [("clinical", "electroclinical")])
    assert n_of_eeg([came, Annotation("b", "spasm", 2.0, 1.0)], VOCABULARY, FILM) == 1
