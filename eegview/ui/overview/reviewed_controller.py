"""Keeps account of what was really on the screen: by a clock of its own, on disk, in the overview."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.lanes import Lane
from eegview.app.review.coverage import (
    ReviewedTime,
    ScreenWatch,
    Seen,
    display_state_of,
    merged_seen,
    seen_text,
    share_of,
    share_text,
)
from eegview.app.review.coverage_file import ReviewedByAll, keep_seen, read_reviewed
from eegview.model.errors import EegViewError
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.view import ViewState
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_LOOK_MS = 500
_KEEP_S = 5.0  # what a crash may cost of this account
_SHOW_S = 1.0  # while a page moves, something new is seen with each picture of it


class ReviewedController(QObject):
    """One reviewer's account of the open study.

    clock : steady time in seconds, by which it is judged how long a page stood
    """

    changed = Signal()

    def __init__(self, station: "Workstation", clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(station)
        self._station, self._studies = station, station.studies
        self._clock = clock
        self.mine = ReviewedTime()
        self.others: dict[str, ReviewedTime] = {}
        self._recording: Recording | None = None
        self._author = ""
        self._watch = ScreenWatch()
        self._painted: ViewState | None = None
        self._waiting: list[Seen] = []  # seen and not on its way to the disk yet
        self._kept_at_s = 0.0
        self._shown_at_s = 0.0
        self._has_news = False  # seen and not shown in the overview yet
        self._lane = Lane("reviewed", station.bridge.post)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        studies = self._studies
        studies.study_opened.connect(self._study_opened)
        studies.study_closing.connect(self._keep)
        studies.study_closed.connect(self._study_closed)
        studies.shutting_down.connect(self._shut_down)

    # a study comes and goes

    def _study_opened(self, study: OpenStudy) -> None:
        self._recording = study.recording
        study.presenter.page_shown.connect(self._page_shown)
        self._begin()
        self._timer.start()

    def _begin(self) -> None:
        """Begin the account of the reviewer there is now, with what is on disk."""
        recording = self._recording
        if recording is None:
            return
        author = self._author = self._studies.reviewer.name
        self.mine, self.others, self._watch, self._waiting = ReviewedTime(), {}, ScreenWatch(), []
        self._kept_at_s = self._clock()

        def read(found: ReviewedByAll) -> None:
            if self._recording is not recording or self._author != author:
                return
            before = found.by_reviewer.pop(author, ReviewedTime())
            self.mine.add(before.seen)  # beside what has been seen meanwhile
            self.others = found.by_reviewer
            self._studies.add_issues(found.issues)
            self._show()

        self._lane.submit(lambda: read_reviewed(recording.fingerprint), read, self._failed)
        self._show()

    def _study_closed(self) -> None:
        self._timer.stop()
        self._recording, self._painted = None, None
        self.mine, self.others, self._watch, self._waiting = ReviewedTime(), {}, ScreenWatch(), []
        self._show()

    def _shut_down(self) -> None:
        self._keep()
        self._timer.stop()
        self._lane.close()
        self._recording = None

    # watching

    def _page_shown(self, view: ViewState) -> None:
        """Take note of the page as painted."""
        self._settle()
        self._painted = view
        part = view.span.intersection(self._recording.span) if self._recording else None
        if part is not None and self._is_in_sight():
            self._watch.show(part, display_state_of(view), self._clock())

    def look(self) -> None:
        """Take account of the page that stands; the timer does so twice a second."""
        if self._recording is None:
            return
        if self._studies.reviewer.name != self._author:
            self._begin()
        self._settle()
        if not self._is_in_sight():
            self._watch.show_nothing()
        elif self._watch.is_away and self._painted is not None:
            self._page_shown(self._painted)
        if self._has_news and self._clock() - self._shown_at_s >= _SHOW_S:
            self._show()
        if self._clock() - self._kept_at_s >= _KEEP_S:
            self._keep()

    def _settle(self) -> None:
        seen = self._watch.settle(self._clock(), self._has_video())
        if seen:
            self.mine.add(seen)
            self._waiting += seen
            self._has_news = True

    def _is_in_sight(self) -> bool:
        window = self._station.window
        return window.isVisible() and not window.isMinimized() and window.page.shown_page is not None

    def _has_video(self) -> bool:
        video = self._station.video
        shown = video.shown
        return shown is not None and shown.frame is not None and video.panel.isVisible()

    def _keep(self) -> None:
        """Have what was seen written down."""
        self._settle()
        self._kept_at_s = self._clock()
        recording, author, seen = self._recording, self._author, merged_seen(self._waiting)
        self._waiting = []
        if recording is not None and seen:
            self._lane.submit(lambda: keep_seen(recording.fingerprint, author, seen), lambda _none: None, self._failed)

    def _failed(self, error: EegViewError) -> None:
        self._studies.add_issues((Issue("reviewed_not_kept", f"{error.sentence} {error.advice}"),))

    # showing

    def _show(self) -> None:
        self._shown_at_s, self._has_news = self._clock(), False
        self._station.overview.show_reviewed(self.mine.spans, self._words)
        self.changed.emit()

    @property
    def share(self) -> float:
        """Return which share of what was recorded this reviewer has read."""
        return share_of(self.mine.spans, self._recording.segments) if self._recording else 0.0

    @property
    def share_with_video(self) -> float:
        return share_of(self.mine.spans_with_video, self._recording.segments) if self._recording else 0.0

    @property
    def shares_of_others(self) -> dict[str, float]:
        if self._recording is None:
            return {}
        return {name: share_of(t.spans, self._recording.segments) for name, t in sorted(self.others.items())}

    def _words(self, time_s: float) -> str:
        if self._recording is None or any(gap.contains(time_s) for gap in self._recording.gaps):
            return ""
        seen = self.mine.at(time_s)
        how = f"reviewed: {seen_text(seen[0])}" if seen and seen[0].display.is_reading else "not reviewed by you"
        return f"{how}\n{share_text(self.share)} of the recording reviewed by you"
