"""A page of the recording as a figure: traces, marks, scale bars; its caption says what it was drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eegview.app.page.building import build_page
from eegview.app.page.picture import PageFacts, PicturePageStyle, page_picture
from eegview.app.page.picture_file import PX_PER_INCH
from eegview.app.page.picture_marks import PictureMarks
from eegview.app.report.figures.page_look import (
    ROW_MM,
    PageLook,
    as_recorded,
    fitting_sensitivity,
    rows_left_out,
    shown_page,
)
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.clinical.stages import short_name
from eegview.model.annotation import Annotation
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.patient import is_placeholder_day
from eegview.model.recording import SignalSource
from eegview.model.report.document import Figure, Line, Picture, Tone, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.model.text.dates import iso_day
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import even_start, wall_clock_at

WHOLE_MM, HALF_MM = 184.0, 88.5
_AROUND_MM = 11.5  # names of marks above, clock below
_MOST_HALF_ROWS, _LOWEST_ROWS = 30, 13
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page on its way into a figure: what is shown, and the labels of rows that cannot be formed."""

    page: PageResult
    left_out: tuple[str, ...]

    @property
    def span(self) -> Span:
        return self.page.request.span


def built_page(source: SignalSource, study: ReportStudy, span: Span, look: PageLook) -> BuiltPage:
    """Return a page of a recording by this look; by the file's own rows where it has none of the montage's.

    Raises
    ------
    UnreadableFile : the file went away
    """
    bad = frozenset(study.bad_channels)
    page = build_page(source, PageRequest(study.fingerprint, span, look.montage, look.filters, bad))
    shown = shown_page(page)
    if not any(row.is_available for row in shown.rows) and not look.montage.as_recorded:
        return built_page(source, study, span, as_recorded(look))
    return BuiltPage(shown, rows_left_out(page))


def common_sensitivity(pages: Sequence[BuiltPage]) -> float:
    """Return one sensitivity for all of these pages, by the first."""
    return fitting_sensitivity([pages[0].page]) if pages else 50.0


def page_figure(
    study: ReportStudy,
    built: BuiltPage,
    look: PageLook,
    figure_id: str,
    title: str,
    about: Sequence[str] = (),
    marks: Sequence[Annotation] = (),
    labels: Labels | None = None,
    frame_s: float | None = None,
    width_mm: float = HALF_MM,
) -> Figure:
    """Return the page as a figure.

    title : begins the caption, in bold
    about : what follows it: why this page
    marks : those that are drawn, but for epochs (stages), by their terms alone: free notes may name somebody
    frame_s : recording time of the frame that the link shows
    width_mm : of the picture at full size
    """
    page, span = built.page, built.span
    n_rows = max(len(page.rows), _LOWEST_ROWS)
    is_half = width_mm <= HALF_MM and len(page.rows) <= _MOST_HALF_ROWS
    width_mm = width_mm if is_half or width_mm > HALF_MM else WHOLE_MM
    height_mm = n_rows * ROW_MM + _AROUND_MM
    style = PicturePageStyle(
        round(width_mm * PX_PER_INCH / _MM_PER_INCH), round(height_mm * PX_PER_INCH / _MM_PER_INCH),
        look.sensitivity_uv_per_mm, look.kind_gain, is_figure=True,
    )  # fmt: skip
    drawn_marks = PictureMarks((), study.vocabulary, study.layer)
    bare = tuple(replace(mark, text="") for mark in marks if not drawn_marks.is_epoch(mark))
    drawn_marks = replace(drawn_marks, marks=bare)
    content = page_picture(page, style, "svg", even_start(study.recording, span), PageFacts(marks=drawn_marks))
    picture = Picture(content, ".svg", width_mm, height_mm)
    shown = drawn_marks.on(span)
    names = ", ".join(dict.fromkeys(drawn_marks.name(mark) for mark in shown))
    about_marks = (
        figure_text(labels, "figure.page_marks", names=names) if names else figure_text(labels, "figure.page_no_marks")
    )
    alternative = figure_text(
        labels, "figure.page_alternative", n_rows=len(page.rows), seconds=f"{span.duration_s:g}",
        clock=clock_text(study, span.start_s), montage=page.request.montage.label,
        filters=look.filters_text(labels), uv=f"{look.sensitivity_uv_per_mm:g}", marks=about_marks,
    )  # fmt: skip
    link = EvidenceLink(
        study.fingerprint, span, Place.PAGE, frame_s, tuple(mark.annotation_id for mark in shown),
        look.settings(span.duration_s),
    )  # fmt: skip
    caption = _caption(study, built, look, title, about, labels)
    return Figure(figure_id, picture, caption, f"{title}. {alternative}", link, is_half)


def _caption(
    study: ReportStudy, built: BuiltPage, look: PageLook, title: str, about: Sequence[str], labels: Labels | None
) -> Line:
    span = built.span
    stage = study.hypnogram.stage_at(min(span.start_s + span.duration_s / 2, study.recording.duration_s))
    when = [day_text(study, labels), clock_text(study, span.start_s)]
    if stage:
        when.append(figure_text(labels, "figure.stage", stage=short_name(stage)))
    if study.patient.age_text:
        when.append(figure_text(labels, "figure.age", age=study.patient.age_text))
    how = [
        built.page.request.montage.label,
        look.filters_text(labels),
        figure_text(labels, "figure.scale", uv=f"{look.sensitivity_uv_per_mm:g}"),
    ]
    sentences = [f", {', '.join(filter(None, (*about, *when)))}. {', '.join(how)}."]
    if built.left_out:
        sentences.append(figure_text(labels, "figure.left_out", rows=", ".join(built.left_out)))
    if built.page.gaps:
        sentences.append(figure_text(labels, "figure.gap"))
    return Words(title, Tone.STRONG), Words(" ".join(sentences))


def clock_text(study: ReportStudy, time_s: float) -> str:
    """Return the recorder's clock, `21:24:15.4`; the time from the start where it has none."""
    shown = wall_clock_at(study.recording, time_s, 1)
    return shown.removesuffix(".0") if shown else elapsed_text(time_s, 1)


def day_text(study: ReportStudy, labels: Labels | None) -> str:
    """Return the day of the recording, `17 Mar 2020`; "" where the file has no date, or a placeholder."""
    started = study.recording.started_at
    if started is None or is_placeholder_day(started):
        return ""
    if labels is None or not labels.has("date.day"):
        return iso_day(started)
    return labels("date.day", day=started.day, month=labels(f"date.month_{started.month}"), year=started.year)
