"""What the keys of staging do to the epochs of one study."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from eegview.app.stage_texts import STAGE_COMMANDS
from eegview.app.staging.staging import Staging
from eegview.model.text.language import tr
from eegview.ui.staging.questions import MOST_UNASKED, ask_number, ask_stage
from eegview.ui.staging.texts import stage_name
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_NO_RUN = tr("No detector that tells sleep from wake has run on this recording.")


class StagingKeys(QObject):
    """Turns commands into acts, and says why one does nothing.

    staging : returns the work while the mode is on, None else
    """

    def __init__(self, context: Context, study: OpenStudy, staging: Callable[[], Staging | None]) -> None:
        super().__init__(study.scope)
        self._window, self._scope, self._staging = context.window, study.scope, staging
        self._say, self._vocabulary = context.say, context.studies.vocabulary
        context.actions.connect(self._handlers(), study.scope)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        handlers: dict[str, Callable[[], object]] = {
            "staging.unsure": self._switch_unsure,
            "staging.back": lambda: self._with(Staging.step_back_and_clear),
            "staging.clear": lambda: self._with(Staging.clear),
            "staging.repeat": lambda: self._repeat(None),
            "staging.repeat_n": lambda: ask_number(self._window, self._scope, self._repeat),
            "staging.next": lambda: self._with(lambda staging: staging.step(1)),
            "staging.previous": lambda: self._with(lambda staging: staging.step(-1)),
            "staging.extend_next": lambda: self._with(lambda staging: staging.extend(1)),
            "staging.extend_previous": lambda: self._with(lambda staging: staging.extend(-1)),
            "staging.unstaged": self._go_to_unstaged,
            "staging.difference": self._go_to_difference,
            "staging.accept": self._accept,
            "staging.accept_run": self._ask_to_accept,
            "staging.proposal": self._switch_proposal,
        }
        return handlers | {command_id: partial(self._stage, stage) for stage, command_id in STAGE_COMMANDS.items()}

    def _with(self, act: Callable[[Staging], object]) -> None:
        staging = self._staging()
        if staging is not None:
            act(staging)

    def _stage(self, stage: str) -> None:
        self._with(lambda staging: staging.stage(stage))

    def _switch_unsure(self) -> None:
        def act(staging: Staging) -> None:
            if not staging.switch_unsure():
                self._say(tr("Stage the epoch first, then flag it as unsure."))

        self._with(act)

    def _repeat(self, n_epochs: int | None) -> None:
        def act(staging: Staging) -> None:
            stage, numbers = staging.to_repeat(n_epochs)
            name = stage_name(stage, self._vocabulary)
            if not stage:
                self._say(tr("Nothing is staged here or before, so there is no stage to repeat."))
            elif not numbers:
                self._say(tr("The next epoch is staged already."))
            elif len(numbers) > MOST_UNASKED and n_epochs is None:
                text = tr("Stage {n_numbers:,} epochs as {name}?", n_numbers=len(numbers), name=name)
                note = tr("They are staged as one change, which can be undone.")
                do = partial(staging.repeat, stage, numbers)
                ask_stage(self._window, self._scope, tr("Copy forward"), text, note, tr("Stage"), do)
            else:
                staging.repeat(stage, numbers)

        self._with(act)

    def _go_to_unstaged(self) -> None:
        self._with(lambda staging: staging.go_to_unstaged() or self._say(tr("No other epoch is unstaged.")))

    def _go_to_difference(self) -> None:
        def act(staging: Staging) -> None:
            if not self._is_proposal_shown(staging):
                return
            if not staging.go_to_difference():
                self._say(tr("No later epoch differs from the proposal."))

        self._with(act)

    def _is_proposal_shown(self, staging: Staging) -> bool:
        """Whether the proposal may be used; says why not."""
        if staging.proposal is None:
            self._say(_NO_RUN)
        elif not staging.shows_proposal:
            self._say(tr("The proposal is hidden. Show it first (P)."))
        return staging.proposal is not None and staging.shows_proposal

    def _accept(self) -> None:
        def act(staging: Staging) -> None:
            if len(staging.targets) > 1:
                self._ask_to_accept()
            elif self._is_proposal_shown(staging) and not staging.accept():
                self._say(tr("Nothing is proposed for this epoch."))

        self._with(act)

    def _ask_to_accept(self) -> None:
        def act(staging: Staging) -> None:
            if not self._is_proposal_shown(staging):
                return
            numbers = staging.to_accept()
            if not numbers:
                self._say(tr("Nothing is proposed for these epochs."))
                return
            text = tr("Stage {n_numbers:,} epochs as proposed?", n_numbers=len(numbers))
            note = tr("Each is kept as accepted from the proposal. It is one change, which can be undone.")
            ask_stage(self._window, self._scope, tr("Accept proposal"), text, note, tr("Accept"), staging.accept)

        self._with(act)

    def _switch_proposal(self) -> None:
        def act(staging: Staging) -> None:
            if staging.proposal is None:
                self._say(_NO_RUN)
            has_proposal = staging.proposal is not None
            staging.show_proposal(staging.shows_proposal ^ has_proposal)

        self._with(act)

    def go(self, number: int) -> None:
        """Look at an epoch."""
        self._with(lambda staging: staging.go(number))

    def choose(self, first: int, last: int) -> None:
        """Choose the epochs from one to another."""
        self._with(lambda staging: staging.choose(first, last))
