"""Where the rows of a butterfly lie on the page, and how they look."""

from dataclasses import dataclass

from eegview.app.page.butterfly import Butterfly
from eegview.app.page.row_drawing import middles, row_colour
from eegview.app.themes import Theme
from eegview.ui.page.canvas import RowPlacement
from eegview.ui.page.view_data import ShownRow

_SHARES = (3.0, 1.0)  # of the page's height: the traces, and their spread below


@dataclass(frozen=True, slots=True)
class ButterflyRows:
    """The lines of the page, the traces that lie on the first of them, and each line's share of the height."""

    rows: tuple[ShownRow, ...]
    overlaid: tuple[RowPlacement, ...]
    shares: tuple[float, ...]


def butterfly_rows(butterfly: Butterfly, px_per_uv: float, theme: Theme, scheme: str) -> ButterflyRows:
    """Return how a butterfly is drawn: all rows at the page's sensitivity, their own gains and offsets left out."""
    page, middle_of = butterfly.page, middles(butterfly.page)
    overlaid = tuple(
        RowPlacement(i, 0, px_per_uv, middle_of.get(i, 0.0) * px_per_uv, row_colour(page.rows[i], theme, scheme))
        for i in butterfly.overlaid
    )
    label = ShownRow(
        page.rows[butterfly.label_row],
        RowPlacement(butterfly.label_row, 0, px_per_uv, 0.0, theme.trace),
        is_computed=True,
    )
    if butterfly.spread_row is None:
        return ButterflyRows((label,), overlaid, ())
    spread = ShownRow(
        page.rows[butterfly.spread_row],
        RowPlacement(butterfly.spread_row, 1, -px_per_uv, 0.0, theme.trace),  # an amount: more is higher
        is_computed=True,
    )
    return ButterflyRows((label, spread), overlaid, _SHARES)
