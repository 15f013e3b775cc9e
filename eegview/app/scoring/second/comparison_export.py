"""A comparison of two readers written for others: as one JSON object, or as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eegview.app.provenance import write_sidecar
from eegview.app.scoring.proposals.proposal_states import n_accepted, proposals_of
from eegview.app.scoring.second.comparison import NO_INTERVAL, NO_KAPPA, BinBy, SheetComparison
from eegview.app.scoring.sheet import ScoreSheet
from eegview.exchange.plain_table import tab_text
from eegview.exchange.writing import write_whole
from eegview.model.provenance import Provenance, as_json


def comparison_json(found: SheetComparison) -> dict[str, Any]:
    """Return a comparison as an object for --json; bins are numbered from 1, as on the screen."""
    agreement = found.agreement
    span = found.a.span
    share = agreement.share_agreed
    return {
        "scale": found.key.scale_id,
        "epoch": [span.start_s, span.stop_s],
        "readers": {"a": sheet_summary(found.a), "b": sheet_summary(found.b)},
        "bins": {
            "n": len(found.bins),
            "compared": agreement.n,
            "both": agreement.both,
            "a_only": agreement.only_a,
            "b_only": agreement.only_b,
            "neither": agreement.neither,
            "not_compared": found.n_not_compared,
        },
        "agreement": {
            "percent": None if share is None else round(100 * share, 4),
            "kappa": None if agreement.kappa is None else round(agreement.kappa, 6),
            "kappa_note": NO_KAPPA if agreement.n and agreement.kappa is None else "",
            "interval": None,
            "interval_note": NO_INTERVAL,
        },
        "differing": [
            {
                "page": number // found.a.n_bins + 1,
                "bin": number % found.a.n_bins + 1,
                "start_s": found.a.bin_span(number).start_s,
                "seen_by": found.bins[number].value,
            }
            for number in found.differing
        ],
        "rows": [{"what": row.name, "a": row.a, "b": row.b, "differs": row.differs} for row in found.rows],
        "warnings": list(found.warnings),
    }


def sheet_summary(sheet: ScoreSheet) -> dict[str, Any]:
    """Return what stands in one reader's committed sheet, for a comparison."""
    return {
        "reader": sheet.reader,
        "score": sheet.score.score,
        "committed_utc": sheet.committed_utc,
        "derivation": [line.text for line in sheet.score.derivation],
        "bins_with_spike": sheet.score.bins_with_spike,
        "pages_met": sheet.score.pages_met,
        "literal_percent": round(sheet.score.literal_percent, 4),
        "foci": {electrode: len(numbers) for electrode, numbers in sheet.foci.items()},
        "confidence": sheet.confidence,
        "parameters": sheet.parameters_id,
        "confirm": sheet.parameters.confirm,
        "filters": sheet.filters_text,
        "proposals": proposals_of(sheet),
        "accepted_proposals": n_accepted(sheet),
        "is_blind": sheet.is_blind,
        "is_changed": sheet.is_changed,
    }


def comparison_rows(found: SheetComparison, epoch_text: str) -> Iterable[tuple[str, ...]]:
    """Yield the rows of a table: what both said, the agreement, then every bin in which they differ.

    epoch_text : scale and times of the epoch
    """
    a, b = found.a, found.b
    yield ("what", f"A: {a.reader}", f"B: {b.reader}", "differs")
    yield ("Epoch", epoch_text, epoch_text, "")
    for row in found.rows:
        yield (row.name, row.a, row.b, "yes" if row.differs else "")
    yield ("Agreement of bins", found.agreement_text, "", "")
    for warning in found.warnings:
        yield ("Note", warning, "", "")
    seen = {BinBy.A_ONLY: ("spike", "none"), BinBy.B_ONLY: ("none", "spike")}
    for number in found.differing:
        page, place = divmod(number, a.n_bins)
        start_s = a.bin_span(number).start_s
        yield (f"Page {page + 1}, bin {place + 1}, at {start_s:.3f} s", *seen[found.bins[number]], "yes")


def write_comparison(path: Path, found: SheetComparison, epoch_text: str, provenance: Provenance | None = None) -> None:
    """Write a comparison as JSON where the file is called so, else as a table with tabs.

    provenance : what made it, written into JSON, beside a table; None = nothing of it is written

    Raises
    ------
    CannotWrite : the file cannot be written; an older one stays as it was
    """
    if path.suffix.lower() == ".json":
        told = {"provenance": as_json(provenance)} if provenance is not None else {}
        text = json.dumps(comparison_json(found) | told, ensure_ascii=False, indent=2) + "\n"
    else:
        text = tab_text(comparison_rows(found, epoch_text))
    write_whole(path, text.encode())
    if provenance is not None and path.suffix.lower() != ".json":
        write_sidecar(path, provenance)
