# ruff: noqa: T201  it prints its tables
"""Measure the trend of the background, sleep and spindles, the learned spindles and movement on video.

    .venv/bin/python tests/evidence/background_sleep_movement.py [--folder DIR] [--seeds FIRST LAST] [--only NAME]

Between the marks of the pages of hypsarrhythmia, sleep and learned_spindles everything is written anew, from simulated
infants that nothing was set on (the model's from others than it was trained on), and the real recordings. With other
seeds, and for movement, the tables are only printed. Simulated studies of an hour (movement: 12 minutes) are
kept in the folder; they are made by today's simulator, so begin a new folder where that has changed.
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
from studies import LEARNED_ON_OTHERS, MEASURED_ON, REAL, kept_name, overlap_s, run, study  # noqa: E402

from eegview.clinical.intervals import bootstrap_interval, poisson_rate_interval, wilson_interval  # noqa: E402
from eegview.detect.shipped import shipped_folder  # noqa: E402
from eegview.simulate.plan import SIMULATOR_VERSION  # noqa: E402
from eegview.simulate.study import plan_study  # noqa: E402

RECORDINGS = ("infant_background_18min", "absence_30min", "preterm_bipolar_11min")
INDEX = "Index to find the worst minutes"
STATE = "Awake 0, cannot tell 0.5, asleep 1"
BEGIN, END = "<!-- measured by tests/evidence/background_sleep_movement.py -->", "<!-- end -->"
WHAT = {
    "infant_background_18min": "real infant of 5 months, nursing, then asleep, 18 min",
    "absence_30min": "real child of 10 years, asleep until 898 s, then awake, 30 min",
    "preterm_bipolar_11min": "real preterm infant, 8 rows, 11 min",
}
SPINDLES_NOTED_S = {  # by the technologist; the note comes up to 2 s after it
    "infant_background_18min": (694.8, 739.1, 763.7, 962.0),
    "absence_30min": (612.7, 739.6, 769.7, 880.2),
}
STATES_NOTED_S = {  # by the technologist
    "infant_background_18min": {"nursing": (0.0, 497.0), "asleep": (530.0, 1100.0)},
    "absence_30min": {"asleep": (161.5, 898.0), "awake": (900.0, 1800.0)},
}
Rows = list[tuple[str, str]]
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


def measure_background(folder: Path, seeds: range) -> Rows:
    """Return rows (what, result) of the trend of the background."""
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
        found["share of simulated hypsarrhythmia in the suggested 5 minutes"].append(
            float(shares[round(event["start_s"] / 10)])
        )
        found["in the best possible 5 minutes"].append(float(shares.max()))
        found["in the whole hour"].append(float(level.mean()))
        measured = np.isfinite(index)
        found["10 s with against without it: area under the curve of the index"].append(
            area_under_curve(index[measured & (level > 0.9)], index[measured & (level < 0.1)])
        )
        sharp = np.array(report.trends["Seconds with sharp waves"])
        found["seconds with sharp waves within, %"].append(float(np.nanmean(sharp[level > 0.9])))
        found["seconds with sharp waves outside, %"].append(float(np.nanmean(sharp[level < 0.1])))
    rows = [(f"simulated: {what}", f"{mean_text(values)}, least {min(values):.2f}") for what, values in found.items()]
    for name in RECORDINGS:
        report = run("hypsarrhythmia", REAL / f"{name}.edf")
        medians = {k: round(float(np.nanmedian(v)), 2) for k, v in report.trends.items() if np.isfinite(v).any()}
        events = " and ".join(f"from {e['start_s']:.0f} s with a score of {e['score']:.2f}" for e in report.events)
        shown = {k: v for k, v in medians.items() if k.startswith(("Amplitude, ", "Seconds with", INDEX))}
        rows.append((WHAT[name], f"suggested {events}; medians: {'; '.join(f'{k} {v:g}' for k, v in shown.items())}"))
    return rows


def measure_spindles(folder: Path, seeds: range, name: str) -> Rows:
    """Return rows (what, result) of single spindles."""
    n_hit = n_clear = n_false = n_events = 0
    late_s: list[float] = []
    longer_s: list[float] = []
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
                longer_s += [max(e["stop_s"] - e["start_s"] for e in hits) - span.duration_s] if hits else []
        spans = [(spindle.span.start_s, spindle.span.stop_s) for spindle in true]
        n_false += sum(not any(overlap_s(e["start_s"], e["stop_s"], *span) > 0 for span in spans) for e in events)
    rows = [
        ("simulated: clear spindles (20 µV and more, no hypsarrhythmia) found", share_text(n_hit, n_clear)),
        (
            "simulated: suggested where none was drawn",
            f"{rate_text(n_false, len(seeds))} of {n_events / len(seeds):.0f}",
        ),
        (
            "simulated: onset, and length, against the true ones",
            f"{np.median(late_s):+.2f} s (median); {np.median(longer_s):+.2f} s, "
            f"in absolute numbers {np.median(np.abs(longer_s)):.2f} s",
        ),
    ]
    for real in RECORDINGS:
        try:
            report = run(name, REAL / f"{real}.edf")
        except Exception as error:  # noqa: BLE001  the learned model says which rows it lacks
            rows.append((WHAT[real], f"refused: {error}"))
            continue
        events = [event for event in report.events if event["term"] == "spindles"]
        parts = [f"{len(events)} spindles"]
        for state, (low_s, high_s) in STATES_NOTED_S.get(real, {}).items():
            inside = [e["stop_s"] - e["start_s"] for e in events if low_s <= e["start_s"] < high_s]
            median_s = f", median {np.median(inside):.1f} s" if inside else ""
            parts.append(f"{state} {60 * len(inside) / (high_s - low_s):.1f} a minute{median_s}")
        noted = SPINDLES_NOTED_S.get(real, ())
        hits = sum(any(e["start_s"] - 1 < at_s < e["stop_s"] + 3 for e in events) for at_s in noted)
        parts += [f"at {hits} of the {len(noted)} times at which the technologist noted some"] if noted else []
        rows.append((WHAT[real], "; ".join(parts)))
    return rows


def measure_sleep(folder: Path, seeds: range, has_polygraphy: bool) -> Rows:
    """Return rows (what, result) of sleep against wake."""
    state = defaultdict(list)
    n_wakings = n_found = n_proposed = 0
    for seed in seeds:
        path, plan, _truth = study(folder, seed)
        report = run("sleep", path, has_polygraphy=has_polygraphy)
        values = report.trends[STATE]
        for stage in plan.stages:
            state[stage.name] += [
                values[k] for k in range(len(values)) if stage.span.contains(30 * k + 15) and np.isfinite(values[k])
            ]
        wakings_s = [
            b.span.start_s for a, b in zip(plan.stages, plan.stages[1:], strict=False) if b.name == "W" != a.name
        ]
        proposed_s = [event["start_s"] for event in report.events if event["term"] == "arousal"]
        n_wakings += len(wakings_s)
        n_found += sum(any(abs(at_s - waking_s) <= 60 for at_s in proposed_s) for waking_s in wakings_s)
        n_proposed += len(proposed_s)
    what = "with deltoid channels" if has_polygraphy else "without them"
    rows = [
        (
            f"simulated, {what}: half minutes of {name}",
            f"called asleep {share_text(state[name].count(1.0), len(state[name]))}; "
            f"awake {share_text(state[name].count(0.0), len(state[name]))}; cannot tell {state[name].count(0.5)}",
        )
        for name in ("W", "N1", "N2", "N3", "R")
    ]
    rows.append(
        (
            f"simulated, {what}: awakenings met within a minute",
            f"{share_text(n_found, n_wakings)}; {n_proposed} suggested",
        )
    )
    for real in RECORDINGS if has_polygraphy else ():
        report = run("sleep", REAL / f"{real}.edf")
        values = np.array(report.trends[STATE])
        at_s = 30 * np.arange(len(values)) + 15
        parts = []
        for name, (low_s, high_s) in STATES_NOTED_S.get(real, {"all": (0.0, np.inf)}).items():
            own = values[(at_s >= low_s) & (at_s < high_s) & np.isfinite(values)]
            parts.append(
                f"{name}: called asleep {np.mean(own == 1):.0%}, awake {np.mean(own == 0):.0%}, "
                f"cannot tell {np.mean(own == 0.5):.0%} of half minutes"
            )
        rows.append((WHAT[real], "; ".join(parts)))
    return rows


def measure_movement(folder: Path, seeds: range) -> None:
    found, course = defaultdict(list), defaultdict(Counter)
    onsets_s: list[float] = []
    n_else, hours = 0, 0.0
    for seed in seeds:
        plan = plan_study(0.2, seed)
        kept = folder / f"movement_{kept_name(seed, 0.2)}.npz"
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


def write_into(name: str, seeds: range, rows: Rows) -> None:
    """Put the table between the marks of a detector's page."""
    page = shipped_folder() / name / "page.md"
    before, rest = page.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text(f"{before}{BEGIN}\n\n{table(seeds, rows)}\n\n{END}{after}", encoding="utf-8")


