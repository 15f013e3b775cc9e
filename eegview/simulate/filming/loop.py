"""Short drawn loops of one movement: an infant on a bed, drawn in code, for comparison side by side.

The movements are caricatures made by hand after published descriptions (`resources/mimics`): they show order, speed and
length, and no child was filmed for them. Each picture says DRAWN.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from eegview.simulate.filming.figure import arm, head, leg, trunk
from eegview.simulate.filming.sprite import Planes, halved, to_yuv
from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX

RATE_HZ = 25
STEPS = 16  # a limb moves in sixteenths
_TOP, _BOTTOM, _LEFT, _RIGHT = 26, 322, 84, 396  # the bed within the simulator's picture, in pixels
SIZE_PX = (_RIGHT - _LEFT, _BOTTOM - _TOP)

Levels = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]  # (height_px, width_px, 3), RGB


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLoop:
    """Pictures of one movement, to be played over and over.

    pictures : each different one once, read-only
    order : (n_frames,) which of them stands at each time, `RATE_HZ` a second
    level : (n_frames,) float64, how far the body is from rest, 0-1
    onset_s, stop_s : when the movement begins and ends within the loop
    """

    pictures: tuple[Picture, ...]
    order: npt.NDArray[np.int32]
    level: Levels
    onset_s: float
    stop_s: float

    @property
    def n_frames(self) -> int:
        return len(self.order)

    @property
    def duration_s(self) -> float:
        return self.n_frames / RATE_HZ

    def picture(self, frame: int) -> Picture:
        """Return the picture of a frame; the loop goes on from its start."""
        return self.pictures[self.order[frame % self.n_frames]]

    @property
    def typical_frame(self) -> int:
        """The frame in which the body is farthest from rest."""
        return int(np.argmax(self.level))


@dataclass(slots=True, eq=False)
class _Body:
    """The joints at each time; limbs: -1 stretched out … 0 at rest … 1 drawn in."""

    since_s: Levels  # from the movement's onset
    arms: npt.NDArray[np.float64]  # (n, 2) left, right
    legs: npt.NDArray[np.float64]
    nod: Levels  # + forward, -1…1
    head_px: Levels  # aside, to the right of the picture; trunk and legs, too
    trunk_px: Levels
    legs_px: Levels
    is_awake: npt.NDArray[np.bool_]
    mouth_is_open: npt.NDArray[np.bool_]


def draw_loop(movement: str, lead_s: float = 1.0) -> DrawnLoop:
    """Draw the loop of a movement.

    movement : one of `MOVEMENTS`
    lead_s : how long the infant lies still before the movement, and after it

    Raises
    ------
    ValueError : there is no such movement
    """
    joints, level = _posed(movement, lead_s)
    unique, order = np.unique(joints, axis=0, return_inverse=True)
    pictures = tuple(map(_drawn, unique))
    stop_s = len(joints) / RATE_HZ - lead_s
    return DrawnLoop(pictures, order.reshape(-1).astype(np.int32), level, lead_s, stop_s)


def draw_still(movement: str) -> Picture:
    """Draw the one picture of a movement in which the body is farthest from rest.

    Raises
    ------
    ValueError : there is no such movement
    """
    joints, level = _posed(movement, 0.0)
    return _drawn(joints[int(np.argmax(level))])


def _posed(movement: str, lead_s: float) -> tuple[npt.NDArray[np.int16], Levels]:
    """Return the joints at each time, see `_stepped`, and how far the body is from rest."""
    found = _MOVES.get(movement)
    if found is None:
        raise ValueError(f"no drawn movement is called {movement}")
    move, length_s = found
    times_s = np.arange(round((lead_s + length_s + lead_s) * RATE_HZ)) / RATE_HZ
    body = _resting(times_s - lead_s)
    move(body)
    return _stepped(body, times_s), _distance(body)


# movements


def _resting(since_s: Levels) -> _Body:
    """Return a body that lies still, awake."""
    n = len(since_s)
    return _Body(
        since_s,
        arms=np.zeros((n, 2)),
        legs=np.zeros((n, 2)),
        nod=np.zeros(n),
        head_px=np.zeros(n),
        trunk_px=np.zeros(n),
        legs_px=np.zeros(n),
        is_awake=np.ones(n, dtype=bool),
        mouth_is_open=np.zeros(n, dtype=bool),
    )


def _pulse(since_s: Levels, rise_s: float, hold_s: float, fall_s: float) -> Levels:
    """Return a movement 0-1 that begins at 0, with soft ends."""
    up, down = np.clip(since_s / rise_s, 0, 1), np.clip((rise_s + hold_s + fall_s - since_s) / fall_s, 0, 1)
    level = np.minimum(up, down)
    return level * level * (3 - 2 * level)


def _spasms(body: _Body) -> None:
    """Move as in three spasms of a series: a quick contraction, held for a moment, let go slowly; then a pause."""
    for onset_s, force in ((0.0, 0.8), (5.0, 1.0), (10.0, 0.85)):
        pulse = force * _pulse(body.since_s - onset_s, 0.2, 0.5, 0.8)
        body.arms += pulse[:, None] * (0.95, 0.95)
        body.legs += pulse[:, None] * (0.9, 0.9)
        body.nod += pulse


def _sleep_spasms(body: _Body) -> None:
    """Move as in spasms, with closed eyes."""
    _spasms(body)
    body.is_awake[:] = False


def _startle(body: _Body) -> None:
    """Draw everything in with one jerk, and be at rest again at once."""
    pulse = _pulse(body.since_s, 0.08, 0.1, 0.35)
    body.arms += 0.8 * pulse[:, None]
    body.legs += 0.5 * pulse[:, None]
    body.nod += 0.4 * pulse
    body.mouth_is_open |= (body.since_s > 0.7) & (body.since_s < 2.2)


def _moro(body: _Body) -> None:
    """Fling the arms apart, then bring them together slowly as if to embrace, then cry."""
    apart, together = _pulse(body.since_s, 0.16, 0.3, 0.5), _pulse(body.since_s - 0.7, 0.8, 0.5, 1.0)
    body.arms += -1.0 * apart[:, None] + 0.85 * together[:, None]
    body.legs += -0.5 * apart[:, None] + 0.3 * together[:, None]
    body.nod -= 0.6 * apart
    body.mouth_is_open |= (body.since_s > 1.4) & (body.since_s < 3.2)


def _sleep_jerks(body: _Body) -> None:
    """Jerk one arm, the other, or both for a tenth of a second, irregularly, with closed eyes."""
    body.is_awake[:] = False
    jerks = ((0.0, 1, 0), (0.5, 1, 1), (1.3, 0, 1), (1.7, 0, 1), (2.6, 1, 1), (3.1, 1, 0), (3.5, 1, 1), (4.6, 0, 1))
    for onset_s, left, right in jerks:
        pulse = _pulse(body.since_s - onset_s, 0.06, 0.02, 0.1)
        body.arms += 0.6 * pulse[:, None] * (left, right)
        body.legs += 0.15 * pulse[:, None] * (right, left)


def _shudder(body: _Body) -> None:
    """Shake head and shoulders in a fast small tremor with stiff arms, awake."""
    inside = _pulse(body.since_s, 0.25, 3.0, 0.4)
    tremor = inside * np.sin(2 * np.pi * 6.25 * body.since_s + 0.4)
    body.arms += (0.25 * inside + 0.16 * tremor)[:, None]
    body.head_px += 3.2 * tremor
    body.trunk_px += 1.4 * tremor
    body.nod += 0.25 * inside


def _reflux(body: _Body) -> None:
    """Arch slowly, head back and to one side, hold it, and give it up slowly with discomfort."""
    held = _pulse(body.since_s, 1.6, 5.0, 2.4)
    body.nod -= held
    body.head_px += 15 * held
    body.trunk_px -= 5 * held
    body.legs_px -= 11 * held
    body.arms += held[:, None] * (-0.25, 0.45)
    body.legs -= 0.75 * held[:, None]
    restless = held * np.sin(2 * np.pi * 0.45 * body.since_s)
    body.arms += restless[:, None] * (0.14, -0.1)
    body.mouth_is_open |= (body.since_s > 6.2) & (body.since_s < 8.8)


def _stiffening(body: _Body) -> None:
    """Stretch all limbs, hold them for seconds, then let go."""
    held = _pulse(body.since_s, 0.7, 3.6, 1.2)
    body.arms -= 0.75 * held[:, None]
    body.legs -= 0.9 * held[:, None]
    body.nod -= 0.5 * held


_MOVES: dict[str, tuple[Callable[[_Body], None], float]] = {  # and how long each lasts, seconds
    "spasms": (_spasms, 11.5),
    "sleep_spasms": (_sleep_spasms, 11.5),
    "startle": (_startle, 2.4),
    "moro": (_moro, 3.4),
    "sleep_jerks": (_sleep_jerks, 4.8),
    "shudder": (_shudder, 3.7),
    "reflux": (_reflux, 9.0),
    "stiffening": (_stiffening, 5.5),
}
MOVEMENTS = tuple(_MOVES)


def _distance(body: _Body) -> Levels:
    """Return how far the body is from rest, 1 at its farthest."""
    parts = np.column_stack((body.arms, body.legs, body.nod, body.head_px / 10, body.legs_px / 10))
    far = np.sqrt((parts**2).mean(axis=1))
    most = float(far.max())
    return far / most if most > 0 else far


# drawing


def _stepped(body: _Body, times_s: Levels) -> npt.NDArray[np.int16]:
    """Return the joints (n_frames, 11) in the steps that the sprites are drawn in."""
    limbs = np.clip(np.rint(STEPS * np.column_stack((body.arms, body.legs))), -STEPS, STEPS)
    breaths_hz = np.where(body.is_awake, 0.6, 0.45)
    swell = np.rint(1.4 * np.sin(2 * np.pi * breaths_hz * times_s))
    places = np.rint(np.column_stack((body.head_px, body.trunk_px, body.legs_px)))
    nod = np.clip(np.rint(8 * body.nod), -4, 8)
    return np.column_stack((limbs, nod, places, swell, body.is_awake, body.mouth_is_open)).astype(np.int16)


@cache
def _bed() -> Planes:
    """Return the empty bed, with the word that says what the picture is."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (92, 94, 98))
    draw = ImageDraw.Draw(image)
    draw.rectangle((_LEFT, _TOP, _RIGHT, _BOTTOM), fill=(198, 200, 196))
    draw.rounded_rectangle((150, 40, 330, 128), 18, fill=(216, 218, 216), outline=(180, 182, 180), width=2)
    for y in range(150, 320, 34):
        draw.line((_LEFT + 8, y, _RIGHT - 8, y + 6), fill=(190, 192, 188), width=2)
    draw.text((_LEFT + 8, _TOP + 6), "DRAWN", fill=(70, 72, 76), font=ImageFont.load_default(15))
    luma, blue, red = to_yuv(np.asarray(image, dtype=np.float32))
    return Planes(*(np.rint(plane).astype(np.uint8) for plane in (luma, halved(blue), halved(red))))


