"""The assembly of the window: every part is built here, and every connection between parts is made here."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from eegview.app.commands import COMMANDS
from eegview.app.lanes import Lane
from eegview.app.library.watched_source import RecordingChanged
from eegview.app.sync.pair_search import PairSearch
from eegview.model.errors import EegViewError
from eegview.ui.blind_reading.bar import BlindBar
from eegview.ui.blind_reading.controller import BlindController
from eegview.ui.clusters.controller import ClustersController
from eegview.ui.clusters.sidebar_panel import ClustersSidebarPanel
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.detectors.run_controller import DetectorRunController
from eegview.ui.display.commands import PageCommands
from eegview.ui.display.controller import CalibrationController, DisplayController
from eegview.ui.display.go_to_dialog import build_go_to
from eegview.ui.exchange.reviewer_controller import ReviewerController
from eegview.ui.help.controller import HelpController
from eegview.ui.late_rooms import LateRooms, LateStudyRooms, film_of
from eegview.ui.marks.commands import Claimant, MarkCommands
from eegview.ui.marks.controller import MarksController
from eegview.ui.marks.layers_controller import LayersController
from eegview.ui.marks.opinions_controller import OpinionsController
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.marks.term_actions import TermActions
from eegview.ui.measure.sidebar_panel import MeasureSidebarPanel
from eegview.ui.montage.controller import MontageController
from eegview.ui.overview.controller import OverviewController
from eegview.ui.overview.place import OverviewPlace
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.scoring.second.second_controller import SecondController
from eegview.ui.signing.completeness_controller import CompletenessController
from eegview.ui.signing.controller import SigningController
from eegview.ui.signing.label import SignatureLabel
from eegview.ui.signing.sidebar_panel import CompletenessSidebarPanel
from eegview.ui.study.controller import StudyMenuController
from eegview.ui.study.opening import OpeningController
from eegview.ui.suggestions.controller import SuggestionsController
from eegview.ui.suggestions.page_layer import SuggestionsPage
from eegview.ui.suggestions.reveal_choice import RevealChoice
from eegview.ui.suggestions.run_progress import RunProgress
from eegview.ui.suggestions.sidebar_panel import SuggestionsSidebarPanel
from eegview.ui.suggestions.trends_controller import TrendsController
from eegview.ui.suggestions.trends_place import TrendsPlace
from eegview.ui.sync.confirm_controller import ConfirmController
from eegview.ui.sync.controller import SyncController
from eegview.ui.tasks import StudyTasks, TaskViews
from eegview.ui.tour.controller import TourController
from eegview.ui.training.place import TrainingPlace
from eegview.ui.trends.sources import TrendSources
from eegview.ui.triage.find_similar import FindSimilarController
from eegview.ui.video.commands import VideoCommands
from eegview.ui.video.controller import VideoController
from eegview.ui.video.movement_controller import MovementController
from eegview.ui.video.play_controller import PlayController
from eegview.ui.video.sound_controller import SoundController
from eegview.ui.widgets.asking_dialog import may_leave_dialogs
from eegview.ui.widgets.error_box import show_error
from eegview.ui.window.actions import Actions
from eegview.ui.window.appearance import Appearance
from eegview.ui.window.available_actions import AvailableActions
from eegview.ui.window.bridge import Bridge
from eegview.ui.window.context import Context
from eegview.ui.window.file_notice import FileFaults
from eegview.ui.window.focus_mode import FocusMode
from eegview.ui.window.key_maps import KeyMaps
from eegview.ui.window.menus import MontageMenu, add_choice_menus, add_language_menu, add_preset_menu
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.page_status import PageStatus
from eegview.ui.window.reader_dates import add_dates_menu
from eegview.ui.window.remembered_layout import RememberedLayout
from eegview.ui.window.settings import Settings
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.saved_line import SavedLine
from eegview.ui.window.study.study_controller import StudyController
from eegview.ui.window.study.vocabulary_change import VocabularyChange
from eegview.ui.window.toast import Toast

if TYPE_CHECKING:
    from eegview.ui.department.controller import DepartmentController
    from eegview.ui.exchange.controller import ExchangeController
    from eegview.ui.infant.controller import InfantController
    from eegview.ui.library.controller import LibraryController
    from eegview.ui.mimics.controller import MimicsController
    from eegview.ui.resembling.controller import ResemblingController
    from eegview.ui.vocabulary.controller import VocabularyController


class Workstation(QObject):
    """One window with everything in it.

    clock : steady time in seconds, by which the age of the last saved mark and the time a page stood are measured
    """

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        library_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.settings, self._clock = settings, clock
        self._build_frame(app, library_url)
        self._build_parts()
        add_choice_menus(self.actions, self.appearance, self._key_maps)
        add_language_menu(self.actions, settings, self.toast.say)
        add_dates_menu(self.actions, settings, self.toast.say)
        add_preset_menu(self.actions, self.montage_library, self.window.strip.preset_chosen.emit)
        self._connect()
        self._show_montages()
        self.term_actions.show_digits()

    # building

    def _build_frame(self, app: QApplication, library_url: str | None) -> None:
        """Build what all parts use."""
        settings, clock, self.bridge = self.settings, self._clock, Bridge()
        self.file_faults = FileFaults(self.bridge, settings.faults)  # before anything of the user's own is read
        self.appearance = Appearance(app, settings)
        self.window = self.appearance.window
        self.file_faults.show_in(self.window)
        work = Lane("work", self.bridge.post)
        self.montage_library = MontageLibrary(work, settings)
        px_per_mm = self.appearance.px_per_mm
        self.studies = StudyController(
            self.window, self.bridge, settings, self.montage_library, px_per_mm, library_url, work, clock
        )
        self.open = self.studies.open
        self._key_maps = KeyMaps(settings, self.studies.vocabulary, self.montage_library.montages)
        self.actions = Actions(self.window, COMMANDS, self._key_maps.current)
        self.window.sidebar.use(self.actions, settings)
        self.toast = Toast(self.window.page, self.studies.privacy.text)
        self.context = Context(self.window, self.studies, self.actions, settings, self.toast.say)

    def _build_parts(self) -> None:
        """Build the parts that live as long as the window."""
        context = self.context
        self.montage_menu = MontageMenu(self.actions, self.montage_library)
        self.calibration = CalibrationController(context, self.appearance)
        self.digit_claimants: list[Claimant] = []  # tasks that take digits over while they are on
        self.term_actions = TermActions(context)
        self.term_actions.fill()
        self.video = VideoController(context)
        self.play = PlayController(context, self.video.panel)
        self.pair_search = PairSearch(self.bridge.post)
        self.overview_place = OverviewPlace(context)
        self.overview = self.overview_place.view
        self.marks = MarksPanel(context)
        self.clusters_panel = ClustersSidebarPanel(context)
        self.reviewer = ReviewerController(context)
        self.reviewed = ReviewedController(context, self.overview, self.video.is_in_sight, self.play, self._clock)
        self.signature_label = SignatureLabel()
        self.window.statusBar().addPermanentWidget(self.signature_label)
        self.detectors = DetectorsController(context)
        self.task_views = TaskViews(context)
        self.triage_view, self.miss_audit_view = self.task_views.triage, self.task_views.miss_audit
        self.suggestions_panel = SuggestionsSidebarPanel(context)
        self.run_progress = RunProgress(context, self.suggestions_panel, self.detectors.runs)
        self.reveal_choice = RevealChoice(context)
        self.trends_place = TrendsPlace(context)
        self.measure_panel = MeasureSidebarPanel(context)
        self.completeness_panel = CompletenessSidebarPanel(context)
        self.help = HelpController(context, self._key_maps, self.detectors.suggested_keys)
        self.montages = MontageController(context, self.montage_library)
        self.opening, self.focus = OpeningController(context, self.video), FocusMode(context)
        self.tour = TourController(context, self.detectors)
        self.blind_bar = BlindBar()
        self.window.add_line(self.blind_bar)
        self.training = TrainingPlace(context, self.montage_library)
        self._layout = RememberedLayout(self.window, self.settings)

    def _study_opened(self, study: OpenStudy) -> None:
        """Build the parts that live as long as this study, lower rooms first."""
        context, look = self.context, self.appearance
        self.page_commands = PageCommands(context, study, self.montage_library, look.px_per_mm)
        self.display = DisplayController(context, study, self.montage_library, self.page_commands)
        self.go_to = build_go_to(context, study)
        self.saved_line = SavedLine(self.window.saved, study.review, study.scope, self._clock)
        self.page_status = PageStatus(context, study, look, self._filters_are_off)
        self._build_video(study)
        self.mark_commands = MarkCommands(context, study, self.digit_claimants)
        self.marks_controller = MarksController(context, study, self.marks, self.mark_commands, self._clock)
        self.layers = LayersController(context, study, self.marks, self.marks_controller.copies)
        self.opinions = OpinionsController(context, study, self.marks)
        self.overview_controller = OverviewController(study, self.overview)
        self.clusters = ClustersController(context, study, self.clusters_panel, self.overview)
        self.study_menu = StudyMenuController(context, study, self.display.age, self.opening.patient_bar)
        self._build_suggestions(study)
        asked = self.video.conditions, self.study_menu.text_encoding.conditions
        conditions = *asked, *(lambda of=task: of.conditions for task in self.tasks.all)
        self.available = AvailableActions(context, study, self._filters_are_off, conditions)
        self._connect_study(study)
        self.window.page.setFocus()

    def _build_video(self, study: OpenStudy) -> None:
        """Build what shows, matches and confirms on video."""
        context, panel = self.context, self.video.panel
        video = self.study_video = self.video.open_study(study)
        self.sync = SyncController(context, study, video, panel, self.pair_search)
        self.video_commands = VideoCommands(context, study, video, panel, self.sync.clips.state_at)
        self.sound = SoundController(context, study, video, panel)
        movement = self.movement = MovementController(context, study, video, panel)
        self.film = film_of(context, study, video, panel)
        self.confirm = ConfirmController(context, study, video, self.sync)
        age, detectors = self.display.age, self.detectors
        self.detector_run = DetectorRunController(context, study, detectors, lambda: movement.traces, age)

    def _build_suggestions(self, study: OpenStudy) -> None:
        """Build what proposes, judges, signs and exchanges marks."""
        context, detectors, reviewed, video = self.context, self.detectors, self.reviewed, self.video
        page = SuggestionsPage(context, study, self.overview.show_suggestions, detectors.open_run)
        share, in_background = lambda: reviewed.share, detectors.in_background
        panel, choice = self.suggestions_panel, self.reveal_choice
        self.suggestions = SuggestionsController(context, study, panel, choice, page, share, in_background)
        self.trends = TrendsController(study, self.trends_place)
        claimants, age, sync = self.digit_claimants, self.display.age, self.sync
        shown = TrendSources(self.clusters.formed, reviewed, self.movement, video)
        tasks = self.tasks = StudyTasks(context, study, self.task_views, self.play, video, age, shown, sync, claimants)
        self.triage, self.miss_audit, self.staging = tasks.triage, tasks.miss_audit, tasks.staging
        self.second = SecondController(context, study, tasks.scoring, detectors, age)
        self.find_similar = FindSimilarController(context, study, detectors, self.triage.open_best_first)
        signing = self.signing = SigningController(context, study, self.signature_label, reviewed, self.sync)
        tasks.report_sources.open_items = signing.open_items
        self.completeness = CompletenessController(study, self.completeness_panel, reviewed, lambda: signing.states)
        self.blind = BlindController(context, study, self.blind_bar, detectors.runs.sealed)
        evidence = self.second.hidden_text, self.second.show_evidence
        self.study_rooms = LateStudyRooms(context, study, self.study_video, self.marks, evidence)

    # connections between parts: of the window, then of a study

    def _connect(self) -> None:
        studies, window, style_changed = self.studies, self.window, self.appearance.style_changed
        # the window
        window.on_close = self._close
        window.on_files_dropped = self.opening.open_paths
        # studies
        studies.study_opened.connect(self._study_opened)
        studies.study_closed.connect(self.toast.hide)
        studies.failed.connect(self.fail)
        studies.told.connect(self.toast.say)
        # montages
        self.montage_library.failed.connect(studies.fail)
        self.montage_menu.filled.connect(self._show_montages)
        self.montage_menu.filled.connect(self.montages.refresh)
        # another vocabulary, while no study is open
        self.vocabulary_change = VocabularyChange(studies)
        self.vocabulary_change.changed.connect(self._use_vocabulary)
        self.rooms = LateRooms(self.context, self.marks.form, self.vocabulary_change)
        # looks
        restyled = (
            self.suggestions_panel,
            self.trends_place,
            self.measure_panel,
            self.training,
            *self.task_views.restyled,
        )
        refreshed = self.overview_place.refresh_theme, self.marks.refresh_style, self.clusters_panel.refresh_theme
        style_changed.connect(self.rooms.restyle)
        for restyle in (*refreshed, *(part.restyle for part in restyled)):
            style_changed.connect(restyle)
        self.marks.menu_built.connect(self.measure_panel.add_to_menu)
        # video
        self.video.footage_changed.connect(lambda footage: self.marks.form.show_video(bool(footage.clips)))
        studies.shutting_down.connect(self.pair_search.close)
        # detectors
        self.suggestions_panel.panel.run_asked.connect(self.detectors.open_run)
        self.detectors.asked.connect(self.suggestions_panel.open)

    def _connect_study(self, study: OpenStudy) -> None:
        self.opening.links.show_in(study, lambda *given: self.tasks.report.links.show(*given))
        # montages and looks
        self.montage_menu.chosen.connect(self.page_commands.use_montage)
        self.appearance.style_changed.connect(study.presenter.refresh)
        # video
        self.video.footage_changed.connect(self.overview_controller.show_footage)
        self.confirm.not_mine.connect(self.mark_commands.not_mine)
        self.marks.form.confirm_asked.connect(self.confirm.switch)
        # suggestions
        self.marks.menu_built.connect(self.suggestions.page.add_to_menu)
        self.appearance.style_changed.connect(self.suggestions.refresh_soon)
        self.reviewed.changed.connect(self.suggestions.reviewed_changed)
        self.run_progress.found_more.connect(self.suggestions.follow_run)
        self.run_progress.ended.connect(self.suggestions.run_ended)
        # tasks: one at a time has the window
        for task in self.tasks.all:
            task.conditions_changed.connect(self.available.refresh)
        self.video.frame_shown.connect(self.triage.card.show_frame)
        self.video.frame_shown.connect(self.miss_audit.show_frame)
        self.video.frame_shown.connect(self.tasks.show_frame)
        self.sync.time_trust_changed.connect(self.triage_view.side.show_trust)
        self.sync.time_trust_changed.connect(self.miss_audit_view.trust.show_trust)
        self.sync.time_trust_changed.connect(self.tasks.show_time_trust)
        # more like this
        self.marks.menu_built.connect(self.find_similar.add_to_menu)
        self.run_progress.ended.connect(self.find_similar.run_ended)
        # signing
        self.reviewed.changed.connect(self.completeness.refresh_soon)
        self.signing.changed.connect(self.completeness.refresh_soon)
        # what can be used
        self.video.footage_changed.connect(self.available.refresh)

    # rooms that are built when they are first used

    @property
    def department(self) -> "DepartmentController":
        return self.rooms.department.part

    @property
    def exchange(self) -> "ExchangeController":
        return self.study_rooms.exchange.part

    @property
    def infants(self) -> "InfantController":
        return self.rooms.infants.part

    @property
    def library(self) -> "LibraryController":
        return self.rooms.library.part

    @property
    def mimics(self) -> "MimicsController":
        return self.rooms.mimics.part

    @property
    def resembling(self) -> "ResemblingController":
        return self.study_rooms.resembling.part

    @property
    def vocabulary(self) -> "VocabularyController":
        return self.rooms.vocabulary.part

    # what parts ask of each other

    def _filters_are_off(self) -> bool:
        return self.page_commands.filters_are_off

    def _use_vocabulary(self) -> None:
        """Have what outlives studies show the terms of the vocabulary in use."""
        self._key_maps.use_vocabulary(self.studies.vocabulary)
        self.term_actions.fill()
        self.term_actions.show_digits()
        for part in (self.marks, self.overview_place, self.task_views.staging):
            part.use_vocabulary()

    def _show_montages(self) -> None:
        self.window.strip.set_montages(self.montage_library.montages)

    def fail(self, error: EegViewError) -> None:
        """Show a failed operation: a sentence and an advice."""
        if not isinstance(error, RecordingChanged):  # asked about by a part of the study
            show_error(self.window, self.studies.privacy.error(error))

    def show(self) -> None:
        """Show the window where it was left."""
        self._layout.show()

    def _close(self) -> bool:
        """Remember the window, put everything away; it is asked first where changes wait for the library."""
        if not may_leave_dialogs(self.window, self.window.close):
            return False
        infants = self.rooms.infants.built  # a room that was not used keeps nothing
        if infants is not None and not infants.forms.drafts.may_quit(self.window.close):
            return False
        if not self.studies.may_leave(self.window.close):
            return False
        self._layout.store()
        self.studies.shut_down()
        self.file_faults.stop()
        return True
