"""Propose electrodecrements by the amplitude of 1-35 Hz beside its 30-s median, in most rows or one hemisphere."""

import math

import numpy as np
from attenuation import Attenuation, attenuations

from eegview.plugin import NOT_FINAL, bin_edges, frame_levels, moving_mean, side_of_row, usual_level

FRAME_S = 0.125
SMOOTH = 5  # frames: 0.6 s, shorter than the shortest loss of amplitude worth reporting
USUAL_S = 15.0  # to each side
AROUND_S = 30.0 + USUAL_S + 0.5  # an event is compared with what is so near, and that with its own median
MARGIN_S = AROUND_S + 20.0  # and the longest event itself
CORE_S = 480.0
EVERY = 4  # frames: the median is taken anew each half second


def detect(recording, parameters, report):
    """Report losses of amplitude in order of time."""
    span = recording.span
    sides = tuple(map(side_of_row, recording.rows))
    for stretch in recording.stretches(length_s=CORE_S, before_s=MARGIN_S, after_s=MARGIN_S):
        for one, onset_s, stop_s in found_in(stretch, sides, parameters):
            terms = terms_of(one, stop_s - onset_s)
            score = logistic(sum(term[3] for term in terms))
            read_s = recording.segments[-1].stop_s - stop_s
            if read_s < AROUND_S:
                terms.append((f"{NOT_FINAL}: only {max(read_s, 0):.0f} s after it were recorded", read_s, "s", 0.0))
            if score >= parameters["minimum_score"]:
                report.event(
                    onset_s, stop_s - onset_s, "electrodecrement", score, rows_of(one, stretch.rows, sides), terms
                )
        report.progress((stretch.span.stop_s - span.start_s) / max(span.duration_s, 1e-9))


def found_in(stretch, sides, parameters):
    """Return (attenuation, onset_s, stop_s) of those that begin in the stretch, its margins left out."""
    # from a multiple of EVERY in recording time, so that medians are of the same frames wherever the search begins
    first_s = math.ceil(stretch.start_s / (EVERY * FRAME_S) - 1e-6) * EVERY * FRAME_S
    n_frames = math.ceil((stretch.start_s + stretch.data.shape[1] / stretch.rate_hz - first_s) / FRAME_S)
    edges = bin_edges(stretch.start_s, stretch.rate_hz, stretch.data.shape[1], first_s, FRAME_S, n_frames)
    size, step = (moving_mean(level, SMOOTH) for level in frame_levels(stretch.data, edges))
    half = round(USUAL_S / FRAME_S)
    usual_size, usual_step = (usual_level(level, half, every=EVERY) for level in (size, step))
    if not parameters["one_side"]:
        sides = ("",) * len(sides)
    found = attenuations(
        size, step, usual_size, usual_step, sides, FRAME_S, parameters["shortest_s"], parameters["longest_s"]
    )
    placed = ((one, first_s + one.first * FRAME_S, first_s + one.stop * FRAME_S) for one in found)
    return [row for row in placed if stretch.span.start_s <= row[1] < stretch.span.stop_s]


def terms_of(one: Attenuation, duration_s: float):
    """Return (name, value, unit, points) of each reason; the points were set on simulated studies, see page.md."""
    lost = 1 - 2**one.loss
    lost_step = 1 - 2**one.step_loss if math.isfinite(one.step_loss) else 0.0
    unlike = -one.loss / max(one.spread, 0.1)
    where = {"both": "all rows", "left": "left rows", "right": "right rows"}[one.side]
    terms = [
        (f"amplitude lost, median of {where}", 100 * lost, "%", 8 * (lost - 0.45)),
        ("fast activity lost", 100 * lost_step, "%", 2 * (lost_step - 0.2)),
        (f"share of {where} losing 38 % or more", 100 * one.extent, "%", 4 * (one.extent - 0.8)),
        ("relative to usual minima of the surrounding minute", unlike, "times", min(unlike, 10.0) - 6.0),
        ("duration", duration_s, "s", 1.5 * (min(duration_s, 2.5) - 1.5)),
        ("abruptness: lost within 0.5 s", 100 * (1 - 2**-one.drop), "%", 3 * (min(one.drop, 1.2) - 0.6)),
        ("share of the surrounding 30 s that is low too", 100 * one.repeats, "%", -6 * max(0.0, one.repeats - 0.1)),
    ]
    if one.side != "both":
        terms.append(("one hemisphere only", 1.0, "", -1.0))
    if one.usual_uv < 4:
        terms.append(("low-amplitude background", one.usual_uv, "µV", -1.0 * (4 - one.usual_uv)))
    return terms


def rows_of(one: Attenuation, rows, sides):
    """Return the rows an event is about: none for all of them."""
    return () if one.side == "both" else tuple(row for row, side in zip(rows, sides, strict=True) if side == one.side)


def logistic(points):
    """Return 1 / (1 + exp(-points)) without overflow."""
    return float(0.5 * (1 + np.tanh(points / 2)))
