"""Fit the points of “Find more like this”: `python tests/bench/fit_similar.py WORK_FOLDER [--score]`.

Development data only: simulated infants of seeds 2101-2110 (1 h), made-up infants' spasms on real EEG (seeds 0-13 and
100-104), and two such infants' spasms in one recording. Of each, 1, 3, 5, 10 spasms and those of the first half are
examples, marked 0.1 s (standard deviation) early or late; every fit 1 s or nearer to one of the others is true.
Logistic regression, each sign given; printed, to be written into plugins/similar/points.py by hand. With --score it
tells what the points that stand there do on the same data. What the detector sees of each recording is kept in the
work folder.
"""

import argparse
import importlib
import pickle
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "plugins" / "similar"
sys.path[:0] = [str(ROOT), str(PLUGIN), str(ROOT / "tests" / "helpers"), str(Path(__file__).parent)]

from array_source import source_of  # noqa: E402
from detector_evidence import rows_of, study_of  # noqa: E402
from detectors.plugin_runs import KeptReport, seen_by  # noqa: E402
from fit_spasms import seen  # noqa: E402
from semi_real import ArrayRecording, add_spasms, held  # noqa: E402
from shared_data import DATA  # noqa: E402

from eegview.detect.manifest_file import read_manifest  # noqa: E402
from eegview.detect.plugin_recording import Stretch  # noqa: E402
from eegview.readers.opening import open_recording  # noqa: E402
from eegview.simulate.plan import SIMULATOR_VERSION  # noqa: E402

# the detector's own modules: another detector, which fit_spasms puts first, has some of the same names
sys.path.insert(0, str(PLUGIN))
points, detector = importlib.import_module("points"), importlib.import_module("detector")
Courses, read_examples = importlib.import_module("course").Courses, importlib.import_module("examples").read_examples
fits, suggested, with_terms = detector.fits, detector.suggested, detector.with_terms

SEEDS = range(2101, 2111)
REAL = {"infant_background_18min": range(14), "absence_30min": range(100, 105)}
COUNTS = (1, 3, 5, 10, "half")
LENGTH_S, TEMPLATE_S, LATE_S = 2.0, 2.0, 0.1
NAMES = (
    "START", "START_SINGLE", "BY_DOUBLING", "RARE", "SIMILAR", "FIELD", "AGREEMENT", "FIELD_AGREEMENT", "SMALLER",
    "LARGER", "arm EMG",
)  # fmt: skip
ANY_SIGN = frozenset({"START", "START_SINGLE", "BY_DOUBLING", "AGREEMENT", "FIELD_AGREEMENT"})
TOWARDS_ZERO = 1.0  # how strongly points are drawn there


class Seen(ArrayRecording):
    """What a detector sees, from arrays, with examples to be looked up."""

    def piece(self, span, kinds=()):
        first, stop = (round(time_s * self.rate_hz) for time_s in (span.start_s, span.stop_s))
        first, stop = max(first, 0), min(stop, self.data.shape[1])
        extra = {
            name: (hz, values[round(first / self.rate_hz * hz) : round(stop / self.rate_hz * hz)])
            for name, (hz, values) in self.extra.items()
        }
        part = self.data[:, first:stop].copy()
        return Stretch(span, first / self.rate_hz, self.rate_hz, self.rows, part, extra, first == 0, False)


def recordings(folder: Path):
    """Yield (group, name, what the detector sees, true onsets)."""
    manifest = read_manifest(PLUGIN)

    def kept(name, make):
        path = folder / f"{name}.pickle"
        if not path.exists():
            source, onsets_s = make()
            one = held(seen_by(manifest, source))
            path.write_bytes(pickle.dumps((one.rows, one.data, one.rate_hz, one.extra, onsets_s)))
        *made, onsets_s = pickle.loads(path.read_bytes())
        return Seen(*made), onsets_s

    for seed in SEEDS:
        onsets_s = np.array([float(row["onset"]) for row in rows_of(seed, "spasm")])

        def draw(seed=seed, onsets_s=onsets_s):
            return open_recording(study_of(seed, folder)), onsets_s

        yield "simulated", f"s{seed}", *kept(f"s{seed}_simulator_{SIMULATOR_VERSION}", draw)
    for file, seeds in REAL.items():
        base = None
        for seed in seeds:
            for group, n_infants in (("semi-real", 1), ("two infants", 2)):
                if not (folder / f"{group} {seed}.pickle").exists():
                    base = base or held(seen(DATA / "eeg" / f"{file}.edf"))

                def make(base=base, seed=seed, n_infants=n_infants):
                    assert base is not None
                    made, onsets_s = base, np.array([])
                    for number in range(n_infants):
                        made, more_s = add_spasms(made, seed + number)
                        onsets_s = np.concatenate([onsets_s, more_s])
                    onsets_s = np.sort(onsets_s)
                    return source_of(made), onsets_s[np.diff(onsets_s, prepend=-9.0) > 1.5]

                yield group, f"{group} {seed}", *kept(f"{group} {seed}", make)


