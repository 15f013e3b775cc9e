"""Check what a detector's files import, without importing it."""

import ast
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from eegview.detect.checking.sources import Source
from eegview.detect.faults.fault import Fault

PUBLIC = "eegview.plugin"
TESTING = "eegview.testing"
PROMISED = frozenset(("numpy", "scipy", "numba"))
_QT = frozenset(("PySide6", "PySide2", "PyQt6", "PyQt5", "pyqtgraph", "qtpy", "shiboken6"))
_NETWORK = frozenset(
    (
        *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc"),
        *("socketserver", "requests", "httpx", "aiohttp", "urllib3", "websockets", "paramiko"),
    )
)
_LATE = frozenset(("import_module", "__import__"))


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: of `from a import b` the name is a.b, of `from ..a import b` it is ..a.b.

    is_for_types : within “if TYPE_CHECKING”, so it never runs
    is_tried : within a “try”, so that it may fail
    is_late : by a call, such as import_module
    """

    name: str
    line: int
    is_for_types: bool = False
    is_tried: bool = False
    is_late: bool = False


def import_faults(
    source: Source, own: Collection[str], public: Collection[str], is_own_python: bool
) -> Iterator[Fault]:
    """Yield what is wrong with the imports of one file.

    Parameters
    ----------
    own : modules of the detector's folder
    public : names of `eegview.plugin`
    is_own_python : it runs in this program's Python, which has to have what it imports
    """
    for one in imports_of(source.tree):
        if one.name == "…":
            what = "this imports by a name that cannot be seen here; what it is needs to be looked at."
            yield Fault(what, source.name, one.line, is_warning=True)
            continue
        if one.name.startswith("."):  # the detector's own
            yield from _of_its_package(source, one)
            continue
        top = one.name.split(".")[0]
        if top == "eegview":
            yield from _of_the_program(source, one, public)
        elif top in _QT:
            what = f"“{top}” is for windows; a detector runs in a process of its own, without one."
            yield Fault(what, source.name, one.line)
        elif any(one.name == name or one.name.startswith(f"{name}.") for name in _NETWORK):
            what = f"“{top}” reaches the network; readers who are asked to approve the detector will want to know why."
            yield Fault(what, source.name, one.line, is_warning=True)
        elif is_own_python and not one.is_for_types and top not in {*own, *sys.stdlib_module_names, *PROMISED}:
            yield from _of_others(source, one, top)


def hidden_modules(own: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each file of the folder that hides a module which detectors, or what they import, need."""
    for name in sorted(own):
        if name in PROMISED or name == "eegview":
            yield Fault(
                f"this hides “{name}” from everything that imports it; give the file another name.", f"{name}.py"
            )
        elif name in sys.stdlib_module_names:
            what = f"this hides Python's own “{name}” from everything that imports it; give the file another name."
            yield Fault(what, f"{name}.py", is_warning=True)


def imports_of(tree: ast.Module) -> Iterator[Imported]:
    """Yield every import of a file; the name is “…” where it is only known when it runs."""
    yield from _imports(tree, False, False)


def _imports(node: ast.AST, is_for_types: bool, is_tried: bool) -> Iterator[Imported]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Imported(alias.name, child.lineno, is_for_types, is_tried)
        elif isinstance(child, ast.ImportFrom):
            start = "." * child.level + (f"{child.module}." if child.module else "")
            for alias in child.names:
                yield Imported(start + alias.name, child.lineno, is_for_types, is_tried)
        elif isinstance(child, ast.Call) and _called(child) in _LATE:
            given = child.args[0] if child.args else None
            name = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else "…"
            yield Imported(name, child.lineno, is_for_types, is_tried, is_late=True)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test) and not _is_negated(child.test):
            for inner in child.body:
                yield from _imports(ast.Module([inner], []), True, is_tried)
            yield from _imports(ast.Module(child.orelse, []), is_for_types, is_tried)
        else:
            yield from _imports(child, is_for_types, is_tried or isinstance(child, ast.Try))


def _is_negated(test: ast.expr) -> bool:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _of_its_package(source: Source, one: Imported) -> Iterator[Fault]:
    """Yield a fault where a relative import goes above the detector's folder, which is no package itself."""
    n_dots, depth = len(one.name) - len(one.name.lstrip(".")), source.name.count("/")
    if n_dots <= depth or one.is_for_types or one.is_late:
        return
    inner = one.name.lstrip(".")
    what = f"“{'.' * n_dots}” goes above the detector's folder, which is not a package; name its file without the dots"
    yield Fault(f"{what}: {inner.partition('.')[0]}.", source.name, one.line, is_warning=one.is_tried)


def _of_the_program(source: Source, one: Imported, public: Collection[str]) -> Iterator[Fault]:
    if one.name in (PUBLIC, f"{PUBLIC}.*"):
        return
    if one.name == TESTING or one.name.startswith(f"{TESTING}."):
        what = f"“{TESTING}” is for tests; import it in files named test_… or in a folder “tests”."
        yield Fault(what, source.name, one.line, is_warning=True)
        return
    name = one.name.removeprefix(f"{PUBLIC}.")
    if name != one.name and name in public:
        return
    if name != one.name:
        what = f"eegview.plugin has no “{name}”; plugins/README.md lists what it has."
    else:
        what = f"“{one.name}” is the program's own and may change; a detector imports eegview.plugin alone."
    yield Fault(what, source.name, one.line, is_warning=one.is_for_types and name == one.name)


def _of_others(source: Source, one: Imported, top: str) -> Iterator[Fault]:
    if not _is_installed(top):
        if not one.is_tried:
            advice = "install it there and name that Python as “interpreter” in plugin.toml"
            yield Fault(f"“{top}” is not in the program's Python; {advice}.", source.name, one.line)
    else:
        what = f"“{top}” is not promised to detectors (numpy, scipy and numba are), so elsewhere it may be missing."
        yield Fault(what, source.name, one.line, is_warning=True)


def _is_installed(top: str) -> bool:
    try:
        return find_spec(top) is not None
    except ValueError:  # of a module that is running and was not found by its name, as “__main__”
        return True
