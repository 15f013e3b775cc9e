"""Measure a detector: on simulated infants it was not made on, and on recordings known to hold no event of its kind.

Simulated studies are made in a folder that is gone afterwards; what they hold is known to the sample.
"""

import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.detectors.detecting import DetectionOrder, run_detector
from eegview.app.evaluation.batch_pool import run_in_processes
from eegview.app.evaluation.simulated_truth import circumstances_of, states_of, truth_of
from eegview.app.evaluation.trials import Trial, onsets_of, states_from_notes
from eegview.detect.discovery import plugin_by_id
from eegview.detect.manifest_parameters import Value
from eegview.detect.messages import Batch
from eegview.model.annotation import FILE_LAYER
from eegview.model.detection import DetectorRun
from eegview.model.errors import Cancelled, DetectorFailed, UnreadableFile, UsageError
from eegview.model.recording import Progress, SignalSource

SIMULATION_SHARE = 0.75  # of the time a simulated trial takes


@dataclass(frozen=True, slots=True)
class TrialJob:
    """One recording to try the detector on: simulated from `seed`, `hours` long, or in the file `path`."""

    detector: str
    plugin: str
    parameters: tuple[tuple[str, Value], ...]
    term_id: str
    seed: int = -1
    hours: float = 0.0
    path: str = ""

    @property
    def name(self) -> str:
        return Path(self.path).name if self.path else f"seed {self.seed}"


@dataclass(frozen=True, slots=True)
class TrialProgress:
    """The progress of a trial, or the trial done."""

    number: int
    share: float = 0.0
    trial: Trial | None = None


def seeds_from(text: str) -> tuple[int, ...]:
    """Return the seeds of `1001-1020`, `3` or `1,5,7-9`, each once, in order.

    Raises
    ------
    UsageError : it is no such list
    """
    seeds: dict[int, None] = {}
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if (
            len(part) > 20
            or not first.isdecimal()
            or (dash and not last.isdecimal())
            or (dash and int(last) < int(first))
        ):
            raise UsageError(f"“{text}” is not a list of seeds.", "Write for example 1001-1020, or 1,5,9.")
        if dash and int(last) - int(first) >= 1000:
            raise UsageError("These are more than a thousand seeds.", "Give fewer.")
        seeds |= dict.fromkeys(range(int(first), int(last or first) + 1))
    return tuple(seeds)


def run_trials(jobs: Sequence[TrialJob], n_workers: int) -> Generator[TrialProgress, None, None]:
    """Yield progress of the trials as it comes.

    Raises
    ------
    DetectorFailed : a trial's process died; numbers without it would say too much
    """
    with closing(run_in_processes(run_trial, jobs, max(1, min(n_workers, len(jobs))))) as updates:
        for update in updates:
            if update.was_lost:
                raise DetectorFailed(
                    f"The process that worked on {jobs[update.number].name} died.", "Try again with fewer workers."
                )
            yield TrialProgress(update.number, update.share, update.result)


def run_trial(job: TrialJob, progress: Progress, stopped: Callable[[], bool]) -> Trial:
    """Make or open one recording, run the detector over it, and return both sides."""
    if job.path:
        return _real_trial(job, progress, stopped)
    return _simulated_trial(job, progress, stopped)


def _simulated_trial(job: TrialJob, progress: Progress, stopped: Callable[[], bool]) -> Trial:
    from eegview.simulate.signals import make_simulation
    from eegview.simulate.study import plan_study
    from eegview.simulate.writer_edf import write_edf

    def made(share: float) -> None:
        if stopped():
            raise Cancelled
        progress(SIMULATION_SHARE * share)

    plan = plan_study(job.hours, job.seed)
    truth, traits = truth_of(plan, job.term_id)
    trial = Trial(
        name=job.name,
        duration_s=plan.duration_s,
        truth=truth,
        found=(),
        traits=traits,
        states=states_of(plan),
        circumstances=circumstances_of(plan),
    )
    with tempfile.TemporaryDirectory(prefix="eegview-evaluation-") as folder:
        path = Path(folder) / "simulated.edf"
        write_edf(path, make_simulation(plan), made)
        source = _opened(path)
        try:
            # the header of a simulated study names no date of birth; the plan knows the age
            return _tried(trial, job, source, path, progress, stopped, plan.patient.age_months)
        finally:
            source.close()


def _real_trial(job: TrialJob, progress: Progress, stopped: Callable[[], bool]) -> Trial:
    """Return the trial of a file; one that cannot be read or does not fit the detector says so, and counts nothing."""
    path = Path(job.path)
    try:
        source = _opened(path)
        try:
            recording = source.recording
            notes = [mark for mark in source.scan_events().annotations if mark.layer == FILE_LAYER]
            trial = Trial(
                name=job.name,
                duration_s=sum(segment.duration_s for segment in recording.segments),
                truth=(),
                found=(),
                states=states_from_notes(notes, recording.duration_s),
            )
            return _tried(trial, job, source, path, progress, stopped, None)
        finally:
            source.close()
    except (UsageError, UnreadableFile) as error:
        return Trial(job.name, 0.0, (), (), message=f"not run: {error.sentence}")


def _opened(path: Path) -> SignalSource:
    from eegview.app.library.opening import open_source

    return open_source([str(path)])


def _tried(
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
    return replace(
        trial,
        found=onsets_of(detected.detections, job.term_id),
        message=f"the run ended as {run.end.value}{reached}: {run.message}" if run.is_partial else "",
        outside=run.outside,
        run_s=time.monotonic() - begun_s,
    )
