"""Between the epoch that is scored and the score at the right of the page."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from eegview.app.scoring.amplitudes import EpochAmplitudes
from eegview.app.scoring.scales import Scale
from eegview.app.scoring.work import ScoringWork
from eegview.model.text.language import tr
from eegview.ui.scoring.keys import ScoringKeys
from eegview.ui.scoring.reader_roles import ReaderRoles
from eegview.ui.scoring.side import ScoreSide
from eegview.ui.scoring.side_view import PrefillState, SideView
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_KEYS = {
    "gmfs": "score.gmfs",
    "pva": "score.pva",
    "amplitude": "score.caliper",
    "high_amplitude": "score.no_high_amplitude",
    "foci": "score.foci_named",
    "commit": "score.commit",
    "own_epoch": "score.own_epoch",
    "spike_focus": "score.spike_focus",
    "nonepileptiform": "score.nonepileptiform",
    "other_foci": "score.other_foci",
}
_CONFIDENCE = "score.confidence_1", "score.confidence_5"


class SideLink(QObject):
    """Shows the score of one study's epoch, and does what is asked for beside it."""

    roles_came = Signal()

    def __init__(self, context: Context, study: OpenStudy, side: ScoreSide, keys: ScoringKeys) -> None:
        super().__init__(study.scope)
        self._actions, self._study, self._side, self._keys = context.actions, study, side, keys
        self._roles = ReaderRoles(study, self.roles_came)
        context.actions.connect({"score.other_foci": self._ask_foci}, study.scope)
        self._say = context.say
        self.proposal: Callable[[], PrefillState] = PrefillState
        side.bin_asked.connect(self._go_to_bin)
        side.page_asked.connect(self._go_to_page)
        side.flag_chosen.connect(keys.choose)
        side.confidence_chosen.connect(self._set_confidence)
        side.other_foci_chosen.connect(self._set_other_foci)
        side.commit_asked.connect(self._commit)
        side.withdraw_commit_asked.connect(self._withdraw_commit)
        side.evidence_asked.connect(keys.go_to)
        side.withdraw_asked.connect(self._withdraw)

    def show(self, work: ScoringWork, scale: Scale, amplitudes: EpochAmplitudes | None, amplitudes_text: str) -> None:
        """Show the score of the epoch as it stands."""
        sheet = work.sheet
        self._side.show_sheet(
            SideView(
                sheet,
                roles=self._roles.by_reader(),
                current_page=work.place.page,
                current_bin=work.place.number,
                readers=work.scoring.readers(work.key),
                proposal=self.proposal(),
                amplitudes=amplitudes,
                amplitudes_text=amplitudes_text,
                clock_text=self._study.session.time_text,
                keys=self._key_texts(),
                electrodes=work.electrodes,
                unsure=scale.unsure,
                is_locked=sheet.is_committed,
            )
        )

    def ask_roles(self) -> None:
        """Have the log say what each reader is; `roles_came` emits where that is new."""
        self._roles.ask()

    def _ask_foci(self) -> None:
        if not self._side.flags.open_foci():
            self._say(tr("Other foci are asked for once the epoch is read and reaches no score of 3."))

    def _key_texts(self) -> Mapping[str, str]:
        texts = {name: key_text(self._actions.keys_of(command_id)) for name, command_id in _KEYS.items()}
        first, last = (key_text(self._actions.keys_of(command_id)) for command_id in _CONFIDENCE)
        return {**texts, "confidence": f"{first}–{last[-1]}" if first and last else ""}

    def _trigger(self, command_id: str) -> None:
        action: QAction = self._actions[command_id]
        action.trigger()

    def _go_to_bin(self, number: int) -> None:
        self._keys.do(lambda work: work.go(work.place.at_number(number)))

    def _go_to_page(self, page: int) -> None:
        self._keys.do(lambda work: work.go(work.place.at_page(page)))

    def _set_confidence(self, level: int) -> None:
        self._keys.do(lambda work: work.scoring.set_confidence(work.key, level or None))

    def _set_other_foci(self, electrodes: tuple[str, ...]) -> None:
        self._keys.do(lambda work: work.scoring.set_other_foci(work.key, electrodes))

    def _commit(self) -> None:
        self._trigger("score.commit")

    def _withdraw_commit(self) -> None:
        self._trigger("score.withdraw")

    def _withdraw(self, annotation_id: str) -> None:
        self._keys.do(lambda work: work.scoring.withdraw(work.key, annotation_id))
