# ruff: noqa: T201  it prints its tables
"""Measure the trend of the background, sleep and spindles, the learned spindles and movement on video.

    .venv/bin/python tests/evidence/background_sleep_movement.py [--folder DIR] [--seeds tuned|measured]

Prints the tables of the plugins' pages. Simulated studies of an hour (movement: 12 minutes) are kept in the folder.
"""

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "helpers"), str(HERE.parents[1])]

from drawn_movement import drawn_movement  # noqa: E402
from spindle_truth import true_spindles  # noqa: E402
from studies import MEASURED_ON, REAL, TUNED_ON, overlap_s, run, study  # noqa: E402

from eegview.clinical.intervals import bootstrap_interval, poisson_rate_interval, wilson_interval  # noqa: E402
from eegview.simulate.study import plan_study  # noqa: E402

RECORDINGS = ("infant_background_18min", "absence_30min", "preterm_bipolar_11min")
INDEX = "Index to find the worst minutes"
MOVES = frozenset("movement arousal_movement startle shuddering tonic_stretch patting rocking hiccups".split())  # noqa: SIM905


def share_text(k: int, n: int) -> str:
    interval = wilson_interval(k, n)
    return "–" if interval is None else f"{k}/{n} = {k / n:.2f} [{interval[0]:.2f}–{interval[1]:.2f}]"


def rate_text(k: int, hours: float) -> str:
    interval = poisson_rate_interval(k, hours)
    return "–" if interval is None else f"{k / hours:.1f} per h [{interval[0]:.1f}–{interval[1]:.1f}]"


def mean_text(values: list[float]) -> str:
    interval = bootstrap_interval(values, lambda drawn: float(np.mean(drawn)))
    return "–" if interval is None else f"{np.mean(values):.2f} [{interval[0]:.2f}–{interval[1]:.2f}]"


def area_under_curve(above: np.ndarray, below: np.ndarray) -> float:
    """Return how often a value of `above` is larger than one of `below` (ties count half)."""
    below = np.sort(below)
    lower, upper = np.searchsorted(below, above, "left"), np.searchsorted(below, above, "right")
    return float(np.mean((lower + upper) / 2) / len(below))


def measure_background(folder: Path, seeds: range) -> None:
    found = defaultdict(list)
    for seed in seeds:
        path, _plan, truth = study(folder, seed)
        report = run("hypsarrhythmia", path)
        index = np.array(report.trends[INDEX])
        starts_s = 10.0 * np.arange(len(index))
        level = np.zeros(len(index))
        for row in truth:
            if row["trial_type"] == "hypsarrhythmia" and float(row["intensity"]) >= 0.4:
                start_s, stop_s = float(row["onset"]), float(row["onset"]) + float(row["duration"])
                level += [overlap_s(start_s, stop_s, at_s, at_s + 10) / 10 for at_s in starts_s]
        (event,) = report.events
        shares = np.convolve(level, np.ones(30) / 30, "valid")
        found["in the proposed 5 minutes"].append(float(shares[round(event["start_s"] / 10)]))
        found["in the best possible 5 minutes"].append(float(shares.max()))
        found["in the whole hour"].append(float(level.mean()))
        measured = np.isfinite(index)
        found["area under the curve"].append(
            area_under_curve(index[measured & (level > 0.9)], index[measured & (level < 0.1)])
        )
        sharp = np.array(report.trends["Seconds with sharp waves"])
        found["seconds with sharp waves within, %"].append(float(np.nanmean(sharp[level > 0.9])))
        found["seconds with sharp waves outside, %"].append(float(np.nanmean(sharp[level < 0.1])))
        found["not measurable"].append(float(1 - measured.mean()))
    for what, values in found.items():
        print(f"  {what}: {mean_text(values)}, least {min(values):.2f}")
    for name in RECORDINGS:
        report = run("hypsarrhythmia", REAL / f"{name}.edf")
        medians = {k: round(float(np.nanmedian(v)), 2) for k, v in report.trends.items() if np.isfinite(v).any()}
        events = [(e["start_s"], round(e["score"], 2)) for e in report.events]
        print(f"  {name}: proposed {events}; medians {medians}")


