"""The difference that is looked at: its page, both marks on it, the loop of page and video."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject

from eegview.app.comparing.difference import Difference
from eegview.app.page import navigation
from eegview.app.video.frame_server import ShownFrame
from eegview.model.display.page import PageRequest
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.comparing.side import ComparingSide
from eegview.ui.page.pair import ShownPair
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.study.open_study import OpenStudy

BEFORE_SHARE = 0.4  # of the page lies before the onset
CARD_PAGE_S = 20.0
N_AHEAD = 3  # differences whose pages are built while one is looked at
LOOP_MOST_S = 10.0  # of a long one its start is played


class Shows(StrEnum):
    """Whose marks are on the page."""

    BOTH = "both"
    A = "a"
    B = "b"


SHOWS_TEXTS = {Shows.BOTH: tr("A and B"), Shows.A: tr("A only"), Shows.B: tr("B only")}
NEXT_SHOWS = {Shows.BOTH: Shows.A, Shows.A: Shows.B, Shows.B: Shows.BOTH}


class ComparingCard(QObject):
    """Shows differences of one study on the page and beside it. It decides nothing.

    has_video : returns whether the study has any
    """

    def __init__(
        self, study: OpenStudy, side: ComparingSide, play: PlayController, has_video: Callable[[], bool]
    ) -> None:
        super().__init__(study.scope)
        self._study, self._side, self._play, self._has_video = study, side, play, has_video
        self._ahead: tuple[Difference, ...] = ()
        self.difference: Difference | None = None
        self.shows = Shows.BOTH

    def begin(self) -> None:
        """Give the page the length of a card, and take other marks off it."""
        self._study.session.change(page_s=CARD_PAGE_S)
        self._study.presenter.pair = ShownPair()
        self._study.presenter.likely_next = self._likely_pages
        self._side.show_video(self._has_video())

    def end(self) -> None:
        """Give the page back."""
        self.difference, self._ahead = None, ()
        self._play.pause()
        self._study.presenter.pair = None
        self._study.presenter.refresh_overlay()
        self._side.picture.show_message("")

    def show(self, difference: Difference | None, ahead: Sequence[Difference]) -> None:
        """Go to a difference; None: the page stays where it is.

        ahead : those likely to come next; their pages are built meanwhile
        """
        self.difference, self._ahead = difference, tuple(ahead)[:N_AHEAD]
        if difference is None:
            self._play.pause()
            self.show_pair()
            return
        view = self._view_of(difference)
        self.show_pair()
        clear = replace(view, cursor_s=difference.onset_s, selection=None, selected_rows=())
        self._study.session.set_view(clear)
        self._side.show_video(self._has_video())
        self.replay()

    def follow(self, difference: Difference) -> None:
        """Show the same difference as it is now; the page stays where the reader has moved it."""
        self.difference = difference
        self.show_pair()

    def show_pair(self) -> None:
        """Draw the marks of both, or of the reader that is shown."""
        one, presenter = self.difference, self._study.presenter
        a, b = (spans_of(one)) if one is not None else (None, None)
        has_both = a is not None and b is not None and self.shows is Shows.BOTH
        apart_s = one.onset_difference_s if one is not None else None
        presenter.pair = ShownPair(
            a if self.shows is not Shows.B else None,
            b if self.shows is not Shows.A else None,
            f"Δ {abs(apart_s):.2f} s" if has_both and apart_s is not None else "",
        )
        presenter.refresh_overlay()

    # the page

    def _view_of(self, difference: Difference) -> ViewState:
        view = self._study.view
        before_s = view.page_s * BEFORE_SHARE
        if difference.span.duration_s > view.page_s * (1 - BEFORE_SHARE):
            before_s = min(view.page_s * 0.1, before_s)
        return navigation.to(view, difference.onset_s - before_s, self._study.recording.span)

    def _likely_pages(self) -> tuple[PageRequest, ...]:
        return tuple(self._study.session.page_request(self._view_of(one).start_s) for one in self._ahead)

    # video

    def replay(self) -> None:
        """Loop from two seconds before the event to two after, where there is video of it."""
        if self.difference is None:
            return
        if not self._has_video():
            self._play.pause()
            return
        span = self.difference.span
        self._play.use_speed(1.0)
        self._play.loop_over(Span(span.start_s, min(span.stop_s, span.start_s + LOOP_MOST_S)))

    def replay_or_stop(self) -> None:
        """Stop the loop, or start it again."""
        if self._play.is_playing:
            self._play.pause()
        else:
            self.replay()

    def show_frame(self, shown: ShownFrame) -> None:
        """Show the picture of this moment while there is a difference."""
        if self.difference is None:
            return
        if shown.frame is None:
            self._side.picture.show_message(f"{shown.message} at {elapsed_text(shown.recording_s, 1)}")
        elif not shown.is_preview or not self._play.is_playing:
            at_s = shown.frame_recording_s or 0.0
            offset = f"{at_s - self.difference.onset_s:+.2f} s".replace("-", "−")
            self._side.picture.show_frame(
                shown.frame.rgb, tr("loop  ·  {text}  ·  {offset}", text=self._study.times.text(at_s), offset=offset)
            )


def spans_of(difference: Difference) -> tuple[Span | None, Span | None]:
    """Return where A's and B's marks lie; of epochs the stretch, for a reader who said anything of it."""
    if difference.a is not None or difference.b is not None:
        a, b = difference.a, difference.b
        if difference.n_epochs == 1 and difference.onset_difference_s is not None:
            return (a.span if a is not None else None), (b.span if b is not None else None)
    has_a = difference.a is not None or any(one.a_text for one in difference.fields)
    has_b = difference.b is not None or any(one.b_text for one in difference.fields)
    return (difference.span if has_a else None), (difference.span if has_b else None)
