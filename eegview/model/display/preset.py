"""Display presets: named sets of filters, phase, sensitivity and page length."""

from dataclasses import dataclass, field

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of display settings.

    sensitivity_uv_per_mm : sensitivity of EEG rows, and of every kind not named in `kind_gain`
    kind_gain : (kind, factor): a row of this kind is drawn `factor` times as tall as EEG of the same µV, so that an
        ECG of 1 mV fits its row; 0.3 at 15 µV/mm is 50 µV/mm
    """

    preset_id: str
    label: str
    filters: DisplayFilters
    sensitivity_uv_per_mm: float = 15.0
    page_s: float = 15.0
    kind_gain: tuple[tuple[ChannelKind, float], ...] = ()
    help: str = field(default="", compare=False)

    def gain(self, kind: ChannelKind) -> float:
        """Return the height of rows of this kind, relative to EEG of the same µV."""
        return dict(self.kind_gain).get(kind, 1.0)
