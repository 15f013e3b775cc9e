"""A run of a detector that never was, in the library: `from made_studies.triage_study import put_run`."""

from collections.abc import Sequence

from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, new_run_id, score_of
from eegview.store.library import open_library

POINTS = (2.2, 1.6, 1.1, 0.7, 0.4, 0.1)  # beyond a threshold of 0.5


def detections_at(onsets_s: Sequence[float], term_id: str = "spasm") -> tuple[Detection, ...]:
    """Return detections with reasons, in order of time; every sixth has the same score."""
    found = []
    for number, onset_s in enumerate(onsets_s):
        points = POINTS[number % len(POINTS)]
        terms = (ScoreTerm("slow wave, both hemispheres", 5.2, "z", points + 0.8), ScoreTerm("step", 0.4, "", -0.8))
        found.append(Detection(number, onset_s, 1.0, term_id, score_of(terms), ("F3", "F4"), terms))
    return tuple(found)


def put_run(
    library_url: str,
    fingerprint: str,
    detections: Sequence[Detection],
    duration_s: float,
    end: RunEnd = RunEnd.DONE,
    started_utc: str = "2026-01-01T12:00:00+00:00",
) -> DetectorRun:
    """Put a finished run into the library and return it."""
    span = Span(0.0, duration_s)
    run = DetectorRun(
        new_run_id(), fingerprint, "spasms", "Epileptic spasms", "1.2.0", "ab" * 32, (), span, started_utc, "ann"
    )
    library = open_library(library_url)
    library.start_run(run)
    library.add_detections(run.run_id, detections)
    library.end_run(run.run_id, end, "", duration_s)
    library.close()
    return run
