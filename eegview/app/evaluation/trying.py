"""Run a detector over one recording of an evaluation."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.detectors.detecting import DetectionOrder, run_detector
from eegview.app.evaluation.trials import Trial, onsets_of, spans_of
from eegview.app.evaluation.truth_file import TruthFile
from eegview.detect.discovery import plugin_by_id
from eegview.detect.manifest_parameters import Value
from eegview.detect.process.messages import Batch
from eegview.model.errors import DetectorFailed
from eegview.model.recording import Progress, SignalSource
from eegview.model.suggestion.detection import DetectorRun

SIMULATION_SHARE = 0.75  # of the time a simulated trial takes


@dataclass(frozen=True, slots=True)
class TrialJob:
    """One recording to try the detector on: simulated from `seed`, `hours` long, or in the file `path`.

    label : what a real recording is called, "R1"
    patient : whose it is, "P1"
    truth : the file that says what is true of a real recording, None where there is none
    layer : whose marks are the reference, "" = the Final layer, else the only one
    takes_notes : without a file its own notes are the truth
    holds_none : without a file it is known to hold no such event
    refused : why it is not even tried, "" where it is
    """

    detector: str
    plugin: str
    parameters: tuple[tuple[str, Value], ...]
    term_id: str
    seed: int = -1
    hours: float = 0.0
    path: str = ""
    label: str = ""
    patient: str = ""
    truth: TruthFile | None = None
    layer: str = ""
    takes_notes: bool = False
    holds_none: bool = False
    refused: str = ""

    @property
    def name(self) -> str:
        return self.label if self.path else f"seed {self.seed}"


def opened(path: Path) -> SignalSource:
    """Return a recording that is open, parts of it included."""
    from eegview.app.library.opening import open_source

    return open_source([str(path)])


def tried(
    trial: Trial,
    job: TrialJob,
    source: SignalSource,
    path: Path,
    progress: Progress,
    stopped: Callable[[], bool],
    age_months: float | None,
) -> Trial:
    """Return the trial with what the detector found and how it ended."""
    plugin = plugin_by_id(job.detector)
    if plugin.content_hash != job.plugin:
        raise DetectorFailed(
            "The detector's files changed while it was measured.", "Leave them alone, and measure again."
        )
    start = 0.0 if job.path else SIMULATION_SHARE

    def on_report(_run: DetectorRun, batch: Batch) -> None:
        progress(start + (1 - start) * min(batch.share, 0.99))

    begun_s = time.monotonic()
    order = DetectionOrder((str(path),), dict(job.parameters), age_months=age_months)
    detected = run_detector(plugin, source.recording, order, on_report=on_report, is_cancelled=stopped)
    run = detected.run
    reached = f" (until {run.reached_s:.0f} s)" if run.is_partial else ""
    timed = trial.timed
    return replace(
        trial,
        timed=replace(timed, found=spans_of(detected.detections, job.term_id)) if timed is not None else None,
        found=onsets_of(detected.detections, job.term_id),
        message=f"the run ended as {run.end.value}{reached}: {run.message}" if run.is_partial else "",
        refused=f"the run ended as {run.end.value}{reached}" if run.is_partial else "",
        outside=run.outside,
        run_s=time.monotonic() - begun_s,
    )
