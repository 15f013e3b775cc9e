"""The state of the display; it has one owner, `app.page.session`."""

from dataclasses import dataclass

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters
from eegview.model.span import Span

SENSITIVITIES_UV_PER_MM = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0, 150.0, 200.0)
PAGE_LENGTHS_S = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)

ALL_ROWS = 1_000_000  # for `ViewState.n_rows`: all on the page, however low they get


@dataclass(frozen=True, slots=True)
class RowStyle:
    """The display settings of one row that differ from those of the page.

    label : of the row
    gain : factor of its height
    offset_mm : shift upwards
    is_hidden : None = the default of its kind, see `Session.is_hidden`
    """

    label: str
    gain: float = 1.0
    offset_mm: float = 0.0
    is_hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class ViewState:
    """All settings that decide what the page shows; times are seconds from recording start.

    row_order : labels in the order shown; empty = the montage's own
    first_row : number of rows scrolled out of sight above
    n_rows : rows shown at once; 0 = as many as can be read, which is all of them but on large caps
    only_rows : labels of the rows shown while zoomed to them, empty = all
    preset_id : the display preset last chosen; filters may have been changed since
    kind_gain : height of rows of a kind, relative to EEG of the same µV (see `Preset`)
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
    only_rows: tuple[str, ...] = ()
    bad_channels: frozenset[str] = frozenset()
    preset_id: str = ""
    kind_gain: tuple[tuple[ChannelKind, float], ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.start_s + self.page_s)

    def gain_of(self, label: str, kind: ChannelKind) -> float:
        """Return the height of a row, relative to EEG of the same µV."""
        return self.row_style(label).gain * dict(self.kind_gain).get(kind, 1.0)

    def row_style(self, label: str) -> RowStyle:
        return next((style for style in self.row_styles if style.label == label), RowStyle(label))
