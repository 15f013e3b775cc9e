"""The recording on which detectors are compared with themselves: eleven minutes of simulated EEG, stored once.

It is a file, so that a changed simulator changes no list of scores. It was made with

    PYTHONPATH=.:tests/helpers python -m detectors.scores_study

which refuses to write it anew while it is there: with another recording every version's list would begin again.
Pieces of three simulated infants follow each other with pauses: a cluster of spasms awake, sleep with spindles,
K-complexes and a single spasm, wake with artifacts, sleep again. 128 Hz, electrodes and belt to 0.5 µV, muscle to 2 µV.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from recordings.memory_source import MemorySource
from scipy import signal

from eegview.model.channel import Channel, ChannelKind
from eegview.model.recording import Recording
from eegview.model.span import Span

FILE = Path(__file__).resolve().parents[2] / "plugins" / "scores_study.npz"
RATE_HZ = 128
PIECES = ((3, 1230.0, 1410.0), (8, 520.0, 690.0), (5, 60.0, 240.0), (3, 545.0, 665.0))  # seed, seconds of its hour
PAUSE_S = 20.0
_STEP_UV = {ChannelKind.EMG: 2.0}
_USUAL_STEP_UV = 0.5


@dataclass(frozen=True, slots=True)
class ScoresStudy:
    """The recording, a movement of the camera that is drawn by a formula, and where true spasms are.

    movement : times in recording time (s) and values
    onsets_s : of the spasms, ascending
    """

    source: MemorySource
    movement: tuple[np.ndarray, np.ndarray]
    onsets_s: np.ndarray


@lru_cache(maxsize=1)
def scores_study() -> ScoresStudy:
    """Return the stored recording."""
    with np.load(FILE, allow_pickle=False) as held:
        names, kinds, rates_hz, steps_uv = (held[key] for key in ("names", "kinds", "rates_hz", "steps_uv"))
        segments = tuple(Span(float(a), float(b)) for a, b in held["segments"])
        onsets_s = held["onsets_s"]
        values = np.frombuffer(lzma.decompress(held["samples"].tobytes()), np.int16)
    channels, data, at = [], [], 0
    for number, (name, kind, rate_hz, step_uv) in enumerate(zip(names, kinds, rates_hz, steps_uv, strict=True)):
        channels.append(Channel(number, str(name), str(name), ChannelKind(str(kind)), float(rate_hz)))
        parts = []
        for segment in segments:
            stop = at + round(segment.duration_s * rate_hz)
            parts.append((np.cumsum(values[at:stop], dtype=np.int64) * step_uv).astype(np.float32))
            at = stop
        data.append(parts)
    source = MemorySource(Recording("study", "EDF", tuple(channels), segments, None, "0" * 64), data)
    times_s = np.arange(0.0, segments[-1].stop_s, 0.04)
    movement = 1.0 + np.sin(times_s / 7) ** 2
    for onset_s in onsets_s:
        movement += 9.0 * np.exp(-(((times_s - onset_s - 0.4) / 0.3) ** 2))
    return ScoresStudy(source, (times_s, movement.astype(np.float32)), onsets_s)


def study_hash() -> str:
    """Return the hex SHA-256 of the stored recording's file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def make() -> int:
    """Write the recording from the simulator as it is; return 1 where it is there already."""
    if FILE.exists():
        sys.stderr.write(f"{FILE.name} is there already; every list of scores rests on it. Nothing was written.\n")
        return 1
    pieces = [_piece(seed, Span(start_s, stop_s)) for seed, start_s, stop_s in PIECES]
    starts_s = np.concatenate([[0.0], np.cumsum([stop - start + PAUSE_S for _, start, stop in PIECES])])[:-1]
    segments = np.array([(at, at + stop - start) for at, (_, start, stop) in zip(starts_s, PIECES, strict=True)])
    channels = pieces[0][0]
    steps_uv = [_STEP_UV.get(channel.kind, _USUAL_STEP_UV) for channel in channels]
    changes = [
        np.diff(np.rint(data[number] / step_uv).astype(np.int32), prepend=0).astype(np.int16)
        for number, step_uv in enumerate(steps_uv)
        for _, data, _ in pieces
    ]
    onsets_s = [at + own for at, (_, _, onsets) in zip(starts_s, pieces, strict=True) for own in onsets]
    content = io.BytesIO()
    np.savez(
        content,
        names=[channel.name for channel in channels],
        kinds=[channel.kind.value for channel in channels],
        rates_hz=[channel.rate_hz for channel in channels],
        steps_uv=steps_uv,
        segments=segments,
        onsets_s=np.array(onsets_s),
        samples=np.frombuffer(lzma.compress(np.concatenate(changes).tobytes(), preset=9), np.uint8),
    )
    FILE.write_bytes(content.getvalue())
    sys.stdout.write(f"{FILE.name}: {FILE.stat().st_size / 2**20:.2f} MiB\n")
    return 0


def _piece(seed: int, span: Span) -> tuple[list[Channel], list[np.ndarray], list[float]]:
    """Return channels, samples and true onsets of a piece of a simulated hour: what detectors use, at RATE_HZ."""
    from eegview.simulate.signals import CHANNELS, make_simulation
    from eegview.simulate.study import plan_study

    plan = plan_study(1.0, seed)
    samples = make_simulation(plan).stretch(span)
    by_label = {channel.label: (channel.rate_hz, values) for channel, values in zip(CHANNELS, samples, strict=True)}
    wanted: dict[str, tuple[ChannelKind, float, np.ndarray]] = {}
    for label, (rate_hz, values) in by_label.items():
        if label.startswith("EEG "):
            wanted[label.split()[1].split("-")[0]] = ChannelKind.EEG, rate_hz, values
    for kind, first, second in (("ECG", "ECG1", "ECG2"), ("EMG", "EMG1", "EMG2"), ("EMG", "EMG3", "EMG4")):
        rate_hz, values = by_label[first]
        name = kind if kind == "ECG" else f"{first}-{second}"
        wanted[name] = ChannelKind(kind.lower()), rate_hz, values - by_label[second][1]
    wanted["Resp"] = ChannelKind.RESPIRATION, *by_label["Resp"]
    channels, data = [], []
    for number, (name, (kind, rate_hz, values)) in enumerate(wanted.items()):
        own_hz = min(rate_hz, RATE_HZ)
        if rate_hz > RATE_HZ:
            values = signal.resample_poly(values, 1, round(rate_hz / RATE_HZ), padtype="line")
        channels.append(Channel(number, name, name, kind, float(own_hz)))
        data.append(np.asarray(values[: round(span.duration_s * own_hz)], np.float64))
    onsets_s = [spasm.onset_s - span.start_s for spasm in plan.spasms if span.start_s <= spasm.onset_s < span.stop_s]
    return channels, data, onsets_s


if __name__ == "__main__":
    sys.exit(make())
