"""A crosshair on one row: set by a click on the row's name, or by keys."""

from PySide6.QtCore import QObject

from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class CrosshairController(QObject):
    """Puts the crosshair of one study on a row, on the next, and takes it away."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._study, self._page = study, context.window.page
        self._last_row = ""  # where it was when it was taken away
        context.actions.connect(
            {
                "display.crosshair": self.switch,
                "display.crosshair_down": lambda: self.step(1),
                "display.crosshair_up": lambda: self.step(-1),
            },
            study.scope,
        )
        self._page.gestures.label_clicked.connect(self.switch_on_row)

    def switch(self) -> None:
        """Show the crosshair on the row where it was last, else on the first; take it away if it is there."""
        current = self._study.presenter.crosshair_row
        labels = self._labels()
        if current:
            self._put("")
        elif labels:
            self._put(self._last_row if self._last_row in labels else labels[0])

    def switch_on_row(self, label: str) -> None:
        """Put the crosshair on this row; take it away where it is there already."""
        if label == self._study.presenter.crosshair_row:
            self._put("")
        elif label in self._labels():
            self._put(label)

    def step(self, rows: int) -> None:
        """Move the crosshair down (up) the rows shown; where there is none, it appears."""
        labels, current = self._labels(), self._study.presenter.crosshair_row
        if not current or current not in labels:
            self.switch()
        else:
            self._put(labels[min(max(labels.index(current) + rows, 0), len(labels) - 1)])

    def _labels(self) -> list[str]:
        """Return the rows on the page that can be read out, top to bottom."""
        page = self._page.shown_page
        if page is None:
            return []
        with_samples = {trace.row for trace in page.result.traces}
        return [shown.row.label for shown in page.rows if shown.placement.row in with_samples]

    def _put(self, label: str) -> None:
        """Read out this row; where the cursor is not on the page, it comes to its middle."""
        study = self._study
        self._last_row = label or study.presenter.crosshair_row
        study.presenter.crosshair_row = label
        view = study.view
        if label and (view.cursor_s is None or not view.span.contains(view.cursor_s)):
            middle_s = (view.start_s + min(view.span.stop_s, study.recording.duration_s)) / 2
            study.session.change(cursor_s=middle_s)
        study.presenter.refresh_overlay()
