"""The video frame beside a page: found by the best known time of each video, put into the same drawing."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from eegview.app.report.figures.page_figure import clock_text
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.app.sync.syncing import PlacedVideo
from eegview.app.video.frame_snapshot import sync_text
from eegview.model.film.video import LAST_MOMENT_S, Rgb
from eegview.model.report.document import Figure, Picture, Words

FRAME_MM, GAP_MM = 60.0, 3.5
_WIDEST_PX = 720
_SIZE = re.compile(rb'(<svg\b[^>]*?)\s(?:width|height)="[^"]*"([^>]*?)\s(?:width|height)="[^"]*"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FoundFrame:
    """The frame of one camera at a recording time.

    sync : how far picture and EEG may be apart, as the window says it
    """

    rgb: Rgb
    time_s: float
    camera: str
    sync: str


def frame_at(videos: Sequence[PlacedVideo], time_s: float) -> FoundFrame | None:
    """Return the frame that is shown at a recording time, of the video whose time is known best; None for none.

    A video whose place in time is a guess shows nothing here.

    Raises
    ------
    UnreadableFile : the video went away
    """
    from eegview.app.video.opening import open_kept_video

    there = [one for one in videos if one.clip.sync.is_known and one.clip.span.contains(time_s)]
    if not there:
        return None
    best = min(there, key=lambda one: (one.fit is None, one.clip.camera, one.clip.path))
    source = open_kept_video(best.clip.path)
    try:
        clip = best.clip
        video_s = min(max(clip.sync.to_video_s(time_s), clip.first_s), clip.last_s - LAST_MOMENT_S)
        found = source.frame_at(video_s)
    finally:
        source.close()
    if found is None:
        return None
    error_ms = 1000 * best.fit.uncertainty_s(time_s) if best.fit is not None else None
    return FoundFrame(found.rgb, time_s, best.clip.camera, sync_text(error_ms))


def with_frame(figure: Figure, frame: FoundFrame | None, study: ReportStudy, labels: Labels | None = None) -> Figure:
    """Return a figure of a page with the frame at its right; with the sentence that there is none, where there is none.

    figure : an SVG, narrow enough that both stand side by side in the width of the page
    """
    if frame is None:
        said = Words(f" {figure_text(labels, 'figure.frame_none')}")
        return replace(figure, caption=(*figure.caption, said))
    height_px, width_px = frame.rgb.shape[:2]
    shown_mm = FRAME_MM * height_px / width_px
    page = figure.picture
    width_mm, height_mm = page.width_mm + GAP_MM + FRAME_MM, max(page.height_mm, shown_mm)
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width_mm:g}mm" '
        f'height="{height_mm:g}mm" viewBox="0 0 {width_mm:g} {height_mm:g}">'.encode()
        + _nested(page)
        + f'<image x="{page.width_mm + GAP_MM:g}" y="0" width="{FRAME_MM:g}" height="{shown_mm:g}" '
        f'xlink:href="data:image/jpeg;base64,{_jpeg(frame.rgb)}"/></svg>'.encode()
    )
    said = figure_text(labels, "figure.frame", clock=clock_text(study, frame.time_s), sync=frame.sync)
    if frame.camera:
        said = f"{said.rstrip('.')} ({frame.camera})."
    picture = Picture(content, ".svg", width_mm, height_mm)
    return replace(
        figure, picture=picture, caption=(*figure.caption, Words(f" {said}")), is_half_width=False,
        alternative=f"{figure.alternative} {said}",
    )  # fmt: skip


def _nested(page: Picture) -> bytes:
    """Return a drawing as part of another: without its declaration, as large in mm as it was."""
    body = page.content[page.content.index(b"<svg") :]
    size = f'width="{page.width_mm:g}" height="{page.height_mm:g}"'.encode()
    return _SIZE.sub(rb"\g<1> " + size + rb"\g<2>", body, count=1)


def _jpeg(rgb: Rgb) -> str:
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(rgb))
    if image.width > _WIDEST_PX:
        image = image.resize((_WIDEST_PX, max(round(image.height * _WIDEST_PX / image.width), 1)))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=88)
    return base64.b64encode(held.getvalue()).decode("ascii")
