"""Judge what a detector proposed: the judgement and the mark made of it are one edit, undone as one.

No verdict is shown before it is on the disk; while the library is away verdicts wait there like every other act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.app.review.pending_records import PendingRecords
from eegview.app.review.review import Review
from eegview.app.suggestions.judgements import Key
from eegview.app.vocabulary.term_answers import fitting_answers
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.suggestion.judgement import Judgement, Verdict, judgement_mark, judgement_of, looked_at, unseen
from eegview.model.vocabulary import Shape, Vocabulary


@dataclass(frozen=True, slots=True)
class VerdictOn:
    """A verdict to be given.

    term_id : what the mark is to be, "" = as proposed; another term says that something else was there
    span : where the mark is to lie, None = as proposed
    is_seen : whether it had been shown on its own
    """

    detection: Detection
    verdict: Verdict
    term_id: str = ""
    span: Span | None = None
    is_seen: bool = True


def judgement_id(author: str, run_id: str, number: int) -> str:
    """Return the id of an author's judgement on a detection: two windows cannot judge the same one twice unseen."""
    return hashlib.sha256(f"judgement\n{author}\n{run_id}\n{number}".encode()).hexdigest()[:32]


def mark_of(given: VerdictOn, author: str, vocabulary: Vocabulary) -> Annotation | None:
    """Return the mark a verdict makes, None where it makes none.

    The note stays empty. Answers that came with the proposal are the mark's where its term asks them; the rest is open.
    """
    detection = given.detection
    is_other = given.term_id not in ("", detection.term_id)
    if given.verdict is Verdict.UNSURE or (given.verdict is Verdict.REJECT and not is_other):
        return None
    term_id = given.term_id or detection.term_id
    span = given.span or detection.span
    term = vocabulary.term(term_id)
    duration_s = span.duration_s
    if term is not None and term.shape is Shape.POINT:
        duration_s = 0.0
    elif term is not None and not duration_s:
        duration_s = term.default_duration_s
    mark = Annotation(
        new_annotation_id(),
        term_id,
        span.start_s + 0.0,
        duration_s + 0.0,
        detection.channels,
        fitting_answers(detection.attributes, term),
        layer=author,
    )
    return mark if given.is_seen else unseen(mark)


@dataclass(frozen=True, slots=True)
class Verdicted:
    """The records and marks that a verdict makes.

    changes : nothing where the same was said before
    judgement : the record as it is then
    made : the mark as it is then, None for none
    """

    changes: tuple[Change, ...]
    judgement: Annotation
    made: Annotation | None


def verdict_changes(
    run: DetectorRun,
    given: VerdictOn,
    author: str,
    vocabulary: Vocabulary,
    held: Judgement | None,
    made: Annotation | None,
    known: Annotation | None = None,
) -> Verdicted:
    """Return the changes a verdict makes: its record, its mark, and the mark of an earlier verdict that is deleted.

    A proposal called something else is rejected, with the mark that stands in its place: the machine was wrong about
    it. A verdict on what an earlier run proposed as well takes the place of the one given there. What was answered
    about a mark stays where the same is said again.

    held : the author's judgement as it stands, None = none yet
    made : the mark made of it, None where there is none or it was deleted since
    known : the author's own mark of the same event, made by hand or of another proposal: it is not marked twice
    """
    mark = mark_of(given, author, vocabulary)
    is_other = mark is not None and mark.term_id != given.detection.term_id
    verdict = Verdict.REJECT if is_other else given.verdict
    same_as = ""
    if mark is not None and made is None and known is not None and known.term_id == mark.term_id:
        mark, same_as = None, known.annotation_id
    if mark is not None and made is not None and made.term_id == mark.term_id:
        is_moved = given.span is not None
        mark = replace(made, onset_s=mark.onset_s, duration_s=mark.duration_s) if is_moved else made
        mark = looked_at(mark) if given.is_seen else mark
    if held is None:
        identity = judgement_id(author, run.run_id, given.detection.number)
        before = None
        after = judgement_mark(run, given.detection, verdict, _id(mark), identity, author, given.is_seen)
    else:
        before = held.mark
        attributes = dict(before.attributes) | {"verdict": verdict.value, "accepted": _id(mark)}
        attributes |= {} if given.is_seen else {"seen": "no"}
        if given.is_seen:
            attributes.pop("seen", None)
        after = replace(before, attributes=tuple(sorted(attributes.items())))
    after = _with_same(after, same_as)
    changes = [Change(before, after)] if before != after else []
    if made is not None and mark is not None and made.annotation_id == mark.annotation_id:
        changes += [Change(made, mark)] if made != mark else []
    else:
        changes += [Change(made, None)] if made is not None else []
        changes += [Change(None, mark)] if mark is not None else []
    return Verdicted(tuple(changes), after, mark)


