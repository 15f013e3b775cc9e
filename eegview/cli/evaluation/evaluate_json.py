"""The results of `eegview evaluate` as an object for --json, and as a few lines of text."""

from pathlib import Path
from typing import Any

from eegview.app.evaluation.measured import Measured
from eegview.app.evaluation.report_calibration import manifest_rows
from eegview.app.evaluation.span_figures import SpanFigures, span_figures_of
from eegview.app.evaluation.span_texts import figures_json
from eegview.app.evaluation.szcore_report import szcore_json, szcore_lines
from eegview.app.evaluation.tables import number_text, plural, with_interval
from eegview.app.evaluation.trials import Outcome, Trial
from eegview.app.evaluation.units import FEW_PATIENTS, Unit, figures_of
from eegview.cli.evaluation.comparison_json import agreement_json, clusters_json, spread_json
from eegview.clinical.agreement import Spread, pooled
from eegview.clinical.calibration import Calibration
from eegview.clinical.intervals import Interval

_PARTS = ("awake", "asleep", "")


def calibrated(measured: Measured) -> list[tuple[str, str, Calibration]]:
    """Return (title, data in words, calibration) of simulated and real recordings, where anything has a score."""
    simulated, real = measured.simulated, measured.counted
    seeds = ", ".join(trial.name.removeprefix("seed ") for trial in simulated)
    made = f"{len(simulated)} simulated infants (seeds {seeds}), {sum(trial.hours for trial in simulated):g} h"
    n_patients = len({trial.patient for trial in real})
    read = f"{plural(len(real), 'recording')} of {plural(n_patients, 'patient')}, {sum(t.hours for t in real):.1f} h"
    parts = [
        ("Simulated studies", made, measured.calibration(simulated)),
        ("Archive", measured.stated.data or read, measured.calibration(real)),
    ]
    return [(title, data, one) for title, data, one in parts if one.n]


def result_lines(measured: Measured, file: Path) -> list[str]:
    """Return the results as a few lines of text."""
    lines: list[str] = []
    for name, trials in (("Simulated", measured.simulated), ("Archive", measured.counted)):
        if not trials:
            continue
        if measured.is_szcore:
            lines += szcore_lines(measured.units(trials), name)
        if measured.is_timed:
            lines.append(_time_line(name, span_figures_of(measured.units(trials))))
        if not measured.is_counted:
            continue
        figures = figures_of(measured.units(trials), lambda outcome: outcome.whole)
        whole = figures.whole
        found = with_interval(whole.sensitivity, figures.sensitivity_interval)
        rate = with_interval(whole.fp_per_hour, figures.fp_per_hour_interval)
        lines.append(f"{name}: sensitivity {found}, {whole.fp} false in {whole.hours or 0:.2f} h, {rate} per hour.")
    if measured.refused:
        lines.append(f"Not counted: {len(measured.refused)} of {len(measured.real)} recordings; the report says why.")
    return [*lines, f"Written: {file}"]


def _time_line(name: str, figures: SpanFigures) -> str:
    time = figures.time
    shares = (("sensitivity", time.sensitivity), ("precision", time.precision), ("overlap", time.overlap))
    told = ", ".join(f"{what} {number_text(share)}" for what, share in shares)
    seconds = f"{time.both_s:.0f} s in both of {time.reference_s:.0f} s true and {time.candidate_s:.0f} s proposed"
    return f"{name}, by time: {told}; {seconds}; kappa {number_text(figures.kappa.value)}."


def measured_json(measured: Measured) -> dict[str, Any]:
    """Return the results as an object for --json; recordings and patients have numbers, no names."""
    outcomes = [measured.outcome(trial) for trial in measured.simulated]
    return {
        "detector": measured.detector_id,
        "term": measured.term_id,
        "versions": dict(measured.versions),
        "parameters": dict(measured.parameters),
        "command": measured.command,
        "threshold": measured.threshold,
        "tolerance_s": measured.tolerance_s,
        "data": measured.stated.data,
        "looks": measured.stated.looks,
        "fitted": measured.stated.fitted,
        "simulated": _counted(measured, agreement_json(pooled(o.whole for o in outcomes))) if outcomes else None,
        "szcore": _szcore_json(measured) if measured.is_szcore else None,
        "time": _time_json(measured) if measured.is_timed else None,
        "infants": [_outcome_json(measured, outcome) for outcome in outcomes],
        "archive": _archive_json(measured) if measured.real and measured.is_counted else None,
        "recordings": [_recording_json(measured, trial) for trial in measured.real],
        "calibration": {
            title.split()[0].lower(): calibration_json(one) | {"data": data, "manifest": manifest_rows(one, data)}
            for title, data, one in calibrated(measured)
        },
    }


