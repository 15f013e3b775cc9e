"""Treatment and diary in a log, in both databases: one act, undo, the history's words, a copy without identity."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from libraries.postgres_server import NOT_HERE, programs, running_server

from eegview.app.library.editing import Editor, study_library
from eegview.app.library.study_texts import study_past_text
from eegview.app.response.rules import load_rules, usual_names
from eegview.app.response.treatment_acts import (
    clear_statement,
    days_between,
    diary_statement,
    removal_statement,
    same_for_days,
    treatment_statement,
)
from eegview.app.response.treatment_table import moved_course, read_course, table_rows, table_text
from eegview.app.study.records import statement_changes
from eegview.model.errors import UsageError
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day, diary_days, held_diary
from eegview.model.treatment.treatment import Treatment, treatments

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FINGERPRINT = "a" * 64
FIRST, LAST = TreatmentDay(date(2020, 3, 3)), TreatmentDay(date(2020, 3, 16))
DRUG = Treatment("", "Prednisolone", FIRST, LAST, 40.0, "mg/day", note="=4 × 10")


@pytest.fixture(params=["sqlite", "postgresql"])
def editor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Editor]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    elif programs() is None:
        pytest.skip(NOT_HERE)
    else:
        url = running_server().fresh_url()
    with closing(study_library(url)) as library:
        yield Editor(library, FINGERPRINT, "ann", "technologist")


def say(editor: Editor, *statements: object) -> None:
    changes = statement_changes(editor.study_records(), statements, editor.author, NOON)  # type: ignore[arg-type]
    editor.change_together(changes)


def test_they_are_one_act_that_can_be_undone_and_the_log_tells_it(editor: Editor) -> None:
    days = days_between(FIRST, TreatmentDay(date(2020, 3, 8)))
    say(editor, treatment_statement(DRUG), *same_for_days(days, Witnessed.NONE))
    (held,) = treatments(editor.study_records())
    assert held.said == DRUG.said
    assert len(diary_days(editor.study_records())) == 6
    (edit,) = editor.history()
    assert study_past_text(edit) == (
        "added Prednisolone 40 mg/day from 3 Mar 2020 to 16 Mar 2020; set the spasm diary of 6 days"
    )
    say(editor, diary_statement(counted_day(FIRST, 5)), clear_statement(LAST))
    assert study_past_text(editor.history()[-1]) == (
        "set the spasm diary of 3 Mar 2020 to 5 spasms; clear the spasm diary of 16 Mar 2020"
    )
    say(editor, removal_statement(held.treatment_id))
    assert treatments(editor.study_records()) == ()
    editor.undo()
    assert len(treatments(editor.study_records())) == 1
    editor.undo()
    editor.undo()
    assert editor.study_records() == ()
    assert not editor.marks()


def test_a_table_goes_out_and_comes_back(tmp_path: Path) -> None:
    entries = (counted_day(FIRST, 5), counted_day(LAST, 0))
    for name, is_tabbed in (("t.csv", False), ("t.tsv", True)):
        path = tmp_path / name
        path.write_text(table_text(table_rows([DRUG], entries), is_tabbed), encoding="utf-8")
        assert "'=4" in path.read_text(encoding="utf-8")  # no spreadsheet runs it
        told, *days = read_course(path)
        assert dict(told.held)["note"] == "=4 × 10"
        assert dict(told.held)["dose"] == "40.0"
        assert [dict(day.held)["witnessed"] for day in days] == ["some", "none"]
    path.write_text("kind\tfrom\tdrug\ntreatment\t2020-03-03\tACTH\ndiary\t2020-03-04\t\n")
    with pytest.raises(UsageError, match="line 3"):
        read_course(path)
    path.write_text("drug\nACTH\n")
    with pytest.raises(UsageError, match="no column"):
        read_course(path)


def test_the_clusters_of_a_day_go_out_and_come_back(tmp_path: Path) -> None:
    entries = (
        counted_day(FIRST, 12, 3),
        counted_day(LAST, 5, 0),
        DiaryDay(TreatmentDay(None, 2), Witnessed.SOME, n_clusters=2),
        DiaryDay(TreatmentDay(None, 3), Witnessed.UNKNOWN),
    )
    path = tmp_path / "t.tsv"
    path.write_text(table_text(table_rows((), entries), is_tabbed=True), encoding="utf-8")
    found = [(one.about, dict(one.held)) for one in read_course(path)]
    assert found == [(entry.day.stored, held_diary(entry)) for entry in entries]
    for spasms, clusters in (("12", "many"), ("none", "2"), ("2", "3")):
        path.write_text(f"kind\tfrom\tspasms\tclusters\ndiary\t2020-03-04\t{spasms}\t{clusters}\n")
        with pytest.raises(UsageError, match="clusters"):
            read_course(path)


def test_dates_go_as_the_policy_of_a_copy_demands() -> None:
    records = [
        change.after
        for change in statement_changes(
            (), [treatment_statement(DRUG), diary_statement(counted_day(LAST, 2))], "a", NOON
        )
        if change.after is not None
    ]
    on = date(2020, 3, 2)
    (kept,), (day,), _n = moved_course(records, on, None, keep_date=True)
    assert (kept.start, day.day) == (FIRST, LAST)
    (moved,), (day,), _n = moved_course(records, on, -365, keep_date=False)
    assert (moved.start.on, day.day.on) == (date(2019, 3, 4), date(2019, 3, 17))
    (counted,), (day,), _n = moved_course(records, on, None, keep_date=False)
    assert (counted.start, counted.stop, day.day) == (
        TreatmentDay(None, 1),
        TreatmentDay(None, 14),
        TreatmentDay(None, 14),
    )
    assert counted.author == day.author == ""
    assert moved_course(records, None, None, keep_date=False) == ((), (), 2)


def test_a_faulty_act_is_refused_in_a_sentence() -> None:
    with pytest.raises(UsageError, match="Name the drug"):
        treatment_statement(Treatment("", "", FIRST))
    with pytest.raises(UsageError, match="before the first day"):
        days_between(LAST, FIRST)
    with pytest.raises(UsageError, match="At most"):
        days_between(FIRST, TreatmentDay(date(2022, 3, 3)))
    with pytest.raises(UsageError, match="both days"):
        days_between(FIRST, TreatmentDay(None, 3))


def test_the_files_a_clinician_edits_can_be_read() -> None:
    rules, names = load_rules(), usual_names()
    assert (rules.consensus.within_days, rules.consensus.free_days) == (14, 28)
    assert rules.remission == {"based2021": 3}
    assert "Vigabatrin" in names.drugs
    assert "mg/kg/day" in names.units
