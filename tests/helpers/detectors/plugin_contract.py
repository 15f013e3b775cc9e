"""The contract every detector passes.

`from detectors.plugin_contract import …`; one more folder in plugins/ is one more test.
"""

from pathlib import Path

import numpy as np
import pytest
from detectors.plugin_runs import detector_function

from eegview.app.detectors.detecting import Detected, DetectionOrder, known_montages, run_detector
from eegview.app.montage.store import montage_by_id
from eegview.app.vocabulary.store import load_vocabulary
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash
from eegview.detect.discovery import inspect_folder
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.manifest_file import faults_of, read_manifest
from eegview.detect.manifest_parameters import parsed_value, value_text
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.process.messages import Listener
from eegview.detect.reporting import Report, Stopped
from eegview.model.recording import SignalSource
from eegview.model.suggestion.detection import RunEnd, score_of

SECTIONS = ("## Method", "## Evidence", "## Limits")
RESEARCH_ONLY = "research and education"
_LAST_MESSAGES = 3  # of a detector that had nothing to do, and so ended before it could be stopped


def made_movement(duration_s: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a still camera's movement with a few bursts, 25 values a second."""
    rng = np.random.default_rng(5)
    times_s = np.arange(0.0, duration_s, 0.04)
    values = 2 + rng.random(len(times_s))
    for onset_s in np.arange(15.0, duration_s - 5, 30.0):
        values[(times_s >= onset_s) & (times_s < onset_s + 1)] += 60
    return times_s, values.astype(np.float32)


def check_manifest(folder: Path) -> Manifest:
    """Check what a plugin states about itself, and return it."""
    terms = {term.term_id for term in load_vocabulary().terms}
    assert faults_of(folder, terms, known_montages()) == []
    manifest = read_manifest(folder)
    assert manifest.evidence, "it says nothing of what it was tried on"
    page = (folder / manifest.page).read_text(encoding="utf-8")
    for section in SECTIONS:
        assert section in page, f"its page has no section “{section}”"
    assert RESEARCH_ONLY in page.casefold().replace("\n", " "), "its page does not say that it is for research only"
    assert "diagnos" not in manifest.summary.casefold()
    return manifest


def check_parameters(manifest: Manifest) -> None:
    """Check that every default survives being typed."""
    for parameter in manifest.parameters:
        assert parsed_value(parameter, value_text(parameter.default)) == parameter.default
        assert parameter.label[:1].isupper(), f"“{parameter.label}” does not begin with a capital"


def run_whole(folder: Path, recording: Path, source: SignalSource, agreed: Path, logs: Path) -> Detected:
    """Run a plugin over a recording as the program would, with movement of a camera beside it."""
    consents = Consents(agreed)
    consents.agree(content_hash(folder), folder.name, folder)
    movement = made_movement(source.recording.duration_s)
    order = DetectionOrder((str(recording),), age_months=6.0, movement=movement, author="tester")
    return run_detector(inspect_folder(folder, "", consents), source.recording, order, logs=logs)


def check_run(manifest: Manifest, found: Detected) -> None:
    """Check that a run came to its end, and that all it reported is lawful."""
    assert found.run.end is RunEnd.DONE, found.run.message
    assert found.run.reached_s == found.run.span.stop_s
    assert set(dict(found.run.parameters)) == {parameter.name for parameter in manifest.parameters}
    names = [trend.name for trend in found.trends]
    assert len(set(names)) == len(names)
    for one in found.detections:
        assert one.term_id in manifest.terms
        assert found.run.span.start_s <= one.onset_s <= found.run.span.stop_s
        assert one.terms, "a reader cannot see why"
        assert score_of(one.terms) == pytest.approx(one.score, abs=0.001)
        assert all(term.name[0].isalpha() for term in one.terms)


def check_stops(manifest: Manifest, source: SignalSource) -> None:
    """Check that a wish to stop ends a Python detector within its first messages."""
    assert manifest.engine is Engine.PYTHON
    needs = manifest.input
    plan = plan_input(source.recording, montage_by_id(needs.montage), needs)
    n_messages = 0
    listener = Listener(manifest.terms, source.recording.span)

    def send(line: bytes) -> None:
        nonlocal n_messages
        listener.on_message(line.rstrip())
        n_messages += 1

    report = Report(send, lambda: n_messages > 0)
    movement = made_movement(source.recording.duration_s)
    recording = PluginRecording(source, plan, source.recording.span, 6.0, movement, report.reached)
    try:
        detector_function(manifest)(recording, manifest.defaults(), report)
    except Stopped:
        return
    assert n_messages <= _LAST_MESSAGES, "it went on after it was asked to stop"
