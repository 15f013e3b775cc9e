"""What the screen of statistics says in words: of a spasm, of the raster, of left and right."""

import math

import numpy as np
import numpy.typing as npt

from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.app.statistics.locked_settings import FAST_RULE, SLOW_RULE, rule_text
from eegview.ui.statistics.shown import OUTLIERS, ShownLocked

NOT_MEASURABLE = "not measurable"


def signed_text(time_s: float, decimals: int = 2) -> str:
    """Return `−0.12 s`, `+0.53 s`."""
    return f"{time_s:+.{decimals}f} s".replace("-", "−")


def spasm_text(shown: ShownLocked, number: int) -> str:
    """Return what is known of one spasm, a line each."""
    epochs = shown.epochs
    lines = [f"Spasm {number + 1} of {epochs.n_spasms} at {shown.names[number]}"]
    lag_s, peak_uv, distance = epochs.lags_s[number], epochs.peaks_uv[number], epochs.distances[number]
    if math.isfinite(lag_s):
        lines.append(f"Slow wave's peak {signed_text(lag_s)} from the onset, field power {peak_uv:.0f} µV")
    else:
        lines.append(f"Slow wave's peak {NOT_MEASURABLE}")
    if math.isfinite(distance):
        lines.append(f"Distance from the median {distance:.2f} (usual: about 1)")
    if epochs.spasm_ids[number] in epochs.excluded:
        lines.append("Left out of the average; X includes it again")
    elif shown.is_left_out(number):
        lines.append("Not in the average: it has no peak to be aligned by")
    return "\n".join(lines)


def raster_spoken(shown: ShownLocked) -> str:
    """Return what is seen, for a screen reader."""
    epochs, line = shown.epochs, shown.selected_line
    rows = ", ".join(column.row.label for column in shown.columns)
    order = "outliers first" if shown.lines != tuple(sorted(shown.lines)) else "by time"
    parts = [
        f"{spasms_text(len(shown.lines))}, {order}, aligned by {epochs.alignment}. Rows: {rows}. "
        f"{shown.n_averaged} averaged, {len(epochs.excluded)} left out."
    ]
    if line is not None:
        parts.append(f"Line {line + 1}. {spasm_text(shown, shown.lines[line])}.".replace("\n", ". "))
    if shown.time_s is not None:
        parts.append(f"{values_text(shown)}.")
    return " ".join(parts)


def values_text(shown: ShownLocked) -> str:
    """Return the averages at the head map's time: `C4-P4 −84 µV (95 % −120 to −48)`."""
    time_s = shown.time_s
    if time_s is None:
        return ""
    at = int(abs(shown.epochs.times_s - time_s).argmin())
    found = [f"At {signed_text(time_s)}"]
    for column in shown.columns:
        mean, low, high = column.mean[at], column.low[at], column.high[at]
        if not math.isfinite(mean):
            found.append(f"{column.row.label}: no samples")
            continue
        interval = f" (95 % {_plain(low)} to {_plain(high)})" if math.isfinite(low) else ""
        found.append(f"{column.row.label} {_plain(mean)} {column.unit}{interval}")
    return " · ".join(found)


def _plain(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def spasms_text(n: int) -> str:
    """Return `1 spasm`, `3 spasms`."""
    return f"{n} spasm" if n == 1 else f"{n} spasms"


def order_text(order: str) -> str:
    """Return how lines are ordered."""
    return "outliers first" if order == OUTLIERS else "by time"


def sides_lines(epochs: LockedEpochs, only: npt.NDArray[np.bool_]) -> tuple[tuple[str, str], ...]:
    """Return (text, tip) for fast activity and for the slow wave: how much later the left side begins."""
    if not epochs.has_sides:
        why = "Left and right are not compared: fewer than two pairs of rows at the same place of both sides."
        return ((why, ""),)
    found: list[tuple[str, str]] = []
    for what, name, rule in (("fast", "Fast activity", FAST_RULE), ("slow", "Slow wave", SLOW_RULE)):
        lags = epochs.side_lags("fast" if what == "fast" else "slow", only)
        tip = (
            f"{rule_text(rule, name)}\nLongitudinal bipolar rows of each side, root mean square. "
            "The median's interval is of order statistics, with runs of spasms as units."
        )
        if what == "fast":
            tip += "\n14–70 Hz: scalp muscle lies in this band, too."
        n_all = sum(bool(only[k]) and one not in epochs.excluded for k, one in enumerate(epochs.spasm_ids))
        if not lags.n:
            found.append((f"{name}: {NOT_MEASURABLE} in any of {spasms_text(n_all)}", tip))
            continue
        interval = "no interval: too few runs of spasms"
        if math.isfinite(lags.low_s):
            interval = f"95 % {_ms(lags.low_s)} to {_ms(lags.high_s)}"
        tip += f"\nMiddle half of the differences: {_ms(lags.quartiles_s[0])} to {_ms(lags.quartiles_s[1])} ms."
        text = (
            f"{name}, left minus right: median {_ms(lags.median_s)} ms ({interval}); left first in "
            f"{lags.n_left_first}, right first in {lags.n_right_first}; measurable in {lags.n} of {spasms_text(n_all)}"
        )
        found.append((text, tip))
    return tuple(found)


def _ms(time_s: float) -> str:
    return f"{1000 * time_s:+.0f}".replace("-", "−")


def left_out_text(epochs: LockedEpochs) -> str:
    """Return which rows were not read, in a sentence or two."""
    return " ".join(epochs.left_out)
