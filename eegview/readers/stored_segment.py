"""Where a file keeps samples that follow each other without a break, and when they were recorded."""

from dataclasses import dataclass

from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """Samples that follow each other without a break.

    first : number of its first sample in the file
    n_samples : how many
    start_s : true time of its first sample, seconds from recording start
    """

    first: int
    n_samples: int
    start_s: float

    def span(self, rate_hz: float) -> Span:
        return Span(self.start_s, self.start_s + self.n_samples / rate_hz)
