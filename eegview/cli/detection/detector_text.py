"""A detector as lines of text and as an object for --json."""

from typing import Any

from eegview.app.suggestions.score_meaning import DEPENDS, NOT_CALIBRATED, counted_text
from eegview.detect.discovery import FoundPlugin
from eegview.detect.manifest import Evidence, Manifest
from eegview.detect.manifest_parameters import value_text

_EVERY_AGE_MONTHS = 1200.0  # up to here means every age; nothing is said of it


def info_lines(plugin: FoundPlugin, manifest: Manifest) -> list[str]:
    """Return the description of a detector as lines of text."""
    lines = [f"{manifest.title} {manifest.version} ({manifest.detector_id}): {plugin.state}", manifest.summary, ""]
    lines += list(plugin.faults)
    if manifest.ages_months and (manifest.ages_months[0] > 0 or manifest.ages_months[1] < _EVERY_AGE_MONTHS):
        lines.append(f"Made for {manifest.ages_months[0]:g}–{manifest.ages_months[1]:g} months.")
    if manifest.states:
        lines.append(f"Validated in: {', '.join(manifest.states)}.")
    lines.append(f"Montage {manifest.input.montage}, at least {manifest.input.minimum_rows} rows.")
    if manifest.input.marks:
        lines.append(f"Reads your marks of: {', '.join(manifest.input.marks)}.")
    lines.append(f"Proposes: {', '.join(manifest.terms) or 'trends only'}.")
    if manifest.always_listed:
        lines.append(f"Listed regardless of score: {', '.join(manifest.always_listed)}.")
    if manifest.parameters:
        lines += ["", "Parameters (--set NAME=VALUE):"]
        lines += [f"  {p.name} = {value_text(p.default)} {p.unit}  {p.label}".rstrip() for p in manifest.parameters]
    if manifest.evidence:
        lines += ["", "Tested on:"]
        lines += [f"  {one.data}: {one.result}{stated_text(one)}" for one in manifest.evidence]
    if manifest.calibration:
        lines += ["", "What its scores mean:"]
        lines += [f"  {counted_text(one)}" for one in manifest.calibration]
        lines += [f"  {DEPENDS}"]
    elif manifest.terms:
        lines += ["", NOT_CALIBRATED]
    return [*lines, "", page_text(manifest)]


def stated_text(evidence: Evidence) -> str:
    """Return ` (1.7 h read, looked at once, nothing fitted on it)`: what a figure says of its data, "" for nothing."""
    stated: list[str] = []
    if evidence.read_h is not None:
        stated.append(f"{evidence.read_h:g} h read")
    if evidence.looks is not None:
        stated.append("looked at once" if evidence.looks == 1 else f"looked at {evidence.looks} times")
    if evidence.fitted is not None:
        stated.append(f"fitted on it: {evidence.fitted}" if evidence.fitted else "nothing fitted on it")
    return f" ({', '.join(stated)})" if stated else ""


def page_text(manifest: Manifest) -> str:
    """Return the detector's page: method, evidence, limits."""
    try:
        return (manifest.folder / manifest.page).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "Its page cannot be read."


def plugin_json(plugin: FoundPlugin) -> dict[str, Any]:
    """Return a plugin's name, state and faults as an object for --json."""
    return {
        "id": plugin.detector_id,
        "title": plugin.title,
        "version": plugin.version,
        "state": plugin.state.value,
        "summary": plugin.summary,
        "place": plugin.place,
        "content_hash": plugin.content_hash,
        "faults": list(plugin.faults),
    }


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """Return a detector's manifest as an object for --json."""
    needs = manifest.input
    return {
        "engine": manifest.engine.value,
        "terms": list(manifest.terms),
        "threshold": {term: term not in manifest.always_listed for term in manifest.terms},
        "ages_months": list(manifest.ages_months) if manifest.ages_months else None,
        "states": list(manifest.states),
        "input": {
            "montage": needs.montage,
            "rate_hz": needs.rate_hz,
            "minimum_rate_hz": needs.minimum_rate_hz,
            "minimum_rows": needs.minimum_rows,
            "kinds": {kind: need.value for kind, need in needs.kinds},
            "video": needs.video.value,
            "marks": list(needs.marks),
        },
        "parameters": [
            {
                "name": p.name,
                "label": p.label,
                "type": p.kind.value,
                "default": p.default,
                "minimum": p.minimum,
                "maximum": p.maximum,
                "unit": p.unit,
                "choices": [list(choice) for choice in p.choices],
                "help": p.help,
            }
            for p in manifest.parameters
        ],
        "evidence": [
            {"data": e.data, "result": e.result, "read_h": e.read_h, "looks": e.looks, "fitted": e.fitted}
            for e in manifest.evidence
        ],
        "calibration": [
            {"score_from": c.score_from, "score_to": c.score_to, "n": c.n, "n_true": c.n_true, "data": c.data}
            for c in manifest.calibration
        ],
        "page": page_text(manifest),
    }
