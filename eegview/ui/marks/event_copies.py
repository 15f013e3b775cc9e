"""Copies of marks on their way into a layer: where the same event stands there already, a person says what to do."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from eegview.app.marks.layers import CopyPlan, in_place_of
from eegview.app.review.mark_texts import act_text
from eegview.model.annotation import FINAL_LAYER, Annotation, marks_text
from eegview.model.edit import Change
from eegview.model.text.language import tr
from eegview.ui.marks.page_question import Answer
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_UNDO = tr("Undo (Ctrl+Z)")


class EventCopies(QObject):
    """Adds copies to a layer of one study, each as one act; asks *replace, keep both, cancel* where the event stands.

    Making a copy is not done when this returns: what is on its way to the disk counts as standing.
    """

    def __init__(self, context: Context, study: OpenStudy, panel: MarksPanel) -> None:
        super().__init__(study.scope)
        self._review, self._say, self._question = study.review, context.say, panel.question
        self._scope, self._vocabulary = study.scope, context.studies.vocabulary
        self._undo, self._time_text = context.actions["edit.undo"], study.session.time_text
        self._on_the_way: list[Annotation] = []
        study.review.marks_changed.connect(study.scope.while_open(lambda _edit: self._forget_saved()))
        study.scope.ended.connect(panel.question.drop)

    def around(self, mark: Annotation) -> tuple[Annotation, ...]:
        """Return the marks that may be of the same event as `mark`, those on their way to the disk among them."""
        reach = self._review.layers.same_event.reach(mark.onset_s)
        return (*self._review.marks.within(reach), *self._on_the_way)

    def _forget_saved(self) -> None:
        if not self._review.n_pending and not self._review.n_waiting:
            self._on_the_way.clear()

    # one copy

    def add(self, copied: Annotation, reason: str, done_text: str = "") -> None:
        """Add a copy; its layer is set."""
        self._on_the_way.append(copied)
        self._review.acts.add(copied, reason)
        if done_text:
            self._say(done_text, _UNDO, self._undo.trigger)

    def ask(self, copied: Annotation, reason: str, standing: Sequence[Annotation]) -> None:
        """Ask what to do with a copy where the same event stands, the nearest mark first."""
        nearest, whose = standing[0], _whose(copied.layer)
        what = act_text(nearest, self._vocabulary, self._time_text)
        apart_s = copied.onset_s - nearest.onset_s
        order = "at the same time" if abs(apart_s) < 0.005 else f"{abs(apart_s):.2f} s {_before(apart_s)} this one"
        more = f" and {marks_text(len(standing) - 1)} more of the same event" if len(standing) > 1 else ""
        self._question.ask(
            tr(
                "{upper}{what} is already in {whose}, {order}{more}. Is it the same event?",
                upper=what[:1].upper(),
                what=what[1:],
                whose=whose,
                order=order,
                more=more,
            ),
            tr("Rule: {text}; they are counted as one event either way.", text=self._review.layers.same_event.text),
            (
                Answer(tr("Replace"), "R", lambda: self._replace(nearest, copied, reason)),
                Answer(tr("Keep both"), "K", lambda: self.add(copied, reason, f"Both are kept in {whose}.")),
                Answer(tr("Cancel"), "", lambda: None),
            ),
        )

    def _replace(self, standing: Annotation, copied: Annotation, reason: str) -> None:
        change = in_place_of(standing, copied)
        # for the log, which stays English
        reason = f"{reason}, in place of the earlier mark" if reason else "copied in place of the earlier mark"
        self.together((change,), reason, f"Replaced in {_whose(standing.layer)}.")

    # many at once

    def ask_for_all(self, plan: CopyPlan, layer: str, reason: str) -> None:
        """Ask once, with counts, whether many marks are copied, and what becomes of events that stand already."""
        whose, rule = _whose(layer), self._review.layers.same_event
        if not plan.n_events:
            self._say(tr("No listed mark can be added to {whose}.", whose=whose))
            return
        n_standing = len(plan.standing)
        marks, events = marks_text(plan.n_marks), f"{plan.n_events} event{'s' * (plan.n_events != 1)}"

        def answer(label: str, key: str, replaces: bool = False, keeps_both: bool = False) -> Answer:
            return Answer(label, key, lambda: self._do_all(plan.changes(replaces, keeps_both), reason, whose))

        leave = Answer(tr("Cancel"), "", lambda: None)
        if n_standing:
            stands = f"{n_standing} of them {'is' if n_standing == 1 else 'are'}"
            text = tr(
                "{marks} listed, {events}; {stands} already in {whose}.",
                marks=marks,
                events=events,
                stands=stands,
                whose=whose,
            )
            answers = [answer("Replace them", "R", replaces=True), answer("Keep both", "K", keeps_both=True)]
            answers += [answer(f"Only the {len(plan.new)} new", "N")] if plan.new else []
        else:
            text, answers = (
                tr("{marks} listed, {events}; none is in {whose} yet.", marks=marks, events=events, whose=whose),
                [answer("Copy all", "A")],
            )
        self._question.ask(text, tr("Rule: {text}. One change, undone as one.", text=rule.text), (*answers, leave))

    def _do_all(self, changes: tuple[Change, ...], reason: str, whose: str) -> None:
        n_new = sum(change.before is None for change in changes)
        text = tr("{marks_text} added to {whose}", marks_text=marks_text(n_new), whose=whose)
        text += tr(", {n_changes} replaced.", n_changes=len(changes) - n_new) if n_new < len(changes) else "."
        self.together(changes, reason, text)

    def together(self, changes: tuple[Change, ...], reason: str, text: str) -> None:
        """Do all this as one act, and say so with the way back."""
        self._on_the_way += [change.after for change in changes if change.after is not None]
        say = self._scope.while_open(lambda: self._say(text, _UNDO, self._undo.trigger))
        self._review.acts.do_together(changes, reason, say)


def _whose(layer: str) -> str:
    return tr("the final layer") if layer == FINAL_LAYER else tr("your marks")


def _before(apart_s: float) -> str:
    return "before" if apart_s > 0 else "after"
