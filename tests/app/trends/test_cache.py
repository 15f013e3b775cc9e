"""Trends are found again, whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, noise_source
from shared_data import PROJECT

from eegview.app.trends.cache import TrendCache, trends_key
from eegview.app.trends.plan import TrendPlan, plan_trends
from eegview.app.trends.table import TableValues
from eegview.model.span import Span

DURATION_S = 60.0


@pytest.fixture(scope="module")
def source() -> MemorySource:
    return noise_source(SCALP_10_20, segments=((0.0, DURATION_S),))


@pytest.fixture(scope="module")
def plan(source: MemorySource) -> TrendPlan:
    return plan_trends(source.recording)


def filled(plan: TrendPlan, value: float = 7.0) -> TableValues:
    values = TableValues(plan.columns, DURATION_S)
    for column in plan.columns:
        shape = (round(50 / column.step_s), *([len(column.frequencies_hz)] if column.frequencies_hz else []))
        values.put(0.0, {column.column_id: np.full(shape, value, np.float32)}, (column,))
    return values


def test_what_was_kept_is_found_again(source: MemorySource, plan: TrendPlan, tmp_path: Path) -> None:
    cache, key = TrendCache(tmp_path), trends_key(source.recording, plan)
    assert cache.load(key, plan, DURATION_S) is None
    kept = filled(plan)
    assert cache.keep(key, kept, (Span(0.0, 50.0),)) == ()
    found = cache.load(key, plan, DURATION_S)
    assert found is not None
    assert found[1] == (Span(0.0, 50.0),)
    np.testing.assert_array_equal(found[0].buffer, kept.buffer)
    assert [path.name for path in tmp_path.iterdir()] == [f"{key}.trends"]


def test_the_name_depends_on_recording_rows_and_parameters(source: MemorySource, plan: TrendPlan) -> None:
    other = noise_source(SCALP_10_20, segments=((0.0, 59.0),))
    bad = plan_trends(source.recording, frozenset({"Fp1"}))
    keys = {trends_key(source.recording, plan), trends_key(other.recording, plan), trends_key(source.recording, bad)}
    assert len(keys) == 3


@pytest.mark.parametrize("damage", ["empty", "short", "long", "byte", "header", "other", "folder"])
def test_what_is_damaged_is_thrown_away(source: MemorySource, plan: TrendPlan, tmp_path: Path, damage: str) -> None:
    cache, key = TrendCache(tmp_path), trends_key(source.recording, plan)
    cache.keep(key, filled(plan), (Span(0.0, 50.0),))
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    if damage == "byte":
        content[-1000] ^= 1
    elif damage == "header":
        content[60] ^= 1
    elif damage == "other":
        path = path.rename(path.with_name("0" * 64 + ".trends"))
        key = "0" * 64
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    if path.is_file():
        path.write_bytes({"empty": b"", "short": content[:-1], "long": content + b"0"}.get(damage, bytes(content)))
    assert cache.load(key, plan, DURATION_S) is None
    assert damage == "folder" or not list(tmp_path.iterdir())


def test_the_oldest_are_dropped(source: MemorySource, plan: TrendPlan, tmp_path: Path) -> None:
    cache = TrendCache(tmp_path)
    values = filled(plan)
    for number in range(4):
        cache.keep(f"{number}" * 64, values, ())
        os.utime(tmp_path / f"{number * 11111111 if number else '00000000'}{f'{number}' * 56}.trends", (number, number))
    size = next(tmp_path.iterdir()).stat().st_size
    cache.limit_bytes = 3 * size
    cache.keep("9" * 64, values, ())
    assert sorted(path.name[0] for path in tmp_path.iterdir()) == ["2", "3", "9"]


def test_a_disk_that_refuses_is_said(source: MemorySource, plan: TrendPlan, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (issue,) = TrendCache(tmp_path / "file").keep("1" * 64, filled(plan), ())
    assert issue.code == "trends_not_kept"


_WRITER = """
import sys
sys.path[:0] = [{helpers!r}]
from pathlib import Path
from recordings.memory_source import SCALP_10_20, noise_source
from eegview.app.trends.cache import TrendCache
from eegview.app.trends.plan import plan_trends
from eegview.app.trends.table import TableValues
from eegview.model.span import Span
plan = plan_trends(noise_source(SCALP_10_20, segments=((0.0, 60.0),)).recording)
values, cache = TableValues(plan.columns, 36000.0), TrendCache(Path({folder!r}))
print("begun", flush=True)
while True:
    cache.keep("1" * 64, values, (Span(0.0, 36000.0),))
"""


def test_a_program_killed_while_it_writes_leaves_nothing_half(
    source: MemorySource, plan: TrendPlan, tmp_path: Path
) -> None:
    code = _WRITER.format(helpers=str(PROJECT / "tests" / "helpers"), folder=str(tmp_path))
    cache = TrendCache(tmp_path)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=PROJECT) as writer:
        assert writer.stdout.readline() == b"begun\n"
        while not list(tmp_path.glob("*.trends")):
            assert writer.poll() is None
        os.kill(writer.pid, signal.SIGKILL)
    found = cache.load("1" * 64, plan, 36000.0)
    assert found is not None
    assert found[1] == (Span(0.0, 36000.0),)
