"""`eegview compare`: the agreement of one file's events with another's, one to one by onset."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.evaluation.comparing import Comparison, read_events
from eegview.app.evaluation.comparing import compare as compared
from eegview.app.evaluation.tables import UNDEFINED, number_text, with_interval
from eegview.app.provenance import program_provenance
from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.output import print_json
from eegview.cli.reviewer import EncodingOption, JsonOption
from eegview.clinical.agreement import Agreement, ClusterAgreement, Spread
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.intervals import Interval
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.clinical.szcore_scores import SzcoreScore
from eegview.model.clock import parse_time_s
from eegview.model.errors import UsageError

_LONGEST_S = 366 * 86400.0
MEASURES = ("found", "missed", "false", "sensitivity", "precision", "F1", "false per hour", "onset error")
SZCORE_LABEL = "cluster-like"
SZCORE_NOTE = "Tolerances of 30 and 60 s and merging within 90 s: too coarse to separate spasms."


def compare(
    reference: Annotated[Path, typer.Argument(metavar="REFERENCE.tsv", help="What is taken as true.")],
    candidate: Annotated[Path, typer.Argument(metavar="CANDIDATE.tsv", help="What is measured against it.")],
    tolerance: Annotated[
        float, typer.Option("--tolerance", metavar="S", min=0.0, help="Onsets within S seconds are one event.")
    ] = SAME_EVENT_S,
    duration: Annotated[
        str | None,
        typer.Option("--duration-s", metavar="S", help="Length searched; without it no false rate is known."),
    ] = None,
    term: Annotated[str, typer.Option("--term", metavar="ID", help="Rows of other kinds are left out.")] = SPASM_TERM,
    threshold: Annotated[
        float | None, typer.Option("--threshold", metavar="X", help="Candidates with a lower score are left out.")
    ] = None,
    layer: Annotated[str, typer.Option("--layer", metavar="NAME", help="Only this reader's reference marks.")] = "",
    encoding: EncodingOption = "",
    as_json: JsonOption = False,
) -> None:
    """Compare proposed events with marked ones: each may find one only, and a second on the same is false.

    Takes our own tables, BIDS, SzCORE and whatever else "eegview events import" reads. Uncertain reference marks count
    neither way. Intervals are 95 %: Wilson's for shares, exact Poisson's for rates.

    Example: eegview compare truth.tsv spasms.tsv --duration-s 3600 --json
    """
    seconds = None if duration is None else parse_time_s(duration)
    if seconds is not None and not 0 < seconds <= _LONGEST_S:
        raise UsageError(
            "A duration is longer than nothing and shorter than a year.",
            "Give --duration-s in seconds, or leave it out.",
        )
    vocabulary = load_vocabulary()
    same_event = SameEventRule(tolerance)
    truth = read_events(reference, vocabulary, term, layer=layer, same_event=same_event, encoding=encoding)
    found = read_events(candidate, vocabulary, term, threshold, same_event=same_event, encoding=encoding)
    result = compared(truth, found, tolerance, seconds)
    if as_json:
        held = {"term": term, "threshold": threshold} | comparison_json(result)
        print_json(held, program_provenance(vocabulary=vocabulary))
    else:
        print_tables(result)


def comparison_json(result: Comparison) -> dict[str, Any]:
    """Return a comparison as the object of the command-line contract, and more; unknown values are null."""
    agreement = result.agreement
    truth, found = result.reference.events, result.candidate.events
    return {
        "reference": result.reference.name,
        "candidate": result.candidate.name,
        "tolerance_s": result.tolerance_s,
        "duration_s": result.duration_s,
        **agreement_json(agreement),
        "pairs": [
            {
                "reference_s": truth[pair.reference].onset_s,
                "candidate_s": found[pair.candidate].onset_s,
                "difference_s": round(pair.difference_s, 6),
                "score": found[pair.candidate].score,
            }
            for pair in result.matching.pairs
        ],
        "missed_s": [truth[number].onset_s for number in result.matching.missed],
        "false_s": [found[number].onset_s for number in result.matching.false],
        "n_stretches": len(result.matching.overlong),
        "n_uncertain": result.matching.n_uncertain,
        "n_on_uncertain": len(result.matching.neither),
        "clusters": clusters_json(result.clusters),
        "states": {state: agreement_json(one) | {"hours": one.hours} for state, one in result.states},
        "szcore": szcore_json(result.szcore),
        "notes": notes_of(result),
    }


def agreement_json(agreement: Agreement) -> dict[str, Any]:
    """Return an agreement as an object for --json: counts, measures and their 95 % intervals."""
    return {
        "tp": agreement.tp,
        "fp": agreement.fp,
        "fn": agreement.fn,
        "sensitivity": agreement.sensitivity,
        "precision": agreement.precision,
        "f1": agreement.f1,
        "fp_per_hour": agreement.fp_per_hour,
        "onset_error_s": spread_json(agreement.onset_error),
        "intervals": {
            "sensitivity": _pair(agreement.sensitivity_interval),
            "precision": _pair(agreement.precision_interval),
            "fp_per_hour": _pair(agreement.fp_per_hour_interval),
        },
    }


def spread_json(spread: Spread) -> dict[str, float | None]:
    """Return median and interquartile range as an object for --json."""
    return {"median": _rounded(spread.median), "iqr": _rounded(spread.iqr)}


def clusters_json(clusters: ClusterAgreement) -> dict[str, Any]:
    """Return the agreement of clusters as an object for --json."""
    return {
        "rule": clusters.rule.text,
        "n_reference": clusters.n_reference,
        "n_candidate": clusters.n_candidate,
        "n_detected": clusters.n_detected,
        "detected_fraction": clusters.detected_fraction,
        "count_error": clusters.count_error,
        "spasm_count_error": spread_json(Spread.of(clusters.spasm_count_errors)),
    }


def szcore_json(scores: tuple[SzcoreScore, SzcoreScore] | None) -> dict[str, Any]:
    """Return SzCORE's scores by events and by samples as an object for --json."""
    events, samples = scores or (None, None)
    return {
        "label": SZCORE_LABEL,
        "note": SZCORE_NOTE,
        "events": asdict(events) if events else None,
        "samples": asdict(samples) if samples else None,
    }


