"""Reads the pages of the row on a lane, each study with a handle of its own, and keeps them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Lane
from eegview.app.page.building import build_page
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class SmallPages(QObject):
    """The pages asked for last.

    came : a page was read, or could not be
    """

    came = Signal()

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._scope, self._post = study.scope, context.studies.bridge.post
        self._lane: Lane | None = None
        self._pages: dict[PageRequest, PageResult | None] = {}  # None while it is on its way
        self._problems: dict[PageRequest, str] = {}
        study.scope.ended.connect(self._end)

    def page(self, source: SignalSource, request: PageRequest) -> tuple[PageResult | None, str]:
        """Return the page, or why it cannot be read; neither while it is on its way, which is begun here."""
        if request not in self._pages and request not in self._problems:
            self._pages[request] = None
            self._read(source, request)
        return self._pages.get(request), self._problems.get(request, "")

    def keep(self, requests: set[PageRequest]) -> None:
        """Let go of all pages but these."""
        self._pages = {request: page for request, page in self._pages.items() if request in requests}
        self._problems = {request: text for request, text in self._problems.items() if request in requests}

    def _read(self, source: SignalSource, request: PageRequest) -> None:
        def work() -> PageResult:
            handle = source.reopen()
            try:
                return build_page(handle, request)
            finally:
                handle.close()

        def done(page: PageResult) -> None:
            if self._scope.is_open and request in self._pages:
                self._pages[request] = page
                self.came.emit()

        def failed(error: EegViewError) -> None:
            if self._scope.is_open and request in self._pages:
                del self._pages[request]
                self._problems[request] = error.sentence
                self.came.emit()

        self._lane = self._lane or Lane("small pages", self._post)
        self._lane.submit(work, done, failed)

    def _end(self) -> None:
        if self._lane is not None:
            self._lane.close()
