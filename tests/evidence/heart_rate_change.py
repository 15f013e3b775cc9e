# ruff: noqa: T201  it prints its tables
"""Measure the heart rate beside a suggestion: against known beats, a second method, and whether it tells spasms.

    .venv/bin/python tests/evidence/heart_rate_change.py FOLDER [--seeds 2001-2008]

The second method shares nothing with the beat finder: peaks of the unfiltered ECG by their prominence (scipy).
"""

import argparse
import math
import sys
from pathlib import Path

import numpy as np
from scipy import signal

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "helpers"), str(HERE.parents[1])]

from studies import REAL, run, study  # noqa: E402

from eegview.app.suggestions.heart_context import heart_around  # noqa: E402
from eegview.app.trends.rows import ecg_row  # noqa: E402
from eegview.clinical.event_matching import Onset, match_events  # noqa: E402
from eegview.dsp.derivation import derive  # noqa: E402
from eegview.dsp.heart.change import AFTER_S, BEFORE_S  # noqa: E402
from eegview.model.span import Span  # noqa: E402
from eegview.readers.opening import open_recording  # noqa: E402
from eegview.simulate.polygraphy import make_body  # noqa: E402

EVERY_S = 20.0


def off_text(errors: np.ndarray) -> str:
    return f"{np.median(errors):.1f} /min (95 % within {np.percentile(errors, 95):.1f})"


def change_of(beats_s: np.ndarray, onset_s: float) -> tuple[float, float]:
    """Return (rate before, highest rate after) from times of beats, by the definition that is shown."""
    middles_s, intervals_s = beats_s[1:], np.diff(beats_s)
    before = 60 / np.median(intervals_s[(middles_s >= onset_s - BEFORE_S) & (middles_s <= onset_s)])
    inside = beats_s[(beats_s >= onset_s) & (beats_s <= onset_s + AFTER_S)]
    moments = np.lib.stride_tricks.sliding_window_view(np.diff(inside), 5)
    return float(before), float((60 / np.median(moments, axis=1)).max())


def second_beats(source, span: Span) -> np.ndarray:
    """Return the times of beats by the prominence of the unfiltered ECG, of either sign."""
    row = ecg_row(source.recording)
    assert row is not None
    columns = source.read(tuple(sorted(row.channels)), 0, span)
    weights = np.zeros((1, len(row.channels)))
    for channel, weight in zip(row.channels, row.weights, strict=True):
        weights[0, sorted(row.channels).index(channel)] = weight
    ecg = derive(columns, weights)[0].astype(float)
    ecg = np.nan_to_num(ecg - signal.medfilt(ecg, 2 * round(0.1 * row.rate_hz) + 1))
    best, highest = np.empty(0), 0.0
    for sign in (1, -1):
        height = np.percentile(sign * ecg, 99.5)
        peaks, _ = signal.find_peaks(sign * ecg, prominence=0.5 * height, distance=round(0.25 * row.rate_hz))
        if height > highest:
            best, highest = span.start_s + peaks / row.rate_hz, height
    return best


def against_beats(folder: Path, seeds: range) -> None:
    """Print how far the shown figures are from the simulated beats."""
    errors, n_asked = [], 0
    for seed in seeds:
        path, plan, _truth = study(folder, seed, 0.5)
        beats_s = make_body(plan).beats_s
        source = open_recording(path)
        for onset_s in np.arange(30, plan.duration_s - 30, EVERY_S):
            n_asked += 1
            found = heart_around(source, float(onset_s)).change
            if found is not None:
                before, highest = change_of(beats_s, onset_s)
                errors.append((found.before_bpm - before, found.highest_bpm - highest))
        source.close()
    off = np.abs(np.array(errors))
    print(f"simulated ECG, seeds {seeds.start}-{seeds.stop - 1}: read at {len(errors)} of {n_asked} instants; "
          f"error of the rate before {off_text(off[:, 0])}, of the highest after {off_text(off[:, 1])}")  # fmt: skip


def against_second(name: str) -> None:
    """Print how far two methods are from each other on a real recording."""
    source = open_recording(REAL / f"{name}.edf")
    pairs, n_asked = [], 0
    for onset_s in np.arange(15, source.recording.duration_s - 25, EVERY_S):
        n_asked += 1
        found = heart_around(source, float(onset_s)).change
        beats_s = second_beats(source, Span(max(onset_s - 14, 0), onset_s + AFTER_S + 3))
        if found is None or len(beats_s) < 30:
            continue
        before, highest = change_of(beats_s, onset_s)
        pairs.append(
            (found.before_bpm, before, found.highest_bpm, highest, found.percent, found.usual_percent, onset_s)
        )
    source.close()
    a = np.array(pairs)
    off = np.abs(a[:, [0, 2]] - a[:, [1, 3]])
    print(f"{name}: read at {len(a)} of {n_asked} instants, {np.min(a[:, 0]):.0f}–{np.max(a[:, 0]):.0f} /min before; "
          f"apart from the second method: before {off_text(off[:, 0])}, highest {off_text(off[:, 1])}; change where "
          f"nothing is known to happen: median {np.median(a[:, 4]):+.0f} %, 5th–95th percentile "
          f"{np.percentile(a[:, 4], 5):+.0f} … {np.percentile(a[:, 4], 95):+.0f} %")  # fmt: skip
    for row in a[np.argsort(-off[:, 1])[:4]]:
        print(f"   farthest at {row[6]:.0f} s: {row[0]:.0f} → {row[2]:.0f}, second {row[1]:.0f} → {row[3]:.0f}")


def whether_it_tells(folder: Path, seeds: range) -> None:
    """Print how far the change tells simulated spasms from the detector's other suggestions."""
    values: dict[tuple[bool, str], list[float]] = {}
    n_all = n_known = 0
    for seed in seeds:
        path, plan, _truth = study(folder, seed, 0.5)
        found = run("spasms", path, None, False, minimum_score=0.001).events
        matching = match_events([Onset(s.onset_s) for s in plan.spasms], [Onset(e["start_s"]) for e in found])
        true = {pair.candidate for pair in matching.pairs}
        source = open_recording(path)
        for number, event in enumerate(found):
            n_all += 1
            change = heart_around(source, event["start_s"]).change
            if change is not None:
                n_known += 1
                for kind, value in (
                    ("change", change.percent),
                    ("beyond usual", change.percent - change.usual_percent),
                ):
                    if math.isfinite(value):
                        values.setdefault((number in true, kind), []).append(value)
        source.close()
    print(f"suggestions from a score of 0.001 without limb EMG, seeds {seeds.start}-{seeds.stop - 1}: "
          f"ECG read at {n_known} of {n_all}")  # fmt: skip
    for kind in ("change", "beyond usual"):
        a, b = (np.array(values.get((is_true, kind), [])) for is_true in (True, False))
        auc = float(np.mean((a[:, None] > b) + 0.5 * (a[:, None] == b))) if len(a) and len(b) else math.nan
        sides = [np.percentile(side, (25, 50, 75)).round(0) if len(side) else "–" for side in (a, b)]
        print(f"   {kind}: {len(a)} spasms {sides[0]} %, {len(b)} others {sides[1]} %, area under the curve {auc:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", default="2001-2008")
    given = parser.parse_args()
    first, last = map(int, given.seeds.split("-"))
    seeds = range(first, last + 1)
    against_second("infant_background_18min")
    against_second("absence_30min")
    against_beats(given.folder, seeds)
    whether_it_tells(given.folder, seeds)


if __name__ == "__main__":
    main()