def notes_of(result: Comparison) -> list[str]:
    """Return sentences that the reader of a comparison should know: notes of both files, and what was counted how."""
    notes = [f"{file.name}: {note}" for file in (result.reference, result.candidate) for note in file.notes]
    matching = result.matching
    if n := matching.n_uncertain:
        notes.append(
            f"Uncertain reference marks count neither way: {n}, with {len(matching.neither)} candidates on them."
        )
    if n := len(matching.overlong):
        notes.append(f"Candidates over several reference events count as false: {n}.")
    if result.duration_s is None:
        notes.append("The length searched is not known, so there is no false rate; give --duration-s.")
    return notes


def print_tables(result: Comparison) -> None:
    """Print a comparison as tables for reading."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    columns = [("all", result.agreement), *result.states]
    table = Table("", *(name for name, _ in columns))
    for label, *cells in zip(MEASURES, *(agreement_cells(one) for _, one in columns), strict=True):
        table.add_row(label, *cells)
    console.print(
        f"{result.candidate.name} against {result.reference.name}, onsets within {result.tolerance_s:g} s", markup=False
    )
    console.print(table)
    for line in [cluster_line(result.clusters), *szcore_lines(result.szcore), *notes_of(result)]:
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


def szcore_lines(scores: tuple[SzcoreScore, SzcoreScore] | None) -> list[str]:
    """Return SzCORE's scores as lines of text, none where there are no scores."""
    if scores is None:
        return []
    texts = [f"by {kind}: F1 {number_text(one.f1)}" for kind, one in zip(("events", "samples"), scores, strict=True)]
    return [f"SzCORE ({SZCORE_LABEL}) {', '.join(texts)}. {SZCORE_NOTE}"]


def _pair(interval: Interval | None) -> list[float] | None:
    return list(interval) if interval else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
