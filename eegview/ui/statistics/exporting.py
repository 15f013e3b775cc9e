"""Write the statistics: figures and spasms as tables, raster and average as a picture."""

from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.marks.layers import layer_text
from eegview.app.page.picture_file import PICTURE_SUFFIXES, picture_kind
from eegview.app.statistics.figure_lines import figures_csv
from eegview.app.statistics.locked_picture import LockedPictureFacts, locked_picture_bytes
from eegview.app.statistics.locked_table import spasms_csv
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.recording import patient_of
from eegview.model.text.language import tr
from eegview.ui.statistics.moves import RasterMoves
from eegview.ui.statistics.view import StatisticsView
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import write_beside

PICTURE_FILTERS = tr("PNG image (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)")
FIGURES_FILTER, SPASMS_FILTER = tr("Table of figures (*.csv)"), tr("Table of spasms, one row each (*.csv)")
TABLE_FILTERS = f"{FIGURES_FILTER};;{SPASMS_FILTER}"
MESSAGE_MS = 15_000
NOTHING = tr("There is nothing to save: no spasms are read.")


class StatisticsExporting(QObject):
    """Asks where to, and writes on the work lane."""

    def __init__(self, context: Context, study: OpenStudy, view: StatisticsView, moves: RasterMoves) -> None:
        super().__init__(study.scope)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self._say, self._study, self._view, self._moves = context.say, study, view, moves

    def ask_for_picture(self) -> None:
        """Ask where to, then write raster, average and head map."""
        if self._view.raster.shown is None:
            self._say(NOTHING)
            return
        path, _kind = self._place("Save statistics as picture", ".png", PICTURE_FILTERS, PICTURE_SUFFIXES)
        if path is not None:
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Write the spasms that are shown, in the rows that are shown."""
        shown, privacy = self._view.raster.shown, self._studies.privacy
        if shown is None:
            return
        review = self._study.review
        facts = LockedPictureFacts(
            row_labels=tuple(column.row.label for column in shown.columns),
            layer=layer_text(review.layers.counted, review.author),
            file_name="" if privacy.is_hidden else Path(self._study.paths[0]).name,
            is_simulated=patient_of(self._study.source).is_simulated,
        )
        epochs = shown.epochs.subset(shown.only)

        def write() -> None:
            kind = picture_kind(path, "A picture cannot be written as “{}”.", "Use .png, .svg or .pdf.")
            write_whole(path, locked_picture_bytes(epochs, facts, kind))

        self._write(write, path)

    def ask_for_table(self) -> None:
        """Ask where to and which, then write the figures, or the spasms one by one."""
        if self._moves.statistics is None:
            self._say(NOTHING)
            return
        path, kind = self._place("Save statistics as table", ".csv", TABLE_FILTERS, (".csv",))
        if path is not None:
            self.save_table(path, is_of_spasms=kind == SPASMS_FILTER)

    def save_table(self, path: Path, is_of_spasms: bool = False) -> None:
        """Write the figures with layer, rule and definitions; or a row for each spasm."""
        statistics, epochs, author = self._moves.statistics, self._moves.epochs, self._study.review.author
        clock = self._study.times.text
        if is_of_spasms:
            if epochs is None:
                self._say(NOTHING)
                return
            text = spasms_csv(epochs, lambda time_s: clock(time_s, 1))
        elif statistics is not None:
            text = figures_csv(statistics, author)
        else:
            return

        written: list[Path] = []

        def write() -> None:
            if path.suffix.lower() != ".csv":
                raise UsageError(f"A table cannot be written as “{path.suffix}”.", "Use .csv.")
            write_whole(path, text.encode())
            written.append(path)

        self._write(write, path)
        write_beside(self._study, self._studies, written)

    def _write(self, write, path: Path) -> None:
        bar, message = (
            self._window.statusBar(),
            self._studies.privacy.text(tr("Statistics saved as {path}.", path=path)),
        )
        self._studies.work.submit(write, lambda _none: bar.showMessage(message, MESSAGE_MS), self._studies.fail)

    def _place(self, title: str, suffix: str, filters: str, allowed: tuple[str, ...]) -> tuple[Path | None, str]:
        folder = self._settings.save_folder(self._study.paths[0])
        name = self._studies.privacy.file_name(self._study.paths[0], "statistics")
        suggested = folder / f"{Path(name).stem}_statistics{suffix}"
        path, kind = ask_where_to_save(self._window, title, suggested, filters, allowed)
        if path is not None:
            self._settings.saved_in(path.parent, self._study.paths[0])
        return path, kind
