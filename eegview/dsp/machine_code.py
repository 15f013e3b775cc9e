"""The compiled kernels as machine code of their own, which a process loads without numba.

numba takes 140 MiB and up to two seconds of a process; what it made for `compiled` takes 3 kB. So another process may
compile (`compile_object`), and the one that draws loads the result (`load`).

numba's functions are called the way its developers' guide describes ("nopython calling convention"): pointers to the
return value and to the error come first, and an array is (owner, parent, n_items, item_size, data, shape, strides).
"""

import ctypes
import hashlib
import json
import platform
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp import amplitude_room
from eegview.dsp.row_kernels import room
from eegview.model.errors import EegViewError

# What each kernel is compiled for: dtype and dimensions of an array (* it may be strided), or a number.
_SIGNATURES: dict[str, tuple[str, ...]] = {
    "run_sections": ("float64*2", "float64 2"),
    "filter_both_ways_into": (
        *("float32 2", "int64 1", "int64", "float64 2", "float64 2", "float64 2", "int64", "int64 1", "float32 2"),
    ),
    "transform_windows_into": (
        *("float32 2", "int64 1", "float32 1", "float32 2", "int64 1", "float32 2", "float32 2", "float32 1"),
        *("float32 2", "float32 3"),
    ),
    "mean_powers_into": (
        *("float32 2", "int64 2", "float32 1", "float32 2", "int64 1", "float32 2", "float32 2", "float32 1"),
        *("float32 2", "float32 3"),
    ),
    "background_rows_into": (
        *("float32 3", "int64 1", "float64 1", "float32 2", "int64 1", "float32 3", "float32 3", "uint8 3"),
        "float64 2",
    ),
    "mean_correlations_into": ("float32 3", "uint8 2", "float64 1", "float64 1"),
    "column_spans": ("float32 1", "float64", "float64", "float64", "float64", "float64 1", "float64 1"),
    "filtered_bins_into": (
        *("float32*2", "float64 3", "int64", "int64", "float64 3", "float64 2", "float64 2"),
        *("float32*3", "float32*3", "float32*3"),
    ),
    "halved_into": ("float32*2", "float32 2"),
    "raw_bins_into": ("float32*2", "int64", "float32 2", "float32 2"),
    "medians_of_rows_into": ("float32*2", "float32 1", "float32 1"),
    "rectified_chunks_into": ("float64 1", "float64 1", "int64", "float64 1"),
    "running_orders_into": (
        *("float32 2", "int32 2", "int64", "int64", "float64 1", "int32 1", "int32 1", "float32 1"),
        "float32 3",
    ),
    "paint_into": ("uint32 2", "float64 1", "float64 1", "int32 1", "int32 1", "int64", "int64", "int64"),
    "bin_extremes": ("float32 1", "int64 1", "float32 1", "float32 1"),
    "weigh": ("float64 2", "int64 1", "int64 1", "float64 2", "float64 2"),
}
Floats = npt.NDArray[np.float64]
Samples = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
_NUMBERS = {"float64": ctypes.c_double, "int64": ctypes.c_int64}
_DAMAGED = "The compiled kernels are damaged.", "They are compiled again."
_NEVER_CALLED = "NRT_MemInfo_call_dtor"  # would end an array that numba owns; those handed in belong to numpy


class NoMachineCode(EegViewError):
    """The machine code is damaged, or not for this machine."""


def machine() -> str:
    """Return what machine code depends on beside its source: processor, and the versions that made it."""
    from importlib.metadata import version

    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features().flatten()
    return f"{platform.system()} {llvm.get_host_cpu_name()} {features} {version('numba')} {version('llvmlite')}"


def compile_object() -> bytes:
    """Compile all kernels for this machine, which takes seconds and all of numba; `load` takes what is returned."""
    import llvmlite.binding as llvm
    import numba

    from eegview.dsp import compiled

    target = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3, jit=True
    )
    njit: Any = numba.njit
    symbols: dict[str, str] = {}
    modules = []
    for name, parts in _SIGNATURES.items():
        signature = numba.void(*map(_numba_type, parts))
        kernel = getattr(compiled, name)
        options = {"fastmath": kernel.targetoptions.get("fastmath", False), "nogil": True}
        made = njit(signature, no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)(kernel.py_func)
        (known,) = made.signatures
        symbols[name] = made.overloads[known].fndesc.llvm_func_name
        modules.append(llvm.parse_assembly(made.inspect_llvm(known)))
    whole = modules[0]
    for module in modules[1:]:
        whole.link_in(module)
    made = json.dumps(symbols).encode() + b"\n" + target.emit_object(whole)
    return _checksum(made) + b"\n" + made


