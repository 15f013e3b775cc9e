"""Playing: the clock that moves the cursor, its speeds, and a stretch played over and over."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from eegview.app.video.playing import SPEEDS
from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_TICK_MS = 16


class PlayDesk(QObject):
    """Ticks the player of the open study while it plays."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk, self._panel = station, station.desk, station.video.panel
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        station.actions.connect(
            {
                "play.play_pause": self.play_or_pause,
                "play.loop": self.loop,
                "play.slower": lambda: self.step_speed(-1),
                "play.faster": lambda: self.step_speed(1),
                "play.normal": lambda: self.use_speed(1.0),
            }
        )
        self._panel.speed_changed.connect(self.use_speed)
        self._desk.study_opened.connect(lambda study: study.player.set_speed(self._speed))
        self._desk.study_closed.connect(self._show)
        self._speed = 1.0

    @property
    def is_playing(self) -> bool:
        study = self._desk.study
        return study is not None and study.player.is_playing

    def play_or_pause(self) -> None:
        study = self._desk.study
        if study is not None:
            if study.player.is_playing:
                study.player.pause()
            else:
                study.player.play()
            self._show()

    def loop(self) -> None:
        """Play the selection, else the selected mark, over and over; again: stop."""
        study = self._desk.study
        if study is None:
            return
        selection, mark = study.session.view.selection, study.review.selection.mark
        if study.player.loop_span is not None:
            study.player.pause()
        elif selection is not None or mark is not None:
            study.player.loop(selection or mark.span)  # type: ignore[union-attr]
        else:
            cursor_s = study.session.view.cursor_s
            here_s = study.session.view.start_s if cursor_s is None else cursor_s
            study.player.loop(Span(here_s, here_s))
        self._show()

    @property
    def speed(self) -> float:
        return self._speed

    def loop_over(self, span: Span) -> None:
        """Play this stretch, with a margin, over and over."""
        if self._desk.study is not None:
            self._desk.study.player.loop(span)
            self._show()

    def pause(self) -> None:
        if self._desk.study is not None:
            self._desk.study.player.pause()
            self._show()

    def use_speed(self, speed: float) -> None:
        self._speed = speed
        self._panel.show_speed(speed)
        if self._desk.study is not None:
            self._desk.study.player.set_speed(speed)

    def step_speed(self, steps: int) -> None:
        """Go to the next slower or faster speed."""
        self.use_speed(SPEEDS[min(max(SPEEDS.index(self._speed) + steps, 0), len(SPEEDS) - 1)])

    def _tick(self) -> None:
        if self._desk.study is not None:
            self._desk.study.player.tick()
        self._show()

    def _show(self) -> None:
        """Have the timer and the buttons say what the player does."""
        study = self._desk.study
        is_looping = study is not None and study.player.loop_span is not None
        if self.is_playing != self._timer.isActive():
            if self.is_playing:
                self._timer.start()
            else:
                self._timer.stop()
        self._panel.show_playing(self.is_playing, is_looping)
