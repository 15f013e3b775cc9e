"""Fit what the camera's movement is worth to the spasm detector: `python tests/bench/fit_movement.py FOLDER [--write]`.

Films of simulated infants (seeds 7001-7010, half an hour each) with a caregiver, blankets, changes of light and an
infant out of the picture are written, watched as the program watches a video, and deleted; EEG and traces are kept in
the folder. The detector runs without the trace, with limb EMG and without. What it then suggests, from a score of
0.001, is given points for movement by logistic regression on top of the points it has: one number, its sign given,
bounded.

`--judge 7101-7106` fits nothing: the detector runs with and without the trace, and both are compared at 0.5.
`--write` puts points into weights.toml, and what is measured between its markers on the detector's page.
"""

import argparse
import math
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / part) for part in (".", "plugins/spasms", "tests/helpers", "tests/evidence")]

from spasm_movement import sudden_movement  # noqa: E402
from spasm_terms import PRIOR_TERMS  # noqa: E402
from studies import run, study  # noqa: E402

from eegview.app.video.movement import movement_trace  # noqa: E402
from eegview.app.video.movement_cache import MOTION_VERSION, MovementCache  # noqa: E402
from eegview.clinical.event_matching import Onset, match_events  # noqa: E402
from eegview.clinical.intervals import bootstrap_interval, poisson_rate_interval  # noqa: E402
from eegview.model.movement import Region  # noqa: E402
from eegview.simulate.filming.film import write_film  # noqa: E402
from eegview.simulate.plan import StudyPlan  # noqa: E402

FITTED_ON, HOURS = range(7001, 7011), 0.5
RATE = Fraction(25, 2)
INFANT = Region.rectangle(0.0, 0.1, 1.0, 0.9)  # the burned-in clock and strip change with every frame
KINDS = ("without_emg", "with_emg")
LEAST_SCORE, SURE = 0.001, 0.5
MOST_POINTS = 1.5  # of a term; the EEG must bring a score of 0.18 by itself
DRAWN = 4.0  # towards no points, as in fit_spasms.py
QUIET = 4.0  # 8-bit levels a second
TERM = PRIOR_TERMS[0]
TITLES = {"without_emg": "no", "with_emg": "yes"}
FITTED, JUDGED, END = (
    "<!-- measured by tests/bench/fit_movement.py -->",
    "<!-- measured by tests/bench/fit_movement.py --judge -->",
    "<!-- end -->",
)
PAGE = ROOT / "plugins" / "spasms" / "page.md"
Trace = tuple[np.ndarray, np.ndarray]


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True, eq=False)
class Infant:
    """One study: its plan, EEG file and movement."""

    seed: int
    plan: StudyPlan
    path: Path
    movement: Trace

    @property
    def onsets(self) -> list[Onset]:
        return [Onset(spasm.onset_s) for spasm in self.plan.spasms]

    def is_awake(self, time_s: float) -> bool:
        return self.plan.stages[int(self.plan.stage_at(np.array([time_s]))[0])].name == "W"

    def scene_at(self, time_s: float) -> str:
        """Return what happens around the infant at a time, for tables."""
        near = (e.kind for e in self.plan.scene if e.span.start_s - 0.5 < time_s < e.span.stop_s + 1.5)
        return ", ".join(sorted(set(near) - {"camera_moved", "lamp_off", "infrared"})) or "nothing else"


@dataclass(frozen=True)
class Suggestion:
    """One of the detector's suggestions before movement is looked at.

    points : logit of its score
    value : of movement at its onset, NaN where it cannot be told
    is_quiet : the picture hardly moves there, under `QUIET`
    """

    seed: int
    onset_s: float
    points: float
    value: float
    is_quiet: bool
    is_true: bool
    is_subtle: bool
    is_awake: bool
    scene: str


def infant(folder: Path, seed: int) -> Infant:
    """Return a study; its film is made and watched where that was not done before."""
    path, plan, _truth = study(folder, seed, HOURS)
    kept = path.with_name(f"movement_{MOTION_VERSION}.npz")
    if not kept.is_file():
        film = kept.with_suffix(".mp4")
        write_film(film, plan, rate=RATE)
        trace = movement_trace(str(film), INFANT, cache=MovementCache(folder / "traces"))
        np.savez(kept, times_s=trace.times_s, values=trace.values)
        film.unlink()
        print_line(f"seed {seed}: film watched")
    with np.load(kept) as held:
        return Infant(seed, plan, path, (held["times_s"], held["values"]))


