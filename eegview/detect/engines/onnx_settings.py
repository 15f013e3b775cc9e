"""Read the `[onnx]` table of a plugin: how rows go into a model, and what becomes of its output."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eegview.detect.manifest import Manifest
from eegview.model.errors import UsageError

NORMALISATIONS = ("none", "centre", "deviation", "robust")


@dataclass(frozen=True, slots=True)
class OnnxSettings:
    """The `[onnx]` table: how rows go into a model, and what becomes of its output.

    input, output : names of the model's tensors; "" = its only one
    window_s, hop_s : each window of rows goes in; the next begins a hop later
    normalisation : of each row of a window: "none", "centre" (mean off), "deviation" (and over its standard
        deviation), "robust" (median off, over 1.4826 · median absolute deviation)
    scale_uv : µV that become 1, before anything but "none" and "centre" makes it meaningless
    rows : the rows that go in, in this order; empty = all there are
    together : all rows of a window in one item (batch, rows, samples); else each row is an item of its own
    column : of the output, where it has several
    term : of the events, "" = trends only
    threshold, low : a window of this probability makes an event, which goes on at `low` or more
    merge_s, shortest_s, longest_s : of events
    trend : name of the trend of the largest probability, "" = none
    """

    input: str
    output: str
    window_s: float
    hop_s: float
    normalisation: str
    scale_uv: float
    rows: tuple[str, ...]
    together: bool
    column: int
    term: str
    threshold: float
    low: float
    merge_s: float
    shortest_s: float
    longest_s: float
    trend: str


_DEFAULTS: dict[str, Any] = {
    "input": "",
    "output": "",
    "window_s": None,
    "hop_s": None,
    "normalisation": "none",
    "scale_uv": 1.0,
    "rows": [],
    "together": False,
    "column": 0,
    "term": "",
    "threshold": 0.5,
    "low": None,
    "merge_s": 0.0,
    "shortest_s": 0.0,
    "longest_s": 3600.0,
    "trend": "",
}


def settings_of(manifest: Manifest) -> OnnxSettings:
    """Return the settings in a manifest's [onnx] table.

    Raises
    ------
    UsageError : a setting is missing, unknown, of the wrong type or contradicts another
    """
    settings, faults = _found(manifest)
    if faults or settings is None:
        table, what = faults[0]
        raise UsageError(f"[{table}]: {what}.", "Correct plugin.toml; “eegview detectors check FOLDER” looks at it.")
    return settings


def setting_faults(manifest: Manifest) -> list[tuple[str, str]]:
    """Return (table, what is wrong in it) for every fault of the settings."""
    return _found(manifest)[1]


def _found(manifest: Manifest) -> tuple[OnnxSettings | None, list[tuple[str, str]]]:
    """Return the settings, None where one cannot be read, and the faults."""
    given = dict(manifest.options)
    faults = [("onnx", f"“{name}” is not a setting") for name in sorted(set(given) - set(_DEFAULTS))]
    values: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        try:
            values[name] = _value(name, given.get(name), default)
        except ValueError as error:
            faults.append(("onnx", str(error)))
    if not manifest.input.rate_hz:
        faults.append(("input", "a model needs “rate_hz”, the rate its rows come in"))
    if len(values) < len(_DEFAULTS):
        return None, faults
    if values["low"] is None:
        values["low"] = values["threshold"]
    settings = OnnxSettings(**values)
    return settings, [*faults, *(("onnx", what) for what in _contradictions(settings, manifest))]


def _contradictions(settings: OnnxSettings, manifest: Manifest) -> Iterator[str]:
    if not 0 < settings.hop_s <= settings.window_s <= 600:
        yield "the window must be 600 s or less, and the hop above 0 and not longer than it"
    if settings.normalisation not in NORMALISATIONS:
        yield f"“normalisation” must be one of {', '.join(NORMALISATIONS)}"
    if settings.scale_uv <= 0:
        yield "“scale_uv” must be above 0"
    if not 0 < settings.low <= settings.threshold < 1:
        yield "“low” and “threshold” must lie between 0 and 1, “low” not above “threshold”"
    if settings.term and settings.term not in manifest.terms:
        yield f"the term “{settings.term}” is not among the manifest's terms"
    if not settings.term and not settings.trend:
        yield "neither “term” nor “trend” is given, so nothing would come out"


def _value(name: str, value: Any, default: Any) -> Any:
    if name in ("window_s", "hop_s") and value is None:
        raise ValueError(f"“{name}” is missing")
    if value is None:
        return tuple(default) if isinstance(default, list) else default
    if name == "rows":
        if not isinstance(value, (list, tuple)) or not all(isinstance(row, str) for row in value):
            raise ValueError("“rows” must be a list of names")
        return tuple(value)
    kind = type(default) if default is not None else float
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if kind is float and is_number:
        return float(value)
    if kind is not float and type(value) is kind:
        return value
    wanted = {float: "a number", int: "a whole number", str: "text in quotes", bool: "true or false"}[kind]
    raise ValueError(f"“{name}” must be {wanted}")
