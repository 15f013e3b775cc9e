"""Track which parts of a film were seen. A page that stands shows one picture only: it is no reading of the rest."""

from eegview.app.review.coverage import FILM, LONGEST_PAGE_S, MOST_SPEED, DisplayState, Seen
from eegview.model.display.view import ViewState
from eegview.model.span import Span

FILM_RULE = (
    f"A moment counts as reviewed once its picture was played, at {MOST_SPEED:g}× or slower, or stepped through, "
    "with this program in front. A page whose picture stands still does not count."
)
_STEP_S = 0.25  # of the film, from one picture to the next: by hand, whatever time it takes
_LONGEST_S = 1.0  # of the film, between two pictures that were played
_UNEVEN = 1.25  # pictures do not come at even steps


class FilmWatch:
    """Reports the film between two pictures that were shown one after the other."""

    def __init__(self) -> None:
        self._last: tuple[float, float] | None = None  # film time, and when its picture was shown

    def show(self, view: ViewState, now_s: float) -> tuple[Seen, ...]:
        """Note that the picture at the cursor is on the screen; return what was seen with it.

        now_s : of a monotonic clock
        """
        time_s = view.cursor_s if view.cursor_s is not None else view.start_s
        before, self._last = self._last, (time_s, now_s)
        if before is None or before[0] == time_s:
            return ()
        moved_s, took_s = abs(time_s - before[0]), now_s - before[1]
        if moved_s > max(_STEP_S, min(_LONGEST_S, took_s * MOST_SPEED * _UNEVEN)):
            return ()  # a jump
        display = DisplayState(min(view.page_s, LONGEST_PAGE_S), FILM, "off")
        return (Seen(Span(min(before[0], time_s), max(before[0], time_s)), display, has_video=True),)

    def show_nothing(self) -> None:
        """Note that the picture cannot be looked at any more."""
        self._last = None
