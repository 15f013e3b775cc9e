"""The wiring plan of the window: every part is built here, and every connection between parts is made here."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from eegview.app.commands import COMMANDS
from eegview.app.lanes import Lane
from eegview.app.shortcuts import load_shortcut_maps
from eegview.model.clock import elapsed_text
from eegview.model.errors import EegViewError
from eegview.model.view import ViewState
from eegview.model.vocabulary import Term
from eegview.ui.clusters.controller import ClustersController
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.display.commands import PageCommands
from eegview.ui.display.controller import CalibrationController, DisplayController
from eegview.ui.display.go_to_dialog import build_go_to
from eegview.ui.exchange.controller import ExchangeController
from eegview.ui.exchange.reviewer_controller import ReviewerController
from eegview.ui.help.controller import connect_help
from eegview.ui.marks.commands import MarkCommands
from eegview.ui.marks.controller import connect_marks
from eegview.ui.marks.layers_controller import LayersController
from eegview.ui.marks.opinions_controller import OpinionsController
from eegview.ui.miss_audit.controller import MissAuditController
from eegview.ui.miss_audit.view import MissAuditView
from eegview.ui.montage.controller import connect_montages
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.overview.view import connect_overview
from eegview.ui.signing.completeness_controller import CompletenessController
from eegview.ui.signing.completeness_dock import CompletenessDock
from eegview.ui.signing.controller import SigningController
from eegview.ui.signing.label import SignatureLabel
from eegview.ui.study.controller import connect_study
from eegview.ui.suggestions.controller import SuggestionsController
from eegview.ui.suggestions.dock import SuggestionsDock
from eegview.ui.suggestions.page_layer import SuggestionsPage
from eegview.ui.suggestions.reveal_choice import RevealChoice
from eegview.ui.suggestions.run_progress import RunProgress
from eegview.ui.suggestions.trends_controller import TrendsController
from eegview.ui.suggestions.trends_dock import TrendsDock
from eegview.ui.sync.confirm_controller import ConfirmController
from eegview.ui.sync.controller import SyncController
from eegview.ui.triage.controller import TriageController
from eegview.ui.triage.find_similar import FindSimilarController
from eegview.ui.triage.view import TriageView
from eegview.ui.video.actions import connect_video
from eegview.ui.video.controller import VideoController
from eegview.ui.video.movement_controller import MovementController
from eegview.ui.video.play_controller import PlayController
from eegview.ui.video.sound_controller import SoundController
from eegview.ui.widgets.error_box import show_error
from eegview.ui.window.actions import Actions
from eegview.ui.window.appearance import SCALES, Appearance
from eegview.ui.window.bridge import Bridge
from eegview.ui.window.context import Context
from eegview.ui.window.menus import MontageMenu, add_choices
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.open_study import OpenStudy, wall_text
from eegview.ui.window.saved_line import SavedLine
from eegview.ui.window.settings import Settings
from eegview.ui.window.study_controller import StudyController
from eegview.ui.window.toast import Toast

EMPTY_TEXT = (
    "Open a recording with Ctrl+O, or drop one here.\n"
    "Help → Guide shows how; Study → Open the demonstration study shows it on simulated data."
)


class Workstation(QObject):
    """One window with everything in it."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        library_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.settings, self._clock = settings, clock
        self.appearance = Appearance(app, settings)
        self.window = self.appearance.window
        self.bridge = Bridge()
        work = Lane("work", self.bridge.post)
        self.montage_library = MontageLibrary(work)
        self.studies = StudyController(
            self.window,
            self.bridge,
            settings,
            self.montage_library,
            self.appearance.px_per_mm,
            library_url,
            work,
            clock,
        )
        self.shortcut_maps = maps = load_shortcut_maps()
        keys = settings.text("keys/map", maps[0].map_id)
        self.actions = Actions(self.window, COMMANDS, next((m for m in maps if m.map_id == keys), maps[0]))
        self.toast = Toast(self.window.page)
        self.context = Context(self.window, self.studies, self.actions, settings, self.toast.say)
        self.montage_menu = MontageMenu(self.actions, self.montage_library)
        self.calibration = CalibrationController(self.context, self.appearance)
        self.page_commands: PageCommands | None = None
        self.mark_commands = MarkCommands(self.studies, self.actions)
        self.digit_claimants: list[Callable[[Term], bool]] = []  # what has digit keys before they mark
        self.mark_commands.takes_over = lambda term: any(claims(term) for claims in self.digit_claimants)
        self.video = VideoController(self.studies)
        self.play = PlayController(self)
        self.sync = SyncController(self)
        self.sound = SoundController(self)
        self.movement = MovementController(self)
        self.overview = connect_overview(self)
        self.marks = connect_marks(self)
        self.clusters = ClustersController(self)
        self.confirm = ConfirmController(self)
        self.reviewer = ReviewerController(self.context)
        self.reviewed = ReviewedController(self, clock)
        self.layers = LayersController(self)
        self.opinions = OpinionsController(self)
        self.signature_label = SignatureLabel()
        self.window.statusBar().addPermanentWidget(self.signature_label)
        self.completeness_dock = CompletenessDock(self.context, self.marks.dock)
        self.detectors = DetectorsController(self)
        self.triage_view, self.miss_audit_view = TriageView(self.context), MissAuditView(self.context)
        self._tasks: tuple[TriageController | MissAuditController, ...] = ()  # of the open study
        self.suggestions_dock = SuggestionsDock(self.context, self.marks.dock)
        self.run_progress = RunProgress(self.context, self.suggestions_dock, self.detectors.runs)
        self.reveal_choice = RevealChoice(self.context)
        self.trends_dock = TrendsDock(self.context, self.overview)
        self._add_menus()
        self._connect()
        self._refresh_actions()
        self.window.page.show_text(EMPTY_TEXT)
        self.window.hint.setText(self._digits_text())

    # building

    def _add_menus(self) -> None:
        """Add themes, scales, presets and key maps as menus of choices."""
        menus, look = self.actions.menus, self.appearance
        themes = [(theme.theme_id, theme.label) for theme in look.themes]
        add_choices(menus["Window"].addMenu("Theme"), "theme", themes, look.theme.theme_id, look.use_theme)
        scales = [(f"{scale:g}", f"{scale:.0%}") for scale in SCALES]
        menu = menus["Window"].addMenu("Size of text and controls")
        add_choices(menu, "scale", scales, f"{look.scale:g}", lambda text: look.use_scale(float(text)))
        maps = [(m.map_id, m.label) for m in self.shortcut_maps]
        current = self.settings.text("keys/map", self.shortcut_maps[0].map_id)
        add_choices(menus["Help"].addMenu("Key map"), "keys", maps, current, self.use_keys)
        presets = [(preset.preset_id, preset.label) for preset in self.montage_library.presets]
        strip = self.window.strip
        add_choices(menus["Display"].addMenu("Preset"), "preset", presets, "", strip.preset_chosen.emit)

    def _connect(self) -> None:
        studies, window = self.studies, self.window
        self.actions.connect(self.mark_commands.handlers())
        self.actions.connect(self.video.handlers())
        self.actions.connect(
            {
                "study.open": self.ask_for_files,
                "study.close": studies.close,
                "study.quit": window.close,
                "display.focus": self.switch_focus,
                "display.full_screen": self.switch_full_screen,
            }
        )
        window.on_close = self._close
        window.on_files_dropped = studies.open
        studies.study_opened.connect(self._study_opened)
        studies.study_closed.connect(self._study_closed)
        studies.issues_changed.connect(self._show_issues)
        studies.failed.connect(lambda error: show_error(window, error))
        self.montage_library.failed.connect(studies.fail)
        self.montage_menu.filled.connect(self._montages_filled)
        self._montages_filled()
        self.appearance.style_changed.connect(self._refresh_page)
        connect_help(self)
        connect_montages(self)
        connect_study(self)
        self.video.issues_found.connect(studies.add_issues)
        self.video.footage_changed.connect(lambda _footage: self._refresh_actions())
        connect_video(self)
        self.suggestions_dock.panel.run_asked.connect(self.detectors.open_run)
        self.detectors.asked.connect(self.suggestions_dock.open)
        self.appearance.style_changed.connect(self.suggestions_dock.restyle)
        self.appearance.style_changed.connect(self.trends_dock.restyle)
        self.appearance.style_changed.connect(self.triage_view.restyle)

    # a study comes and goes

    def _study_opened(self, study: OpenStudy) -> None:
        """Build the parts that live as long as this study."""
        context, look = self.context, self.appearance
        self.page_commands = PageCommands(context, study, self.montage_library, look.px_per_mm)
        self.display = DisplayController(context, study, self.montage_library, self.page_commands)
        self.go_to = build_go_to(context, study)
        self.saved_line = SavedLine(self.window.saved, study.review, study.scope, self._clock)
        self._build_suggestions(study)
        self._connect_study()
        self.montage_menu.chosen.connect(self.page_commands.use_montage)
        study.presenter.page_shown.connect(self._page_shown)
        study.session.view_changed.connect(lambda _view: self._refresh_actions())
        study.review.selection_changed.connect(lambda _mark: self._refresh_actions())
        study.review.marks_changed.connect(lambda _edit: self._refresh_actions())
        self._show_issues()
        self._refresh_actions()
        self.window.page.setFocus()

    def _build_suggestions(self, study: OpenStudy) -> None:
        """Build what proposes, judges, signs and exchanges marks of this study."""
        context, detectors, reviewed, video = self.context, self.detectors, self.reviewed, self.video
        page = SuggestionsPage(context, study, self.overview.show_suggestions, detectors.open_run)
        share, in_background = lambda: reviewed.share, detectors.in_background
        dock, choice = self.suggestions_dock, self.reveal_choice
        self.suggestions = SuggestionsController(context, study, dock, choice, page, share, in_background)
        self.trends = TrendsController(study, self.trends_dock)
        play, place, has_video, claimants = self.play, video.place, lambda: video.has_video, self.digit_claimants
        self.triage = TriageController(context, study, self.triage_view, play, place, has_video, claimants)
        self.miss_audit = MissAuditController(context, study, self.miss_audit_view, play, place, has_video, claimants)
        self._tasks = self.triage, self.miss_audit
        self.find_similar = FindSimilarController(context, study, detectors, self.triage.open)
        signing = self.signing = SigningController(context, study, self.signature_label, reviewed)
        self.completeness = CompletenessController(study, self.completeness_dock, reviewed, lambda: signing.states)
        self.exchange = ExchangeController(context, study)

    def _connect_study(self) -> None:
        """Connect the parts that live as long as a study, to each other and to what outlives them."""
        # suggestions
        self.marks.menu_built.connect(self.suggestions.page.add_to_menu)
        self.appearance.style_changed.connect(self.suggestions.refresh_soon)
        self.reviewed.changed.connect(self.suggestions.reviewed_changed)
        self.run_progress.found_more.connect(self.suggestions.follow_run)
        self.run_progress.ended.connect(self.suggestions.run_ended)
        # triage and miss audit: one at a time has the window
        self.triage.opening.connect(self.miss_audit.close)
        self.miss_audit.opening.connect(self.triage.close)
        self.video.frame_shown.connect(self.triage.card.show_frame)
        self.video.frame_shown.connect(self.miss_audit.show_frame)
        for task in self._tasks:
            task.conditions_changed.connect(self._refresh_actions)
        # more like this
        self.marks.menu_built.connect(self.find_similar.add_to_menu)
        self.run_progress.ended.connect(self.find_similar.run_ended)
        # signing
        self.reviewed.changed.connect(self.completeness.refresh_soon)
        self.signing.changed.connect(self.completeness.refresh_soon)

    def _study_closed(self) -> None:
        self._tasks = ()
        self.window.strip.show_notices(())
        self.window.strip.show_time("", "")
        self.window.page.show_text(EMPTY_TEXT)
        self._refresh_actions()

    def _montages_filled(self) -> None:
        self.window.strip.set_montages(self.montage_library.montages)

    def _page_shown(self, view: ViewState) -> None:
        """Say on the strip what has just been painted."""
        study, geometry = self.studies.study, self.window.page.geometry_of_page()
        if study is None or geometry is None:
            return
        strip = self.window.strip
        strip.show_view(
            view,
            study.session.montage,
            geometry.mm_per_s,
            self.appearance.is_calibrated,
            self._filters_are_off,
            study.session.scrolled_text(),
        )
        on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
        time_s = view.cursor_s if on_page and view.cursor_s is not None else view.start_s
        strip.show_time(wall_text(study.recording, time_s, 3), elapsed_text(time_s, 2))

    @property
    def _filters_are_off(self) -> bool:
        return self.page_commands is not None and self.page_commands.filters_are_off

    def _show_issues(self) -> None:
        study = self.studies.study
        self.window.strip.show_notices(tuple(i.message for i in study.issues) if study else ())

    def _refresh_actions(self) -> None:
        """Enable what can be used now, and show toggles as they are."""
        study, facts = self.studies.study, set()
        if study is not None:
            undo = study.review.undo_state
            facts |= {"recording"}
            facts |= {"mark"} if study.review.selected is not None else set()
            facts |= {"selection"} if study.session.view.selection is not None else set()
            facts |= {"undo"} if undo.can_undo else set()
            facts |= {"redo"} if undo.can_redo else set()
            facts |= {"video"} if self.video.has_video else set()
            facts = facts.union(*(task.conditions for task in self._tasks))
            self.actions["edit.undo"].setText(undo.undo_text)
            self.actions["edit.redo"].setText(undo.redo_text)
            self.actions.set_checked(f"montage.{study.session.montage.montage_id}", True)
        self.actions.set_available(frozenset(facts))
        self.actions.menus["Triage"].menuAction().setVisible(bool(facts & {"triage", "audit"}))
        self.actions.set_checked("display.filters_on_off", study is not None and not self._filters_are_off)

    def _digits_text(self) -> str:
        """Return what the digits do: `1 spasm · 2 hypsarrhythmia …`."""
        keyed = sorted((t for t in self.studies.vocabulary.terms if t.key), key=lambda t: t.key)
        return " · ".join(f"{t.key} {t.label.lower()}" for t in keyed)

    # acts of the window itself

    def ask_for_files(self) -> None:
        folder = self.settings.text("recent/folder")
        paths, _ = QFileDialog.getOpenFileNames(self.window, "Open a recording", folder, "All files (*)")
        if paths:
            self.settings.put("recent/folder", str(paths[0]).rsplit("/", 1)[0])
            self.open(paths)

    def open(self, paths: Sequence[str], **where: object) -> None:
        self.studies.open(paths, **where)  # type: ignore[arg-type]

    def switch_focus(self) -> None:
        """Hide everything beside the page, or bring it back."""
        is_on = self.actions["display.focus"].isChecked()
        if is_on:
            self._state_before_focus = self.window.saveState()
        for dock in self.window.findChildren(QObject):
            if dock.objectName().startswith("dock."):
                dock.setVisible(not is_on)  # type: ignore[attr-defined]
        if not is_on:
            self.window.restoreState(self._state_before_focus)

    def switch_full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    def _refresh_page(self) -> None:
        if self.studies.study is not None:
            self.studies.study.presenter.refresh()

    def use_keys(self, map_id: str) -> None:
        self.settings.put("keys/map", map_id)
        self.actions.use_shortcuts(next(m for m in self.shortcut_maps if m.map_id == map_id))

    def fail(self, error: EegViewError) -> None:
        show_error(self.window, error)

    def show(self) -> None:
        state = self.settings.blob("window/state")
        self.window.restore(self.settings.blob("window/geometry"), state)
        self.window.show()
        if state.isEmpty():  # the first time, a quarter of the window for what stands beside the page
            width_px = round(self.window.width() * 0.24)
            self.window.resizeDocks([self.marks.dock], [width_px], Qt.Orientation.Horizontal)

    def _close(self) -> bool:
        """Remember the window, put everything away; all marks are on disk already."""
        self.settings.put("window/geometry", self.window.saveGeometry())
        if not self.actions["display.focus"].isChecked():
            self.settings.put("window/state", self.window.saveState())
        self.studies.shut_down()
        return True
