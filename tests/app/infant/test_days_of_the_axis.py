"""What the timeline says of a day is what the diary says of it, for any diary: silence is unknown, never none."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from eegview.app.infant.log import log_of
from eegview.app.infant.reading import put_together
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.response.treatment_acts import diary_statement, treatment_statement
from eegview.app.study.records import statement_changes
from eegview.clinical.response_state import ResponseStatus
from eegview.model.infant.infant import new_infant_id
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.model.treatment.treatment import Treatment
from tests.helpers.as_of import COUNTING

FIRST = date(2020, 3, 1)
NOW = datetime(2020, 9, 1, tzinfo=UTC)
KINDS = st.one_of(st.none(), st.sampled_from((Witnessed.NONE, Witnessed.UNKNOWN, Witnessed.SOME)), st.integers(1, 300))
RUNS = st.tuples(st.one_of(st.just(Witnessed.NONE), KINDS), st.sampled_from((1, 2, 5, 26, 27, 28, 29, 30)))
Entries = dict[int, Witnessed | int | None]


def _days(runs: Sequence[tuple[Witnessed | int | None, int]]) -> Entries:
    said = [one for one, length in runs for _day in range(length)]
    return {number: one for number, one in enumerate(said) if one is not None}


SAID = st.lists(RUNS, max_size=6).map(_days)


def timeline_of(said: Entries, treated_on: int) -> InfantTimeline:
    statements = [treatment_statement(Treatment("", "Vigabatrin", TreatmentDay(FIRST + timedelta(days=treated_on))))]
    for number, one in said.items():
        day = TreatmentDay(FIRST + timedelta(days=number))
        if isinstance(one, Witnessed):
            statements.append(diary_statement(DiaryDay(day, one)))
        elif one is not None:
            statements.append(diary_statement(DiaryDay(day, Witnessed.SOME, one)))
    changes = statement_changes((), statements, "ada", NOW)
    log = log_of(new_infant_id(), [c.after for c in changes if c.after is not None])
    return put_together(log, (), "ada", AsOf.on(date(2021, 1, 1), NOW.date()), COUNTING, now=NOW)


@given(SAID, st.integers(0, 90))
def test_each_day_says_what_was_entered_and_no_more(said: Entries, treated_on: int):
    timeline = timeline_of(said, treated_on)
    assert timeline.first_on is not None
    assert [day.on for day in timeline.days] == [timeline.first_on + timedelta(n) for n in range(timeline.n_days)]
    for day in timeline.days:
        entry = said.get((day.on - FIRST).days)
        if entry is None:
            assert (day.witnessed, day.count, day.is_entered) == (Witnessed.UNKNOWN, None, False)
        elif isinstance(entry, Witnessed):
            assert (day.witnessed, day.count, day.is_entered) == (entry, None, True)
        else:
            assert (day.witnessed, day.count) == (Witnessed.SOME, entry)


@given(SAID, st.integers(0, 60))
def test_the_response_is_met_only_after_28_days_that_are_all_known_to_be_without(said: Entries, treated_on: int):
    response = timeline_of(said, treated_on).response
    assert response is not None
    free = [number for number, one in said.items() if one is Witnessed.NONE]
    starts = range(treated_on, treated_on + 16)  # the last spasm may have been on any of the first 14 days
    is_met = any(all(day in free for day in range(start, start + 28)) for start in starts)
    event("met" if is_met else "not met")
    assert (response.clinical.status is ResponseStatus.MET) == is_met