def table(seeds: range, rows: Rows) -> str:
    """Return rows as a table, with what was simulated."""
    lines = [
        f"Simulator {SIMULATOR_VERSION}, {len(seeds)} infants of 1 h, seeds {seeds.start}–{seeds.stop - 1}.",
        "",
        "| data | result |",
        "|---|---|",
    ]
    return "\n".join([*lines, *(f"| {what} | {result} |" for what, result in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("evidence-studies"), help="where studies are kept")
    parser.add_argument("--seeds", type=int, nargs=2, metavar=("FIRST", "LAST"), help="other infants; printed only")
    parser.add_argument("--only", choices=("background", "sleep", "learned", "movement"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    own = range(given.seeds[0], given.seeds[1] + 1) if given.seeds else None
    folder, seeds = given.folder, own or MEASURED_ON
    parts = {
        "background": ("hypsarrhythmia", seeds, lambda: measure_background(folder, seeds)),
        "sleep": (
            "sleep",
            seeds,
            lambda: [
                *measure_spindles(folder, seeds, "sleep"),
                *(row for has_emg in (True, False) for row in measure_sleep(folder, seeds, has_emg)),
            ],
        ),
        "learned": (
            "learned_spindles",
            own or LEARNED_ON_OTHERS,
            lambda: measure_spindles(folder, own or LEARNED_ON_OTHERS, "learned_spindles"),
        ),
    }
    for name, (plugin, chosen, part) in parts.items():
        if given.only in (None, name):
            rows = part()
            print(f"{name}\n{table(chosen, rows)}\n", flush=True)
            if own is None:
                write_into(plugin, chosen, rows)
    if given.only in (None, "movement"):
        measure_movement(folder, own or MEASURED_ON)


if __name__ == "__main__":
    main()
