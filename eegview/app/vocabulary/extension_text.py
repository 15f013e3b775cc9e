"""Write an extension of a vocabulary as a file that a person can read and go on with."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from eegview.app.resources import read_text, read_toml
from eegview.app.vocabulary.extension import ChoiceChange, Extension, QuestionChange, TermChange
from eegview.app.vocabulary.extension_file import read_content
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError

_WRITTEN = {
    "term_id": "id",
    "is_hidden": "hidden",
    "is_exclusive": "exclusive",
    "is_other_event": "other_event",
    "is_asked": "asked",
    "question_order": "order",
}
_TABLE = re.compile(r"\s*(\[\[?[\w.]+\]\]?)")
_NAMED = re.compile(r"""\s*(?:id|name)\s*=\s*(["'])(.*?)\1""")


def write_extension(path: Path, extension: Extension) -> Path | None:
    """Write an extension, whole or not at all, and return the copy of the file that stood there before.

    The comments at the head of that file, and those right above a term or a question, stay where they were; all else of
    it is in the copy: `NAME.toml.before`, then `NAME.toml.before2` and so on. A copy that was written by somebody, or
    cannot be read, is never written over; one of a file as it is written here is, at the next save.

    Raises
    ------
    CannotWrite : the folder cannot be written
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before, comments = None, {}
    if path.is_file():
        before = _place_of_copy(path)
        write_whole(before, path.read_bytes())
        try:
            comments = _comments_in(read_text(path))
        except UsageError:  # it is not UTF-8, or too large: its copy has what it held
            comments = {}
    write_whole(path, extension_text(extension, comments).encode())
    return before


def _place_of_copy(path: Path) -> Path:
    """Return where a copy of a file goes: the first name that is free, or that of a copy that was written here."""
    number, place = 1, path.with_name(f"{path.name}.before")
    while place.exists() and not is_as_written(place):
        number += 1
        place = path.with_name(f"{path.name}.before{number}")
    return place


def is_as_written(path: Path) -> bool:
    """Whether a file is as this program writes what it says: nothing of it would be lost by writing it again."""
    try:
        text = read_text(path)
        extension, faults = read_content(read_toml(path), path, text)
    except UsageError:
        return False
    return not faults and extension_text(extension, _comments_in(text)) == text


def extension_text(extension: Extension, comments: dict[str, str] | None = None) -> str:
    """Return an extension as TOML.

    comments : what stands above a table, by what `_comments_in` calls it
    """
    said = comments or {}
    lines = [said.get("", ""), "[extend]"]
    for name, value in (
        ("id", extension.extension_id),
        ("label", extension.label),
        ("version", extension.version),
        ("extends", extension.extends),
    ):
        lines.append(f"{name} = {_toml(value)}")
    if extension.order:
        lines.append(f"order = {_toml(extension.order)}")
    for question in extension.questions:
        lines += ["", said.get(f"[[attribute]] {question.name}", ""), *_question_lines(question, "[[attribute]]", "")]
    for term in extension.terms:
        lines += ["", said.get(f"[[term]] {term.term_id}", ""), "[[term]]", *_plain(term, "")]
        for question in term.questions:
            comment = said.get(f"[[term.attribute]] {term.term_id} {question.name}", "")
            lines += ["", comment, *_question_lines(question, "[[term.attribute]]", "  ")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _question_lines(question: QuestionChange, header: str, indent: str) -> list[str]:
    lines = [f"{indent}{header}", *_plain(question, indent)]
    if question.choices_of:
        lines.append(f"{indent}choices = {_toml(question.choices_of)}")
    elif question.choices:
        lines += [f"{indent}choices = [", *(f"{indent}  {_choice(one)}," for one in question.choices), f"{indent}]"]
    return lines


def _plain(change: TermChange | QuestionChange, indent: str) -> list[str]:
    """Return the lines of the fields that are said, but questions and choices."""
    lines = []
    for field in fields(change):
        value = getattr(change, field.name)
        if value is None or value == () or field.name in ("questions", "choices", "choices_of"):
            continue
        lines.append(f"{indent}{_WRITTEN.get(field.name, field.name)} = {_toml(value)}")
    return lines


def _choice(choice: ChoiceChange) -> str:
    said = [(field.name, getattr(choice, field.name)) for field in fields(choice)]
    return "{ " + ", ".join(f"{name} = {_toml(value)}" for name, value in said if value is not None) + " }"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(float(value))
    # TOML's escapes of a basic string are JSON's, and the delete character's.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _comments_in(text: str) -> dict[str, str]:
    """Return the comments right above each table, by its header and id; the head of the file is ""."""
    found: dict[str, str] = {}
    held: list[str] = []
    waiting: tuple[str, str] | None = None  # a header whose id is still to come, and its comments
    term = ""
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            held.append(line.rstrip())
        elif header := _TABLE.match(line):
            if header[1] == "[extend]":
                found[""] = "\n".join(held)
            waiting = (header[1], "\n".join(held))
            held = []
        elif waiting and (named := _NAMED.match(line)):
            kind, comment = waiting
            term = named[2] if kind == "[[term]]" else term
            name = f"{term} {named[2]}" if kind == "[[term.attribute]]" else named[2]
            found.setdefault(f"{kind} {name}", comment)
            waiting, held = None, []
        elif line.strip():
            held = []
    return {name: comment for name, comment in found.items() if comment}
