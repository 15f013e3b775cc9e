"""Entries of a report as records: what is kept, whose holds, what the history says of them."""

from datetime import UTC, datetime

from eegview.model.annotation import Annotation
from eegview.model.report.document import State
from eegview.model.report.entry import (
    LONGEST_TEXT,
    cleaned_text,
    entries_by_reader,
    entries_of,
    entry_act_text,
    entry_of,
    held_entry,
    held_nothing,
)
from eegview.model.study.records import REPORT_ENTRY_TERM, STUDY_TERMS, study_record
from eegview.model.sync import is_clinical


def record(
    held: dict[str, str], layer: str = "ada", second: int = 0, field_id: str = "personal.question"
) -> Annotation:
    at_utc = datetime(2026, 1, 1, 12, 0, second, tzinfo=UTC).isoformat(timespec="microseconds")
    return study_record(REPORT_ENTRY_TERM, field_id, at_utc, held, layer)


def test_an_entry_holds_text_choices_and_a_deliberate_not_assessed() -> None:
    entry = entry_of(record(held_entry(State.GIVEN, " Spasms?\n", ("a", "b"))))
    assert entry is not None
    assert (entry.text, entry.choices, entry.author, entry.field_id) == (
        "Spasms?",
        ("a", "b"),
        "ada",
        "personal.question",
    )
    entry = entry_of(record(held_entry(State.NOT_ASSESSED)))
    assert entry is not None
    assert entry.state is State.NOT_ASSESSED


def test_a_taken_back_empty_or_unreadable_entry_says_nothing() -> None:
    for held in (held_nothing(), held_entry(State.GIVEN, "  "), {"state": "perhaps", "text": "x"}, {}):
        assert entry_of(record(held)) is None
    assert entry_of(Annotation("x", "spasm", 1.0)) is None
    assert entry_of(record(held_entry(text="x"), field_id="")) is None


def test_the_newest_of_the_same_reader_holds_and_others_stay_theirs() -> None:
    records = [
        record(held_entry(text="first"), second=1),
        record(held_entry(text="second"), second=2),
        record(held_entry(text="of another"), "bo", 3),
        record(held_entry(text="gone"), "cy", 1),
        record(held_nothing(), "cy", 2),
    ]
    assert entries_of(records, "ada")["personal.question"].text == "second"
    assert {name: held["personal.question"].text for name, held in entries_by_reader(records).items()} == {
        "ada": "second",
        "bo": "of another",
    }


def test_text_is_kept_in_lines_without_signs_that_cannot_be_printed() -> None:
    assert cleaned_text("a\r\nb\x00c\u202e \n\n") == "a\nb c"
    assert len(cleaned_text("x" * (LONGEST_TEXT + 5))) == LONGEST_TEXT


def test_the_history_names_the_item_and_never_repeats_the_text() -> None:
    said = record(held_entry(text="Nina had spasms"))
    assert entry_act_text(said, is_gone=False) == "set “question” in the report"
    assert entry_act_text(said, is_gone=True) == "clear “question” in the report"
    assert entry_act_text(record(held_nothing()), is_gone=False) == "clear “question” in the report"
    open_ = record(held_entry(State.NOT_ASSESSED), field_id="personal.referred_by")
    assert entry_act_text(open_, is_gone=False) == "set “referred by” in the report to not assessed"


def test_an_entry_is_a_study_record_and_no_clinical_mark() -> None:
    assert REPORT_ENTRY_TERM in STUDY_TERMS
    assert not is_clinical(record(held_entry(text="x")))
