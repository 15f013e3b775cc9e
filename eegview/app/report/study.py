"""All that a report is made from, of one study as one reader may see it; nothing here reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import NOT_BLIND, Blindness
from eegview.app.review.coverage import ReviewedTime
from eegview.app.scoring.blindness import ReaderLine, is_reading_blind
from eegview.app.statistics.study_statistics import StudyStatistics, study_statistics
from eegview.app.statistics.video_coverage import CoveredVideo, covered_video
from eegview.app.study.patient import KnownPatient
from eegview.clinical.clusters import ClusterRule, counted_once
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.report.entry import ReportEntry, entries_by_reader, entries_of
from eegview.model.signature import Signature
from eegview.model.span import Span
from eegview.model.study.bad_channels import bad_channels
from eegview.model.study.display_state import PageDisplay
from eegview.model.sync import SyncFit, SyncLevel
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eegview.app.infant.timeline import InfantTimeline
    from eegview.app.resembling.home_events import HomeEvent
    from eegview.app.response.comparison import Comparison
    from eegview.app.response.study_facts import StudyFacts
    from eegview.app.trends.table import TrendTable
    from eegview.clinical.response_state import Response
    from eegview.model.treatment.course import TreatmentCourse

NOBODYS: Mapping[str, ReportEntry] = {}


@dataclass(frozen=True, slots=True)
class ReportClip:
    """One video, or a part of one, where it lies in the recording; never its file's name.

    span : seconds from recording start
    is_placed : whether anything says where it lies; else its place is a guess
    fit : how its time was fitted, None where no instants were paired
    is_timeline : the recording is this film itself
    """

    camera: str
    span: Span
    is_placed: bool
    fit: SyncFit | None = None
    is_timeline: bool = False

    @property
    def covered(self) -> CoveredVideo:
        """Return where this clip is matched closely enough to confirm a mark on it."""
        level = SyncLevel.OK if self.is_timeline else SyncLevel.UNKNOWN
        level_at = self.fit.level_at if self.fit is not None else lambda _time_s: level
        return covered_video(self.span, level_at, self.is_placed)


@dataclass(frozen=True, slots=True)
class RunUse:
    """One run of a detector, and what became of what it proposed.

    n_by_hand : marks of the counted layer of the terms it proposes, made without it; None where it proposes no marks
    n_accepted_unseen : of the accepted, those that nobody looked at one by one
    judged_by : whose judgements these are
    term_ids : of what it proposed
    parameters : as it was set, (name, value) pairs
    program_version, code_hash : what it computed with, "" where not known
    detector_id : "" where not known
    """

    run_id: str
    title: str
    version: str
    content_hash: str
    span: Span
    is_partial: bool
    n_proposed: int
    n_accepted: int
    n_rejected: int
    n_unsure: int
    n_accepted_unseen: int
    n_by_hand: int | None
    judged_by: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    accepted_ids: tuple[str, ...] = ()
    term_ids: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    program_version: str = ""
    code_hash: str = ""
    detector_id: str = ""

    @property
    def n_open(self) -> int:
        """Return how many proposals nobody decided on; they count for nothing."""
        return self.n_proposed - self.n_accepted - self.n_rejected - self.n_unsure


@dataclass(frozen=True, slots=True)
class LayerSignature:
    """The last signature under the marks of a layer, and whether they are still those."""

    signature: Signature
    is_matching: bool


@dataclass(frozen=True)
class ReportStudy:
    """One study as one reader may see it.

    recording : on the day that is entered for it in its infant's log, where there is one
    reader, role : who makes the report; others' evidence that is hidden from them is not in it
    marks : clinical marks of all layers
    records : what is said of the study beside its marks
    layer : the one that is counted
    reviewed : what each reviewer has viewed
    sheets : a line for each scored epoch; of a hidden one only that it is there
    head : number and hash of the last edit
    hashes : of all that is stored, hidden or not, by name, see `model.report.binding`
    display : how the reader displays pages, None where nothing is kept
    montage_label : of that display
    trends : None where they were not computed
    trends_problem : why there are none, a sentence
    previous : the study before, None where none was given
    facts : what the study gives to a comparison, None where nothing was gathered
    course, response : of treatment, from the logs of this study and the one before; None where nothing was gathered
    comparison : with the study before, or with several; None where none was given
    blindness : how the reader of the counted layer stands to blind reading
    infant : the course of the infant that the study belongs to, None where it belongs to none
    home_events : events of clips that readers linked to events of this study
    """

    recording: Recording
    patient: KnownPatient
    reader: str
    role: str
    vocabulary: Vocabulary
    marks: tuple[Annotation, ...] = ()
    records: tuple[Annotation, ...] = ()
    layer: str = ""
    rule: ClusterRule = field(default_factory=ClusterRule)
    same_event: SameEventRule = field(default_factory=SameEventRule)
    reviewed: Mapping[str, ReviewedTime] = field(default_factory=dict)
    clips: tuple[ReportClip, ...] = ()
    sheets: tuple[ReaderLine, ...] = ()
    signatures: tuple[LayerSignature, ...] = ()
    runs: tuple[RunUse, ...] = ()
    head: tuple[int, str] = (0, "")
    hashes: Mapping[str, str] = field(default_factory=dict)
    display: PageDisplay | None = None
    montage_labels: Mapping[str, str] = field(default_factory=dict)
    trends: TrendTable | None = None
    trends_problem: str = ""
    previous: ReportStudy | None = None
    facts: StudyFacts | None = None
    course: TreatmentCourse | None = None
    response: Response | None = None
    comparison: Comparison | None = None
    blindness: Blindness = NOT_BLIND
    infant: InfantTimeline | None = None
    home_events: tuple[HomeEvent, ...] = ()

    @property
    def fingerprint(self) -> str:
        return self.recording.fingerprint

    @property
    def day(self) -> date | None:
        """Return the day of the study: as entered for its infant, else by the recording."""
        return self.patient.day

    @property
    def is_simulated(self) -> bool:
        """Whether nobody was recorded."""
        return self.patient.facts.is_simulated

    @cached_property
    def counted(self) -> tuple[Annotation, ...]:
        """Return the clinical marks of the counted layer, by onset."""
        found = (mark for mark in self.marks if mark.layer == self.layer)
        return tuple(sorted(found, key=lambda mark: (mark.onset_s, mark.annotation_id)))

    def counted_of(self, term_id: str) -> tuple[Annotation, ...]:
        """Return the marks of one term of the counted layer, one of each event, by onset."""
        return counted_once((mark for mark in self.counted if mark.term_id == term_id), self.same_event)

    @cached_property
    def by_id(self) -> Mapping[str, Annotation]:
        """Return the clinical marks by their ids."""
        return {mark.annotation_id: mark for mark in self.marks}

    @cached_property
    def statistics(self) -> StudyStatistics:
        """Return the statistics of the counted layer, and the coverage."""
        return study_statistics(
            self.recording,
            self.marks,
            self.layer,
            self.vocabulary,
            self.rule,
            self.reviewed,
            [clip.covered for clip in self.clips],
            self.trends,
            self.same_event,
        )

    @cached_property
    def hypnogram(self) -> Hypnogram:
        """Return sleep and wake by the stages that hold: of the counted layer where it has any."""
        layer = self.statistics.coverage.stages_layer
        return hypnogram_of(mark for mark in self.marks if mark.layer == layer)

    @cached_property
    def entries(self) -> Mapping[str, ReportEntry]:
        """Return what the reader entered, by field."""
        return entries_of(self.records, self.reader)

    @cached_property
    def others_entries(self) -> Mapping[str, Mapping[str, ReportEntry]]:
        """Return what others entered, by reader and field; nothing while the reader scores an epoch blind."""
        if self.is_blind_reading:
            return {}
        return {reader: held for reader, held in entries_by_reader(self.records).items() if reader != self.reader}

    @property
    def is_blind_reading(self) -> bool:
        """Whether the reader may not know yet what others found: a sheet is hidden, or the own one is not committed."""
        return is_reading_blind(self.sheets)

    @property
    def bad_channels(self) -> tuple[str, ...]:
        """Return the channels that are marked bad, by name."""
        return tuple(sorted(bad_channels(self.records)))

    @property
    def spasms(self) -> tuple[Annotation, ...]:
        """Return the spasms of the counted layer, each once, by onset."""
        return self.statistics.spasms.spasms

    @property
    def video_spans(self) -> tuple[Span, ...]:
        """Return the recorded parts with video whose place in time is known, in order of time."""
        return self.statistics.coverage.video
