"""Collect every text that a user may read, from the sources and from an open window, into one list for a reader.

Write it with `./run texts [FILE]`. A text is listed once, with the places where it stands.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[3]
BANNED = ROOT / "tests" / "texts" / "banned.txt"
_CODE = ("eegview", "plugins")
_NOT_SHOWN = (
    "eegview/simulate/",
    "eegview/store/migrations.py",
    "eegview/store/backends/postgres.py",
    "eegview/ui/window/style.py",
)
# Calls whose strings are names, patterns or statements, never read by a user.
_NAMING = frozenset(
    (
        *("compile", "setObjectName", "setProperty", "property", "put", "TypeVar", "cast", "connect", "execute"),
        *(
            "getattr",
            "setattr",
            "strftime",
            "strptime",
            "objectName",
            "split",
            "removeprefix",
            "startswith",
            "endswith",
        ),
    )
)
_NOT_READ_IN_TOML = frozenset(
    (
        *("id", "term", "terms", "value", "key", "keys", "montage", "engine", "entry", "interpreter", "hed", "pattern"),
        *("colour", "synonyms", "words", "normalisation", "input", "output", "rows", "shape", "page", "version"),
    )
)
_WORD = re.compile(r"[^\W\d_]{2,}")
# Patterns, addresses, style sheets, types and statements of SQL.
_NO_TEXT = re.compile(
    r"://|\\[wdsb(\[]|\(\?|^[\[*.]|[{};]\s*$|\w\[.*\]$|^[A-Z]\w+(?: \| \w+)+$"
    r"|\b(?:SELECT|INSERT|PRAGMA|CREATE|DROP|ALTER|UPDATE|WHERE|BEGIN|SET|TEXT|CAST)\b"
)
_MOST_PLACES = 3
_HOLDS_NONE = (ast.expr_context, ast.Name, ast.operator, ast.unaryop, ast.boolop)
_HIDES = (
    *(ast.Expr, ast.JoinedStr, ast.FormattedValue, ast.AnnAssign, ast.arg),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Call, ast.Subscript),
)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text and where it stands: `eegview/app/commands/page.py:41`, or the name of a widget."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Banned:
    """A phrase that no text may hold, the better one, and the contexts in which it is right all the same."""

    phrase: str
    better: str
    allowed: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether a text holds the phrase as whole words, outside of every allowed context."""
        for context in self.allowed:
            text = re.sub(re.escape(context), "…", text, flags=re.IGNORECASE)
        return re.search(rf"(?<!\w){re.escape(self.phrase)}(?!\w)", text, re.IGNORECASE) is not None


# the sources


