# ruff: noqa: T201  it prints its table
"""How often a learner's intervals hold what is true: simulated learners of known skill and threshold.

Run: python tests/evidence/learner_intervals.py [LEARNERS]. It writes the table of docs/learning.md to stdout.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from learners.learner_answers import simulated_answers, true_numbers
from there import holds, width

from eegview.app.training.learner.answer_units import confident, rated
from eegview.clinical.learning.confidence import calibration_of
from eegview.clinical.learning.rated_answers import rating_counts
from eegview.clinical.learning.skill import skill_of
from eegview.clinical.learning.threshold import balanced_accuracy, criterion, d_prime
from eegview.clinical.learning.units import FEWEST_INFANTS
from eegview.model.training.question import Question

QUESTION = Question("spasm", "Is there a spasm?", positive=("spasm",))
CASES = (  # d′, c, answers, spread that the four items of an infant share
    (1.5, 0.0, 60, 0.0),
    (1.5, 0.5, 100, 0.0),
    (2.5, 0.7, 100, 0.0),
    (1.0, -0.5, 200, 0.0),
    (3.0, 0.0, 300, 0.0),
    (1.5, 0.5, 100, 0.4),
    (2.0, 0.0, 200, 0.4),
)
NAMES = ("area", "d′", "c", "balanced accuracy", "Brier score")


def coverage(case, n_learners, first_seed):
    """Return how many of the learners' intervals hold the truth, by number, and how wide they are."""
    true_d, true_c, n, infant_sd = case
    area, balanced, brier = true_numbers(true_d, true_c)
    inside, made = Counter(), Counter()
    wide = dict.fromkeys(NAMES, 0.0)
    for seed in range(n_learners):
        answers = simulated_answers(true_d, true_c, n, first_seed + seed, infant_sd)
        if not infant_sd:
            answers = [_of_no_infant(one) for one in answers]
        counts = rating_counts(rated(QUESTION, answers))
        found = (skill_of(counts), d_prime(counts), criterion(counts), balanced_accuracy(counts))
        found = (*found, calibration_of(confident(answers)).brier)
        for name, figure, truth in zip(NAMES, found, (area, true_d, true_c, balanced, brier), strict=True):
            if figure.has_interval:
                made[name] += 1
                inside[name] += holds(figure, truth)
                wide[name] += width(figure)
    return {name: (inside[name] / made[name], wide[name] / made[name]) for name in NAMES}


def _of_no_infant(answer):
    from dataclasses import replace

    return replace(answer, infant_id="")


def main():
    n_learners = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"| d′ | c | answers | items of an infant | {' | '.join(NAMES)} |")
    print("|---|---|---|---|" + "---|" * len(NAMES))
    for place, case in enumerate(CASES, 1):
        d, c, n, infant_sd = case
        alike = f"alike (SD {infant_sd}), {n // 4} infants" if infant_sd and n // 4 >= FEWEST_INFANTS else "independent"
        cells = [
            f"{100 * share:.1f} % ({width:.2f})" for share, width in coverage(case, n_learners, 10_000 * place).values()
        ]
        print(f"| {d} | {c} | {n} | {alike} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
