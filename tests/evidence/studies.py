"""Simulated studies and real recordings for evidence tables: made once, kept in a folder, run through a detector."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from detectors.plugin_runs import KeptReport, detector_function
from shared_data import DATA, PROJECT

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest_file import read_manifest
from eegview.detect.plugin_recording import PluginRecording
from eegview.readers.opening import open_recording
from eegview.simulate.plan import SIMULATOR_VERSION, StudyPlan
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.truth import write_truth
from eegview.simulate.writer_edf import write_edf

REAL = DATA / "eeg"
MEASURED_ON = range(3201, 3211)  # nothing was set on them, but for the learned model, which was trained on them:
LEARNED_ON_OTHERS = range(3301, 3311)


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector said of a recording.

    events : start_s, stop_s, term, score, channels, terms of each
    trends : values by name
    """

    events: list[dict[str, Any]]
    trends: dict[str, list[float]]
    notes: list[str]


def kept_name(seed: int, hours: float = 1.0) -> str:
    """Return what a simulated study is called in a folder: another simulator's or another length is another study."""
    return f"{seed}_{hours:g}h_simulator_{SIMULATOR_VERSION}"


def study(folder: Path, seed: int, hours: float = 1.0) -> tuple[Path, StudyPlan, list[dict[str, str]]]:
    """Return a simulated study's file, plan and truth; written where it is not there yet."""
    place = folder / kept_name(seed, hours)
    plan = plan_study(hours, seed)
    if not (place / "truth.tsv").is_file():
        place.mkdir(parents=True, exist_ok=True)
        write_edf(place / "demo.edf", make_simulation(plan))
        write_truth(place / "truth.tsv", plan)
    with (place / "truth.tsv").open(encoding="utf-8") as file:
        return place / "demo.edf", plan, list(csv.DictReader(file, delimiter="\t"))


def run(
    name: str,
    path: Path,
    movement: tuple[np.ndarray, np.ndarray] | None = None,
    has_polygraphy: bool = True,
    **parameters: float,
) -> Found:
    """Run a shipped detector over a file, without its polygraphy if so asked; defaults but for the parameters named."""
    manifest = read_manifest(PROJECT / "plugins" / name)
    source = open_recording(path)
    plan = plan_input(source.recording, montage_by_id(manifest.input.montage), manifest.input)
    plan = plan if has_polygraphy else replace(plan, polygraphy=())
    recording = PluginRecording(source, plan, source.recording.span, movement=movement)
    report = KeptReport()
    detector_function(manifest)(recording, manifest.defaults() | parameters, report)
    source.close()
    names = ("start_s", "stop_s", "term", "score", "channels", "terms")
    events: list[dict[str, Any]] = [
        dict(zip(names, (onset_s, onset_s + duration_s, *rest), strict=True))
        for onset_s, duration_s, *rest in report.events
    ]
    return Found(events, {name: held for name, (*_, held) in report.trends.items()}, report.notes)


def overlap_s(a: float, b: float, c: float, d: float) -> float:
    return max(0.0, min(b, d) - max(a, c))
