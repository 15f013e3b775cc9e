"""The answers of those learners who gave consent, read from a folder of answer files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.records import Comment
from eegview.app.training.teaching.learner_sources import learner_sources, problem_text
from eegview.model.errors import EegViewError
from eegview.model.recording import Progress, no_progress
from eegview.model.training.answer import Answer


@dataclass(frozen=True, slots=True)
class LearnerAnswers:
    """What one learner answered and said; the pseudonym is all that is known of the person.

    is_altered : the answers were changed after they were written
    is_incomplete : lines that cannot be read, or were not completely written, were left out
    """

    pseudonym: str
    answers: tuple[Answer, ...]
    comments: tuple[Comment, ...]
    is_altered: bool = False
    is_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class ClassAnswers:
    """The learners of a folder.

    n_without_consent : files whose learners did not agree; nothing of them was taken
    problems : a sentence for each file that cannot be read, was altered or has lines that cannot be read
    """

    learners: tuple[LearnerAnswers, ...]
    n_without_consent: int
    problems: tuple[str, ...] = ()


def read_class(folder: Path, progress: Progress = no_progress) -> ClassAnswers:
    """Read the answers of all learners of a folder who gave consent and did not withdraw it.

    folder : holds files of answers and bundles that learners sent (.eeglearner); files that share a record are of one
        learner, whose last word on consent counts

    Raises
    ------
    Cancelled : from `progress`
    """
    sources, problems = learner_sources(folder)
    learners, n_without = list[LearnerAnswers](), 0
    with tempfile.TemporaryDirectory(prefix="eegview-") as private:
        for number, source in enumerate(sources):
            progress(number / len(sources))
            try:
                with source.opened(Path(private)) as file:
                    if file.has_consent:
                        learners.append(_learner(file))
                    else:
                        n_without += 1
            except EegViewError as error:
                problems.append(problem_text(source.number, source.paths[0], error))
    progress(1.0)
    named = _named_apart(learners)
    for one in named:
        if one.is_altered:
            problems.append(f"The answers of {one.pseudonym} were altered after they were written.")
        if one.is_incomplete:
            problems.append(f"Lines of the answers of {one.pseudonym} cannot be read and were left out.")
    return ClassAnswers(named, n_without, tuple(problems))


def _learner(file: AnswersFile) -> LearnerAnswers:
    answers, is_altered = tuple(file.answers()), not file.verify().is_whole
    return LearnerAnswers(file.pseudonym, answers, file.comments(), is_altered, bool(file.issues))


def _named_apart(learners: Iterable[LearnerAnswers]) -> tuple[LearnerAnswers, ...]:
    """Return the learners by pseudonym; where two chose the same one, the second bears a number."""
    found: list[LearnerAnswers] = []
    taken: dict[str, int] = {}
    for one in sorted(learners, key=lambda learner: learner.pseudonym):
        taken[one.pseudonym] = taken.get(one.pseudonym, 0) + 1
        n = taken[one.pseudonym]
        name = one.pseudonym if n == 1 else f"{one.pseudonym} ({n})"
        found.append(replace(one, pseudonym=name))
    return tuple(found)
