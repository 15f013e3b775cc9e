"""A copy of a clip tells nothing beside its pictures: no place, device, date, track, block or message."""

from pathlib import Path

import numpy as np
import pytest
from films.barcoded import read_barcode, write_video
from films.telling_clip import SECRETS, told_in, with_places, write_telling_clip

from eegview.app.film_export.carried import carried_text
from eegview.app.film_export.clean_copy import DATE_TAG, CleanCopy, _holds_any, copy_clean, left_over
from eegview.exchange.anonymize import Withheld
from eegview.model.errors import UsageError
from eegview.readers.clip.recording import open_clip
from eegview.readers.video.tags.metadata import read_metadata
from eegview.readers.video.video import open_video


def cleaned(source: Path, out: Path, withheld: Withheld | None = None, with_sound: bool = False) -> CleanCopy:
    return copy_clean(source, out, open_clip(source).recording, withheld or Withheld(), with_sound)


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
@pytest.mark.parametrize("rotation", [0, 90])
def test_nothing_is_told_and_every_picture_is_shown_when_it_was(
    tmp_path: Path, codec: str, ending: str, rotation: int
) -> None:
    ticks = [int(one) for one in np.cumsum(np.random.default_rng(2).integers(8, 90, 40))]
    source = write_telling_clip(tmp_path / f"clip{ending}", codec, ticks=ticks, rotation=rotation)
    content = source.read_bytes()
    assert told_in(source)
    copy = tmp_path / f"copy{ending}"
    done = cleaned(source, copy)
    assert source.read_bytes() == content
    assert told_in(copy) == []
    found = read_metadata(copy)
    assert (left_over(found), found.hidden, found.other_streams) == ((), (), ())
    assert {"place", "device, program", "date", "person", "text"} <= {what for what, _n in done.removed}
    one, other = open_video(source), open_video(copy)
    assert other.rotation == rotation
    times = [one.facts.times.index.pts_s(number) for number in range(40)]
    assert [other.facts.times.index.pts_s(number) for number in range(40)] == times
    for number, at_s in enumerate(times):
        frame = other.frame_at(at_s)
        assert frame is not None
        assert read_barcode(np.rot90(frame.rgb, -rotation // 90)) == number


@pytest.mark.parametrize("ending", [".mkv", ".ts"])
def test_further_tracks_and_attached_files_are_left_out(tmp_path: Path, ending: str) -> None:
    source = with_places(write_telling_clip(tmp_path / "plain.mp4"), tmp_path / f"clip{ending}")
    assert "GPS 12.34" in told_in(source)
    done = cleaned(source, tmp_path / "copy.mkv")
    assert told_in(tmp_path / "copy.mkv") == []
    assert any("track of its own" in what for what, _n in done.removed)


def test_the_date_is_moved_or_kept_where_it_is_asked_for_and_its_zone_never(tmp_path: Path) -> None:
    source = write_telling_clip(tmp_path / "clip.mp4")
    cleaned(source, tmp_path / "moved.mp4", Withheld(shift_days=-59))
    cleaned(source, tmp_path / "kept.mp4", Withheld(keep_date=True))
    for name, told in (("moved", "2026-01-01T07:15:00"), ("kept", "2026-03-01T07:15:00")):
        tags = [(tag.key, tag.value) for tag in left_over(read_metadata(tmp_path / f"{name}.mp4"))]
        assert tags == [(DATE_TAG, told)]
        assert open_clip(tmp_path / f"{name}.mp4").recording.started_at is not None
    assert set(told_in(tmp_path / "kept.mp4")) <= {"2026-03-01T07:15"}


def test_a_folder_gets_a_name_that_names_nobody(tmp_path: Path) -> None:
    source = write_telling_clip(tmp_path / "Jane.mp4")
    folder = tmp_path / "out"
    folder.mkdir()
    done = cleaned(source, folder)
    assert done.path.name.startswith("clip_")
    assert "Jane" not in done.path.name


@pytest.mark.parametrize("how", ["same", "link", "name", "date in the name", "there", "clock"])
def test_what_cannot_be_done_is_refused_and_nothing_is_written(tmp_path: Path, how: str) -> None:
    source = write_telling_clip(tmp_path / "clip.mp4")
    content, target, withheld = source.read_bytes(), tmp_path / "copy.mp4", Withheld()
    if how == "same":
        target = source
    elif how == "link":
        target.hardlink_to(source)
    elif how == "name":
        target, withheld = tmp_path / "jane.mp4", Withheld(names=("Jane",))
    elif how == "date in the name":
        target = tmp_path / "spasms 03-01-2026.mp4"
    elif how == "there":
        target.write_text("other evidence")
    else:
        withheld = Withheld(keep_clock=True)
    with pytest.raises(UsageError):
        cleaned(source, target, withheld)
    assert source.read_bytes() == content
    assert how != "there" or target.read_text() == "other evidence"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        {"clip.mp4"} | ({"copy.mp4"} if how in ("link", "there") else set())
    )


def test_all_secrets_of_the_made_clip_are_told_by_it(tmp_path: Path) -> None:
    assert set(told_in(write_telling_clip(tmp_path / "clip.mp4"))) == set(SECRETS)


def test_what_is_carried_says_that_a_place_is_possible_and_passes_over_what_every_file_says(tmp_path: Path) -> None:
    plain = write_video(tmp_path / "plain.mp4", n_frames=5)
    assert carried_text([str(plain)]).startswith("It carries 1 video unchanged: faces, voices. “")
    with plain.open("ab") as file:
        file.write(b"SEFT GPS 12.34")
    assert "1 of them may say where it was filmed" in carried_text([str(plain)])


def test_names_too_short_to_be_searched_are_told_by_where_they_stand(tmp_path: Path) -> None:
    source = write_telling_clip(tmp_path / "clip.mp4")
    done = cleaned(source, tmp_path / "copy.mp4", Withheld(names=("Somebody", "Bo")))
    (note,) = [one for one in done.notes if "Too short" in one]
    assert "name 2 of those given" in note
    assert "Bo" not in note


@pytest.mark.parametrize("written", ["doe-jones", "DOE-JONES", "dOe-JoNeS"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_name_is_found_in_any_letters_and_coding(tmp_path: Path, written: str, coding: str) -> None:
    path = tmp_path / "copy.mp4"
    path.write_bytes(b"\0" * 99 + written.encode(coding) + b"\1" * 99)
    assert _holds_any(path, ("Doe-Jones",))
    assert not _holds_any(path, ("Doe-Janes",))


def test_the_name_of_the_own_tag_is_no_maker_of_cameras(tmp_path: Path) -> None:
    told = {
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 15",
        DATE_TAG: "2026-03-01T07:15:00",
    }
    container_options = {"movflags": "use_metadata_tags"}
    source = write_video(tmp_path / "IMG_1.mov", n_frames=12, metadata=told, container_options=container_options)
    for ending in (".mov", ".mp4", ".mkv"):
        copy = tmp_path / f"kept{ending}"
        cleaned(source, copy, Withheld(keep_date=True))
        tags = [tag.value for tag in left_over(read_metadata(copy))]
        assert tags == ["2026-03-01T07:15:00"]
    held = tmp_path / "told.bin"
    held.write_bytes(b"x" + DATE_TAG.encode() + b"y")
    assert not _holds_any(held, ["Apple"])
    held.write_bytes(b"x" + DATE_TAG.encode() + b"y Apple")
    assert _holds_any(held, ["Apple"])


def test_a_folder_that_is_not_there_is_made_and_another_ending_is_refused(tmp_path: Path) -> None:
    source = write_telling_clip(tmp_path / "clip.mp4")
    done = cleaned(source, tmp_path / "copies")
    assert done.path.parent == tmp_path / "copies"
    assert done.path.is_file()
    with pytest.raises(UsageError, match="is not the ending of a video"):
        cleaned(source, tmp_path / "copy.edf")
    with pytest.raises(UsageError):
        cleaned(source, tmp_path / "other", Withheld(keep_clock=True))
    assert not (tmp_path / "other").exists()
