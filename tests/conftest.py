"""Being here, it puts the tests folder on the path, so that every test finds `memory_source` and its like."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no display is needed, and none is disturbed
# How long an example takes says nothing about its truth. Where a run guards main it must say the same of the same tree
# each time; everywhere else new examples are tried each time.
settings.register_profile("eegview", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("eegview")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="let the soak run ten minutes instead of seconds")
    parser.addoption("--soak-seed", type=int, default=1, help="which walk over the keyboard the soak takes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if config.getoption("--soak") and item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.timeout(1200))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have indexes and traces kept in a folder of the run, never among the tester's own."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
