"""What is said of a study holds at once, waits with all else while the library is away, and is dropped if refused."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.library.saving import OpenedMarks
from eegview.app.review.review import Review
from eegview.app.study.records import Statement, StudyRecords
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.display.view import RowStyle
from eegview.model.edit import Action
from eegview.model.errors import EegViewError, LibraryAway
from eegview.model.study.bad_channels import bad_channels, held_state
from eegview.model.study.display_state import PAGE, RowArrangement, held_rows, rows_for, rows_subject
from eegview.model.study.records import BAD_CHANNEL_TERM, DISPLAY_TERM

FINGERPRINT = "f" * 64
VOCABULARY = load_vocabulary()


class Place:
    """A library that can be away, and the reviews that were opened on it."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'library.sqlite'}"
        self.is_away = False
        self.lane = Inline()
        self.errors: list[EegViewError] = []
        self.reviews: list[Review] = []

    def opener(self, name: str) -> Callable[[], OpenedMarks]:
        def opened() -> OpenedMarks:
            if self.is_away:
                raise LibraryAway("The library is away.", "Wait.")
            return open_marks(self.url, FINGERPRINT, Reviewer(name), VOCABULARY)

        return opened

    def open(self, name: str) -> tuple[Review, StudyRecords]:
        review = Review(self.lane, name, self.opener(name), self.errors.append)
        records = StudyRecords(review)
        review.open()
        self.reviews.append(review)
        return review, records


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = Place(tmp_path)
    yield place
    place.is_away = False
    for review in place.reviews:
        review.close()
    place.lane.close()


def say_bad(records: StudyRecords, channel: str, is_bad: bool = True) -> None:
    records.say([Statement(BAD_CHANNEL_TERM, channel, held_state(is_bad))])


def bad(records: StudyRecords) -> set[str]:
    return set(bad_channels(records.all()))


def actions(review: Review) -> list[Action]:
    found: list[Action] = []
    review.history(lambda edits, _problems: found.extend(edit.action for edit in edits))
    return found


def test_it_holds_at_once_also_while_the_library_is_away(place: Place) -> None:
    place.is_away = True
    review, records = place.open("ann")
    say_bad(records, "Fp1")
    assert bad(records) == {"Fp1"}
    assert not records.can_save
    say_bad(records, "Fp1")
    assert review.n_waiting == 1, "the same again is no act"
    place.is_away = False
    review.catch_up()
    assert review.n_waiting == 0
    assert bad(records) == {"Fp1"}
    assert bad(place.open("bob")[1]) == {"Fp1"}


def test_display_settings_do_not_wait_for_the_library_and_leave_undo_alone(place: Place) -> None:
    review, records = place.open("ann")
    say_bad(records, "Fp1")
    hidden = RowArrangement((RowStyle("Fp1-F7", is_hidden=True),))
    for arrangement in (hidden, RowArrangement(), hidden):
        records.keep_display([Statement(DISPLAY_TERM, rows_subject("none"), held_rows(arrangement))])
    assert rows_for(records.all(), "ann") == {"none": hidden}
    assert review.undo_state.undo_text == "Undo mark Fp1 bad"
    review.acts.undo()
    assert bad(records) == set()
    records.keep_display([Statement(DISPLAY_TERM, PAGE, {"display": "{}"})])
    assert review.undo_state.redo_text == "Redo mark Fp1 bad"
    review.acts.redo()
    assert bad(records) == {"Fp1"}
    assert actions(review) == [Action.ADD, *[Action.DISPLAY] * 3, Action.UNDO, Action.DISPLAY, Action.REDO]


def test_two_windows_of_one_reviewer_keep_their_display_without_a_conflict(place: Place) -> None:
    (_, here), (other, there) = place.open("ann"), place.open("ann")
    arrangements = [RowArrangement((RowStyle("Fp1-F7", gain=float(gain)),)) for gain in range(2, 6)]
    here.keep_display([Statement(DISPLAY_TERM, rows_subject("none"), held_rows(arrangements[0]))])
    other.catch_up()
    for number, records in ((1, here), (2, there), (3, here)):  # neither has heard of the other's last
        records.keep_display([Statement(DISPLAY_TERM, rows_subject("none"), held_rows(arrangements[number]))])
    assert place.errors == []
    assert rows_for(place.open("ann")[1].all(), "ann") == {"none": arrangements[3]}


def test_what_the_library_refuses_is_dropped(place: Place) -> None:
    (_, here), (_, there) = place.open("ann"), place.open("ann")
    say_bad(here, "Fp1")
    place.reviews[1].catch_up()
    say_bad(there, "Fp1", is_bad=False)
    say_bad(here, "Fp1", is_bad=False)  # not yet heard of the other window's act, which did the same
    here.recheck()
    there.recheck()
    for review in place.reviews:
        review.catch_up()
    assert bad(here) == bad(there) == set()


def test_listeners_hear_of_what_changes_and_not_of_display_settings(place: Place) -> None:
    _, records = place.open("ann")
    heard: list[None] = []
    records.changed.connect(heard.append)
    say_bad(records, "Fp1")
    assert len(heard) == 1
    records.keep_display([Statement(DISPLAY_TERM, PAGE, {"display": "{}"})])
    place.reviews[0].acts.add(Annotation("m", "spasm", 1.0, 1.0))
    assert len(heard) == 1
