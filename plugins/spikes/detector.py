"""Propose multifocal spikes with their focus: sharp peaks of one electrode against its neighbours in the chains."""

import math
from dataclasses import dataclass

import numpy as np
from electrodes import at_electrodes, electrode_weights, sharpened
from spindle_around import NOTHING_BESIDE, Beside, course_of
from usual_heights import usual_heights

from eegview.plugin import sharp_peaks, strongest

CORE_S = 240.0  # whole pages of 15 s
MARGIN_S = 10.0
UNSETTLED_S = 10.0  # before the end of what was read the surroundings of a peak are not known
USUAL_BINS = 8  # of 1 s, to each side
LEAST_TIMES = 3.2  # of the usual peak of that electrode
WIDEST_S = 0.08  # at half height, of what is left above 8 Hz
APART_S = 0.06  # peaks of other electrodes within it are the same spike
PAGE_S = 15.0
COUNTED_FROM = 0.5  # score of what the trend counts, whatever is reported
MOST_LEFT = 0.66  # points that the terms after the first ones can add


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sharp peak and its measures; see `terms_of` for what each number is."""

    time_s: float
    focus: int
    times: float
    height_uv: float
    width_ms: float
    crowd: float
    wide: float
    edge: float
    broad_ms: float
    heart: float
    beside: Beside


def detect(recording, parameters, report):
    """Report spikes in order of time, of each focus the clearest, and how many seconds of each 15-s page have one."""
    span = recording.span
    names, weights = electrode_weights(recording.rows)
    pages, clearest = Pages(span), Clearest(60 * parameters["every_minutes"])
    n_counted = n_reported = 0
    least = min(COUNTED_FROM, max(parameters["minimum_score"], 1e-6))
    least_points = math.log(least / (1 - least))
    for stretch in recording.stretches(length_s=CORE_S, before_s=MARGIN_S, after_s=MARGIN_S, kinds=("ecg",)):
        # where there is an ECG all peaks of a stretch say whether they come with the heart
        open_from_s = span.stop_s - UNSETTLED_S
        if recording.names("ecg") and stretch.span.stop_s >= span.stop_s and stretch.span.duration_s < CORE_S - 1e-6:
            open_from_s = min(open_from_s, stretch.span.start_s)
        for one in candidates(stretch, names, weights, least_points):
            terms = terms_of(one)
            if one.time_s >= open_from_s:
                terms.append(not_final(span.stop_s - one.time_s))
            score = logistic(sum(float(term[3]) for term in terms))
            if score >= COUNTED_FROM:
                pages.add(one.time_s)
                n_counted += 1
            if score >= parameters["minimum_score"] and abs(one.height_uv) >= parameters["least_uv"]:
                clearest.add(one.time_s, score, names[one.focus], terms)
        n_reported += send(clearest.over_before(stretch.span.stop_s), report)
        pages.cover(stretch.span)
        pages.send(report, stretch.span.stop_s)
        report.progress((stretch.span.stop_s - span.start_s) / max(span.duration_s, 1e-9))
    n_reported += send(clearest.still_open(span.stop_s), report)
    pages.send(report, math.inf)
    if parameters["every_minutes"]:
        report.note(
            f"{n_counted} sharp peaks were counted in the trend; {n_reported} are proposed, the clearest of each "
            f"electrode in every {parameters['every_minutes']:g} minutes."
        )


def send(found, report):
    """Report spikes; return how many."""
    for time_s, score, name, terms in found:
        side = side_of(name)
        report.event(time_s, 0.0, "spike_focus", score, (name,), terms, {"side": side} if side else {})
    return len(found)


def side_of(electrode):
    """Return the side an electrode of the 10-20 system lies on: odd numbers are left, even right, z the middle."""
    last = electrode[-1:].lower()
    if last == "z":
        return "midline"
    return ("right", "left")[int(last) % 2] if last.isdecimal() else ""


def candidates(stretch, names, weights, least_points=0.0):
    """Return the candidates of a stretch that can reach `least_points`, its margins left out, in order of time."""
    rate_hz = stretch.rate_hz
    slow = at_electrodes(stretch.data, weights)
    sharp = sharpened(slow, rate_hz)
    first = round((stretch.span.start_s - stretch.start_s) * rate_hz)
    peaks = sharp_peaks(sharp, rate_hz)
    if not len(peaks.row):
        return []
    usual_uv = usual_heights(peaks, len(slow), rate_hz, slow.shape[1], first, 1.0, USUAL_BINS)
    times_s = stretch.start_s + peaks.sample / rate_hz
    with np.errstate(divide="ignore", invalid="ignore"):
        beside = np.abs(peaks.height_uv) / usual_uv
    width_s = peaks.rise_s + peaks.fall_s
    number = np.flatnonzero((beside >= LEAST_TIMES) & (width_s <= WIDEST_S) & np.isfinite(beside))
    number = number[np.argsort(times_s[number], kind="stable")]
    number = number[strongest(times_s[number], beside[number], APART_S)]
    core = stretch.span
    number = number[(times_s[number] >= core.start_s) & (times_s[number] < core.stop_s)]
    # what a peak can still gain below is known, so most need not be looked at further
    width_ms = 1000 * width_s[number]
    points = sum(term[3] for term in first_terms(beside[number], peaks.height_uv[number], width_ms))
    number = number[points + MOST_LEFT >= least_points]
    beats_s = heart_beats(stretch)
    locked = locked_to_heart(times_s[number], peaks.row[number], beats_s)
    reach = max(2, round(0.5 * rate_hz))
    course = course_of(slow, names, stretch.start_s, rate_hz) if len(number) else None
    out = []
    for k, is_locked in zip(number.tolist(), locked.tolist(), strict=True):
        row, at, height = int(peaks.row[k]), int(peaks.sample[k]), float(peaks.height_uv[k])
        out.append(
            Candidate(
                float(times_s[k]),
                row,
                float(beside[k]),
                height,
                float(1000 * width_s[k]),
                crowd_of(sharp[row], at, reach, height, rate_hz),
                wide_of(sharp[:, at], row),
                edge_of(slow[row], at, rate_hz),
                broad_of(slow[row], at, rate_hz),
                is_locked,
                course.beside(float(times_s[k]), row) if course else NOTHING_BESIDE,
            )
        )
    return out


def crowd_of(row, at, reach, height, rate_hz):
    """Return the rms of the half second to each side, the peak's 0.1 s left out, as share of its height."""
    inner = round(0.1 * rate_hz)
    around = np.concatenate((row[max(0, at - reach) : max(0, at - inner)], row[at + inner : at + reach]))
    around = around[np.isfinite(around)]
    return float(np.sqrt(np.mean(around**2))) / abs(height) if len(around) else 1.0


