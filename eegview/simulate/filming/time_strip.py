"""The EEG time burned into every frame as a strip of black and white blocks that a program can read.

28 blocks, most significant bit left, white = 1; the number is the frame's EEG time in whole ms (up to three days).
"""

import numpy as np

WIDTH_PX, HEIGHT_PX = 480, 360
N_BLOCKS, BLOCK_PX = 28, 16
LEFT_PX, TOP_PX, BOTTOM_PX = 16, 332, 352
BLACK, WHITE = 16, 235  # of video luma

_BITS = 1 << np.arange(N_BLOCKS - 1, -1, -1)


def paint_time_strip(luma: np.ndarray, time_ms: int) -> None:
    """Paint the strip into a (360, 480) uint8 luma plane."""
    blocks = np.where(_BITS & time_ms, WHITE, BLACK).astype(np.uint8)
    luma[TOP_PX:BOTTOM_PX, LEFT_PX : LEFT_PX + N_BLOCKS * BLOCK_PX] = np.repeat(blocks, BLOCK_PX)


def read_time_strip(rgb: np.ndarray) -> int:
    """Return the EEG time in ms that a frame of a simulated study carries.

    rgb : (360, 480, 3) uint8

    Raises
    ------
    ValueError : the picture has another size
    """
    if rgb.shape[:2] != (HEIGHT_PX, WIDTH_PX):
        raise ValueError(f"a simulated frame has {WIDTH_PX} × {HEIGHT_PX} pixels, not {rgb.shape[1]} × {rgb.shape[0]}")
    strip = rgb[TOP_PX + 4 : BOTTOM_PX - 4, LEFT_PX : LEFT_PX + N_BLOCKS * BLOCK_PX].mean(axis=(0, 2))
    inner = strip.reshape(N_BLOCKS, BLOCK_PX)[:, 4:-4].mean(axis=1)
    return int(_BITS[inner > 127].sum())
