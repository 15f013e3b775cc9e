"""Say what is still open of a review, before it is signed: each item one short text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.app.marks.opinions import opinions_by_mark
from eegview.app.review.completeness import minutes_text
from eegview.app.review.coverage import share_text
from eegview.clinical.coverage import SleepCoverage
from eegview.model.annotation import Annotation, marks_text
from eegview.model.opinion import Opinion, Verdict
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, judgement_of, n_unseen
from eegview.model.suggestion.judgement import Verdict as Judged
from eegview.model.vocabulary import Vocabulary

_DOUBT = frozenset({"unsure", "uncertain", "possible", "?"})  # stored answers that leave a question open
_ALL_REVIEWED = 0.9995
_LEAST_UNSTAGED_S = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of the recording a reviewer has read (shares 0-1), and how much there is of it."""

    share: float
    share_with_video: float
    recorded_s: float
    has_video: bool

    @property
    def text(self) -> str:
        """Return `Reviewed by you: 38 % of 18 min, 10 % with video shown`."""
        video = f", {share_text(self.share_with_video)} with video shown" if self.has_video else ""
        return f"Reviewed by you: {share_text(self.share)} of {minutes_text(self.recorded_s)}{video}"


def open_items(
    reading: Reading,
    marks: Iterable[Annotation],
    records: Iterable[Annotation],
    author: str,
    coverage: SleepCoverage | None,
    vocabulary: Vocabulary,
    unjudged: Sequence[str],
    unmatched: Sequence[str],
    n_waiting: int,
    scores: Sequence[str] = (),
    readers: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return what is open of a review, nothing where all is done.

    Parameters
    ----------
    reading : of the reviewer who signs
    marks, records : clinical marks of the layer that is signed; all records of the recording
    author : who signs
    coverage : of the recording by the layer's sleep stages; None where there is no EEG to stage sleep by
    unjudged : a text for each detector with suggestions nobody decided on
    unmatched : for each video whose time is not sure, how far it is to be trusted; no file names, which may name people
    n_waiting : acts that are not saved
    scores : a text for each sheet of the layer that is begun and not committed, or changed since
    readers : a text for each pair of readers with open differences, where the final layer is signed
    """
    marks, records = tuple(marks), tuple(records)
    found = [] if reading.share > _ALL_REVIEWED else [reading.text]
    n_unsure = sum(any(value in _DOUBT for _name, value in mark.attributes) for mark in marks)
    found += [f"Unsure: {marks_text(n_unsure)} with an uncertain answer"] if n_unsure else []
    n_unanswered = sum(_has_open_question(mark, vocabulary) for mark in marks)
    found += [f"Questions not answered: {marks_text(n_unanswered)}"] if n_unanswered else []
    n_queries = len(open_queries(records, marks))
    found += [f"Queries not answered: {n_queries} of other reviewers"] if n_queries else []
    found += [f"Suggestions not decided: {', '.join(unjudged)}"] if unjudged else []
    judged = [judgement_of(r) for r in records if r.term_id == JUDGEMENT_TERM and r.layer == author]
    n_undecided = sum(one is not None and one.verdict is Judged.UNSURE for one in judged)
    found += [f"Suggestions left unsure: {n_undecided}"] if n_undecided else []
    n_blind = n_unseen(marks)
    found += [f"Accepted unseen: {marks_text(n_blind)}"] if n_blind else []
    unstaged_s = coverage.recorded_s - coverage.staged_s if coverage is not None else 0.0
    if coverage is not None and unstaged_s >= _LEAST_UNSTAGED_S:
        found.append(f"Sleep not staged: {minutes_text(unstaged_s)} of {minutes_text(coverage.recorded_s)}")
    found += scores
    found += readers
    found += [f"Video not matched: {_files(n)}, {text}" for text, n in Counter(unmatched).items()]
    found += [f"Not saved yet: {n_waiting} {'change' if n_waiting == 1 else 'changes'}"] if n_waiting else []
    return tuple(found)


def _files(n_files: int) -> str:
    return "1 file" if n_files == 1 else f"{n_files} files"


def open_queries(records: Iterable[Annotation], marks: Iterable[Annotation]) -> tuple[Opinion, ...]:
    """Return the queries about these marks that nobody else has commented on since."""
    wanted, found = {mark.annotation_id for mark in marks}, []
    for about, opinions in opinions_by_mark(records).items():
        if about in wanted:
            found += [one for one in opinions if one.verdict is Verdict.QUERY and not _is_answered(one, opinions)]
    return tuple(found)


def _is_answered(query: Opinion, opinions: Sequence[Opinion]) -> bool:
    return any(
        one.verdict is Verdict.COMMENT and one.author != query.author and one.at_utc >= query.at_utc for one in opinions
    )


def _has_open_question(mark: Annotation, vocabulary: Vocabulary) -> bool:
    """Whether what is asked at once when such a mark is made has no answer."""
    term = vocabulary.term(mark.term_id)
    return any(one.quick and not mark.attribute(one.name) for one in (term.attributes if term is not None else ()))
