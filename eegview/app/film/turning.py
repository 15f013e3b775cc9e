"""Turn the page of a film: what lies between two clips is passed over."""

from dataclasses import replace

from eegview.app.page import navigation
from eegview.model.display.view import ViewState
from eegview.model.recording import Recording


def turned(view: ViewState, pages: float, recording: Recording) -> ViewState:
    """Return the view turned by `pages`; where no clip is on that page, at the next clip in that direction.

    Nothing moves where there is none.
    """
    after = navigation.by_pages(view, pages, recording.span)
    if any(clip.span.overlaps(after.span) for clip in recording.clips):
        return after
    if pages > 0:
        starts_s = [clip.span.start_s for clip in recording.clips if clip.span.start_s >= view.span.stop_s - 1e-9]
        return navigation.to(view, min(starts_s), recording.span) if starts_s else view
    before = [clip.span for clip in recording.clips if clip.span.stop_s <= view.start_s + 1e-9]
    if not before:
        return view
    last = max(before, key=lambda span: span.stop_s)
    return navigation.to(view, max(last.stop_s - view.page_s, last.start_s), recording.span)


def with_cursor_on_page(view: ViewState) -> ViewState:
    """Return the view with the cursor, whose picture is shown, on the page: at its start where it had left it."""
    if view.cursor_s is None or view.span.contains(view.cursor_s):
        return view
    return replace(view, cursor_s=view.start_s)