def collect(folder: Path):
    """Yield (group, count, hours, number of others, (n, names) amounts, (n,) is true, (n, 2) score of now and time)."""
    for group, name, recording, onsets_s in recordings(folder):
        courses = Courses(recording, LENGTH_S)
        stretches = [(one, courses.of(one)) for one in recording.stretches(240.0, 40.0, 40.0, ("emg",))]
        for count in COUNTS:
            n = len(onsets_s) // 2 if count == "half" else int(count)
            if n < 1 or len(onsets_s) < n + 2:
                continue
            rng = np.random.default_rng(sum(map(ord, f"{name}{count}")))
            chosen = np.arange(n) if count == "half" else np.sort(rng.permutation(len(onsets_s))[:n])
            marked_s = onsets_s[chosen] + rng.normal(0, LATE_S, n)
            model = read_examples(recording, sorted(marked_s), TEMPLATE_S, courses, KeptReport())
            if model is None:
                continue
            others_s = np.delete(onsets_s, chosen)
            rows, is_true, now = [], [], []
            for stretch, course in stretches:
                found = fits(stretch, model, course)
                told = dict(suggested(with_terms(found, model), LENGTH_S))
                for one in found:
                    if one.onset_s not in told or not stretch.span.contains(one.onset_s):
                        continue
                    if np.min(np.abs(marked_s - one.onset_s)) <= LENGTH_S:
                        continue
                    rows.append(amounts(model, one))
                    is_true.append(np.min(np.abs(others_s - one.onset_s)) <= 1.0)
                    now.append((sum(term[3] for term in told[one.onset_s]), one.onset_s))
            hours, found_all = recording.duration_s / 3600, (np.array(rows), np.array(is_true), np.array(now))
            yield group, count, hours, len(others_s), *found_all
        print_line(name)


def amounts(model, fit):
    """Return what each of the points is multiplied by."""
    family = model.families[fit.family]
    n, n_used = len(family.members), model.n_used
    several = float(n > 1)
    distance = min(dict(fit.distances).get("arm EMG", 1.0), points.MOST_DISTANCE)
    return (
        several,
        1.0 - several,
        several * min(np.log2(n), points.MOST_DOUBLINGS),
        np.log2(n / n_used),
        fit.similar - points.SIMILAR_AT,
        fit.field - points.FIELD_AT,
        several * (family.agreement - points.AGREEMENT_AT),
        several * (family.field_agreement - points.FIELD_AGREEMENT_AT),
        -max(0.0, -fit.doublings - points.SMALLER_FROM),
        -max(0.0, fit.doublings - points.LARGER_FROM),
        1.0 - distance,
    )


def fitted(rows, is_true):
    """Return the points of each of `NAMES`."""
    drawn = np.array([name not in ("START", "START_SINGLE") for name in NAMES]) * TOWARDS_ZERO

    def loss(held):
        z = rows @ held
        value = np.sum(np.logaddexp(0, z) - is_true * z) + 0.5 * np.sum(drawn * held**2)
        return value, rows.T @ (1 / (1 + np.exp(-z)) - is_true) + drawn * held

    bounds = [(None, None) if name in ANY_SIGN else (0, None) for name in NAMES]
    return minimize(loss, np.zeros(len(NAMES)), jac=True, bounds=bounds, method="L-BFGS-B").x


def print_scores(items, points_of) -> None:
    """Print for each group and count: found, false per hour and precision at thresholds."""
    for group in dict.fromkeys(item[0] for item in items):
        for count in COUNTS:
            some = [item for item in items if item[0] == group and item[1] == count]
            hours, n_others = sum(item[2] for item in some), sum(item[3] for item in some)
            z = np.concatenate([points_of(item) for item in some if len(item[4])])
            is_true = np.concatenate([item[5] for item in some if len(item[4])])
            cells = []
            for least in (0.5, 0.7, 0.8, 0.9):
                told = is_true[z >= np.log(least / (1 - least))]
                share, false = told.sum() / n_others, (~told).sum() / hours
                cells.append(f"{least}: {share:.2f} {false:5.1f}/h {told.mean() if len(told) else 1:.2f}")
            print_line(f"{group:12} {count!s:5} {'  '.join(cells)}")


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--score", action="store_true", help="Only tell what the points that stand do.")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    items = list(collect(given.folder))
    print_scores(items, lambda item: item[6][:, 0])
    if given.score:
        return
    some = [item for item in items if len(item[4])]
    held = fitted(np.concatenate([item[4] for item in some]), np.concatenate([item[5] for item in some]).astype(float))
    print_line("\n".join(f"{name} = {value:.2f}" for name, value in zip(NAMES, held, strict=True)))
    print_scores(items, lambda item: item[4] @ held)


if __name__ == "__main__":
    main()
