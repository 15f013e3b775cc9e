"""Who agrees with whom, on which term, and where."""

import pytest
from made_studies.read_studies import made_study, mark, spasm

from eegview.app.agreement.agreement_json import department_json
from eegview.app.agreement.department import department_of
from eegview.app.agreement.department_view import matrix_rows, reader_names, unnamed_notes
from eegview.app.agreement.terms import Rules, terms_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import Cancelled
from eegview.model.span import Span

TERMS = terms_of(load_vocabulary())


def studies():
    def one(patient: str, shift_s: float):
        return made_study(
            [spasm(t + shift_s, "ada") for t in (10, 30)]
            + [spasm(t + shift_s, "ben") for t in (10, 50)]
            + [mark("hypsarrhythmia", 0, "eve", 300, presence="present")]
            + [mark("hypsarrhythmia", 0, "ada", 300, presence="absent")],
            patient,
        )

    return [one("P1", 0), one("P2", 5)]


def test_each_pair_has_a_cell_for_each_term_they_share_with_places_to_open():
    held = studies()
    found = department_of(held, [term.make(held, Rules()) for term in TERMS])
    assert found.readers == ("ada", "ben", "eve")
    assert found.pairs == (("ada", "ben"), ("ada", "eve"), ("ben", "eve"))
    spasms = found.cell("ben", "ada", "spasm")
    assert spasms is not None
    assert spasms.measure == "F1, one to one"
    assert spasms.number.value == pytest.approx(0.5)
    assert (spasms.n_studies, spasms.n_differing) == (2, 4)
    assert [(place.study, place.span.start_s) for place in spasms.places] == [(0, 30), (0, 50), (1, 35), (1, 55)]
    forms = found.cell("ada", "eve", "hypsarrhythmia")
    assert forms is not None
    assert [(place.study, place.a_text, place.b_text) for place in forms.places] == [
        (0, "absent", "present"),
        (1, "absent", "present"),
    ]
    assert found.cell("ben", "eve", "hypsarrhythmia") is None
    assert found.cell("ada", "eve", "spasm") is found.cell("eve", "ada", "spasm") is not None
    assert all(found.cell(cell.reader_b, cell.reader_a, cell.term_id) is cell for cell in found.cells)


def test_a_cell_without_an_interval_says_why():
    held = studies()
    found = department_of(held, [term.make(held, Rules()) for term in TERMS])
    assert all(cell.number.remark for cell in found.cells)


def test_it_can_be_cancelled():
    held = studies()

    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        department_of(held, [term.make(held, Rules()) for term in TERMS], stop)


def test_json_names_the_study_and_time_of_each_difference():
    held = studies()
    found = department_json(department_of(held, [term.make(held, Rules()) for term in TERMS]))
    cell = next(one for one in found["cells"] if one["readers"] == ["ada", "ben"] and one["term"] == "spasm")
    assert found["studies"][cell["places"][-1]["study"]] == "P2.edf"
    assert cell["places"][-1] == {"study": 1, "start_s": 55, "stop_s": 56, "a": "not marked", "b": "marked", "count": 1}


def test_nothing_is_said_of_no_study():
    assert department_of([], [term.make([], Rules()) for term in TERMS]).cells == ()


def test_with_names_hidden_only_sentences_that_name_a_reader_go():
    held = [
        made_study(
            [spasm(10, "a"), spasm(10, "in")],  # letters that stand in every sentence
            reviewed={"a": [Span(0, 600)]},
        )
    ]
    found = department_of(held, [term.make(held, Rules()) for term in TERMS])
    assert any("counts as read by in;" in note for note in found.notes)
    hidden = unnamed_notes(found, reader_names(found, hides_names=True))
    assert hidden == [note for note in found.notes if "counts as read by" not in note]
    assert any(note.startswith("A reader has read a study") for note in hidden)
    assert unnamed_notes(found, reader_names(found, hides_names=False)) == list(found.notes)
    rows = matrix_rows(found, reader_names(found, hides_names=True))
    assert not any("counts as read by" in row[0] for row in rows)


def test_pseudonyms_are_by_how_much_was_compared():
    held = studies()
    found = department_of(held, [term.make(held, Rules()) for term in TERMS])
    assert reader_names(found, hides_names=True) == {"ada": "Reader 1", "eve": "Reader 2", "ben": "Reader 3"}
    assert reader_names(found, hides_names=False) == {"ada": "ada", "ben": "ben", "eve": "eve"}
