"""Every frame of videos whose times are odd is reached at its time: barcodes read back in order and at random."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from films.barcoded import B_FRAMES, HEIGHT_PX, WIDTH_PX, barcode, read_barcode, write_video
from films.odd_videos import CLOSED, H265, MPEG, OPEN, all_numbers, joined, number_of, write
from shared_data import SHARED, needs_shared, shared_facts

from eegview.model.errors import UnreadableFile
from eegview.readers.video.audio import open_audio
from eegview.readers.video.index_cache import IndexCache
from eegview.readers.video.video import open_video

REPORTS = SHARED / "reports" / "video"
RAW: dict[str, tuple[str, str, dict[str, str]]] = {
    "closed.h264": ("libx264", "h264", CLOSED),
    "open.264": ("libx264", "h264", OPEN),
    "open.h265": ("libx265", "hevc", H265),
    "b.m2v": ("mpeg2video", "mpeg2video", MPEG),
    "p.m4v": ("mpeg4", "m4v", {"g": "12", "qscale": "2"}),
}


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001), Fraction(12)])
def test_a_bare_stream_is_counted_at_its_own_rate(tmp_path: Path, name: str, rate: Fraction) -> None:
    codec, form, options = RAW[name]
    if rate == 12 and codec == "mpeg2video":
        pytest.skip("MPEG-2 knows no 12 frames a second")
    video = open_video(write(tmp_path / name, 60, codec=codec, form=form, rate=rate, options=options))
    assert video.first_s == 0.0
    assert video.last_s == pytest.approx(60 / float(rate), abs=1e-3)
    assert video.fps_nominal == pytest.approx(float(rate))
    assert all_numbers(video) == list(range(60))
    assert [issue.code for issue in video.issues if issue.code != "video_wrong_extension"] == ["video_no_times"]
    assert f"{float(rate):g} a second, as it states" in " ".join(issue.message for issue in video.issues)
    video.close()


def test_an_assumed_rate_is_told(tmp_path: Path) -> None:
    options = {"preset": "ultrafast", "x265-params": "vui-timing-info=0:log-level=none"}
    video = open_video(write(tmp_path / "a.h265", 30, codec="libx265", form="hevc", options=options))
    assert all_numbers(video) == list(range(30))
    assert "an assumed 25 a second" in video.issues[0].message
    video.close()


def test_a_bare_stream_that_begins_in_the_midst_shows_whole_pictures_only(tmp_path: Path) -> None:
    options = CLOSED | {"x264-params": CLOSED["x264-params"] + ":repeat-headers=1"}
    content = write(tmp_path / "a.h264", form="h264", options=options).read_bytes()
    path, n_opened = tmp_path / "cut.h264", 0
    for at in range(len(content) // 5, len(content) // 2, len(content) // 24):
        path.write_bytes(content[at:])
        try:
            video = open_video(path)
        except UnreadableFile:  # what begins so does not always look like anything
            continue
        numbers = [number for number in all_numbers(video) if number is not None]
        assert len(numbers) >= 24
        assert numbers == list(range(60 - len(numbers), 60))
        video.close()
        n_opened += 1
    assert n_opened >= 5


def test_fragments_of_a_container_are_no_bare_stream(tmp_path: Path) -> None:
    """H.264 in MP4 is not cut by start codes; a piece of it is nothing that can be shown."""
    content = write(tmp_path / "a.mp4").read_bytes()
    path = tmp_path / "fragment.mp4"
    path.write_bytes(content[content.index(b"mdat") + 4 : content.index(b"moov")])
    with pytest.raises(UnreadableFile):
        open_video(path)


AVI: dict[str, tuple[str, dict[str, str]]] = {
    "h264.avi": ("libx264", CLOSED),
    "open_gop.avi": ("libx264", OPEN),
    "mpeg4.avi": ("mpeg4", MPEG),
    "mpeg2.avi": ("mpeg2video", MPEG),
    "no_b_frames.avi": ("libx264", {"preset": "ultrafast", "bf": "0"}),
}


@pytest.mark.parametrize("name", AVI)
def test_the_first_frame_of_an_avi_is_at_zero(tmp_path: Path, name: str) -> None:
    codec, options = AVI[name]
    video = open_video(write(tmp_path / name, codec=codec, options=options))
    assert (video.first_s, video.last_s) == (0.0, pytest.approx(60 / 25))
    assert all_numbers(video) == list(range(60))
    assert video.issues == ()
    video.close()


@pytest.mark.parametrize(
    ("name", "form", "codec", "options"),
    [
        ("a.ts", "mpegts", "libx264", CLOSED),
        ("open.ts", "mpegts", "libx264", OPEN),
        ("a.m2ts", "mpegts", "libx265", H265),
        ("b.ts", "mpegts", "mpeg2video", MPEG),
        ("a.vob", "vob", "mpeg2video", MPEG),
        ("a.mpg", "mpeg", "mpeg2video", MPEG),
        ("a.flv", "flv", "libx264", CLOSED),
    ],
)
def test_every_frame_is_reached_where_times_start_again(
    tmp_path: Path, name: str, form: str, codec: str, options: dict[str, str]
) -> None:
    """Three parts, the second shorter than a second."""
    lengths, first = (50, 14, 40), (0, 200, 300)
    parts = [
        write(tmp_path / f"{k}{name}", n, at, codec=codec, form=form, options=options)
        for k, (n, at) in enumerate(zip(lengths, first, strict=True))
    ]
    video = open_video(joined(tmp_path / name, *parts))
    numbers = all_numbers(video)
    expected = [at + k for n, at in zip(lengths, first, strict=True) for k in range(n)]
    lost = sorted(set(expected) - set(numbers))  # type: ignore[type-var]
    if codec == "libx265":  # what is decoded before a first key frame of an open group lacks what it builds on
        assert len(lost) <= 4
    elif form == "flv":  # its demuxer stops at the header of the second file
        assert numbers[: lengths[0]] == expected[: lengths[0]]
        return
    else:
        assert (numbers, lost) == (expected, [])
    begins = [part.start_s for part in video.parts]
    assert [number_of(video.frame_at(begin_s).rgb) for begin_s in begins] == list(first)  # type: ignore[union-attr]
    assert "start again" in " ".join(issue.message for issue in video.issues)
    video.close()


@pytest.mark.parametrize("form", ["vob", "mpeg"])
def test_a_disc_that_stores_times_of_some_frames_shows_the_same_at_every_time(tmp_path: Path, form: str) -> None:
    """Pictures larger than the packs that they are cut into: from a jump on the library makes up other times."""
    path = tmp_path / "a.vob"
    noise = np.random.default_rng(1)
    with av.open(str(path), "w", format=form) as container:
        stream = container.add_stream("mpeg2video", rate=25, options={"g": "12", "bf": "2", "b": "6000000"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX * 4, "yuv420p"
        for k in range(150):
            grain = noise.integers(0, 256, (HEIGHT_PX * 3, WIDTH_PX, 3), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(np.vstack([barcode(k), grain]), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    video = open_video(path)
    index = video.facts.times.index
    for position in random.Random(2).sample(range(150), 150):
        frame = video.frame_at(index.pts_s(position))
        assert frame is not None
        assert read_barcode(frame.rgb[:HEIGHT_PX]) == position
    assert index.n_frames == 150
    assert video.issues == ()
    video.close()


def test_parts_are_stepped_across_and_played_through(tmp_path: Path) -> None:
    parts = [write(tmp_path / f"{k}.ts", 30, 100 * k, form="mpegts") for k in range(2)]
    video = open_video(joined(tmp_path / "a.ts", *parts))
    pts_s, seen = video.first_s, [0]
    while (following_s := video.step(pts_s, +1)) is not None:
        pts_s = following_s
        seen.append(number_of(video.frame_at(pts_s).rgb))  # type: ignore[union-attr]
    assert seen == [*range(30), *range(100, 130)]
    assert len(list(video.decode_from(video.first_s))) == 60
    assert (video.part_at(video.first_s), video.part_at(pts_s)) == (1, 2)
    assert video.stored_s(video.parts[1].start_s) == pytest.approx(video.stored_s(video.first_s))
    video.close()


def test_an_index_of_parts_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eegview.readers.video.reading._WORTH_KEEPING_S", 0.0)
    cache = IndexCache(tmp_path / "cache")
    path = joined(tmp_path / "a.ts", *(write(tmp_path / f"{k}.ts", 30, 100 * k, form="mpegts") for k in range(2)))
    first = open_video(path, cache)
    kept = cache.get(path)
    assert kept is not None
    again = open_video(path, cache)
    assert (again.parts, again.issues) == (first.parts, first.issues)
    assert all_numbers(again) == [*range(30), *range(100, 130)]
    first.close()
    again.close()


def test_parts_are_found_while_the_file_is_read(tmp_path: Path) -> None:
    path = joined(tmp_path / "a.ts", *(write(tmp_path / f"{k}.ts", 400, 1000 * k, form="mpegts") for k in range(2)))
    video = open_video(path, patience_s=0.0)
    assert not video.facts.times.is_whole
    assert video.frame_at(video.first_s + 50.5 / 25) is not None
    while not video.facts.times.read_on(0.0):
        video.facts.times._read_some()  # type: ignore[attr-defined]
    assert len(video.parts) == 2
    assert all_numbers(video) == [*range(400), *range(1000, 1400)]
    video.close()


@pytest.mark.parametrize("pause_s", [0.0, 12.0])
def test_the_size_may_change_on_the_way(tmp_path: Path, pause_s: float) -> None:
    one = write(tmp_path / "1.ts", 50, form="mpegts")
    two = write(tmp_path / "2.ts", 50, 200, first_s=2.08 + pause_s, form="mpegts", scale=2)
    video = open_video(joined(tmp_path / "a.ts", one, two))
    assert all_numbers(video) == [*range(50), *range(200, 250)]
    assert len(video.parts) == 1
    first, last = video.frame_at(video.first_s), video.frame_at(video.last_s - 0.01)
    assert first is not None
    assert last is not None
    assert (first.rgb.shape[0], last.rgb.shape[0]) == (HEIGHT_PX, 2 * HEIGHT_PX)
    if pause_s:  # no picture of before the pause stands for all of it
        assert video.frame_at(video.first_s + 8.0) is None
    video.close()


def test_a_second_part_that_the_clock_of_mpeg_seems_to_turn_over_for(tmp_path: Path) -> None:
    """The library takes a time more than a minute before the first for one of the next turn, 26.5 hours later."""
    one = write(tmp_path / "1.ts", 40, first_s=500.0, form="mpegts")
    two = write(tmp_path / "2.ts", 40, 100, first_s=1.0, form="mpegts")
    video = open_video(joined(tmp_path / "a.ts", one, two))
    assert all_numbers(video) == [*range(40), *range(100, 140)]
    assert len(video.parts) == 2
    assert video.duration_s == pytest.approx(80 / 25)
    video.close()


@pytest.mark.parametrize("first_s", [2**33 / 90000 - 1.0, 2**33 / 90000 - 200.0])
def test_the_clock_of_mpeg_turns_over(tmp_path: Path, first_s: float) -> None:
    times_s = [first_s + 8 * k for k in range(60)]
    path = write(tmp_path / "a.ts", 60, form="mpegts", times_s=times_s, mux={"muxdelay": "0", "muxpreload": "0"})
    video = open_video(path)
    assert all_numbers(video) == list(range(60))
    assert len(video.parts) == 1
    assert video.duration_s == pytest.approx(59 * 8, abs=9)
    video.close()


VARIABLE = [0.0, 0.04, 0.1, 0.5, 0.52, 1.9, 2.0, 2.04, 2.05, 3.0] + [3.0 + 0.033 * k for k in range(1, 50)]


@pytest.mark.parametrize(("name", "form"), [("a.mkv", None), ("a.mp4", None), ("a.ts", "mpegts")])
def test_a_variable_rate(tmp_path: Path, name: str, form: str | None) -> None:
    video = open_video(write(tmp_path / name, len(VARIABLE), form=form, times_s=VARIABLE))
    assert all_numbers(video) == list(range(len(VARIABLE)))
    index = video.facts.times.index
    shown_s = [index.pts_s(k) - video.first_s for k in range(index.n_frames)]
    assert shown_s == pytest.approx(VARIABLE, abs=0.001)
    video.close()


def test_times_below_zero(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", 50, first_s=-0.4, mux={"avoid_negative_ts": "disabled"})
    video = open_video(path)
    assert all_numbers(video)[-40:] == list(range(10, 50))
    video.close()


@pytest.mark.parametrize(("name", "form"), [("a.ts", "mpegts"), ("a.h264", "h264"), ("a.avi", None)])
@pytest.mark.parametrize("share", [0.37, 0.61, 0.93])
def test_a_file_cut_anywhere_shows_what_is_there(tmp_path: Path, name: str, form: str | None, share: float) -> None:
    content = write(tmp_path / name, 400, form=form).read_bytes()
    path = tmp_path / f"cut{name}"
    path.write_bytes(content[: int(len(content) * share)])
    video = open_video(path)
    numbers = all_numbers(video)
    whole = [number for number in numbers[:-4] if number is not None]
    assert whole == list(range(len(whole)))
    assert len(whole) > 400 * share * 0.6
    video.close()


def with_sound(path: Path, later_s: float) -> Path:
    """Write two seconds of picture with four of sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options=CLOSED)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        sound = container.add_stream("aac", rate=48000)
        assert isinstance(sound, av.AudioStream)
        for k in range(50):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(barcode(k), format="rgb24")))
        container.mux(stream.encode())
        for k in range(int((2 + later_s) * 48000) // 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48000, 1024 * k
            container.mux(sound.encode(frame))
        container.mux(sound.encode())
    return path


@pytest.mark.parametrize("name", ["a.mp4", "a.ts", "a.mkv"])
def test_sound_that_lasts_longer_makes_no_picture_last(tmp_path: Path, name: str) -> None:
    video = open_video(with_sound(tmp_path / name, 2.0))
    assert all_numbers(video) == list(range(50))
    assert video.duration_s == pytest.approx(2.0, abs=0.01)
    assert video.frame_at(video.first_s + 2.5) is None
    video.close()


def test_of_two_programs_one_is_shown_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    with av.open(str(path), "w", format="mpegts") as container:
        streams = [container.add_stream("libx264", rate=25, options=CLOSED) for _ in range(2)]
        for stream in streams:
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for k in range(60):
            for n, stream in enumerate(streams):
                frame = av.VideoFrame.from_ndarray(barcode(k + 500 * n), format="rgb24")
                container.mux(stream.encode(frame))  # type: ignore[union-attr]
        for stream in streams:
            container.mux(stream.encode())  # type: ignore[union-attr]
    video = open_video(path)
    numbers = all_numbers(video)
    assert numbers in (list(range(60)), list(range(500, 560)))
    video.close()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pictures_are_turned(tmp_path: Path, turn: int) -> None:
    video = open_video(write_video(tmp_path / "a.mp4", options=B_FRAMES, rotation=turn))
    frame = video.frame_at(video.first_s + 7.5 / 25)
    assert frame is not None
    assert read_barcode(np.rot90(frame.rgb, -video.rotation // 90)) == 7
    video.close()


def packets_with(path: Path, source: Path, change: Callable[[int, int], int | None]) -> Path:
    """Write the packets of a video again with other times; `change(number, dts)` is by how many ticks."""
    with av.open(str(source)) as given, av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as out:
        stream = given.streams.video[0]
        target = out.add_stream_from_template(stream)
        for number, packet in enumerate(packet for packet in given.demux(stream) if packet.size):
            assert packet.dts is not None
            by = change(number, packet.dts)
            if by is not None:
                packet.pts, packet.dts = (packet.pts or 0) + by, packet.dts + by
            packet.stream = target
            out.mux(packet)
    return path


def test_some_times_are_those_of_other_frames(tmp_path: Path) -> None:
    """Two frames with one time: one of them is shown, the rest is exact."""
    plain = {"preset": "ultrafast", "bf": "0", "g": "12"}
    source = write(tmp_path / "a.mkv", 60, options=plain)
    path = packets_with(tmp_path / "b.mkv", source, lambda number, _dts: -40 if number in (20, 41) else 0)
    video = open_video(path)
    numbers = all_numbers(video)
    assert set(range(60)) - set(numbers) <= {19, 20, 40, 41}  # type: ignore[operator]
    for number in (5, 18, 22, 30, 45, 59):
        assert number_of(video.frame_at(video.first_s + (number + 0.5) / 25).rgb) == number  # type: ignore[union-attr]
    video.close()


@needs_shared(REPORTS)
@pytest.mark.parametrize("fact", shared_facts(REPORTS / "expected.json"), ids=lambda fact: fact["file"])
def test_reported_videos(fact: dict) -> None:
    video = open_video(REPORTS / fact["file"])
    right = fact["right"]
    index = video.facts.times.index
    numbers = []
    for position in range(index.n_frames):
        frame = video.frame_at(index.pts_s(position))
        assert frame is not None
        gray = frame.rgb.mean(axis=2)[-20:-4]
        numbers.append(sum(int(gray[:, 20 * b + 5 : 20 * b + 15].mean() > 127) << (15 - b) for b in range(16)))
    n_first = right.get("first_part", right)["n"]
    assert numbers[:n_first] == list(range(n_first))
    assert numbers[n_first:] == list(range(200, 200 + len(numbers) - n_first))
    assert video.frame_at(video.first_s + 0.5 / 25) is not None
    assert video.fps_nominal == 25
    if "first_pts_s" in right:
        assert video.first_s == right["first_pts_s"]
    video.close()


def with_tones(path: Path, hz: list[int]) -> Path:
    """Write a second of picture and of tone for each pitch."""
    with av.open(str(path), "w", format="mpegts") as container:
        stream = container.add_stream("libx264", rate=25, options=CLOSED)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        sound = container.add_stream("mp2", rate=48000)
        assert isinstance(sound, av.AudioStream)
        at = 0
        for k in range(25 * len(hz)):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(barcode(k), format="rgb24")))
            while at < (k + 1) * 1920:
                tone = np.sin(2 * np.pi * hz[min(at // 48000, len(hz) - 1)] * np.arange(at, at + 1152) / 48000)
                samples = np.tile((tone * 12000).astype(np.int16), 1)[None]
                frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
                frame.sample_rate, frame.pts = 48000, at
                container.mux(sound.encode(frame))
                at += 1152
        container.mux(stream.encode())
        container.mux(sound.encode())
    return path


def test_sound_runs_on_as_the_pictures_do(tmp_path: Path) -> None:
    parts = [with_tones(tmp_path / "1.ts", [400, 800, 1200]), with_tones(tmp_path / "2.ts", [2000, 2400, 2800])]
    path = joined(tmp_path / "a.ts", *parts)
    video = open_video(path)
    audio = open_audio(path, video.facts.times.index)
    assert audio is not None
    pitches = [400, 800, 1200, 2000, 2400, 2800]
    for second in (4, 0, 5, 2, 3, 1, 4):
        begin_s = video.first_s + second + 0.4
        sound = audio.read(begin_s, begin_s + 0.3)[:, 0]
        spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
        assert np.argmax(spectrum) * audio.rate_hz / len(sound) == pytest.approx(pitches[second], abs=10)
    audio.close()
    video.close()
