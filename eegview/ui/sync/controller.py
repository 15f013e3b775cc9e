"""Where the videos lie in time: pairing, nudging, the band at the cursor. Each change is an edit of the reviewer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.sync.pair_search import PairSearch
from eegview.app.video.clip_sync import (
    ClipSync,
    level_text,
    shifted,
    with_anchor,
    without_anchor,
)
from eegview.app.video.frame_server import ShownFrame
from eegview.model.errors import EegViewError, UsageError
from eegview.model.film.video import SyncMap, clip_of_key
from eegview.model.span import Span
from eegview.model.sync import Anchor, SyncLevel
from eegview.model.time.clock import elapsed_text
from eegview.ui.sync.clip_states import ClipStates
from eegview.ui.sync.panel import SyncPanel
from eegview.ui.sync.proposals_controller import ProposalsController
from eegview.ui.sync.shown_sync import shown_sync, time_from
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NUDGE_S = 0.04  # a frame at 25 frames a second
KEPT_AFTER_MS = 700  # nudges that follow each other sooner are one act
_UNTRUSTED = (SyncLevel.UNKNOWN, SyncLevel.REFUSE)
_WARNED = (SyncLevel.WARN, SyncLevel.REFUSE)


class SyncController(QObject):
    """The state of each video file of one study; its review keeps what the reviewer makes of it."""

    time_trust_changed = Signal(str, bool)  # what the panel says of the time of the picture shown; whether it is sure

    def __init__(
        self, context: Context, study: OpenStudy, video: StudyVideo, video_panel: VideoPanel, search: PairSearch
    ) -> None:
        super().__init__(study.scope)
        self._window, self._actions, self._studies = context.window, context.actions, context.studies
        self._study, self._video, self._video_panel = study, video, video_panel
        self.clips = ClipStates(study, video, context.studies.fail)
        self._picked: tuple[str, float] | None = None  # path and PTS of the frame held for pairing
        self._proposals = ProposalsController(context, study, search, lambda: self.shown_state, self.add_anchor)
        self._keep_timer = QTimer(self, interval=KEPT_AFTER_MS, singleShot=True)
        self._keep_timer.timeout.connect(self.keep_nudges)
        self._connect()

    def _connect(self) -> None:
        study, video = self._study, self._video
        study.review.records.sync_changed.connect(self._marks_changed)
        study.session.view_changed.connect(self._view_changed)
        self._studies.study_closing.connect(self.keep_nudges)
        study.scope.ended.connect(self._end)
        video.opened.connect(self.refresh)
        video.frame_shown.connect(self._frame_shown)
        self._video_panel.match_asked.connect(self.open_panel)
        self._actions.connect(
            {
                "video.match": self.open_panel,
                "video.offset": self.focus_offset,
                "video.later": lambda: self.nudge(NUDGE_S),
                "video.earlier": lambda: self.nudge(-NUDGE_S),
                "video.pick_frame": self.pick_frame,
                "video.pair": self.pair,
            },
            study.scope,
        )

    def _marks_changed(self, _marks: object) -> None:
        if self._study.scope.is_open:
            self.refresh()

    def _view_changed(self, _view: object) -> None:
        self._show_band()

    def _frame_shown(self, _shown: object) -> None:
        self._show()

    def _end(self) -> None:
        self._keep_timer.stop()
        close_dialogs(self._window, ("sync",))
        self._video_panel.show_time_trust("", False)
        self.time_trust_changed.emit("", True)

    # state

    @property
    def states(self) -> dict[str, ClipSync]:
        """Return the state of each file, by the clip's key."""
        return self.clips.states

    def refresh(self) -> None:
        """Read every video's place from the stored marks again, and show it."""
        self.clips.refresh()
        self._show()

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
        return shown, self.states.get(clip.key) if clip is not None else None

    # acts

    def pick_frame(self) -> None:
        """Hold the frame shown now, to be paired with the cursor."""
        shown = self._video.exact
        if shown is None or shown.frame is None or shown.clip is None:
            self._studies.fail(UsageError("There is no video at the cursor.", "Go to where video is shown."))
            return
        self.open_panel()
        self._picked = shown.clip.key, shown.frame.pts_s
        panel = self._panel()
        if panel is not None:
            panel.show_picked(f"Held: frame {elapsed_text(shown.frame.pts_s, 3)} of {self._video_name(shown.clip.key)}")

    def _video_name(self, key: str) -> str:
        path, part = clip_of_key(key)
        name = self._studies.privacy.file_name(path, "the video")
        return name if self._n_parts(path) == 1 else f"{name}, part {part}"

    def _n_parts(self, path: str) -> int:
        """Return in how many parts a file lies on the recording's timeline."""
        return max(sum(clip.path == path for clip in self._video.footage.clips), 1)

    def pair(self) -> None:
        """Pair the frame held with the cursor."""
        state = self.states.get(self._picked[0]) if self._picked is not None else None
        cursor_s = self._study.view.cursor_s
        if state is None or self._picked is None:
            self._studies.fail(
                UsageError("No frame is held for pairing.", "Hold the frame at which the moment begins.")
            )
        elif cursor_s is None:
            self._studies.fail(UsageError("There is no cursor on the page.", "Click on the same moment in the traces."))
        else:
            self.add_anchor(state.path, Anchor(self._picked[1], cursor_s))
            self._picked = None
            panel = self._panel()
            if panel is not None:
                panel.show_picked("")

    def add_anchor(self, path: str, anchor: Anchor) -> None:
        """Store a pair of instants of one video file; it is about the part that shows it."""
        path, _part = clip_of_key(path)
        clips = [clip for clip in self._video.footage.clips if clip.path == path]
        clip = next((clip for clip in clips if clip.first_s <= anchor.video_s < clip.last_s), None)
        key = path if clip is None else clip.key
        if key in self.states:
            self._keep(self.states[key], lambda state: with_anchor(state, anchor))

    @property
    def shown_state(self) -> ClipSync | None:
        """The state of the file the leading camera shows, None where it shows none."""
        return self._shown_state()[1]

    def remove(self, number: int) -> None:
        """Remove a pair (0-based) of the video shown."""
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
            self.clips.nudge(state, by_s)
            self._show()
            self._keep_timer.start()

    def set_offset(self, offset_s: float) -> None:
        """Put the video shown so that its time zero lies at this time of the recording."""
        _shown, state = self._shown_state()
        if state is not None:
            self.nudge(offset_s - self.clips.now(state).offset_s)

    def keep_nudges(self) -> None:
        """Store what was nudged, as one act for each video."""
        self._keep_timer.stop()
        for path, by_s in self.clips.take_nudges().items():
            if abs(by_s) > 1e-9 and path in self.states:
                self._keep(self.states[path], lambda s, by_s=by_s: shifted(s, by_s))

    def _keep(self, state: ClipSync, change: Callable[[ClipSync], tuple[SyncMap, tuple[Anchor, ...]]]) -> None:
        if self.clips.is_nudged(state):
            self.keep_nudges()
        try:
            sync, anchors = change(state)
        except EegViewError as error:
            self._studies.fail(error)
            return
        self._study.review.acts.set_video_time(state.fingerprint, sync, anchors)

    # showing

    def open_panel(self) -> None:
        """Show the sheet for matching, or bring the open one to the front."""
        was_open = self._panel() is not None
        dialog = show_dialog(self._window, "sync", self._build)
        self._show()
        if not was_open:
            put_aside(dialog, self._window, more_lines=6)

    def focus_offset(self) -> None:
        """Show the sheet with the keyboard in its offset."""
        self.open_panel()
        panel = self._panel()
        if panel is not None:
            panel.offset.setFocus()
            panel.offset.selectAll()

    def _panel(self) -> SyncPanel | None:
        dialog = open_dialog(self._window, "sync")
        return dialog if isinstance(dialog, SyncPanel) else None

    def _build(self) -> SyncPanel:
        panel = SyncPanel(self._window, self._key("video.pick_frame"), self._key("video.pair"))
        panel.frame_picked.connect(self.pick_frame)
        panel.pair_asked.connect(self.pair)
        panel.anchor_removed.connect(self.remove)
        panel.anchor_chosen.connect(self.go_to_anchor)
        panel.offset_changed.connect(self.set_offset)
        panel.guess_asked.connect(self.forget)
        self._proposals.use_box(panel.suggestions)
        keys = [i for i in self._actions.actions if i.partition(".")[0] in ("video", "play", "page", "edit")]
        panel.addActions([self._actions[i] for i in keys])  # frames are stepped while the sheet is in front
        return panel

    def _key(self, command_id: str) -> str:
        """Return the key of a command as it is written, "" for none."""
        return next((key.toString(key.SequenceFormat.NativeText) for key in self._actions.keys_of(command_id)), "")

    def go_to_anchor(self, number: int) -> None:
        """Show a pair's instant (0-based) in the EEG."""
        _shown, state = self._shown_state()
        if state is not None and number < len(state.anchors):
            self._study.go_to(state.anchors[number].eeg_s)

    def _show(self) -> None:
        self._show_band()
        shown, state = self._shown_state()
        panel = self._panel()
        if shown is None or state is None:
            self._video_panel.show_time_trust("", False)
            self.time_trust_changed.emit("", True)
            if panel is not None:
                panel.show_sync(None)
            return
        at_s, sync = shown.recording_s, self.clips.now(state)
        trust, is_warning = level_text(state, at_s), state.level_at(at_s) in _WARNED
        by = f", set by {state.layer}" if state.layer not in ("", self._study.review.author) else ""
        if shown.clip is None:
            trust, is_warning = "no video at the cursor", False
            self._video_panel.show_time_trust("", False)
            self.time_trust_changed.emit("", True)
        else:
            text = f"{time_from(sync)}{by} · {trust}"
            self._video_panel.show_time_trust(text, is_warning)
            self.time_trust_changed.emit(text, state.level_at(at_s) is SyncLevel.OK)
        if panel is not None:
            name, recording = self._video_name(state.path), self._study.recording
            panel.show_sync(shown_sync(state, sync, name, trust, is_warning, by, recording))

    def _show_band(self) -> None:
        """Draw around the cursor how far the picture may be off."""
        cursor_s, presenter = self._study.view.cursor_s, self._study.presenter
        state = self.clips.state_at(cursor_s) if cursor_s is not None else None
        band_s = state.uncertainty_s(cursor_s) if state is not None and cursor_s is not None else None
        if presenter.band_s != (band_s or 0.0):
            presenter.band_s = band_s or 0.0
            presenter.refresh_overlay()


def _away_s(span: Span, time_s: float) -> float:
    return max(span.start_s - time_s, time_s - span.stop_s, 0.0)
