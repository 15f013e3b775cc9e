"""Where the videos lie in time: pairing, nudging, the band at the cursor. Each change is an edit of the reviewer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.video.clip_sync import (
    ClipSync,
    clip_sync,
    level_text,
    shifted,
    source_text,
    with_anchor,
    without_anchor,
)
from eegview.app.video.frame_server import ShownFrame
from eegview.model.clock import elapsed_text
from eegview.model.errors import EegViewError, UsageError
from eegview.model.span import Span
from eegview.model.sync import Anchor, SyncLevel
from eegview.model.video import SyncMap
from eegview.ui.sync.panel import ShownAnchor, ShownSync, SyncPanel
from eegview.ui.sync.proposals_controller import SuggestDesk
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.open_study import OpenStudy, wall_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

NUDGE_S = 0.04  # a frame at 25 frames a second
KEPT_AFTER_MS = 700  # nudges that follow each other sooner are one act
_WARNED = (SyncLevel.WARN, SyncLevel.REFUSE)


class SyncDesk(QObject):
    """Knows the state of each video file, and has the review keep what the reviewer makes of it."""

    states_changed = Signal()

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk, self._video = station, station.desk, station.video
        self.states: dict[str, ClipSync] = {}  # by path
        self._nudges_s: dict[str, float] = {}  # by path: shown, not stored yet
        self._picked: tuple[str, float] | None = None  # path and PTS of the frame held for pairing
        self._suggest = SuggestDesk(station)
        self._keep_timer = QTimer(self, interval=KEPT_AFTER_MS, singleShot=True)
        self._keep_timer.timeout.connect(self.keep_nudges)
        self._connect()

    def _connect(self) -> None:
        desk, video = self._desk, self._video
        desk.study_opened.connect(self._study_opened)
        desk.study_closing.connect(self.keep_nudges)
        desk.study_closed.connect(self._study_closed)
        video.opened.connect(self.refresh)
        video.frame_shown.connect(lambda _shown: self._show())
        video.panel.match_asked.connect(self.open_panel)
        self._station.actions.connect(
            {
                "video.match": self.open_panel,
                "video.offset": self.focus_offset,
                "video.later": lambda: self.nudge(NUDGE_S),
                "video.earlier": lambda: self.nudge(-NUDGE_S),
                "video.pick_frame": self.pick_frame,
                "video.pair": self.pair,
            }
        )

    def _study_opened(self, study: OpenStudy) -> None:
        study.review.records.sync_changed.connect(lambda _marks: self.refresh() if study is self._desk.study else None)
        study.session.view_changed.connect(lambda _view: self._show_band())

    def _study_closed(self) -> None:
        self._keep_timer.stop()
        self._nudges_s, self._picked, self.states = {}, None, {}
        close_dialogs(self._station.window, ("sync",))
        self._video.panel.show_time_trust("", False)

    # state

    def refresh(self) -> None:
        """Read every video's place from the stored marks again, and show it."""
        study, video = self._desk.study, self._video
        if study is None:
            return
        marks, review = study.review.records.sync_marks, study.review
        states = {}
        for path, guess in video.guesses.items():
            state, problem = clip_sync(path, video.fingerprints[path], guess, marks, review.author)
            if problem is not None:
                self._desk.fail(problem)
            states[path] = state
        self.states = states
        self._move_clips()
        self.states_changed.emit()
        self._show()

    def _move_clips(self) -> None:
        """Have every clip lie where it is stored, nudges on top."""
        self._video.set_syncs({path: self._now(state) for path, state in self.states.items()})

    def _now(self, state: ClipSync) -> SyncMap:
        by_s = self._nudges_s.get(state.path, 0.0)
        return shifted(state, by_s)[0] if by_s else state.sync

    def state_at(self, recording_s: float) -> ClipSync | None:
        """Return the state of the file that the leading camera shows at a time, None where it shows none."""
        shown = self._video.shown
        if shown is not None and shown.clip is not None and shown.clip.span.contains(recording_s):
            return self.states.get(shown.clip.path)
        clip = next((c for c in self._video.footage.clips if c.span.contains(recording_s)), None)
        return self.states.get(clip.path) if clip is not None else None

    def settled(self, path: str) -> ClipSync:
        """Return the state of a file as it is shown, nudges included."""
        state = self.states[path]
        return replace(state, sync=self._now(state))

    def _shown_state(self) -> tuple[ShownFrame | None, ClipSync | None]:
        """Return what the leading camera shows and the state of that file, in a gap of the file nearest to it.

        A video moved off the recording by a slip of the hand shows nowhere, and is still to be brought back.
        """
        shown = self._video.shown
        if shown is None:
            return None, None
        clip = shown.clip
        if clip is None:
            clips = self._video.footage.timeline(shown.camera).clips
            clip = min(clips, key=lambda c: _away_s(c.span, shown.recording_s), default=None)
        return shown, self.states.get(clip.path) if clip is not None else None

    # acts

    def pick_frame(self) -> None:
        """Hold the frame shown now, to be paired with the cursor."""
        shown = self._video.exact
        if shown is None or shown.frame is None or shown.clip is None:
            self._desk.fail(UsageError("There is no video at the cursor.", "Go to where a picture is shown."))
            return
        self.open_panel()
        self._picked = shown.clip.path, shown.frame.pts_s
        panel = self._panel()
        if panel is not None:
            panel.show_picked(f"Held: frame {elapsed_text(shown.frame.pts_s, 3)} of {Path(shown.clip.path).name}")

    def pair(self) -> None:
        """Pair the frame held with the cursor."""
        study = self._desk.study
        if study is None:
            return
        state = self.states.get(self._picked[0]) if self._picked is not None else None
        cursor_s = study.session.view.cursor_s
        if state is None or self._picked is None:
            self._desk.fail(UsageError("No frame is held for pairing.", "Show the instant's first frame, press 1."))
        elif cursor_s is None:
            self._desk.fail(UsageError("There is no cursor on the page.", "Click on the instant in the traces."))
        else:
            self.add_anchor(state.path, Anchor(self._picked[1], cursor_s))
            self._picked = None
            panel = self._panel()
            if panel is not None:
                panel.show_picked("")

    def add_anchor(self, path: str, anchor: Anchor) -> None:
        """Have a pair of instants of one video stored."""
        if path in self.states:
            self._keep(self.states[path], lambda state: with_anchor(state, anchor))

    @property
    def shown_state(self) -> ClipSync | None:
        """Return the state of the file the leading camera shows, None where it shows none."""
        return self._shown_state()[1]

    def remove(self, number: int) -> None:
        _shown, state = self._shown_state()
        if state is not None:
            self._keep(state, lambda s: without_anchor(s, number, self._video.guesses[s.path]))

    def forget(self) -> None:
        """Go back to the first guess, without pairs."""
        _shown, state = self._shown_state()
        if state is not None:
            self._keep(state, lambda s: (self._video.guesses[s.path], ()))

    def nudge(self, by_s: float) -> None:
        """Move the video under the cursor later (positive) or earlier against the EEG, while watching."""
        _shown, state = self._shown_state()
        state = state or next(iter(self.states.values()), None)
        if state is not None:
            self._nudges_s[state.path] = self._nudges_s.get(state.path, 0.0) + by_s
            self._move_clips()
            self._show()
            self._keep_timer.start()

    def set_offset(self, offset_s: float) -> None:
        _shown, state = self._shown_state()
        if state is not None:
            self.nudge(offset_s - self._now(state).offset_s)

    def keep_nudges(self) -> None:
        """Store what was nudged, as one act for each video."""
        self._keep_timer.stop()
        nudges_s, self._nudges_s = self._nudges_s, {}
        for path, by_s in nudges_s.items():
            if abs(by_s) > 1e-9 and path in self.states:
                self._keep(self.states[path], lambda s, by_s=by_s: shifted(s, by_s))

    def _keep(self, state: ClipSync, change: Callable[[ClipSync], tuple[SyncMap, tuple[Anchor, ...]]]) -> None:
        study = self._desk.study
        if study is None:
            return
        if state.path in self._nudges_s:
            self.keep_nudges()
        try:
            sync, anchors = change(state)
        except EegViewError as error:
            self._desk.fail(error)
            return
        study.review.acts.set_video_time(state.fingerprint, sync, anchors)

    # showing

    def open_panel(self) -> None:
        if self._desk.study is not None:
            was_open = self._panel() is not None
            dialog = show_dialog(self._station.window, "sync", self._build)
            self._show()
            if not was_open:
                put_aside(dialog, self._station.window, more_lines=6)

    def focus_offset(self) -> None:
        self.open_panel()
        panel = self._panel()
        if panel is not None:
            panel.offset.setFocus()
            panel.offset.selectAll()

    def _panel(self) -> SyncPanel | None:
        dialog = open_dialog(self._station.window, "sync")
        return dialog if isinstance(dialog, SyncPanel) else None

    def _build(self) -> SyncPanel:
        panel = SyncPanel(self._station.window)
        panel.frame_picked.connect(self.pick_frame)
        panel.pair_asked.connect(self.pair)
        panel.anchor_removed.connect(self.remove)
        panel.anchor_chosen.connect(self.go_to_anchor)
        panel.offset_changed.connect(self.set_offset)
        panel.guess_asked.connect(self.forget)
        self._suggest.use_box(panel.suggestions)
        keys = [i for i in self._station.actions.actions if i.partition(".")[0] in ("video", "play", "page", "edit")]
        panel.addActions([self._station.actions[i] for i in keys])  # frames are stepped while the sheet is in front
        return panel

    def go_to_anchor(self, number: int) -> None:
        _shown, state = self._shown_state()
        if state is not None and number < len(state.anchors):
            self._station.page_commands.go_to(state.anchors[number].eeg_s)

    def _show(self) -> None:
        self._show_band()
        study = self._desk.study
        shown, state = self._shown_state()
        panel = self._panel()
        if study is None or shown is None or state is None:
            self._video.panel.show_time_trust("", False)
            if panel is not None:
                panel.show_sync(None)
            return
        at_s, sync = shown.recording_s, self._now(state)
        words, is_warning = level_text(state, at_s), state.level_at(at_s) in _WARNED
        by = f", set by {state.layer}" if state.layer not in ("", study.review.author) else ""
        if shown.clip is None:
            words, is_warning = "no video at the cursor", False
            self._video.panel.show_time_trust("", False)
        else:
            self._video.panel.show_time_trust(f"{_time_from(sync)}{by} · {words}", is_warning)
        if panel is not None:
            panel.show_sync(self._shown_sync(study, state, sync, words, is_warning, by))

    @staticmethod
    def _shown_sync(
        study: OpenStudy, state: ClipSync, sync: SyncMap, words: str, is_warning: bool, by: str
    ) -> ShownSync:
        anchors = tuple(
            ShownAnchor(
                elapsed_text(anchor.video_s, 3),
                wall_text(study.recording, anchor.eeg_s, 3) or elapsed_text(anchor.eeg_s, 3),
                residual_ms,
                number in state.outliers,
            )
            for number, (anchor, residual_ms) in enumerate(zip(state.anchors, state.residuals_ms, strict=True))
        )
        worst_ms = state.worst_residual_ms
        fit = f"Offset {sync.offset_s + 0.0:.3f} s · drift {sync.drift_ppm + 0.0:+.1f} ppm".replace("-", "−")
        if worst_ms is not None:
            fit += f" · worst pair {worst_ms:.0f} ms"
        return ShownSync(
            Path(state.path).name,
            source_text(sync) + by,
            fit,
            f"Picture and EEG here: {words}",
            is_warning,
            sync.offset_s,
            anchors,
            state.fit.notes if state.fit is not None else (),
        )

    def _show_band(self) -> None:
        """Draw around the cursor how far the picture may be off."""
        study = self._desk.study
        if study is None:
            return
        cursor_s = study.session.view.cursor_s
        state = self.state_at(cursor_s) if cursor_s is not None else None
        band_s = state.uncertainty_s(cursor_s) if state is not None and cursor_s is not None else None
        if study.presenter.band_s != (band_s or 0.0):
            study.presenter.band_s = band_s or 0.0
            study.presenter.refresh_overlay()


def _away_s(span: Span, time_s: float) -> float:
    return max(span.start_s - time_s, time_s - span.stop_s, 0.0)


def _time_from(sync: SyncMap) -> str:
    none, colon, words = sync.source.partition(": ")
    return f"Time not known: {words}" if none == "none" and colon else f"Time from {sync.source}"
