"""Sleep and wake of a simulated infant, and the spasms that come with awakening."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from eegview.model.span import Span
from eegview.simulate.patient import Patient
from eegview.simulate.plan import HypsarrhythmiaPeriod, Spasm, Stage
from eegview.simulate.seeds import Stream, random_stream

# (stage, shortest, longest) in minutes of one sleep cycle at full pace
_CYCLE_MIN = (("N1", 0.6, 1.5), ("N2", 4.0, 9.0), ("N3", 3.0, 8.0), ("N2", 1.0, 3.0), ("R", 3.0, 7.0))


@dataclass(frozen=True, slots=True)
class Night:
    """Stages and the clusters of spasms planned with them: (spasm onsets, awakening) of each."""

    stages: tuple[Stage, ...]
    clusters: tuple[tuple[tuple[float, ...], float], ...]


def plan_night(seed: int, duration_s: float) -> Night:
    """Lay out states from start to end: awake, asleep in cycles, awakening, most awakenings with a cluster.

    Studies under an hour run at a quicker pace so that sleep, awakening and one cluster always fit.
    """
    rng = random_stream(seed, Stream.STAGES)
    pace = float(np.clip(duration_s / 3600, 0.03, 1.0))
    stages: list[Stage] = []
    clusters: list[tuple[tuple[float, ...], float]] = []

    def add(name: str, length_s: float) -> None:
        start_s = stages[-1].span.stop_s if stages else 0.0
        stages.append(Stage(Span(start_s, start_s + length_s), name))

    add("W", rng.uniform(3, 6) * 60 * pace)
    while stages[-1].span.stop_s < duration_s:
        for _ in range(1 if not clusters or rng.random() < 0.5 else 2):
            for name, shortest_min, longest_min in _CYCLE_MIN:
                add(name, rng.uniform(shortest_min, longest_min) * 60 * pace)
        awakening_s = stages[-1].span.stop_s
        awake_s = rng.uniform(6, 25) * 60 * pace
        if not clusters or rng.random() < 0.75:
            room_s = max(0.3 * duration_s, 25.0)
            onsets_s = _cluster_onsets(rng, awakening_s + rng.uniform(0.15, 2.5) * 60 * pace, room_s)
            clusters.append((onsets_s, awakening_s))
            awake_s = max(awake_s, onsets_s[-1] - awakening_s + 10 + rng.uniform(0.3, 3) * 60 * pace)
        add("W", awake_s)
    kept = tuple(
        Stage(Span(s.span.start_s, min(s.span.stop_s, duration_s)), s.name)
        for s in stages
        if s.span.start_s < duration_s
    )
    whole = tuple((tuple(t for t in onsets_s if t < duration_s - 8), awakening_s) for onsets_s, awakening_s in clusters)
    kept = _with_brief_awakenings(seed, kept)
    return Night(kept, tuple(cluster for cluster in whole if len(cluster[0]) >= 3))


def _with_brief_awakenings(seed: int, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Return the stages with short awakenings in sleep, two an hour of it by assumption; sleep then goes on."""
    rng = random_stream(seed, Stream.STAGES, 2)
    parts: list[Stage] = []
    for stage in stages:
        start_s, stop_s = stage.span.start_s, stage.span.stop_s
        if stage.name in ("N2", "N3", "R") and stop_s - start_s > 150:
            n_awakenings = rng.poisson(2.0 * (stop_s - start_s) / 3600)
            for awake_s in np.sort(rng.uniform(start_s + 30, stop_s - 90, n_awakenings)):
                if awake_s > start_s + 20:
                    asleep_s = round(float(awake_s + rng.uniform(12, 55)), 2)
                    parts.append(Stage(Span(start_s, float(awake_s)), stage.name))
                    parts.append(Stage(Span(float(awake_s), asleep_s), "W"))
                    start_s = asleep_s
        parts.append(Stage(Span(start_s, stop_s), stage.name))
    return tuple(parts)


def _cluster_onsets(rng: np.random.Generator, first_s: float, room_s: float) -> tuple[float, ...]:
    """Return onsets 5-30 s apart, at least three, within `room_s`."""
    n_wanted = int(rng.integers(5, 24))
    usual_s = rng.uniform(7, 16) if room_s > 120 else 6.0
    intervals_s = np.clip(usual_s * rng.lognormal(0, 0.35, n_wanted - 1), 5.0, 30.0)
    offsets_s = np.concatenate([[0.0], np.cumsum(intervals_s)])
    n_kept = max(3, int(np.searchsorted(offsets_s, room_s)))
    return tuple(float(first_s + offset_s) for offset_s in offsets_s[:n_kept])


