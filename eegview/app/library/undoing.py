"""Which of an author's edits undo and redo would reverse, read from the log itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from eegview.app.library.decision_texts import decision_act_text, decisions_made
from eegview.app.library.scoring_texts import also_text, is_about_score, score_act_text, without_records
from eegview.app.library.study_texts import study_act_text
from eegview.model.annotation import Annotation, marks_text
from eegview.model.audit import AUDIT_TERM
from eegview.model.edit import Action, Change, Edit
from eegview.model.opinion import OPINION_TERM
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.study.records import ADJUDICATION_TERM, CLIP_SLOWNESS_TERM, REPORT_SIGNATURE_TERM, STUDY_TERMS
from eegview.model.suggestion.judgement import JUDGEMENT_TERM
from eegview.model.suggestion.run_record import RUN_TERM, RunEvent, run_record_of
from eegview.model.sync import SYNC_TERM, is_clinical
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.store.library import Library, Step


Labels = Callable[[str], str]
TimeText = Callable[[float, int], str]  # a time of the recording (s) with so many decimals, as the reviewer reads it

_READ_AT_MOST = 100  # changes of one act; more are only counted
_NAMED_AT_MOST = 500  # edits that can be undone one after the other while the library is away
_SHOWN_AT_MOST, _SHOWN_CHANGES = 100, 20_000  # of them shown as undone, and how many changes they may have


class UndoStacks:
    """One author's edits that can be undone and redone, newest last.

    They are nothing but the log replayed, so they are the same after a restart, and catch up with what the same
    author did in another window.

    is_behind : an edit of the author's is known to be missing here
    undo_what, redo_what : what would be undone or redone, `add spasm at 00:12:44`; None = nothing
    """

    def __init__(
        self, library: Library, fingerprint: str, author: str, labels: Labels, time_text: TimeText = elapsed_text
    ) -> None:
        self._library = library
        self._fingerprint = fingerprint
        self._author = author
        self._labels, self._time_text = labels, time_text
        self._steps: dict[int, Step] = {}
        self._undo: list[int] = []
        self._redo: list[int] = []
        self._texts: dict[tuple[int, str], str] = {}  # by edit, and how times were written then
        self.is_behind = False
        self.undo_what: str | None = None
        self.redo_what: str | None = None
        self.catch_up()

    def to_undo(self) -> int | None:
        self.catch_up()
        return self._undo[-1] if self._undo else None

    def to_redo(self) -> int | None:
        self.catch_up()
        return self._redo[-1] if self._redo else None

    @property
    def last_to_undo(self) -> tuple[int, ...]:
        """Return the last edits to undo, the next one last; none while it is not known which."""
        return () if self.is_behind else tuple(self._undo[-_NAMED_AT_MOST:])

    @property
    def last_to_redo(self) -> tuple[int, ...]:
        """Return the last edits to redo, the next one last; none while it is not known which."""
        return () if self.is_behind else tuple(self._redo[-_NAMED_AT_MOST:])

    def known_changes(self) -> dict[int, tuple[Change, ...]]:
        """Return the changes of the edits that are undone and redone next, by number, as far as they are few enough.

        An undo that waits for the library is shown by them.
        """
        numbers: list[int] = []
        for stack in (self.last_to_undo, self.last_to_redo):
            n_changes = 0
            for number in reversed(stack[-_SHOWN_AT_MOST:]):
                n_changes += self._steps[number].n_changes
                if n_changes > _SHOWN_CHANGES:
                    break
                numbers.append(number)
        return {edit.number: edit.changes for edit in self._library.edits_numbered(self._fingerprint, numbers)}

    def catch_up(self, newest: Edit | None = None) -> None:
        """Update the stacks with what the author did since; `newest` is an edit that is known already."""
        last = max(self._steps, default=0)
        for step in self._library.steps(self._fingerprint, self._author, after=last):
            self._add(step)
        self.is_behind = False
        self.undo_what = self._what(self._undo, newest, is_undone=False)
        self.redo_what = self._what(self._redo, newest, is_undone=True)

    def _add(self, step: Step) -> None:
        self._steps[step.number] = step
        if step.action in (Action.RECORD, Action.DISPLAY):  # the program wrote it for the reviewer
            return
        # By number, not from the top: two windows of one author may have acted at the same moment.
        if step.action is Action.UNDO:
            self._undo = [other for other in self._undo if other != step.reverses]
            self._redo.append(step.number)
        elif step.action is Action.REDO:
            self._redo = [other for other in self._redo if other != step.reverses]
            self._undo.append(step.number)
        else:
            self._undo.append(step.number)
            self._redo.clear()

    def _what(self, numbers: list[int], newest: Edit | None, is_undone: bool) -> str | None:
        if not numbers:
            return None
        step = self._steps[numbers[-1]]
        if step.n_changes > _READ_AT_MOST:  # may be thousands: named without reading them
            return f"{self._origin(step).value} {marks_text(step.n_changes)}"
        key = step.number, self._time_text(0.0, 0)
        if key not in self._texts:
            is_known = newest is not None and newest.number == step.number
            edit = newest if newest and is_known else self._library.edit(self._fingerprint, step.number)
            changes = tuple(change.swapped() for change in edit.changes) if is_undone else edit.changes
            is_one = (
                len(without_records(changes)) <= 1
                or is_verdict(changes)
                or is_about_study(changes)
                or decisions_made(changes)
                or report_in(changes)
            )
            counted = f"{self._origin(step).value} {marks_text(step.n_changes)}"
            self._texts[key] = described(changes, self._labels, self._time_text) if is_one else counted
        return self._texts[key]

    def _origin(self, step: Step) -> Action:
        """Return the action that a chain of undo and redo goes back to."""
        while step.reverses is not None and step.reverses in self._steps:
            step = self._steps[step.reverses]
        return step.action


def described(changes: tuple[Change, ...], labels: Labels, time_text: TimeText = elapsed_text) -> str:
    """Return `add spasm at 00:12:44`, or `delete 12 marks` for several."""
    if is_verdict(changes):
        return _verdict_text(changes, time_text)
    if decided := decisions_made(changes):
        return decision_act_text(decided, labels, time_text)
    if is_about_study(changes):
        return study_act_text(changes)
    if is_about_score(changes):
        return score_act_text(changes, time_text)
    if report := report_in(changes):
        return study_act_text(report)
    if speed := tuple(change for change in changes if change.mark.term_id == CLIP_SLOWNESS_TERM):
        n_marks = sum(is_clinical(change.mark) for change in changes)
        return (
            f"{study_act_text(speed)}, with {marks_text(n_marks)} on their frames" if n_marks else study_act_text(speed)
        )
    changes, more = without_records(changes), also_text(changes)
    if more:
        return f"{described(changes, labels, time_text)} {more}"
    first = changes[0]
    verb = "add" if first.before is None else "delete" if first.after is None else "change"
    if len(changes) > 1:
        return f"{verb} {marks_text(len(changes))}"
    mark = first.mark
    if mark.term_id == SYNC_TERM:
        return f"{'set' if verb == 'add' else verb} video time"
    if mark.term_id == SIGNATURE_TERM:
        return f"{'sign' if verb == 'add' else f'{verb} signature of'} the layer {mark.attribute('layer') or '?'}"
    if mark.term_id == RUN_TERM:
        return run_record_text(mark)
    if mark.term_id == OPINION_TERM:
        return f"{_opinion_verb(verb, mark.attribute('verdict') or '')} mark at {time_text(mark.onset_s, 0)}"
    return f"{verb} {labels(mark.term_id).lower()} at {time_text(mark.onset_s, 0)}"


def _opinion_verb(verb: str, verdict: str) -> str:
    """Return `endorse`, `query` or `comment on`; `delete comment on` where it was withdrawn."""
    act, noun = {"endorse": ("endorse", "endorsement of"), "query": ("query", "query on")}.get(
        verdict, ("comment on", "comment on")
    )
    return act if verb == "add" else f"{'withdraw' if verb == 'delete' else verb} {noun}"


def run_record_text(mark: Annotation) -> str:
    """Return what a record of a detector's run says: `run of “Epileptic spasms” ended: done, 13 suggestions`."""
    record = run_record_of(mark)
    if record is None or record.event is RunEvent.OLDER:
        return "list of detector runs from before the log recorded their hashes"
    name = f"run of “{record.title}”"
    if record.event is not RunEvent.ENDED or record.digest is None:
        return f"{name} {record.event.value}"
    n_found = record.digest.n_detections
    found = "1 suggestion" if n_found == 1 else f"{n_found or 'no'} suggestions"
    program, code = mark.attribute("program"), mark.attribute("code")
    by = f", by eegview {program.partition(' ')[0]}, code {code[:12]}" if program and code else ""
    return f"{name} ended: {mark.attribute('end') or '?'}, {found}{by}"


