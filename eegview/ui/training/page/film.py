"""The video of an item, played over and over around what is asked about."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from eegview.app.lanes import Post
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.training.page.item_handle import ItemHandle
from eegview.ui.video.view import VideoView

BEFORE_S, AFTER_S = 2.0, 4.0  # of the instant that is asked about
MOST_S = 15.0  # of a film that is shown whole
SLOW = 0.5
_TICK_MS = 16


def loop_of(asked_s: float | None, covered: Span) -> Span:
    """Return what of a film is played: around the instant that is asked about, else all of it or its beginning."""
    if covered.duration_s <= MOST_S:
        return covered
    if asked_s is None:
        return Span(covered.start_s, covered.start_s + MOST_S)
    return Span(asked_s - BEFORE_S, asked_s + AFTER_S).intersection(covered) or covered


class Film(QObject):
    """Shows the frames of one item after another.

    moved : another frame is shown; its time on the stretch, s

    now_s : a steady clock in seconds
    """

    moved = Signal(float)

    def __init__(self, post: Post, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.picture = VideoView("training.picture")
        self.picture.setAccessibleName(tr("Video of the item"))
        self._post, self._now_s = post, now_s
        self._server: FrameServer | None = None
        self._loop: Span | None = None
        self._began_s = 0.0
        self._speed = 1.0
        self._tells_place = False
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def loop(self) -> Span | None:
        """What is played over and over, None without a film."""
        return self._loop

    def tell_place(self, is_told: bool) -> None:
        """Say from now on where on the page the loop lies, or only how long it is: where it lies can be an answer."""
        self._tells_place = is_told

    def caption(self, at_s: float) -> str:
        """Return what stands below a frame of this time."""
        assert self._loop is not None
        loop, speed = self._loop, f"{self._speed:g}×"
        if self._tells_place:
            return tr(
                "loop {start_s:.1f}–{stop_s:.1f} s, {speed}  ·  now {at_s:.2f} s",
                start_s=max(loop.start_s, 0.0),
                stop_s=loop.stop_s,
                speed=speed,
                at_s=at_s,
            )
        return tr("loop of {duration_s:.1f} s, {speed}", duration_s=loop.duration_s, speed=speed)

    def show_item(self, handle: ItemHandle) -> bool:
        """Play the film of an item from the start of its loop; return whether it has one."""
        self.hide_item()
        if handle.footage is None:
            self.picture.show_message(tr("No video with this item"))
            return False
        covered = handle.footage.footage.coverage[0]
        if handle.item.is_film:  # what is filmed before the stretch is not asked about, and could hold another event
            covered = covered.intersection(Span(0.0, handle.item.duration_s)) or covered
        self._loop = loop_of(handle.item.ask_s, covered)
        self._server = FrameServer(handle.footage, self._post, self._show, self._failed)
        self._server.set_loop(self._loop)
        self.picture.show_message(tr("Reading the video …"))
        self.replay()
        return True

    def hide_item(self, text: str = "") -> None:
        """Show a text instead of a film; its threads end."""
        self._timer.stop()
        self._loop = None
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
        self.picture.show_message(text)

    def replay(self) -> None:
        """Play from the start of the loop."""
        if self._loop is not None:
            self._began_s = self._now_s()
            self._timer.start()
            self._tick()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()

    def use_speed(self, speed: float) -> None:
        """Play at this speed, 1.0 as recorded; the picture goes on from where it is."""
        if self._loop is not None:
            at_s = self._time_s() - self._loop.start_s
            self._began_s = self._now_s() - at_s / speed
        self._speed = speed

    @property
    def speed(self) -> float:
        return self._speed

    def _time_s(self) -> float:
        assert self._loop is not None
        gone_s = (self._now_s() - self._began_s) * self._speed
        return self._loop.start_s + gone_s % max(self._loop.duration_s, 0.1)

    def _tick(self) -> None:
        if self._server is not None and self._loop is not None:
            self._server.ask(self._time_s())

    def _show(self, shown: ShownFrame) -> None:
        if self._server is None or self._loop is None:
            return
        if shown.frame is None:
            self.picture.show_message(shown.message)
        elif not shown.is_preview or self.picture.rgb is None:
            at_s = shown.frame_recording_s or 0.0
            self.picture.show_frame(shown.frame.rgb, self.caption(at_s))
            self.moved.emit(at_s)

    def _failed(self, error: EegViewError) -> None:
        if self._server is not None:
            self._timer.stop()
            self.picture.show_message(error.sentence)
