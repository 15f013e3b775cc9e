"""Write BrainVision and V-Amp recordings in every form the format has, and in forms that programs gave it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

LABELS = ("Fp1", "C3", "O1", "Cz")
RATE_HZ = 200
N_SAMPLES = 2000
MARKERS = "Mk1=New Segment,,1,1,0,20200305100000000000\nMk2=Comment,eyes closed,401,1,0\n"
_DTYPES = {
    "INT_16": "i2", "UINT_16": "u2", "INT_32": "i4", "IEEE_FLOAT_32": "f4", "IEEE_FLOAT_64": "f8",
}  # fmt: skip


def digits(n_samples: int = N_SAMPLES, n_channels: int = 4) -> np.ndarray:
    """Return (n_channels, n_samples) whole numbers from 0 to 1999."""
    t, k = np.arange(n_samples)[None], np.arange(n_channels)[:, None]
    return (t * 7 + k * 500) % 2000


@dataclass
class BrainVisionFile:
    """One recording: change what is to be odd, then `write`."""

    sample: str = "INT_16"
    is_vectorized: bool = False
    is_big: bool = False
    form: str = "BINARY"
    resolutions: Sequence[str] = ("0.5", "0.5", "0.5", "0.5")
    units: Sequence[str] = ("µV", "µV", "µV", "µV")
    labels: Sequence[str] = LABELS
    interval: str = "5000"
    n_points: int | None = None
    extra: str = ""
    markers: str | None = MARKERS
    codepage: str = "UTF-8"
    encoding: str = "utf-8"
    product: str = "Data Exchange"
    endings: tuple[str, str, str] = (".vhdr", ".eeg", ".vmrk")
    text: str | None = None
    digits: np.ndarray = field(default_factory=digits)

    @property
    def header(self) -> str:
        channels = "".join(
            f"Ch{k}={label},,{resolution}{',' + unit if unit else ''}\n"
            for k, (label, resolution, unit) in enumerate(
                zip(self.labels, self.resolutions, self.units, strict=True), 1
            )
        )
        marker_line = f"MarkerFile=a{self.endings[2]}\n" if self.markers is not None else ""
        points = f"DataPoints={self.n_points}\n" if self.n_points is not None else ""
        binary = f"[Binary Infos]\nBinaryFormat={self.sample}\n" + ("UseBigEndianOrder=YES\n" if self.is_big else "")
        return (
            f"Brain Vision {self.product} Header File Version 1.0\n; a comment\n\n[Common Infos]\n"
            f"Codepage={self.codepage}\nDataFile=a{self.endings[1]}\n{marker_line}DataFormat={self.form}\n"
            f"DataOrientation={'VECTORIZED' if self.is_vectorized else 'MULTIPLEXED'}\n"
            f"NumberOfChannels={len(self.labels)}\n{points}SamplingInterval={self.interval}\n"
            f"{binary if self.form == 'BINARY' else ''}\n[Channel Infos]\n{channels}{self.extra}"
        )

    @property
    def content(self) -> bytes:
        if self.text is not None:
            return self.text.encode("latin-1")
        dtype = (">" if self.is_big else "<") + _DTYPES[self.sample]
        return (self.digits if self.is_vectorized else self.digits.T).astype(dtype).tobytes()

    def write(self, folder: Path) -> Path:
        """Write all files and return the header's path."""
        header = folder / f"a{self.endings[0]}"
        header.write_bytes(self.header.encode(self.encoding))
        (folder / f"a{self.endings[1]}").write_bytes(self.content)
        if self.markers is not None:
            text = (
                f"Brain Vision {self.product} Marker File, Version 1.0\n\n[Common Infos]\nCodepage={self.codepage}\n"
                f"DataFile=a{self.endings[1]}\n\n[Marker Infos]\n{self.markers}"
            )
            (folder / f"a{self.endings[2]}").write_bytes(text.encode(self.encoding))
        return header
