import math

from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.edf.annotations import onset_decimals, parse_record, record_onset


def test_the_record_time_comes_first() -> None:
    parsed = parse_record(b"+567\x14\x14\x00\x00\x00")
    assert parsed.onset_s == 567
    assert parsed.notes == ()
    assert not parsed.is_damaged
    assert record_onset(b"+567\x14\x14\x00") == 567
    assert record_onset(b"-0.065\x14\x14\x00") == -0.065


def test_marks_with_duration_several_texts_and_a_text_in_the_first_list() -> None:
    chunk = b"+1\x14\x14first\x14\x00+1.25\x150.5\x14spasm\x14seen on video\x14\x00-0.5\x14early\x14\x00\x00\x00"
    parsed = parse_record(chunk)
    assert parsed.onset_s == 1
    assert [(n.onset_s, n.duration_s, n.text) for n in parsed.notes] == [
        (1.0, 0.0, "first"),
        (1.25, 0.5, "spasm"),
        (1.25, 0.5, "seen on video"),
        (-0.5, 0.0, "early"),
    ]


def test_a_record_without_its_time() -> None:
    assert record_onset(b"\x00" * 20) is None
    assert record_onset(b"+3\x14mark\x14\x00") is None
    parsed = parse_record(b"+3\x14mark\x14\x00")
    assert parsed.onset_s is None
    assert len(parsed.notes) == 1


def test_only_the_first_annotation_signal_keeps_time() -> None:
    assert parse_record(b"+3\x14\x14\x00", keeps_time=False).onset_s is None


def test_text_in_utf8_and_else_in_latin1() -> None:
    (note,) = parse_record(b"+0\x14\x14\x00+2\x14" + "Anfall, 发作".encode() + b"\x14\x00").notes
    assert (note.text, note.is_utf8) == ("Anfall, 发作", True)
    (note,) = parse_record(b"+0\x14\x14\x00+2\x14Kr\xe4mpfe\x14\x00").notes
    assert (note.text, note.is_utf8) == ("Krämpfe", False)


def test_destroyed_bytes_are_noticed_and_what_is_left_is_kept() -> None:
    parsed = parse_record(b"+4\x14\x14\x00\xf4\xc1\x6a\xeb\x00+4.5\x14kept\x14\x00")
    assert parsed.is_damaged
    assert parsed.onset_s == 4
    assert [n.text for n in parsed.notes] == ["kept"]


def test_a_blank_text_is_a_mark_only_if_it_lasts() -> None:
    assert parse_record(b"+0\x14\x14\x00+2\x14\x14\x00").notes == ()
    (note,) = parse_record(b"+0\x14\x14\x00+2\x153\x14\x14\x00").notes
    assert (note.duration_s, note.text) == (3.0, "")


def test_decimals_of_a_record_time() -> None:
    assert onset_decimals(b"+0.3945312\x14\x14\x00") == 7
    assert onset_decimals(b"+12\x14\x14\x00") == 0
    assert onset_decimals(b"\x00\x00") == 0


@given(st.binary(max_size=120))
def test_any_bytes_are_parsed_to_finite_times(chunk: bytes) -> None:
    parsed = parse_record(chunk)
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
    (note,) = parse_record(chunk).notes
    assert (note.onset_s, note.duration_s, note.text) == (onset_s, duration_s, text)
