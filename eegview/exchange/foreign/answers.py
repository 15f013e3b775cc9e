"""Answers to a term's questions in the cells of another program's table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.exchange.escaping import MISSING
from eegview.exchange.matching import CERTAINTIES, CERTAINTY, Match, TermMatcher
from eegview.exchange.row_report import RowReport, shown
from eegview.model.vocabulary import Attribute, Term

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_BETWEEN = re.compile(r"[+,;&]")  # others' signs between several answers
JOINT = "+"  # between several answers to one question


@dataclass(frozen=True, slots=True)
class RowAnswers:
    """What the cells of a row say about its mark.

    known : answers of the vocabulary, sorted by name
    left : `name: value` of what the vocabulary does not know, to be kept in the mark's note
    """

    known: tuple[tuple[str, str], ...]
    left: tuple[str, ...]


def row_answers(
    cells: Iterable[tuple[str, str]],
    match: Match,
    term: Term | None,
    matcher: TermMatcher,
    row: int,
    report: RowReport,
    codes: frozenset[str] = frozenset(),
) -> RowAnswers:
    """Return the answers in a row's cells; what is no answer, or is not asked, is reported.

    Parameters
    ----------
    cells : (name of a question, cell); empty cells count for nothing
    match : what the row's text means; its answers stand where the cells say nothing else
    codes : questions whose columns hold nothing but numbers of another program; these are reported, not kept
    """
    known, left = dict(match.attributes), []
    kept = "kept in the mark's note"
    for name, cell in cells:
        value = cell.strip()
        if value.casefold() in ("", MISSING, "nan"):
            continue
        if name in codes:
            report.add(row, f"{name} {shown(value)} is a code of another program; left out")
            continue
        attribute = next((one for one in term.attributes if one.name == name), None) if term else None
        if term is None or attribute is None:
            about = f"“{term.label}”" if term else "this"
            report.add(row, f"{name} {shown(value)} is not asked about {about}; {kept}")
            left.append(f"{name}: {value}")
            continue
        found, wrong = _parts(attribute, value, matcher)
        for part in wrong:
            report.add(row, f"{shown(part)} is not an answer to {name}; {kept}")
        if wrong:
            left.append(f"{name}: {JOINT.join(wrong)}")
        if found:
            known[name] = _with_doubt(name, JOINT.join(found), match, row, report)
    return RowAnswers(tuple(sorted(known.items())), tuple(left))


def are_codes(name: str, values: Iterable[str], terms: Iterable[Term]) -> bool:
    """Whether a column holds numbers only, none of which answers a question of its name."""
    filled = [value.strip() for value in values if value.strip().casefold() not in ("", MISSING, "nan")]
    questions = [one for term in terms for one in term.attributes if one.name == name]
    if not filled or not all(_NUMBER.fullmatch(value) for value in filled):
        return False
    return all(one.choices and not set(filled) & set(dict(one.choices)) for one in questions)


def _parts(attribute: Attribute, value: str, matcher: TermMatcher) -> tuple[list[str], list[str]]:
    """Return the stored values that a cell gives, and its parts that are none."""
    if not attribute.choices:
        return [value], []
    found: list[str] = []
    wrong: list[str] = []
    whole = _choice(attribute, value, matcher)
    if whole is not None:
        return [whole], []
    for part in filter(None, map(str.strip, _BETWEEN.split(value))) if attribute.several else (value,):
        choice = _choice(attribute, part, matcher)
        if choice is None:
            wrong.append(part)
        elif choice not in found:
            found.append(choice)
    return found, wrong


def _choice(attribute: Attribute, part: str, matcher: TermMatcher) -> str | None:
    """Return the stored value that a text gives: by the value, the label, or a word of doubt."""
    plain = _plain(part)
    for value, label in attribute.choices:
        if plain in (_plain(value), _plain(label)):
            return value
    said = ""
    if attribute.name == CERTAINTY:
        said = matcher.certainty_of(part)
    elif attribute.name == "stage":  # by the standard's names and the older numbers
        said = dict(matcher.match(f"Sleep stage {part}").attributes).get("stage", "")
    return said if said in dict(attribute.choices) else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _with_doubt(name: str, value: str, match: Match, row: int, report: RowReport) -> str:
    """Return the answer of a cell; where the text doubts more than the cell, the doubt stands."""
    said = dict(match.attributes).get(name)
    if name != CERTAINTY or said is None or value not in CERTAINTIES or said not in CERTAINTIES:
        return value
    if CERTAINTIES.index(said) > CERTAINTIES.index(value):
        report.add(row, f"the text {shown(match.text)} doubts what {name} calls {value}; taken as {said}")
        return said
    return value
