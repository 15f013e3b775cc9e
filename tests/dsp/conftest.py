"""Run a test with each set of kernels."""

from collections.abc import Iterator

import pytest

from eegview.dsp import kernels, machine_code
from eegview.dsp import numpy_kernels as plain


@pytest.fixture(scope="session")
def compiled_once() -> bytes:
    """Return the kernels' machine code as it is kept."""
    return machine_code.compile_object()


@pytest.fixture(scope="session")
def machine_kernels(compiled_once: bytes) -> machine_code.MachineCode:
    """Return the kernels as machine code."""
    return machine_code.load(compiled_once)


@pytest.fixture(params=["plain", "compiled", "machine code"])
def kernel(request: pytest.FixtureRequest) -> Iterator[kernels.Kernels]:
    """Use each set of kernels for one test."""
    before = kernels.active()
    if request.param == "compiled":
        kernels.warm_up()
    else:
        kernels.use(plain if request.param == "plain" else request.getfixturevalue("machine_kernels"))
    yield kernels.active()
    kernels.use(before)
