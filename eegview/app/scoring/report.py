"""A sheet and its score as plain values for scripts, and as lines for a terminal."""

from __future__ import annotations

from typing import Any

from eegview.app.scoring.blindness import ReaderLine
from eegview.app.scoring.scales import Scale
from eegview.app.scoring.sheet import ScoreSheet
from eegview.clinical.based import DerivationLine, LineState, ScoreResult
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.time.clock import elapsed_text

RESEARCH_ONLY = "For research and education; not a cleared medical device."
NO_DIAGNOSIS = "A score is a severity on the scale, not a diagnosis."
_SIGNS = {LineState.MET: "+", LineState.NOT_MET: "-", LineState.OPEN: "?", LineState.NOTE: "·"}


def epoch_time_text(time_s: float) -> str:
    """Return a start or an end of an epoch, with a fraction only where it has one: `00:02:00`, `00:01:00.500`."""
    return elapsed_text(time_s, 0 if abs(time_s - round(time_s)) < 5e-4 else 3)


def confirm_text(parameters: ScaleParameters) -> str:
    """Return by which values a score was made, what must be confirmed of them, and that it is no diagnosis."""
    confirm = f" (confirm {parameters.confirm})" if parameters.confirm else ""
    return f"Parameters {parameters.parameters_id}{confirm}. {NO_DIAGNOSIS}"


def parameters_json(parameters: ScaleParameters) -> dict[str, Any]:
    """Return the values that a score is made with."""
    p = parameters
    return {
        "id": p.parameters_id,
        "name": p.name,
        "version": p.version,
        "hash": p.hash,
        "confirm": p.confirm,
        "epoch_s": p.length_s,
        "page_s": p.page_s,
        "bin_s": p.bin_s,
        "bins_of_page": p.bins_of_page,
        "pages": p.pages,
        "literal_percent": p.literal_percent,
        "n_foci": p.n_foci,
        "limit_uv": p.limit_uv,
        "posterior_limit_uv": p.posterior_limit_uv,
        "posterior_rows": list(p.posterior_rows),
        "montage": p.montage_id,
        "sensitivity_uv_per_mm": p.sensitivity_uv_per_mm,
    }


def filters_json(parameters: ScaleParameters) -> dict[str, Any]:
    """Return the filters that pages are shown and waves are measured with."""
    p = parameters
    return {
        "text": p.filters_text,
        "low_cut_hz": p.low_cut_hz,
        "high_cut_hz": p.high_cut_hz,
        "notch_hz": p.notch_hz,
        "phase": p.phase.value,
    }


def result_json(result: ScoreResult) -> dict[str, Any]:
    """Return a score with how it came about."""
    return {
        "score": result.score,
        "is_so_far": result.is_so_far,
        "possible": list(result.possible),
        "note": result.note,
        "severity": result.severity,
        "derivation": [line.text for line in result.derivation],
        "criteria": [_line_json(line) for line in result.derivation],
        "missing": list(result.missing),
        "bins_with_spike": result.bins_with_spike,
        "bins_read": result.n_bins_read,
        "pages_met": result.pages_met,
        "page_rule_met": result.is_burden_met,
        "literal_percent": round(result.literal_percent, 4),
        "disagrees": result.disagrees,
    }


def _line_json(line: DerivationLine) -> dict[str, Any]:
    return {
        "about": line.about,
        "text": line.text,
        "state": line.state.value,
        "value": line.value,
        "limit": line.limit,
    }


def sheet_json(sheet: ScoreSheet) -> dict[str, Any]:
    """Return one reader's sheet with its score."""
    return {
        "scale": sheet.key.scale_id,
        "parameters": parameters_json(sheet.parameters),
        "epoch": [sheet.span.start_s, sheet.span.stop_s],
        "reader": sheet.reader,
        **result_json(sheet.score),
        "read_pages": sorted(page + 1 for page in sheet.read_pages),
        "spike_bins": list(sheet.spike_bins),
        "foci": list(sheet.foci),
        "focus_bins": {electrode: len(numbers) for electrode, numbers in sheet.foci.items()},
        "study_foci": list(sheet.study_foci),
        "high_amplitude": [
            _amplitude_json(sheet, number) for number, one in enumerate(sheet.amplitudes) if one.is_high
        ],
        "amplitudes": [_amplitude_json(sheet, number) for number in range(len(sheet.amplitudes))],
        "gmfs": sheet.gmfs.answer or None,
        "pva": sheet.pva.answer or None,
        "examples": {
            name: [[mark.onset_s, mark.stop_s] for mark in flag.examples]
            for name, flag in (("gmfs", sheet.gmfs), ("pva", sheet.pva))
        },
        "nonepileptiform": sheet.nonepileptiform or None,
        "spike_focus": sheet.spike_focus or None,
        "confidence": sheet.confidence,
        "filters": filters_json(sheet.parameters),
        "montage": sheet.parameters.montage_id,
        "sensitivity_uv_per_mm": sheet.parameters.sensitivity_uv_per_mm,
        "committed_utc": sheet.committed_utc or None,
        "committed_score": sheet.committed_score,
        "is_changed_since": sheet.is_changed,
        "seen": list(sheet.seen),
        "issues": [issue.message for issue in sheet.issues],
        "disclaimer": f"{RESEARCH_ONLY} {NO_DIAGNOSIS}",
    }


