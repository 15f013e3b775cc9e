"""The EEG studies of an infant side by side, each by one small page, all with the same filters and the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.app.course.course_view import score_text, spasms_text
from eegview.app.infant.timeline import TimelineStudy
from eegview.app.library.opening import open_source
from eegview.app.page.building import build_page
from eegview.app.page.picture_file import PX_PER_INCH, picture_content
from eegview.app.page.picture_traces import TraceScale, draw_traces
from eegview.app.page.snapshot import only_rows
from eegview.app.report.figures.page_figure import WHOLE_MM
from eegview.app.report.figures.page_look import PageLook, as_recorded, fitting_sensitivity, shown_page
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.model.channel import ChannelKind
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.model.report.document import Figure, Picture, Tone, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.model.text.dates import worded_day

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

MOST_STUDIES, FEWEST_STUDIES = 6, 2
PAGE_S = 10.0
_COLUMNS, _GAP_MM, _HEAD_MM, _FOOT_MM, _ROW_MM = 3, 4.0, 8.5, 2.0, 2.2
_MM_PER_INCH, _POINTS, _SMALL_POINTS, _LABEL_MM = 25.4, 6.2, 5.6, 7.5
_SCALE_SHARE = 1.6  # of the sensitivity that suits large pages: rows are closer here
_INK, _QUIET, _LINE_POINTS = "#1b1f24", "#646b66", 0.35


@dataclass(frozen=True, slots=True, eq=False)
class SmallPage:
    """A page of one study, or why there is none."""

    study: TimelineStudy
    page: PageResult | None
    problem: str = ""


def multiples_figure(
    source: SignalSource, study: ReportStudy, look: PageLook, labels: Labels | None = None
) -> Figure | None:
    """Return the small pages, None where the infant has fewer than two EEG studies; it opens their files.

    The page is the first ten seconds of the epoch with the highest score, else of the recording.

    Raises
    ------
    UnreadableFile : the file of the study itself went away
    """
    timeline = study.infant
    eegs = [one for one in timeline.placed if one.is_eeg] if timeline is not None else []
    if timeline is None or len(eegs) < FEWEST_STUDIES:
        return None
    chosen = _chosen(eegs, study.fingerprint)
    pages = [_small_page(source, study, one, look, labels) for one in chosen]
    held = [one.page for one in pages if one.page is not None]
    if not held:
        return None
    sensitivity = fitting_sensitivity(held) * _SCALE_SHARE
    content, height_mm = _drawn(pages, sensitivity)
    title = figure_text(labels, "figure.multiples")
    about = figure_text(
        labels, "figure.multiples_about", seconds=f"{PAGE_S:g}", montage=look.montage.label,
        filters=look.filters_text(labels), uv=f"{sensitivity * _ROW_MM:.3g}",
    )  # fmt: skip
    left_out = len(eegs) - len(chosen)
    more = f" {figure_text(labels, 'figure.multiples_left_out', n=left_out)}" if left_out else ""
    caption = (Words(title, Tone.STRONG), Words(f". {about}{more}"))
    alternative = f"{title}. {'. '.join(', '.join(_lines(one)) for one in pages)}"
    link = EvidenceLink(study.fingerprint, study.recording.span, Place.HISTORY)
    return Figure("multiples", Picture(content, ".svg", WHOLE_MM, height_mm), caption, alternative, link)


def _chosen(eegs: Sequence[TimelineStudy], fingerprint: str) -> list[TimelineStudy]:
    """Return the studies that are drawn: all, else the first, this one, and the last ones."""
    if len(eegs) <= MOST_STUDIES:
        return list(eegs)
    wanted = {eegs[0].fingerprint, fingerprint}
    for one in reversed(eegs):
        if len(wanted) < MOST_STUDIES:
            wanted.add(one.fingerprint)
    return [one for one in eegs if one.fingerprint in wanted]


def _small_page(
    source: SignalSource, study: ReportStudy, one: TimelineStudy, look: PageLook, labels: Labels | None
) -> SmallPage:
    if one.fingerprint == study.fingerprint:
        return SmallPage(one, _page(source, one, look, frozenset(study.bad_channels)))
    if not one.paths:
        return SmallPage(one, None, figure_text(labels, "figure.multiples_no_file"))
    try:
        with closing(open_source(one.paths)) as other:
            if other.recording.fingerprint != one.fingerprint:
                return SmallPage(one, None, figure_text(labels, "figure.multiples_no_file"))
            return SmallPage(one, _page(other, one, look, frozenset()))
    except EegViewError as error:
        return SmallPage(one, None, error.sentence)


def _page(source: SignalSource, one: TimelineStudy, look: PageLook, bad: frozenset[str]) -> PageResult:
    whole = source.recording.span
    epoch = max(one.scores, key=lambda score: score.score).epoch if one.scores else whole
    start_s = min(max(epoch.start_s, whole.start_s), max(whole.stop_s - PAGE_S, whole.start_s))
    span = Span(start_s, start_s + PAGE_S)
    page = build_page(source, PageRequest(one.fingerprint, span, look.montage, look.filters, bad))
    if not any(row.is_available for row in page.rows) and not look.montage.as_recorded:
        return _page(source, one, as_recorded(look), bad)
    return shown_page(page)


def _lines(one: SmallPage) -> tuple[str, str]:
    study = one.study
    on = worded_day(study.on) if study.on is not None else ""
    age = study.age.text if study.age is not None else ""
    return f"{study.label} · {on}", " · ".join(filter(None, (age, spasms_text(study), score_text(study))))


def _drawn(pages: Sequence[SmallPage], sensitivity_uv_per_mm: float) -> tuple[bytes, float]:
    """Return the drawing as SVG and its height in mm."""
    n_columns = min(_COLUMNS, len(pages))
    cell_mm = (WHOLE_MM - _GAP_MM * (n_columns - 1)) / n_columns
    n_rows = max((len(_eeg_rows(one.page)) for one in pages if one.page is not None), default=1)
    traces_mm = max(n_rows, 8) * _ROW_MM
    line_mm = _HEAD_MM + traces_mm + _FOOT_MM
    n_lines = -(-len(pages) // n_columns)
    height_mm = n_lines * line_mm

    def draw(figure: Drawing) -> None:
        for number, one in enumerate(pages):
            left_mm = (number % n_columns) * (cell_mm + _GAP_MM)
            top_mm = (number // n_columns) * line_mm
            for text, down_mm, points, colour, weight in (
                (_lines(one)[0], 2.0, _POINTS, _INK, "bold"),
                (_lines(one)[1], 5.4, _SMALL_POINTS, _QUIET, "normal"),
            ):
                figure.text(
                    left_mm / WHOLE_MM, 1 - (top_mm + down_mm) / height_mm, text, size=points, color=colour,
                    weight=weight, va="center", parse_math=False,
                )  # fmt: skip
            box = (
                (left_mm + _LABEL_MM) / WHOLE_MM,
                1 - (top_mm + _HEAD_MM + traces_mm) / height_mm,
                (cell_mm - _LABEL_MM) / WHOLE_MM,
                traces_mm / height_mm,
            )
            axes = figure.add_axes(box)
            axes.set_xticks([])
            axes.set_yticks([])
            for spine in axes.spines.values():
                spine.set_color("#c9cac3")
                spine.set_linewidth(0.5)
            _draw_page(axes, one, sensitivity_uv_per_mm, traces_mm, cell_mm)

    width_px, height_px = (mm * PX_PER_INCH / _MM_PER_INCH for mm in (WHOLE_MM, height_mm))
    return picture_content(width_px, height_px, "svg", draw, has_drawn_letters=True), height_mm


def _draw_page(axes, one: SmallPage, sensitivity_uv_per_mm: float, traces_mm: float, cell_mm: float) -> None:
    page = one.page
    if page is None:
        axes.text(
            0.5, 0.5, one.problem, transform=axes.transAxes, ha="center", va="center", size=_SMALL_POINTS, color=_QUIET,
            wrap=True, parse_math=False,
        )  # fmt: skip
        return
    rows = _eeg_rows(page)
    shown = only_rows(page, rows)
    scale = TraceScale(sensitivity_uv_per_mm, len(rows) * _ROW_MM, (1.0,) * len(rows), {})
    axes.set_xlim(page.request.span.start_s, page.request.span.stop_s)
    axes.set_ylim(traces_mm, 0)
    draw_traces(axes, shown, scale, round(cell_mm * PX_PER_INCH / _MM_PER_INCH), _LINE_POINTS)
    for number, row in enumerate(shown.rows):
        axes.text(
            -0.02, scale.centre_mm(number), row.label, transform=axes.get_yaxis_transform(), ha="right", va="center",
            size=3.6, color=_QUIET, parse_math=False,
        )  # fmt: skip


def _eeg_rows(page: PageResult) -> list[int]:
    """Return the rows that are drawn: those of EEG, all where there are none."""
    eeg = [number for number, row in enumerate(page.rows) if row.kind is ChannelKind.EEG and row.is_available]
    return eeg or list(range(len(page.rows)))
