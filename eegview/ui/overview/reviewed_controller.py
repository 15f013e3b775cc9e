"""Track which parts of the recording have been viewed: by a clock of its own, on disk, in the overview."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from eegview.app.film.film_watch import FilmWatch
from eegview.app.lanes import Lane
from eegview.app.review.coverage import (
    MOST_SPEED,
    PageMotion,
    ReviewedTime,
    ScreenWatch,
    Seen,
    display_state_of,
    merged_seen,
    seen_text,
    share_of,
    share_text,
)
from eegview.app.review.coverage_file import ReviewedByAll, hand_over_seen, keep_seen, read_reviewed
from eegview.model.display.view import ViewState
from eegview.model.errors import EegViewError
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.overview.view import OverviewView
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_POLL_MS = 500
_KEEP_S = 5.0  # what a crash may cost of this account
_MOST_PIECES = 500  # of what was seen, before they are joined
_SHOW_S = 1.0  # while a page moves, something new is seen with each picture of it


def is_program_in_front() -> bool:
    """Whether a window of this program is the one that is used."""
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive


class ReviewedController(QObject):
    """Keeps one reviewer's account of what was viewed in the open study.

    mine : what this reviewer has viewed
    others : what others have, by name; both are empty while nothing is open
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        overview: OverviewView,
        is_video_in_sight: Callable[[], bool],
        play: PlayController,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing open.

        Parameters
        ----------
        context
            What every part of the window may use.
        overview
            Where the account is drawn.
        is_video_in_sight
            Whether the picture of the cursor's time is on the screen now.
        play
            What plays the recording, perhaps faster than anybody reads.
        clock
            Gives seconds that never go back.
        """
        super().__init__(context.window)
        self._window, self._studies, self._overview = context.window, context.studies, overview
        self._is_video_in_sight, self._play, self._clock = is_video_in_sight, play, clock
        self.mine = ReviewedTime()
        self.others: dict[str, ReviewedTime] = {}
        self._recording: Recording | None = None
        self._segments: tuple[Span, ...] = ()  # of the open recording
        self._author = ""
        self._watch, self._motion, self._film = ScreenWatch(), PageMotion(), FilmWatch()
        self._is_key_held = False
        self._looked_at_s = 0.0  # when it was last certain that the page could be looked at
        self._painted: ViewState | None = None
        self._unwritten: list[Seen] = []  # seen and not on its way to the disk yet
        self._seen_here: list[Seen] = []  # seen since the study was opened or the reviewer changed
        self._kept_here: list[Seen] = []  # those of them that are on their way to the disk, as they are written
        self._kept_at_s = self._shown_at_s = 0.0
        self._is_stale = False  # seen and not shown in the overview yet
        self._lane = Lane("reviewed", context.studies.bridge.post)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self.look)
        studies = self._studies
        studies.study_opened.connect(self._study_opened)
        studies.study_closing.connect(self._keep)
        studies.study_closed.connect(self._study_closed)
        studies.shutting_down.connect(self._shut_down)
        studies.introduced.connect(self.go_on_named)
        self._window.page.installEventFilter(self)

    # a study comes and goes

    def _study_opened(self, study: OpenStudy) -> None:
        self._recording, self._segments = study.recording, study.recording.segments
        study.presenter.page_shown.connect(self._page_shown)
        self._begin(study.recording)
        self._timer.start()

    def _begin(self, recording: Recording) -> None:
        """Begin the account of the reviewer there is now, with what is on disk."""
        author = self._author = self._studies.reviewer.name
        self._forget()
        self._kept_at_s = self._clock()

        def read(found: ReviewedByAll) -> None:
            if self._recording is not recording or self._author != author:
                return
            before = found.by_reviewer.pop(author, ReviewedTime())
            self.mine.add(before.seen)  # beside what has been seen meanwhile
            self.others = found.by_reviewer
            self._studies.add_issues(found.issues)
            self._show()

        self._lane.submit(lambda: read_reviewed(recording.reviewed_id), read, self._failed)
        self._show()

    def go_on_named(self) -> None:
        """Go on under the name the reviewer has given: what they saw since the study was opened is theirs."""
        if self._recording is None or self._studies.reviewer.name == self._author:
            return
        self._settle()
        seen, unwritten = self._seen_here, self._unwritten
        fingerprint, was, name = self._recording.reviewed_id, self._author, self._studies.reviewer.name
        kept = tuple(self._kept_here)
        self._lane.submit(lambda: hand_over_seen(fingerprint, was, name, kept), lambda _none: None, self._failed)
        self._begin(self._recording)
        self.mine.add(seen)
        self._seen_here, self._unwritten, self._kept_here = [*seen], [*unwritten], [*kept]
        self._show()

    def _forget(self) -> None:
        self.mine, self.others, self._watch, self._unwritten = ReviewedTime(), {}, ScreenWatch(), []
        self._seen_here, self._kept_here = [], []
        self._motion, self._film = PageMotion(), FilmWatch()
        self._is_key_held, self._looked_at_s = False, self._clock()

    def _study_closed(self) -> None:
        self._timer.stop()
        self._recording, self._segments, self._painted = None, (), None
        self._forget()
        self._show()

    def _shut_down(self) -> None:
        self._keep()
        self._timer.stop()
        self._lane.close()
        self._recording = None

    # watching

    def _page_shown(self, view: ViewState) -> None:
        """Note the page as painted."""
        if self._recording is not None and self._recording.is_film:
            self._film_shown(view)
            return
        self._settle()
        self._painted = view
        self._motion.note(view.start_s, self._clock())
        if self._motion.is_flying(self._clock()):
            self._watch.show_nothing()  # what flies past is looked at once it stands
        self._watch_painted()

    def _film_shown(self, view: ViewState) -> None:
        """Note the picture of a film at the cursor."""
        if self._is_looked_at() and self._is_video_in_sight():
            self._add(self._film.show(view, self._clock()))
        else:
            self._film.show_nothing()

    def _watch_painted(self) -> None:
        """Watch the page as painted last, if it can be looked at."""
        view, recording = self._painted, self._recording
        part = view.span.intersection(recording.span) if view is not None and recording is not None else None
        if view is not None and part is not None and self._is_looked_at():
            self._watch.show(part, display_state_of(view), self._clock())

    def look(self) -> None:
        """Account for the page that stands; the timer does so twice a second."""
        if self._recording is not None and self._studies.reviewer.name != self._author:
            self._begin(self._recording)
        self._settle()
        if self._watch.is_away:
            self._watch_painted()
        if self._is_stale and self._clock() - self._shown_at_s >= _SHOW_S:
            self._show()
        if self._clock() - self._kept_at_s >= _KEEP_S:
            self._keep()

    def _settle(self) -> None:
        """Count what was looked at; where it cannot be looked at any more, up to when that was last certain."""
        is_looked_at = self._is_looked_at()
        if is_looked_at:
            self._looked_at_s = self._clock()
        seen = self._watch.settle(self._looked_at_s, self._is_video_in_sight())
        if not is_looked_at:
            self._watch.show_nothing()
        self._add(seen)

    def _add(self, seen: tuple[Seen, ...]) -> None:
        """Add what was seen to the account."""
        if not seen:
            return
        self.mine.add(seen)
        self._unwritten += seen
        self._seen_here += seen
        if len(self._seen_here) > _MOST_PIECES:
            self._seen_here = [*merged_seen(self._seen_here)]
        self._is_stale = True

    def _is_looked_at(self) -> bool:
        is_played_fast = self._play.is_playing and self._play.speed > MOST_SPEED
        return self._is_in_sight() and not self._is_key_held and not is_played_fast

    def _is_in_sight(self) -> bool:
        """Whether the page is on the screen as far as the desktop says, and this program the one that is used.

        Another window of this program, such as the video's on a second screen, may be the active one. What another
        program's window covers no desktop tells; so while another program is used nothing counts.
        """
        window, handle = self._window, self._window.windowHandle()
        is_shown = window.isVisible() and not window.isMinimized() and window.page.isVisible()
        is_exposed = handle is not None and handle.isExposed()
        return is_shown and is_exposed and is_program_in_front() and window.page.shown_page is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that a key is held down: pages that come by themselves are not read."""
        kind = event.type()
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if isinstance(event, QKeyEvent) and event.isAutoRepeat() != self._is_key_held:
                self._hold_key(event.isAutoRepeat())
        elif kind == QEvent.Type.FocusOut and self._is_key_held:
            self._hold_key(False)
        return super().eventFilter(watched, event)

    def _hold_key(self, is_held: bool) -> None:
        self._settle()
        self._is_key_held = is_held
        self._settle()
        if not is_held:
            self._watch_painted()

    def _keep(self) -> None:
        """Have what was seen written to disk."""
        self._settle()
        self._kept_at_s = self._clock()
        recording, author, seen = self._recording, self._author, merged_seen(self._unwritten)
        self._unwritten = []
        self._kept_here += seen
        if recording is not None and seen:
            self._lane.submit(lambda: keep_seen(recording.reviewed_id, author, seen), lambda _none: None, self._failed)

    def _failed(self, error: EegViewError) -> None:
        self._studies.add_issues((Issue("reviewed_not_kept", f"{error.sentence} {error.advice}"),))

    # showing

    def _show(self) -> None:
        self._shown_at_s, self._is_stale = self._clock(), False
        self._overview.show_reviewed(self.mine.spans, self._text_at)
        self.changed.emit()

    @property
    def share(self) -> float:
        """The share of what was recorded that this reviewer has read, 0–1."""
        return share_of(self.mine.spans, self._segments)

    @property
    def share_with_video(self) -> float:
        """The share of what was recorded that this reviewer has read with the picture beside it, 0–1."""
        return share_of(self.mine.spans_with_video, self._segments)

    @property
    def shares_of_others(self) -> dict[str, float]:
        """The share each other reviewer has read, by name."""
        return {name: share_of(t.spans, self._segments) for name, t in sorted(self.others.items())}

    def _text_at(self, time_s: float) -> str:
        """Return how a moment was viewed; "" where nothing was recorded."""
        if self._recording is None or any(gap.contains(time_s) for gap in self._recording.gaps):
            return ""
        seen = self.mine.at(time_s)
        how = f"reviewed: {seen_text(seen[0])}" if seen and seen[0].display.is_reading else "not reviewed by you"
        return tr("{how}\n{share_text} of the recording reviewed by you", how=how, share_text=share_text(self.share))
