"""Write a comparison: its numbers, its differences and what was decided on them, as JSON or as a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eegview.app.agreement.agreement_json import NOT_DEVICE, number_json
from eegview.app.comparing.comparison import Comparison
from eegview.app.comparing.difference import Difference
from eegview.app.provenance import write_sidecar
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.exchange.plain_table import comma_text
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance, as_json
from eegview.model.study.adjudication import Decision

SUFFIXES = (".json", ".csv")
_COLUMNS = (
    *("kind", "term", "onset_s", "duration_s", "onset_b_minus_a_s", "duration_b_minus_a_s", "differs"),
    *("decision", "decided_by", "role", "decided_utc", "comment"),
)
DecisionOn = Callable[[Difference], Decision | None]
ShownNumber = tuple[str, str, AgreementNumber]  # of what, which measure, the number


def comparison_json(
    comparison: Comparison, decision_on: DecisionOn, numbers: Sequence[ShownNumber], is_simulated: bool
) -> dict[str, Any]:
    """Return readers, rule, counts, numbers with their methods, and every difference with its decision."""
    return {
        "reader_a": comparison.layer_a,
        "reader_b": comparison.layer_b,
        "rule": {
            "same_event_s": comparison.same_event_s,
            "edges": comparison.rule.edges.text,
            "epoch_s": comparison.rule.epoch_s,
        },
        "simulated": is_simulated,
        "counts": {term_id: comparison.counts(term_id) for term_id in comparison.term_ids},
        "numbers": [{"of": of, "measure": measure} | number_json(number) for of, measure, number in numbers],
        "differences": [_difference(one, decision_on(one)) for one in comparison.differences],
        "use": NOT_DEVICE,
    }


def comparison_rows(comparison: Comparison, decision_on: DecisionOn) -> list[list[str]]:
    """Return a line for each difference, headings first; times in seconds from the start of the recording."""
    return [list(_COLUMNS), *(_row(one, decision_on(one)) for one in comparison.differences)]


def write_comparison(
    path: Path,
    comparison: Comparison,
    decision_on: DecisionOn,
    numbers: Sequence[ShownNumber],
    is_simulated: bool,
    provenance: Provenance | None = None,
) -> None:
    """Write a comparison as its ending says.

    provenance : what made it, written into JSON, beside CSV; None = nothing of it is written

    Raises
    ------
    UsageError : it is neither .json nor .csv
    CannotWrite : no such folder, not allowed, disk full
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"The comparison cannot be written as “{path.suffix}”.", "Use .json or .csv.")
    if path.suffix.lower() == ".csv":
        text = comma_text(comparison_rows(comparison, decision_on))
    else:
        held = comparison_json(comparison, decision_on, numbers, is_simulated)
        held |= {"provenance": as_json(provenance)} if provenance is not None else {}
        text = json.dumps(held, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    write_whole(path, text.encode())
    if provenance is not None and path.suffix.lower() == ".csv":
        write_sidecar(path, provenance)


def _difference(one: Difference, decision: Decision | None) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "term": one.term_id,
        "matter": one.matter.value,
        "onset_s": one.onset_s,
        "stop_s": one.span.stop_s,
        "onset_b_minus_a_s": one.onset_difference_s,
        "duration_b_minus_a_s": one.duration_difference_s,
        "fields": [
            {"name": field.name, "label": field.label, "a": field.a_text, "b": field.b_text, "differs": field.differs}
            for field in one.fields
        ],
        "decision": None
        if decision is None
        else {
            "verdict": decision.verdict.value,
            "author": decision.author,
            "role": decision.role,
            "decided_utc": decision.decided_utc,
            "comment": decision.comment,
        },
    }


def _row(one: Difference, decision: Decision | None) -> list[str]:
    said = ["", "", "", "", ""]
    if decision is not None:
        said = [decision.verdict.value, decision.author, decision.role, decision.decided_utc, decision.comment]
    seconds = (one.onset_s, one.span.duration_s, one.onset_difference_s, one.duration_difference_s)
    return [
        one.kind,
        one.term_id,
        *("" if value is None else f"{value:.3f}" for value in seconds),
        one.summary if one.is_disagreement else "",
        *said,
    ]
