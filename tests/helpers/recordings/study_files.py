"""Small EDF+ files for tests of the window: `from recordings.study_files import write_edf`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

SCALP_10_20: list[str] = [*"Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T7 T8 P7 P8 Fz Cz Pz".split()]  # noqa: SIM905
STARTED_AT = datetime(2024, 1, 2, 13, 20, 56)
_NOTE_BYTES = 240  # for the annotations of one record


def write_edf(
    path: Path,
    segments: Sequence[tuple[int, int]] = ((0, 120),),
    names: Sequence[str] = (*SCALP_10_20, "ECG", "X1", "Mark1"),
    rate_hz: int = 100,
    notes: Sequence[tuple[float, str]] = (),
    limit_uv: int = 3200,
    started_at: datetime = STARTED_AT,
) -> Path:
    """Write noise as EDF+C, or EDF+D where `segments` (whole seconds from start) leave gaps, and return the path.

    notes : (onset in s, text) of the file's own annotations; an onset in a gap goes to the record before
    """
    onsets_s = [t for start_s, stop_s in segments for t in range(start_s, stop_s)]
    is_gapped = onsets_s != list(range(len(onsets_s)))
    labels = [*names, "EDF Annotations"]
    counts = [rate_hz] * len(names) + [_NOTE_BYTES // 2]
    head = [
        ("0", 8),
        ("X X X X", 80),
        ("Startdate X X X X", 80),
        (started_at.strftime("%d.%m.%y"), 8),
        (started_at.strftime("%H.%M.%S"), 8),
        (str(256 * (len(labels) + 1)), 8),
        ("EDF+D" if is_gapped else "EDF+C", 44),
        (str(len(onsets_s)), 8),
        ("1", 8),
        (str(len(labels)), 4),
    ]
    columns: list[tuple[list[str], int]] = [
        (labels, 16),
        ([""] * len(labels), 80),
        (["uV"] * len(names) + [""], 8),
        ([str(-limit_uv)] * len(names) + ["-1"], 8),
        ([str(limit_uv)] * len(names) + ["1"], 8),
        (["-32768"] * len(labels), 8),
        (["32767"] * len(labels), 8),
        ([""] * len(labels), 80),
        ([str(n) for n in counts], 8),
        ([""] * len(labels), 32),
    ]
    text = "".join(value.ljust(width) for value, width in head)
    text += "".join(value.ljust(width) for values, width in columns for value in values)
    rng = np.random.default_rng(7)
    records = [text.encode("ascii")]
    for number, onset_s in enumerate(onsets_s):
        next_s = onsets_s[number + 1] if number + 1 < len(onsets_s) else float("inf")
        tal = f"+{onset_s}\x14\x14\x00".encode()
        for note_s, words in notes:
            if onset_s <= note_s < next_s or (number == 0 and note_s < onset_s):
                tal += f"+{note_s:g}\x14{words}\x14\x00".encode()
        wave_uv = rng.standard_normal((len(names), rate_hz)) * 30
        digits = np.clip(np.round(wave_uv * 32767 / limit_uv), -32768, 32767).astype("<i2")
        records.append(digits.tobytes() + tal.ljust(_NOTE_BYTES, b"\x00"))
    path.write_bytes(b"".join(records))
    return path
