"""How a home clip is filmed: what holds the camera, and what happens in the room."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class HomeFilming:
    """The conditions of one clip; sizes are shares of ordinary ones.

    name : of the condition
    shake : sway, tremor and new aims of the hand; 0 = the phone stands somewhere
    zoom : how often and how far it is zoomed in and out
    depth : how much more the infant is shifted by the hand than the room behind, as a share; a nearer thing moves more
    light : exposure that hunts, a lamp that is switched, a shadow that passes
    person : a second person who passes and leans in
    focus : focus that is lost and found again
    darkness : a room with little light: the picture is darker and full of noise
    jitter_s : how far frame times are off an even rate; a frame in forty is left out as well; 0 = even
    """

    name: str = "hand"
    shake: float = 1.0
    zoom: float = 0.0
    depth: float = 0.12
    light: float = 0.0
    person: float = 0.0
    focus: float = 0.0
    darkness: float = 0.0
    jitter_s: float = 0.004


HAND = HomeFilming()
STANDING = replace(HAND, name="standing", shake=0.0)
UNSTEADY = replace(HAND, name="unsteady", shake=2.0, zoom=1.0)
LIGHT = replace(HAND, name="light", light=1.0)
PERSON = replace(HAND, name="person", person=1.0)
FOCUS = replace(HAND, name="focus", focus=1.0)
HUNTING = replace(HAND, name="hunting", focus=1.0, zoom=1.0)
DARK = replace(HAND, name="dark", darkness=1.0)
CONDITIONS = (STANDING, HAND, UNSTEADY, LIGHT, PERSON, FOCUS, HUNTING, DARK)
