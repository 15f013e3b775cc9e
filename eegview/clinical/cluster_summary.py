"""Summaries of clusters: counts, intervals, state, time since waking, each from marks that can be shown again."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.clinical.clusters import Cluster
from eegview.model.annotation import Annotation
from eegview.model.span import Span

SLEEP_TERM, AROUSAL_TERM, STAGE, WAKE = "sleep_stage", "arousal", "stage", "W"


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
    marks = sorted(marks, key=lambda mark: mark.onset_s)
    stages = [mark for mark in marks if mark.term_id == SLEEP_TERM]
    wakings_s = waking_times_s(marks)
    return tuple(_summary(number, cluster, stages, wakings_s) for number, cluster in enumerate(clusters, 1))


def waking_times_s(marks: Iterable[Annotation]) -> list[float]:
    """Return the times (s, ascending) at which the child woke.

    They are the onset of each arousal, and of each epoch of wakefulness that follows one of sleep.
    """
    found: list[float] = []
    last_stage = ""
    for mark in sorted(marks, key=lambda mark: mark.onset_s):
        if mark.term_id == AROUSAL_TERM:
            found.append(mark.onset_s)
        elif mark.term_id == SLEEP_TERM:
            stage = mark.attribute(STAGE) or ""
            if stage == WAKE and last_stage not in ("", WAKE):
                found.append(mark.onset_s)
            last_stage = stage
    return sorted(found)


def _summary(number: int, cluster: Cluster, stages: list[Annotation], wakings_s: list[float]) -> ClusterSummary:
    onset_s = cluster.spasms[0].onset_s
    intervals_s = cluster.intervals_s
    state = next((s.attribute(STAGE) or "" for s in reversed(stages) if s.onset_s <= onset_s < s.stop_s), "")
    state = state or cluster.spasms[0].attribute("state") or ""
    woke_s = next((t for t in reversed(wakings_s) if t <= onset_s), None)
    asleep_since = any(
        woke_s is not None and woke_s < s.onset_s <= onset_s and (s.attribute(STAGE) or WAKE) != WAKE for s in stages
    )
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
