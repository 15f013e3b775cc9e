"""The tasks that have the whole window, one at a time: triage, miss audit, staging, trends, scoring, comparison."""

from eegview.ui.display.age_controller import AgeController
from eegview.ui.marks.commands import Claimant
from eegview.ui.miss_audit.controller import MissAuditController
from eegview.ui.miss_audit.view import MissAuditView
from eegview.ui.response.controller import ResponseController
from eegview.ui.response.panels.loading import PanelsLoading
from eegview.ui.response.view import ResponseView
from eegview.ui.scoring.controller import ScoringController
from eegview.ui.scoring.view import ScoringView
from eegview.ui.staging.controller import StagingController
from eegview.ui.staging.view import StagingView
from eegview.ui.trends.controller import TrendsController
from eegview.ui.trends.sources import TrendSources
from eegview.ui.trends.view import TrendsView
from eegview.ui.triage.controller import TriageController
from eegview.ui.triage.task import WindowTask
from eegview.ui.triage.view import TriageView
from eegview.ui.video.controller import VideoController
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy


class TaskViews:
    """What the tasks show; it lives as long as the window."""

    def __init__(self, context: Context) -> None:
        self.triage = TriageView(context)
        self.miss_audit = MissAuditView(context)
        self.staging = StagingView(context)
        self.trends = TrendsView(context)
        self.scoring = ScoringView(context)
        self.response = ResponseView(context)
        self.restyled = self.triage, self.trends, self.scoring, self.response


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
        scored = self.scoring
        self.response = ResponseController(
            context, study, views.response, play, place, computed, lambda: scored.scoring, claimants
        )
        self.comparison_panels = PanelsLoading(context, study, self.response)
        reading = self.triage, self.miss_audit, self.staging
        self.all: tuple[WindowTask, ...] = (*reading, self.trends, self.scoring, self.response)
        first, *others = self.all
        first.take_turns_with(*others)
