"""Measure a detector: on simulated infants it was not made on, and on real recordings of which the truth is known.

Simulated studies are made in a folder that is gone afterwards; what they hold is known to the sample.
"""

import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from eegview.app.evaluation.archive.trial import real_trial, refused_trial
from eegview.app.evaluation.batch_pool import run_in_processes
from eegview.app.evaluation.simulated_truth import circumstances_of, states_of, timed_truth_of, truth_of
from eegview.app.evaluation.trials import Trial
from eegview.app.evaluation.trying import SIMULATION_SHARE, TrialJob, opened, tried
from eegview.model.errors import Cancelled, DetectorFailed, UsageError
from eegview.model.recording import Progress


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
    DetectorFailed : a simulated trial's process died; numbers without it would say too much. A real recording whose
        process dies is refused alone
    """
    with closing(run_in_processes(run_trial, jobs, max(1, min(n_workers, len(jobs))))) as updates:
        for update in updates:
            job = jobs[update.number]
            if update.was_lost and not job.path:
                raise DetectorFailed(f"The process that worked on {job.name} died.", "Try again with fewer workers.")
            result = refused_trial(job, "the process that worked on it died") if update.was_lost else update.result
            yield TrialProgress(update.number, update.share, result)


def run_trial(job: TrialJob, progress: Progress, stopped: Callable[[], bool]) -> Trial:
    """Make or open one recording, run the detector over it, and return both sides."""
    if job.path:
        return real_trial(job, progress, stopped)
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
        timed=timed_truth_of(plan, job.term_id),
    )
    with tempfile.TemporaryDirectory(prefix="eegview-evaluation-") as folder:
        path = Path(folder) / "simulated.edf"
        write_edf(path, make_simulation(plan), made)
        source = opened(path)
        try:
            # the header of a simulated study names no date of birth; the plan knows the age
            return tried(trial, job, source, path, progress, stopped, plan.patient.age_months)
        finally:
            source.close()
