"""The file of a learner's answers."""

from dataclasses import astuple, fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.training.learner import answers_file, record_lines
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.pseudonym import checked_pseudonym
from eegview.app.training.learner.record_lines import ANSWER, BEGUN, BODY_AT, CONSENT, body_of, chained
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
    names = [
        *("answered_utc", "session_id", "set_id", "item_id", "mode", "value", "confidence", "took_s", "is_correct"),
        *("question_id", "class_id", "difficulty", "truth", "onset_s", "onset_difference_s", "is_repeat", "layers"),
        *("truth_share", "infant_id"),
    ]
    assert [field.name for field in fields(Answer)][:19] == names


def test_a_row_of_a_newer_program_is_read(path):
    with AnswersFile(path) as file:
        file.append(answer(0))
        row = record_lines.record_in(file.lines[-1]).content
    assert record_lines.answer_in([*row, "something new"]) == answer(0)


def test_a_file_that_holds_no_answers_is_refused(path):
    path.parent.mkdir()
    path.write_text("hello\n")
    with pytest.raises(UnreadableFile, match="not a file of answers"):
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


def test_a_pseudonym_has_letters_or_digits_and_is_short():
    assert checked_pseudonym("  Resident   7 ") == "Resident 7"
    assert checked_pseudonym("Ö") == "Ö"
    for text in ("", "  ", "…", "_", "x" * 41, "R\u202e7"):
        with pytest.raises(UsageError):
            checked_pseudonym(text)


def test_a_learner_chooses_a_pseudonym_and_the_last_one_counts(path):
    times = iter([datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 9)])
    with AnswersFile(path, now=lambda: next(times)) as file:
        made_as = file.pseudonym
        file.choose_pseudonym("R 7")
        file.choose_pseudonym("R 8")
        with pytest.raises(UsageError):
            file.choose_pseudonym("…")
    with AnswersFile(path, may_write=False) as file:
        assert (file.pseudonym, file.made_as) == ("R 8", made_as)
        assert file.verify().is_whole


def row_with(name, value):
    names = [field.name for field in fields(Answer)]
    row = list(astuple(answer(1)))
    row[names.index(name)] = value
    return row


BAD_ROWS = [
    [],
    {},
    None,
    "row",
    ["too", "short"],
    *(row_with(*change) for change in (
        ("confidence", 6),
        ("confidence", "4"),
        ("confidence", True),
        ("mode", "other"),
        ("mode", None),
        ("is_correct", 1),
        ("took_s", None),
        ("took_s", -1),
        ("onset_s", "3"),
        ("truth_share", [0.5]),
        ("infant_id", None),
        ("answered_utc", "yesterday"),
        ("answered_utc", "2026-03-02T08:00:00"),
    )),
]  # fmt: skip


@pytest.mark.parametrize("row", BAD_ROWS)
@pytest.mark.parametrize("place", ["middle", "last"])
def test_an_answer_that_cannot_be_read_is_left_out_and_told(path, row, place):
    with AnswersFile(path) as file:
        file.append(answer(0))
        file._write([body_of(ANSWER, row)])
        if place == "middle":
            file.append(answer(2))
    wanted = [answer(0), answer(2)] if place == "middle" else [answer(0)]
    with AnswersFile(path, may_write=False) as file:
        answers = file.answers()
        assert answers[-1] == wanted[-1]
        assert list(answers) == wanted
        assert len(answers) == len(wanted)
        assert [one.code for one in file.issues] == ["answers_unreadable"]
        assert file.issues[0].message.startswith("1 line of the answers cannot be read and was left out")


@pytest.mark.parametrize(
    "body", [b'["answer",', b'["answer",1]', b'["answer","a"],["x",2]', b'["answer","a",[NaN]]', b""]
)
def test_a_damaged_line_is_left_out_and_found_by_the_check(path, body):
    with AnswersFile(path) as file:
        for number in range(3):
            file.append(answer(number))
    lines = path.read_bytes().split(b"\n")
    lines[2] = lines[2][:BODY_AT] + body
    path.write_bytes(b"\n".join(lines))
    with AnswersFile(path) as file:
        assert list(file.answers()) == [answer(0), answer(2)]
        assert "answers_unreadable" in [one.code for one in file.issues]
        assert file.verify().first_broken == 3


@pytest.mark.parametrize("content", [None, [], {"session_id": "s"}, {"recorded_utc": "x", "is_given": True}])
@pytest.mark.parametrize("kind", [BEGUN, CONSENT])
def test_other_records_that_cannot_be_read_are_left_out_too(path, kind, content):
    with AnswersFile(path) as file:
        file._write([body_of(kind, content)])
    with AnswersFile(path, may_write=False) as file:
        assert (file.begun(), file.consents(), file.has_consent) == ((), (), False)
        assert [one.code for one in file.issues] == ["answers_unreadable"]


def test_each_answer_is_on_the_disk_before_it_counts(path, monkeypatch):
    with AnswersFile(path) as file:
        synced = []
        monkeypatch.setattr(answers_file.os, "fsync", lambda _handle: synced.append(path.read_bytes().count(b"\n")))
        file.append(answer(0))
        file.append(answer(1))
        assert synced == [2, 3]

        def fails(_handle):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(answers_file.os, "fsync", fails)
        with pytest.raises(LibraryRefused, match="input/output error"):
            file.append(answer(2))
        assert list(file.answers()) == [answer(0), answer(1)]
    with AnswersFile(path, may_write=False) as file:
        assert list(file.answers()) == [answer(0), answer(1)]
