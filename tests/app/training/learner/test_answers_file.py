"""The file of a learner's answers."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.training.learner import record_lines
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.pseudonym import checked_pseudonym, file_name
from eegview.app.training.learner.record_lines import ANSWER, body_of, chained
from eegview.app.training.learner.records import Begun, Ended
from eegview.model.errors import LibraryAway, LibraryRefused, UnreadableFile, UsageError
from eegview.model.training.answer import Answer

ONE = Answer(
    "2026-03-02T08:00:00.000000+00:00",
    "s",
    "set",
    "i1",
    "learn",
    "spasm",
    4,
    11.4,
    True,
    "spasm",
    "spasm",
    "hard",
    "spasm",
    onset_s=3.2,
    onset_difference_s=-0.1,
    layers="eeg+video",
    truth_share=0.83,
    infant_id="p1",
)


def answer(number):
    when = datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(seconds=20 * number)
    return replace(ONE, answered_utc=when.isoformat(), item_id=f"i{number}")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "training" / "r7.answers"


def test_answers_are_there_again_as_they_were_given(path):
    with AnswersFile(path, pseudonym="R7") as file:
        for number in range(5):
            file.append(answer(number))
    with AnswersFile(path, may_write=False) as file:
        assert list(file.answers()) == [answer(number) for number in range(5)]
        assert file.answers()[-1] == answer(4)
        assert len(file.answers()) == 5
        assert file.pseudonym == "R7"
        assert file.verify().is_whole
        assert file.issues == ()


def test_a_new_learner_gets_a_pseudonym_that_says_nothing(path):
    with AnswersFile(path) as file:
        assert file.pseudonym.startswith("Learner ")


def test_only_one_window_writes_and_others_read_meanwhile(path):
    with AnswersFile(path) as file:
        file.append(answer(0))
        with pytest.raises(LibraryAway, match="another window"):
            AnswersFile(path)
        with AnswersFile(path, may_write=False) as reading:
            assert len(reading.answers()) == 1
            with pytest.raises(LibraryRefused, match="only read"):
                reading.append(answer(1))
    with AnswersFile(path) as file:
        file.append(answer(1))


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_last_line_torn_by_a_crash_is_told_and_kept_aside(path, cut):
    with AnswersFile(path) as file:
        for number in range(3):
            file.append(answer(number))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    with AnswersFile(path, may_write=False) as file:
        assert [one.code for one in file.issues] == ["answers_torn"]
        assert list(file.answers()) == [answer(0), answer(1)]
    with AnswersFile(path) as file:
        assert [one.code for one in file.issues] == ["answers_torn"]
        file.append(answer(3))
        assert list(file.answers()) == [answer(0), answer(1), answer(3)]
        assert file.verify().is_whole
    assert len(list(path.parent.glob("*.torn-1"))) == 1


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_change_of_any_line_is_found(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("answers") / "a.answers"
    with AnswersFile(path) as file:
        for number in range(4):
            file.append(answer(number))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 2))
    new = data.draw(st.integers(32, 126).filter(lambda sign: sign != content[place]))
    if content[place] == 10:
        return
    content[place] = new
    lines = bytes(content).split(b"\n")[:-1]
    assert not verify(lines).is_whole


def verify(lines):
    from eegview.app.training.learner.verification import verify_lines

    return verify_lines(lines)


@pytest.mark.parametrize("change", ["left out", "exchanged", "put in"])
def test_a_line_left_out_exchanged_or_put_in_is_found(path, change):
    with AnswersFile(path) as file:
        for number in range(4):
            file.append(answer(number))
        lines = list(file.lines)
    if change == "left out":
        del lines[2]
    elif change == "exchanged":
        lines[2], lines[3] = lines[3], lines[2]
    else:
        lines.insert(2, chained(lines[0][:64], body_of(ANSWER, answer(9)))[:-1])
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    with AnswersFile(path, may_write=False) as file:
        found = file.verify()
    assert found.first_broken is not None
    assert "changed after it was written" in found.issues[0].message


def test_consent_is_given_and_withdrawn_with_its_time(path):
    times = iter([datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 9)])
    with AnswersFile(path, now=lambda: next(times)) as file:
        assert not file.has_consent
        file.set_consent(True)
        assert file.has_consent
        file.set_consent(False)
        assert not file.has_consent
        assert [(one.recorded_utc[:10], one.is_given) for one in file.consents()] == [
            ("2026-03-02", True),
            ("2026-03-03", False),
        ]


def test_sittings_and_comments_are_records_among_the_answers(path):
    begun = Begun("s", "2026-03-02T08:00:00+00:00", "set", "learn", 60, 1, True)
    with AnswersFile(path) as file:
        file.begin(begun)
        file.append(answer(0))
        file.comment("set", "i0", "  The wave comes from movement. ")
        file.end(Ended("s", "2026-03-02T09:00:00+00:00"))
    with AnswersFile(path, may_write=False) as file:
        assert file.begun() == (begun,)
        assert file.ended()[0].session_id == "s"
        assert [(one.item_id, one.text) for one in file.comments()] == [("i0", "The wave comes from movement.")]
        assert len(file.answers()) == 1


def test_the_order_of_fields_is_kept_for_ever():
    """An answer is written as a row of values: a new field of `Answer` goes to the end."""
    assert [field.name for field in fields(Answer)][:19] == (
        "answered_utc session_id set_id item_id mode value confidence took_s is_correct question_id class_id "
        "difficulty truth onset_s onset_difference_s is_repeat layers truth_share infant_id"
    ).split()


def test_a_row_of_a_newer_program_is_read(path):
    with AnswersFile(path) as file:
        file.append(answer(0))
        row = record_lines.record_in(file.lines[-1]).content
    assert record_lines.answer_in([*row, "something new"]) == answer(0)


def test_a_file_that_holds_no_answers_is_refused(path):
    path.parent.mkdir()
    path.write_text("hello\n")
    with pytest.raises(UnreadableFile, match="no file of answers"):
        AnswersFile(path)
    with pytest.raises(LibraryRefused):
        AnswersFile(path.with_name("missing"), may_write=False)


def test_a_hundred_thousand_answers_are_counted_without_being_read(path):
    last, lines = b"", []
    with AnswersFile(path) as file:
        lines.append(file.lines[0])
    last, body = lines[0][:64], body_of(ANSWER, answer(99_999))
    for number in range(100_000):
        lines.append(chained(last, body.replace(b"i99999", b"i%d" % number))[:-1])
        last = lines[-1][:64]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    with AnswersFile(path) as file:
        held = file.answers()
        assert len(held) == 100_000
        assert held[-1] == answer(99_999)
        file.append(answer(100_000))
        assert len(file.answers()) == 100_001
    assert AnswersFile(path, may_write=False).verify().is_whole


def test_a_pseudonym_becomes_a_file_name():
    assert file_name("Resident 7") == "resident-7"
    for text in ("", "  ", "…", "x" * 41):
        with pytest.raises(UsageError):
            checked_pseudonym(text)
