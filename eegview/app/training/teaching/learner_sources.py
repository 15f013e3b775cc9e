"""Where each learner's records lie in a folder: a file of answers, bundles that were sent, or both."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from eegview.app.training.learner.answers_file import SUFFIX as ANSWERS
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.bundle import SUFFIX as BUNDLE
from eegview.app.training.learner.bundle import bundle_digests, merge_bundle, record_digests
from eegview.model.errors import EegViewError


@dataclass(slots=True)
class LearnerSource:
    """One learner's files: those that share a record are of one person.

    number : of the first file in the folder, from 1
    paths : the file of answers first, where there is one
    """

    number: int
    paths: list[Path]
    digests: set[bytes] = field(default_factory=set[bytes], repr=False)

    def opened(self, folder: Path) -> AnswersFile:
        """Return all records to read; what comes from bundles is put together in a private folder.

        Raises
        ------
        EegViewError : a file cannot be read
        """
        first, *bundles = self.paths
        if not bundles and first.suffix == ANSWERS:
            return AnswersFile(first, may_write=False)
        together = folder / f"{self.number}{ANSWERS}"
        if first.suffix == ANSWERS:
            shutil.copyfile(first, together)
        else:
            bundles = self.paths
        for path in bundles:
            merge_bundle(path, together, is_same_learner=True)
        return AnswersFile(together, may_write=False)


def learner_sources(folder: Path) -> tuple[list[LearnerSource], list[str]]:
    """Return the learners of a folder, and a sentence for each file that cannot be read; no sentence names a file."""
    paths = [*sorted(folder.glob(f"*{ANSWERS}")), *sorted(folder.glob(f"*{BUNDLE}"))] if folder.is_dir() else []
    found: list[LearnerSource] = []
    problems: list[str] = []
    for number, path in enumerate(paths, 1):
        try:
            digests = _digests(path)
        except EegViewError as error:
            problems.append(problem_text(number, path, error))
            continue
        known = next((one for one in found if one.digests & digests), None) if path.suffix == BUNDLE else None
        if known is None:
            found.append(LearnerSource(number, [path], digests))
        else:
            known.paths.append(path)
            known.digests |= digests
    return found, problems


def problem_text(number: int, path: Path, error: EegViewError) -> str:
    """Return what is wrong with a file of the folder, without its name, which could be a person's."""
    return f"File {number}: {error.sentence.replace(f'“{path.name}”', 'it')}"


def _digests(path: Path) -> set[bytes]:
    if path.suffix == BUNDLE:
        return bundle_digests(path)
    with AnswersFile(path, may_write=False) as file:
        return record_digests(file.lines)
