"""The same work on a real Dask cluster of two worker processes."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import batch_work
import pytest
from waiting import wait_until

from eegview.app.evaluation.batch_cluster import ClusterAway, run_on_cluster
from eegview.model.errors import UsageError

distributed = pytest.importorskip("distributed", reason="the extra “batch” is not installed")


@pytest.fixture(scope="module")
def scheduler():
    """Return the address of a scheduler with two worker processes."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def test_every_job_is_done_somewhere(scheduler: str):
    updates = list(run_on_cluster(batch_work.doubled, [3, 4, 5, 6], scheduler))
    assert {one.number: one.result for one in updates if one.is_finished} == {0: 6, 1: 8, 2: 10, 3: 12}


def test_closing_asks_the_workers_to_stop(scheduler: str, tmp_path: Path):
    updates = run_on_cluster(batch_work.endless, [str(tmp_path)], scheduler)
    wait_until(lambda: next(updates) and (tmp_path / "begun").exists(), "the work has begun")
    updates.close()
    with distributed.Client(scheduler, set_as_default=False) as client:
        # a worker has one thread: it takes this up once the endless work has ended
        assert client.gather(client.map(_answer, [1, 2], pure=False)) == [1, 2]
    assert (tmp_path / "stopped").exists()


def _answer(value: int) -> int:
    return value


def test_a_bug_in_the_work_is_raised(scheduler: str):
    with pytest.raises(ZeroDivisionError):
        list(run_on_cluster(batch_work.faulty, [1], scheduler))


def test_an_address_without_a_scheduler_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("eegview.app.evaluation.batch_cluster.CONNECT_WITHIN_S", 0.3)
    with pytest.raises(ClusterAway):
        list(run_on_cluster(batch_work.doubled, [1], "tcp://127.0.0.1:9"))
    with pytest.raises(UsageError):
        list(run_on_cluster(batch_work.doubled, [1], "nonsense://x"))


def test_a_scheduler_that_dies_ends_in_a_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    """No worker is there, so the job waits; then the scheduler is killed."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([*command, "--scheduler-file", str(told)], stdout=log, stderr=log, env=env)
    try:
        wait_until(told.exists)
        address = json.loads(told.read_text())["address"]
        ended: list[ClusterAway] = []

        def listen() -> None:
            try:
                list(run_on_cluster(batch_work.doubled, [1, 2], address))
            except ClusterAway as error:
                ended.append(error)

        thread = threading.Thread(target=listen)
        thread.start()
        with distributed.Client(address, set_as_default=False) as client:
            wait_until(lambda: len(client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks))) == 2)
        process.kill()
        thread.join(60)
        assert not thread.is_alive()
    finally:
        process.kill()
        process.wait()
    assert len(ended) == 1
    assert "was lost" in str(ended[0])
    assert ended[0].exit_code == 4
    assert "Traceback" not in capfd.readouterr().err
