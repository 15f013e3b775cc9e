"""SzCORE's scores of a detector as sections of a report, and as an object for --json."""

from collections.abc import Sequence
from typing import Any

from eegview.app.evaluation.szcore_figures import MEASURES, SzcoreCounts, SzcoreFigures, szcore_figures
from eegview.app.evaluation.tables import UNDEFINED, number_text, plural, table_text, with_interval
from eegview.app.evaluation.units import FEW_PATIENTS, Unit

_COLUMNS = ("by", "true", "found", "false", "sensitivity", "precision", "F1", "false per 24 h")
NOTE = (
    "SzCORE (Dan et al. 2024), computed by `timescoring` with its defaults: any overlap finds an event, with 30 s "
    "before and 60 s after; what lies within 90 s is one event; events longer than 5 min are divided. Samples are "
    "seconds. Made for seizures of tens of seconds; of spasms it says at most whether a cluster was found."
)


def szcore_sections(units: Sequence[Unit], heading: str, unit: str) -> list[str]:
    """Return the sections on some recordings, none without recordings."""
    both = szcore_figures(units)
    if not both[0].units:
        return []
    rows = [_row(figures) for figures in both]
    lines = [f"## {heading}, by SzCORE", "", table_text(_COLUMNS, rows), "", _intervals(both[0], unit), "", NOTE]
    means = [[figures.kind, *(_mean(figures, measure) for measure in MEASURES)] for figures in both]
    lines += ["", f"### Mean over {unit}s (standard deviation), as SzCORE's tables have it", ""]
    lines.append(table_text(("by", "sensitivity", "precision", "F1", "false per 24 h"), means))
    each = [[name, f"{24 * counts.days:.2f}", *_cells(counts)] for name, counts in both[0].units]
    lines += ["", f"### Each {unit}, by events", "", table_text((unit, "hours", *_COLUMNS[1:]), each)]
    return ["\n".join(lines)]


def szcore_lines(units: Sequence[Unit], name: str) -> list[str]:
    """Return SzCORE's scores as lines of text."""
    return [
        f"{name}, SzCORE by {figures.kind}: sensitivity {number_text(figures.whole.sensitivity)}, precision "
        f"{number_text(figures.whole.precision)}, F1 {number_text(figures.whole.f1)}, "
        f"{number_text(figures.whole.fp_per_day)} false per 24 h ({plural(len(figures.units), 'patient')})."
        for figures in szcore_figures(units)
        if figures.units
    ]


def szcore_json(units: Sequence[Unit]) -> dict[str, Any] | None:
    """Return SzCORE's scores as an object for --json, None without recordings; intervals are 95 %."""
    both = szcore_figures(units)
    if not both[0].units:
        return None
    few = f"Fewer than {FEW_PATIENTS} patients are too few to be drawn again"
    return {
        "n_units": len(both[0].units),
        "drawn": not both[0].is_few,
        "why_no_interval": f"{few}: intervals of events take them as independent; of samples there is none."
        if both[0].is_few
        else "",
        "note": NOTE,
        **{figures.kind: _figures_json(figures) for figures in both},
    }


def _figures_json(figures: SzcoreFigures) -> dict[str, Any]:
    means = {name: figures.by_unit(name) for name in MEASURES}
    return {
        **_counts_json(figures.whole),
        "intervals": {measure: _pair(figures.interval(measure)) for measure in MEASURES},
        "by_unit": {
            measure: {"mean": mean[0], "std": mean[1], "n": mean[2]} if mean else None
            for measure, mean in means.items()
        },
        "units": [{"name": name} | _counts_json(counts) for name, counts in figures.units],
    }


def _counts_json(counts: SzcoreCounts) -> dict[str, Any]:
    return {
        "tp": counts.tp,
        "fp": counts.fp,
        "n_reference": counts.n_reference,
        "hours": round(24 * counts.days, 6),
        "sensitivity": counts.sensitivity,
        "precision": counts.precision,
        "f1": counts.f1,
        "fp_per_day": counts.fp_per_day,
    }


def _row(figures: SzcoreFigures) -> list[str]:
    whole = figures.whole
    values = (whole.sensitivity, whole.precision, whole.f1, whole.fp_per_day)
    shown = [with_interval(value, figures.interval(name)) for name, value in zip(MEASURES, values, strict=True)]
    return [figures.kind, str(whole.n_reference), str(whole.tp), str(whole.fp), *shown]


def _cells(counts: SzcoreCounts) -> list[str]:
    values = (counts.sensitivity, counts.precision, counts.f1, counts.fp_per_day)
    return [str(counts.n_reference), str(counts.tp), str(counts.fp), *map(number_text, values)]


def _mean(figures: SzcoreFigures, measure: str) -> str:
    found = figures.by_unit(measure)
    return f"{found[0]:.2f} ({found[1]:.2f})" if found else UNDEFINED


def _intervals(figures: SzcoreFigures, unit: str) -> str:
    if figures.is_few:
        return (
            f"**{plural(len(figures.units), unit)}: fewer than {FEW_PATIENTS} are too few to be drawn again.** In "
            "brackets 95 % intervals of events (Wilson, exact Poisson), which take them as independent and are too "
            "narrow; of F1 and of samples there is none."
        )
    return f"In brackets 95 % intervals, from drawing {unit}s again (2000 times)."


def _pair(interval: tuple[float, float] | None) -> list[float] | None:
    return list(interval) if interval else None
