"""What all tests stand on: no screen, folders of the run's own, as many processes as the machine has cores."""

import functools
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hurried_clock import hurried_provenance
from hypothesis import settings
from leftovers import nothing_left  # noqa: F401 - pytest finds it by name

from eegview.detect import content
from eegview.detect.process import compiled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no display is needed, and none is disturbed
# How long an example takes says nothing about its truth. Where a run guards main it must say the same of the same tree
# each time, and soon; everywhere else new examples are tried each time, and more of them.
IS_GUARD = bool(os.environ.get("CI"))
settings.register_profile("eegview", deadline=None, derandomize=IS_GUARD, max_examples=30 if IS_GUARD else 100)
settings.load_profile("eegview")

TESTS = Path(__file__).parent
MOST_WATCHED = 16  # tests of one function with different arguments
GC_OBJECTS = 10_000  # new ones, after which the collector of garbage looks at them; Python's own is 700
MOST_WORKERS = 4  # each holds its own libraries and databases


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="let the soak run ten minutes instead of seconds")
    parser.addoption("--few-watched", action="store_true", help="watch only some of the rooms' own tests for coverage")
    parser.addoption("--soak-seed", type=int, default=1, help="which walk over the keyboard the soak takes")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes share the tests: one a core for all of them, none more for a folder or a file.

    Starting a process costs more than a folder's tests do, and what is measured wants the machine for itself.
    """
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    is_measured = config.getoption("--benchmark-only") or config.getoption("--soak")
    return min(os.cpu_count() or 1, MOST_WORKERS) if is_whole and not is_measured else 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if config.getoption("--soak") and item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.timeout(1200))


def pytest_collection() -> None:
    """Leave the collector of garbage out while tests are collected: a third of that time, and next to nothing goes."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Have the collector of garbage walk only over what the tests make, not over all that was imported and collected.

    That is a million objects, which stay to the end. Walking over what a window is made of twenty times while it is
    built costs more than letting it grow.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(GC_OBJECTS, *gc.get_threshold()[1:])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Leave most tests unwatched where that is asked for: being watched costs them up to three quarters of their time.

    What is found covered then is found by fewer tests, so it is never more than what all of them cover.
    """
    watching = None if _is_watched(item) else Coverage.current()
    if watching is None:
        return (yield)
    watching.stop()
    try:
        return (yield)
    finally:
        watching.start()


_watched: Counter[str] = Counter()  # how many tests of each function were watched


def _is_watched(item: pytest.Item) -> bool:
    """Whether the lines that a test runs are noted: the first few tests of each function that are about a room.

    Those are the room's own, and those of others, without a window, on a subject that the room has a folder for.
    """
    if not item.config.getoption("--few-watched"):
        return True
    rooms = [Path(source).name for source in item.config.getoption("--cov") or ()]
    of, *about = item.path.parent.relative_to(TESTS).parts or ("",)
    if of not in rooms and (of == "ui" or not about or not any((TESTS / room / about[0]).is_dir() for room in rooms)):
        return False
    function = item.nodeid.partition("[")[0]
    _watched[function] += 1
    return _watched[function] <= MOST_WATCHED


def pytest_sessionfinish() -> None:
    """Put the databases away, also in a process that shares the tests with others and is left without a farewell."""
    if "postgres_server" in sys.modules:
        sys.modules["postgres_server"].remove_servers()


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have indexes and traces kept in a folder of the run, never among the tester's own."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    # The copies that detectors run from and what was compiled of them, one set for all processes of the run: else each
    # test with folders of its own, and each process, has the same compiled anew.
    of_run = tmp_path_factory.getbasetemp()
    shared = (of_run.parent if "PYTEST_XDIST_WORKER" in os.environ else of_run) / "detectors"
    _keep_in(compiled, "seal_file", shared / "compiled.json")
    _keep_in(compiled, "compiled_folder", shared / "compiled")
    _keep_in(content, "copies_folder", shared / "copies")
    content.KEPT_COPIES = 10_000  # none goes while another process runs from it


def _keep_in(module: ModuleType, function: str, place: Path) -> None:
    """Have a function that returns the user's own folder return one of the run; `inspect.unwrap` gives it back."""
    own = getattr(module, function)

    @functools.wraps(own)
    def kept() -> Path:
        return place

    setattr(module, function, kept)


@pytest.fixture(scope="session", autouse=True)
def own_seconds() -> Iterator[None]:
    """Let no two files be made in one second: a test that takes them for alike fails each time, not now and then."""
    with hurried_provenance():
        yield


@pytest.fixture(scope="module")
def compiled_kernels() -> Iterator[None]:
    """Draw and filter with the compiled kernels, as the program does from its second page on."""
    from eegview.app.kernel_file import load_kernels
    from eegview.dsp import kernels

    before = kernels.active()
    load_kernels()
    yield
    kernels.use(before)


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """Return the application with a font that the tests bring, so that texts measure the same on every machine."""
    import matplotlib
    from PySide6.QtGui import QFontDatabase

    from eegview.ui.window import style

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono"):
        assert QFontDatabase.addApplicationFont(str(folder / f"{name}.ttf")) >= 0
    style.FAMILIES = ("DejaVu Sans",)
    qapp.setFont(style.base_font(1.0))
    return qapp
