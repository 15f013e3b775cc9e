"""Which part of the study the panels show: zoom and scroll as pure functions."""

from dataclasses import dataclass

from eegview.model.span import Span

LEAST_S = 10.0
HOUR_S = 3600.0
_FACTOR = 1.5  # of one step of zoom


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The span shown of the whole study."""

    span: Span
    whole: Span

    @property
    def is_all(self) -> bool:
        return self.span == self.whole

    def of_length(self, length_s: float, anchor_s: float) -> "TimeWindow":
        """Show so many seconds; the anchor stays where it is on the screen, and comes into the middle from outside."""
        whole = self.whole
        length_s = min(max(length_s, min(LEAST_S, whole.duration_s)), whole.duration_s)
        if length_s >= whole.duration_s - 1e-9:
            return TimeWindow(whole, whole)
        share = (anchor_s - self.span.start_s) / max(self.span.duration_s, 1e-9)
        if not 0.0 <= share <= 1.0:
            share = 0.5
        return self._placed(anchor_s - share * length_s, length_s)

    def zoomed(self, steps: float, anchor_s: float) -> "TimeWindow":
        """Show less (positive) or more around an anchor."""
        return self.of_length(self.span.duration_s / _FACTOR**steps, anchor_s)

    def moved(self, seconds: float) -> "TimeWindow":
        return self._placed(self.span.start_s + seconds, self.span.duration_s)

    def holding(self, time_s: float) -> "TimeWindow":
        """Move as far as is needed to have a time in sight, with some room beside it."""
        room_s = self.span.duration_s * 0.04
        inner = Span(self.span.start_s + room_s, self.span.stop_s - room_s)
        if inner.start_s <= time_s <= inner.stop_s or self.is_all:
            return self
        by_s = time_s - inner.start_s if time_s < inner.start_s else time_s - inner.stop_s
        return self.moved(by_s)

    def _placed(self, start_s: float, length_s: float) -> "TimeWindow":
        whole = self.whole
        start_s = min(max(start_s, whole.start_s), max(whole.stop_s - length_s, whole.start_s))
        return TimeWindow(Span(start_s, start_s + length_s), whole)
