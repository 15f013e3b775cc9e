"""Judge the learned spasm detector beside the transparent one, on data that neither was fitted on.

    .venv/bin/python tests/evidence/judge_spasms.py [--write]

Simulated infants 3001-3020, 3 h each, made-up spasms on real EEG, seeds 500-519, and those recordings of another
maker that are kept for the end: looked at once. For anything else give --simulated, --hours, --semi-real and --recipes
(`none` leaves one out). Both detectors see the same files, their suggestions of 0.5 and more count, onsets within 1 s,
one to one. With --write the block of plugins/learned_spasms/page.md is written anew.
About 45 minutes of processor time for all of it.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "evidence")]

from detectors.plugin_runs import KeptReport, detector_function  # noqa: E402
from spasm_studies import RECIPES, base_of, recipe_file, semi_real_file, simulated_file  # noqa: E402

from eegview.app.evaluation.evaluation import seeds_from  # noqa: E402
from eegview.app.evaluation.simulated_truth import circumstances_of, states_of, truth_of  # noqa: E402
from eegview.app.evaluation.trials import (  # noqa: E402
    Outcome,
    Trial,
    false_by_circumstance,
    found_by_trait,
    outcome_at,
)
from eegview.app.montage.store import montage_by_id  # noqa: E402
from eegview.clinical.agreement import Agreement, pooled  # noqa: E402
from eegview.clinical.event_matching import Onset  # noqa: E402
from eegview.clinical.intervals import bootstrap_interval, poisson_rate_interval, wilson_interval  # noqa: E402
from eegview.detect.input_plan import plan_input  # noqa: E402
from eegview.detect.manifest_file import read_manifest  # noqa: E402
from eegview.detect.plugin_recording import PluginRecording  # noqa: E402
from eegview.readers.opening import open_recording  # noqa: E402

PAGE = ROOT / "plugins" / "learned_spasms" / "page.md"
BEGIN, END = "<!-- measured by tests/evidence/judge_spasms.py -->", "<!-- end -->"
LEARNED, PLAIN, WITHOUT = "learned", "transparent", "transparent, no limb EMG"
LEAST_SCORE = 0.3  # the learned model's events begin and end where it gives this, so all thresholds share them
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
Trials = dict[str, list[Trial]]


def found_in(path: Path, plugin: str, has_emg: bool = True) -> tuple[Onset, ...]:
    """Return what a shipped detector suggests in a file, from LEAST_SCORE up."""
    manifest = read_manifest(ROOT / "plugins" / plugin)
    least = "threshold" if plugin == "learned_spasms" else "minimum_score"
    source = open_recording(path)
    plan = plan_input(source.recording, montage_by_id(manifest.input.montage), manifest.input)
    plan = plan if has_emg else replace(plan, polygraphy=())
    recording = PluginRecording(source, plan, source.recording.span)
    report = KeptReport()
    detector_function(manifest)(recording, manifest.defaults() | {least: LEAST_SCORE}, report)
    source.close()
    return tuple(sorted((Onset(e[0], e[1], e[3]) for e in report.events), key=lambda one: one.onset_s))


def simulated_trials(seeds: Iterable[int], hours: float) -> Trials:
    found: Trials = {LEARNED: [], WITHOUT: [], PLAIN: []}
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "study.edf"
            plan = simulated_file(path, seed, hours)
            truth, traits = truth_of(plan, "spasm")
            bare = Trial(f"seed {seed}", plan.duration_s, truth, (), traits, states_of(plan), circumstances_of(plan))
            found[LEARNED].append(replace(bare, found=found_in(path, "learned_spasms")))
            found[WITHOUT].append(replace(bare, found=found_in(path, "spasms", has_emg=False)))
            found[PLAIN].append(replace(bare, found=found_in(path, "spasms")))
        tell(f"simulated {seed}", found)
    return found


def semi_real_trials(seeds: Iterable[int], strength: float) -> Trials:
    found: Trials = {LEARNED: [], PLAIN: []}
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "study.edf"
            _try(found, path, f"{base_of(seed).split('_')[0]} {seed}", semi_real_file(path, seed, strength))
    return found


def recipe_trials(which: str) -> Trials:
    found: Trials = {LEARNED: [], PLAIN: []}
    for recipe in RECIPES[which]:
        with tempfile.TemporaryDirectory() as folder:
            path, onsets_s = recipe_file(Path(folder), recipe)
            _try(found, path, recipe.name.replace("_s", " "), onsets_s)
    return found


def _try(found: Trials, path: Path, name: str, onsets_s: np.ndarray) -> None:
    """Add what both detectors find in a file without limb EMG."""
    source = open_recording(path)
    truth = tuple(Onset(float(onset_s), 1.0) for onset_s in onsets_s)
    bare = Trial(name, source.recording.duration_s, truth, ())
    source.close()
    found[LEARNED].append(replace(bare, found=found_in(path, "learned_spasms")))
    found[PLAIN].append(replace(bare, found=found_in(path, "spasms", has_emg=False)))
    tell(name, found)


def tell(name: str, found: Trials) -> None:
    def short(trials: Sequence[Trial]) -> str:
        whole = outcome_at(trials[-1], 0.5).whole
        return f"{whole.tp} of {whole.tp + whole.fn}, {whole.fp} false"

    print_line(f"{name}: " + "; ".join(f"{key} {short(trials)}" for key, trials in found.items()))


def outcomes_of(trials: Sequence[Trial], threshold: float) -> list[Outcome]:
    return [outcome_at(trial, threshold) for trial in trials]


def summary(found: Trials) -> str:
    rows = []
    for name, trials in found.items():
        outcomes = outcomes_of(trials, 0.5)
        whole = pooled([one.whole for one in outcomes])
        late = sorted(whole.errors_s)
        onset = f"{late[len(late) // 2]:+.2f} s" if late else "–"
        rows.append(
            [
                name,
                str(whole.tp + whole.fn),
                str(whole.tp),
                _with(outcomes, lambda a: a.sensitivity, wilson_interval(whole.tp, whole.tp + whole.fn)),
                str(whole.fp),
                f"{whole.hours or 0:.1f}",
                _with(outcomes, lambda a: a.fp_per_hour, poisson_rate_interval(whole.fp, whole.hours or 1.0)),
                onset,
            ]
        )
    return table(
        ["detector", "spasms", "found", "sensitivity", "false", "hours", "false per hour", "onset error"], rows
    )


def _with(outcomes: Sequence[Outcome], measure: Callable[[Agreement], float | None], plain) -> str:
    """Return a figure of all infants together with its interval: by drawing infants anew, else the exact one."""
    agreements = [one.whole for one in outcomes]
    value = measure(pooled(agreements))
    if value is None:
        return "–"
    drawn = bootstrap_interval(agreements, lambda some: measure(pooled(list(some)))) if len(agreements) > 4 else None
    low, high = drawn if drawn and drawn[0] < drawn[1] else plain
    return f"{value:.2f} ({low:.2f}–{high:.2f})"


def sweep(found: Trials) -> str:
    rows = []
    for threshold in THRESHOLDS:
        row = [f"{threshold:g}"]
        for trials in found.values():
            whole = pooled([one.whole for one in outcomes_of(trials, threshold)])
            row += [f"{whole.sensitivity or 0:.2f}", f"{whole.fp_per_hour or 0:.1f}"]
        rows.append(row)
    names = [text for name in found for text in (f"{name}: sensitivity", "false per hour")]
    return table(["score from", *names], rows)


def calibration(trials: Sequence[Trial]) -> str:
    """Return how many of the learned model's suggestions are true, by score."""
    outcomes = outcomes_of(trials, LEAST_SCORE)
    rows = []
    for low, high in ((0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        n = n_true = 0
        for one in outcomes:
            hit = {pair.candidate for pair in one.matching.pairs}
            own = [k for k, event in enumerate(one.found) if low <= (event.score or 0) < high]
            n, n_true = n + len(own), n_true + sum(k in hit for k in own)
        rows.append([f"{low:g}–{min(high, 1):g}", str(n), str(n_true), f"{n_true / n:.2f}" if n else "–"])
    return table(["score", "suggestions", "true", "share"], rows)


def failures(found: Trials) -> str:
    """Return what is missed by trait and what false alarms fall on, for all detectors side by side."""
    outcomes = {name: outcomes_of(trials, 0.5) for name, trials in found.items()}
    rows = []
    for state in ("awake", "asleep"):
        row = [f"spasms {state}, found"]
        for own in outcomes.values():
            part = pooled([one.state(state) for one in own])
            row.append(f"{part.tp} of {part.tp + part.fn}")
        rows.append(row)
    traits = {name: found_by_trait(own) for name, own in outcomes.items()}
    for trait in sorted({trait for own in traits.values() for trait in own}):
        rows.append([f"spasms {trait}, found"])
        rows[-1] += ["{} of {}".format(*own.get(trait, (0, 0))) for own in traits.values()]
    for state in ("awake", "asleep"):
        row = [f"false {state}, per hour"]
        for own in outcomes.values():
            part = pooled([one.state(state) for one in own])
            row.append(f"{part.fp_per_hour or 0:.2f}")
        rows.append(row)
    falls = {name: false_by_circumstance(own) for name, own in outcomes.items()}
    every = sorted({kind for own in falls.values() for kind in own}, key=lambda kind: -falls[LEARNED][kind])
    rows += [[f"false on: {kind}", *(str(own[kind]) for own in falls.values())] for kind in every]
    return table(["", *found], rows)


def per_infant(found: Trials) -> str:
    rows = []
    for number, trial in enumerate(found[LEARNED]):
        row = [trial.name, str(len(trial.truth))]
        for trials in found.values():
            whole = outcome_at(trials[number], 0.5).whole
            row += [f"{whole.tp}", f"{whole.fp}"]
        rows.append(row)
    return table(["infant", "spasms", *(text for name in found for text in (f"{name}: found", "false"))], rows)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [list(columns), ["---"] * len(columns), *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report_of(simulated: Trials, semi: Trials, recipes: Trials, given: argparse.Namespace) -> str:
    parts = []
    if simulated:
        parts += [
            f"**Simulated infants, seeds {given.simulated}, {given.hours:g} h each, with artifacts and mimics.** The "
            "learned model never sees limb EMG; the transparent detector is shown with it and without.",
            summary(simulated),
            sweep(simulated),
            "Where they fail (score 0.5 and more):",
            failures(simulated),
            per_infant(simulated),
        ]
    if semi:
        parts += [
            f"**Made-up spasms on real EEG, no limb EMG, seeds {given.semi_real}, size {given.strength:g}**, on the "
            "recording that each row names. Both detectors were fitted on these two recordings, "
            "with other made-up spasms: false alarms here say little about other EEG.",
            summary(semi),
            sweep(semi),
            per_infant(semi),
        ]
    if recipes:
        parts += [
            f"**Made-up spasms of another maker on real EEG, no limb EMG ({given.recipes} recordings of "
            "`tests/evidence/spasms_on_real_eeg.py`)**: other waveforms and fields than either detector was fitted on, "
            "on the same two recordings, some with a hypsarrhythmia-like background.",
            summary(recipes),
            sweep(recipes),
            per_infant(recipes),
        ]
    parts += ["What the learned model's score is worth, all of it together:"]
    parts += [calibration([*simulated.get(LEARNED, []), *semi.get(LEARNED, []), *recipes.get(LEARNED, [])])]
    parts += [
        "Intervals: 95 %, from drawing infants anew; where that tells nothing Wilson's and the exact Poisson interval. "
        "Onset error: suggestion minus truth, median."
    ]
    return "\n\n".join(parts)


def write_block(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN, 1)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulated", default="3001-3020", metavar="SEEDS")
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--semi-real", default="500-519", metavar="SEEDS")
    parser.add_argument("--recipes", choices=("none", *RECIPES), default="last")
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    simulated = {} if given.simulated == "none" else simulated_trials(seeds_from(given.simulated), given.hours)
    semi = {} if given.semi_real == "none" else semi_real_trials(seeds_from(given.semi_real), given.strength)
    recipes = {} if given.recipes == "none" else recipe_trials(given.recipes)
    text = report_of(simulated, semi, recipes, given)
    print_line("\n" + text)
    if given.write:
        write_block(text)


if __name__ == "__main__":
    main()
