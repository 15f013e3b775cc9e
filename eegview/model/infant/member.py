"""Studies and clips that belong to an infant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.study.records import MEMBER_TERM, about_of, newest_about

_KIND, _REMOVED, _DAY = "kind", "removed", "recorded_on"
EEG, CLIP = "eeg", "clip"


@dataclass(frozen=True, slots=True)
class Member:
    """A study of an infant: an EEG, or clips without EEG.

    fingerprint : of the recording
    kind : EEG or CLIP
    recorded_on : ISO date as a reader said it, where the file has none or a wrong one; "" = as the recording says
    """

    fingerprint: str
    kind: str
    recorded_on: str = ""
    is_removed: bool = False


def held_member(member: Member) -> dict[str, str]:
    """Return what the record of a member holds. Its subject is the fingerprint."""
    return {_KIND: member.kind, _DAY: member.recorded_on, _REMOVED: "yes" if member.is_removed else ""}


def members_of(records: Iterable[Annotation]) -> tuple[Member, ...]:
    """Return the studies that an infant's log names, by fingerprint; removed ones are left out."""
    said = (
        Member(
            about_of(record),
            record.attribute(_KIND) or EEG,
            record.attribute(_DAY) or "",
            record.attribute(_REMOVED) == "yes",
        )
        for record in newest_about(records, MEMBER_TERM).values()
    )
    return tuple(sorted((one for one in said if not one.is_removed), key=lambda one: one.fingerprint))