def plan_spasms(patient: Patient, night: Night, duration_s: float) -> tuple[Spasm, ...]:
    """Return all spasms in order of time: the clusters (intensity rises, then falls) and a few isolated ones."""
    rng = random_stream(patient.seed, Stream.SPASMS)
    wanted: list[tuple[float, int, float]] = []  # onset, cluster, intensity
    for number, (onsets_s, _) in enumerate(night.clusters, start=1):
        place = (np.arange(len(onsets_s)) + 0.6) / (len(onsets_s) + 0.2)
        arch = np.sin(np.pi * place**0.8) ** 0.8
        intensities = np.clip((0.3 + 0.7 * arch) * rng.uniform(0.75, 1.2, len(onsets_s)), 0.2, 1.0)
        wanted += [(t, number, float(i)) for t, i in zip(onsets_s, intensities, strict=True)]
    placed_s = [t for t, _, _ in wanted]
    for stage in night.stages:
        per_hour = {"W": 5.0, "N1": 3.0}.get(stage.name, 0.2)
        for onset_s in rng.uniform(
            stage.span.start_s, stage.span.stop_s, rng.poisson(per_hour * stage.span.duration_s / 3600)
        ):
            if _is_alone(onset_s, placed_s, duration_s):
                wanted.append((float(onset_s), 0, float(rng.uniform(0.35, 0.9))))
                placed_s.append(float(onset_s))
    wanted += _out_of_sleep(patient.seed, night, placed_s, duration_s)
    wanted.sort()
    after = random_stream(patient.seed, Stream.SPASMS, 2)
    return tuple(_with_muscle_after(after, _spasm(rng, patient, night, i, *row)) for i, row in enumerate(wanted))


def _is_alone(onset_s: float, placed_s: list[float], duration_s: float) -> bool:
    return 10 < onset_s < duration_s - 10 and not any(abs(onset_s - other_s) <= 90 for other_s in placed_s)


def _out_of_sleep(seed: int, night: Night, placed_s: list[float], duration_s: float) -> list[tuple[float, int, float]]:
    """Return further isolated spasms out of N2 and N3, rare, part of them seconds before an awakening."""
    rng = random_stream(seed, Stream.SPASMS, 3)
    found: list[tuple[float, int, float]] = []
    for stage, after in pairwise(night.stages):
        if stage.name not in ("N2", "N3"):
            continue
        onsets_s = list(
            rng.uniform(stage.span.start_s, stage.span.stop_s, rng.poisson(0.8 * stage.span.duration_s / 3600))
        )
        if after.name == "W" and stage.span.duration_s > 10 and rng.random() < 0.25:
            onsets_s.append(stage.span.stop_s - rng.uniform(2.0, 6.0))
        for onset_s in onsets_s:
            if _is_alone(onset_s, [*placed_s, *(t for t, _, _ in found)], duration_s):
                found.append((float(onset_s), 0, float(rng.uniform(0.35, 0.9))))
    return found


def _with_muscle_after(rng: np.random.Generator, spasm: Spasm) -> Spasm:
    """Return the spasm, in about half of those awake, with muscle that goes on for seconds.

    Shares and lengths are assumptions.
    """
    goes_on = rng.random() < (0.15 if spasm.is_subtle else 0.6 if spasm.state == "W" else 0.25)
    length_s, share = float(np.clip(rng.lognormal(np.log(3.5), 0.5), 1.0, 12.0)), float(rng.uniform(0.2, 0.8))
    if not goes_on:
        return spasm
    return replace(spasm, muscle_after_s=round(length_s, 2), muscle_after=round(share, 2))


