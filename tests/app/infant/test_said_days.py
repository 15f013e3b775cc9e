"""A day that cannot be is refused where something is said of an infant, whatever it is."""

from datetime import date
from pathlib import Path

import pytest
from infants.infant_library import BORN, InfantLibrary, made_library

from eegview.app.diary.acts import day_statement, event_statement
from eegview.app.infant.acts import milestone_statement
from eegview.app.response.treatment_acts import clear_statement, treatment_statement
from eegview.app.study.records import Statement
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.treatment import Treatment

EARLY, AHEAD, LATE = date(202, 3, 1), date(2020, 9, 20), date(2220, 3, 1)  # it is 1 Sep 2020


def statements_on(on: date) -> list[Statement]:
    return [
        day_statement(on, 3),
        event_statement(DiaryEvent("", on)),
        milestone_statement(Milestone("", on, MilestoneChange.GAINED, "sits")),
        treatment_statement(Treatment("", "Vigabatrin", TreatmentDay(on))),
    ]


@pytest.fixture
def library(tmp_path: Path) -> InfantLibrary:
    return made_library(tmp_path)


@pytest.mark.parametrize("number", range(4))
def test_each_statement_has_its_day_checked(library: InfantLibrary, number: int) -> None:
    for on, sentence in ((EARLY, "before birth"), (AHEAD, "in the future"), (LATE, "in the future")):
        with pytest.raises(UsageError, match=sentence):
            library.say(statements_on(on)[number])
    library.say(statements_on(BORN)[number])


def test_a_treatment_may_be_planned_and_a_mistyped_day_can_be_cleared(library: InfantLibrary) -> None:
    first, last = TreatmentDay(date(2020, 8, 20)), TreatmentDay(AHEAD)
    library.say(treatment_statement(Treatment("", "Prednisolone", first, last)))
    library.say(treatment_statement(Treatment("", "Vigabatrin", last, is_planned=True)))
    library.say(clear_statement(TreatmentDay(EARLY)))
    with pytest.raises(UsageError, match="a year ahead"):
        library.say(treatment_statement(Treatment("", "Prednisolone", first, TreatmentDay(LATE))))
