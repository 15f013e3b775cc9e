"""What an evaluation measured by time, over patients or simulated infants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eegview.app.evaluation.units import FEW_PATIENTS, Unit
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.intervals import Interval, bootstrap_interval
from eegview.clinical.span_scores.epoch_table import EpochTable, kappa_of, summed_tables
from eegview.clinical.span_scores.overlaps import SpanOverlap, summed_overlap
from eegview.clinical.span_scores.span_agreement import SpanAgreement
from eegview.clinical.span_scores.time_agreement import TimeAgreement, summed

TimeMeasure = Callable[[TimeAgreement], float | None]


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """The agreement by time of several recordings, by whom they are of.

    units : (name, agreements of the recordings) of each patient or infant
    """

    units: tuple[tuple[str, tuple[SpanAgreement, ...]], ...]

    @property
    def is_few(self) -> bool:
        return len(self.units) < FEW_PATIENTS

    @property
    def agreements(self) -> tuple[SpanAgreement, ...]:
        return tuple(one for _name, held in self.units for one in held)

    @property
    def time(self) -> TimeAgreement:
        return summed(one.time for one in self.agreements)

    @property
    def overlap(self) -> SpanOverlap:
        return summed_overlap(one.overlap for one in self.agreements)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that occur, in the order in which they are met."""
        return tuple(dict.fromkeys(label for one in self.agreements for label, _, _ in one.by_class))

    @property
    def share_agreed(self) -> float | None:
        return _share_agreed(self.agreements)

    @property
    def share_agreed_interval(self) -> Interval | None:
        """The 95 % interval of the share of time in agreement, from drawing units again; None for few."""
        if self.is_few:
            return None
        return bootstrap_interval(
            [held for _name, held in self.units], lambda some: _share_agreed([one for held in some for one in held])
        )

    @property
    def epochs(self) -> EpochTable | None:
        return summed_tables(table for table in (one.epochs for one in self.agreements) if table is not None)

    @property
    def kappa(self) -> AgreementNumber:
        """Cohen's kappa of all epochs together, with its interval over patients where there are enough."""
        tables = {
            name: table
            for name, held in self.units
            if (table := summed_tables(one.epochs for one in held if one.epochs is not None)) is not None
        }
        return kappa_of(tables)

    def of_class(self, label: str) -> tuple[TimeAgreement, ...]:
        """Return the time of one class for each unit."""
        return tuple(
            summed(time for one in held for name, time, _ in one.by_class if name == label)
            for _name, held in self.units
        )

    def of_all(self) -> tuple[TimeAgreement, ...]:
        """Return the time of all classes for each unit."""
        return tuple(summed(one.time for one in held) for _name, held in self.units)


def time_interval(units: Sequence[TimeAgreement], measure: TimeMeasure) -> Interval | None:
    """Return the 95 % interval of a measure from drawing units again, None for few: seconds are not independent."""
    if len(units) < FEW_PATIENTS:
        return None
    return bootstrap_interval(units, lambda some: measure(summed(some)))


def span_figures_of(units: Sequence[Unit]) -> SpanFigures:
    """Return the agreement by time of units; outcomes without any stay out."""
    return SpanFigures(
        tuple(
            (unit.name, held)
            for unit in units
            if (held := tuple(outcome.spans for outcome in unit.outcomes if outcome.spans is not None))
        )
    )


def _share_agreed(agreements: Sequence[SpanAgreement]) -> float | None:
    """Return the share of the time compared in which both say the same, of recordings where it is known."""
    some = [(one.agreed_s, one.classed_s if one.classed_s is not None else one.time.compared_s) for one in agreements]
    known = [(agreed_s, whole_s) for agreed_s, whole_s in some if agreed_s is not None and whole_s is not None]
    whole_s = sum(whole for _agreed, whole in known)
    return min(sum(agreed for agreed, _whole in known) / whole_s, 1.0) if whole_s else None
