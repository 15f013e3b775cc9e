"""Plan a whole study from a seed: who, which states, which spasms, which disturbances, which notes."""

import numpy as np

from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.simulate.disturbances import plan_disturbances
from eegview.simulate.patient import draw_patient
from eegview.simulate.plan import Decrement, Note, Spasm, StudyPlan
from eegview.simulate.scene_plan import plan_scene
from eegview.simulate.seeds import Stream, random_stream
from eegview.simulate.sleep_events import plan_sleep_events
from eegview.simulate.stages import Night, plan_hypsarrhythmia, plan_night, plan_spasms

SHORTEST_S, LONGEST_S = 120.0, 48 * 3600.0
FIRST_NOTE = "SIMULATED RECORDING – not a patient"


def plan_study(hours: float, seed: int) -> StudyPlan:
    """Return the plan of a study; the same arguments always give the same plan.

    Parameters
    ----------
    hours : length, 2 minutes to 48 hours; rounded to whole seconds
    seed : 0 or more

    Raises
    ------
    UsageError : length or seed out of range
    """
    duration_s = float(round(hours * 3600)) if np.isfinite(hours) else 0.0
    if not SHORTEST_S <= duration_s <= LONGEST_S:
        raise UsageError("A simulated study lasts 2 minutes to 48 hours.", "Give --hours from 0.034 to 48.")
    if not 0 <= seed < 2**31:
        raise UsageError("The seed is out of range.", "Give a whole number from 0 to 2147483647.")
    patient = draw_patient(seed)
    night = plan_night(seed, duration_s)
    spasms = plan_spasms(patient, night, duration_s)
    clusters = _cluster_spans(spasms)
    decrements = _plan_decrements(seed, spasms, night, duration_s)
    disturbances = plan_disturbances(seed, night.stages, spasms, duration_s)
    return StudyPlan(
        seed=seed,
        duration_s=duration_s,
        patient=patient,
        stages=night.stages,
        hypsarrhythmia=plan_hypsarrhythmia(seed, night, clusters, duration_s),
        spasms=spasms,
        clusters=clusters,
        decrements=decrements,
        sleep_events=plan_sleep_events(patient, night.stages, spasms, decrements, duration_s),
        disturbances=disturbances,
        notes=_plan_notes(seed, night, spasms, clusters, duration_s),
        scene=plan_scene(seed, night.stages, disturbances, duration_s),
    )


def _cluster_spans(spasms: tuple[Spasm, ...]) -> tuple[Span, ...]:
    numbers = sorted({spasm.cluster for spasm in spasms} - {0})
    members = [[spasm for spasm in spasms if spasm.cluster == number] for number in numbers]
    return tuple(Span(group[0].onset_s, group[-1].span.stop_s) for group in members)


def _plan_decrements(seed: int, spasms: tuple[Spasm, ...], night: Night, duration_s: float) -> tuple[Decrement, ...]:
    """Return electrodecrements that come without a spasm, about six an hour, most of them in sleep."""
    rng = random_stream(seed, Stream.SPASMS, 1)
    onsets_s = np.array([spasm.onset_s for spasm in spasms])
    found: list[Decrement] = []
    for stage in night.stages:
        per_hour = 2.0 if stage.name in ("W", "R") else 9.0
        for start_s in np.sort(rng.uniform(*_edges(stage.span), rng.poisson(per_hour * stage.span.duration_s / 3600))):
            stop_s = start_s + rng.uniform(1.0, 4.0)
            far = not len(onsets_s) or np.min(np.abs(onsets_s - start_s)) > 12
            apart = not found or start_s > found[-1].span.stop_s + 5
            if far and apart and start_s > 5 and stop_s < duration_s - 5:
                found.append(
                    Decrement(Span(round(float(start_s), 2), round(float(stop_s), 2)), float(rng.uniform(0.55, 0.85)))
                )
    return tuple(found)


def _edges(span: Span) -> tuple[float, float]:
    return span.start_s, span.stop_s


def _plan_notes(
    seed: int, night: Night, spasms: tuple[Spasm, ...], clusters: tuple[Span, ...], duration_s: float
) -> tuple[Note, ...]:
    """Return a technologist's notes: states now and then, part of the spasms 0.6-0.8 s late, push buttons."""
    rng = random_stream(seed, Stream.NOTES)
    notes = [Note(0.0, FIRST_NOTE), Note(2.0, "Awake, lying on the bed")]
    for before, after in zip(night.stages, night.stages[1:], strict=False):
        late_s = rng.uniform(3, 12)
        if before.name == "W" and after.name == "N1":
            notes.append(Note(after.span.start_s + late_s, "Falling asleep"))
        elif before.name == "W" and after.name != "W":
            notes.append(Note(after.span.start_s + late_s, "Sleeping again"))
        elif before.name != "W" and after.name == "W":
            notes.append(Note(after.span.start_s + late_s, "Awake"))
    notes += [
        Note(spasm.onset_s + rng.uniform(0.6, 0.8), "Spasm" if rng.random() < 0.7 else "Spasm?")
        for spasm in spasms
        if not spasm.is_subtle and rng.random() < 0.4
    ]
    notes += [Note(cluster.start_s + rng.uniform(6, 15), "Push button") for cluster in clusters if rng.random() < 0.6]
    kept = [Note(round(note.onset_s, 3), note.text) for note in notes if note.onset_s < duration_s - 1]
    return tuple(sorted(kept, key=lambda note: note.onset_s))
