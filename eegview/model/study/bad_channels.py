"""Bad channels of a study: who marked which one, and when; what was said last about a channel holds for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.study.records import BAD_CHANNEL_TERM, about_of, newest_about, said_at

BAD, GOOD = "bad", "good"
_STATE = "state"


@dataclass(frozen=True, slots=True)
class BadChannel:
    """A channel that is marked bad, by whom, and when (ISO 8601)."""

    name: str
    author: str
    at_utc: str


def held_state(is_bad: bool) -> dict[str, str]:
    """Return what a record about a channel holds; the channel's name is its subject."""
    return {_STATE: BAD if is_bad else GOOD}


def is_bad_in(record: Annotation) -> bool:
    """Whether a record says that its channel is bad."""
    return record.attribute(_STATE) == BAD


def bad_channels(records: Iterable[Annotation]) -> dict[str, BadChannel]:
    """Return the channels that are marked bad now, by name."""
    return {
        name: BadChannel(name, record.layer, said_at(record))
        for name, record in newest_about(records, BAD_CHANNEL_TERM).items()
        if is_bad_in(record)
    }


def bad_channel_text(record: Annotation) -> str:
    """Return what a record says: `mark Fp1 bad`, `mark Fp1 not bad`."""
    return f"mark {about_of(record)} {'bad' if is_bad_in(record) else 'not bad'}"
