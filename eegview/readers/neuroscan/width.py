"""How many bytes a sample of a Neuroscan `.cnt` takes: its header does not say."""

from collections.abc import Sequence

import numpy as np

_HEAD_WORDS = 32768


def sample_bytes(
    n_channels: int,
    n_samples: int,
    data_bytes: int | None,
    seconds: float,
    rate_hz: float,
    places: Sequence[int],
    start: bytes,
) -> int:
    """Return 2 or 4.

    Parameters
    ----------
    n_samples, seconds : how long the recording is by the header; 0 or less where it does not say
    data_bytes : of all samples, by where the table of events begins; None where that is not known
    places : bytes of the samples at which events happened, from the first sample
    start : the first bytes of the samples
    """
    if data_bytes is not None and n_samples > 0:
        for width in (2, 4):
            if data_bytes == width * n_channels * n_samples:
                return width
    if data_bytes is not None:
        if data_bytes % (4 * n_channels):
            return 2
        if seconds > 0:
            ratio = data_bytes / (n_channels * rate_hz * seconds)
            if abs(ratio - 2) < 0.1:
                return 2
            if abs(ratio - 4) < 0.2:
                return 4
    if any(place % (4 * n_channels) for place in places):
        return 2
    return 4 if _is_wide(start if data_bytes is None else start[:data_bytes]) else 2


def _is_wide(start: bytes) -> bool:
    """Whether bytes are numbers of 32 bits: then each second half is a sign, or nearly."""
    words = np.frombuffer(start, "<i2", min(len(start) // 2, _HEAD_WORDS))
    if len(words) < 16:
        return False
    lower, upper = words[: len(words) // 2 * 2].reshape(-1, 2).T
    is_small = (upper >= -32) & (upper < 32)
    # Of 16-bit samples both halves are of one size; of 32-bit ones the lower half takes any value.
    sizes = [float(np.abs(half.astype(np.int64)).mean()) for half in (lower, upper)]
    return bool(is_small.mean() > 0.95 and sizes[0] > 8 * sizes[1] + 1)
