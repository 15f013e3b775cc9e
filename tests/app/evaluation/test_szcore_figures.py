"""SzCORE's counts over recordings: what false ones are counted over."""

import pytest

from eegview.app.evaluation.szcore_figures import szcore_figures
from eegview.app.evaluation.trials import Trial, outcome_at
from eegview.app.evaluation.units import Unit
from eegview.clinical.event_matching import Onset
from eegview.clinical.szcore_scores import szcore_scores

FALSE = tuple(Onset(200.0 * (k + 1), 10.0, 0.9) for k in range(7))
DAY_S = 86400.0


def test_false_ones_are_counted_over_the_hour_that_was_read_not_over_the_whole_day():
    trial = Trial("R1", duration_s=3600.0, length_s=DAY_S, truth=(Onset(3000.0, 60.0),), found=FALSE)
    events, _ = szcore_figures([Unit("P1", (outcome_at(trial),))])
    assert (events.whole.fp, events.whole.fp_per_day) == (7, pytest.approx(168.0))
    assert szcore_figures([Unit("P1", (outcome_at(Trial("R1", DAY_S, (), FALSE)),))])[0].whole.fp_per_day == 7.0


def test_the_scores_of_a_recording_say_the_same():
    read = szcore_scores([], FALSE, DAY_S, 3600.0)
    whole = szcore_scores([], FALSE, DAY_S)
    assert read is not None
    assert whole is not None
    assert [one.fp_per_day for one in whole] == [pytest.approx(7.0), pytest.approx(70.0)]
    assert [one.fp_per_day for one in read] == [pytest.approx(168.0), pytest.approx(1680.0)]
