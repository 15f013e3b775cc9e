"""How a report was made: program and libraries, recordings with the state of their logs, vocabulary."""

from __future__ import annotations

from datetime import UTC, datetime

from eegview.app.provenance import plugin_software, program_provenance
from eegview.app.provenance_texts import SHORT_HASH
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.model.provenance import Provenance, RecordingState, recording_state

_COMPUTING = ("Python", "numpy", "scipy", "numba")  # printed; the JSON names all


def report_provenance(study: ReportStudy, made_at_utc: str) -> Provenance:
    """Return what made the report of a study; of one that is read blind not how far its log had come.

    made_at_utc : ISO 8601
    """
    studies = [study, *([study.previous] if study.previous is not None else [])]
    plugins = sorted(
        {
            plugin_software(run.detector_id or run.title, run.version, run.content_hash, run.program_version)
            for run in study.runs
        },
        key=lambda one: (one.name, one.version, one.code_hash, one.description),
    )
    return program_provenance(plugins, map(_state, studies), study.vocabulary, lambda: _moment(made_at_utc))


def made_by_lines(provenance: Provenance, labels: Labels) -> tuple[str, ...]:
    """Return how a report was made in a few lines, hashes cut short."""
    program = provenance.program
    versions = {one.name: one.version for one in provenance.libraries}
    computing = ", ".join(f"{name} {versions[name]}" for name in _COMPUTING if name in versions)
    lines = [
        labels("made.program", name=program.name, version=program.version, code=_short(program.code_hash)),
        labels("made.computing", libraries=computing),
    ]
    lines += [_recording_line(one, labels) for one in provenance.recordings]
    if (vocabulary := provenance.vocabulary) is not None:
        named = f"{vocabulary.vocabulary_id} {vocabulary.version}"
        lines.append(labels("made.vocabulary", name=named, hash=_short(vocabulary.meaning_hash)))
    return tuple(lines)


def _recording_line(one: RecordingState, labels: Labels) -> str:
    name = _short(one.fingerprint)
    if one.n_edits is None:
        return labels("made.recording", name=name)
    if not one.n_edits:
        return labels("made.recording_without_edit", name=name)
    return labels("made.recording_at_edit", name=name, n=f"{one.n_edits:,}", hash=_short(one.head_hash))


def _state(study: ReportStudy) -> RecordingState:
    return recording_state(study.fingerprint, None if study.blindness.is_blind else study.head)


def _moment(made_at_utc: str) -> datetime:
    try:
        return datetime.fromisoformat(made_at_utc).astimezone(UTC)
    except ValueError:  # a report of no time is one, too
        return datetime(1970, 1, 1, tzinfo=UTC)


def _short(digits: str) -> str:
    return f"{digits[:SHORT_HASH]}…" if len(digits) > SHORT_HASH else digits
