"""Follow the background every 10 s and propose the minutes to look at first. It measures; it does not score."""

import math

import numpy as np
from disorder import mean_correlation, permutation_entropy
from sharp_waves import sharp_bins

from eegview.plugin import EpochCutter, bins_of, peak_to_peak, power_spectrum, spectral_edge_hz

EPOCH_S = 10.0
REGIONS = ("frontal", "central", "temporal", "posterior")
TRENDS = (
    *((f"Amplitude, {region}", "µV") for region in REGIONS),
    ("Amplitude, median of all rows", "µV"),
    ("Amplitude, 95th percentile", "µV"),
    ("Spectral edge 95 %", "Hz"),
    ("Permutation entropy", ""),
    ("Correlation between rows", ""),
    ("Seconds with sharp waves", "%"),
    ("Index to find the worst minutes", ""),
)
LARGEST_UV, SMALLEST_UV = 1500.0, 1.0  # peak to peak in 1 s; beyond them it is a cable or a dead electrode
MOST_FAST_UV = 25.0  # rms of the change from sample to sample: muscle
LEAST_GOOD = 0.6  # of a row's seconds, for it to speak in an epoch
SEND_EVERY = 6  # epochs
LEAST_MEASURED = 0.6  # of the epochs of the proposed minutes


def detect(recording, parameters, report):
    """Send the trends as they come, and the worst minutes at the end."""
    rows_of = {region: [k for k, row in enumerate(recording.rows) if region_of(row) == region] for region in REGIONS}
    cutter = EpochCutter(recording.span.start_s, EPOCH_S, recording.rate_hz)
    table = Table(report, recording.span.start_s)
    typical_uv = parameters["typical_uv"]
    for stretch in recording.stretches(length_s=60.0):
        for number, data in cutter.add(stretch.start_s, stretch.data):
            table.put(number, measured(data, recording.rate_hz, rows_of, typical_uv))
        report.progress((stretch.span.stop_s - recording.span.start_s) / recording.span.duration_s)
    for number, data in cutter.finish():
        table.put(number, measured(data, recording.rate_hz, rows_of, typical_uv))
    table.send()
    propose(report, recording, np.array(table.rows).reshape(-1, len(TRENDS)), parameters)


def region_of(row):
    """Return the region of a bipolar row: that of the electrode nearest to an edge of the head."""
    electrodes = row.split("-")
    for region, beginning in (("posterior", "O"), ("frontal", "Fp"), ("temporal", "T")):
        if any(name.startswith(beginning) for name in electrodes):
            return region
    return "central"


def measured(data, rate_hz, rows_of, typical_uv):
    """Return the trends' values in one epoch, (len(TRENDS),); all NaN where artifacts leave too little."""
    amplitude_uv = peak_to_peak(data, rate_hz)
    fast_uv = np.sqrt(np.mean(bins_of(np.diff(data, axis=1, prepend=data[:, :1]), rate_hz, 1.0) ** 2, axis=2))
    # a comparison with NaN is false, so a second with missing bytes is not good
    is_good = (amplitude_uv < LARGEST_UV) & (amplitude_uv > SMALLEST_UV) & (fast_uv < MOST_FAST_UV)
    speaks = is_good.mean(axis=1) >= LEAST_GOOD
    if speaks.sum() < max(2, len(data) / 2):
        return np.full(len(TRENDS), np.nan)
    amplitude_uv = np.where(is_good & speaks[:, None], amplitude_uv, np.nan)
    regions_uv = [median_of(amplitude_uv[rows_of[region]]) for region in REGIONS]
    clean = data[speaks]
    frequencies_hz, density = power_spectrum(clean, rate_hz)
    n_sharp = (sharp_bins(clean, rate_hz) & is_good[speaks]).sum(axis=0)
    values = [
        *regions_uv,
        median_of(amplitude_uv),
        float(np.nanpercentile(amplitude_uv, 95)),
        median_of(spectral_edge_hz(frequencies_hz, density)),
        median_of(permutation_entropy(clean, rate_hz)),
        mean_correlation(clean),
        100.0 * float(np.mean(n_sharp >= 2)),  # a spike shows in two rows that share an electrode
    ]
    return np.array([*values, sum(points for *_, points in terms_of(values, typical_uv))])


def median_of(values):
    """Return the median of what is measured, NaN where nothing is."""
    values = values[np.isfinite(values)]
    return float(np.median(values)) if values.size else math.nan


def terms_of(values, typical_uv):
    """Return (name, value, unit, points) of each reason, from the trends' values but the last."""
    *regions_uv, _median_uv, _high_uv, _edge_hz, _entropy, correlation, sharp = values
    front_uv = [value for value in regions_uv[:3] if math.isfinite(value)]
    posterior_uv = regions_uv[3]
    terms = []
    if front_uv:
        mean_uv = sum(front_uv) / len(front_uv)
        terms.append(
            ("amplitude, frontal, central and temporal", mean_uv, "µV", clipped(2.5 * octaves(mean_uv, typical_uv), 5))
        )
    if math.isfinite(posterior_uv):
        # Most healthy infants asleep have posterior waves of over 200 µV (Mytinger 2018): alone they say little.
        points = max(0.0, clipped(0.7 * octaves(posterior_uv, 1.3 * typical_uv), 1))
        terms.append(("amplitude, posterior (counts only when very high)", posterior_uv, "µV", points))
    if math.isfinite(correlation):
        terms.append(("rows are independent: correlation", correlation, "", clipped(8 * (0.13 - correlation), 1)))
    terms.append(("seconds with sharp waves", sharp, "%", clipped(sharp / 50 - 1, 1)))
    return terms


def octaves(value, base):
    """Return log2 of a value beside another, both above 0."""
    return math.log2(max(value, 1e-3) / base)


def clipped(points, most):
    """Return the points within ±`most`."""
    return min(max(points, -most), most)


def propose(report, recording, table, parameters):
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
    terms = terms_of(means, parameters["typical_uv"])
    start_s = recording.span.start_s + best * EPOCH_S
    stop_s = min(start_s + length * EPOCH_S, recording.span.stop_s)
    score = 1 / (1 + math.exp(-sum(points for *_, points in terms)))
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
        """Add the values of an epoch, (len(TRENDS),)."""
        while len(self.rows) < number:  # in a gap nothing is measured
            self.rows.append(np.full(len(TRENDS), np.nan))
        self.rows.append(values)
        if len(self.rows) - self._n_sent >= SEND_EVERY:
            self.send()

    def send(self):
        """Report the rows that were not reported yet."""
        fresh = self.rows[self._n_sent :]
        if not fresh:
            return
        for (name, unit), values in zip(TRENDS, np.array(fresh, np.float32).T, strict=True):
            self.report.trend(name, unit, self.start_s + self._n_sent * EPOCH_S, EPOCH_S, values)
        self._n_sent = len(self.rows)
