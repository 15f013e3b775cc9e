"""What the files of a plugin import that is not theirs to import.

`from detectors.plugin_imports import foreign_imports`.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import eegview.plugin

PUBLIC = "eegview.plugin"
PACKAGES = frozenset(("numpy", "scipy", "numba"))
_LATE = frozenset(("import_module", "__import__"))  # an import whose name stands in a string is not seen here


def foreign_imports(folder: Path) -> list[str]:
    """Return a sentence for each import of a plugin's files that is not promised, and for each that cannot be seen.

    Allowed are the standard library, numpy, scipy and numba, the plugin's own modules, and the names of
    `eegview.plugin`.
    """
    paths = sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)
    own = {path.relative_to(folder).parts[0].removesuffix(".py") for path in paths}
    return [
        f"{path.relative_to(folder).as_posix()}, line {line}: {name}"
        for path in paths
        for line, name in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if not _is_allowed(name, own)
    ]


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything imported; of `from a import b` that is a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:  # a relative one is the plugin's own
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _LATE:
                yield node.lineno, f"{called}(…)"


def _is_allowed(name: str, own: set[str]) -> bool:
    top = name.split(".")[0]
    if top == "eegview":
        return name == PUBLIC or name in {f"{PUBLIC}.{public}" for public in eegview.plugin.__all__}
    return top in own or top in PACKAGES or top in sys.stdlib_module_names