def _archive_json(measured: Measured) -> dict[str, Any]:
    """Return the figures of the archive as a whole, with intervals by patient where patients are not few."""
    units = measured.units(measured.counted)
    figures = figures_of(units, lambda outcome: outcome.whole)
    clusters = [outcome.clusters for unit in units for outcome in unit.outcomes]
    lengths = [error_s for unit in units for outcome in unit.outcomes for error_s in outcome.duration_errors_s]
    return {
        "n_recordings": len(measured.counted),
        "n_refused": len(measured.refused),
        "n_truth_without_recording": measured.n_lone_truth,
        "n_patients": len(units),
        "hours": figures.whole.hours,
        **agreement_json(figures.whole),
        "by_patient": {
            "drawn": not figures.is_few,
            "least": FEW_PATIENTS,
            "sensitivity": _pair(figures.sensitivity_interval),
            "precision": _pair(figures.precision_interval),
            "fp_per_hour": _pair(figures.fp_per_hour_interval),
            "mean_sensitivity": figures.mean(lambda one: one.sensitivity),
            "mean_fp_per_hour": figures.mean(lambda one: one.fp_per_hour),
        },
        "states": {part or "unknown": _part_json(units, part) for part in _PARTS},
        "clusters": {
            "n_reference": sum(one.n_reference for one in clusters),
            "n_candidate": sum(one.n_candidate for one in clusters),
            "n_detected": sum(one.n_detected for one in clusters),
        },
        "duration_error_s": spread_json(Spread.of(lengths)),
        "patients": [{"name": unit.name, "n_recordings": len(unit.outcomes), **_whole_json(unit)} for unit in units],
    }


def _part_json(units: tuple[Unit, ...], state: str) -> dict[str, Any]:
    whole = figures_of(units, lambda outcome: outcome.state(state)).whole
    return agreement_json(whole) | {"hours": whole.hours}


def _whole_json(unit: Unit) -> dict[str, Any]:
    whole = unit.agreement(lambda outcome: outcome.whole)
    return agreement_json(whole) | {"hours": whole.hours}


def _recording_json(measured: Measured, trial: Trial) -> dict[str, Any]:
    return _outcome_json(measured, measured.outcome(trial)) | {
        "patient": trial.patient,
        "truth": trial.basis,
        "refused": trial.refused,
        "notes": list(trial.notes),
    }


def calibration_json(found: Calibration) -> dict[str, Any]:
    """Return a calibration as an object for --json."""
    return {
        "n": found.n,
        "n_true": found.n_true,
        "expected_calibration_error": found.error,
        "brier": found.brier,
        "bins": [
            {
                "score_from": one.score_from,
                "score_to": one.score_to,
                "n": one.n,
                "n_true": one.n_true,
                "mean_score": one.mean_score,
                "share_true": one.share_true,
                "interval": _pair(one.interval),
            }
            for one in found.bins
        ],
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _szcore_json(measured: Measured) -> dict[str, Any]:
    """Return SzCORE's scores, for simulated infants and the archive."""
    parts = (("simulated", measured.simulated), ("archive", measured.counted))
    return {name: szcore_json(measured.units(trials)) if trials else None for name, trials in parts}


def _time_json(measured: Measured) -> dict[str, Any]:
    """Return what was compared by time, for simulated infants and the archive."""
    parts = (("simulated", measured.simulated), ("archive", measured.counted))
    return {name: figures_json(span_figures_of(measured.units(trials))) if trials else None for name, trials in parts}


def _counted(measured: Measured, found: dict[str, Any]) -> dict[str, Any]:
    """Return counts of onsets, or null for each where the onsets of the term are no events."""
    return found if measured.is_counted else dict.fromkeys(found)


def _outcome_json(measured: Measured, outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.trial.name,
        "hours": outcome.whole.hours,
        **_counted(measured, agreement_json(outcome.whole)),
        "n_uncertain": outcome.matching.n_uncertain,
        "clusters": clusters_json(outcome.clusters),
        "states": {state: agreement_json(one) | {"hours": one.hours} for state, one in outcome.states},
        "run_s": round(outcome.trial.run_s, 3),
        "message": outcome.trial.message,
        "outside": list(outcome.trial.outside),
    }
