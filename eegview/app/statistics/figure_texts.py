"""The figures of a study's statistics as text, each with its unit."""

from collections.abc import Sequence

from eegview.app.statistics.figures import StatisticFigure

CSV_HEADER = (
    "group", "name", "label", "value", "unit", "low_95", "high_95", "n", "lower_quartile", "upper_quartile", "least",
    "most", "interval_method", "definition",
)  # fmt: skip


def value_text(value: float | None, unit: str) -> str:
    """Return a figure with its unit: `12.0 s`, `45 %`, `3.2 /h`, `138`; `–` where it is not known."""
    if value is None:
        return "–"
    if unit == "share":
        return percent_text(value)
    if unit == "count":
        return f"{value:.0f}" if value == round(value) else f"{value:.1f}"
    if unit == "per_hour":
        return f"{number_text(value)} /h"
    return time_text(value) if unit == "s" else f"{value:.1f} {unit}"


def interval_text(figure: StatisticFigure) -> str:
    """Return the 95 % interval of a figure: `8.1–14.0 s`, `40–61 %`; "" without one."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = value_text(figure.low, figure.unit), value_text(figure.high, figure.unit)
    number, _, sign = low.partition(" ")
    return f"{number}–{high}" if sign and high.split(" ")[1:] == [sign] else f"{low} – {high}"


def percent_text(share: float) -> str:
    """Return a share as `42 %`; `0 %` and `100 %` only where they are exact."""
    percent = round(100 * share)
    if percent == 0 and share > 0:
        return "<1 %"
    return ">99 %" if percent == 100 and share < 1 else f"{percent} %"


def number_text(value: float) -> str:
    """Return a number with about three figures."""
    if value >= 100 or value == 0:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def time_text(seconds: float) -> str:
    """Return a time: `1.5 s`, `12 min 05 s`, `10 h 00 min`."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def csv_rows(figures: Sequence[StatisticFigure]) -> list[tuple[str, ...]]:
    """Return figures as rows of a table, the header first."""
    return [CSV_HEADER, *(_csv_row(figure) for figure in figures)]


def _csv_row(figure: StatisticFigure) -> tuple[str, ...]:
    numbers = (figure.lower_quartile, figure.upper_quartile, figure.least, figure.most)
    return (
        figure.group,
        figure.name,
        figure.label,
        _cell(figure.value),
        figure.unit,
        _cell(figure.low),
        _cell(figure.high),
        _cell(figure.n),
        *map(_cell, numbers),
        figure.method,
        figure.definition,
    )


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
