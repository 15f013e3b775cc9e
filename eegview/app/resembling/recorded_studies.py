"""What an event filmed at home can be compared with: recorded events of the infant, else of all studies here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.infant.log import all_logs
from eegview.app.infant.study_reading import CountRules
from eegview.app.links.recordings import all_known_recordings
from eegview.app.resources import data_folder
from eegview.app.response.scored_epochs import visible_marks
from eegview.app.review.mark_texts import answer_text, term_text
from eegview.app.statistics.counted_layer import counted_layer
from eegview.app.study.study_name import file_name_here, study_name
from eegview.clinical.clusters import form_clusters
from eegview.clinical.statistics.spasm_events import spasm_events
from eegview.model.annotation import Annotation
from eegview.model.infant.member import EEG
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.model.study.known_recording import KnownRecording
    from eegview.store.holdings import Holdings

EVENT_TERMS = ("spasm", "seizure", "mimic")
MOST_STUDIES = 100  # of a library without an infant; those with events first, then the newest


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event of a recorded study, as one layer has it.

    mark_id : of the mark that stands for it; of a cluster that of its first spasm
    label : what it is called, with its answers: `Epileptic spasm · Flexor`, `Cluster of 12 spasms`
    """

    mark_id: str
    onset_s: float
    duration_s: float
    label: str
    layer: str


@dataclass(frozen=True, slots=True)
class RecordedStudy:
    """A recorded study with the events that its reader may see.

    title : what it is called everywhere, without a patient's name
    name : of its file, "" where neither the library nor this computer knows it
    on : day of its start, None = not known
    paths : where it lies on this computer, empty = not found here
    is_blind : others' marks of it are hidden from the reader now
    """

    fingerprint: str
    title: str
    name: str
    on: date | None
    paths: tuple[str, ...]
    events: tuple[RecordedEvent, ...]
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class RecordedStudies:
    """Studies to compare with.

    infant : pseudonym of the infant that has them, "" where the film belongs to none: then the library's are here
    viewer : for whom they were read; nobody else is shown them
    n_left_out : how many more the library knows: of many only the newest are here
    """

    infant: str
    viewer: str
    studies: tuple[RecordedStudy, ...]
    n_left_out: int = 0

    def study(self, fingerprint: str) -> RecordedStudy | None:
        """Return the study of this fingerprint, None where it is not among them."""
        return next((one for one in self.studies if one.fingerprint == fingerprint), None)


def read_recorded_studies(
    library_url: str | None, fingerprint: str, viewer: str, vocabulary: Vocabulary, counting: CountRules
) -> RecordedStudies:
    """Read what an event of one recording can be compared with; call it on a lane.

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    with closing(sealed_library(library_url, viewer)) as library:
        places = all_known_recordings(data_folder())
        return recorded_studies(library, fingerprint, viewer, vocabulary, counting, places)


def recorded_studies(
    library: SealedLibrary,
    fingerprint: str,
    viewer: str,
    vocabulary: Vocabulary,
    counting: CountRules,
    places: Mapping[str, Sequence[Sequence[str]]],
) -> RecordedStudies:
    """Return the studies that can be compared with, those with events first by day; see `read_recorded_studies`."""
    log = next((one for one in all_logs(library) if not one.infant.is_removed and one.member(fingerprint)), None)
    holdings, n_left_out = library.whole.holdings(), 0
    with_events = {name for name, held in holdings.items() if _holds_events(held)}
    if log is not None:
        known = [library.recording(member.fingerprint) for member in log.members if member.kind == EEG]
    else:
        seen = [
            one for one in library.recordings() if one.channels and one.fingerprint != fingerprint
        ]  # a film has none
        by_use = sorted(seen, key=lambda one: (one.fingerprint in with_events, one.last_seen_utc), reverse=True)
        known, n_left_out = by_use[:MOST_STUDIES], len(by_use[MOST_STUDIES:])
    studies = [
        _study(library, one, one.fingerprint in with_events, viewer, vocabulary, counting, places)
        for one in known
        if one.fingerprint != fingerprint
    ]
    ordered = sorted(studies, key=lambda one: (not one.events, one.on or date.min, one.fingerprint))
    return RecordedStudies(log.infant.pseudonym if log is not None else "", viewer, tuple(ordered), n_left_out)


def _holds_events(held: Holdings) -> bool:
    """Whether anybody marked an event: of other studies no marks are read."""
    return any(term_id in EVENT_TERMS for _layer, term_id in held.n_by_layer_and_term)


def _study(
    library: SealedLibrary,
    known: KnownRecording,
    has_events: bool,
    viewer: str,
    vocabulary: Vocabulary,
    counting: CountRules,
    places: Mapping[str, Sequence[Sequence[str]]],
) -> RecordedStudy:
    marks = visible_marks(library.annotations(known.fingerprint), viewer) if has_events else ()
    return RecordedStudy(
        known.fingerprint,
        study_name(known),
        known.name or file_name_here(known.fingerprint, places),
        _day(known.started_at),
        next((tuple(one) for one in places.get(known.fingerprint, ())), ()),
        recorded_events(marks, viewer, vocabulary, counting),
        library.blindness(known.fingerprint).is_blind,
    )


def recorded_events(
    marks: Sequence[Annotation], viewer: str, vocabulary: Vocabulary, counting: CountRules
) -> tuple[RecordedEvent, ...]:
    """Return the events of the layer that counts, each once: clusters first, then single events by onset."""
    layer = counted_layer(marks, viewer)
    own = [mark for mark in marks if mark.layer == layer and mark.term_id in EVENT_TERMS]
    spasms = [event.mark for event in spasm_events(own, counting.same_event)]
    clusters = [
        RecordedEvent(
            one.spasms[0].annotation_id,
            one.span.start_s,
            one.span.duration_s,
            f"Cluster of {len(one.spasms)} spasms",
            layer,
        )
        for one in form_clusters(spasms, counting.cluster)
    ]
    single = sorted((*spasms, *(m for m in own if m.term_id != "spasm")), key=lambda mark: mark.onset_s)
    return (*clusters, *(event_of(mark, vocabulary) for mark in single))


def type_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what types of events are called: each term's, and each of its first question's answers."""
    names: list[str] = []
    for term in filter(None, map(vocabulary.term, EVENT_TERMS)):
        names.append(term.label)
        asked = next((one for one in term.attributes if one.choices), None)
        names += [f"{term.label}: {label}" for _value, label in asked.choices] if asked is not None else []
    return tuple(names)


def event_of(mark: Annotation, vocabulary: Vocabulary) -> RecordedEvent:
    """Return an event as one mark has it."""
    label = " · ".join(filter(None, (term_text(mark, vocabulary), answer_text(mark, vocabulary))))
    return RecordedEvent(mark.annotation_id, mark.onset_s, mark.duration_s, label, mark.layer)


def _day(started_at: str) -> date | None:
    try:
        return datetime.fromisoformat(started_at).date()
    except ValueError:
        return None