def suggestions(folder: Path, one: Infant, kind: str) -> list[Suggestion]:
    """Return what the detector suggests without movement; those near a spasm that it is not matched to are left out."""
    found = run("spasms", one.path, None, kind == "with_emg", minimum_score=LEAST_SCORE).events
    onsets = one.onsets
    matching = match_events(onsets, [Onset(event["start_s"], score=event["score"]) for event in found])
    spasm_of = {pair.candidate: one.plan.spasms[pair.reference] for pair in matching.pairs}
    kept = []
    for number, event in enumerate(found):
        onset_s, score = event["start_s"], event["score"]
        spasm = spasm_of.get(number)
        if spasm is None and any(abs(true.onset_s - onset_s) < 3 for true in onsets):
            continue
        points = math.log(score / (1 - score))
        value = sudden_movement(one.movement, onset_s)
        near = one.movement[1][slice(*np.searchsorted(one.movement[0], (onset_s - 0.3, onset_s + 1.5)))]
        is_quiet = bool(np.nanmax(near, initial=0.0) < QUIET)
        is_subtle = spasm is not None and spasm.is_subtle
        awake, around = one.is_awake(onset_s), one.scene_at(onset_s)
        kept.append(Suggestion(one.seed, onset_s, points, value, is_quiet, spasm is not None, is_subtle, awake, around))
    return kept


def fitted(some: list[Suggestion], most_points: float = MOST_POINTS) -> float:
    """Return points per unit of the term, 0 to `most_points` in all."""
    from scipy.optimize import minimize_scalar

    amounts = np.array([TERM.amount(one.value) for one in some])
    points, true = np.array([one.points for one in some]), np.array([one.is_true for one in some])
    # The start is fitted along and not used: it only says how many false ones there are from 0.001 on.
    starts = np.linspace(-3, 3, 121)

    def loss(weight: float) -> float:
        z = points + weight * amounts + starts[:, None]
        return float(np.logaddexp(0, -np.where(true, z, -z)).sum(axis=1).min() + 0.5 * DRAWN * weight**2)

    most = min(most_points, 20.0) / (TERM.full - TERM.zero)
    found: Any = minimize_scalar(loss, bounds=(0.0, most), method="bounded")
    return float(found.x)


def area(above: list[float], below: list[float]) -> float:
    """Return how often a value of `above` is larger than one of `below`; ties count half."""
    a, b = np.array(above)[:, None], np.array(below)[None, :]
    return float(np.mean((a > b) + 0.5 * (a == b))) if a.size and b.size else math.nan


def print_values(some: list[Suggestion]) -> None:
    """Print how far movement tells true from false, in what state, and beside what."""
    known = [one for one in some if one.value == one.value]
    print_line(f"  {len(some)} suggestions, movement known at {len(known)}")
    for name, chosen in (
        ("all", lambda one: True),
        ("awake", lambda one: one.is_awake),
        ("asleep", lambda one: not one.is_awake),
        ("unsure (score under 0.9)", lambda one: one.points < 2.2),
    ):
        own = [one for one in known if chosen(one)]
        sides = [[one.value for one in own if one.is_true == wanted] for wanted in (True, False)]
        quartiles = [np.percentile(side, (25, 50, 75)).round(2).tolist() if side else [] for side in sides]
        print_line(f"  {name}: area under the curve {area(*sides):.2f}, {len(sides[0])} spasms {quartiles[0]}, "
                   f"{len(sides[1])} others {quartiles[1]}")  # fmt: skip
    for name, own in (
        ("spasms", [one for one in known if one.is_true and not one.is_subtle]),
        ("subtle spasms", [one for one in known if one.is_subtle]),
        ("others", [one for one in known if not one.is_true]),
    ):
        print_line(
            f"  quiet picture (under {QUIET:g} levels/s) at {sum(one.is_quiet for one in own)} of {len(own)} {name}"
        )
    subtle = [one.value for one in known if one.is_subtle]
    print_line(f"  subtle spasms: {len(subtle)}, values {np.round(sorted(subtle), 2).tolist()}")
    for is_true in (True, False):
        by_scene: dict[str, list[float]] = {}
        for one in known:
            if one.is_true == is_true:
                by_scene.setdefault(one.scene, []).append(one.value)
        rows = [f"{name} {len(v)} ({np.median(v):.1f})" for name, v in sorted(by_scene.items())]
        print_line(f"  {'spasms' if is_true else 'others'} with (median): {'; '.join(rows)}")


@dataclass(frozen=True)
class Rates:
    """What was found in some infants, with 95 % intervals."""

    hit: int
    n_true: int
    n_false: int
    n_hours: float
    sensitivity: tuple[float, float]
    per_hour: tuple[float, float]

    @property
    def found_text(self) -> str:
        low, high = self.sensitivity
        return f"{self.hit} of {self.n_true}, {self.hit / max(self.n_true, 1):.2f} ({low:.2f}–{high:.2f})"

    @property
    def false_text(self) -> str:
        low, high = self.per_hour
        return f"{self.n_false} in {self.n_hours:g} h, {self.n_false / self.n_hours:.1f} ({low:.1f}–{high:.1f})"


