"""From a command to the painted page, without a screen; run with `pytest tests/bench --benchmark-only`.

At most one page is painted per screen frame (15 ms), so turns one right after another cannot be quicker than that.
"""

import itertools
from pathlib import Path

import pytest
from recordings.long_edf import write_long_edf
from waiting import emitted
from windows.window_fixtures import open_and_wait

from eegview.dsp.kernels import warm_up
from eegview.ui.workstation import Workstation

N_TURNS = 100


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 24 h of 32 channels at 256 Hz, noise in the first 40 minutes."""
    warm_up()
    return write_long_edf(tmp_path_factory.mktemp("night") / "night.edf", filled_s=2400)


@pytest.fixture
def station(empty_station: Workstation, night: Path) -> Workstation:
    """Return a window of full-HD size with the night open and ten seconds on the page."""
    empty_station.window.resize(1920, 1080)
    open_and_wait(empty_station, night)
    study = empty_station.studies.study
    assert study is not None
    study.session.change(page_s=10.0)
    return empty_station


def wait_painted(station: Workstation, start_s: float) -> None:
    """Return once the page that starts here has been painted."""
    study, page = station.studies.study, station.window.page
    assert study is not None
    while page.shown_page is None or page.shown_page.span.start_s != start_s:
        with emitted(study.presenter.page_shown):
            pass


def start_s(station: Workstation) -> float:
    assert station.studies.study is not None
    return station.studies.study.session.view.start_s


@pytest.mark.parametrize("command_id", ["page.next", "page.right"])
def test_command_to_painted_page(benchmark, station: Workstation, command_id: str) -> None:
    action = station.actions[command_id]

    def turn() -> None:
        action.trigger()
        wait_painted(station, start_s(station))

    benchmark.pedantic(turn, rounds=N_TURNS, warmup_rounds=5)
    assert start_s(station) > 0
    if benchmark.stats:
        assert benchmark.stats.stats.median < 0.060


def test_page_never_seen_before(benchmark, station: Workstation) -> None:
    """Go to places whose neighbours have not been read either."""
    study = station.studies.study
    assert study is not None
    places_s = itertools.cycle(itertools.islice(((k * 977.0) % 2300 for k in itertools.count(1)), 300))

    def jump() -> None:
        study.session.change(start_s=next(places_s))
        wait_painted(station, start_s(station))

    benchmark.pedantic(jump, rounds=N_TURNS, warmup_rounds=5)
    if benchmark.stats:
        assert benchmark.stats.stats.median < 0.120


def test_sensitivity_to_painted_page(benchmark, station: Workstation) -> None:
    """Nothing is read or filtered again: the traces are only drawn anew."""
    study = station.studies.study
    assert study is not None
    steps = itertools.cycle(("display.taller", "display.flatter"))

    def scale() -> None:
        with emitted(study.presenter.page_shown):
            station.actions[next(steps)].trigger()

    benchmark.pedantic(scale, rounds=N_TURNS, warmup_rounds=5)
    if benchmark.stats:
        assert benchmark.stats.stats.median < 0.050
