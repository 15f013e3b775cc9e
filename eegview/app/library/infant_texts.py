"""What an act on the log of an infant did, as undo and the history call it."""

from collections.abc import Sequence
from typing import TypeVar

from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.infant.diary_event import diary_events_of
from eegview.model.infant.infant import infant_of
from eegview.model.infant.member import CLIP, members_of
from eegview.model.infant.milestone import milestones_of
from eegview.model.study.records import (
    DIARY_EVENT_TERM,
    INFANT_TERM,
    MEMBER_TERM,
    MILESTONE_TERM,
    about_of,
)
from eegview.model.text.dates import worded_day

_Found = TypeVar("_Found")
INFANT_TERMS = frozenset({INFANT_TERM, MEMBER_TERM, MILESTONE_TERM, DIARY_EVENT_TERM})


def infant_act_text(change: Change) -> str:
    """Return `add the infant K07`, `add a clip`, `add the witnessed event of 2 Mar 2020: spasm`."""
    record, before = change.mark, change.before
    term = record.term_id
    if term == INFANT_TERM:
        return _infant_text(change.after, before)
    if term == MEMBER_TERM:
        return _member_text(change.after, before)
    if term == MILESTONE_TERM:
        now, then = _one(milestones_of(_held(change.after))), _one(milestones_of(_held(before)))
        shown = now or then
        return f"{_verb(now, then)} the milestone{f' of {worded_day(shown.on)}' if shown is not None else ''}"
    event, earlier = _one(diary_events_of(_held(change.after))), _one(diary_events_of(_held(before)))
    shown_event = event or earlier
    seen = f" of {worded_day(shown_event.on)}: {shown_event.text}" if shown_event is not None else ""
    return f"{_verb(event, earlier)} the witnessed event{seen}"


def _infant_text(after: Annotation | None, before: Annotation | None) -> str:
    now, then = infant_of("", _held(after)), infant_of("", _held(before))
    if now is None:
        return f"remove the infant {then.pseudonym if then is not None else ''}".rstrip()
    if now.is_removed:
        return f"remove the infant {now.pseudonym}"
    return f"{'add' if then is None or then.is_removed else 'change'} the infant {now.pseudonym}"


def _member_text(after: Annotation | None, before: Annotation | None) -> str:
    now, then = _one(members_of(_held(after))), _one(members_of(_held(before)))
    shown = now or then
    noun = "clip" if shown is not None and shown.kind == CLIP else "study"
    named = next((about_of(one)[:8] for one in (after, before) if one is not None), "")
    return f"{_verb(now, then)} the {noun} {named}…"


def _verb(now: object | None, then: object | None) -> str:
    return "remove" if now is None else "add" if then is None else "change"


def _held(record: Annotation | None) -> tuple[Annotation, ...]:
    return () if record is None else (record,)


def _one(found: Sequence[_Found]) -> _Found | None:
    return found[0] if found else None
