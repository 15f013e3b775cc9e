"""Choose between the compiled kernels and the plain ones.

Nothing waits for the compiler: the plain kernels answer, with the same numbers, until `warm_up` has finished.
"""

from types import ModuleType

from eegview.dsp import numpy_kernels as plain

_active: ModuleType = plain  # swapped once, whole; reading a name is atomic, so no lock is needed


def warm_up() -> None:
    """Compile the kernels, or load them from numba's cache, and use them from now on; safe on any thread."""
    from eegview.dsp import compiled

    compiled.compile_all()
    use(compiled)


def is_ready() -> bool:
    """Check whether the compiled kernels are in use."""
    return _active is not plain


def use(module: ModuleType) -> None:
    """Use the kernels of `module` (`eegview.dsp.numpy_kernels` or `eegview.dsp.compiled`) from now on."""
    global _active
    _active = module


def active() -> ModuleType:
    """Return the module whose kernels are in use: take it once per piece of work."""
    return _active
