"""TEMPLATE: suggests each second in which a row is larger than a threshold. Put your own method in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # for type checkers and editors; while it runs, nothing of the program is needed
    from eegview.plugin import Parameters, Recording, Report

FRAME_S = 1.0
SETTLED_S = 5.0  # so long after something, filters know all that they will ever know of it


def detect(recording: Recording, parameters: Parameters, report: Report) -> None:
    """Search `recording.span`, and report suggestions and a trend."""
    threshold_uv = parameters["threshold_uv"]
    # Frames lie on the recording's own clock, each in one section of the recording, never across a gap.
    for frame in recording.frames(FRAME_S):
        height_uv = np.ptp(frame.data, axis=1)  # (n_rows,) peak to peak, NaN where bytes of the file are missing
        is_measured = np.isfinite(height_uv)
        largest_uv = float(height_uv[is_measured].max()) if is_measured.any() else float("nan")
        report.trend("Largest amplitude", "µV", frame.start_s, FRAME_S, [largest_uv])
        if not largest_uv >= threshold_uv:
            continue
        # The score is the logistic function of the sum of all points, so that a reader sees what it is made of.
        times = largest_uv / threshold_uv
        terms = [("largest amplitude, relative to the threshold", times, "×", times - 1.0)]
        read_on_s = recording.duration_s - frame.span.stop_s
        if read_on_s < SETTLED_S:
            terms.append(("not final: near the end of the recording", read_on_s, "s", 0.0))
        report.event(
            onset_s=frame.start_s,
            duration_s=FRAME_S,
            term="high_amplitude_channel",
            score=1.0 / (1.0 + np.exp(1.0 - times)),
            channels=[name for name, uv in zip(frame.rows, height_uv, strict=True) if uv >= threshold_uv],
            terms=terms,
        )
