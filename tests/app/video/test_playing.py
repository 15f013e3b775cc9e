import pytest
from recordings.memory_source import make_channels, make_recording
from standing_clock import StandingClock

from eegview.app.page.session import Session
from eegview.app.video.playing import Player
from eegview.model.display.view import ViewState
from eegview.model.span import Span


class Deck:
    def __init__(self, view: ViewState, duration_s: float = 60.0) -> None:
        self.clock = StandingClock()
        self.session = Session(make_recording(make_channels(["Cz"]), ((0.0, duration_s),)), (), view)
        self.player = Player(self.session, self.clock)

    def after(self, seconds: float) -> ViewState:
        """Let real time pass, tick once, return what is shown."""
        self.clock.now_s += seconds
        self.player.tick()
        return self.session.view


@pytest.fixture
def deck() -> Deck:
    return Deck(ViewState(start_s=10.0, page_s=10.0))


def test_playing_starts_at_the_cursor(deck: Deck) -> None:
    deck.session.change(cursor_s=12.0)
    deck.player.play()
    assert deck.after(1.5).cursor_s == 13.5


@pytest.mark.parametrize("cursor_s", [None, 3.0, 20.0])
def test_playing_starts_at_the_page_where_no_cursor_is_on_it(deck: Deck, cursor_s: float | None) -> None:
    deck.session.change(cursor_s=cursor_s)
    deck.player.play()
    assert deck.after(0.5).cursor_s == 10.5


def test_nothing_moves_before_play_and_after_pause(deck: Deck) -> None:
    before = deck.session.view
    assert deck.after(5.0) == before
    deck.player.play()
    deck.after(1.0)
    deck.player.pause()
    assert not deck.player.is_playing
    assert deck.after(5.0).cursor_s == 11.0


def test_the_page_turns_when_the_cursor_leaves_it(deck: Deck) -> None:
    deck.player.play()
    assert deck.after(9.9).start_s == 10.0
    view = deck.after(0.2)
    assert (view.start_s, view.cursor_s) == (20.0, pytest.approx(20.1))


def test_a_long_pause_of_the_machine_skips_pages(deck: Deck) -> None:
    deck.player.play()
    view = deck.after(35.0)
    assert view.cursor_s == 45.0
    assert view.span.contains(45.0)


def test_speed_changes_without_a_jump(deck: Deck) -> None:
    deck.player.play()
    deck.after(2.0)
    deck.player.set_speed(4.0)
    assert deck.after(0.0).cursor_s == 12.0
    assert deck.after(1.0).cursor_s == 16.0


def test_a_speed_chosen_before_playing_counts(deck: Deck) -> None:
    deck.player.set_speed(0.5)
    deck.player.play()
    assert deck.after(2.0).cursor_s == 11.0


def test_a_cursor_set_by_hand_is_played_on_from(deck: Deck) -> None:
    deck.player.play()
    deck.after(1.0)
    deck.session.change(cursor_s=17.0)
    assert deck.after(0.5).cursor_s == 17.0
    assert deck.after(0.5).cursor_s == 17.5


def test_playing_stops_at_the_end(deck: Deck) -> None:
    deck.player.play()
    view = deck.after(100.0)
    assert view.cursor_s == 60.0
    assert not deck.player.is_playing
    assert deck.after(10.0) == view


def test_playing_never_runs_backwards(deck: Deck) -> None:
    deck.player.play()
    shown_s = []
    for speed in (1.0, 0.1, 16.0, 0.25, 2.0):
        deck.player.set_speed(speed)
        shown_s += [deck.after(0.3).cursor_s, deck.after(0.01).cursor_s]
    assert shown_s == sorted(shown_s)


def test_a_loop_plays_two_seconds_around_its_span_over_and_over(deck: Deck) -> None:
    deck.player.loop(Span(30.0, 31.0))
    assert deck.session.view.cursor_s == 28.0
    assert deck.session.view.span.contains(28.0)
    assert deck.session.view.span.contains(33.0)
    page = deck.session.view.span
    assert deck.after(4.5).cursor_s == pytest.approx(32.5)
    assert deck.after(0.6).cursor_s == pytest.approx(28.0)
    assert deck.after(1.0).cursor_s == pytest.approx(29.0)
    assert deck.session.view.span == page


def test_a_loop_is_left_by_pausing_or_by_a_cursor_elsewhere(deck: Deck) -> None:
    deck.player.loop(Span(30.0, 31.0))
    deck.after(0.1)
    deck.player.pause()
    assert deck.player.loop_span is None
    deck.player.loop(Span(30.0, 31.0))
    deck.after(0.1)
    deck.session.change(cursor_s=45.0)
    assert deck.after(1.0).cursor_s == pytest.approx(45.0)
    assert deck.player.loop_span is None


def test_a_loop_at_the_start_stays_in_the_recording(deck: Deck) -> None:
    deck.player.loop(Span(0.5, 1.0))
    assert deck.player.loop_span == Span(0.0, 3.0)
