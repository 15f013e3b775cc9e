"""What one study gives to the timeline of its infant, from the library alone: its file need not be here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from eegview.app.infant.clip_days import NO_DAYS, SpasmDays, StudyCalendar
from eegview.app.infant.timeline import DaySource, LayerCount, StudyScore, TimelineStudy
from eegview.app.library_tables.held_library import first_there
from eegview.app.response.scored_epochs import (
    ScoredEpoch,
    StatedForm,
    scored_epochs,
    stated_forms,
    visible_marks,
)
from eegview.app.response.study_facts import ELECTROGRAPHIC_ONLY
from eegview.app.statistics.counted_layer import counted_layer
from eegview.clinical.clusters import SPASM_TERM, ClusterRule, form_clusters
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.stages import SLEEP_TERM, staging_layer
from eegview.clinical.statistics.spasm_events import spasm_events
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.scoring.evidence import FORM_TERM
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.signature import latest_signatures
from eegview.model.span import Span, gaps_between
from eegview.model.study.clip_start import ClipStart, clip_starts
from eegview.model.study.known_recording import KnownRecording
from eegview.model.study.records import STUDY_TERMS
from eegview.model.sync import is_clinical

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary

_EVIDENCE = "clinical"  # attribute of a spasm


@dataclass(frozen=True, slots=True)
class CountRules:
    """How spasms are counted, as the reader has it."""

    cluster: ClusterRule
    same_event: SameEventRule


@dataclass(frozen=True, slots=True, eq=False)
class ReadStudy:
    """A study of the timeline, and what the response needs of it beside.

    study : without label, which follows from all studies together
    records : of treatment and diary among them
    spasm_times : onsets of the counted layer's spasms that can have been seen, seconds from the start
    n_electrographic_only : of the counted layer
    days : the days of the spasms that can have been seen
    possible_span : the earliest and the latest day, as ordinals, of which any of the study may be; None = not known
    is_partly_undated : a clip of it has no day
    """

    study: TimelineStudy
    records: tuple[Annotation, ...] = ()
    scores: tuple[ScoredEpoch, ...] = ()
    forms: tuple[StatedForm, ...] = ()
    spasm_times: tuple[float, ...] = ()
    n_electrographic_only: int = 0
    days: SpasmDays = NO_DAYS
    possible_span: tuple[int, int] | None = None
    is_partly_undated: bool = False

    @property
    def first_day(self) -> int | None:
        """Return the earliest day of which any of it may be, None where no day is known."""
        if self.possible_span is None:
            return self.study.on.toordinal() if self.study.on is not None else None
        return self.possible_span[0]

    @property
    def spasm_days(self) -> tuple[int, ...]:
        """Return the days, as ordinals, on which spasms were recorded; of a study without day none."""
        return self.days.sure


def read_study(
    library: SealedLibrary,
    member: Member,
    viewer: str,
    rules: CountRules,
    places: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> ReadStudy:
    """Return what a library knows of a study, as the viewer may see it.

    places : where recordings may lie on this computer, by fingerprint, the likeliest first; it is looked

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    known, stored = library.recording(member.fingerprint), library.annotations(member.fingerprint)
    is_scored = any(one.term_id in SCORING_TERMS for one in stored)  # of most clips nobody scores anything
    marks = visible_marks(stored, viewer) if is_scored else tuple(filter(is_clinical, stored))
    layer = counted_layer(marks, viewer)
    stages = staging_layer(marks, layer)
    hypnogram = hypnogram_of(one for one in marks if one.term_id == SLEEP_TERM and one.layer == stages)
    scores, n_hidden = scored_epochs(stored, viewer, _gaps(known)) if is_scored else ((), 0)
    has_forms = any(one.term_id == FORM_TERM for one in marks)
    starts = clip_starts(stored)
    calendar = _calendar(known, member, starts)
    first, source = calendar.first, _day_source(known, member, starts, calendar)
    spasms = spasms_by_layer(marks, rules.same_event)
    found = TimelineStudy(
        member.fingerprint,
        CLIP if member.kind == CLIP else EEG,
        "",
        known.name,
        first.on,
        first.at,
        source,
        length_s(known),
        known.is_simulated,
        known.is_seen,
        None,
        _scores(scores),
        n_hidden,
        layer_counts(spasms, layer, _signed(stored), rules.cluster),
        library.blindness(member.fingerprint).is_blind,
        first_there((places or {}).get(member.fingerprint, ())),
        first.doubt,
        max(len(known.clips), 1) if member.kind == CLIP else 0,
        known.duration_s,
    )
    counted = spasms.get(layer, ())
    seen = [mark for mark in counted if mark.attribute(_EVIDENCE) != ELECTROGRAPHIC_ONLY]
    return ReadStudy(
        found,
        tuple(mark for mark in stored if mark.term_id in STUDY_TERMS),
        scores,
        stated_forms(stored, viewer, hypnogram) if has_forms else (),
        times_s := tuple(mark.onset_s for mark in seen),
        len(counted) - len(seen),
        calendar.spasm_days(times_s),
        calendar.possible_span,
        calendar.is_partly_undated,
    )


