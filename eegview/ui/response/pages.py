"""The two pages of the comparison: a page for each study that was beside, and the pair that follows the locks now."""

from collections.abc import Callable

from eegview.model.display.montage import Row
from eegview.model.display.view import ViewState
from eegview.ui.page.trace_view import TraceView
from eegview.ui.response.beside_page import BesidePage
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.locks import Lock
from eegview.ui.response.matching.aligned_rows import aligned
from eegview.ui.response.moves import ResponseMoves
from eegview.ui.response.paired_views import OPEN, PairedViews
from eegview.ui.response.view import ResponseView
from eegview.ui.window.context import Context
from eegview.ui.window.settings import assumed_px_per_mm
from eegview.ui.window.study.open_study import OpenStudy


class ResponsePages:
    """Shows a study beside the open one.

    pair_changed : called after each change of either page, or of a lock
    dropped : called with the paths of files that are dropped on the page beside
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ResponseView,
        studies: ComparedStudies,
        moves: ResponseMoves,
        pair_changed: Callable[[], None],
        dropped: Callable[[list[str]], None],
    ) -> None:
        self._context, self._study, self._view = context, study, view
        self._studies, self._moves = studies, moves
        self._pair_changed, self._dropped = pair_changed, dropped
        self._pages: dict[str, BesidePage] = {}
        self._pairs: dict[str, PairedViews] = {}
        self._places: tuple[tuple[object, ...], tuple[Row, ...]] = (), ()  # what they were found from, and they

    def px_per_mm(self) -> float:
        """Return logical pixels per millimetre on the screen the window is on."""
        screen = self._context.window.screen()
        return self._context.settings.px_per_mm(screen) or assumed_px_per_mm(screen)

    def show(self, study: ComparedStudy, locks: frozenset[Lock]) -> bool:
        """Show this one beside; return whether it is for the first time, with these locks.

        Each keeps its place and its locks while others are shown.
        """
        parts, presenter = self._view.parts, self._study.presenter
        page = self._page_of(study)
        is_new = study.fingerprint not in self._pairs
        pair = self._pair_of(study, locks)
        presenter.places = self.places
        parts.put_open_page_right(self._studies.is_open_after)
        parts.show_beside(page.traces)
        if pair is not self._moves.pair:
            self._moves.use(pair)
        presenter.refresh()
        page.presenter.refresh()
        return is_new

    def show_none(self) -> None:
        """Show the open study's page alone, beside the list to choose another one from."""
        self._suspend()
        self._moves.use(None)
        self._view.parts.put_open_page_right(False)
        self._study.presenter.refresh()

    def _page_of(self, study: ComparedStudy) -> BesidePage:
        page = self._pages.get(study.fingerprint)
        if page is None:
            page = self._pages[study.fingerprint] = BesidePage(self._context, study, self.px_per_mm, self.places)
            page.traces.dropped.connect(self._dropped)
            self._view.parts.add_page(page.traces)
            page.serve()
        return page

    def _pair_of(self, study: ComparedStudy, locks: frozenset[Lock]) -> PairedViews:
        """Return the pair of views with a study; only this one follows its locks now."""
        wanted = self._pairs.get(study.fingerprint)
        for one in self._pairs.values():
            one.is_on = one.is_on and one is wanted
        if wanted is None:
            wanted = self._pairs[study.fingerprint] = PairedViews(self._study.session, study.session, locks)
            wanted.changed.connect(self._study.scope.while_open(lambda _none: self._pair_changed()))
        wanted.resume()
        return wanted

    def _suspend(self) -> None:
        self._study.presenter.places = None
        for pair in self._pairs.values():
            pair.is_on = False

    def hide(self) -> None:
        """Leave the open study's page alone again."""
        self._suspend()
        self._study.presenter.refresh()

    def remove(self, study: ComparedStudy) -> None:
        """Remove a study's page."""
        pair = self._pairs.pop(study.fingerprint, None)
        if pair is not None:
            pair.is_on = False
        page = self._pages.pop(study.fingerprint, None)
        if page is not None:
            page.close()

    def close(self) -> None:
        """Remove all pages: the open study is closed."""
        for pair in self._pairs.values():
            pair.is_on = False
        for page in self._pages.values():
            page.close()

    def refresh(self) -> None:
        """Draw all pages anew: theme, size of texts or calibration changed."""
        for page in self._pages.values():
            page.presenter.refresh()

    def use_clock(self, is_clock: bool) -> None:
        """Write the times of all pages by the clock, or from the start."""
        for page in self._pages.values():
            page.use_clock(is_clock)

    @property
    def active_page(self) -> TraceView:
        """Return the page that keys move."""
        pair, shown = self._moves.pair, self._studies.shown
        page = self._pages.get(shown.fingerprint) if shown is not None else None
        return self._context.window.page if pair is None or pair.active == OPEN or page is None else page.traces

    def places(self) -> tuple[Row, ...]:
        """Return the rows of both pages, in the order of the one before."""
        sessions = [one.session for one in self._studies.pair or ()]
        key = tuple((id(one), one.legible_rows, one.extra_rows, *_rows_of(one.view)) for one in sessions)
        if key != self._places[0]:
            of = []
            for session in sessions:
                rows = session.rows
                of.append([rows[i] for i in session.visible_rows(rows)])
            self._places = key, aligned(of[0], of[1]) if of else ()
        return self._places[1]


def _rows_of(view: ViewState) -> tuple[object, ...]:
    """Return what decides which rows are on a page."""
    chosen = view.row_styles, view.row_order, view.only_rows, view.first_row, view.n_rows
    return (view.montage_id, view.bad_channels, *chosen)
