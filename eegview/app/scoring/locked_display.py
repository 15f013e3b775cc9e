"""How a page must be shown while it is scored, and how it was before."""

from dataclasses import dataclass, replace

from eegview.model.display.filters import DisplayFilters
from eegview.model.display.montage import Row
from eegview.model.display.view import ALL_ROWS, RowStyle, ViewState


@dataclass(frozen=True, slots=True)
class LockedDisplay:
    """The display that a scale asks for.

    rows : labels of the rows that are scored; all others of the montage are hidden
    """

    montage_id: str
    rows: tuple[str, ...]
    filters: DisplayFilters
    sensitivity_uv_per_mm: float
    page_s: float

    def view(self, view: ViewState, start_s: float, montage_rows: tuple[Row, ...]) -> ViewState:
        """Return the view locked, from `start_s` on; cursor, selection and bad channels stay.

        montage_rows : of the locked montage, bound to the recording
        """
        wanted = frozenset(self.rows)
        styles = tuple(RowStyle(row.label, is_hidden=row.label not in wanted) for row in montage_rows)
        return replace(
            view,
            start_s=start_s,
            page_s=self.page_s,
            montage_id=self.montage_id,
            filters=self.filters,
            sensitivity_uv_per_mm=self.sensitivity_uv_per_mm,
            row_styles=styles,
            row_order=(),
            only_rows=(),
            first_row=0,
            n_rows=ALL_ROWS,
            kind_gain=(),
            preset_id="",
        )


def is_as_locked(view: ViewState, locked: ViewState) -> bool:
    """Whether nothing that is locked differs; cursor, selection, selected rows and bad channels are free."""
    free = replace(
        view,
        cursor_s=locked.cursor_s,
        selection=locked.selection,
        selected_rows=locked.selected_rows,
        bad_channels=locked.bad_channels,
    )
    return free == locked


def restored(view: ViewState, before: ViewState) -> ViewState:
    """Return the display of `before`, with what may have been changed for good meanwhile: bad channels."""
    return replace(before, bad_channels=view.bad_channels)
