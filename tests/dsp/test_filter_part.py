"""Many rows filtered at once are those that are filtered one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp import kernels
from eegview.dsp.filtering import filter_part, filter_rows
from eegview.model.display.filters import FilterSpec, Phase

pytestmark = pytest.mark.usefixtures("numba_kernels")  # compiled once for all processes

SPECS = (
    FilterSpec(0.5, 35, 0, Phase.ZERO),
    FilterSpec(1, 0, 0, Phase.ZERO),
    FilterSpec(0.5, 35, 50, Phase.ZERO),
    FilterSpec(0, 35, 0, Phase.ZERO),  # keeps an offset
    FilterSpec(0.5, 35, 0, Phase.CAUSAL),
)


@pytest.mark.parametrize("spec", SPECS)
def test_a_part_is_that_of_the_rows(kernel: kernels.Kernels, spec: FilterSpec) -> None:
    data = (np.random.default_rng(1).normal(size=(7, 900)) * 50 + 3000).astype(np.float32)
    data.flags.writeable = False
    numbers = [5, 0, 1, 2, 6]
    wanted = filter_rows(data[numbers, 100:800], spec, 128.0)[:, 50:650]
    np.testing.assert_allclose(filter_part(data, numbers, (100, 800), 50, spec, 128.0), wanted, rtol=1e-6, atol=1e-6)


@given(missing=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 399)), max_size=4), skip=st.integers(0, 200))
def test_missing_samples_stay_missing(missing: set[tuple[int, int]], skip: int) -> None:
    before = kernels.active()
    kernels.warm_up()
    data = np.random.default_rng(2).normal(size=(3, 400)).astype(np.float32)
    for row, sample in missing:
        data[row, sample] = np.nan
    found = filter_part(data, [2, 1], (0, 400), skip, SPECS[0], 128.0)
    np.testing.assert_array_equal(found, filter_rows(data[[2, 1]], SPECS[0], 128.0)[:, skip : 400 - skip])
    kernels.use(before)


def test_nothing_is_left_of_no_rows_and_what_lies_beyond_is_refused(kernel: kernels.Kernels) -> None:
    data = np.zeros((3, 400), np.float32)
    assert filter_part(data, [], (0, 400), 10, SPECS[0], 128.0).shape == (0, 380)
    assert filter_part(data, [0], (0, 20), 10, SPECS[0], 128.0).shape == (1, 0)


@pytest.mark.parametrize(("numbers", "span"), [([3], (0, 400)), ([0], (-1, 400)), ([0], (0, 401))])
def test_a_compiled_kernel_is_not_let_out_of_the_rows(numbers: list[int], span: tuple[int, int]) -> None:
    before = kernels.active()
    kernels.warm_up()
    with pytest.raises(IndexError):
        filter_part(np.zeros((3, 400), np.float32), numbers, span, 10, SPECS[0], 128.0)
    kernels.use(before)
