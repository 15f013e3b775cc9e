"""What one study gives to a comparison, gathered from its recording, its log and its trends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from eegview.app.marks.layers import countable_layers, layer_text
from eegview.app.response.scored_epochs import ScoredEpoch, StatedForm, scored_epochs, stated_forms
from eegview.app.response.state_epochs import EPOCH_S, StateEpochs, state_epochs
from eegview.app.study.patient import known_patient
from eegview.app.trends.table import TrendTable
from eegview.clinical.clusters import SPASM_TERM, Cluster, ClusterRule, counted_once, form_clusters
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.stages import SLEEP_TERM, STAGES, is_asleep
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.recording import Recording, SignalSource, patient_of
from eegview.model.signature import latest_signatures
from eegview.model.span import Span
from eegview.model.study.records import STUDY_TERMS
from eegview.model.sync import is_clinical

SPINDLES_TERM = "spindles"
ELECTROGRAPHIC_ONLY = "electrographic_only"
_EVIDENCE = "clinical"  # attribute of a spasm
_REVIEWED_SHARE = 0.95  # of the recording, from which on it counts as reviewed whole


@dataclass(frozen=True, slots=True, eq=False)
class StudyFacts:
    """One study as it is compared.

    recording : without its samples
    started_at : of the recording, None where the file has no clock
    age_days, age_source : at the start; None and "" where it is not known
    patient_code : only to notice that two studies are of two patients; it is never shown
    layer, layer_text : the counted layer, "" where nobody marked anything
    stage_layer_text : whose sleep stages are used, "" where nobody staged
    rule, same_event : by which clusters and events are told
    spasms : each event once, by onset
    marks : all clinical marks of the counted layer
    hypnogram : of `stage_layer_text`
    scores, forms : what readers said, as far as the viewer may see it
    n_hidden_scores : sheets that are hidden from the viewer, or not committed
    reviewed : spans that were on a reader's screen, joined
    is_signed : whether the counted layer is signed
    trends : None where none were computed
    records : of treatment, diary … of the study's log
    """

    recording: Recording
    age_days: float | None
    age_source: str
    patient_code: str = field(repr=False)
    is_simulated: bool
    layer: str
    layer_text: str
    stage_layer_text: str
    rule: ClusterRule
    same_event: SameEventRule
    spasms: tuple[Annotation, ...]
    clusters: tuple[Cluster, ...]
    marks: tuple[Annotation, ...]
    hypnogram: Hypnogram
    scores: tuple[ScoredEpoch, ...]
    forms: tuple[StatedForm, ...]
    n_hidden_scores: int
    reviewed: tuple[Span, ...]
    is_signed: bool
    trends: TrendTable | None
    records: tuple[Annotation, ...]
    epochs: StateEpochs

    @property
    def fingerprint(self) -> str:
        return self.recording.fingerprint

    @property
    def started_at(self) -> datetime | None:
        return self.recording.started_at

    @property
    def recorded_on(self) -> date | None:
        """Return the day on which the recording begins, None where it has no date."""
        return self.started_at.date() if self.started_at is not None else None

    @property
    def age_weeks(self) -> int | None:
        """Return the age in whole weeks, None where it is not known."""
        return int(self.age_days // 7) if self.age_days is not None else None

    @property
    def recorded_s(self) -> float:
        """Return the seconds with samples."""
        return sum(segment.duration_s for segment in self.recording.segments)

    @property
    def reviewed_s(self) -> float:
        """Return the recorded seconds that were on a reader's screen."""
        parts = (segment.intersection(span) for segment in self.recording.segments for span in self.reviewed)
        return sum(part.duration_s for part in parts if part is not None)

    @property
    def is_reviewed(self) -> bool:
        """Whether a reader says, or showed, that the whole recording was read."""
        return self.is_signed or (self.recorded_s > 0 and self.reviewed_s >= _REVIEWED_SHARE * self.recorded_s)

    @property
    def stage_seconds(self) -> dict[str, float]:
        """Return the seconds of each stage that occurs."""
        seconds = {stage: self.hypnogram.seconds(stage) for stage in STAGES}
        return {stage: held_s for stage, held_s in seconds.items() if held_s}

    @property
    def sleep_s(self) -> float | None:
        """Return the seconds staged as sleep, None where nothing is staged."""
        seconds = self.stage_seconds
        return sum(held_s for stage, held_s in seconds.items() if is_asleep(stage)) if seconds else None

    @property
    def witnessable_spasms(self) -> tuple[Annotation, ...]:
        """Return the spasms that are not marked as electrographic only."""
        return tuple(spasm for spasm in self.spasms if spasm.attribute(_EVIDENCE) != ELECTROGRAPHIC_ONLY)

    @property
    def longest_free(self) -> Span | None:
        """Return the longest recorded span without the onset of a spasm, not across gaps; None without a recording."""
        free: list[Span] = []
        for segment in self.recording.segments:
            inside = [spasm.onset_s for spasm in self.spasms if segment.contains(spasm.onset_s)]
            edges = [segment.start_s, *inside, segment.stop_s]
            free += [Span(a, b) for a, b in zip(edges, edges[1:], strict=False)]
        return max(free, key=lambda span: span.duration_s, default=None)

    def day_of(self, time_s: float) -> date | None:
        """Return the date of a time of the recording, None where it has no clock."""
        return (self.started_at + timedelta(seconds=time_s)).date() if self.started_at is not None else None


