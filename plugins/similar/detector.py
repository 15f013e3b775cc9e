"""Find more like this: templates of the examples are laid along the recording, and each fit is weighed."""

import math
from dataclasses import dataclass

import numpy as np
from course import Courses
from examples import onsets_of, read_examples
from points import terms_of
from template_match import LaidRows

from eegview.plugin import strongest

CORE_S = 480.0
MARGIN_S = 32.0
JITTER_S = 0.05
LEAST_SIMILAR = 0.3
NEAR_S = 0.5  # of two fits of one template so near only the better is looked at
LEAST_APART_S = 1.0  # of two suggestions, and of one from what is marked
FINAL_S = 30.0  # before the recording's end, filters and usual levels may change when more is there


def detect(recording, parameters, report):
    """Report events that look like the examples, in order of time."""
    span = recording.span
    length_s, template_s = float(parameters["length_s"]), float(parameters["template_s"])
    examples_s, unread = onsets_of(parameters["examples"])
    marked_s, not_read = onsets_of(parameters["marked"])
    if unread or not_read:
        n_unread = len(unread) + len(not_read)
        what = "1 entry that is" if n_unread == 1 else f"{n_unread} entries that are"
        report.note(f"Left out: {what} not a time in seconds.")
    courses = Courses(recording, length_s)
    model = read_examples(recording, examples_s, template_s, courses, report)
    if model is None:
        return
    apart_s = max(LEAST_APART_S, length_s)
    taken_s = np.array(sorted({*examples_s, *marked_s}))
    end_s = recording.segments[-1].stop_s
    for stretch in recording.stretches(length_s=CORE_S, before_s=MARGIN_S, after_s=MARGIN_S, kinds=("emg",)):
        course = courses.of(stretch)
        for onset_s, terms in suggested(with_terms(fits(stretch, model, course), model), apart_s):
            if not stretch.span.start_s <= onset_s < stretch.span.stop_s:
                continue
            if np.min(np.abs(taken_s - onset_s)) <= apart_s:
                continue
            score = float(0.5 * (1 + np.tanh(sum(term[3] for term in terms) / 2)))
            if score >= parameters["minimum_score"]:
                if onset_s > end_s - FINAL_S:
                    terms = [*terms, ("not final: the recording ends here", end_s - onset_s, "s", 0.0)]
                report.event(onset_s, min(length_s, span.stop_s - onset_s), parameters["term"], score, (), terms)
        report.progress((stretch.span.stop_s - span.start_s) / max(span.duration_s, 1e-9))


@dataclass(frozen=True, slots=True)
class Fit:
    """A place where a template fits.

    family : its number
    similar, field : similarity of the waveform in every row, and of the field; -1 to 1
    doublings : log2 of its size beside the usual size of the examples
    distances : (name, distance) of what goes along
    """

    onset_s: float
    family: int
    similar: float
    field: float
    doublings: float
    distances: list


def fits(stretch, model, course):
    """Return the best fits of every template in a stretch with its margins, by onset."""
    laid = LaidRows(stretch.data, model.length, model.whitening)
    found = []
    for number, (family, onset_s) in enumerate(zip(model.families, model.onsets_s, strict=True)):
        if not laid.n_out:
            continue
        reach = round(JITTER_S * stretch.rate_hz)
        similar, field = laid.similarity(family.template, reach), laid.field_similarity(family.template)
        size = laid.size(family.template) - family.size
        onsets_s = stretch.start_s + np.arange(laid.n_out) / stretch.rate_hz + onset_s
        places = np.flatnonzero(similar >= LEAST_SIMILAR)
        places = places[strongest(onsets_s[places], (similar + field)[places], NEAR_S)]
        for k in places.tolist():
            best = float(field[max(k - reach, 0) : k + reach + 1].max())
            distances = model.distances(number, course.at(onsets_s[k]))
            found.append(Fit(float(onsets_s[k]), number, float(similar[k]), best, float(size[k]), distances))
    return sorted(found, key=lambda one: one.onset_s)


def with_terms(found, model):
    """Return (onset, reasons) of fits."""
    return [
        (one.onset_s, terms_of(model, one.family, one.similar, one.field, one.doublings, one.distances))
        for one in found
    ]


def suggested(found, apart_s):
    """Return the fits that have no better one within `apart_s`; then those that only had one which is not kept.

    Twice and no more: what is kept depends on what lies around, never on how far the recording was read.
    """
    onsets_s = np.array([onset_s for onset_s, _terms in found])
    points = np.array([math.fsum(term[3] for term in terms) for _onset_s, terms in found])
    if not len(found):
        return []
    first = strongest(onsets_s, points, apart_s)
    nearest_s = np.min(np.abs(onsets_s[:, None] - onsets_s[first][None]), axis=1)
    rest = np.flatnonzero(nearest_s > apart_s)
    second = rest[strongest(onsets_s[rest], points[rest], apart_s)] if len(rest) else rest
    return [found[k] for k in np.sort(np.concatenate([first, second])).tolist()]