def _numba_type(part: str) -> Any:
    import numba

    if part in _NUMBERS:
        return getattr(numba, part)
    number = getattr(numba, part[:-2])
    return numba.types.Array(number, int(part[-1]), "A" if part[-2] == "*" else "C", readonly=False)


class MachineCode:
    """The kernels of `numpy_kernels`, as machine code."""

    def __init__(self, engine: Any, calls: dict[str, Callable[..., None]]) -> None:
        self._engine = engine  # owns the code
        self._calls = calls

    def run_sections(self, rows: Floats, sections: Floats) -> None:
        """Filter `rows` in place through the biquads `sections`, from zero state."""
        self._calls["run_sections"](rows, sections)

    def filter_both_ways(
        self,
        data: Samples,
        numbers: npt.NDArray[np.int64],
        begin: int,
        stop: int,
        sections: Floats,
        skip: int,
        out: Samples,
    ) -> bool:
        """Filter some rows both ways, and return whether no sample was missing."""
        call = self._calls["filter_both_ways_into"]
        return room.filter_both_ways(call, data, numbers, begin, stop, sections, skip, out)

    def transform_windows(
        self, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: npt.NDArray[np.complex64]
    ) -> None:
        """Set the spectra of windows, each without its mean and tapered."""
        room.transform_windows(self._calls["transform_windows_into"], rows, starts, taper, out)

    def mean_powers(self, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: Samples) -> None:
        """Set the mean power of windows in groups."""
        room.mean_powers(self._calls["mean_powers_into"], rows, starts, taper, out)

    def background_rows(
        self,
        data: Samples,
        whole: npt.NDArray[np.int64],
        real: Floats,
        amplitude: Samples,
        fast: Samples,
        is_sharp: npt.NDArray[np.uint8],
        entropy: Floats,
    ) -> None:
        """Measure each row of each epoch on its own."""
        call = self._calls["background_rows_into"]
        room.background_rows(call, data, whole, real, amplitude, fast, is_sharp, entropy)

    def mean_correlations(self, data: Samples, counts: npt.NDArray[np.uint8], found: Floats) -> None:
        """Set the mean correlation of the rows that count in each epoch."""
        room.mean_correlations(self._calls["mean_correlations_into"], data, counts, found)

    def column_spans(
        self,
        values: Samples,
        first_px: float,
        step_px: float,
        centre_px: float,
        px_per_unit: float,
        low: Floats,
        high: Floats,
    ) -> None:
        """Widen `low` and `high` by what one trace covers in each pixel column."""
        self._calls["column_spans"](values, first_px, step_px, centre_px, px_per_unit, low, high)

    def filtered_bins(
        self, rows: Samples, sections: Floats, skip: int, per_bin: int, low: Samples, high: Samples, size: Samples
    ) -> None:
        """Set the lowest, highest and mean rectified value of bins of rows that are filtered within bands."""
        call = self._calls["filtered_bins_into"]
        amplitude_room.filtered_bins(call, rows, sections, skip, per_bin, low, high, size)

    def halved(self, rows: Samples, out: Samples) -> None:
        """Set every second sample of rows after a short low pass."""
        amplitude_room.halved(self._calls["halved_into"], rows, out)

    def raw_bins(self, rows: Samples, per_bin: int, ranges: Samples, jumps: Samples) -> None:
        """Set highest minus lowest and the largest step from sample to sample of each bin."""
        amplitude_room.raw_bins(self._calls["raw_bins_into"], rows, per_bin, ranges, jumps)

    def medians_of_rows(self, rows: Samples, out: Samples) -> None:
        """Set the median of each column, those that are missing left out."""
        amplitude_room.medians_of_rows(self._calls["medians_of_rows_into"], rows, out)

    def rectified_chunks(self, row: Floats, taps: Floats, per_chunk: int, out: Floats) -> None:
        """Set the mean size of a row after a FIR filter in each chunk."""
        amplitude_room.rectified_chunks(self._calls["rectified_chunks_into"], row, taps, per_chunk, out)

    def running_orders(self, series: Samples, length: int, step: int, shares: Floats, out: Samples) -> None:
        """Set the percentiles of windows along series."""
        amplitude_room.running_orders(self._calls["running_orders_into"], series, length, step, shares, out)

    def paint_spans(
        self,
        canvas: npt.NDArray[np.uint32],
        low: Floats,
        high: Floats,
        left_px: int,
        thickness_px: int,
        colour: int,
    ) -> None:
        """Colour the pixels from `low` to `high` of each column."""
        tops, bottoms = np.zeros(len(low), np.int32), np.zeros(len(low), np.int32)
        self._calls["paint_into"](canvas, low, high, tops, bottoms, left_px, thickness_px, colour)

    def bin_extremes(self, values: Samples, edges: npt.NDArray[np.int64], low: Samples, high: Samples) -> None:
        """Set the lowest and highest value of each bin."""
        self._calls["bin_extremes"](values, edges, low, high)

    def weigh(self, rows: Floats, first: Indices, phase: Indices, taps: Floats, out: Floats) -> None:
        """Set `out[r, k]` to the sum of `rows[r, first[k] + j] * taps[phase[k], j]` over all j."""
        self._calls["weigh"](rows, first, phase, taps, out)


