"""Check that a detector's entry is a function that can be called with recording, parameters and report."""

import ast
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from eegview.detect.checking.sources import Source
from eegview.detect.faults.fault import Fault

Function = ast.FunctionDef | ast.AsyncFunctionDef
_GIVEN = ("recording", "parameters", "report")


def entry_source(entry: str, sources: Sequence[Source]) -> Source | None:
    """Return the file that an entry “module:function” names."""
    inner = entry.split(":")[0].replace(".", "/")
    return next((one for one in sources if one.name in (f"{inner}.py", f"{inner}/__init__.py")), None)


def entry_function(entry: str, source: Source) -> Function | None:
    """Return the definition of the entry's function, None where it is made in another way, or is not there."""
    name = entry.rpartition(":")[2]
    found = [one for one in _top_level(source.tree) if isinstance(one, Function) and one.name == name]
    return found[-1] if found else None


def entry_faults(entry: str, source: Source) -> Iterator[Fault]:
    """Yield what is wrong with the function that is to detect."""
    name = entry.rpartition(":")[2]
    function = entry_function(entry, source)
    if function is None:
        names = _names(source.tree)
        if name not in names and "*" not in names:
            near = get_close_matches(name, sorted(names), 1)
            meant = f" (“{near[0]}” is there)" if near else ""
            yield Fault(f"there is no function “{name}”, which “entry” in plugin.toml names{meant}.", source.name)
        return
    is_decorated = bool(function.decorator_list)  # then what is called is the decorator's, and may run what it makes
    unless = ", unless its decorator runs it" if is_decorated else ""
    if isinstance(function, ast.AsyncFunctionDef):
        what = f"the function “{name}” is “async”, so nothing of it would run{unless}; write “def”."
        yield Fault(what, source.name, function.lineno, is_warning=is_decorated)
    elif (line := _yield_line(function)) is not None:
        what = f"the function “{name}” yields, so nothing of it would run{unless}; call report.event and do not yield."
        yield Fault(what, source.name, line, is_warning=is_decorated)
    if not is_decorated:
        yield from _arity_faults(source, function)


def _arity_faults(source: Source, function: Function) -> Iterator[Fault]:
    arguments = function.args
    places = [*arguments.posonlyargs, *arguments.args]
    n_needed = len(places) - len(arguments.defaults)
    if n_needed > len(_GIVEN) or (len(places) < len(_GIVEN) and arguments.vararg is None):
        written = ", ".join(one.arg for one in places) or "nothing"
        yield _fault(source, function, f"takes {written}; it is called with {', '.join(_GIVEN)}")
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for one in [argument.arg for argument, default in pairs if default is None]:
        yield _fault(source, function, f"needs “{one}” by name, and is called with {', '.join(_GIVEN)} only")


def _fault(source: Source, function: Function, what: str) -> Fault:
    return Fault(f"the function “{function.name}” {what}.", source.name, function.lineno)


def _top_level(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements of a module, also those in if, try and with."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _top_level(node)
        elif isinstance(node, ast.ExceptHandler):
            yield from _top_level(node)


def _names(tree: ast.Module) -> set[str]:
    """Return the names that a module binds, "*" where it takes all of another."""
    names: set[str] = set()
    for node in _top_level(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.With, ast.For)):
            names |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return names


def _yield_line(function: Function) -> int | None:
    """Return the line of a yield of the function itself, not of one inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return node.lineno
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp)):
            waiting += ast.iter_child_nodes(node)
    return None
