"""Gather the studies that readers are compared on, from the library and from bundles, each recording once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.agreement.bundle_study import read_bundle_study
from eegview.app.agreement.joining import HeldMarks, LastAct, joined_marks, last_acts
from eegview.app.agreement.places import StudyPlace
from eegview.app.agreement.reader_note import ReaderNote
from eegview.app.agreement.readings import readings_seen_by
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.visible import Visible
from eegview.app.library.editing import study_library
from eegview.app.library.opening import open_source, slowness_in
from eegview.app.study.patient import known_patient
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.errors import Cancelled, EegViewError, UnreadableFile
from eegview.model.patient import PatientFacts
from eegview.model.provenance import RecordingState, recording_state
from eegview.model.recording import Progress, no_progress, patient_of
from eegview.model.signature import latest_signatures
from eegview.model.span import Span, gaps_between
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd

if TYPE_CHECKING:
    from eegview.store.library import Library

DETECTOR = "detector:"  # begins the name of a layer that is a detector's latest run


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """What one place holds of a study."""

    name: str
    path: Path
    fingerprint: str
    stored: tuple[Annotation, ...]
    signed: frozenset[str]
    n_edits: int
    facts: PatientFacts = field(repr=False)
    duration_s: float
    recorded: tuple[Span, ...]
    files: tuple[str, ...]
    runs: tuple[tuple[DetectorRun, tuple[Detection, ...]], ...] = ()
    bundle: str = ""
    acts: Mapping[str, LastAct] = field(default_factory=dict)
    head_hash: str = ""
    reviewed_id: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The studies found.

    failures : a sentence for each place that could not be read
    notes : sentences on patients and on what is hidden
    states : of the recordings, as the newest of their places has it; of one that is read blind not how far it had come
    runs : of detectors that stand as layers
    """

    studies: tuple[ReadStudy, ...]
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    states: tuple[RecordingState, ...] = ()
    runs: tuple[DetectorRun, ...] = ()


def gather_studies(
    places: Sequence[StudyPlace],
    viewer: str = "",
    library_url: str | None = None,
    detectors: Collection[str] = (),
    patients: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
    encoding: str = "",
) -> Gathered:
    """Return the studies in some places, as far as a viewer may see them; a place that fails does so alone.

    The same recording in several places, such as the bundles of two readers, is one study with the marks of all.

    Parameters
    ----------
    viewer : who looks, "" for nobody who reads these studies
    detectors : ids of detectors whose latest run is a layer, named `detector:ID`
    patients : by the recording's name, see `app.evaluation.archive.patients.read_patient_table`
    progress : called with a share from 0 to 1; what it raises ends the work

    Raises
    ------
    EegViewError : there is one place only, and it cannot be read
    UnreadableFile : there are several, and none of them can be read
    """
    sources: list[_Source] = []
    failures: list[str] = []
    library = study_library(library_url) if any(not place.is_bundle for place in places) else None
    try:
        for number, place in enumerate(places):
            progress(number / len(places))
            try:
                sources.append(_source(place, library, detectors, encoding))
            except Cancelled:
                raise
            except EegViewError as error:
                if len(places) == 1:
                    raise
                failures.append(f"{place.path.name}: {error.sentence}")
        by_recording = _by_recording(sources, library)
    finally:
        if library is not None:
            library.close()
    progress(1.0)
    if failures and not sources:
        raise UnreadableFile(f"None of the {len(places)} studies can be read.", f"The first one: {failures[0]}")
    joined = [_joined(held, viewer, detectors, patients or {}) for held in by_recording.values()]
    blind = {study.fingerprint for study, _is_known, visible in joined if visible.is_blind}
    states = tuple(_state(held, fingerprint in blind) for fingerprint, held in by_recording.items())
    runs = tuple(run for one in sources if one.fingerprint not in blind for run, _ in one.runs)
    notes = _notes(joined, len(sources))
    return Gathered(tuple(study for study, *_ in joined), tuple(failures), notes, states, runs)


def _state(sources: Sequence[_Source], is_blind: bool) -> RecordingState:
    newest = max(sources, key=lambda one: one.n_edits)
    return recording_state(newest.fingerprint, None if is_blind else (newest.n_edits, newest.head_hash))


def _by_recording(sources: Sequence[_Source], library: Library | None) -> dict[str, list[_Source]]:
    """Return the sources of each recording; the library's log is read where it has to be joined with others."""
    found: dict[str, list[_Source]] = {}
    for source in sources:
        found.setdefault(source.fingerprint, []).append(source)
    for held in found.values():
        if len(held) > 1 and library is not None:
            held[:] = [
                one if one.bundle else replace(one, acts=last_acts(library.edits(one.fingerprint))) for one in held
            ]
    return found


