"""The same work on a real Dask cluster of two worker processes."""

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
