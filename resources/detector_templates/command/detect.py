"""TEMPLATE of a command: reads the EDF file it is given, writes a table of events. Put your own program in its place.

    python detect.py recording.edf events.tsv 300

It may be in any language. The file names nobody, begins at the start of what is searched, and all its signals have one
rate; gaps are zero. The program ends with code 0; what it prints goes to a log.
"""

import sys
from pathlib import Path

import numpy as np

FRAME_S = 1.0
COLUMNS = ("onset", "duration", "eventType", "confidence", "channels")


def read_edf(path: Path) -> tuple[list[str], float, np.ndarray]:
    """Return labels, rate in Hz and (n_signals, n_samples) µV of a plain EDF file whose signals have one rate."""
    content = path.read_bytes()
    n_signals, n_records, record_s = int(content[252:256]), int(content[236:244]), float(content[244:252])

    def fields(before: int, width: int) -> list[str]:
        first = 256 + before * n_signals
        return [content[first + k * width : first + (k + 1) * width].decode().strip() for k in range(n_signals)]

    low, high = (np.array(fields(before, 8), float)[:, None] for before in (104, 112))
    digit_low, digit_high = (np.array(fields(before, 8), float)[:, None] for before in (120, 128))
    n_samples = int(fields(216, 8)[0])
    digits = np.frombuffer(content, "<i2", offset=256 * (n_signals + 1)).reshape(n_records, n_signals, n_samples)
    whole = digits.transpose(1, 0, 2).reshape(n_signals, -1)
    values = low + (whole - digit_low) * (high - low) / (digit_high - digit_low)
    return fields(0, 16), n_samples / record_s, values


def main(edf: str, tsv: str, threshold: str) -> None:
    """Write a row for each second in which a signal is larger than the threshold."""
    labels, rate_hz, values_uv = read_edf(Path(edf))
    threshold_uv, n_frame = float(threshold), round(FRAME_S * rate_hz)
    rows = ["\t".join(COLUMNS)]
    for number in range(values_uv.shape[1] // n_frame):
        heights_uv = np.ptp(values_uv[:, number * n_frame : (number + 1) * n_frame], axis=1)
        if heights_uv.max() >= threshold_uv:
            confidence = min(heights_uv.max() / threshold_uv / 2, 1.0)
            named = ",".join(label for label, uv in zip(labels, heights_uv, strict=True) if uv >= threshold_uv)
            rows.append(f"{number * FRAME_S:.3f}\t{FRAME_S:.3f}\tlarge\t{confidence:.4f}\t{named}")
    Path(tsv).write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
