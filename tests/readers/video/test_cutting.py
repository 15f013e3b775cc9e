"""A part of a video is cut without converting it: the same pictures, times from 0, nothing of the container's texts."""

from pathlib import Path

import av
import pytest
from films.barcoded import read_barcode, write_video
from films.phone_clips import trimmed

from eegview.model.errors import UnreadableFile
from eegview.model.span import Span
from eegview.readers.video.cutting import cut_pictures

RATE_HZ = 25


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(
        tmp_path_factory.mktemp("video") / "whole.mp4", n_frames=20 * RATE_HZ, metadata={"title": "Erika"}
    )


def numbers(path: Path) -> list[tuple[float, int]]:
    """Return time and number of every picture of a video whose pictures bear their numbers."""
    with av.open(str(path)) as container:
        return [(frame.time, read_barcode(frame.to_ndarray(format="rgb24"))) for frame in container.decode(video=0)]


def test_the_part_holds_the_pictures_of_its_span_at_their_times(video: Path, tmp_path: Path) -> None:
    out = tmp_path / "part.mp4"
    written = cut_pictures(video, out, Span(8.0, 12.0))
    assert written is not None
    whole = dict(numbers(video))
    found = numbers(out)
    assert found[0][0] == 0
    assert written.start_s <= 8.0
    for time_s, number in found:
        at_s = min(whole, key=lambda t: abs(t - time_s - written.start_s))
        assert abs(at_s - time_s - written.start_s) < 0.5 / RATE_HZ
        assert whole[at_s] == number
    times_s = [time_s + written.start_s for time_s, _number in found]
    assert max(times_s) >= 12.0 - 2 / RATE_HZ
    assert max(times_s) < 12.5


def test_no_text_of_the_container_and_no_sound_goes_along(video: Path, tmp_path: Path) -> None:
    out = tmp_path / "part.mp4"
    cut_pictures(video, out, Span(2.0, 4.0))
    assert b"Erika" in video.read_bytes()
    assert b"Erika" not in out.read_bytes()
    with av.open(str(out)) as container:
        assert not container.streams.audio
        names = {name.casefold() for name in container.metadata} - {"major_brand", "minor_version", "compatible_brands"}
        assert names <= {"encoder"}


def test_a_span_beyond_the_video_has_no_pictures(video: Path, tmp_path: Path) -> None:
    out = tmp_path / "part.mp4"
    assert cut_pictures(video, out, Span(500.0, 504.0)) is None
    assert not list(tmp_path.iterdir())


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(b"no video")
    with pytest.raises(UnreadableFile):
        cut_pictures(path, tmp_path / "part.mp4", Span(0.0, 1.0))
    assert list(tmp_path.iterdir()) == [path]


def test_what_the_maker_wrote_between_the_pictures_is_not_in_the_part(video: Path, tmp_path: Path) -> None:
    out = tmp_path / "part.mp4"
    assert b"x264" in video.read_bytes()
    assert cut_pictures(video, out, Span(8.0, 12.0)) is not None
    assert b"x264" not in out.read_bytes()


def test_pictures_that_were_trimmed_off_come_into_no_part(video: Path, tmp_path: Path) -> None:
    clip, out = trimmed(video, tmp_path / "trimmed.mp4", 1.2), tmp_path / "part.mp4"
    with pytest.raises(UnreadableFile, match="was trimmed"):
        cut_pictures(clip, out, Span(0.5, 3.0))
    assert not out.exists()
