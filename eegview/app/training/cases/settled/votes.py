"""What the experts said of an event or a stretch, counted as votes for the answers of a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.settled.study import SettledStudy
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.training.item import EASY, HARD, MEDIUM
from eegview.model.training.key import Vote
from eegview.model.training.question import SOMETHING_ELSE

NONE = "none"
SPASM_TERM = "spasm"
EVENT_TERMS = ("spasm", "seizure", "mimic", "artifact", "electrodecrement", "paroxysmal_voltage_attenuation")
EASY_SHARE, MEDIUM_SHARE = 0.9, 0.67  # of the votes for the settled answer
_LEAST_OVERLAP = 0.5  # of the stretch, from which on a mark is about it


def nearest(marks: Iterable[Annotation], onset_s: float, within_s: float = SAME_EVENT_S) -> Annotation | None:
    """Return the mark whose onset is nearest, None where none is within the rule for one event."""
    near = [mark for mark in marks if abs(mark.onset_s - onset_s) <= within_s]
    return min(near, key=lambda mark: (abs(mark.onset_s - onset_s), mark.annotation_id), default=None)


def event_answers(study: SettledStudy, asked: AskedQuestion, onset_s: float, missing: str | None) -> dict[str, str]:
    """Return each expert's answer on an event: by the mark of theirs at its onset.

    A spasm goes before what was marked beside it: a decrement or a movement artifact belongs to it. An expert who
    marked another event there said something else, which no option says, and that is a vote.

    missing : answer of an expert who marked nothing there; None = such an expert does not vote
    """
    found: dict[str, str] = {}
    for expert in study.experts:
        events = [mark for mark in study.of(expert) if mark.term_id in EVENT_TERMS]
        own = [mark for mark in events if mark.term_id in asked.terms]
        spasms = [mark for mark in own if mark.term_id == SPASM_TERM]
        mark = nearest(spasms, onset_s) or nearest(own, onset_s)
        if mark is not None:
            answer = _answer(asked, mark)
        else:
            answer = missing or (SOMETHING_ELSE if nearest(events, onset_s) is not None else None)
        if answer is not None:
            found[expert] = answer
    return found


def _answer(asked: AskedQuestion, mark: Annotation) -> str | None:
    """Return what a mark says to a question, None where it says nothing."""
    return asked.value_of(mark) or (SOMETHING_ELSE if asked.says_something_else(mark) else None)


def stretch_answers(study: SettledStudy, asked: AskedQuestion, stretch: Span) -> dict[str, str]:
    """Return each expert's answer on a stretch: by the mark that covers most of it, at least half."""
    found: dict[str, str] = {}
    for expert in study.experts:
        mark = covering((one for one in study.of(expert) if one.term_id in asked.terms), stretch)
        answer = _answer(asked, mark) if mark is not None else None
        if answer is not None:
            found[expert] = answer
    return found


def covering(marks: Iterable[Annotation], stretch: Span) -> Annotation | None:
    """Return the mark that covers most of a stretch, None where none covers half of it."""

    def overlap_s(mark: Annotation) -> float:
        part = mark.span.intersection(stretch)
        return part.duration_s if part is not None else 0.0

    best = max(marks, key=overlap_s, default=None)
    return best if best is not None and overlap_s(best) >= _LEAST_OVERLAP * stretch.duration_s else None


def votes_of(answers: Mapping[str, str], pseudonym: Callable[[str], str]) -> tuple[Vote, ...]:
    """Return votes, the most frequent answer first; experts by pseudonym."""
    counts = Counter(answers.values())
    return tuple(
        Vote(value, n, tuple(sorted(pseudonym(expert) for expert, said in answers.items() if said == value)))
        for value, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def difficulty_of(answers: Mapping[str, str], settled: str) -> str:
    """Return how hard an item is by the share of experts who gave the settled answer."""
    share = sum(said == settled for said in answers.values()) / len(answers) if answers else 0.0
    return EASY if share >= EASY_SHARE else MEDIUM if share >= MEDIUM_SHARE else HARD
