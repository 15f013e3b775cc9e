"""Shares of events and classes: what they are of, and how many items that is."""

from eegview.clinical.agreement_numbers.ratings import Reading, ratings_of
from eegview.clinical.agreement_numbers.shares import EventCounts, class_agreement, event_agreement, pairwise_f1


def test_f1_against_a_reference_rests_on_as_many_events_as_f1_of_a_pair():
    counts = [EventCounts("p", 3, 1, 2)]
    found, pair = event_agreement(counts), pairwise_f1([counts], 2)
    assert found.f1.value == pair.value == 2 * 3 / (2 * 3 + 1 + 2)
    assert found.f1.n_items == pair.n_items == 3 + 1 + 2
    assert found.sensitivity.n_items == 3 + 1
    assert found.precision.n_items == 3 + 2


def test_f1_of_a_class_rests_on_the_items_that_either_called_so():
    readings = [
        Reading("p", {"reference": "yes", "reader": "yes"}, 3),
        Reading("p", {"reference": "yes", "reader": "no"}),
        Reading("p", {"reference": "no", "reader": "yes"}, 2),
        Reading("p", {"reference": "no", "reader": "no"}, 50),
    ]
    found = class_agreement(ratings_of(readings, ["reference", "reader"], ["no", "yes"]), 1)
    assert found.f1.value == 2 * 3 / (2 * 3 + 1 + 2)
    assert (found.f1.n_items, found.sensitivity.n_items, found.precision.n_items) == (6, 4, 5)
