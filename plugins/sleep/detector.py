"""Propose sleep spindles one by one, and sleep, wake or neither every 30 s. It gives no stages."""

import math
from dataclasses import dataclass, field

import numpy as np
from spindles import GRID, LONGEST_S, MARGIN_S, RATE_HZ, SpindleFinder, points_of, spindle_frames

from eegview.plugin import EpochCutter, RunFinder, RunRule, band_power, bins_of, power_spectrum

EPOCH_S = 30.0
SMOOTHED = 5  # epochs whose median is taken: half a minute of movement is no awakening
ASLEEP_FROM, AWAKE_TO = 0.5, -2.0  # points; between them it cannot be told: REM sleep is there, and quiet wakefulness
AWAKE_TO_BY_LIMBS = -0.5  # where EMG channels show the limbs' tone
ASLEEP = RunRule(high=ASLEEP_FROM + 0.1, low=ASLEEP_FROM, merge=2)
TONE_UV = 2.4  # rms of 26-38 Hz in rows of forehead and temples, between awake and asleep
UNSETTLED_S = 38.0  # an epoch, and what a spindle is compared with, may reach so far
LEAST_GOOD_ROWS = 0.5
LARGEST_UV, SMALLEST_UV = 600.0, 0.5  # rms of 30 s; beyond them it is a cable or a dead electrode
TRENDS = (
    ("Slow waves, 0.5–4 Hz", "µV"),
    ("Scalp muscle, 30–45 Hz", "µV"),
    ("Spindles", "per min"),
    ("Asleep rather than awake", ""),
    ("Awake 0, cannot tell 0.5, asleep 1", ""),
)
FRONTAL = frozenset(("Fp1", "Fp2", "F7", "F8", "T7", "T8"))  # over muscle that falls silent in REM sleep
CENTRAL = frozenset(("F3", "Fz", "F4", "C3", "Cz", "C4", "P3", "Pz", "P4"))
REASONS = (
    "amplitude at 11–15 Hz relative to the surrounding 15 s",
    "power at 11–15 Hz relative to 4–8 Hz",
    "power at 11–15 Hz relative to 18–28 Hz",
    "power at 11–15 Hz relative to 30–46 Hz (EMG)",
)


@dataclass(slots=True)
class Epoch:
    """The measures of half a minute; NaN = not measurable."""

    slow_uv: float = math.nan
    beta_uv: float = math.nan
    muscle_uv: float = math.nan
    tone_uv: float = math.nan
    restless: float = math.nan  # the loud seconds beside the ordinary ones
    limbs: float = math.nan  # octaves of the EMG channels above their quiet level so far
    n_spindles: int = 0
    waiting: list = field(default_factory=list)  # spindles not reported yet


def detect(recording, parameters, report):
    """Report spindles and trends as they come; a stretch of sleep when it ends."""
    rows = [k for k, row in enumerate(recording.rows) if set(row.split("-")) <= CENTRAL]
    if not rows:  # another montage: whatever touches the centre
        rows = [k for k, row in enumerate(recording.rows) if set(row.split("-")) & CENTRAL]
        report.note("The fronto-central rows are missing: spindles are searched for in adjacent rows.")
    if not recording.names("emg"):
        report.note("There is no EMG channel: sleep and wake are separated by the EEG alone.")
    names = [recording.rows[k] for k in rows]
    watch = Watch(recording, parameters, report)
    finder = SpindleFinder()
    for stretch in recording.stretches(60.0, MARGIN_S, MARGIN_S, kinds=("emg",)):
        if stretch.is_segment_start:
            finder = SpindleFinder()
        segment_s = max(part.start_s for part in recording.segments if part.start_s <= stretch.span.start_s)
        first = round((stretch.start_s - segment_s) * RATE_HZ)
        core = [round((time_s - segment_s) * RATE_HZ) for time_s in (stretch.span.start_s, stretch.span.stop_s)]
        is_end = stretch.is_segment_end or stretch.span.stop_s >= recording.span.stop_s
        if rows:
            frames = spindle_frames(stretch.data[rows], first, GRID.frames_centred_in(core[0], core[1]))
            for spindle in [*finder.add(frames), *(finder.finish() if is_end else ())]:
                watch.spindle(spindle, segment_s, [names[k] for k in spindle.rows])
        watch.add_muscle(stretch)
        watch.add_eeg(stretch.span.start_s, stretch.data[:, core[0] - first : core[1] - first])
        watch.report_settled(stretch.span.stop_s, is_end)
        report.progress((stretch.span.stop_s - recording.span.start_s) / recording.span.duration_s)
    watch.finish()


