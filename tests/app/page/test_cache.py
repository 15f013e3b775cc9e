import numpy as np

from eegview.app.page.cache import PageCache, page_bytes
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.span import Span

MONTAGE = Montage("none", "As recorded", as_recorded=True)


def request(start_s: float) -> PageRequest:
    return PageRequest("f", Span(start_s, start_s + 10), MONTAGE, NO_FILTERS)


def page(start_s: float, n_samples: int = 1000) -> PageResult:
    return PageResult(request(start_s), (), (Trace(0, start_s, 100.0, np.zeros(n_samples, np.float32)),))


def test_what_was_used_longest_ago_is_dropped_first() -> None:
    cache = PageCache(limit_bytes=3 * page_bytes(page(0)))
    for start_s in range(3):
        cache.put(page(start_s))
    assert cache.get(request(0)) is not None
    cache.put(page(3))
    assert [request(k) in cache for k in range(4)] == [True, False, True, True]
    assert cache.n_bytes <= cache.limit_bytes


def test_a_page_put_again_is_counted_once_and_a_huge_one_not_at_all() -> None:
    cache = PageCache(limit_bytes=10_000)
    cache.put(page(0))
    cache.put(page(0))
    assert (len(cache), cache.n_bytes) == (1, page_bytes(page(0)))
    cache.put(page(1, n_samples=10_000))
    assert request(1) not in cache
    assert request(0) in cache


def test_stale_pages_are_dropped() -> None:
    cache = PageCache()
    cache.put(page(0))
    cache.put(page(10))
    cache.drop(lambda r: r.span.start_s == 0)
    assert (request(0) in cache, request(10) in cache) == (False, True)
    assert cache.n_bytes == page_bytes(page(10))
