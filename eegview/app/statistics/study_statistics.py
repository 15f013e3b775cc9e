"""The statistics of a study, as others read them: its spasms and its coverage, from one counted layer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eegview.app.review.coverage import ReviewedTime
from eegview.app.statistics.counted_layer import spasm_marks_by_layer
from eegview.app.statistics.study_coverage import StudyCoverage, study_coverage
from eegview.app.statistics.video_coverage import CoveredVideo
from eegview.app.trends.table import TrendTable
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.stages import staging_layer
from eegview.clinical.statistics.spasm_statistics import WITHIN_WAKING_MIN, SpasmStatistics, spasm_statistics
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class StudyStatistics:
    """The figures of one study.

    layer : whose marks are counted
    not_counted : other layers that hold marks of spasms, with how many; a report says so
    """

    fingerprint: str
    layer: str
    spasms: SpasmStatistics
    coverage: StudyCoverage
    not_counted: Mapping[str, int]


def study_statistics(
    recording: Recording,
    marks: Iterable[Annotation],
    layer: str,
    vocabulary: Vocabulary,
    rule: ClusterRule | None = None,
    reviewed: Mapping[str, ReviewedTime] | None = None,
    videos: Iterable[CoveredVideo] | None = None,
    trends: TrendTable | None = None,
    same_event: SameEventRule | None = None,
    within_waking_min: float = WITHIN_WAKING_MIN,
) -> StudyStatistics:
    """Return the statistics of a study; the same data always give the same figures, in whatever order they come.

    Parameters
    ----------
    marks : of all layers, records too; those that may not be seen are left out by whoever asks
    layer : the counted one, see `counted_layer` and `ReviewLayers.counted`
    reviewed : who reviewed what, see `read_reviewed`; None = not known
    videos : see `covered_videos`; None = nobody looked
    trends : for the share of artifact
    """
    clinical = [mark for mark in marks if is_clinical(mark)]
    stages_layer = staging_layer(clinical, layer)
    staged = [mark for mark in clinical if mark.layer == (stages_layer or layer)]
    n_marks = sum(mark.layer == layer for mark in clinical)
    coverage = study_coverage(
        recording.segments, layer, staged, stages_layer, reviewed or {}, videos, trends, n_marks, recording.is_film
    )
    spasms = spasm_statistics(
        clinical, layer, recording.segments, vocabulary, rule, same_event, coverage.reviewed, within_waking_min, staged
    )
    if recording.is_film:
        spasms = _without_rates(spasms)
    others = {name: n for name, n in spasm_marks_by_layer(clinical).items() if name != layer}
    return StudyStatistics(recording.fingerprint, layer, spasms, coverage, others)


def _without_rates(spasms: SpasmStatistics) -> SpasmStatistics:
    """Return the statistics of a film without rates: it was filmed because something happened."""
    by_state = tuple(replace(row, rate=None) for row in spasms.by_state)
    return replace(spasms, per_hour_recorded=None, per_hour_reviewed=None, sure=None, by_state=by_state)
