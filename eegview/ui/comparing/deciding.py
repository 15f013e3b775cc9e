"""Verdicts on differences in the window: planned, asked where the event stands already, and done as one act each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from eegview.app.comparing.agreed import AgreedPlan, agreed_plan
from eegview.app.comparing.decisions import Adjudication, Decider
from eegview.app.comparing.difference import Difference
from eegview.app.comparing.final_events import OnSame
from eegview.app.comparing.planned import PlannedDecisions
from eegview.app.marks.layers import SameEventStands
from eegview.app.marks.opinions import Giver, opinion_change, opinions_by_mark
from eegview.app.review.mark_texts import act_text
from eegview.app.scoring.final_scores import with_final_scores
from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE, marks_text
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.opinion import Verdict as Opined
from eegview.model.study.adjudication import Verdict
from eegview.model.sync import is_clinical
from eegview.model.text.language import tr
from eegview.ui.comparing.cards.final_card import NOT_A_NEUROLOGIST
from eegview.ui.comparing.reading import ReadComparison
from eegview.ui.marks.page_question import Answer, PageQuestion
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

VERDICT_WORDS = {
    Verdict.TAKE_A: "A",
    Verdict.TAKE_B: "B",
    Verdict.MERGE: "merged",
    Verdict.NEITHER: "neither",
    Verdict.AGREED: "agreed",
    Verdict.QUERY: "queried",
}
_DONE_TEXTS = {
    Verdict.TAKE_A: tr("A added to the final layer."),
    Verdict.TAKE_B: tr("B added to the final layer."),
    Verdict.MERGE: tr("Merged mark added to the final layer."),
    Verdict.NEITHER: tr("Decided: no event."),
    Verdict.QUERY: tr("The readers are asked."),
}
_NOTHING_TO_TAKE_BACK = tr("Nothing was decided here yet.")
_ANOTHER_ACT = tr("The last change was not made here: undo it with Ctrl+Z first.")
_NO_PICKS: Mapping[str, str] = {}


def _utc_text(decider: Decider) -> str:
    return decider.now.isoformat(timespec="seconds")


class Deciding(QObject):
    """Turns verdicts on one study's differences into acts.

    decided : a verdict is on its way to the disk; with the difference's id
    taken_back : an earlier verdict is taken back; with the difference's id
    """

    decided = Signal(str)
    taken_back = Signal(str)

    def __init__(self, context: Context, study: OpenStudy, now: Callable[[], datetime] | None = None) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._review = context, study, study.review
        self._now = now or (lambda: datetime.now(UTC))
        self.question = PageQuestion(context.window.page)
        self.question.setObjectName("comparing.question")
        self.question.left.connect(context.window.page.setFocus)
        self.pending: dict[str, Verdict] = {}  # on their way to the disk
        self._planned = PlannedDecisions()
        self._given: dict[frozenset[str], str] = {}  # what was acted on here, by the records that its act changed
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self.question.drop()
        self.question.deleteLater()

    @property
    def may_decide(self) -> bool:
        """Whether who looks is a neurologist."""
        return self._review.role == FINAL_ROLE

    def forget_given(self) -> None:
        """Take nothing back that was done up to now: the comparison is left."""
        self._given.clear()

    def forget_pending(self, read: ReadComparison) -> None:
        """Drop what has come back from the disk; without anything on its way nothing is pending."""
        self._planned.forget_known(read.adjudication)
        if not (self._review.n_pending or self._review.n_waiting):
            self.pending.clear()
            if read.adjudication.records == tuple(self._review.records):  # a refused act is in none of them
                self._planned.clear()
        self.pending = {i: verdict for i, verdict in self.pending.items() if i not in read.settled}

    def _adjudication(self, read: ReadComparison) -> Adjudication:
        """Return the comparison as it will stand once what was decided is saved: nobody waits for the disk."""
        return self._planned.after(read.adjudication)

    # verdicts

    def decide(
        self,
        read: ReadComparison,
        difference: Difference,
        verdict: Verdict,
        picks: Mapping[str, str] = _NO_PICKS,
        comment: str = "",
        on_same: OnSame = OnSame.ASK,
    ) -> None:
        """Decide on a difference; ask first where the event is in the final layer already, or say why not."""
        review = self._review
        decider = Decider(review.author, review.role, self._now())
        try:
            standing = self._adjudication(read)
            planned = standing.plan(difference, verdict, decider, picks, comment, on_same)
            changes = with_final_scores(standing, planned, _utc_text(decider))
        except SameEventStands as stands:
            self._ask(stands, partial(self.decide, read, difference, verdict, picks, comment))
        except UsageError as refused:
            self._say_why_not(refused)
        else:
            self.pending[difference.difference_id] = verdict
            self._given[_records_in(changes)] = difference.difference_id
            self._planned.add(changes)
            reason = f"readers compared: {VERDICT_WORDS[verdict]}"  # for the log, which stays English
            review.acts.do_together(changes, reason)
            self.decided.emit(difference.difference_id)

    def _say_why_not(self, refused: UsageError) -> None:
        text = f"{refused.sentence} {refused.advice}".strip()
        self._context.say(text if self.may_decide else NOT_A_NEUROLOGIST)

    def _ask(self, stands: SameEventStands, again: Callable[..., None]) -> None:
        """Ask whether the mark that stands in the final layer is the same event."""
        nearest = stands.standing[0]
        what = act_text(nearest, self._context.studies.vocabulary, self._study.session.time_text)
        apart_s = abs(stands.copied.onset_s - nearest.onset_s)
        how_far = f", {apart_s:.2f} s from this one" if apart_s >= 0.005 else ""
        self.question.ask(
            tr(
                "{upper}{what} is already in the final layer{how_far}. Is it the same event?",
                upper=what[:1].upper(),
                what=what[1:],
                how_far=how_far,
            ),
            tr("Rule: {text}; they are counted as one event either way.", text=self._review.layers.same_event.text),
            (
                Answer(tr("Replace"), "R", lambda: again(on_same=OnSame.REPLACE)),
                Answer(tr("Keep both"), "K", lambda: again(on_same=OnSame.KEEP_BOTH)),
                Answer(tr("Cancel"), "", lambda: None),
            ),
        )

    def plan_agreed(self, read: ReadComparison, term_id: str | None, done: Callable[[AgreedPlan], None]) -> None:
        """Plan what taking all that agrees would do, of one term or of all, on a lane; `done` is given the plan."""
        studies = self._context.studies
        decider = Decider(self._review.author, self._review.role, self._now())
        standing = self._adjudication(read)

        def plan() -> AgreedPlan:
            found = agreed_plan(standing, decider, term_id)
            scored = with_final_scores(standing, found.changes(), _utc_text(decider))
            return replace(found, new_changes=scored)

        studies.work.submit(
            plan,
            self._study.scope.while_open(done),
            studies.fail,
        )

    def take_agreed(self, plan: AgreedPlan) -> None:
        """Take all that agree, as planned, as one act."""
        ids = [one.difference_id for one in plan.new]
        self.pending.update(dict.fromkeys(ids, Verdict.AGREED))
        self._given[_records_in(plan.changes())] = ""  # of no one difference
        self._planned.add(plan.changes())
        text = tr("{marks_text} added to the final layer.", marks_text=marks_text(len(ids)))
        undo = self._context.actions["edit.undo"].trigger
        say = self._study.scope.while_open(lambda: self._context.say(text, tr("Undo (Ctrl+Z)"), undo))
        self._review.acts.do_together(plan.changes(), "readers compared: all that agree", say)

    # opinions

    def give_opinion(self, difference: Difference, opined: Opined, text: str) -> None:
        """Ask the readers, or comment, on the marks of a difference; it decides nothing."""
        review = self._review
        giver = Giver(review.author, review.role, self._now().isoformat(timespec="seconds"))
        given = opinions_by_mark(review.records)
        marks = [mark for mark in (difference.a, difference.b) if mark is not None and mark.layer != FINAL_LAYER]
        if opined is Opined.QUERY:
            marks = [mark for mark in marks if mark.layer != review.author]
        try:
            changes = [
                opinion_change(mark, opined, text, giver, given.get(mark.annotation_id, ()))
                for mark in marks
                if review.marks.get(mark.annotation_id) is not None
            ]
        except UsageError as refused:
            self._context.say(f"{refused.sentence} {refused.advice}".strip())
            return
        if not changes:
            self._context.say(tr("There is no mark of another reader here to write about."))
            return
        word = "asked" if opined is Opined.QUERY else "commented"
        self._given[_records_in(changes)] = difference.difference_id
        review.acts.do_together(changes, f"readers compared: {word}")
        self._context.say(tr("The readers are asked.") if opined is Opined.QUERY else tr("Comment added."))

    # back

    def take_back(self) -> None:
        """Undo what was done last here: a verdict, a comment, or all that was taken together.

        Where the last act is another one, or of elsewhere, nothing is undone.
        """
        records = _records_in(self._review.changes_to_undo)
        difference_id = self._given.get(records) if records else None
        if difference_id is None:
            self._context.say(_NOTHING_TO_TAKE_BACK if not self._given else _ANOTHER_ACT)
            return
        self.pending.pop(difference_id, None)
        self._planned.drop(records)
        self._review.acts.undo()
        if not difference_id:
            self.pending.clear()
        else:
            self.taken_back.emit(difference_id)


def _records_in(changes: Iterable[Change]) -> frozenset[str]:
    """Return the ids of the records among changes, by which an act of a comparison is known: each changes one."""
    return frozenset(change.annotation_id for change in changes if not is_clinical(change.mark))
