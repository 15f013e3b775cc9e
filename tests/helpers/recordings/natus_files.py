"""Write small Natus NeuroWorks studies byte by byte: the one layout that natus-erd-reader knows, all samples whole."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

N_CHANNELS, N_ELECTRODES = 276, 256
UV_A_DIGIT = -8711 / (2**21 - 0.5) * 2**6
CREATED_AT = 1_700_000_000


def natus_head(schema: int) -> bytes:
    """Return the header that all files of a study begin with."""
    return (bytes(16) + struct.pack("<HHi", schema, 1, CREATED_AT)).ljust(352, b"\x00")


def write_natus(
    folder: Path,
    parts: Sequence[tuple[int, np.ndarray]],
    rate_hz: float = 512.0,
    names: Sequence[str] = (),
    notes: Sequence[tuple[int, str]] = (),
    headbox: int = 20,
) -> Path:
    """Write a study and return its folder.

    parts : for each file of samples the number of its first, and (n_samples, N_CHANNELS) digits
    names : of the first channels; the others are called by their number
    notes : sample and text
    """
    folder.mkdir(parents=True)
    table = natus_head(1) + struct.pack("<ii12i", 1, 1, *[0] * 12)
    n_stored = 0
    for number, (first, digits) in enumerate(parts):
        stem = f"study_{number:03d}" if number else "study"
        erd = _erd_head(rate_hz, headbox)
        etc = natus_head(3) + struct.pack("<iiihh", len(erd), first, 0, len(digits), 0)
        (folder / f"{stem}.erd").write_bytes(erd + b"".join(map(_sample, digits)))
        (folder / f"{stem}.etc").write_bytes(etc)
        table += struct.pack("<256s4i", stem.encode(), first, first + len(digits) - 1, n_stored, len(digits))
        n_stored += len(digits)
    (folder / "study.stc").write_bytes(table)
    (folder / "study.eeg").write_bytes(natus_head(1))
    (folder / "study.ent").write_bytes(_notes(names, notes))
    return folder


def _erd_head(rate_hz: float, headbox: int) -> bytes:
    head = bytearray(8656)
    head[:352] = natus_head(9)
    struct.pack_into("<dii", head, 352, rate_hz, N_CHANNELS, 8)
    struct.pack_into(f"<{N_CHANNELS}i", head, 368, *range(N_CHANNELS))
    struct.pack_into("<4i", head, 4464, headbox, 0, 0, 0)
    struct.pack_into("<i", head, 4556, 6)
    struct.pack_into(f"<{N_CHANNELS}h", head, 6608, *[32767] * N_CHANNELS)
    return bytes(head)


def _sample(digits: np.ndarray) -> bytes:
    """Return a sample of all channels, each with its whole value: no difference to the one before."""
    mask = bytearray(-(-N_CHANNELS // 8))
    for channel in range(N_CHANNELS):
        mask[channel >> 3] |= 1 << (channel & 7)
    return b"\x00" + bytes(mask) + b"\xff\xff" * N_CHANNELS + digits.astype("<i4").tobytes()


def _notes(names: Sequence[str], notes: Sequence[tuple[int, str]]) -> bytes:
    all_names = [*names, *(f"C{number}" for number in range(len(names) + 1, N_CHANNELS + 1))]
    listed = ", ".join(f'"{name}"' for name in all_names)
    texts = [(2, f'(.(."ChanNames", ({listed})), (."Text", "Montage"))')]
    texts += [
        (1, f'(.(."Stamp", {sample}), (."Text", "{text}"), (."Data", (.(."User", "x"))))') for sample, text in notes
    ]
    written, before = natus_head(3), 0
    for kind, text in texts:
        content = text.encode() + b"\x00\x00"
        written += struct.pack("<4i", kind, 16 + len(content), before, 0) + content
        before = 16 + len(content)
    return written + bytes(16)
