"""What the strip says of the page that is shown: how it is drawn, what time it is there, what is imperfect."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.model.display.montage import average_text
from eegview.model.display.view import ViewState
from eegview.model.time.clock import elapsed_text
from eegview.ui.window.appearance import Appearance
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, wall_text


class PageStatus(QObject):
    """Keeps the strip true for one open study."""

    def __init__(
        self, context: Context, study: OpenStudy, appearance: Appearance, filters_are_off: Callable[[], bool]
    ) -> None:
        super().__init__(study.scope)
        self._strip, self._page = context.window.strip, context.window.page
        self._study, self._appearance, self._filters_are_off = study, appearance, filters_are_off
        study.presenter.page_shown.connect(self._page_shown)
        self._privacy = context.studies.privacy
        context.studies.issues_changed.connect(self._show_issues)
        self._privacy.changed.connect(self._show_issues)
        study.scope.ended.connect(self._clear)
        self._show_issues()

    def _page_shown(self, view: ViewState) -> None:
        """Show on the strip what has just been painted."""
        study, geometry = self._study, self._page.geometry_of_page()
        if geometry is None:
            return
        self._strip.show_view(
            view,
            study.session.montage,
            geometry.mm_per_s,
            self._appearance.is_calibrated,
            self._filters_are_off(),
            study.presenter.butterfly_text or study.session.rows_shown.text,
            next(filter(None, map(average_text, study.session.rows)), ""),
        )
        on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
        time_s = view.cursor_s if on_page and view.cursor_s is not None else view.start_s
        self._strip.show_time(wall_text(study.recording, time_s, 3), elapsed_text(time_s, 2))

    def _show_issues(self) -> None:
        self._strip.show_notices(tuple(self._privacy.text(issue.message) for issue in self._study.issues))

    def _clear(self) -> None:
        self._strip.show_notices(())
        self._strip.show_time("", "")
