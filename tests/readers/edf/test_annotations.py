import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.edf.annotations import RecordNotes, onset_decimals, parse_record, record_onset


def parsed_of(*chunks: bytes) -> RecordNotes:
    return parse_record(chunks)


def notes_of(*chunks: bytes) -> list[tuple[float, float, str]]:
    return [(n.onset_s, n.duration_s, n.content.decode()) for n in parse_record(chunks).notes]


def test_the_record_time_comes_first() -> None:
    parsed = parsed_of(b"+567\x14\x14\x00\x00\x00")
    assert parsed.onset_s == 567
    assert parsed.notes == ()
    assert not parsed.n_unreadable
    assert record_onset(b"+567\x14\x14\x00") == 567
    assert record_onset(b"-0.065\x14\x14\x00") == -0.065


def test_marks_with_duration_several_texts_and_a_text_in_the_first_list() -> None:
    chunk = b"+1\x14\x14first\x14\x00+1.25\x150.5\x14spasm\x14seen on video\x14\x00-0.5\x14early\x14\x00\x00\x00"
    parsed = parsed_of(chunk)
    assert parsed.onset_s == 1
    assert notes_of(chunk) == [
        (1.0, 0.0, "first"),
        (1.25, 0.5, "spasm"),
        (1.25, 0.5, "seen on video"),
        (-0.5, 0.0, "early"),
    ]


def test_a_record_without_its_time() -> None:
    assert record_onset(b"\x00" * 20) is None
    assert record_onset(b"+3\x14mark\x14\x00") is None
    parsed = parsed_of(b"+3\x14mark\x14\x00")
    assert parsed.onset_s is None
    assert len(parsed.notes) == 1


def test_only_the_first_annotation_signal_keeps_time() -> None:
    assert parsed_of(b"", b"+3\x14\x14\x00").onset_s is None
    assert parsed_of(b"\x00\x00", b"+3\x14\x14\x00").onset_s is None
    assert parsed_of(b"+2\x14\x14\x00", b"+3\x14\x14\x00").onset_s == 2


def test_destroyed_bytes_are_noticed_and_what_is_left_is_kept() -> None:
    parsed = parsed_of(b"+4\x14\x14\x00\xf4\xc1\x6a\xeb\x00+4.5\x14kept\x14\x00")
    assert parsed.n_unreadable == 1
    assert parsed.onset_s == 4
    assert [n.content for n in parsed.notes] == [b"kept"]


def test_a_blank_text_is_a_mark_only_if_it_lasts() -> None:
    assert parsed_of(b"+0\x14\x14\x00+2\x14\x14\x00").notes == ()
    (note,) = parsed_of(b"+0\x14\x14\x00+2\x153\x14\x14\x00").notes
    assert (note.duration_s, note.content) == (3.0, b"")


def test_decimals_of_a_record_time() -> None:
    assert onset_decimals(b"+0.3945312\x14\x14\x00") == 7
    assert onset_decimals(b"+12\x14\x14\x00") == 0
    assert onset_decimals(b"\x00\x00") == 0
    assert onset_decimals(b"+0.100000000000000\x14\x14\x00") == 15
    assert onset_decimals(b"+1.25e1\x14\x14\x00") == 1
    assert onset_decimals(b"+1,5\x14\x14\x00") == 1


@given(st.binary(max_size=120))
def test_any_bytes_are_parsed_to_finite_times(chunk: bytes) -> None:
    parsed = parsed_of(chunk)
    assert all(math.isfinite(n.onset_s) and n.duration_s >= 0 for n in parsed.notes)
    onset_s = record_onset(chunk)
    assert onset_s is None or math.isfinite(onset_s)


@given(
    st.floats(0, 1e6).map(lambda x: round(x, 4)),
    st.floats(0, 1e4).map(lambda x: round(x, 4)),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
)
def test_a_written_mark_is_read_back(onset_s: float, duration_s: float, text: str) -> None:
    chunk = b"+0\x14\x14\x00" + f"+{onset_s:.4f}\x15{duration_s:.4f}\x14{text}\x14\x00".encode()
    assert notes_of(chunk) == [(onset_s, duration_s, text)]


