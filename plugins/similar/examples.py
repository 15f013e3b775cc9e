"""Learn what the examples have in common: families of waveforms, the background around them, muscle and movement."""

import re
from dataclasses import dataclass

import numpy as np
from families import Family, families_of
from template_match import whitening_of

from eegview.plugin import Span

LEAD_S = 0.25  # before the onset
REACH_S = 0.3  # examples may be marked this much early or late
MOST_EXAMPLES = 40
MOST_BACKGROUNDS = 20  # examples around which the background is measured
AROUND_S = 30.0  # read around an example, for what is usual there
CLEAR_S = (1.0, 2.0)  # before an example and after it, what is no background
LEAST_SPREAD = 0.6  # log2; examples that happen to agree say no more than this


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What the examples have in common.

    families : all examples together first, then their shapes, the largest first
    n_used : how many examples there are
    onsets_s : of each family, from the start of its template
    courses : of each family, name -> (centre, spread), each (n_lines, n_offsets)
    whitening : (n_rows, n_rows), of the background around the examples
    length : samples of a template
    """

    families: list[Family]
    n_used: int
    onsets_s: list[float]
    courses: list[dict]
    whitening: np.ndarray
    length: int

    def distances(self, number, course):
        """Return (name, distance in spreads) of each part of the course that can be compared with a family's."""
        out = []
        for name, (centre, spread) in self.courses[number].items():
            if name not in course:
                continue
            apart = (course[name] - centre) / spread
            known = np.isfinite(apart)
            if known.mean() > 0.5:
                out.append((name, float(np.sqrt(np.mean(apart[known] ** 2)))))
        return out


def read_examples(recording, onsets_s, template_s, courses, report):
    """Return the model of the examples, None (and report why) where there are none that can be used."""
    rate_hz = recording.rate_hz
    if len(onsets_s) > MOST_EXAMPLES:
        report.note(f"{MOST_EXAMPLES} of the {len(onsets_s)} examples are used, evenly from the first to the last.")
        onsets_s = spread_evenly(onsets_s, MOST_EXAMPLES)
    length = round(template_s * rate_hz) + round(LEAD_S * rate_hz)
    reach = round(REACH_S * rate_hz)
    pieces, used_s, around, background = [], [], [], []
    n_unread = 0  # said without their times: others, who read blind, are not to know where marks are
    for onset_s in onsets_s:
        found = piece_around(recording, onset_s, template_s)
        if found is None:
            n_unread += 1
            continue
        first = round((onset_s - LEAD_S - found.start_s) * rate_hz) - reach
        part = found.data[:, max(first, 0) : max(first, 0) + length + 2 * reach]
        if first < 0 or part.shape[1] < length + 2 * reach or not np.isfinite(part).all():
            n_unread += 1
            continue
        pieces.append(part)
        used_s.append(onset_s)
        around.append(courses.of(found))
        if len(background) < MOST_BACKGROUNDS:
            background.append(found.data[:, background_of(found, onsets_s, template_s)])
    if n_unread:
        which = "1 example is" if n_unread == 1 else f"{n_unread} examples are"
        report.note(f"{which} not used: outside the recording, or too near to a gap or an end.")
    if not pieces:
        report.note("There is nothing to search for: give at least one example by its onset.")
        return None
    whitening = whitening_of(np.concatenate(background, axis=1))
    families = families_of(np.array(pieces), reach, length, rate_hz, whitening)
    tell_families(families, len(used_s), template_s, report)
    of_families = []
    for family in families:
        own = [around[k].at(used_s[k] + late) for k, late in zip(family.members, family.late_s, strict=True)]
        of_families.append({name: middle_and_spread([one[name] for one in own]) for name in own[0]})
    onsets = [LEAD_S - float(np.mean(family.late_s)) for family in families]
    return Model(families, len(used_s), onsets, of_families, whitening, length)


def tell_families(families, n_used, template_s, report):
    """Report what the search rests on, and how many shapes the examples have."""
    examples = "1 example" if n_used == 1 else f"{n_used} examples"
    text = f"Searched with {examples}; template {template_s:.1f} s."
    shapes = [len(family.members) for family in families[1:]]
    if shapes:
        text += f" The examples differ: their largest shapes have {', '.join(map(str, shapes))} of them."
    report.note(text)


def onsets_of(text):
    """Return the times in a text of numbers separated by commas, semicolons or blanks, and the parts that are none."""
    times_s, unread = [], []
    for word in re.split(r"[,;\s]+", text.strip()):
        if not word:
            continue
        try:
            time_s = float(word)
        except ValueError:
            unread.append(word)
            continue
        if np.isfinite(time_s) and time_s >= 0:
            times_s.append(time_s)
        else:
            unread.append(word)
    return sorted(set(times_s)), unread


def spread_evenly(onsets_s, most):
    """Return so many of the onsets, evenly from the first to the last."""
    return [onsets_s[round(k * (len(onsets_s) - 1) / (most - 1))] for k in range(most)]


def piece_around(recording, onset_s, template_s):
    """Return the stretch around an example, as far as its segment goes; None outside."""
    segment = next((one for one in recording.segments if one.start_s <= onset_s < one.stop_s), None)
    if segment is None:
        return None
    around = Span(max(segment.start_s, onset_s - AROUND_S), min(segment.stop_s, onset_s + template_s + AROUND_S))
    return recording.piece(around, ("emg",))


def background_of(stretch, onsets_s, template_s):
    """Return (n,) which samples of a stretch are background: complete, and away from all examples."""
    times_s, before_s, after_s = stretch.times_s, *CLEAR_S
    is_clear = np.isfinite(stretch.data).all(axis=0)
    for onset_s in onsets_s:
        is_clear &= (times_s < onset_s - before_s) | (times_s > onset_s + template_s + after_s)
    if np.count_nonzero(is_clear) < 4 * stretch.rate_hz:  # events follow each other closely
        return np.isfinite(stretch.data).all(axis=0)
    return is_clear


def middle_and_spread(parts):
    """Return the median of the examples' courses, and how far they lie apart from it."""
    stack = np.array(parts)
    known = np.isfinite(stack)
    stack = np.where(known, stack, 0.0)
    centre = np.median(stack, axis=0)
    spread = np.sqrt(np.mean((stack - centre) ** 2, axis=0) + LEAST_SPREAD**2)
    return np.where(known.all(axis=0), centre, np.nan), spread