def rates(infants: list[Infant], found: Callable[[Infant], list[Onset]]) -> Rates:
    """Return sensitivity, by bootstrap over infants, and false alarms an hour, by Poisson."""
    rows, n_hours = [], sum(one.plan.duration_s for one in infants) / 3600
    for one in infants:
        matching = match_events(one.onsets, found(one))
        rows.append((len(matching.pairs), len(one.onsets), len(matching.false)))
    hit, n_true, n_false = np.sum(rows, axis=0).tolist()
    share = bootstrap_interval(rows, lambda drawn: sum(r[0] for r in drawn) / max(sum(r[1] for r in drawn), 1))
    rate = poisson_rate_interval(n_false, n_hours)
    unknown = (math.nan, math.nan)
    return Rates(hit, n_true, n_false, n_hours, share or unknown, rate or unknown)


def judge(folder: Path, seeds: range, is_written: bool) -> None:
    """Run the detector with the trace and without, and print both."""
    infants = [infant(folder, seed) for seed in seeds]
    table = [
        f"Films of seeds {seeds.start}–{seeds.stop - 1}, {HOURS:g} h each, nothing fitted on them:",
        "",
        "| limb EMG | video | spasms found | false an hour |",
        "|---|---|---|---|",
    ]
    for kind in KINDS:
        for name, has_trace in (("without the trace", False), ("with it", True)):

            def found(one: Infant, kind: str = kind, has_trace: bool = has_trace) -> list[Onset]:
                movement = one.movement if has_trace else None
                events = run("spasms", one.path, movement, kind == "with_emg").events
                return [Onset(event["start_s"], score=event["score"]) for event in events]

            measured = rates(infants, found)
            table.append(f"| {TITLES[kind]} | {name} | {measured.found_text} | {measured.false_text} |")
    write_block(JUDGED, table, is_written)


def fit(folder: Path, seeds: range, is_written: bool) -> None:
    """Fit the points, and print what they are fitted on and what they do there."""
    infants = [infant(folder, seed) for seed in seeds]
    weights = {}
    table = [
        f"Fitted on films of seeds {seeds.start}–{seeds.stop - 1}, {HOURS:g} h each:",
        "",
        "| limb EMG | spasms, other suggestions | area under the curve: all, awake | most points "
        "| found without the term, with it | false an hour without the term, with it |",
        "|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        by_infant = {one.seed: suggestions(folder, one, kind) for one in infants}
        some = [s for own in by_infant.values() for s in own]
        print_line(f"{kind}:")
        print_values(some)
        weights[kind] = fitted(some)
        left_out = [fitted([s for seed, own in by_infant.items() if seed != out for s in own]) for out in by_infant]
        spread = f"{min(left_out):.2f}–{max(left_out):.2f}"
        most = weights[kind] * (TERM.full - TERM.zero)
        print_line(
            f"  points per unit {weights[kind]:.2f} (one infant left out: {spread}; not bounded: "
            f"{fitted(some, math.inf):.2f}), at most {most:.2f} points"
        )
        measured = []
        for weight in (0.0, weights[kind]):
            kept = {
                seed: [Onset(s.onset_s) for s in own if s.points + weight * TERM.amount(s.value) >= 0]
                for seed, own in by_infant.items()
            }
            measured.append(rates(infants, lambda one, kept=kept: kept[one.seed]))
        known = [s for s in some if s.value == s.value]
        areas = [
            area([s.value for s in own if s.is_true], [s.value for s in own if not s.is_true])
            for own in (known, [s for s in known if s.is_awake])
        ]
        n_true = sum(s.is_true for s in some)
        table.append(
            f"| {TITLES[kind]} | {n_true}, {len(some) - n_true} | {areas[0]:.2f}, {areas[1]:.2f} | {most:.1f} "
            f"| {measured[0].found_text}; {measured[1].found_text} "
            f"| {measured[0].false_text}; {measured[1].false_text} |"
        )
    if is_written:
        write(weights)
    write_block(FITTED, table, is_written)


def write_block(begin: str, lines: list[str], is_written: bool) -> None:
    """Print a block of the page, and put it between its markers where the page has them."""
    print_line("\n".join(lines))
    text = PAGE.read_text(encoding="utf-8")
    if is_written and begin in text:
        before, _, rest = text.partition(begin)
        _, end, after = rest.partition(END)
        PAGE.write_text(before + begin + "\n\n" + "\n".join(lines) + "\n\n" + end + after, encoding="utf-8")


def write(weights: dict[str, float]) -> None:
    """Put the points into their table in weights.toml; what else stands there stays."""
    path = ROOT / "plugins" / "spasms" / "weights.toml"
    text = re.sub(
        r"\n*# Written by tests/bench/fit_movement\.py.*\Z", "\n", path.read_text(encoding="utf-8"), flags=re.S
    )
    lines = ["", "# Written by tests/bench/fit_movement.py: points per unit of movement on video.", "[movement]"]
    lines += [f"{kind} = {weights[kind]:.2f}" for kind in KINDS]
    path.write_text(text.rstrip() + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def seeds_of(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=seeds_of, default=FITTED_ON)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--judge", type=seeds_of, metavar="FIRST-LAST")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.judge is not None:
        judge(given.folder, given.judge, given.write)
    else:
        fit(given.folder, given.seeds, given.write)


if __name__ == "__main__":
    main()
