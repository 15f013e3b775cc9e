"""The candidate that is judged, as the page shows it. Values only."""

from dataclasses import dataclass

from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class Spotlight:
    """The candidate on the page: shaded, with dashed edges.

    channels : rows or channels it is about; empty = all
    colour : "#rrggbb" in the paper theme
    caption : written below its onset
    others : the other candidates on the page, outlined only
    """

    span: Span
    channels: tuple[str, ...]
    colour: str
    caption: str
    others: tuple[Span, ...] = ()
    is_edited: bool = False
    is_frame: bool = False  # a stretch that is asked about: its ends only, no shade over the traces
