"""How often the intervals of agreement hold the truth, by number of patients; writes the table of docs/agreement.md.

Run from the repository: `PYTHONPATH=. python tests/evidence/agreement_intervals.py [-o OUT.md]`, a few minutes on one
core. Each cell is of 500 made-up studies of so many patients. The truth is the number in 20,000 patients.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "helpers")]

from made_studies.simulated_readers import Counters, Finders, Readers  # noqa: E402

from eegview.clinical.agreement_numbers import patient_bootstrap  # noqa: E402
from eegview.clinical.agreement_numbers.cohen_kappa import QUADRATIC, cohen_kappa  # noqa: E402
from eegview.clinical.agreement_numbers.intraclass import intraclass_correlation  # noqa: E402
from eegview.clinical.agreement_numbers.many_readers import fleiss_kappa, gwet_ac1  # noqa: E402
from eegview.clinical.agreement_numbers.number import AgreementNumber  # noqa: E402
from eegview.clinical.agreement_numbers.patient_bootstrap import SummedMeasure  # noqa: E402
from eegview.clinical.agreement_numbers.ratings import Floats  # noqa: E402
from eegview.clinical.agreement_numbers.shares import event_agreement  # noqa: E402

N_STUDIES, N_TRUTH, SEED = 500, 20_000, 2026
PATIENTS = (10, 20, 40)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One number of made-up readers."""

    name: str
    source: Readers | Counters | Finders
    number: Callable[[Any], AgreementNumber]


STAGES = Readers(shares=(0.3, 0.1, 0.35, 0.15, 0.1), right=0.8)
SCENARIOS = (
    Scenario("Cohen's κ, two classes", Readers(), cohen_kappa),
    Scenario("Cohen's κ, a class of 5 %", Readers(shares=(0.95, 0.05), right=0.95, n_items=(20, 60)), cohen_kappa),
    Scenario("Cohen's κ, five classes", STAGES, cohen_kappa),
    Scenario(
        "Weighted κ (quadratic), six scores, one item a patient",
        Readers(shares=(0.1, 0.1, 0.2, 0.2, 0.2, 0.2), right=0.6, n_items=(1, 1), is_ordered=True),
        lambda ratings: cohen_kappa(ratings, QUADRATIC),
    ),
    Scenario("Mean κ over the pairs of four readers", Readers(n_readers=4), cohen_kappa),
    Scenario("Fleiss' κ, four readers, 70 % read", Readers(n_readers=4, share_read=0.7), fleiss_kappa),
    Scenario("Gwet's AC1, three readers", Readers(n_readers=3), gwet_ac1),
    Scenario("ICC(2,1), two readers", Counters(), intraclass_correlation),
    Scenario("ICC(2,1), four readers", Counters(n_readers=4), intraclass_correlation),
    Scenario("Sensitivity 0.80", Finders(), lambda counts: event_agreement(counts).sensitivity),
    Scenario(
        "Sensitivity 0.95",
        Finders(found=(19.0, 1.0), n_events=(3, 15)),
        lambda counts: event_agreement(counts).sensitivity,
    ),
    Scenario("F1", Finders(), lambda counts: event_agreement(counts).f1),
)


def true_value(scenario: Scenario) -> float:
    """Return the number in a great many patients; of these no interval is drawn."""
    kept, patient_bootstrap.N_DRAWS = patient_bootstrap.N_DRAWS, 1
    try:
        value = scenario.number(scenario.source.draw(N_TRUTH, np.random.default_rng(1))).value
    finally:
        patient_bootstrap.N_DRAWS = kept
    assert value is not None
    return value


def coverage_line(scenario: Scenario, patients: tuple[int, ...], n_studies: int) -> str:
    """Return one line of the table: how many intervals of 100 hold the truth; in brackets how many studies have one."""
    truth = true_value(scenario)
    cells = []
    for n_patients in patients:
        rng = np.random.default_rng((SEED, n_patients))
        n_held = n_given = 0
        for _ in range(n_studies):
            number = scenario.number(scenario.source.draw(n_patients, rng))
            if number.low is not None and number.high is not None:
                n_given += 1
                n_held += number.low <= truth <= number.high
        share = f"{100 * n_held / n_given:.1f}" if n_given else "–"
        cells.append(share + (f" ({100 * n_given / n_studies:.0f} %)" if n_given < n_studies else ""))
    return f"| {scenario.name} | {truth:.2f} | {' | '.join(cells)} |"


def compared_line(n_patients: int, n_studies: int) -> str:
    """Return one line of the comparison of methods, for kappa of a rare class and a sensitivity together."""
    hits: dict[str, list[bool]] = {"percentile": [], "BCa": [], "studentised": []}
    sensitivity = next(one for one in SCENARIOS if one.name == "Sensitivity 0.80")
    truth = true_value(sensitivity)
    rng = np.random.default_rng((SEED, n_patients))
    for _ in range(n_studies):
        counts = Finders().draw(n_patients, rng)
        sums = np.array([[one.n_matched, one.n_matched + one.n_missed] for one in counts], float)
        for name, limits in _intervals(sums).items():
            hits[name].append(limits[0] <= truth <= limits[1])
    return f"| {n_patients} | {' | '.join(f'{100 * np.mean(found):.1f}' for found in hits.values())} |"


def _intervals(sums: Floats) -> dict[str, tuple[float, float]]:
    """Return the interval of a share by three methods, from the same draws."""
    n = len(sums)
    draws = np.random.default_rng(1).multinomial(n, np.full(n, 1 / n), patient_bootstrap.N_DRAWS)
    totals = draws @ sums
    drawn, value = totals[:, 0] / totals[:, 1], sums[:, 0].sum() / sums[:, 1].sum()
    shift = ndtri(np.clip((drawn < value).mean(), 1e-4, 1 - 1e-4))
    without = (sums.sum(axis=0) - sums)[:, 0] / (sums.sum(axis=0) - sums)[:, 1]
    off = without.mean() - without
    skew = (off**3).sum() / (6 * (off**2).sum() ** 1.5)
    points = np.array([-1.959964, 1.959964])
    levels = ndtr(shift + (shift + points) / (1 - skew * (shift + points)))
    measure = SummedMeasure(sums, lambda t: t[..., 0] / t[..., 1])
    found = patient_bootstrap.interval_over_patients([measure], 0.0)
    return {
        "percentile": tuple(np.quantile(drawn, [0.025, 0.975]).tolist()),
        "BCa": tuple(np.quantile(drawn, levels).tolist()),
        "studentised": (found.low or 0.0, found.high or 1.0),
    }


def main() -> None:
    """Write the tables to a file or to the terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--studies", type=int, default=N_STUDIES)
    chosen = parser.parse_args()
    started = time.perf_counter()
    lines = [
        f"| number | truth | {' | '.join(f'{n} patients' for n in PATIENTS)} |",
        "|---" * (2 + len(PATIENTS)) + "|",
    ]
    for scenario in SCENARIOS:
        lines.append(coverage_line(scenario, PATIENTS, chosen.studies))
        sys.stderr.write(f"{lines[-1]}\n")
    lines += ["", "| patients | percentile | BCa | studentised |", "|---|---|---|---|"]
    lines += [compared_line(n_patients, chosen.studies) for n_patients in PATIENTS]
    text = "\n".join(lines) + "\n"
    sys.stderr.write(f"{time.perf_counter() - started:.0f} s\n")
    if chosen.out is not None:
        chosen.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
