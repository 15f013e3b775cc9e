"""What `eegview detect` tells and writes of a run."""

from pathlib import Path
from typing import Any

from eegview.app.blind_reading.blindness import Blindness
from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.run_texts import not_final_summary
from eegview.app.provenance import write_sidecar
from eegview.cli.blind_view import tell_blind
from eegview.cli.detection.develop import DEVELOPMENT
from eegview.cli.output import print_json, print_line, print_message
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.read_marks import read_marks, without_read_marks
from eegview.model.suggestion.detection import Detection
from eegview.model.time.clock import elapsed_text

RESEARCH_ONLY = "Suggestions for a person to decide on; for research and education, not for diagnosis."


def check_writable(out: Path, suffix: str = ".tsv", what: str = "Suggestions") -> None:
    """Check that suggestions, or trends, can be written to a file.

    Raises
    ------
    UsageError : it has another ending, or its folder does not exist
    """
    if out.suffix.lower() != suffix:
        raise UsageError(f"{what} cannot be written as “{out.suffix}”.", f"Give a file that ends in {suffix}.")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"The folder of {out.name} does not exist.", "Make it first, or choose one that exists.")


def write_trends_of(found: Detected, out: Path, provenance: Provenance) -> None:
    """Write the trends of a run, and print how they stand in the table; without any it has its header alone.

    So a table of an earlier run is never left there as if it were of this one.
    """
    from eegview.app.detectors.trend_file import write_trends

    names = write_trends(out, found.trends)
    write_sidecar(out, provenance)
    if not names:
        print_message(f"“{found.run.title}” gave no trends, so {out.name} has no rows.")
        return
    steps = ", ".join(f"{name} every {one.step_s:g} s" for name, one in zip(names, found.trends, strict=True))
    print_message(f"{out.name}: {steps}; empty = not measured then.")


def print_outcome(
    found: Detected, recording_stop_s: float, provenance: Provenance | None, is_developed: bool = False
) -> None:
    """Print the results of a run, and on stderr warnings, the detector's notes, and how many results are not final.

    provenance : for --json, None = lines of text are asked for
    """
    run = found.run
    not_final = not_final_summary(run, found.detections, recording_stop_s)
    for sentence in (*run.outside, *found.notes, *filter(None, [not_final])):
        print_message(sentence)
    if provenance is not None:
        print_json(detected_json(found) | ({"development": True} if is_developed else {}), provenance)
        return
    n_found = len(found.detections)
    hours = max(run.reached_s - run.span.start_s, 0.0) / 3600
    print_line(
        f"{run.title} {run.version}: {n_found} {'suggestion' if n_found == 1 else 'suggestions'}"
        f" in {elapsed_text(hours * 3600, 0)} of recording, {len(found.trends)} trends, {found.ending.seconds:.1f} s"
    )
    print_line(DEVELOPMENT if is_developed else RESEARCH_ONLY)


def print_hidden_outcome(found: Detected, blindness: Blindness, as_json: bool) -> None:
    """Print that a run ended, without a word on what it found."""
    run = found.run
    tell_blind(blindness)
    if as_json:
        print_json({"run": run.run_id, "detector": run.detector_id, "end": run.end.value, "hidden": True})
    else:
        print_line(f"{run.title} {run.version}: kept in the library; shown once you have signed.")


def detected_json(found: Detected) -> dict[str, Any]:
    """Return a run with its detections and trends as an object for --json."""
    run = found.run
    return {
        "run": run.run_id,
        "detector": run.detector_id,
        "version": run.version,
        "content_hash": run.content_hash,
        "program": run.program_version,
        "code_hash": run.code_hash,
        "parameters": dict(without_read_marks(run.parameters)),
        "marks": dict(read_marks(run.parameters)),
        "from_s": run.span.start_s,
        "to_s": run.span.stop_s,
        "reached_s": run.reached_s,
        "end": run.end.value,
        "message": run.message,
        "outside": list(run.outside),
        "notes": list(found.notes),
        "seconds": round(found.ending.seconds, 3),
        "peak_mib": round(found.ending.peak_mib, 1),
        "detections": [detection_json(one) for one in found.detections],
        "trends": [
            {"name": t.name, "unit": t.unit, "start_s": t.start_s, "step_s": t.step_s, "n": len(t.values)}
            for t in found.trends
        ],
    }


def detection_json(one: Detection) -> dict[str, Any]:
    """Return a detection as an object for --json."""
    return {
        "number": one.number,
        "onset_s": one.onset_s,
        "duration_s": one.duration_s,
        "term": one.term_id,
        "score": one.score,
        "is_final": one.is_final,
        "channels": list(one.channels),
        "attributes": dict(one.attributes),
        "terms": [{"name": t.name, "value": t.value, "unit": t.unit, "points": t.points} for t in one.terms],
    }
