"""A bundle's marks and runs held against its own log, before anything of it is taken over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from eegview.app.review.signing import state_of, state_text
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.errors import UnreadableFile
from eegview.model.signature import SIGNATURE_TERM, latest_signatures
from eegview.model.study.records import REPORT_SIGNATURE_TERM
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.suggestion.run_record import RUN_TERM, RunEvent, RunRecord, run_record_of
from eegview.model.sync import SYNC_TERM, is_clinical, is_signed
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.exchange.runs_file import RunResults

_ADVICE = "Nothing was imported. Ask for the bundle again from where it was made."
# What only the library it was made in can vouch for.
_NOT_TAKEN = frozenset({SIGNATURE_TERM, REPORT_SIGNATURE_TERM, RUN_TERM})


def checked_marks(marks: Sequence[Annotation], edits: Sequence[Edit], fingerprint: str) -> dict[str, Annotation]:
    """Return all that stands at the end of a bundle's log, by id, once its marks are found to be just that.

    Raises
    ------
    UnreadableFile : the log is broken or of another recording, or a mark is not what the log says
    """
    from eegview.exchange.edit_log import log_problems
    from eegview.store.checks.verification import replay

    problems = log_problems(edits)
    if problems:
        more = f" ({len(problems) - 1} more such)" if len(problems) > 1 else ""
        raise UnreadableFile(f"The log of the bundle is damaged: {problems[0][:-1]}{more}.", _ADVICE)
    if any(edit.fingerprint != fingerprint for edit in edits):
        raise UnreadableFile("The log of the bundle is of another recording.", _ADVICE)
    logged = replay(edits)
    problem = _difference(marks, logged)
    if problem:
        raise UnreadableFile(problem, _ADVICE)
    return logged


def _difference(marks: Sequence[Annotation], logged: dict[str, Annotation]) -> str:
    """Return a sentence on the first difference between marks and log, "" where there is none."""
    found: dict[str, Annotation] = {}
    for mark in marks:
        at = elapsed_text(mark.onset_s, decimals=1)
        if mark.term_id == SIGNATURE_TERM and logged.get(mark.annotation_id) != mark:
            return f"The bundle contains a signature of “{mark.layer}” that is not in its own log."
        if mark.annotation_id not in logged:
            return f"The mark at {at} in the bundle is not in its own log."
        if logged[mark.annotation_id] != mark or mark.annotation_id in found:
            return f"The mark at {at} in the bundle is not what its own log says."
        found[mark.annotation_id] = mark
    lacking = [
        m for m in logged.values() if m.annotation_id not in found and (is_clinical(m) or m.term_id == SYNC_TERM)
    ]
    if lacking:
        at = elapsed_text(lacking[0].onset_s, decimals=1)
        return f"The mark at {at} is in the log of the bundle, but not among its marks."
    return ""


def checked_provenance(
    told: Sequence[str], fingerprint: str, edits: Sequence[Edit], runs: Iterable[DetectorRun]
) -> dict[str, Any]:
    """Return what wrote a bundle, in the form of `as_json`, once it is found to be of this recording, log and runs.

    told : texts of its `provenance.json`; none in bundles of older versions

    Raises
    ------
    UnreadableFile : it cannot be read, or tells of another recording, log or detector than those in the bundle
    """
    if not told:
        return {}
    head = edits[-1] if edits else None
    state = {
        "fingerprint": fingerprint,
        "n_edits": head.number if head else 0,
        "head_hash": head.hash if head else "",
    }
    try:
        held = json.loads(told[0])
        held = {"GeneratedBy": held["GeneratedBy"], **held["Provenance"]}
        recordings, made_by = held["recordings"], held["GeneratedBy"]
        detectors = {(one["Name"], one["Version"], one.get("CodeHash", "")) for one in made_by[1:]}
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, IndexError):
        raise UnreadableFile("The provenance of the bundle cannot be read.", _ADVICE) from None
    if recordings != [state]:
        raise UnreadableFile("The provenance of the bundle is not of its recording and log.", _ADVICE)
    if detectors != {(run.detector_id, run.version, run.content_hash) for run in runs}:
        raise UnreadableFile("The provenance of the bundle names other detectors than its runs.", _ADVICE)
    return held


def marks_to_take(logged: dict[str, Annotation]) -> tuple[Annotation, ...]:
    """Return the marks and records that another library may take over from a bundle's log.

    A signature is under a log that stays in the bundle, so it is never entered as somebody's signature elsewhere.
    """
    return tuple(mark for mark in logged.values() if mark.term_id not in _NOT_TAKEN)


def signature_lines(logged: dict[str, Annotation], edits: Sequence[Edit], fingerprint: str) -> tuple[str, ...]:
    """Return a line for the last signature under each layer, as the bundle's log has it.

    Raises
    ------
    UnreadableFile : a signature is of another log or another recording, or was entered by somebody else
    """
    from eegview.store.checks.record_checks import signature_problems

    problems = signature_problems(fingerprint, edits)
    if problems:
        raise UnreadableFile(problems[0], _ADVICE)
    marks = tuple(filter(is_signed, logged.values()))
    states = [
        state_of(signature, marks, [edit for edit in edits if edit.number > signature.head_number])
        for signature in latest_signatures(logged.values()).values()
    ]
    return tuple(f"Layer {state.signature.layer}: {state_text(state)}." for state in states)


def check_runs(runs: Iterable[RunResults], logged: dict[str, Annotation]) -> tuple[str, ...]:
    """Return a sentence where runs of a bundle are not covered by its log.

    Raises
    ------
    UnreadableFile : a run is not what the log says, or no run of it
    """
    from eegview.store.run_digest import digest_of_results

    records = [record for record in map(run_record_of, logged.values()) if record is not None]
    by_id: dict[str, RunRecord] = {record.run_id: record for record in records}
    older = {run_id for record in records for run_id in record.older}
    is_older_log = not records  # written before there were records
    n_uncovered = 0
    for results in runs:
        run, record = results.run, by_id.get(results.run.run_id)
        if record is not None:
            digest = digest_of_results(run, results.detections, results.trends)
            if record.event is not RunEvent.ENDED or record.digest != digest:
                raise UnreadableFile(f"The run of “{run.title}” in the bundle is not what its own log says.", _ADVICE)
        elif is_older_log or run.run_id in older:
            n_uncovered += 1
        else:
            raise UnreadableFile(f"The run of “{run.title}” in the bundle is not in its own log.", _ADVICE)
    if not n_uncovered:
        return ()
    some = "1 run" if n_uncovered == 1 else f"{n_uncovered} runs"
    return (f"Not covered by the log of the bundle, as an older version wrote it: {some} of detectors.",)
