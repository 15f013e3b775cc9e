"""Which files are of one camera: by name, by overlap, by what the reviewer says; and where they cover the recording."""

from pathlib import Path

import pytest
from films.barcoded import write_video
from hypothesis import given
from hypothesis import strategies as st
from recordings.memory_source import make_channels, make_recording

from eegview.app.video.cameras import films_of, named_camera, part_number, with_cameras
from eegview.app.video.footage import Footage, open_footage
from eegview.model.film.video import SyncMap, VideoClip


@pytest.mark.parametrize(
    ("name", "camera"),
    [
        ("night_cam2.mp4", "camera 2"),
        ("night (camera 2).avi", "camera 2"),
        ("night-Camera_B.mkv", "camera B"),
        ("night-c2.mp4", "camera 2"),
        ("night_c02_1of3.mp4", "camera 2"),
        ("night CAM 1 part 2.mp4", "camera 1"),
        ("cam3.mp4", "camera 3"),
        ("night.mp4", None),
        ("night_2of3.mp4", None),
        ("night_2.mp4", None),
        ("scam2.mp4", None),
        ("camille.mp4", None),
        ("night_cam20240131.mp4", None),
        ("abc2.mp4", None),
    ],
)
def test_the_camera_a_name_tells(name: str, camera: str | None) -> None:
    assert named_camera(f"/ward_cam9/{name}") == camera


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("night_2of3.mp4", 2),
        ("night 2 of 3.mp4", 2),
        ("night_part10.mp4", 10),
        ("night-pt 4.mp4", 4),
        ("a.mp4", None),
        ("Hof3.mp4", None),
    ],
)
def test_the_part_a_name_tells(name: str, part: int | None) -> None:
    assert part_number(name) == part


@pytest.mark.parametrize(
    ("names", "n_films"),
    [
        (("n_1of2.mp4", "n_2of2.mp4"), 1),
        (("n_part1_asleep.mp4", "N_part2_feeding.mp4"), 1),
        (("n_part1_hall.mp4", "n_part2_hall.mp4", "n_part1_room.mp4", "n_part2_room.mp4"), 2),
        (("n_part1_cam1.mp4", "n_part2_cam1.mp4", "n_part1_cam2.mp4", "n_part2_cam2.mp4"), 2),
        (("n_part1.mp4", "m_part2.mp4"), 2),
    ],
)
def test_numbered_parts_are_of_the_films_that_names_tell(names: tuple[str, ...], n_films: int) -> None:
    films = films_of((*names, "other.mp4"))
    assert set(films) == set(names)
    assert len(set(films.values())) == n_films


def clip(path: str, start_s: float, stop_s: float) -> VideoClip:
    return VideoClip(path, 0.0, stop_s - start_s, SyncMap(start_s))


def cameras(*clips: VideoClip) -> dict[str, str]:
    return {each.path: each.camera for each in with_cameras(clips)}


def test_files_one_after_the_other_are_of_one_camera() -> None:
    told = cameras(clip("a.mp4", 0, 60), clip("b.mp4", 60, 120), clip("c.mp4", 115, 180))
    assert set(told.values()) == {"camera 1"}


def test_files_filmed_at_once_are_of_two() -> None:
    told = cameras(clip("a.mp4", 0, 60), clip("b.mp4", 2, 62), clip("c.mp4", 60, 120), clip("d.mp4", 62, 125))
    assert told == {"a.mp4": "camera 1", "b.mp4": "camera 2", "c.mp4": "camera 1", "d.mp4": "camera 2"}


def test_a_short_file_within_a_long_one_is_another_camera() -> None:
    assert cameras(clip("a.mp4", 0, 600), clip("b.mp4", 300, 310)) == {"a.mp4": "camera 1", "b.mp4": "camera 2"}


def test_half_shared_is_still_one_camera() -> None:
    assert set(cameras(clip("a.mp4", 0, 10), clip("b.mp4", 5, 15)).values()) == {"camera 1"}


def test_names_go_before_overlap_and_numbers_are_not_given_twice() -> None:
    told = cameras(clip("n_cam1.mp4", 0, 60), clip("n_cam1_b.mp4", 0, 60), clip("n.mp4", 0, 60), clip("m.mp4", 0, 60))
    assert told == {"n_cam1.mp4": "camera 1", "n_cam1_b.mp4": "camera 1", "m.mp4": "camera 2", "n.mp4": "camera 3"}


