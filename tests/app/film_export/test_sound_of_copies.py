"""The sound of a copy lies where it lay in the film: slowed, and where a film's times start again."""

from pathlib import Path

import numpy as np
import pytest
from films.beeping_video import write_sound
from films.odd_videos import joined
from films.phone_clips import write_phone_clip
from there import there

from eegview.app.film_export.export import export_film
from eegview.model.errors import Cancelled
from eegview.model.film.export.choice import Faces, FilmChoice, Voice
from eegview.readers.video.audio import open_audio
from eegview.readers.video.video import open_video


def onsets_s(path: Path, seconds: float) -> list[float]:
    """Return when sound begins that follows 0.2 s of silence, by the clock of the pictures."""
    audio = there(open_audio(path, open_video(path).facts.times.index))
    heard = np.abs(audio.read(0.0, seconds)[:, 0]) > 0.1
    at_s = np.flatnonzero(heard) / audio.rate_hz
    audio.close()
    return [float(one) for one in at_s[np.diff(at_s, prepend=-1) > 0.2]]


@pytest.mark.parametrize("voice", [Voice.KEPT, Voice.TONES])
def test_slow_motion_whose_sound_is_slowed_is_exported_with_it(tmp_path: Path, voice: Voice) -> None:
    tags = {"com.android.capture.fps": "240.000000"}
    clip = write_phone_clip(tmp_path / "slow.mp4", 240, tags=tags, sound_s=8.0, beep_s=4.0)
    export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, voice))
    copy = there(open_audio(tmp_path / "copy.mp4"))
    assert copy.rate_hz == 48000
    copy.close()
    if voice is Voice.KEPT:
        assert onsets_s(tmp_path / "copy.mp4", 1.0) == [pytest.approx(0.5, abs=0.01)]


@pytest.mark.parametrize("voice", [Voice.KEPT, Voice.TONES])
def test_sound_stays_where_it_is_when_the_times_of_a_film_start_again(tmp_path: Path, voice: Voice) -> None:
    parts = [write_sound(tmp_path / f"{number}.ts", seconds=3) for number in range(2)]
    clip = joined(tmp_path / "film.ts", *parts)
    before = onsets_s(clip, 6.0)
    assert len(before) == 12
    source = open_video(clip)
    moved_s = export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, voice)).moved_s
    source.close()
    if voice is Voice.KEPT:
        after = onsets_s(tmp_path / "copy.mp4", 6.0 + moved_s)
        assert after == pytest.approx([at_s + moved_s for at_s in before], abs=0.02)


def test_making_tones_can_be_cancelled_and_leaves_nothing(tmp_path: Path) -> None:
    clip = write_sound(tmp_path / "film.mp4", seconds=25)
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, Voice.TONES), progress=stop)
    assert shares[-1] < 0.05  # while the sound was still being heard
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