def wide_of(column, row):
    """Return the share of the other electrodes that reach half of the focus at the same instant."""
    others = np.abs(np.delete(column, row))
    return float(np.mean(others > 0.5 * abs(column[row]))) if len(others) else 0.0


def edge_of(row, at, rate_hz):
    """Return the steepest 8 ms of the flanks as share of the range within 50 ms: near 1 for a step."""
    reach, step = round(0.05 * rate_hz), max(1, round(0.008 * rate_hz))
    near = row[max(0, at - reach) : at + reach + 1]
    span_uv = float(np.nanmax(near) - np.nanmin(near))
    return float(np.nanmax(np.abs(near[step:] - near[:-step]))) / span_uv if span_uv > 0 and len(near) > step else 0.0


def broad_of(row, at, rate_hz):
    """Return the width at half amplitude (ms, at most 200) without the sharpening, against 0.1 s to each side."""
    reach = round(0.1 * rate_hz)
    if at < reach or at + reach >= len(row):
        return 200.0
    near = row[at - reach : at + reach + 1] * np.sign(row[at] - 0.5 * (row[at - reach] + row[at + reach]))
    half = 0.5 * near[reach] + 0.25 * (near[0] + near[-1])
    low = np.flatnonzero(near < half)
    left, right = low[low < reach], low[low > reach]
    if not len(left) or not len(right):
        return 200.0
    return float(1000 * (right[0] - left[-1] - 1) / rate_hz)


