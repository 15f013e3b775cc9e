"""Filters of the displayed rows."""

from dataclasses import dataclass, replace
from enum import StrEnum

from eegview.model.channel import ChannelKind

LOWEST_CUT_HZ, HIGHEST_CUT_HZ = 0.001, 1e5  # beyond them a filter is a mistake of typing


class Phase(StrEnum):
    """Whether a filter delays waves (causal) or runs in both directions and keeps their times (zero phase)."""

    CAUSAL = "causal"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """The filters of one kind of row; 0 = off.

    low_cut_hz : first-order high pass, -3 dB here, τ = 1/(2π f); run both ways (-6 dB) with zero phase
    high_cut_hz : second-order Butterworth low pass
    notch_hz : second-order notch, Q 30
    """

    low_cut_hz: float = 0.0
    high_cut_hz: float = 0.0
    notch_hz: float = 0.0
    phase: Phase = Phase.CAUSAL

    @property
    def is_off(self) -> bool:
        return not (self.low_cut_hz or self.high_cut_hz or self.notch_hz)


OFF = FilterSpec()


@dataclass(frozen=True, slots=True)
class DisplayFilters:
    """The filters of each kind of row; a kind that is not named is not filtered."""

    by_kind: tuple[tuple[ChannelKind, FilterSpec], ...] = ()

    def for_kind(self, kind: ChannelKind) -> FilterSpec:
        return dict(self.by_kind).get(kind, OFF)

    def with_kind(self, kind: ChannelKind, spec: FilterSpec) -> "DisplayFilters":
        specs = dict(self.by_kind) | {kind: spec}
        return DisplayFilters(tuple(sorted(specs.items())))

    def with_phase(self, phase: Phase) -> "DisplayFilters":
        return DisplayFilters(tuple((kind, replace(spec, phase=phase)) for kind, spec in self.by_kind))

    def with_notch(self, notch_hz: float) -> "DisplayFilters":
        """Return the filters with this notch (Hz) for each kind that is filtered at all."""
        return DisplayFilters(
            tuple((kind, spec if spec.is_off else replace(spec, notch_hz=notch_hz)) for kind, spec in self.by_kind)
        )

    def with_site_notch(self, notch_hz: float) -> "DisplayFilters":
        """Return the filters with this notch (Hz) for each kind that is filtered and has none; 0 changes nothing."""
        return DisplayFilters(
            tuple(
                (kind, spec if spec.is_off or spec.notch_hz else replace(spec, notch_hz=notch_hz))
                for kind, spec in self.by_kind
            )
        )


NO_FILTERS = DisplayFilters()
