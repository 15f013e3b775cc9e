"""Answers, judgements, opinions and signatures are stored as marks and come back as they were; other marks do not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from eegview.model.annotation import Annotation, marks_text, new_annotation_id
from eegview.model.audit import AUDIT_TERM, Answer, audit_answer_of, audit_mark
from eegview.model.opinion import OPINION_TERM, opinion_mark, opinion_of
from eegview.model.opinion import Verdict as Voiced
from eegview.model.signature import SIGNATURE_TERM, Meaning, marks_hash, signature_mark, signature_of
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, judgement_mark, judgement_of
from eegview.model.suggestion.judgement import Verdict as Judged
from eegview.model.sync import SYNC_TERM, is_clinical

SPASM = Annotation("a", "spasm", 12.0, 1.0, ("Fp1",), (("movement", "flexor"),), "seen", "ann")
RUN = DetectorRun("run 1", "f" * 64, "spasms", "Spasms", "1.2", "ab" * 32, (), Span(0.0, 60.0), "2026-01-01", "ann")
DETECTION = Detection(7, 12.25, 1.5, "spasm", 0.71236)


def with_attribute(mark: Annotation, name: str, value: str | None) -> Annotation:
    """Return the mark with one attribute changed, or without it."""
    attributes = dict(mark.attributes) | ({name: value} if value is not None else {})
    if value is None:
        del attributes[name]
    return replace(mark, attributes=tuple(sorted(attributes.items())))


def test_an_answer_of_an_audit_comes_back() -> None:
    mark = audit_mark(Span(30.0, 45.0), "run 1", 0.5, Answer.MISSED, "made", "id", "ann")
    found = audit_answer_of(mark)
    assert found is not None
    assert (found.span, found.run_id, found.threshold) == (Span(30.0, 45.0), "run 1", 0.5)
    assert (found.answer, found.made_id, found.author) == (Answer.MISSED, "made", "ann")


@pytest.mark.parametrize(("name", "value"), [("answer", "perhaps"), ("answer", None), ("threshold", "high")])
def test_an_answer_that_cannot_be_read_is_none(name: str, value: str | None) -> None:
    mark = audit_mark(Span(30.0, 45.0), "run 1", 0.5, Answer.NOTHING, "", "id", "ann")
    assert audit_answer_of(with_attribute(mark, name, value)) is None


def test_a_judgement_comes_back() -> None:
    mark = judgement_mark(RUN, DETECTION, Judged.ACCEPT, accepted_id="a", layer="ann")
    found = judgement_of(mark)
    assert found is not None
    assert (mark.onset_s, mark.duration_s) == (12.25, 1.5)
    assert (found.run_id, found.number, found.detector_id, found.version) == ("run 1", 7, "spasms", "1.2")
    assert (found.verdict, found.score, found.accepted_id, found.author) == (Judged.ACCEPT, 0.7124, "a", "ann")


def test_a_judgement_that_replaces_another_keeps_its_id() -> None:
    first = judgement_mark(RUN, DETECTION, Judged.UNSURE)
    assert judgement_mark(RUN, DETECTION, Judged.REJECT, annotation_id=first.annotation_id).annotation_id == (
        first.annotation_id
    )
    assert judgement_mark(RUN, DETECTION, Judged.REJECT).annotation_id != first.annotation_id


@pytest.mark.parametrize(
    ("name", "value"),
    [("verdict", "perhaps"), ("verdict", None), ("number", "-1"), ("number", None), ("score", "high")],
)
def test_a_judgement_that_cannot_be_read_is_none(name: str, value: str | None) -> None:
    assert judgement_of(with_attribute(judgement_mark(RUN, DETECTION, Judged.ACCEPT), name, value)) is None


def test_an_opinion_comes_back() -> None:
    mark = opinion_mark(SPASM, Voiced.QUERY, "A startle?", "neurologist", "2026-01-02T03:04:05+00:00", layer="bob")
    found = opinion_of(mark)
    assert found is not None
    assert mark.onset_s == SPASM.onset_s
    assert (found.about, found.verdict, found.text) == ("a", Voiced.QUERY, "A startle?")
    assert (found.author, found.role, found.at_utc) == ("bob", "neurologist", "2026-01-02T03:04:05+00:00")


@pytest.mark.parametrize(("name", "value"), [("verdict", "perhaps"), ("about", ""), ("about", None)])
def test_an_opinion_that_cannot_be_read_is_none(name: str, value: str | None) -> None:
    mark = opinion_mark(SPASM, Voiced.ENDORSE, "", "neurologist", "")
    assert opinion_of(with_attribute(mark, name, value)) is None


def a_signature() -> Annotation:
    return signature_mark(
        "Ann Example", "neurologist", Meaning.APPROVED, "final", "2026-01-02", [SPASM], (41, "cd" * 32), "{}", "f" * 64
    )


def test_a_signature_comes_back() -> None:
    found = signature_of(a_signature())
    assert found is not None
    assert (found.printed_name, found.role, found.meaning) == ("Ann Example", "neurologist", Meaning.APPROVED)
    assert (found.layer, found.at_utc, found.settings, found.fingerprint) == ("final", "2026-01-02", "{}", "f" * 64)
    assert (found.n_marks, found.marks_hash) == (1, marks_hash([SPASM]))
    assert (found.head_number, found.head_hash) == (41, "cd" * 32)


@pytest.mark.parametrize(
    ("name", "value"), [("meaning", "seen"), ("n_marks", "many"), ("head_number", "-1"), ("head_hash", None)]
)
def test_a_signature_that_cannot_be_read_is_none(name: str, value: str | None) -> None:
    assert signature_of(with_attribute(a_signature(), name, value)) is None


def test_the_hash_of_marks_knows_their_content_and_not_their_order() -> None:
    other = replace(SPASM, annotation_id="b", onset_s=3.0)
    assert marks_hash([SPASM, other]) == marks_hash([other, SPASM])
    assert marks_hash([SPASM, other]) != marks_hash([SPASM, replace(other, text="x")])
    assert marks_hash([]) != marks_hash([SPASM])


@pytest.mark.parametrize("read", [audit_answer_of, judgement_of, opinion_of, signature_of])
def test_a_mark_of_the_patient_is_no_record(read: Callable[[Annotation], object]) -> None:
    assert read(SPASM) is None
    assert is_clinical(SPASM)


@pytest.mark.parametrize("term_id", [AUDIT_TERM, JUDGEMENT_TERM, OPINION_TERM, SIGNATURE_TERM, SYNC_TERM])
def test_records_are_not_about_the_patient(term_id: str) -> None:
    assert not is_clinical(replace(SPASM, term_id=term_id))


def test_a_mark_knows_its_end_and_its_answers() -> None:
    assert (SPASM.stop_s, SPASM.span) == (13.0, Span(12.0, 13.0))
    assert (SPASM.attribute("movement"), SPASM.attribute("side")) == ("flexor", None)
    assert len({new_annotation_id() for _ in range(100)}) == 100
    assert [marks_text(count) for count in (0, 1, 2)] == ["0 marks", "1 mark", "2 marks"]
