"""Items on spasms from the simulator's truth: is it one, which type, where does it begin; and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.simulated.stretch_choice import (
    electrodes_of,
    event_spans,
    history_of,
    stretch_around,
)
from eegview.model.annotation import Annotation
from eegview.model.training.item import EASY, HARD, MEDIUM, Category
from eegview.model.training.key import Reason, Vote

if TYPE_CHECKING:
    from eegview.simulate.plan import Spasm, StudyPlan

_EMG = ("EMG1", "EMG2", "EMG3", "EMG4")
_WIDE = 12  # electrodes of 19 on which a slow wave has a wide field
_WHY_NOT = (
    ("mimic", "A mimic moves without an ictal EEG; here fast activity or a slow wave begins before the muscles."),
    ("artifact", "The slow wave has a field over neighbouring electrodes, and the deltoid burst follows it."),
    ("none", "Slow wave and deltoid burst belong together; neither is background."),
)


def spasm_items(plan: StudyPlan, study: str, seed: int, longest_s: float) -> Iterator[Candidate]:
    """Yield an item for each spasm that stands alone: of `spasm`, of `type` where the film shows it, of `onset`."""
    others = event_spans(plan)
    for spasm in plan.spasms:
        rng = np.random.default_rng([seed, plan.seed, spasm.index, 1])
        stretch = stretch_around(plan, spasm.span, others, rng, longest_s, clear_s=0.3)
        if stretch is None:
            continue
        yield _item(plan, spasm, study, stretch, "spasm", "spasm", "spasm", _difficulty(plan, spasm))
        if _is_seen(plan, spasm):
            yield _item(plan, spasm, study, stretch, "type", spasm.movement, spasm.movement, _difficulty(plan, spasm))
        if spasm.intensity >= 0.3:
            yield _item(plan, spasm, study, stretch, "onset", "spasm", "", _difficulty(plan, spasm))


def _item(plan, spasm: Spasm, study: str, stretch, question_id: str, class_id: str, answer: str, difficulty: str):
    is_onset = question_id == "onset"
    look = f"cluster {spasm.cluster}" if spasm.cluster else f"spasm {spasm.index}"
    return Candidate(
        Category(question_id, class_id, difficulty),
        Role.POSITIVE,
        answer,
        (Vote(answer, 1),) if answer else (),
        study,
        study,
        stretch,
        None if is_onset else spasm.onset_s,
        look,
        is_simulated=True,
        onset_s=spasm.onset_s,
        reasons=(*spasm_reasons(plan, spasm), *_type_reasons(spasm, question_id)),
        field_at_s=spasm.onset_s + spasm.slow_delay_s + 0.75 * spasm.slow_s,
        why_not=_why_not(spasm) if question_id == "spasm" else (),
        marks=(_mark(spasm),),
        history=history_of(plan, spasm.onset_s),
        has_video=True,
    )


def spasm_reasons(plan: StudyPlan, spasm: Spasm) -> tuple[Reason, ...]:
    """Return what a spasm shows, in order of time, each with its place and where it is largest."""
    from eegview.simulate.patient import hemisphere_field

    patient, sides = plan.patient, hemisphere_field(spasm.side, 0.25)
    start_s = spasm.onset_s + spasm.slow_delay_s
    slow = patient.slow_wave_field * sides
    wide = len(electrodes_of(slow, 0.3)) >= _WIDE
    side = {"both": "", "left": ", larger on the left", "right": ", larger on the right"}[spasm.side]
    fast = electrodes_of(patient.fast_field * sides)
    found = [
        Reason("low-voltage fast activity", spasm.onset_s, spasm.onset_s + spasm.fast_s, fast),
        Reason(
            f"slow wave, {'wide' if wide else 'focal'} field{side}",
            start_s,
            start_s + 1.8 * spasm.slow_s,
            () if wide else electrodes_of(slow),
        ),
    ]
    if (attenuation := spasm.attenuation_span) is not None:
        text = f"electrodecrement, {attenuation.duration_s:.1f} s"
        found.append(Reason(text, attenuation.start_s, attenuation.stop_s))
    burst = "little deltoid EMG, subtle" if spasm.is_subtle else f"EMG burst, {spasm.emg_s:.1f} s"
    found.append(Reason(burst, spasm.emg_span.start_s, spasm.emg_span.stop_s, _EMG))
    return tuple(found)


def _type_reasons(spasm: Spasm, question_id: str) -> tuple[Reason, ...]:
    if question_id != "type":
        return ()
    seen = {
        "flexor": "arms, legs and head are drawn in",
        "extensor": "arms and legs stretch out, the head goes back",
        "mixed": "arms stretch out, legs and head are drawn in",
    }
    return (Reason(f"video: {seen[spasm.movement]}"),)


def _why_not(spasm: Spasm) -> tuple[tuple[str, str], ...]:
    if spasm.attenuation_s:
        alone = "The electrodecrement is not alone: fast activity, a slow wave and a deltoid burst go before it."
    else:
        alone = "There is no electrodecrement here."
    return (*_WHY_NOT, ("electrodecrement", alone))


def _difficulty(plan: StudyPlan, spasm: Spasm) -> str:
    level = float(plan.hypsarrhythmia_at(np.array([spasm.onset_s]))[0]) * plan.patient.hypsarrhythmia_gain
    if spasm.is_subtle or spasm.intensity < 0.4:
        return HARD
    return EASY if spasm.intensity >= 0.6 and level < 0.5 else MEDIUM


def _is_seen(plan: StudyPlan, spasm: Spasm) -> bool:
    """Whether the film shows the movement: large enough, nothing over the infant, nobody in the way."""
    if spasm.is_subtle or spasm.intensity < 0.45:
        return False
    near = spasm.span.widened(1.0, 2.0)
    return not any(event.span.overlaps(near) for event in plan.scene)


def _mark(spasm: Spasm) -> Annotation:
    side = {"both": "symmetric", "left": "asymmetric_left", "right": "asymmetric_right"}[spasm.side]
    correlates = "fast+slow_wave" + ("+electrodecrement" if spasm.attenuation_s else "") + "+emg"
    held = {"correlates": correlates, "movement": spasm.movement, "symmetry": side}
    duration_s = round(spasm.span.duration_s, 3)
    return Annotation(
        f"spasm{spasm.index}", "spasm", spasm.onset_s, duration_s, (), tuple(sorted(held.items())), "", "truth"
    )
