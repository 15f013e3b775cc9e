# ruff: noqa: T201  it prints its tables
"""Measure the simulated infants beside the one real infant, before and after a change of the simulator.

    .venv/bin/python tests/evidence/simulator_against_life.py [--before COMMIT] [--seeds 2001-2008]

Four tables: how many µV rms there are by band, state and part of the head; how well a loss of amplitude after the
wave tells spasms from random moments, with and without the frequencies of muscle; how often what happens;
how many spindles there are and how long.
The real infant (18 min, 5.5 months, by the technologist's notes nursing and then asleep, no spasm) has been looked at
many times and the simulator's levels of muscle were set after it. About four minutes of processor time.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfiltfilt

PROJECT = Path(__file__).resolve().parents[2]
ONLY_MEASURE = "--only-measure"
if ONLY_MEASURE not in sys.argv:  # the earlier simulator comes from its own folder
    sys.path[:0] = [str(Path(__file__).parent), str(PROJECT), str(PROJECT / "tests" / "helpers")]

HOURS = 1.0
PARTS = {
    "forehead": ("Fp1-F7", "Fp2-F8", "Fp1-F3", "Fp2-F4"),
    "temples": ("F7-T7", "F8-T8", "T7-P7", "T8-P8"),
    "centre": ("F3-C3", "F4-C4", "C3-P3", "C4-P4", "Fz-Cz", "Cz-Pz"),
    "back": ("P3-O1", "P4-O2", "P7-O1", "P8-O2"),
}
ROWS = tuple(row for rows in PARTS.values() for row in rows)
BANDS_HZ = ((0.5, 5), (5, 15), (15, 26), (26, 38), (52, 90))
LOSSES_HZ = ((5, 10), (5, 15), (5, 40))
ASLEEP_SEEDS, ASLEEP_HOURS, SLEEP = (*range(1, 21), *range(1001, 1021)), 3.0, ("N1", "N2", "N3")
STATES = ("W", "N1", "N2", "N3", "R")
# Of the real infant, after the technologist's notes: nursing until 270 s, "sleeping quietly" from 497 s on.
REAL_STATES = {"W": (60, 270), "N2": (500, 1098)}
_STEP_S, _PER_S = 0.125, 8


def _band_uv(rows: np.ndarray, rate_hz: int, band_hz: tuple[float, float], step_s: float) -> np.ndarray:
    """Return (n_rows, n_steps) rms of a band."""
    filtered = sosfiltfilt(butter(3, band_hz, "bandpass", fs=rate_hz, output="sos"), rows, axis=1)
    step = round(step_s * rate_hz)
    steps = filtered[:, : filtered.shape[1] // step * step].reshape(len(rows), -1, step)
    return np.sqrt(np.mean(steps**2, axis=2))


def _rows(electrodes: dict[str, np.ndarray]) -> np.ndarray:
    return np.array([electrodes[a] - electrodes[b] for a, b in (row.split("-") for row in ROWS)])


def _levels(rows: np.ndarray, rate_hz: int, state_by_s: np.ndarray) -> dict[str, list[float]]:
    """Return for each "state part low" the median over its seconds and rows, and the 10th and 90th percentile."""
    found = {}
    for band_hz in BANDS_HZ:
        uv = _band_uv(rows, rate_hz, band_hz, 1.0)
        for part, names in PARTS.items():
            level = np.median(uv[[ROWS.index(name) for name in names]], axis=0)
            for state in STATES:
                inside = level[: len(state_by_s)][state_by_s[: len(level)] == state]
                if len(inside):
                    found[f"{state} {part} {band_hz[0]:g}"] = np.percentile(inside, (50, 10, 90)).tolist()
    return found


def _loss(level: np.ndarray, peak_s: float) -> float | None:
    """Return ln of how much amplitude is lost in the least second of those after a wave that peaks at `peak_s`."""
    peak = round(peak_s * _PER_S)
    before, after = level[max(peak - 120, 0) : peak - 12], level[peak + 4 : peak + 26]
    if len(before) < 40 or len(after) < 16:
        return None
    return float(np.median(before) - np.convolve(after, np.ones(8) / 8, "valid").min())


def _area(above: list[float], below: list[float]) -> float:
    """Return how often a value of `above` is larger than one of `below`."""
    return float(np.mean(np.array(above)[:, None] > np.array(below)[None, :]))


def measure_simulated(seeds: list[int]) -> dict:
    """Return all measures of the simulator that is imported."""
    from eegview.model.span import Span
    from eegview.simulate.head import ELECTRODES
    from eegview.simulate.plan import RATE_HZ
    from eegview.simulate.signals import make_simulation, stretches
    from eegview.simulate.study import plan_study

    levels: dict[str, list[list[float]]] = {}
    areas: dict[str, list[float]] = {}
    pooled: dict[str, tuple[list[float], list[float]]] = {}
    counts: Counter[str] = Counter()
    for seed in seeds:
        plan = plan_study(HOURS, seed)
        parts = [np.array(stretch[: len(ELECTRODES)]) for stretch in stretches(make_simulation(plan))]
        rows = _rows(dict(zip(ELECTRODES, np.concatenate(parts, axis=1), strict=True)))
        middles_s = np.arange(int(plan.duration_s)) + 0.5
        state_by_s = np.array([stage.name for stage in plan.stages])[plan.stage_at(middles_s)]
        calm = np.where(plan.hypsarrhythmia_at(middles_s) > 0, "", state_by_s)
        for key, values in _levels(rows, RATE_HZ, calm).items():
            levels.setdefault(key, []).append(values)
        _count(counts, plan, state_by_s)
        _areas(plan, rows, RATE_HZ, state_by_s, areas, pooled)
    for seed in ASLEEP_SEEDS:  # spasms out of sleep are rare: only what lies around them is made
        plan = plan_study(ASLEEP_HOURS, seed)
        simulation = make_simulation(plan)
        for place, times_s in enumerate(_asleep(plan)):
            for peak_s in times_s:
                start_s = int(peak_s) - 20
                samples = simulation.stretch(Span(start_s, start_s + 28))
                rows = _rows(dict(zip(ELECTRODES, samples, strict=False)))
                for band_hz in LOSSES_HZ:
                    level = np.log(np.median(_band_uv(rows, RATE_HZ, band_hz, _STEP_S), axis=0))
                    kept = pooled.setdefault(f"asleep {band_hz[0]:g}-{band_hz[1]:g}", ([], []))[place]
                    kept.extend(loss for loss in [_loss(level, peak_s - start_s)] if loss is not None)
    return {
        "levels": {key: np.median(values, axis=0).tolist() for key, values in levels.items()},
        "areas": areas,
        "pooled": {key: [_area(*both), len(both[0])] for key, both in pooled.items() if len(both[0]) > 3},
        "counts": dict(counts),
    }


def _areas(plan, rows, rate_hz, state_by_s, areas, pooled) -> None:
    onsets_s = np.array([spasm.onset_s for spasm in plan.spasms])
    rng = np.random.default_rng(plan.seed)
    moments_s = rng.uniform(20, plan.duration_s - 10, 600)
    moments_s = [t for t in moments_s if np.min(np.abs(onsets_s - t), initial=99) > 20]
    peaks_s = [one.onset_s + one.slow_delay_s + 0.75 * one.slow_s for one in plan.spasms]
    for band_hz in LOSSES_HZ:
        level = np.log(np.median(_band_uv(rows, rate_hz, band_hz, _STEP_S), axis=0))
        found = []
        for times_s in (peaks_s, moments_s):
            own = [t for t in times_s if state_by_s[int(t) - 1] == "W"]
            found.append([loss for t in own if (loss := _loss(level, t)) is not None])
        key = f"awake {band_hz[0]:g}-{band_hz[1]:g}"
        kept = pooled.setdefault(key, ([], []))
        kept[0].extend(found[0])
        kept[1].extend(found[1])
        if len(found[0]) >= 4 and found[1]:
            areas.setdefault(key, []).append(_area(*found))


def _asleep(plan) -> tuple[list[float], list[float]]:
    """Return when spasms out of sleep peak, and six moments of sleep far from any spasm."""
    onsets_s = np.array([spasm.onset_s for spasm in plan.spasms])
    drawn_s = np.random.default_rng(plan.seed).uniform(30, plan.duration_s - 30, 60)
    names = np.array([stage.name for stage in plan.stages])[plan.stage_at(drawn_s)]
    far = [t for t, n in zip(drawn_s, names, strict=True) if n in SLEEP and np.abs(onsets_s - t).min(initial=99) > 20]
    own = [one for one in plan.spasms if one.state in SLEEP and 25 < one.onset_s < plan.duration_s - 30]
    return [one.onset_s + one.slow_delay_s + 0.75 * one.slow_s for one in own], far[:6]


def _count(counts: Counter, plan, state_by_s: np.ndarray) -> None:
    for state in STATES:
        counts[f"hours {state}"] += float(np.mean(state_by_s == state)) * plan.duration_s / 3600
    for spasm in plan.spasms:
        counts["spasms awake" if spasm.state == "W" else "spasms asleep"] += 1
        counts["spasms with muscle afterwards"] += getattr(spasm, "muscle_after_s", 0) > 0
    for event in getattr(plan, "sleep_events", ()):
        counts[event.kind] += 1


def measure_real() -> dict:
    """Return the levels of the real infant."""
    from shared_data import DATA

    from eegview.model.span import Span
    from eegview.readers.opening import open_recording

    source = open_recording(DATA / "eeg" / "infant_background_18min.edf")
    now = {"T3": "T7", "T4": "T8", "T5": "P7", "T6": "P8"}
    names = [now.get(name := channel.label.removeprefix("EEG "), name) for channel in source.recording.channels[:19]]
    rate_hz = round(source.recording.channels[0].rate_hz)
    samples = source.read(range(19), 0, Span(0, source.recording.span.stop_s))
    source.close()
    state_by_s = np.full(round(source.recording.span.stop_s), "", "U2")
    for state, (start_s, stop_s) in REAL_STATES.items():
        state_by_s[start_s:stop_s] = state
    return {"levels": _levels(_rows(dict(zip(names, samples, strict=True))), rate_hz, state_by_s)}


def measure_before(commit: str, seeds: list[int]) -> dict:
    """Return the measures of the simulator as it was at a commit."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "before.tar"
        subprocess.run(["git", "archive", "-o", str(archive), commit, "eegview"], cwd=PROJECT, check=True)
        with tarfile.open(archive) as held:
            held.extractall(folder, filter="data")
        command = [sys.executable, __file__, ONLY_MEASURE, "--seeds", ",".join(map(str, seeds))]
        done = subprocess.run(
            command, env=os.environ | {"PYTHONPATH": folder}, cwd=folder, check=True, capture_output=True, text=True
        )
    return json.loads(done.stdout)


