"""Checks of what the log says of decisions between readers: who made them, and whether what they name was there."""

from collections.abc import Sequence

from eegview.model.annotation import FINAL_ROLE
from eegview.model.edit import Action, Edit
from eegview.model.study.adjudication import decision_of
from eegview.model.study.records import ADJUDICATION_TERM


def decision_problems(edits: Sequence[Edit]) -> list[str]:
    """Return a sentence for each decision that is in another's name, by another role, or names no mark of the log.

    What an import brought was checked where it was made.
    """
    problems: list[str] = []
    known: set[str] = set()
    for edit in edits:
        known |= {change.annotation_id for change in edit.changes}
        if edit.action is Action.IMPORT:
            continue
        for change in edit.changes:
            if change.mark.term_id != ADJUDICATION_TERM:
                continue
            name = f"The decision between readers in edit {edit.number}"
            decision = decision_of(change.mark)
            if edit.role != FINAL_ROLE:
                problems.append(f"{name} was made by a {edit.role}.")
            elif change.mark.layer != edit.author:
                problems.append(f"{name} is in the name of “{change.mark.layer}”, but was entered by “{edit.author}”.")
            elif decision is None:
                problems.append(f"{name} cannot be read.")
            elif not known.issuperset(decision.final_ids):
                problems.append(f"{name} names a mark of the final layer that is not in the log.")
    return problems
