"""Spasms of made-up infants added onto real EEG that has none: a check that a detector is not fitted to the simulator.

The waveforms share nothing with `eegview.simulate` but where electrodes sit. An attenuation lowers what the brain gives
(here: what is slower than 15 Hz); scalp muscle, which is most of what is faster, stays as it was recorded, and rises
with a spasm and, in a share of them, for seconds after it, as an infant moves or wakes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from eegview.detect.plugin_recording import Stretch
from eegview.model.span import Span
from eegview.simulate.head import ELECTRODES, POSITIONS

_AT = dict(zip(ELECTRODES, POSITIONS, strict=True))


class ArrayRecording:
    """What a detector sees of a recording, from arrays: one segment, `data` (n_rows, n) µV."""

    def __init__(self, rows, data, rate_hz, extra=None) -> None:
        self.rows, self.data, self.rate_hz = tuple(rows), data, rate_hz
        self.extra: dict[str, tuple[float, np.ndarray]] = extra or {}
        self.duration_s = data.shape[1] / rate_hz
        self.span = Span(0.0, self.duration_s)
        self.segments = (self.span,)
        self.age_months = None

    def names(self, kind: str) -> tuple[str, ...]:
        return tuple(self.extra) if kind == "emg" else ()

    def piece(self, span: Span, kinds=()) -> Stretch | None:
        return None  # nothing lies before what is searched

    def movement(self) -> None:
        return None

    def stretches(self, length_s=60.0, before_s=0.0, after_s=0.0, kinds=()) -> Iterator[Stretch]:
        n_samples, rate_hz = self.data.shape[1], self.rate_hz
        length, before, after = (round(part_s * rate_hz) for part_s in (length_s, before_s, after_s))
        for start in range(0, n_samples, length):
            stop = min(start + length, n_samples)
            low, high = max(start - before, 0), min(stop + after, n_samples)
            extra = {
                name: (own_hz, values[round(low / rate_hz * own_hz) : round(high / rate_hz * own_hz)])
                for name, (own_hz, values) in self.extra.items()
                if "emg" in kinds
            }
            core = Span(start / rate_hz, stop / rate_hz)
            data = self.data[:, low:high].copy()
            yield Stretch(core, low / rate_hz, rate_hz, self.rows, data, extra, start == 0, stop == n_samples)


def held(recording) -> ArrayRecording:
    """Return all of a recording (one segment) in memory."""
    parts, extra = [], {}
    for stretch in recording.stretches(240.0, kinds=("emg",)):
        parts.append(stretch.data)
        for name, (rate_hz, values) in stretch.extra.items():
            extra.setdefault(name, (rate_hz, []))[1].append(values)
    joined = {name: (rate_hz, np.concatenate(values)) for name, (rate_hz, values) in extra.items()}
    return ArrayRecording(recording.rows, np.concatenate(parts, axis=1), recording.rate_hz, joined)


@dataclass(frozen=True)
class _Infant:
    """How one made-up infant's spasms look."""

    field: np.ndarray
    fast_field: np.ndarray
    size_uv: float
    width_s: float
    after_wave: float
    fore_wave: float
    depth: float
    attenuation_share: float
    fast_hz: float
    fast_uv: float
    muscle_uv: float
    wobble_uv: float
    after_share: float
    after_uv: float


def add_spasms(base: ArrayRecording, seed: int, strength: float = 1.0) -> tuple[ArrayRecording, np.ndarray]:
    """Return the recording with two clusters and up to two single spasms of one made-up infant, and their onsets."""
    rng = np.random.default_rng(seed)
    data = base.data.copy()
    numbers = [number for number, name in enumerate(base.rows) if name in _AT]
    infant = _draw(
        rng, np.array([_AT[base.rows[n]] for n in numbers]), _resting_uv(data[numbers], base.rate_hz), strength
    )
    onsets_s = _onsets(rng, base.duration_s)
    brain = _slower(data[numbers], base.rate_hz)
    for onset_s in onsets_s:
        _add(data, brain, numbers, base.rate_hz, onset_s, infant, rng)
    return ArrayRecording(base.rows, data.astype(np.float32), base.rate_hz, base.extra), np.array(onsets_s)


