"""Load the compiled kernels of drawing and filtering from a file, which a process of its own makes once per machine.

The file lies beside the program's sources as compiled Python does, or in the user's cache where that folder is not to
be written. It depends on the kernels' source, the processor and the compiler's version, and says so in its name.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import platformdirs

from eegview.dsp import kernels, machine_code
from eegview.exchange.writing import write_whole

_LONGEST_S = 120.0  # of compiling, on a machine with much else to do
_SOURCES = (
    "compiled.py",
    "machine_code.py",
    "amplitude_compiled.py",
    "resampling_compiled.py",
    "row_kernels/background_compiled.py",
    "row_kernels/filter_compiled.py",
    "row_kernels/window_spectra_compiled.py",
)
_IDLE = 5  # how much compiling gives way to the window, as `nice` counts


def load_kernels(within: Sequence[Path] | None = None) -> None:
    """Use the compiled kernels from now on; safe on any thread, and slow only the first time on a machine.

    Where no file can be made, numba compiles in this process.

    Parameters
    ----------
    within : folders where the file may lie, best first; None = as said above
    """
    made = _made(within if within is not None else folders())
    if made is None:
        kernels.warm_up()
    else:
        kernels.use(made)


def _made(within: Sequence[Path]) -> machine_code.MachineCode | None:
    paths = [folder / file_name() for folder in within]
    for path in paths:
        with suppress(OSError, machine_code.NoMachineCode):
            return machine_code.load(path.read_bytes())
    for path in paths:
        with suppress(OSError, subprocess.SubprocessError, machine_code.NoMachineCode):
            path.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(
                [sys.executable, "-m", __name__, str(path)],
                check=True,
                timeout=_LONGEST_S,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return machine_code.load(path.read_bytes())
    return None


def folders() -> tuple[Path, Path]:
    """Return where the file may lie, best first."""
    beside = Path(machine_code.__file__).parent / "__pycache__"
    return beside, Path(platformdirs.user_cache_dir("eegview", appauthor=False)) / "kernels"


def file_name() -> str:
    """Return the file's name, which says what it was made of and for."""
    folder = Path(machine_code.__file__).parent
    source = b"".join((folder / name).read_bytes() for name in _SOURCES)
    return f"kernels-{hashlib.sha256(source + machine_code.machine().encode()).hexdigest()[:16]}.o"


def make(path: Path) -> None:
    """Compile the kernels and write them to a file, whole or not at all."""
    write_whole(path, machine_code.compile_object())


if __name__ == "__main__":
    if sys.argv[1:]:  # from the window, which is in use meanwhile
        with suppress(AttributeError, OSError):
            os.nice(_IDLE)
        make(Path(sys.argv[1]))
    else:  # when the program is installed
        load_kernels()
