"""Propose bursts of movement on video: short, long or rhythmic, and how strong beside rest."""

import math

import numpy as np
from bursts import AROUND_S, BurstRule, movement_bursts

from eegview.plugin import NOT_FINAL

TREND_STEP_S = 1.0
TREND_AT_ONCE = 600
KINDS = {"short": "one short burst", "long": "long movement", "rhythmic": "movement in a rhythm"}


def detect(recording, parameters, report):
    """Report each burst; the trend is the largest movement of each second."""
    movement = recording.movement()
    if movement is None:
        report.note("There is no movement trace, so nothing was searched.")
        return
    times_s, values = movement
    span = recording.span
    send_trend(report, span, times_s, values)
    rule = BurstRule(least=parameters["least_movement"], longest_s=parameters["longest_short_s"])
    n_reported = 0
    for burst in movement_bursts(times_s, values, rule):
        is_wanted = parameters["which"] == "all" or burst.course == "short"
        if not is_wanted or not span.start_s <= burst.start_s < span.stop_s:
            continue
        terms = terms_of(burst)
        score = 1 / (1 + math.exp(-sum(points for *_, points in terms)))
        duration_s = min(burst.stop_s, span.stop_s) - burst.start_s
        watched_s = float(times_s[-1]) - burst.stop_s
        if watched_s < AROUND_S:
            terms.append((f"{NOT_FINAL}: only {watched_s:.0f} s of video follow it", watched_s, "s", 0.0))
        report.event(burst.start_s, duration_s, "movement", score, terms=terms, attributes={"course": burst.course})
        n_reported += 1
        report.progress((burst.start_s - span.start_s) / span.duration_s)
    report.note(
        f"{n_reported} burst{'s' if n_reported != 1 else ''}. A clock burned into the video, a light and a caregiver "
        "are movement too: set a region of the video before relying on them."
    )


def terms_of(burst):
    """Return (name, value, unit, points) of each reason: how sure it is that something moved, and briefly."""
    strength = (burst.peak - burst.rest) / (burst.threshold - burst.rest)
    terms = [("movement above rest, relative to the threshold", strength, "×", min(1.2 * math.log2(strength), 4.0))]
    if burst.course == "rhythmic":
        terms.append((f"{KINDS['rhythmic']}, so more likely care or play", burst.rate_hz, "per s", -1.5))
    else:
        points = 0.0 if burst.course == "short" else -1.0
        terms.append((KINDS[burst.course], burst.duration_s, "s", points))
    return terms


def send_trend(report, span, times_s, values):
    """Send the largest movement of each second, NaN where there is no video."""
    n_seconds = math.ceil(span.duration_s / TREND_STEP_S)
    largest = np.full(n_seconds, np.nan, np.float32)
    second = np.floor((times_s - span.start_s) / TREND_STEP_S).astype(np.int64)
    known = (second >= 0) & (second < n_seconds) & np.isfinite(values)
    np.fmax.at(largest, second[known], values[known].astype(np.float32))
    for first in range(0, n_seconds, TREND_AT_ONCE):
        start_s = span.start_s + first * TREND_STEP_S
        report.trend("Movement on video", "a.u.", start_s, TREND_STEP_S, largest[first : first + TREND_AT_ONCE])
