"""Map the tones and colours of HDR film, and of film in wide colours, to those of a common screen: a table of colours.

Phones film in HLG or PQ, mostly with the colours of BT.2020. Shown as they are stored, such pictures are grey and dull.
Here the stored values become light (ITU-R BT.2100-2: inverse HLG OETF and OOTF of a display of 1000 cd/m², PQ EOTF),
the colours those of BT.709 (ITU-R BT.2087-0), and light above about 90 cd/m² is compressed by the tone curve of ITU-R
BT.2390-8, section 5.4.1, on the largest of red, green and blue, so that hues stay, to a white of 203 cd/m², the
reference white of ITU-R BT.2408; colours that BT.709 lacks become its nearest. Of film in a common screen's tones with
the colours of BT.2020 or P3 only the colours are changed. Must not know the decoding library.
"""

from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from eegview.readers.video.colour.gamut import Gamut, luminance, to_bt709

Light = npt.NDArray[np.float64]

PEAK = 1000.0  # cd/m², of the display for which HLG is rendered; PQ above it is shown as that
WHITE = 203.0  # cd/m², shown as the screen's white
_GAMMA = 2.4  # of a screen, ITU-R BT.1886
N_STEPS = 33  # of the table, for each of red, green and blue

_HLG = 0.17883277, 0.28466892, 0.55991073  # a, b, c of BT.2100-2, table 5
_PQ_POWERS = 2610 / 16384, 2523 / 4096 * 128
_PQ = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


class Tones(StrEnum):
    """How a film stores light, by its name in tables."""

    SDR = "SDR"
    HLG = "HLG"
    PQ = "PQ"


# ITU-T H.273, table 3.
_BY_TRANSFER = {16: Tones.PQ, 18: Tones.HLG}


def has_unknown_colours(matrix: int) -> bool:
    """Whether colours are stored in a form that is not read here, by a stream's matrix (ITU-T H.273, table 4).

    ICtCp, and IPT of Dolby Vision without a plain base layer.
    """
    return matrix in (14, 15)


def tones_of(transfer: int) -> Tones:
    """Return how light is stored, by a stream's transfer characteristics; what is not HDR is shown as it is."""
    return _BY_TRANSFER.get(transfer, Tones.SDR)


def is_as_stored(tones: Tones, gamut: Gamut) -> bool:
    """Whether a film is shown as it is stored: it is of a common screen."""
    return tones is Tones.SDR and gamut is Gamut.BT709


def shown(stored: Light, tones: Tones, gamut: Gamut = Gamut.BT2020) -> Light:
    """Return stored red, green and blue, (n, 3) from 0 to 1, as they are given to a common screen, from 0 to 1."""
    if is_as_stored(tones, gamut):
        return stored
    if tones is Tones.SDR:
        return np.clip(np.clip(stored, 0.0, 1.0) ** _GAMMA @ to_bt709(gamut).T, 0.0, 1.0) ** (1 / _GAMMA)
    light = hlg_light(stored, gamut) if tones is Tones.HLG else pq_light(stored)
    light = np.clip(light @ to_bt709(gamut).T, 0.0, None)
    brightest = light.max(axis=-1, keepdims=True)
    ratio = np.where(brightest > 0, compressed(brightest) / np.maximum(brightest, 1e-9), 1.0)
    return np.clip(light * ratio / WHITE, 0.0, 1.0) ** (1 / _GAMMA)


def hlg_light(stored: Light, gamut: Gamut = Gamut.BT2020) -> Light:
    """Return the light (cd/m²) that HLG values mean on a display of `PEAK`; BT.2100-2, table 5."""
    a, b, c = _HLG
    value = np.clip(stored, 0.0, 1.0)
    scene = np.where(value <= 0.5, value**2 / 3, (np.exp((value - c) / a) + b) / 12)
    brightness = np.maximum(scene @ luminance(gamut), 1e-9)
    return PEAK * scene * brightness[..., None] ** 0.2


def pq_light(stored: Light) -> Light:
    """Return the light (cd/m²) that PQ values mean; BT.2100-2, table 4."""
    (m1, m2), (c1, c2, c3) = _PQ_POWERS, _PQ
    power = np.clip(stored, 0.0, 1.0) ** (1 / m2)
    return 10_000 * (np.maximum(power - c1, 0.0) / (c2 - c3 * power)) ** (1 / m1)


def pq_value(light: Light) -> Light:
    """Return the PQ value of light (cd/m²): the inverse of `pq_light`."""
    (m1, m2), (c1, c2, c3) = _PQ_POWERS, _PQ
    power = (np.clip(light, 0.0, None) / 10_000) ** m1
    return ((c1 + c2 * power) / (1 + c3 * power)) ** m2


def compressed(light: Light) -> Light:
    """Return light (cd/m²) up to `PEAK` brought below `WHITE`; BT.2390-8, section 5.4.1, black staying black."""
    top = pq_value(np.array(PEAK))
    value = pq_value(np.minimum(light, PEAK)) / top
    most = pq_value(np.array(WHITE)) / top
    knee = 1.5 * most - 0.5
    t = np.clip((value - knee) / (1 - knee), 0.0, 1.0)
    curve = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    return pq_light(np.where(value < knee, value, curve) * top)


@cache
def table_text(tones: Tones, gamut: Gamut) -> bytes:
    """Return the table of colours as a text that video programs read (`.cube`), red changing first."""
    steps = np.linspace(0.0, 1.0, N_STEPS)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = shown(np.stack((red, green, blue), axis=-1).reshape(-1, 3), tones, gamut)
    lines = "\n".join(f"{r:.5f} {g:.5f} {b:.5f}" for r, g, b in colours.tolist())
    return f"LUT_3D_SIZE {N_STEPS}\n{lines}\n".encode("ascii")
