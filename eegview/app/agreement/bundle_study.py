"""Read the marks, log and runs of a bundle without unpacking its EEG and video."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.agreement.joining import LastAct, last_acts
from eegview.app.exchange.bundling import read_unbundled
from eegview.app.library.opening import open_source
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.patient import PatientFacts
from eegview.model.recording import patient_of
from eegview.model.signature import latest_signatures
from eegview.model.span import Span
from eegview.model.study.clip_slowness import clip_slownesses

if TYPE_CHECKING:
    from eegview.app.exchange.bundling import Unbundled
    from eegview.exchange.runs_file import RunResults

_HEAD_BYTES = 1 << 20  # of a recording in a zip: its header
_EDF = frozenset({".edf", ".bdf"})


@dataclass(frozen=True, slots=True, eq=False)
class BundleStudy:
    """What a bundle says of its study.

    stored : marks and records, signatures left out
    signed : layers under which a signature stands in its log
    acts : what was done last with each mark, from its log
    n_edits : of its log; of two bundles of one study the longer one is newer
    names : of the recordings in it
    files : paths of the recordings; none in a zip
    reviewed_id : under which it is noted what was viewed of them
    """

    fingerprint: str
    stored: tuple[Annotation, ...]
    signed: frozenset[str]
    acts: Mapping[str, LastAct]
    n_edits: int
    facts: PatientFacts
    duration_s: float
    recorded: tuple[Span, ...]
    names: tuple[str, ...]
    files: tuple[str, ...]
    runs: tuple[RunResults, ...]
    head_hash: str = ""
    reviewed_id: str = ""


def read_bundle_study(bundle: Path) -> BundleStudy:
    """Return the study of a bundle; its marks, log and runs are compared with their hashes, EEG and video are not read.

    Raises
    ------
    UnreadableFile : it is no bundle, or its marks or log are damaged
    """
    from eegview.exchange.bundle import RECORDING, read_manifest
    from eegview.store.checks.verification import replay

    manifest = read_manifest(bundle)
    with _small_files(bundle) as folder:
        study = read_unbundled(folder)
    names = tuple(Path(name).name for name in manifest.names(RECORDING))
    files = tuple(str(bundle / name) for name in manifest.names(RECORDING)) if bundle.is_dir() else ()
    stored = tuple(replay(study.edits).values())
    facts, duration_s, recorded, reviewed_id = _recording_of(bundle, files, manifest.names(RECORDING), stored)
    if not duration_s:
        told = manifest.about.get("duration_s")
        duration_s = float(told) if isinstance(told, int | float) else _last_s(study)
        recorded = (Span(0.0, duration_s),)
    signed = frozenset(latest_signatures(stored))
    return BundleStudy(
        study.fingerprint,
        study.marks,
        signed,
        last_acts(study.edits),
        len(study.edits),
        facts,
        duration_s,
        recorded,
        names,
        files,
        study.runs,
        study.edits[-1].hash if study.edits else "",
        reviewed_id or study.fingerprint,
    )


@contextmanager
def _small_files(bundle: Path) -> Iterator[Path]:
    """Yield a folder with manifest, marks, log, runs and provenance of a bundle, each compared with its hash."""
    from eegview.exchange.bundle import LOG, MARKS, PROVENANCE, RUNS, unpack_roles

    with tempfile.TemporaryDirectory(prefix="eegview-") as made:
        folder = Path(made)
        unpack_roles(bundle, folder, (MARKS, LOG, RUNS, PROVENANCE))
        yield folder


def _recording_of(
    bundle: Path, files: tuple[str, ...], names: tuple[str, ...], stored: tuple[Annotation, ...]
) -> tuple[PatientFacts, float, tuple[Span, ...], str]:
    """Return what the recordings say of patient, duration (0 where it is not known), segments, and `reviewed_id`.

    stored : what the bundle's log leaves, the speeds that readers typed among it
    """
    if not files:
        return _facts_in_zip(bundle, names), 0.0, (), ""
    try:
        with closing(open_source(files, slowness=lambda _own: clip_slownesses(stored), is_played=False)) as source:
            recording = source.recording
            return patient_of(source), recording.duration_s, recording.segments, recording.reviewed_id
    except EegViewError:  # marks can be compared without the EEG
        return PatientFacts(), 0.0, (), ""


def _facts_in_zip(bundle: Path, names: tuple[str, ...]) -> PatientFacts:
    """Return what the header of an EDF or BDF file in a zip says of the patient; nothing for other formats."""
    from eegview.exchange import bundle_limits as limits
    from eegview.readers.edf.header import parse_header

    edf = next((name for name in names if Path(name).suffix.lower() in _EDF), None)
    if edf is None:
        return PatientFacts()
    try:
        with limits.sound_archive(bundle) as archive, archive.open(edf) as file:
            return parse_header(file.read(_HEAD_BYTES), archive.getinfo(edf).file_size).patient
    except (OSError, EegViewError, *limits.READ_ERRORS):
        return PatientFacts()


def _last_s(study: Unbundled) -> float:
    return max((mark.stop_s for mark in study.marks), default=0.0)
