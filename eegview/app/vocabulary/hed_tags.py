"""Check HED strings offline, against the list of tags that comes with the program."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from eegview.app.resources import read_text, resources_folder
from eegview.exchange.hed import AWAY, NO_HED
from eegview.model.vocabulary import Vocabulary

HED_VERSION = "score_2.1.0"  # that the list is of

_LINE = re.compile(r"( *)([\w-]+)(?: ([#!+*]+))?")
_FORBIDDEN = re.compile(r"[{}\[\]~]")


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag of the schema; the path of its parents in `above`, the highest first."""

    name: str
    above: tuple[str, ...]
    takes_value: bool
    needs_more: bool
    may_be_extended: bool
    is_for_tools: bool


def hed_faults(hed: str, of_term: str = "") -> list[str]:
    """Return what is wrong with the HED of a term or a choice, a sentence without its stop for each fault.

    Brackets, commas and tags are checked; units and kinds of values are not.

    Parameters
    ----------
    of_term : the HED of the term, where `hed` is that of a choice of one of its questions; a choice can take a tag away
    """
    if not hed.strip() or (of_term and hed.strip() == NO_HED):
        return []
    tags = [tag.strip() for tag in re.split(r"[(),]", hed)]
    found = list(_faults_of_signs(hed))
    said: set[str] = set()
    for tag in filter(None, tags):
        name = tag.casefold()
        if of_term and tag.startswith(AWAY):
            if tag[1:] not in [one.strip() for one in of_term.split(",")]:
                found.append(f"“{tag}” takes a tag away that the term does not have")
            continue
        if name in said and "(" not in hed:
            found.append(f"“{tag}” stands twice")
        said.add(name)
        if wrong := _fault_of_tag(tag):
            found.append(wrong)
    return found


def can_check(vocabulary: Vocabulary) -> bool:
    """Whether the list is of the schema that a vocabulary's HED is of."""
    return vocabulary.hed_version == HED_VERSION


def _faults_of_signs(hed: str) -> Iterator[str]:
    if hed.count("(") != hed.count(")") or _closes_too_early(hed):
        yield f"“{hed}” has a bracket that is not closed, or not opened"
    if any(not part.strip(" ()") for part in hed.split(",")):
        yield f"“{hed}” has a comma with no tag beside it"
    if re.search(r"\)\s*[^\s,)]|[^\s,(]\s*\(", hed):
        yield f"“{hed}” lacks a comma beside a bracket"
    if wrong := _FORBIDDEN.search(hed):
        yield f"“{hed}” holds “{wrong[0]}”, which HED has another use for"


def _closes_too_early(hed: str) -> bool:
    depth = 0
    for sign in hed:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return True
    return False


def _fault_of_tag(tag: str) -> str:
    """Return what is wrong with one tag, short or with its parents, "" where nothing is."""
    tags = _tags()
    parts = [part.strip() for part in tag.split("/")]
    known = tags.get(parts[0].casefold())
    if known is None:
        near = get_close_matches(parts[0].casefold(), tags, 1)
        hint = f"; near it is “{tags[near[0]].name}”" if near else ""
        return f"“{parts[0]}” is not a tag of {HED_VERSION}{hint}"
    rest = parts[1:]
    while rest and (child := tags.get(rest[0].casefold())) is not None and known.name in child.above:
        known, rest = child, rest[1:]
    if known.is_for_tools:
        return f"“{known.name}” is for tools that join events and cannot stand in a vocabulary"
    if not rest:
        return f"“{known.name}” needs a value or a name after it, as in “{known.name}/…”" if known.needs_more else ""
    if not all(rest):
        return f"“{tag}” has nothing after a “/”"
    if known.takes_value:
        return "" if len(rest) == 1 else f"“{tag}” has more than one value"
    if not known.may_be_extended:
        return f"“{known.name}” takes no value, and no name of one's own after it"
    other = next((tags[part.casefold()].name for part in rest if part.casefold() in tags), "")
    return f"“{other}” does not stand below “{known.name}”" if other else ""


@lru_cache(maxsize=1)
def _tags() -> dict[str, _Tag]:
    """Return every tag by its short name, lower case."""
    found: dict[str, _Tag] = {}
    path: list[_Tag] = []
    for line in read_text(resources_folder() / "hed" / f"{HED_VERSION}.txt").splitlines():
        read = _LINE.fullmatch(line)
        if read is None:  # the head
            continue
        path = path[: len(read[1])]
        signs = read[3] or ""
        is_open = "+" in signs or bool(path and path[-1].may_be_extended)
        above = tuple(tag.name for tag in path)
        tag = _Tag(read[2], above, "#" in signs, "!" in signs, is_open, "*" in signs)
        found[tag.name.casefold()] = tag
        path.append(tag)
    return found
