"""The scales that an epoch can be scored by, from `resources/scales` and the user's own copies.

A file with `draft = true` is no scale that can be used: it is named, and computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from eegview.app.resources import (
    ADVICE,
    FileFault,
    built_in_files,
    file_fault,
    note_own,
    own_files,
    read_toml,
    report_fault,
)
from eegview.model.display.filters import HIGHEST_CUT_HZ, LOWEST_CUT_HZ, Phase
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.scoring.parameters import ScaleParameters, parameter_fault

KIND = "scales"
BASED_2021 = "based2021"
_ROOT = ("id", "label", "help", "draft", "parameters", "epoch", "burden", "foci", "amplitude", "display")
_TABLES: Mapping[str, tuple[str, ...]] = {
    "parameters": ("name", "version", "confirm", "unsure"),
    "epoch": ("length_s", "page_s", "bin_s"),
    "burden": ("bins_of_page", "pages", "literal_percent"),
    "foci": ("at_least",),
    "amplitude": ("limit_uv", "posterior_limit_uv", "posterior_rows"),
    "display": ("montage", "low_cut_hz", "high_cut_hz", "notch_hz", "phase", "sensitivity_uv_per_mm"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as its file describes it.

    parameters : None for a draft
    help : what the scale is, one or two sentences; of a draft why it cannot be used
    unsure : a sentence for each thing that must be compared with the publication
    """

    scale_id: str
    label: str
    help: str
    parameters: ScaleParameters | None
    unsure: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the scale computes nothing."""
        return self.parameters is None


def load_scales(issues: list[Issue] | None = None, own: dict[str, Path] | None = None) -> tuple[Scale, ...]:
    """Return all scales, those that can be used first, then by label; a user's file with the same id wins.

    Parameters
    ----------
    issues : a file that cannot be used is added here (code `scale_file`), the others load; see `report_fault`
    own : the user's own files in use are added here, by the id of their scale
    """
    found: dict[str, Scale] = {}
    own = {} if own is None else own
    for path in (*built_in_files(KIND), *own_files(KIND)):
        try:
            scale = parse_scale(read_toml(path), str(path))
        except UsageError as error:
            report_fault(file_fault(KIND, path, error), issues)
            continue
        if scale.scale_id in own:
            first = own[scale.scale_id]
            message = f"{path} has the id “{scale.scale_id}” of {first.name}, too; {path.name} is used."
            report_fault(FileFault("scale_file", message, path), issues)
        note_own(path, scale.scale_id, own)
        found[scale.scale_id] = scale
    return tuple(sorted(found.values(), key=lambda scale: (scale.is_draft, scale.label)))


def scale_parameters(scale_id: str = BASED_2021, issues: list[Issue] | None = None) -> ScaleParameters:
    """Return the values of a scale that can be used.

    Raises
    ------
    UsageError : there is no such scale, or it is a draft; the advice lists those there are
    """
    scales = load_scales(issues)
    usable = [scale.scale_id for scale in scales if not scale.is_draft]
    advice = f"Use one of: {', '.join(usable)}." if usable else "Install eegview again, or restore the file."
    for scale in scales:
        if scale.scale_id != scale_id:
            continue
        if scale.parameters is None:
            raise UsageError(f"The scale “{scale.label}” is a draft and cannot be used yet.", advice)
        return scale.parameters
    raise UsageError(f"There is no scale “{scale_id}”.", advice)


def parse_scale(fields: Mapping[str, Any], where: str = "A scale") -> Scale:
    """Return the scale a TOML file describes; of a draft only who it is.

    Raises
    ------
    UsageError : a field is missing, unknown or makes no sense; the sentence starts with `where`
    """
    scale_id, label = _text(fields, "id", where), _text(fields, "label", where)
    if not scale_id.isprintable() or scale_id != scale_id.strip():
        raise UsageError(f"{where}: “id” is not a plain word.", ADVICE)
    is_draft = fields.get("draft", False)
    if not isinstance(is_draft, bool):
        raise UsageError(f"{where}: “draft” is true or false.", ADVICE)
    if is_draft:
        return Scale(scale_id, label, str(fields.get("why", fields.get("help", ""))), None)
    if unknown := sorted(set(fields) - set(_ROOT)):
        raise UsageError(f"{where} has the unknown field “{unknown[0]}”.", ADVICE)
    tables = {name: _table(fields, name, where) for name in _TABLES}
    about, amplitude, display = tables["parameters"], tables["amplitude"], tables["display"]
    parameters = ScaleParameters(
        scale_id,
        _text(about, "name", f"{where}, parameters"),
        _text(about, "version", f"{where}, parameters"),
        str(about.get("confirm", "")),
        _number(tables["epoch"], "length_s", where),
        _number(tables["epoch"], "page_s", where),
        _number(tables["epoch"], "bin_s", where),
        _count(tables["burden"], "bins_of_page", where),
        _count(tables["burden"], "pages", where),
        _number(tables["burden"], "literal_percent", where),
        _count(tables["foci"], "at_least", where),
        _number(amplitude, "limit_uv", where),
        _number(amplitude, "posterior_limit_uv", where),
        _texts(amplitude, "posterior_rows", where),
        _text(display, "montage", f"{where}, display"),
        _cut(display, "low_cut_hz", where),
        _cut(display, "high_cut_hz", where),
        _cut(display, "notch_hz", where),
        _phase(display, where),
        _number(display, "sensitivity_uv_per_mm", where),
    )
    if fault := parameter_fault(parameters):
        raise UsageError(f"{where}: {fault[:1].lower()}{fault[1:]}", ADVICE)
    unsure = _texts(about, "unsure", where) if "unsure" in about else ()
    return Scale(scale_id, label, str(fields.get("help", "")), parameters, unsure)


def _table(fields: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = fields.get(name)
    if not isinstance(table, dict):
        raise UsageError(f"{where} lacks the table “{name}”.", ADVICE)
    held = cast("dict[str, Any]", table)
    if unknown := sorted(set(held) - set(_TABLES[name])):
        raise UsageError(f"{where}, {name} has the unknown field “{unknown[0]}”.", ADVICE)
    return held


def _text(fields: Mapping[str, Any], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{where} lacks the text “{name}”.", ADVICE)
    return value


def _texts(fields: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = fields.get(name)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise UsageError(f"{where}: “{name}” is not a list of texts.", ADVICE)
    return tuple(value)


def _number(fields: Mapping[str, Any], name: str, where: str) -> float:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
        raise UsageError(f"{where}: “{name}” is not a number above 0.", ADVICE)
    return float(value)


def _count(fields: Mapping[str, Any], name: str, where: str) -> int:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10_000:
        raise UsageError(f"{where}: “{name}” is not a whole number above 0.", ADVICE)
    return value


def _cut(fields: Mapping[str, Any], name: str, where: str) -> float:
    value = fields.get(name, 0)
    is_number = not isinstance(value, bool) and isinstance(value, int | float)
    if not is_number or not (value == 0 or LOWEST_CUT_HZ <= value <= HIGHEST_CUT_HZ):
        raise UsageError(f"{where}: “{name}” is not a frequency in Hz.", ADVICE)
    return float(value)


def _phase(fields: Mapping[str, Any], where: str) -> Phase:
    try:
        return Phase(fields.get("phase", Phase.CAUSAL))
    except ValueError:
        raise UsageError(f"{where}: the phase is causal or zero.", ADVICE) from None
