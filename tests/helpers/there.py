"""What must be there: `from there import there, value_of, ends_of, holds, width`."""

from typing import Protocol, TypeVar

T = TypeVar("T")


class Numbered(Protocol):
    """A number with an interval, either of which may be missing."""

    @property
    def value(self) -> float | None: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...


def there(found: T | None) -> T:
    assert found is not None
    return found


def value_of(figure: Numbered | None) -> float:
    return there(there(figure).value)


def ends_of(figure: Numbered | None) -> tuple[float, float]:
    return there(there(figure).low), there(there(figure).high)


def holds(figure: Numbered | None, value: float) -> bool:
    """Whether a value lies within the figure's interval."""
    low, high = ends_of(figure)
    return low <= value <= high


def width(figure: Numbered | None) -> float:
    low, high = ends_of(figure)
    return high - low
