"""Sound in the window: offered where there is some, muted at will, no device is no error."""

from pathlib import Path

import av
import numpy as np
import pytest
from films.barcoded import barcode
from waiting import wait_until
from windows.at_the_window import study_of
from windows.window_fixtures import open_and_wait

from eegview.ui.video.sound_meter import SoundMeter
from eegview.ui.workstation import Workstation

RATE_HZ, N_FRAMES = 48_000, 100


def write_talking_video(path: Path) -> Path:
    """Write four seconds of barcoded picture with a tone."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 320, 64, "yuv420p"
        sound = container.add_stream("aac", rate=RATE_HZ, layout="mono")
        for number in range(N_FRAMES):
            container.mux(picture.encode(av.VideoFrame.from_ndarray(barcode(number), format="rgb24")))
        times_s = np.arange(RATE_HZ * N_FRAMES // 25) / RATE_HZ
        tone = (0.3 * np.sin(2 * np.pi * 440 * times_s)).astype(np.float32)
        for first in range(0, len(tone), 1024):
            frame = av.AudioFrame.from_ndarray(tone[None, first : first + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, first
            container.mux(sound.encode(frame))
        container.mux(picture.encode())
        container.mux(sound.encode())
    return path


@pytest.fixture
def talking(start_station, small_edf: Path, tmp_path: Path) -> Workstation:
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    write_talking_video(tmp_path / "night.mp4")
    station = open_and_wait(start_station(), path)
    wait_until(lambda: station.video.shown is not None)
    return station


def test_sound_is_offered_and_the_choice_is_kept(talking: Workstation) -> None:
    panel = talking.video.panel
    assert talking.study_video.has_sound
    assert not panel.mute.isHidden()
    assert study_of(talking).player.pacemaker is talking.sound.player
    panel.mute.setChecked(True)
    assert talking.sound.player.is_muted
    assert panel.mute.text() == "♪ off"
    assert talking.settings.text("video/muted") == "yes"


def test_playing_goes_on_with_or_without_a_device(talking: Workstation) -> None:
    talking.play.play_or_pause()
    start_s = study_of(talking).player.time_s
    wait_until(lambda: study_of(talking).player.time_s > start_s + 0.3)
    talking.play.play_or_pause()
    assert not talking.play.is_playing


def test_the_study_closed_the_sound_is_gone(talking: Workstation) -> None:
    talking.actions["study.close"].trigger()
    assert talking.sound.player is None
    assert talking.video.panel.mute.isHidden()


def test_without_sound_nothing_is_offered(station: Workstation) -> None:
    assert station.video.panel.mute.isHidden()


def test_no_device_is_said(talking: Workstation) -> None:
    panel = talking.video.panel
    panel.show_sound_device(is_available=False)
    assert panel.mute.text() == "Sound: no device"
    assert not panel.mute.isEnabled()


def test_the_meter_grows_with_the_level(qtbot) -> None:
    meter = SoundMeter()
    qtbot.addWidget(meter)
    meter.resize(60, 16)

    def lit() -> int:
        image, highlight = meter.grab().toImage(), meter.palette().highlight().color().rgb()
        return sum(image.pixel(x, image.height() // 2) == highlight for x in range(image.width()))

    amounts = []
    for level_db in (None, -50.0, -20.0, 0.0):
        meter.show_level(level_db)
        amounts.append(lit())
    assert amounts[0] == 0
    assert amounts == sorted(amounts)
    assert amounts[1] < amounts[3]
