"""Summaries of clusters: counts, intervals, state, time since waking, each from marks that can be shown again."""

import statistics
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.clinical.clusters import Cluster
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.stages import AROUSAL_TERM, NOT_SCORABLE
from eegview.model.annotation import Annotation
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """The summary of one cluster.

    number : 1, 2, 3 … in order of time
    span : from the first onset to the last end
    median_interval_s : median time between successive onsets, None for a single spasm
    intensities : intensity (1-5) of each spasm as marked, None where it was not marked
    state : sleep stage marked at the first onset, "" where none was
    minutes_awake : time from the last marked awakening to the first onset, None where none was marked
    """

    number: int
    cluster: Cluster
    span: Span
    median_interval_s: float | None
    intensities: tuple[int | None, ...]
    state: str
    minutes_awake: float | None

    @property
    def n_spasms(self) -> int:
        return len(self.cluster.spasms)

    @property
    def duration_s(self) -> float:
        return self.span.duration_s

    @property
    def text(self) -> str:
        """Return the summary as text: `Cluster 2 · 5 spasms · every 7.4 s · 4 min after waking`."""
        parts = [f"Cluster {self.number}", f"{self.n_spasms} spasms"]
        if self.median_interval_s is not None:
            parts.append(f"median interval {self.median_interval_s:.1f} s")
        if self.minutes_awake is not None:
            parts.append(f"{self.minutes_awake:.0f} min after waking")
        elif self.state:
            parts.append(f"in {self.state}")
        return " · ".join(parts)


def summarize_clusters(clusters: Iterable[Cluster], marks: Iterable[Annotation]) -> tuple[ClusterSummary, ...]:
    """Return the summaries of clusters given in order of time; sleep stages and arousals come from `marks`."""
    marks = tuple(marks)
    hypnogram = hypnogram_of(marks)
    wakings_s = _wakings_s(hypnogram, marks)
    return tuple(_summary(number, cluster, hypnogram, wakings_s) for number, cluster in enumerate(clusters, 1))


def waking_times_s(marks: Iterable[Annotation]) -> list[float]:
    """Return the times (s, ascending) at which the child woke, from the marks of one layer.

    They are the onset of each arousal, and each awakening by the rule of `Hypnogram.awakenings_s`.
    """
    marks = tuple(marks)
    return _wakings_s(hypnogram_of(marks), marks)


def _wakings_s(hypnogram: Hypnogram, marks: Iterable[Annotation]) -> list[float]:
    return sorted((*hypnogram.awakenings_s, *(m.onset_s for m in marks if m.term_id == AROUSAL_TERM)))


def _summary(number: int, cluster: Cluster, hypnogram: Hypnogram, wakings_s: list[float]) -> ClusterSummary:
    onset_s = cluster.spasms[0].onset_s
    intervals_s = cluster.intervals_s
    stage = hypnogram.stage_at(onset_s)
    state = stage if stage not in ("", NOT_SCORABLE) else cluster.spasms[0].attribute("state") or ""
    before = bisect_right(wakings_s, onset_s)
    woke_s = wakings_s[before - 1] if before else None
    asleep_since = woke_s is not None and hypnogram.is_asleep_between(woke_s, onset_s)
    return ClusterSummary(
        number,
        cluster,
        cluster.span,
        statistics.median(intervals_s) if intervals_s else None,
        tuple(_intensity(spasm) for spasm in cluster.spasms),
        state,
        None if woke_s is None or asleep_since else (onset_s - woke_s) / 60,
    )


def _intensity(spasm: Annotation) -> int | None:
    value = spasm.attribute("intensity") or ""
    return int(value) if value.isdecimal() else None
