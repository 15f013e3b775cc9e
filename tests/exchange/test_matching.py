"""Other programs' words find their term, and doubts are kept."""

import pytest

from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.matching import TermMatcher, edf_text_of

VOCABULARY = load_vocabulary(built_in_only=True)
MATCHER = TermMatcher(VOCABULARY)


@pytest.mark.parametrize(
    ("words", "term_id", "text"),
    [
        ("spasm", "spasm", ""),
        ("  Epileptic   SPASM ", "spasm", ""),
        ("SPASM?", "spasm", "SPASM?"),
        ("inf spasm", "spasm", "inf spasm"),
        ("*ES*", "spasm", "*ES*"),
        ("sz start", "seizure", "sz start"),
        ("Epileptic spasm: while nursing", "spasm", "while nursing"),
        ("Note", "note", ""),
        ("Sleep stage W", "sleep_stage", ""),
        ("Sleep stage ?", "sleep_stage", ""),
        ("EEG arousal", "arousal", ""),
    ],
)
def test_known_words(words: str, term_id: str, text: str):
    match = MATCHER.match(words)
    assert (match.term_id, match.text, match.is_known) == (term_id, text, True)


@pytest.mark.parametrize("words", ["Sleep stage 7", "spasms were seen", "xyz", "Lights off: 22 h", ""])
def test_unknown_words_become_a_note_that_says_them(words: str):
    match = MATCHER.match(words)
    assert (match.term_id, match.text, match.is_known) == ("note", words, False)


def test_what_we_write_we_know_again():
    for term in VOCABULARY.terms:
        answers = (("stage", "N3"),) if term.term_id == "sleep_stage" else ()
        match = MATCHER.match(edf_text_of(term, answers))
        assert (match.term_id, match.attributes, match.text) == (term.term_id, answers, "")
