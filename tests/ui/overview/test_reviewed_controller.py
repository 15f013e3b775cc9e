"""What was on the screen is accounted for: after a second, by reviewer, on disk, in the overview."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from standing_clock import StandingClock
from waiting import wait_until

from eegview.app.library.opening import Reviewer
from eegview.app.review.coverage_file import read_reviewed
from eegview.model.span import Span
from eegview.ui.overview import reviewed_controller
from eegview.ui.window.main_window import MainWindow
from eegview.ui.workstation import Workstation


@pytest.fixture
def clock() -> StandingClock:
    """Return the window's clock, which the test moves."""
    return StandingClock()


@pytest.fixture
def station(station: Workstation) -> Workstation:
    """Return the window with ann before the first ten seconds, of which nothing has been seen yet."""
    station.reviewer.use(Reviewer("ann", "neurologist"))
    station.reviewed.look()
    station.page_commands.use_page_length(10.0)
    wait_until(lambda: station.window.page.shown_page.span == Span(0, 10))
    return station


def turn(station: Workstation, start_s: float) -> None:
    station.actions["page.next"].trigger()
    wait_until(lambda: station.window.page.shown_page.span.start_s == start_s)


def test_pages_read_are_told_from_pages_leafed_through(station: Workstation, clock: StandingClock) -> None:
    clock.now_s += 1.2
    turn(station, 10.0)
    clock.now_s += 0.4  # too quick
    turn(station, 20.0)
    clock.now_s += 3.0
    station.reviewed.look()
    assert station.reviewed.mine.spans == (Span(0, 10), Span(20, 30))
    assert station.reviewed.share == pytest.approx(20 / 60)
    assert station.reviewed.mine.spans_with_video == ()


def test_the_account_outlives_the_program(station: Workstation, clock: StandingClock, start_station, small_edf) -> None:
    clock.now_s += 2.0
    fingerprint = station.studies.study.recording.fingerprint
    station.window.close()
    assert read_reviewed(fingerprint).by_reviewer["ann"].spans == (Span(0, 10),)
    again = start_station()
    again.open([str(small_edf)])
    wait_until(lambda: again.reviewed.mine.spans[:1] == (Span(0, 10),))


def test_each_reviewer_has_an_account_of_their_own(station: Workstation, clock: StandingClock) -> None:
    clock.now_s += 2.0
    station.reviewer.use(Reviewer("bo", "technologist"))
    station.reviewed.look()
    wait_until(lambda: station.reviewed.shares_of_others == {"ann": pytest.approx(1 / 6)})
    assert station.reviewed.mine.spans == ()  # with all there is on the disk


@pytest.mark.parametrize("put_away", [MainWindow.hide, MainWindow.showMinimized])
def test_a_window_put_away_reviews_nothing(
    station: Workstation, clock: StandingClock, put_away: Callable[[MainWindow], None]
) -> None:
    put_away(station.window)
    station.reviewed.look()
    clock.now_s += 60.0
    station.reviewed.look()
    assert station.reviewed.mine.spans == ()


@pytest.mark.parametrize(("speed", "counts"), [(1.0, True), (2.0, True), (4.0, False), (8.0, False)])
def test_what_is_played_faster_than_anybody_reads_does_not_count(
    station: Workstation, clock: StandingClock, speed: float, counts: bool
) -> None:
    station.play.use_speed(speed)
    station.play.loop_over(Span(2.0, 4.0))
    station.reviewed.look()
    for _ in range(10):
        clock.now_s += 0.5
        station.reviewed.look()
    assert bool(station.reviewed.mine.spans) == counts
    station.play.pause()
    station.reviewed.look()
    clock.now_s += 1.5
    station.reviewed.look()
    assert station.reviewed.mine.spans != ()  # stopped, it is looked at


def hold(station: Workstation, is_held: bool) -> None:
    """Have the desktop repeat a key that is held, or let go of it."""
    kind = QEvent.Type.KeyPress if is_held else QEvent.Type.KeyRelease
    event = QKeyEvent(kind, Qt.Key.Key_F35, Qt.KeyboardModifier.NoModifier, "", is_held)
    QCoreApplication.sendEvent(station.window.page, event)


