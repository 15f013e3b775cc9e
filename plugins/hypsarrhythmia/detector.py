"""Follow the background every 10 s and propose the minutes to look at first. It measures; it does not score."""

import math

import numpy as np

from eegview.plugin import BACKGROUND_VALUES, Background, BackgroundRules, EpochCutter, FilterSpec, Phase, filter_rows

EPOCH_S = 10.0
FILTER = FilterSpec(low_cut_hz=0.5, high_cut_hz=35.0, notch_hz=0.0, phase=Phase.ZERO)
MARGIN_S = 12.0  # on either side of what is filtered: 37 time constants of 0.5 Hz
SEND_EVERY = 6  # epochs
LEAST_MEASURED = 0.6  # of the epochs of the proposed minutes


def detect(recording, parameters, report):
    """Send the trends as they come, and the worst minutes at the end."""
    background = Background(recording.rows, recording.rate_hz, BackgroundRules(typical_uv=parameters["typical_uv"]))
    cutter = EpochCutter(recording.span.start_s, EPOCH_S, recording.rate_hz)
    table = Table(report, recording.span.start_s)
    for stretch in recording.stretches(length_s=120.0, before_s=MARGIN_S, after_s=MARGIN_S):
        for number, data in cutter.add(*filtered(stretch)):
            table.put(number, background.measure(data[:, None])[0])
        report.progress((stretch.span.stop_s - recording.span.start_s) / recording.span.duration_s)
    for number, data in cutter.finish():
        table.put(number, background.measure(data[:, None])[0])
    table.send()
    propose(report, recording, background, np.array(table.rows).reshape(-1, len(BACKGROUND_VALUES)), parameters)


def filtered(stretch):
    """Return the time of the first sample of a stretch's core, and its rows filtered, (n_rows, n)."""
    first, stop = (
        math.ceil((time_s - stretch.start_s) * stretch.rate_hz - 1e-6)
        for time_s in (stretch.span.start_s, stretch.span.stop_s)
    )
    rows = filter_rows(stretch.data, FILTER, stretch.rate_hz)
    return stretch.start_s + first / stretch.rate_hz, rows[:, first:stop]


def propose(report, recording, background, table, parameters):
    """Report the stretch whose index is highest on average."""
    wanted = round(parameters["window_minutes"] * 60 / EPOCH_S)
    length = min(wanted, len(table))
    index = table[:, -1]
    is_measured = np.isfinite(index)
    if not length or not is_measured.any():
        report.note("Nothing could be measured: gaps or artifacts throughout.")
        return
    totals = np.concatenate(([0.0], np.cumsum(np.where(is_measured, index, 0.0))))
    counts = np.concatenate(([0], np.cumsum(is_measured)))
    total, count = totals[length:] - totals[:-length], counts[length:] - counts[:-length]
    is_enough = count >= LEAST_MEASURED * length
    if not is_enough.any():
        report.note("No section of the epoch length is sufficiently free of artifacts.")
        return
    best = int(np.argmax(np.where(is_enough, total / np.maximum(count, 1), -np.inf)))
    chosen = table[best : best + length]
    measured_in = [column[np.isfinite(column)] for column in chosen.T[:-1]]
    means = [float(np.mean(column)) if len(column) else math.nan for column in measured_in]
    terms = background.terms(means)
    start_s = recording.span.start_s + best * EPOCH_S
    stop_s = min(start_s + length * EPOCH_S, recording.span.stop_s)
    score = 1 / (1 + math.exp(-sum(points for *_, points in terms)))
    left_s = max(recording.span.stop_s - stop_s, 0.0)
    terms = [*terms, ("not final: minutes to read before these may follow what was searched", left_s, "s", 0.0)]
    report.event(start_s, stop_s - start_s, "hypsarrhythmia", score, terms=terms)
    report.note(
        f"Suggested are the {(stop_s - start_s) / 60:g} minutes to read first, whatever they show. "
        "Amplitudes are peak to peak in 1 s, bipolar rows, 0.5–35 Hz without delay. "
        "No clinical score is given; BASED is scored by the reader."
    )


class Table:
    """The trends' values so far, one row for each epoch, which are sent on now and then."""

    def __init__(self, report, start_s):
        self.report, self.start_s = report, start_s
        self.rows = []
        self._n_sent = 0

    def put(self, number, values):
        """Add the values of an epoch, (len(BACKGROUND_VALUES),)."""
        while len(self.rows) < number:  # in a gap nothing is measured
            self.rows.append(np.full(len(BACKGROUND_VALUES), np.nan))
        self.rows.append(values)
        if len(self.rows) - self._n_sent >= SEND_EVERY:
            self.send()

    def send(self):
        """Report the rows that were not reported yet."""
        fresh = self.rows[self._n_sent :]
        if not fresh:
            return
        for (name, unit), values in zip(BACKGROUND_VALUES, np.array(fresh, np.float32).T, strict=True):
            self.report.trend(name, unit, self.start_s + self._n_sent * EPOCH_S, EPOCH_S, values)
        self._n_sent = len(self.rows)
