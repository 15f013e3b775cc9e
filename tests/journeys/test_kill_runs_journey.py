"""Killed in the midst of runs of detectors: what was told as ended is whole, and the record verifies."""

import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from libraries.postgres_server import NOT_HERE, programs, running_server
from shared_data import PROJECT
from waiting import wait_for_lines

from eegview.model.suggestion.detection import RunEnd
from eegview.store.library import open_library

RECORDING = "f" * 64

# Runs detectors as fast as it can, deletes some runs, and marks between; tells each step only after it was committed.
RUNNER = """
import itertools, sys
from pathlib import Path
import numpy as np
from eegview.app.library.editing import Editor
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend, new_run_id
from eegview.model.span import Span
from eegview.store.library import open_library

library = open_library(sys.argv[1], anchors=Path(sys.argv[2]))
editor = Editor(library, "f" * 64, "ann", "technologist")
for n in itertools.count():
    run = DetectorRun(new_run_id(), "f" * 64, "spasms", "Spasms", "1", "c" * 64, (), Span(0, 60), "2026-01-01", "ann")
    library.start_run(run)
    print("running", run.run_id, flush=True)
    for part in range(3):
        some = [Detection(part * 50 + k, k * 1.1, 1.0, "spasm", 0.5, (), (ScoreTerm("x", k),)) for k in range(50)]
        library.add_detections(run.run_id, some)
        library.add_trend(run.run_id, Trend("power", "", part * 10.0, 1.0, np.arange(10, dtype=np.float32)))
        editor.add(Annotation(new_annotation_id(), "spasm", n * 1.1, 1.0))
    library.end_run(run.run_id, RunEnd.DONE, "", 60.0)
    print("done", run.run_id, flush=True)
    if n % 3 == 2:
        library.delete_run(run.run_id, "ann", "technologist")
        print("deleted", run.run_id, flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'library.sqlite'}"
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server().fresh_url()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_in_the_midst_of_runs(place: str, tmp_path: Path):
    chance, anchors = random.Random(9), tmp_path / "anchors"
    told: dict[str, str] = {}
    unsure: set[str] = set()  # the step after the last word may have been committed unheard
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", RUNNER, place, str(anchors)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
        )
        assert child.stdout
        with child:
            lines = wait_for_lines(child, chance.randint(1, 30))
            child.kill()
            lines += child.stdout.readlines()  # what it said before the signal reached it
        assert child.returncode == -signal.SIGKILL
        told |= {run_id: state for state, run_id in (line.split() for line in lines if line.endswith("\n"))}
        with closing(open_library(place, anchors=anchors)) as library:
            runs = {run.run_id: run for run in library.runs(RECORDING)}
            unsure.add(list(told)[-1])
            for run_id, state in told.items():
                if run_id not in unsure:
                    assert (run_id in runs) == (state != "deleted")
                if state == "done" and run_id in runs:
                    assert runs[run_id].end is RunEnd.DONE
                    assert len(library.detections(run_id)) == 150
                    assert len(library.trends(run_id)[0].values) == 30
            found = library.verification(RECORDING)
            assert found.problems == ()
            assert library.issues == ()
