"""From a verdict's key to the next candidate painted, two hundred of them."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytest_benchmark.fixture import BenchmarkFixture
from recordings.long_edf import write_long_edf
from waiting import emitted, wait_until
from windows.window_fixtures import open_and_wait

from eegview.dsp.kernels import warm_up
from eegview.ui.workstation import Workstation

N_CANDIDATES = 200


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 24 h of 32 channels at 256 Hz, noise in the first 40 minutes."""
    warm_up()
    return write_long_edf(tmp_path_factory.mktemp("night") / "night.edf", filled_s=2400)


@pytest.fixture
def triage(empty_station: Workstation, library_url: str, night: Path) -> Workstation:
    """Return a window of full-HD size with 200 candidates, the first one on its card."""
    station = empty_station
    station.window.resize(1920, 1080)
    open_and_wait(station, night)
    study = station.studies.study
    assert study is not None
    onsets_s = np.random.default_rng(5).permutation(np.linspace(10, 2380, N_CANDIDATES)).tolist()
    put_run(library_url, study.recording.fingerprint, detections_at(sorted(onsets_s)), study.recording.duration_s)
    study.suggestions.catch_up()
    wait_until(lambda: study.suggestions.shown is not None)
    study.suggestions.reveal()
    station.actions["triage.open"].trigger()
    return station


@pytest.mark.parametrize(
    ("pause_s", "n_keys"), [(0.0, N_CANDIDATES - 1), (0.2, 60)], ids=["as fast as can be", "five a second"]
)
def test_key_to_next_candidate(
    triage: Workstation, qtbot, pause_s: float, n_keys: int, benchmark: BenchmarkFixture
) -> None:
    """Judge many; each round ends once the next page has been painted."""
    study, page = triage.studies.study, triage.window.page
    assert study is not None
    keys = (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_R, Qt.Key.Key_U)
    judged = itertools.count()

    def rest() -> None:
        qtbot.wait(round(pause_s * 1000))

    def judge() -> None:
        QTest.keyClick(page, keys[next(judged) % len(keys)])
        wanted_s = study.session.view.start_s
        while page.shown_page is None or page.shown_page.span.start_s != wanted_s:
            with emitted(study.presenter.page_shown):
                pass

    benchmark.pedantic(judge, setup=rest, rounds=n_keys)
    wait_until(lambda: study.review.n_pending == 0)
    assert study.suggestions.counts.judged == n_keys
