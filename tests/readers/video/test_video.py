"""The frame shown is the frame asked for: barcodes read back from videos of many makes."""

import json
import random
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from films.barcoded import B_FRAMES, barcode, read_barcode, write_video
from shared_data import DATA, needs_shared, shared_facts
from waiting import wait_for_thread

from eegview.model.errors import UnreadableFile
from eegview.readers.video.video import VideoSource, open_video

needs_data = needs_shared()
OPEN_GOP = {"x264-params": B_FRAMES["x264-params"] + ":open-gop=1"}
MAKES = {
    "b_frames.mp4": ("libx264", B_FRAMES),
    "open_gop.mkv": ("libx264", OPEN_GOP),
    "open_gop.ts": ("libx264", OPEN_GOP),
    "no_shown_times.avi": ("libx264", B_FRAMES),
    "packed.avi": ("mpeg4", {"g": "25", "bf": "2"}),
    "mpeg2.ts": ("mpeg2video", {"g": "12", "bf": "2"}),
    "windows.wmv": ("wmv2", {"g": "12"}),
    "vp9.webm": ("libvpx-vp9", {"cpu-used": "8", "deadline": "realtime", "g": "30"}),
    "one_key_frame.mp4": ("libx264", {"g": "1000"}),
    "h265.mp4": ("libx265", {"x265-params": "keyint=25:bframes=2:log-level=none"}),
    "h265_open_gop.ts": ("libx265", {"x265-params": "keyint=25:bframes=3:open-gop=1:log-level=none"}),
    "av1.mp4": ("libsvtav1", {"preset": "12", "g": "25"}),
    "av1.mkv": ("libsvtav1", {"preset": "12", "g": "25"}),
    "vp8.webm": ("libvpx", {"cpu-used": "8", "deadline": "realtime", "g": "25", "auto-alt-ref": "0"}),
    "vp9_hidden_frames.webm": ("libvpx-vp9", {"cpu-used": "8", "g": "30", "auto-alt-ref": "1", "lag-in-frames": "12"}),
    "motion_jpeg.avi": ("mjpeg", {"qscale": "3"}),
    "motion_jpeg.mov": ("mjpeg", {"qscale": "3"}),
    "h264.mov": ("libx264", B_FRAMES),
    "h264.m2t": ("libx264", B_FRAMES),
    "mpeg2.m2ts": ("mpeg2video", {"g": "12", "bf": "2"}),
    "mpeg4.mp4": ("mpeg4", {"g": "25", "bf": "2"}),
    "msmpeg4.asf": ("msmpeg4", {"g": "25"}),
}


def number_at(video: VideoSource, time_s: float) -> int | None:
    frame = video.frame_at(time_s)
    return None if frame is None else read_barcode(frame.rgb)


@pytest.mark.parametrize("name", MAKES)
def test_each_make_shows_the_frame_asked_for(tmp_path: Path, name: str) -> None:
    codec, options = MAKES[name]
    video = open_video(write_video(tmp_path / name, codec, options=options))
    assert video.issues == ()
    assert video.duration_s == pytest.approx(120 / 25, abs=0.002)
    chance = random.Random(name)
    for number in chance.sample(range(120), 25):
        time_s = video.first_s + (number + chance.uniform(0.1, 0.9)) / 25
        frame = video.frame_at(time_s)
        assert frame is not None
        assert frame.pts_s <= time_s < frame.next_pts_s
        assert read_barcode(frame.rgb) == number
        assert not frame.rgb.flags.writeable
    video.close()


@pytest.mark.parametrize("name", ["b_frames.mp4", "no_shown_times.avi", "open_gop.ts"])
def test_stepping_both_ways_meets_every_frame(tmp_path: Path, name: str) -> None:
    codec, options = MAKES[name]
    video = open_video(write_video(tmp_path / name, codec, options=options))
    pts_s, forward = video.first_s, [0]
    while (following_s := video.step(pts_s, +1)) is not None:
        pts_s = following_s
        forward.append(number_at(video, pts_s) or -1)
    assert forward == list(range(120))
    back = [119]
    while (previous_s := video.step(pts_s, -1)) is not None:
        pts_s = previous_s
        back.append(number_at(video, pts_s) if previous_s > video.first_s else 0)  # type: ignore[arg-type]
    assert back == list(range(119, -1, -1))
    assert video.step(video.last_s + 1, -1) is None


