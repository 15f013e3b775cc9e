"""Check what a detector's own code hands over: each wrong argument is one sentence, raised at its own line.

Needs the standard library only.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

_MOST_SHOWN = 40  # characters of a value
_TRUTH = ("bool", "bool_")  # Python's, and numpy's by its newer and its older name


class Arguments:
    """The arguments of one call, by which its sentences begin: `report.event: “score” wants a number from 0 to 1; …`.

    call : what the author wrote, "report.event"
    """

    __slots__ = ("_call",)

    def __init__(self, call: str) -> None:
        self._call = call

    def number(
        self,
        name: str,
        value: Any,
        least: float = -math.inf,
        most: float = math.inf,
        wanted: str = "a number",
        may_be_nan: bool = False,
    ) -> float:
        """Return a finite number from `least` to `most` as a float.

        Raises
        ------
        TypeError : it is none, such as a text, a truth value, or an array of several
        ValueError : it is not finite, or outside
        """
        found = _as_float(value)
        if found is None:
            raise self.wrong_type(name, wanted, value)
        if math.isnan(found) and may_be_nan:
            return found
        if not math.isfinite(found) or not least <= found <= most:
            raise self.wrong_value(name, wanted, value)
        return found

    def text(self, name: str, value: Any, wanted: str = "a text", may_be_empty: bool = False) -> str:
        """Return a text.

        Raises
        ------
        TypeError : it is something else
        ValueError : it is empty
        """
        if not isinstance(value, str):
            raise self.wrong_type(name, wanted, value)
        if not value and not may_be_empty:
            raise self.wrong_value(name, wanted, value)
        return str(value)

    def items(self, name: str, value: Any, wanted: str) -> list[Any]:
        """Return what a list, a tuple, an array or another iterable holds; a text is none of these.

        Raises
        ------
        TypeError : it is a text, a mapping, or holds nothing one by one
        """
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
            raise self.wrong_type(name, wanted, value)
        try:
            return list(value)
        except TypeError:  # an array without dimensions
            raise self.wrong_type(name, wanted, value) from None

    def names(self, name: str, value: Any, wanted: str) -> list[str]:
        """Return the texts that a list holds; a text alone is refused, for it would be taken letter by letter.

        Raises
        ------
        TypeError, ValueError : it is no list of texts, or one of them is empty
        """
        return [self.text(name, one, wanted) for one in self.items(name, value, wanted)]

    def wrong_type(self, name: str, wanted: str, value: Any) -> TypeError:
        return TypeError(self._sentence(name, wanted, value))

    def wrong_value(self, name: str, wanted: str, value: Any) -> ValueError:
        return ValueError(self._sentence(name, wanted, value))

    def _sentence(self, name: str, wanted: str, value: Any) -> str:
        return f"{self._call}: “{name}” wants {wanted}; it was given {shown(value)}."


def _as_float(value: Any) -> float | None:
    """Return a number as a float, None where it is none."""
    if type(value).__name__ in _TRUTH or isinstance(value, (str, bytes, bytearray)) or getattr(value, "ndim", 0):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
    except OverflowError:  # an integer beyond all measure
        return math.inf


def shown(value: Any) -> str:
    """Return a value as a sentence names it: `the text “C3-P3”`, `an array of shape (3,)`, `None`."""
    if isinstance(value, str):
        return f"the text “{_short(value)}”" if value else "an empty text"
    if isinstance(value, bytes):
        return "bytes"
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and shape:
        return f"an array of shape {shape}"
    if value is None or type(value).__name__ in _TRUTH or _as_float(value) is not None:
        return _short(str(value))
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST_SHOWN else plain[: _MOST_SHOWN - 1] + "…"
