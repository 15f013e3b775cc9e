"""`eegview page CLIP`: movement, sound and marks of what was filmed, without anything of an EEG."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from films.phone_clips import APPLE, write_phone_clip

from eegview.cli.run import main
from eegview.model.span import Span
from eegview.simulate.filming.home.clip import write_home_clip
from eegview.simulate.filming.home.conditions import HAND
from eegview.simulate.study import plan_study


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.db'}")
    monkeypatch.setenv("EEGVIEW_REVIEWER", "Ada")
    (tmp_path / "clips").mkdir()
    return tmp_path


def sounding(path: Path, minute: int, beep_s: float, first: int = 0) -> Path:
    tags = APPLE | {"com.apple.quicktime.creationdate": f"2026-03-01T07:{minute}:00+0100"}
    return write_phone_clip(path, 90, tags=tags, sound_s=3.0, beep_s=beep_s, first=first)


def rows(path: Path) -> tuple[dict[str, np.ndarray], np.ndarray, float]:
    found = np.load(path)
    return dict(zip(found["rows"].tolist(), found["data"], strict=True)), found["times"], float(found["rate_hz"])


def test_the_sound_of_each_clip_lies_where_it_was_heard(folder):
    sounding(folder / "clips" / "IMG_1.mov", 15, 1.0)
    sounding(folder / "clips" / "IMG_2.mov", 16, 2.0, first=200)
    out = folder / "page.npz"
    assert main(["page", str(folder / "clips"), "--at", "0", "--duration", "64", "-o", str(out)]) == 0
    found, times_s, rate_hz = rows(out)
    assert list(found) == ["Movement", "Sound"]
    assert times_s == pytest.approx(np.arange(len(times_s)) / rate_hz)
    loud_s = times_s[np.nan_to_num(found["Sound"], nan=-200.0) > -30]
    assert loud_s[loud_s < 30] == pytest.approx(1.0, abs=0.15)
    assert loud_s[loud_s > 30] == pytest.approx(62.0, abs=0.15)
    assert np.isnan(found["Sound"][(times_s > 3.1) & (times_s < 59.9)]).all()  # nothing was filmed


def test_movement_is_that_of_the_infant_in_a_held_film(folder):
    clip = folder / "clips" / "home.mp4"
    write_home_clip(clip, plan_study(0.1, 4101), Span(20.0, 23.0), HAND, Fraction(25))
    out = folder / "page.npz"
    assert main(["page", str(clip), "--duration", "3", "-o", str(out)]) == 0
    found, _, _ = rows(out)
    values = found["Movement"][np.isfinite(found["Movement"])]
    assert len(values) > 20  # a held camera is compared over 0.1 s
    assert (values >= 0).all()


def test_the_picture_says_what_the_film_says_and_nothing_of_an_eeg(folder, capsys):
    clip = sounding(folder / "clips" / "IMG_1.mov", 15, 1.0)
    assert main(["events", "add", str(clip), "--term", "spasm", "--onset", "1.0", "--duration", "1"]) == 0
    out = folder / "page.svg"
    capsys.readouterr()
    assert main(["page", str(clip), "-o", str(out), "--montage", "longitudinal_bipolar", "--hff", "35"]) == 0
    assert "have no EEG: montage, filters and sensitivity change nothing" in capsys.readouterr().err
    drawn = out.read_text(encoding="utf-8")
    for said in ("film, no EEG", "Movement", "Sound", "Spasm", "dB/mm", "± 1 s", "Not a medical device"):
        assert said in drawn, said
    for of_eeg in ("µV", "low cut", "notch", "scale_bar_uv"):
        assert of_eeg not in drawn, of_eeg


def test_a_time_without_film_is_refused_with_the_times_there_are(folder, capsys):
    clip = sounding(folder / "clips" / "IMG_1.mov", 15, 1.0)
    assert main(["page", str(clip), "--at", "20", "-o", str(folder / "a.png")]) == 2
    assert "It runs from 0 to 00:00:03" in capsys.readouterr().err
