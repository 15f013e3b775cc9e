"""Records of what belongs to a study beside its marks: bad channels, videos, the patient, the display, decisions.

Each record is a mark of a reserved term in its author's layer, so that it is an edit like any other. It says one thing
about one subject; where several people said something about the same subject, what was said last holds.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from eegview.model.annotation import Annotation, new_annotation_id

# Not in any vocabulary: no reviewer marks with them.
BAD_CHANNEL_TERM = "bad_channel"
VIDEO_TERM = "study_video"
AGE_TERM = "patient_age"
ID_TERM = "patient_id"
SEX_TERM = "patient_sex"
DISPLAY_TERM = "display_state"
STAGING_TERM = "sleep_staging"
ENCODING_TERM = "text_encoding"
REPORT_SIGNATURE_TERM = "report_signature"
TREATMENT_TERM = "treatment"
DIARY_TERM = "spasm_diary"
REPORT_ENTRY_TERM = "report_entry"
AVERAGING_TERM = "spasm_averaging"
ADJUDICATION_TERM = "adjudication"
BLIND_TERM = "blind_reading"
EARLY_LOOK_TERM = "early_look"
RESEMBLES_TERM = "resembles"
CLIP_START_TERM = "clip_start"
CLIP_SLOWNESS_TERM = "clip_slowness"
# In the log of an infant.
INFANT_TERM = "infant"
MEMBER_TERM = "infant_study"
MILESTONE_TERM = "milestone"
DIARY_EVENT_TERM = "diary_event"
STUDY_TERMS = frozenset(
    {BAD_CHANNEL_TERM, VIDEO_TERM, AGE_TERM, ID_TERM, SEX_TERM, DISPLAY_TERM, STAGING_TERM, ENCODING_TERM}
    | {TREATMENT_TERM, DIARY_TERM, REPORT_ENTRY_TERM, REPORT_SIGNATURE_TERM, AVERAGING_TERM, ADJUDICATION_TERM}
    | {
        BLIND_TERM,
        EARLY_LOOK_TERM,
        RESEMBLES_TERM,
        CLIP_START_TERM,
        CLIP_SLOWNESS_TERM,
        INFANT_TERM,
        MEMBER_TERM,
        MILESTONE_TERM,
        DIARY_EVENT_TERM,
    }
)

_ABOUT, _AT = "about", "at"
_TICK = timedelta(microseconds=1)


def study_record(
    term_id: str, about: str, at_utc: str, held: Mapping[str, str], layer: str, annotation_id: str = ""
) -> Annotation:
    """Return the mark that stores what was said about a subject.

    about : the subject (a channel's name, a video's fingerprint …)
    at_utc : when it was said, see `stamp`
    held : what was said, by name
    annotation_id : id of the record that this one replaces; empty = a new one
    """
    attributes = {**held, _ABOUT: about, _AT: at_utc}
    return Annotation(
        annotation_id or new_annotation_id(), term_id, 0.0, attributes=tuple(sorted(attributes.items())), layer=layer
    )


def about_of(record: Annotation) -> str:
    """Return the subject of a record."""
    return record.attribute(_ABOUT) or ""


def said_at(record: Annotation) -> str:
    """Return when a record was made, ISO 8601; "" where that cannot be read."""
    moment = _moment(record)
    return moment.isoformat(timespec="microseconds") if moment is not None else ""


def held_in(record: Annotation) -> dict[str, str]:
    """Return what a record says, by name, without its subject and time."""
    return {name: value for name, value in record.attributes if name not in (_ABOUT, _AT)}


def newest_about(records: Iterable[Annotation], term_id: str) -> dict[str, Annotation]:
    """Return the record of a term that was made last, by its subject."""
    newest: dict[str, Annotation] = {}
    for record in sorted((r for r in records if r.term_id == term_id), key=_order):
        newest[about_of(record)] = record
    return newest


def own_record(records: Iterable[Annotation], term_id: str, about: str, layer: str) -> Annotation | None:
    """Return the newest record of one reviewer about a subject, None where they said nothing."""
    return newest_about((r for r in records if r.layer == layer), term_id).get(about)


def stamp(now: datetime, records: Iterable[Annotation]) -> str:
    """Return the time to store with a record made now: later than all there are, also where clocks disagree."""
    latest = max((moment for record in records if (moment := _moment(record)) is not None), default=None)
    if latest is not None and latest >= now:
        try:
            now = latest + _TICK
        except OverflowError:  # a clock that stood at the end of the calendar
            now = latest
    return now.isoformat(timespec="microseconds")


def _order(record: Annotation) -> tuple[str, str, str]:
    return said_at(record), record.layer, record.annotation_id


def _moment(record: Annotation) -> datetime | None:
    try:
        moment = datetime.fromisoformat(record.attribute(_AT) or "")
    except ValueError:
        return None
    return moment if moment.utcoffset() == timedelta(0) else None
