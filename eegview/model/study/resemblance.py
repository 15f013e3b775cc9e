"""A home event linked to the recorded event that it resembles, as a reader saw it: a similarity, never a finding."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from eegview.model.annotation import Annotation
from eegview.model.study.records import RESEMBLES_TERM, about_of, held_in, newest_about
from eegview.model.time.clock import elapsed_text

_STUDY, _MARK, _AT, _ONSET, _DURATION, _LABEL = "study", "mark", "at_s", "onset_s", "duration_s", "label"
_HOW, _NOTE, _WITHDRAWN = "how_alike", "note", "withdrawn"
HOW_ALIKE = ("same", "similar", "unsure")


@dataclass(frozen=True, slots=True)
class Resemblance:
    """What a reader said that an event of this recording resembles.

    mark_id, at_s : the event of this recording, and when it began as the link was made
    study : fingerprint of the recording with the other event; "" where no recorded event is meant, only a type
    other_id : the other event's mark, "" where it is none
    onset_s, duration_s : when the other event began as the link was made, and how long it was
    label : what the other event was called then, or the type in words
    how_alike : one of `HOW_ALIKE`
    layer : who said it; "" before it is said
    """

    mark_id: str
    at_s: float
    study: str = ""
    other_id: str = ""
    onset_s: float = 0.0
    duration_s: float = 0.0
    label: str = ""
    how_alike: str = "similar"
    note: str = ""
    layer: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether it names a recorded event, which can be opened."""
        return bool(self.study)


def held_resemblance(said: Resemblance) -> dict[str, str]:
    """Return what the record holds, whose subject is the id of the event's mark."""
    return {
        _AT: f"{said.at_s:.3f}",
        _STUDY: said.study,
        _MARK: said.other_id,
        _ONSET: f"{said.onset_s:.3f}",
        _DURATION: f"{said.duration_s:.3f}",
        _LABEL: said.label,
        _HOW: said.how_alike,
        _NOTE: said.note,
    }


def held_withdrawal(at_s: float) -> dict[str, str]:
    """Return what the record holds once a reader says that the event resembles nothing recorded."""
    return {_AT: f"{at_s:.3f}", _WITHDRAWN: "yes"}


def resemblance_moved(record: Annotation, at_s: float) -> Annotation:
    """Return a link whose event has moved with its frames, or with its clip."""
    attributes = tuple((name, f"{at_s:.3f}" if name == _AT else value) for name, value in record.attributes)
    return replace(record, attributes=attributes)


def resemblances_of(records: Iterable[Annotation]) -> tuple[Resemblance, ...]:
    """Return what each reader said last of each event, by the event's time, then by reader."""
    by_layer: dict[str, list[Annotation]] = {}
    for record in records:
        if record.term_id == RESEMBLES_TERM:
            by_layer.setdefault(record.layer, []).append(record)
    said = [
        _said(record)
        for held in by_layer.values()
        for record in newest_about(held, RESEMBLES_TERM).values()
        if held_in(record).get(_WITHDRAWN) != "yes"
    ]
    return tuple(sorted(said, key=lambda one: (one.at_s, one.mark_id, one.layer)))


def study_linked_by(record: Annotation) -> str:
    """Return the fingerprint of the recording whose event a record names, "" where it names none."""
    return held_in(record).get(_STUDY, "")


def resemblance_act_text(record: Annotation, is_gone: bool = False) -> str:
    """Return what a record says: `link event at 00:00:12 to spasm`."""
    said = _said(record)
    where = f"event at {elapsed_text(max(said.at_s, 0.0), 0)}"
    if is_gone or held_in(record).get(_WITHDRAWN) == "yes":
        return f"remove what the {where} resembles"
    return f"link the {where} to {said.label or 'a recorded event'}"


def _said(record: Annotation) -> Resemblance:
    held = held_in(record)
    how = held.get(_HOW, "")
    return Resemblance(
        about_of(record),
        _seconds(held.get(_AT)),
        held.get(_STUDY, ""),
        held.get(_MARK, ""),
        _seconds(held.get(_ONSET)),
        max(_seconds(held.get(_DURATION)), 0.0),
        held.get(_LABEL, ""),
        how if how in HOW_ALIKE else "unsure",
        held.get(_NOTE, ""),
        record.layer,
    )


def _seconds(text: str | None) -> float:
    """Return a time of a record, 0 where it cannot be read: another program may have written it."""
    try:
        value = float(text or "")
    except ValueError:
        return 0.0
    return value if abs(value) < 1e9 else 0.0
