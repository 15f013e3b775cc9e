"""Draw the page on the screen on paper: the rows shown, in their order, at their heights, with its marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from eegview.app.page.picture import PageFacts, PicturePageStyle, draw_page, page_picture
from eegview.app.page.picture_marks import PictureMarks
from eegview.model.display.page import PageResult
from eegview.model.display.view import ViewState

_DAYS_A_MONTH = 30.4375  # the mean month of four years


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as it is on the screen, to be drawn on paper on any thread.

    shown_rows : indexes into `page.rows`, top to bottom
    view : for sensitivity, heights and places of rows
    size_px : width and height of the picture at 96 dots an inch
    path : of the recording; its name is shown, and the infant's age is found in its header
    notes : sentences on what the page does not show
    age : of the infant where a reader typed it; "" = as the file's header says
    is_simulated : nobody was recorded, and the picture says so
    """

    page: PageResult
    shown_rows: tuple[int, ...]
    view: ViewState
    size_px: tuple[int, int]
    path: str = ""
    started_at: datetime | None = None
    marks: PictureMarks = field(default_factory=PictureMarks)
    notes: tuple[str, ...] = ()
    age: str = ""
    is_simulated: bool = False

    def write(self, path: Path) -> Path:
        """Write the page to `path` (.png, .svg or .pdf) and return the path.

        Raises
        ------
        UsageError : the suffix is another, or the file cannot be written
        """
        draw_page(only_rows(self.page, self.shown_rows), path, self._style(), self.started_at, self._facts())
        return path

    def png(self, dots_per_inch: float) -> bytes:
        """Return the page as the content of a PNG file with this many dots to an inch of paper."""
        page = only_rows(self.page, self.shown_rows)
        return page_picture(page, self._style(), "png", self.started_at, self._facts(), dots_per_inch)

    def _style(self) -> PicturePageStyle:
        view = self.view
        return PicturePageStyle(
            *self.size_px,
            view.sensitivity_uv_per_mm,
            view.kind_gain,
            row_gain=tuple((row.label, row.gain) for row in view.row_styles if row.gain != 1.0),
            row_offset_mm=tuple((row.label, row.offset_mm) for row in view.row_styles if row.offset_mm),
        )

    def _facts(self) -> PageFacts:
        age = self.age or age_text(self.path, self.started_at)
        return PageFacts(Path(self.path).name, age, self.marks, self.notes, self.is_simulated)


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


def age_text(path: str | Path, started_at: datetime | None) -> str:
    """Return the infant's age by the file's header: days below two months, then months, then years; "" if unknown."""
    from eegview.detect.age import age_months_of

    months = age_months_of(path, started_at) if str(path) else None
    if months is None:
        return ""
    if months < 2:
        days = round(months * _DAYS_A_MONTH)
        return "1 day" if days == 1 else f"{days} days"
    return f"{months:.1f} months" if months < 36 else f"{months / 12:.1f} years"
