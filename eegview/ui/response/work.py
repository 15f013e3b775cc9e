"""The comparison of one open study: with which others, how their pages are moved, what is shown of them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from eegview.app.page import navigation
from eegview.app.scoring.scoring import Scoring
from eegview.app.trends.study_trends import COMPUTING, StudyTrends
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.response.choosing import StudyChoosing
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.comparing import Comparing
from eegview.ui.response.locks import Lock
from eegview.ui.response.modes import Mode
from eegview.ui.response.moves import ResponseMoves
from eegview.ui.response.pages import ResponsePages
from eegview.ui.response.paired_views import OPEN, OTHER
from eegview.ui.response.response_display import ResponseDisplay
from eegview.ui.response.studies_beside import StudiesBeside
from eegview.ui.response.trends_beside import TrendsBeside
from eegview.ui.response.view import ResponseView
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_REST_MS = 1000  # marks and trends that come in a burst


class ResponseWork(QObject):
    """Compares the open study with up to five others; the page of one of them stands beside its own.

    studies : all that are compared; `ComparedStudies.by_time` is their order
    comparing : computes the table of differences, see `Comparing.comparison` and its signal `changed`
    studies_changed : they are others, or in another order
    conditions_changed : what `conditions` says is another
    """

    studies_changed = Signal()
    conditions_changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ResponseView,
        trends: StudyTrends,
        scoring: Callable[[], Scoring | None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._say, self.view = context, study, context.say, view
        self._leave_task = leave
        self.parts = view.parts
        self.is_shown, self._told = False, frozenset[str]()
        infant = context.studies.infant
        own = ComparedStudy(
            study.paths, study.source, study.session, study.review, trends, scoring, True, lambda: infant.records
        )
        self.studies = ComparedStudies(own)
        self.moves = ResponseMoves(self.studies, context.say)
        self.beside = StudiesBeside(context, study, self.studies, self.moves)
        self.pages = ResponsePages(
            context, study, view, self.studies, self.moves, self._pair_changed, self.beside.compare_with
        )
        self.trends = TrendsBeside(context, study)
        self.comparing = Comparing(context, study, self.studies)
        self._display = ResponseDisplay(
            study, self.parts, self.studies, self.moves, self.pages.px_per_mm, context.studies.infant
        )
        self._choosing = StudyChoosing(context, study, self.parts, self.studies)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._compare)
        self._connect(own)

    def _connect(self, own: ComparedStudy) -> None:
        study, parts, choosing = self._study, self.parts, self._choosing
        self._context.actions.connect(self._handlers(), study.scope)
        self.comparing.changed.connect(self._conditions_may_change)
        self.beside.added.connect(self._added)
        self.beside.show_asked.connect(self._show_pair)
        self.beside.removing.connect(self.pages.remove)
        self.beside.failed.connect(self._failed)
        choosing.chosen.connect(self.beside.compare_with)
        choosing.file_asked.connect(self.ask_for_file)
        choosing.back_asked.connect(self._show_pair)
        parts.header.lock_switched.connect(self._lock_switched)
        parts.page_focused.connect(self._page_focused)
        parts.courses[0].time_asked.connect(self._left_time_asked)
        parts.courses[1].time_asked.connect(self._right_time_asked)
        self.view.restyled.connect(self._restyled)
        study.times.changed.connect(self._times_changed)
        while_open = study.scope.while_open
        own.changed.connect(while_open(lambda _none: self._study_changed(own)))
        self.studies.changed.connect(while_open(lambda _none: self._studies_changed()))
        self._context.studies.infant.changed.connect(self._infant_changed)
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        move, moves, beside = self.moves.move, self.moves, self.beside
        handlers: dict[str, Callable[[], object]] = {
            "response.close": self._leave,
            "response.choose": self.choose,
            "response.show_next": beside.show_next,
            "response.remove": beside.remove_shown,
            "response.swap": beside.swap,
            "response.next_page": lambda: move(lambda v, r: navigation.by_pages(v, 1, r)),
            "response.previous_page": lambda: move(lambda v, r: navigation.by_pages(v, -1, r)),
            "response.right": lambda: move(lambda v, r: navigation.by(v, 1.0, r)),
            "response.left": lambda: move(lambda v, r: navigation.by(v, -1.0, r)),
            "response.half_right": lambda: move(lambda v, r: navigation.by(v, v.page_s / 2, r)),
            "response.half_left": lambda: move(lambda v, r: navigation.by(v, -v.page_s / 2, r)),
            "response.first": lambda: move(navigation.to_first),
            "response.last": lambda: move(navigation.to_last),
            "response.other": self.switch_side,
            "response.next_same": lambda: moves.next_same(1),
            "response.previous_same": lambda: moves.next_same(-1),
            "response.unlock": moves.switch_all,
            "response.cancel": self._cancel,
        }
        handlers |= {f"response.{mode}": lambda one=mode: self.use_mode(one) for mode in Mode}
        return handlers | {f"response.lock_{lock}": lambda one=lock: moves.switch(one) for lock in Lock}

    # shown and put away

    def show(self) -> None:
        """Show the open study beside the one that it was compared with last; else the list to choose one from."""
        self.is_shown = True
        self.parts.show()
        self._show_pair()
        self.beside.begin()
        self.trends.watch(self.studies.opened)
        self._rest.start()

    def hide(self) -> None:
        """Put the screen away; the studies beside stay ready until the open one is closed."""
        self.is_shown = False
        self.beside.keep()
        self.parts.hide()
        self.pages.hide()

    def _leave(self) -> None:
        """Go back from the list to the pages; drop a selection; without one, leave."""
        if self.parts.is_choosing and self.studies.shown is not None:
            self._show_pair()
        elif not self.moves.clear():
            self._leave_task()

    def _ended(self) -> None:
        if self.is_shown:
            self.parts.hide()
        self.pages.close()
        self.beside.end()

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        is_computing = self.trends.is_computing or self.comparing.is_computing
        return frozenset({"computing_beside"}) if is_computing else frozenset()

    def _conditions_may_change(self) -> None:
        if self.conditions != self._told:
            self._told = self.conditions
            self.conditions_changed.emit()

    # studies

    def ask_for_file(self) -> None:
        """Ask for the file of another study."""
        folder = self._context.settings.text("recent/folder")
        paths, _kind = QFileDialog.getOpenFileNames(
            asking_window(self._context.window), tr("Study to compare with"), folder, tr("All files (*)")
        )
        if paths:
            self.beside.compare_with(paths)

    def choose(self) -> None:
        """Show the list of studies in place of the second page."""
        if self.is_shown:
            self.parts.show_beside(None)
            self._choosing.refresh()

    def _added(self, study: ComparedStudy) -> None:
        study.changed.connect(self._study.scope.while_open(lambda _none: self._study_changed(study)))

    def _failed(self, sentence: str) -> None:
        """Say why a study cannot be compared; what was shown before stays."""
        if self.is_shown:
            shown = self._context.studies.privacy.text(sentence)
            if self.parts.is_choosing:
                self._choosing.show_problem(shown)
            else:
                self._say(shown)

    def _show_pair(self) -> None:
        """Show the page of the study beside, or the list to choose one from."""
        if not self.is_shown:
            return
        study = self.studies.shown
        if study is None:
            self.pages.show_none()
            self.choose()
        else:
            left = self.beside.left
            is_new = self.pages.show(study, left.locks)
            self.trends.watch(study)
            if is_new:
                self._place(left.starts_s if list(study.paths) in [list(one) for one in left.others] else None)
            self.pages.active_page.setFocus()
        self._refresh()

    def _place(self, starts_s: tuple[float, float] | None) -> None:
        """Bring both pages to where they were left; the first time, to the worst epochs."""
        pair, left = self.moves.pair, self.beside.left
        self.moves.mode = left.mode
        if pair is None:
            return
        if starts_s is None:
            self.moves.use_mode(left.mode)
        else:
            for side in (OPEN, OTHER):
                pair.place(side, starts_s[side])

    # the pages

    def use_mode(self, mode: Mode) -> None:
        """Bring the pages together in this way."""
        if self.studies.shown is None:
            self._say(tr("Choose the study to compare with first."))
        self.moves.use_mode(mode)
        self._refresh()
        self.beside.keep_soon()

    def switch_side(self) -> None:
        """Switch the keys to the other page."""
        pair = self.moves.pair
        if pair is not None:
            pair.activate(1 - pair.active)
            self.pages.active_page.setFocus()

    def show_evidence(self, fingerprint: str, span: Span) -> None:
        """Show where a value of a study came from; a study that is not beside is brought there."""
        study = self.studies.find(fingerprint)
        if study is None:
            return
        if not study.is_open_study:
            self.studies.show(study)
            self._show_pair()
        self.moves.show_span(OPEN if study.is_open_study else OTHER, span)
        self.pages.active_page.setFocus()

    def _lock_switched(self, lock: Lock) -> None:
        self.moves.switch(lock)
        self._refresh()  # the padlock that was clicked shows what is so

    def _page_focused(self, is_beside: bool) -> None:
        if self.moves.pair is not None and self.is_shown:
            self.moves.pair.activate(OTHER if is_beside else OPEN)

    def _left_time_asked(self, time_s: float) -> None:
        self.moves.go_to(OTHER if self.studies.is_open_after else OPEN, time_s)

    def _right_time_asked(self, time_s: float) -> None:
        self.moves.go_to(OPEN if self.studies.is_open_after else OTHER, time_s)

    # what is shown

    def _pair_changed(self) -> None:
        if self.is_shown:
            self._display.page_changed()
            self.beside.keep_soon()

    def _study_changed(self, study: ComparedStudy) -> None:
        if study.trends.state != COMPUTING:
            self._rest.start()
            self.moves.trends_came()
        if self.is_shown:
            self._display.study_changed()
        self._conditions_may_change()

    def _infant_changed(self) -> None:
        if self._study.scope.is_open:
            self._rest.start()
            self._refresh()

    def _studies_changed(self) -> None:
        self._rest.start()
        self.studies_changed.emit()

    def _compare(self) -> None:
        """Compute the comparison anew, while it is shown."""
        if self.is_shown:
            self.comparing.ask()

    def _cancel(self) -> None:
        self.trends.cancel()
        self.comparing.cancel()

    def _refresh(self) -> None:
        if self.is_shown:
            self._display.show_all()

    def _times_changed(self) -> None:
        self.pages.use_clock(self._study.times.is_clock)
        self._refresh()

    def _restyled(self) -> None:
        self.pages.refresh()
        self._refresh()
