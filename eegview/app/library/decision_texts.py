"""What a decision between readers did, as undo and the history call it."""

from collections.abc import Callable, Sequence

from eegview.model.edit import Change
from eegview.model.study.adjudication import Decision, Verdict, decision_of
from eegview.model.study.records import ADJUDICATION_TERM

TimeText = Callable[[float, int], str]


def decisions_made(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the decisions between readers in an act; what they change in the final layer goes with them."""
    return tuple(change for change in changes if change.mark.term_id == ADJUDICATION_TERM)


def decision_act_text(decided: Sequence[Change], labels: Callable[[str], str], time_text: TimeText) -> str:
    """Return `decide on spasm at 00:12:44: as ada`, `take 110 events that both readers agree on`."""
    changes = [(change, decision_of(change.mark)) for change in decided]
    is_undone = all(change.after is None for change, _decision in changes)
    if len(changes) == 1:
        change, decision = changes[0]
        if decision is None:
            return "decide between readers"
        what = f"{_noun(decision, labels)} at {time_text(decision.span.start_s, 0)}"
        if change.after is None:
            return f"undo decision on {what}"
        if decision.verdict is Verdict.QUERY:
            return f"query readers on {what}"
        return f"decide on {what}: {_outcome(decision)}"
    n_agreed = sum(one is not None and one.verdict is Verdict.AGREED for _change, one in changes)
    if n_agreed == len(changes):
        verb = "undo taking" if is_undone else "take"
        return f"{verb} {n_agreed} findings that both readers agree on"
    return f"{'undo decisions' if is_undone else 'decide'} on {len(changes)} differences of readers"


def _noun(decision: Decision, labels: Callable[[str], str]) -> str:
    is_record = decision.matter in ("bins", "answer", "pages", "score")
    return "scored epoch" if is_record else labels(decision.term_id).lower()


def _outcome(decision: Decision) -> str:
    if decision.verdict is Verdict.TAKE_A:
        return f"as {decision.layer_a}"
    if decision.verdict is Verdict.TAKE_B:
        return f"as {decision.layer_b}"
    return {Verdict.MERGE: "merged", Verdict.NEITHER: "no event"}.get(decision.verdict, "both agree")