def test_the_reviewer_moves_a_file_to_another_camera() -> None:
    footage = Footage(with_cameras([clip("a.mp4", 0, 60), clip("b.mp4", 70, 120)]))
    moved = footage.with_camera("b.mp4", "ceiling")
    assert [name for name, _timeline in moved.cameras] == ["camera 1", "ceiling"]
    assert moved.timeline("ceiling").clips == (moved.clip("b.mp4"),)
    assert [(s.start_s, s.stop_s) for s in moved.timeline("camera 1").coverage] == [(0, 60)]
    assert moved.timeline("cellar").clips == ()
    assert moved.timeline() == moved.timeline("camera 1")


def test_parts_without_times_lie_one_after_the_other(tmp_path: Path) -> None:
    recording = make_recording(make_channels(["Cz"]))
    paths = [str(write_video(tmp_path / f"n_{part}of2.mp4", n_frames=n)) for part, n in ((2, 25), (1, 50))]
    opened = open_footage([*paths, str(write_video(tmp_path / "m.mp4", n_frames=10))], recording)
    spans = {Path(c.path).name: (round(c.span.start_s, 3), round(c.span.stop_s, 3)) for c in opened.footage.clips}
    assert spans == {"n_1of2.mp4": (0, 2), "n_2of2.mp4": (2, 3), "m.mp4": (0, 0.4)}
    assert opened.footage.clip(paths[0]).camera == opened.footage.clip(paths[1]).camera
    assert "after the previous part" in opened.footage.clip(paths[0]).sync.source
    opened.close()


def test_what_the_reviewer_said_of_cameras_is_used_at_opening(tmp_path: Path) -> None:
    path = str(write_video(tmp_path / "n.mp4", n_frames=5))
    opened = open_footage([path], make_recording(make_channels(["Cz"])), known_camera=lambda _path: "ceiling")
    assert opened.footage.clips[0].camera == "ceiling"
    opened.close()


PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8)


def made(places: list[tuple[int, int]]) -> Footage:
    return Footage(with_cameras([clip(f"{n}.mp4", start, start + long) for n, (start, long) in enumerate(places)]))


@given(PLACES)
def test_every_file_has_one_camera_and_none_is_filmed_twice_at_once(places: list[tuple[int, int]]) -> None:
    footage = made(places)
    assert sorted(c.path for _name, line in footage.cameras for c in line.clips) == sorted(
        f"{n}.mp4" for n in range(len(places))
    )
    for _name, line in footage.cameras:
        for one in line.clips:
            for other in line.clips:
                shared = one.span.intersection(other.span) if one is not other else None
                assert shared is None or shared.duration_s <= 0.5 * min(one.span.duration_s, other.span.duration_s)


@given(PLACES, st.floats(-5, 90))
def test_covered_is_where_a_camera_has_a_file(places: list[tuple[int, int]], time_s: float) -> None:
    footage = made(places)
    has_file = any(line.clip_at(time_s) is not None for _name, line in footage.cameras)
    assert any(span.contains(time_s) for span in footage.coverage) == has_file
    gaps_s = [b.start_s - a.stop_s for a, b in zip(footage.coverage, footage.coverage[1:], strict=False)]
    assert all(gap_s > 0 for gap_s in gaps_s)


@given(PLACES, st.floats(-5, 90))
def test_going_to_what_is_covered_meets_a_picture_beyond_a_gap(places: list[tuple[int, int]], time_s: float) -> None:
    footage = made(places)
    next_s, previous_s = footage.next_covered(time_s), footage.previous_covered(time_s)
    if next_s is None:
        assert not any(span.start_s > time_s for span in footage.coverage)
    else:
        assert next_s > time_s
        assert any(span.contains(next_s) for span in footage.coverage)
    if previous_s is None:
        assert not any(span.stop_s <= time_s for span in footage.coverage)
    else:
        assert previous_s < time_s
        assert any(span.contains(previous_s) for span in footage.coverage)
        assert not any(span.contains(previous_s) and span.contains(time_s) for span in footage.coverage)
