"""The ways from one epoch to another: begun at the cursor, chosen from the bar, shifted by pages, dragged."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.scoring.work import ScoringWork
from eegview.model.text.language import tr
from eegview.ui.scoring.epoch_bar import EpochBar
from eegview.ui.scoring.shown_epochs import ShownEpochs
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class EpochMoves(QObject):
    """Turns commands and drags into epochs that are opened.

    work : returns the work while an epoch is scored, None else
    open_at : begins an epoch at a time (s)
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        bar: EpochBar,
        epochs: ShownEpochs,
        work: Callable[[], ScoringWork | None],
        open_at: Callable[[float], None],
    ) -> None:
        super().__init__(study.scope)
        self._study, self._epochs, self._work, self._open_at = study, epochs, work, open_at
        self._say = context.say
        bar.epoch_asked.connect(self._choose)
        bar.track.start_chosen.connect(self._drag)
        handlers: dict[str, Callable[[], object]] = {
            "score.own_epoch": self._begin_own,
            "score.next_epoch": lambda: self._step(1),
            "score.previous_epoch": lambda: self._step(-1),
            "score.later": lambda: self._shift(1),
            "score.earlier": lambda: self._shift(-1),
        }
        context.actions.connect(handlers, study.scope)

    def _choose(self, start_s: float) -> None:
        if self._work() is not None:
            self._open_at(start_s)

    def _begin_own(self) -> None:
        """Begin an epoch at the cursor, else at the bin."""
        work, view = self._work(), self._study.view
        if work is not None:
            on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
            wanted_s = view.cursor_s if on_page and view.cursor_s is not None else work.place.bin_span.start_s
            self._open_at(wanted_s)

    def _step(self, n: int) -> None:
        start_s = self._epochs.neighbour(n)
        if start_s is None:
            self._say(tr("There is no other epoch yet. Begin one of your own (Shift+B)."))
        else:
            self._open_at(start_s)

    def _shift(self, n_pages: int) -> None:
        work = self._work()
        if work is None:
            return
        start_s = work.moved_epoch(n_pages)
        if work.sheet.has_record:
            self._say(tr("This epoch has evidence, so its start stays. Begin another one at the cursor (Shift+B)."))
        elif start_s is None:
            self._say(tr("The recording ends here.") if n_pages > 0 else tr("The recording begins here."))
        else:
            self._open_at(start_s)

    def _drag(self, start_s: float) -> None:
        work = self._work()
        if work is not None:
            if work.sheet.has_record:
                self._say(tr("A new epoch. The one before keeps its evidence."))
            self._open_at(start_s)
