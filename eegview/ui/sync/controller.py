"""Where the videos lie in time: pairing, nudging, the band at the cursor. Each change is an edit of the reviewer."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.sync.pair_search import PairSearch
from eegview.app.video.clip_sync import (
    ClipSync,
    clip_sync,
    level_text,
    shifted,
    source_text,
    with_anchor,
    without_anchor,
)
from eegview.app.video.footage import AFTER_PART, after_part
from eegview.app.video.frame_server import ShownFrame
from eegview.model.clock import elapsed_text
from eegview.model.errors import EegViewError, UsageError
from eegview.model.span import Span
from eegview.model.sync import Anchor, SyncLevel
from eegview.model.video import SyncMap, clip_fingerprint, clip_key, clip_of_key
from eegview.ui.sync.panel import ShownAnchor, ShownSync, SyncPanel
from eegview.ui.sync.proposals_controller import ProposalsController
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy, wall_text

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
        self.states: dict[str, ClipSync] = {}  # by the clip's key
        self._nudges_s: dict[str, float] = {}  # by path: shown, not stored yet
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

    def refresh(self) -> None:
        """Read every video's place from the stored marks again, and show it."""
        review, video = self._study.review, self._video
        states: dict[str, ClipSync] = {}
        for key in sorted(video.guesses, key=clip_of_key):  # a part follows the one before, so that comes first
            path, part = clip_of_key(key)
            fingerprint = clip_fingerprint(video.fingerprints[path], part)
            guess = video.guesses[key]
            if part > 1 and guess.source == AFTER_PART:
                guess = after_part(self._now(states[clip_key(path, part - 1)]))
            state, problem = clip_sync(key, fingerprint, guess, review.records.sync_marks, review.author)
            if problem is not None:
                self._studies.fail(problem)
            states[key] = state
        self.states = states
        self._move_clips()
        self._show()

    def _move_clips(self) -> None:
        """Put every clip where it is stored, nudges on top."""
        self._video.set_syncs({path: self._now(state) for path, state in self.states.items()})

    def _now(self, state: ClipSync) -> SyncMap:
        by_s = self._nudges_s.get(state.path, 0.0)
        return shifted(state, by_s)[0] if by_s else state.sync

    def state_at(self, recording_s: float) -> ClipSync | None:
        """Return the state of the file that the leading camera shows at a time, None where it shows none."""
        shown = self._video.shown
        if shown is not None and shown.clip is not None and shown.clip.span.contains(recording_s):
            return self.states.get(shown.clip.key)
        clip = next((c for c in self._video.footage.clips if c.span.contains(recording_s)), None)
        return self.states.get(clip.key) if clip is not None else None

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Return for each video whose place in time is not sure what is known of it: never checked, or too far off."""
        found = []
        for clip in self._video.footage.clips:
            state = self.states.get(clip.key)
            if state is None:
                continue
            times_s = clip.span.start_s, (clip.span.start_s + clip.span.stop_s) / 2, clip.span.stop_s
            untrusted_s = next((time_s for time_s in times_s if state.level_at(time_s) in _UNTRUSTED), None)
            if untrusted_s is not None:
                found.append(level_text(state, untrusted_s))
        return tuple(found)

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
            self._nudges_s[state.path] = self._nudges_s.get(state.path, 0.0) + by_s
            self._move_clips()
            self._show()
            self._keep_timer.start()

    def set_offset(self, offset_s: float) -> None:
        """Put the video shown so that its time zero lies at this time of the recording."""
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
        if state.path in self._nudges_s:
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
        at_s, sync = shown.recording_s, self._now(state)
        trust, is_warning = level_text(state, at_s), state.level_at(at_s) in _WARNED
        by = f", set by {state.layer}" if state.layer not in ("", self._study.review.author) else ""
        if shown.clip is None:
            trust, is_warning = "no video at the cursor", False
            self._video_panel.show_time_trust("", False)
            self.time_trust_changed.emit("", True)
        else:
            text = f"{_time_from(sync)}{by} · {trust}"
            self._video_panel.show_time_trust(text, is_warning)
            self.time_trust_changed.emit(text, state.level_at(at_s) is SyncLevel.OK)
        if panel is not None:
            panel.show_sync(self._shown_sync(state, sync, trust, is_warning, by))

    def _shown_sync(self, state: ClipSync, sync: SyncMap, trust: str, is_warning: bool, by: str) -> ShownSync:
        anchors = tuple(
            ShownAnchor(
                elapsed_text(anchor.video_s, 3),
                wall_text(self._study.recording, anchor.eeg_s, 3) or elapsed_text(anchor.eeg_s, 3),
                residual_ms,
                number in state.outliers,
            )
            for number, (anchor, residual_ms) in enumerate(zip(state.anchors, state.residuals_ms, strict=True))
        )
        worst_ms = state.worst_residual_ms
        fit = f"Offset {sync.offset_s + 0.0:.3f} s · drift {sync.drift_ppm + 0.0:+.1f} ppm".replace("-", "−")
        if worst_ms is not None:
            fit += f" · largest residual {worst_ms:.0f} ms"
        return ShownSync(
            self._video_name(state.path),
            source_text(sync) + by,
            fit,
            f"At the cursor: {trust}",
            is_warning,
            sync.offset_s,
            anchors,
            state.fit.notes if state.fit is not None else (),
        )

    def _show_band(self) -> None:
        """Draw around the cursor how far the picture may be off."""
        cursor_s, presenter = self._study.view.cursor_s, self._study.presenter
        state = self.state_at(cursor_s) if cursor_s is not None else None
        band_s = state.uncertainty_s(cursor_s) if state is not None and cursor_s is not None else None
        if presenter.band_s != (band_s or 0.0):
            presenter.band_s = band_s or 0.0
            presenter.refresh_overlay()


def _away_s(span: Span, time_s: float) -> float:
    return max(span.start_s - time_s, time_s - span.stop_s, 0.0)


def _time_from(sync: SyncMap) -> str:
    none, colon, reason = sync.source.partition(": ")
    return f"Video start time unknown; {reason}" if none == "none" and colon else f"Time from {sync.source}"
