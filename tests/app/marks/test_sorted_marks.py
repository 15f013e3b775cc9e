"""Sorted marks stay sorted through blocks that fill, split and empty."""

import random

from eegview.app.marks.sorted_marks import SortedMarks, onset_key
from eegview.model.annotation import Annotation


def test_blocks_fill_split_and_empty():
    chance = random.Random(4)
    marks = [Annotation(f"{i:05d}", "spasm", chance.choice([chance.uniform(0, 100), 50.0])) for i in range(2500)]
    held = SortedMarks()
    for start in range(0, len(marks), 100):
        held = held.changed([], marks[start : start + 100])
    expected = sorted(marks, key=onset_key)
    assert list(held) == expected
    assert len(held) == 2500
    assert held.between(50.0, 60.0) == [mark for mark in expected if 50.0 <= mark.onset_s < 60.0]
    assert list(held.after(50.0)) == [mark for mark in expected if mark.onset_s > 50.0]
    assert list(held.before(50.0)) == [mark for mark in reversed(expected) if mark.onset_s < 50.0]
    emptied = held
    chance.shuffle(marks)
    for start in range(0, len(marks), 100):
        emptied = emptied.changed(marks[start : start + 100], [])
    assert list(emptied) == []
    assert list(held) == expected  # what was shared is as it was
    assert list(emptied.changed([], marks[:1])) == marks[:1]


def test_nothing_holds_nothing():
    assert (SortedMarks().between(0, 9), list(SortedMarks().after(0)), list(SortedMarks().before(9))) == ([], [], [])
