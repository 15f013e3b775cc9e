"""Two readers' marks of one event, as the page shows them. Values only."""

from dataclasses import dataclass

from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class ShownPair:
    """The marks that are compared now; while there is a pair, all other marks stand in lanes and not on the traces.

    a, b : where the readers' marks lie, None for one who made none or is not shown now
    apart : written between the onsets, "Δ 0.28 s"; "" where one of them made none
    """

    a: Span | None = None
    b: Span | None = None
    apart: str = ""

    @property
    def whole(self) -> Span | None:
        """The stretch that holds both; None where there is neither."""
        spans = [span for span in (self.a, self.b) if span is not None]
        if not spans:
            return None
        return Span(min(span.start_s for span in spans), max(span.stop_s for span in spans))
