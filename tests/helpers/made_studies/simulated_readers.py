"""Readings of made-up readers whose true agreement is known from a great many patients."""

from dataclasses import dataclass

import numpy as np

from eegview.clinical.agreement_numbers.intraclass import Measurement
from eegview.clinical.agreement_numbers.ratings import Ratings, Reading, ratings_of
from eegview.clinical.agreement_numbers.shares import EventCounts


@dataclass(frozen=True, slots=True)
class Readers:
    """How readers and patients are made up.

    shares : how common each class is, on average
    right : how often a reader is right, on average; otherwise the class is drawn at random
    patient_spread : how much patients differ in both, in logits
    n_items : least and most items of a patient
    share_read : how many of the items a reader has read
    is_ordered : who is wrong names a neighbouring class
    """

    n_readers: int = 2
    shares: tuple[float, ...] = (0.7, 0.3)
    right: float = 0.85
    patient_spread: float = 0.8
    n_items: tuple[int, int] = (8, 24)
    share_read: float = 1.0
    is_ordered: bool = False

    def draw(self, n_patients: int, rng: np.random.Generator) -> Ratings:
        """Return the readings of so many patients."""
        readings: list[Reading] = []
        for patient in range(n_patients):
            readings += self._of_patient(f"p{patient:06}", rng)
        names = [f"r{reader}" for reader in range(self.n_readers)]
        return ratings_of(readings, names, [str(place) for place in range(len(self.shares))])

    def _of_patient(self, patient: str, rng: np.random.Generator) -> list[Reading]:
        n_classes = len(self.shares)
        weights = np.array(self.shares) * np.exp(self.patient_spread * rng.normal(size=n_classes))
        n = int(rng.integers(self.n_items[0], self.n_items[1] + 1))
        truth = rng.choice(n_classes, n, p=weights / weights.sum())
        odds = self.right / (1 - self.right) * np.exp(self.patient_spread * rng.normal())
        codes = np.empty((n, self.n_readers), int)
        for reader in range(self.n_readers):
            wrong = rng.random(n) >= odds / (1 + odds)
            step = rng.choice([-1, 1], n)
            other = np.clip(truth + step, 0, n_classes - 1) if self.is_ordered else rng.integers(0, n_classes, n)
            codes[:, reader] = np.where(wrong, other, truth)
        read = rng.random(codes.shape) < self.share_read
        return [
            Reading(patient, {f"r{k}": str(code) for k, code in enumerate(row) if is_read[k]})
            for row, is_read in zip(codes.tolist(), read.tolist(), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Counters:
    """Readers who count the same: a patient's own level, a reader's own habit, and chance."""

    n_readers: int = 2
    spread: float = 10.0
    habit: float = 2.0
    noise: float = 5.0

    def draw(self, n_patients: int, rng: np.random.Generator) -> list[Measurement]:
        """Return one count of each patient by each reader; the readers' habits are the same in every draw."""
        habits = self.habit * np.linspace(-1, 1, self.n_readers)
        levels = rng.gamma(4.0, self.spread / 2.0, n_patients)
        return [
            Measurement(
                f"p{patient:06}",
                {f"r{k}": float(level + habits[k] + self.noise * rng.normal()) for k in range(self.n_readers)},
            )
            for patient, level in enumerate(levels)
        ]


@dataclass(frozen=True, slots=True)
class Finders:
    """A reader who finds some of each patient's events, and marks others that are none."""

    found: tuple[float, float] = (8.0, 2.0)  # of a beta distribution over patients
    n_events: tuple[int, int] = (3, 40)
    n_false: float = 2.0

    def draw(self, n_patients: int, rng: np.random.Generator) -> list[EventCounts]:
        """Return the counts of so many patients."""
        n_events = rng.integers(self.n_events[0], self.n_events[1] + 1, n_patients)
        matched = rng.binomial(n_events, rng.beta(*self.found, n_patients))
        false = rng.poisson(self.n_false * rng.gamma(2.0, 0.5, n_patients))
        return [
            EventCounts(f"p{k:06}", int(matched[k]), int(n_events[k] - matched[k]), int(false[k]))
            for k in range(n_patients)
        ]
