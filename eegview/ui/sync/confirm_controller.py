"""“Confirmed on video”: what the reviewer saw is stored with the mark, or refused in a sentence."""

from PySide6.QtCore import QObject, Signal

from eegview.app.marks.confirming import SyncUnsure, confirmed, is_confirmed, retracted
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError, UsageError
from eegview.ui.sync.controller import SyncController
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy

NEAR_S = 2.0  # what is looped around a mark counts as seen


class ConfirmController(QObject):
    """The confirmation of a study's selected mark by the frame shown, and its retraction."""

    not_mine = Signal(object)  # Annotation that was to be confirmed and is another's

    def __init__(self, context: Context, study: OpenStudy, video: StudyVideo, sync: SyncController) -> None:
        super().__init__(study.scope)
        self._context, self._studies, self._study = context, context.studies, study
        self._video, self._sync = video, sync
        context.actions.connect({"event.confirm_video": self.switch}, study.scope)

    def switch(self) -> None:
        """Confirm the selected mark, or take its confirmation back."""
        review = self._study.review
        mark = selected_in_sight(self._context, self._study, "confirm it on video")
        if mark is None:
            return
        if not review.layers.is_mine(mark):
            self.not_mine.emit(mark)
            return
        try:
            after = retracted(mark) if is_confirmed(mark) else self._confirmed(mark)
        except EegViewError as error:
            if isinstance(error, SyncUnsure):
                error.match = self._sync.open_panel
            self._studies.fail(error)
            return
        review.acts.change(mark, after)

    def _confirmed(self, mark: Annotation) -> Annotation:
        """Return the mark confirmed by the frame on the screen.

        Raises
        ------
        UsageError
            No frame is shown, or it lies neither in the mark nor near its onset.
        """
        shown = self._video.exact
        if shown is None or shown.frame is None or shown.clip is None:
            raise UsageError(
                "There is no video at the cursor, so nothing can be confirmed.", "Go to where it is shown."
            )
        if not mark.span.widened(NEAR_S).contains(shown.recording_s):
            raise UsageError(
                "The video is not at this mark.", "Put the cursor inside the mark, watch the video, then confirm."
            )
        state = self._sync.clips.settled(shown.clip.key)
        self._sync.keep_nudges()  # what the confirmation names is then in the history before it
        return confirmed(mark, shown.frame.pts_s, state)
