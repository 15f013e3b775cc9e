"""Find electrode pops: one electrode jumps within milliseconds, falls back slowly, and no other follows."""

import math

import numpy as np
from artifact_signs import jumps
from joining import Kind, Moment

LEAST_UV = 70.0


def pops(stretch, clips):
    """Return the jumps of single electrodes; in recorded bipolar rows those of one electrode jump together."""
    rate_hz, data = stretch.rate_hz, stretch.data
    places, sizes_uv, left = jumps(data, rate_hz, LEAST_UV)
    parts = [set(name.split("-")) for name in stretch.rows]
    near = max(1, round(0.008 * rate_hz))
    clip_spans = [(clip.start_s - 0.3, clip.stop_s + 0.3) for clip in clips]
    moments = []
    for (row, at), size_uv, share in zip(places.tolist(), sizes_uv.tolist(), left.tolist(), strict=True):
        time_s = stretch.start_s + (at - near) / rate_hz
        if not stretch.span.start_s <= time_s < stretch.span.stop_s or not 0.2 <= share <= 1.3:
            continue
        if any(a <= time_s <= b for a, b in clip_spans):
            continue
        around = data[row, max(0, at - round(0.4 * rate_hz)) : at - near]
        steps = np.sort(np.abs(around[near:] - around[:-near]))
        if not len(steps) or not np.isfinite(steps[-1]):
            continue
        usual_uv = float(steps[int(0.9 * (len(steps) - 1))]) + 2.0
        together = data[:, at] - data[:, at - near]
        strangers = [k for k, own in enumerate(parts) if k != row and not own & parts[row]]
        others = float(np.nanmax(np.abs(together[strangers]))) / abs(size_uv) if strangers else 0.0
        if others > 0.6:
            continue
        measures = {"size_uv": abs(size_uv), "times": abs(size_uv) / usual_uv, "others": others, "left": share}
        moments.append(Moment(POP, time_s, time_s + 0.3, (stretch.rows[row],), measures, stretch.rows[row]))
    return moments


def _pop_terms(measures, _duration_s):
    best = max(measures, key=lambda one: one["size_uv"] * (1 - one["others"]))
    return [
        ("electrode pop: jump within 8 ms", best["size_uv"], "µV", 2 * min(2.0, math.log2(best["size_uv"] / 130))),
        (
            "relative to 8 ms changes in the preceding 0.4 s",
            best["times"],
            "times",
            2 * (math.log2(min(best["times"], 32)) - 2.8),
        ),
        ("largest jump in any other channel", 100 * best["others"], "%", -8 * (best["others"] - 0.25)),
        ("remainder after 40 ms", 100 * best["left"], "%", 1 - 5 * abs(best["left"] - 0.7)),
    ]


POP = Kind("electrode pop", "electrode_pop", join_s=2.5, least_s=0.0, score=_pop_terms)
