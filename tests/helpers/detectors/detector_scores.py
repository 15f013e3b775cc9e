"""What each shipped detector finds on one stored recording, and the list of what each version found.

After a detector's version was raised, write what it finds now with

    PYTHONPATH=.:tests/helpers python -m detectors.detector_scores

A version that is in the list already is never written anew: whoever changes scores raises the version first. The
recording is a file (`scores_study.py`), so that no change of the simulator changes the list; the list names its hash.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from detectors.more_read import of_channels
from detectors.plugin_runs import KeptReport, detector_function, seen_by
from detectors.scores_study import scores_study, study_hash
from recordings.memory_source import MemorySource

from eegview.detect.discovery import missing_for
from eegview.detect.manifest import Manifest
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import plugin_folders, shipped_folder
from eegview.model.channel import ChannelKind

LIST = Path(__file__).resolve().parents[2] / "plugins" / "detector_scores.json"
WITHIN = {"onset_s": 0.02, "duration_s": 0.05, "score": 0.005}  # what other processors and libraries may differ by
TREND_WITHIN = 0.01
LEAST_SCORE = 0.2  # weak ones too: a score that changes below what is shown is a changed score
LEAST_SCORES = {"spasms": 0.02}  # without limb EMG most in three minutes of a cluster are weak


def shipped() -> tuple[Manifest, ...]:
    """Return the manifests of the detectors that can run here."""
    manifests = map(read_manifest, plugin_folders(shipped_folder()))
    return tuple(manifest for manifest in manifests if not missing_for(manifest))


def found_by(manifest: Manifest) -> dict[str, Any]:
    """Return what a detector finds on the recording: onset, duration and score of each event, each trend in numbers.

    A detector that uses muscle channels is run without them, too: "without_emg".
    """
    source = scores_study().source
    found = _found(manifest, source)
    if ChannelKind.EMG in dict(manifest.input.kinds):
        found["without_emg"] = _found(manifest, of_channels(source, lambda channel: channel.kind != ChannelKind.EMG))
    return found


def _found(manifest: Manifest, source: MemorySource) -> dict[str, Any]:
    made, report = scores_study(), KeptReport()
    recording = seen_by(manifest, source, movement=made.movement if manifest.input.video != "no" else None)
    parameters = manifest.defaults()
    if "minimum_score" in parameters:
        parameters = {**parameters, "minimum_score": LEAST_SCORES.get(manifest.detector_id, LEAST_SCORE)}
    if manifest.detector_id == "similar":  # it has to be named what to look for
        parameters = {**parameters, "examples": ", ".join(f"{onset_s:.3f}" for onset_s in made.onsets_s[:3])}
    detector_function(manifest)(recording, parameters, report)
    rows = (
        (round(float(onset_s), 3), round(float(duration_s), 3), round(float(score), 4), term)
        for onset_s, duration_s, term, score, *_ in report.events
    )
    trends = {name: _in_numbers(report.values(name)) for name in sorted(report.trends)}
    return {"events": [list(event) for event in sorted(rows)], "trends": trends}


def _in_numbers(values: np.ndarray) -> list[float]:
    held = values[np.isfinite(values)]
    if not len(held):
        return [len(values), 0]
    return [len(values), len(held), *(float(f"{number:.5g}") for number in (held.mean(), held.std(), held[-1]))]


def stored() -> dict[str, dict[str, Any]]:
    """Return what each version of each detector found, as it is in the list; nothing where it was another recording."""
    held = json.loads(LIST.read_text(encoding="utf-8")) if LIST.is_file() else {}
    return held["detectors"] if held.get("study") == study_hash() else {}


def differences(was: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return a sentence for what differs by more than other processors and libraries would make it."""
    sentences = []
    if len(was["events"]) != len(found["events"]):
        sentences.append(f"It found {len(was['events'])} events, and finds {len(found['events'])} now.")
    else:
        for old, new in zip(was["events"], found["events"], strict=True):
            near = (abs(a - b) <= within for a, b, within in zip(old, new, WITHIN.values(), strict=False))
            if not all(near) or old[3] != new[3]:
                (old_s, old_long_s, old_score, old_term), (new_s, new_long_s, new_score, new_term) = old, new
                sentences.append(
                    f"{old_term} at {old_s} s for {old_long_s} s, {old_score}, "
                    f"is now {new_term} at {new_s} s for {new_long_s} s, {new_score}."
                )
    for name in was["trends"].keys() | found["trends"].keys():
        old, new = was["trends"].get(name, []), found["trends"].get(name, [])
        if len(old) != len(new) or not np.allclose(old, new, rtol=TREND_WITHIN, atol=1e-6):
            sentences.append(f"The trend “{name}” was {old}, and is {new}.")
    nothing: dict[str, Any] = {"events": [], "trends": {}}
    if "without_emg" in was or "without_emg" in found:
        alone = differences(was.get("without_emg", nothing), found.get("without_emg", nothing))
        sentences += [f"Without limb EMG: {sentence}" for sentence in alone]
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
    text = f'{{"study": "{study_hash()}", "detectors": {{\n{lines}\n}}}}\n'
    LIST.write_text(text, encoding="utf-8", newline="\n")
    return is_wrong


if __name__ == "__main__":
    sys.exit(write_list())
