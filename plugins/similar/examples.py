"""Learn what the examples have in common: mean waveform, how alike they are, how amplitude goes around them."""

import re
from dataclasses import dataclass

import numpy as np
from template_match import aligned_mean, correlation, relative_size

from eegview.plugin import Span

LEAD_S = 0.25  # before the onset
REACH_S = 0.3  # examples may be marked this much early or late
MOST_EXAMPLES = 40
AROUND_S = 30.0  # read around an example, for what is usual there
LONGEST_S = 8.0  # of the template; a longer example is known by its start
ALIKE = 0.45  # correlation that neither adds nor takes points, where one example does not show how they vary
WEIGHTS = {"slow activity": 1.0, "faster activity": 0.5, "arm EMG": 1.0, "movement in the video": 0.7}
LEAST_SPREAD = 0.6  # log2; examples that happen to agree say no more than this


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What the examples have in common.

    template : (n_rows, n) µV, starts `onset_s` before an onset
    least_alike : correlation that neither adds nor takes points
    size : usual log2 of an example's size beside the template's
    courses : name -> (centre, spread), each (n_lines, n_offsets)
    """

    onsets_s: np.ndarray
    template: np.ndarray
    onset_s: float
    least_alike: float
    size: float
    courses: dict

    def distances(self, course):
        """Return (name, distance in spreads, weight) of each part of the course that can be compared."""
        out = []
        for name, (centre, spread) in self.courses.items():
            if name not in course:
                continue
            apart = (course[name] - centre) / spread
            known = np.isfinite(apart)
            if known.mean() > 0.5:
                out.append((name, float(np.sqrt(np.mean(apart[known] ** 2))), WEIGHTS[name]))
        return out


def read_examples(recording, text, length_s, courses, report):
    """Return the model of the examples, None (and report why) where there are none that can be used."""
    onsets_s, unread = onsets_of(text)
    if unread:
        report.note(f"Left out, not a time in seconds: {', '.join(unread)[:80]}.")
    if len(onsets_s) > MOST_EXAMPLES:
        report.note(f"Only the first {MOST_EXAMPLES} examples are used.")
    n_taken = round(min(length_s, LONGEST_S) * recording.rate_hz) + round(LEAD_S * recording.rate_hz)
    reach = round(REACH_S * recording.rate_hz)
    pieces, used_s, around = [], [], []
    for onset_s in onsets_s[:MOST_EXAMPLES]:
        found = piece_around(recording, onset_s, length_s)
        if found is None:
            report.note(f"The example at {onset_s:g} s is not inside the recording, or too near to a gap.")
            continue
        first = round((onset_s - LEAD_S - found.start_s) * recording.rate_hz) - reach
        part = found.data[:, max(first, 0) : max(first, 0) + n_taken + 2 * reach]
        if first < 0 or part.shape[1] < n_taken + 2 * reach or not np.isfinite(part).all():
            report.note(f"The example at {onset_s:g} s is too near to a gap or an end.")
            continue
        pieces.append(part)
        used_s.append(onset_s)
        around.append(courses.of(found))
    if not pieces:
        report.note("There is nothing to search for: give at least one example by its onset.")
        return None
    template, shifts = aligned_mean(np.array(pieces), reach, n_taken)
    late_s = shifts / recording.rate_hz
    cut = [piece[:, reach + s : reach + s + n_taken] for piece, s in zip(pieces, shifts.tolist(), strict=True)]
    own = [one.at(onset_s + late) for one, onset_s, late in zip(around, used_s, late_s.tolist(), strict=True)]
    return Model(
        np.array(used_s),
        template,
        LEAD_S - float(np.mean(late_s)),
        least_alike(cut),
        float(np.median([relative_size(one, template)[0] for one in cut])),
        {name: middle_and_spread([one[name] for one in own]) for name in own[0]},
    )


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


def piece_around(recording, onset_s, length_s):
    """Return the stretch around an example, as far as its segment goes; None outside."""
    segment = next((one for one in recording.segments if one.start_s <= onset_s < one.stop_s), None)
    if segment is None:
        return None
    around = Span(
        max(segment.start_s, onset_s - AROUND_S), min(segment.stop_s, onset_s + min(length_s, LONGEST_S) + AROUND_S)
    )
    return recording.piece(around, ("emg",))


def least_alike(cut):
    """Return the correlation that neither adds nor takes points: somewhat below what the examples have among them."""
    if len(cut) < 3:
        return ALIKE
    others = [np.mean([o for j, o in enumerate(cut) if j != k], axis=0) for k in range(len(cut))]
    own = [float(correlation(one, other)[0]) for one, other in zip(cut, others, strict=True)]
    return float(np.clip(np.median(own) - 0.12, 0.47, 0.6))


def middle_and_spread(parts):
    """Return the median of the examples' courses, and how far they lie apart from it."""
    stack = np.array(parts)
    known = np.isfinite(stack)
    stack = np.where(known, stack, 0.0)
    centre = np.median(stack, axis=0)
    spread = np.sqrt(np.mean((stack - centre) ** 2, axis=0) + LEAST_SPREAD**2)
    return np.where(known.all(axis=0), centre, np.nan), spread
