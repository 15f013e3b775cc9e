"""How slowly the open film plays: its dialog, and the film opened anew at the speed that was typed."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from eegview.app.film.clip_texts import clip_index_at, clip_text
from eegview.app.film.slowness import SlownessAct, slowness_act
from eegview.app.film.speed_hint import speed_hints
from eegview.app.library.speed_checks import refuse_blind
from eegview.app.study.records import utc_now
from eegview.model.errors import EegViewError, UsageError
from eegview.model.film.clip import clip_shown_at
from eegview.model.recording import Recording
from eegview.model.study.clip_slowness import ClipSlowness, clip_slownesses, time_at_speed, with_typed_slowness
from eegview.ui.film.speed_dialog import SpeedDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_controller import SPEED_NOT_KNOWN_CODE

_DIALOG = "film_speed"


class SpeedController(QObject):
    """Asks how slowly a clip plays, and opens the study anew where readers typed another speed than it is shown at."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        context.actions.connect({"film.speed": self.show_dialog}, study.scope)
        study.kept.changed.connect(study.scope.while_open(lambda _nothing: self._follow()))
        study.review.marks_changed.connect(study.scope.while_open(lambda _edit: self._follow()))
        study.scope.ended.connect(lambda: close_dialogs(context.window, (_DIALOG,)))

    def show_dialog(self) -> None:
        """Ask how many times slower than it happened the clip at the cursor plays."""
        dialog = show_dialog(self._context.window, _DIALOG, self._dialog)
        if isinstance(dialog, SpeedDialog):
            recording, view = self._study.recording, self._study.view
            index = clip_index_at(recording, view.cursor_s if view.cursor_s is not None else view.start_s) or 0
            clip = recording.clips[index]
            hints = speed_hints(recording, clip)
            dialog.show_clip(clip_text(recording, index).clip, clip, hints, self._n_marks(clip.fingerprint))

    def _dialog(self) -> SpeedDialog:
        dialog = SpeedDialog(self._context.window)
        dialog.typed.connect(self._typed)
        return dialog

    def _n_marks(self, fingerprint: str) -> int:
        """Return how many marks of the reader's lie on a clip as it is shown."""
        review, clips = self._study.review, self._study.recording.clips
        own = (mark for mark in review.marks if mark.layer == review.author)
        shown = (clip_shown_at(clips, mark.onset_s) for mark in own)
        return sum(clip is not None and clip.fingerprint == fingerprint for clip in shown)

    def _act(self, fingerprint: str, times: float | None) -> SlownessAct:
        study = self._study
        refuse_blind(study.review.blindness.is_blind)
        if not study.kept.can_save or study.review.n_pending:  # they would be saved at the times of the old speed
            raise UsageError("The speed can be entered once all marks are saved.", "Try again when they are.")
        stored = (*study.review.marks, *study.kept.all())
        has_runs, author = bool(study.suggestions.runs), study.review.author
        return slowness_act(study.recording, stored, fingerprint, times, author, utc_now(), has_runs)

    def _typed(self, fingerprint: str, times: float | None) -> None:
        try:
            act = self._act(fingerprint, times)
        except EegViewError as error:
            self._context.studies.fail(error)
            return
        if act.changes:
            self._study.player.pause()
            self._study.review.acts.do_together(act.changes, done=lambda: self._context.say(act.text))

    def _follow(self) -> None:
        """Open the study at the speed that holds, once all acts are on the disk."""
        review = self._study.review
        if not review.is_open or review.n_pending or review.n_waiting or self._context.studies.is_opening:
            return
        typed = clip_slownesses(self._study.kept.all())
        before = self._study.recording
        after = with_typed_slowness(before, typed)
        if after is not before:
            self._open_anew(before, after, typed)
        elif not review.is_speed_known:
            review.is_speed_known = True
            self._context.studies.retell_issues({SPEED_NOT_KNOWN_CODE}, ())

    def _open_anew(self, before: Recording, after: Recording, typed: Mapping[str, ClipSlowness]) -> None:
        start_s = time_at_speed(self._study.view.start_s, before, after)
        self._context.studies.open(self._study.paths, at_s=lambda _recording: start_s, slowness=typed)
