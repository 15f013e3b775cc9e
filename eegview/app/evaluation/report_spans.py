"""The sections of a report on terms whose marks last: by time, one by one, epoch by epoch, and of each infant."""

from collections.abc import Sequence

from eegview.app.evaluation.span_figures import SpanFigures, span_figures_of, time_interval
from eegview.app.evaluation.span_texts import counts_text, edges_text, epoch_lines
from eegview.app.evaluation.tables import number_text, plural, table_text, with_interval
from eegview.app.evaluation.units import FEW_PATIENTS, Unit
from eegview.clinical.span_scores.epoch_table import EpochTable
from eegview.clinical.span_scores.time_agreement import TimeAgreement, summed

_COLUMNS = ("", "true, s", "proposed, s", "in both, s", "sensitivity", "precision", "F1", "overlap")


def span_sections(units: Sequence[Unit], heading: str, unit: str) -> list[str]:
    """Return the sections on some recordings, none where nothing was compared by time.

    unit : what is drawn again for intervals, in words
    """
    figures = span_figures_of(units)
    if not figures.units:
        return []
    return [_summary(figures, heading, unit), _one_by_one(figures), _epochs(figures), _each(figures, unit)]


def _summary(figures: SpanFigures, heading: str, unit: str) -> str:
    rows = [_row("all", figures.of_all()), *(_row(label, figures.of_class(label)) for label in figures.classes)]
    agreed = with_interval(figures.share_agreed, figures.share_agreed_interval)
    what = "the same class, where both give one" if figures.classes else "the same, there or not"
    lines = [f"## {heading}, by time", "", table_text(_COLUMNS, rows), ""]
    lines.append(f"Share of time in which both say {what}: {agreed}.")
    lines += dict.fromkeys(one.remark for one in figures.agreements if one.remark)
    doubted_s = sum(one.doubted_s for one in figures.agreements)
    if doubted_s:
        lines.append(f"Time that counts neither way, as it is not certain: {doubted_s:.0f} s.")
    if figures.is_few:
        lines += [
            "",
            f"**{plural(len(figures.units), unit)}: fewer than {FEW_PATIENTS} are too few for an interval.** The "
            f"seconds of one {unit} are not independent, so there is none from them either.",
        ]
    else:
        lines += ["", f"In brackets 95 % intervals, from drawing {unit}s again (2000 times)."]
    lines.append(
        "Sensitivity: share of the true time that was proposed. Precision: share of the proposed time that is true. "
        "Overlap: time in both over time in either."
    )
    return "\n".join(lines)


def _row(name: str, units: Sequence[TimeAgreement]) -> list[str]:
    whole = summed(units)
    measures = (
        (whole.sensitivity, lambda one: one.sensitivity),
        (whole.precision, lambda one: one.precision),
        (whole.f1, lambda one: one.f1),
        (whole.overlap, lambda one: one.overlap),
    )
    seconds = (f"{one:.0f}" for one in (whole.reference_s, whole.candidate_s, whole.both_s))
    return [name, *seconds, *(with_interval(value, time_interval(units, measure)) for value, measure in measures)]


def _one_by_one(figures: SpanFigures) -> str:
    overlap = figures.overlap
    return "\n".join(
        [
            "### One by one",
            "",
            f"- true ones: {counts_text(overlap.reference)}",
            f"- proposed ones: {counts_text(overlap.candidate)}",
            f"- {edges_text(overlap)}",
            "",
            "By half: the time in both is at least half of the time in either. The intervals here take them as "
            "independent (Wilson) and are too narrow.",
        ]
    )


def _epochs(figures: SpanFigures) -> str:
    table = figures.epochs
    if table is None or not table.n:
        return ""
    return "\n".join([f"### Epochs of {table.epoch_s:g} s", "", _table(table), "", *epoch_lines(table, figures.kappa)])


def _table(table: EpochTable) -> str:
    rows = [[f"true: {name}", *map(str, row)] for name, row in zip(table.classes, table.counts, strict=True)]
    return table_text(("proposed:", *table.classes), rows)


def _each(figures: SpanFigures, unit: str) -> str:
    rows: list[list[str]] = []
    for name, held in figures.units:
        alone = SpanFigures(((name, held),))
        time = alone.time
        rows.append(
            [
                name,
                *(f"{one:.0f}" for one in (time.reference_s, time.candidate_s, time.both_s)),
                *map(number_text, (time.sensitivity, time.precision, time.overlap, alone.share_agreed)),
                number_text(alone.kappa.value),
            ]
        )
    columns = (unit, *_COLUMNS[1:4], "sensitivity", "precision", "overlap", "in agreement", "kappa")
    return "\n".join([f"### Each {unit}, by time", "", table_text(columns, rows)])
