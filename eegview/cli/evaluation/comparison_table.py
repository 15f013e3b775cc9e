"""A comparison as tables and sentences for reading."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eegview.app.evaluation.comparing import Comparison
from eegview.app.evaluation.span_texts import NO_DURATION, TIME_ROWS, epoch_lines, span_lines, time_cells
from eegview.app.evaluation.tables import UNDEFINED, number_text, with_interval
from eegview.cli.evaluation.comparison_json import SZCORE_LABEL, SZCORE_NOTE, notes_of
from eegview.clinical.agreement import Agreement, ClusterAgreement
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.span_scores.epoch_table import EpochTable
from eegview.clinical.span_scores.time_agreement import TimeAgreement
from eegview.clinical.szcore_scores import SzcoreScore

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

MEASURES = ("found", "missed", "false", "sensitivity", "precision", "F1", "false per hour", "onset error")


def print_tables(result: Comparison, note: str = "") -> None:
    """Print a comparison as tables for reading."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    how = "" if result.has_classes else f", onsets within {result.tolerance_s:g} s"
    console.print(f"{result.term_id}: {result.candidate.name} against {result.reference.name}{how}", markup=False)
    lines: list[str] = []
    if result.spans is not None:
        columns = [("all", result.spans.time), *((label, time) for label, time, _ in result.spans.by_class)]
        if len(columns) > 1:
            console.print(_class_table(columns))
        else:
            table = Table("by time", "")
            for label, cell in zip(TIME_ROWS, time_cells(result.spans.time), strict=True):
                table.add_row(label, cell)
            console.print(table)
        for line in span_lines(result.spans):
            console.print(line, markup=False)
        if result.spans.epochs is not None:
            _print_epochs(console, result.spans.epochs)
    if not result.has_classes:
        columns = [("all", result.agreement), *result.states]
        table = Table("by onset" if result.spans else "", *(name for name, _ in columns))
        for label, *cells in zip(MEASURES, *(agreement_cells(one) for _, one in columns), strict=True):
            table.add_row(label, *cells)
        console.print(table)
    if result.term_id == SPASM_TERM:
        lines.append(cluster_line(result.clusters))
    lines += szcore_lines(result.szcore, result.term_id)
    shown = [one for one in notes_of(result) if one != NO_DURATION]  # said with the times
    for line in [*lines, *filter(None, [note]), *shown]:
        console.print(line, markup=False)


def _class_table(columns: "Sequence[tuple[str, TimeAgreement]]") -> "Table":
    from rich.table import Table

    table = Table("", "ref., s", "cand., s", "both, s", "sensitivity", "precision", "F1", "overlap")
    for label, time in columns:
        seconds = (f"{one:.1f}" for one in (time.reference_s, time.candidate_s, time.both_s))
        table.add_row(label, *seconds, *map(number_text, (time.sensitivity, time.precision, time.f1, time.overlap)))
    return table


def _print_epochs(console: "Console", epochs: EpochTable) -> None:
    """Print the table of epochs: rows as the reference has them, columns as the candidate has them."""
    from rich.table import Table

    if epochs.n:
        table = Table("epochs, rows: reference", *epochs.classes)
        for name, row in zip(epochs.classes, epochs.counts, strict=True):
            table.add_row(name, *map(str, row))
        console.print(table)
    for line in epoch_lines(epochs):
        console.print(line, markup=False)


def agreement_cells(agreement: Agreement) -> list[str]:
    """Return the cells of the column next to `MEASURES`: counts, shares with intervals, rate, onset error."""
    error = agreement.onset_error
    has_error = error.median is not None and error.iqr is not None
    return [
        str(agreement.tp),
        str(agreement.fn),
        str(agreement.fp),
        with_interval(agreement.sensitivity, agreement.sensitivity_interval),
        with_interval(agreement.precision, agreement.precision_interval),
        number_text(agreement.f1),
        with_interval(agreement.fp_per_hour, agreement.fp_per_hour_interval),
        f"{error.median:+.2f} s (IQR {error.iqr:.2f})" if has_error else UNDEFINED,
    ]


def cluster_line(clusters: ClusterAgreement) -> str:
    """Return the agreement of clusters as one line of text."""
    counts = f"{clusters.n_detected} of {clusters.n_reference} found, {clusters.n_candidate} proposed"
    return f"Clusters ({clusters.rule.text}): {counts}"


def szcore_lines(scores: tuple[SzcoreScore, SzcoreScore] | None, term_id: str = SPASM_TERM) -> list[str]:
    """Return SzCORE's scores as lines of text, none where there are no scores."""
    if scores is None:
        return []
    texts = [f"by {kind}: F1 {number_text(one.f1)}" for kind, one in zip(("events", "samples"), scores, strict=True)]
    if term_id != SPASM_TERM:
        return [f"SzCORE {', '.join(texts)}."]
    return [f"SzCORE ({SZCORE_LABEL}) {', '.join(texts)}. {SZCORE_NOTE}"]
