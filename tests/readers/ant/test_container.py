"""The container of ANT files, and the list of their pauses."""

import struct
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UnreadableFile
from eegview.model.patient import FEMALE
from eegview.readers.ant.container import clock_of, read_header
from eegview.readers.ant.segments import placed_segments, read_segments
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.vendor.kinds import is_ant

EEPH = b"[File Version]\n4.2\n[Sampling Rate]\n500.25000000\n[Samples]\n1946\n"
INFO = (
    b"[StartDate]\n45544.456759259258\n[StartFraction]\n0.25\n[SubjectID]\n17\n[SubjectSex]\nF\n"
    b"[SubjectDateOfBirth]\n0 0 0 14 7 124 0 0 0\n"
)
BEGAN = datetime(2024, 9, 9, 10, 57, 44, 250_000)


def container(long: bool, *chunks: tuple[bytes, bytes]) -> bytes:
    length = struct.Struct("<Q" if long else "<I")
    body = b"CNT " + b"".join(name + length.pack(len(text)) + text + b"\0" * (len(text) % 2) for name, text in chunks)
    return (b"RF64" if long else b"RIFF") + length.pack(len(body)) + body


@pytest.mark.parametrize("long", [False, True])
def test_both_widths_are_read(tmp_path: Path, long: bool) -> None:
    content = container(long, (b"LIST", b"raw3" + bytes(7)), (b"eeph", EEPH), (b"info", INFO))
    assert is_ant(content[:16])
    (tmp_path / "a.cnt").write_bytes(content)
    header = read_header(tmp_path / "a.cnt")
    assert (header.rate_hz, header.started_at) == (500.25, BEGAN)
    assert (header.patient.code, header.patient.sex, header.patient.born) == ("17", FEMALE, date(2024, 8, 14))


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_cut_file_is_told_to_be_cut(tmp_path: Path, long: bool, cut: int) -> None:
    content = container(long, (b"eeph", EEPH), (b"info", INFO))
    (tmp_path / "a.cnt").write_bytes(content[:-cut])
    with pytest.raises(UnreadableFile, match="cut short"):
        read_header(tmp_path / "a.cnt")


def test_the_rf64_of_wave_is_none_of_ours() -> None:
    assert not is_ant(b"RF64\xff\xff\xff\xffWAVEds64")
    assert not is_ant(b"RIFF\x10\0\0\0WAVEfmt ")


@given(st.binary(max_size=300), st.booleans())
def test_any_chunks_are_read_or_passed_over(tmp_path_factory: pytest.TempPathFactory, raw: bytes, long: bool) -> None:
    path = tmp_path_factory.mktemp("c") / "a.cnt"
    path.write_bytes(container(long, (b"info", raw), (b"eeph", raw[::-1])) + raw)
    read_header(path)


def line(at: datetime, n: int) -> str:
    days = (at - datetime(1899, 12, 30)).total_seconds()
    return f"{int(days) / 86400:.14f} {days % 1:.6f} {n}\n"


def test_pauses_lie_at_their_true_times() -> None:
    text = "NumberSegments= 3\n" + line(datetime(2024, 9, 9, 11, 0, 0), 400) + line(datetime(2024, 9, 10), 100)
    found, issues = placed_segments(text, 1000, 100.0, BEGAN)
    assert issues == []
    assert [(stored.first, stored.n_samples) for stored in found] == [(0, 500), (500, 400), (900, 100)]
    assert [stored.start_s for stored in found] == pytest.approx([0.0, 135.75, 46935.75])


@pytest.mark.parametrize(
    "text",
    ["", "x", "NumberSegments= 3\n45544 0 1\n", "NumberSegments= 2\n45544 0\n", "NumberSegments= 2\n45544 0 -5\n",
     "NumberSegments= 2\n45544 0 5000\n", "NumberSegments= 2\n1e999 0 1e999\n"],
)  # fmt: skip
def test_a_list_that_is_none_is_told_and_the_signal_stays(text: str) -> None:
    found, issues = placed_segments(text, 1000, 100.0, BEGAN)
    assert found == (StoredSegment(0, 1000, 0.0),)
    assert [issue.code for issue in issues] == ["segments_unread"]


def test_one_segment_has_no_pause_and_names_may_be_in_capitals() -> None:
    assert read_segments("\ufeffnumbersegments = 1\r\n\r\n") == []
    assert placed_segments("NUMBERSEGMENTS=1\n", 10, 1.0, None) == ((StoredSegment(0, 10, 0.0),), [])


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_none(text: str) -> None:
    placed_segments("NumberSegments= 2\n" + text, 1000, 100.0, BEGAN)


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_is_a_time_or_none(days: float, fraction_s: float) -> None:
    clock_of(days, fraction_s)
