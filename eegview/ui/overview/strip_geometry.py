"""Where time and lanes lie on a strip of the overview."""

from dataclasses import dataclass

from eegview.model.span import Span

TRACK_GAP_PX = 2.0


@dataclass(frozen=True, slots=True)
class StripGeometry:
    """Where time and lanes lie on a strip, logical pixels.

    left_px : names of lanes stand left of it
    track_px : height of a lane
    axis_px : height of the line of clock labels beneath
    lines : height of each lane in units of `track_px`, 1 where none is given
    """

    width_px: float
    span: Span
    n_tracks: int
    left_px: float
    right_px: float
    track_px: float
    axis_px: float
    lines: tuple[float, ...] = ()

    @property
    def px_per_s(self) -> float:
        return max(self.right_px - self.left_px, 1.0) / max(self.span.duration_s, 1e-3)

    def x_of(self, time_s: float) -> float:
        return self.left_px + (time_s - self.span.start_s) * self.px_per_s

    def time_of(self, x_px: float) -> float:
        """Return the time under `x_px`, kept within the strip."""
        time_s = self.span.start_s + (x_px - self.left_px) / self.px_per_s
        return min(max(time_s, self.span.start_s), self.span.stop_s)

    def top_of(self, track: int) -> float:
        heights_px = sum(self.height_of(k) for k in range(track))
        return TRACK_GAP_PX + heights_px + track * TRACK_GAP_PX

    def height_of(self, track: int) -> float:
        """Return the height of a lane."""
        return round(self.track_px * self.lines[track]) if track < len(self.lines) else self.track_px

    @property
    def tracks_bottom_px(self) -> float:
        return self.top_of(self.n_tracks)

    @property
    def height_px(self) -> float:
        return self.tracks_bottom_px + self.axis_px
