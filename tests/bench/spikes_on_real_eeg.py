"""Spikes on real EEG: those proposed in spindles, those added by us and found again, those a technologist noted."""

from pathlib import Path

import numpy as np
from detectors.plugin_runs import KeptReport, detector_function, seen_by
from semi_real import held
from semi_real_spikes import add_spikes

from eegview.clinical.intervals import wilson_interval
from eegview.detect.manifest import Manifest
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from eegview.readers.opening import open_recording

INFANT, CHILD = "infant_background_18min.edf", "absence_30min.edf"
ASLEEP_FROM_S = 497.0  # by the technologist
DISCHARGES_S = (
    *(124.1, 405.4, 536.9, 570.0, 624.1, 640.8, 663.1, 671.5, 691.7, 734.4, 745.8, 801.7, 853.2, 861.8),
)  # noted in the child's sleep as spike, sharps or EFD, up to 2 s after they began
SPINDLES_S = (612.7, 739.6, 769.7, 880.2)  # noted as spindles
ADDED_SEEDS = (2100, 2101, 2102)
EVERY_S = 2.7
NEAR_S = 0.03


def real_spike_table(folder: Path) -> str:
    """Return a table of what is told of the real recordings, every spike proposed; "" where they are not there."""
    if not (folder / INFANT).exists():
        return ""
    spikes, sleep = (read_manifest(shipped_folder() / name) for name in ("spikes", "sleep"))
    spindles = [
        (event[0] - 0.1, event[0] + event[1] + 0.1)
        for event in _told(sleep, seen_by(sleep, open_recording(folder / INFANT)))
        if event[2] == "spindles"
    ]

    def in_spindle(time_s: float) -> bool:
        return any(start_s <= time_s <= stop_s for start_s, stop_s in spindles)

    base = held(seen_by(spikes, open_recording(folder / INFANT)))
    asleep = [event[0] for event in _told(spikes, base) if event[0] > ASLEEP_FROM_S]
    minutes = (base.duration_s - ASLEEP_FROM_S) / 60
    n_inside = sum(map(in_spindle, asleep))
    lines = [
        "| real recording, every one proposed (score from 0.5) | |",
        "|---|---|",
        f"| infant asleep: proposed a minute; of them in a spindle | {len(asleep) / minutes:.1f}; "
        f"{_share(n_inside, len(asleep))} |",
    ]
    found: dict[str, list[bool]] = {}
    for seed in ADDED_SEEDS:
        times_s = np.arange(20.0 + seed % 10, base.duration_s - 5, EVERY_S)
        data, added = add_spikes(base, seed, times_s)
        onsets_s = np.array([event[0] for event in _told(spikes, data)])
        for one in added:
            state = "awake" if one.peak_s < ASLEEP_FROM_S else "in a spindle" if in_spindle(one.peak_s) else "asleep"
            hit = bool(len(onsets_s)) and float(np.abs(onsets_s - one.peak_s).min()) <= NEAR_S
            found.setdefault(state, []).append(hit)
            if one.size_uv >= 150:
                found.setdefault(f"{state}, 150 µV and more", []).append(hit)
    lines += [
        f"| infant, made-up spikes of 60–300 µV added: found, {state} | {_share(sum(hits), len(hits))} |"
        for state, hits in sorted(found.items())
    ]
    if (folder / CHILD).exists():
        onsets_s = np.array([event[0] for event in _told(spikes, seen_by(spikes, open_recording(folder / CHILD)))])
        for what, times_s in (("discharges", DISCHARGES_S), ("spindles", SPINDLES_S)):
            near = [int(((onsets_s > at_s - 2) & (onsets_s < at_s + 0.6)).sum()) for at_s in times_s]
            lines.append(
                f"| child asleep, {what} noted by the technologist: with a proposal; proposals there | "
                f"{sum(n > 0 for n in near)} of {len(near)}; {sum(near)} |"
            )
    return "\n".join(lines)


def _told(manifest: Manifest, recording) -> list[tuple]:
    parameters = manifest.defaults() | ({"every_minutes": 0.0} if manifest.detector_id == "spikes" else {})
    report = KeptReport()
    detector_function(manifest)(recording, parameters, report)
    return report.events


def _share(k: int, n: int) -> str:
    interval = wilson_interval(k, n)
    return "–" if interval is None else f"{k / n:.2f} ({interval[0]:.2f}–{interval[1]:.2f}), {k} of {n}"
