"""Anchors proposed from a film and a recording made for it: flashes, beeps, and a square that moves."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from recordings.memory_source import MemorySource, make_channels, make_recording

from eegview.app.sync.proposing import recording_instants, suggest_anchors, video_flashes, video_sounds
from eegview.app.video.movement_cache import MovementCache
from eegview.dsp.sync.fit import fit_anchors
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import ChannelKind
from eegview.model.errors import Cancelled, UnreadableFile
from eegview.model.film.video import SyncMap
from eegview.model.sync import SuggestedAnchor

FPS, SOUND_HZ, EMG_HZ = 25, 16_000, 200.0
TRUTH = SyncMap(12.4)
EVENTS_S = (3.2, 10.48, 25.0)  # in the film's time


def film(path: Path, length_s: float, draw: Callable[[float], np.ndarray], sound: np.ndarray | None = None) -> str:
    """Write a film of what `draw` gives for each time: (48, 64) uint8."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"crf": "18", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        track = container.add_stream("aac", rate=SOUND_HZ, layout="mono") if sound is not None else None
        for number in range(round(length_s * FPS)):
            grey = np.repeat(draw(number / FPS)[:, :, None], 3, axis=2)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
        if track is not None and sound is not None:
            for first in range(0, len(sound) - 1023, 1024):
                block = sound[None, first : first + 1024].astype(np.float32)
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
                frame.sample_rate, frame.pts = SOUND_HZ, first
                container.mux(track.encode(frame))
            container.mux(track.encode())
    return str(path)


def flashing(time_s: float) -> np.ndarray:
    is_white = any(at_s <= time_s < at_s + 0.2 for at_s in EVENTS_S)
    return np.full((48, 64), 235 if is_white else 80, np.uint8)


def still(_time_s: float) -> np.ndarray:
    return np.full((48, 64), 80, np.uint8)


def beeping() -> np.ndarray:
    times_s = np.arange(30 * SOUND_HZ) / SOUND_HZ
    sound = np.random.default_rng(1).normal(0, 0.001, len(times_s))
    for at_s in EVENTS_S:
        sound += 0.3 * np.sin(2 * np.pi * 1000 * times_s) * ((times_s >= at_s) & (times_s < at_s + 0.2))
    return sound


def with_triggers(length_s: float = 60.0) -> MemorySource:
    channels = make_channels(["Trigger"], EMG_HZ, ChannelKind.TRIGGER)
    trigger = np.zeros(round(length_s * EMG_HZ), np.float32)
    for at_s in EVENTS_S:
        first = round(TRUTH.to_recording_s(at_s) * EMG_HZ)
        trigger[first : first + 10] = 5.0
    return MemorySource(make_recording(channels, [(0.0, length_s)]), trigger[None, :])


def worst_error_s(found: tuple[SuggestedAnchor, ...]) -> float:
    return max(abs(one.anchor.eeg_s - TRUTH.to_recording_s(one.anchor.video_s)) for one in found)


