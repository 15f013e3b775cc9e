"""A comparison as the object of the command-line contract, and sentences on what was counted how."""

from dataclasses import asdict
from typing import Any

from eegview.app.evaluation.comparing import Comparison
from eegview.app.evaluation.span_texts import NO_DURATION, ONE_RECORDING, epochs_json, time_json
from eegview.clinical.agreement import Agreement, ClusterAgreement, Spread
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.intervals import Interval
from eegview.clinical.szcore_scores import SzcoreScore

SZCORE_LABEL = "cluster-like"
SZCORE_NOTE = "Tolerances of 30 and 60 s and merging within 90 s: too coarse to separate spasms."


def comparison_json(result: Comparison, note: str = "") -> dict[str, Any]:
    """Return a comparison as the object of the command-line contract, and more; unknown values are null.

    Of terms whose marks last there are `time` and `epochs` beside it; of sleep stages these alone, as an onset says
    nothing of the stage.

    note : a sentence on the choice of the term
    """
    found: dict[str, Any] = {
        "reference": result.reference.name,
        "candidate": result.candidate.name,
        "tolerance_s": result.tolerance_s,
        "duration_s": result.duration_s,
        **_onsets_json(result),
        "n_uncertain": result.matching.n_uncertain,
        "n_on_uncertain": len(result.matching.neither),
        "clusters": clusters_json(result.clusters) if result.term_id == SPASM_TERM else None,
        "states": {state: agreement_json(one) | {"hours": one.hours} for state, one in result.states},
        "szcore": szcore_json(result.szcore, result.term_id),
        "notes": [*filter(None, [note]), *notes_of(result)],
    }
    if result.spans is None:
        return found
    return found | {"time": time_json(result.spans), "epochs": epochs_json(result.spans.epochs)}


def _onsets_json(result: Comparison) -> dict[str, Any]:
    """Return what is matched by onset; of terms with classes nothing is."""
    truth, found = result.reference.events, result.candidate.events
    if result.has_classes:
        nothing = dict.fromkeys(agreement_json(result.agreement))
        return nothing | dict.fromkeys(("pairs", "missed_s", "false_s", "n_stretches"))
    return {
        **agreement_json(result.agreement),
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


def szcore_json(scores: tuple[SzcoreScore, SzcoreScore] | None, term_id: str = SPASM_TERM) -> dict[str, Any]:
    """Return SzCORE's scores by events and by samples as an object for --json."""
    events, samples = scores or (None, None)
    return {
        **({"label": SZCORE_LABEL, "note": SZCORE_NOTE} if term_id == SPASM_TERM else {}),
        "events": asdict(events) if events else None,
        "samples": asdict(samples) if samples else None,
    }


def notes_of(result: Comparison) -> list[str]:
    """Return sentences that the reader of a comparison should know: notes of both files, and what was counted how."""
    notes = [f"{file.name}: {note}" for file in (result.reference, result.candidate) for note in file.notes]
    notes += result.remarks
    matching = result.matching
    if n := matching.n_uncertain:
        notes.append(
            f"Uncertain reference marks count neither way: {n}, with {len(matching.neither)} candidates on them."
        )
    if (n := len(matching.overlong)) and not result.has_classes:
        notes.append(f"Candidates over several reference events count as false: {n}.")
    if result.duration_s is None and not result.has_classes:
        notes.append("The length searched is not known, so there is no false rate; give --duration-s.")
    if result.spans is not None:
        notes.append(ONE_RECORDING)
        if result.has_classes:
            notes.append("Sleep stages are compared by time and by epoch; onsets say nothing of the stage.")
        elif result.duration_s is None:
            notes.append(NO_DURATION)
    return notes


def _pair(interval: Interval | None) -> list[float] | None:
    return list(interval) if interval else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
