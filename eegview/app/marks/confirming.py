"""Confirm a mark on video: what is stored with it, when that is refused, and how it is retracted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap
from eegview.model.sync import REFUSE_ABOVE_MS, WARN_ABOVE_MS, SyncLevel

if TYPE_CHECKING:
    from eegview.app.video.clip_sync import ClipSync

CONFIRMED = "video_confirmed"
CONFIRMATION_NAMES = (CONFIRMED, "video_file", "video_frame_s", "video_residual_ms", "video_sync")


class SyncUnsure(UsageError):
    """Nothing can be confirmed before video and EEG are matched better.

    match : shows where that is done; None where nobody can
    """

    match: Callable[[], None] | None = None


def is_confirmed(mark: Annotation) -> bool:
    """Check whether a mark was confirmed on video."""
    return mark.attribute(CONFIRMED) == "yes"


def confirmed(mark: Annotation, frame_s: float, state: ClipSync) -> Annotation:
    """Return the mark with what was seen.

    frame_s : PTS of the frame that was shown, in the video's own time

    Raises
    ------
    SyncUnsure : the video's time is not sure enough here
    """
    seen_s = state.sync.to_recording_s(frame_s)
    error_ms = state.error_ms(seen_s)
    if error_ms is None:
        raise SyncUnsure(
            "The sync of this video has not been verified, so nothing can be confirmed on it yet.",
            "Pair a moment visible in both: Video → Match video and EEG.",
        )
    if state.level_at(seen_s) is SyncLevel.REFUSE:
        raise SyncUnsure(
            f"Video and EEG may be {error_ms:.0f} ms apart here, more than the {REFUSE_ABOVE_MS:.0f} ms allowed.",
            "Pair a moment near this mark: Video → Match video and EEG.",
        )
    stored = {
        CONFIRMED: "yes",
        "video_file": state.fingerprint,
        "video_frame_s": f"{frame_s:.6f}",
        "video_residual_ms": f"{error_ms:.1f}",
        "video_sync": map_text(state.sync),
    }
    return replace(mark, attributes=tuple(sorted({**dict(mark.attributes), **stored}.items())))


def retracted(mark: Annotation) -> Annotation:
    """Return the mark as if it had never been confirmed."""
    return replace(mark, attributes=tuple(pair for pair in mark.attributes if pair[0] not in CONFIRMATION_NAMES))


def map_text(sync: SyncMap) -> str:
    """Return a map in one line: `EEG = 12.400 s + video × (1 + 23.1 ppm), 3 anchors`."""
    return f"EEG = {sync.offset_s:.4f} s + video × (1 {sync.drift_ppm:+.3f} ppm), {sync.source}"


def confirmation_text(mark: Annotation) -> str:
    """Return the form's text about a confirmed mark, "" for another."""
    if not is_confirmed(mark):
        return ""
    held = dict(mark.attributes)
    try:
        error_ms, frame_s = float(held["video_residual_ms"]), float(held["video_frame_s"])
    except (KeyError, ValueError):  # from another program's file
        return "Confirmed on video"
    warning = f", above {WARN_ABOVE_MS:.0f} ms" if error_ms > WARN_ABOVE_MS else ""
    return f"Confirmed on video: frame {frame_s:.3f} s, sync ±{error_ms:.0f} ms{warning}"
