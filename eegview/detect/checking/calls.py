"""Check what a detector asks of its parameters and tells its report, as far as it stands in the code as plain text."""

import ast
from collections.abc import Iterator
from difflib import get_close_matches

from eegview.detect.checking.entry import Function
from eegview.detect.checking.sources import Source
from eegview.detect.faults.fault import Fault
from eegview.detect.manifest import Manifest
from eegview.detect.toml_table import shortened

_TERM_PLACE, _CHANNELS_PLACE = 2, 4  # among the arguments of report.event


def call_faults(manifest: Manifest, source: Source, function: Function) -> Iterator[Fault]:
    """Yield names of parameters, terms and marks that the manifest does not have, and channels given as one text."""
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if len(places) < 3:
        return
    recording, parameters, report = places[:3]
    for node in ast.walk(source.tree):
        if (name := _parameter_read(node, parameters)) is not None:
            yield from _parameter_faults(manifest, source, name, getattr(node, "lineno", None))
        elif isinstance(node, ast.Call) and _is_method(node, report, "event"):
            yield from _event_faults(manifest, source, node)
        elif isinstance(node, ast.Call) and _is_method(node, recording, "marks"):
            yield from _marks_faults(manifest, source, node)


def _parameter_read(node: ast.AST, parameters: str) -> str | None:
    """Return the name in `parameters["name"]` or `parameters.get("name")`."""
    given: ast.expr | None = None
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == parameters:
        given = node.slice
    elif isinstance(node, ast.Call) and _is_method(node, parameters, "get") and node.args:
        given = node.args[0]
    return _text(given)


def _parameter_faults(manifest: Manifest, source: Source, name: str, line: int | None) -> Iterator[Fault]:
    known = [one.name for one in manifest.parameters]
    if name not in known:
        near = get_close_matches(name, known, 1)
        meant = f" (“{near[0]}” is)" if near else ""
        what = f"the parameter “{shortened(name)}” is not in plugin.toml{meant}, so it has no value."
        yield Fault(what, source.name, line, is_warning=True)


def _event_faults(manifest: Manifest, source: Source, call: ast.Call) -> Iterator[Fault]:
    term = _text(_argument(call, _TERM_PLACE, "term"))
    if term is not None and term not in manifest.terms:
        declared = ", ".join(manifest.terms) or "none"
        what = f"the term “{shortened(term)}” is not among “terms” in plugin.toml, which are: {declared}."
        yield Fault(what, source.name, call.lineno)
    channels = _text(_argument(call, _CHANNELS_PLACE, "channels"))
    if channels:
        what = f'“channels” is one text; write a list of names: ["{shortened(channels)}"].'
        yield Fault(what, source.name, call.lineno)


def _marks_faults(manifest: Manifest, source: Source, call: ast.Call) -> Iterator[Fault]:
    term = _text(_argument(call, 0, "term"))
    if term is not None and term not in manifest.input.marks:
        declared = ", ".join(manifest.input.marks) or "none"
        what = f"the term “{shortened(term)}” is not among “marks” of [input] in plugin.toml, which are: {declared}."
        yield Fault(what, source.name, call.lineno)


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == name), None)
    if named is not None:
        return named
    before = call.args[: place + 1]
    return before[place] if len(before) > place and not any(isinstance(one, ast.Starred) for one in before) else None


def _is_method(call: ast.Call, of: str, name: str) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == name
        and isinstance(function.value, ast.Name)
        and function.value.id == of
    )


def _text(given: ast.expr | None) -> str | None:
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None
