"""The place of one video file in time: its source, its uncertainty, and how a reviewer's act changes it.

Values in, values out: storing is the review's part, showing the window's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.dsp.sync.fit import fit_anchors
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor, SyncFit, SyncLevel, level_of, sync_mark_for, sync_of

BY_HAND = "set by hand"


@dataclass(frozen=True, slots=True)
class ClipSync:
    """The state of one video file, or one part of it, in one recording.

    path : the clip's key, see `model.film.video.clip_key`
    fingerprint : of the video's content
    sync : in force
    anchors : as stored
    fit : the line through the anchors, None without any or where they do not make one
    layer : whose it is, "" while nobody has set anything and the first guess holds
    """

    path: str
    fingerprint: str
    sync: SyncMap
    anchors: tuple[Anchor, ...] = ()
    fit: SyncFit | None = None
    layer: str = ""

    @property
    def residuals_ms(self) -> tuple[float, ...]:
        """Return for each anchor its EEG time minus what the map in force says (ms)."""
        return tuple((a.eeg_s - self.sync.to_recording_s(a.video_s)) * 1000 for a in self.anchors)

    @property
    def outliers(self) -> tuple[int, ...]:
        return self.fit.outliers if self.fit is not None else ()

    @property
    def worst_residual_ms(self) -> float | None:
        """Return the largest residual (ms, without sign) among the anchors that count; None where there is none."""
        sizes = [abs(r) for number, r in enumerate(self.residuals_ms) if number not in self.outliers]
        return max(sizes, default=0.0 if self.sync.is_timeline else None)

    def uncertainty_s(self, recording_s: float) -> float | None:
        """Return half the width (s) of the ~95 % band at a recording time; None while nothing was paired."""
        if self.fit is None:
            return 0.0 if self.sync.is_timeline else None
        off_s = abs(self.sync.to_video_s(recording_s) - self.fit.sync.to_video_s(recording_s))  # nudged by hand since
        return self.fit.uncertainty_s(recording_s) + off_s

    def level_at(self, recording_s: float) -> SyncLevel:
        """Return the level of trust at this time: the worse of the residuals' and of the band's."""
        band_s, worst_ms = self.uncertainty_s(recording_s), self.worst_residual_ms
        if band_s is None or worst_ms is None:
            return SyncLevel.UNKNOWN
        return level_of(max(worst_ms, band_s * 1000))

    def error_ms(self, recording_s: float) -> float | None:
        """Return how far picture and EEG may be apart at this time (ms); None while nothing was paired."""
        band_s, worst_ms = self.uncertainty_s(recording_s), self.worst_residual_ms
        return None if band_s is None or worst_ms is None else max(worst_ms, band_s * 1000)


def clip_sync(
    path: str, fingerprint: str, first_guess: SyncMap, marks: Sequence[Annotation], layer: str
) -> tuple[ClipSync, EegViewError | None]:
    """Return a clip's sync from the stored marks, else from the first guess; and why a stored one cannot be used."""
    try:
        mark = sync_mark_for(marks, fingerprint, layer)
        if mark is None:
            return ClipSync(path, fingerprint, first_guess), None
        sync, anchors = sync_of(mark)
    except EegViewError as error:
        return ClipSync(path, fingerprint, first_guess), error
    try:
        fit = fit_anchors(anchors) if anchors else None
    except EegViewError:
        fit = None  # anchors that fit no line say nothing of how sure the map is: its level stays unknown
    return ClipSync(path, fingerprint, sync, anchors, fit, mark.layer), None


def with_anchor(state: ClipSync, anchor: Anchor) -> tuple[SyncMap, tuple[Anchor, ...]]:
    """Return map and anchors once `anchor` is added.

    Raises
    ------
    UsageError : the anchors then fit no line
    """
    anchors = (*state.anchors, anchor)
    return fit_anchors(anchors).sync, anchors


def without_anchor(state: ClipSync, number: int, first_guess: SyncMap) -> tuple[SyncMap, tuple[Anchor, ...]]:
    """Return map and anchors once anchor `number` (0-based) is gone; without any the first guess holds again.

    Raises
    ------
    UsageError : those that are left fit no line
    """
    anchors = tuple(a for i, a in enumerate(state.anchors) if i != number)
    return (fit_anchors(anchors).sync if anchors else first_guess), anchors


def shifted(state: ClipSync, by_s: float) -> tuple[SyncMap, tuple[Anchor, ...]]:
    """Return the map moved later (positive) in the recording by hand; the anchors stay as they are."""
    sync = state.sync
    return SyncMap(sync.offset_s + by_s, sync.drift_ppm, BY_HAND), state.anchors


def level_text(state: ClipSync, recording_s: float) -> str:
    """Return a text on how far to trust the picture's time."""
    error_ms = state.error_ms(recording_s)
    level = state.level_at(recording_s)
    if error_ms is None:
        return "sync not verified"
    size = f"±{max(error_ms, 1):.0f} ms" if error_ms < 1000 else f"±{error_ms / 1000:.1f} s"
    text = {
        SyncLevel.OK: f"synced, {size}",
        SyncLevel.WARN: f"check sync: {size}, above 100 ms",
        SyncLevel.REFUSE: f"sync uncertainty {size} (limit for video confirmation: 250 ms)",
    }
    return text[level]


def source_text(sync: SyncMap) -> str:
    """Return a text on where a map comes from and how sure that is."""
    sureness = (
        ("side file", "accuracy unknown"),
        ("local time in the file", "exact to a second, if the clocks agreed"),
        ("time in the file name", "often a second off"),
        ("file times", "often seconds off, sometimes hours"),
        (BY_HAND, "accuracy not stated"),
    )
    none, colon, what = sync.source.partition(": ")
    if none == "none" and colon:
        return f"unknown, {what}"
    text = next((how for source, how in sureness if sync.source.startswith(source)), "")
    return f"{sync.source} ({text})" if text else sync.source
