"""Gather all that a report is made from, headless: from an open recording and its library."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import blindness_of
from eegview.app.infant.of_study import timeline_of_study
from eegview.app.infant.study_reading import CountRules
from eegview.app.library.opening import Reviewer
from eegview.app.montage.store import load_montages
from eegview.app.report.evidence import display_settings
from eegview.app.report.study import LayerSignature, ReportClip, ReportStudy, RunUse
from eegview.app.resembling.home_events import HomeEvent, home_events_of
from eegview.app.resources import data_folder
from eegview.app.response.comparison import Comparison, compare
from eegview.app.response.response_days import recorded_days
from eegview.app.response.rules import load_rules
from eegview.app.response.study_facts import StudyFacts, gather_facts
from eegview.app.response.study_order import in_order
from eegview.app.review.coverage import ReviewedTime
from eegview.app.scoring.blindness import all_lines, is_mark_hidden
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.app.statistics.counted_layer import counted_layer
from eegview.app.study.patient import known_patient
from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.judgements import judgements_on
from eegview.app.sync.syncing import PlacedVideo
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.response import response_of
from eegview.clinical.response_state import Response
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.recording import SignalSource, patient_of
from eegview.model.report.binding import report_binding
from eegview.model.scoring.evidence import SheetKey
from eegview.model.signature import latest_signatures, marks_hash
from eegview.model.study.clip_start import with_typed_starts
from eegview.model.study.display_state import PageDisplay, page_for
from eegview.model.study.records import STUDY_TERMS
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, Judgement, Verdict, judgement_of
from eegview.model.sync import is_clinical, is_signed
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, TreatmentCourse, course_of

if TYPE_CHECKING:
    from eegview.app.infant.timeline import InfantTimeline
    from eegview.app.trends.table import TrendTable
    from eegview.model.vocabulary import Vocabulary
    from eegview.store.library import Library


def gather_report_study(
    source: SignalSource,
    library: Library,
    reader: Reviewer,
    *,
    layer: str = "",
    rule: ClusterRule | None = None,
    same_event: SameEventRule | None = None,
    vocabulary: Vocabulary | None = None,
    reviewed: Mapping[str, ReviewedTime] | None = None,
    videos: Iterable[PlacedVideo] = (),
    trends: TrendTable | None = None,
    trends_problem: str = "",
    display: PageDisplay | None = None,
    previous: ReportStudy | None = None,
    comparison: Comparison | None = None,
    as_of: AsOf,
) -> ReportStudy:
    """Return the study as this reader may see it; call it where the library may be talked to.

    Parameters
    ----------
    layer : the counted one; "" = the final one where it holds marks, else the reader's own, see `counted_layer`
    rule, same_event : by which clusters are formed and marks are one event, as the window has them
    reviewed : by reader; None = as kept on this computer
    videos : where they lie, see `app.sync.syncing.placed_videos`
    trends : None = not computed; `trends_problem` says why
    display : how the reader displays pages; None = as kept in the library
    previous : the study before, gathered in the same way
    comparison : with earlier studies, see `app.response.computing`; None = with `previous` alone, by trends as they are

    Raises
    ------
    EegViewError : the library cannot be read, or the study before is this one
    """
    fingerprint = source.recording.fingerprint
    stored = library.annotations(fingerprint)
    last = library.last_number(fingerprint)
    head = (last, library.edit(fingerprint, last).hash) if last else (0, "")
    runs = [(run, library.detections(run.run_id)) for run in library.runs(fingerprint)]
    return study_of(
        source,
        stored,
        reader,
        runs=runs,
        head=head,
        layer=layer,
        rule=rule,
        same_event=same_event,
        vocabulary=vocabulary,
        reviewed=_kept_reviewed(source.recording.reviewed_id) if reviewed is None else reviewed,
        videos=videos,
        trends=trends,
        trends_problem=trends_problem,
        display=display,
        previous=previous,
        comparison=comparison,
        infant=timeline_of_study(
            library,
            fingerprint,
            reader.name,
            data_folder(),
            as_of,
            CountRules(rule or ClusterRule(), same_event or SameEventRule()),
        ),
        as_of=as_of,
        home_events=home_events_of(library, fingerprint, reader.name),
    )


def study_of(
    source: SignalSource,
    stored: Iterable[Annotation],
    reader: Reviewer,
    *,
    runs: Iterable[tuple[DetectorRun, Sequence[Detection]]] = (),
    head: tuple[int, str] = (0, ""),
    layer: str = "",
    rule: ClusterRule | None = None,
    same_event: SameEventRule | None = None,
    vocabulary: Vocabulary | None = None,
    reviewed: Mapping[str, ReviewedTime] | None = None,
    videos: Iterable[PlacedVideo] = (),
    trends: TrendTable | None = None,
    trends_problem: str = "",
    display: PageDisplay | None = None,
    previous: ReportStudy | None = None,
    comparison: Comparison | None = None,
    opened: Collection[SheetKey] = (),
    infant: InfantTimeline | None = None,
    home_events: tuple[HomeEvent, ...] = (),
    as_of: AsOf,
) -> ReportStudy:
    """Return the study by all that is stored of it, as this reader may see it; reads no file but the built-in ones.

    Parameters
    ----------
    stored : all marks and records of everybody
    runs : of detectors, each with all it proposed
    head : number and hash of the last edit
    opened : epochs that the reader has opened to score at the window; they need hold nothing yet
    infant : the course of the infant that the study belongs to; treatment and response are then told by all of it
    home_events : see `home_events_of`
    as_of : the day as of which the response is told, that on which the report is made

    Raises
    ------
    UsageError : the study before is this one
    """
    stored = tuple(stored)
    of_infant = infant.of_infant(source.recording.fingerprint) if infant is not None else None
    filmed = with_typed_starts(source.recording, stored)
    recording = of_infant.placed(filmed) if of_infant is not None else filmed
    book = EvidenceBook(scale_parameters())
    book.gaps = recording.gaps
    book.replace_all(stored)
    marks = tuple(
        mark
        for mark in stored
        if is_clinical(mark) and mark.layer != FILE_LAYER and not is_mark_hidden(book, mark, reader.name, opened)
    )
    records = tuple(mark for mark in stored if mark.term_id in STUDY_TERMS)
    counted = layer or counted_layer(marks, reader.name)
    sheets = all_lines(book, reader.name, opened)
    shown = {line.reader for line in sheets if line.sheet is not None}
    facts = gather_facts(
        source, stored, trends, reader.name, counted, reviewed or {}, rule, same_event, vocabulary, opened, of_infant
    )
    earlier = [previous.facts] if previous is not None and previous.facts is not None else []
    if comparison is None and earlier:
        comparison = compare([*earlier, facts], as_of)
    course, response = _course(comparison.studies if comparison is not None else (*earlier, facts), as_of)
    if infant is not None and infant.response is not None:
        course, response = infant.course, infant.response
    display = display if display is not None else page_for(records, reader.name)
    settings = json.dumps(display_settings(display), sort_keys=True) if display is not None else ""
    return ReportStudy(
        recording,
        known_patient(patient_of(source), filmed.started_at, records, of_infant),
        reader.name,
        reader.role,
        vocabulary or load_vocabulary(),
        marks,
        records,
        counted,
        rule or ClusterRule(),
        same_event or SameEventRule(),
        reviewed or {},
        report_clips(videos),
        sheets,
        _signatures(stored),
        run_uses(runs, stored, marks, counted, reader.name),
        head,
        report_binding(recording.fingerprint, head, counted, stored, shown, settings),
        display,
        {montage.montage_id: montage.label for montage in load_montages()},
        trends,
        trends_problem,
        previous,
        facts,
        course,
        response,
        comparison,
        blindness_of(stored, counted),
        infant,
        home_events,
    )


def _course(studies: Sequence[StudyFacts], as_of: AsOf) -> tuple[TreatmentCourse, Response]:
    """Return the course of treatment, and the response as the consensus has it, by these studies in order of time."""
    rules = load_rules()
    ordered = in_order(studies)
    course = course_of([StudyDays(study.recorded_on, study.records) for study in ordered])
    limit = rules.limit_of(ordered)
    response = response_of(course, recorded_days(ordered, course), limit, as_of, rules.consensus)
    return course.until(as_of), response


def _kept_reviewed(reviewed_id: str) -> Mapping[str, ReviewedTime]:
    from eegview.app.review.coverage_file import read_reviewed

    return read_reviewed(reviewed_id).by_reviewer


def report_clips(videos: Iterable[PlacedVideo]) -> tuple[ReportClip, ...]:
    """Return videos as a report knows them, by time; their files' names are left behind."""
    clips = (
        ReportClip(one.clip.camera, one.clip.span, one.clip.sync.is_known, one.fit, one.clip.sync.is_timeline)
        for one in videos
    )
    return tuple(sorted(clips, key=lambda clip: (clip.span, clip.camera)))


