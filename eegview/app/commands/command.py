"""One act of the window, as data: id, words, menu.

The id is the action's object name, for scripts and tests. `needs` says when it can be used.
"""

from dataclasses import dataclass

from eegview.app.command_synonyms import synonyms_of


@dataclass(frozen=True, slots=True)
class Command:
    """One act of the window: what menus, keys and the command search know of it.

    needs : "" always; "recording", "eeg" (one that is not film alone), "film" (one that is), "video", "eeg_video"
    (beside EEG), "mark" (one is selected), "selection", "undo", "redo"; "candidate" (one is on the triage's card),
    "edges" (they are being moved), "early" (the triage waits for the first look), "stretch" (one is offered in the
    miss audit); "staging" (sleep is staged), "stages" and "stages_young" (with the stages from two months of age on,
    with those below); "trends" (the whole study is shown), "computing" (its trends are computed); "statistics" (those
    of spasms are shown); "score" (an epoch is scored); "report" (the report is open); "response" (two studies are
    compared), "computing_beside" (trends of the other one are computed); "comparing" (two readers are compared),
    "difference" (one of theirs is on the page), "merging" (its answers are chosen); "training" (a training session is
    open); "foreign_text" (the file has texts beyond ASCII).
    synonyms : what else people call it; those of `command_synonyms` come by themselves
    """

    command_id: str
    title: str
    menu: str
    help: str
    needs: str = "recording"
    is_toggle: bool = False
    group: int = 0  # a separator is drawn between groups of a menu
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        words = (*synonyms_of(self.command_id), *self.synonyms)
        object.__setattr__(self, "synonyms", tuple(dict.fromkeys(words)))
