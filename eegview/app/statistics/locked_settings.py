"""What rows around spasms are read with: montage, filters, windows, all of it stated with what comes out."""

from dataclasses import dataclass, field

from eegview.app.page.extra_rows import ExtraRow
from eegview.app.page.picture import filter_texts
from eegview.dsp.event_locked.onsets import OnsetRule
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec, Phase
from eegview.model.display.montage import Montage

# Zero phase: a filter that delays waves would move what the times are read from.
LOCKED_FILTERS = DisplayFilters(
    (
        (ChannelKind.EEG, FilterSpec(0.5, 70.0, phase=Phase.ZERO)),
        (ChannelKind.EMG, FilterSpec(10.0, 0.0, phase=Phase.ZERO)),
    )
)
SLOW_WAVE = FilterSpec(0.5, 4.0, phase=Phase.ZERO)
FAST_ACTIVITY = FilterSpec(14.0, 70.0, phase=Phase.ZERO)
EMG_SMOOTHING_S = 0.05
FAST_SMOOTHING_S = 0.05
WINDOW_S = -2.0, 4.0
PEAK_WINDOW_S = -0.5, 2.0
FAST_RULE = OnsetRule()
SLOW_RULE = OnsetRule(search_s=(-1.0, 2.0), least_z=3.0, share_of_peak=0.5)
_NEXT_SPASM_S = -0.5, 4.0  # around another spasm's onset: no baseline


@dataclass(frozen=True, slots=True)
class LockedSettings:
    """How the rows around spasms are read.

    montage : of the rows
    filters : of the rows, by kind
    bad_channels : names of channels marked bad; rows and electrodes of theirs are left out
    hidden_rows : labels of rows that are not wanted
    movement : the movement of a camera's picture, None where none was computed
    window_s : shown around 0, first and last time
    peak_window_s : from the onset, where the slow wave's peak is looked for
    """

    montage: Montage
    filters: DisplayFilters = LOCKED_FILTERS
    bad_channels: frozenset[str] = frozenset()
    hidden_rows: frozenset[str] = frozenset()
    movement: ExtraRow | None = field(default=None, compare=False)
    window_s: tuple[float, float] = WINDOW_S
    peak_window_s: tuple[float, float] = PEAK_WINDOW_S

    @property
    def reach_s(self) -> tuple[float, float]:
        """Return what is read around an onset, so that the window is whole around every peak, too."""
        (first, last), (early, late) = self.window_s, self.peak_window_s
        return first + min(early, 0.0), last + max(late, 0.0)

    @property
    def filters_text(self) -> str:
        """Return `EEG low cut 0.5 Hz, high cut 70 Hz, notch off, zero phase; EMG …, rectified, mean of 50 ms`."""
        eeg, emg = (self.filters.for_kind(kind) for kind in (ChannelKind.EEG, ChannelKind.EMG))
        after = f"rectified, mean of {EMG_SMOOTHING_S * 1000:g} ms"
        return f"EEG {', '.join(filter_texts(eeg))}; EMG {', '.join(filter_texts(emg))}, {after}"

    @property
    def peak_text(self) -> str:
        """Return the rule by which the slow wave's peak is found."""
        early, late = self.peak_window_s
        return (
            f"greatest global field power (average reference, {SLOW_WAVE.low_cut_hz:g}–{SLOW_WAVE.high_cut_hz:g} Hz, "
            f"zero phase) from {signed_s(early)} to {signed_s(late)} around the marked onset"
        )


def with_notch(filters: DisplayFilters, notch_hz: float) -> DisplayFilters:
    """Return the filters of locked rows with the site's notch."""
    return filters.with_site_notch(notch_hz)


def signed_s(time_s: float) -> str:
    """Return `−0.5 s`, `+2 s`."""
    return f"{time_s:+g} s".replace("-", "−")


def rule_text(rule: OnsetRule, name: str) -> str:
    """Return the rule of an onset as a sentence."""
    base = f"{signed_s(rule.baseline_s[0])} to {signed_s(rule.baseline_s[1])}"
    search = f"{signed_s(rule.search_s[0])} to {signed_s(rule.search_s[1])}"
    z = f"{rule.least_z:g} robust SD above the median of {base} (other spasms left out)"
    if rule.share_of_peak is not None:
        share = f"{100 * rule.share_of_peak:g} %"
        return f"{name}: first time, back from its greatest amplitude in {search}, at {share} of it; it must reach {z}."
    return f"{name}: first time in {search} at which the amplitude stays {z} for {rule.hold_s * 1000:g} ms."


def other_spasm_spans(onset_s: float, onsets_s: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Return where other spasms lie, relative to one onset."""
    before, after = _NEXT_SPASM_S
    return tuple((other - onset_s + before, other - onset_s + after) for other in onsets_s if other != onset_s)
