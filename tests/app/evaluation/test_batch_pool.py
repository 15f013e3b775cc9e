"""Pieces of work in processes: all done, a deadly one lost alone, stopped when asked, a bug raised."""

import os
import subprocess
import sys
from pathlib import Path

import batch_work
import psutil
import pytest
from waiting import PATIENCE_S, wait_for_exit, wait_for_lines, wait_until

from eegview.app.evaluation.batch_pool import run_in_processes


def test_every_job_is_done():
    ends = [one for one in run_in_processes(batch_work.doubled, [3, 4, 5], 2) if one.is_finished]
    assert {one.number: one.result for one in ends} == {0: 6, 1: 8, 2: 10}


def test_each_job_is_told_of_while_it_is_at_work(tmp_path: Path):
    signs = [tmp_path / name for name in "abc"]
    for one in run_in_processes(batch_work.heeded, list(map(str, signs)), 2):
        if one.share == 0.5:
            signs[one.number].touch()
    assert all(sign.exists() for sign in signs)


def test_a_job_that_takes_its_process_down_is_lost_alone():
    jobs = ["a", "die", "b", "c", "d"]
    ends = [one for one in run_in_processes(batch_work.deadly, jobs, 2) if one.is_finished]
    assert sorted(one.number for one in ends) == [0, 1, 2, 3, 4]
    assert [one.number for one in ends if one.was_lost] == [1]
    assert {one.number: one.result for one in ends if not one.was_lost} == {0: "a", 2: "b", 3: "c", 4: "d"}


def test_closing_stops_what_runs_before_it_returns(tmp_path: Path):
    updates = run_in_processes(batch_work.endless, [str(tmp_path)], 1)
    wait_until(lambda: next(updates) and (tmp_path / "begun").exists(), "the work has begun")
    updates.close()
    assert (tmp_path / "stopped").exists()


ENDLESS = """
import sys
import batch_work
from eegview.app.evaluation.batch_pool import run_in_processes

if __name__ == "__main__":
    for one in run_in_processes(batch_work.endless, [sys.argv[1]], 1):
        if one.share == 0.1:
            print("at work", flush=True)
"""


def test_workers_end_when_the_program_is_killed(tmp_path: Path):
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    paths = os.pathsep.join([str(Path(batch_work.__file__).parent), *filter(None, sys.path)])
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert wait_for_lines(parent, 1) == ["at work\n"]
    workers = psutil.Process(parent.pid).children(recursive=True)
    parent.kill()
    wait_for_exit(parent)
    _gone, left = psutil.wait_procs(workers, timeout=PATIENCE_S)
    for process in left:
        process.kill()
    assert workers
    assert not left


def test_a_bug_in_the_work_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(run_in_processes(batch_work.faulty, [1], 1))


def test_nothing_to_do():
    assert list(run_in_processes(batch_work.doubled, [], 2)) == []
