"""How a study's videos were filmed, and what is said of a trace from which the camera's own motion was taken off."""

from collections.abc import Iterable

import numpy as np

from eegview.model.issue import Issue
from eegview.model.movement import CameraHold, CameraLook, Filming, MovementTrace
from eegview.model.recording import Recording
from eegview.model.text.language import tr

_WORTH_TELLING = 0.05  # of the pictures without a value
_FEWEST = 10  # values that say something of how the camera moved


def filming_of(recording: Recording, path: str) -> Filming:
    """Return how a video was filmed: a clip of a study without EEG in the hand; beside an EEG either is possible.

    A ward's camera stands, a phone beside the bed is held: which of both it was is found out by its own motion.
    """
    if recording.is_film and any(clip.path == path for clip in recording.clips):
        return Filming(CameraHold.HAND)
    return Filming(CameraHold.UNKNOWN)


def camera_text(trace: MovementTrace) -> str:
    """Return what was done about the camera's own motion, with its figures; "" where nothing was."""
    found = _look_text(trace.look)
    return " ".join(filter(None, (found, _shake_text(trace))))


def _look_text(look: CameraLook | None) -> str:
    """Return what was found to hold the camera; "" where that was known."""
    if look is None:
        return ""
    if look.speed_pct_s is None:
        return tr("Measured as a fixed camera: too little stands still in the frame to say whether it was held.")
    if look.hold is CameraHold.HAND:
        return tr(
            "Measured as a hand-held camera: in {n} frames it moved {speed:.1f} % of the frame width per second "
            "(median).",
            n=look.n_frames,
            speed=look.speed_pct_s,
        )
    return tr(
        "Measured as a fixed camera: in {n} frames it moved {speed:.2f} % of the frame width per second (median).",
        n=look.n_frames,
        speed=look.speed_pct_s,
    )


def _shake_text(trace: MovementTrace) -> str:
    shake = trace.shake
    if shake is None:
        return ""
    speeds, misfits = (values[np.isfinite(values)] for values in (shake.speeds_pct_s, shake.misfits_pct))
    n_pictures = max(len(trace.values) - 1, 0)  # the first has none before it
    if len(speeds) < _FEWEST:
        if n_pictures < _FEWEST:
            return tr("Camera motion is compensated; too few frames so far to say how it moved.")
        return tr("Camera motion could not be followed: too little in the frame stands still or has contrast.")
    median, high = np.percentile(speeds, (50, 95))
    return tr(
        "Camera motion compensated (shift, turn and zoom): it moved {median:.1f} % of the frame width per second "
        "(median; 95th percentile {high:.1f} %), and still edges stay off by {off:.2f} % (median). In {lost:.1f} % of "
        "{n} frames it could not be followed; there the trace is empty.",
        median=float(median),
        high=float(high),
        off=float(np.median(misfits)),
        lost=100 * lost_share(trace),
        n=n_pictures,
    )


def camera_summary(traces: Iterable[MovementTrace]) -> tuple[str, str]:
    """Return what was done about the camera's own motion in these traces: a short text, and a long one with figures.

    Both "" where nothing was; of a camera that was found to stand, there is a long one only.
    """
    traces = tuple(traces)
    held = [trace for trace in traces if trace.shake is not None and len(trace.values) > _FEWEST]
    if not held:
        return "", " ".join(filter(None, (_look_text(trace.look) for trace in traces)))
    lost = 100 * float(np.mean([lost_share(trace) for trace in held]))
    if round(lost) == 0:
        short = tr("Movement: camera motion compensated.")
    else:
        short = tr("Movement: camera motion compensated; not followed in {lost:.0f} % of frames.", lost=lost)
    return short, " ".join(map(camera_text, held))


def lost_share(trace: MovementTrace) -> float:
    """Return the share of pictures, the first left out, in which a held camera's motion could not be followed."""
    if trace.shake is None or len(trace.values) < 2:
        return 0.0
    return float(np.mean(~np.isfinite(trace.shake.speeds_pct_s[1:])))


def camera_issues(trace: MovementTrace) -> tuple[Issue, ...]:
    """Return an issue where the camera's motion could not be followed in many pictures of a whole trace."""
    lost = lost_share(trace)
    if not trace.is_complete or lost <= _WORTH_TELLING:
        return ()
    share = f"{100 * lost:.0f} % of the frames"
    text = f"The movement trace is empty in {share}: the camera's motion could not be followed."
    return (Issue("camera_not_followed", text),)
