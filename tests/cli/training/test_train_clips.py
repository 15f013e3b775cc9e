"""`eegview train --make` with a study of clips, and what the set then says of itself."""

import json

import pytest
from made_studies.settled_clips import settled_clip

from eegview.cli.run import main


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_set_is_made_of_clips_and_says_that_faces_are_in_it(tmp_path, capsys):
    url, out = str(tmp_path / "library.sqlite"), tmp_path / "clips.eegcases"
    clip = settled_clip(url, tmp_path / "clips" / "VID_20260301_071500.mp4")
    make = ["train", "--make", str(out), str(clip.parent), "--library", url, "--no-sign", "--reviewer", "Dr. Chief"]
    assert main(make) != 0
    assert "faces are in it" in capsys.readouterr().err
    assert not out.exists()
    assert main([*make, "--with-video"]) == 0
    told = capsys.readouterr()
    assert "Faces are in the film" in told.err
    assert "63 %" in told.err
    assert "film_spasm: " in told.out
    assert "are film alone" in told.out
    assert main(["train", str(out), "--facts"]) == 0
    assert "are film alone. Film alone is hard to read" in capsys.readouterr().out
    assert main(["train", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_film"] == found["n_video"] == found["n_items"] > 0


def test_a_bundle_of_a_clip_gives_items_as_the_clip_does(tmp_path, capsys):
    url, bundle = str(tmp_path / "library.sqlite"), tmp_path / "clip.zip"
    clip = settled_clip(url, tmp_path / "clips" / "VID_20260301_071500.mp4")
    assert main(["bundle", str(clip), "-o", str(bundle), "--library", url, "--reviewer", "Dr. Chief"]) == 0
    counts = []
    for file, name in ((clip, "a"), (bundle, "b")):
        out = tmp_path / f"{name}.eegcases"
        make = ["train", "--make", str(out), str(file), "--library", url, "--no-sign", "--reviewer", "Dr. Chief"]
        capsys.readouterr()
        assert main([*make, "--with-video", "--json"]) == 0
        counts.append(json.loads(capsys.readouterr().out)["questions"])
    assert counts[0] == counts[1]
    assert counts[0]["film_spasm"] > 1