def _print_levels(real: dict, tables: dict[str, dict]) -> None:
    print("\nµV rms, median over seconds and rows (10th-90th percentile of seconds); simulated: median infant\n")
    for low, high in BANDS_HZ:
        print(f"{low:g}-{high:g} Hz")
        for state in STATES:
            for part in PARTS:
                key = f"{state} {part} {low:g}"
                cells = [("real", real["levels"].get(key)), *((n, t["levels"].get(key)) for n, t in tables.items())]
                texts = [f"{n} {v[0]:5.1f} ({v[1]:.1f}-{v[2]:.1f})" if v else f"{n}   –" for n, v in cells]
                print(f"  {state:3}{part:9} " + "   ".join(f"{text:26}" for text in texts))


def _print_areas(tables: dict[str, dict]) -> None:
    print("\nArea under the curve of the loss at spasms against random moments: all infants together (spasms);")
    print("10th, 50th, 90th percentile of infants with four or more. Asleep: all spasms out of sleep in 40 studies.\n")
    for state in ("awake", "asleep"):
        for band_hz in LOSSES_HZ:
            key = f"{state} {band_hz[0]:g}-{band_hz[1]:g}"
            for name, table in tables.items():
                area, n_spasms = table["pooled"].get(key, (float("nan"), 0))
                own = table["areas"].get(key)
                by_infant = " ".join(f"{v:.2f}" for v in np.percentile(own, (10, 50, 90))) if own else ""
                print(f"  {key:14} Hz {name:7} {area:.2f} ({n_spasms}) {by_infant}")


