"""What is to be measured: a section, how its rows are derived and filtered, and which map is wanted."""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.display.filters import NO_FILTERS, DisplayFilters
from eegview.model.display.montage import Montage
from eegview.model.span import Span

AROUND_CURSOR_S = 4.0  # measured around the cursor, which is an instant and has no spectrum
LONGEST_S = 600.0  # more is a trend, not a section


class Source(StrEnum):
    """Where the section that is measured comes from."""

    CURSOR = "cursor"
    SELECTION = "selection"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of frequencies, `[low_hz, high_hz)`."""

    band_id: str
    label: str
    low_hz: float
    high_hz: float

    @property
    def text(self) -> str:
        """Return `Theta 4–8 Hz`."""
        return f"{self.label} {self.low_hz:g}–{self.high_hz:g} Hz"


BANDS = (
    Band("delta", "Delta", 0.5, 4.0),
    Band("theta", "Theta", 4.0, 8.0),
    Band("alpha", "Alpha", 8.0, 13.0),
    Band("beta", "Beta", 13.0, 30.0),
)
LOWEST_HZ, HIGHEST_HZ = BANDS[0].low_hz, BANDS[-1].high_hz  # what the spectral edge and the total power are of
LOWEST_PEAK_HZ = 1.0  # a low cut makes a peak of its own below
MAINS_HZ = (50.0, 60.0)


def band_of(band_id: str) -> Band | None:
    """Return the band of this id; None for any other text."""
    return next((band for band in BANDS if band.band_id == band_id), None)


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """One question to `measure`; equal questions have equal answers.

    span : measured, seconds from recording start
    at_s : the instant of the head map; None = its mean over `span`
    filters : those of the page
    is_unfiltered : the rows are measured as recorded instead
    hidden_rows : labels of rows that are not on the page, and are not measured
    only_rows : labels of the rows selected; () = all that are shown
    band : of the head map; None = voltage
    mains_hz : of the site; both where it is not known
    """

    source: Source
    span: Span
    at_s: float | None
    montage: Montage
    filters: DisplayFilters
    is_unfiltered: bool = False
    bad_channels: frozenset[str] = frozenset()
    hidden_rows: frozenset[str] = frozenset()
    only_rows: tuple[str, ...] = ()
    band: Band | None = None
    mains_hz: tuple[float, ...] = MAINS_HZ

    @property
    def used_filters(self) -> DisplayFilters:
        """Return the filters the rows are measured with."""
        return NO_FILTERS if self.is_unfiltered else self.filters


def section_of(source: Source, page: Span, whole: Span, cursor_s: float | None, selection: Span | None) -> Span | None:
    """Return the section that is measured; None where there is none: no cursor, nothing selected.

    page : what is shown
    whole : the recording
    """
    if source is Source.PAGE:
        return page.intersection(whole)
    if source is Source.SELECTION:
        return selection.intersection(whole) if selection is not None else None
    if cursor_s is None or not whole.contains(cursor_s):
        return None
    return Span(cursor_s, cursor_s).widened(AROUND_CURSOR_S / 2).intersection(whole)
