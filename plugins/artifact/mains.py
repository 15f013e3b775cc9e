"""Find the mains: a steady 50 or 60 Hz on single electrodes."""

import math

import numpy as np
from artifact_signs import tone
from joining import Kind, Moment

from eegview.plugin import runs_of

LEAST_UV = 3.0
LEAST_TIMES = 5.0


def mains(stretch, wanted_hz):
    """Return the seconds in which a channel carries the mains, by channel."""
    first_s = math.ceil(stretch.span.start_s - 1e-6)  # whole seconds of the recording, wherever it is cut
    n_seconds = max(0, math.ceil(stretch.span.stop_s - first_s - 1e-6))
    offset = (first_s - stretch.start_s) * stretch.rate_hz
    starts = np.round(offset + np.arange(n_seconds) * stretch.rate_hz).astype(np.int64)
    length = round(0.5 * stretch.rate_hz)
    moments = []
    for tone_hz in wanted_hz:
        size_uv, beside_uv = tone(stretch.data, starts, length, stretch.rate_hz, tone_hz)
        times = size_uv / (beside_uv + 0.3)
        with np.errstate(invalid="ignore"):
            is_mains = (size_uv >= LEAST_UV) & (times >= LEAST_TIMES)
        for row in np.flatnonzero(is_mains.any(axis=1)).tolist():
            for first, stop in runs_of(is_mains[row]):
                measures = {
                    "uv": float(np.median(size_uv[row, first:stop])),
                    "times": float(np.median(times[row, first:stop])),
                    "hz": tone_hz,
                    "s": float(stop - first),
                }
                start_s = float(first_s + first)
                stop_s = min(float(first_s + stop), stretch.span.stop_s)
                moments.append(Moment(MAINS, start_s, stop_s, (stretch.rows[row],), measures, f"{tone_hz:g}"))
    return moments


def _mains_terms(measures, duration_s):
    best = max(measures, key=lambda one: one["s"])
    return [
        (f"mains: amplitude at {best['hz']:g} Hz", best["uv"], "µV", 1.5 * min(3.0, math.log2(best["uv"] / 4))),
        ("relative to 4 Hz below and above", best["times"], "times", 1.0 * (math.log2(min(best["times"], 40)) - 2.5)),
        ("duration", duration_s, "s", 1.0 * (math.log2(min(duration_s, 30)) - 2)),
    ]


MAINS = Kind("mains", "line_noise", join_s=3.0, least_s=3.0, score=_mains_terms)