def _print_counts(tables: dict[str, dict]) -> None:
    print("\nHow often\n")
    for name, table in tables.items():
        print(f"  {name}: " + ", ".join(f"{what} {count:.4g}" for what, count in sorted(table["counts"].items())))


def _print_spindles(seeds: list[int]) -> None:
    """Print how many spindles the shipped detector marks, real and simulated, and how many were drawn."""
    from spindle_truth import true_spindles
    from studies import REAL, run

    from eegview.simulate.signals import make_simulation
    from eegview.simulate.study import plan_study
    from eegview.simulate.writer_edf import write_edf

    def told(name: str, path: Path, spans: list[tuple[float, float]]) -> None:
        minutes = sum(stop_s - start_s for start_s, stop_s in spans) / 60
        lengths_s = [
            one["stop_s"] - one["start_s"]
            for one in run("sleep", path).events
            if one["term"] == "spindles" and any(start_s <= one["start_s"] < stop_s for start_s, stop_s in spans)
        ]
        print(f"  {name}: {len(lengths_s) / minutes:.1f} a minute, median {np.median(lengths_s or [np.nan]):.1f} s")

    print("\nSpindles as the shipped detector marks them asleep (simulated: N2), and as drawn\n")
    told("real", REAL / "infant_background_18min.edf", [REAL_STATES["N2"]])
    for seed in seeds:
        plan = plan_study(HOURS, seed)
        spans = [(s.span.start_s, s.span.stop_s) for s in plan.stages if s.name == "N2"]
        with tempfile.TemporaryDirectory() as folder:
            write_edf(Path(folder) / "study.edf", make_simulation(plan))
            told(f"seed {seed}, {plan.patient.age_months:g} months", Path(folder) / "study.edf", spans)
        drawn = true_spindles(plan)
        minutes = sum(stop_s - start_s for start_s, stop_s in spans) / 60
        lengths_s = [one.span.duration_s for one in drawn]
        print(f"    drawn: {len(drawn) / minutes:.1f} a minute, median {np.median(lengths_s):.1f} s")


def seeds_of(text: str) -> list[int]:
    if "-" in text:
        first, last = map(int, text.split("-"))
        return list(range(first, last + 1))
    return [int(one) for one in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default="e710c04c", metavar="COMMIT")
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("2001-2008"))
    parser.add_argument(ONLY_MEASURE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_measure:
        print(json.dumps(measure_simulated(options.seeds)))
        return
    tables = {"before": measure_before(options.before, options.seeds), "now": measure_simulated(options.seeds)}
    _print_levels(measure_real(), tables)
    _print_areas(tables)
    _print_counts(tables)
    _print_spindles(options.seeds[:2])


if __name__ == "__main__":
    main()