class Watch:
    """The epochs so far, and how many of them have been reported."""

    def __init__(self, recording, parameters, report):
        self.report, self.parameters = report, parameters
        self.start_s, self.stop_s = recording.span.start_s, recording.span.stop_s
        self.eeg = EpochCutter(self.start_s, EPOCH_S, recording.rate_hz)
        self.muscles = {}  # name -> its cutter
        self.muscle_levels = {}  # name -> {epoch: rms}
        self.quiet = {}  # name -> rms of the epochs so far
        self.epochs = {}  # those not reported yet
        self.n_reported = 0
        self.points = []  # of each epoch reported: asleep rather than awake
        self.awake_to = []  # of each: points up to which it is awake
        self.smooth = np.empty(0)
        self.n_smoothed = 0
        self.runs = RunFinder(ASLEEP)
        self.n_watched = 0
        self.asleep_before = math.nan  # mean points of the sleep after which no awakening has come yet
        frontal = [k for k, row in enumerate(recording.rows) if set(row.split("-")) & FRONTAL]
        self.tone_rows = frontal if len(frontal) >= 2 else list(range(len(recording.rows)))

    def epoch(self, number):
        """Return the epoch of this number, an empty one where nothing is known of it yet."""
        return self.epochs.setdefault(number, Epoch())

    def spindle(self, spindle, segment_s, names):
        """Add a spindle, in the rows of these names, of the segment that begins at `segment_s`."""
        middle_s = segment_s + (spindle.start_s + spindle.stop_s) / 2
        epoch = self.epoch(max(self.n_reported, int((middle_s - self.start_s) // EPOCH_S)))
        epoch.n_spindles += 1
        epoch.waiting.append((segment_s + spindle.start_s, spindle, names))

    def add_muscle(self, stretch):
        """Measure how loud the muscle channels are in each epoch, by the second difference of their samples."""
        for name, (rate_hz, values) in stretch.extra.items():
            cutter = self.muscles.setdefault(name, EpochCutter(self.start_s, EPOCH_S, rate_hz))
            first, stop = (round((t - stretch.start_s) * rate_hz) for t in (stretch.span.start_s, stretch.span.stop_s))
            for number, data in cutter.add(stretch.start_s + first / rate_hz, values[None, first:stop]):
                self.note_muscle(name, number, data, rate_hz)

    def note_muscle(self, name, number, data, rate_hz):
        """Record how loud a muscle channel is in an epoch: (1, n) samples at `rate_hz`, any unit."""
        seconds = np.sqrt(np.mean(bins_of(np.diff(data, 2), rate_hz, 1.0)[0] ** 2, axis=1))
        level = float(np.median(seconds))
        if math.isfinite(level) and level > 0:
            self.muscle_levels.setdefault(name, {})[number] = level

    def add_eeg(self, start_s, data):
        """Add the rows of a stretch without its margins, (n_rows, n) µV."""
        for number, epoch in self.eeg.add(start_s, data):
            self.note_eeg(number, epoch)

    def note_eeg(self, number, data):
        """Measure the EEG of an epoch."""
        epoch = self.epoch(number)
        epoch.slow_uv, epoch.beta_uv, epoch.muscle_uv, epoch.tone_uv, epoch.restless = eeg_measures(
            data, self.tone_rows
        )

    def report_settled(self, reached_s, is_end):
        """Report all epochs to which nothing can be added any more."""
        if is_end:
            for number, data in self.eeg.finish():
                self.note_eeg(number, data)
            for name, cutter in self.muscles.items():
                for number, data in cutter.finish():
                    self.note_muscle(name, number, data, cutter.rate_hz)
        settled_s = reached_s if is_end else reached_s - LONGEST_S
        stop = int((settled_s - self.start_s) // EPOCH_S)
        if is_end and reached_s < self.stop_s:
            stop = max(stop, self.n_reported)  # the epoch with the gap may go on behind it
        if reached_s >= self.stop_s:
            stop = math.ceil((self.stop_s - self.start_s) / EPOCH_S - 1e-9)
        if stop > self.n_reported:
            self.send([self.epochs.pop(number, Epoch()) for number in range(self.n_reported, stop)])

    def send(self, epochs):
        """Report the epochs that follow those reported before, with their spindles and trends."""
        first, self.n_reported = self.n_reported, self.n_reported + len(epochs)
        for number, epoch in enumerate(epochs, start=first):
            epoch.limbs = self.limbs(number)
            found = asleep_terms(epoch)
            self.awake_to.append(AWAKE_TO if math.isnan(epoch.limbs) else AWAKE_TO_BY_LIMBS)
            self.points.append(sum(points for *_, points in found) if found else math.nan)
            without_spindles = sum(points for *_, points in found[:-1]) if found else 0.0
            for onset_s, spindle, names in epoch.waiting:
                self.send_spindle(onset_s, spindle, names, without_spindles)
        columns = (
            [epoch.slow_uv for epoch in epochs],
            [epoch.muscle_uv for epoch in epochs],
            [epoch.n_spindles * 60 / EPOCH_S if math.isfinite(epoch.slow_uv) else math.nan for epoch in epochs],
        )
        for (name, unit), values in zip(TRENDS[:3], columns, strict=True):
            self.report.trend(name, unit, self.start_s + first * EPOCH_S, EPOCH_S, np.array(values, np.float32))
        self.send_sleep(self.n_reported - SMOOTHED // 2)

    def limbs(self, number):
        """Return how far the muscle channels are above the quiet level they have shown so far, octaves."""
        octaves = []
        for name, levels in self.muscle_levels.items():
            level = levels.pop(number, None)
            if level is not None:
                so_far = self.quiet.setdefault(name, [])
                so_far.append(level)
                low, high = np.percentile(so_far, (10, 90))
                if high > 1.5 * low:  # else nothing is known yet of quiet and loud
                    octaves.append(math.log2(level / low))
        return float(np.median(octaves)) if octaves else math.nan

    def send_spindle(self, onset_s, spindle, names, asleep_points):
        """Report a spindle if its score is high enough."""
        seconds = spindle.stop_s - spindle.start_s
        each = points_of(np.array(spindle.ratios))
        terms = [
            (name, ratio, "×", 0.4 * float(p)) for name, ratio, p in zip(REASONS, spindle.ratios, each, strict=True)
        ]
        terms.append(("duration", seconds, "s", clipped(seconds - 0.9, 1.0) - 1.2))
        terms.append(("asleep rather than awake around", asleep_points, "points", clipped(0.7 * asleep_points, 1.5)))
        score = logistic(sum(points for *_, points in terms))
        if onset_s + seconds > self.stop_s - UNSETTLED_S:
            terms.append(("not final: near the end of what was read", self.stop_s - onset_s, "s", 0.0))
        if score >= self.parameters["minimum_score"]:
            answers = {"presence": "present"}
            self.report.event(onset_s, seconds, "spindles", score, channels=names, terms=terms, attributes=answers)

    def send_sleep(self, stop):
        """Report sleep against wake up to epoch `stop`, and the stretches of sleep that end before it."""
        points = np.array(self.points)
        smooth = np.array([smoothed(points, k) for k in range(self.n_smoothed, stop)])
        if not len(smooth):
            return
        at_s = self.start_s + self.n_smoothed * EPOCH_S
        is_unsure = (smooth > self.awake_to[self.n_smoothed : stop]) & (smooth < ASLEEP_FROM)
        asleep = np.where(is_unsure, np.nan, 1 / (1 + np.exp(-smooth)))
        state = np.where(np.isnan(smooth), np.nan, np.where(is_unsure, 0.5, smooth >= ASLEEP_FROM))
        self.report.trend(*TRENDS[3], at_s, EPOCH_S, asleep.astype(np.float32))
        self.report.trend(*TRENDS[4], at_s, EPOCH_S, state.astype(np.float32))
        self.n_smoothed += len(smooth)
        self.smooth = np.concatenate([self.smooth, smooth])
        for run in self.runs.add(smooth):
            self.send_run(*run)
        self.watch_awakening(min(self.runs.oldest, self.n_smoothed))

    def send_run(self, first, stop):
        """Report a run of epochs asleep if it is long enough."""
        self.watch_awakening(first)
        self.n_watched = stop
        start_s = self.start_s + first * EPOCH_S
        stop_s = min(self.start_s + stop * EPOCH_S, self.stop_s)
        if stop_s - start_s < 60 * self.parameters["shortest_sleep_minutes"]:
            return
        mean = float(np.nanmean(self.smooth[first:stop]))
        terms = [("asleep, stage not determined: slow waves, low EMG, spindles", mean, "points", mean)]
        if stop_s > self.stop_s - (SMOOTHED // 2 + ASLEEP.merge + 1) * EPOCH_S:
            terms.append(("not final: it may continue after the end of what was read", stop_s - start_s, "s", 0.0))
        self.report.event(start_s, stop_s - start_s, "sleep_stage", logistic(mean), terms=terms)
        self.asleep_before = mean

    def watch_awakening(self, stop):
        """Report an awakening at the first epoch awake, before epoch `stop`, after a stretch of sleep."""
        for number in range(self.n_watched, stop):
            value = float(self.smooth[number])
            if math.isnan(value):  # nobody knows what happened in a gap
                self.asleep_before = math.nan
            if value > self.awake_to[number] or not math.isfinite(self.asleep_before):
                continue
            mean, self.asleep_before = self.asleep_before, math.nan
            if self.parameters["awakenings"]:
                at_s = self.start_s + number * EPOCH_S
                turn = [("asleep before", mean, "points", mean / 2), ("awake after", value, "points",
                        clipped(-value, 3))]  # fmt: skip
                if at_s > self.stop_s - (SMOOTHED // 2 + 1) * EPOCH_S:
                    turn.append(("not final: near the end of what was read", self.stop_s - at_s, "s", 0.0))
                self.report.event(at_s, 0.0, "arousal", logistic(sum(t[3] for t in turn)), terms=turn)
        self.n_watched = max(self.n_watched, stop)

    def finish(self):
        """Report what is left at the end, and what a reader should know."""
        self.send_sleep(self.n_reported)
        for run in self.runs.finish():
            self.send_run(*run)
        self.watch_awakening(len(self.smooth))
        n_measured = int(np.isfinite(self.smooth).sum())
        n_unsure = int(((self.smooth > self.awake_to[: len(self.smooth)]) & (self.smooth < ASLEEP_FROM)).sum())
        self.report.note(
            "Sleep and wake are separated by slow waves, muscle and spindles. Stages are not determined. "
            f"Of {n_measured} half minutes {n_unsure} cannot be told: without an EMG channel that is most of REM "
            "sleep, and wakefulness without movement."
        )


def eeg_measures(data, tone_rows):
    """Return slow waves, beta, muscle and muscle of `tone_rows` (median, rms µV), and how restless an epoch is."""
    frequencies_hz, density = power_spectrum(data, RATE_HZ)
    total_uv = np.sqrt(band_power(frequencies_hz, density, 0.5, 46))
    is_good = (total_uv > SMALLEST_UV) & (total_uv < LARGEST_UV)
    if is_good.sum() < LEAST_GOOD_ROWS * len(data):
        return (math.nan,) * 5
    bands = [
        float(np.median(np.sqrt(band_power(frequencies_hz, density[is_good], *band))))
        for band in ((0.5, 4), (18, 28), (30, 45))
    ]
    here = [k for k in tone_rows if is_good[k]] or np.flatnonzero(is_good).tolist()
    tone_uv = float(np.median(np.sqrt(band_power(frequencies_hz, density[here], 26, 38))))
    rough = np.sqrt(np.mean(bins_of(np.diff(data[is_good], 2), RATE_HZ, 1.0) ** 2, axis=2)).mean(axis=0)
    return (*bands, tone_uv, float(np.percentile(rough, 90) / max(np.median(rough), 1e-3)))


def asleep_terms(epoch):
    """Return (name, value, unit, points) for being asleep rather than awake; empty where nothing is measured."""
    if not math.isfinite(epoch.slow_uv):
        return []
    limbs = 0.0 if math.isnan(epoch.limbs) else clipped(1.8 - 1.2 * epoch.limbs, 2)
    return [
        ("slow waves, 0.5–4 Hz", epoch.slow_uv, "µV", clipped(1.5 * octaves(epoch.slow_uv, 20), 2)),
        ("muscle of forehead and temples, 26–38 Hz", epoch.tone_uv, "µV",
         -clipped(2.2 * octaves(epoch.tone_uv, TONE_UV), 3)),
        ("scalp EMG relative to beta", epoch.muscle_uv / epoch.beta_uv, "×",
         -clipped(octaves(epoch.muscle_uv, 0.65 * epoch.beta_uv), 1)),
        ("high-amplitude seconds relative to others", epoch.restless, "×",
         -clipped(max(0.0, 2 * octaves(epoch.restless, 1.7)), 1.5)),
        ("EMG channels above their quiet level", epoch.limbs, "octaves", limbs),
        ("spindles in 30 s", epoch.n_spindles, "", min(0.5 * epoch.n_spindles, 1.2) - 1.2),
    ]  # fmt: skip


def smoothed(points, number):
    """Return the median of the epochs around one; NaN where that one is not measured."""
    if math.isnan(points[number]):
        return math.nan
    return float(np.nanmedian(points[max(0, number - SMOOTHED // 2) : number + SMOOTHED // 2 + 1]))


def octaves(value, base):
    """Return log2 of a value beside another, both above 0."""
    return math.log2(max(value, 1e-3) / max(base, 1e-3))


def clipped(points, most):
    """Return the points within ±`most`."""
    return min(max(points, -most), most)


def logistic(points):
    """Return 1 / (1 + exp(-points))."""
    return 1 / (1 + math.exp(-points))
