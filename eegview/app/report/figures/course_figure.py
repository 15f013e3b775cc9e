"""The timeline of the infant as a figure of a report."""

from __future__ import annotations

from dataclasses import replace

from eegview.app.course.course_view import course_view
from eegview.app.course.paper import course_picture
from eegview.app.page.picture_file import PX_PER_INCH
from eegview.app.report.figures.page_figure import WHOLE_MM
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.model.report.document import Figure, Picture, Tone, Words
from eegview.model.report.link import EvidenceLink, Place

_MM_PER_INCH = 25.4


def course_figure(study: ReportStudy, labels: Labels | None = None) -> Figure | None:
    """Return the timeline, None where the study belongs to no infant, or nothing of it has a day."""
    timeline = study.infant
    if timeline is None or timeline.last_on is None:
        return None
    view = replace(course_view(timeline, study.fingerprint), today=None)  # paper knows no today
    content, height_px = course_picture(view, "svg", WHOLE_MM * PX_PER_INCH / _MM_PER_INCH)
    title = figure_text(labels, "figure.course")
    about = figure_text(labels, "figure.course_signs")
    picture = Picture(content, ".svg", WHOLE_MM, height_px * _MM_PER_INCH / PX_PER_INCH)
    caption = (Words(title, Tone.STRONG), Words(f". {about}"))
    alternative = f"{title}. {view.summary}. {view.clinical.text if view.clinical is not None else ''}"
    return Figure(
        "course", picture, caption, alternative, EvidenceLink(study.fingerprint, study.recording.span, Place.HISTORY)
    )
