"""Agreement of two sets of spans epoch by epoch: the table of classes, and Cohen's kappa.

An epoch has the class of the span over its middle. Epochs begin at the recording's start.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eegview.clinical.agreement_numbers.cohen_kappa import cohen_kappa
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.ratings import Reading, ratings_of
from eegview.model.span import Span

REFERENCE, CANDIDATE = "reference", "candidate"
PRESENT, ABSENT = "present", "absent"
_CLOSE = 1e-6  # of an epoch: what ends on a middle does not hold there
Spans = Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class EpochTable:
    """The epochs that were compared, by the class of both.

    classes : in the order of rows and columns
    counts : counts[i][j] epochs of class i in the reference and j in the candidate
    n_only_reference, n_only_candidate : epochs that one alone gives a class; they are not compared
    """

    epoch_s: float
    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    n_only_reference: int
    n_only_candidate: int

    @property
    def n(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def n_agreed(self) -> int:
        return sum(row[place] for place, row in enumerate(self.counts))

    @property
    def share_agreed(self) -> float | None:
        return self.n_agreed / self.n if self.n else None

    def kappa(self) -> AgreementNumber:
        """Return Cohen's kappa (1960) of the epochs compared; of one recording it has no interval over patients."""
        return kappa_of({"": self})


def kappa_of(tables: Mapping[str, EpochTable]) -> AgreementNumber:
    """Return Cohen's kappa (1960) of the epochs of several patients, with its interval over these where it has one.

    tables : by patient
    """
    readings = [
        Reading(patient, {REFERENCE: row, CANDIDATE: column}, table.counts[i][j])
        for patient, table in tables.items()
        for i, row in enumerate(table.classes)
        for j, column in enumerate(table.classes)
        if table.counts[i][j]
    ]
    return cohen_kappa(ratings_of(readings, (REFERENCE, CANDIDATE)))


def epoch_table(
    reference: Spans,
    candidate: Spans,
    epoch_s: float,
    duration_s: float | None,
    classes: Sequence[str] = (),
    left_out: Sequence[Span] = (),
) -> EpochTable | None:
    """Return the table of two sets of spans, None where one class is compared over a length that is not known.

    Parameters
    ----------
    reference, candidate : the spans of each class, each as `union` gives them; classes do not overlap
    duration_s : of the recording, None = not known; the last epoch is counted where its middle is recorded
    classes : all there are, in their order; with none of them the spans say that something is there, and all other
        time that it is not
    left_out : time that counts neither way
    """
    stop_s = max((spans[-1].stop_s for side in (reference, candidate) for spans in side.values() if spans), default=0.0)
    if not classes and duration_s is None:
        return None
    n = math.ceil((stop_s if duration_s is None else duration_s) / epoch_s - 0.5 - _CLOSE)
    first, second = _held(reference, epoch_s, n), _held(candidate, epoch_s, n)
    skipped = set(_held({"": left_out}, epoch_s, n))
    if not classes:
        pairs = Counter(
            (PRESENT if k in first else ABSENT, PRESENT if k in second else ABSENT)
            for k in range(n)
            if k not in skipped
        )
        classes = (PRESENT, ABSENT)
    else:
        pairs = Counter((first[k], second[k]) for k in (first.keys() & second.keys()) - skipped)
        classes = [one for one in classes if any(one in pair for pair in pairs)]
    return EpochTable(
        epoch_s,
        tuple(classes),
        tuple(tuple(pairs[row, column] for column in classes) for row in classes),
        len(first.keys() - second.keys() - skipped) if classes != (PRESENT, ABSENT) else 0,
        len(second.keys() - first.keys() - skipped) if classes != (PRESENT, ABSENT) else 0,
    )


def summed_tables(tables: Iterable[EpochTable]) -> EpochTable | None:
    """Return the sum over recordings, None for none; classes stand in the order in which they are met."""
    tables = list(tables)
    if not tables:
        return None
    classes = tuple(dict.fromkeys(one for table in tables for one in table.classes))
    counts: Counter[tuple[str, str]] = Counter()
    for table in tables:
        for i, row in enumerate(table.classes):
            for j, column in enumerate(table.classes):
                counts[row, column] += table.counts[i][j]
    return EpochTable(
        tables[0].epoch_s,
        classes,
        tuple(tuple(counts[row, column] for column in classes) for row in classes),
        sum(table.n_only_reference for table in tables),
        sum(table.n_only_candidate for table in tables),
    )


def _held(spans: Spans, epoch_s: float, n: int) -> dict[int, str]:
    """Return the class of each epoch whose middle is covered."""
    held: dict[int, str] = {}
    for label, some in spans.items():
        for span in some:
            first = max(0, math.ceil(span.start_s / epoch_s - 0.5 - _CLOSE))
            stop = min(n, math.ceil(span.stop_s / epoch_s - 0.5 - _CLOSE))
            held.update(dict.fromkeys(range(first, stop), label))
    return held
