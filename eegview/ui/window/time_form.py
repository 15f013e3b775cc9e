"""The one form in which times of a study are told: the wall clock, or counted from the start, as the list is set."""

from PySide6.QtCore import QObject, Signal

from eegview.app.page.clock_grid import clock_offset_s
from eegview.app.page.session import Session
from eegview.model.recording import Recording
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import clock_base, has_clock, wall_clock_at


class TimeForm(QObject):
    """How the times of one recording are written in list, axis, toasts, undo and history; see `Session.time_text`.

    changed : by the clock now, or from the start
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def is_clock(self) -> bool:
        """Whether times are by the wall clock; never so where the recording has none."""
        return self._session.is_clock and has_clock(self._session.recording)

    def use_clock(self, is_clock: bool) -> None:
        """Write times by the clock, or from the start."""
        before, self._session.is_clock = self.is_clock, is_clock
        if self.is_clock != before:
            self.changed.emit()

    def text(self, time_s: float, decimals: int = 1) -> str:
        """Return a time of the recording: `13:32:52.4` or `00:11:56.4`."""
        return self._session.time_text(time_s, decimals)

    def axis(self, time_s: float) -> str:
        """Return what stands under a time line, with tenths only off the whole second."""
        return tick_text(self._session.recording, time_s, self.is_clock)


def wall_text(recording: Recording, time_s: float, decimals: int = 0) -> str:
    """Return the wall clock at `time_s`, "" where nothing says it."""
    return wall_clock_at(recording, time_s, decimals)


def clock_text(recording: Recording, time_s: float) -> str:
    """Return the wall clock at a time, elapsed time where there is none."""
    return wall_text(recording, time_s, 1 if time_s % 1 else 0) or elapsed_text(time_s, 0)


def tick_text(recording: Recording, time_s: float, is_clock: bool = True) -> str:
    """Return what stands under a time line of the page: as `clock_text`, with tenths only off the whole second."""
    base = clock_base(recording, time_s) if is_clock else None
    shown_s = time_s if base is None else time_s - base[1] + clock_offset_s(base[0])
    decimals = 0 if abs(shown_s - round(shown_s)) < 1e-3 else 1
    return (wall_text(recording, time_s, decimals) if is_clock else "") or elapsed_text(time_s, decimals)
