"""When the open film was filmed: its dialog, and the clock of the whole window once it is typed."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from eegview.app.film.clip_texts import clip_index_at, clip_text
from eegview.app.study.records import Statement
from eegview.model.study.clip_start import ClipStart, held_start, with_typed_starts
from eegview.model.study.records import CLIP_START_TERM
from eegview.ui.film.start_dialog import StartDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG = "film_start"


class StartController(QObject):
    """Keeps the clock of one study of clips as its readers typed it.

    changed : the study has another clock now
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._as_opened = study.recording
        context.actions.connect({"film.start": self.show_dialog}, study.scope)
        context.window.strip.filmed_asked.connect(self.show_dialog)
        study.kept.changed.connect(study.scope.while_open(lambda _nothing: self._apply()))
        study.scope.ended.connect(lambda: close_dialogs(context.window, (_DIALOG,)))
        self._apply()

    def _apply(self) -> None:
        """Let the whole window go by the clock that was typed last."""
        study = self._study
        recording = with_typed_starts(self._as_opened, study.kept.all())
        if recording == study.session.recording:
            return
        study.session.recording = recording
        study.presenter.refresh()
        study.times.changed.emit()
        self.changed.emit()

    @property
    def _index(self) -> int:
        """Which clip is at the cursor, else at the page's start."""
        view = self._study.view
        time_s = view.cursor_s if view.cursor_s is not None else view.start_s
        return clip_index_at(self._study.recording, time_s) or 0

    def show_dialog(self) -> None:
        """Ask when the clip at the cursor was filmed."""
        dialog = show_dialog(self._context.window, _DIALOG, self._dialog)
        if isinstance(dialog, StartDialog):
            recording, index = self._study.recording, self._index
            clip, told = recording.clips[index], self._as_opened.clips[index]
            dialog.show_clip(clip_text(recording, index), clip, told.clock)

    def _dialog(self) -> StartDialog:
        dialog = StartDialog(self._context.window)
        dialog.typed.connect(self._typed)
        return dialog

    def _typed(self, fingerprint: str, start: ClipStart | None) -> None:
        """Keep what was typed of a clip; clips that lie by their clocks all go by it, as one phone filmed them."""
        typed = next(clip for clip in self._as_opened.clips if clip.fingerprint == fingerprint)
        together = all(clip.clock.started_at is not None for clip in self._as_opened.clips)
        said = []
        for clip in self._as_opened.clips if together else (typed,):
            own = None
            if start is not None:
                after = timedelta(seconds=clip.span.start_s - typed.span.start_s)
                own = replace(start, started_at=start.started_at + after)
            said.append(Statement(CLIP_START_TERM, clip.fingerprint, held_start(own)))
        self._study.kept.say(said)