def _signed_hash(stored: Iterable[Annotation], layer: str) -> str:
    """Return the hash over a layer's marks and evidence, the same that a signature under it holds."""
    return marks_hash(mark for mark in stored if mark.layer == layer and is_signed(mark))


def _signatures(stored: Sequence[Annotation]) -> tuple[LayerSignature, ...]:
    found = latest_signatures(stored)
    return tuple(
        LayerSignature(signature, signature.is_sealed or _signed_hash(stored, layer) == signature.marks_hash)
        for layer, signature in sorted(found.items())
    )


def run_uses(
    runs: Iterable[tuple[DetectorRun, Sequence[Detection]]],
    stored: Iterable[Annotation],
    marks: Sequence[Annotation],
    layer: str,
    reader: str,
) -> tuple[RunUse, ...]:
    """Return what became of the proposals of detectors: of each detector the newest run, and older ones judged apart.

    Of several judgements on one proposal the reader's own holds, else the last of the others by time of the mark.
    """
    found = [judgement_of(mark) for mark in stored if mark.term_id == JUDGEMENT_TERM]
    judgements = [one for one in found if one is not None]
    ended = [(run, detections) for run, detections in runs if run.end is not RunEnd.RUNNING]
    ended.sort(key=lambda one: (one[0].started_utc, one[0].run_id))
    newest = {run.detector_id: run.run_id for run, _detections in ended}
    judged = {one.run_id for one in judgements}
    return tuple(
        _use(run, detections, judgements, marks, layer, reader)
        for run, detections in ended
        if run.run_id in judged or newest[run.detector_id] == run.run_id
    )


