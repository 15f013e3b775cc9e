"""Pages of the same state of sleep and wake in two studies, by the staging that counts in each."""

from eegview.clinical.hypnogram import Hypnogram
from eegview.model.span import Span

LEAST_SHARE = 0.5  # of a page, which is of the stage that holds for so much of it
NEARLY_ALL = 0.95  # of a page that is looked for


def page_state(hypnogram: Hypnogram, page: Span) -> str:
    """Return the stage that holds for most of a page; "" where none is staged for half of it."""
    shares = hypnogram.shares(page) if page.duration_s > 0 else ()
    return next((stage for stage, share in shares if stage and share >= LEAST_SHARE), "")


def next_page(hypnogram: Hypnogram, stage: str, after_s: float, page_s: float) -> float | None:
    """Return the start (s) of the first page of a stage that begins at a time or later, None where there is none.

    A stretch shorter than nearly a page holds none.
    """
    for bout in hypnogram.bouts:
        start_s = max(bout.span.start_s, after_s)
        if bout.stage == stage and bout.span.stop_s - start_s >= NEARLY_ALL * page_s:
            return start_s
    return None


def previous_page(hypnogram: Hypnogram, stage: str, before_s: float, page_s: float) -> float | None:
    """Return the start (s) of the last page of a stage that begins at a time or earlier, None where there is none."""
    for bout in reversed(hypnogram.bouts):
        start_s = min(bout.span.stop_s - page_s, before_s)
        if bout.stage == stage and start_s >= bout.span.start_s - (1 - NEARLY_ALL) * page_s:
            return max(start_s, bout.span.start_s)
    return None


def nearest_page(hypnogram: Hypnogram, stage: str, near_s: float, page_s: float) -> float | None:
    """Return the start (s) of the page of a stage that begins nearest to a time, None where there is none."""
    found = [next_page(hypnogram, stage, near_s, page_s), previous_page(hypnogram, stage, near_s, page_s)]
    starts_s = [start_s for start_s in found if start_s is not None]
    return min(starts_s, key=lambda start_s: abs(start_s - near_s), default=None)
