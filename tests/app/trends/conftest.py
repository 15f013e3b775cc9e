"""Let trends run in compiled kernels, as in the program."""

from collections.abc import Iterator

import pytest

from eegview.app.kernel_file import load_kernels
from eegview.dsp import kernels


@pytest.fixture(scope="module", autouse=True)
def _compiled_kernels() -> Iterator[None]:
    before = kernels.active()
    load_kernels()
    yield
    kernels.use(before)
