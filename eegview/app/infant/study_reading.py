"""What one study gives to the timeline of its infant, from the library alone: its file need not be here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from eegview.app.infant.clip_days import NO_DAYS, SURE, ClockDoubt, SpasmDays, doubt_of, spasm_days, typed_start
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
from eegview.model.patient import is_placeholder_day
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
    days : the days of these
    n_electrographic_only : of the counted layer
    """

    study: TimelineStudy
    records: tuple[Annotation, ...] = ()
    scores: tuple[ScoredEpoch, ...] = ()
    forms: tuple[StatedForm, ...] = ()
    spasm_times: tuple[float, ...] = ()
    n_electrographic_only: int = 0
    days: SpasmDays = NO_DAYS

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
    on, at, source = _day(known, member, starts)
    spasms = spasms_by_layer(marks, rules.same_event)
    found = TimelineStudy(
        member.fingerprint,
        CLIP if member.kind == CLIP else EEG,
        "",
        known.name,
        on,
        at,
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
        _doubt(known, starts, source, member.kind == CLIP),
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
        spasm_days(times_s, at, on, known, starts, source is DaySource.ENTERED, member.kind == CLIP),
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


def _doubt(known: KnownRecording, starts: Mapping[str, ClipStart], source: DaySource, is_film: bool) -> ClockDoubt:
    """Return how sure the start of a study is; what a reader entered for the infant is sure."""
    if source not in (DaySource.RECORDING, DaySource.TYPED):
        return SURE
    first = next(iter(known.clips), None)
    return doubt_of(first, _typed(known, starts) if source is DaySource.TYPED else None, is_film)


def day_of_study(
    known: KnownRecording, member: Member, stored: Sequence[Annotation]
) -> tuple[date | None, datetime | None]:
    """Return day and start of a study of an infant, None where they are not known."""
    return _day(known, member, clip_starts(stored))[:2]


def _day(
    known: KnownRecording, member: Member, starts: Mapping[str, ClipStart]
) -> tuple[date | None, datetime | None, DaySource]:
    """Return day and start of a study.

    The day that a reader entered in the infant's log holds over the time of filming that one typed for the clip, and
    that over the recording's clock. A day that programs write where they know none is none.
    """
    started, entered = _clock_of(known), _entered_day(member)
    start = _typed(known, starts)
    typed = start.started_at if start is not None else None
    if typed is not None and entered in (None, typed.date()):
        return typed.date(), typed, DaySource.TYPED if entered is None else DaySource.ENTERED
    if entered is not None and (started is None or started.date() != entered):
        return entered, None, DaySource.ENTERED
    if started is not None and not is_placeholder_day(started.date()):
        return started.date(), started, DaySource.RECORDING if entered is None else DaySource.ENTERED
    return None, None, DaySource.NONE


def _clock_of(known: KnownRecording) -> datetime | None:
    try:
        return datetime.fromisoformat(known.started_at).replace(tzinfo=None)
    except ValueError:
        return None


def _entered_day(member: Member) -> date | None:
    try:
        return date.fromisoformat(member.recorded_on)
    except ValueError:
        return None


def _typed(known: KnownRecording, starts: Mapping[str, ClipStart]) -> ClipStart | None:
    """Return when a reader says that a study was filmed: its first clip."""
    return typed_start(known, next(iter(known.clips), None), starts)


def _gaps(known: KnownRecording) -> tuple[Span, ...]:
    if known.duration_s is None or not known.segments:
        return ()
    return gaps_between(known.segments, Span(0.0, known.duration_s))


def _scores(scores: Sequence[ScoredEpoch]) -> tuple[StudyScore, ...]:
    """Return the scores by reader, of each the highest first."""
    found = [StudyScore(one.reader, one.sheet.key.scale_id, one.scale, one.score, one.sheet.span) for one in scores]
    return tuple(sorted(found, key=lambda one: (one.reader, -one.score, one.epoch)))