@pytest.mark.parametrize(
    ("field", "onset_s"),
    [
        (b"+2.30000000000000004", 2.3),
        (b"+1E-05", 1e-5),
        (b"+2.5e0", 2.5),
        (b"2.5e+0", 2.5),
        (b"+2,5", 2.5),
        (b"+.5", 0.5),
        (b"+5.", 5.0),
        (b" +2.5 ", 2.5),
        (b"+ 2.5", 2.5),
        ("−2.5".encode(), -2.5),
        (b"\x962.5", -2.5),
        (b"+0000000000000000002.5", 2.5),
        ("２.５".encode(), 2.5),
        (b"+2." + b"0" * 300, 2.0),
        (b"+2.5s", 2.5),
        (b"2.5 sec", 2.5),
        (b"++2.5", 2.5),
        (b"--2.5", -2.5),
        (b"+01:02:03.5", 3723.5),
        (b"-00:00:02", -2.0),
    ],
)
def test_whatever_can_be_read_as_a_number_is_one(field: bytes, onset_s: float) -> None:
    assert notes_of(b"+0\x14\x14\x00" + field + b"\x151.5\x14spasm\x14\x00") == [(onset_s, 1.5, "spasm")]
    assert parsed_of(field + b"\x14\x14\x00").onset_s == onset_s
    if len(field) < 60:
        assert record_onset(field + b"\x14\x14\x00") == onset_s


@pytest.mark.parametrize("field", [b"+" + b"9" * 401, b"+1e400", b"inf", b"nan", b"-inf", b"+1e13", b"n/a", b"", b"+"])
def test_a_time_that_is_none_costs_one_note_and_is_counted(field: bytes) -> None:
    chunk = b"+4\x14\x14\x00" + field + b"\x14lost\x14\x00+4.5\x14kept\x14\x00"
    assert notes_of(chunk) == [(4.5, 0.0, "kept")]
    assert parsed_of(chunk).n_unreadable == 1
    assert parsed_of(chunk).onset_s == 4
    assert parsed_of(field + b"\x14\x14\x00").onset_s is None
    assert record_onset(field + b"\x14\x14\x00") is None


@pytest.mark.parametrize(
    ("field", "duration_s", "n_odd"),
    [
        (b"+1.5", 1.5, 0),
        (b" 2", 2.0, 0),
        (b".5", 0.5, 0),
        (b"2 s", 2.0, 0),
        (b"-0", 0.0, 0),
        (b"1,5", 1.5, 0),
        (b"1e-1", 0.1, 0),
        (b"", 0.0, 0),
        (b"-1", 0.0, 1),
        (b"n/a", 0.0, 1),
        (b"nan", 0.0, 1),
        (b"inf", 0.0, 1),
        (b"1e999", 0.0, 1),
        (b"9" * 401, 0.0, 1),
    ],
)
def test_an_odd_duration_leaves_the_note(field: bytes, duration_s: float, n_odd: int) -> None:
    chunk = b"+0\x14\x14\x00+2.5\x15" + field + b"\x14spasm\x14\x00"
    assert notes_of(chunk) == [(2.5, duration_s, "spasm")]
    assert parsed_of(chunk).n_odd_durations == n_odd


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (b"+2.5spike\x14\x00", [(2.5, 0.0, "spike")]),
        (b"+2.5\x15spike\x14\x00", [(2.5, 0.0, "spike")]),
        (b"+2.5\x151.5\x15spike\x14\x00", [(2.5, 1.5, "spike")]),
        (b"+2.5\x15\x151.5\x14spike\x14\x00", [(2.5, 1.5, "spike")]),
        (b"+2.5\x14\x14spike\x14\x14\x00", [(2.5, 0.0, "spike")]),
        (b"+2.5\x14spike", [(2.5, 0.0, "spike")]),
        (b"+1\x14a\x14+2\x14b\x14\x00", [(1.0, 0.0, "a"), (2.0, 0.0, "b")]),
        (b"+1\x153\x14a\x14+2\x154\x14b\x14+3\x14c\x14", [(1.0, 3.0, "a"), (2.0, 4.0, "b"), (3.0, 0.0, "c")]),
        (b"+1\x14a\x14\r\n+2\x14b\x14\r\n", [(1.0, 0.0, "a"), (2.0, 0.0, "b")]),
        (b"+1\x14a\x14    ", [(1.0, 0.0, "a")]),
    ],
)
def test_lists_with_marks_that_lack_or_are_doubled(lists: bytes, expected: list[tuple[float, float, str]]) -> None:
    assert notes_of(b"+0\x14\x14\x00" + lists) == expected
    assert parsed_of(b"+0\x14\x14\x00" + lists).n_unreadable == 0


