"""Records of detectors' runs: what a run had found when it ended, as hashes, and that it was deleted.

A record is stored as a mark of its own term, so that it stands in the chain of hashes like any act. It is written by
the program together with the end of the run, not by a reviewer, and undo passes it over.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, is_count
from eegview.model.suggestion.detection import DetectorRun

RUN_TERM = "detector_run"  # not in any vocabulary: no reviewer marks with it
PROGRAM = "eegview"  # author of what the program wrote for nobody in particular
PROGRAM_ROLE = "program"


class RunEvent(StrEnum):
    """What happened to a run last, as its record says."""

    ENDED = "ended"  # in whatever way, also found dead
    RESUMED = "resumed"  # it had been found dead, and gave a sign of life again
    DELETED = "deleted"
    OLDER = "older"  # runs that were there before there were records: these are not covered


@dataclass(frozen=True, slots=True)
class RunDigest:
    """Hex SHA-256 over a run's own row, its detections and its trends, and how many of them there were."""

    run: str
    detections: str
    trends: str
    n_detections: int
    n_trends: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The record of one run.

    run_id : "" for OLDER
    digest : None where the event has none
    older : ids of the runs that were there before, for OLDER
    """

    mark: Annotation
    event: RunEvent
    run_id: str
    title: str
    digest: RunDigest | None
    older: tuple[str, ...] = ()


def run_record_mark(run: DetectorRun, event: RunEvent, digest: RunDigest | None, layer: str) -> Annotation:
    """Return the mark that stores what happened to a run."""
    held = {
        "event": event.value,
        "run": run.run_id,
        "title": run.title,
        "detector": run.detector_id,
        "version": run.version,
        "content": run.content_hash,
        "program": run.program_version,
        "code": run.code_hash,
        "end": run.end.value,
    }
    if digest is not None:
        held |= {
            "run_digest": digest.run,
            "detections_digest": digest.detections,
            "trends_digest": digest.trends,
            "n_detections": str(digest.n_detections),
            "n_trends": str(digest.n_trends),
        }
    duration_s = max(run.span.stop_s - run.span.start_s, 0.0)
    attributes = tuple(sorted(held.items()))
    return Annotation(
        run_record_id(run.run_id), RUN_TERM, run.span.start_s + 0.0, duration_s, (), attributes, layer=layer
    )


def older_runs_mark(run_ids: Iterable[str]) -> Annotation:
    """Return the mark that states which runs were in the library before there were records of runs."""
    attributes = (("event", RunEvent.OLDER.value), ("runs", json.dumps(sorted(run_ids))))
    return Annotation(run_record_id("older"), RUN_TERM, 0.0, 0.0, (), attributes, layer=PROGRAM)


def run_record_id(run_id: str) -> str:
    """Return the id of the mark that stores a run's record."""
    return f"run-{run_id}"


def run_record_of(mark: Annotation) -> RunRecord | None:
    """Return the record stored in a mark, None where the mark stores no valid one."""
    held = dict(mark.attributes)
    if mark.term_id != RUN_TERM or held.get("event") not in set(RunEvent):
        return None
    event = RunEvent(held["event"])
    if event is RunEvent.OLDER:
        try:
            older = tuple(map(str, json.loads(held.get("runs", "[]"))))
        except (ValueError, TypeError):  # no list
            return None
        return RunRecord(mark, event, "", "", None, older)
    return RunRecord(mark, event, held.get("run", ""), held.get("title", ""), _digest(held))


def _digest(held: dict[str, str]) -> RunDigest | None:
    counts = held.get("n_detections", ""), held.get("n_trends", "")
    hashes = [held.get(name, "") for name in ("run_digest", "detections_digest", "trends_digest")]
    if not all(hashes) or not all(map(is_count, counts)):
        return None
    return RunDigest(hashes[0], hashes[1], hashes[2], int(counts[0]), int(counts[1]))
