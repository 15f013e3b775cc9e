"""A reader at work on an epoch, without a window: what keys do to place, digits and evidence."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from eegview.app.review.review import Review
from eegview.app.scoring.evidence_stops import evidence_stops
from eegview.app.scoring.place import EpochShape, ScoringPlace, epoch_start
from eegview.app.scoring.reading_time import ReadingTime, used_text
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.work import ScoringWork
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import ABSENT, GMFS_TERM, PRESENT, PVA_TERM
from eegview.model.span import Span

ROWS = ("Fp1-F7", "F7-T7", "T7-P7", "P7-O1", "Fz-Cz", "Cz-Pz", "C4-P4", "P4-O2")


@pytest.fixture
def work(scoring: Scoring, recording: Recording) -> ScoringWork:
    work = ScoringWork(scoring, recording, ROWS)
    work.open_epoch(600.0)
    return work


def test_looking_at_an_epoch_keeps_nothing(work: ScoringWork, review: Review) -> None:
    work.step(1)
    work.go(work.place.at_page(7))
    assert work.place.page_span == Span(705.0, 720.0)
    assert not work.sheet.has_record
    assert len(review.records) == 0


def test_a_key_marks_and_goes_on_within_the_page(work: ScoringWork) -> None:
    work.mark_spike()
    assert work.use_digit(2) == work.digits[1] == "F7"
    assert work.place.bin == 2
    assert {number: one.foci for number, one in work.sheet.bins.items()} == {0: (), 1: ("F7",)}
    work.go(work.place.at_number(14))
    work.mark_spike()
    assert (work.place.page, work.place.bin) == (0, 14)  # no page is left unawares
    assert not work.step(1)
    work.mark_spike()
    assert len(work.sheet.bins) == 3
    assert work.clear()
    assert not work.clear()


def test_a_spike_keeps_its_focus_and_a_digit_replaces_it(work: ScoringWork) -> None:
    work.use_digit(1)
    work.step(-1)
    work.mark_spike()
    assert work.sheet.bins[0].foci == ("Fp1",)
    work.step(-1)
    work.use_digit(3)
    assert work.sheet.bins[0].foci == ("T7",)


def test_the_next_digit_adds_to_the_bin_marked_last(work: ScoringWork) -> None:
    work.use_digit(1)
    assert work.switch_adding()
    assert work.adding_to == 0
    work.use_digit(2)
    assert work.sheet.bins[0].foci == ("Fp1", "F7")
    assert work.place.bin == 1
    assert not work.is_adding
    work.switch_adding()
    work.use_digit(2)  # again: taken out
    assert work.sheet.bins[0].foci == ("Fp1",)


def test_a_click_marks_the_bin_under_it(work: ScoringWork) -> None:
    assert work.click_row(604.5, "F7-T7", 0.9, adds=False) == "T7"
    assert work.click_row(604.5, "C4-P4", 0.9, adds=True) == "P4"
    assert work.sheet.bins[4].foci == ("T7", "P4")
    assert work.place.bin == 4
    assert work.click_row(10.0, "C4-P4", 0.9, adds=False) == ""
    assert work.click_row(604.5, "ECG", 0.9, adds=False) == ""


def test_pages_are_read_in_turn_and_one_is_found_that_is_not(work: ScoringWork) -> None:
    assert work.read_on()
    work.go(work.place.at_page(5))
    assert work.read_on()
    assert work.sheet.read_pages == {0, 5}
    assert work.next_unread()
    assert work.place.page == 7  # from the page after this one on
    work.go(work.place.at_page(19))
    assert not work.read_on()
    assert work.place.page == 19
    for page in range(20):
        work.scoring.set_read(work.key, page)
    assert not work.next_unread()


def test_undo_shows_what_it_touched(work: ScoringWork, review: Review) -> None:
    edits = []
    review.marks_changed.connect(lambda edit: edits.append(edit) if edit is not None else None)
    work.use_digit(1)
    work.read_on()
    work.open_epoch(1200.0)
    work.mark_spike()
    review.acts.undo()
    assert work.follow(edits[-1])
    assert work.place.start_s == 1200.0
    review.acts.undo()
    assert work.follow(edits[-1])
    assert (work.place.start_s, work.place.page) == (600.0, 0)
    assert work.sheet.read_pages == frozenset()
    review.acts.undo()
    assert work.follow(edits[-1])
    assert work.place.number == 0
    assert not work.sheet.has_record


def test_an_example_stands_at_the_selection_or_the_bin(work: ScoringWork) -> None:
    work.step(3)
    assert work.mark_example(GMFS_TERM, None, ("C4-P4",)) == Span(603.0, 604.0)
    assert work.mark_example(PVA_TERM, Span(595.0, 602.5), ("C4-P4",)) == Span(600.0, 602.5)
    assert (work.sheet.gmfs.answer, work.sheet.pva.answer) == (PRESENT, PRESENT)
    assert work.sheet.gmfs.examples[0].channels == ()
    assert work.sheet.pva.examples[0].channels == ("C4-P4",)
    work.answer_pattern(GMFS_TERM, ABSENT)
    assert work.sheet.gmfs.answer == ABSENT


def test_measured_waves_lie_on_rows_of_the_scale_and_in_the_epoch(work: ScoringWork) -> None:
    assert work.measure("C4-P4", 331.0, 612.0, 611.8) == Span(611.8, 612.0)
    assert work.sheet.amplitudes[0].is_high
    with pytest.raises(UsageError, match="not a row"):
        work.measure("ECG", 331.0, 612.0, 612.2)
    with pytest.raises(UsageError, match="outside"):
        work.measure("C4-P4", 331.0, 12.0, 12.2)


def test_evidence_is_gone_through_in_order_and_around(work: ScoringWork) -> None:
    assert work.next_evidence() is None
    work.scoring.mark_bins(work.key, {0: ("F7",), 1: ("F7",), 2: ("T7",), 14: ("T7",), 15: ("T7",)})
    work.measure("C4-P4", 250.0, 610.0, 610.3)
    work.go(work.place.at_page(3))
    work.mark_example(GMFS_TERM, None, ())
    texts = [stop.text for stop in evidence_stops(work.sheet)]
    assert texts == [
        "2 spike bins, F7",
        "1 spike bin, T7",
        "C4-P4 250 µV",
        "1 spike bin, T7",
        "1 spike bin, T7",  # another page
        "grouped multifocal spikes, example",
    ]
    shown = [stop.text for _ in range(7) if (stop := work.next_evidence()) is not None]
    assert shown == [texts[-1], *texts[:6]]


def test_another_epoch_begins_with_the_foci_used_last(work: ScoringWork) -> None:
    work.use_digit(6)
    work.use_digit(3)
    before = work.digits
    work.open_epoch(1200.0)
    assert work.digits[:2] == (before[2], before[5])
    assert work.moved_epoch(1) == 1215.0
    work.open_epoch(3300.0)
    assert work.moved_epoch(1) is None


def test_what_is_kept_is_there_again(
    work: ScoringWork, open_review: Callable[[str], Review], recording: Recording
) -> None:
    work.use_digit(4)
    again = ScoringWork(Scoring(open_review("ada"), recording, work.scoring.parameters), recording, ROWS)
    again.open_epoch(600.0)
    assert again.sheet.bins[0].foci == ("P7",)
    assert again.digits[0] == "P7"


def test_an_epoch_lies_within_the_recording() -> None:
    whole = Span(0.0, 900.5)
    assert epoch_start(-20.0, 300.0, whole) == 0.0
    assert epoch_start(333.4, 300.0, whole) == 333.0
    assert epoch_start(890.0, 300.0, whole) == 600.0
    assert epoch_start(10.0, 300.0, Span(0.0, 299.0)) is None


def test_places_stay_in_the_epoch() -> None:
    place = ScoringPlace(EpochShape(20, 15, 1.0), 60.0)
    assert place.at_number(400).number == 299
    assert place.at_time(60.0 + 16.0).bin == 1
    assert place.at_time(0.0).number == 0
    assert place.at_page(25).page == 19
    assert replace(place, page=2, bin=3).bin_span == Span(93.0, 94.0)


def test_time_used_leaves_pauses_out() -> None:
    now = [0.0]
    used = ReadingTime(lambda: now[0])
    for now[0] in (5.0, 20.0, 500.0, 510.0):
        used.touch()
    assert used.used_s == 30.0
    now[0] = 515.0
    assert used.used_s == 35.0
    used.begin(100.0)
    assert used_text(used.used_s) == "1 min 40 s"
    assert used_text(9.9) == "9 s"


class Hands:
    """A reader's hands: one call is one key."""

    def __init__(self, work: ScoringWork) -> None:
        self.work, self.n_keys = work, 0

    def press(self, act: Callable[[], object]) -> None:
        act()
        self.n_keys += 1

    def read_page(self, foci: tuple[int, ...]) -> None:
        """Read one page: a digit for a spike, 0 for the right arrow, PgDn after the last spike of the page."""
        last = max((k for k, digit in enumerate(foci) if digit), default=-1)
        for digit in foci[: last + 1]:
            self.press(lambda digit=digit: self.work.use_digit(digit) if digit else self.work.step(1))
        self.press(self.work.read_on)


def test_two_epochs_take_less_than_six_minutes_of_keys(work: ScoringWork) -> None:
    """A burden of 60 % at four foci, both patterns, an amplitude, confidence and commit, at two keys a second."""
    pages = [(1, 0, 2, 1, 0, 3, 1, 0, 4, 2, 0, 1, 0, 2, 1), (0, 1, 1, 0, 2, 3, 0, 1, 4, 0, 2, 2, 1, 0, 0)]
    hands = Hands(work)
    for start_s in (600.0, 1200.0):
        hands.press(lambda start_s=start_s: work.open_epoch(start_s))
        for page in range(20):
            hands.read_page(pages[page % 2])
        hands.press(lambda: work.mark_example(GMFS_TERM, None, ()))
        hands.press(lambda: work.answer_pattern(PVA_TERM, ABSENT))
        here_s = work.place.start_s
        hands.press(lambda here_s=here_s: work.measure("C4-P4", 250.0, here_s + 1, here_s + 1.2))
        hands.press(lambda: work.scoring.set_confidence(work.key, 4))
        hands.press(lambda: work.scoring.commit(work.key))
        assert work.sheet.committed_score == 5
    assert hands.n_keys / 2 < 6 * 60
