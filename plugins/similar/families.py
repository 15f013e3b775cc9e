"""Sort examples into families of alike ones, each with a template and what is usual in it."""

from dataclasses import dataclass

import numpy as np
from template_match import LaidRows, aligned_mean, fits_of

ALIKE = 0.3  # correlation at which examples are one family
MOST_SHAPES = 3
FEW_KNOWN = (0.6, 0.4)  # how alike examples are taken to be where one alone does not show it


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Examples that look alike.

    members : numbers of the examples
    template : (n_rows, n) µV, their mean
    late_s : by how much each member was marked early: its shift
    agreement, field_agreement : median similarity of a member to the mean of the others; usual values for one alone
    size : usual log2 of a member's size beside the template's
    """

    members: tuple[int, ...]
    template: np.ndarray
    late_s: np.ndarray
    agreement: float
    field_agreement: float
    size: float


def families_of(pieces, reach, length, rate_hz, whitening):
    """Return the families, all examples together first, then the largest; alike examples make one family only.

    pieces : (n_examples, n_rows, length + 2 * reach) µV

    The mean of all stands beside the shapes: noise alone parts examples of one shape, and their mean has least of it.
    """
    everyone = list(range(len(pieces)))
    shapes = alike_groups(fits_of(pieces, reach, length))[:MOST_SHAPES]
    groups = [everyone] if shapes[0] == everyone else [everyone, *shapes]
    return [made_of(group, pieces, reach, length, rate_hz, whitening) for group in groups]


def alike_groups(fits, alike=ALIKE):
    """Return lists of numbers: the pair of groups that are most alike on average is joined until none is enough.

    fits : (n, n) how alike one is to another
    """
    fits = np.maximum(fits, fits.T)
    groups = [[number] for number in range(len(fits))]
    while len(groups) > 1:
        between = np.array(
            [[fits[np.ix_(a, b)].mean() if i < j else -1.0 for j, b in enumerate(groups)] for i, a in enumerate(groups)]
        )
        first, second = np.unravel_index(int(np.argmax(between)), between.shape)
        if between[first, second] < alike:
            break
        groups[first] += groups.pop(second)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0]))


def made_of(group, pieces, reach, length, rate_hz, whitening):
    """Return the family of these examples."""
    template, shifts = aligned_mean(pieces[group], reach, length)
    cut = [pieces[number][:, reach + s : reach + s + length] for number, s in zip(group, shifts.tolist(), strict=True)]
    laid = [LaidRows(one, length, whitening) for one in cut]
    agreement = FEW_KNOWN
    if len(cut) > 1:
        whole = np.sum(cut, axis=0)
        others = [(whole - one) / (len(cut) - 1) for one in cut]
        rows = [float(one.similarity(other)[0]) for one, other in zip(laid, others, strict=True)]
        field = [float(one.field_similarity(other)[0]) for one, other in zip(laid, others, strict=True)]
        agreement = float(np.median(rows)), float(np.median(field))
    size = float(np.median([one.size(template)[0] for one in laid]))
    return Family(tuple(group), template, shifts / rate_hz, *agreement, size)
