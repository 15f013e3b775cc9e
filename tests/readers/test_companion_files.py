"""Videos beside a recording: found by name, placed by the best clock there is."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eegview.model.film.clip_metadata import ClipMetadata
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.readers.clip.names import name_time
from eegview.readers.companion_files import companion_videos, first_guess

NOTHING = ClipMetadata()
BEGAN = datetime(2024, 3, 5, 22, 0, 0, 500_000)


@dataclass(frozen=True)
class Clip:
    first_s: float = 0.0
    last_s: float = 600.0
    created_at: datetime | None = None
    metadata: ClipMetadata = NOTHING


def recording(began: datetime | None = BEGAN, hours: float = 8.0) -> Recording:
    return Recording("night.edf", "EDF", (), (Span(0.0, hours * 3600),), began, "0" * 64)


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(b"x")


def test_names_that_belong_to_the_recording_in_natural_order(tmp_path: Path) -> None:
    touch(tmp_path, "night.edf", "night_10.mp4", "night_2.MP4", "night.mkv", "Night (camera 2).avi", "night-x.m2t")
    touch(tmp_path, "nightmare.mp4", "other.mp4", "night.txt", "night_2.sync.json")
    (tmp_path / "night_folder.mp4").mkdir()
    found = [Path(path).name for path in companion_videos(tmp_path / "night.edf")]
    assert found == ["night.mkv", "Night (camera 2).avi", "night-x.m2t", "night_2.MP4", "night_10.mp4"]


def test_a_name_with_spaces_and_other_scripts(tmp_path: Path) -> None:
    touch(tmp_path, "Säugling 夜 1.edf", "Säugling 夜 1.wmv", "Säugling 夜 1 b.wmv")
    assert len(companion_videos(str(tmp_path / "Säugling 夜 1.edf"))) == 2


def test_a_folder_that_is_not_there_has_no_videos(tmp_path: Path) -> None:
    assert companion_videos(tmp_path / "gone" / "night.edf") == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cam1_20240305_220130", datetime(2024, 3, 5, 22, 1, 30)),
        ("20240305220130", datetime(2024, 3, 5, 22, 1, 30)),
        ("2024-03-05 22.01.30", datetime(2024, 3, 5, 22, 1, 30)),
        ("ward 2024-03-05T22-01-30.25 b", datetime(2024, 3, 5, 22, 1, 30, 250_000)),
        ("05.03.2024_22-01-30", datetime(2024, 3, 5, 22, 1, 30)),
        ("25-03-2024_22-01-30", datetime(2024, 3, 25, 22, 1, 30)),
        ("03-25-2024_22-01-30", datetime(2024, 3, 25, 22, 1, 30)),
        ("05-05-2024_22-01-30", datetime(2024, 5, 5, 22, 1, 30)),
        ("05-03-2024_22-01-30", None),  # 5 March or 3 May
        ("20241305_220130", None),
        ("99202403052201301", None),
        ("night_2", None),
    ],
)
def test_times_in_file_names(name: str, expected: datetime | None) -> None:
    assert name_time(name) == expected


@pytest.mark.parametrize("name", ["05-03-2024_22-01-30", "03-05-2024_22-01-30"])
def test_of_two_ways_to_read_a_name_that_counts_which_falls_into_the_recording(tmp_path: Path, name: str) -> None:
    sync = first_guess(recording(), Clip(first_s=5.0, last_s=65.0), tmp_path / f"{name}.mp4")
    assert sync.to_recording_s(5.0) == pytest.approx(89.5)


def test_the_file_name_places_the_first_frame(tmp_path: Path) -> None:
    sync = first_guess(recording(), Clip(first_s=5.0, last_s=65.0), tmp_path / "a_20240305_220130.mp4")
    assert sync.to_recording_s(5.0) == pytest.approx(89.5)
    assert sync.source == "time in the file name"


def test_the_containers_clock_counts_where_video_and_recording_overlap(tmp_path: Path) -> None:
    created = datetime(2024, 3, 5, 22, 0, 10, 500_000, tzinfo=UTC)
    sync = first_guess(recording(), Clip(created_at=created), tmp_path / "a.mp4")
    assert sync.to_recording_s(0.0) == pytest.approx(10.0)
    assert sync.source == "file times"
    last_year = datetime(2023, 3, 5, tzinfo=UTC)
    sync = first_guess(recording(), Clip(first_s=1.44, created_at=last_year), tmp_path / "a.mp4")
    assert sync.to_recording_s(1.44) == pytest.approx(0.0)
    assert "aligned to recording start" in sync.source
    assert sync.elsewhere_text == (
        "By its clock it was filmed at 2023-03-05 00:00:00 (file times), not during this recording. "
        "Its place here is made up."
    )


def test_a_recording_without_a_clock_gets_the_first_frame_at_its_start(tmp_path: Path) -> None:
    created = datetime(2024, 3, 5, 22, 0, 10, tzinfo=UTC)
    sync = first_guess(recording(began=None), Clip(first_s=0.064, created_at=created), tmp_path / "20240305_220130.mp4")
    assert sync.to_recording_s(0.064) == pytest.approx(0.0)


def test_a_side_file_wins_and_a_broken_one_is_named(tmp_path: Path) -> None:
    video, side = tmp_path / "20240305_220130.mp4", tmp_path / "20240305_220130.sync.json"
    side.write_text(json.dumps({"offset_s": -3.25, "drift_ppm": 200}))
    sync = first_guess(recording(), Clip(), video)
    assert (sync.offset_s, sync.drift_ppm) == (-3.25, 200.0)
    for broken in ("", "[1]", '{"offset_s": "early"}', '{"offset_s": NaN}', '{"drift_ppm": 2}'):
        side.write_text(broken)
        sync = first_guess(recording(), Clip(), video)
        assert sync.to_recording_s(0.0) == pytest.approx(89.5)
        assert "20240305_220130.sync.json cannot be read" in sync.source
        assert not sync.is_elsewhere


def test_of_a_name_that_can_be_read_in_two_ways_both_are_said(tmp_path: Path) -> None:
    sync = first_guess(recording(), Clip(), tmp_path / "03-01-2026_13-45-02.mp4")
    assert sync.is_elsewhere
    assert "2026-01-03 13:45:02 or 2026-03-01 13:45:02 (time in the file name)" in sync.elsewhere_text


def test_the_containers_time_decides_how_a_name_is_read(tmp_path: Path) -> None:
    began = datetime(2026, 1, 3, 13, 0)
    march = datetime(2026, 3, 1, 12, 45, 2, tzinfo=UTC)
    sync = first_guess(recording(began), Clip(created_at=march), tmp_path / "03-01-2026_13-45-02.mp4")
    assert sync.is_elsewhere
    assert sync.elsewhere_text.startswith("By its clock it was filmed at 2026-03-01 13:45:02")
    other = first_guess(
        recording(began), Clip(created_at=datetime(2020, 1, 1, tzinfo=UTC)), tmp_path / "03-01-2026.mp4"
    )
    assert "2020" in other.elsewhere_text
