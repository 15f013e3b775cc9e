"""Strips of the whole study as a figure: trends, sleep stages, spasms, video, and what was read."""

from __future__ import annotations

import math
from collections.abc import Sequence

from eegview.app.page.picture_file import PX_PER_INCH
from eegview.app.report.figures.page_figure import WHOLE_MM, day_text
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.app.stage_texts import LEVELS
from eegview.app.trends.panels import PanelKind, TrendPanel, panel_by_id
from eegview.app.trends.picture import TrendPictureFacts, trends_height_px, trends_picture
from eegview.app.trends.study_marks import StudyMarks
from eegview.app.trends.table import TrendTable
from eegview.model.report.document import Figure, Picture, Tone, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.time.clock import elapsed_text

TREND_PANELS = ("hypnogram", "spasms", "reeg", "cdsa_left", "cdsa_right", "artifact")
MARK_PANELS = ("hypnogram", "spasms")
_VIDEO = TrendPanel("video", "Video", "where there is video", PanelKind.VIDEO, lines=1.0)
_LINES = {"hypnogram": 4.0, "spasms": 2.2, "reeg": 6.0, "cdsa_left": 4.5, "cdsa_right": 4.5}
_WIDTH_PX = round(WHOLE_MM * PX_PER_INCH / 25.4)


def trends_figure(study: ReportStudy, labels: Labels | None = None) -> Figure | None:
    """Return the strip of trends, None where none were computed."""
    if study.trends is None:
        return None
    return _strip(study, study.trends, TREND_PANELS, "trends", labels)


def hypnogram_figure(study: ReportStudy, labels: Labels | None = None) -> Figure | None:
    """Return sleep stages and spasms over the whole recording, None where there is neither."""
    if not _has_stages(study) and not study.statistics.spasms.spasms:
        return None
    table = study.trends or TrendTable(study.recording.duration_s, (), (), (), {}, "")
    return _strip(study, table, MARK_PANELS, "hypnogram", labels)


def _has_stages(study: ReportStudy) -> bool:
    """Whether any part of the recording has a stage that can be drawn."""
    return any(bout.stage in LEVELS for bout in study.hypnogram.bouts)


def study_strip_marks(study: ReportStudy) -> StudyMarks:
    """Return what the strips show of the counted layer, of video, and of what its reader has viewed."""
    reviewed = study.reviewed.get(study.reader)
    return StudyMarks(
        study.layer,
        study.hypnogram,
        tuple(mark.onset_s for mark in study.statistics.spasms.spasms),
        tuple(cluster.span for cluster in study.statistics.spasms.clusters),
        reviewed=reviewed.spans if reviewed is not None else (),
        video=study.statistics.coverage.video,
    )


def _strip(
    study: ReportStudy, table: TrendTable, panel_ids: Sequence[str], figure_id: str, labels: Labels | None
) -> Figure:
    recording, marks = study.recording, study_strip_marks(study)
    panels = [panel for panel_id in panel_ids if (panel := panel_by_id(panel_id)) is not None]
    panels = [panel for panel in panels if panel.kind is not PanelKind.HYPNOGRAM or _has_stages(study)]
    read = panel_by_id("reviewed")
    panels += [_VIDEO, *([read] if read is not None else [])]
    facts = TrendPictureFacts(started_at=recording.started_at, gaps=recording.gaps, marks=marks, is_figure=True)
    lines = [(panel, _LINES.get(panel.panel_id, panel.lines)) for panel in panels]
    content = trends_picture(table, lines, "svg", recording.span, facts, _WIDTH_PX)
    height_px = trends_height_px([one for _panel, one in lines], is_figure=True)
    title = figure_text(labels, f"figure.{figure_id}")
    about_marks = figure_text(
        labels, "figure.marks_of", n_spasms=len(marks.spasms_s), n_clusters=len(marks.clusters), rule=study.rule.text,
        layer=marks.layer or "–",
    )  # fmt: skip
    alternative = figure_text(
        labels, "figure.strip_alternative", duration=elapsed_text(recording.duration_s, 0),
        panels=", ".join(panel.title for panel in panels), marks=about_marks,
    )  # fmt: skip
    about = _about(study, table, panels, labels)
    caption = (Words(title, Tone.STRONG), Words(f"{about} {about_marks}"))
    link = EvidenceLink(study.fingerprint, recording.span, Place.TRENDS)
    picture = Picture(content, ".svg", WHOLE_MM, height_px * 25.4 / PX_PER_INCH)
    return Figure(figure_id, picture, caption, f"{title}. {alternative}", link)


def _about(study: ReportStudy, table: TrendTable, panels: Sequence[TrendPanel], labels: Labels | None) -> str:
    """Return what is drawn: day and age, each panel with its unit, and how much of it is there."""
    age = figure_text(labels, "figure.age", age=study.patient.age_text) if study.patient.age_text else ""
    said = [
        f", {', '.join(filter(None, (day_text(study, labels), age)))}." if study.recording.started_at or age else "."
    ]
    drawn = [
        figure_text(
            labels, "figure.map", panel=panel.title, low=f"{panel.level_low:g}".replace("-", "−"),
            high=f"{panel.level_high:g}".replace("-", "−"),
            unit=panel.level_unit,
        )
        if panel.kind is PanelKind.SPECTROGRAM
        else f"{panel.title}: {panel.subtitle}{f', {panel.unit}' if panel.unit else ''}"
        for panel in panels
        if panel.curves
    ]  # fmt: skip
    if drawn:
        said.append(f"{'; '.join(drawn)}. {figure_text(labels, 'figure.trends_artifact')}")
        done_s = sum(span.duration_s for span in table.computed)
        if done_s < study.recording.duration_s - 1:
            percent = math.floor(100 * done_s / max(study.recording.duration_s, 1))
            said.append(figure_text(labels, "figure.part_computed", percent=percent))
    if not _has_stages(study):
        said.append(figure_text(labels, "figure.no_stages"))
    if study.recording.gaps:
        said.append(figure_text(labels, "figure.gap"))
    return " ".join(said)
