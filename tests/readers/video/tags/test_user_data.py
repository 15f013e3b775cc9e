"""What a camera wrote between the pictures is gone from a copy; the pictures are the same."""

from pathlib import Path

import numpy as np
import pytest
from films.barcoded import write_video
from films.phone_clips import trimmed, write_phone_clip
from hypothesis import given
from hypothesis import strategies as st
from there import there

from eegview.model.errors import UnreadableFile
from eegview.readers.video.copying import copy_pictures
from eegview.readers.video.tags.user_data import without_user_data
from eegview.readers.video.video import open_video


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv", ".ts"])
@pytest.mark.parametrize(("codec", "program"), [("libx264", b"x264"), ("libx265", b"x265")])
def test_the_program_that_made_it_is_no_longer_named(tmp_path: Path, codec: str, program: bytes, ending: str) -> None:
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    film = write_video(tmp_path / f"film{ending}", codec, 30, options=options)
    assert program in film.read_bytes()
    copy = tmp_path / f"copy{ending}"
    copy_pictures(film, copy, with_sound=False)
    assert program not in copy.read_bytes()
    one, other = open_video(film), open_video(copy)
    for number in range(30):
        first, second = one.frame_at(one.first_s + 0.04 * number), other.frame_at(other.first_s + 0.04 * number)
        assert first is not None
        assert second is not None
        assert np.array_equal(first.rgb, second.rgb)


_H264 = (0, 6, 45, 47, 137, 144, 147)


def message(kind: int, content: bytes) -> bytes:
    size = b"\xff" * (len(content) // 255) + bytes([len(content) % 255])
    return bytes([kind]) + size + content


def escaped(payload: bytes) -> bytes:
    out, zeros = bytearray(), 0
    for byte in payload:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


@given(st.lists(st.tuples(st.integers(0, 160), st.binary(max_size=600)), min_size=1, max_size=5), st.booleans())
def test_only_user_data_goes_whatever_is_in_it(messages: list[tuple[int, bytes]], is_hevc: bool) -> None:
    codec, head = ("hevc", b"\x4e\x01") if is_hevc else ("h264", b"\x06")
    picture = b"\x41\x9a\x00\x00\x03\x01"
    unit = head + escaped(b"".join(message(kind, content) for kind, content in messages) + b"\x80")
    kept = [
        one for one in messages if one[0] in ((0, 1, 6, 45, 47, 129, 130, 132, 137, 144, 147) if is_hevc else _H264)
    ]
    wanted = head + escaped(b"".join(message(kind, content) for kind, content in kept) + b"\x80") if kept else b""
    packed = b"".join(len(one).to_bytes(4, "big") + one for one in (unit, picture))
    expected = b"".join(len(one).to_bytes(4, "big") + one for one in (wanted, picture) if one)
    assert without_user_data(packed, codec, 4) == expected


SECRET = b"Jane 07:15"


@pytest.mark.parametrize(
    ("codec", "unit"),
    [
        ("h264", b"\x0c" + SECRET),
        ("h264", b"\x18" + SECRET),
        ("h264", b"\x06\x01\x0a" + SECRET + b"\x80"),
        ("hevc", b"\x4c\x01" + SECRET),
        ("hevc", b"\x60\x01" + SECRET),
        ("hevc", b"\x4e\x01\x88\x0a" + SECRET + b"\x80"),
    ],
)
def test_filling_unspecified_units_and_times_of_day_go(codec: str, unit: bytes) -> None:
    picture = b"\x41\x9a\x01" if codec == "h264" else b"\x02\x01\x01"
    packed = b"".join(len(one).to_bytes(4, "big") + one for one in (unit, picture))
    assert without_user_data(packed, codec, 4) == b"\0\0\0\x03" + picture


def test_user_data_and_clocks_of_mpeg_go() -> None:
    group, picture = b"\0\0\1\xb8\x9f\xff\xff\xff\xe0", b"\0\0\1\x00\x12\x34"
    user = b"\0\0\1\xb2" + SECRET
    assert without_user_data(group + user + picture, "mpeg2video", None) == (
        b"\0\0\1\xb8\x00\x08\x00\x7f\xe0" + picture
    )
    assert without_user_data(user + picture, "mpeg4", None) == picture
    told = b"\0\0\1\xb2XviD0046" + picture
    assert without_user_data(told, "mpeg4", None) is told
    with pytest.raises(ValueError, match="hours"):
        without_user_data(b"\0\0\1\xb3\x3c\xff\xff" + picture, "mpeg4", None)


def test_comments_and_blocks_of_applications_go_from_jpeg_pictures() -> None:
    def segment(marker: int, content: bytes) -> bytes:
        return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content

    table, scan = segment(0xDB, b"\0" * 65), segment(0xDA, b"\1\2\3") + b"\x12\xff\x00\x34\xff\xd9"
    told = segment(0xE1, b"Exif\0\0" + SECRET) + segment(0xFE, SECRET) + segment(0xE0, b"JFIF\0" + SECRET)
    assert without_user_data(b"\xff\xd8" + told + table + scan + SECRET, "mjpeg", None) == b"\xff\xd8" + table + scan


def test_messages_of_makers_and_time_codes_go_from_av1() -> None:
    def unit(kind: int, content: bytes) -> bytes:
        return bytes((kind << 3 | 2, len(content))) + content

    kept = unit(1, b"sequence") + unit(5, b"\x01light") + unit(6, b"frame")
    told = unit(5, b"\x04" + SECRET) + unit(5, b"\x05" + SECRET) + unit(15, SECRET)
    assert without_user_data(told + kept, "av1", None) == kept


def test_a_codec_whose_user_data_is_not_known_is_refused(tmp_path: Path) -> None:
    film = write_video(tmp_path / "film.avi", "wmv2", 20)
    with pytest.raises(UnreadableFile) as caught:
        copy_pictures(film, tmp_path / "copy.avi", with_sound=False)
    assert "eegview film" in caught.value.advice
    assert [path.name for path in tmp_path.iterdir()] == ["film.avi"]


@pytest.mark.parametrize("codec", ["mjpeg", "mpeg4", "mpeg2video"])
def test_pictures_of_other_codecs_are_the_same_in_the_copy(tmp_path: Path, codec: str) -> None:
    film, copy = write_video(tmp_path / "film.mkv", codec, 20), tmp_path / "copy.mkv"
    copy_pictures(film, copy, with_sound=False)
    one, other = open_video(film), open_video(copy)
    for number in range(20):
        first, second = (there(video.frame_at(video.first_s + 0.04 * number + 0.001)) for video in (one, other))
        assert np.array_equal(first.rgb, second.rgb)


@pytest.mark.parametrize("ending", [".mov", ".mkv"])
def test_what_was_trimmed_off_is_not_copied(tmp_path: Path, ending: str) -> None:
    cut = trimmed(write_phone_clip(tmp_path / "whole.mov", 60), tmp_path / "cut.mov", 0.7)
    with pytest.raises(UnreadableFile, match="trimmed"):
        copy_pictures(cut, tmp_path / f"copy{ending}", with_sound=False)
    assert not (tmp_path / f"copy{ending}").exists()
