"""What each shipped detector finds on one small simulated study, and the stored list of what each version found.

After a detector's version was raised, write what it finds now with

    PYTHONPATH=.:tests/helpers python -m detector_scores

A version that is in the list already is never written anew: whoever changes scores raises the version first.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from plugin_runs import KeptReport, detector_function, seen_by

from eegview.detect.discovery import missing_for
from eegview.detect.manifest import Manifest
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import plugin_folders, shipped_folder
from eegview.model.recording import SignalSource
from eegview.readers.opening import open_recording
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.writer_edf import write_edf

LIST = Path(__file__).resolve().parent.parent / "plugins" / "detector_scores.json"
HOURS, SEED = 10 / 60, 3
ONSET_WITHIN_S, SCORE_WITHIN, TREND_WITHIN = 0.02, 0.005, 0.01  # what other processors and libraries may differ by


@dataclass(frozen=True, slots=True)
class Study:
    """The simulated study, and a movement of the camera that is drawn by a formula.

    source : of the recording, read from its EDF file
    movement : times in recording time (s) and values
    example_s : onset of a spasm
    """

    source: SignalSource
    movement: tuple[np.ndarray, np.ndarray]
    example_s: float


@lru_cache(maxsize=1)
def study() -> Study:
    """Return the study on which detectors are compared with themselves."""
    plan = plan_study(HOURS, SEED)
    with tempfile.TemporaryDirectory(prefix="eegview-") as folder:
        path = Path(folder) / "study.edf"
        write_edf(path, make_simulation(plan))
        source = open_recording(path)  # an open file outlives its name
    times_s = np.arange(0.0, plan.duration_s, 0.04)
    movement = 1.0 + np.sin(times_s / 7) ** 2
    for spasm in plan.spasms:
        movement += 9.0 * np.exp(-(((times_s - spasm.onset_s - 0.4) / 0.3) ** 2))
    return Study(source, (times_s, movement.astype(np.float32)), plan.spasms[0].onset_s)


def shipped() -> tuple[Manifest, ...]:
    """Return the manifests of the detectors that can run here."""
    manifests = map(read_manifest, plugin_folders(shipped_folder()))
    return tuple(manifest for manifest in manifests if not missing_for(manifest))


def found_by(manifest: Manifest) -> dict[str, Any]:
    """Return what a detector finds on the study: onset and score of each event, and each trend in numbers."""
    made, report = study(), KeptReport()
    recording = seen_by(manifest, made.source, movement=made.movement if manifest.input.video != "no" else None)
    parameters = manifest.defaults()
    if manifest.detector_id == "similar":  # it has to be named what to look for
        parameters = {**parameters, "examples": f"{made.example_s:.3f}", "minimum_score": 0.05}
    detector_function(manifest)(recording, parameters, report)
    rows = ((round(float(onset_s), 3), round(float(score), 4), term) for onset_s, _d, term, score, *_ in report.events)
    events = sorted(rows)
    trends = {name: _in_numbers(report.values(name)) for name in sorted(report.trends)}
    return {"events": [list(event) for event in events], "trends": trends}


def _in_numbers(values: np.ndarray) -> list[float]:
    held = values[np.isfinite(values)]
    if not len(held):
        return [len(values), 0]
    return [len(values), len(held), *(float(f"{number:.5g}") for number in (held.mean(), held.std(), held[-1]))]


def stored() -> dict[str, dict[str, Any]]:
    """Return what each version of each detector found, as it is in the list."""
    return json.loads(LIST.read_text(encoding="utf-8")) if LIST.is_file() else {}


def differences(was: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return a sentence for what differs by more than other processors and libraries would make it."""
    if len(was["events"]) != len(found["events"]):
        return [f"It found {len(was['events'])} events, and finds {len(found['events'])} now."]
    sentences = []
    for (old_s, old_score, old_term), (new_s, new_score, new_term) in zip(was["events"], found["events"], strict=True):
        is_near = abs(old_s - new_s) <= ONSET_WITHIN_S and abs(old_score - new_score) <= SCORE_WITHIN
        if not is_near or old_term != new_term:
            sentences.append(f"{old_term} at {old_s} s, {old_score}, is now {new_term} at {new_s} s, {new_score}.")
    for name in was["trends"].keys() | found["trends"].keys():
        old, new = was["trends"].get(name, []), found["trends"].get(name, [])
        if len(old) != len(new) or not np.allclose(old, new, rtol=TREND_WITHIN, atol=1e-6):
            sentences.append(f"The trend “{name}” was {old}, and is {new}.")
    return sentences


def write_list() -> int:
    """Add what versions find that are not in the list yet; return 1 where a listed version finds something else."""
    held, is_wrong = stored(), 0
    for manifest in shipped():
        versions = held.setdefault(manifest.detector_id, {})
        found = found_by(manifest)
        was = versions.setdefault(manifest.version, found)
        for sentence in differences(was, found):
            is_wrong = 1
            sys.stderr.write(f"{manifest.detector_id} {manifest.version}: {sentence} Raise its version.\n")
    lines = ",\n".join(
        f' "{name}": {{\n'
        + ",\n".join(f'  "{version}": {json.dumps(found)}' for version, found in sorted(versions.items()))
        + "\n }"
        for name, versions in sorted(held.items())
    )
    LIST.write_text("{\n" + lines + "\n}\n", encoding="utf-8", newline="\n")
    return is_wrong


if __name__ == "__main__":
    sys.exit(write_list())
