"""What is chosen or dropped is sorted into recordings and videos; folders are looked into."""

from pathlib import Path

import pytest

from eegview.app.study.file_kinds import EVERYTHING, file_kinds, is_video, whole_recordings
from eegview.app.study.opening_plan import parts_of_one, plan_opening
from eegview.model.errors import UnreadableFile
from eegview.readers.companion_files import VIDEO_SUFFIXES
from eegview.readers.opening import EDF_SUFFIXES
from eegview.readers.recording_files import find_recordings
from eegview.readers.vendor.kinds import ENDINGS, SHARED_ENDINGS


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(path).name for path in paths]


def test_files_that_are_named_are_sorted_into_recordings_and_videos(tmp_path: Path) -> None:
    put(tmp_path, "a.edf", "b.edf", "ward.MP4")
    plan = plan_opening([str(tmp_path / name) for name in ("a.edf", "ward.MP4", "b.edf")])
    assert names(plan.recordings) == ["a.edf", "b.edf"]
    assert names(plan.videos) == ["ward.MP4"]
    assert not plan.needs_choice  # whoever names several files means all of them


def test_a_folder_with_one_recording_opens_it_with_the_videos(tmp_path: Path) -> None:
    put(tmp_path, "night.edf", "camera.mp4", "notes.txt", ".hidden.edf", "inner/other.edf")
    plan = plan_opening([str(tmp_path)])
    assert (names(plan.recordings), names(plan.videos), plan.needs_choice) == (["night.edf"], ["camera.mp4"], False)


def test_of_several_recordings_one_is_to_be_chosen(tmp_path: Path) -> None:
    put(tmp_path, "anna.edf", "ben.edf")
    plan = plan_opening([str(tmp_path)])
    assert plan.needs_choice
    assert names(plan.chosen) == ["anna.edf"]
    assert plan.text == "2 recordings: anna.edf, ben.edf  ·  no video"


def test_numbered_parts_of_one_are_all_chosen(tmp_path: Path) -> None:
    put(tmp_path, "night part 10.edf", "night part 2.edf", "night part 1.edf")
    plan = plan_opening([str(tmp_path)])
    assert plan.needs_choice  # it is shown what will be opened
    assert names(plan.chosen) == ["night part 1.edf", "night part 2.edf", "night part 10.edf"]
    assert parts_of_one(["a.edf", "b.edf"]) == ()


def test_where_a_folder_holds_only_folders_they_are_looked_into(tmp_path: Path) -> None:
    put(tmp_path, "eeg/night.edf", "video/night.mp4")
    plan = plan_opening([str(tmp_path)])
    assert (names(plan.recordings), names(plan.videos)) == (["night.edf"], ["night.mp4"])


def test_a_folder_of_clips_alone_is_a_study_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "IMG_10.MOV", "IMG_9.MOV", "notes.txt")
    plan = plan_opening([str(tmp_path)])
    assert (plan.recordings, names(plan.videos), plan.is_film_folder) == ((), ["IMG_9.MOV", "IMG_10.MOV"], True)
    assert not plan_opening([str(tmp_path / "IMG_9.MOV")]).is_film_folder


def test_a_folder_without_a_recording_is_told(tmp_path: Path) -> None:
    put(tmp_path, "empty/notes.txt")
    with pytest.raises(UnreadableFile, match="holds no recording"):
        plan_opening([str(tmp_path / "empty")])


def test_a_recording_that_is_a_folder_is_one_whichever_of_its_files_is_chosen(tmp_path: Path) -> None:
    put(tmp_path, "night.mff/info.xml", "night.mff/signal1.bin", "night.mff/film.mp4")
    whole = str(tmp_path / "night.mff")
    assert plan_opening([f"{whole}/info.xml", f"{whole}/signal1.bin"]).recordings == (whole,)
    assert plan_opening([whole]).recordings == (whole,)
    assert plan_opening([str(tmp_path)]).recordings == (whole,)
    assert plan_opening([f"{whole}/film.mp4"]).videos == (f"{whole}/film.mp4",)
    assert whole_recordings(["x.edf"]) == ("x.edf",)


def test_the_kinds_of_the_dialog_are_those_that_the_readers_know(tmp_path: Path) -> None:
    kinds = {kind.title: kind.endings for kind in file_kinds()}
    assert set(ENDINGS) < set(kinds)
    known = {*EDF_SUFFIXES, *(ending for endings in ENDINGS.values() for ending in endings)}
    assert set(kinds["All recordings"]) == known
    assert set(kinds["Recordings and videos"]) == known | VIDEO_SUFFIXES
    assert kinds[EVERYTHING] == ()
    assert is_video("a.MP4")
    assert not is_video("a.edf")
    sure = {ending for ending in known if ending not in (*SHARED_ENDINGS, ".mff")}
    put(tmp_path, *(f"a{ending}" for ending in sure))
    assert len(find_recordings([tmp_path])) == len(sure)  # batch finds what the dialog lists
