"""The answers of those learners who gave consent, read from a folder of answer files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eegview.app.training.learner.answers_file import SUFFIX, AnswersFile
from eegview.app.training.learner.records import Comment
from eegview.model.errors import EegViewError
from eegview.model.recording import Progress, no_progress
from eegview.model.training.answer import Answer


@dataclass(frozen=True, slots=True)
class LearnerAnswers:
    """What one learner answered and said; the pseudonym is all that is known of the person."""

    pseudonym: str
    answers: tuple[Answer, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class ClassAnswers:
    """The learners of a folder.

    n_without_consent : files whose learners did not agree; nothing of them was taken
    problems : a sentence for each file that cannot be read
    """

    learners: tuple[LearnerAnswers, ...]
    n_without_consent: int
    problems: tuple[str, ...] = ()


def read_class(folder: Path, progress: Progress = no_progress) -> ClassAnswers:
    """Read the answers of all learners of a folder who gave consent and did not withdraw it.

    Raises
    ------
    Cancelled : from `progress`
    """
    paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    learners, problems, n_without = [], [], 0
    for number, path in enumerate(paths):
        progress(number / len(paths))
        try:
            with AnswersFile(path, may_write=False) as file:
                if not file.has_consent:
                    n_without += 1
                    continue
                learners.append(LearnerAnswers(file.pseudonym, tuple(file.answers()), file.comments()))
        except EegViewError as error:
            told = error.sentence.replace(f"“{path.name}”", "it")  # a name could be a person's
            problems.append(f"File {number + 1}: {told}")
    progress(1.0)
    return ClassAnswers(_named_apart(learners), n_without, tuple(problems))


def _named_apart(learners: Iterable[LearnerAnswers]) -> tuple[LearnerAnswers, ...]:
    """Return the learners by pseudonym; where two chose the same one, the second bears a number."""
    found: list[LearnerAnswers] = []
    taken: dict[str, int] = {}
    for one in sorted(learners, key=lambda learner: learner.pseudonym):
        taken[one.pseudonym] = taken.get(one.pseudonym, 0) + 1
        n = taken[one.pseudonym]
        name = one.pseudonym if n == 1 else f"{one.pseudonym} ({n})"
        found.append(LearnerAnswers(name, one.answers, one.comments))
    return tuple(found)
