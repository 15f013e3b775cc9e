"""The points of a fit: what speaks for it and against it, in words and numbers.

Fitted by logistic regression on development data (tests/bench/fit_similar.py); page.md says on which.
"""

import math

START = 2.6  # of a family of several examples; 0.8 above the fit, see page.md
START_SINGLE = 2.2
BY_DOUBLING = -0.6  # of the examples of a family: each fit is expected to be better
RARE = 0.43  # for each doubling of the share that the family is of all examples
SIMILAR, SIMILAR_AT = 11.5, 0.5
FIELD, FIELD_AT = 12.2, 0.35
AGREEMENT, AGREEMENT_AT = -1.4, 0.6
FIELD_AGREEMENT, FIELD_AGREEMENT_AT = -1.9, 0.4
SMALLER, SMALLER_FROM = 1.8, 0.3  # a doubling, and how much smaller costs nothing
LARGER, LARGER_FROM = 0.55, 0.5
COURSE = {"arm EMG": 0.73, "movement in the video": 0.7}  # the second was not fitted: no films were there
MOST_DISTANCE = 4.0
MOST_DOUBLINGS = 4.0


def start_points(n_members, n_used, agreement, field_agreement):
    """Return the points that every fit of a family begins with; n_used : examples of all families."""
    points = RARE * math.log2(n_members / n_used)
    if n_members == 1:
        return points + START_SINGLE
    points += START + BY_DOUBLING * min(math.log2(n_members), MOST_DOUBLINGS)
    points += AGREEMENT * (agreement - AGREEMENT_AT)
    return points + FIELD_AGREEMENT * (field_agreement - FIELD_AGREEMENT_AT)


def size_points(doublings):
    """Return the points of a size so many doublings above (below: negative) that of the examples; never above 0."""
    return -SMALLER * max(0.0, -doublings - SMALLER_FROM) - LARGER * max(0.0, doublings - LARGER_FROM)


def terms_of(model, number, similar, field, doublings, distances):
    """Return (name, value, unit, points) of each reason of a fit of the family of this number."""
    family = model.families[number]
    n_members = len(family.members)
    start = start_points(n_members, model.n_used, family.agreement, family.field_agreement)
    terms = [
        ("waveform similarity to the examples", 100 * similar, "%", SIMILAR * (similar - SIMILAR_AT)),
        ("similarity of the field, relative to the background", 100 * field, "%", FIELD * (field - FIELD_AT)),
        ("size relative to the examples", 100 * 2**doublings, "%", size_points(doublings)),
        ("examples of this shape (baseline score)", float(n_members), "", start),
    ]
    for name, distance in distances:
        points = -COURSE[name] * (min(distance, MOST_DISTANCE) - 1.0)
        terms.append((f"{name}: difference from the examples", distance, "z", points))
    return terms
