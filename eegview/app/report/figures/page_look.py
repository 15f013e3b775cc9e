"""How the pages of a report are drawn: montage, filters and one scale for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from eegview.app.montage.store import montage_by_id
from eegview.app.page.row_styles import is_clutter
from eegview.app.page.snapshot import only_rows
from eegview.app.presets import DEFAULT_PRESET_ID, preset_by_id
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, Phase
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageResult
from eegview.model.errors import UsageError

USUAL_MONTAGE, AS_RECORDED = "longitudinal_bipolar", "none"
ROW_MM = 3.4  # between two baselines
SENSITIVITIES = (2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0)
_MOST_ROWS = 1.4  # that most of a row's trace may reach over, middle of all rows


@dataclass(frozen=True, slots=True)
class PageLook:
    """What the pages of a report have in common.

    sensitivity_uv_per_mm : true where the figure is printed at full size
    """

    montage: Montage
    filters: DisplayFilters
    kind_gain: tuple[tuple[ChannelKind, float], ...]
    sensitivity_uv_per_mm: float = 50.0

    def settings(self, page_s: float) -> dict[str, str]:
        """Return the look as settings of a link, so that the page opens as it is drawn."""
        eeg = self.filters.for_kind(ChannelKind.EEG)
        return {
            "montage": self.montage.montage_id,
            "page_s": f"{page_s:g}",
            "sensitivity_uv_per_mm": f"{self.sensitivity_uv_per_mm:g}",
            "lff_hz": f"{eeg.low_cut_hz:g}",
            "hff_hz": f"{eeg.high_cut_hz:g}",
            "notch_hz": f"{eeg.notch_hz:g}",
            "phase": eeg.phase.value,
        }

    def filters_text(self, labels: Labels | None) -> str:
        """Return the filters of the EEG rows in words: `low cut 0.5 Hz, high cut 70 Hz, notch off, causal`."""
        eeg = self.filters.for_kind(ChannelKind.EEG)
        cuts = (("low_cut", eeg.low_cut_hz), ("high_cut", eeg.high_cut_hz), ("notch", eeg.notch_hz))
        texts: list[str] = []
        for key, cut_hz in cuts:
            name = figure_text(labels, f"figure.{key}")
            texts.append(f"{name} {cut_hz:g} Hz" if cut_hz else figure_text(labels, "figure.filter_off", name=name))
        if not eeg.is_off:
            texts.append(figure_text(labels, f"figure.{'zero_phase' if eeg.phase is Phase.ZERO else 'causal'}"))
        return ", ".join(texts)


def look_of(study: ReportStudy) -> PageLook:
    """Return the reader's own display of this study, else the clinical preset on the longitudinal bipolar montage."""
    display = study.display
    if display is not None:
        return PageLook(_montage(display.montage_id), display.filters, display.kind_gain)
    preset = preset_by_id(DEFAULT_PRESET_ID)
    return PageLook(_montage(USUAL_MONTAGE), preset.filters, preset.kind_gain)


def as_recorded(look: PageLook) -> PageLook:
    """Return the look with the rows of the file, for a recording that lacks the montage's electrodes."""
    return replace(look, montage=_montage(AS_RECORDED))


def _montage(montage_id: str) -> Montage:
    try:
        return montage_by_id(montage_id)
    except UsageError:  # a user's own that is gone
        return montage_by_id(USUAL_MONTAGE)


def shown_page(page: PageResult) -> PageResult:
    """Return the page with the rows that have traces and that the window would show."""
    montage = page.request.montage
    shown = [n for n, row in enumerate(page.rows) if row.is_available and not is_clutter(row, montage)]
    return only_rows(page, shown)


def rows_left_out(page: PageResult) -> tuple[str, ...]:
    """Return the labels of the montage's rows that this recording cannot form."""
    return tuple(row.label for row in page.rows if not row.is_available)


def fitting_sensitivity(pages: Iterable[PageResult]) -> float:
    """Return the finest usual sensitivity (µV/mm) at which the middle EEG row reaches over 1.4 rows at most."""
    widths_uv = [
        float(np.subtract(*np.nanpercentile(trace.values, (99.5, 0.5))))
        for page in pages
        for trace in page.traces
        if page.rows[trace.row].kind is ChannelKind.EEG and page.rows[trace.row].unit == "uV"
        and np.isfinite(trace.values).any()
    ]  # fmt: skip
    if not widths_uv:
        return 50.0
    wanted = float(np.median(widths_uv)) / (_MOST_ROWS * ROW_MM)
    return next((one for one in SENSITIVITIES if one >= wanted), SENSITIVITIES[-1])
