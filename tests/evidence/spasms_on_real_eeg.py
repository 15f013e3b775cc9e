"""Put made-up spasms on real EEG: `python tests/evidence/spasms_on_real_eeg.py FOLDER OUT`.

Written without knowledge of how the detector works, and apart from the simulator: other shapes, fields and clusters.
Each recording is the EEG of a real infant or child (FOLDER holds `infant_background_18min.edf` and
`absence_30min.edf`), with a hypsarrhythmia-like background added to some. No limb EMG; scalp muscle stays as it was
recorded while what is slower than 15 Hz is attenuated, and rises after some. Writes NAME.edf and
NAME.truth.tsv for each; then

    eegview detect OUT/NAME.edf --detector spasms --no-store -o found.tsv
    eegview compare OUT/NAME.truth.tsv found.tsv
"""

import argparse
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import edfio
import numpy as np
from scipy.signal import butter, sosfiltfilt

# places on the head seen from above: left to right, back to front
PLACES = {
    "Fp1": (-0.3, 0.95),
    "Fp2": (0.3, 0.95),
    "F7": (-0.8, 0.6),
    "F8": (0.8, 0.6),
    "F3": (-0.4, 0.5),
    "F4": (0.4, 0.5),
    "Fz": (0, 0.5),
    "T3": (-1, 0),
    "T4": (1, 0),
    "T7": (-1, 0),
    "T8": (1, 0),
    "C3": (-0.5, 0),
    "C4": (0.5, 0),
    "Cz": (0, 0),
    "P3": (-0.4, -0.5),
    "P4": (0.4, -0.5),
    "Pz": (0, -0.5),
    "T5": (-0.8, -0.6),
    "T6": (0.8, -0.6),
    "P7": (-0.8, -0.6),
    "P8": (0.8, -0.6),
    "O1": (-0.3, -0.95),
    "O2": (0.3, -0.95),
    "A1": (-1.2, -0.1),
    "A2": (1.2, -0.1),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One recording to make.

    gain : of the real EEG
    size_uv : of the slow wave
    has_chaos : slow waves of many sources and multifocal spikes added
    side : 0 both, -1 left, +1 right
    sign, base : of the wave's field; base is what all electrodes share, against the reference
    vertex : how much the vertex stands out
    restless : share of spasms after which scalp muscle is up for seconds
    only : the seconds of the recording in which spasms lie; all of it where left out
    singles : spasms minutes apart in place of clusters
    """

    real: str
    seed: int
    gain: float
    size_uv: float
    has_chaos: bool
    side: int
    sign: float = 1.0
    base: float = 0.35
    vertex: float = 0.9
    restless: float = 0.6
    only: tuple[float, float] = (0.0, math.inf)
    singles: bool = False

    @property
    def name(self) -> str:
        return f"{self.real.split('_')[0]}_s{self.seed}"


INFANT, CHILD = "infant_background_18min.edf", "absence_30min.edf"
LOOKED_AT = (
    Recipe(INFANT, 1, 1.0, 600, False, 0),
    Recipe(INFANT, 2, 1.0, 700, True, 0),
    Recipe(INFANT, 3, 1.0, 600, True, -1),
    Recipe(CHILD, 4, 1.0, 500, False, 0),
    Recipe(INFANT, 5, 1.0, 400, False, 0),
    Recipe(CHILD, 6, 1.0, 700, True, 1),
)
LOOKED_AT_SINCE = (  # held back while an earlier version was made
    Recipe(INFANT, 11, 1.0, 700, False, 0, 1.0, 0.1, 1.1),
    Recipe(INFANT, 12, 0.6, 450, True, 0, -1.0, 0.2, 1.1),
    Recipe(INFANT, 13, 0.7, 600, True, 1, -1.0, 0.2, 1.1),
    Recipe(CHILD, 14, 1.2, 450, True, 0, 1.0, 0.3, 1.1),
    Recipe(INFANT, 15, 0.8, 900, False, -1, 1.0, 0.3, 1.1),
)
# Judged once, at the very end: an infant awake, awake and weak, asleep, asleep one by one; a child.
LAST = (
    Recipe(INFANT, 21, 1.0, 650, False, 0, 1.0, 0.25, 1.0, 0.8, (60.0, 500.0)),
    Recipe(INFANT, 22, 0.85, 380, False, 0, -1.0, 0.15, 1.2, 0.5, (0.0, 500.0), True),
    Recipe(INFANT, 23, 1.1, 800, False, 0, 1.0, 0.2, 1.1, 1.0, (500.0, 1100.0)),
    Recipe(INFANT, 24, 1.0, 700, False, 1, -1.0, 0.3, 1.0, 0.7, (500.0, 1100.0), True),
    Recipe(CHILD, 25, 0.9, 420, False, 0, 1.0, 0.2, 1.0, 0.7),
)


class Canvas:
    """The samples of a real recording, to be drawn on.

    samples : one float array in µV for each signal of the file
    places : signal number -> place on the head, EEG only
    """

    def __init__(self, path: Path, gain: float) -> None:
        self.edf = edfio.read_edf(path)
        self.rate_hz = float(self.edf.signals[0].sampling_frequency)
        self.samples = [np.array(signal.data, float) for signal in self.edf.signals]
        names = [s.label.replace("EEG", "").replace("-Ref", "").replace("-REF", "").strip() for s in self.edf.signals]
        by_name = {name: number for number, name in enumerate(names) if name in PLACES}
        self.places = {number: PLACES[name] for name, number in by_name.items()}
        self.times_s = np.arange(len(self.samples[0])) / self.rate_hz
        self.duration_s = len(self.samples[0]) / self.rate_hz
        for number in self.places:
            self.samples[number] *= gain
        self.slower: dict[int, np.ndarray] = {}

    def keep_slower(self) -> None:
        """Keep what is slower than 15 Hz of each place, which an attenuation lowers; faster it is mostly muscle."""
        low = butter(4, 15.0, fs=self.rate_hz, output="sos")
        self.slower = {number: sosfiltfilt(low, self.samples[number]) for number in self.places}

    def write(self, path: Path) -> None:
        signals = []
        for signal, samples in zip(self.edf.signals, self.samples, strict=True):
            limit = round(max(abs(samples).max() * 1.05, 1))
            signals.append(
                edfio.EdfSignal(
                    samples,
                    signal.sampling_frequency,
                    label=signal.label,
                    physical_dimension=signal.physical_dimension,
                    physical_range=(-limit, limit),
                )
            )
        edfio.Edf(signals, data_record_duration=self.edf.data_record_duration).write(path)


def add_chaos(canvas: Canvas, rng: np.random.Generator) -> None:
    """Add slow waves of fourteen independent sources, each waxing and waning, and multifocal spikes."""
    band = butter(2, [0.5, 3.5], "band", fs=canvas.rate_hz, output="sos")
    sources = [rng.uniform(-1, 1, 2) for _ in range(14)]
    knots_s = np.arange(0, canvas.duration_s + 5, 5)
    for x, y in sources:
        wave = sosfiltfilt(band, rng.normal(size=len(canvas.times_s)))
        wave /= wave.std()
        swell = np.exp(0.5 * np.interp(canvas.times_s, knots_s, rng.normal(size=len(knots_s))))
        for number, place in canvas.places.items():
            away = np.hypot(place[0] - x, place[1] - y)
            canvas.samples[number] += 45 * wave * swell * np.exp(-((away / 0.55) ** 2))
    for _ in range(int(canvas.duration_s * 0.7)):
        at_s, (x, y) = rng.uniform(0, canvas.duration_s - 1), rng.uniform(-1, 1, 2)
        size_uv, width_s = rng.uniform(80, 250), rng.uniform(0.02, 0.05)
        where = (canvas.times_s > at_s - 0.5) & (canvas.times_s < at_s + 1)
        since_s = canvas.times_s[where] - at_s
        spike = -size_uv * np.exp(-0.5 * (since_s / width_s) ** 2)
        spike += 0.5 * size_uv * np.exp(-0.5 * ((since_s - 0.18) / 0.08) ** 2)
        for number, place in canvas.places.items():
            away = np.hypot(place[0] - x, place[1] - y)
            canvas.samples[number][where] += spike * np.exp(-((away / 0.4) ** 2))


def draw_onsets(duration_s: float, recipe: Recipe, rng: np.random.Generator) -> list[float]:
    """Return onsets in clusters of 4-13, 5-28 s apart, clusters minutes apart; or one by one."""
    onsets_s: list[float] = []
    start_s, stop_s = recipe.only[0], min(recipe.only[1], duration_s)
    at_s = start_s + rng.uniform(60, 150)
    while at_s < stop_s - 60:
        for _ in range(1 if recipe.singles else rng.integers(4, 14)):
            onsets_s.append(at_s)
            at_s += rng.uniform(5, 28)
            if at_s > stop_s - 30:
                break
        at_s += rng.uniform(70, 150) if recipe.singles else rng.uniform(150, 420)
    return [onset_s for onset_s in onsets_s if onset_s < stop_s - 20]


def add_spasms(canvas: Canvas, recipe: Recipe, rng: np.random.Generator) -> list[float]:
    """Add fast activity, a slow wave and an attenuation at each onset; return the onsets."""
    onsets_s = draw_onsets(canvas.duration_s, recipe, rng)
    canvas.keep_slower()
    after, width_s, fast_hz = rng.uniform(0.7, 1.3), rng.uniform(0.18, 0.4), rng.uniform(14, 28)
    for onset_s in onsets_s:
        strength = rng.uniform(0.5, 1.2)
        fast_s = rng.uniform(0.2, 0.5)
        where = (canvas.times_s > onset_s - 1) & (canvas.times_s < onset_s + 8)
        since_s = canvas.times_s[where] - onset_s
        lost_s, depth = rng.uniform(1, 4), rng.uniform(0.35, 0.75)
        from_s = fast_s + 4.4 * width_s
        left = 1 - depth * np.clip((since_s - from_s) / 0.3, 0, 1) * np.clip((from_s + lost_s - since_s) / 0.5, 0, 1)
        slow = recipe.sign * np.exp(-0.5 * ((since_s - fast_s - width_s) / (0.5 * width_s)) ** 2)
        late_s = since_s - fast_s - 2.4 * width_s
        slow -= recipe.sign * 0.6 * after * np.exp(-0.5 * (late_s / (0.8 * width_s)) ** 2)
        fast = np.sin(2 * np.pi * fast_hz * since_s + rng.uniform(0, 6)) * (since_s > 0)
        fast *= np.clip(since_s / 0.1, 0, 1) * np.clip((fast_s + 0.25 - since_s) / 0.1, 0, 1)
        for number, (x, y) in canvas.places.items():
            field = recipe.base + recipe.vertex * np.exp(-((x / 0.7) ** 2 + ((y - 0.1) / 0.8) ** 2))
            field += -0.75 * np.clip(-y, 0, 1) + rng.normal(0, 0.05)
            share = 1.0 if not recipe.side or recipe.side * x > 0 else 0.25 if recipe.side * x < 0 else 0.6
            moved = np.interp(since_s - rng.normal(0, 0.015), since_s, slow)
            samples = canvas.samples[number]
            slower = canvas.slower[number][where]
            samples[where] += (left - 1) * (slower - slower.mean())
            samples[where] += recipe.size_uv * strength * field * share * moved
            samples[where] += 12 * fast * np.exp(-(x**2 + (y + 0.3) ** 2)) * share
        muscle = 6 * strength * np.exp(-0.5 * ((since_s - fast_s - 0.4) / 0.3) ** 2)
        if rng.random() < recipe.restless:  # it moves or wakes for some seconds
            until_s = fast_s + rng.uniform(2, 6)
            muscle += rng.uniform(3, 8) * np.clip(np.minimum((since_s - fast_s - 0.3) / 0.4, until_s - since_s), 0, 1)
        for number in canvas.places:
            canvas.samples[number][where] += rng.normal(0, 1, len(muscle)) * muscle
    return onsets_s


def write_truth(folder: Path, name: str, onsets_s: Iterable[float]) -> None:
    """Write the onsets of a recording's spasms as `eegview evaluate` and `eegview compare` read them."""
    rows = [f"{onset_s:.3f}\t1.000\tspasm" for onset_s in onsets_s]
    (folder / f"{name}.truth.tsv").write_text("\n".join(["onset\tduration\ttrial_type", *rows]) + "\n")


def make(recipe: Recipe, real: Path, out: Path) -> int:
    """Write one recording and its truth; return how many spasms it has."""
    rng = np.random.default_rng(recipe.seed)
    canvas = Canvas(real / recipe.real, recipe.gain)
    if recipe.has_chaos:
        add_chaos(canvas, rng)
    onsets_s = add_spasms(canvas, recipe, rng)
    canvas.write(out / f"{recipe.name}.edf")
    write_truth(out, recipe.name, onsets_s)
    return len(onsets_s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the two real recordings are")
    parser.add_argument("out", type=Path)
    parser.add_argument("--last", action="store_true", help="make those that are judged once, and no others")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for recipe in LAST if given.last else (*LOOKED_AT, *LOOKED_AT_SINCE):
        print(recipe.name, make(recipe, given.folder, given.out), "spasms")  # noqa: T201


if __name__ == "__main__":
    main()
