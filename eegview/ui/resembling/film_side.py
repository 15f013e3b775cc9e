"""One side of the comparison: the film of one study around one event, from its onset."""

from PySide6.QtCore import QObject

from eegview.app.lanes import Post
from eegview.app.video.footage import OpenedFootage
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.resembling.pair_clock import LEAD_S
from eegview.ui.video.view import VideoView


class FilmSide(QObject):
    """Shows the frame of each moment; without video it says so."""

    def __init__(self, name: str, accessible_name: str, post: Post) -> None:
        super().__init__()
        self.picture = VideoView(name)
        self.picture.setAccessibleName(accessible_name)
        self._post = post
        self._footage: OpenedFootage | None = None
        self._server: FrameServer | None = None
        self.onset_s = 0.0
        self.picture.show_message(tr("Reading the video …"))

    @property
    def has_video(self) -> bool:
        """Whether there is a film to show."""
        return self._server is not None

    def show(self, footage: OpenedFootage | None, onset_s: float, stop_s: float) -> None:
        """Show the film of a study from now on, around an event; it is closed with this side.

        footage : None = there is none
        stop_s : seconds from the onset at which the loop begins anew
        """
        self.close()
        self.onset_s, self._footage = onset_s, footage
        if footage is None:
            self.picture.show_message(tr("No video of this study was found."))
            return
        self._server = FrameServer(footage, self._post, self._show, self._failed)
        self._server.set_loop(Span(max(onset_s - LEAD_S, 0.0), onset_s + stop_s))

    def use_onset(self, onset_s: float, stop_s: float) -> None:
        """Show another event of the same film."""
        self.onset_s = onset_s
        if self._server is not None:
            self._server.set_loop(Span(max(onset_s - LEAD_S, 0.0), onset_s + stop_s))

    def ask(self, since_onset_s: float) -> None:
        """Show the frame of a moment."""
        if self._server is not None:
            self._server.ask(max(self.onset_s + since_onset_s, 0.0))

    def _show(self, shown: ShownFrame) -> None:
        if self._server is None:
            return
        if shown.frame is None:
            self.picture.show_message(shown.message)
        elif not shown.is_preview or self.picture.rgb is None:
            since_s = f"{(shown.frame_recording_s or 0.0) - self.onset_s:+.2f}".replace("-", "−")
            self.picture.show_frame(shown.frame.rgb, tr("{since_s} s from onset", since_s=since_s))

    def _failed(self, error: EegViewError) -> None:
        self.picture.show_message(error.sentence)

    def close(self) -> None:
        """Read no more; its thread ends."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        footage, self._footage = self._footage, None
        if footage is not None:
            footage.close()