def test_a_signed_number_among_the_texts_of_a_list_stays_a_text() -> None:
    assert notes_of(b"+10\x14\x14\x00+10\x14left\x14+1\x14right\x14\x00") == [
        (10.0, 0.0, "left"),
        (10.0, 0.0, "+1"),
        (10.0, 0.0, "right"),
    ]
    assert notes_of(b"+0\x14\x14\x00+5\x14+5\x14\x00") == [(5.0, 0.0, "+5")]
    assert notes_of(b"+5\x14+5.25\x14\x00") == [(5.0, 0.0, "+5.25")]


@pytest.mark.parametrize(
    "lists",
    [
        b"+3.000000\x14\x14+3.140000\x14A1+A2 OFF\x14\x00",
        b"+3\x14\x14\x00+3\x14+3.14\x14A1+A2 OFF\x14\x00",
        b"+3\x14\x14\x00+3\x14A1+A2 OFF\x14+3.14\x14\x00",
        b"+3\x14\x14\x00+3\x14+3.14\x14\x00+3\x14A1+A2 OFF\x14\x00",
        b"+3\x14\x14\x00+3\x14A1+A2 OFF\x14\x00+3\x14+3.14\x14\x00",
    ],
)
def test_a_second_time_is_the_time_of_the_text_beside(lists: bytes) -> None:
    assert notes_of(lists) == [(3.14, 0.0, "A1+A2 OFF")]
    assert parsed_of(lists).n_second_times == 1


def test_several_second_times_of_one_record() -> None:
    lists = b"+3\x14\x14+3.14\x14a\x14+3.5\x14b\x14\x00"
    assert notes_of(lists) == [(3.14, 0.0, "a"), (3.5, 0.0, "b")]
    lists = b"+3\x14\x14\x00+3\x14a\x14\x00+3\x14+3.14\x14\x00+3\x14b\x14\x00+3\x14+3.5\x14\x00"
    assert notes_of(lists) == [(3.14, 0.0, "a"), (3.5, 0.0, "b")]


def test_lists_that_run_over_the_border_of_two_signals() -> None:
    whole = b"+0\x14\x14\x00+12.5\x151.5\x14long text\x14\x00+2\x14b\x14\x00"
    for cut in range(6, whole.index(b"\x00+2")):
        assert notes_of(whole[:cut], whole[cut:] + b"\x00\x00") == [(12.5, 1.5, "long text"), (2.0, 0.0, "b")], cut
    assert notes_of(b"+0\x14\x14\x00+1\x14cut of", b"+2\x14b\x14\x00") == [(1.0, 0.0, "cut of"), (2.0, 0.0, "b")]


@given(
    st.lists(st.sampled_from([b"+1", b"+2.5", b"\x14", b"\x15", b"\x00", b"a", b"-3", b" ", b"e5", b","]), max_size=40)
)
def test_a_good_list_behind_is_never_lost(parts: list[bytes]) -> None:
    chunk = b"".join(parts) + b"\x00+7.25\x150.5\x14kept\x14\x00"
    assert (7.25, 0.5, "kept") in notes_of(chunk)


@pytest.mark.parametrize(
    ("field", "decimals"),
    [
        (b"+2", 0),
        (b"+2.50", 2),
        (b"+2,5", 1),
        (b"+25e-1", 1),
        (b"2.5e0", 1),
        (b"2.500 sec", 3),
        (b"2.5e1 s", 0),
        (b"+1:2", 0),
    ],
)
def test_the_decimals_of_a_time_are_counted(field: bytes, decimals: int) -> None:
    assert onset_decimals(field + b"\x14\x14\x00") == decimals