def add_few_spasms(base: ArrayRecording, seed: int, awake_s: tuple[float, float]) -> tuple[ArrayRecording, np.ndarray]:
    """Return the recording with three to five spasms of one made-up infant awake, one by one or two close, and onsets.

    Waves of 150-400 µV, a clear attenuation after each, scalp muscle as recorded or raised.
    """
    rng = np.random.default_rng(9000 + seed)
    data = base.data.copy()
    numbers = [number for number, name in enumerate(base.rows) if name in _AT]
    places = np.array([_AT[base.rows[n]] for n in numbers])
    drawn = _draw(rng, places, _resting_uv(data[numbers], base.rate_hz), 1.0)
    infant = replace(
        drawn,
        size_uv=rng.uniform(150, 400),
        depth=rng.uniform(0.55, 0.9),
        attenuation_share=1.0,
        wobble_uv=0.3 * drawn.wobble_uv,
    )
    onsets_s = [awake_s[0] + rng.uniform(0, 40)]
    for _ in range(int(rng.integers(2, 5))):
        onsets_s.append(onsets_s[-1] + (rng.uniform(5, 25) if rng.random() < 0.25 else rng.uniform(60, 150)))
    onsets_s = [onset_s for onset_s in onsets_s if onset_s < awake_s[1]]
    brain = _slower(data[numbers], base.rate_hz)
    for onset_s in onsets_s:
        _add(data, brain, numbers, base.rate_hz, onset_s, infant, rng)
    return ArrayRecording(base.rows, data.astype(np.float32), base.rate_hz, base.extra), np.array(onsets_s)


def add_sleep_waves(base: ArrayRecording, seed: int, asleep_s: tuple[float, float]) -> ArrayRecording:
    """Return the recording with high waves of one child's sleep, one or some together, no muscle with them.

    Such as K-complexes and vertex waves: many are followed by flatter activity, some by a spindle. No spasms.
    """
    rng = np.random.default_rng(7000 + seed)
    data = base.data.copy()
    numbers = [number for number, name in enumerate(base.rows) if name in _AT]
    places, rate_hz = np.array([_AT[base.rows[n]] for n in numbers]), base.rate_hz
    brain, resting_uv = _slower(data[numbers], rate_hz), _resting_uv(data[numbers], rate_hz)
    away_deg = np.degrees(np.arccos(np.clip(places @ np.array([0.0, 0.3, 0.95]), -1, 1)))
    field = np.exp(-0.5 * (away_deg / rng.uniform(40, 75)) ** 2)
    size_uv, width_s, at_s = resting_uv * rng.uniform(8, 20), rng.uniform(0.25, 0.6), asleep_s[0] + 5
    while at_s < asleep_s[1] - 10:
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            first, stop = int((at_s - 1) * rate_hz), int((at_s + 6) * rate_hz)
            since_s = np.arange(first, stop) / rate_hz - at_s
            peak_s, force = width_s, rng.uniform(0.5, 1.1)
            wave = np.exp(-0.5 * ((since_s - peak_s) / (0.35 * width_s)) ** 2)
            wave -= rng.uniform(0.4, 1.0) * np.exp(-0.5 * ((since_s - peak_s - 1.2 * width_s) / (0.5 * width_s)) ** 2)
            begin_s, stop_s = peak_s + 1.8 * width_s, peak_s + 1.8 * width_s + rng.uniform(0.8, 2.5)
            lost = np.clip(np.minimum((since_s - begin_s) / 0.25, (stop_s - since_s) / 0.5), 0, 1) * rng.uniform(0, 0.8)
            slower = brain[:, first:stop]
            eeg = data[numbers, first:stop] - lost * (slower - slower.mean(axis=1, keepdims=True))
            spindle = np.exp(-(((since_s - peak_s - 1.2) / 0.5) ** 2))
            spindle *= np.sin(2 * np.pi * rng.uniform(12, 14.5) * since_s)
            eeg += field[:, None] * rng.normal(1, 0.08, (len(numbers), 1)) * (force * size_uv * wave)
            eeg += field[:, None] * (rng.uniform(5, 20) * (rng.random() < 0.4) * spindle)
            data[numbers, first:stop] = eeg
            at_s += rng.uniform(1.2, 2.5)
        at_s += rng.uniform(6, 30)
    return ArrayRecording(base.rows, data.astype(np.float32), rate_hz, base.extra)


