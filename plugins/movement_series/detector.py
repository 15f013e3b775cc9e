"""Propose brief movements in series, each series with its members; a person decides what they are."""

import math

import numpy as np
from brief import AROUND_S, MovementRule, most_above_rest, movements_of
from series import SeriesRule, series_of

from eegview.plugin import NOT_FINAL

_MOST_LOST = 0.05  # of the pictures without a value
_UNFILMED_S = 1.0  # without a picture: the clip ended, or pictures are missing


def detect(recording, parameters, report):
    """Report each series, and each of its members as a brief movement of its own."""
    movement = recording.movement()
    if movement is None:
        report.note("There is no movement trace, so nothing was searched.")
        return
    times_s, values = movement
    span = recording.span
    rule = MovementRule(least=parameters["least_movement"], longest_s=parameters["longest_s"])
    interval_s = (min(parameters["least_interval_s"], parameters["most_interval_s"]), parameters["most_interval_s"])
    series_rule = SeriesRule(interval_s, parameters["least_members"])
    film_ends_s = np.asarray(times_s)[:-1][np.diff(times_s) > _UNFILMED_S].tolist()
    n_found = 0
    for series in series_of(movements_of(times_s, values, rule), series_rule, film_ends_s):
        if not span.start_s <= series.start_s < span.stop_s:
            continue
        n_found += 1
        open_s = max(AROUND_S, interval_s[1])
        watched_s = float(times_s[-1]) - series.stop_s
        # A series may go on, and what rest is may change, as long as less than that was watched after it.
        last = [(f"{NOT_FINAL}: only {watched_s:.0f} s of video follow it", watched_s, "s", 0.0)]
        last = last if watched_s < open_s else []
        terms = [*terms_of_series(series), *last]
        stop_s = min(series.stop_s, span.stop_s)
        report.event(series.start_s, stop_s - series.start_s, "movement", score_of(terms), terms=terms,
                     attributes={"course": "series"})  # fmt: skip
        for place, member in enumerate(series.members):
            if member.start_s < span.stop_s:
                terms = [*terms_of_member(series, place), *last]
                duration_s = min(member.stop_s, span.stop_s) - member.start_s
                report.event(member.start_s, duration_s, "movement", score_of(terms), terms=terms,
                             attributes={"course": "short"})  # fmt: skip
        report.progress((series.start_s - span.start_s) / span.duration_s)
    inside = np.asarray(values)[(times_s >= span.start_s) & (times_s < span.stop_s)][1:]
    lost = float(np.mean(np.isnan(inside))) if len(inside) else 0.0
    if lost > _MOST_LOST:
        report.note(f"In {100 * lost:.0f} % of the pictures movement could not be measured; nothing is found there.")
    if film_ends_s:
        report.note("The video does not run all the time, as between two clips; a series ends where it stops.")
    most = most_above_rest(values)
    if most < rule.least:
        report.note(
            f"Nothing in this film moves by the minimum of {rule.least:g} a.u./s: the most is {most:.2g}. In a dark "
            "room, without contrast or far away a spasm moves so little: set a lower minimum, and look at the film."
        )
    report.note(
        "Nothing was counted: members are movements to look at. A startle, a sleep jerk, a hiccup, a hand that pats "
        "or a second person moves like this too."
        if n_found
        else "No series was found. That does not say that there was none: subtle and covered movement is missed."
    )


def score_of(terms):
    """Return the logistic function of the points, as the host checks it."""
    return 1 / (1 + math.exp(-sum(points for *_, points in terms)))


def terms_of_series(series):
    """Return (name, value, unit, points) of each reason for a series."""
    n_members = len(series.members)
    strength = float(np.median([member.strength for member in series.members]))
    interval_s = float(np.median(series.intervals_s))
    return [
        ("brief movements proposed as its members", n_members, "", min(0.5 * (n_members - 3), 2.0)),
        ("median movement above rest, relative to the threshold", strength, "×", min(math.log2(strength), 2.5)),
        ("median interval from one to the next", interval_s, "s", 0.0),
        restless_term(series),
    ]


def terms_of_member(series, place):
    """Return (name, value, unit, points) of each reason for one member."""
    member = series.members[place]
    terms = [
        ("movement above rest, relative to the threshold", member.strength, "×", min(math.log2(member.strength), 2.5)),
        ("duration of the movement", member.duration_s, "s", 0.0),
        (f"its place among the {len(series.members)} members of a series", place + 1, "", 0.0),
        restless_term(series),
    ]
    if place:
        terms.append(("interval from the one before", series.intervals_s[place - 1], "s", 0.0))
    return terms


def restless_term(series):
    """Return the reason that takes points off where much else moved: an infant at play, care, a second person."""
    return ("share of the time between the members with other movement", series.restless, "", -4.0 * series.restless)