def _amplitude_json(sheet: ScoreSheet, number: int) -> dict[str, Any]:
    one = sheet.amplitudes[number]
    return {
        "row": one.row,
        "amplitude_uv": one.value_uv,
        "limit_uv": one.limit_uv,
        "is_posterior": one.is_posterior,
        "is_high": one.is_high,
        "is_counted": one.is_counted,
        "onset_s": one.span.start_s,
        "duration_s": round(one.span.duration_s, 6),
        "filters": one.filters,
    }


def line_json(line: ReaderLine) -> dict[str, Any]:
    """Return how far a reader is with an epoch; the score only where it may be seen."""
    shown = line.sheet
    return {
        "scale": line.key.scale_id,
        "epoch": [line.key.start_s, line.key.start_s + line.length_s],
        "reader": line.reader,
        "pages_read": line.n_pages_read,
        "n_pages": line.n_pages,
        "committed_utc": line.committed_utc or None,
        "hidden": line.is_hidden,
        "score": shown.score.score if shown is not None else None,
        "committed_score": shown.committed_score if shown is not None else None,
        "parameters": shown.parameters_id if shown is not None else None,
        "confirm": shown.parameters.confirm if shown is not None else None,
    }


def line_text(line: ReaderLine) -> str:
    """Return the same as one line: `00:10:00 - 00:15:00  based2021  ada  20/20 pages  committed …  score 5`."""
    start_s = line.key.start_s
    span = f"{epoch_time_text(start_s)} - {epoch_time_text(start_s + line.length_s)}"
    state = f"committed {line.committed_utc}" if line.committed_utc else "not committed"
    score = "hidden until both have committed" if line.sheet is None else score_text(line.sheet.score)
    return f"{span}  {line.key.scale_id}  {line.reader}  {line.n_pages_read}/{line.n_pages} pages  {state}  {score}"


def score_text(result: ScoreResult) -> str:
    """Return `score 5`, `score 5 so far`, or `no score yet (3 to 5 possible)`."""
    if result.score is None:
        return f"no score yet ({result.possible[0]} to {result.possible[-1]} possible)"
    return f"score {result.score}{' so far' if result.is_so_far else ''}"


def result_lines(result: ScoreResult, parameters: ScaleParameters) -> list[str]:
    """Return a score and its derivation, line by line."""
    text = score_text(result)
    lines = [f"{text[:1].upper()}{text[1:]}{f': {result.severity}' if result.severity else ''}."]
    lines += [f"  {_SIGNS[line.state]} {line.text}" for line in result.derivation if line.about != "result"]
    lines += [f"  Still to do: {sentence}" for sentence in result.missing]
    return [*lines, confirm_text(parameters)]


def sheet_lines(sheet: ScoreSheet) -> list[str]:
    """Return one reader's sheet and its score, line by line."""
    head = f"{sheet.reader}, epoch {epoch_time_text(sheet.span.start_s)} - {epoch_time_text(sheet.span.stop_s)}"
    state = f", committed {sheet.committed_utc}" if sheet.is_committed else ""
    shown = f"{sheet.parameters.montage_id}, {sheet.filters_text}, {sheet.parameters.sensitivity_uv_per_mm:g} µV/mm"
    lines = [f"{head}{state}", *result_lines(sheet.score, sheet.parameters), f"Shown as {shown}."]
    return [*lines, *(issue.message for issue in sheet.issues), RESEARCH_ONLY]


def scale_json(scale: Scale) -> dict[str, Any]:
    """Return a scale as its file describes it."""
    parameters = scale.parameters
    return {
        "scale": scale.scale_id,
        "label": scale.label,
        "is_draft": scale.is_draft,
        "help": scale.help,
        "unsure": list(scale.unsure),
        "parameters": parameters_json(parameters) if parameters is not None else None,
        "filters": filters_json(parameters) if parameters is not None else None,
    }
