"""Machine code trusts what it gets, so what it gets is looked at."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from shared_data import PROJECT

from eegview.dsp import machine_code


def test_a_process_loads_it_without_numba(compiled_once: bytes) -> None:
    program = (
        "import subprocess, sys, numpy as np; from eegview.dsp import machine_code; "
        "kernels = machine_code.load(sys.stdin.buffer.read()); rows = np.ones((2, 3)); "
        "kernels.run_sections(rows, np.array([[2.0, 0.0, 0.0, 1.0, 0.0, 0.0]])); "
        "print(rows.tolist(), 'numba' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], input=compiled_once, capture_output=True, check=True, cwd=PROJECT
    )
    assert run.stdout.decode().strip() == f"{[[2.0] * 3] * 2} False"


@pytest.mark.parametrize(
    "rows", [np.ones((2, 3), np.float32), np.ones(6), np.ones((2, 3, 1))], ids=["type", "one dimension", "three"]
)
def test_arrays_of_another_kind_are_refused(machine_kernels, rows) -> None:
    with pytest.raises(TypeError, match="float64 with 2 dimensions"):
        machine_kernels.run_sections(rows, np.ones((1, 6)))


def test_an_array_with_holes_is_refused_where_none_is_expected(machine_kernels) -> None:
    with pytest.raises(TypeError):
        machine_kernels.bin_extremes(
            np.ones(9, np.float32)[::2], np.array([0, 5]), np.ones(1, np.float32), np.ones(1, np.float32)
        )


def test_strided_rows_are_filtered_in_place(machine_kernels) -> None:
    rows = np.arange(12.0).reshape(3, 4)
    machine_kernels.run_sections(rows[::2, ::-1], np.array([[3.0, 0.0, 0.0, 1.0, 0.0, 0.0]]))
    np.testing.assert_array_equal(rows, np.arange(12.0).reshape(3, 4) * np.array([[3.0], [1.0], [3.0]]))


def test_what_a_kernel_cannot_work_with_is_an_error(machine_kernels) -> None:
    ends = np.zeros(3), np.zeros(3)
    with pytest.raises(ValueError, match="cannot work with"):
        machine_kernels.column_spans(np.ones(3, np.float32), 0.0, 0.0, 1.0, 1.0, *ends)


@pytest.mark.parametrize("content", [b"", b"{}\ncode", b"[]\n", b"no json\n", b"\xff\n"])
def test_what_is_no_machine_code_is_refused(content: bytes) -> None:
    for checksum in (b"", hashlib.sha256(content).hexdigest().encode()):
        with pytest.raises(machine_code.NoMachineCode):
            machine_code.load(checksum + b"\n" + content)


def test_damaged_machine_code_is_refused(compiled_once: bytes) -> None:
    made = bytearray(compiled_once)
    for at in (0, 70, len(made) // 2, -1):
        made[at] ^= 1
        with pytest.raises(machine_code.NoMachineCode):
            machine_code.load(bytes(made))
        made[at] ^= 1
