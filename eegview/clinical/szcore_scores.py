"""Scores of seizure detection by SzCORE (Dan et al. 2024), computed by `timescoring`, next to our own onset matching.

Its tolerances (30 s before, 60 s after), merging (90 s) and any overlap are made for seizures of minutes. Of spasms it
states at most whether a cluster was found: one hit per cluster scores full marks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.clinical.event_matching import Onset

Mask = npt.NDArray[np.bool_]

GRID_HZ = 10  # timescoring's own
POINT_S = 1.0  # of an event without length
_MERGE_BELOW_S = 90.0  # timescoring's default for events


@dataclass(frozen=True, slots=True)
class SzcoreScore:
    """SzCORE's scores by events or by samples; None where timescoring gives none."""

    tp: int
    fp: int
    n_reference: int
    sensitivity: float | None
    precision: float | None
    f1: float | None
    fp_per_day: float | None


def szcore_scores(
    reference: Iterable[Onset], candidates: Iterable[Onset], duration_s: float, read_s: float | None = None
) -> tuple[SzcoreScore, SzcoreScore] | None:
    """Return SzCORE's scores by events and by samples with its defaults, None for a recording without length.

    What has no length counts as `POINT_S`, as in the tables that we write for SzCORE: its samples are a second apart,
    and a shorter event may fall between two of them. Uncertain events stay out, as they do there.

    Parameters
    ----------
    duration_s : of the whole recording
    read_s : the part of it of which it is known what is true, over which false ones per day are counted; None = all
    """
    n_samples = round(duration_s * GRID_HZ)
    if n_samples <= 0:
        return None
    annotations: Any = import_module("timescoring.annotations")  # loaded late, as it is slow; it comes without types
    scoring: Any = import_module("timescoring.scoring")
    sure = [[_lasting(event) for event in events if not event.is_uncertain] for events in (reference, candidates)]
    masks = [mask_of(events, n_samples) for events in sure]
    merged = [annotations.Annotation(merged_spans(mask), GRID_HZ, n_samples) for mask in masks]
    plain = [annotations.Annotation(mask, GRID_HZ) for mask in masks]
    results = scoring.EventScoring(merged[0], merged[1]), scoring.SampleScoring(plain[0], plain[1])
    by_events, by_samples = (_score(result, duration_s, read_s) for result in results)
    return by_events, by_samples


def _lasting(event: Onset) -> Onset:
    return event if event.duration_s > 0 else replace(event, duration_s=POINT_S)


def mask_of(events: Sequence[Onset], n_samples: int) -> Mask:
    """Return the mask of events, (n_samples,) bool at `GRID_HZ`: True during any event."""
    starts = np.array([round(event.onset_s * GRID_HZ) for event in events], dtype=np.int64)
    stops = np.array([round((event.onset_s + event.duration_s) * GRID_HZ) for event in events], dtype=np.int64)
    stops = np.maximum(stops, starts + 1)
    steps = np.zeros(n_samples + 1, np.int64)
    np.add.at(steps, np.clip(starts, 0, n_samples), 1)
    np.add.at(steps, np.clip(stops, 0, n_samples), -1)
    return np.cumsum(steps)[:n_samples] > 0


def merged_spans(mask: Mask) -> list[tuple[float, float]]:
    """Return (start, stop) in s of the events of a mask, merged as timescoring merges them.

    Its own merging takes minutes for very many events.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    starts, stops = edges[::2] / GRID_HZ, edges[1::2] / GRID_HZ
    if not len(starts):
        return []
    apart = starts[1:] - stops[:-1] >= _MERGE_BELOW_S
    firsts, lasts = np.concatenate([[True], apart]), np.concatenate([apart, [True]])
    return [(float(a), float(b)) for a, b in zip(starts[firsts], stops[lasts], strict=True)]


def _score(scoring: Any, duration_s: float, read_s: float | None) -> SzcoreScore:
    """Return the scores in a result of timescoring, which counts false ones over the whole recording."""
    fp_per_day = _number(scoring.fpRate)
    if fp_per_day is not None and read_s is not None:
        fp_per_day = fp_per_day * duration_s / read_s if read_s > 0 else None
    return SzcoreScore(
        tp=int(scoring.tp),
        fp=int(scoring.fp),
        n_reference=int(scoring.refTrue),
        sensitivity=_number(scoring.sensitivity),
        precision=_number(scoring.precision),
        f1=_number(scoring.f1),
        fp_per_day=fp_per_day,
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
