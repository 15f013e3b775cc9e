"""Before and after in the window: two studies of one infant side by side, opened, moved together, and closed."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from eegview.app.marks.layers import layer_text
from eegview.app.page import navigation
from eegview.app.scoring.scoring import Scoring
from eegview.app.trends.study_trends import COMPUTING, StudyTrends
from eegview.model.montage import Row
from eegview.model.span import Span
from eegview.model.view import ViewState
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.response.aligned_rows import aligned
from eegview.ui.response.beside_opening import BesideOpening
from eegview.ui.response.beside_page import BesidePage
from eegview.ui.response.choosing import StudyChoosing
from eegview.ui.response.compared_studies import MOST_STUDIES, ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.locks import Lock
from eegview.ui.response.modes import Mode
from eegview.ui.response.moves import ResponseMoves
from eegview.ui.response.paired_views import OPEN, OTHER, PairedViews
from eegview.ui.response.remembered import Comparison, RememberedComparison
from eegview.ui.response.response_display import ResponseDisplay
from eegview.ui.response.trends_beside import TrendsBeside
from eegview.ui.response.view import ResponseParts, ResponseView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy
from eegview.ui.window.settings import assumed_px_per_mm

_KEEP_MS = 1000  # the places are remembered once the keys rest


class ResponseController(WindowTask):
    """Compares the open study with up to five others; the page of one of them stands beside its own.

    studies : all that are compared; `ComparedStudies.by_time` is their order
    studies_changed : they are others, or in another order
    facts_changed : marks, records, scores or trends of any of them are others, once they rest
    """

    studies_changed = Signal()
    facts_changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ResponseView,
        play: PlayController,
        video: VideoPlace,
        trends: StudyTrends,
        scoring: Callable[[], Scoring | None],
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "response", digit_claimants)
        self._context, self._window, self._settings, self._say = context, context.window, context.settings, context.say
        self.view = view
        own = ComparedStudy(study.paths, study.source, study.session, study.review, trends, scoring, True)
        self.studies = ComparedStudies(own)
        self.moves = ResponseMoves(self.studies, context.say)
        self.opening_beside = BesideOpening(context, study)
        self.trends = TrendsBeside(context, study)
        self.remembered = RememberedComparison(context.settings, study.recording.fingerprint)
        self._left: Comparison | None = None  # how it was left, while its studies are still being opened
        self._to_open: list[tuple[str, ...]] = []
        self._pages: dict[str, BesidePage] = {}
        self._pairs: dict[str, PairedViews] = {}
        self.display: ResponseDisplay | None = None
        self.choosing: StudyChoosing | None = None
        self._keep_timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keep_timer.timeout.connect(self._keep)
        self._facts_timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._facts_timer.timeout.connect(self.facts_changed)
        context.actions.connect(self._handlers(), study.scope)
        self.opening_beside.opened.connect(self._opened)
        self.opening_beside.failed.connect(self._failed)
        self.opening_beside.ended.connect(self._open_next)
        view.restyled.connect(self._restyled)
        own.changed.connect(study.scope.while_open(lambda _none: self._study_changed(own)))
        self.studies.changed.connect(study.scope.while_open(lambda _none: self._studies_changed()))
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        move, moves = self.moves.move, self.moves
        handlers: dict[str, Callable[[], object]] = {
            "response.open": self.switch,
            "response.close": self._leave,
            "response.choose": self.choose,
            "response.show_next": self.show_next,
            "response.remove": self.remove_shown,
            "response.swap": self.swap,
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
            "response.cancel": self.trends.cancel,
        }
        handlers |= {f"response.{mode}": lambda one=mode: self.use_mode(one) for mode in Mode}
        return handlers | {f"response.lock_{lock}": lambda one=lock: moves.switch(one) for lock in Lock}

    # opening and closing

    @property
    def pair(self) -> PairedViews | None:
        return self.moves.pair

    @property
    def parts(self) -> ResponseParts:
        return self.view.parts

    def open(self) -> None:
        """Show the open study beside the one that it was compared with last; else the list to choose one from."""
        if self._study.recording.duration_s <= 0:
            self._say("There is nothing to compare: the file contains annotations only.")
            return
        self.opening.emit()
        parts = self.parts
        if self.display is None:
            self._build(parts)
        self.mode.enter()
        if self._study.presenter.is_butterfly:
            self._actions["display.butterfly"].trigger()
        parts.show()
        if not self.studies.others and not self.opening_beside.is_opening:
            self._left = self.remembered.read()
            self._to_open = list(self._left.others[: MOST_STUDIES - 1])
            self._open_next()
        self._show_pair()
        self._update_conditions()

    def _build(self, parts: ResponseParts) -> None:
        """Build what shows this study's comparison, once it is first opened."""
        self.display = ResponseDisplay(self._study, parts, self.studies, self.moves, self._whose, self.px_per_mm)
        choosing = self.choosing = StudyChoosing(self._context, self._study, parts, self.studies)
        choosing.chosen.connect(self.compare_with)
        choosing.file_asked.connect(self.ask_for_file)
        choosing.back_asked.connect(self._show_pair)
        for connect, act in (
            (parts.header.lock_switched, self.moves.switch),
            (parts.page_focused, self._page_focused),
            (parts.courses[0].time_asked, self._left_time_asked),
            (parts.courses[1].time_asked, self._right_time_asked),
        ):
            connect.connect(act)
            self._study.scope.ended.connect(lambda signal=connect, slot=act: signal.disconnect(slot))

    def close(self) -> None:
        """Go back to the open study's page; the studies beside stay ready until it is closed."""
        if not self.is_open:
            return
        self._keep()
        self._study.presenter.places = None
        for pair in self._pairs.values():
            pair.is_on = False
        self.parts.hide()
        self.mode.leave()
        self._study.presenter.refresh()
        self._update_conditions()

    def _leave(self) -> None:
        """Go back from the list to the pages; drop a selection; without one, leave."""
        if self.is_open and self.parts.is_choosing and self.studies.shown is not None:
            self._show_pair()
        elif not self.moves.clear():
            self.close()

    def _ended(self) -> None:
        if self.view.is_built and self.is_open:
            self.parts.hide()
        for pair in self._pairs.values():
            pair.is_on = False
        for page in self._pages.values():
            page.close()
        for one in self.studies.others:
            self.opening_beside.close(one)
        self.studies.opened.close()

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        held = {"response": self.is_open, "computing_beside": self.trends.is_computing}
        return frozenset(name for name, is_so in held.items() if is_so)

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while two studies are compared, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(f"Two studies are compared, so {name} is not marked. Go back to the page (Esc), then mark.")
        return self.is_open

    # studies

    def compare_with(self, paths: list[str]) -> None:
        """Open one more study beside; where it is compared already, show it."""
        known = next((one for one in self.studies.others if list(one.paths) == list(paths)), None)
        if known is not None:
            self.studies.show(known)
            self._show_pair()
        elif self.studies.is_full:
            self._failed(f"At most {MOST_STUDIES} studies can be compared. Remove one first.")
        else:
            self._to_open = []
            self.opening_beside.open(paths)

    def _open_next(self) -> None:
        """Open what is left of the studies that were compared last."""
        if self._to_open and not self.opening_beside.is_opening:
            self.opening_beside.open(self._to_open.pop(0))

    def ask_for_file(self) -> None:
        """Ask for the file of another study."""
        folder = self._settings.text("recent/folder")
        paths, _kind = QFileDialog.getOpenFileNames(self._window, "Study to compare with", folder, "All files (*)")
        if paths:
            self.compare_with(paths)

    def choose(self) -> None:
        """Show the list of studies in place of the second page."""
        if self.is_open and self.choosing is not None:
            self.parts.show_beside(None)
            self.choosing.refresh()

    def _opened(self, study: ComparedStudy) -> None:
        if self.studies.find(study.fingerprint) is not None:
            self.opening_beside.close(study)
            self._failed("This study is compared already.")
            return
        study.changed.connect(self._study.scope.while_open(lambda _none: self._study_changed(study)))
        left = self._left
        self.studies.add(study)
        is_wanted = left is None or len(self.studies.others) - 1 == left.shown or study is self.studies.shown
        if left is not None and left.is_swapped and not self.studies.is_decided:
            self.studies.is_swapped = True
        if is_wanted:
            self.studies.show(study)
            self._show_pair()
        if not self._to_open:
            self._left = None
        self._keep_timer.start()

    def _failed(self, sentence: str) -> None:
        """Say why a study cannot be compared; what was shown before stays."""
        if not self.is_open:
            return
        if self.parts.is_choosing and self.choosing is not None:
            self.choosing.show_problem(sentence)
        self._say(sentence)

    def show_next(self) -> None:
        """Show the next of the studies beside, in order of time."""
        others = [one for one in self.studies.by_time if not one.is_open_study]
        if len(others) < 2 or self.studies.shown is None:
            self._say("Only one other study is compared; add another one first.")
            return
        at = others.index(self.studies.shown)
        self.studies.show(others[(at + 1) % len(others)])
        self._show_pair()

    def remove_shown(self) -> None:
        """Compare the study beside no more; nothing of it is deleted."""
        study = self.studies.shown
        if study is None:
            return
        page, pair = self._pages.pop(study.fingerprint, None), self._pairs.pop(study.fingerprint, None)
        if pair is not None:
            pair.is_on = False
        self.moves.use(None)
        self.studies.remove(study)
        self._show_pair()
        if page is not None:
            page.close()
        self.opening_beside.close(study)
        self._keep_timer.start()

    def swap(self) -> None:
        """Turn before and after over, where the dates do not decide."""
        if self.studies.is_decided:
            self._say("The recording dates say which study was before.")
        elif self.studies.shown is not None:
            self.studies.swap()
            self._show_pair()

    # the pair

    def _show_pair(self) -> None:
        """Show the page of the study beside, or the list to choose one from."""
        if not self.is_open:
            return
        study, parts = self.studies.shown, self.parts
        presenter = self._study.presenter
        if study is None:
            self.moves.use(None)
            presenter.places = None
            parts.put_open_page_right(False)
            self.choose()
        else:
            page = self._page_of(study)
            pair, is_new = self._pair_of(study)
            presenter.places = self._places
            parts.put_open_page_right(self.studies.is_open_after)
            parts.show_beside(page.traces)
            self.trends.watch(study)
            if is_new:
                self._begin_pair(pair)
        presenter.refresh()
        self._refresh()

    def _page_of(self, study: ComparedStudy) -> BesidePage:
        page = self._pages.get(study.fingerprint)
        if page is None:
            page = self._pages[study.fingerprint] = BesidePage(self._context, study, self.px_per_mm, self._places)
            page.traces.dropped.connect(self.compare_with)
            self.parts.add_page(page.traces)
            page.serve()
        return page

    def _pair_of(self, study: ComparedStudy) -> tuple[PairedViews, bool]:
        """Return the pair of views with a study, and whether it is new; only this one follows the locks now."""
        for one in self._pairs.values():
            one.is_on = False
        pair, is_new = self._pairs.get(study.fingerprint), False
        if pair is None:
            locks = (self._left or self.remembered.read()).locks
            pair = self._pairs[study.fingerprint] = PairedViews(self._study.session, study.session, locks)
            pair.changed.connect(self._study.scope.while_open(lambda _none: self._pair_changed()))
            is_new = True
        pair.resume()
        if pair is not self.moves.pair:
            self.moves.use(pair)
        return pair, is_new

    def _begin_pair(self, pair: PairedViews) -> None:
        """Bring both pages to where they were left; the first time, to the worst epochs."""
        left = self._left or self.remembered.read()
        self.moves.mode = left.mode
        if left.starts_s is not None and len(self.studies.others) == 1:
            for side in (OPEN, OTHER):
                pair.place(side, left.starts_s[side])
        else:
            self.moves.use_mode(left.mode)

    def use_mode(self, mode: Mode) -> None:
        """Bring the pages together in this way."""
        if self.studies.shown is None:
            self._say("Choose the study to compare with first.")
        self.moves.use_mode(mode)
        self._refresh()
        self._keep_timer.start()

    def switch_side(self) -> None:
        """Have the keys move the other page from now on."""
        pair = self.pair
        if pair is not None:
            pair.activate(1 - pair.active)
            self._focus()

    def _focus(self) -> None:
        pair, study = self.pair, self.studies.shown
        if pair is not None and study is not None and self.is_open:
            page = self._window.page if pair.active == OPEN else self._page_of(study).traces
            page.setFocus()

    def _page_focused(self, is_beside: bool) -> None:
        if self.pair is not None:
            self.pair.activate(OTHER if is_beside else OPEN)

    def _left_time_asked(self, time_s: float) -> None:
        self.moves.go_to(OTHER if self.studies.is_open_after else OPEN, time_s)

    def _right_time_asked(self, time_s: float) -> None:
        self.moves.go_to(OPEN if self.studies.is_open_after else OTHER, time_s)

    def show_evidence(self, fingerprint: str, span: Span) -> None:
        """Show where a value of a study came from; a study that is not beside is brought there."""
        study = self.studies.find(fingerprint)
        if study is None:
            return
        if not study.is_open_study:
            self.studies.show(study)
            self._show_pair()
        self.moves.show_span(OPEN if study.is_open_study else OTHER, span)
        self._focus()

    # what is shown

    def _places(self) -> tuple[Row, ...]:
        """Return the rows of both pages, those before first."""
        of = [[s.rows[i] for i in s.visible_rows()] for s in (one.session for one in self.studies.pair or ())]
        return aligned(of[0], of[1]) if of else ()

    def px_per_mm(self) -> float:
        screen = self._window.screen()
        return self._settings.px_per_mm(screen) or assumed_px_per_mm(screen)

    def _whose(self, study: ComparedStudy) -> str:
        return layer_text(study.layer, study.review.author)

    def _pair_changed(self) -> None:
        if self.is_open and self.display is not None:
            self.display.page_changed()
            self._keep_timer.start()

    def _study_changed(self, study: ComparedStudy) -> None:
        self._facts_timer.start()
        if study.trends.state != COMPUTING:
            self.moves.trends_came()
        if self.is_open and self.display is not None:
            self.display.study_changed()
        self.conditions_changed.emit()

    def _studies_changed(self) -> None:
        self._facts_timer.start()
        self.studies_changed.emit()

    def _refresh(self) -> None:
        if self.is_open and self.display is not None:
            self.display.show_all()

    def _restyled(self) -> None:
        for page in self._pages.values():
            page.presenter.refresh()
        self._refresh()

    def _keep(self) -> None:
        """Remember with what, and how, the study is compared."""
        pair = self.pair
        if self._to_open or self.opening_beside.is_opening or not self.studies.others:
            return
        others, shown = self.studies.others, self.studies.shown
        views: tuple[ViewState, ...] = pair.views if pair is not None else ()
        self.remembered.keep(
            Comparison(
                tuple(one.paths for one in others),
                others.index(shown) if shown is not None else 0,
                pair.locks if pair is not None else self.remembered.read().locks,
                self.moves.mode,
                self.studies.is_swapped,
                (views[OPEN].start_s, views[OTHER].start_s) if views else None,
            )
        )
