"""Points of distributions below which a share lies, from `scipy.special`, which is loaded when first asked."""

from importlib import import_module
from typing import Any

TAIL = 0.025  # on either side of a two-sided 95 % interval
NORMAL_POINT = 1.959963984540054  # of the normal distribution, above which the share `TAIL` lies


def gamma_point(shape: float, share: float) -> float:
    """Return the point of a gamma distribution with scale 1; 0 for shape 0."""
    return float(_special().gammaincinv(shape, share)) if shape > 0 else 0.0


def beta_point(a: float, b: float, share: float) -> float:
    """Return the point of a beta distribution; its end where a parameter is 0."""
    if a <= 0:
        return 0.0
    return float(_special().betaincinv(a, b, share)) if b > 0 else 1.0


def student_point(freedom: int, share: float) -> float:
    """Return the point of Student's t distribution with so many degrees of freedom."""
    return float(_special().stdtrit(freedom, share))


def _special() -> Any:  # SciPy comes without types, and its import takes longer than most commands
    return import_module("scipy.special")