def test_variable_rate_goes_by_the_stored_times(tmp_path: Path) -> None:
    ticks = [0, 40, 80, 200, 1000, 1010, 1500, 1540, 1580]
    video = open_video(write_video(tmp_path / "vfr.mkv", ticks=ticks, options=B_FRAMES))
    first = video.first_s
    for number, tick in enumerate(ticks):
        assert number_at(video, first + tick / 1000) == number
    assert number_at(video, first + 0.999) == 3
    frame = video.frame_at(first + 0.5)
    assert frame is not None
    assert frame.next_pts_s - frame.pts_s == pytest.approx(0.8)


def test_a_first_frame_at_five_seconds_starts_at_five_seconds(tmp_path: Path) -> None:
    video = open_video(write_video(tmp_path / "late.mkv", ticks=[5000 + 40 * k for k in range(30)]))
    assert video.first_s == pytest.approx(5.0, abs=0.001)
    assert video.frame_at(4.9) is None
    assert number_at(video, 5.1) == 2


def test_nothing_before_the_first_frame_and_after_the_last(tmp_path: Path) -> None:
    video = open_video(write_video(tmp_path / "a.mp4", n_frames=10))
    assert (video.first_s, video.last_s) == (0.0, 0.4)
    assert number_at(video, 0.399) == 9
    for time_s in (-0.001, 0.4, 100.0):
        assert video.frame_at(time_s) is None
        assert video.key_frame_near(time_s) is None


def test_the_nearest_key_frame_for_a_quick_look(tmp_path: Path) -> None:
    video = open_video(write_video(tmp_path / "a.mp4", options=B_FRAMES))
    frame = video.key_frame_near(60.5 / 25)
    assert frame is not None
    assert frame.key_frame
    assert read_barcode(frame.rgb) == 50
    assert number_at(video, 60.5 / 25) == 60


def test_handles_of_two_threads_do_not_disturb_each_other(tmp_path: Path) -> None:
    video = open_video(write_video(tmp_path / "a.mp4", options=B_FRAMES))
    other = video.reopen()
    found: list[int | None] = []
    thread = threading.Thread(target=lambda: found.extend(number_at(other, (k + 0.5) / 25) for k in range(0, 120, 7)))
    thread.start()
    here = [number_at(video, (k + 0.5) / 25) for k in range(119, 0, -7)]
    wait_for_thread(thread)
    assert found == list(range(0, 120, 7))
    assert here == list(range(119, 0, -7))
    other.close()
    video.close()


@pytest.mark.parametrize(
    ("codec", "n_frames", "grain"), [("mpeg2video", 100, 60), ("mpeg1video", 100, 60), ("mpeg2video", 300, 0)]
)
def test_a_program_stream_is_exact_or_says_that_it_is_not(
    tmp_path: Path, codec: str, n_frames: int, grain: int
) -> None:
    """Frames of a camera fill packets of their own, each with its time; of tiny frames many share one time."""
    options = {"g": "12", "bf": "2", **({"qscale": "2"} if grain else {})}
    video = open_video(write_video(tmp_path / "a.mpg", codec, n_frames=n_frames, options=options, grain=grain))
    numbers = [number_at(video, video.first_s + (number + 0.5) / 25) for number in range(n_frames)]
    is_exact = numbers == list(range(n_frames))
    assert is_exact or "video_times_guessed" in {issue.code for issue in video.issues}
    assert is_exact == (grain > 0)