def _slower(eeg: np.ndarray, rate_hz: float) -> np.ndarray:
    """Return what is slower than 15 Hz of (n_rows, n) µV: nearly all of it is the brain's."""
    from scipy import signal

    sections = signal.butter(4, 15.0, fs=rate_hz, output="sos")
    return signal.sosfiltfilt(sections, eeg.astype(np.float64), axis=1)


def _resting_uv(eeg: np.ndarray, rate_hz: float) -> float:
    from scipy import signal

    sections = signal.butter(2, (0.5, 5), "band", fs=rate_hz, output="sos")
    slow = signal.sosfiltfilt(sections, eeg - np.median(eeg, axis=0), axis=1)[:, int(60 * rate_hz) :]
    return float(np.median(np.std(slow, axis=1)))


def _draw(rng: np.random.Generator, places: np.ndarray, resting_uv: float, strength: float) -> _Infant:
    kind = rng.choice(("vertex", "front_back", "diffuse", "tilted"))
    centre = np.array([rng.normal(0, 0.25), rng.normal(0, 0.4), 1.0])
    away_deg = np.degrees(np.arccos(np.clip(places @ (centre / np.linalg.norm(centre)), -1, 1)))
    if kind == "vertex":
        field = np.exp(-0.5 * (away_deg / rng.uniform(35, 65)) ** 2)
    elif kind == "front_back":
        field = places[:, 1] + 0.2 * places[:, 2]
    elif kind == "diffuse":
        field = 0.5 + 0.3 * places @ rng.normal(size=3)
    else:
        field = places @ rng.normal(size=3) + 0.6 * (places @ rng.normal(size=3)) ** 2
    field = field / np.abs(field).max()
    if rng.random() < 0.25:
        side = rng.choice((-1, 1)) * places[:, 0]
        field = field * np.where(side > 0.01, 1.0, np.where(side < -0.01, rng.uniform(0.1, 0.45), 0.6))
    fast_deg = np.degrees(np.arccos(np.clip(places @ places[rng.integers(len(places))], -1, 1)))
    size_uv = resting_uv * rng.uniform(10, 30) * strength
    return _Infant(
        field=field * (1 + rng.normal(0, 0.06, len(field))),
        fast_field=np.exp(-0.5 * (fast_deg / 45) ** 2),
        size_uv=size_uv,
        width_s=rng.uniform(0.25, 0.9),
        after_wave=-rng.uniform(0, 0.8),
        fore_wave=-rng.uniform(0, 0.35) * (rng.random() < 0.5),
        depth=rng.uniform(0.35, 0.85),
        attenuation_share=rng.uniform(0.6, 1.0),
        fast_hz=rng.uniform(15, 40),
        fast_uv=rng.uniform(4, 18) * (rng.random() < 0.8),
        muscle_uv=rng.uniform(3, 25) * (rng.random() < 0.9),
        wobble_uv=rng.uniform(0, 0.35) * size_uv * (rng.random() < 0.6),
        after_share=rng.uniform(0.3, 1.0),
        after_uv=rng.uniform(2, 10),
    )


def _onsets(rng: np.random.Generator, duration_s: float) -> list[float]:
    found: list[float] = []
    time_s = rng.uniform(100, max(duration_s * 0.35, 120))
    for _ in range(2):
        usual_s = rng.uniform(5, 18)
        for _ in range(int(rng.integers(5, 20))):
            if time_s < duration_s - 15:
                found.append(float(time_s))
                time_s += max(3.5, usual_s * rng.lognormal(0, 0.4))
        time_s = max(time_s + 60, rng.uniform(duration_s * 0.5, duration_s * 0.75))
    for _ in range(2):
        alone_s = float(rng.uniform(70, duration_s - 20))
        if min(abs(alone_s - other_s) for other_s in found) > 60:
            found.append(alone_s)
    return sorted(found)


