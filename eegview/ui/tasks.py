"""The tasks that have the whole window, one at a time: triage, staging, trends, statistics, report, comparisons."""

from typing import TYPE_CHECKING

from eegview.app.commands.comparing import COMPARING
from eegview.app.commands.report import REPORT
from eegview.app.video.frame_server import ShownFrame
from eegview.ui.comparing.place import ComparingPlace
from eegview.ui.display.age_controller import AgeController
from eegview.ui.marks.commands import Claimant
from eegview.ui.miss_audit.controller import MissAuditController
from eegview.ui.miss_audit.view import MissAuditView
from eegview.ui.report.place import ReportPlace
from eegview.ui.report.sources import ReportSources
from eegview.ui.response.controller import ResponseController
from eegview.ui.response.panels.loading import PanelsLoading
from eegview.ui.response.view import ResponseView
from eegview.ui.scoring.controller import ScoringController
from eegview.ui.scoring.view import ScoringView
from eegview.ui.staging.controller import StagingController
from eegview.ui.staging.view import StagingView
from eegview.ui.statistics.controller import StatisticsController
from eegview.ui.statistics.place import StatisticsPlace
from eegview.ui.statistics.sources import StatisticsSources
from eegview.ui.sync.controller import SyncController
from eegview.ui.trends.controller import TrendsController
from eegview.ui.trends.sources import TrendSources
from eegview.ui.trends.view import TrendsView
from eegview.ui.triage.controller import TriageController
from eegview.ui.triage.late_task import LateTask
from eegview.ui.triage.task import Task
from eegview.ui.triage.view import TriageView
from eegview.ui.video.controller import VideoController
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.comparing.controller import ComparingController
    from eegview.ui.report.controller import ReportController

_REPORT_IDS = tuple(command.command_id for command in REPORT if command.command_id != "report.verify")  # needs no study
_COMPARING_IDS = tuple(one.command_id for one in COMPARING if one.command_id.startswith("comparing."))


class TaskViews:
    """What the tasks show; it lives as long as the window."""

    def __init__(self, context: Context) -> None:
        self.triage = TriageView(context)
        self.miss_audit = MissAuditView(context)
        self.staging = StagingView(context)
        self.trends = TrendsView(context)
        self.scoring = ScoringView(context)
        self.statistics = StatisticsPlace(context)
        self.report = ReportPlace(context)
        self.response = ResponseView(context)
        self.comparing = ComparingPlace(context)
        self.restyled = (
            *(self.triage, self.trends, self.scoring, self.statistics, self.report, self.response),
            self.comparing,
        )


class StudyTasks:
    """The tasks on one study.

    digit_claimants : what is offered the terms of digit keys before they mark; the tasks add themselves
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        views: TaskViews,
        play: PlayController,
        video: VideoController,
        age: AgeController,
        trend_sources: TrendSources,
        sync: SyncController,
        digit_claimants: list[Claimant],
    ) -> None:
        place, claimants = video.place, digit_claimants
        self.triage = TriageController(context, study, views.triage, play, place, lambda: video.has_video, claimants)
        self.miss_audit = MissAuditController(
            context, study, views.miss_audit, play, place, lambda: video.has_video, claimants
        )
        self.staging = StagingController(context, study, views.staging, play, place, age, claimants)
        self.trends = TrendsController(context, study, views.trends, play, place, age, trend_sources, claimants)
        computed = self.trends.computing.trends
        self.scoring = ScoringController(context, study, views.scoring, play, place, computed, claimants)
        self.trends.score_asked.connect(self.scoring.open_candidate)
        shown = StatisticsSources(
            trend_sources.clusters, trend_sources.reviewed, trend_sources.movement, video, sync, lambda: computed.table
        )
        self.statistics = StatisticsController(context, study, views.statistics, play, place, shown, claimants)
        compute = self.trends.computing.start
        self.report_sources = ReportSources(trend_sources.clusters, trend_sources.reviewed, video, computed, compute)
        self.report_sources.opened_epochs = self.scoring.opened_epochs
        self._report_needs = context, study, views.report, play, place, claimants
        self._late_report = LateTask(context, study, "report", _REPORT_IDS, self._build_report)
        scored = self.scoring
        self.response = ResponseController(
            context, study, views.response, play, place, computed, lambda: scored.scoring, claimants
        )
        self.comparison_panels = PanelsLoading(context, study, self.response)
        self._comparing_needs = context, study, views.comparing, play, video, claimants
        self.late_comparing = LateTask(context, study, "comparing", _COMPARING_IDS, self._build_comparing)
        self.all: tuple[Task, ...] = (
            *(self.triage, self.miss_audit, self.staging, self.trends, self.scoring),
            *(self.statistics, self._late_report, self.response, self.late_comparing),
        )
        first, *others = self.all
        first.take_turns_with(*others)
        if views.report.is_built:
            self._late_report.build()  # whoever used it before will again

    @property
    def report(self) -> "ReportController":
        """Return the report of the study; the first time it is loaded and built."""
        return self._late_report.task

    def _build_report(self) -> "ReportController":
        from eegview.ui.report.controller import ReportController  # late: the window opens without it

        context, study, report_place, play, place, claimants = self._report_needs
        report = ReportController(context, study, report_place.view, play, place, self.report_sources, claimants)
        report.score_asked.connect(self.scoring.open_candidate)
        for task in self.all:
            report.links.leaving.connect(task.close)
        return report

    def _build_comparing(self) -> "ComparingController":
        from eegview.ui.comparing.controller import ComparingController  # late: the window opens without it

        context, study, comparing_place, play, video, claimants = self._comparing_needs
        view = comparing_place.view
        return ComparingController(context, study, view, play, video.place, lambda: video.has_video, claimants)

    def show_frame(self, shown: ShownFrame) -> None:
        """Show the picture of this moment in the comparison of readers, if that is open."""
        if self.late_comparing.is_open:
            self.late_comparing.task.show_frame(shown)

    def show_time_trust(self, text: str, is_sure: bool) -> None:
        """Show there how far the picture's time is to be trusted."""
        if self._comparing_needs[2].is_built:
            self._comparing_needs[2].view.side.trust.show_trust(text, is_sure)
