"""Marks on film alone say so by themselves."""

from made_studies.clip_study import film_recording

from eegview.app.film.evidence import with_film_evidence
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation


def _mark(term_id: str = "spasm", **attributes: str) -> Annotation:
    return Annotation("1", term_id, 1.0, 1.0, attributes=tuple(sorted(attributes.items())))


def _evidence_on_film(mark: Annotation) -> str | None:
    return with_film_evidence(mark, load_vocabulary().term(mark.term_id), film_recording()).attribute("clinical")


def test_a_new_spasm_on_film_is_clinical_only():
    assert _evidence_on_film(_mark()) == "clinical_only"


def test_what_the_reader_said_stays():
    assert _evidence_on_film(_mark(clinical="electroclinical")) == "electroclinical"


def test_a_term_that_does_not_ask_gets_no_answer():
    assert _evidence_on_film(_mark("artifact")) is None


def test_a_record_of_the_study_is_no_mark():
    mark = _mark("no_such_term")
    assert with_film_evidence(mark, None, film_recording()) is mark
