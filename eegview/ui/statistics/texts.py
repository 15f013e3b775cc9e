"""What the screen of statistics says in words: of a spasm, of the raster, of left and right."""

import math

import numpy as np
import numpy.typing as npt

from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.app.statistics.locked_settings import FAST_RULE, SLOW_RULE, rule_text
from eegview.model.text.language import tr
from eegview.ui.statistics.shown import OUTLIERS, ShownLocked

NOT_MEASURABLE = tr("not measurable")


def signed_text(time_s: float, decimals: int = 2) -> str:
    """Return `−0.12 s`, `+0.53 s`."""
    return f"{time_s:+.{decimals}f} s".replace("-", "−")


def spasm_text(shown: ShownLocked, number: int) -> str:
    """Return what is known of one spasm, a line each."""
    epochs = shown.epochs
    lines = [
        tr(
            "Spasm {number} of {n_spasms} at {names}",
            number=number + 1,
            n_spasms=epochs.n_spasms,
            names=shown.names[number],
        )
    ]
    lag_s, peak_uv, distance = epochs.lags_s[number], epochs.peaks_uv[number], epochs.distances[number]
    if math.isfinite(lag_s):
        lines.append(
            tr(
                "Slow wave's peak {signed_text} from the onset, field power {peak_uv:.0f} µV",
                signed_text=signed_text(lag_s),
                peak_uv=peak_uv,
            )
        )
    elif any(column.is_eeg for column in shown.columns):
        lines.append(tr("Slow wave's peak {not_measurable}", not_measurable=NOT_MEASURABLE))
    if math.isfinite(distance):
        lines.append(tr("Distance from the median {distance:.2f} (usual: about 1)", distance=distance))
    if epochs.spasm_ids[number] in epochs.excluded:
        lines.append(tr("Left out of the average; X includes it again"))
    elif shown.is_left_out(number):
        lines.append(tr("Not in the average: it has no peak to be aligned by"))
    return "\n".join(lines)


def raster_spoken(shown: ShownLocked) -> str:
    """Return what is seen, for a screen reader."""
    epochs, line = shown.epochs, shown.selected_line
    rows = ", ".join(column.row.label for column in shown.columns)
    order = "outliers first" if shown.lines != tuple(sorted(shown.lines)) else "by time"
    parts = [
        tr(
            "{spasms_text}, {order}, aligned by {alignment}. Rows: {rows}. "
            "{n_averaged} averaged, {n_excluded} left out.",
            spasms_text=spasms_text(len(shown.lines)),
            order=order,
            alignment=epochs.alignment,
            rows=rows,
            n_averaged=shown.n_averaged,
            n_excluded=len(epochs.excluded),
        )
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
            found.append(tr("{label}: no samples", label=column.row.label))
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
    return tr("outliers first") if order == OUTLIERS else tr("by time")


def sides_lines(epochs: LockedEpochs, only: npt.NDArray[np.bool_]) -> tuple[tuple[str, str], ...]:
    """Return (text, tip) for fast activity and for the slow wave: how much later the left side begins."""
    if not epochs.has_sides:
        why = tr("Left and right are not compared: fewer than two pairs of rows at the same place of both sides.")
        return ((why, ""),)
    found: list[tuple[str, str]] = []
    for what, name, rule in (("fast", tr("Fast activity"), FAST_RULE), ("slow", tr("Slow wave"), SLOW_RULE)):
        lags = epochs.side_lags("fast" if what == "fast" else "slow", only)
        tip = tr(
            "{rule_text}\nLongitudinal bipolar rows of each side, root mean square. The "
            "median's interval is of order statistics, with runs of spasms as units.",
            rule_text=rule_text(rule, name),
        )
        if what == "fast":
            tip += tr("\n14–70 Hz: scalp muscle lies in this band, too.")
        n_all = sum(bool(only[k]) and one not in epochs.excluded for k, one in enumerate(epochs.spasm_ids))
        if not lags.n:
            found.append(
                (
                    tr(
                        "{name}: {not_measurable} in any of {spasms_text}",
                        name=name,
                        not_measurable=NOT_MEASURABLE,
                        spasms_text=spasms_text(n_all),
                    ),
                    tip,
                )
            )
            continue
        interval = "no interval: too few runs of spasms"
        if math.isfinite(lags.low_s):
            interval = f"95 % {_ms(lags.low_s)} to {_ms(lags.high_s)}"
        tip += tr(
            "\nMiddle half of the differences: {ms} to {ms_2} ms.",
            ms=_ms(lags.quartiles_s[0]),
            ms_2=_ms(lags.quartiles_s[1]),
        )
        text = tr(
            "{name}, left minus right: median {ms} ms ({interval}); left first in "
            "{n_left_first}, right first in {n_right_first}; measurable in {n} of "
            "{spasms_text}",
            name=name,
            ms=_ms(lags.median_s),
            interval=interval,
            n_left_first=lags.n_left_first,
            n_right_first=lags.n_right_first,
            n=lags.n,
            spasms_text=spasms_text(n_all),
        )
        found.append((text, tip))
    return tuple(found)


def _ms(time_s: float) -> str:
    return f"{1000 * time_s:+.0f}".replace("-", "−")


def left_out_text(epochs: LockedEpochs) -> str:
    """Return which rows were not read, in a sentence or two."""
    return " ".join(epochs.left_out)
