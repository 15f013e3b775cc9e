"""Checks of what the log says of blind reading: who set it, and whose early looks they are."""

from collections.abc import Sequence

from eegview.model.annotation import FINAL_ROLE
from eegview.model.edit import Action, Edit
from eegview.model.study.records import BLIND_TERM, EARLY_LOOK_TERM


def blind_problems(edits: Sequence[Edit]) -> list[str]:
    """Return a sentence for each setting by another role, and each early look that is not its author's or was removed.

    What came with a bundle was checked by the log it came from.
    """
    problems: list[str] = []
    for edit in edits:
        if edit.action is Action.IMPORT:
            continue
        for change in edit.changes:
            mark = change.mark
            if mark.term_id == BLIND_TERM and edit.role != FINAL_ROLE:
                problems.append(f"Blind reading was set in edit {edit.number} by a {edit.role}.")
            elif mark.term_id == EARLY_LOOK_TERM and (change.before is not None or change.after is None):
                problems.append(f"The early look of {mark.layer} was changed in edit {edit.number}.")
            elif mark.term_id == EARLY_LOOK_TERM and mark.layer != edit.author:
                problems.append(
                    f"The early look in edit {edit.number} is in the name of “{mark.layer}”, but was entered by "
                    f"“{edit.author}”."
                )
    return problems