def _use(
    run: DetectorRun,
    detections: Sequence[Detection],
    judgements: Sequence[Judgement],
    marks: Sequence[Annotation],
    layer: str,
    reader: str,
) -> RunUse:
    by_key: dict[tuple[str, int], Judgement] = {}
    for one in sorted(judgements, key=lambda one: (one.author == reader, one.author, one.mark.annotation_id)):
        by_key[one.run_id, one.number] = one
    held = judgements_on(run, Candidates(detections, run.always_listed), by_key)
    verdicts = Counter(one.verdict for one in held.values())
    accepted = [one for one in held.values() if one.verdict is Verdict.ACCEPT]
    accepted_ids = {one.accepted_id for one in judgements if one.accepted_id}
    term_ids = tuple(sorted({detection.term_id for detection in detections}))
    counted = [mark for mark in marks if mark.layer == layer and mark.term_id in term_ids]
    by_hand = [mark for mark in counted if mark.annotation_id not in accepted_ids]
    return RunUse(
        run.run_id,
        run.title,
        run.version,
        run.content_hash,
        run.span,
        run.is_partial,
        len(detections),
        verdicts[Verdict.ACCEPT],
        verdicts[Verdict.REJECT],
        verdicts[Verdict.UNSURE],
        sum(not one.is_seen for one in accepted),
        len(by_hand) if layer != FINAL_LAYER and term_ids else None,
        tuple(sorted({one.author for one in held.values()})),
        run.outside,
        tuple(sorted(one.accepted_id for one in accepted if one.accepted_id)),
        term_ids,
        run.parameters,
        run.program_version,
        run.code_hash,
        run.detector_id,
    )
