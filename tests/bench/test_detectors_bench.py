"""How fast detectors are, when their first results come, and what they hold; `pytest tests/bench --benchmark-only`.

On simulated EEG of four hours (21 electrodes and polygraphy at 256 Hz, spasms, artifacts), each through the host and a
process of its own, reading and filtering included. "Per core" is of processor time, so that a busy machine counts less.
"""

import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from detectors.made_plugins import Reports, make_plugin, run_made
from recordings.long_edf import write_long_edf

from eegview.detect.manifest import Need
from eegview.detect.manifest_file import examine
from eegview.detect.process.messages import Batch
from eegview.detect.process.running import Ending
from eegview.detect.shipped import plugin_folders, shipped_folder
from eegview.model.span import Span
from eegview.model.suggestion.detection import RunEnd
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.writer_edf import write_edf

HOURS = 4
WANTED = 1500  # times real time, per core
FOLDERS = {folder.name: folder for folder in plugin_folders(shipped_folder())}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.edf"
    write_edf(path, make_simulation(plan_study(HOURS, 11)))
    return path


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of 32 channels at 256 Hz, as large to a reader as a real one."""
    return write_long_edf(tmp_path_factory.mktemp("day") / "day.edf", filled_s=3600)


class FirstReport(Reports):
    """Notes when the first event, trend or progress came."""

    def __init__(self) -> None:
        super().__init__()
        self.begun_s = time.perf_counter()
        self.first_result_s = self.first_progress_s = float("inf")

    def __call__(self, batch: Batch) -> None:
        super().__call__(batch)
        now_s = time.perf_counter() - self.begun_s
        if batch.detections or batch.trends:
            self.first_result_s = min(self.first_result_s, now_s)
        if batch.share > 0:
            self.first_progress_s = min(self.first_progress_s, now_s)


def searched(folder: Path, recording: Path, logs: Path, hours: float) -> SimpleNamespace:
    """Run a detector over the first hours; return wall and processor seconds, reports and ending."""
    reports = FirstReport()
    before = _children_cpu_s()
    ending: Ending = run_made(folder, recording, logs, reports, span=Span(0.0, hours * 3600))
    wall_s, cpu_s = time.perf_counter() - reports.begun_s, _children_cpu_s() - before
    assert ending.end is RunEnd.DONE, ending.message
    return SimpleNamespace(wall_s=wall_s, cpu_s=cpu_s, reports=reports, ending=ending)


def _children_cpu_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def detector_folder(name: str) -> Path:
    manifest, faults = examine(FOLDERS[name])
    if manifest is None:
        pytest.skip(f"{name} is broken: {faults[0]}")
    if manifest.input.video is Need.REQUIRED or (manifest.parameter("examples") and name == "similar"):
        pytest.skip(f"{name} does not search EEG by itself")
    return FOLDERS[name]


@pytest.mark.parametrize("name", FOLDERS)
def test_speed_first_results_and_memory(benchmark, name: str, study: Path, tmp_path: Path) -> None:
    folder = detector_folder(name)
    searched(folder, study, tmp_path, 0.1)  # what is compiled once is compiled now
    short = searched(folder, study, tmp_path, 1)
    whole = benchmark.pedantic(lambda: searched(folder, study, tmp_path, HOURS), rounds=1, iterations=1)
    per_core = (HOURS - 1) * 3600 / max(whole.cpu_s - short.cpu_s, 1e-3)
    benchmark.extra_info.update(
        {
            "times real time, start included": round(HOURS * 3600 / whole.wall_s),
            "times real time per core": round(per_core),
            "first result, s": round(whole.reports.first_result_s, 2),
            "first progress, s": round(whole.reports.first_progress_s, 2),
            "peak MiB of 1 h": round(short.ending.peak_mib),
            f"peak MiB of {HOURS} h": round(whole.ending.peak_mib),
        }
    )
    assert per_core >= WANTED
    assert whole.reports.first_progress_s < 5
    assert whole.ending.peak_mib < short.ending.peak_mib + 48  # flat: not a day's signal, nor a part of it


@pytest.mark.parametrize("name", [name for name in ("spasms",) if name in FOLDERS])
def test_a_day_of_32_channels(benchmark, name: str, day: Path, tmp_path: Path) -> None:
    folder = detector_folder(name)
    searched(folder, day, tmp_path, 0.1)
    whole = benchmark.pedantic(lambda: searched(folder, day, tmp_path, 24), rounds=1, iterations=1)
    benchmark.extra_info.update(
        {
            "times real time": round(86400 / whole.wall_s),
            "processor s": round(whole.cpu_s, 1),
            "peak MiB": round(whole.ending.peak_mib),
        }
    )
    assert whole.cpu_s < 86400 / WANTED


def test_what_the_host_costs(benchmark, study: Path, tmp_path: Path) -> None:
    """A detector that does nothing: its process, its pipe, the opening of the recording."""
    folder = make_plugin(tmp_path / "made", "pass")
    run = benchmark.pedantic(lambda: searched(folder, study, tmp_path, HOURS), rounds=5, iterations=1)
    assert run.wall_s < 5


def test_ten_thousand_events_pass_through_the_host(benchmark, study: Path, tmp_path: Path) -> None:
    body = """
    for number in range(10000):
        report.event(number * 1.4, 1.0, "spasm", 0.5, ["Fp1-F7"])
    """
    folder = make_plugin(tmp_path / "made", body)
    run = benchmark.pedantic(lambda: searched(folder, study, tmp_path, HOURS), rounds=3, iterations=1)
    assert len(run.reports.detections) == 10000
