"""Where a reader stands in an epoch that is scored: its start, the page, the bin."""

from dataclasses import dataclass, replace

from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class EpochShape:
    """How an epoch is divided: `n_pages` of `page_s` seconds, each of `n_bins` bins of `bin_s` seconds."""

    n_pages: int
    n_bins: int
    bin_s: float

    @property
    def page_s(self) -> float:
        return self.n_bins * self.bin_s

    @property
    def epoch_s(self) -> float:
        return self.n_pages * self.page_s


@dataclass(frozen=True, slots=True)
class ScoringPlace:
    """A bin of an epoch.

    start_s : of the epoch, seconds from recording start
    page, bin : from 0; the bin is counted on its page
    """

    shape: EpochShape
    start_s: float
    page: int = 0
    bin: int = 0

    @property
    def epoch(self) -> Span:
        return Span(self.start_s, self.start_s + self.shape.epoch_s)

    @property
    def page_span(self) -> Span:
        start_s = self.start_s + self.page * self.shape.page_s
        return Span(start_s, start_s + self.shape.page_s)

    @property
    def bin_span(self) -> Span:
        return self.span_of(self.number)

    @property
    def number(self) -> int:
        """Return the number of the bin in the epoch, from 0."""
        return self.page * self.shape.n_bins + self.bin

    def span_of(self, number: int) -> Span:
        """Return the time of a bin of the epoch."""
        start_s = self.start_s + number * self.shape.bin_s
        return Span(start_s, start_s + self.shape.bin_s)

    def at_number(self, number: int) -> "ScoringPlace":
        """Return the place of a bin of the epoch; beyond its ends the nearest."""
        number = min(max(number, 0), self.shape.n_pages * self.shape.n_bins - 1)
        page, within = divmod(number, self.shape.n_bins)
        return replace(self, page=page, bin=within)

    def at_time(self, time_s: float) -> "ScoringPlace":
        """Return the place of the bin that holds a time; outside the epoch the nearest."""
        return self.at_number(int((time_s - self.start_s + 1e-9) // self.shape.bin_s))

    def step(self, n_bins: int) -> "ScoringPlace":
        """Return the place `n_bins` on; it stays on its page, so that no page is left unawares."""
        return replace(self, bin=min(max(self.bin + n_bins, 0), self.shape.n_bins - 1))

    def at_page(self, page: int) -> "ScoringPlace":
        """Return the first bin of a page; beyond the ends of the epoch the nearest."""
        return replace(self, page=min(max(page, 0), self.shape.n_pages - 1), bin=0)


def epoch_start(wanted_s: float, epoch_s: float, recording: Span) -> float | None:
    """Return where an epoch begins that is wanted at `wanted_s`: on a whole second, all of it within the recording.

    None where the recording is shorter than an epoch.
    """
    last_s = recording.stop_s - epoch_s
    if last_s < recording.start_s - 1e-6:
        return None
    start_s = min(max(float(round(wanted_s)), recording.start_s), last_s)
    return start_s if start_s < last_s else max(float(int(last_s)), recording.start_s)
