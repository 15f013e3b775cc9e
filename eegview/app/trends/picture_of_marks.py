"""The panels that are drawn from marks, video and reading, on paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.stage_texts import LEVELS, N_LEVELS
from eegview.app.trends.panels import PanelKind
from eegview.app.trends.study_marks import StudyMarks
from eegview.model.span import Span, gaps_between

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SPASM, SLEEP = "#c2410c", "#2563a8"
_NUMBER_SHARE = 0.015  # of the width, for a cluster's number behind it


def _draw_hypnogram(axes: "Axes", marks: StudyMarks) -> str:
    bouts = [bout for bout in marks.hypnogram.bouts if bout.stage in LEVELS]
    if not bouts:
        return "No sleep stages are set."
    names = {
        level: "/".join(s for s, at in LEVELS.items() if at == level and s in {b.stage for b in bouts})
        for level in range(N_LEVELS)
    }
    axes.set_yticks([_level(level) for level in range(N_LEVELS)], [names[level] for level in range(N_LEVELS)])
    axes.tick_params(axis="y", labelsize=6, length=0)
    last_stop_s, last_level = None, 0
    for bout in bouts:
        level = LEVELS[bout.stage]
        if last_stop_s is not None and abs(bout.span.start_s - last_stop_s) < 1.0:
            axes.plot((bout.span.start_s,) * 2, (_level(last_level), _level(level)), color=SLEEP, linewidth=0.8)
        axes.plot((bout.span.start_s, bout.span.stop_s), (_level(level),) * 2, color=SLEEP, linewidth=1.4)
        last_stop_s, last_level = bout.span.stop_s, level
    return ""


def _level(level: int) -> float:
    return 1 - (level + 0.5) / N_LEVELS


def _draw_spasms(axes: "Axes", marks: StudyMarks) -> str:
    if not marks.spasms_s:
        return "No spasms are marked."
    axes.vlines(marks.spasms_s, 0.3, 0.95, color=SPASM, linewidth=0.8)
    first_s, last_s = axes.get_xlim()
    for number, cluster in enumerate(marks.clusters, 1):
        axes.plot((cluster.start_s, cluster.stop_s), (0.18, 0.18), color=SPASM, linewidth=2.5, solid_capstyle="butt")
        is_last = cluster.stop_s > last_s - _NUMBER_SHARE * (last_s - first_s)  # its number stands before it
        at_s, text, side = (
            (cluster.start_s, f"{number} ", "right") if is_last else (cluster.stop_s, f" {number}", "left")
        )
        axes.text(at_s, 0.14, text, color=SPASM, size=6, va="center", ha=side, clip_on=True)
    return ""


def _draw_marks(axes: "Axes", marks: StudyMarks) -> str:
    if not marks.marks:
        return "No other marks."
    for onset_s, duration_s, colour in marks.marks:
        if duration_s > 0:
            axes.axvspan(onset_s, onset_s + duration_s, 0.15, 0.85, color=colour, alpha=0.8, linewidth=0.5)
        else:
            axes.axvline(onset_s, 0.15, 0.85, color=colour, linewidth=0.8)
    return ""


def _draw_movement(axes: "Axes", marks: StudyMarks) -> str:
    if marks.movement is None or not np.isfinite(marks.movement[1]).any():
        return "Movement was not measured."
    times_s, values = marks.movement
    axes.fill_between(times_s, 0, values / np.nanmax(values), color="#0b6e75", alpha=0.6, linewidth=0)
    return ""


def _draw_reviewed(axes: "Axes", marks: StudyMarks) -> str:
    if not marks.reviewed:
        return "Nothing was reviewed yet."
    whole = Span(*axes.get_xlim())
    for span in marks.reviewed:
        axes.axvspan(span.start_s, span.stop_s, 0.2, 0.8, color="#0b6e75", linewidth=0)
    for span in gaps_between(marks.reviewed, whole):
        axes.axvspan(
            span.start_s, span.stop_s, 0.2, 0.8, facecolor="none", edgecolor="#c9ccc5", hatch="///", linewidth=0
        )
    return ""


def _draw_video(axes: "Axes", marks: StudyMarks) -> str:
    if not marks.video:
        return "There is no video."
    for span in marks.video:
        axes.axvspan(span.start_s, span.stop_s, 0.2, 0.8, color="#5b7a78", linewidth=0)
    return ""


OF_MARKS: dict[PanelKind, Callable[["Axes", StudyMarks], str]] = {
    PanelKind.HYPNOGRAM: _draw_hypnogram,
    PanelKind.SPASMS: _draw_spasms,
    PanelKind.MARKS: _draw_marks,
    PanelKind.MOVEMENT: _draw_movement,
    PanelKind.REVIEWED: _draw_reviewed,
    PanelKind.VIDEO: _draw_video,
}