def _with_same(judgement: Annotation, same_as: str) -> Annotation:
    """Return the record with the id of the mark that stood there already, which stays when the verdict goes."""
    attributes = {name: value for name, value in judgement.attributes if name != "same_as"}
    attributes |= {"same_as": same_as} if same_as else {}
    return replace(judgement, attributes=tuple(sorted(attributes.items())))


def own_mark_at(
    marks: Iterable[Annotation], author: str, term_id: str, onset_s: float, rule: SameEventRule | None = None
) -> Annotation | None:
    """Return the author's mark of a term that starts nearest, of the same event by `rule`; None where there is none."""
    rule = rule or SameEventRule()
    own = [mark for mark in marks if mark.layer == author and mark.term_id == term_id]
    near = [mark for mark in own if rule.are_near(mark.onset_s, onset_s)]
    return min(near, key=lambda mark: abs(mark.onset_s - onset_s), default=None)


def back_changes(held: Judgement, made: Annotation | None) -> tuple[Change, ...]:
    """Return the changes of retracting a verdict: the proposal is open again, its mark is deleted."""
    return (Change(held.mark, None), *((Change(made, None),) if made is not None else ()))


def _id(mark: Annotation | None) -> str:
    return mark.annotation_id if mark is not None else ""


class Judging:
    """Judge suggestions in the name of the reviewer at the window.

    pending : judgements on their way to the disk, None = one is being taken back
    """

    def __init__(self, review: Review, vocabulary: Vocabulary) -> None:
        self._review, self._vocabulary = review, vocabulary
        self._pending: PendingRecords[Key, Judgement] = PendingRecords(review)

    @property
    def pending(self) -> dict[Key, Judgement | None]:
        return self._pending.records()

    @property
    def waiting(self) -> dict[Key, Judgement | None]:
        """Return the records of `pending` that wait while the library is away; they are safe on this machine's disk."""
        return self.pending if self._review.n_waiting else {}

    def judge(self, run: DetectorRun, given: Iterable[VerdictOn], held: dict[int, Judgement]) -> None:
        """Return verdicts on detections of one run, all as one act.

        held : the judgements that hold now, by the detection's number

        Raises
        ------
        UsageError : the marks are not there yet
        """
        self._check_open()
        self._pending.prune()  # once: what this act adds is not on its way yet
        changes: list[Change] = []
        for one in given:
            key = (run.run_id, one.detection.number)
            judgement, made = self._standing(key, held.get(one.detection.number))
            known = self._known(one)
            done = verdict_changes(run, one, self._review.author, self._vocabulary, judgement, made, known)
            if done.changes:
                changes += done.changes
                self._pending.add(key, judgement_of(done.judgement), done.made)
        if changes:
            self._review.acts.do_together(changes)

    def retract(self, run: DetectorRun, detections: Sequence[Detection], held: dict[int, Judgement]) -> None:
        """Retract verdicts, all as one act: the proposals are open again, the marks made of them are deleted."""
        self._check_open()
        self._pending.prune()  # once: what this act adds is not on its way yet
        changes: list[Change] = []
        for detection in detections:
            key = (run.run_id, detection.number)
            judgement, made = self._standing(key, held.get(detection.number))
            if judgement is not None:
                changes += back_changes(judgement, made)
                self._pending.add(key, None)
        if changes:
            self._review.acts.do_together(changes)

    def _known(self, given: VerdictOn) -> Annotation | None:
        """Return the reviewer's mark of the same event, made long ago, a moment ago or in the same act."""
        onset_s = (given.span or given.detection.span).start_s
        rule = self._review.layers.same_event
        near = (*self._review.marks.within(rule.reach(onset_s)), *self._pending.made())
        return own_mark_at(near, self._review.author, given.term_id or given.detection.term_id, onset_s, rule)

    def _standing(self, key: Key, committed: Judgement | None) -> tuple[Judgement | None, Annotation | None]:
        return self._pending.effective(key, committed, committed.accepted_id if committed is not None else "")

    def _check_open(self) -> None:
        if not self._review.is_open:
            raise UsageError("Your marks are not loaded yet.", "Try again when they are shown.")
