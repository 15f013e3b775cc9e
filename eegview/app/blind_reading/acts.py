"""The acts of blind reading: set it, lift it, look early. Each is one change of a record, for the study's editor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from eegview.app.blind_reading.blindness import Blindness, blindness_of
from eegview.model.annotation import FINAL_ROLE, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.study.blind_reading import held_look, held_setting
from eegview.model.study.records import BLIND_TERM, EARLY_LOOK_TERM, stamp, study_record

SHORTEST_REASON = 3  # characters: a reason that says something


def setting_change(records: Iterable[Annotation], is_asked: bool, author: str, role: str, now: datetime) -> Change:
    """Return the change by which blind reading is set or lifted.

    Raises
    ------
    UsageError : the author is no neurologist, or it is so already
    """
    records = tuple(records)
    if role != FINAL_ROLE:
        raise UsageError(
            f"Only a {FINAL_ROLE} sets or lifts blind reading; your role is {role}.",
            "Ask a neurologist, or look early: that is recorded.",
        )
    if blindness_of(records, author).is_asked == is_asked:
        raise UsageError(f"Blind reading is {'on' if is_asked else 'off'} already.", "")
    at_utc = stamp(now, (record for record in records if record.term_id == BLIND_TERM))
    return Change(None, study_record(BLIND_TERM, at_utc, at_utc, held_setting(is_asked, role), author))


def early_look_change(records: Iterable[Annotation], reason: str, author: str, now: datetime) -> Change:
    """Return the change by which a reader has everything shown before they sign; it stands for good.

    Raises
    ------
    UsageError : nothing is hidden from the reader, or no reason was given
    """
    records = tuple(records)
    if not blindness_of(records, author).is_blind:
        raise UsageError("Nothing of this study is hidden from you.", "You can see everything now.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise UsageError("An early look needs a reason.", "Say why you look before signing.")
    at_utc = stamp(now, (record for record in records if record.term_id == EARLY_LOOK_TERM))
    return Change(None, study_record(EARLY_LOOK_TERM, at_utc, at_utc, held_look(reason.strip()), author))


def check_not_blind(found: Blindness) -> None:
    """Refuse to sign a report of a study whose other half the reader may not see yet.

    Raises
    ------
    UsageError : they read blind and have not signed their marks
    """
    if found.is_blind:
        raise UsageError(
            "You are reading blind, and a report covers the whole study, so nothing was signed.",
            "Sign your marks first, then the report.",
        )
