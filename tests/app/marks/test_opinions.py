"""Opinions on marks: given once, taken back, never on the mark itself, never among the marks."""

from dataclasses import replace

import pytest

from eegview.app.marks.index import MarkIndex
from eegview.app.marks.opinions import Giver, glyph_text, opinion_change, opinion_text, opinions_by_mark
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.opinion import OPINION_TERM, Opinion, Verdict, opinion_of

SPASM = Annotation("m1", "spasm", 12.5, 1.0, layer="tech")
DOC = Giver("doc", "neurologist", "2026-01-05T10:00:00+00:00")


def given(verdict: Verdict, text: str = "", giver: Giver = DOC, held: tuple[Opinion, ...] = ()) -> Opinion:
    after = opinion_change(SPASM, verdict, text, giver, held).after
    assert after is not None
    opinion = opinion_of(after)
    assert opinion is not None
    return opinion


def test_an_opinion_says_who_when_and_about_what() -> None:
    opinion = given(Verdict.QUERY, "is this EMG?")
    assert (opinion.about, opinion.verdict, opinion.text) == ("m1", Verdict.QUERY, "is this EMG?")
    assert (opinion.author, opinion.role, opinion.at_utc) == ("doc", "neurologist", DOC.at_utc)
    assert (opinion.mark.layer, opinion.mark.term_id, opinion.mark.onset_s) == ("doc", OPINION_TERM, 12.5)


def test_it_is_never_among_the_marks() -> None:
    assert list(MarkIndex([SPASM, given(Verdict.ENDORSE).mark])) == [SPASM]


def test_endorsing_again_takes_it_back() -> None:
    first = given(Verdict.ENDORSE)
    change = opinion_change(SPASM, Verdict.ENDORSE, "", DOC, (first,))
    assert (change.before, change.after) == (first.mark, None)


def test_a_query_takes_the_place_of_an_endorsement_and_comments_add_up() -> None:
    first = given(Verdict.ENDORSE)
    change = opinion_change(SPASM, Verdict.QUERY, "sure?", DOC, (first,))
    assert change.before == first.mark
    assert change.after is not None
    assert change.after.annotation_id == first.mark.annotation_id
    comment = given(Verdict.COMMENT, "seen")
    assert opinion_change(SPASM, Verdict.COMMENT, "again", DOC, (first, comment)).before is None


def test_anothers_opinion_is_not_touched() -> None:
    other = given(Verdict.ENDORSE, giver=replace(DOC, author="bo"))
    assert opinion_change(SPASM, Verdict.ENDORSE, "", DOC, (other,)).before is None


def test_one_does_not_endorse_oneself_but_may_comment() -> None:
    tech = replace(DOC, author="tech")
    for verdict in (Verdict.ENDORSE, Verdict.QUERY):
        with pytest.raises(UsageError, match="your own"):
            opinion_change(SPASM, verdict, "", tech, ())
    assert given(Verdict.COMMENT, "hm", tech).author == "tech"


def test_the_recorders_notes_take_no_opinion() -> None:
    with pytest.raises(UsageError, match="no reviewer"):
        opinion_change(replace(SPASM, layer=FILE_LAYER), Verdict.COMMENT, "x", DOC, ())


def test_words_and_signs() -> None:
    bo = replace(DOC, author="bo", at_utc="2026-01-05T09:00:00+00:00")
    records = [given(Verdict.ENDORSE).mark, given(Verdict.ENDORSE, giver=bo).mark, given(Verdict.COMMENT, "ok").mark]
    held = opinions_by_mark([SPASM, *records])["m1"]
    assert [opinion.author for opinion in held] == ["bo", "doc", "doc"]  # oldest first
    assert glyph_text(held) == "✓2 “"
    assert opinion_text(held[-1]).startswith("“ doc (neurologist), ")
    assert opinion_text(held[-1]).endswith(", comments: ok")


def test_what_is_no_opinion_is_left_alone() -> None:
    assert opinion_of(SPASM) is None
    broken = Annotation("x", OPINION_TERM, 0.0, attributes=(("about", "m1"), ("verdict", "shrug")))
    assert opinion_of(broken) is None
    assert opinions_by_mark([broken]) == {}
