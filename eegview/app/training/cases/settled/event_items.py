"""Items on events of a settled study: spasm or not, type, which mimic or artifact, where it begins; and negatives."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.drawing import SPASM_QUESTIONS
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.settled.reasons import reasons_of, shown_marks
from eegview.app.training.cases.settled.stretches import (
    AFTER_S,
    BEFORE_S,
    FILM_AFTER_S,
    FILM_BEFORE_S,
    free_stretches,
    stretch_around,
)
from eegview.app.training.cases.settled.study import SettledStudy
from eegview.app.training.cases.settled.votes import (
    EVENT_TERMS,
    NONE,
    SPASM_TERM,
    difficulty_of,
    event_answers,
    nearest,
    votes_of,
)
from eegview.clinical.clusters import form_clusters
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.training.item import Category
from eegview.model.training.key import Reason, Vote

_N_FREE = 60  # negatives to draw from, of each study
_LOOK_ALIKE_S = 120.0  # mimics of one kind that come within it are one run


@dataclass(frozen=True, slots=True)
class Experts:
    """What the experts of a set are called in it, by the name of their layer."""

    names: Mapping[str, str]

    def of(self, layer: str) -> str:
        """Return an expert's pseudonym."""
        return self.names[layer]


def event_items(
    study: SettledStudy, asked: Mapping[str, AskedQuestion], settings: MakeSettings, experts: Experts
) -> Iterator[Candidate]:
    """Yield the candidates of all questions on events."""
    clusters = _cluster_numbers(study)
    lengths_s: list[float] = []  # of the items on events: those without one are drawn alike
    questions = [asked[name] for name in _questions_of(study) if name in asked and settings.asks(name)]
    on_spasms = next((one for one in questions if one.question_id in SPASM_QUESTIONS), None)
    for mark in study.final:
        for question in questions:
            for one in _event(study, question, mark, settings, experts, clusters):
                if question is on_spasms:
                    lengths_s.append(one.span.duration_s)
                yield one
        if settings.asks("onset") and mark.term_id == SPASM_TERM and not study.is_film:
            yield from _onset(study, asked["onset"], mark, settings, experts, clusters)
    if on_spasms is not None:
        lengths_s = lengths_s or [settings.length_s(on_spasms)]
        yield from _negatives(study, on_spasms.question_id, lengths_s, settings, experts)


def _questions_of(study: SettledStudy) -> tuple[str, ...]:
    """Return the questions on events: a look-alike is another question where film is all there is."""
    return ("film_spasm", "film_mimic") if study.is_film else ("spasm", "type", "mimic")


def _cluster_numbers(study: SettledStudy) -> dict[str, int]:
    spasms = [mark for mark in study.final if mark.term_id == SPASM_TERM]
    return {
        mark.annotation_id: number for number, cluster in enumerate(form_clusters(spasms), 1) for mark in cluster.spasms
    }


def _event(
    study: SettledStudy,
    asked: AskedQuestion,
    mark: Annotation,
    settings: MakeSettings,
    experts: Experts,
    clusters: Mapping[str, int],
) -> Iterator[Candidate]:
    answer = asked.value_of(mark)
    if answer is None or (asked.question_id != "type" and _belongs_to_spasm(study, mark)):
        return
    is_spasm = asked.question_id in SPASM_QUESTIONS
    missing = NONE if is_spasm else None
    answers = event_answers(study, asked, mark.onset_s, missing)
    stretch = _stretch(study, asked, mark, settings)
    if stretch is None or not answers:
        return
    class_id = _class_of(mark, answer)
    role = Role.POSITIVE
    if is_spasm and answer != "spasm":
        role = Role.MIMIC if answer in ("mimic", "artifact") else Role.NEGATIVE
    yield Candidate(
        Category(asked.question_id, class_id, difficulty_of(answers, answer)),
        role,
        answer,
        votes_of(answers, experts.of),
        study.key,
        study.infant,
        stretch,
        mark.onset_s,
        _look(mark, clusters),
        study.is_simulated,
        onset_s=mark.onset_s if mark.term_id == SPASM_TERM else None,
        reasons=reasons_of(mark, study.final, stretch),
        needs_peak=mark.term_id == SPASM_TERM and not study.is_film,
        marks=shown_marks(study.marks, stretch, dict(experts.names), settings.has_texts),
        history=history_of(study, mark),
        note=mark.text if settings.has_texts else "",
        has_video=has_video(study, stretch),
        is_film=study.is_film,
        is_blind_read=study.is_blind_read(answers),
    )