def gather_facts(
    source: SignalSource,
    stored: Iterable[Annotation],
    trends: TrendTable | None = None,
    viewer: str = "",
    layer: str | None = None,
    reviewed: Sequence[Span] = (),
    rule: ClusterRule | None = None,
    same_event: SameEventRule | None = None,
) -> StudyFacts:
    """Return what a study gives to a comparison.

    Parameters
    ----------
    stored : all that the library holds of the recording: marks and records of everybody
    trends : computed from the rows that all compared studies have; see `computing.compare_studies`
    viewer : who looks; other readers' evidence stays hidden from who scores themselves
    layer : which is counted; without one the final layer where it holds spasms or stages, else the viewer's, else
        the first that does
    reviewed : spans that were on a reader's screen
    """
    stored = tuple(stored)
    recording, facts = source.recording, patient_of(source)
    rule, same_event = rule or ClusterRule(), same_event or SameEventRule()
    by_layer = _by_layer(stored)
    counted = layer if layer is not None else _layer_with(by_layer, viewer, (SPASM_TERM, SLEEP_TERM))
    marks = tuple(by_layer.get(counted, ()))
    stage_layer = counted if any(mark.term_id == SLEEP_TERM for mark in marks) else ""
    stage_layer = stage_layer or _layer_with(by_layer, viewer, (SLEEP_TERM,))
    stages = [mark for mark in by_layer.get(stage_layer, ()) if mark.term_id == SLEEP_TERM]
    hypnogram = hypnogram_of(stages)
    spasms = counted_once((mark for mark in marks if mark.term_id == SPASM_TERM), same_event)
    spasms = tuple(sorted(spasms, key=lambda mark: (mark.onset_s, mark.annotation_id)))
    records = tuple(mark for mark in stored if mark.term_id in STUDY_TERMS)
    patient = known_patient(facts, recording.started_at, records)
    typed = patient.typed_age
    scores, n_hidden = scored_epochs(stored, viewer, recording)
    return StudyFacts(
        recording,
        float(typed.days) if typed is not None else patient.days_in_file,
        "entered" if typed is not None else "file" if patient.days_in_file is not None else "",
        patient.patient_id,
        facts.is_simulated,
        counted,
        layer_text(counted, "") if counted else "",
        layer_text(stage_layer, "") if stages else "",
        rule,
        same_event,
        spasms,
        form_clusters(spasms, rule),
        marks,
        hypnogram,
        scores,
        stated_forms(stored, viewer, hypnogram),
        n_hidden,
        tuple(reviewed),
        counted in latest_signatures(stored),
        trends,
        records,
        state_epochs(recording, hypnogram, spasms, trends),
    )


def _by_layer(stored: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for mark in stored:
        if mark.layer != FILE_LAYER and is_clinical(mark):
            found.setdefault(mark.layer, []).append(mark)
    return found


def _layer_with(by_layer: dict[str, list[Annotation]], viewer: str, terms: Sequence[str]) -> str:
    """Return the layer that says most to be counted: the final one, the viewer's, then any; "" where none has them."""
    order = (FINAL_LAYER, *countable_layers(sorted(by_layer), viewer))
    return next((one for one in order if any(m.term_id in terms for m in by_layer.get(one, ()))), "")


def epochs_text(n: int) -> str:
    """Return a number of epochs as text: `36 epochs of 30 s`."""
    return f"{n} {'epoch' if n == 1 else 'epochs'} of {EPOCH_S:g} s"
