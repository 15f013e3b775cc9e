"""Where the binary samples of a BrainVision or V-Amp recording stand."""

from pathlib import Path

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.brainvision.header import Header
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.truncation import truncated, truncated_inside_sample

_PROBED_SAMPLES = 4096


def binary_layout(header: Header, path: Path, is_vamp: bool) -> tuple[SampleLayout, list[Issue]]:
    """Return the layout of a signal file, and where it is not as long as the header says.

    Raises
    ------
    UnreadableFile : it holds no sample, or nothing says how a value is stored
    """
    issues: list[Issue] = []
    n_bytes = max(0, path.stat().st_size - header.head_bytes - header.tail_bytes)
    dtype = header.dtype or _guessed_dtype(header, path, n_bytes, issues)
    n_columns = len(header.channels)
    if is_vamp and not header.is_vectorized and _has_digital_column(header, path, dtype, n_bytes):
        n_columns += 1  # the trigger input, which the header does not count
    frame_bytes = n_columns * np.dtype(dtype).itemsize
    n_there, rest = divmod(n_bytes, frame_bytes)
    if not n_there:
        what = "is empty" if not n_bytes else "is shorter than one sample of all channels"
        raise UnreadableFile(f"{path.name} {what}.", "Copy it again from where it was recorded.")
    n_said = header.n_points
    if header.is_vectorized and n_said and n_bytes < n_said * frame_bytes:
        # One channel after the other: the last ones are missing, those that are there have their full length.
        issues.append(
            Issue(
                "file_truncated",
                f"{path.name} is truncated: {n_bytes / (n_said * frame_bytes):.1%} of it are present.",
            )
        )
        return SampleLayout(dtype, n_columns, (Block(header.head_bytes, n_said),), run=0), issues
    n_samples = n_said if header.is_vectorized and n_said else n_there
    if n_said and n_there < n_said:
        issues.append(truncated(n_there, n_said, header.rate_hz, path.name))
    elif rest:
        issues.append(truncated_inside_sample(path.name))
    elif n_said and n_there > n_said:
        what = "the rest is not shown" if header.is_vectorized else "all are shown"
        issues.append(Issue("samples_more", f"{path.name} holds more samples than its header says; {what}."))
    return SampleLayout(
        dtype, n_columns, (Block(header.head_bytes, n_samples),), run=0 if header.is_vectorized else 1
    ), issues


def _guessed_dtype(header: Header, path: Path, n_bytes: int, issues: list[Issue]) -> str:
    """Return 16-bit integers where the file has just that size.

    Raises
    ------
    UnreadableFile : its size does not tell
    """
    if header.n_points and n_bytes == header.n_points * len(header.channels) * 2:
        issues.append(Issue("header_incomplete", "The header's BinaryFormat is missing; INT_16 fits and is assumed."))
        return "<i2"
    raise UnreadableFile(
        f"The header of {path.name} does not say how a value is stored (BinaryFormat).", "Export the recording again."
    )


def _has_digital_column(header: Header, path: Path, dtype: str, n_bytes: int) -> bool:
    """Whether a V-Amp's file has one column more than its header counts.

    Recorders write one, other programs do not: the number is right with which the signals run more smoothly.
    """
    n_channels = len(header.channels)
    width = np.dtype(dtype).itemsize
    if header.n_points and n_bytes in (n * width * header.n_points for n in (n_channels, n_channels + 1)):
        return n_bytes == (n_channels + 1) * width * header.n_points
    fits = [n for n in (n_channels, n_channels + 1) if n_bytes % (n * width) == 0]
    if len(fits) == 1:
        return fits[0] > n_channels
    steps = []
    for n_columns in (n_channels, n_channels + 1):
        n_samples = min(n_bytes // (n_columns * width), _PROBED_SAMPLES)
        file = SampleFile(path, SampleLayout(dtype, n_columns, (Block(header.head_bytes, n_samples),)))
        try:
            values = file.read(range(n_channels), 0, n_samples)
        finally:
            file.close()
        with np.errstate(invalid="ignore", over="ignore"):
            spread = float(np.nanstd(values)) or 1.0
            steps.append(float(np.nanmean(np.abs(np.diff(values, axis=1)))) / spread if n_samples > 1 else np.inf)
    return steps[1] < steps[0]