def is_verdict(changes: tuple[Change, ...]) -> bool:
    """Check whether an act is a verdict on a suggestion, or an answer in a miss audit."""
    return any(change.mark.term_id in (JUDGEMENT_TERM, AUDIT_TERM) for change in changes)


def report_in(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the signature of a report in an act; the counted layer is signed with it."""
    return tuple(change for change in changes if change.mark.term_id == REPORT_SIGNATURE_TERM)


def is_about_study(changes: tuple[Change, ...]) -> bool:
    """Check whether an act is about what belongs to the study beside its marks."""
    return all(change.mark.term_id in STUDY_TERMS - {ADJUDICATION_TERM} for change in changes)


_VERDICT_VERBS = {"accept": "accept", "reject": "reject", "unsure": "mark as unsure:"}


def _verdict_text(changes: tuple[Change, ...], time_text: TimeText) -> str:
    """Return `accept suggestion at 00:12:44`, `reject 12 suggestions`, `undo decision on …`."""
    given = [change for change in changes if change.mark.term_id == JUDGEMENT_TERM]
    if not given:
        found = next(change for change in changes if change.mark.term_id == AUDIT_TERM)
        act = "answer" if found.before is None else "undo answer" if found.after is None else "change answer"
        return f"{act} of the miss audit at {time_text(found.mark.onset_s, 0)}"
    verbs = {_VERDICT_VERBS.get(c.after.attribute("verdict") or "", "decide on") if c.after else "" for c in given}
    verb = verbs.pop() if len(verbs) == 1 else "decide on"
    if len(given) > 1:
        what = f"{len(given)} suggestions"
    else:
        what = f"suggestion at {time_text(given[0].mark.onset_s, 0)}"
    return f"{verb} {what}" if verb else f"undo decision on {what}"