def _onset(
    study: SettledStudy,
    asked: AskedQuestion,
    mark: Annotation,
    settings: MakeSettings,
    experts: Experts,
    clusters: Mapping[str, int],
) -> Iterator[Candidate]:
    """Yield an item where at least two experts marked the spasm: its onset is the median of theirs."""
    own = {
        expert: found
        for expert in study.experts
        if (found := nearest((one for one in study.of(expert) if one.term_id == SPASM_TERM), mark.onset_s)) is not None
    }
    onsets_s = [found.onset_s for found in own.values()]
    is_marked = {expert: SPASM_TERM if expert in own else NONE for expert in study.experts}
    stretch = _stretch(study, asked, mark, settings)
    if len(onsets_s) < 2 or stretch is None:
        return
    yield Candidate(
        Category("onset", SPASM_TERM, difficulty_of(is_marked, SPASM_TERM)),
        Role.POSITIVE,
        "",
        (Vote("", len(own), tuple(sorted(map(experts.of, own)))),),
        study.key,
        study.infant,
        stretch,
        None,
        _look(mark, clusters),
        study.is_simulated,
        onset_s=statistics.median(onsets_s),
        onset_spread_s=max(onsets_s) - min(onsets_s),
        onset_low_s=min(onsets_s),
        onset_high_s=max(onsets_s),
        reasons=reasons_of(mark, study.final, stretch),
        needs_peak=True,
        marks=shown_marks(study.marks, stretch, dict(experts.names), settings.has_texts),
        history=history_of(study, mark),
        has_video=has_video(study, stretch),
        is_blind_read=study.is_blind_read(own),
    )


def _negatives(
    study: SettledStudy, question_id: str, lengths_s: Sequence[float], settings: MakeSettings, experts: Experts
) -> Iterator[Candidate]:
    """Yield stretches in which neither the final layer nor any reader who signed marked an event.

    lengths_s : of the stretches around events
    """
    rng = random.Random(f"{settings.seed} {study.key} negatives")
    events = [mark for mark in (*study.marks, *study.other_marks) if mark.term_id in EVENT_TERMS]
    who = "the expert" if len(study.experts) == 1 else f"any of the {len(study.experts)} experts"
    for number, stretch in enumerate(free_stretches(study.segments, events, lengths_s, _N_FREE, rng)):
        answers = dict.fromkeys(study.experts, NONE)
        before_s, after_s = _around_s(study)
        ask_s = round(rng.uniform(stretch.start_s + before_s, stretch.stop_s - after_s), 3)
        yield Candidate(
            Category(question_id, "background", difficulty_of(answers, NONE)),
            Role.NEGATIVE,
            NONE,
            votes_of(answers, experts.of),
            study.key,
            study.infant,
            stretch,
            ask_s,
            f"background {number}",
            study.is_simulated,
            reasons=(Reason(f"neither the settled marks nor {who} have an event here"),),
            marks=shown_marks(study.marks, stretch, dict(experts.names), settings.has_texts),
            history=history_of(study, None),
            has_video=has_video(study, stretch),
            is_film=study.is_film,
            is_blind_read=study.is_blind_read(answers),
        )


def _stretch(study: SettledStudy, asked: AskedQuestion, mark: Annotation, settings: MakeSettings) -> Span | None:
    rng = random.Random(f"{settings.seed} {study.key} {asked.question_id} {mark.onset_s}")
    others = [
        one
        for one in study.final
        if one.term_id in EVENT_TERMS
        and one.annotation_id != mark.annotation_id
        and not (one.term_id != mark.term_id and abs(one.onset_s - mark.onset_s) < _AFTER_SPASM_S)
    ]
    return stretch_around(study.segments, mark.onset_s, others, settings.length_s(asked), rng, _around_s(study))


def _around_s(study: SettledStudy) -> tuple[float, float]:
    """Return how much is shown at least before and after an event."""
    return (FILM_BEFORE_S, FILM_AFTER_S) if study.is_film else (BEFORE_S, AFTER_S)


_AFTER_SPASM_S = 3.0  # an electrodecrement that belongs to the spasm does not count as another event


def _belongs_to_spasm(study: SettledStudy, mark: Annotation) -> bool:
    """Whether a mark that is no spasm lies so near a settled one that both are one event: asked of it, yes is right."""
    return mark.term_id != SPASM_TERM and any(
        one.term_id == SPASM_TERM
        and (abs(one.onset_s - mark.onset_s) < _AFTER_SPASM_S or one.span.contains(mark.onset_s))
        for one in study.final
    )


def _look(mark: Annotation, clusters: Mapping[str, int]) -> str:
    number = clusters.get(mark.annotation_id)
    if number is not None:
        return f"cluster {number}"
    if mark.term_id == SPASM_TERM:
        return f"spasm {mark.onset_s:.3f}"
    kind = mark.attribute("kind") or ""
    return f"{mark.term_id} {kind} {int(mark.onset_s // _LOOK_ALIKE_S)}"


def _class_of(mark: Annotation, answer: str) -> str:
    """Return the class of an event: the kind that readers named, else the answer."""
    return (mark.attribute("kind") or answer) if mark.term_id in ("mimic", "artifact") else answer


def history_of(study: SettledStudy, mark: Annotation | None) -> str:
    """Return what may be told of the infant: its age, and the state that was noted; "" where neither is known."""
    states = {
        "awake": "awake",
        "arousal": "on arousal",
        "drowsy": "drowsy",
        "nrem": "in NREM sleep",
        "rem": "in REM sleep",
    }
    state = states.get(mark.attribute("state") or "", "") if mark is not None else ""
    if not study.age:
        return f"{state[:1].upper()}{state[1:]}." if state else ""
    return f"An infant of {study.age}{f', {state}' if state else ''}."


def has_video(study: SettledStudy, stretch: Span) -> bool:
    """Whether a video of the study covers a stretch."""
    return any(
        one.clip.sync.is_known and one.clip.span.start_s <= stretch.start_s and stretch.stop_s <= one.clip.span.stop_s
        for one in study.videos
    )
