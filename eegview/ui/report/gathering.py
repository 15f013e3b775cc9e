"""What window and library know of a study, gathered for its report."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject

from eegview.app.infant.of_study import timeline_of_study
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.library.opening import Reviewer
from eegview.app.library.video_times import fit_of
from eegview.app.report.gathering import study_of
from eegview.app.report.previous_study import previous_study
from eegview.app.report.signing.addendum import Addendum
from eegview.app.report.study import ReportStudy
from eegview.app.resembling.home_events import HomeEvent, home_events_of
from eegview.app.resources import data_folder
from eegview.app.review.coverage import ReviewedTime
from eegview.app.sync.syncing import PlacedVideo
from eegview.app.trends.study_trends import DONE
from eegview.app.trends.table import TrendTable
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.model.errors import EegViewError
from eegview.model.film.video import clip_fingerprint
from eegview.model.recording import SignalSource
from eegview.model.report.document import ReportDocument
from eegview.model.report.signature import report_signatures
from eegview.model.study.display_state import page_display
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.sync import sync_mark_for
from eegview.model.text.language import tr
from eegview.model.treatment.as_of import AsOf
from eegview.ui.report.building import Gather, ReportChoices
from eegview.ui.report.sources import ReportSources
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NO_TRENDS = tr("The trends are not computed.")
_LOG_AWAY = tr("The study library is unavailable, so what changed since is not listed here.")
PART_OF_TRENDS = tr("The trends are still being computed, so they are not in this report.")


@dataclass(frozen=True, slots=True)
class _Logged:
    """What only the library knows: the last edit, all that detectors proposed, the log of a signed report."""

    head: tuple[int, str] = (0, "")
    runs: tuple[tuple[DetectorRun, tuple[Detection, ...]], ...] = ()
    edits: tuple[Edit, ...] = ()  # read only where a report was signed: for its addendum
    infant: InfantTimeline | None = None  # whose the study is
    home_events: tuple[HomeEvent, ...] = ()  # of clips, linked to events of the study


class ReportGathering(QObject):
    """Fetches from the store lane, takes what the window shows, and leaves the rest to the report's lane.

    previous : returns the files of the study to compare with, none for none
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        sources: ReportSources,
        previous: Callable[[], tuple[str, ...]],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(study.scope)
        self._now = now
        self._studies, self._study, self._sources, self._previous = context.studies, study, sources, previous
        self._logged = _Logged()
        self._snapped: tuple[Annotation, ...] = ()  # marks and records of the newest snapshot
        self._kept_previous: tuple[tuple[object, ...], ReportStudy] | None = None  # used on the report's lane only

    def fetch(self, done: Callable[[Gather], None]) -> None:
        """Call `done` with what makes the study on the lane; while the library is away with what is known here."""
        fingerprint = self._study.recording.fingerprint

        def found(logged: _Logged) -> None:
            self._logged = logged
            done(self._snapshot())

        def away(_error: EegViewError) -> None:
            done(self._snapshot())

        if self._study.review.is_open:
            before, is_signed = self._logged, bool(report_signatures(self._study.review.records))
            viewer, as_of = self._studies.reviewer.name, AsOf.now(self._now())
            counting = CountRules(self._sources.clusters.rule, self._study.review.layers.same_event)
            self._study.review.ask_library(
                lambda library: _logged(library, fingerprint, before, is_signed, viewer, as_of, counting), found, away
            )
        else:
            done(self._snapshot())

    @property
    def stored(self) -> tuple[Annotation, ...]:
        """Return all marks and records as they will stand once all acts are saved."""
        review = self._study.review
        held = {mark.annotation_id: mark for mark in review.marks if mark.layer != FILE_LAYER}
        held |= {record.annotation_id: record for record in review.records}
        held |= {record.annotation_id: record for record in self._study.kept.all()}
        return tuple(held.values())

    def _snapshot(self) -> Gather:
        """Return what makes the study of all that holds now."""
        study, sources, logged = self._study, self._sources, self._logged
        stored, reviewer, layers = self.stored, self._studies.reviewer, study.review.layers
        self._snapped = stored
        layer, rule, same_event = layers.counted, sources.clusters.rule, layers.same_event
        vocabulary, reviewed, videos = self._studies.vocabulary, self._reviewed(), self._videos(stored)
        table, problem = self._trends()
        display, opened = page_display(study.session.lasting_view), sources.opened_epochs()
        previous, url = self._previous(), self._studies.library_url
        as_of = AsOf.now(self._now())

        def gather(source: SignalSource) -> ReportStudy:
            before, why = self._before(previous, url, reviewer, as_of)
            made = study_of(
                source,
                stored,
                reviewer,
                runs=logged.runs,
                head=logged.head,
                layer=layer,
                rule=rule,
                same_event=same_event,
                vocabulary=vocabulary,
                reviewed=reviewed,
                videos=videos,
                trends=table,
                trends_problem=problem,
                display=display,
                previous=before,
                opened=opened,
                infant=logged.infant,
                home_events=logged.home_events,
                as_of=as_of,
            )
            self.previous_problem = why
            return made

        return gather

    def addendum(self, document: ReportDocument) -> Addendum | None:
        """Return what a report that was built just now adds to one signed before, None for a first; on any thread."""
        stored = self._snapped
        if not report_signatures(stored):
            return None
        from eegview.app.report.signing.addendum import addendum_of
        from eegview.app.report.signing.signed_report import term_labels

        edits = self._logged.edits
        found = addendum_of(stored, edits, document.binding, self._study.review.author, term_labels())
        return replace(found, changes=(_LOG_AWAY,)) if found is not None and not edits else found

    previous_problem = ""  # why the study to compare with could not be read

    def _before(
        self, paths: tuple[str, ...], url: str | None, reviewer: Reviewer, as_of: AsOf
    ) -> tuple[ReportStudy | None, str]:
        """Return the study before, read once; on the report's lane."""
        if not paths:
            return None, ""
        key = paths, reviewer
        if self._kept_previous is None or self._kept_previous[0] != key:
            try:
                found = previous_study(paths, url, reviewer, as_of)
            except EegViewError as error:
                return None, tr("The previous study cannot be read: {sentence}", sentence=error.sentence)
            self._kept_previous = key, found
        return self._kept_previous[1], ""

    def figures_key(self, study: ReportStudy, choices: ReportChoices) -> object:
        """Return what the figures of a report depend on."""
        table = study.trends
        return (
            study.counted,
            study.display,
            study.clips,
            study.rule,
            id(table) if table is not None else None,
            study.sheets,
            study.bad_channels,
            _course_key(study.infant),
            study.previous.fingerprint if study.previous is not None else "",
            choices.template.template_id,
            choices.language,
            choices.with_frames,
        )

    def _reviewed(self) -> dict[str, ReviewedTime]:
        """Return who has viewed what."""
        reviewed = self._sources.reviewed
        mine = ReviewedTime()
        mine.add(reviewed.mine.seen)  # a copy: it grows while the report is made
        return {**reviewed.others, self._study.review.author: mine}

    @property
    def videos(self) -> tuple[PlacedVideo, ...]:
        """Return the videos where the window shows them."""
        return self._videos(self.stored)

    def _videos(self, stored: tuple[Annotation, ...]) -> tuple[PlacedVideo, ...]:
        """Return the videos as the window shows them."""
        author, found = self._study.review.author, []
        fingerprints = self._sources.video.fingerprints
        for clip in self._sources.video.footage.clips:
            fingerprint = clip_fingerprint(fingerprints.get(clip.path, ""), clip.part)
            mark = sync_mark_for(stored, fingerprint, author)
            found.append(PlacedVideo(clip, fingerprint, fit=fit_of(mark) if mark is not None else None))
        return tuple(found)

    def _trends(self) -> tuple[TrendTable | None, str]:
        trends = self._sources.trends
        if trends.table is None:
            return None, NO_TRENDS
        return (trends.table, "") if trends.state == DONE else (None, PART_OF_TRENDS)


def _course_key(infant: InfantTimeline | None) -> object:
    """Return what the drawing of a course depends on; when it was read does not matter."""
    return (infant.infant, infant.studies, infant.days, infant.lanes, infant.milestones) if infant is not None else None


def _logged(
    library, fingerprint: str, before: _Logged, is_signed: bool, viewer: str, as_of: AsOf, counting: CountRules
) -> _Logged:
    last = library.last_number(fingerprint)
    head = (last, library.edit(fingerprint, last).hash) if last else (0, "")
    runs = tuple((run, tuple(library.detections(run.run_id))) for run in library.runs(fingerprint))
    is_known = bool(before.edits) and before.head == head
    edits = before.edits if is_known else library.edits(fingerprint) if is_signed else ()
    infant = timeline_of_study(library, fingerprint, viewer, data_folder(), as_of, counting)
    return _Logged(head, runs, edits, infant, home_events_of(library, fingerprint, viewer))
