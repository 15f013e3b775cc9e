"""Laws of blind reading: who is blind, what they may see, and how their layer is called afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.blind_reading.acts import early_look_change, setting_change
from eegview.app.blind_reading.blindness import blindness_of, is_blind
from eegview.app.blind_reading.shown_now import shown_now_text
from eegview.app.blind_reading.texts import layer_blindness, not_blind_since, time_text
from eegview.app.blind_reading.visibility import may_see, seen, seen_edit, seen_marks
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import UsageError
from eegview.model.signature import SIGNATURE_TERM, Meaning, signature_mark, signature_of
from eegview.model.study.records import BLIND_TERM, STUDY_TERMS, VIDEO_TERM, study_record

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READERS = st.sampled_from(("ana", "bo", "cy"))


def asked(records: tuple[Annotation, ...] = (), is_asked: bool = True, minutes: int = 0) -> Annotation:
    change = setting_change(records, is_asked, "head", "neurologist", NOW + timedelta(minutes=minutes))
    assert change.after is not None
    return change.after


def signed(layer: str, minutes: int, marks: tuple[Annotation, ...] = ()) -> Annotation:
    at_utc = (NOW + timedelta(minutes=minutes)).isoformat(timespec="seconds")
    mark = signature_mark(layer.title(), "resident", Meaning.REVIEWED, layer, at_utc, marks, (0, ""), "{}", "f" * 64)
    return Annotation(mark.annotation_id, mark.term_id, 0.0, attributes=mark.attributes, layer=layer)


def looked(records: tuple[Annotation, ...], reader: str, minutes: int) -> Annotation:
    change = early_look_change(records, "asked on the ward", reader, NOW + timedelta(minutes=minutes))
    assert change.after is not None
    return change.after


MARKS = st.lists(
    st.builds(
        Annotation,
        st.uuids().map(str),
        st.sampled_from(("spasm", "note", "opinion", "judgement", "detector_run", "report_entry", "a_term_to_come")),
        st.floats(0, 1000),
        layer=st.sampled_from(("ana", "bo", FINAL_LAYER, FILE_LAYER, "")),
    ),
    max_size=12,
)


@given(MARKS, READERS)
def test_a_blind_reader_sees_own_work_and_nothing_else_of_readers(marks: list[Annotation], viewer: str) -> None:
    records = (asked(), *marks)
    found = blindness_of(records, viewer)
    assert found.is_blind
    seen = [mark for mark in seen_marks(records, found) if mark.term_id != BLIND_TERM]
    assert all(mark.layer == viewer and mark.term_id != "detector_run" for mark in seen)
    own = [mark for mark in marks if mark.layer == viewer and mark.term_id != "detector_run"]
    assert seen == own


@given(MARKS, READERS)
def test_without_the_setting_or_after_signing_all_is_seen(marks: list[Annotation], viewer: str) -> None:
    for records in ((*marks,), (asked(), signed(viewer, 5), *marks)):
        found = blindness_of(records, viewer)
        assert not found.is_blind
        assert seen_marks(records, found) == records
        assert all(may_see(mark, found) for mark in records)


def test_who_gives_no_name_has_signed_nothing() -> None:
    records = (asked(), signed("ana", 5))
    assert not is_blind(records, "ana")
    assert is_blind(records, None)
    assert is_blind(records, "")
    assert is_blind(records, "file")


def test_facts_of_the_study_are_seen_and_anothers_signature_only_as_one() -> None:
    video = study_record(VIDEO_TERM, "x", NOW.isoformat(), {"name": "video 1"}, "bo")
    records = (asked(), video, signed("bo", 5))
    seen = {mark.term_id: mark for mark in seen_marks(records, blindness_of(records, "ana"))}
    assert seen[VIDEO_TERM] == video
    signature = signature_of(seen[SIGNATURE_TERM])
    assert signature is not None
    assert (signature.printed_name, signature.is_sealed, signature.marks_hash, signature.n_marks) == ("Bo", True, "", 0)
    assert blindness_of(records, "ana").others_signed == ("bo",)


def test_a_setting_by_another_role_counts_for_nothing() -> None:
    with pytest.raises(UsageError, match="Only a neurologist"):
        setting_change((), True, "ana", "resident", NOW)
    forged = study_record(BLIND_TERM, "x", NOW.isoformat(), {"asked": "yes", "role": "resident"}, "ana")
    assert not is_blind((forged,), "bo")
    lifted = study_record(BLIND_TERM, "y", NOW.isoformat(), {"asked": "no", "role": "resident"}, "ana")
    assert is_blind((asked(), lifted), "bo")


def test_an_early_look_is_for_who_is_blind_and_says_why() -> None:
    with pytest.raises(UsageError, match="Nothing of this study is hidden"):
        early_look_change((), "because", "ana", NOW)
    with pytest.raises(UsageError, match="needs a reason"):
        early_look_change((asked(),), "  ", "ana", NOW)


def test_a_layer_is_called_by_how_it_was_read() -> None:
    on = asked()
    look = looked((on,), "ana", 3)
    off = asked((on,), is_asked=False, minutes=10)
    assert layer_blindness((), "ana") == ""
    assert layer_blindness((on,), FINAL_LAYER) == ""
    assert layer_blindness((on,), "ana") == "blind, not signed"
    assert layer_blindness((on, signed("ana", 5)), "ana").startswith("blind from 1 Mar 2026")
    assert layer_blindness((on, look, signed("ana", 5)), "ana").startswith("not blind since")
    assert not_blind_since(blindness_of((on, look), "ana")) == blindness_of((on, look), "ana").look.at_utc
    assert layer_blindness((on, off), "ana").startswith("not blind since")  # lifted before they had signed
    assert layer_blindness((on, off, signed("ana", 5)), "ana").startswith("blind from")
    assert layer_blindness((signed("ana", -5), on), "ana").startswith("not blind since")  # signed before it was asked


def at(minutes: int) -> str:
    return time_text((NOW + timedelta(minutes=minutes)).isoformat())


def test_who_signs_again_after_seeing_others_was_blind_until_the_first_signature() -> None:
    on, mark = asked(), Annotation("m", "spasm", 3.0, layer="ana")
    changed = (on, signed("ana", 5), signed("ana", 20, (mark,)))
    assert layer_blindness(changed, "ana") == (
        f"blind from {at(0)} until signed {at(5)}; changed since, signed again {at(20)}"
    )
    same = (on, signed("ana", 5, (mark,)), signed("ana", 20, (mark,)))
    assert layer_blindness(same, "ana") == f"blind from {at(0)} until signed {at(5)}"


def test_blindness_lifted_between_two_signatures_takes_nothing_from_the_first() -> None:
    on = asked()
    off = asked((on,), is_asked=False, minutes=10)
    records = (on, signed("ana", 5), off, signed("ana", 20))
    assert not_blind_since(blindness_of(records, "ana")) == ""
    assert layer_blindness(records, "ana") == f"blind from {at(0)} until signed {at(5)}"


def test_who_signed_before_it_was_asked_was_never_blind_whatever_is_signed_later() -> None:
    records = (signed("ana", -5), asked(), signed("ana", 20))
    assert layer_blindness(records, "ana") == f"not blind since {at(-5)}"


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_the_last_setting_holds_whatever_came_before(wanted: list[bool]) -> None:
    records: tuple[Annotation, ...] = ()
    for number, is_asked in enumerate(wanted):
        if blindness_of(records, "ana").is_asked != is_asked:
            records = (*records, asked(records, is_asked, number))
    assert is_blind(records, "ana") is wanted[-1]
    assert is_blind(records[::-1], "ana") is wanted[-1]


def test_an_edit_of_others_keeps_its_number_and_hash_and_loses_what_it_says() -> None:
    theirs, own = Annotation("1", "spasm", 3.0, layer="bo"), Annotation("2", "spasm", 4.0, layer="ana")
    edit = Edit(
        7, "f" * 64, NOW.isoformat(), "bo", "resident", Action.CHANGE,
        (Change(None, theirs), Change(None, own)), reason="seen on video", hash="a" * 64,
    )  # fmt: skip
    found = blindness_of((asked(),), "ana")
    shown = seen_edit(edit, lambda mark: seen(mark, found))
    assert (shown.number, shown.hash, shown.reason) == (7, "a" * 64, "")
    assert shown.changes == (Change(None, own),)
    assert seen_edit(edit, lambda mark: seen(mark, blindness_of((), "ana"))) == edit


def test_what_is_shown_now_is_counted_in_words() -> None:
    assert shown_now_text(["bo", "cy", FINAL_LAYER], 2, 66) == (
        "Now shown: layers of bo and cy, the final layer, 2 runs of detectors, 66 file annotations."
    )
    assert shown_now_text([], 0, 0) == "Nothing was hidden: nobody else has marked anything."
    assert "and 2 more" in shown_now_text(["a", "b", "c", "d", "e", "f"], 0, 1)


def test_both_terms_are_records_of_the_study() -> None:
    assert {BLIND_TERM, "early_look"} <= STUDY_TERMS
