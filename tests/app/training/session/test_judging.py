"""Whether an onset is the experts'."""

import pytest

from eegview.app.training.session.judging import is_right
from eegview.model.training.item import Category
from eegview.model.training.key import Key
from eegview.model.training.question import ONSET, Question

WHEN = Question("onset", "Where does the spasm begin?", ONSET)


def key(spread_s: float, low_s: float | None = None, high_s: float | None = None) -> Key:
    category = Category("onset", "spasm", "easy")
    return Key("i1", category, "", (), False, 3.0, spread_s, onset_low_s=low_s, onset_high_s=high_s)


@pytest.mark.parametrize(
    ("onset_s", "is_experts"), [(2.3, False), (2.4, False), (2.6, True), (3.5, True), (4.6, True), (4.7, False)]
)
def test_an_onset_among_the_experts_own_is_right_however_far_from_their_median(onset_s: float, is_experts: bool):
    """Theirs lie from 2.8 to 4.6 s: a range to one side of the median, not half of it to each."""
    assert is_right(WHEN, "", onset_s, key(1.8, 2.8, 4.6)) is is_experts


def test_where_the_experts_range_is_not_known_half_a_second_holds():
    assert is_right(WHEN, "", 3.5, key(4.0))
    assert not is_right(WHEN, "", 3.6, key(4.0))
    assert not is_right(WHEN, "", None, key(4.0))
