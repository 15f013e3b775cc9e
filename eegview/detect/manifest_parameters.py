"""Read a detector's parameters from its manifest, and values for them from text."""

import math
import re
from collections.abc import Mapping

from eegview.detect.manifest import Manifest, Parameter, ParameterType, Value
from eegview.detect.toml_table import TomlTable, is_finite, shortened
from eegview.model.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def parameter_in(table: TomlTable) -> Parameter:
    """Return the parameter a `[[parameters]]` table describes; faults go to the table's list."""
    name = table.text("name")
    if name:
        table.place = f"parameter “{shortened(name)}”"
        if not _NAME.fullmatch(name):
            table.fault("its name is not small letters, digits and _")
    kind = ParameterType(table.choice("type", list(ParameterType), ParameterType.NUMBER))
    parameter = Parameter(
        name=name,
        label=table.text("label", longest=80),
        kind=kind,
        default=_default(table, kind),
        minimum=table.number("minimum", None, -math.inf),
        maximum=table.number("maximum", None, -math.inf),
        unit=table.text("unit", "", 20),
        choices=_choices(table),
        help=table.text("help", "", 400),
    )
    _check_sense(table, parameter)
    table.done()
    return parameter


def _default(table: TomlTable, kind: ParameterType) -> Value:
    value = table.raw("default")
    if value is None:
        table.fault("“default” is missing")
    elif kind is ParameterType.NUMBER:
        if is_finite(value):
            return float(value)
        table.fault("“default” is not a number")
    elif kind is ParameterType.WHOLE:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        table.fault("“default” is not a whole number")
    elif kind is ParameterType.SWITCH:
        if isinstance(value, bool):
            return value
        table.fault("“default” is not true or false")
    elif isinstance(value, str):
        return value
    else:
        table.fault("“default” is not text in quotes")
    return {ParameterType.NUMBER: 0.0, ParameterType.WHOLE: 0, ParameterType.SWITCH: False}.get(kind, "")


def _choices(table: TomlTable) -> tuple[tuple[str, str], ...]:
    value = table.raw("choices")
    if value is None:
        return ()
    if isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) and part for part in pair)
        for pair in value
    ):
        return tuple((one, other) for one, other in value)
    table.fault('“choices” is not a list of ["value", "label"]')
    return ()


def _check_sense(table: TomlTable, parameter: Parameter) -> None:
    is_number = parameter.kind in (ParameterType.NUMBER, ParameterType.WHOLE)
    if not is_number and (parameter.minimum is not None or parameter.maximum is not None):
        table.fault("only numbers have “minimum” and “maximum”")
    if parameter.minimum is not None and parameter.maximum is not None and parameter.minimum > parameter.maximum:
        table.fault("“minimum” is above “maximum”")
    elif is_number and (problem := _out_of_bounds(parameter, parameter.default)):
        table.fault(f"its default {problem}")
    values = [value for value, _label in parameter.choices]
    if parameter.kind is ParameterType.CHOICE:
        if not values:
            table.fault("a choice needs “choices”")
        elif parameter.default not in values:
            table.fault(f"its default “{shortened(str(parameter.default))}” is not among its choices")
        if len(set(values)) < len(values):
            table.fault("a value is there twice among its choices")
    elif values:
        table.fault("only a choice has “choices”")


def _out_of_bounds(parameter: Parameter, value: Value) -> str:
    if isinstance(value, (bool, str)):
        return ""
    if parameter.minimum is not None and value < parameter.minimum:
        return f"is below {parameter.minimum:g}"
    if parameter.maximum is not None and value > parameter.maximum:
        return f"is above {parameter.maximum:g}"
    return ""


def parsed_value(parameter: Parameter, text: str) -> Value:
    """Return the value a person typed for a parameter.

    Raises
    ------
    UsageError : it is of another kind, out of bounds, or not among the choices
    """
    kind, text = parameter.kind, text.strip()
    try:
        if kind is ParameterType.NUMBER:
            return checked_value(parameter, float(text))
        if kind is ParameterType.WHOLE:
            return checked_value(parameter, int(text))
    except ValueError:
        what = "a number" if kind is ParameterType.NUMBER else "a whole number"
        raise _wrong(parameter, f"“{shortened(text)}” is not {what}") from None
    if kind is ParameterType.SWITCH:
        if text.lower() not in _YES + _NO:
            raise _wrong(parameter, f"“{shortened(text)}” is neither yes nor no")
        return text.lower() in _YES
    return checked_value(parameter, text)


def checked_value(parameter: Parameter, value: Value) -> Value:
    """Return the value in the parameter's own type.

    Raises
    ------
    UsageError : it is of another kind, out of bounds, or not among the choices
    """
    kind = parameter.kind
    if kind is ParameterType.NUMBER and isinstance(value, (int, float)) and not isinstance(value, bool):
        if not is_finite(value):
            raise _wrong(parameter, "it must be finite")
        value = float(value)
    elif kind is ParameterType.CHOICE and value not in [one for one, _label in parameter.choices]:
        allowed = ", ".join(one for one, _label in parameter.choices)
        raise _wrong(parameter, f"“{shortened(str(value))}” is not one of {allowed}")
    elif not _fits(kind, value):
        raise _wrong(parameter, f"“{shortened(str(value))}” is of the wrong kind")
    if problem := _out_of_bounds(parameter, value):
        raise _wrong(parameter, f"{value} {problem}")
    return value


def values_for(manifest: Manifest, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return a value for every parameter: what is given, checked, and the defaults.

    Raises
    ------
    UsageError : a name is unknown, or a value does not fit
    """
    for name in given:
        if manifest.parameter(name) is None:
            known = ", ".join(parameter.name for parameter in manifest.parameters) or "none"
            raise UsageError(
                f"“{manifest.detector_id}” has no parameter “{shortened(name)}”.", f"Its parameters: {known}."
            )
    return {
        parameter.name: checked_value(parameter, given.get(parameter.name, parameter.default))
        for parameter in manifest.parameters
    }


def value_text(value: Value) -> str:
    """Return the value as it is typed and stored; `parsed_value` reads it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _fits(kind: ParameterType, value: Value) -> bool:
    if kind is ParameterType.SWITCH:
        return isinstance(value, bool)
    if kind is ParameterType.WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) if kind in (ParameterType.TEXT, ParameterType.CHOICE) else isinstance(value, float)


def _wrong(parameter: Parameter, what: str) -> UsageError:
    bounds = ""
    if parameter.minimum is not None or parameter.maximum is not None:
        low = "" if parameter.minimum is None else f" from {parameter.minimum:g}"
        high = "" if parameter.maximum is None else f" to {parameter.maximum:g}"
        bounds = f"Give a number{low}{high}{' ' + parameter.unit if parameter.unit else ''}."
    return UsageError(
        f"The parameter “{parameter.name}” does not fit: {what}.", bounds or "See “eegview detectors info”."
    )