def measure_spindles(folder: Path, seeds: range, name: str) -> None:
    n_hit = n_clear = n_false = n_events = 0
    late_s: list[float] = []
    for seed in seeds:
        path, plan, _truth = study(folder, seed)
        true = true_spindles(plan)
        events = [event for event in run(name, path).events if event["term"] == "spindles"]
        n_events += len(events)
        for spindle in true:
            if spindle.hypsarrhythmia < 0.1 and spindle.largest_uv >= 20:
                span = spindle.span
                hits = [e for e in events if overlap_s(e["start_s"], e["stop_s"], span.start_s, span.stop_s) > 0.2]
                n_clear += 1
                n_hit += bool(hits)
                late_s += [hits[0]["start_s"] - span.start_s] if hits else []
        spans = [(spindle.span.start_s, spindle.span.stop_s) for spindle in true]
        n_false += sum(not any(overlap_s(e["start_s"], e["stop_s"], *span) > 0 for span in spans) for e in events)
    print(f"  clear spindles found {share_text(n_hit, n_clear)}; {n_events} proposed, of them where none was drawn "
          f"{rate_text(n_false, len(seeds))}; begin late by {np.median(late_s):.2f} s (median)")  # fmt: skip
    for real in RECORDINGS:
        try:
            report = run(name, REAL / f"{real}.edf")
        except Exception as error:  # noqa: BLE001  the learned model says which rows it lacks
            print(f"  {real}: {error}")
            continue
        events = [event for event in report.events if event["term"] == "spindles"]
        per_100_s = Counter(int(event["start_s"] // 100) for event in events)
        noted = [any(abs(e["start_s"] - at_s) < 5 for e in events) for at_s in (694.8, 739.1, 763.7, 962.0)]
        counts = [per_100_s[k] for k in range(max(per_100_s, default=0) + 1)]
        print(f"  {real}: {len(events)} spindles, by 100 s {counts}"
              + (f", at the technologist's four notes {noted}" if real.startswith("infant") else ""))  # fmt: skip


def measure_sleep(folder: Path, seeds: range, has_polygraphy: bool) -> None:
    print(f"  {'with' if has_polygraphy else 'without'} the deltoid channels")
    asleep = defaultdict(list)
    n_wakings = n_found = n_proposed = 0
    for seed in seeds:
        path, plan, _truth = study(folder, seed)
        report = run("sleep", path, has_polygraphy=has_polygraphy)
        values = report.trends["Asleep rather than awake"]
        for stage in plan.stages:
            inside = [k for k in range(len(values)) if stage.span.contains(30 * k + 15) and np.isfinite(values[k])]
            asleep[stage.name] += [values[k] > 0.5 for k in inside]
        wakings_s = [
            b.span.start_s for a, b in zip(plan.stages, plan.stages[1:], strict=False) if b.name == "W" != a.name
        ]
        proposed_s = [event["start_s"] for event in report.events if event["term"] == "arousal"]
        n_wakings += len(wakings_s)
        n_found += sum(any(abs(at_s - waking_s) <= 60 for at_s in proposed_s) for waking_s in wakings_s)
        n_proposed += len(proposed_s)
    for name in ("W", "N1", "N2", "N3", "R"):
        print(f"  half minutes of {name} called asleep: {share_text(sum(asleep[name]), len(asleep[name]))}")
    print(f"  awakenings met within a minute: {share_text(n_found, n_wakings)}; proposed {n_proposed}")
    for real in RECORDINGS if has_polygraphy else ():
        report = run("sleep", REAL / f"{real}.edf")
        values = np.array(report.trends["Asleep rather than awake"])
        runs = [(e["start_s"], e["stop_s"], round(e["score"], 2)) for e in report.events if e["term"] == "sleep_stage"]
        print(f"  {real}: asleep in {np.nanmean(values > 0.5):.0%} of half minutes; stretches {runs}")


def measure_movement(folder: Path, seeds: range) -> None:
    found, course = defaultdict(list), defaultdict(Counter)
    onsets_s: list[float] = []
    n_else, hours = 0, 0.0
    for seed in seeds:
        plan = plan_study(0.2, seed)
        kept = folder / f"movement_{seed}.npz"
        if not kept.is_file():
            times_s, values = drawn_movement(plan)
            np.savez(kept, times_s=times_s, values=values)
        with np.load(kept) as held:
            movement = held["times_s"], held["values"]
        path, *_ = study(folder / "short", seed, 0.2)
        events = run("movement_bursts", path, movement).events
        hours += plan.duration_s / 3600
        wanted = [
            ("subtle spasm" if s.is_subtle else "spasm", s.emg_span.start_s, s.emg_span.stop_s + 1) for s in plan.spasms
        ]
        wanted += [(d.kind, d.span.start_s, d.span.stop_s + 0.5) for d in plan.disturbances if d.kind in MOVES]
        for kind, start_s, stop_s in wanted:
            hits = [event for event in events if event["start_s"] < stop_s and event["stop_s"] > start_s]
            found[kind].append(bool(hits))
            if hits:
                course[kind][hits[0]["terms"][1][0].split(",")[0]] += 1
            if hits and kind == "spasm":
                onsets_s.append(hits[0]["start_s"] - start_s)
        n_else += sum(
            not any(e["start_s"] < stop_s and e["stop_s"] > start_s - 0.3 for _, start_s, stop_s in wanted)
            for e in events
        )
    for kind, hits in sorted(found.items()):
        print(f"  {kind}: {share_text(sum(hits), len(hits))}; first burst {dict(course[kind])}")
    quartiles_s = np.percentile(onsets_s, (25, 75)).round(2)
    print(f"  bursts at none of these (idle movement, mouth, myoclonus): {rate_text(n_else, hours)}")
    print(f"  a spasm's burst begins {np.median(onsets_s):.2f} s after the muscle, quartiles {quartiles_s}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("evidence-studies"), help="where studies are kept")
    parser.add_argument("--seeds", choices=("tuned", "measured"), default="measured")
    parser.add_argument("--only", choices=("background", "sleep", "learned", "movement"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    seeds = MEASURED_ON if given.seeds == "measured" else TUNED_ON
    parts = {
        "background": lambda: measure_background(given.folder, seeds),
        "sleep": lambda: (
            measure_spindles(given.folder, seeds, "sleep"),
            *(measure_sleep(given.folder, seeds, emg) for emg in (True, False)),
        ),
        "learned": lambda: measure_spindles(given.folder, seeds, "learned_spindles"),
        "movement": lambda: measure_movement(given.folder, seeds),
    }
    for name, part in parts.items():
        if given.only in (None, name):
            print(f"{name}, seeds {seeds.start}-{seeds.stop - 1}", flush=True)
            part()


if __name__ == "__main__":
    main()
