"""What the reviewer is looking at; one owner, `app.session`."""

from dataclasses import dataclass

from eegview.model.channel import ChannelKind
from eegview.model.filters import NO_FILTERS, DisplayFilters
from eegview.model.span import Span

SENSITIVITIES_UV_PER_MM = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0, 150.0, 200.0)
PAGE_LENGTHS_S = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)


@dataclass(frozen=True, slots=True)
class RowStyle:
    """How one row (by label) departs from the page's look: gain factor, offset up in mm, hidden.

    is_hidden : None = as its kind is by default, see `Session.is_hidden`
    """

    label: str
    gain: float = 1.0
    offset_mm: float = 0.0
    is_hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that decides what the page shows; times in seconds from recording start.

    row_order : labels in the order shown; empty = the montage's own
    first_row : how many rows are scrolled away above
    n_rows : rows shown at once, 0 = all
    preset_id : the display preset last chosen; filters may have been changed since
    kind_gain : height of rows of a kind beside EEG of the same µV (see `Preset`)
    """

    start_s: float = 0.0
    page_s: float = 15.0
    montage_id: str = "longitudinal_bipolar"
    filters: DisplayFilters = NO_FILTERS
    sensitivity_uv_per_mm: float = 15.0
    cursor_s: float | None = None
    selection: Span | None = None
    selected_rows: tuple[str, ...] = ()
    row_styles: tuple[RowStyle, ...] = ()
    row_order: tuple[str, ...] = ()
    first_row: int = 0
    n_rows: int = 0
    bad_channels: frozenset[str] = frozenset()
    preset_id: str = ""
    kind_gain: tuple[tuple[ChannelKind, float], ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.start_s + self.page_s)

    def gain_of(self, label: str, kind: ChannelKind) -> float:
        """Return how many times as tall as EEG of the same µV this row is drawn."""
        return self.row_style(label).gain * dict(self.kind_gain).get(kind, 1.0)

    def row_style(self, label: str) -> RowStyle:
        return next((style for style in self.row_styles if style.label == label), RowStyle(label))
