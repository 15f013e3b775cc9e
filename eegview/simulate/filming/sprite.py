"""Parts of a drawn picture with soft edges, laid over each other as video luma and chroma."""

from dataclasses import dataclass

import numpy as np

from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX

SKIN, SKIN_EDGE = (214, 170, 146, 255), (150, 108, 88, 255)
CLOTHES, CLOTHES_EDGE = (150, 178, 196, 255), (96, 122, 142, 255)
SCALE = 2  # sprites are drawn this many times larger


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """A picture in YUV 4:2:0: luma (360, 480), two chroma planes (180, 240), uint8."""

    luma: np.ndarray
    blue: np.ndarray
    red: np.ndarray

    def copy(self) -> "Planes":
        return Planes(self.luma.copy(), self.blue.copy(), self.red.copy())


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A part with soft edges at its place: for each plane rows, columns, what stays below (0-256) and what is added."""

    parts: tuple[tuple[slice, slice, np.ndarray, np.ndarray], ...]

    def put_on(self, planes: Planes, right_px: int = 0, down_px: int = 0) -> None:
        """Lay it over a picture, moved by an even number of pixels; what falls outside is cut off."""
        for plane, (rows, columns, below, added) in zip(
            (planes.luma, planes.blue, planes.red), self.parts, strict=True
        ):
            if right_px or down_px:
                factor = HEIGHT_PX // plane.shape[0]
                rows, own_rows = _moved(rows, down_px // factor, plane.shape[0])
                columns, own_columns = _moved(columns, right_px // factor, plane.shape[1])
                below, added = below[own_rows, own_columns], added[own_rows, own_columns]
            area = plane[rows, columns]
            area[:] = (area * below + added) >> 8


def _moved(where: slice, by: int, size: int) -> tuple[slice, slice]:
    """Return where a part lies once it is moved, within the picture, and which part of it that is."""
    first, stop = min(max(where.start + by, 0), size), min(max(where.stop + by, 0), size)
    return slice(first, stop), slice(first - where.start - by, stop - where.start - by)


def to_yuv(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Convert (h, w, 3) float RGB 0-255 to studio-range BT.601 luma and chroma."""
    red, green, blue = (rgb[..., channel] / 255 for channel in range(3))
    luma = 16 + 65.481 * red + 128.553 * green + 24.966 * blue
    return luma, 128 - 37.797 * red - 74.203 * green + 112 * blue, 128 + 112 * red - 93.786 * green - 18.214 * blue


def halved(plane: np.ndarray) -> np.ndarray:
    """Return a plane at half its size, by the mean of four."""
    return plane.reshape(plane.shape[0] // 2, 2, plane.shape[1] // 2, 2).mean(axis=(1, 3))


def made_sprite(image) -> Sprite:
    """Cut what is painted out of a whole transparent picture (drawn at double size)."""
    from PIL import Image

    step = 2 * SCALE  # whole chroma pixels
    left, top, right, bottom = image.getbbox()
    left, top, right, bottom = left // step * 2, top // step * 2, -(-right // step) * 2, -(-bottom // step) * 2
    area = image.crop((left * SCALE, top * SCALE, right * SCALE, bottom * SCALE))
    cut = np.asarray(area.resize((right - left, bottom - top), Image.Resampling.BOX), dtype=np.float32)
    alpha = cut[..., 3] / 255
    parts = []
    for number, plane in enumerate(to_yuv(cut[..., :3])):
        factor = 1 if number == 0 else 2
        weight, value = (alpha, plane * alpha) if number == 0 else (halved(alpha), halved(plane * alpha))
        rows, columns = slice(top // factor, bottom // factor), slice(left // factor, right // factor)
        below = np.rint(256 * (1 - weight)).astype(np.uint16)
        parts.append((rows, columns, below, np.rint(256 * value).astype(np.uint16)))
    return Sprite(tuple(parts))


def canvas():
    """Return a transparent picture at `SCALE` times the size, and what draws on it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (WIDTH_PX * SCALE, HEIGHT_PX * SCALE), (*SKIN[:3], 0))
    return image, ImageDraw.Draw(image)


def draw_limb(draw, points: list[tuple[float, float]], width: float, fill: tuple, edge: tuple) -> None:
    """Draw joined segments with round ends and a darker edge."""
    for extra, colour in ((2.0, edge), (0.0, fill)):
        half = (width / 2 + extra) * SCALE
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        draw.line(scaled, fill=colour, width=round(2 * half), joint="curve")
        for x, y in scaled:
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)


def towards(start: tuple[float, float], length: float, angle_deg: float) -> tuple[float, float]:
    """Return the point this far away; 0° is down the picture, 90° outwards to the right."""
    angle = np.radians(angle_deg)
    return start[0] + length * float(np.sin(angle)), start[1] + length * float(np.cos(angle))