def source_texts(root: Path = ROOT) -> list[Text]:
    """Return the texts of the program's code, its plugins, its resources and its guide."""
    found: list[Text] = []
    for folder in _CODE:
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if not name.startswith(_NOT_SHOWN):
                found += code_texts(path.read_text(encoding="utf-8"), name)
    for path in sorted([*(root / "resources").rglob("*.toml"), *(root / "plugins").glob("*/plugin.toml")]):
        name = path.relative_to(root).as_posix()
        found += [Text(text, name) for text in _toml_texts(tomllib.loads(path.read_text(encoding="utf-8")))]
    for path in sorted([*(root / "resources" / "help").glob("*.md"), *(root / "plugins").glob("*/page.md")]):
        found += page_texts(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    return found


def code_texts(source: str, name: str) -> list[Text]:
    """Return the texts among the strings of Python code; what is put in at run time is written `{…}`."""
    found: list[Text] = []
    nodes: list[ast.AST] = [ast.parse(source)]
    while nodes:
        node = nodes.pop()
        if (text := _string(node)) and is_text(text):
            found.append(Text(_on_one_line(text), f"{name}:{getattr(node, 'lineno', 0)}"))
        hidden = _not_shown(node) if isinstance(node, _HIDES) else ()
        nodes += [inner for inner in _inner(node) if inner not in hidden]
    return sorted(found, key=lambda one: int(one.where.rpartition(":")[2]))


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that may hold a string, the quickest way: there are millions."""
    for value in vars(node).values():
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, ast.AST))
        elif isinstance(value, ast.AST) and not isinstance(value, _HOLDS_NONE):
            yield value


def is_text(string: str) -> bool:
    """Whether a string reads as a text for people, not as an identifier, a pattern or a path."""
    plain = " ".join(string.replace("{…}", " ").split())
    if not _WORD.search(plain) or _NO_TEXT.search(plain):
        return False
    return " " in plain or re.fullmatch(r"[A-Z][a-z]+\W*", plain) is not None


def page_texts(source: str, name: str) -> list[Text]:
    """Return the lines of a Markdown page, paragraph by paragraph, tables row by row."""
    found: list[Text] = []
    paragraph: list[str] = []
    begin = 0
    for number, line in enumerate([*source.splitlines(), ""], 1):
        is_alone = line.startswith(("|", "#", "<!--"))
        if (not line.strip() or is_alone or line.startswith("- ")) and paragraph:
            found.append(Text(_on_one_line(" ".join(paragraph)), f"{name}:{begin}"))
            paragraph = []
        if is_alone and _WORD.search(line) and not line.startswith("<!--"):
            found.append(Text(_on_one_line(line), f"{name}:{number}"))
        elif line.strip() and not is_alone:
            begin = begin if paragraph else number
            paragraph.append(line.strip())
    return found


def _not_shown(node: ast.AST) -> tuple[ast.AST | None, ...]:
    """Return the parts of a node that are a docstring, an annotation, a name, or parts of another string."""
    if isinstance(node, ast.Expr):
        return (node.value,) if isinstance(node.value, ast.Constant) else ()
    if isinstance(node, ast.JoinedStr):
        return tuple(value for value in node.values if isinstance(value, ast.Constant))
    if isinstance(node, ast.FormattedValue):
        return (node.format_spec,)
    if isinstance(node, (ast.AnnAssign, ast.arg)):
        return (node.annotation,)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return (node.returns,)
    if isinstance(node, ast.Call):
        return (*node.args, *node.keywords) if _called(node) in _NAMING else ()
    if isinstance(node, ast.Subscript):
        return (node.slice,)
    return ()


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _string(node: ast.AST) -> str:
    """Return a string constant, or a formatted string with `{…}` for each value; "" for any other node."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
    return ""


def _toml_texts(table: Any, key: str = "") -> Iterator[str]:
    """Yield the strings of a TOML table that a reader sees, not ids, keys and patterns."""
    if isinstance(table, Mapping):
        for name, value in table.items():
            if name not in _NOT_READ_IN_TOML or _has_tables(value):
                yield from _toml_texts(value, name)
    elif isinstance(table, list):
        for value in table:
            yield from _toml_texts(value, key)
    elif isinstance(table, str) and _WORD.search(table) and (" " in table or table[:1].isupper()):
        yield _on_one_line(table)


def _has_tables(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


# the command line and the window


def help_texts() -> list[Text]:
    """Return the help of every command and option of the command line."""
    import importlib

    import click
    import typer
    from typer.main import get_command

    from eegview.cli.commands import COMMANDS

    def of(command: click.Command, path: str) -> Iterator[Text]:
        yield Text(_on_one_line(command.help or ""), f"{path} --help")
        for option in command.params:
            yield Text(_on_one_line(getattr(option, "help", "") or ""), f"{path} {option.opts[0]}")
        for name, inner in getattr(command, "commands", {}).items():
            yield from of(inner, f"{path} {name}")

    found: list[Text] = []
    for name, (place, line) in COMMANDS.items():
        module, _, attribute = place.partition(":")
        handler = getattr(importlib.import_module(module), attribute)
        if not isinstance(handler, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command()(handler)
            handler = alone
        found += [Text(line, f"eegview {name}"), *of(cast(Any, get_command(handler)), f"eegview {name}")]
    return [text for text in found if text.text]


def window_texts() -> list[Text]:
    """Return the texts of all windows that are open now: titles, labels, tips, menus, names for a screen reader."""
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication, QWidget

    found: list[Text] = []
    for top in QApplication.topLevelWidgets():
        for thing in (top, *top.findChildren(QWidget), *top.findChildren(QAction)):
            where = f"window: {thing.objectName() or type(thing).__name__}"
            found.extend(Text(_on_one_line(text), where) for text in _said_by(thing) if _WORD.search(text))
    return found


_ASKED = (
    "text title toolTip statusTip whatsThis accessibleName accessibleDescription windowTitle placeholderText suffix"
)


@cache
def _asked_of(kind: type) -> tuple[str, ...]:
    """Return what things of one class can be asked for; looking for what is not there is slow."""
    return tuple(name for name in _ASKED.split() if callable(getattr(kind, name, None)))


def _said_by(thing: Any) -> Iterator[str]:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QComboBox, QTableView, QTabWidget

    for name in _asked_of(type(thing)):
        if isinstance(said := getattr(thing, name)(), str):
            yield said
    if isinstance(thing, QComboBox):
        yield from (thing.itemText(row) for row in range(thing.count()))
    if isinstance(thing, QTabWidget):
        yield from (thing.tabText(index) for index in range(thing.count()))
    if isinstance(thing, QTableView) and (model := thing.model()) is not None:
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


# the list


def listed(texts: Iterable[Text]) -> str:
    """Return the list: a line a text in the order of the alphabet, then a tab and where it stands."""
    places: dict[str, list[str]] = {}
    for text in texts:
        where = places.setdefault(text.text, [])
        if text.where not in where:
            where.append(text.where)
    lines = []
    for text in sorted(places, key=lambda one: (one.casefold(), one)):
        where = places[text]
        more = f" and {len(where) - _MOST_PLACES} more" if len(where) > _MOST_PLACES else ""
        lines.append(f"{text}\t{', '.join(where[:_MOST_PLACES])}{more}\n")
    return "".join(lines)


def banned_phrases(path: Path = BANNED) -> tuple[Banned, ...]:
    """Return the banned phrases of a file: lines `phrase → better`, below each the contexts it is right in."""
    found: list[Banned] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            last = found[-1]
            found[-1] = Banned(last.phrase, last.better, (*last.allowed, line.strip()))
        else:
            phrase, _, better = line.partition(" → ")
            found.append(Banned(phrase.strip(), better.strip(), ()))
    return tuple(found)


def faults(texts: Iterable[Text], banned: Iterable[Banned]) -> list[str]:
    """Return a line for each text that holds a banned phrase: where, which, the better one, the text."""
    banned = tuple(banned)
    any_of_them = re.compile("|".join(re.escape(one.phrase) for one in banned), re.IGNORECASE)
    return sorted(
        f"{text.where}: “{one.phrase}”, better “{one.better}”: {text.text}"
        for text in set(texts)
        if any_of_them.search(text.text)
        for one in banned
        if one.is_in(text.text)
    )


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