def spasms_by_layer(marks: Sequence[Annotation], same_event: SameEventRule) -> dict[str, tuple[Annotation, ...]]:
    """Return the marked spasms of each layer that marks one, each event once."""
    layers = {mark.layer for mark in marks if mark.term_id == SPASM_TERM and mark.layer != FILE_LAYER}
    return {
        layer: tuple(one.mark for one in spasm_events((m for m in marks if m.layer == layer), same_event))
        for layer in sorted(layers)
    }


def layer_counts(
    spasms: Mapping[str, Sequence[Annotation]], counted: str, signed: frozenset[str], rule: ClusterRule
) -> tuple[LayerCount, ...]:
    """Return what each layer marks of spasms, the counted one first; signed layers without a spasm count none.

    spasms : see `spasms_by_layer`
    """
    found: list[LayerCount] = []
    for layer in sorted({*spasms, *signed}, key=lambda name: (name != counted, name)):
        held = spasms.get(layer, ())
        n_hidden = sum(mark.attribute(_EVIDENCE) == ELECTROGRAPHIC_ONLY for mark in held)
        n_clusters = len(form_clusters(held, rule))
        found.append(LayerCount(layer, len(held), n_clusters, n_hidden, layer in signed, layer == counted))
    return tuple(found)


def _signed(stored: Sequence[Annotation]) -> frozenset[str]:
    """Return the layers that are signed, without those of which the viewer may know no more than that."""
    return frozenset(layer for layer, one in latest_signatures(stored).items() if not one.is_sealed)


def length_s(known: KnownRecording) -> float | None:
    """Return how long was recorded or filmed, gaps left out; None where it is not known."""
    return sum(one.duration_s for one in known.segments) if known.segments else known.duration_s


def day_of_study(
    known: KnownRecording, member: Member, stored: Sequence[Annotation]
) -> tuple[date | None, datetime | None]:
    """Return day and start of a study of an infant, None where they are not known."""
    first = _calendar(known, member, clip_starts(stored)).first
    return first.on, first.at


def _calendar(known: KnownRecording, member: Member, starts: Mapping[str, ClipStart]) -> StudyCalendar:
    return StudyCalendar.of(known, starts, _entered_day(member), member.kind == CLIP)


def _day_source(
    known: KnownRecording, member: Member, starts: Mapping[str, ClipStart], calendar: StudyCalendar
) -> DaySource:
    """Return what says the day of a study: that of its first clip that has one."""
    if calendar.first.on is None:
        return DaySource.NONE
    if _entered_day(member) is not None:
        return DaySource.ENTERED
    number = calendar.clips.index(calendar.first)
    fingerprint = known.clips[number].fingerprint if number < len(known.clips) else known.fingerprint
    return DaySource.TYPED if fingerprint in starts else DaySource.RECORDING


def _entered_day(member: Member) -> date | None:
    try:
        return date.fromisoformat(member.recorded_on)
    except ValueError:
        return None


def _gaps(known: KnownRecording) -> tuple[Span, ...]:
    if known.duration_s is None or not known.segments:
        return ()
    return gaps_between(known.segments, Span(0.0, known.duration_s))


def _scores(scores: Sequence[ScoredEpoch]) -> tuple[StudyScore, ...]:
    """Return the scores by reader, of each the highest first."""
    found = [StudyScore(one.reader, one.sheet.key.scale_id, one.scale, one.score, one.sheet.span) for one in scores]
    return tuple(sorted(found, key=lambda one: (one.reader, -one.score, one.epoch)))
