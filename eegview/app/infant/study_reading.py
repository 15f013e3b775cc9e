"""What one study gives to the timeline of its infant, from the library alone: its file need not be here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from eegview.app.infant.timeline import DaySource, LayerCount, StudyScore, TimelineStudy
from eegview.app.response.scored_epochs import (
    ScoredEpoch,
    StatedForm,
    scored_epochs,
    stated_forms,
    visible_marks,
)
from eegview.app.response.study_facts import ELECTROGRAPHIC_ONLY
from eegview.app.statistics.counted_layer import counted_layer
from eegview.clinical.clusters import ClusterRule, form_clusters
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.stages import SLEEP_TERM, staging_layer
from eegview.clinical.statistics.spasm_events import spasm_events
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.patient import is_placeholder_day
from eegview.model.signature import latest_signatures
from eegview.model.span import Span, gaps_between
from eegview.model.study.known_recording import KnownRecording
from eegview.model.study.records import STUDY_TERMS

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary

_EVIDENCE = "clinical"  # attribute of a spasm


@dataclass(frozen=True, slots=True)
class CountRules:
    """How spasms are counted."""

    cluster: ClusterRule = field(default_factory=ClusterRule)
    same_event: SameEventRule = field(default_factory=SameEventRule)


@dataclass(frozen=True, slots=True, eq=False)
class ReadStudy:
    """A study of the timeline, and what the response needs of it beside.

    study : without label, which follows from all studies together
    records : of treatment and diary among them
    spasm_times : onsets of the counted layer's spasms that can have been seen, seconds from the start
    n_electrographic_only : of the counted layer
    """

    study: TimelineStudy
    records: tuple[Annotation, ...] = ()
    scores: tuple[ScoredEpoch, ...] = ()
    forms: tuple[StatedForm, ...] = ()
    spasm_times: tuple[float, ...] = ()
    n_electrographic_only: int = 0

    @property
    def spasm_days(self) -> tuple[int, ...]:
        """Return the days, as ordinals, on which spasms were recorded; of a study without day none.

        Where only the day is known, not the time, a spasm counts for the day of the start.
        """
        on, at = self.study.on, self.study.at
        if on is None:
            return ()
        if at is None:
            return (on.toordinal(),) if self.spasm_times else ()
        return tuple(sorted({(at + timedelta(seconds=one)).date().toordinal() for one in self.spasm_times}))


def read_study(
    library: SealedLibrary,
    member: Member,
    viewer: str,
    rules: CountRules,
    places: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> ReadStudy:
    """Return what a library knows of a study, as the viewer may see it.

    places : where recordings lie on this computer, by fingerprint, the likeliest first

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    known, stored = library.recording(member.fingerprint), library.annotations(member.fingerprint)
    marks = visible_marks(stored, viewer)
    layer = counted_layer(marks, viewer)
    stages = staging_layer(marks, layer)
    hypnogram = hypnogram_of(one for one in marks if one.term_id == SLEEP_TERM and one.layer == stages)
    scores, n_hidden = scored_epochs(stored, viewer, _gaps(known))
    on, at, source = _day(known, member)
    found = TimelineStudy(
        member.fingerprint,
        CLIP if member.kind == CLIP else EEG,
        "",
        known.name,
        on,
        at,
        source,
        known.duration_s,
        known.is_simulated,
        known.is_seen,
        None,
        _scores(scores),
        n_hidden,
        layer_counts(marks, layer, frozenset(latest_signatures(stored)), rules),
        library.blindness(member.fingerprint).is_blind,
        next((tuple(one) for one in (places or {}).get(member.fingerprint, ())), ()),
    )
    spasms = [event.mark for event in spasm_events((m for m in marks if m.layer == layer), rules.same_event)]
    seen = [mark for mark in spasms if mark.attribute(_EVIDENCE) != ELECTROGRAPHIC_ONLY]
    return ReadStudy(
        found,
        tuple(mark for mark in stored if mark.term_id in STUDY_TERMS),
        scores,
        stated_forms(stored, viewer, hypnogram),
        tuple(mark.onset_s for mark in seen),
        len(spasms) - len(seen),
    )


def layer_counts(
    marks: Sequence[Annotation], counted: str, signed: frozenset[str], rules: CountRules
) -> tuple[LayerCount, ...]:
    """Return what each layer marks of spasms, the counted one first; signed layers without a spasm count none."""
    layers = {mark.layer for mark in marks if mark.layer != FILE_LAYER} | signed
    found: list[LayerCount] = []
    for layer in sorted(layers, key=lambda name: (name != counted, name)):
        spasms = [one.mark for one in spasm_events((m for m in marks if m.layer == layer), rules.same_event)]
        if not spasms and layer not in signed:
            continue
        n_hidden = sum(mark.attribute(_EVIDENCE) == ELECTROGRAPHIC_ONLY for mark in spasms)
        n_clusters = len(form_clusters(spasms, rules.cluster))
        found.append(LayerCount(layer, len(spasms), n_clusters, n_hidden, layer in signed, layer == counted))
    return tuple(found)


def _day(known: KnownRecording, member: Member) -> tuple[date | None, datetime | None, DaySource]:
    """Return day and start of a study; what a reader entered in the infant's log holds over the recording's clock.

    A day that programs write where they know none is none.
    """
    try:
        started = datetime.fromisoformat(known.started_at).replace(tzinfo=None)
    except ValueError:
        started = None
    try:
        entered = date.fromisoformat(member.recorded_on)
    except ValueError:
        entered = None
    if entered is not None and (started is None or started.date() != entered):
        return entered, None, DaySource.ENTERED
    if started is not None and not is_placeholder_day(started.date()):
        return started.date(), started, DaySource.RECORDING
    return None, None, DaySource.NONE


def _gaps(known: KnownRecording) -> tuple[Span, ...]:
    if known.duration_s is None or not known.segments:
        return ()
    return gaps_between(known.segments, Span(0.0, known.duration_s))


def _scores(scores: Sequence[ScoredEpoch]) -> tuple[StudyScore, ...]:
    """Return the scores by reader, of each the highest first."""
    found = [StudyScore(one.reader, one.sheet.key.scale_id, one.scale, one.score, one.sheet.span) for one in scores]
    return tuple(sorted(found, key=lambda one: (one.reader, -one.score, one.epoch)))
