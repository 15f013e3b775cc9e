"""What of a study was recorded, reviewed, filmed and staged, and why it may not be enough to say “no spasms”."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.app.review.coverage import ReviewedTime
from eegview.app.statistics.absence_warnings import CoverageWarning, ReadTime, absence_warnings
from eegview.app.statistics.video_coverage import CoveredVideo
from eegview.app.trends.table import TrendTable
from eegview.app.trends.ten_seconds import ten_second_values
from eegview.clinical.coverage import SleepCoverage, coverage_of
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.stages import AROUSAL_TERM, NOT_SCORABLE, SLEEP_STAGES, SLEEP_TERM, STAGES, short_name
from eegview.clinical.statistics.time_spans import common_of, seconds_of, union_of
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.span import Span, gaps_between

REM_STAGES = ("R", "A")  # below two months active sleep stands for it
ARTIFACT_COLUMN = "artifact"
_GRID_S = 10.0


@dataclass(frozen=True, slots=True)
class ReaderCoverage:
    """What one reader reviewed, on pages short enough to be read.

    spans, spans_with_video : recorded time
    """

    reader: str
    spans: tuple[Span, ...]
    spans_with_video: tuple[Span, ...]

    @property
    def reviewed_s(self) -> float:
        return seconds_of(self.spans)

    @property
    def reviewed_with_video_s(self) -> float:
        return seconds_of(self.spans_with_video)


@dataclass(frozen=True, slots=True)
class StageTime:
    """Recorded time with one stage.

    stage : one of `STAGES`, or `NOT_SCORABLE`
    spans : where, ascending
    """

    stage: str
    label: str
    spans: tuple[Span, ...]

    @property
    def seconds(self) -> float:
        return seconds_of(self.spans)


@dataclass(frozen=True, slots=True)
class StudyCoverage:
    """What of a study was recorded, reviewed, filmed and staged; all spans are of recorded time, ascending.

    span : from recording start to the last sample
    segments, gaps : where samples exist, and what lies between
    readers : whoever reviewed on this computer, by name
    reviewed_by : those whose reviewed time counts for the counted layer: its reader; of the final layer all
    reviewed, reviewed_with_video : by them together; None where no time of them is known
    is_video_known : whether the videos were looked at; else what follows is 0 and says nothing of them
    video : where there is video of any camera whose place in time is known
    n_clips, n_unplaced : clips in all, and those whose place nothing says: they count as no video
    matched : where a mark may be confirmed on video, at most 250 ms apart; close: at most 100 ms
    stages_layer : whose sleep stages hold, "" for nobody's
    stages : each stage that was staged, with its time
    sleep : the same as the completeness panel has it, with falling asleep and waking
    awakenings_s, arousals_s : times of awakenings by the rule of `Hypnogram.awakenings_s`, and of marked arousals
    artifact_s, artifact_of_s : seconds of artifact (rows × time) among those the trends measured; None without trends
    warnings : why it may not be enough to say “no spasms”
    """

    span: Span
    segments: tuple[Span, ...]
    gaps: tuple[Span, ...]
    readers: tuple[ReaderCoverage, ...]
    reviewed_by: tuple[str, ...]
    reviewed: tuple[Span, ...] | None
    reviewed_with_video: tuple[Span, ...] | None
    is_video_known: bool
    video: tuple[Span, ...]
    video_gaps: tuple[Span, ...]
    n_clips: int
    n_unplaced: int
    matched: tuple[Span, ...]
    close: tuple[Span, ...]
    stages_layer: str
    stages: tuple[StageTime, ...]
    sleep: SleepCoverage
    awakenings_s: tuple[float, ...]
    arousals_s: tuple[float, ...]
    artifact_s: float | None
    artifact_of_s: float | None
    warnings: tuple[CoverageWarning, ...]

    @property
    def recorded_s(self) -> float:
        return seconds_of(self.segments)

    @property
    def gaps_s(self) -> float:
        return seconds_of(self.gaps)

    @property
    def reviewed_s(self) -> float | None:
        return None if self.reviewed is None else seconds_of(self.reviewed)

    @property
    def reviewed_with_video_s(self) -> float | None:
        return None if self.reviewed_with_video is None else seconds_of(self.reviewed_with_video)

    @property
    def video_s(self) -> float:
        return seconds_of(self.video)

    @property
    def matched_video_s(self) -> float:
        return seconds_of(self.matched)

    @property
    def close_video_s(self) -> float:
        return seconds_of(self.close)

    @property
    def staged_s(self) -> float:
        return self.sleep.staged_s

    @property
    def sleep_s(self) -> float:
        return self.sleep.sleep_s

    @property
    def not_staged_s(self) -> float:
        """Return the recorded time without any stage, not even "not scorable" (s)."""
        return max(0.0, self.recorded_s - self.staged_s - self.sleep.unsure_s)

    @property
    def sleep_captured(self) -> bool:
        return self.sleep_s > 0

    @property
    def rem_captured(self) -> bool:
        """Whether REM, below two months active sleep, was staged in recorded time."""
        return any(stage.stage in REM_STAGES and stage.seconds for stage in self.stages)

    @property
    def awakening_captured(self) -> bool:
        """Whether wakefulness was staged directly after sleep."""
        return self.sleep.has_cycle

    @property
    def artifact_share(self) -> float | None:
        """Return the share (0–1) of artifact in rows × time that the trends measured; None without trends."""
        if self.artifact_s is None or not self.artifact_of_s:
            return None
        return self.artifact_s / self.artifact_of_s

    def warning(self, code: str) -> CoverageWarning | None:
        """Return the warning of this code, None where it is not given."""
        return next((warning for warning in self.warnings if warning.code == code), None)


def study_coverage(
    segments: Sequence[Span],
    layer: str,
    staged: Iterable[Annotation],
    stages_layer: str,
    reviewed: Mapping[str, ReviewedTime],
    videos: Iterable[CoveredVideo] | None = None,
    trends: TrendTable | None = None,
    n_marks: int | None = None,
    is_film: bool = False,
) -> StudyCoverage:
    """Return the coverage of a study.

    Parameters
    ----------
    segments : spans in which samples exist
    layer : the counted one
    staged : sleep stages and arousals of one layer, which is `stages_layer`
    reviewed : of everybody, by name
    videos : None = nobody looked
    trends : for the share of artifact; None = not known
    n_marks : marks of the counted layer, of any term; None = not told
    is_film : clips alone, without EEG
    """
    segments = union_of(segments)
    span = Span(0.0, segments[-1].stop_s) if segments else Span(0.0, 0.0)
    gaps = gaps_between(segments, span) if segments else ()
    staged = tuple(mark for mark in staged if mark.term_id in (SLEEP_TERM, AROUSAL_TERM))
    readers = tuple(
        ReaderCoverage(name, common_of(of.spans, segments), common_of(of.spans_with_video, segments))
        for name, of in sorted(reviewed.items())
    )
    counted = [reader for reader in readers if layer in (FINAL_LAYER, reader.reader)]
    seen = union_of(part for reader in counted for part in reader.spans) if counted else None
    seen_with_video = union_of(part for reader in counted for part in reader.spans_with_video) if counted else None
    clips = tuple(videos or ())
    placed = [clip for clip in clips if clip.is_placed]
    video = common_of((clip.span for clip in placed), segments)
    hypnogram, sleep = hypnogram_of(staged), coverage_of(staged, segments)
    stages = tuple(
        StageTime(stage, short_name(stage), spans)
        for stage in (*STAGES, NOT_SCORABLE)
        if (spans := common_of((b.span for b in hypnogram.bouts if (b.stage or NOT_SCORABLE) == stage), segments))
    )
    artifact_s, artifact_of_s = _artifact(trends)
    names = tuple(reader.reader for reader in counted)
    awakenings_s = tuple(time_s for time_s in hypnogram.awakenings_s if span.start_s <= time_s < span.stop_s)
    read = ReadTime(
        seconds_of(segments),
        seconds_of(gaps),
        len(gaps),
        None if seen is None else seconds_of(seen),
        f"by {' and '.join(names)}" if names else "",
        sleep.staged_s,
        sum(stage.seconds for stage in stages if stage.stage in SLEEP_STAGES),
        len(awakenings_s) or int(sleep.has_cycle),
        n_marks,
        is_film,
    )
    return StudyCoverage(
        span=span,
        segments=segments,
        gaps=gaps,
        readers=readers,
        reviewed_by=names,
        reviewed=seen,
        reviewed_with_video=seen_with_video,
        is_video_known=videos is not None,
        video=video,
        video_gaps=tuple(gap for segment in segments for gap in gaps_between(video, segment)),
        n_clips=len(clips),
        n_unplaced=len(clips) - len(placed),
        matched=common_of((part for clip in placed for part in clip.confirming), segments),
        close=common_of((part for clip in placed for part in clip.close), segments),
        stages_layer=stages_layer,
        stages=stages,
        sleep=sleep,
        awakenings_s=awakenings_s,
        arousals_s=tuple(sorted(mark.onset_s for mark in staged if mark.term_id == AROUSAL_TERM)),
        artifact_s=artifact_s,
        artifact_of_s=artifact_of_s,
        warnings=absence_warnings(read),
    )


def _artifact(trends: TrendTable | None) -> tuple[float | None, float | None]:
    """Return seconds of artifact, rows × time, and the seconds measured; None where the trends say nothing."""
    column = trends.column(ARTIFACT_COLUMN) if trends is not None else None
    if trends is None or column is None:
        return None, None
    share = ten_second_values(trends, column)
    measured = np.isfinite(share)
    if not measured.any():
        return None, None
    lengths_s = np.minimum(_GRID_S, trends.duration_s - _GRID_S * np.arange(len(share)))
    return float((share[measured] / 100 * lengths_s[measured]).sum()), float(lengths_s[measured].sum())
