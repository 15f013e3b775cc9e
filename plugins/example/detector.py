"""An example to read: proposes seconds in which most rows are far larger than they usually are."""

from collections import deque

import numpy as np

from eegview.plugin import NOT_FINAL, Parameters, Recording, Report

WINDOW_S = 1.0  # heights are measured in windows of a second
USUAL_OVER = 120  # usual = the median over so many windows that were measured last
SETTLED_S = 5.0  # so long after something, the filters know all that they will ever know of it


def detect(recording: Recording, parameters: Parameters, report: Report) -> None:
    """Search `recording.span`; report events, a trend, and what a reader should know."""
    usual: deque[np.ndarray] = deque(maxlen=USUAL_OVER)  # heights of the last windows, (n_rows,) each
    # One window after the other, each in one section of the recording; a day of EEG is never in memory at once.
    for frame in recording.frames(WINDOW_S):
        height = np.ptp(frame.data, axis=1)  # (n_rows,) µV from lowest to highest, NaN where bytes are missing
        report.trend("median height", "µV", frame.start_s, WINDOW_S, [float(np.median(height))])
        if not np.isfinite(height).all():
            continue
        usual.append(height)
        if len(usual) < 20:
            continue  # too early to know what is usual
        times = float(np.median(height / np.maximum(np.median(usual, axis=0), 1.0)))
        if times < parameters["times_usual"]:
            continue
        # The score is the logistic function of the sum of all points, so that a reader sees why.
        excess = times - parameters["times_usual"]
        points = [("amplitude relative to usual", times, "×", excess), ("bias", 0.0, "", -1.0)]
        read_on_s = recording.duration_s - frame.span.stop_s
        if read_on_s < SETTLED_S:
            points.append((f"{NOT_FINAL}: near the end of the recording", read_on_s, "s", 0.0))
        report.event(
            onset_s=frame.start_s,
            duration_s=WINDOW_S,
            term="artifact",
            score=1 / (1 + np.exp(1.0 - excess)),
            terms=points,
        )
    report.note("An example of how a detector is written; its suggestions have no meaning.")