def _spasm(
    rng: np.random.Generator, patient: Patient, night: Night, index: int, onset_s: float, cluster: int, intensity: float
) -> Spasm:
    state, minutes_awake = _state_at(night.stages, onset_s)
    is_subtle = bool(rng.random() < patient.subtle_share * (1.6 if intensity < 0.5 else 0.6))
    asymmetric = rng.random() < patient.asymmetric_share
    usual_side = patient.side if patient.side != "both" else str(rng.choice(("left", "right")))
    slow_delay_s = float(rng.uniform(0.05, 0.3))
    slow_s = patient.slow_wave_s * float(rng.normal(1, 0.08))
    has_attenuation = rng.random() < patient.attenuation_share * (0.6 + 0.4 * intensity)
    return Spasm(
        index=index,
        onset_s=round(onset_s, 3),
        cluster=cluster,
        movement=str(rng.choice(("flexor", "extensor", "mixed"), p=patient.movement_shares)),
        side=usual_side if asymmetric else "both",
        intensity=round(intensity * (0.75 if is_subtle else 1.0), 2),
        is_subtle=is_subtle,
        state=state,
        minutes_awake=minutes_awake,
        fast_s=float(rng.uniform(0.3, 0.6)),
        slow_delay_s=slow_delay_s,
        slow_s=slow_s,
        attenuation_delay_s=slow_delay_s + 1.5 * slow_s,
        attenuation_s=round(float(rng.uniform(1.0, 3.0)), 2) if has_attenuation else 0.0,
        attenuation_depth=float(np.clip(0.4 + 0.4 * intensity + rng.normal(0, 0.1), 0.3, 0.9)),
        emg_delay_s=round(slow_delay_s + float(rng.uniform(0.05, 0.25)), 3),
        emg_s=round(float(np.clip(0.5 + 1.1 * intensity * rng.uniform(0.6, 1.2), 0.5, 2.0)), 2),
    )


def _state_at(stages: tuple[Stage, ...], time_s: float) -> tuple[str, float]:
    """Return the state, and how long it has lasted if awake (minutes, -1 asleep)."""
    stage = next(s for s in reversed(stages) if s.span.start_s <= time_s)
    return stage.name, round((time_s - stage.span.start_s) / 60, 1) if stage.name == "W" else -1.0


def plan_hypsarrhythmia(
    seed: int, night: Night, clusters: tuple[Span, ...], duration_s: float
) -> tuple[HypsarrhythmiaPeriod, ...]:
    """Return periods with hypsarrhythmia: most of quiet sleep, part of waking, little in REM and clusters.

    Reduction in REM and relative normalisation during clusters: Hrachovy 1984.
    """
    rng = random_stream(seed, Stream.STAGES, 1)
    periods: list[HypsarrhythmiaPeriod] = []
    for stage in night.stages:
        share, level = {"W": (0.3, 0.7), "N1": (0.5, 0.85), "N2": (0.65, 1.0), "N3": (0.65, 0.95)}.get(
            stage.name, (0.3, 0.2)
        )
        start_s = stage.span.start_s
        while start_s < stage.span.stop_s:
            stop_s = min(start_s + max(20.0, rng.uniform(40, 240) * min(1, duration_s / 3600)), stage.span.stop_s)
            if rng.random() < share and stop_s - start_s >= 8:
                calm = [cluster.widened(15, 25) for cluster in clusters]
                for hole in calm:  # relative normalisation is not always complete
                    rest = hole.intersection(Span(start_s, stop_s))
                    if rest and rng.random() < 0.5 and not any(p.span.overlaps(rest) for p in periods):
                        periods.append(HypsarrhythmiaPeriod(rest, round(level * rng.uniform(0.15, 0.38), 2)))
                for piece in _without(Span(start_s, stop_s), calm):
                    before = periods[-1] if periods else None
                    if before and before.level >= 0.4 and before.span.stop_s == piece.start_s > stage.span.start_s:
                        periods[-1] = HypsarrhythmiaPeriod(Span(before.span.start_s, piece.stop_s), before.level)
                    else:
                        periods.append(HypsarrhythmiaPeriod(piece, round(level * rng.uniform(0.8, 1.0), 2)))
            start_s = stop_s
    return tuple(sorted(periods, key=lambda period: period.span))


def _without(span: Span, holes: list[Span]) -> list[Span]:
    """Return what is left of `span` outside `holes`, pieces of 8 s and more."""
    pieces = [span]
    for hole in holes:
        pieces = [
            part
            for piece in pieces
            for part in (
                [piece]
                if not piece.overlaps(hole)
                else [
                    Span(piece.start_s, max(piece.start_s, hole.start_s)),
                    Span(min(piece.stop_s, hole.stop_s), piece.stop_s),
                ]
            )
        ]
    return [piece for piece in pieces if piece.duration_s >= 8]
