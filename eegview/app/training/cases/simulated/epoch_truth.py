"""Items on stretches of a state from the simulator's truth: sleep stages, and hypsarrhythmia."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.simulated.stretch_choice import electrodes_of, history_of, state_at
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.training.item import EASY, HARD, MEDIUM, Category
from eegview.model.training.key import Reason, Vote

if TYPE_CHECKING:
    from eegview.simulate.plan import StudyPlan

FORMS = {
    "classic": "classic",
    "asymmetric": "asymmetric",
    "increased_synchrony": "synchronized",
    "consistent_focus": "consistent_focus",
    "mainly_slow": "slow_few_spikes",
}
_WHY_FORM = {
    "classic": "chaotic high slow waves that differ from place to place, with multifocal spikes",
    "asymmetric": "chaotic slow waves, lower over one hemisphere",
    "increased_synchrony": "slow waves that go together over wide areas",
    "consistent_focus": "spikes that keep coming from the same places",
    "mainly_slow": "high slow waves, few spikes",
}
_WHY_STAGE = {
    "W": "wake: posterior rhythm and muscle",
    "N1": "N1: theta, no posterior rhythm, no blinks",
    "N2": "N2: slower background of sleep",
    "N3": "N3: high slow waves throughout",
    "R": "REM: lower background, little muscle",
}
_SIGNS = {  # what shows a stage, as far as the stretch has it
    "W": {"blink": "blink", "eye_movement": "eye movement"},
    "N1": {"vertex_wave": "vertex wave"},
    "N2": {"spindle": "sleep spindle", "vertex_wave": "vertex wave"},
    "N3": {"posterior_slow_wave": "posterior slow wave"},
    "R": {"eye_movement": "eye movement"},
}
_SIGN_S, _N_SIGNS = 1.0, 3
_SURE_LEVEL, _EDGE_S, _LEAST_GAIN = 0.6, 8.0, 0.4
_N_SHOWN_SPIKES = 4


def stage_items(plan: StudyPlan, study: str, seed: int, length_s: float) -> Iterator[Candidate]:
    """Yield an item for each stage that holds an epoch well inside; a bout gives one."""
    for number, stage in enumerate(plan.stages):
        rng = np.random.default_rng([seed, plan.seed, number, 6])
        stretch = _inside(stage.span, length_s, 5.0, rng)
        if stretch is None:
            continue
        level = float(plan.hypsarrhythmia_at(np.arange(stretch.start_s, stretch.stop_s, 4.0)).max())
        difficulty = HARD if level >= 0.4 else MEDIUM if stage.name in ("N1", "R") else EASY
        reasons = (Reason(_WHY_STAGE[stage.name]), *_signs(plan, stretch, stage.name))
        if level >= 0.4:
            reasons = (*reasons, Reason("hypsarrhythmia covers much of it"))
        mark = Annotation(
            f"stage{number}", "sleep_stage", stretch.start_s, length_s, (), (("stage", stage.name),), "", "truth"
        )
        yield _item(
            plan, study, stretch, "stage", stage.name, stage.name, difficulty, f"bout {number}", reasons, (), mark
        )


def hypsarrhythmia_items(plan: StudyPlan, study: str, seed: int, length_s: float) -> Iterator[Candidate]:
    """Yield items with hypsarrhythmia, and without any trace of it; what lies between is not asked."""
    form, gain = plan.patient.hypsarrhythmia_form, plan.patient.hypsarrhythmia_gain
    for number, period in enumerate(plan.hypsarrhythmia):
        rng = np.random.default_rng([seed, plan.seed, number, 7])
        stretch = _inside(period.span, length_s, _EDGE_S, rng)
        if stretch is None or period.level < _SURE_LEVEL or gain * period.level < _LEAST_GAIN:
            continue
        if _has_spasm(plan, stretch):
            continue
        size = gain * period.level
        difficulty = EASY if size >= 0.85 and form == "classic" else MEDIUM if size >= 0.6 else HARD
        why_not = (("absent", "Slow waves this high and irregular are more than those of normal sleep."),)
        reasons = (Reason(_WHY_FORM[form]), *_spike_reasons(plan, stretch))
        held = (("pattern", FORMS[form]), ("presence", "present"))
        mark = Annotation(f"hyps{number}", "hypsarrhythmia", stretch.start_s, length_s, (), held, "", "truth")
        yield _item(
            plan,
            study,
            stretch,
            "hypsarrhythmia",
            FORMS[form],
            FORMS[form],
            difficulty,
            f"period {number}",
            reasons,
            why_not,
            mark,
        )
    yield from _without(plan, study, seed, length_s)


def _without(plan: StudyPlan, study: str, seed: int, length_s: float) -> Iterator[Candidate]:
    for number, stage in enumerate(plan.stages):
        rng = np.random.default_rng([seed, plan.seed, number, 8])
        stretch = _inside(stage.span, length_s, 5.0, rng)
        if stretch is None or stage.name == "N1" or _has_spasm(plan, stretch):
            continue
        if any(period.span.widened(_EDGE_S).overlaps(stretch) for period in plan.hypsarrhythmia):
            continue
        difficulty = {"N3": HARD, "N2": MEDIUM}.get(stage.name, EASY)
        why = {
            "N3": "high slow waves of normal N3, alike over both hemispheres, without multifocal spikes",
            "N2": "normal N2: its slow waves are lower, and alike over both hemispheres",
        }.get(stage.name, "organized background, no chaotic slow waves")
        held = (("presence", "absent"),)
        mark = Annotation(f"absent{number}", "hypsarrhythmia", stretch.start_s, length_s, (), held, "", "truth")
        yield _item(
            plan,
            study,
            stretch,
            "hypsarrhythmia",
            "absent",
            "absent",
            difficulty,
            f"without {number}",
            (Reason(why),),
            (),
            mark,
        )


def _signs(plan: StudyPlan, stretch: Span, stage: str) -> tuple[Reason, ...]:
    """Return what shows a stage on this very stretch, the first of each kind with their places."""
    from eegview.simulate.graphoelements import waves_within

    names, counts = _SIGNS[stage], dict.fromkeys(_SIGNS[stage], 0)
    found: list[Reason] = []
    for name, onset_s in waves_within(plan, Span(stretch.start_s, stretch.stop_s - _SIGN_S)):
        if name in names and counts[name] < _N_SIGNS:
            counts[name] += 1
            found.append(Reason(names[name], onset_s, onset_s + _SIGN_S))
    missing = [words for name, words in names.items() if not counts[name]]
    if missing:
        found.append(Reason(f"no {' and no '.join(missing)} on this page"))
    return tuple(found)


def _spike_reasons(plan: StudyPlan, stretch: Span) -> tuple[Reason, ...]:
    """Return the highest spikes of a stretch, each with its place."""
    from eegview.simulate.graphoelements import spikes_within

    spikes = [one for one in spikes_within(plan, stretch) if one.peaks_s[0] + 0.1 < stretch.stop_s]
    highest = sorted(spikes, key=lambda one: one.sizes_uv[0])[:_N_SHOWN_SPIKES]
    shown = sorted(highest, key=lambda one: one.onset_s)
    return tuple(
        Reason("spike", one.peaks_s[0] - 0.1, one.peaks_s[0] + 0.1, electrodes_of(one.field, 0.7)[:3]) for one in shown
    )


def _inside(span: Span, length_s: float, edge_s: float, rng: np.random.Generator) -> Span | None:
    """Return a stretch of whole seconds within a span, clear of its edges, None where it is too short."""
    earliest_s, latest_s = np.ceil(span.start_s + edge_s), np.floor(span.stop_s - edge_s - length_s)
    if latest_s < earliest_s:
        return None
    start_s = float(rng.integers(int(earliest_s), int(latest_s) + 1))
    return Span(start_s, start_s + length_s)


def _has_spasm(plan: StudyPlan, stretch: Span) -> bool:
    return any(Span(one.onset_s - 1, one.span.stop_s + 4).overlaps(stretch) for one in plan.spasms)


def _item(plan, study, stretch, question_id, class_id, answer, difficulty, look, reasons, why_not, mark) -> Candidate:
    middle_s = (stretch.start_s + stretch.stop_s) / 2
    return Candidate(
        Category(question_id, class_id, difficulty),
        Role.NEGATIVE if answer == "absent" else Role.POSITIVE,
        answer,
        (Vote(answer, 1),),
        study,
        study,
        stretch,
        None,
        f"{state_at(plan, middle_s)} {look}",
        is_simulated=True,
        reasons=reasons,
        why_not=why_not,
        marks=(mark,),
        history=history_of(plan, middle_s, with_state=question_id != "stage"),
    )
