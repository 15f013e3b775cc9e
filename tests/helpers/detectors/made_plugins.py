"""Detectors made for a test: `from detectors.made_plugins import make_plugin, run_made`."""

import textwrap
from collections.abc import Callable
from pathlib import Path

from recordings.study_files import write_edf

from eegview.app.montage.store import montage_by_id
from eegview.detect.api import CURRENT_API
from eegview.detect.job import Job
from eegview.detect.manifest_file import read_manifest
from eegview.detect.process.messages import Batch
from eegview.detect.process.running import Ending, run_plugin
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, Trend
from eegview.readers.opening import open_recording

PAGE = "# Made\n\nFor research and education only.\n\n## Method\n\nNone.\n\n## Evidence\n\nNone.\n\n## Limits\n\nAll.\n"


def make_plugin(
    folder: Path,
    body: str = "pass",
    more: str = "",
    detector_id: str = "made",
    top: str = "",
    api: str = str(CURRENT_API),
) -> Path:
    """Write a plugin whose `detect(recording, parameters, report)` has this body, and return its folder.

    more : tables of the manifest, below; top : lines of its head; api : as the manifest has it, "" for none
    """
    folder.mkdir(parents=True, exist_ok=True)
    entry = "" if "entry" in top else 'entry = "detector:detect"\n'
    head = f'id = "{detector_id}"\ntitle = "Made {detector_id}"\nversion = "1.0"\nsummary = "Made for a test."\n'
    if api:
        head += f"api = {api}\n"
    terms = "" if "terms" in top else 'terms = ["spasm"]\n'
    (folder / "plugin.toml").write_text(head + entry + terms + textwrap.dedent(top) + "\n" + textwrap.dedent(more))
    code = "def detect(recording, parameters, report):\n" + textwrap.indent(
        textwrap.dedent(body).strip() or "pass", "    "
    )
    (folder / "detector.py").write_text(code + "\n")
    (folder / "page.md").write_text(PAGE)
    return folder


class Reports:
    """What a run has reported, as it came."""

    def __init__(self) -> None:
        self.detections: list[Detection] = []
        self.trends: list[Trend] = []
        self.notes: list[str] = []
        self.share = 0.0

    def __call__(self, batch: Batch) -> None:
        self.detections += batch.detections
        self.trends += batch.trends
        self.notes += batch.notes
        self.share = batch.share


def run_made(
    folder: Path,
    recording: Path,
    logs: Path,
    on_report: Callable[[Batch], None],
    is_cancelled: Callable[[], bool] = lambda: False,
    span: Span | None = None,
    age_months: float | None = None,
    movement=None,
) -> Ending:
    """Run a plugin straight from its folder, without asking for consent."""
    manifest = read_manifest(folder)
    source = open_recording(recording)
    held = source.recording
    source.close()
    job = Job(
        (str(recording),),
        held.fingerprint,
        montage_by_id(manifest.input.montage),
        span or held.span,
        tuple(manifest.defaults().items()),
        age_months,
    )
    return run_plugin(manifest, folder, job, on_report, is_cancelled, logs=logs, movement=movement)


def small_recording(folder: Path) -> Path:
    """Write a minute and a half of noise in two segments."""
    return write_edf(folder / "noise.edf", segments=((0, 40), (50, 90)))
