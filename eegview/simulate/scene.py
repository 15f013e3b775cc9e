"""What happens around the infant that only the camera sees: care, a blanket, light, the camera itself."""

from dataclasses import dataclass

from eegview.model.span import Span

CARE, LIFTED, BLANKET = "caregiver", "lifted", "blanket"
LAMP_OFF, INFRARED, EXPOSURE, FLICKER, SHADOW = "lamp_off", "infrared", "exposure", "flicker", "shadow"
CAMERA_MOVED = "camera_moved"
LIGHT = (LAMP_OFF, INFRARED, EXPOSURE, FLICKER, SHADOW)


@dataclass(frozen=True, slots=True)
class SceneEvent:
    """One thing that the film shows and the EEG does not.

    index : number of the event; what it looks like is drawn from it
    span : of `CAMERA_MOVED` the move itself, after which the camera stays where it is
    strength : about 1, scales it
    """

    index: int
    span: Span
    kind: str
    strength: float
