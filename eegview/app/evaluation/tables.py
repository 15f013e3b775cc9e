"""The texts in the tables of an evaluation: numbers with their intervals, and the tables themselves."""

from collections.abc import Sequence

from eegview.clinical.agreement import Agreement, Spread
from eegview.clinical.intervals import Interval, poisson_rate_interval

UNDEFINED = "–"  # what is not known


def table_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def rate_text(agreement: Agreement) -> str:
    """Return `1.4 (0.6–2.7)`, false ones per hour."""
    return with_interval(agreement.fp_per_hour, agreement.fp_per_hour_interval, 1)


def rate_with_hours(agreement: Agreement) -> str:
    """Return `1.4 (0.6–2.7): 7 in 5.00 h`."""
    if not agreement.hours:
        return UNDEFINED
    interval = poisson_rate_interval(agreement.fp, agreement.hours)
    return f"{with_interval(agreement.fp_per_hour, interval, 1)}: {agreement.fp} in {agreement.hours:.2f} h"


def share_text(k: int, n: int, interval: Interval | None) -> str:
    """Return `7 of 8 (0.53–0.98)`."""
    return f"{k} of {n} {interval_text(interval)}".rstrip()


def number_text(value: float | None, decimals: int = 2) -> str:
    """Return `0.92`; a dash for an unknown number."""
    return UNDEFINED if value is None else f"{value + 0.0:.{decimals}f}"


def interval_text(interval: Interval | None, decimals: int = 2) -> str:
    """Return `(0.88–0.95)`, "" for an unknown interval."""
    return f"({interval[0]:.{decimals}f}–{interval[1]:.{decimals}f})" if interval else ""


def with_interval(value: float | None, interval: Interval | None, decimals: int = 2) -> str:
    """Return `0.92 (0.88–0.95)`; a dash for an unknown number."""
    return " ".join(
        filter(None, (number_text(value, decimals), interval_text(interval, decimals) if value is not None else ""))
    )


def seconds_text(spread: Spread) -> str:
    """Return `+0.13 s (0.15)`: median and interquartile range of differences in seconds."""
    return UNDEFINED if spread.median is None else f"{spread.median:+.2f} s ({spread.iqr:.2f})"


def plural(count: int, noun: str) -> str:
    """Return `1 recording`, `3 recordings`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
