"""Run a test with each set of kernels."""

import os
from collections.abc import Iterator

import pytest
from waiting import wait_until

from eegview.app import kernel_file
from eegview.app.library.file_lock import lock_now
from eegview.dsp import compiled, kernels, machine_code
from eegview.dsp import numpy_kernels as plain


@pytest.fixture(scope="session")
def compiled_once() -> bytes:
    """Return the kernels' machine code as it is kept: of the file that the program made, where there is one."""
    path = kernel_file.folders()[0] / kernel_file.file_name()
    return path.read_bytes() if path.exists() else machine_code.compile_object()


@pytest.fixture(scope="session")
def numba_kernels(tmp_path_factory: pytest.TempPathFactory) -> kernels.Kernels:
    """Return the kernels of numba; of processes that share the tests one compiles them, the others load them."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    handle = os.open(folder / "numba.lock", os.O_RDWR | os.O_CREAT)
    try:
        wait_until(lambda: lock_now(handle), what="another process has compiled")
        compiled.compile_all()
    finally:
        os.close(handle)
    return compiled


@pytest.fixture(scope="session")
def machine_kernels(compiled_once: bytes) -> machine_code.MachineCode:
    """Return the kernels as machine code."""
    return machine_code.load(compiled_once)


@pytest.fixture(params=["plain", "compiled", "machine code"])
def kernel(request: pytest.FixtureRequest) -> Iterator[kernels.Kernels]:
    """Use each set of kernels for one test."""
    before = kernels.active()
    fixture = {"compiled": "numba_kernels", "machine code": "machine_kernels"}.get(request.param)
    kernels.use(request.getfixturevalue(fixture) if fixture is not None else plain)
    yield kernels.active()
    kernels.use(before)
