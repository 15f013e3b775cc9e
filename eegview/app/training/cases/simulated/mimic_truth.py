"""Items on what is no spasm from the simulator's truth: mimics, artifacts, waves of sleep, decrements, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.simulated.stretch_choice import (
    event_spans,
    history_of,
    state_at,
    stretch_around,
)
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.training.item import EASY, HARD, MEDIUM, Category
from eegview.model.training.key import Reason, Vote

if TYPE_CHECKING:
    from eegview.simulate.plan import Disturbance, StudyPlan

# kind of the simulator: answer to “which is it”, difficulty, why
_KINDS = {
    "startle": ("startle", HARD, "both arms at once, a steep start; no electrodecrement"),
    "benign_sleep_myoclonus": ("sleep_myoclonus", MEDIUM, "short jerks of 40–120 ms asleep; the EEG does not change"),
    "hiccups": ("hiccup", EASY, "short regular jerks with a cut in the breathing"),
    "shuddering": ("myoclonus_of_infancy", MEDIUM, "tremor of 5–9 Hz in EMG and EEG, awake"),
    "tonic_stretch": ("posturing", MEDIUM, "muscle that rises, stays and fades over seconds"),
    "movement": ("movement", HARD, "irregular wobble of electrodes with muscle; fields do not fit together"),
    "arousal_movement": ("movement", MEDIUM, "irregular wobble of electrodes with muscle out of sleep"),
    "patting": ("rocking_patting", MEDIUM, "rhythmic waves over the half of the head that lies on the bed"),
    "rocking": ("rocking_patting", EASY, "even slow waves with the rhythm of rocking"),
    "chewing": ("chewing_sucking", EASY, "temporal muscle in bursts, one to two a second"),
    "sucking": ("chewing_sucking", MEDIUM, "slow waves in front with a little muscle, in trains"),
    "electrode_pop": ("electrode", EASY, "steep steps on one electrode only"),
    "mains": ("electrode", EASY, "mains on single electrodes"),
}
_NOT_A_SPASM = "No slow wave with a field, no electrodecrement goes with it."
_SLEEP = {
    "k_complex": ("a K-complex: a sharp wave, then a slower one, highest over front and vertex; no muscle", HARD),
    "vertex_run": ("vertex waves of sleep, about one a second; no muscle", MEDIUM),
    "slow_wave_attenuation": ("high slow waves of sleep, then a lower background; no muscle", HARD),
    "arousal": ("an arousal: muscle for seconds, no burst of the deltoids with a slow wave of its own", HARD),
    "twitches": ("twitches of REM sleep; the EEG does not change", EASY),
}
_LONGEST_EVENT_S = 20.0


def mimic_items(plan: StudyPlan, study: str, seed: int, longest_s: float) -> Iterator[Candidate]:
    """Yield items on mimics and artifacts: for `spasm` and for `mimic`."""
    others = event_spans(plan)
    for event in plan.disturbances:
        if event.kind not in _KINDS or event.span.duration_s > 4 * _LONGEST_EVENT_S:
            continue
        rng = np.random.default_rng([seed, plan.seed, event.index, 2])
        shown = Span(event.span.start_s, min(event.span.stop_s, event.span.start_s + _LONGEST_EVENT_S))
        stretch = stretch_around(plan, shown, others, rng, longest_s)
        if stretch is None:
            continue
        value, difficulty, why = _KINDS[event.kind]
        term = "mimic" if event.group == "mimic" else "artifact"
        reasons = (Reason(why, event.span.start_s, event.span.stop_s, event.electrodes),)
        why_not = (("spasm", _NOT_A_SPASM),)
        if event.kind != "mains":
            yield _item(
                plan,
                study,
                stretch,
                event.span,
                "spasm",
                event.kind,
                term,
                term,
                difficulty,
                reasons,
                why_not,
                _mark(event, value, term),
            )
        yield _item(
            plan,
            study,
            stretch,
            event.span,
            "mimic",
            value,
            value,
            term,
            difficulty,
            reasons,
            (),
            _mark(event, value, term),
        )


def negative_items(plan: StudyPlan, study: str, seed: int, longest_s: float) -> Iterator[Candidate]:
    """Yield items for `spasm` without spasm, mimic or artifact: waves of sleep, decrements alone, background."""
    others = event_spans(plan)
    for event in plan.sleep_events:
        if event.attenuation_s >= 1.0 and event.attenuation_depth >= 0.5:
            continue  # the truth calls it an electrodecrement, too: two answers would be right
        rng = np.random.default_rng([seed, plan.seed, event.index, 3])
        shown = Span(event.whole.start_s, min(event.whole.stop_s, event.whole.start_s + _LONGEST_EVENT_S))
        stretch = stretch_around(plan, shown, others, rng, longest_s)
        if stretch is not None and event.kind in _SLEEP:
            why, difficulty = _SLEEP[event.kind]
            reasons = (Reason(why, event.span.start_s, event.span.stop_s),)
            yield _item(plan, study, stretch, event.span, "spasm", event.kind, "none", "none", difficulty, reasons)
    for number, one in enumerate(plan.decrements):
        rng = np.random.default_rng([seed, plan.seed, number, 4])
        stretch = stretch_around(plan, one.span, others, rng, longest_s)
        if stretch is not None:
            reasons = (
                Reason(
                    f"electrodecrement, {one.span.duration_s:.1f} s, no slow wave or muscle before it",
                    one.span.start_s,
                    one.span.stop_s,
                ),
            )
            difficulty = MEDIUM if one.depth > 0.7 else HARD
            yield _item(
                plan,
                study,
                stretch,
                one.span,
                "spasm",
                "electrodecrement",
                "electrodecrement",
                "none",
                difficulty,
                reasons,
                (("spasm", "No slow wave and no deltoid burst go before it."),),
            )
    yield from _background(plan, study, seed, longest_s, others)


def _background(plan: StudyPlan, study: str, seed: int, longest_s: float, others) -> Iterator[Candidate]:
    rng = np.random.default_rng([seed, plan.seed, 5])
    for at_s in np.sort(rng.uniform(20, plan.duration_s - 20, 60)):
        at = Span(float(at_s), float(at_s) + 0.5)
        stretch = stretch_around(plan, at, others, rng, longest_s)
        if stretch is None or any(span.overlaps(stretch) for span, kind in others if kind != "twitches"):
            continue
        level = float(plan.hypsarrhythmia_at(np.array([at_s]))[0])
        what = "hypsarrhythmia without an event" if level >= 0.4 else "background without an event"
        difficulty = MEDIUM if level >= 0.4 else EASY
        yield _item(plan, study, stretch, at, "spasm", "background", "none", "none", difficulty, (Reason(what),))


def _item(
    plan: StudyPlan, study: str, stretch: Span, event: Span, question_id: str, class_id: str, answer: str, term: str,
    difficulty: str, reasons: tuple[Reason, ...], why_not: tuple[tuple[str, str], ...] = (),
    mark: Annotation | None = None,
) -> Candidate:  # fmt: skip
    is_mimic = term in ("mimic", "artifact")
    state = state_at(plan, event.start_s)
    return Candidate(
        Category(question_id, class_id, difficulty),
        Role.POSITIVE if question_id != "spasm" else Role.MIMIC if is_mimic else Role.NEGATIVE,
        answer,
        (Vote(answer, 1),),
        study,
        study,
        stretch,
        event.start_s,
        f"{class_id} {state} {int(event.start_s // 60)}",
        is_simulated=True,
        reasons=tuple(_within(reason, stretch) for reason in reasons),
        field_at_s=None,
        why_not=why_not,
        marks=(mark,) if mark is not None else (),
        history=history_of(plan, event.start_s),
        has_video=True,
    )


def _within(reason: Reason, stretch: Span) -> Reason:
    if reason.start_s is None or reason.stop_s is None:
        return reason
    return Reason(reason.text, max(reason.start_s, stretch.start_s), min(reason.stop_s, stretch.stop_s), reason.rows)


def _mark(event: Disturbance, value: str, term: str) -> Annotation:
    kind = {"chewing_sucking": event.kind, "electrode": "line_noise" if event.kind == "mains" else "electrode_pop"}
    held = (("kind", kind.get(value, value)),)
    onset_s, duration_s = event.span.start_s, event.span.duration_s
    return Annotation(f"{term}{event.index}", term, onset_s, duration_s, event.electrodes, held, "", "truth")
