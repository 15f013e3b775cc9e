"""Move the page: pure functions from one view to the next."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from eegview.model.display.view import PAGE_LENGTHS_S, SENSITIVITIES_UV_PER_MM, ViewState
from eegview.model.span import Span


def to(view: ViewState, start_s: float, recording: Span) -> ViewState:
    """Start the page at `start_s`, kept so that some of the recording is on the page."""
    last_start_s = max(recording.start_s, recording.stop_s - min(1.0, view.page_s / 10))
    return replace(view, start_s=min(max(start_s, recording.start_s), last_start_s))


def by(view: ViewState, seconds: float, recording: Span) -> ViewState:
    """Move the page later (positive) or earlier by `seconds`."""
    return to(view, view.start_s + seconds, recording)


def by_pages(view: ViewState, pages: float, recording: Span) -> ViewState:
    """Turn the page by `pages`; past the last page nothing moves, so that pages keep their edges."""
    start_s = view.start_s + pages * view.page_s
    if pages > 0 and start_s >= recording.stop_s:
        return view
    return to(view, start_s, recording)


def to_first(view: ViewState, recording: Span) -> ViewState:
    """Show the first page."""
    return replace(view, start_s=recording.start_s)


def to_last(view: ViewState, recording: Span) -> ViewState:
    """Show the last full page."""
    return replace(view, start_s=max(recording.start_s, recording.stop_s - view.page_s))


def centred(view: ViewState, time_s: float, recording: Span) -> ViewState:
    """Put the cursor at `time_s`, and this time in the middle of the page."""
    return to(replace(view, cursor_s=time_s), time_s - view.page_s / 2, recording)


def shown(view: ViewState, span: Span, recording: Span) -> ViewState:
    """Bring `span` into the page, a third from the left; nothing moves where it is well inside already."""
    inner = view.span.widened(-view.page_s * 0.05)
    if inner.start_s <= span.start_s and span.stop_s <= inner.stop_s:
        return replace(view, cursor_s=span.start_s)
    lead_s = max((view.page_s - span.duration_s) / 3, view.page_s * 0.05)
    return to(replace(view, cursor_s=span.start_s), span.start_s - lead_s, recording)


def on_ladder(value: float, rungs: tuple[float, ...], steps: int) -> float:
    """Return the rung `steps` above (or below) `value`; a value between rungs goes to the next one that way."""
    if steps > 0:
        return rungs[min(bisect_right(rungs, value * (1 + 1e-9)) + steps - 1, len(rungs) - 1)]
    return rungs[max(bisect_left(rungs, value * (1 - 1e-9)) + steps, 0)]


def with_sensitivity_step(view: ViewState, steps: int) -> ViewState:
    """Change the sensitivity by `steps`; negative ones make traces taller (fewer µV per mm)."""
    return replace(view, sensitivity_uv_per_mm=on_ladder(view.sensitivity_uv_per_mm, SENSITIVITIES_UV_PER_MM, steps))


def with_page_step(view: ViewState, steps: int, recording: Span, anchor_s: float | None = None) -> ViewState:
    """Lengthen or shorten the page; `anchor_s` (else the page's start) stays where it is on the screen."""
    whole_s = max(recording.duration_s, 1.0)
    rungs = (
        (*(s for s in PAGE_LENGTHS_S if s < whole_s), whole_s) if whole_s > PAGE_LENGTHS_S[0] else PAGE_LENGTHS_S[:1]
    )
    return with_page_length(view, on_ladder(view.page_s, rungs, steps), recording, anchor_s)


def with_page_length(view: ViewState, page_s: float, recording: Span, anchor_s: float | None = None) -> ViewState:
    """Set the page length; `anchor_s` (else the page's start) stays where it is on the screen."""
    anchor_s = view.start_s if anchor_s is None else anchor_s
    share = (anchor_s - view.start_s) / view.page_s
    return to(replace(view, page_s=page_s), anchor_s - share * page_s, recording)
