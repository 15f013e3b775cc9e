"""Samples that Curry wrote as text: read whole, since nothing says where a sample stands."""

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile

_MOST_BYTES = 300 * 2**20
_NUMBERS = re.compile(rb"[\s0-9eE+.-]*")


def read_text(path: Path, n_channels: int, is_by_channel: bool) -> npt.NDArray[np.float32]:
    """Return (n_samples, n_channels) values, as far as the text holds numbers.

    Raises
    ------
    UnreadableFile : the text is too long to be read whole
    """
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile(
            f"{path.name} stores its samples as text and is larger than {_MOST_BYTES >> 20} MiB.",
            "Convert it to raw float format in Curry, or export it as EDF+ there.",
        )
    values = _numbers(path.read_bytes().replace(b",", b"."))
    n_samples = len(values) // n_channels
    values = values[: n_samples * n_channels]
    return values.reshape(n_channels, n_samples).T if is_by_channel else values.reshape(n_samples, n_channels)


def _numbers(text: bytes) -> npt.NDArray[np.float32]:
    """Return the numbers up to the first word that is none."""
    found = _NUMBERS.match(text)
    text = found[0] if found else b""
    try:
        return np.fromstring(text.decode("ascii"), np.float32, sep=" ")
    except ValueError:
        values = []
        for word in text.split():
            try:
                values.append(float(word))
            except ValueError:
                break
        return np.array(values, np.float32)
