"""Play EEG and video together: recording time runs with real time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from eegview.app.page import navigation as moves
from eegview.app.page.session import Session
from eegview.model.span import Span

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LOOP_MARGIN_S = 2.0  # shown before and after what is looped: how it begins is half of what it is


class Pacemaker(Protocol):
    """A clock that recording time follows while it plays, such as a sound device's.

    time_s : recording time that is heard now; None when it does not keep the time, and the clock does
    """

    @property
    def time_s(self) -> float | None: ...
    def start(self, recording_s: float, speed: float) -> None: ...
    def stop(self) -> None: ...


class Player:
    """Move the cursor along the recording while it plays, and turn the page when the cursor leaves it.

    now_s : a monotonic clock in seconds
    pacemaker : notified where playing begins, jumps and stops; None = the clock alone keeps the time
    """

    def __init__(self, session: Session, now_s: Callable[[], float], pacemaker: Pacemaker | None = None) -> None:
        self._session, self._now_s = session, now_s
        self.pacemaker = pacemaker
        self.speed = 1.0
        self._began_at_s: float | None = None
        self._began_from_s = 0.0
        self._set_s: float | None = None  # where the cursor was put last; elsewhere means the reviewer moved it
        self.loop_span: Span | None = None  # played over and over

    @property
    def is_playing(self) -> bool:
        return self._began_at_s is not None

    def play(self) -> None:
        """Start from the cursor if it is on the page, else from the page's start."""
        view = self._session.view
        on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
        self._go_on_from(view.cursor_s if on_page and view.cursor_s is not None else view.start_s)
        self._set_s = None

    def pause(self) -> None:
        self._began_at_s = self.loop_span = None
        if self.pacemaker is not None:
            self.pacemaker.stop()

    def loop(self, span: Span) -> None:
        """Play `span` with two seconds before and after, over and over, until paused or the cursor is put elsewhere."""
        recording = self._session.recording.span
        wide = span.widened(LOOP_MARGIN_S).intersection(self._whole_around(span))
        if wide is not None:
            self._session.set_view(moves.shown(self._session.view, wide, recording))
            self.play()
            self.loop_span = wide

    def set_speed(self, speed: float) -> None:
        """Change the speed without a jump in time."""
        time_s, self.speed = self.time_s, speed
        if self.is_playing:
            self._go_on_from(time_s)

    @property
    def time_s(self) -> float:
        """Return the recording time that should be on screen now."""
        if self._began_at_s is None:
            return self._began_from_s
        paced_s = self.pacemaker.time_s if self.pacemaker is not None else None
        if paced_s is not None:
            return paced_s
        return self._began_from_s + (self._now_s() - self._began_at_s) * self.speed

    def tick(self) -> None:
        """Move the view to the time now reached; stop at the end of the recording."""
        if not self.is_playing:
            return
        view, recording = self._session.view, self._session.recording.span
        if view.cursor_s is not None and self._set_s is not None and view.cursor_s != self._set_s:
            self._go_on_from(view.cursor_s)
            if self.loop_span is not None and not self.loop_span.contains(view.cursor_s):
                self.loop_span = None
        if self.loop_span is not None and self.time_s >= self.loop_span.stop_s:
            self._go_on_from(self.loop_span.start_s)
        time_s = self.time_s
        # where a pacemaker leaves off, the clock goes on from there
        self._began_from_s, self._began_at_s = time_s, self._now_s()
        next_s = self._next_clip_s(time_s)
        if next_s is not None:  # between two clips of a film nothing is to be seen
            self._go_on_from(next_s)
            time_s = next_s
        if time_s >= recording.stop_s:
            self.pause()
            time_s = recording.stop_s
        view = replace(view, cursor_s=time_s)
        self._set_s = time_s
        if not view.span.contains(time_s) and self.is_playing:
            view = moves.to(view, view.start_s + view.page_s, recording)
            if not view.span.contains(time_s):
                view = moves.to(view, time_s, recording)
        self._session.set_view(view)

    def _whole_around(self, span: Span) -> Span:
        """Return the recording's span; of a film, that of the clip in which `span` lies."""
        recording = self._session.recording
        return next((clip.span for clip in recording.clips if clip.span.overlaps(span)), recording.span)

    def _next_clip_s(self, time_s: float) -> float | None:
        """Return where the next clip of a film begins, None where a clip lies at `time_s` or none follows."""
        clips = self._session.recording.clips
        if any(clip.span.contains(time_s) for clip in clips):
            return None
        return min((clip.span.start_s for clip in clips if clip.span.start_s > time_s), default=None)

    def _go_on_from(self, time_s: float) -> None:
        """Play on from a time, with the pacemaker."""
        self._began_from_s, self._began_at_s = time_s, self._now_s()
        if self.pacemaker is not None:
            self.pacemaker.start(time_s, self.speed)
