"""Write the page on the screen as a picture: the rows shown, in their order, at their heights."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from eegview.app.about import NOTICE
from eegview.app.page.picture import PicturePageStyle, draw_page
from eegview.model.page import PageResult
from eegview.model.view import ViewState


def only_rows(page: PageResult, indexes: Sequence[int]) -> PageResult:
    """Return the page with the rows `indexes` alone, in that order; nothing else of it changes."""
    place = {index: i for i, index in enumerate(indexes)}
    return PageResult(
        page.request,
        tuple(page.rows[index] for index in indexes),
        tuple(replace(trace, row=place[trace.row]) for trace in page.traces if trace.row in place),
        page.gaps,
        tuple((place[row], span) for row, span in page.clipped if row in place),
    )


def save_snapshot(
    page: PageResult,
    shown_rows: Sequence[int],
    view: ViewState,
    size_px: tuple[int, int],
    started_at: datetime | None,
    path: Path,
) -> Path:
    """Write the page as it is shown to `path` (.png, .svg or .pdf) and return the path.

    Parameters
    ----------
    shown_rows : indexes into `page.rows`, top to bottom
    view : for sensitivity and heights of rows
    size_px : width and height of the picture at 96 dots an inch

    Raises
    ------
    UsageError : the suffix is another
    CannotWrite : the disk or the folder refused
    """
    style = PicturePageStyle(
        *size_px,
        view.sensitivity_uv_per_mm,
        view.kind_gain,
        NOTICE,
        tuple((row.label, row.gain) for row in view.row_styles if row.gain != 1.0),
    )
    draw_page(only_rows(page, shown_rows), path, style, started_at)
    return path
