"""HDR film looked up in a table: what each pixel is given, held to the definition itself."""

import numpy as np
import pytest

from eegview.readers.video.colour.gamut import Gamut
from eegview.readers.video.colour.tone_table import Codes, StoredColours, tone_table
from eegview.readers.video.colour.tones import Tones, shown

HLG = StoredColours(Tones.HLG, Gamut.BT2020, "bt2020", False, 10)
PQ = StoredColours(Tones.PQ, Gamut.BT2020, "bt2020", False, 10)
KINDS = [
    HLG,
    PQ,
    StoredColours(Tones.SDR, Gamut.P3, "bt709", False, 8),
    StoredColours(Tones.HLG, Gamut.P3, "bt709", True, 10),
]
SHARES = {"bt709": (0.2126, 0.0722), "bt2020": (0.2627, 0.0593)}


def coded(rgb: np.ndarray, kind: StoredColours) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the nearest codes of luma and both chroma of colours, (n, 3) from 0 to 1."""
    of_red, of_blue = SHARES[kind.matrix]
    luma = rgb @ (of_red, 1 - of_red - of_blue, of_blue)
    n = 1 << kind.n_bits
    first, range_, chroma = (0, n - 1, n - 1) if kind.is_full_range else (n // 16, 219 * n / 256, 224 * n / 256)
    blue, red = (rgb[:, 2] - luma) / (2 - 2 * of_blue), (rgb[:, 0] - luma) / (2 - 2 * of_red)
    y, cb, cr = luma * range_ + first, blue * chroma + n // 2, red * chroma + n // 2
    return np.rint(y).astype(int), np.rint(cb).astype(int), np.rint(cr).astype(int)


def meant(codes: tuple[np.ndarray, np.ndarray, np.ndarray], kind: StoredColours) -> np.ndarray:
    """Return what a screen is given for codes by the definition, (n, 3) from 0 to 255."""
    of_red, of_blue = SHARES[kind.matrix]
    n = 1 << kind.n_bits
    first, range_, chroma = (0, n - 1, n - 1) if kind.is_full_range else (n // 16, 219 * n / 256, 224 * n / 256)
    luma = (codes[0] - first) / range_
    red, blue = (
        luma + (2 - 2 * of_red) * (codes[2] - n // 2) / chroma,
        luma + (2 - 2 * of_blue) * (codes[1] - n // 2) / chroma,
    )
    green = (luma - of_red * red - of_blue * blue) / (1 - of_red - of_blue)
    return shown(np.stack((red, green, blue), axis=-1), kind.tones, kind.gamut) * 255


def _kept(codes: np.ndarray, kind: StoredColours) -> Codes:
    return codes.astype(np.uint8) if kind.n_bits == 8 else codes.astype(np.uint16)


def looked_up(codes: tuple[np.ndarray, np.ndarray, np.ndarray], kind: StoredColours) -> np.ndarray:
    """Return (n, 4, 3) what the four pixels of one chroma sample are given."""
    luma, blue, red = (_kept(one, kind)[None] for one in codes)
    pixels = tone_table(kind).rgb(luma.repeat(2, axis=0).repeat(2, axis=1), blue, red)
    return pixels.reshape(2, -1, 2, 3).transpose(1, 0, 2, 3).reshape(-1, 4, 3).astype(float)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_pixel_of_grey_is_that_of_the_definition(kind):
    grey = np.linspace(0.0, 1.0, 400)[:, None].repeat(3, axis=1)
    codes = coded(grey, kind)
    assert np.abs(looked_up(codes, kind) - meant(codes, kind)[:, None]).max() < 1.5


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_four_pixels_of_one_chroma_sample_are_right_together(kind):
    rng = np.random.default_rng(5)
    muted = np.clip(rng.uniform(0.15, 0.7, (2000, 1)) + rng.normal(0, 0.04, (2000, 3)), 0, 1)
    codes = coded(muted, kind)
    errors = np.abs(looked_up(codes, kind).mean(axis=1) - meant(codes, kind)).max(axis=1)
    assert np.median(errors) < 1.0
    assert np.percentile(errors, 90) < 2.5


@pytest.mark.parametrize(("height_px", "width_px"), [(1, 1), (2, 2), (63, 5), (64, 7), (65, 128), (257, 3)])
def test_pictures_of_any_size_are_whole(height_px, width_px):
    grey = np.full((height_px, width_px), 500, np.uint16)
    chroma = np.full((-(-height_px // 2), -(-width_px // 2)), 512, np.uint16)
    pixels = tone_table(HLG).rgb(grey, chroma, chroma)
    assert pixels.shape == (height_px, width_px, 3)
    assert (pixels == pixels[0, 0]).all()


def test_codes_that_no_film_has_are_shown_as_the_last():
    wild = np.full((2, 2), 65535, np.uint16)
    assert tone_table(HLG).rgb(wild, wild[:1, :1], wild[:1, :1]).shape == (2, 2, 3)
