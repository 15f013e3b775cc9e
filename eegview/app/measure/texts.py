"""Measurements in words: numbers with their units, and under which settings they were made."""

import math

from eegview.app.measure.measuring import Measurement
from eegview.app.measure.request import HIGHEST_HZ, LOWEST_HZ, LOWEST_PEAK_HZ, MeasureRequest
from eegview.app.page.picture import filter_texts
from eegview.model.channel import ChannelKind

NOT_KNOWN = "–"
SIDE_LABELS = {"left": "Left", "midline": "Midline", "right": "Right", "": "Other"}


def number_text(value: float) -> str:
    """Return three digits of a number, all that stand before the point: `267`, `1.34`, `40 120`; `–` for NaN."""
    if not math.isfinite(value):
        return NOT_KNOWN
    decimals = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2
    text = f"{value:.{decimals}f}"
    whole, point, rest = text.partition(".")
    sign = "−" if whole.startswith("-") and any(c in "123456789" for c in text) else ""
    whole = whole.lstrip("-")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", " ")
    return f"{sign}{whole}{point}{rest}"


def quantity_text(value: float, unit: str) -> str:
    """Return a number with its unit: `267 µV`; `–` for NaN."""
    text = number_text(value)
    return text if text == NOT_KNOWN else f"{text} {unit}".strip()


def index_text(value: float) -> str:
    """Return an asymmetry index in percent, with its sign: `+15 %`; `–` for NaN."""
    if not math.isfinite(value):
        return NOT_KNOWN
    percent = round(100 * value)
    return f"{percent:+d} %".replace("-", "−") if percent else "0 %"


def filters_text(request: MeasureRequest) -> str:
    """Return what the EEG rows are filtered with."""
    if request.is_unfiltered:
        return "unfiltered, as recorded"
    spec = request.filters.for_kind(ChannelKind.EEG)
    if spec.is_off:
        return "no display filter on EEG"
    return f"display filters of EEG ({', '.join(filter_texts(spec))})"


def settings_lines(measured: Measurement) -> tuple[str, ...]:
    """Return under which settings the numbers were made, and what is left out of them; one sentence each."""
    request, spectrum = measured.request, measured.spectrum
    which = f", {len(request.only_rows)} selected rows" if request.only_rows else ""
    lines = [f"Rows: {request.montage.label}{which}; {filters_text(request)}."]
    if spectrum is not None:
        low, high = spectrum.n_windows
        count = f"{high} window{'s' if high != 1 else ''}" if low == high else f"{low}–{high} windows"
        step = float(spectrum.frequencies_hz[1])
        lines.append(
            f"Spectrum: Welch, Hann windows of {spectrum.window_s:.3g} s that overlap by half, {count}, steps of "
            f"{step:.3g} Hz; a group is the mean power of its rows."
        )
        lines.append(
            f"Peak: highest local maximum from {LOWEST_PEAK_HZ:g} to {HIGHEST_HZ:g} Hz, interpolated by a parabola "
            f"through three logarithms. SEF95: 95 % of the power from {LOWEST_HZ:g} to {HIGHEST_HZ:g} Hz lies below."
        )
        if len(request.mains_hz) > 1:
            lines.append("Mains: 50 or 60 Hz; which is not known, no notch is set.")
    lines.append("RMS: about the mean. Asymmetry: from RMS; index = (R − L) / (R + L).")
    lines.append(map_line(measured))
    return (*filter(None, lines), *left_out_lines(measured))


def map_line(measured: Measurement) -> str:
    """Return how the head map was made; "" where there is none."""
    field, request = measured.map.field, measured.request
    if field is None:
        return ""
    of = "unfiltered" if request.is_unfiltered else "display filters"
    n = len(field.names)
    made = f"Head map: average reference of {n} good electrodes, {of}"
    if measured.map.bad:
        made += f"; bad, left out: {', '.join(measured.map.bad)}"
    if measured.map.silent:
        made += f"; without samples, left out: {', '.join(measured.map.silent)}"
    if request.band is None:
        return f"{made}."
    mean = quantity_text(measured.map.mean_uv2, "µV²")
    return f"{made}; 0 dB is {mean}, the mean of the electrodes' logarithms."


def left_out_lines(measured: Measurement) -> tuple[str, ...]:
    """Return what no number holds: gaps, bad rows, rows that are not there; and what is clipped."""
    lines = []
    if measured.gaps:
        n = len(measured.gaps)
        lines.append(f"{n} gap{'s' if n != 1 else ''} without samples left out, {measured.gap_s:.2f} s.")
    if measured.bad_rows:
        lines.append(f"Left out, marked bad: {', '.join(measured.bad_rows)}.")
    if measured.missing_rows:
        lines.append(f"Not recorded: {', '.join(measured.missing_rows)}.")
    if measured.spectrum is not None and measured.spectrum.left_out:
        lines.append(f"Without spectrum (rate, unit or too few samples): {', '.join(measured.spectrum.left_out)}.")
    clipped = [row.label for row in measured.rows if row.is_clipped]
    if clipped:
        lines.append(f"Clipped, so that amplitudes are too low: {', '.join(clipped)}.")
    return tuple(lines)
