"""Measurements as a table of text, for a spreadsheet."""

import math
from collections.abc import Iterable, Iterator, Sequence

from eegview.app.measure.measuring import Measurement
from eegview.app.measure.request import BANDS
from eegview.app.measure.spectrum import Curve
from eegview.app.measure.texts import SIDE_LABELS, settings_lines
from eegview.exchange.plain_table import tab_text


def measurement_tsv(measured: Measurement, section: str) -> str:
    """Return all values, tab separated, tables one below the other; plain numbers with a point, units in the headings.

    section : the section as people read it
    """
    return table_text(_lines(measured, section))


def table_text(lines: Iterable[Sequence[str]]) -> str:
    """Return lines of cells, tab separated; no cell of it is run by a spreadsheet."""
    return tab_text(lines)


def _lines(measured: Measurement, section: str) -> Iterator[tuple[str, ...]]:
    span = measured.request.span
    yield ("Section", section)
    yield ("Start (s from recording start)", _number(span.start_s))
    yield ("Duration (s)", _number(span.duration_s))
    yield ("Without samples (s)", _number(measured.gap_s))
    for line in settings_lines(measured):
        yield ("Settings", line)
    spectrum = measured.spectrum
    if spectrum is not None:
        yield ()
        bands = tuple(f"{band.text} (µV²)" for band in BANDS)
        mains = tuple(f"Mains {hz:g} Hz (µV²/Hz)" for hz in measured.request.mains_hz)
        yield ("Spectrum of", "Rows", "Peak (Hz)", "SEF95 (Hz)", *bands, *mains)
        for curve in (*spectrum.groups, *spectrum.rows):
            numbers = curve.peak_hz, curve.edge_hz, *curve.bands_uv2, *curve.mains
            yield (_name(curve), str(len(curve.rows)), *map(_number, numbers))
    yield ()
    yield ("Row", "Unit", "Peak to peak", "RMS", "Mean", "Measured (s)")
    for row in measured.rows:
        found = row.amplitudes
        numbers = found.peak_to_peak, found.rms, found.mean, row.measured_s
        yield (row.label, row.unit, *map(_number, numbers))
    if measured.asymmetries:
        yield ()
        yield ("Left", "Right", "R/L of RMS", "(R-L)/(R+L)")
        for one in measured.asymmetries:
            yield (one.left or "all pairs", one.right or "all pairs", _number(one.ratio), _number(one.index))
    field = measured.map.field
    if field is not None:
        yield ()
        yield ("Electrode", f"Head map ({field.unit})")
        for name, value in zip(field.names, field.values_uv, strict=True):
            yield (name, _number(float(value)))
    if spectrum is not None:
        yield ()
        curves = *spectrum.groups, *spectrum.rows
        yield ("Frequency (Hz)", *(f"{_name(curve)} (µV²/Hz)" for curve in curves))
        for index, at_hz in enumerate(spectrum.frequencies_hz):
            yield (_number(float(at_hz)), *(_number(float(curve.density_uv2[index])) for curve in curves))


def _name(curve: Curve) -> str:
    return curve.label or SIDE_LABELS[curve.side]


def _number(value: float) -> str:
    return f"{value:.6g}" if math.isfinite(value) else ""
