"""What is said of an infant is kept in records and read back."""

from datetime import date

from eegview.model.infant.infant import Infant, held_infant, infant_of, infant_subject, is_infant_id, new_infant_id
from eegview.model.study.records import INFANT_TERM, study_record


def test_an_infant_is_read_back_as_it_was_said():
    infant = Infant(new_infant_id(), "Robin", date(2026, 1, 9), date(2026, 2, 1))
    said = study_record(INFANT_TERM, infant_subject(), "2026-06-01T00:00:00+00:00", held_infant(infant), "ada")
    assert infant_of(infant.infant_id, [said]) == infant


def test_infants_have_ids_of_their_own():
    assert new_infant_id() != new_infant_id()
    assert is_infant_id(new_infant_id())
    assert not is_infant_id("feafce591919360666ca8fe67f2ba570")
