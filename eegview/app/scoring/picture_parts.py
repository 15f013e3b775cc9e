"""The grid of bins and the foci of a score sheet on paper."""

from collections.abc import Sequence
from math import sqrt

from eegview.app.contrast import mixed, text_on
from eegview.app.scoring.picture_paper import INK, LINE, PALE, QUIET, VIOLET, Paper
from eegview.app.scoring.side.grid import FOCUS_HUE, HEAD_ELECTRODES, N_SHADES, Cell, Focus, GridView, place_of
from eegview.app.scoring.side.texts import count_text

_LINE_PX = 14.0
_NUMBER_PX, _COUNT_PX = 22.0, 40.0


def _fill(shade: int) -> str:
    return mixed(FOCUS_HUE, "#ffffff", 0.78 * shade / max(N_SHADES - 1, 1))


def _ink(shade: int) -> str:
    return text_on(_fill(shade), ("#ffffff", INK))


def draw_grid(paper: Paper, grid: GridView, left_px: float, top_px: float, wide_px: float) -> float:
    """Draw pages × bins; return where it ends."""
    cell_px = (wide_px - _NUMBER_PX - _COUNT_PX) / grid.n_bins
    right_px = left_px + _NUMBER_PX + grid.n_bins * cell_px
    paper.text(left_px + _NUMBER_PX, top_px + 5, f"1 s bins 1–{grid.n_bins}", QUIET, 7)
    paper.text(right_px + 5, top_px + 5, f"of {grid.n_bins}", QUIET, 7)
    top_px += 13
    for page in range(grid.n_pages):
        y_px = top_px + page * _LINE_PX
        paper.text(left_px + _NUMBER_PX - 5, y_px + 6, str(page + 1), QUIET, 7, at="right")
        for place in range(grid.n_bins):
            x_px = left_px + _NUMBER_PX + place * cell_px
            _draw_cell(paper, grid.cells[page * grid.n_bins + place], x_px, y_px, cell_px - 2, _LINE_PX - 2.5)
        if page in grid.read_pages or grid.counts[page]:
            is_met = grid.counts_page(page)
            text = f"{grid.counts[page]} ✓" if is_met else str(grid.counts[page])
            paper.text(right_px + 5, y_px + 6, text, VIOLET if is_met else QUIET, 7, is_bold=is_met)
    end_px = top_px + grid.n_pages * _LINE_PX
    legend = "letter: focus · hatched: no focus named · pale: no spike · hollow: page not read · ✓ page counts"
    paper.text(left_px, end_px + 7, legend, QUIET, 7)
    return end_px + 14


def _draw_cell(paper: Paper, cell: Cell, x_px: float, y_px: float, wide_px: float, high_px: float) -> None:
    if cell.state == "spike" and cell.foci:
        shown = cell.foci[:3]
        part_px = wide_px / len(shown)
        for k, focus in enumerate(shown):
            paper.box(x_px + k * part_px, y_px, part_px, high_px, VIOLET, _fill(focus.shade))
            middle = x_px + (k + 0.5) * part_px
            paper.text(middle, y_px + high_px / 2, focus.letter, _ink(focus.shade), 6, is_bold=True, at="centre")
    elif cell.state == "spike":
        paper.box(x_px, y_px, wide_px, high_px, VIOLET, hatch="////")
    elif cell.state == "none":
        paper.box(x_px, y_px, wide_px, high_px, fill=PALE)
    else:
        paper.box(x_px, y_px, wide_px, high_px, LINE)


def draw_foci(paper: Paper, foci: Sequence[Focus], needed: str, left_px: float, top_px: float, wide_px: float) -> float:
    """Draw the foci on a head and list them; return where that ends."""
    radius_px = 78.0
    x_px, y_px = left_px + wide_px / 2, top_px + radius_px + 18
    paper.disc(x_px, y_px, radius_px * 1.05, QUIET)
    nose = [(-0.1, 1.045), (0.0, 1.16), (0.1, 1.045)]
    paper.path([(x_px + a * radius_px, y_px - b * radius_px) for a, b in nose], QUIET)
    for name in HEAD_ELECTRODES:
        place = place_of(name)
        if place is not None:
            paper.disc(x_px + place[0] * radius_px, y_px - place[1] * radius_px, 1.4, fill=QUIET)
    most = max((focus.n_bins for focus in foci), default=1)
    for focus in foci:
        if focus.place is not None:
            disc_px = radius_px * max(0.13, 0.22 * sqrt(focus.n_bins / most))
            at = x_px + focus.place[0] * radius_px, y_px - focus.place[1] * radius_px
            paper.disc(*at, disc_px, VIOLET, _fill(focus.shade))
            paper.text(*at, str(focus.n_bins), _ink(focus.shade), 7, is_bold=True, at="centre")
    y_px += radius_px * 1.05 + 16
    paper.text(left_px + 30, y_px, needed, QUIET)
    for focus in foci:
        y_px += 15
        paper.box(left_px + 30, y_px - 6, 12, 12, VIOLET, _fill(focus.shade))
        paper.text(left_px + 36, y_px, focus.letter, _ink(focus.shade), 7, is_bold=True, at="centre")
        paper.text(left_px + 48, y_px, focus.electrode, is_bold=True)
        counts = f"{count_text(focus.n_bins, 'bin')} · {count_text(focus.n_pages, 'page')}"
        paper.text(left_px + 100, y_px, counts, QUIET)
    return y_px + 10
