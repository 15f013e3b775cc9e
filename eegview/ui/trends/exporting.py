"""Write the trends: a picture of what is shown, and the table of numbers behind it."""

from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.page.picture_file import PICTURE_SUFFIXES
from eegview.app.trends.pair_panel import any_panel
from eegview.app.trends.study_trends import StudyTrends
from eegview.app.trends.table_file import columns_of, write_table
from eegview.model.errors import EegViewError
from eegview.model.recording import patient_of
from eegview.model.text.dates import iso_day
from eegview.model.text.language import tr
from eegview.ui.trends.drawn_picture import write_picture
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.trends.view import TrendsView
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import write_beside

PICTURE_FILTERS = tr("PNG image (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)")
SHOWN_FILTER, ALL_FILTER = tr("Table of the panels shown (*.csv)"), tr("Table of all trends (*.csv)")
TABLE_FILTER = f"{SHOWN_FILTER};;{ALL_FILTER}"
MESSAGE_MS = 15_000
NOTHING_COMPUTED = tr("There is no table yet: the trends are not computed.")


class TrendsExporting(QObject):
    """Asks where to, and writes."""

    def __init__(self, context: Context, study: OpenStudy, view: TrendsView, trends: StudyTrends) -> None:
        super().__init__(study.scope)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self._say, self._study, self._view, self._trends = context.say, study, view, trends

    def ask_for_picture(self) -> None:
        """Ask where to, then write what is shown as a picture."""
        if self._view.stack.study is None:
            self._say(tr("Open the trends first (Shift+T); what they show is saved."))
            return
        path, _kind = self._place("Save trends as picture", ".png", PICTURE_FILTERS, PICTURE_SUFFIXES)
        if path is not None:
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Write the panels as they are shown, all of them, with their clock and values."""
        try:
            write_picture(self._view, path, self.caption)
        except EegViewError as error:
            self._studies.fail(error)
            return
        self._window.statusBar().showMessage(
            self._studies.privacy.text(tr("Trends saved as {path}.", path=path)), MESSAGE_MS
        )

    @property
    def caption(self) -> str:
        """The line below a picture: what it is of, when, and that nobody was recorded where that is so."""
        privacy, recording = self._studies.privacy, self._study.recording
        name = "" if privacy.is_hidden else Path(self._study.paths[0]).name
        span = self._view.stack.columns.span
        clock = self._study.times.text
        times = f"{clock(span.start_s, 0)} – {clock(span.stop_s, 0)}"
        date = iso_day(recording.started_at) if recording.started_at and not privacy.is_hidden else ""
        simulated = "SIMULATED" if patient_of(self._study.source).is_simulated else ""
        parts = tr("Trends"), simulated, name, date, times, tr("Research and education, not for diagnosis")
        return " · ".join(filter(None, parts))

    def ask_for_table(self) -> None:
        """Ask where to, then write the numbers, one row for each 10 s."""
        if self._trends.table is None:
            self._say(NOTHING_COMPUTED)
            return
        path, kind = self._place("Save trends as table", ".csv", TABLE_FILTER, (".csv",))
        if path is not None:
            self.save_table(path, is_all=kind == ALL_FILTER)

    def save_table(self, path: Path, is_all: bool = False) -> None:
        """Write the numbers on the work lane; what is not computed yet stays empty and is said."""
        shown_study = self._view.stack.study  # with the aEEG of a pair, which is no part of the study's trends
        table = shown_study.table if shown_study is not None else self._trends.table
        if table is None:
            self._say(NOTHING_COMPUTED)
            return
        shown = map(any_panel, RememberedTrends(self._settings).shown)
        panels = None if is_all else [panel for panel in shown if panel is not None]
        columns = columns_of(table, panels)
        bar, text = self._window.statusBar(), self._studies.privacy.text
        part = "" if table.is_complete else f" Only {100 * table.computed_s / table.duration_s:.0f} % is computed yet."

        def done(_none: None) -> None:
            bar.showMessage(text(tr("Trends saved as {path}.{part}", path=path, part=part)), MESSAGE_MS)

        written: list[Path] = []

        def write() -> None:
            write_table(table, path, columns)
            written.append(path)

        self._studies.work.submit(write, done, self._studies.fail)
        write_beside(self._study, self._studies, written)

    def _place(self, title: str, suffix: str, filters: str, allowed: tuple[str, ...]) -> tuple[Path | None, str]:
        folder = self._settings.save_folder(self._study.paths[0])
        name = self._studies.privacy.file_name(self._study.paths[0], "trends")
        suggested = folder / f"{Path(name).stem}_trends{suffix}"
        path, kind = ask_where_to_save(self._window, title, suggested, filters, allowed)
        if path is not None:
            self._settings.saved_in(path.parent, self._study.paths[0])
        return path, kind
