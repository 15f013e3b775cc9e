# ruff: noqa: T201  it prints its table
"""Measure the electrodecrement detector on real EEG whose activity below 15 Hz was lowered, muscle left as it is.

    PYTHONPATH=.:tests/helpers:tests/bench .venv/bin/python tests/evidence/decrements_on_real_eeg.py [--bands 1-35 …]

The infant's recording, awake (nursing, until 497 s) and asleep (from 530 s); 3 rounds of a loss each 23 s. For each
band (Hz) that the detector may be given: losses found at 0.5 or more, and what else it tells an hour.
"""

import argparse
from dataclasses import replace

import numpy as np
from detectors.plugin_runs import KeptReport, detector_function, seen_by
from semi_real import ArrayRecording, held
from shared_data import DATA

from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from eegview.dsp.filtering import filter_rows
from eegview.model.display.filters import FilterSpec, Phase
from eegview.readers.opening import open_recording

KEPT_ABOVE_HZ = 15.0
NURSING_UNTIL_S, ASLEEP_FROM_S = 497.0, 530.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bands", nargs="*", default=["1-35", "1-15", "3-15", "5-15"], metavar="LOW-HIGH")
    given = parser.parse_args()
    manifest = read_manifest(shipped_folder() / "electrodecrement")
    wide = replace(manifest, input=replace(manifest.input, low_cut_hz=0.5, high_cut_hz=0.0))
    base = held(seen_by(wide, open_recording(DATA / "eeg" / "infant_background_18min.edf")))
    rounds = [with_losses(base, seed) for seed in (1, 2, 3)]
    for band in given.bands:
        low_hz, high_hz = map(float, band.split("-"))
        found, n, n_else, hours = {}, {}, 0, 0.0
        for data, spans in rounds:
            spec = FilterSpec(low_cut_hz=low_hz, high_cut_hz=high_hz, phase=Phase.ZERO)
            rows = filter_rows(data.data, spec, data.rate_hz)
            report = KeptReport()
            seen = ArrayRecording(base.rows, rows, base.rate_hz)
            detector_function(manifest)(seen, manifest.defaults(), report)
            for start_s, stop_s in spans:
                state = "nursing" if stop_s < NURSING_UNTIL_S else "asleep" if start_s > ASLEEP_FROM_S else "between"
                n[state] = n.get(state, 0) + 1
                found[state] = found.get(state, 0) + any(_meets(event, start_s, stop_s) for event in report.events)
            n_else += sum(not any(_meets(event, *span) for span in spans) for event in report.events)
            hours += data.duration_s / 3600
        shares = ", ".join(f"{state} {found[state]} of {n[state]}" for state in ("nursing", "asleep"))
        print(f"{band} Hz: {shares}; else {n_else / hours:.0f} per hour")


def with_losses(base: ArrayRecording, seed: int) -> tuple[ArrayRecording, list[tuple[float, float]]]:
    """Return the recording with losses of 50-80 % below 15 Hz for 1-3 s in all rows, and where they are."""
    rng = np.random.default_rng([seed, 15])
    slow = filter_rows(base.data, FilterSpec(high_cut_hz=KEPT_ABOVE_HZ, phase=Phase.ZERO), base.rate_hz)
    gain = np.ones(base.data.shape[1], np.float32)
    times_s = np.arange(len(gain)) / base.rate_hz
    spans = []
    for at_s in np.arange(30.0, base.duration_s - 30, 23.0):
        start_s = float(at_s + rng.uniform(-4, 4))
        stop_s, left = start_s + float(rng.uniform(1.0, 3.0)), float(rng.uniform(0.2, 0.5))
        edge = np.clip((times_s - start_s) / 0.15, 0, 1) * np.clip((stop_s - times_s) / 0.3, 0, 1)
        gain *= (1 - (1 - left) * edge).astype(np.float32)
        spans.append((start_s, stop_s))
    return ArrayRecording(base.rows, base.data + slow * (gain - 1), base.rate_hz, base.extra), spans


def _meets(event: tuple, start_s: float, stop_s: float) -> bool:
    return event[0] < stop_s + 0.2 and start_s - 0.2 < event[0] + event[1]


if __name__ == "__main__":
    main()
