"""Values of a JSON file that a person or a script wrote, each checked with one sentence on what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, cast

from eegview.model.errors import UsageError

MAX_BYTES = 4 << 20  # no evidence of one epoch is larger
MAX_NAMES = 256  # no head has more electrodes


def read_object(path: Path, advice: str) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises
    ------
    UsageError : the file cannot be read, is not JSON, holds no object, or a value that is no number
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.", advice) from None
    if len(content) > MAX_BYTES:
        raise UsageError(f"{path.name} is larger than {MAX_BYTES >> 20} MiB.", advice)
    return parse_object(content, path.name, advice)


def parse_object(content: bytes, name: str, advice: str) -> dict[str, Any]:
    """Return the object in JSON text; see `read_object`."""
    doubled: list[str] = []

    def no_number(text: str) -> float:
        raise _NoNumber(text)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if len(held) < len(pairs):
            keys = [key for key, _value in pairs]
            doubled.extend(key for key in held if keys.count(key) > 1)
        return held

    try:
        text = content.decode("utf-8-sig")
        value = json.loads(text, parse_constant=no_number, object_pairs_hook=once)
    except _NoNumber as error:
        raise UsageError(f"{name} holds {error}, which is not a number.", advice) from None
    except UnicodeDecodeError:
        raise UsageError(f"{name} is not in UTF-8.", advice) from None
    except RecursionError:
        raise UsageError(f"{name} is nested too deeply.", advice) from None
    except json.JSONDecodeError as error:
        raise UsageError(f"{name} is not JSON: line {error.lineno}, {error.msg}.", advice) from None
    except ValueError:  # a number of thousands of digits
        raise UsageError(f"{name} holds a number that is too long.", advice) from None
    if not isinstance(value, dict):
        raise UsageError(f"{name} does not hold an object.", advice)
    if doubled:
        raise UsageError(f"“{_shown(doubled[0])}” stands twice in {name}.", advice)
    return cast("dict[str, Any]", value)


def _shown(text: str) -> str:
    """Return a text of a file as a sentence can hold it: printable, on one line, not long."""
    printable = "".join(sign if sign.isprintable() else "?" for sign in text)
    return printable if len(printable) <= 40 else f"{printable[:40]}…"


class _NoNumber(Exception):
    """NaN or infinity, which Python reads in JSON and nobody else does."""


def check_keys(held: Mapping[str, Any], needed: Collection[str], allowed: Collection[str], where: str) -> None:
    """Check the keys of an object.

    Raises
    ------
    UsageError : one is missing, or one is not known
    """
    if unknown := sorted(set(held) - set(allowed)):
        raise UsageError(f"“{_shown(unknown[0])}” is not known {where}.", f"The keys are {', '.join(allowed)}.")
    if missing := [key for key in needed if key not in held]:
        raise UsageError(f"“{missing[0]}” is missing {where}.", f"The keys are {', '.join(allowed)}.")


def whole_number(value: object, what: str, least: int, most: int) -> int:
    """Return a whole number.

    Raises
    ------
    UsageError : it is none, or lies outside `least` to `most`
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(cast("float", value)) or value != int(cast("float", value)):
        raise UsageError(f"{what} is not a whole number.", f"Give {least} to {most}.")
    number = int(cast("float", value))
    if not least <= number <= most:
        said = f"{number}" if abs(number) < 10**9 else "out of range"
        raise UsageError(f"{what} is {said}.", f"Give {least} to {most}.")
    return number


def number_above_zero(value: object, what: str, most: float) -> float:
    """Return a number above 0.

    Raises
    ------
    UsageError : it is none, or is larger than `most`
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < cast("float", value) <= most:
        raise UsageError(f"{what} is not a number above 0.", f"Give a number up to {most:g}.")
    return float(cast("float", value))


def names(value: object, what: str) -> tuple[str, ...]:
    """Return a list of names without doubles.

    Raises
    ------
    UsageError : it is no list of texts
    """
    if not isinstance(value, list):
        raise UsageError(f"{what} is not a list of names.", "Give a list, as in [“P4”, “F3”].")
    items = cast("list[object]", value)
    if len(items) > MAX_NAMES:
        raise UsageError(f"{what} holds more than {MAX_NAMES} names.", "Give each name once.")
    if not all(isinstance(item, str) and item.strip() and len(item) <= 64 and item.isprintable() for item in items):
        raise UsageError(f"{what} holds something else than a name.", "Give a list, as in [“P4”, “F3”].")
    return tuple(dict.fromkeys(cast("str", item).strip() for item in items))


def objects(value: object, what: str) -> list[dict[str, Any]]:
    """Return a list of objects.

    Raises
    ------
    UsageError : it is none
    """
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast("list[object]", value)):
        raise UsageError(f"{what} is not a list of objects.", "See “eegview score --help”.")
    return cast("list[dict[str, Any]]", value)


def one_of(value: object, what: str, allowed: Collection[str]) -> str:
    """Return a text that is one of some.

    Raises
    ------
    UsageError : it is none of them
    """
    if not isinstance(value, str) or value not in allowed:
        raise UsageError(f"{what} is none of {', '.join(allowed)}.", f"Give {', '.join(allowed)}.")
    return value