def test_what_the_container_says(tmp_path: Path) -> None:
    said = {"creation_time": "2024-03-05T22:00:10Z"}
    video = open_video(write_video(tmp_path / "a.mp4", n_frames=5, metadata=said))
    assert video.created_at == datetime(2024, 3, 5, 22, 0, 10, tzinfo=UTC)
    assert (video.width_px, video.height_px, video.rotation) == (320, 64, 0)
    assert video.fps_nominal == 25.0
    assert not video.has_audio
    unset = {"creation_time": "1970-01-01T00:00:00Z"}
    assert open_video(write_video(tmp_path / "b.mp4", n_frames=5, metadata=unset)).created_at is None


def test_a_cut_video_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mkv", options=B_FRAMES)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    video = open_video(path)
    assert [issue.code for issue in video.issues] == ["video_cut_short"]
    assert 1.0 < video.last_s < 4.0
    frame = video.frame_at(video.last_s - 0.2)
    assert frame is not None
    assert read_barcode(frame.rgb) == round(frame.pts_s * 25)
    assert video.frame_at(4.5) is None


def test_a_hole_in_the_bytes_is_said_and_the_rest_still_plays(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mkv", n_frames=300, options=B_FRAMES)
    content = bytearray(path.read_bytes())
    a, b = len(content) * 4 // 10, len(content) * 5 // 10
    content[a:b] = bytes(b - a)
    path.write_bytes(content)
    video = open_video(path)
    shown = [video.frame_at((number + 0.5) / 25) for number in range(1, 300, 4)]
    assert all(read_barcode(frame.rgb) == round(frame.pts_s * 25) for frame in shown if frame)
    assert any(frame is None for frame in shown)
    assert number_at(video, 11.5) == 287
    assert {"video_hole", "video_frames_lost"} & {issue.code for issue in video.issues}


HOLED = {
    "a.ts": ("libx264", B_FRAMES),
    "b.ts": ("mpeg2video", {"g": "12", "bf": "2"}),
    "c.mp4": ("libx264", B_FRAMES),
    "d.mkv": ("mpeg2video", {"g": "12", "bf": "2"}),
    "e.webm": ("libvpx-vp9", {"cpu-used": "8", "deadline": "realtime", "g": "30"}),
}


@pytest.mark.parametrize("name", HOLED)
def test_around_a_hole_no_frame_shows_another_time(tmp_path: Path, name: str) -> None:
    codec, options = HOLED[name]
    path = write_video(tmp_path / name, codec, n_frames=300, options=options)
    begin_s = open_video(path).first_s
    content = bytearray(path.read_bytes())
    a, b = len(content) * 4 // 10, len(content) * 5 // 10
    content[a:b] = bytes(b - a)
    path.write_bytes(content)
    video = open_video(path)
    numbers = [number_at(video, begin_s + (number + 0.5) / 25) for number in range(300)]
    n_shown = 0
    for number, shown in enumerate(numbers):
        if shown is not None:
            assert abs(shown - number) <= 2  # a few lost frames are bridged by the one before them
            n_shown += 1
    assert 200 < n_shown < 295
    lost = [issue for issue in video.issues if issue.code in ("video_frames_lost", "video_hole")]
    assert lost
    assert all(" s" in issue.message for issue in lost)


def test_damaged_frames_of_a_whole_container_are_no_picture(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.ts", n_frames=300, options=B_FRAMES)
    content = bytearray(path.read_bytes())
    a, b = len(content) * 4 // 10 // 188 * 188, len(content) * 5 // 10 // 188 * 188
    noise = np.random.default_rng(1)
    for packet in range(a, b, 188):  # the headers stay, what they carry is noise
        content[packet + 20 : packet + 188] = noise.bytes(168)
    path.write_bytes(content)
    video = open_video(path)
    numbers = [number_at(video, video.first_s + (number + 0.5) / 25) for number in range(300)]
    assert numbers[:100] == list(range(100))
    assert numbers[200:] == list(range(200, 300))


def test_a_stream_joined_in_the_middle_starts_at_its_first_whole_frame(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.ts", "mpeg2video", options={"g": "12", "bf": "2"})
    content = path.read_bytes()
    path.write_bytes(content[len(content) // 3 // 188 * 188 :])
    video = open_video(path)
    first = number_at(video, video.first_s)
    assert first is not None
    assert first > 20
    assert number_at(video, video.first_s + 1.0) == first + 25


@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize("name", ["live.mkv", "fragmented.mp4"])
def test_a_file_written_without_its_length_in_the_header(tmp_path: Path, name: str, is_cut: bool) -> None:
    """As a camera leaves it that streams, or lost its power."""
    flags = {"live": "1"} if name.endswith("mkv") else {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    path = write_video(tmp_path / name, options=B_FRAMES, container_options=flags)
    if is_cut:
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    video = open_video(path)
    n_frames = round(video.duration_s * 25)
    assert n_frames == 120 if not is_cut else 50 < n_frames < 100
    for number in (0, 24, 25, n_frames - (12 if is_cut else 1)):
        assert number_at(video, video.first_s + (number + 0.5) / 25) == number
    video.close()


def test_a_wrong_ending_is_said_and_the_video_opens(tmp_path: Path) -> None:
    written = write_video(tmp_path / "a.mp4", n_frames=5)
    video = open_video(written.rename(tmp_path / "a.avi"))
    assert [issue.code for issue in video.issues] == ["video_wrong_extension"]
    assert number_at(video, 0.1) == 2


@pytest.mark.parametrize("content", [b"", b"not a video at all\n" * 50, b"\x89PNG\r\n\x1a\n" + bytes(200), bytes(5000)])
def test_what_is_no_video_is_refused_with_advice(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        open_video(path)
    assert "a.mp4" in refused.value.sentence
    assert refused.value.advice


def test_a_picture_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    from PIL import Image

    Image.fromarray(barcode(1)).save(tmp_path / "a.png")
    for name in ("a.png", "gone.mp4", "."):
        with pytest.raises(UnreadableFile):
            open_video(tmp_path / name)


SYNCED_FACTS = shared_facts(DATA / "synced" / "manifest.json")


def eeg_time_s(rgb: np.ndarray) -> float:
    """Read the strip of the synced videos: 24 blocks of 13 px from x = 4, milliseconds."""
    gray = rgb @ np.array([0.299, 0.587, 0.114])
    bits = [gray[218:230, 7 + 13 * bit : 14 + 13 * bit].mean() > 127 for bit in range(24)]
    return sum(int(bit) << (23 - place) for place, bit in enumerate(bits)) / 1000


@needs_data
@pytest.mark.parametrize("name", SYNCED_FACTS)
def test_frames_of_the_synced_videos_carry_the_time_they_are_asked_for(name: str) -> None:
    facts = SYNCED_FACTS[name]
    video = open_video(DATA / "synced" / name)
    frame_s = 1 / video.fps_nominal
    # The AVI holds its first picture for two more frames, so its times count from the second one.
    begin_s = video.first_s if not name.endswith(".avi") else 2 * frame_s
    chance = random.Random(name)
    times_s = [chance.uniform(begin_s + 3 * frame_s, video.last_s - 1e-3) for _ in range(6)]
    for direction in (+1, -1, -1, -1):
        stepped = video.step(times_s[-1], direction)
        assert stepped is not None
        times_s.append(stepped)
    for time_s in times_s:
        frame = video.frame_at(time_s)
        assert frame is not None
        assert frame.pts_s <= time_s < frame.next_pts_s
        expected_s = facts["eeg_time_of_first_frame_s"] + (frame.pts_s - begin_s) * (1 + facts["clock_drift"])
        assert eeg_time_s(frame.rgb) == pytest.approx(expected_s, abs=0.0015)
    video.close()


@needs_data
@pytest.mark.parametrize("name", ["x01_truncated_no_moov.mp4", "x04_zero_bytes.mp4", "x06_audio_only.m4a"])
def test_damaged_videos_are_refused(name: str) -> None:
    with pytest.raises(UnreadableFile):
        open_video(DATA / "synced" / name)


@needs_data
def test_a_truncated_video_plays_to_its_end() -> None:
    video = open_video(DATA / "synced" / "x02_truncated.mkv")
    assert [issue.code for issue in video.issues] == ["video_cut_short"]
    frame = video.frame_at(video.last_s - 0.01)
    assert frame is not None
    assert frame.pts_s > 85


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotation_is_applied(tmp_path: Path, degrees: int) -> None:
    video = open_video(write_video(tmp_path / "a.mp4", n_frames=4, rotation=degrees))
    assert video.rotation == degrees
    frame = video.frame_at(0.13)
    assert frame is not None
    assert frame.rgb.shape == (video.height_px, video.width_px, 3)
    assert (video.width_px < video.height_px) == (degrees != 180)
    assert read_barcode(np.rot90(frame.rgb, -degrees // 90)) == 3


@needs_data
@pytest.mark.parametrize(
    ("name", "rotation"), [("video_0", 0), ("video_90", 270), ("video_180", 180), ("video_270", 90)]
)
def test_rotation_of_telephones(name: str, rotation: int) -> None:
    assert open_video(DATA / "video" / "decord" / "tests" / "test_data" / f"{name}.mov").rotation == rotation


@needs_data
def test_times_equal_those_of_an_independent_list() -> None:
    folder = DATA / "video" / "torchcodec"
    listed = json.loads((folder / "nasa_13013.mp4.stream3.all_frames_info.json").read_text())
    video = open_video(folder / "nasa_13013.mp4")
    times_s, following_s = [], video.first_s
    while following_s is not None:
        times_s.append(following_s)
        following_s = video.step(following_s, +1)
    assert times_s == pytest.approx([float(row["pts_time"]) for row in listed], abs=1e-6)


@needs_data
@pytest.mark.parametrize("name", ["h264_10bits.mp4", "h265_10bits.mp4", "av1_video.mkv", "h265_video.mp4"])
def test_codecs_of_today_decode(name: str) -> None:
    video = open_video(DATA / "video" / "torchcodec" / name)
    frame = video.frame_at(video.last_s / 2)
    assert frame is not None
    assert frame.rgb.std() > 5


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads cannot be counted here")
def test_pictures_that_are_kept_own_no_threads(tmp_path: Path) -> None:
    """Each kept picture had a converter with a thread for each core: hundreds of threads for two cameras."""
    video = open_video(write_video(tmp_path / "a.mp4"))
    video.frame_at(0.0)  # the decoder's own threads
    n_before = len(list(Path("/proc/self/task").iterdir()))
    for number in range(120):
        assert number_at(video, (number + 0.5) / 25) == number
    assert len(list(Path("/proc/self/task").iterdir())) <= n_before
    video.close()


@pytest.mark.parametrize(("from_s", "to_s"), [(4.0, 9.0), (0.0, 5.0), (6.5, 9.9)])
def test_a_loop_longer_than_the_ring_is_decoded_when_it_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_s: float, to_s: float
) -> None:
    """Ten seconds from key frame to key frame, forty pictures kept, six decoded in the time that one is shown."""
    monkeypatch.setattr("eegview.readers.video.decoder.ring_capacity", lambda _bytes: 40)
    video = open_video(write_video(tmp_path / "a.mp4", n_frames=250, options={"x264-params": "keyint=250:scenecut=0"}))
    numbers = range(round(from_s * 25), round(to_s * 25))
    assert number_at(video, from_s + 0.001) == numbers[0]
    video.hold(from_s, to_s)
    for turn in range(3):
        for number in numbers:
            time_s = (number + 0.5) / 25
            assert video.is_near(time_s), (turn, number)
            assert number_at(video, time_s) == number
            for _ in range(6):
                video.decode_held(time_s)
    video.release()
    assert not video.decode_held(from_s)
    video.close()


def test_a_loop_that_fits_is_decoded_once(tmp_path: Path) -> None:
    video = open_video(write_video(tmp_path / "a.mp4", n_frames=250, options={"x264-params": "keyint=250:scenecut=0"}))
    video.frame_at(4.0)
    video.hold(4.0, 9.0)
    n_decoded = sum(video.decode_held(4.0) for _ in range(500))
    assert n_decoded == 125 - 1
    assert all(video.is_near(number / 25 + 0.02) for number in range(100, 225))
    video.close()
