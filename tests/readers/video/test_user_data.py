"""What a camera wrote between the pictures is gone from a copy; the pictures are the same."""

from pathlib import Path

import numpy as np
import pytest
from barcoded import write_video
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.video.copying import copy_pictures
from eegview.readers.video.user_data import without_user_data
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
    kept = [one for one in messages if one[0] not in (4, 5)]
    wanted = head + escaped(b"".join(message(kind, content) for kind, content in kept) + b"\x80") if kept else b""
    packed = b"".join(len(one).to_bytes(4, "big") + one for one in (unit, picture))
    expected = b"".join(len(one).to_bytes(4, "big") + one for one in (wanted, picture) if one)
    assert without_user_data(packed, codec, 4) == expected