def test_flashes_meet_a_trigger_channel(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", 30, flashing)
    assert video_flashes(path) == pytest.approx(np.array(EVENTS_S) - 0.02, abs=1e-6)
    assert len(video_sounds(path)) == 0
    found = suggest_anchors(with_triggers(), path, SyncMap())
    assert [one.anchor.kind for one in found] == ["flash"] * 3
    assert "trigger on Trigger: 3 of 3" in found[0].why
    assert worst_error_s(found) < 0.025
    assert min(one.sureness for one in found) > 0.9


def test_beeps_are_found_where_nothing_flashes_and_not_told_twice_where_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dark = film(tmp_path / "dark.mp4", 30, still, beeping())
    whole = video_sounds(dark)
    assert whole == pytest.approx(EVENTS_S, abs=0.010)
    monkeypatch.setattr("eegview.app.sync.proposing._CHUNK_S", 3.2)  # a beep right at the edge of two chunks
    assert video_sounds(dark) == pytest.approx(whole, abs=1e-6)
    monkeypatch.undo()
    found = suggest_anchors(with_triggers(), dark, SyncMap())
    assert [one.anchor.kind for one in found] == ["sound"] * 3
    assert worst_error_s(found) < 0.015
    both = suggest_anchors(with_triggers(), film(tmp_path / "both.mp4", 30, flashing, beeping()), SyncMap())
    assert [one.anchor.kind for one in both] == ["flash"] * 3


def test_a_recording_without_instants_or_muscles_gives_nothing(tmp_path: Path) -> None:
    plain = MemorySource(make_recording(make_channels(["Fp1"], 10.0)), np.zeros((1, 600), np.float32))
    shares: list[float] = []
    assert suggest_anchors(plain, film(tmp_path / "a.mp4", 2, still), SyncMap(), shares.append) == ()
    assert shares[-1] == 1.0


def test_rows_of_instants_and_their_names() -> None:
    source = with_triggers()
    source.annotations = tuple(
        Annotation(str(n), "file_note", at_s, text=text, layer=FILE_LAYER)
        for n, (at_s, text) in enumerate([(1.0, "SZ START"), (9.0, "SZ START"), (5.0, "spike")])
    )
    marks = [Annotation("a", "spasm", 3.0, layer="ann"), Annotation("b", "spasm", 7.0, layer="ann")]
    rows = {row.what: row.times_s.tolist() for row in recording_instants(source, marks)}
    assert set(rows) == {"trigger on Trigger", "note “SZ START”", "mark “spasm”", "one of the file's annotations"}
    assert rows["note “SZ START”"] == [1.0, 9.0]
    assert rows["trigger on Trigger"] == pytest.approx(np.array(EVENTS_S) + 12.4)


def test_movement_meets_the_emg_over_a_gap(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    jerks_s = np.sort(rng.uniform(1, 139, 26))

    def jerking(time_s: float) -> np.ndarray:
        """A square that jumps aside at each jerk and swings out."""
        since_s = time_s - jerks_s[jerks_s <= time_s]
        side = len(since_s) % 2
        swing = 14 * np.exp(-since_s[-1] / 0.2) * np.cos(20 * since_s[-1]) if len(since_s) else 0.0
        grey = np.full((48, 64), 60, np.uint8)
        left = int(np.clip(round(18 + 14 * side + swing), 0, 48))
        grey[14:34, left : left + 16] = 200
        return grey

    path = film(tmp_path / "jerks.mp4", 140, jerking)
    channels = make_channels(["EMG1"], EMG_HZ, ChannelKind.EMG)
    segments = [(0.0, 60.0), (70.0, 160.0)]
    data = []
    for start_s, stop_s in segments:
        times_s = np.arange(start_s, stop_s, 1 / EMG_HZ)[: round((stop_s - start_s) * EMG_HZ)]
        since_s = times_s[:, None] - TRUTH.to_recording_s(0) - jerks_s[None, :]
        strength = np.where(since_s >= 0, np.exp(-np.abs(since_s) / 0.3), 0).sum(axis=1)
        data.append((rng.normal(0, 1, len(times_s)) * (3 + 30 * strength)).astype(np.float32))
    source = MemorySource(make_recording(channels, segments), [data])
    cache = MovementCache(tmp_path / "cache")
    found = suggest_anchors(source, path, SyncMap(9.0), cache=cache)
    assert len(found) >= 2
    assert {one.anchor.kind for one in found} == {"movement"}
    fit = fit_anchors([one.anchor for one in found])
    errors_s = [fit.sync.to_recording_s(at_s) - TRUTH.to_recording_s(at_s) for at_s in (20.0, 120.0)]
    assert np.abs(errors_s).max() < 0.080


def test_looking_can_be_given_up(tmp_path: Path) -> None:
    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        suggest_anchors(with_triggers(), film(tmp_path / "a.mp4", 2, still), SyncMap(), stop)
    with pytest.raises(UnreadableFile):
        suggest_anchors(with_triggers(), str(tmp_path / "gone.mp4"), SyncMap())