def _source(place: StudyPlace, library: Library | None, detectors: Collection[str], encoding: str) -> _Source:
    if place.is_bundle:
        held = read_bundle_study(place.path)
        runs = tuple((one.run, one.detections) for one in held.runs if one.run.detector_id in detectors)
        return _Source(
            place.path.name,
            place.path,
            held.fingerprint,
            held.stored,
            held.signed,
            held.n_edits,
            held.facts,
            held.duration_s,
            held.recorded,
            held.files,
            runs,
            str(place.path),
            held.acts,
            held.head_hash,
            held.reviewed_id,
        )
    assert library is not None
    asked = slowness_in(library)
    with closing(open_source([str(place.path)], encoding=encoding, slowness=asked, is_played=False)) as source:
        recording, facts = source.recording, patient_of(source)
    stored = library.annotations(recording.fingerprint)
    n_edits, head_hash = library.head(recording.fingerprint)
    runs = tuple(
        (run, library.detections(run.run_id))
        for run in library.runs(recording.fingerprint)
        if run.detector_id in detectors
    )
    return _Source(
        place.path.name,
        place.path,
        recording.fingerprint,
        stored,
        frozenset(latest_signatures(stored)),
        n_edits,
        facts,
        recording.duration_s,
        recording.segments,
        (str(place.path),),
        runs,
        head_hash=head_hash,
        reviewed_id=recording.reviewed_id,
    )


def _joined(
    sources: Sequence[_Source], viewer: str, detectors: Collection[str], patients: Mapping[str, str]
) -> tuple[ReadStudy, bool, Visible]:
    """Return the study of some places of one recording, whether its patient is known, and what may be seen of it."""
    newest = max(sources, key=lambda one: one.n_edits)
    stored = joined_marks([HeldMarks(one.stored, one.acts, one.n_edits) for one in sources])
    gaps = gaps_between(newest.recorded, Span(0.0, newest.duration_s))
    signed = frozenset[str]().union(*(one.signed for one in sources))
    found = readings_seen_by(viewer, stored, newest.reviewed_id, gaps, signed)
    visible = found.visible
    proposed = tuple(mark for detector in sorted(detectors) for mark in _latest_run(sources, detector))
    if visible.is_blind:
        proposed = ()
    patient = _patient(sources, stored, patients)
    study = ReadStudy(
        newest.name,
        hashlib.sha256((patient or newest.fingerprint).encode()).hexdigest()[:16],
        newest.fingerprint,
        newest.duration_s,
        newest.recorded,
        (*visible.marks, *proposed),
        visible.sheets,
        found.reviewed,
        found.signed,
        next((one.files for one in sources if one.files), ()),
        next((one.bundle for one in sources if one.bundle), ""),
        any(one.facts.is_simulated for one in sources),
        found.epoch_s,
    )
    return study, bool(patient), visible


def _latest_run(sources: Iterable[_Source], detector: str) -> tuple[Annotation, ...]:
    """Return the proposals of a detector's latest finished run, as the marks of a layer of its own."""
    runs = [held for one in sources for held in one.runs if held[0].detector_id == detector]
    done = [held for held in runs if held[0].end is RunEnd.DONE]
    if not done:
        return ()
    _run, detections = max(done, key=lambda held: held[0].started_utc)
    layer = f"{DETECTOR}{detector}"
    return tuple(
        Annotation(
            new_annotation_id(), one.term_id, one.onset_s, one.duration_s, one.channels, one.attributes, layer=layer
        )
        for one in detections
    )


def _patient(sources: Sequence[_Source], stored: Iterable[Annotation], table: Mapping[str, str]) -> str:
    """Return whose study it is: by the table, the ID that was typed or is in the file, or a BIDS label; "" unknown."""
    from eegview.app.evaluation.archive.patients import bids_subject

    stored = tuple(stored)
    for one in sources:
        for path in (one.path, *map(Path, one.files)):
            for key in (path.name.casefold(), path.stem.casefold()):
                if key in table:
                    return f"named {table[key].removeprefix('sub-')}"
    for one in sources:
        code = known_patient(one.facts, None, stored).patient_id.strip()
        if code:
            return f"coded {code.casefold()}"
    labels = (bids_subject(path) for one in sources for path in (one.path, *map(Path, one.files)))
    label = next(filter(None, labels), "")
    return f"named {label.removeprefix('sub-')}" if label else ""


def _notes(joined: Sequence[tuple[ReadStudy, bool, Visible]], n_sources: int) -> tuple[str, ...]:
    notes: list[str] = []
    if n_sources > len(joined):
        notes.append(f"{n_sources} places hold {len(joined)} recordings; the same recording counts once.")
    n_alone = sum(not is_known for _study, is_known, _visible in joined)
    if n_alone and len(joined) > 1:
        some = "1 study names" if n_alone == 1 else f"{n_alone} studies name"
        notes.append(f"{some} no patient; each counts as a patient of its own.")
    if any(visible.is_blind for *_, visible in joined):
        notes.append(
            "Studies that are read blind hold nothing of others here until your own marks in them are signed; say who "
            "you are."
        )
    not_blind = Counter(reader for *_, visible in joined for reader in visible.not_blind)
    for reader, n in sorted(not_blind.items()):
        said = f"{reader} was not blind in {n} of {len(joined)} studies: they saw others' work before signing."
        notes.append(ReaderNote(said))
    if any(visible.n_hidden for *_, visible in joined):
        notes.append("What is hidden from you until you have committed your own reading is left out.")
    if any(study.is_simulated for study, *_ in joined):
        n = sum(study.is_simulated for study, *_ in joined)
        notes.append(f"SIMULATED: {n} of {len(joined)} studies are of made-up infants.")
    return tuple(notes)
