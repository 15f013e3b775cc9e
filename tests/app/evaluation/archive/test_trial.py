"""Whatever is wrong with one recording is said of it alone, in words that name nobody."""

from types import SimpleNamespace

import pytest

from eegview.app.evaluation.archive.trial import FAULT, UNREADABLE, real_trial
from eegview.app.evaluation.batch_pool import WorkUpdate
from eegview.app.evaluation.evaluation import run_trials
from eegview.app.evaluation.trying import TrialJob
from eegview.model.errors import Cancelled, DetectorFailed, UnreadableFile, UsageError
from eegview.model.recording import no_progress

JOB = TrialJob("made", "", (), "spasm", path="/ward/Okonkwo.edf", label="R1", patient="P1")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (UnreadableFile("“Okonkwo.edf” is empty.", "Copy it again."), UNREADABLE),
        (OSError(5, "Input/output error", "/ward/Okonkwo.edf"), UNREADABLE),
        (UsageError("“Okonkwo.edf” has no EEG.", "Okonkwo."), "it does not fit: “the recording” has no EEG."),
        (ZeroDivisionError("Okonkwo"), FAULT),
    ],
)
@pytest.mark.parametrize("step", ["opened", "tried"])
def test_what_cannot_be_opened_or_tried(monkeypatch: pytest.MonkeyPatch, step: str, error: Exception, why: str):
    closed = []

    def refuse(*_):
        raise error

    if step == "tried":
        source = SimpleNamespace(close=lambda: closed.append(True))
        monkeypatch.setattr("eegview.app.evaluation.archive.trial.opened", lambda _path: source)
    fails = {"opened": "opened", "tried": "_tried_on"}[step]
    monkeypatch.setattr(f"eegview.app.evaluation.archive.trial.{fails}", refuse)
    trial = real_trial(JOB, no_progress, lambda: False)
    assert (trial.name, trial.patient, trial.refused, trial.message) == ("R1", "P1", why, f"not counted: {why}")
    assert "Okonkwo" in " ".join(trial.said)  # for the key
    assert closed == ([True] if step == "tried" else [])


@pytest.mark.parametrize("error", [DetectorFailed("It broke.", "Look."), Cancelled()])
def test_what_is_no_fault_of_the_recording_ends_all(monkeypatch: pytest.MonkeyPatch, error: Exception):
    def refuse(_path):
        raise error

    monkeypatch.setattr("eegview.app.evaluation.archive.trial.opened", refuse)
    with pytest.raises(type(error)):
        real_trial(JOB, no_progress, lambda: False)


def test_a_process_that_dies_costs_its_own_recording_only(monkeypatch: pytest.MonkeyPatch):
    def lost(_work, jobs, _n_workers):
        for number, _job in enumerate(jobs):
            yield WorkUpdate(number, is_finished=True, was_lost=True)

    monkeypatch.setattr("eegview.app.evaluation.evaluation.run_in_processes", lost)
    (update,) = run_trials([JOB], 1)
    assert update.trial is not None
    assert update.trial.refused == "the process that worked on it died"
    with pytest.raises(DetectorFailed):
        list(run_trials([TrialJob("made", "", (), "spasm", seed=1, hours=1.0)], 1))
