"""Shares of agreement that need no model of chance: one-to-one sensitivity, precision, F1, clusters, seconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import SEED, SummedMeasure, number_of
from eegview.clinical.agreement_numbers.ratings import UNREAD, Floats, Ratings

ONE_TO_ONE = "Each event is matched with one event at most, by onset."
SENSITIVITY = f"Sensitivity: found of the reference's events. {ONE_TO_ONE}"
PRECISION = f"Precision: events that are in the reference, of the reader's. {ONE_TO_ONE}"
F1 = f"F1: harmonic mean of sensitivity and precision, the same whichever reader is the reference. {ONE_TO_ONE}"
DETECTED = "Share of the reference's clusters in which at least one spasm was found."
ALIKE = "Share of items that two readers classed alike, over all pairs; agreement by chance is in it."
NO_EVENT = "Nothing to measure: there is no such event."
NO_CLUSTER = "Nothing to measure: the reference has no cluster."
NOTHING_COMPARED = "Nothing to compare: no item was read by two readers."


@dataclass(frozen=True, slots=True)
class EventCounts:
    """The counts of a reader's events against a reference, of one study.

    n_matched, n_missed, n_only : in both, in the reference only, the reader's only
    n_clusters, n_clusters_found : of the reference
    """

    patient: str
    n_matched: int
    n_missed: int
    n_only: int
    n_clusters: int = 0
    n_clusters_found: int = 0


@dataclass(frozen=True, slots=True)
class EventAgreement:
    """A reader's events against a reference, over all studies."""

    sensitivity: AgreementNumber
    precision: AgreementNumber
    f1: AgreementNumber
    clusters: AgreementNumber


def event_agreement(counts: Iterable[EventCounts], seed: int = SEED) -> EventAgreement:
    """Return sensitivity, precision, F1 and the share of clusters found of a reader, with intervals over patients."""
    counts = tuple(counts)
    patients = [one.patient for one in counts]
    matched, missed, only = (
        np.array([getattr(one, name) for one in counts], np.float64) for name in ("n_matched", "n_missed", "n_only")
    )
    clusters = np.array([one.n_clusters for one in counts], np.float64)
    found = np.array([one.n_clusters_found for one in counts], np.float64)

    def share(part: Floats, whole: Floats, method: str, why_none: str = NO_EVENT) -> AgreementNumber:
        return share_over_patients(patients, part, whole, 2, method, why_none, seed)

    return EventAgreement(
        share(matched, matched + missed, SENSITIVITY),
        share(matched, matched + only, PRECISION),
        share(2 * matched, 2 * matched + missed + only, F1),
        share(found, clusters, DETECTED, NO_CLUSTER),
    )


def share_over_patients(
    patients: Sequence[str],
    part: Floats,
    whole: Floats,
    n_readers: int,
    method: str,
    why_none: str,
    seed: int = SEED,
) -> AgreementNumber:
    """Return a share of sums, with its interval over patients.

    patients : (n,) of each row
    part, whole : (n,) what each row adds above and below the line
    """
    names, places = np.unique(np.array(patients, str), return_inverse=True)
    sums = np.zeros((len(names), 2))
    np.add.at(sums, places, np.column_stack([part, whole]))
    measure = SummedMeasure(sums[sums.any(axis=1)], _share)
    return number_of([measure], round(float(whole.sum())), n_readers, method, why_none, 0.0, seed)


def share_alike(ratings: Ratings, unit: str = "items", seed: int = SEED) -> AgreementNumber:
    """Return the share of items that readers classed alike, over all pairs of readers who read them.

    An item counts once, with the share of its pairs that agree; time in agreement is this of seconds or epochs.
    """
    used = ratings.read_by(2)
    if not used.n_items:
        return AgreementNumber(None, None, None, 0, 0, len(used.readers), ALIKE, NOTHING_COMPARED)
    n_readings = (used.codes != UNREAD).sum(axis=1)
    by_class = np.stack([(used.codes == place).sum(axis=1) for place in range(len(used.classes))], axis=1)
    agreed = (by_class * (by_class - 1)).sum(axis=1) / (n_readings * (n_readings - 1))
    measure = SummedMeasure(used.summed(np.column_stack([agreed, np.ones(len(agreed))])), _share)
    method = ALIKE.replace("items", unit)
    return number_of([measure], used.n_items, len(used.readers), method, NOTHING_COMPARED, 0.0, seed)


def _share(totals: Floats) -> Floats:
    return np.where(totals[..., 1] > 0, totals[..., 0] / totals[..., 1], np.nan)
