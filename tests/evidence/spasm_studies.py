"""Studies with known spasms for a learned model and for judging: simulated, made up on real EEG, and real without any.

Rows are those that `plugins/learned_spasms` is given, formed by the program itself from a file.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import edfio
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "bench"), str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "evidence")]

from semi_real import ArrayRecording, add_sleep_waves, add_spasms, held  # noqa: E402
from shared_data import DATA  # noqa: E402
from spasms_on_real_eeg import LAST, LOOKED_AT, LOOKED_AT_SINCE, Recipe, make  # noqa: E402

from eegview.app.montage.store import montage_by_id  # noqa: E402
from eegview.detect.input_plan import plan_input  # noqa: E402
from eegview.detect.manifest import InputNeeds  # noqa: E402
from eegview.detect.plugin_recording import PluginRecording  # noqa: E402
from eegview.readers.opening import open_recording  # noqa: E402
from eegview.simulate.plan import SIMULATOR_VERSION, StudyPlan  # noqa: E402
from eegview.simulate.signals import make_simulation  # noqa: E402
from eegview.simulate.study import plan_study  # noqa: E402
from eegview.simulate.writer_edf import write_edf  # noqa: E402

RECIPES = {"looked-at": (*LOOKED_AT, *LOOKED_AT_SINCE), "last": LAST}
RATE_HZ = 64.0
NEEDS = InputNeeds(low_cut_hz=0.5, rate_hz=RATE_HZ)
INFANT, CHILD, PRETERM = "infant_background_18min", "absence_30min", "preterm_bipolar_11min"
ASLEEP_S = (535.0, 1095.0)  # of the infant's recording


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A recording's rows at 64 Hz in µV, and the onsets of its spasms.

    group : "simulated", "semi-real", "waves" or "real"
    """

    name: str
    group: str
    data: np.ndarray
    onsets_s: np.ndarray

    @property
    def hours(self) -> float:
        return self.data.shape[1] / RATE_HZ / 3600


def rows_of(path: Path) -> np.ndarray:
    """Return the (n_rows, n) float32 µV of a file as the model is given them; one segment."""
    source = open_recording(path)
    seen = plan_input(source.recording, montage_by_id("longitudinal_bipolar"), NEEDS)
    recording = PluginRecording(source, seen, source.recording.span)
    data = np.concatenate([stretch.data for stretch in recording.stretches(240.0)], axis=1)
    source.close()
    return data


def as_recorded(path: Path) -> ArrayRecording:
    """Return all EEG of a file as it was recorded, in memory."""
    source = open_recording(path)
    seen = plan_input(source.recording, montage_by_id("none"), InputNeeds(montage="none"))
    found = held(PluginRecording(source, seen, source.recording.span))
    source.close()
    return ArrayRecording(found.rows, found.data, found.rate_hz)


def real_path(name: str) -> Path:
    return DATA / "eeg" / f"{name}.edf"


def base_of(seed: int) -> str:
    """Return the real recording that a semi-real seed lies on: the child's for 100-109 and odd ones from 200 on."""
    return CHILD if 100 <= seed < 110 or (seed >= 200 and seed % 2) else INFANT


def write_recording(path: Path, recording: ArrayRecording) -> None:
    """Write EEG in memory as an EDF file, 0.05 µV or finer a step."""
    n = recording.data.shape[1] // round(recording.rate_hz) * round(recording.rate_hz)
    signals = []
    for name, values in zip(recording.rows, recording.data[:, :n], strict=True):
        limit = float(max(np.ceil(np.abs(values).max()), 1))
        signals.append(
            edfio.EdfSignal(
                values.astype(float),
                recording.rate_hz,
                label=f"EEG {name}-Ref",
                physical_dimension="uV",
                physical_range=(-limit, limit),
            )
        )
    edfio.Edf(signals, data_record_duration=1).write(path)


def simulated_file(path: Path, seed: int, hours: float) -> StudyPlan:
    plan = plan_study(hours, seed)
    write_edf(path, make_simulation(plan))
    return plan


def semi_real_file(path: Path, seed: int, strength: float = 1.0) -> np.ndarray:
    """Write made-up spasms of one seed on real EEG; return their onsets."""
    recording, onsets_s = add_spasms(as_recorded(real_path(base_of(seed))), seed, strength)
    write_recording(path, recording)
    return onsets_s


def recipe_file(folder: Path, recipe: Recipe) -> tuple[Path, np.ndarray]:
    """Write a recording of tests/evidence/spasms_on_real_eeg.py; return where it is and its onsets."""
    make(recipe, DATA / "eeg", folder)
    lines = (folder / f"{recipe.name}.truth.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return folder / f"{recipe.name}.edf", np.array([float(line.split("\t")[0]) for line in lines])


def study(kept: Path | None, group: str, seed: int | str, hours: float = 0.5, strength: float = 1.0) -> Study:
    """Return a study of one group and seed (for "real" the name of a recording); kept in a folder if one is given."""
    name = f"{group} {seed}" + (f", {hours:g} h" if group == "simulated" else f", {strength:g}")
    drawn_by = f"_simulator_{SIMULATOR_VERSION}" if group == "simulated" else ""
    place = kept / (name.replace(" ", "_").replace(",", "") + f"{drawn_by}.npz") if kept else None
    if place and place.is_file():
        with np.load(place) as found:
            return Study(name, group, found["data"], found["onsets_s"])
    onsets_s = np.zeros(0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.edf"
        if group == "simulated":
            onsets_s = np.array([one.onset_s for one in simulated_file(path, int(seed), hours).spasms])
        elif group == "semi-real":
            onsets_s = semi_real_file(path, int(seed), strength)
        elif group == "waves":
            write_recording(path, add_sleep_waves(as_recorded(real_path(INFANT)), int(seed), ASLEEP_S))
        else:
            path = real_path(str(seed))
        data = rows_of(path)
    if place:
        np.savez(place, data=data, onsets_s=onsets_s)
    return Study(name, group, data, onsets_s)
