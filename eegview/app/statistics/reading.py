"""Gather what the statistics of a study need, without a window: marks, reviewed time, videos, trends in the cache."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.app.resources import data_folder
from eegview.app.review.coverage_file import read_reviewed
from eegview.app.statistics.counted_layer import counted_layer
from eegview.app.statistics.study_statistics import StudyStatistics, study_statistics
from eegview.app.statistics.video_coverage import CoveredVideo, covered_videos
from eegview.app.study.local_places import local_places
from eegview.app.study.videos import find_study_videos
from eegview.app.sync.syncing import placed_videos
from eegview.app.trends.table import TrendTable
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.statistics.spasm_statistics import WITHIN_WAKING_MIN
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.model.study.bad_channels import bad_channels
from eegview.model.study.video import VideoPlace, study_videos
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class StatisticsRead:
    """The statistics of a study, and sentences on what could not be read for them."""

    statistics: StudyStatistics
    problems: tuple[str, ...] = ()


def read_statistics(
    source: SignalSource,
    marks: Sequence[Annotation],
    reviewer: str,
    vocabulary: Vocabulary,
    places: Iterable[VideoPlace] = (),
    layer: str = "",
    rule: ClusterRule | None = None,
    same_event: SameEventRule | None = None,
    opens_videos: bool = True,
    within_waking_min: float = WITHIN_WAKING_MIN,
) -> StatisticsRead:
    """Return the statistics of an open recording.

    Parameters
    ----------
    marks : all that the library holds of it and the reviewer may see, records too
    places : where the library found its videos
    layer : the counted one; "" = see `counted_layer`
    opens_videos : a video is read to its end at the first time, which may take a minute an hour of it
    """
    recording = source.recording
    reviewed = read_reviewed(recording.reviewed_id)
    problems = [issue.message for issue in reviewed.issues]
    videos, refused = _videos(source, marks, reviewer, places) if opens_videos else (None, [])
    statistics = study_statistics(
        recording,
        marks,
        layer or counted_layer(marks, reviewer),
        vocabulary,
        rule,
        reviewed.by_reviewer,
        videos,
        kept_trends(source, marks),
        same_event,
        within_waking_min,
    )
    return StatisticsRead(statistics, (*problems, *refused))


def kept_trends(source: SignalSource, marks: Iterable[Annotation]) -> TrendTable | None:
    """Return the trends of a recording that were computed before, as far as they go; None where there are none."""
    from eegview.app.trends.cache import TrendCache, last_written_ns, trends_key
    from eegview.app.trends.plan import plan_trends

    recording = source.recording
    plan = plan_trends(recording, frozenset(bad_channels(marks)))
    key = trends_key(recording, plan, last_written_ns(source))
    found = TrendCache().load(key, plan, recording.duration_s)
    if found is None:
        return None
    values, computed = found
    return TrendTable(
        recording.duration_s, plan.columns, plan.missing, computed, plan.parameters, plan.parameters_id,
        plan.rows.labels, tuple(row.why for row in plan.rows.left_out), values.arrays(),
    )  # fmt: skip


def _videos(
    source: SignalSource, marks: Sequence[Annotation], reviewer: str, places: Iterable[VideoPlace]
) -> tuple[tuple[CoveredVideo, ...], list[str]]:
    """Return the clips of a study, and a sentence for each video that is missing or cannot be read."""
    from eegview.model.recording import paths_of
    from eegview.readers.companion_files import companion_videos

    paths = paths_of(source)
    beside = list(dict.fromkeys(video for path in paths for video in companion_videos(path)))
    found = find_study_videos(paths[0], beside, study_videos(marks), (*places, *local_places(data_folder())))
    problems = [one.text for one in found.missing]
    clips: list[CoveredVideo] = []
    for path in found.paths.values():
        try:
            clips += covered_videos(placed_videos([path], source.recording, marks, reviewer))
        except EegViewError as error:
            problems.append(f"A video of the study counts as none: {error.sentence}")
    return tuple(clips), problems
