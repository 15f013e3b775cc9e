"""What was seen, on disk: added to, read back, torn lines told."""

from pathlib import Path

import pytest

from eegview.app.review.coverage import DisplayState, Seen
from eegview.app.review.coverage_file import NotKept, hand_over_seen, keep_seen, read_reviewed, reviewed_path
from eegview.model.span import Span

RECORDING = "ab" * 32
PAGE = DisplayState(15.0, "longitudinal_bipolar", "0.5–70 Hz, causal")


def seen(start_s: float, stop_s: float, has_video: bool = False) -> Seen:
    return Seen(Span(start_s, stop_s), PAGE, has_video)


def test_what_is_kept_is_read_back_by_reviewer(tmp_path: Path) -> None:
    keep_seen(RECORDING, "ann", [seen(0, 15)], tmp_path)
    keep_seen(RECORDING, "ann", [seen(15, 30), seen(15, 30, True)], tmp_path)
    keep_seen(RECORDING, "Dr. Bo/Bö", [seen(100, 115)], tmp_path)
    found = read_reviewed(RECORDING, tmp_path)
    assert {name: time.spans for name, time in found.by_reviewer.items()} == {
        "ann": (Span(0, 30),),
        "Dr. Bo/Bö": (Span(100, 115),),
    }
    assert found.by_reviewer["ann"].spans_with_video == (Span(15, 30),)
    assert found.by_reviewer["ann"].at(3.0)[0].display == PAGE
    assert found.issues == ()


def test_another_recording_has_its_own(tmp_path: Path) -> None:
    keep_seen(RECORDING, "ann", [seen(0, 15)], tmp_path)
    assert read_reviewed("cd" * 32, tmp_path).by_reviewer == {}


def test_a_torn_line_is_told_and_nothing_after_it_is_lost(tmp_path: Path) -> None:
    keep_seen(RECORDING, "ann", [seen(0, 15)], tmp_path)
    path = reviewed_path(RECORDING, "ann", tmp_path)
    with path.open("ab") as file:
        file.write(b'{"start_s": 15.0, "stop')  # the power went
    keep_seen(RECORDING, "ann", [seen(30, 45)], tmp_path)
    found = read_reviewed(RECORDING, tmp_path)
    assert found.by_reviewer["ann"].spans == (Span(0, 15), Span(30, 45))
    assert [issue.message for issue in found.issues] == ["1 line of the review record cannot be read and is ignored."]


def test_nothing_seen_writes_no_file(tmp_path: Path) -> None:
    keep_seen(RECORDING, "ann", [], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / RECORDING[:32]).write_text("a file where the folder should be")
    with pytest.raises(NotKept, match="could not be written"):
        keep_seen(RECORDING, "ann", [seen(0, 15)], tmp_path)


def test_what_was_kept_without_a_name_goes_to_the_name_that_is_given(tmp_path: Path) -> None:
    keep_seen(RECORDING, "me", [seen(0, 15)], tmp_path)  # another day: whose it was nobody knows
    keep_seen(RECORDING, "me", [seen(0, 15), seen(30, 45.0004, True)], tmp_path)
    hand_over_seen(RECORDING, "me", "ann", [seen(0, 15), seen(30, 45.0004, True)], tmp_path)
    found = read_reviewed(RECORDING, tmp_path)
    assert {name: time.spans for name, time in found.by_reviewer.items()} == {
        "me": (Span(0, 15),),
        "ann": (Span(0, 15), Span(30, 45)),
    }
    assert found.issues == ()
