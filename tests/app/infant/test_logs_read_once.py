"""The logs of all infants are asked for once for an act, however many studies or infants it is about."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from infants.infant_library import ADA

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.infant.exported_tables import infant_tables
from eegview.app.infant.keeping import keep_infant, keep_members
from eegview.app.infant.study_reading import CountRules
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import EEG, Member
from eegview.model.study.records import MEMBER_TERM
from eegview.model.treatment.as_of import AsOf
from eegview.store.library import Library


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with each reading of all logs."""
    found: list[str] = []
    real = Library.records_everywhere

    def counted(self: Library, terms):
        found.extend(["all logs"] if MEMBER_TERM in terms else [])
        return real(self, terms)

    monkeypatch.setattr(Library, "records_everywhere", counted)
    return found


def test_members_are_kept_and_infants_exported_with_one_reading_of_all_logs(tmp_path: Path, asked: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    infants = [Infant(new_infant_id(), f"K{number}") for number in range(3)]
    for infant in infants:
        keep_infant(url, infant, ADA)
    asked.clear()
    keep_members(url, infants[0].infant_id, [Member(f"{number:032x}", EEG) for number in range(20)], ADA)
    assert len(asked) == 1
    asked.clear()
    today = date(2020, 7, 1)
    with closing(sealed_library(url, ADA.name)) as library:
        tables = infant_tables(
            library, ADA.name, AsOf.on(today, today), CountRules(ClusterRule(), SameEventRule()), True
        )
    assert len(asked) == 1
    assert {table.name: len(table.rows) for table in tables}["infants"] == 3
