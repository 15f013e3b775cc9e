"""“Confirmed on video”: what the reviewer saw is stored with the mark, or refused in a sentence."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.marks.confirming import confirmed, is_confirmed, retracted
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError, UsageError

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class ConfirmDesk(QObject):
    """Confirms the selected mark by the frame shown, and takes it back."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        station.actions.connect({"event.confirm_video": self.switch})
        station.marks.form.confirm_asked.connect(self.switch)
        station.video.footage_changed.connect(lambda footage: station.marks.form.show_video(bool(footage.clips)))

    def switch(self) -> None:
        """Confirm the selected mark, or take its confirmation back."""
        study = self._desk.study
        mark = study.review.selection.mark if study is not None else None
        if study is None or mark is None:
            return
        if not study.review.layers.is_mine(mark):
            self._station.mark_commands.not_mine.emit(mark)
            return
        try:
            after = retracted(mark) if is_confirmed(mark) else self._seen(mark)
        except EegViewError as error:
            self._desk.fail(error)
            return
        study.review.acts.change(mark, after)

    def _seen(self, mark: Annotation) -> Annotation:
        """Return the mark confirmed by the frame on the screen, which must lie in it or near its onset."""
        shown = self._station.video.exact
        if shown is None or shown.frame is None or shown.clip is None:
            raise UsageError("There is no video at the cursor, nothing can be confirmed.", "Go to where it is shown.")
        if not mark.span.widened(NEAR_S).contains(shown.recording_s):
            raise UsageError(
                "The picture shown is not of this mark.", "Put the cursor into the mark, look at the picture, confirm."
            )
        state = self._station.sync.settled(shown.clip.path)
        self._station.sync.keep_nudges()  # what the confirmation names is then in the history before it
        return confirmed(mark, shown.frame.pts_s, state)


NEAR_S = 2.0  # what is looped around a mark counts as looked at
