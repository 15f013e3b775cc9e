"""`eegview anonymize CLIP`: what the container tells is listed and gone."""

import json
from pathlib import Path

import pytest
from films.phone_clips import write_phone_clip
from films.telling_clip import told_in, write_telling_clip

from eegview.cli.run import main


def test_a_clip_is_copied_without_what_it_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip, out = write_telling_clip(tmp_path / "clip.mp4"), tmp_path / "copy.mp4"
    assert main(["anonymize", str(clip), "-o", str(out), "--name", "Jane", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    removed = {one["what"]: one["n"] for one in told["removed"]}
    assert {"place", "device, program", "date", "person", "text", "identifier"} <= set(removed)
    assert removed["block that no tag names"] == 2
    assert told["checked"]
    assert told_in(out) == []
    assert "Jane" not in json.dumps(told)


def test_a_clip_is_a_video_itself(tmp_path: Path) -> None:
    clip = write_telling_clip(tmp_path / "clip.mp4")
    assert main(["anonymize", str(clip), "-o", str(tmp_path / "copy.mp4"), "--with-video", str(clip)]) == 2
    assert main(["anonymize", str(clip), "-o", str(clip)]) == 2
    assert told_in(clip)


def test_a_bundle_says_that_it_carries_a_video_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip = write_telling_clip(tmp_path / "clip.mp4")
    library = ["--library", f"sqlite:///{tmp_path / 'library.sqlite'}"]
    assert main(["bundle", str(clip), "-o", str(tmp_path / "out.zip"), *library]) == 0
    said = capsys.readouterr().err
    assert "It carries 1 video unchanged: faces, voices" in said
    assert "1 of them says where it was filmed" in said


def test_what_a_bundle_carries_is_said_before_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip, out = write_telling_clip(tmp_path / "clip.mp4"), tmp_path / "out.zip"
    library = ["--library", f"sqlite:///{tmp_path / 'library.sqlite'}"]
    out.mkdir()  # it cannot be written
    assert main(["bundle", str(clip), "-o", str(out), *library]) != 0
    assert "It carries 1 video unchanged" in capsys.readouterr().err


@pytest.mark.parametrize("times", ["1.25", "4", "7.7"])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_copy_plays_at_the_speed_that_was_entered_and_marks_fit_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], times: str, suffix: str
) -> None:
    clip, out = write_phone_clip(tmp_path / "clip.mp4", 120), tmp_path / f"copy{suffix}"
    library = ["--library", f"sqlite:///{tmp_path / 'library.sqlite'}"]
    who = ["--reviewer", "Ada"]
    assert main(["events", "add", str(clip), "--term", "spasm", "--onset", "2.0", *library, *who]) == 0
    assert main(["filmed", str(clip), "--slower", times, *library, *who]) == 0
    assert main(["anonymize", str(clip), "-o", str(out), "--marks", *library]) == 0
    capsys.readouterr()
    assert main(["filmed", str(out), "--json", *library]) == 0
    assert json.loads(capsys.readouterr().out)["slowness"] == pytest.approx(float(times))
    (table,) = (one for one in tmp_path.glob("copy*") if one.suffix in (".tsv", ".csv"))
    row = table.read_text().splitlines()[1].replace(",", "\t").split("\t")
    assert float(row[0]) == pytest.approx(2.0 / float(times), abs=1e-3)
