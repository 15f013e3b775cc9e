"""What the fields of a term, a question and a choice may hold, in whole vocabularies and in extensions of them."""

import math
import re
from collections.abc import Callable
from typing import Any

from eegview.app.vocabulary.faults import FaultList
from eegview.app.vocabulary.letters import is_letter
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.vocabulary import EEG, MARK_LANE, SLEEP_LANE, SPASM_LANE, Shape

PATTERNS = ("solid", "hatch", "dots", "bars")

_TAKEN_LANES = ("annotations", "video", "suggested", "reviewed")  # rows of the overview that hold no marks of a term
_MOST_IN_LANE = 16  # signs that its name can have, so that it can be read beside the row

_ID = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_Check = Callable[[Any], str]  # "" where a value will do, else what is wrong with it, after the name of what has it


def is_id(value: Any) -> bool:
    """Whether a value can be the id of a term or the name of a question: small letters, digits and _."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def lane_fault(term_id: str, lane: str) -> str:
    """Return what is wrong with the lane of a term, "" where nothing is."""
    if lane in (SPASM_LANE, MARK_LANE):
        return ""
    if (lane == SLEEP_LANE) != (term_id == SLEEP_TERM):  # where there is a hypnogram, it stands in place of the marks
        return f"only “{SLEEP_TERM}” stands in the lane “{SLEEP_LANE}”, and nowhere else"
    if lane in _TAKEN_LANES or not 0 < len(lane.strip()) <= _MOST_IN_LANE:
        own = f"a name of up to {_MOST_IN_LANE} signs for a lane of its own"
        return f"the lane of “{term_id}” cannot be “{lane}”; write {SPASM_LANE}, {MARK_LANE}, or {own}"
    return ""


def good_fields(
    row: dict[str, Any], known: dict[str, _Check], what: str, place: tuple[str | int, ...], faults: FaultList
) -> dict[str, Any]:
    """Return the fields of a row that can be used; each other one is a fault.

    known : how each field is checked, by its name
    what : the name of what the row describes ("term “spasm”")
    place : of the row in its file
    """
    good: dict[str, Any] = {}
    for name, value in row.items():
        if name not in known:
            faults.add(f"{what} has “{name}”, which is not known here", *place, name)
        elif wrong := known[name](value):
            faults.add(f"{what} {wrong.format(name=name, value=value)}", *place, name)
        else:
            good[name] = value
    return good


def _kind(*kinds: type) -> _Check:
    def check(value: Any) -> str:
        if isinstance(value, bool) and bool not in kinds:
            return "has a “{name}” of the wrong kind"
        return "" if isinstance(value, kinds) else "has a “{name}” of the wrong kind"

    return check


def _text_that(fits: Callable[[str], bool], otherwise: str) -> _Check:
    def check(value: Any) -> str:
        return _kind(str)(value) or ("" if fits(value) else otherwise)

    return check


def _duration(value: Any) -> str:
    wrong = _kind(int, float)(value)
    if not wrong and not (math.isfinite(value) and 0 <= value <= 1e6):
        return "has a “{name}” of the wrong kind"
    return wrong


def _texts(otherwise: str) -> _Check:
    def check(value: Any) -> str:
        return _kind(list)(value) or ("" if all(isinstance(one, str) and one.strip() for one in value) else otherwise)

    return check


_NEEDS = _text_that(
    lambda text: text in ("", EEG), "needs “{value}”, which is not known here; write eeg, or leave it out"
)
TERM_FIELDS: dict[str, _Check] = {
    "id": _kind(str),
    "label": _text_that(lambda text: bool(text.strip()), "lacks “{name}”"),
    "shape": _text_that(lambda text: text in list(Shape), "has the shape “{value}”; use point, span or epoch"),
    "key": _text_that(lambda text: re.fullmatch(r"[0-9]?", text) is not None, "needs one digit as its key"),
    "colour": _text_that(lambda text: _COLOUR.fullmatch(text) is not None, "has no colour like #c2410c"),
    "pattern": _text_that(lambda text: text in PATTERNS, f"has an unknown pattern; use {', '.join(PATTERNS)}"),
    "lane": _kind(str),
    "group": _kind(str),
    "default_duration_s": _duration,
    "warn_below_s": _duration,
    "warn_above_s": _duration,
    "attribute": _kind(list),
    "hed": _kind(str),
    "edf_text": _kind(str),
    "synonyms": _texts("has a synonym that is not text"),
    "help": _kind(str),
    "hidden": _kind(bool),
    "exclusive": _kind(bool),
    "other_event": _kind(bool),
    "needs": _NEEDS,
}
QUESTION_FIELDS: dict[str, _Check] = {
    "name": _kind(str),
    "label": _text_that(lambda text: bool(text.strip()), "lacks “{name}”"),
    "choices": _kind(list, str),
    "several": _kind(bool),
    "quick": _kind(bool),
    "asked": _kind(bool),
    "needs": _NEEDS,
    "help": _kind(str),
}
CHOICE_FIELDS: dict[str, _Check] = {
    "value": _text_that(
        lambda text: bool(text) and "+" not in text, "has the value “{value}”; it cannot be empty or hold “+”"
    ),
    "label": _text_that(lambda text: bool(text.strip()), "lacks “{name}”"),
    "letter": _text_that(is_letter, "has the letter “{value}”; use one small letter"),
    "needs": _NEEDS,
    "hed": _kind(str),
}
