"""Playing: the clock that moves the cursor, its speeds, and a span played over and over."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from eegview.app.video.playing import SPEEDS, Player
from eegview.model.span import Span
from eegview.ui.video.panel import VideoPanel
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_TICK_MS = 16


class PlayController(QObject):
    """The clock of the open study's player. The speed outlives studies; without a study nothing plays."""

    def __init__(self, context: Context, panel: VideoPanel) -> None:
        super().__init__(context.window)
        self._studies, self._panel = context.studies, panel
        self._speed = 1.0
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        context.actions.connect(
            {
                "play.play_pause": self.play_or_pause,
                "play.loop": self.loop,
                "play.slower": lambda: self.step_speed(-1),
                "play.faster": lambda: self.step_speed(1),
                "play.normal": lambda: self.use_speed(1.0),
            }
        )
        panel.speed_changed.connect(self.use_speed)
        context.studies.study_opened.connect(self._study_opened)
        context.studies.study_closed.connect(self._show)

    def _study_opened(self, study: OpenStudy) -> None:
        study.player.set_speed(self._speed)

    def _with_player(self, act: Callable[[Player], None]) -> None:
        """Do something with the open study's player, then show what it does; without a study there is none."""
        study = self._studies.study
        if study is not None:
            act(study.player)
            self._show()

    @property
    def is_playing(self) -> bool:
        """Whether the open study is played."""
        study = self._studies.study
        return study is not None and study.player.is_playing

    def play_or_pause(self) -> None:
        """Play on from the cursor; while playing, stop."""
        self._with_player(lambda player: player.pause() if player.is_playing else player.play())

    def pause(self) -> None:
        """Stop playing."""
        self._with_player(Player.pause)

    # loops

    def loop(self) -> None:
        """Play the selection, else the selected mark, else what is at the cursor, over and over; again: stop."""
        study = self._studies.study
        if study is None:
            return
        if study.player.loop_span is not None:
            self.pause()
        else:
            self.loop_over(_span_to_loop(study))

    def loop_over(self, span: Span) -> None:
        """Play this span, with a margin, over and over."""
        self._with_player(lambda player: player.loop(span))

    # speed

    @property
    def speed(self) -> float:
        """Seconds of the recording played in one second."""
        return self._speed

    def use_speed(self, speed: float) -> None:
        """Play at this speed, one of `SPEEDS`, from now on."""
        self._speed = speed
        self._panel.show_speed(speed)
        self._with_player(lambda player: player.set_speed(speed))

    def step_speed(self, steps: int) -> None:
        """Go to the next slower or faster speed."""
        self.use_speed(SPEEDS[min(max(SPEEDS.index(self._speed) + steps, 0), len(SPEEDS) - 1)])

    # the clock

    def _tick(self) -> None:
        self._with_player(Player.tick)

    def _show(self) -> None:
        """Set the timer and the buttons by what the player does."""
        study, is_playing = self._studies.study, self.is_playing
        if is_playing != self._timer.isActive():
            if is_playing:
                self._timer.start()
            else:
                self._timer.stop()
        self._panel.show_playing(is_playing, study is not None and study.player.loop_span is not None)


def _span_to_loop(study: OpenStudy) -> Span:
    """Return the selection, else the selected mark's span, else the moment of the cursor or of the page's start."""
    view, mark = study.view, study.review.selection.mark
    if view.selection is not None:
        return view.selection
    if mark is not None:
        return mark.span
    here_s = view.start_s if view.cursor_s is None else view.cursor_s
    return Span(here_s, here_s)
