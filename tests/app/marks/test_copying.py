"""Somebody else's mark as one's own."""

from eegview.app.marks.layers import own_copy
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation

VOCABULARY = load_vocabulary()


def test_a_colleagues_mark_keeps_all_but_owner_and_identity() -> None:
    mark = Annotation("a", "spasm", 3.0, 1.2, ("C3",), (("movement", "flexor"),), "clear", "bob")
    copy = own_copy(mark, VOCABULARY)
    assert copy.annotation_id != "a"
    assert copy.layer == ""
    assert (copy.term_id, copy.onset_s, copy.duration_s, copy.channels) == ("spasm", 3.0, 1.2, ("C3",))
    assert (copy.attributes, copy.text) == (mark.attributes, "clear")


def test_the_recorders_words_find_their_term_and_its_length() -> None:
    copy = own_copy(Annotation("n", "file_note", 5.0, text="SZ START", layer=FILE_LAYER), VOCABULARY)
    term = VOCABULARY.term("seizure")
    assert term is not None
    assert (copy.term_id, copy.duration_s, copy.text) == ("seizure", term.default_duration_s, "SZ START")


def test_words_nobody_knows_become_a_note() -> None:
    copy = own_copy(Annotation("n", "file_note", 5.0, text="PAT A_DB EEG", layer=FILE_LAYER), VOCABULARY)
    assert (copy.term_id, copy.duration_s, copy.text) == ("note", 0.0, "PAT A_DB EEG")
