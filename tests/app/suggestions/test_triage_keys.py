"""Keys faster than the disk: every verdict goes where it was meant, back takes back what is still on its way."""

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inline_lane import Inline
from made_studies.judged_study import JudgedStudy, detection

from eegview.app.suggestions.miss_audit import MissAudit
from eegview.app.suggestions.triage import Triage
from eegview.model.audit import Answer
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.suggestion.judgement import Verdict

ACCEPT, REJECT, UNSURE = Verdict


class SlowLane(Inline):
    """A lane that works at once until it is told to dawdle; then only on `work`."""

    def __init__(self) -> None:
        super().__init__()
        self.is_slow = False
        self._left: deque[Callable[[], None]] = deque()

    def submit(self, work, done, failed) -> None:  # type: ignore[no-untyped-def]
        if self.is_slow:
            self._left.append(lambda: Inline.submit(self, work, done, failed))
        else:
            super().submit(work, done, failed)

    def work(self, n: int = 1000) -> None:
        while self._left and n:
            self._left.popleft()()
            n -= 1

    def close(self) -> None:
        self.is_slow = False
        self.work()
        super().close()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[JudgedStudy]:
    study = JudgedStudy(tmp_path, lane=SlowLane())
    study.put_run([detection(n, 100.0 + 200 * n, 0.9 - 0.01 * n) for n in range(6)])
    yield study
    study.close()


@pytest.fixture
def lane(study: JudgedStudy) -> SlowLane:
    assert isinstance(study.lane, SlowLane)
    study.lane.is_slow = True
    return study.lane


@pytest.fixture
def triage(study: JudgedStudy, lane: SlowLane) -> Triage:
    triage = Triage(study.suggestions)
    triage.start()
    return triage


def at(triage: Triage) -> int | None:
    return triage.current.detection.number if triage.current is not None else None


def test_nothing_is_shown_before_it_is_on_the_disk(study: JudgedStudy, lane: SlowLane, triage: Triage) -> None:
    triage.judge(ACCEPT)
    assert (at(triage), study.verdicts(), len(study.review.marks)) == (1, {}, 0)
    lane.work()
    assert (at(triage), study.verdicts(), len(study.review.marks)) == (1, {0: "accept"}, 1)


def test_every_key_finds_its_candidate(study: JudgedStudy, lane: SlowLane, triage: Triage) -> None:
    for verdict in (ACCEPT, REJECT, ACCEPT, UNSURE, ACCEPT, REJECT):
        triage.judge(verdict)
    assert triage.current is None
    lane.work(6)  # each waits in the journal first
    assert study.verdicts() == {}
    lane.work(3)
    assert study.verdicts() == {0: "accept", 1: "reject", 2: "accept"}
    assert triage.current is None
    lane.work()
    assert list(study.verdicts().values()) == ["accept", "reject", "accept", "unsure", "accept", "reject"]
    assert len(study.review.marks) == 3
    assert triage.is_finished


def test_back_at_once_takes_back_what_is_on_its_way(study: JudgedStudy, lane: SlowLane, triage: Triage) -> None:
    triage.judge(ACCEPT)
    triage.judge(ACCEPT)
    triage.back()
    assert at(triage) == 1
    triage.judge(REJECT)
    triage.back()
    triage.judge(ACCEPT, "mimic")
    lane.work()
    assert study.verdicts() == {0: "accept", 1: "reject"}
    assert {mark.term_id for mark in study.review.marks} == {"spasm", "mimic"}
    assert len(study.review.marks) == 2
    assert not study.errors


def test_a_verdict_changed_at_once_leaves_one_mark(study: JudgedStudy, lane: SlowLane, triage: Triage) -> None:
    first = study.suggestion(0)
    for verdict, term_id in ((ACCEPT, ""), (REJECT, ""), (ACCEPT, "artifact"), (ACCEPT, "")):
        study.suggestions.judge(first, verdict, term_id)
    lane.work()
    assert study.verdicts() == {0: "accept"}
    assert [mark.term_id for mark in study.review.marks] == ["spasm"]
    for _ in range(4):
        study.review.acts.undo()
    lane.work()
    assert (study.verdicts(), len(study.review.marks)) == ({}, 0)
    assert not study.errors


def test_undo_at_once_shows_the_candidate_again(study: JudgedStudy, lane: SlowLane, triage: Triage) -> None:
    triage.judge(ACCEPT)
    study.review.acts.undo()
    lane.work(1)
    assert at(triage) == 1
    lane.work()
    assert at(triage) == 0
    assert study.verdicts() == {}


def test_answers_of_an_audit_given_quickly(study: JudgedStudy, lane: SlowLane) -> None:
    recording = Recording("x.edf", "EDF", (), (Span(0.0, 1500.0),), None, "f" * 64)
    audit = MissAudit(study.suggestions, study.review, recording)
    audit.start()
    first = audit.current
    audit.answer(Answer.NOTHING)
    second = audit.current
    audit.answer(Answer.UNSURE)
    audit.back()
    assert audit.current == second
    audit.back()
    assert audit.current == first
    audit.answer(Answer.NOTHING)
    assert audit.estimate.n == 0  # of what is on the disk
    lane.work()
    assert (audit.n_answered, audit.estimate.n, audit.current) == (1, 1, second)
    assert not study.errors
