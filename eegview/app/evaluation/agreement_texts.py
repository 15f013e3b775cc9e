"""Shares and rates as people read them, with their intervals: `0.92 (0.88–0.95)`. What is not known is a dash."""

from eegview.clinical.agreement import Agreement
from eegview.clinical.intervals import Interval, poisson_rate_interval

UNDEFINED = "–"


def rate_text(agreement: Agreement) -> str:
    """Return `1.4 (0.6–2.7)`, false ones per hour."""
    return with_interval(agreement.fp_per_hour, agreement.fp_per_hour_interval, 1)


def rate_with_hours(agreement: Agreement) -> str:
    """Return `1.4 (0.6–2.7): 7 in 5.00 h`."""
    if not agreement.hours:
        return UNDEFINED
    interval = poisson_rate_interval(agreement.fp, agreement.hours)
    return f"{with_interval(agreement.fp_per_hour, interval, 1)}: {agreement.fp} in {agreement.hours:.2f} h"


def number_text(value: float | None, decimals: int = 2) -> str:
    return UNDEFINED if value is None else f"{value + 0.0:.{decimals}f}"


def interval_text(interval: Interval | None, decimals: int = 2) -> str:
    return f"({interval[0]:.{decimals}f}–{interval[1]:.{decimals}f})" if interval else ""


def with_interval(value: float | None, interval: Interval | None, decimals: int = 2) -> str:
    return " ".join(
        filter(None, (number_text(value, decimals), interval_text(interval, decimals) if value is not None else ""))
    )
