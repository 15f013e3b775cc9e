from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.runs import RunFinder, RunRule, runs_of


def _runs(pieces, rule):
    finder = RunFinder(rule)
    found = [run for piece in pieces for run in finder.add(piece)]
    return found + list(finder.finish())


@given(
    values=st.lists(st.sampled_from([0.0, 1.0, 2.0, np.nan]), max_size=40),
    cuts=st.lists(st.integers(0, 40), max_size=6),
    merge=st.integers(0, 3),
)
def test_runs_are_the_same_however_the_values_are_cut(values, cuts, merge):
    rule = RunRule(2.0, 1.0, merge)
    edges = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]
    pieces = [values[a:b] for a, b in pairwise(edges)]
    assert _runs(pieces, rule) == _runs([values], rule)


def test_a_run_needs_one_high_value_and_goes_on_while_low_ones_last():
    values = [0, 1, 1, 0, 1, 2, 1, 0, 2]
    assert _runs([values], RunRule(2, 1)) == [(4, 7), (8, 9)]
    assert _runs([values], RunRule(2, 1, merge=1)) == [(1, 9)]


def test_what_may_still_be_needed_is_told():
    finder = RunFinder(RunRule(2, 1))
    assert list(finder.add([0, 0, 2, 2])) == []
    assert finder.oldest == 2
    assert list(finder.add([0])) == [(2, 4)]
    assert finder.oldest == 5


def test_a_rule_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="go on"):
        RunRule(1, 2)


@given(flags=st.lists(st.booleans(), max_size=40))
def test_runs_of_flags_hold_every_true_one_and_no_false_one(flags):
    found = runs_of(np.array(flags, bool))
    told = [place for first, stop in found for place in range(first, stop)]
    assert told == [place for place, flag in enumerate(flags) if flag]
    assert all(later[0] > earlier[1] for earlier, later in pairwise(found))
