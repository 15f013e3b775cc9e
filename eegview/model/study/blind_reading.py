"""Blind reading as records: that a study asks for it, who set or lifted that, and who looked earlier.

A setting is a record of its own each time, so that the study knows when it asked and when it did not. Only a
neurologist sets or lifts it; a record that says another role counts for nothing. An early look is a record of the
reader's own layer and stands for good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eegview.model.annotation import FINAL_ROLE, Annotation
from eegview.model.study.records import BLIND_TERM, EARLY_LOOK_TERM, held_in, said_at

BLIND_TERMS = frozenset({BLIND_TERM, EARLY_LOOK_TERM})
_ASKED, _ROLE, _REASON = "asked", "role", "reason"
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class BlindSetting:
    """One act by which blind reading was set or lifted.

    at_utc : ISO 8601
    """

    is_asked: bool
    author: str
    at_utc: str


@dataclass(frozen=True, slots=True)
class EarlyLook:
    """A reader who had everything shown before their own layer was signed.

    at_utc : ISO 8601
    """

    reader: str
    reason: str
    at_utc: str


def held_setting(is_asked: bool, role: str) -> dict[str, str]:
    """Return what the record of a setting holds; its subject is when it was said."""
    return {_ASKED: _YES if is_asked else _NO, _ROLE: role}


def held_look(reason: str) -> dict[str, str]:
    """Return what the record of an early look holds; its reader is whose layer it lies in."""
    return {_REASON: reason}


def blind_settings(records: Iterable[Annotation]) -> tuple[BlindSetting, ...]:
    """Return the settings that count, oldest first."""
    found = [
        BlindSetting(held.get(_ASKED) == _YES, record.layer, said_at(record))
        for record in records
        if record.term_id == BLIND_TERM and (held := held_in(record)).get(_ROLE) == FINAL_ROLE
    ]
    return tuple(sorted(found, key=lambda setting: (setting.at_utc, setting.author)))


def early_looks(records: Iterable[Annotation]) -> Mapping[str, EarlyLook]:
    """Return the first early look of each reader, by reader."""
    found: dict[str, EarlyLook] = {}
    for record in sorted((r for r in records if r.term_id == EARLY_LOOK_TERM), key=said_at):
        found.setdefault(record.layer, EarlyLook(record.layer, held_in(record).get(_REASON, ""), said_at(record)))
    return found


def blind_setting_text(record: Annotation, is_gone: bool = False) -> str:
    """Return what a setting says: `ask for blind reading`, `lift blind reading`."""
    is_asked = held_in(record).get(_ASKED) == _YES
    if is_gone:
        return "undo the setting of blind reading"
    return "ask for blind reading" if is_asked else "lift blind reading"


def early_look_text(record: Annotation) -> str:
    """Return what an early look says: `look before signing: “second opinion asked”`."""
    return f"look before signing: “{held_in(record).get(_REASON, '')}”"
