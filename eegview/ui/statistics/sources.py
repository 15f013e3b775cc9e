"""Parts of the window that know something of what the statistics are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.app.review.clusters import Clusters
from eegview.app.trends.table import TrendTable
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.sync.controller import SyncController
from eegview.ui.video.controller import VideoController
from eegview.ui.video.movement_controller import MovementController

if TYPE_CHECKING:
    from eegview.app.statistics.video_coverage import CoveredVideo


@dataclass(frozen=True, slots=True)
class StatisticsSources:
    """What the assembly hands over.

    trends : returns the table of trends as far as it is computed
    """

    clusters: Clusters
    reviewed: ReviewedController
    movement: MovementController
    video: VideoController
    sync: SyncController
    trends: Callable[[], TrendTable | None]

    def videos(self) -> "Callable[[], tuple[CoveredVideo, ...]]":
        """Return what works out where video and EEG are matched; it may run on another thread."""
        from eegview.app.statistics.video_coverage import covered_video  # late: the window opens without it

        clips, states = self.video.footage.clips, dict(self.sync.clips.states)

        def covered() -> "tuple[CoveredVideo, ...]":
            found: list[CoveredVideo] = []
            for clip in clips:
                state = states.get(clip.key)
                if state is not None:
                    found.append(covered_video(clip.span, state.level_at, state.sync.is_known))
            return tuple(found)

        return covered
