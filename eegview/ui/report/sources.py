"""What of the window the report asks, told without loading the report."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from eegview.app.review.clusters import Clusters
from eegview.app.trends.study_trends import StudyTrends
from eegview.model.scoring.evidence import SheetKey
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.video.controller import VideoController


def nothing_open(_layer: str) -> tuple[str, ...]:
    """Return that nothing is open of the review."""
    return ()


@dataclass(slots=True)
class ReportSources:
    """Parts of the window that know something for the report.

    compute_trends : begins to compute what of the trends is not there yet
    open_items : returns what is open of the review of a layer; the window sets it once sign-off is built
    opened_epochs : returns the epochs that are opened to be scored, of which others' sheets are hidden
    """

    clusters: Clusters
    reviewed: ReviewedController
    video: VideoController
    trends: StudyTrends
    compute_trends: Callable[[], None]
    open_items: Callable[[str], tuple[str, ...]] = field(default=nothing_open)
    opened_epochs: Callable[[], Collection[SheetKey]] = field(default=frozenset)

    def has_video(self) -> bool:
        """Whether the study has video."""
        return self.video.has_video
