"""Run a test with each set of kernels."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from eegview.dsp import kernels
from eegview.dsp import numpy_kernels as plain


@pytest.fixture(params=["plain", "compiled"])
def kernel(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """Use the plain, then the compiled kernels for one test."""
    before = kernels.active()
    if request.param == "compiled":
        kernels.warm_up()
    else:
        kernels.use(plain)
    yield kernels.active()
    kernels.use(before)
