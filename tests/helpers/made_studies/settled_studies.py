"""Settled studies: a recording that names a patient, readers' layers and a final layer, all signed in a library."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import edfio
import numpy as np

from eegview.app.library.editing import Editor
from eegview.app.library.opening import open_source
from eegview.app.library.signing import sign
from eegview.model.annotation import FINAL_LAYER, Annotation, new_annotation_id
from eegview.model.signature import Meaning
from eegview.store.library import open_library

NAME, CODE = "Erika Mustermann", "PID-4711"
RATE_HZ, DURATION_S = 128, 1500
_ELECTRODES = ("Fp1", "Fp2", "F3", "F4", "C3", "C4", "P3", "P4", "O1", "O2")


def write_named_edf(
    path: Path, seed: int = 0, duration_s: int = DURATION_S, name: str = NAME, code: str = CODE
) -> Path:
    """Write a recording whose header names a patient, a technician and a day."""
    rng = np.random.default_rng(seed)
    signals = [
        edfio.EdfSignal(
            30 * rng.standard_normal(duration_s * RATE_HZ), RATE_HZ, label=f"EEG {one}", physical_dimension="uV"
        )
        for one in _ELECTRODES
    ]
    patient = edfio.Patient(code=code, name=name.replace(" ", "_"), sex="F", birthdate=date(2025, 1, 1))
    taken = edfio.Recording(
        startdate=date(2025, 6, 1), hospital_administration_code="H9", investigator_technician_code="Dr_Nosy"
    )
    edfio.Edf(signals, patient=patient, recording=taken, starttime=datetime(2025, 6, 1, 3, 4, 5).time()).write(path)
    return path


def mark(term_id: str, onset_s: float, duration_s: float = 1.0, text: str = "", **answers: str) -> Annotation:
    """Return a mark with answers."""
    held = tuple(sorted(answers.items()))
    return Annotation(new_annotation_id(), term_id, onset_s, duration_s, attributes=held, text=text)


def layer_marks(shift_s: float = 0.0) -> list[Annotation]:
    """Return what a reader marks: spasms, mimics, artifacts, a decrement, stages, hypsarrhythmia."""
    spasms = [
        mark("spasm", 100.0 + 70 * place + shift_s, movement=("flexor", "extensor", "mixed")[place % 3], state="awake",
             correlates="fast+slow_wave+emg")
        for place in range(6)
    ]  # fmt: skip
    cluster = [mark("spasm", 520.0 + 20 * place + shift_s, movement="flexor") for place in range(4)]
    others = [
        mark("mimic", 640.0 + shift_s, kind="startle"),
        mark("mimic", 700.0 + shift_s, kind="sleep_myoclonus"),
        mark("artifact", 760.0 + shift_s, 3.0, kind="movement"),
        mark("artifact", 800.0 + shift_s, 3.0, kind="chewing"),
        mark("electrodecrement", 840.0 + shift_s, 2.0),
    ]
    stages = [
        mark("sleep_stage", 900.0 + 30 * place, 30.0, stage=("W", "N1", "N2", "N3", "R")[place % 5])
        for place in range(10)
    ]
    hypsarrhythmia = [
        mark("hypsarrhythmia", 1200.0, 60.0, presence="present", pattern="classic"),
        mark("hypsarrhythmia", 1270.0, 60.0, presence="absent"),
    ]
    return [*spasms, *cluster, *others, *stages, *hypsarrhythmia]


def settle(
    library_url: str,
    path: Path | Sequence[Path],
    layers: Mapping[str, Sequence[Annotation]],
    final: Iterable[Annotation],
    signs_final: bool = True,
    signs_readers: bool = True,
) -> str:
    """Enter and sign the layers of readers, then the final layer; return the recording's fingerprint."""
    source = open_source([str(path)] if isinstance(path, Path) else list(map(str, path)))
    fingerprint = source.recording.fingerprint
    source.close()
    library = open_library(library_url)
    try:
        for reader, marks in layers.items():
            editor = Editor(library, fingerprint, reader, "technologist")
            for one in marks:
                editor.add(one)
            if signs_readers:
                sign(editor, reader, Meaning.REVIEWED, reader, "{}")
        chief = Editor(library, fingerprint, "Dr. Chief", "neurologist")
        for one in final:
            chief.add(replace(one, annotation_id=new_annotation_id(), layer=FINAL_LAYER))
        if signs_final:
            sign(chief, "Dr. Chief", Meaning.APPROVED, FINAL_LAYER, "{}")
    finally:
        library.close()
    return fingerprint
