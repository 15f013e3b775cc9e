"""What one study gives to a comparison, gathered from its recording, its log and its trends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from eegview.app.blind_reading.blindness import blindness_of
from eegview.app.marks.layers import layer_text
from eegview.app.response.scored_epochs import ScoredEpoch, StatedForm, scored_epochs, stated_forms, visible_marks
from eegview.app.response.state_epochs import StateEpochs, state_epochs
from eegview.app.review.coverage import ReviewedTime
from eegview.app.statistics.counted_layer import counted_layer
from eegview.app.statistics.study_coverage import StudyCoverage
from eegview.app.statistics.study_statistics import StudyStatistics, study_statistics
from eegview.app.study.patient import known_patient
from eegview.app.trends.table import TrendTable
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.stages import SLEEP_TERM, staging_layer
from eegview.clinical.statistics.spasm_statistics import SpasmStatistics
from eegview.model.annotation import Annotation
from eegview.model.infant.study_of_infant import StudyOfInfant
from eegview.model.recording import Recording, SignalSource, patient_of
from eegview.model.scoring.evidence import SheetKey
from eegview.model.signature import latest_signatures
from eegview.model.study.clip_start import with_typed_starts
from eegview.model.study.records import STUDY_TERMS
from eegview.model.time.wall_clock import wall_clock
from eegview.model.vocabulary import Vocabulary

ELECTROGRAPHIC_ONLY = "electrographic_only"
_EVIDENCE = "clinical"  # attribute of a spasm


@dataclass(frozen=True, slots=True, eq=False)
class StudyFacts:
    """One study as it is compared.

    recording : without its samples
    age_days, age_source : at the start; None and "" where it is not known, else an `AgeSource` as text
    patient_code : only to notice that two studies are of two patients; it is never shown
    layer : the counted layer
    statistics : of its spasms, and the coverage
    hypnogram, stages_layer : whose sleep stages hold, "" where nobody staged
    marks : all clinical marks of the counted layer
    scores, forms : what readers said, as far as the viewer may see it
    n_hidden_scores : sheets that are hidden from the viewer, or not committed
    is_signed : whether the counted layer is signed
    trends : None where none were computed
    epochs : in which trends are compared
    records : of treatment, diary … in the study's log
    is_blind : the viewer reads it blind: what others marked is not here
    entered_on : the day of the study as it is entered for its infant, None where none is
    problems : sentences where infant and study say another day or age
    """

    recording: Recording
    age_days: float | None
    age_source: str
    patient_code: str = field(repr=False)
    is_simulated: bool
    layer: str
    statistics: StudyStatistics
    hypnogram: Hypnogram
    stages_layer: str
    marks: tuple[Annotation, ...]
    scores: tuple[ScoredEpoch, ...]
    forms: tuple[StatedForm, ...]
    n_hidden_scores: int
    is_signed: bool
    trends: TrendTable | None
    epochs: StateEpochs
    records: tuple[Annotation, ...]
    is_blind: bool = False
    entered_on: date | None = None
    problems: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        return self.recording.fingerprint

    @property
    def started_at(self) -> datetime | None:
        """Return the recorder's clock at the start, None where the file has none."""
        return self.recording.started_at

    @property
    def recorded_on(self) -> date | None:
        """Return the day on which the recording begins, None where it is not known."""
        if self.entered_on is not None:
            return self.entered_on
        return self.started_at.date() if self.started_at is not None else None

    @property
    def placed_at(self) -> datetime | None:
        """Return where the study stands in order of time; one of which only the day is known, at its beginning."""
        if self.started_at is None and self.entered_on is not None:
            return datetime.combine(self.entered_on, time())
        return self.started_at

    @property
    def age_weeks(self) -> int | None:
        """Return the age in whole weeks, None where it is not known."""
        return int(self.age_days // 7) if self.age_days is not None else None

    @property
    def spasms(self) -> SpasmStatistics:
        return self.statistics.spasms

    @property
    def coverage(self) -> StudyCoverage:
        return self.statistics.coverage

    @property
    def layer_text(self) -> str:
        return layer_text(self.layer, "")

    @property
    def is_read(self) -> bool:
        """Whether anything says that a reader looked for spasms: a mark, a signature, time on the screen."""
        return bool(self.spasms.n_total) or self.is_signed or bool(self.coverage.reviewed_s)

    @property
    def witnessable_spasms(self) -> tuple[Annotation, ...]:
        """Return the spasms that are not marked as electrographic only."""
        return tuple(spasm for spasm in self.spasms.spasms if spasm.attribute(_EVIDENCE) != ELECTROGRAPHIC_ONLY)

    def day_of(self, time_s: float) -> date | None:
        """Return the date of a time of the recording, None where it has no clock."""
        moment = wall_clock(self.recording, time_s)
        return moment.date() if moment is not None else None


def gather_facts(
    source: SignalSource,
    stored: Iterable[Annotation],
    trends: TrendTable | None = None,
    viewer: str = "",
    layer: str | None = None,
    reviewed: Mapping[str, ReviewedTime] | None = None,
    rule: ClusterRule | None = None,
    same_event: SameEventRule | None = None,
    vocabulary: Vocabulary | None = None,
    opened: Collection[SheetKey] = (),
    of_infant: StudyOfInfant | None = None,
) -> StudyFacts:
    """Return what a study gives to a comparison; it reads no samples.

    Parameters
    ----------
    stored : all that the library holds of the recording: marks and records of everybody
    trends : computed from the rows that all compared studies have; see `computing.compare_studies`
    viewer : who looks; other readers' evidence stays hidden from who scores themselves
    layer : which is counted; None = see `counted_layer`
    reviewed : who reviewed what, see `read_reviewed`; None = not known
    opened : epochs that the viewer has opened to score; they need hold nothing yet
    of_infant : the study as one of its infant, whose day and birth hold; None where it belongs to none
    """
    stored = tuple(stored)
    filmed = with_typed_starts(source.recording, stored)
    recording = of_infant.placed(filmed) if of_infant is not None else filmed
    facts = patient_of(source)
    clinical = visible_marks(stored, viewer, opened)
    counted = layer if layer is not None else counted_layer(clinical, viewer)
    stages_layer = staging_layer(clinical, counted)
    hypnogram = hypnogram_of(m for m in clinical if m.term_id == SLEEP_TERM and m.layer == stages_layer)
    statistics = study_statistics(
        recording, clinical, counted, vocabulary or load_vocabulary(), rule, reviewed, (), trends, same_event
    )
    records = tuple(mark for mark in stored if mark.term_id in STUDY_TERMS)
    patient = known_patient(facts, filmed.started_at, records, of_infant)
    age = patient.age
    scores, n_hidden = scored_epochs(stored, viewer, recording.gaps, opened)
    return StudyFacts(
        recording,
        age.days if age is not None else None,
        age.source.value if age is not None else "",
        patient.patient_id,
        facts.is_simulated,
        counted,
        statistics,
        hypnogram,
        stages_layer,
        tuple(mark for mark in clinical if mark.layer == counted),
        scores,
        stated_forms(stored, viewer, hypnogram, opened),
        n_hidden,
        counted in latest_signatures(stored),
        trends,
        state_epochs(recording, hypnogram, statistics.spasms.spasms, trends),
        records,
        blindness_of(stored, viewer).is_blind,
        of_infant.on if of_infant is not None else None,
        patient.infant_problems,
    )
