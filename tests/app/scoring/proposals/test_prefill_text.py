"""One state and one text for every way that proposals can stand."""

from dataclasses import replace

import pytest
from detectors.spike_runs import spike, spike_run

from eegview.app.scoring.proposals.prefill import Prefill
from eegview.app.scoring.proposals.prefill_text import PrefillStep, RunProgress, prefill_text, step_of
from eegview.app.scoring.proposals.spike_proposal import SpikeRun
from eegview.app.scoring.scoring import Scoring
from eegview.model.suggestion.detection import RunEnd


@pytest.fixture
def prefill(scoring: Scoring) -> Prefill:
    key = scoring.key(600.0)
    scoring.open_sheet(key)
    one = Prefill(scoring, is_shown=True)
    one.use_epoch(key)
    return one


def test_each_way_that_there_is_nothing_says_why(prefill: Prefill, scoring: Scoring) -> None:
    epoch = scoring.own(scoring.key(600.0)).span
    assert prefill_text(prefill, RunProgress(is_looking=True)).startswith("Looking for a run")
    assert "Run it on this epoch" in prefill_text(prefill, RunProgress())
    assert prefill_text(prefill, RunProgress(is_running=True)) == "The spike detector waits for another run."
    assert prefill_text(prefill, RunProgress(is_running=True, share=0.4)).endswith("runs on this epoch: 40 %.")
    assert prefill_text(prefill, RunProgress(failure="it crashed.")).endswith("did not finish: it crashed.")
    prefill.use_run(SpikeRun(spike_run(), epoch, ()))
    assert prefill_text(prefill, RunProgress()).startswith("The run found no spike with a score of 0.50 or more")
    prefill.show(False)
    assert (step_of(prefill, RunProgress(is_running=True)), prefill_text(prefill, RunProgress())) == ("off", "")


def test_what_is_proposed_is_counted_by_what_became_of_it(prefill: Prefill, scoring: Scoring) -> None:
    key = scoring.key(600.0)
    found = tuple(spike(n, 600.5 + n, "P4") for n in range(4))
    prefill.use_run(SpikeRun(spike_run(), scoring.own(key).span, found))
    assert step_of(prefill, RunProgress()) is PrefillStep.OPEN
    prefill.accept([0])
    scoring.mark_no_spike(key, 1)
    prefill.dismiss([2])
    text = prefill_text(prefill, RunProgress(), "A")
    assert text.startswith(
        "4 bins proposed: 1 accepted, 1 answered by you, 1 dismissed, 1 open. Score ≥ 0.50. A accepts"
    )
    scoring.set_read(key, 0)
    assert step_of(prefill, RunProgress()) is PrefillStep.DONE
    assert "0 open" in prefill_text(prefill, RunProgress())


def test_a_run_that_stopped_early_is_used_and_said(prefill: Prefill, scoring: Scoring) -> None:
    key = scoring.key(600.0)
    stopped = replace(spike_run(end=RunEnd.CANCELLED), reached_s=650.0)
    prefill.use_run(SpikeRun(stopped, scoring.own(key).span, (spike(0, 601.0, "P4"),)))
    text = prefill_text(prefill, RunProgress(failure="It was stopped."))
    assert "1 bin proposed: 1 open." in text
    assert "The last run did not finish: It was stopped." in text
    assert "did not search the whole epoch (up to 00:10:50)" in text
