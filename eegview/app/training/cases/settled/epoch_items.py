"""Items on epochs of a settled study: hypsarrhythmia, sleep stages, BASED scores."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.settled.event_items import Experts, history_of
from eegview.app.training.cases.settled.reasons import reasons_of, shown_marks
from eegview.app.training.cases.settled.stretches import stretch_inside
from eegview.app.training.cases.settled.study import SettledStudy
from eegview.app.training.cases.settled.votes import difficulty_of, stretch_answers, votes_of
from eegview.model.annotation import FINAL_LAYER
from eegview.model.training.item import Category
from eegview.model.training.key import Reason

_BOUT_S = 600.0  # epochs of one stage or form within it look alike
_SAME_EPOCH_S = 1.0
_MAJORITY = 0.5  # more than that share of the readers gave the score


def epoch_items(
    study: SettledStudy, asked: Mapping[str, AskedQuestion], settings: MakeSettings, experts: Experts
) -> Iterator[Candidate]:
    """Yield the candidates of all questions on epochs, which need EEG."""
    if study.is_film:
        return
    for question_id in ("hypsarrhythmia", "stage"):
        if settings.asks(question_id):
            yield from _epochs(study, asked[question_id], settings, experts)
    if settings.asks("based"):
        yield from _scored(study, asked["based"], settings, experts)


def _epochs(study: SettledStudy, asked: AskedQuestion, settings: MakeSettings, experts: Experts) -> Iterator[Candidate]:
    length_s = settings.length_s(asked)
    for mark in study.final:
        answer = asked.value_of(mark) if mark.term_id in asked.terms else None
        if answer is None:
            continue
        rng = random.Random(f"{settings.seed} {study.key} {asked.question_id} {mark.onset_s}")
        stretch = stretch_inside(study.segments, mark.span, length_s, rng)
        if stretch is None:
            continue
        answers = stretch_answers(study, asked, stretch)
        if not answers:
            continue
        yield Candidate(
            Category(asked.question_id, answer, difficulty_of(answers, answer)),
            Role.NEGATIVE if answer == "absent" else Role.POSITIVE,
            answer,
            votes_of(answers, experts.of),
            study.key,
            study.infant,
            stretch,
            None,
            f"{answer} {int(mark.onset_s // _BOUT_S)}",
            study.is_simulated,
            reasons=reasons_of(mark, study.final, stretch),
            marks=shown_marks(study.marks, stretch, dict(experts.names), settings.has_texts),
            history=history_of(study, None),
            note=mark.text if settings.has_texts else "",
            is_blind_read=study.is_blind_read(answers),
        )


def _scored(study: SettledStudy, asked: AskedQuestion, settings: MakeSettings, experts: Experts) -> Iterator[Candidate]:
    """Yield the epochs that at least two readers committed, with the final score or that of their majority."""
    length_s = settings.length_s(asked)
    for start_s in _starts_s(study):
        here = [one for one in study.scores if 0 <= one.span.start_s - start_s < _SAME_EPOCH_S]
        answers = {one.reader: str(one.score) for one in here if one.reader != FINAL_LAYER}
        if len(answers) < 2:
            continue
        settled = next((str(one.score) for one in here if one.reader == FINAL_LAYER), None)
        value, n = Counter(answers.values()).most_common(1)[0]
        answer = settled or (value if n > _MAJORITY * len(answers) else None)
        stretch = stretch_inside(study.segments, here[0].span, length_s, random.Random(0))
        if answer is None or stretch is None:
            continue
        is_blind = study.is_blind_read(answers)
        if is_blind and any(one.has_seen for one in here):
            is_blind = False
        yield Candidate(
            Category("based", f"based {answer}", difficulty_of(answers, answer)),
            Role.POSITIVE,
            answer,
            votes_of(answers, experts.of),
            study.key,
            study.infant,
            stretch,
            None,
            f"based {start_s:g}",
            study.is_simulated,
            reasons=(Reason(f"committed by {len(answers)} readers{', who read blind' if is_blind else ''}"),),
            marks=shown_marks(study.marks, stretch, dict(experts.names), settings.has_texts),
            history=history_of(study, None),
            is_blind_read=is_blind,
        )


def _starts_s(study: SettledStudy) -> list[float]:
    """Return where the scored epochs begin; those of readers that begin almost together are one."""
    found: list[float] = []
    for start_s in sorted(one.span.start_s for one in study.scores):
        if not found or start_s - found[-1] >= _SAME_EPOCH_S:
            found.append(start_s)
    return found