def test_pages_under_a_held_key_do_not_count_though_each_stands_for_long(
    station: Workstation, clock: StandingClock
) -> None:
    """A slow disk gives a page in 1.2 s."""
    hold(station, True)
    for page in range(1, 4):
        clock.now_s += 1.2
        turn(station, page * 10.0)
    hold(station, False)
    assert station.reviewed.mine.spans == ()
    clock.now_s += 1.1
    station.reviewed.look()
    assert station.reviewed.mine.spans == (Span(30, 40),)


def test_a_long_page_that_flies_past_does_not_count(station: Workstation, clock: StandingClock) -> None:
    """Each moment of it is on the screen for two seconds, and none can be read."""
    station.page_commands.use_page_length(60.0)
    wait_until(lambda: station.window.page.shown_page.span.duration_s == 60.0)
    view = station.studies.study.session.view
    station.reviewed._page_shown(replace(view, start_s=0.0))
    for step in range(1, 61):
        clock.now_s += 1 / 30
        station.reviewed._page_shown(replace(view, start_s=float(step)))
        station.reviewed.look()
    assert station.reviewed.mine.spans == ()


def test_nothing_counts_while_another_program_is_used(
    station: Workstation, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_in_front = [False]
    monkeypatch.setattr(reviewed_controller, "is_program_in_front", lambda: is_in_front[0])
    station.reviewed.look()
    clock.now_s += 60.0
    station.reviewed.look()
    assert station.reviewed.mine.spans == ()
    is_in_front[0] = True
    station.reviewed.look()
    clock.now_s += 1.0
    station.reviewed.look()
    assert station.reviewed.mine.spans == (Span(0, 10),)


def test_what_is_put_away_between_two_looks_counts_to_the_last_one(station: Workstation, clock: StandingClock) -> None:
    clock.now_s += 0.8
    station.reviewed.look()
    station.window.hide()
    clock.now_s += 0.4
    station.reviewed.look()
    assert station.reviewed.mine.spans == ()


def test_the_overview_says_how_a_moment_was_seen(station: Workstation, clock: StandingClock) -> None:
    clock.now_s += 2.0
    station.reviewed.look()
    strip = station.overview.whole
    assert "reviewed" in [track.name for track in strip.tracks]
    describe = station.overview._describe
    assert "reviewed: 10 s page, " in describe(5.0, Span(4.9, 5.1))
    assert "not reviewed by you\n17 % of the recording reviewed by you" in describe(40.0, Span(39.9, 40.1))
    lane = [track.name for track in strip.tracks].index("reviewed")
    geometry = strip.geometry_of_strip()
    picture = strip.grab().toImage()
    y_px = round(geometry.top_of(lane) + geometry.track_px / 2)
    seen = picture.pixelColor(round(geometry.x_of(5.0)), y_px)
    assert seen.name() == station.window.page.theme.accent
    unseen = {picture.pixelColor(round(geometry.x_of(40.0)) + k, y_px).name() for k in range(12)}
    assert len(unseen) > 1  # hatched
    assert station.window.page.theme.accent not in unseen


def test_while_the_page_moves_the_overview_is_told_once_a_second(station: Workstation, clock: StandingClock) -> None:
    studies, view, told_at_s = station.reviewed, station.studies.study.session.view, []
    clock.now_s += 2.0
    studies.look()
    studies.changed.connect(lambda: told_at_s.append(clock.now_s))
    for step in range(1, 151):  # five seconds of thirty pictures each; the timer looks twice a second
        clock.now_s += 1 / 30
        studies._page_shown(replace(view, start_s=step / 30))
        if step % 15 == 0:
            studies.look()
    assert 3 <= len(told_at_s) <= 5
    assert min(b - a for a, b in itertools.pairwise(told_at_s)) >= 1.0
    (read,) = studies.mine.spans
    assert read.start_s == 0.0
    assert read.stop_s == pytest.approx(14.0, abs=0.1)


def test_what_was_reviewed_is_painted_over_the_kept_picture(station: Workstation, clock: StandingClock) -> None:
    strip = station.overview.whole
    strip.grab()
    n_drawn = strip.n_drawn
    clock.now_s += 2.0
    station.reviewed.look()
    strip.grab()
    assert strip.n_drawn == n_drawn
