"""Which studies are compared with the open one: chosen, dropped, taken up again, shown in turn, removed."""

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.model.text.language import tr
from eegview.ui.response.beside_opening import BesideOpening
from eegview.ui.response.compared_studies import MOST_STUDIES, ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.moves import ResponseMoves
from eegview.ui.response.paired_views import OPEN, OTHER
from eegview.ui.response.remembered import Comparison, RememberedComparison
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_KEEP_MS = 1000  # how it stands is remembered once the keys rest


class StudiesBeside(QObject):
    """Opens and closes the studies beside, and remembers how the open one is compared.

    added : a ComparedStudy, which is compared from now on; its marks are still on their way
    show_asked : another study is to be shown beside, or none is left
    removing : a ComparedStudy, before it is closed
    failed : why one cannot be compared, a sentence
    """

    added = Signal(object)
    show_asked = Signal()
    removing = Signal(object)
    failed = Signal(str)

    def __init__(self, context: Context, study: OpenStudy, studies: ComparedStudies, moves: ResponseMoves) -> None:
        super().__init__(study.scope)
        self._studies, self._moves, self._say = studies, moves, context.say
        self._opening = BesideOpening(context, study)
        self._remembered = RememberedComparison(context.settings, study.recording.fingerprint)
        self._left: Comparison | None = None  # how it was left, while its studies are still being opened
        self._to_open: list[tuple[str, ...]] = []
        self._keep_timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keep_timer.timeout.connect(self.keep)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self.failed)
        self._opening.ended.connect(self._open_next)

    @property
    def left(self) -> Comparison:
        """Return how the study was compared last."""
        return self._left or self._remembered.read()

    def begin(self) -> None:
        """Open the studies that it was compared with last."""
        if not self._studies.others and not self._opening.is_opening:
            self._left = self._remembered.read()
            self._to_open = list(self._left.others[: MOST_STUDIES - 1])
            self._open_next()

    def compare_with(self, paths: list[str]) -> None:
        """Open one more study beside; where it is compared already, show it."""
        known = next((one for one in self._studies.others if list(one.paths) == list(paths)), None)
        if known is not None:
            self._studies.show(known)
            self.show_asked.emit()
        elif self._studies.is_full:
            self.failed.emit(f"At most {MOST_STUDIES} studies can be compared. Remove one first.")
        else:
            self._to_open, self._left = [], None
            self._opening.open(paths)

    def _open_next(self) -> None:
        if self._to_open and not self._opening.is_opening:
            self._opening.open(self._to_open.pop(0))

    def _opened(self, study: ComparedStudy) -> None:
        if self._studies.find(study.fingerprint) is not None:
            self._opening.close(study)
            self.failed.emit("This study is compared already.")
            return
        left = self._left
        self.added.emit(study)
        self._studies.add(study)
        if left is None or len(self._studies.others) - 1 == left.shown or study is self._studies.shown:
            self._studies.show(study)
        if left is not None and left.is_swapped and not self._studies.is_decided and not self._studies.is_swapped:
            self._studies.swap()
        self.show_asked.emit()
        if not self._to_open:
            self._left = None
        self.keep_soon()

    def show_next(self) -> None:
        """Show the next of the studies beside, in order of time."""
        others = [one for one in self._studies.by_time if not one.is_open_study]
        if len(others) < 2 or self._studies.shown is None:
            self._say(tr("Only one other study is compared; add another one first."))
            return
        self._studies.show(others[(others.index(self._studies.shown) + 1) % len(others)])
        self.show_asked.emit()
        self.keep_soon()

    def remove_shown(self) -> None:
        """Compare the study beside no more; nothing of it is deleted."""
        study = self._studies.shown
        if study is not None:
            self._studies.remove(study)
            self.show_asked.emit()
            self.removing.emit(study)
            self._opening.close(study)
            self.keep()

    def swap(self) -> None:
        """Turn before and after over, where the dates do not decide."""
        if self._studies.is_decided:
            self._say(tr("The recording dates say which study was before."))
        elif self._studies.shown is not None:
            self._studies.swap()
            self.show_asked.emit()
            self.keep_soon()

    def keep_soon(self) -> None:
        self._keep_timer.start()

    def keep(self) -> None:
        """Remember with what, and how, the study is compared."""
        pair, others, shown = self._moves.pair, self._studies.others, self._studies.shown
        is_put_away = pair is not None and not pair.is_on  # the pages stand elsewhere then
        if self._to_open or self._opening.is_opening or is_put_away:
            return
        before = self._remembered.read()
        views = pair.views if pair is not None else None
        self._remembered.keep(
            Comparison(
                tuple(one.paths for one in others),
                others.index(shown) if shown is not None else 0,
                pair.locks if pair is not None else before.locks,
                self._moves.mode,
                self._studies.is_swapped,
                (views[OPEN].start_s, views[OTHER].start_s) if views is not None else None,
            )
        )

    def end(self) -> None:
        """Close all of them: the open study is closed."""
        self._to_open = []
        self._keep_timer.stop()
        self._opening.cancel()
        for one in self._studies.others:
            self._opening.close(one)
        self._studies.opened.close()
