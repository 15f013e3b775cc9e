"""Work on the open study's file beside the page, on a lane and with a handle of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import NewestLane, Post
from eegview.model.recording import SignalSource
from eegview.ui.window.study.open_study import OpenStudy


class StudyLane(QObject):
    """Does the newest work asked for; what it overtakes is dropped. It ends with the study.

    The lane begins with the first work, so that what nobody opens costs no thread.
    """

    def __init__(self, study: OpenStudy, post: Post, name: str) -> None:
        super().__init__(study.scope)
        self._study, self._post, self._name = study, post, name
        self._lane: NewestLane | None = None
        self._source: SignalSource | None = None  # opened where the work first asks for it
        study.scope.ended.connect(self._close)

    def ask(self, work: Callable[[], None]) -> None:
        """Have some work done on the lane."""
        lane = self._lane = self._lane or NewestLane(self._name, self._post)
        lane.ask(work)

    def source(self) -> SignalSource:
        """Return the lane's own handle of the study's file; for the work that runs on it.

        Raises
        ------
        EegViewError : the file can no longer be opened
        """
        source = self._source = self._source or self._study.source.reopen()
        return source

    def _close(self) -> None:
        if self._lane is not None:
            self._lane.close()
        if self._source is not None:
            self._source.close()
