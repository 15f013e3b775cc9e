"""Cache the pages built last, so that turning back is instant."""

from collections import OrderedDict
from collections.abc import Callable

from eegview.model.display.page import PageRequest, PageResult

DEFAULT_LIMIT_BYTES = 32 * 2**20


def page_bytes(page: PageResult) -> int:
    """Return the memory a page's samples use, in bytes."""
    return sum(trace.values.nbytes for trace in page.traces) + 1024


class PageCache:
    """A cache of the pages used last, as many as fit in `limit_bytes`. It belongs to one thread."""

    def __init__(self, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self.limit_bytes = limit_bytes
        self.n_bytes = 0
        self._pages: OrderedDict[PageRequest, PageResult] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def __contains__(self, request: PageRequest) -> bool:
        return request in self._pages

    def get(self, request: PageRequest) -> PageResult | None:
        """Return the page of this request, None if it is not kept."""
        page = self._pages.get(request)
        if page is not None:
            self._pages.move_to_end(request)
        return page

    def put(self, page: PageResult) -> None:
        """Store `page`, dropping those unused longest. A page larger than the limit is not stored."""
        if old := self._pages.pop(page.request, None):
            self.n_bytes -= page_bytes(old)
        n_bytes = page_bytes(page)
        if n_bytes > self.limit_bytes:
            return
        self._pages[page.request] = page
        self.n_bytes += n_bytes
        while self.n_bytes > self.limit_bytes:
            _request, dropped = self._pages.popitem(last=False)
            self.n_bytes -= page_bytes(dropped)

    def drop(self, is_stale: Callable[[PageRequest], bool]) -> None:
        """Forget the pages whose request is stale."""
        for request in [r for r in self._pages if is_stale(r)]:
            self.n_bytes -= page_bytes(self._pages.pop(request))