def _drawn(pose: npt.NDArray[np.int16]) -> Picture:
    """Return the picture of one row of `_stepped`."""
    left_arm, right_arm, left_leg, right_leg, nod, head_px, trunk_px, legs_px, swell, is_awake, mouth = map(int, pose)
    planes = _bed().copy()
    for part in (
        *(leg(left_leg, 1, legs_px), leg(right_leg, -1, legs_px), trunk(swell, trunk_px)),
        *(arm(left_arm, 1, trunk_px), arm(right_arm, -1, trunk_px), head(nod, mouth, is_awake, head_px)),
    ):
        part.put_on(planes)
    return _rgb(planes)


def _rgb(planes: Planes) -> Picture:
    """Return the bed's part of a picture in RGB, from studio-range BT.601."""
    luma = 1.164384 * (planes.luma[_TOP:_BOTTOM, _LEFT:_RIGHT].astype(np.float32) - 16)
    half = slice(_TOP // 2, _BOTTOM // 2), slice(_LEFT // 2, _RIGHT // 2)
    halves = (plane[half].astype(np.float32) - 128 for plane in (planes.blue, planes.red))
    blue, red = (np.repeat(np.repeat(plane, 2, 0), 2, 1) for plane in halves)
    rgb = np.stack((luma + 1.596027 * red, luma - 0.391762 * blue - 0.812968 * red, luma + 2.017232 * blue), axis=-1)
    picture = np.clip(np.rint(rgb), 0, 255).astype(np.uint8)
    picture.flags.writeable = False
    return picture
