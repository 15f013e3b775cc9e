"""What each panel says at the cursor: a value with its unit, and a quiet line or two beside it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eegview.app.stage_texts import letter
from eegview.app.trends.table import FLOOR_DB, TrendTable
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.panels import FROM_STUDY, Kind, Panel
from eegview.ui.trends.drawing.shown_study import ShownStudy

_NEAR_CLUSTER_S = 30.0
_NEAR_MARK_S = 2.0
NOT_MEASURED = tr("not measured")
_STAGE_NAMES = {
    "W": tr("Awake"),
    "R": tr("REM sleep"),
    "A": tr("Active sleep"),
    "Q": tr("Quiet sleep"),
    "I": tr("Indeterminate"),
    "S": tr("Asleep"),
}


@dataclass(frozen=True, slots=True)
class Readout:
    """Lines of text, the first one stands out.

    curves : which curve of the panel each line is of, by which it has its colour; None = none
    """

    lines: tuple[str, ...]
    curves: tuple[int | None, ...] = ()

    @property
    def spoken(self) -> str:
        return ", ".join(self.lines)


def readout(panel: Panel, study: ShownStudy, time_s: float) -> Readout:
    """Return what a panel says at a time."""
    if any(gap.contains(time_s) for gap in study.gaps) and panel.kind is not Kind.REVIEWED:
        return Readout(("gap", tr("nothing was recorded")))
    if panel.kind in FROM_STUDY:
        return _OF_STUDY[panel.kind](study, time_s)
    table = study.table
    if table is None:
        return Readout(("",))
    if not any(span.contains(time_s) for span in table.computed):
        return Readout(("–", tr("not computed yet")))
    return _of_columns(panel, table, time_s)


def value_text(value: float, unit: str) -> str:
    """Return a value with its unit: two digits for small ones, whole numbers above ten."""
    if abs(value) >= 9.95 or value == round(value):
        text = f"{value:.0f}"
    elif abs(value) >= 1:
        text = f"{value:.1f}"
    else:
        text = f"{value:.2f}"
    return f"{text} {unit}".rstrip().replace("-", "−")


def _of_columns(panel: Panel, table: TrendTable, time_s: float) -> Readout:
    values = [_value(table, column_id, time_s) for column_id in panel.columns]
    units = [column.unit if (column := table.column(one)) is not None else "" for one in panel.columns]
    match panel.kind:
        case Kind.BAND:
            lower, upper = values[:2]
            if lower is None or upper is None:
                return Readout((NOT_MEASURED,))
            return Readout(
                (tr("{lower:.0f} – {upper:.0f} µV", lower=lower, upper=upper), tr("lower – upper margin")), (0, None)
            )
        case Kind.MARGINS:
            return _margins(panel, values)
        case Kind.DIFFERENCE:
            if values[0] is None:
                return Readout((NOT_MEASURED,))
            side = "right higher" if values[0] > 0 else "left higher"
            return Readout(
                (f"{values[0]:+.0f} {units[0]}".replace("-", "−"), side if round(values[0]) else tr("sides alike"))
            )
        case Kind.SPECTROGRAM | Kind.DIFFERENCES:
            return _spectrum(panel, table, time_s)
        case Kind.STACK:
            names = "δ", "θ", "α", "β"
            known = [f"{name} {value:.0f} %" for name, value in zip(names, values, strict=True) if value is not None]
            return Readout((" ".join(known[:2]), " ".join(known[2:]))) if known else Readout((NOT_MEASURED,))
        case Kind.LANE:
            if values[0] is None:
                return Readout((NOT_MEASURED,))
            return Readout(
                (
                    "none" if values[0] < 1 else f"{values[0]:.0f} %",
                    tr("of rows × time"),
                )
            )
        case _:
            return _lines(panel, values, units)


def _lines(panel: Panel, values: list[float | None], units: list[str]) -> Readout:
    if len(values) == 1:
        return Readout((NOT_MEASURED if values[0] is None else value_text(values[0], units[0]),))
    known = [
        (f"{_short(name)} {value_text(value, unit)}", place)
        for place, (value, unit, name) in enumerate(zip(values, units, panel.names, strict=True))
        if value is not None
    ]
    if not known:
        return Readout((NOT_MEASURED,))
    return Readout(tuple(text for text, _ in known), tuple(place for _, place in known))


def _short(name: str) -> str:
    return {"left": "L", "right": "R"}.get(name, name)


def _margins(panel: Panel, values: list[float | None]) -> Readout:
    lines: list[str] = []
    curves: list[int | None] = []
    for number, name in enumerate(panel.names):
        lower, median, upper = values[3 * number : 3 * number + 3]
        if median is not None:
            lines.append(f"{_short(name)} {median:.0f} µV".strip())
            curves.append(number)
        if median is not None and lower is not None and upper is not None and len(panel.names) == 1:
            lines.append(tr("5th–95th {lower:.0f}–{upper:.0f} µV", lower=lower, upper=upper))
            curves.append(None)
    return Readout(tuple(lines), tuple(curves)) if lines else Readout((NOT_MEASURED,))


def _spectrum(panel: Panel, table: TrendTable, time_s: float) -> Readout:
    column = table.column(panel.columns[0])
    levels = table.value_at(panel.columns[0], time_s)
    if column is None or levels is None or not np.isfinite(levels).any():
        return Readout((NOT_MEASURED,))
    frequencies_hz = np.array(column.frequencies_hz)
    held = levels.astype(np.float64)
    if panel.kind is Kind.DIFFERENCES:
        place = int(np.nanargmax(np.abs(held)))
        side = "right" if held[place] > 0 else "left"
        return Readout(
            (
                tr("{held:+.0f} % at {frequencies_hz:.1f} Hz", held=held[place], frequencies_hz=frequencies_hz[place]),
                tr("{side} higher there", side=side),
            )
        )
    place = int(np.nanargmax(np.where(frequencies_hz >= 0.5, held, -np.inf)))
    side = next((one for one in ("left", "right") if panel.panel_id.endswith(one)), "")
    if held[place] <= FLOOR_DB + 1e-3:
        return Readout(("flat", tr("no power at any frequency")))
    lines = [
        tr("peak {frequencies_hz:.1f} Hz", frequencies_hz=frequencies_hz[place]),
        f"{held[place]:.0f} dB there".replace("-", "−"),
    ]
    edge = _value(table, f"sef95_{side}" if side else "sef95", time_s)
    if edge is not None and side:
        lines.insert(0, f"SEF95 {edge:.1f} Hz")
    return Readout(tuple(lines))


def _value(table: TrendTable, column_id: str, time_s: float) -> float | None:
    if table.column(column_id) is None:
        return None
    value = table.value_at(column_id, time_s)
    return float(value) if value is not None and np.ndim(value) == 0 and np.isfinite(value) else None


# what is not of the table


def _stages(study: ShownStudy, time_s: float) -> Readout:
    stage = study.hypnogram.stage_at(time_s)
    if not stage:
        return Readout((tr("not staged"),))
    bout = next((bout for bout in study.hypnogram.bouts if bout.span.contains(time_s)), None)
    minutes = (time_s - bout.span.start_s) / 60 if bout is not None else 0.0
    return Readout((_STAGE_NAMES.get(stage, letter(stage)), tr("for {minutes:.1f} min", minutes=minutes)))


def _spasms(study: ShownStudy, time_s: float) -> Readout:
    n_spasms = len(study.spasms_s)
    if not n_spasms:
        return Readout((tr("none marked"),))
    cluster = study.cluster_at(time_s, _NEAR_CLUSTER_S)
    if cluster is not None:
        number = max(sum(onset_s <= time_s + 1e-6 for onset_s in cluster.onsets_s), 1)
        return Readout(
            (
                tr("Cluster {number}", number=cluster.number),
                tr("spasm {number} of {n_onsets_s}", number=number, n_onsets_s=len(cluster.onsets_s)),
            )
        )
    before = np.searchsorted(study.spasms_s, time_s, side="right")
    if not before:
        return Readout(
            (tr("none yet"), tr("first in {length_text}", length_text=_length_text(float(study.spasms_s[0]) - time_s)))
        )
    return Readout((f"{_length_text(time_s - float(study.spasms_s[before - 1]))}", tr("since the last spasm")))


def _length_text(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def _marks(study: ShownStudy, time_s: float) -> Readout:
    found = [
        band.label
        for band in study.marks
        if ((band.starts_s - _NEAR_MARK_S <= time_s) & (time_s <= band.stops_s + _NEAR_MARK_S)).any()
    ]
    return Readout(tuple(found[:2]) or (tr("none here"),))


def _movement(study: ShownStudy, time_s: float) -> Readout:
    held = study.movement
    if held is None:
        return Readout((tr("not measured"),))
    place = int(time_s // held.step_s)
    value = float(held.values[place]) if 0 <= place < len(held.values) else np.nan
    return Readout((value_text(value, "a.u."),)) if np.isfinite(value) else Readout((tr("no video"),))


def _reviewed(study: ShownStudy, time_s: float) -> Readout:
    here = "read here" if any(span.contains(time_s) for span in study.reviewed) else "not read here"
    return Readout((tr("{reviewed_share:.0f} % by you", reviewed_share=100 * study.reviewed_share), here))


_OF_STUDY: dict[Kind, Callable[[ShownStudy, float], Readout]] = {
    Kind.STAGES: _stages,
    Kind.SPASMS: _spasms,
    Kind.MARKS: _marks,
    Kind.MOVEMENT: _movement,
    Kind.REVIEWED: _reviewed,
}
