"""A time that was overwritten with something else is refused with a sentence."""

import pytest

from eegview.store.rows import UnreadableRow, annotation_from_row


@pytest.mark.parametrize("time", ["x", None, b"x"])
def test_a_time_that_is_no_number_is_refused(time: object) -> None:
    row = ("a" * 32, "spasm", 1.0, 1.0, "[]", "[]", "", "ada")
    assert annotation_from_row(row).onset_s == 1.0
    for place in (2, 3):
        with pytest.raises(UnreadableRow):
            annotation_from_row((*row[:place], time, *row[place + 1 :]))