def heart_beats(stretch):
    """Return the times (s) of the R peaks, empty where there is no ECG or it shows none."""
    for rate_hz, values in stretch.extra.values():
        steep = np.abs(np.diff(np.nan_to_num(values), prepend=values[:1]))
        n_smooth = max(1, round(0.03 * rate_hz))
        steep = np.convolve(np.nan_to_num(steep), np.ones(n_smooth) / n_smooth, "same")
        least = 0.5 * float(np.percentile(steep, 98.5)) if len(steep) else 0.0
        if least <= 0:
            continue
        above = np.concatenate(([False], steep > least, [False]))
        edges = np.flatnonzero(above[1:] != above[:-1])
        found = [
            stretch.start_s + (a + int(np.argmax(steep[a:b]))) / rate_hz
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]
        times_s = np.array(found)
        times_s = times_s[np.concatenate(([True], np.diff(times_s) > 0.2))] if len(times_s) else times_s
        seconds = len(values) / rate_hz
        if len(times_s) > 2 and 0.7 < len(times_s) / seconds < 4:
            return times_s
    return np.empty(0)


def locked_to_heart(times_s, rows, beats_s):
    """Return for each candidate 1.0 if its electrode's candidates come with the heart beat, else 0.0."""
    out = np.zeros(len(times_s))
    if len(beats_s) < 20:
        return out
    place = np.clip(np.searchsorted(beats_s, times_s), 1, len(beats_s) - 1)
    before, after = beats_s[place - 1], beats_s[place]
    lag_s = np.where(times_s - before < after - times_s, times_s - before, times_s - after)
    by_chance = 0.08 / float(np.median(np.diff(beats_s)))
    for row in np.unique(rows):
        own = rows == row
        if own.sum() < 10:
            continue
        counts, edges = np.histogram(lag_s[own], bins=np.arange(-0.1, 0.301, 0.04))
        top = int(np.argmax(counts))
        low, high = edges[max(0, top - 1)] if top else edges[0], edges[min(top + 1, len(edges) - 1)]
        near = own & (lag_s >= low) & (lag_s < high)
        if near.sum() > max(0.6, 2 * by_chance) * own.sum():
            out[near] = 1.0
    return out


def first_terms(times, height_uv, width_ms):
    """Return (name, value, unit, points) of what is known of every peak; arrays or numbers."""
    return [
        (
            "amplitude, times the usual peak of this electrode",
            times,
            "times",
            1.9 * (np.log2(np.minimum(times, 12)) - 2.3),
        ),
        ("amplitude above 8 Hz", np.abs(height_uv), "µV", 1.2 * np.log2(np.clip(np.abs(height_uv), 10, 300) / 90)),
        ("negative at the surface", np.where(height_uv < 0, 1.0, 0.0), "", np.where(height_uv < 0, 0.5, -1.5)),
        ("width at half amplitude", width_ms, "ms", -0.4 * np.maximum(0.0, 25 - width_ms)),
    ]


def terms_of(one):
    """Return (name, value, unit, points) of each reason; the points were set on simulated studies, see page.md."""
    terms = [tuple(map(plain, term)) for term in first_terms(one.times, one.height_uv, one.width_ms)]
    terms.append(
        ("activity of the surrounding second, relative to its amplitude", 100 * one.crowd, "%", -3 * (one.crowd - 0.22))
    )
    if one.wide > 0.4:
        terms.append(("share of electrodes involved", 100 * one.wide, "%", -3 * (one.wide - 0.4)))
    if one.edge > 0.4:
        terms.append(("as steep as an electrode pop", 100 * one.edge, "%", -8 * (one.edge - 0.4)))
    if one.broad_ms > 90:
        terms.append(("on a slower wave", one.broad_ms, "ms", -0.008 * (one.broad_ms - 90)))
    if one.heart:
        terms.append(("synchronous with the heart beat", 1.0, "", -4.0))
    lost = lost_in_spindle(one)
    if lost:
        share = 100 * one.beside.waves_uv / abs(one.height_uv)
        terms.append(("in a spindle: 11–16 Hz beside it, relative to its amplitude", share, "%", -lost))
    return terms


def not_final(left_s):
    """Return the reason without points that says: reading more may change it."""
    return ("not final: so near the end of what was read", left_s, "s", 0.0)


