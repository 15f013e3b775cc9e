"""The page of an item as a picture, for who looks through a draft before the set is written."""

from __future__ import annotations

from dataclasses import replace

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.picture import PageFacts, PicturePageStyle, page_picture
from eegview.app.page.picture_marks import PictureMarks
from eegview.app.page.snapshot import only_rows
from eegview.app.presets import preset_by_id
from eegview.app.training.cases.candidate import Candidate
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER
from eegview.model.display.page import PageRequest
from eegview.model.recording import SignalSource
from eegview.model.span import Span

_MONTAGE, _PRESET = "longitudinal_bipolar", "clinical"
_UV_PER_MM = 30.0  # a page as small as this one must not be black with high waves
_LONGEST_S = 30.0  # of a page that can still be read; of longer stretches the first part
_TRUTH = "truth"


def item_picture(source: SignalSource, candidate: Candidate, zero_s: float, width_px: int, height_px: int) -> bytes:
    """Return the page of a candidate with the settled marks on it, as PNG.

    zero_s : instant of the study that is 0 s in `source`
    """
    start_s = candidate.span.start_s - zero_s
    span = Span(start_s, start_s + min(candidate.span.duration_s, _LONGEST_S))
    montage, preset = montage_by_id(_MONTAGE), preset_by_id(_PRESET)
    page = build_page(source, PageRequest(source.recording.fingerprint, span, montage, preset.filters))
    available = [number for number, row in enumerate(page.rows) if row.is_available]
    marks = tuple(
        replace(mark, onset_s=mark.onset_s - zero_s, text="")
        for mark in candidate.marks
        if mark.layer in (FINAL_LAYER, _TRUTH)
    )
    shown = PictureMarks(marks, load_vocabulary(), marks[0].layer if marks else "")
    style = PicturePageStyle(width_px, height_px, _UV_PER_MM, preset.kind_gain, is_figure=True)
    return page_picture(only_rows(page, available), style, "png", None, PageFacts(marks=shown))
