"""What a reader said that a home event resembles."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from eegview.model.annotation import Annotation
from eegview.model.study.records import RESEMBLES_TERM, study_record
from eegview.model.study.resemblance import (
    HOW_ALIKE,
    Resemblance,
    held_resemblance,
    held_withdrawal,
    resemblance_act_text,
    resemblances_of,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


def record(held: dict[str, str], layer: str = "ana", minute: int = 0, mark_id: str = "home") -> Annotation:
    return study_record(RESEMBLES_TERM, mark_id, NOON.replace(minute=minute).isoformat(), held, layer)


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(0, 100), TEXT, st.sampled_from(HOW_ALIKE), TEXT)
def test_what_is_kept_is_what_was_said(at_s, onset_s, duration_s, label, how, note) -> None:
    said = Resemblance(
        "home", round(at_s, 3), "f" * 8, "there", round(onset_s, 3), round(duration_s, 3), label, how, note
    )
    (found,) = resemblances_of([record(held_resemblance(said))])
    assert found == replace(said, layer="ana")


def test_each_reader_has_a_word_of_their_own_and_the_last_holds() -> None:
    first, second = (held_resemblance(Resemblance("home", 2.0, label=label)) for label in ("startle", "spasm"))
    said = resemblances_of([record(first), record(second, minute=5), record(first, "ben", 9)])
    assert [(one.layer, one.label) for one in said] == [("ana", "spasm"), ("ben", "startle")]


def test_a_word_taken_back_is_gone_for_that_reader_alone() -> None:
    held = held_resemblance(Resemblance("home", 2.0, label="spasm"))
    said = resemblances_of([record(held), record(held_withdrawal(2.0), minute=5), record(held, "ben")])
    assert [one.layer for one in said] == ["ben"]


def test_what_another_program_wrote_wrongly_is_no_fault() -> None:
    (said,) = resemblances_of([record({"at_s": "soon", "onset_s": "nan", "how_alike": "very", "duration_s": "-4"})])
    assert (said.at_s, said.how_alike, said.duration_s, said.is_recorded) == (0.0, "unsure", 0.0, False)


def test_history_names_the_event_and_what_it_resembles() -> None:
    held = held_resemblance(Resemblance("home", 12.0, "f" * 8, label="Spasm · Flexor"))
    assert resemblance_act_text(record(held)) == "link the event at 00:00:12 to Spasm · Flexor"
    assert resemblance_act_text(record(held_withdrawal(12.0))) == "remove what the event at 00:00:12 resembles"
