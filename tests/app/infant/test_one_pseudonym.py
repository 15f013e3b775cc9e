"""No two infants get one pseudonym, also where two programs add them at the same moment."""

from contextlib import closing
from pathlib import Path

import pytest
from infants.infant_library import ADA, NOW

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.exchange.bundled_infants import infants_to_bundle
from eegview.app.infant.acts import infant_statement, member_statement, removal_of
from eegview.app.infant.keeping import keep_infant, say_in, undo_last
from eegview.app.infant.log import infants_in
from eegview.model.errors import UsageError
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import EEG, Member


def test_a_pseudonym_that_was_free_when_it_was_asked_is_refused_when_it_is_taken_since(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    first, second = Infant(new_infant_id(), "P02"), Infant(new_infant_id(), "p02")
    with closing(sealed_library(url, "ada")) as library:
        statement = infant_statement(second, infants_in(library), NOW.date())  # nobody has it yet
        keep_infant(url, first, ADA, lambda: NOW)
        with pytest.raises(UsageError, match="Another infant is called"):
            say_in(library, second.infant_id, ADA, [statement], now=lambda: NOW)
        assert [one.pseudonym for one in infants_in(library)] == ["P02"]
        assert library.verify(second.infant_id) == []


def test_to_undo_a_removal_is_refused_where_another_infant_is_called_so_since(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    first, second = Infant(new_infant_id(), "P02"), Infant(new_infant_id(), "P02")
    keep_infant(url, first, ADA, lambda: NOW)
    with closing(sealed_library(url, "ada")) as library:
        say_in(library, first.infant_id, ADA, [removal_of(first)], now=lambda: NOW)
    keep_infant(url, second, ADA, lambda: NOW)
    with pytest.raises(UsageError, match="Another infant is called"):
        undo_last(url, first.infant_id, ADA)
    with closing(sealed_library(url, "ada")) as library:
        assert [one.infant_id for one in infants_in(library) if not one.is_removed] == [second.infant_id]


def test_a_study_of_two_infants_takes_neither_log_into_its_bundle(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    infants = Infant(new_infant_id(), "P02"), Infant(new_infant_id(), "P03")
    for infant in infants:
        keep_infant(url, infant, ADA, lambda: NOW)
    with closing(sealed_library(url, "ada")) as library:
        for infant in infants:  # as after two libraries were joined
            say_in(library, infant.infant_id, ADA, [member_statement(Member("f" * 32, EEG), (), "")], now=lambda: NOW)
        with pytest.raises(UsageError, match="entered for 2 infants: P02, P03"):
            infants_to_bundle(library, "f" * 32)
