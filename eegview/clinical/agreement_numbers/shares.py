"""Shares of agreement that need no model of chance: one-to-one sensitivity, precision, F1, clusters, seconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import SEED, Limits, Otherwise, SummedMeasure, number_of
from eegview.clinical.agreement_numbers.ratings import UNREAD, Floats, Ratings
from eegview.clinical.statistics.shares import limits_of, worth

ONE_TO_ONE = "Each event is matched with one event at most, by onset."
SENSITIVITY = f"Sensitivity: found of the reference's events. {ONE_TO_ONE}"
PRECISION = f"Precision: events that are in the reference, of the reader's. {ONE_TO_ONE}"
F1 = f"F1: harmonic mean of sensitivity and precision, the same whichever reader is the reference. {ONE_TO_ONE}"
DETECTED = "Share of the reference's clusters in which at least one spasm was found."
ALIKE = "Share of items that two readers classed alike, over all pairs; agreement by chance is in it."
BY_UNIT = "95 % interval: exact binomial with patients as units (Korn–Graubard), as few patients differ"
NO_EVENT = "Nothing to measure: there is no such event."
NO_SUCH = "Nothing to measure: no item is of this class."
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

    def share(
        part: Floats, whole: Floats, method: str, why_none: str = NO_EVENT, n_items: float | None = None
    ) -> AgreementNumber:
        return share_over_patients(patients, part, whole, 2, method, why_none, seed, n_items)

    n_events = float((matched + missed + only).sum())

    return EventAgreement(
        share(matched, matched + missed, SENSITIVITY),
        share(matched, matched + only, PRECISION),
        share(2 * matched, 2 * matched + missed + only, F1, n_items=n_events),
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
    n_items: float | None = None,
) -> AgreementNumber:
    """Return a share of sums, with its interval over patients.

    patients : (n,) of each row
    part, whole : (n,) what each row adds above and below the line
    n_items : how many items it rests on; None = as many as `whole` comes to
    """
    names, places = np.unique(np.array(patients, str), return_inverse=True)
    sums = np.zeros((len(names), 2))
    np.add.at(sums, places, np.column_stack([part, whole]))
    measure = SummedMeasure(sums, _share)
    n = round(float(whole.sum()) if n_items is None else n_items)
    return number_of([measure], n, n_readers, method, why_none, 0.0, seed, _by_unit(sums))


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
    n_readers = len(used.readers)
    return number_of([measure], used.n_items, n_readers, method, NOTHING_COMPARED, 0.0, seed, _by_unit(measure.sums))


def _by_unit(sums: Floats) -> Otherwise:
    """Return the interval of a share of which too few patients differ from the rest, of whom there are enough.

    It is exact, with as many observations as the patients are worth (see `clinical.statistics.shares`); where all are
    alike each patient is one.

    sums : (n_patients, 2) above and below the line
    """

    def limits() -> tuple[Limits, str]:
        parts: list[tuple[float, float]] = [(part, whole) for part, whole in sums.tolist() if whole]
        share = sum(part for part, _whole in parts) / sum(whole for _part, whole in parts)
        units = [(part, round(whole)) for part, whole in parts]
        n = len(units) if share in (0.0, 1.0) else worth(units, share)
        return Limits(*limits_of(share, n)), BY_UNIT

    return limits


def _share(totals: Floats) -> Floats:
    return np.where(totals[..., 1] > 0, totals[..., 0] / totals[..., 1], np.nan)


def pairwise_f1(pairs: Sequence[Sequence[EventCounts]], n_readers: int, seed: int = SEED) -> AgreementNumber:
    """Return F1 of two readers, or its mean over the pairs of more.

    It is the same whoever of two is the reference, and what kappa of events comes to where no event is far more common
    than any (Hripcsak and Rothschild 2005, Journal of the American Medical Informatics Association 12:296).

    pairs : for each pair of readers, the counts of each study that both have read
    """
    names = sorted({one.patient for pair in pairs for one in pair})
    places = {name: place for place, name in enumerate(names)}
    measures: list[SummedMeasure] = []
    n_events = 0
    for pair in pairs:
        sums = np.zeros((len(names), 2))
        for one in pair:
            whole = 2 * one.n_matched + one.n_missed + one.n_only
            sums[places[one.patient]] += (2 * one.n_matched, whole)
            n_events += one.n_matched + one.n_missed + one.n_only
        if sums.any():
            measures.append(SummedMeasure(sums, _share))
    method = F1 if len(measures) < 2 else f"{F1} Mean over {len(measures)} pairs of readers."
    if not measures:
        return AgreementNumber(None, None, None, 0, len(names), n_readers, method, NO_EVENT)
    otherwise = _by_unit(measures[0].sums) if len(measures) == 1 else None
    return number_of(measures, n_events, n_readers, method, NO_EVENT, 0.0, seed, otherwise)


def class_agreement(ratings: Ratings, place: int, seed: int = SEED) -> EventAgreement:
    """Return sensitivity, precision and F1 of a reader for one class of a scale, against a reference.

    Parameters
    ----------
    ratings : of two columns: the reference, and the reader
    place : number of the class in `ratings.classes`
    """
    used = ratings.read_by(2)
    truth, found = used.codes[:, 0] == place, used.codes[:, 1] == place
    places: list[int] = used.patients.tolist()
    patients = [used.patient_names[number] for number in places]

    def share(part: Floats, whole: Floats, method: str, n_items: float | None = None) -> AgreementNumber:
        part, whole = part * used.counts, whole * used.counts
        return share_over_patients(patients, part, whole, 2, method, NO_SUCH, seed, n_items)

    n_of_class = float(((truth | found) * used.counts).sum())

    both = (truth & found).astype(np.float64)
    in_truth, in_found = truth.astype(np.float64), found.astype(np.float64)
    nothing = share(both * 0, both * 0, DETECTED)
    return EventAgreement(
        share(both, in_truth, "Sensitivity: items of this class in the reference that the reader classed so."),
        share(both, in_found, "Precision: items the reader classed so that are of this class in the reference."),
        share(2 * both, in_truth + in_found, "F1: harmonic mean of sensitivity and precision.", n_of_class),
        nothing,
    )
