"""Simulated studies and real recordings for evidence tables: made once, kept in a folder, run through a detector."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from eegview.app.montages import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.manifest_file import read_manifest
from eegview.detect.plugin_recording import PluginRecording
from eegview.readers.opening import open_recording
from eegview.simulate.plan import StudyPlan
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.truth import write_truth
from eegview.simulate.writer_edf import write_edf

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "eeg"
TUNED_ON, MEASURED_ON = range(3101, 3111), range(3001, 3011)


@dataclass(slots=True)
class Heard:
    """A report that keeps what it is told."""

    events: list[dict[str, Any]] = field(default_factory=list)
    trends: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def event(self, onset_s, duration_s, term, score, channels=(), terms=()) -> None:
        self.events.append(
            {
                "start_s": onset_s,
                "stop_s": onset_s + duration_s,
                "term": term,
                "score": score,
                "channels": list(channels),
                "terms": list(terms),
            }
        )

    def trend(self, name, unit, start_s, step_s, values) -> None:
        self.trends.setdefault(name, []).extend(float(value) for value in values)

    def progress(self, share) -> None:
        pass

    def note(self, sentence) -> None:
        self.notes.append(sentence)


def study(folder: Path, seed: int, hours: float = 1.0) -> tuple[Path, StudyPlan, list[dict[str, str]]]:
    """Return a simulated study's file, plan and truth; written where it is not there yet."""
    place = folder / str(seed)
    plan = plan_study(hours, seed)
    if not (place / "truth.tsv").is_file():
        place.mkdir(parents=True, exist_ok=True)
        write_edf(place / "demo.edf", make_simulation(plan))
        write_truth(place / "truth.tsv", plan)
    with (place / "truth.tsv").open(encoding="utf-8") as file:
        return place / "demo.edf", plan, list(csv.DictReader(file, delimiter="\t"))


def run(
    name: str, path: Path, movement: tuple[np.ndarray, np.ndarray] | None = None, has_polygraphy: bool = True
) -> Heard:
    """Run a shipped detector over a file with its default parameters; without its polygraphy if so asked."""
    manifest = read_manifest(ROOT / "plugins" / name)
    source = open_recording(path)
    plan = plan_input(source.recording, montage_by_id(manifest.input.montage), manifest.input)
    plan = plan if has_polygraphy else replace(plan, polygraphy=())
    recording = PluginRecording(source, plan, source.recording.span, movement=movement)
    heard = Heard()
    detector(manifest)(recording, manifest.defaults(), heard)
    source.close()
    return heard


def detector(manifest: Manifest) -> Callable:
    """Return a plugin's function, loaded from its folder."""
    if manifest.engine is Engine.ONNX:
        from eegview.detect.onnx_engine import detector_of

        return detector_of(manifest)
    import importlib.util

    spec = importlib.util.spec_from_file_location(f"plugin_{manifest.detector_id}", manifest.folder / "detector.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.detect


def overlap_s(a: float, b: float, c: float, d: float) -> float:
    return max(0.0, min(b, d) - max(a, c))
