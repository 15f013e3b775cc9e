"""What the panels are drawn from: the computed table, and what people, video and file say of the same hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from eegview.app.page.hypnogram_course import Course, course_of
from eegview.app.trends.candidates import EpochCandidate
from eegview.app.trends.table import TrendTable
from eegview.clinical.hypnogram import Hypnogram
from eegview.model.span import Span, gaps_between

Values = npt.NDArray[np.float32]
_NO_TIMES = np.zeros(0, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class MarkBand:
    """Marks of one term: when, and how they are drawn."""

    label: str
    colour: str
    starts_s: npt.NDArray[np.float64]
    stops_s: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ShownCluster:
    """A cluster, by its number in the study from 1."""

    number: int
    span: Span
    onsets_s: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MovementCurve:
    """The greatest movement of the video in each step, NaN where there is no video."""

    step_s: float
    values: Values


@dataclass(frozen=True, slots=True, eq=False)
class ShownStudy:
    """One study at one moment.

    segments : where something was recorded
    clock : text of a time, as the window writes times
    whose : whose marks are counted, "Reader A"
    is_read : whether the library has been read; until then nothing is known of marks
    stages : letters that can occur, from two months on or below
    """

    whole: Span
    segments: tuple[Span, ...]
    started_at: datetime | None
    clock: Callable[[float], str]
    table: TrendTable | None = None
    hypnogram: Hypnogram = field(default_factory=Hypnogram)
    stages: tuple[str, ...] = ()
    whose: str = ""
    spasms_s: npt.NDArray[np.float64] = field(default_factory=lambda: _NO_TIMES)
    clusters: tuple[ShownCluster, ...] = ()
    cluster_rule: str = ""
    marks: tuple[MarkBand, ...] = ()
    movement: MovementCurve | None = None
    video: tuple[Span, ...] = ()
    reviewed: tuple[Span, ...] = ()
    reviewed_share: float = 0.0
    candidates: tuple[EpochCandidate, ...] = ()
    is_read: bool = True

    @property
    def course(self) -> Course:
        return course_of(self.hypnogram)

    @property
    def gaps(self) -> tuple[Span, ...]:
        return gaps_between(self.segments, self.whole)

    def cluster_at(self, time_s: float, within_s: float = 0.0) -> ShownCluster | None:
        """Return the cluster that a time lies in, or within so many seconds of."""
        near: Sequence[ShownCluster] = [
            one for one in self.clusters if one.span.start_s - within_s <= time_s <= one.span.stop_s + within_s
        ]
        return min(near, key=lambda one: abs((one.span.start_s + one.span.stop_s) / 2 - time_s), default=None)
