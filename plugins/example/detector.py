"""An example to copy: proposes seconds in which most rows are far larger than they usually are."""

import numpy as np

from eegview.plugin import PluginRecording, Report, peak_to_peak

WINDOW_S = 1.0  # heights are measured in windows of a second
USUAL_OVER_S = 120  # usual = the median over the last two minutes


def detect(recording: PluginRecording, parameters: dict[str, float], report: Report) -> None:
    """Search `recording.span`; report events, a trend, and what a reader should know."""
    usual = []  # the heights of the last windows, one array of rows each
    # One stretch after the other, never across a gap; a day of EEG is never in memory at once.
    for stretch in recording.stretches(length_s=60.0):
        heights = []  # in µV, one a second: the median over all rows
        # `stretch.data` is (rows, samples) in µV; its heights are (rows, windows), taken here window by window
        for number, height in enumerate(peak_to_peak(stretch.data, stretch.rate_hz, WINDOW_S).T):
            usual = [*usual, height][-USUAL_OVER_S:]
            heights.append(float(np.median(height)))
            if len(usual) < 20 or not np.isfinite(height).all():
                continue  # too early to know what is usual, or bytes of the file are missing
            times = float(np.median(height / np.maximum(np.median(usual, axis=0), 1.0)))
            if times < parameters["times_usual"]:
                continue
            # The score is the logistic function of the sum of all points, so that a reader sees why.
            excess = times - parameters["times_usual"]
            points = [("amplitude relative to usual", times, "×", excess), ("bias", 0.0, "", -1.0)]
            report.event(
                onset_s=stretch.start_s + number * WINDOW_S,
                duration_s=WINDOW_S,
                term="artifact",
                score=1 / (1 + np.exp(1.0 - excess)),
                terms=points,
            )
        report.trend("median height", "µV", stretch.start_s, WINDOW_S, heights)
    report.note("An example of how a detector is written; its suggestions have no meaning.")
