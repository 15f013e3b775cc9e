"""Records of a score hold what was said, under an id that follows from what it is about."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.scoring.evidence import HIGH_TERM, QUESTIONS, SheetKey
from eegview.model.scoring.records import (
    amplitude_of,
    amplitude_record,
    answer_of,
    answer_record,
    bin_of,
    bin_record,
    committed,
    evidence_hash,
    key_of,
    page_of,
    page_record,
    record_id,
    sheet_of,
    withdrawn,
)
from eegview.model.scoring.terms import AMPLITUDE_TERM, BIN_TERM, SCORING_TERMS, SHEET_TERM
from eegview.model.span import Span
from eegview.model.sync import is_clinical

keys = st.builds(SheetKey, st.just("based2021"), st.floats(0, 1e6))


@given(keys, st.integers(0, 299), st.sampled_from(["spike", "none"]), st.sampled_from(["hand", "accepted"]))
def test_a_bin_is_read_back(key: SheetKey, number: int, state: str, source: str) -> None:
    record = bin_record("a", key, number, 1.0, ("P4", "F3", "P4"), state, source, "ada")
    assert (bin_of(record), key_of(record)) == ((number, state, source), key)
    assert record.channels == (("P4", "F3") if state == "spike" else ())
    assert record.onset_s == pytest.approx(key.start_s + number, abs=1e-3)
    assert record.duration_s == pytest.approx(1.0, abs=1e-3)
    assert not is_clinical(record)


@given(keys, st.integers(0, 19))
def test_a_page_is_read_back(key: SheetKey, page: int) -> None:
    record = page_record("a", key, page, 15.0, "ada")
    assert (page_of(record), key_of(record), bin_of(record)) == (page, key, None)


@pytest.mark.parametrize(("question", "value"), [(q, value) for q, values in QUESTIONS.items() for value in values])
def test_each_answer_is_read_back(question: str, value: str) -> None:
    record = answer_record("a", SheetKey("based2021", 60.0), 300.0, question, value, "ada")
    assert answer_of(record) == (question, value)
    assert answer_of(replace(record, attributes=(("question", question), ("value", "else")))) is None


@pytest.mark.parametrize(
    ("value_uv", "term_id"), [(199.9, AMPLITUDE_TERM), (200.0, HIGH_TERM), (200.1, HIGH_TERM), (0.5, AMPLITUDE_TERM)]
)
def test_a_wave_at_the_limit_is_a_clinical_mark(value_uv: float, term_id: str) -> None:
    span = Span(61.0, 61.25)
    record = amplitude_record("a", SheetKey("based2021", 60.0), "F3-C3", value_uv, 200.0, span, "0.5-70 Hz", "ada")
    assert (record.term_id, record.span, is_clinical(record)) == (term_id, span, term_id == HIGH_TERM)
    assert amplitude_of(record) == ("F3-C3", value_uv, "0.5-70 Hz")


def test_two_machines_speak_of_one_record() -> None:
    key = SheetKey("based2021", 60.0)
    one = record_id("f" * 64, "ada", key, BIN_TERM, "7")
    assert one == record_id("f" * 64, "ada", SheetKey("based2021", 60.0000001), BIN_TERM, "7")
    others = {
        record_id("e" * 64, "ada", key, BIN_TERM, "7"),
        record_id("f" * 64, "ben", key, BIN_TERM, "7"),
        record_id("f" * 64, "ada", SheetKey("based2021", 61.0), BIN_TERM, "7"),
        record_id("f" * 64, "ada", SheetKey("other", 60.0), BIN_TERM, "7"),
        record_id("f" * 64, "ada", key, SHEET_TERM, "7"),
        record_id("f" * 64, "ada", key, BIN_TERM, "8"),
    }
    assert len(others) == 6
    assert one not in others


def test_a_commit_is_read_back_and_withdrawn() -> None:
    attributes = (("epoch", "60.000"), ("parameters", "{}"), ("scale", "based2021"))
    record = replace(page_record("a", SheetKey("based2021", 60.0), 0, 300.0, "ada"), term_id=SHEET_TERM)
    record = replace(record, attributes=attributes)
    done = committed(record, "2026-11-29T12:00:00+00:00", 4, 26.6667, "abc", ("ben",))
    sheet = sheet_of(done)
    assert sheet
    assert (sheet.committed_utc, sheet.score, sheet.percent, sheet.evidence_hash, sheet.seen) == (
        "2026-11-29T12:00:00+00:00",
        4,
        26.6667,
        "abc",
        ("ben",),
    )
    again = sheet_of(withdrawn(done, ("cem", "ben")))
    assert again
    assert (again.committed_utc, again.score, again.seen) == ("", None, ("ben", "cem"))
    half = sheet_of(replace(done, attributes=tuple(pair for pair in done.attributes if pair[0] != "evidence")))
    assert half
    assert (half.committed_utc, half.score) == ("", None)


def test_the_hash_is_over_what_is_said_in_whatever_order() -> None:
    key = SheetKey("based2021", 60.0)
    records = [bin_record(f"{n}", key, n, 1.0, ("P4",), "spike", "hand", "ada") for n in range(3)]
    renamed = [replace(record, annotation_id="x" + record.annotation_id) for record in reversed(records)]
    assert evidence_hash(records) == evidence_hash(renamed)
    assert evidence_hash(records) != evidence_hash(records[:2])
    other = bin_record("0", key, 0, 1.0, ("F3",), "spike", "hand", "ada")
    assert evidence_hash([other, *records[1:]]) != evidence_hash(records)
    assert BIN_TERM in SCORING_TERMS
