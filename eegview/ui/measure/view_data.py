"""What the panel shows, as plain values: from a measurement and a choice to lines and tables."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from eegview.app.measure.measuring import Measurement
from eegview.app.measure.request import BANDS
from eegview.app.measure.spectrum import Curve, MeasuredSpectrum
from eegview.app.measure.texts import SIDE_LABELS, index_text, number_text, quantity_text
from eegview.model.text.language import tr
from eegview.ui.measure.choice import ALL_ROWS, GROUPS
from eegview.ui.measure.plot_line import UNIT, PlotLine

Table = tuple[tuple[str, ...], ...]


def curves_shown(measured: Measurement, spectrum: MeasuredSpectrum, shown: str) -> tuple[Curve, ...]:
    """Return the curves whose values stand in the table: the groups, or a row with its counterpart."""
    if shown in (GROUPS, ALL_ROWS):
        return spectrum.groups
    pairs = {one.left: one.right for one in measured.asymmetries} | {
        one.right: one.left for one in measured.asymmetries
    }
    wanted = (shown, pairs.get(shown))
    found = tuple(curve for label in wanted for curve in spectrum.rows if curve.label == label)
    return found or spectrum.groups


def plot_lines(measured: Measurement, spectrum: MeasuredSpectrum, shown: str) -> tuple[PlotLine, ...]:
    """Return what the plot draws."""
    curves = spectrum.rows if shown == ALL_ROWS else curves_shown(measured, spectrum, shown)
    return tuple(
        PlotLine(curve_name(curve), curve.side, np.sqrt(curve.density_uv2), is_thin=shown == ALL_ROWS)
        for curve in curves
    )


def curve_name(curve: Curve) -> str:
    """Return what a curve is called: its row, or its side."""
    return curve.label or SIDE_LABELS[curve.side]


def spectrum_table(measured: Measurement, curves: Sequence[Curve]) -> tuple[tuple[str, ...], Table, tuple[str, ...]]:
    """Return headings, rows and tips of the values read from the spectrum; units stand in the first column."""
    empty = ("",) * len(curves)
    rows: list[tuple[str, ...]] = [
        ("Peak, Hz", *(number_text(curve.peak_hz) for curve in curves)),
        ("SEF95, Hz", *(number_text(curve.edge_hz) for curve in curves)),
        ("Power, µV²", *empty),
    ]
    tips = [tr("Highest local maximum, 1–30 Hz"), tr("95 % of the power of 0.5–30 Hz lies below this frequency"), ""]
    for number, band in enumerate(BANDS):
        rows.append((band.text, *(number_text(curve.bands_uv2[number]) for curve in curves)))
        shares = (f"{curve_name(c)} {100 * c.bands_uv2[number] / c.total_uv2:.0f} %" for c in curves if c.total_uv2 > 0)
        tips.append(tr("{text}, share of the power of 0.5–30 Hz: {shares}", text=band.text, shares=", ".join(shares)))
    rows.append((tr("Mains, {unit}", unit=UNIT), *empty))
    tips.append(tr("Highest density within 0.5 Hz of the mains frequency"))
    for number, at_hz in enumerate(measured.request.mains_hz):
        rows.append((tr("{at_hz:g} Hz", at_hz=at_hz), *(number_text(sqrt(curve.mains[number])) for curve in curves)))
        tips.append(tips[-1])
    return ("", *(curve_name(curve) for curve in curves)), tuple(rows), tuple(tips)


ASYMMETRY_HEADINGS = (tr("Left / right"), "R/L", tr("Index"))


def amplitude_table(measured: Measurement) -> tuple[tuple[str, ...], Table, tuple[str, ...]]:
    """Return headings, rows and tips of the amplitudes; the unit stands above where all rows have one."""
    rows, tips, units = [], [], {row.unit for row in measured.rows}
    unit = units.pop() if len(units) == 1 else ""
    for row in measured.rows:
        found, own = row.amplitudes, "" if unit else row.unit
        values = (quantity_text(value, own) for value in (found.peak_to_peak, found.rms, found.mean))
        rows.append((f"{row.label} (clipped)" if row.is_clipped else row.label, *values))
        tips.append(
            tr("{label}: measured over {number_text} s", label=row.label, number_text=number_text(row.measured_s))
        )
    headings = (f"{name}, {unit}" if unit else name for name in ("P–p", "RMS", "Mean"))
    return (tr("Row"), *headings), tuple(rows), tuple(tips)


def asymmetry_table(measured: Measurement) -> Table:
    """Return rows of the asymmetry of homologous rows."""
    return tuple(
        (f"{one.left} / {one.right}" if one.left else "All pairs", number_text(one.ratio), index_text(one.index))
        for one in measured.asymmetries
    )


def map_text(measured: Measurement, section: str, instant: str) -> str:
    """Return what stands under the head map: what it is of, and where it is strongest.

    section, instant : the section, and the moment of the map, as people read them
    """
    field, request = measured.map.field, measured.request
    if field is None:
        return measured.map.message
    if request.band is not None:
        what = tr("Power, {text}, {section}", text=request.band.text, section=section)
    elif request.at_s is not None:
        what = tr("Voltage at {instant}", instant=instant)
    else:
        what = tr("Mean voltage, {section}", section=section)
    (low, low_value), (high, high_value) = field.lowest, field.highest
    signs = ("lowest", "highest") if request.band is not None else ("most negative", "most positive")
    return tr(
        "{what}\n− {signs} at {low}, {value_text}\n+ {signs_2} at {high}, {value_text_2}",
        what=what,
        signs=signs[0],
        low=low,
        value_text=field.value_text(low_value),
        signs_2=signs[1],
        high=high,
        value_text_2=field.value_text(high_value),
    )
