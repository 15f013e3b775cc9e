"""Serve pages: from the cache at once, else from the page lane, newest request first, neighbours while idle."""

from collections.abc import Callable, Iterable
from functools import partial

from eegview.app.lanes import NewestLane, Post
from eegview.app.page.building import build_page
from eegview.app.page.cache import PageCache
from eegview.app.page.extra_rows import ExtraRow, with_extra_rows
from eegview.app.page.long_pages import Overtaken, build_long_page, is_long
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource


class PageServer:
    """Answers page requests of one recording.

    source : the lane's own handle, closed with the server
    page_ready, page_failed : called where `post` runs things, for answers that were not in the cache
    """

    def __init__(
        self,
        source: SignalSource,
        post: Post,
        page_ready: Callable[[PageResult], None],
        page_failed: Callable[[EegViewError], None],
    ) -> None:
        self._source = source
        self._post = post
        self._page_ready, self._page_failed = page_ready, page_failed
        self._cache = PageCache()
        self._asked: PageRequest | None = None
        self._extra_rows: tuple[ExtraRow, ...] = ()
        self._handed_out: tuple[PageResult, PageResult] | None = None  # as built, and with the extra rows
        self._lane = NewestLane("page", post)

    def page(self, request: PageRequest) -> PageResult | None:
        """Return the page if it is cached; else request it and return None."""
        result = self._cache.get(request)
        if result is not None:
            self._asked = None
        elif request != self._asked:  # the same question twice is asked once
            self._asked = request
            self._lane.ask(lambda: self._answer(request))
        return self._complete(result) if result is not None else None

    def set_extra_rows(self, extra_rows: tuple[ExtraRow, ...]) -> None:
        """Add these rows to every page from now on; the page served last is served again with them at once.

        No page is built anew: the rows may change often, as a trace grows or a video is shifted.
        """
        self._extra_rows = extra_rows
        if self._handed_out is not None:
            page, _before = self._handed_out
            self._handed_out = None
            if self._asked is None:  # else the answer on its way will have them
                self._page_ready(self._complete(page))

    def ask_again(self) -> None:
        """Forget every page: what they were read from has changed, or can be read again."""
        self._asked = self._handed_out = None
        self._cache.drop(lambda _request: True)

    def prefetch(self, requests: Iterable[PageRequest]) -> None:
        """Build these pages while no page is requested; call it once the requested page is painted.

        Building holds the interpreter at times, and a page on its way to the screen must not wait for one that nobody
        wants yet.
        """
        recording = self._source.recording
        wanted = (r for r in requests if r not in self._cache and not is_long(recording, r))
        self._lane.offer(tuple(self._build_ahead(r) for r in wanted))

    def close(self) -> None:
        self._lane.close()
        self._source.close()

    def _answer(self, request: PageRequest) -> None:
        try:
            if is_long(self._source.recording, request):
                result = build_long_page(self._source, request, self._show_so_far, lambda: not self._lane.is_asked)
            else:
                result = build_page(self._source, request)
        except Overtaken:
            return
        except EegViewError as error:
            self._post(partial(self._page_failed, error))
            return
        self._post(lambda: self._on_page_built(result))

    def _show_so_far(self, page: PageResult) -> None:
        """Report a long page as far as it is built; it is cached only when it is whole."""
        self._post(lambda: self._page_ready(self._complete(page)))

    def _on_page_built(self, result: PageResult) -> None:
        self._cache.put(result)
        if self._asked == result.request:
            self._asked = None
        self._page_ready(self._complete(result))

    def _complete(self, page: PageResult) -> PageResult:
        """Return the page with its extra rows; the same page gives the same object, so that it is painted once."""
        if self._handed_out is None or self._handed_out[0] is not page:
            self._handed_out = page, with_extra_rows(page, self._extra_rows) if self._extra_rows else page
        return self._handed_out[1]

    def _build_ahead(self, request: PageRequest) -> Callable[[], None]:
        def work() -> None:
            try:
                result = build_page(self._source, request)
            except EegViewError:
                return  # it is reported when the page itself is requested
            self._post(lambda: self._cache.put(result))

        return work
