"""Runs of detectors go along with a study's bundle, and into the library where it is taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from eegview.exchange.runs_file import RunResults
from eegview.model.detection import RunEnd

if TYPE_CHECKING:
    from eegview.store.library import Library


def runs_to_bundle(library: Library, fingerprint: str) -> tuple[RunResults, ...]:
    """Return the runs over a recording with all they gave; one that goes on just now is left out."""
    return tuple(
        RunResults(run, library.detections(run.run_id), library.trends(run.run_id))
        for run in library.runs(fingerprint)
        if run.end is not RunEnd.RUNNING
    )


def import_runs(runs: Iterable[RunResults], library: Library, fingerprint: str) -> int:
    """Enter the runs over this recording that the library does not hold yet; return how many they were."""
    here = {run.run_id for run in library.runs(fingerprint)}
    new = [kept for kept in runs if kept.run.fingerprint == fingerprint and kept.run.run_id not in here]
    for kept in new:
        run = kept.run
        library.start_run(run)
        library.add_detections(run.run_id, kept.detections)
        for trend in kept.trends:
            library.add_trend(run.run_id, trend)
        library.end_run(run.run_id, run.end, run.message, run.reached_s, run.notes)
    return len(new)