def _add(
    data: np.ndarray, brain: np.ndarray, numbers: list[int], rate_hz: float, onset_s: float, infant: _Infant, rng
) -> None:
    first, stop = int((onset_s - 1) * rate_hz), int(min((onset_s + 9) * rate_hz, data.shape[1]))
    since_s = np.arange(first, stop) / rate_hz - onset_s
    force, lag_s = rng.uniform(0.45, 1.0), rng.uniform(0.05, 0.35)
    width_s = infant.width_s * rng.lognormal(0, 0.1)
    peak_s = lag_s + 0.8 * width_s
    eeg = data[numbers, first:stop]
    if rng.random() < infant.attenuation_share:
        begin_s, length_s = peak_s + 1.2 * width_s, rng.uniform(1, 3.5)
        edge = np.clip(np.minimum((since_s - begin_s) / 0.25, (begin_s + length_s - since_s) / 0.5), 0, 1)
        slower = brain[:, first:stop]
        lost = edge * min(infant.depth * rng.uniform(0.7, 1.1), 0.92)
        eeg = eeg - lost * (slower - slower.mean(axis=1, keepdims=True))

    def bump(centre_s: float, deviation_s: float) -> np.ndarray:
        return np.exp(-0.5 * ((since_s - centre_s) / deviation_s) ** 2)

    wave = np.where(since_s < peak_s, bump(peak_s, 0.35 * width_s), bump(peak_s, 0.45 * width_s))
    wave = wave + infant.after_wave * bump(peak_s + 1.3 * width_s, 0.55 * width_s)
    wave = wave + infant.fore_wave * bump(peak_s - 0.9 * width_s, 0.3 * width_s)
    waves = np.stack([np.interp(since_s - late_s, since_s, wave) for late_s in rng.normal(0, 0.015, len(numbers))])
    field = infant.field * (1 + rng.normal(0, 0.1, len(numbers)))
    eeg = eeg + (infant.size_uv * force**0.7 * field)[:, None] * waves
    fast_s = rng.uniform(0.3, 0.7)
    swell = np.where((since_s > 0) & (since_s < fast_s), np.sin(np.pi * np.clip(since_s / fast_s, 0, 1)), 0)
    tone = np.sin(2 * np.pi * infant.fast_hz * since_s + rng.uniform(0, 6))
    eeg = eeg + infant.fast_field[:, None] * (infant.fast_uv * force * swell * tone)
    burst_s = rng.uniform(0.5, 1.8)
    rise, fall = (since_s - lag_s - 0.1) / (0.4 * burst_s), (lag_s + 0.1 + burst_s - since_s) / (0.6 * burst_s)
    burst = np.clip(np.minimum(rise, fall), 0, 1)
    noise = np.diff(rng.normal(size=eeg.shape), prepend=0, axis=1)
    eeg = eeg + infant.muscle_uv * force * burst * noise * rng.uniform(0.5, 1.5, (len(numbers), 1))
    if rng.random() < infant.after_share:  # movement or an arousal after it
        until_s = rng.uniform(2, 7)
        swell = np.clip(np.minimum((since_s - lag_s - 0.3) / 0.5, (until_s - since_s) / 1.0), 0, 1)
        flicker = np.exp(0.4 * np.interp(since_s, np.arange(-1, 10, 0.5), rng.normal(size=22)))
        restless = np.diff(rng.normal(size=eeg.shape), prepend=0, axis=1) * rng.uniform(0.4, 1.6, (len(numbers), 1))
        eeg = eeg + infant.after_uv * swell * flicker * restless
    shaken = infant.wobble_uv * force * rng.normal(0, 1, len(numbers)) * (rng.random(len(numbers)) < 0.4)
    data[numbers, first:stop] = eeg + shaken[:, None] * (burst * np.sin(2 * np.pi * rng.uniform(0.6, 2) * since_s))
