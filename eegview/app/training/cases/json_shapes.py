"""Make plain JSON values of a set's description and keys, and read them back, believing nothing.

Readers raise `ValueError`, `KeyError`, `TypeError` or `AttributeError` where a value is not what it must be; who opens
a file makes one sentence of them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from eegview.app.training.cases.set_facts import SetFacts
from eegview.model.annotation import Annotation
from eegview.model.training.item import DIFFICULTIES, Category, FilmRow, Item
from eegview.model.training.key import Key, Reason, Vote
from eegview.model.training.question import CHOICE, ONSET, SOMETHING_ELSE, Option, Question

FORMAT, VERSION, FILM_VERSION = "eegview case set", 2, 2
_VERSION_WITHOUT_FILM = 1  # as earlier programs read it: what film alone needs is then left out
MOST_ITEMS, MOST_TEXT, LONGEST_S = 5000, 4000, 3600.0
MOST_MARKS, MOST_REASONS = 1000, 100  # of a key
MOST_ROWS, MOST_ROW_VALUES = 2, 200_000  # of a film
ROW_NAMES = ("movement", "sound")
PARTS = ("train", "pre", "post")
ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def description_text(facts: SetFacts) -> bytes:
    """Return the description as JSON in one fixed form.

    A set without film alone is written as before there was any, so that earlier programs open it.
    """
    held = asdict(facts) | {"questions": [asdict(one) for one in facts.questions.values()]}
    has_film = any(item.is_film for item in facts.items)
    if not has_film:
        for one in (*held["questions"], *held["items"]):
            one.pop("is_film")
            one.pop("rows", None)
    version = FILM_VERSION if has_film else _VERSION_WITHOUT_FILM
    return json_bytes({"format": FORMAT, "format_version": version, **held})


def keys_text(set_id: str, keys: Sequence[Key]) -> bytes:
    """Return keys as JSON in one fixed form; they name the set that they belong to."""
    return json_bytes({"set_id": set_id, "keys": [asdict(key) for key in keys]})


def json_bytes(held: Mapping[str, Any]) -> bytes:
    """Return a mapping as UTF-8 JSON, names as given, no NaN."""
    return (json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def loaded(text: bytes) -> dict[str, Any]:
    """Return the object that a JSON text holds.

    Raises
    ------
    ValueError : it is no JSON object, or holds NaN or infinity
    """
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise TypeError("no object")
    return cast("dict[str, Any]", found)


def read_description(text: bytes) -> SetFacts:
    """Return the description that a text holds."""
    held = loaded(text)
    if held["format"] != FORMAT:
        raise ValueError("another format")
    questions = {one.question_id: one for one in map(_question, _list(held, "questions", 50))}
    items = tuple(map(_item, _list(held, "items", MOST_ITEMS)))
    if len({item.item_id for item in items}) < len(items) or any(item.question_id not in questions for item in items):
        raise ValueError("items do not fit")
    if any(item.is_film != questions[item.question_id].is_film for item in items):
        raise ValueError("a question on another kind of item")
    return SetFacts(
        _id(held, "set_id"),
        _text(held, "title"),
        _text(held, "maker"),
        _text(held, "made_utc"),
        _count(held, "version"),
        _flag(held, "is_simulated"),
        _flag(held, "teaches_layers"),
        _count(held, "post_unlock_after"),
        _texts(held, "experts"),
        questions,
        items,
        {str(name): str(value) for name, value in held["made_with"].items()},
    )


def format_version(text: bytes) -> int:
    """Return the version of the format that a description is written in."""
    return _count(loaded(text), "format_version")


def read_keys(text: bytes, facts: SetFacts) -> dict[str, Key]:
    """Return keys by item; they must be of this set, one for each item, each an answer that its question knows."""
    held = loaded(text)
    if held["set_id"] != facts.set_id:
        raise ValueError("keys of another set")
    keys = {key.item_id: key for key in map(_key, _list(held, "keys", MOST_ITEMS))}
    if set(keys) != {item.item_id for item in facts.items}:
        raise ValueError("keys of other items")
    for item in facts.items:
        question, key = facts.questions[item.question_id], keys[item.item_id]
        values = {option.value for option in question.options}
        if key.category.question_id != item.question_id:
            raise ValueError("another question")
        voted = {vote.value for vote in key.votes} - {SOMETHING_ELSE}
        if question.kind == CHOICE and not {key.answer, *voted} <= values:
            raise ValueError("an answer that the question does not offer")
        if question.kind == ONSET and key.onset_s is None:
            raise ValueError("no onset")
    return keys


def _question(held: Any) -> Question:
    options = tuple(
        Option(_text(one, "value"), _text(one, "label"), _text(one, "key")) for one in _list(held, "options", 26)
    )
    question = Question(
        _id(held, "question_id"),
        _text(held, "text"),
        _text(held, "kind"),
        options,
        _texts(held, "positive"),
        _flag(held, "is_ordered"),
        _later_flag(held, "is_film"),
    )
    values, letters = {one.value for one in options}, {one.key for one in options}
    is_sound = len(values) == len(letters) == len(options) and set(question.positive) <= values
    if question.kind not in (CHOICE, ONSET) or not is_sound or (question.kind == CHOICE) != bool(options):
        raise ValueError("no question")
    return question


def _item(held: Any) -> Item:
    item = Item(
        _id(held, "item_id"),
        _id(held, "question_id"),
        _number(held, "duration_s", 0.0, LONGEST_S),
        _number_or_none(held, "ask_s"),
        _number(held, "rate_hz", 0.0, 1e6),
        _flag(held, "has_video"),
        _number(held, "video_offset_s", -LONGEST_S, LONGEST_S),
        _text(held, "history"),
        _text(held, "infant_id"),
        _text(held, "group_id"),
        _text(held, "part"),
        _later_flag(held, "is_film"),
        tuple(map(_row, _list(held, "rows", MOST_ROWS))) if "rows" in held else (),
    )
    if item.is_film != (item.rate_hz == 0 and item.has_video) or (item.rows and not item.is_film):
        raise ValueError("neither EEG nor film")
    if item.part not in PARTS or item.duration_s <= 0 or (item.ask_s is not None and item.ask_s > item.duration_s):
        raise ValueError("no item")
    return item


def _row(held: Any) -> FilmRow:
    values = _list(held, "values", MOST_ROW_VALUES)
    numbers = [None if one is None else _number({"value": one}, "value", -1e9, 1e9) for one in values]
    row = FilmRow(
        _text(held, "name"),
        _number(held, "rate_hz", 1e-3, 1000.0),
        _number(held, "start_s", -LONGEST_S, LONGEST_S),
        tuple(numbers),
    )
    if row.name not in ROW_NAMES:
        raise ValueError("no row of a film")
    return row


def _key(held: Any) -> Key:
    category = Category(*(_text(held["category"], name) for name in ("question_id", "class_id", "difficulty")))
    if category.difficulty not in DIFFICULTIES:
        raise ValueError("no difficulty")
    why_not = tuple((str(value), str(text)[:MOST_TEXT]) for value, text in _list(held, "why_not", 100))
    return Key(
        _id(held, "item_id"),
        category,
        _text(held, "answer"),
        tuple(Vote(_text(one, "value"), _count(one, "n"), _texts(one, "experts")) for one in _list(held, "votes", 100)),
        _flag(held, "is_simulated"),
        _number_or_none(held, "onset_s"),
        _number_or_none(held, "onset_spread_s"),
        tuple(map(_reason, _list(held, "reasons", MOST_REASONS))),
        _number_or_none(held, "field_at_s"),
        _text(held, "note"),
        why_not,
        tuple(map(_mark, _list(held, "marks", MOST_MARKS))),
        _later_number(held, "onset_low_s"),
        _later_number(held, "onset_high_s"),
        None if held.get("is_blind_read") is None else _flag(held, "is_blind_read"),
    )


def _reason(held: Any) -> Reason:
    start_s, stop_s = _number_or_none(held, "start_s"), _number_or_none(held, "stop_s")
    if (start_s is None) != (stop_s is None) or (start_s is not None and stop_s is not None and stop_s < start_s):
        raise ValueError("no place")
    return Reason(_text(held, "text"), start_s, stop_s, _texts(held, "rows"))


def _mark(held: Any) -> Annotation:
    attributes = tuple((str(name), str(value)) for name, value in _list(held, "attributes", 100))
    return Annotation(
        _text(held, "annotation_id"),
        _text(held, "term_id"),
        _number(held, "onset_s", -LONGEST_S, LONGEST_S),
        _number(held, "duration_s", 0.0, 86400.0),
        _texts(held, "channels"),
        attributes,
        _text(held, "text"),
        _text(held, "layer"),
    )


def _id(held: Any, name: str) -> str:
    text = _text(held, name)
    if not ID.fullmatch(text):
        raise ValueError(f"{name} is not an id")
    return text


def _text(held: Any, name: str) -> str:
    value = held[name]
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise TypeError(f"{name} is not a text")
    value.encode()  # half of a surrogate pair is no text
    return value


def _texts(held: Any, name: str) -> tuple[str, ...]:
    found = tuple(_list(held, name, 1000))
    if not all(isinstance(one, str) and len(one) <= MOST_TEXT for one in found):
        raise TypeError(f"{name} are no texts")
    return found


def _list(held: Any, name: str, most: int) -> list[Any]:
    found = held[name]
    if not isinstance(found, list) or len(found) > most:
        raise TypeError(f"{name} is not a list")
    return found


def _flag(held: Any, name: str) -> bool:
    if not isinstance(held[name], bool):
        raise TypeError(f"{name} is neither true nor false")
    return held[name]


def _later_flag(held: Any, name: str) -> bool:
    """Return a flag that earlier sets do not have."""
    return _flag(held, name) if name in held else False


def _count(held: Any, name: str) -> int:
    value = held[name]
    if type(value) is not int or not 0 <= value < 10**9:
        raise TypeError(f"{name} is not a number")
    return value


def _number(held: Any, name: str, least: float, most: float) -> float:
    value = held[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is not a number")
    if not (math.isfinite(value) and least <= value <= most):
        raise ValueError(f"{name} is out of range")
    return float(value)


def _number_or_none(held: Any, name: str) -> float | None:
    return None if held[name] is None else _number(held, name, 0.0, LONGEST_S)


def _later_number(held: Any, name: str) -> float | None:
    """Return a number that earlier sets do not have."""
    return _number_or_none(held, name) if name in held else None


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")
