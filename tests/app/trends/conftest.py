"""Let trends run in compiled kernels, as in the program."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def _compiled_kernels(compiled_kernels: None) -> None: ...
