"""Numbers and tables as Markdown shows them."""

from collections.abc import Sequence

from eegview.clinical.agreement import Agreement
from eegview.clinical.intervals import Interval, poisson_rate_interval

UNDEFINED = "–"


def rate_text(agreement: Agreement) -> str:
    return with_interval(agreement.fp_per_hour, agreement.fp_per_hour_interval, 1)


def rate_with_hours(agreement: Agreement) -> str:
    if not agreement.hours:
        return UNDEFINED
    interval = poisson_rate_interval(agreement.fp, agreement.hours)
    return f"{with_interval(agreement.fp_per_hour, interval, 1)}: {agreement.fp} in {agreement.hours:.2f} h"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def number_text(value: float | None, decimals: int = 2) -> str:
    return UNDEFINED if value is None else f"{value + 0.0:.{decimals}f}"


def interval_text(interval: Interval | None, decimals: int = 2) -> str:
    return f"({interval[0]:.{decimals}f}–{interval[1]:.{decimals}f})" if interval else ""


def with_interval(value: float | None, interval: Interval | None, decimals: int = 2) -> str:
    return " ".join(
        filter(None, (number_text(value, decimals), interval_text(interval, decimals) if value is not None else ""))
    )
