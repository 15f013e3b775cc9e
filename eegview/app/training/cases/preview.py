"""What a set would hold, counted before it is written, with warnings on what it could not teach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eegview.app.film.accuracy import film_accuracy_line
from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.drawing import SPASM_QUESTIONS, TRAIN, DrawnItem
from eegview.app.training.cases.make_settings import LEAST_EXPERTS, LEAST_PATIENTS, MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.clinical.learning.confidence import FEWEST
from eegview.clinical.learning.rated_answers import FEWEST_OF_EACH
from eegview.model.training.answer import PRE_TEST
from eegview.model.training.item import Category

_SHARE_OFF = 0.08  # so far from the share that was asked for is told
_FEW_OF_CLASS = 3
_FEWEST_OF_CLASS = 5  # of a test, for the mean over the classes


FACES_IN_FILM = (
    "Faces are in the film, unless the clip was exported with the face covered and then read and settled as a study of"
    " its own. There is no sound, and nothing of what the file said beside its pictures."
)


@dataclass(frozen=True, slots=True)
class SetPreview:
    """Counts of a set that was drawn and is not written yet.

    by_category : items for training and for tests
    by_question : question id → items
    duration_s : of all stretches together
    n_film : items of film alone, n_video is with them
    film_s : of their stretches together, in `duration_s`
    """

    n_items: int
    n_infants: int
    n_experts: int
    by_category: Mapping[Category, tuple[int, int]]
    by_question: Mapping[str, int]
    n_video: int
    duration_s: float
    warnings: tuple[str, ...]
    n_film: int = 0
    film_s: float = 0.0


def preview_of(
    drawn: Sequence[DrawnItem], settings: MakeSettings, asked: Mapping[str, AskedQuestion], n_experts: int
) -> SetPreview:
    """Return the counts of a drawn set.

    n_experts : whose answers are the key; 0 where all is simulated
    """
    train = Counter(one.candidate.category for one in drawn if one.part == TRAIN)
    tests = Counter(one.candidate.category for one in drawn if one.part != TRAIN)
    categories = {one: (train[one], tests[one]) for one in sorted({*train, *tests})}
    questions = Counter(one.candidate.question_id for one in drawn)
    infants = {one.infant_id for one in drawn}
    return SetPreview(
        len(drawn),
        len(infants),
        n_experts,
        categories,
        {name: questions[name] for name in asked if questions[name]},
        sum(one.candidate.has_video for one in drawn),
        sum(one.candidate.span.duration_s for one in drawn),
        tuple(_warnings(drawn, settings, asked, len(infants), n_experts)),
        sum(one.candidate.is_film for one in drawn),
        sum(one.candidate.span.duration_s for one in drawn if one.candidate.is_film),
    )


def _warnings(drawn, settings: MakeSettings, asked: Mapping[str, AskedQuestion], n_infants: int, n_experts: int):
    if not drawn:
        return
    if n_film := sum(one.candidate.is_film for one in drawn):
        items = "1 item is" if n_film == 1 else f"{n_film} items are"
        yield f"{items} film alone. {FACES_IN_FILM}"
        yield film_accuracy_line()
    if n_infants < LEAST_PATIENTS:
        infants = "1 infant" if n_infants == 1 else f"{n_infants} infants"
        yield f"Only {infants}: learners will know these infants, not the pattern. {LEAST_PATIENTS} or more are better."
    is_simulated = all(one.candidate.is_simulated for one in drawn)
    if not is_simulated and n_experts < LEAST_EXPERTS:
        experts = "1 expert" if n_experts == 1 else f"{n_experts} experts"
        yield f"Only {experts}: a share of votes says little. {LEAST_EXPERTS} or more are better."
    for question_id in asked:
        own = [one for one in drawn if one.candidate.question_id == question_id]
        if settings.questions and question_id in settings.questions and not own:
            yield f"No item asks “{asked[question_id].question.text}”: {_why_none(asked[question_id], settings)}."
        if own:
            yield from _question_warnings(question_id, own, settings, asked)
    yield from _test_warnings(drawn, asked)
    tests = {one.candidate.infant for one in drawn if one.part != TRAIN}
    if tests & {one.candidate.infant for one in drawn if one.part == TRAIN}:
        yield "Some infants are in training and in the tests, because there are too few infants to keep them apart."


def _test_warnings(drawn: Sequence[DrawnItem], asked: Mapping[str, AskedQuestion]) -> Iterator[str]:
    """Yield what the tests could not say: they are answered once, so their items are all that a figure is made of."""
    test = [one.candidate for one in drawn if one.part == PRE_TEST]
    if not test:
        return
    if len(test) < FEWEST:
        yield f"Tests of {len(test)} items give no figure: {FEWEST} or more are needed."
        return
    used = {one.candidate.question_id for one in drawn}
    few = {
        question_id: [one for one in test if one.question_id == question_id]
        for question_id, one in asked.items()
        if question_id in used and _is_too_few(one, test)
    }
    if few:
        said = ", ".join(f"{name} {len(own)}" for name, own in few.items())
        yield f"The tests hold too few items of a question for a figure of it alone: {said}. All together give one."


def _is_too_few(asked: AskedQuestion, test: Sequence[Candidate]) -> bool:
    """Whether a test gives no figure of one question."""
    question, own = asked.question, [one for one in test if one.question_id == asked.question_id]
    if not question.options:
        return len(own) < FEWEST
    if question.positive:
        n_positive = sum(one.answer in question.positive for one in own)
        return min(n_positive, len(own) - n_positive) < FEWEST_OF_EACH
    counts = Counter(one.answer for one in own)
    return len(counts) < 2 or min(counts.values()) < _FEWEST_OF_CLASS


def _why_none(one: AskedQuestion, settings: MakeSettings) -> str:
    if one.is_film:
        return "no settled study of clips has anything on it"
    if one.needs_video and not settings.has_video:
        return "it needs video"
    return "these studies have nothing settled on it"


def _question_warnings(question_id: str, own: Sequence[DrawnItem], settings: MakeSettings, asked):
    question = asked[question_id].question
    if question_id in SPASM_QUESTIONS:
        for role, wanted, what in (
            (Role.NEGATIVE, settings.negatives, "negatives"),
            (Role.MIMIC, settings.mimics, "mimics and artifacts"),
        ):
            share = sum(one.candidate.role is role for one in own) / len(own)
            if abs(share - wanted) > _SHARE_OFF:
                yield f"{100 * share:.0f} % {what} instead of {100 * wanted:.0f} %: there are too few of one kind."
    elif question.options:
        counts = Counter(one.candidate.answer for one in own)
        few = [question.label_of(value) for value, n in counts.items() if n < _FEW_OF_CLASS]
        if len(counts) == 1:
            yield f"“{question.text}”: every answer is {question.label_of(next(iter(counts)))}."
        elif few:
            yield f"“{question.text}”: fewer than {_FEW_OF_CLASS} items of {', '.join(sorted(few))}."