def load(made: bytes) -> MachineCode:
    """Load what `compile_object` returned on this machine.

    Raises
    ------
    NoMachineCode
        It is not that.
    """
    import llvmlite.binding as llvm

    checksum, _, content = made.partition(b"\n")
    if checksum != _checksum(content):  # what is not code would end the process
        raise NoMachineCode(*_DAMAGED)
    head, _, code = content.partition(b"\n")
    try:
        symbols = json.loads(head)
        names = {name: str(symbols[name]) for name in _SIGNATURES}
    except (ValueError, KeyError, TypeError):
        raise NoMachineCode(*_DAMAGED) from None
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    llvm.add_symbol(_NEVER_CALLED, ctypes.cast(_ended_an_array, ctypes.c_void_p).value)
    target = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    try:
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
    except RuntimeError:
        raise NoMachineCode(*_DAMAGED) from None
    calls: dict[str, Callable[..., None]] = {}
    for name, parts in _SIGNATURES.items():
        address = engine.get_function_address(names[name])
        if not address:
            raise NoMachineCode(*_DAMAGED)
        calls[name] = _callable(address, parts)
    return MachineCode(engine, calls)


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def _ended_an_array(_owner: int) -> None:
    """Take the place of what ends an array of numba's; there is none."""


def _callable(address: int, parts: tuple[str, ...]) -> Callable[..., None]:
    """Return a function that hands numpy arrays and numbers to the code at an address."""
    types: list[Any] = [ctypes.c_void_p, ctypes.c_void_p]
    for part in parts:
        # an array's whole numbers go as pointers, which are as wide: ctypes is twice as quick with them
        types += [_NUMBERS[part]] if part in _NUMBERS else [ctypes.c_void_p] * (5 + 2 * int(part[-1]))
    return partial(_call, ctypes.CFUNCTYPE(ctypes.c_int32, *types)(address), tuple(map(_wanted, parts)))


def _wanted(part: str) -> tuple[np.dtype[Any], int, bool] | None:
    if part in _NUMBERS:
        return None
    return np.dtype(part[:-2]), int(part[-1]), part[-2] != "*"


def _call(code: Any, wanted: tuple[tuple[np.dtype[Any], int, bool] | None, ...], *given: Any) -> None:
    """Call machine code, which trusts what it gets: each array is looked at before."""
    ends = (ctypes.c_void_p * 2)()  # what it returns, which is nothing, and what its error says
    address = ctypes.addressof(ends)
    flat: list[Any] = [address, address + ctypes.sizeof(ctypes.c_void_p)]
    for kind, value in zip(wanted, given, strict=True):
        if kind is None:
            flat.append(value)
            continue
        dtype, n_dimensions, is_contiguous = kind
        if value.dtype != dtype or value.ndim != n_dimensions or (is_contiguous and not value.flags.c_contiguous):
            raise TypeError(f"needs {dtype} with {n_dimensions} dimensions, not {value.dtype} {value.shape}")
        flat += (None, None, value.size, value.itemsize, value.ctypes.data, *value.shape, *value.strides)
    if code(*flat):
        raise ValueError("a kernel was handed what it cannot work with")
