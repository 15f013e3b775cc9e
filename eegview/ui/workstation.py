"""The wiring plan of the window: every part is built here, and every connection between parts is made here."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QFileDialog

from eegview.app.commands import COMMANDS, Command
from eegview.app.shortcuts import load_shortcut_maps
from eegview.app.themes import load_themes
from eegview.model.clock import elapsed_text
from eegview.model.errors import EegViewError
from eegview.model.view import ViewState
from eegview.ui.clusters.controller import ClustersDesk
from eegview.ui.detectors.controller import DetectorsDesk
from eegview.ui.display.commands import PageCommands
from eegview.ui.display.controller import connect_display
from eegview.ui.display.go_to_dialog import connect_go_to
from eegview.ui.exchange.controller import connect_exchange
from eegview.ui.help.controller import connect_help
from eegview.ui.marks.commands import MarkCommands
from eegview.ui.marks.controller import connect_marks
from eegview.ui.marks.layers_controller import LayersDesk
from eegview.ui.marks.opinions_controller import OpinionsDesk
from eegview.ui.miss_audit.controller import MissAuditDesk
from eegview.ui.montage.controller import connect_montages
from eegview.ui.overview.reviewed_controller import ReviewedDesk
from eegview.ui.overview.view import connect_overview
from eegview.ui.signing.completeness_controller import CompletenessDesk
from eegview.ui.signing.controller import SigningDesk
from eegview.ui.study.controller import connect_study
from eegview.ui.suggestions.controller import SuggestionsDesk
from eegview.ui.suggestions.trends_controller import TrendsDesk
from eegview.ui.sync.confirm_controller import ConfirmDesk
from eegview.ui.sync.controller import SyncDesk
from eegview.ui.triage.controller import TriageDesk
from eegview.ui.triage.find_similar import AlikeDesk
from eegview.ui.video.actions import connect_video
from eegview.ui.video.controller import VideoDesk
from eegview.ui.video.movement_controller import MovementDesk
from eegview.ui.video.play_controller import PlayDesk
from eegview.ui.video.sound_controller import SoundDesk
from eegview.ui.widgets.error_box import show_error
from eegview.ui.window.actions import Actions
from eegview.ui.window.bridge import Bridge
from eegview.ui.window.main_window import MainWindow
from eegview.ui.window.open_study import OpenStudy, wall_text
from eegview.ui.window.settings import Settings
from eegview.ui.window.study_controller import Desk
from eegview.ui.window.style import apply_style

SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
EMPTY_TEXT = (
    "Open a recording with Ctrl+O, or drop one here.\n"
    "Help → Guide shows how; Study → Open the demonstration study shows it on simulated data."
)


class Workstation(QObject):
    """One window with everything in it."""

    def __init__(self, app: QApplication, settings: Settings, library_url: str | None = None) -> None:
        super().__init__()
        self._app, self.settings = app, settings
        self.themes = load_themes()
        wanted = settings.text("display/theme", "paper")
        theme = next((t for t in self.themes if t.theme_id == wanted), self.themes[0])
        apply_style(app, theme, settings.number("display/scale", 1.0))
        self.bridge = Bridge()
        self.window = MainWindow(theme)
        self.desk = Desk(self.window, self.bridge, settings, library_url)
        maps = load_shortcut_maps()
        keys = settings.text("keys/map", maps[0].map_id)
        self.shortcut_maps = maps
        self.actions = Actions(self.window, COMMANDS, next((m for m in maps if m.map_id == keys), maps[0]))
        self.page_commands = PageCommands(self.desk)
        self.mark_commands = MarkCommands(self.desk, self.actions, self.page_commands)
        self.video = VideoDesk(self.desk)
        self.play = PlayDesk(self)
        self.sync = SyncDesk(self)
        self.sound = SoundDesk(self)
        self.movement = MovementDesk(self)
        self.go_to = connect_go_to(self)
        self.overview = connect_overview(self)
        self.marks = connect_marks(self)
        self.clusters = ClustersDesk(self)
        self.confirm = ConfirmDesk(self)
        self.exchange = connect_exchange(self)
        self.reviewed = ReviewedDesk(self)
        self.layers = LayersDesk(self)
        self.opinions = OpinionsDesk(self)
        self.signing = SigningDesk(self)
        self.completeness = CompletenessDesk(self)
        self.detectors = DetectorsDesk(self)
        self.triage = TriageDesk(self)
        self.miss_audit = MissAuditDesk(self)
        self.alike = AlikeDesk(self)
        self.suggestions = SuggestionsDesk(self)
        self.trends = TrendsDesk(self)
        self._saved_at_s: float | None = None
        self._saved_timer = QTimer(self, interval=1000)
        self._add_montage_actions()
        self._add_style_actions()
        self._connect()
        self._show_facts()
        self.window.page.show_text(EMPTY_TEXT)
        self.window.hint.setText(self._digits_text())

    # building

    def _add_montage_actions(self) -> None:
        """One action a montage, its function key from its own file; those of before are taken away."""
        for command_id in [i for i in self.actions.actions if i.startswith("montage.") and i != "montage.edit"]:
            self.actions.remove(command_id)
        self._montage_group = group = QActionGroup(self.window)
        for montage in self.desk.montages:
            command = Command(
                f"montage.{montage.montage_id}",
                montage.label,
                "Montage",
                montage.help or f"Show the {montage.label} montage.",
                is_toggle=True,
            )
            action = self.actions.add(
                command,
                (montage.key,) if montage.key else (),
                lambda i=montage.montage_id: self.page_commands.use_montage(i),
            )
            group.addAction(action)
        self.window.strip.set_montages(self.desk.montages)

    def _add_style_actions(self) -> None:
        """Themes, scales and key maps, as menus of choices."""
        themes = self.actions.menus["Window"].addMenu("Theme")
        self._choices(
            themes,
            "theme",
            [(t.theme_id, t.label) for t in self.themes],
            self.window.page.theme.theme_id,
            self.use_theme,
        )
        scales = self.actions.menus["Window"].addMenu("Size of text and controls")
        self._choices(
            scales,
            "scale",
            [(f"{s:g}", f"{s:.0%}") for s in SCALES],
            f"{self.desk.scale:g}",
            lambda text: self.use_scale(float(text)),
        )
        maps = self.actions.menus["Help"].addMenu("Key map")
        self._choices(
            maps,
            "keys",
            [(m.map_id, m.label) for m in self.shortcut_maps],
            self.settings.text("keys/map", self.shortcut_maps[0].map_id),
            self.use_keys,
        )
        presets = self.actions.menus["Display"].addMenu("Preset")
        self._choices(presets, "preset", [(p.preset_id, p.label) for p in self.desk.presets], "", self.desk.use_preset)

    def _choices(
        self, menu, prefix: str, choices: list[tuple[str, str]], current: str, use: Callable[[str], None]
    ) -> None:  # type: ignore[no-untyped-def]
        group = QActionGroup(menu)
        for key, label in choices:
            action = menu.addAction(label)
            action.setObjectName(f"{prefix}.{key}")
            action.setCheckable(True)
            action.setChecked(key == current)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, k=key: use(k))

    def _connect(self) -> None:
        desk, window = self.desk, self.window
        self.actions.connect(self.page_commands.handlers())
        self.actions.connect(self.mark_commands.handlers())
        self.actions.connect(self.video.handlers())
        self.actions.connect(
            {
                "study.open": self.ask_for_files,
                "study.close": desk.close,
                "study.quit": window.close,
                "display.focus": self.switch_focus,
                "display.full_screen": self.switch_full_screen,
            }
        )
        window.on_close = self._close
        window.on_files_dropped = desk.open
        desk.study_opened.connect(self._study_opened)
        desk.study_closed.connect(self._study_closed)
        desk.issues_changed.connect(self._show_issues)
        desk.failed.connect(lambda error: show_error(window, error))
        desk.montages_changed.connect(self._add_montage_actions)
        desk.montages_changed.connect(self._show_facts)
        connect_help(self)
        connect_display(self)
        connect_montages(self)
        connect_study(self)
        self.video.issues_found.connect(desk.add_issues)
        self.video.footage_changed.connect(lambda _footage: self._show_facts())
        connect_video(self)
        self.triage.facts_changed.connect(self._show_facts)
        self.miss_audit.facts_changed.connect(self._show_facts)
        self._saved_timer.timeout.connect(self._show_saved)
        self._saved_timer.start()

    # a study comes and goes

    def _study_opened(self, study: OpenStudy) -> None:
        study.presenter.page_shown.connect(self._page_shown)
        study.session.view_changed.connect(lambda _view: self._show_facts())
        study.review.selection.changed.connect(lambda _mark: self._show_facts())
        study.review.marks_changed.connect(self._marks_changed)
        self._saved_at_s = None
        self._show_issues()
        self._show_facts()
        self.window.page.setFocus()

    def _study_closed(self) -> None:
        self.window.strip.show_notices(())
        self.window.strip.show_time("", "")
        self.window.page.show_text(EMPTY_TEXT)
        self._show_facts()

    def _page_shown(self, view: ViewState) -> None:
        """Say on the strip what has just been painted."""
        study, geometry = self.desk.study, self.window.page.geometry_of_page()
        if study is None or geometry is None:
            return
        strip = self.window.strip
        strip.show_view(
            view,
            study.session.montage,
            geometry.mm_per_s,
            self.desk.is_calibrated,
            self.page_commands.filters_are_off,
            study.session.scrolled_text(),
        )
        on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
        time_s = view.cursor_s if on_page and view.cursor_s is not None else view.start_s
        strip.show_time(wall_text(study.recording, time_s, 3), elapsed_text(time_s, 2))

    def _marks_changed(self, edit: object) -> None:
        if edit is not None:
            self._saved_at_s = time.monotonic()
        self._show_saved()
        self._show_facts()

    def _show_saved(self) -> None:
        study = self.desk.study
        if study is None:
            text = ""
        elif study.review.n_pending:
            text = "saving …"
        elif study.review.n_waiting:
            n_waiting = study.review.n_waiting
            text = f"{n_waiting} {'act' if n_waiting == 1 else 'acts'} not saved yet: the study library is away"
        elif study.review.problem is not None:
            text = "the study library is away"
        elif self._saved_at_s is None:
            text = "every mark is saved as it is made"
        else:
            ago_s = int(time.monotonic() - self._saved_at_s)
            text = f"✓ saved {ago_s} s ago" if ago_s < 60 else f"✓ saved {ago_s // 60} min ago"
        if self.window.saved.text() != text:
            self.window.saved.setText(text)

    def _show_issues(self) -> None:
        study = self.desk.study
        self.window.strip.show_notices(tuple(i.message for i in study.issues) if study else ())

    def _show_facts(self) -> None:
        """Enable what can be used now, and show toggles as they are."""
        study, facts = self.desk.study, set()
        if study is not None:
            undo = study.review.undo_state
            facts |= {"recording"}
            facts |= {"mark"} if study.review.selection.mark is not None else set()
            facts |= {"selection"} if study.session.view.selection is not None else set()
            facts |= {"undo"} if undo.can_undo else set()
            facts |= {"redo"} if undo.can_redo else set()
            facts |= {"video"} if self.video.has_video else set()
            facts |= self.triage.facts | self.miss_audit.facts
            self.actions["edit.undo"].setText(undo.undo_text)
            self.actions["edit.redo"].setText(undo.redo_text)
            self.actions.set_checked(f"montage.{study.session.montage.montage_id}", True)
        self.actions.set_available(frozenset(facts))
        self.actions.menus["Triage"].menuAction().setVisible(bool(facts & {"triage", "audit"}))
        self.actions.set_checked("display.filters_on_off", study is not None and not self.page_commands.filters_are_off)

    def _digits_text(self) -> str:
        """Return what the digits do: `1 spasm · 2 hypsarrhythmia …`."""
        keyed = sorted((t for t in self.desk.vocabulary.terms if t.key), key=lambda t: t.key)
        return " · ".join(f"{t.key} {t.label.lower()}" for t in keyed)

    # acts of the window itself

    def ask_for_files(self) -> None:
        folder = self.settings.text("recent/folder")
        paths, _ = QFileDialog.getOpenFileNames(self.window, "Open a recording", folder, "All files (*)")
        if paths:
            self.settings.put("recent/folder", str(paths[0]).rsplit("/", 1)[0])
            self.open(paths)

    def open(self, paths: Sequence[str], **where: object) -> None:
        self.desk.open(paths, **where)  # type: ignore[arg-type]

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

    def use_theme(self, theme_id: str) -> None:
        theme = next(t for t in self.themes if t.theme_id == theme_id)
        self.settings.put("display/theme", theme_id)
        apply_style(self._app, theme, self.desk.scale)
        self.window.page.set_theme(theme)
        self._refresh_style()

    def use_scale(self, scale: float) -> None:
        self.desk.scale = scale
        self.settings.put("display/scale", scale)
        apply_style(self._app, self.window.page.theme, scale)
        self._refresh_style()

    def _refresh_style(self) -> None:
        if self.desk.study is not None:
            self.desk.study.presenter.refresh()
        self.desk.style_changed.emit()

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
        self._saved_timer.stop()
        self.desk.shut_down()
        return True
