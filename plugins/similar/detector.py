"""Find more like this: the mean of the examples is laid along the recording, and fits are weighed by their course."""

import numpy as np
from course import Courses
from examples import read_examples
from template_match import correlation, relative_size

from eegview.plugin import strongest

CORE_S = 240.0
MARGIN_S = 40.0
JITTER_S = 0.05
LEAST_ALIKE = 0.3
OWN_S = 1.0  # nearer to an example it is the example


def detect(recording, parameters, report):
    """Report events that look like the examples, in order of time."""
    span, length_s = recording.span, float(parameters["length_s"])
    courses = Courses(recording, length_s)
    model = read_examples(recording, parameters["examples"], length_s, courses, report)
    if model is None:
        return
    apart_s = max(0.3, min(1.0, length_s))
    for stretch in recording.stretches(length_s=CORE_S, before_s=MARGIN_S, after_s=MARGIN_S, kinds=("emg",)):
        course = courses.of(stretch)
        for time_s, alike, size in fits(stretch, model, apart_s):
            onset_s = min(max(time_s + model.onset_s, span.start_s), span.stop_s)
            if np.min(np.abs(model.onsets_s - onset_s)) < min(OWN_S, apart_s):
                continue
            terms = terms_of(model, alike, size, course.at(onset_s))
            score = float(0.5 * (1 + np.tanh(sum(term[3] for term in terms) / 2)))
            if score >= parameters["minimum_score"]:
                report.event(onset_s, min(length_s, span.stop_s - onset_s), parameters["term"], score, (), terms)
        report.progress((stretch.span.stop_s - span.start_s) / max(span.duration_s, 1e-9))


def fits(stretch, model, apart_s):
    """Return (time of the template's start, correlation, log2 of size beside it) of the best fits of a stretch."""
    alike = correlation(stretch.data, model.template, round(JITTER_S * stretch.rate_hz))
    if not len(alike):
        return []
    size = relative_size(stretch.data, model.template)
    times_s = stretch.start_s + np.arange(len(alike)) / stretch.rate_hz
    places = np.flatnonzero(alike >= LEAST_ALIKE)
    places = places[strongest(times_s[places], alike[places], apart_s)]
    onsets_s = times_s[places] + model.onset_s
    places = places[(onsets_s >= stretch.span.start_s) & (onsets_s < stretch.span.stop_s)]
    return [(float(times_s[k]), float(alike[k]), float(size[k])) for k in places.tolist()]


def terms_of(model, alike, size, course):
    """Return (name, value, unit, points) of each reason; the points were set on simulated studies, see page.md."""
    terms = [
        ("waveform similarity to the examples", 100 * alike, "%", 14 * (alike - model.least_alike)),
        ("size relative to the examples", 100 * 2**size, "%", -1.0 * max(0.0, abs(size - model.size) - 0.5)),
    ]
    for name, distance, weight in model.distances(course):
        terms.append((f"{name}: difference from the examples", distance, "z", weight * (1.0 - min(distance, 3.0))))
    return terms
