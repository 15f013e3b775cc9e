"""Which spasms are left out of the average: what was said last holds, whoever said it."""

from eegview.model.study.averaging import averaging_text, held_averaging, left_out_of_average
from eegview.model.study.records import AVERAGING_TERM, STUDY_TERMS, study_record


def test_what_was_said_last_of_a_spasm_holds():
    first = study_record(AVERAGING_TERM, "m1", "2026-01-01T00:00:00.000000+00:00", held_averaging(False, 764.2), "ann")
    other = study_record(AVERAGING_TERM, "m2", "2026-01-01T00:00:01.000000+00:00", held_averaging(False, 800.0), "ann")
    later = study_record(AVERAGING_TERM, "m1", "2026-01-02T00:00:00.000000+00:00", held_averaging(True, 764.2), "bob")
    assert left_out_of_average([first, other]) == {"m1", "m2"}
    assert left_out_of_average([later, first, other]) == {"m2"}
    assert left_out_of_average([]) == frozenset()
    assert AVERAGING_TERM in STUDY_TERMS, "it goes into bundles and history as every study record does"


def test_the_history_names_the_spasm_by_its_time():
    left_out = study_record(AVERAGING_TERM, "m1", "", held_averaging(False, 764.2), "ann")
    assert averaging_text(left_out) == "leave spasm at 00:12:44 out of the average"
    assert averaging_text(left_out, is_gone=True) == "take spasm at 00:12:44 into the average again"
    taken = study_record(AVERAGING_TERM, "m1", "", {"use": "yes", "onset_s": "?"}, "ann")
    assert averaging_text(taken) == "take spasm at 00:00:00 into the average again"
