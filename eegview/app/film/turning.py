"""Turn the page of a film: what lies between two clips is passed over."""

from dataclasses import replace

from eegview.app.page import navigation
from eegview.model.display.view import ViewState
from eegview.model.recording import Recording

_SLIVER_S = 1.0  # of film alone at the beginning of a page; clips are some pictures longer than whole seconds


def turned(view: ViewState, pages: float, recording: Recording) -> ViewState:
    """Return the view turned by `pages`; where no clip is on that page, at the next clip in that direction.

    Of a clip that ends directly after the page turned to begins, its last full page is shown. Nothing moves where there
    is no further clip.
    """
    after = navigation.by_pages(view, pages, recording.span)
    on_page = [clip.span for clip in recording.clips if clip.span.overlaps(after.span)]
    if pages > 0 and on_page and after != view and max(span.stop_s for span in on_page) < after.start_s + _SLIVER_S:
        last = max(on_page, key=lambda span: span.stop_s)
        start_s = max(last.stop_s - view.page_s, last.start_s)
        if start_s > view.start_s:
            return navigation.to(view, start_s, recording.span)
        on_page = []
    if on_page:
        return after
    if pages > 0:
        starts_s = [clip.span.start_s for clip in recording.clips if clip.span.start_s >= view.span.stop_s - 1e-9]
        return navigation.to(view, min(starts_s), recording.span) if starts_s else view
    before = [clip.span for clip in recording.clips if clip.span.stop_s <= view.start_s + 1e-9]
    if not before:
        return view
    last = max(before, key=lambda span: span.stop_s)
    return navigation.to(view, max(last.stop_s - view.page_s, last.start_s), recording.span)


def at_the_end(view: ViewState, recording: Recording) -> ViewState:
    """Return the view of the last clip's last page, which begins with the clip where that is shorter than a page."""
    if not recording.clips:
        return navigation.to_last(view, recording.span)
    last = max((clip.span for clip in recording.clips), key=lambda span: span.stop_s)
    return navigation.to(view, max(last.stop_s - view.page_s, last.start_s), recording.span)


def with_cursor_on_page(view: ViewState, recording: Recording) -> ViewState:
    """Return the view with the cursor, whose picture is shown, on the page: at its first picture where it left it."""
    if view.cursor_s is None or view.span.contains(view.cursor_s):
        return view
    shown = [span for clip in recording.clips if (span := clip.span.intersection(view.span)) is not None]
    return replace(view, cursor_s=min((span.start_s for span in shown), default=view.start_s))