def lost_in_spindle(one):
    """Return the points that a peak between waves of a spindle loses: few where it stands out, most if positive.

    None are lost where the waves beside it are no pure 11-16 Hz: then they are other spikes.
    """
    beside = one.beside
    burst = min(max(beside.points - 4.0, 0.0), 3.0) * min(max((beside.purity - 1.5) / 0.6, 0.0), 1.0)
    share = max(beside.waves_uv / abs(one.height_uv), 0.01)
    sunk = min(max(math.log2(share / 0.05) / 1.5, 0.3), 1.5)
    return 3.0 * burst * sunk * (0.5 if one.height_uv < 0 else 1.5)


def plain(value):
    """Return a number of numpy as Python's own; text as it is."""
    return value if isinstance(value, str) else float(value)


class Clearest:
    """The spike of the highest score of each electrode in each piece of the recording; 0 s keeps every one.

    Pieces begin at whole multiples from recording start, so that a part that is searched again has the same ones.
    """

    def __init__(self, piece_s):
        self._piece_s, self._piece = piece_s, None
        self._best: dict[str, tuple] = {}
        self._over: list[tuple] = []

    def add(self, time_s, score, name, terms):
        """Add a spike; spikes come in order of time."""
        if not self._piece_s:
            self._over.append((time_s, score, name, terms))
            return
        piece = int(time_s // self._piece_s)
        if piece != self._piece:
            self._close()
            self._piece = piece
        if name not in self._best or score > self._best[name][1]:
            self._best[name] = time_s, score, name, terms

    def over_before(self, reached_s):
        """Return the spikes that stand once all before `reached_s` was added, in order of time."""
        if self._piece is not None and (self._piece + 1) * self._piece_s <= reached_s:
            self._close()
        over, self._over = self._over, []
        return over

    def still_open(self, stop_s):
        """Return the spikes that are left at the end of what was read: in a piece cut short a clearer one may come."""
        is_cut = self._piece is not None and (self._piece + 1) * self._piece_s > stop_s + 1e-6
        found = self.over_before(math.inf)
        if not is_cut:
            return found
        return [
            (
                time_s,
                score,
                name,
                terms if terms[-1][0].startswith("not final") else [*terms, not_final(stop_s - time_s)],
            )
            for time_s, score, name, terms in found
        ]

    def _close(self):
        self._over += sorted(self._best.values(), key=lambda one: one[0])
        self._best, self._piece = {}, None


class Pages:
    """The number of 1-s bins with a spike of each 15-s page, which is sent as soon as the page is complete."""

    def __init__(self, span):
        self._start_s = span.start_s
        self._n = math.ceil(span.duration_s / PAGE_S)
        self._bins: dict[int, set[int]] = {}
        self._covered: dict[int, float] = {}
        self._sent = 0

    def add(self, time_s):
        """Count a spike."""
        since_s = time_s - self._start_s
        self._bins.setdefault(int(since_s // PAGE_S), set()).add(int(since_s % PAGE_S))

    def cover(self, span):
        """Record that a stretch was searched: a page that lies mostly in a gap has no number."""
        start_s, stop_s = span.start_s - self._start_s, span.stop_s - self._start_s
        for page in range(int(start_s // PAGE_S), math.ceil(stop_s / PAGE_S)):
            part_s = min(stop_s, (page + 1) * PAGE_S) - max(start_s, page * PAGE_S)
            self._covered[page] = self._covered.get(page, 0.0) + part_s

    def send(self, report, reached_s):
        """Report the pages that end before `reached_s`."""
        stop = self._n if math.isinf(reached_s) else int((reached_s - self._start_s) / PAGE_S + 1e-9)
        if stop <= self._sent:
            return
        values = [
            len(self._bins.pop(page, ())) if self._covered.pop(page, 0.0) >= PAGE_S / 2 else math.nan
            for page in range(self._sent, stop)
        ]
        report.trend(
            "1-s bins with a spike", "of 15", self._start_s + self._sent * PAGE_S, PAGE_S, np.array(values, np.float32)
        )
        self._sent = stop


def logistic(points):
    """Return 1 / (1 + exp(-points)) without overflow."""
    return float(0.5 * (1 + np.tanh(points / 2)))
