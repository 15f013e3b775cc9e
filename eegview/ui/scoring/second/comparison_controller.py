"""The comparison of two readers in the window: which two, when it may be shown, and writing it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from eegview.app.lanes import Lane
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.second.comparison import SheetComparison, compare_sheets
from eegview.app.scoring.second.comparison_export import write_comparison
from eegview.app.scoring.second.sheet_status import scale_label
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import SheetKey
from eegview.model.text.language import tr
from eegview.ui.scoring.second.comparison_view import ComparisonDialog
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import ask_provenance

DIALOG, CHOICE = "score.comparison.dialog", "score.comparison.choice"
_FILTER = tr("Table (*.tsv);;JSON (*.json)")
AskPath = Callable[[QWidget, str], str]


def ask_path(parent: QWidget, proposed: str) -> str:
    """Ask where to write a comparison, "" for nowhere."""
    path, _chosen = QFileDialog.getSaveFileName(asking_window(parent), tr("Export comparison"), proposed, _FILTER)
    return path


class ComparisonController(QObject):
    """Shows two committed sheets of one epoch side by side.

    bin_asked : epoch and number of a bin that is to be shown on the page
    key : returns the epoch that is scored now, None for none
    ask_path : asks where to write a comparison, given a parent and the proposed name; "" = nowhere
    """

    bin_asked = Signal(object, int)

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        scoring: Scoring,
        key: Callable[[], SheetKey | None],
        ask_path: AskPath = ask_path,
    ) -> None:
        super().__init__(study.scope)
        self._window, self._say, self._studies, self._study = context.window, context.say, context.studies, study
        self._scoring, self._key, self.ask_path = scoring, key, ask_path
        self._shown: tuple[SheetKey, str, str] | None = None
        self._lane: Lane | None = None
        scoring.changed.connect(study.scope.while_open(self._scoring_changed))
        study.times.changed.connect(self._refresh)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        close_dialogs(self._window, (DIALOG, CHOICE))
        if self._lane is not None:
            self._lane.close()

    # which two

    def open(self) -> None:
        """Compare the readers of the epoch that is scored, else of the first epoch that two have committed."""
        key = self._key() or next(iter(self._comparable()), None)
        if key is None:
            self._say(tr("No epoch was scored and committed by two readers yet."))
            return
        readers = self._committed(key)
        if len(readers) < 2:
            self._say(self._why_not(key))
        elif len(readers) == 2:
            self.compare(key, *readers)
        else:
            self._choose(key, readers)

    def open_with(self, reader: str) -> None:
        """Compare the reviewer's own sheet of the epoch that is scored with another reader's."""
        key = self._key()
        if key is not None:
            self.compare(key, self._scoring.reviewer, reader)

    def _choose(self, key: SheetKey, readers: Sequence[str]) -> None:
        pairs = {f"{a} and {b}": (a, b) for n, a in enumerate(readers) for b in readers[n + 1 :]}
        dialog = QInputDialog(self._window)
        dialog.setObjectName(CHOICE)
        dialog.setWindowTitle(tr("Compare readers"))
        dialog.setLabelText(tr("Readers who have committed:"))
        dialog.setComboBoxItems(list(pairs))
        dialog.setOkButtonText(tr("Compare"))
        dialog.textValueSelected.connect(self._study.scope.while_open(lambda text: self.compare(key, *pairs[text])))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _comparable(self) -> Sequence[SheetKey]:
        keys = dict.fromkeys(sheet.key for sheet in self._scoring.sheets())
        return [key for key in keys if len(self._committed(key)) > 1]

    def _committed(self, key: SheetKey) -> tuple[str, ...]:
        """Return the readers of exactly this epoch whose committed sheets may be seen, the reviewer first."""
        sheets = (self._sheet(line.reader, key) for line in self._scoring.readers(key))
        return tuple(sheet.reader for sheet in sheets if sheet is not None and sheet.is_committed)

    def _sheet(self, reader: str, key: SheetKey) -> ScoreSheet | None:
        return self._scoring.own(key) if reader == self._scoring.reviewer else self._scoring.sheet(key, reader)

    def _why_not(self, key: SheetKey) -> str:
        lines = self._scoring.readers(key)
        own = next((line for line in lines if line.is_own), None)
        others = [line for line in lines if not line.is_own and line.key == key]
        if not others:
            return tr("Nobody else has scored this epoch yet.")
        if own is not None and not own.committed_utc:
            return tr("The comparison is shown once you have committed your score: until then the readers are blind.")
        if any(line.committed_utc for line in others):
            return tr("Hidden until you have committed every epoch of yours that overlaps this one.")
        return tr("The other reader has not committed a score of this epoch yet.")

    # showing

    def compare(self, key: SheetKey, reader_a: str, reader_b: str) -> None:
        """Show the comparison of two readers on one epoch, or say why it cannot be shown."""
        found = self._found(key, reader_a, reader_b)
        if found is None:
            return
        self._shown = key, reader_a, reader_b

        def build() -> ComparisonDialog:
            page = self._window.page
            dialog = ComparisonDialog(self._window, lambda: page.theme)
            dialog.bin_asked.connect(self._ask_bin)
            dialog.export_asked.connect(self._export)
            return dialog

        dialog = show_dialog(self._window, DIALOG, build)
        if isinstance(dialog, ComparisonDialog):
            dialog.show_comparison(found, self.epoch_text(found))

    def _found(self, key: SheetKey, reader_a: str, reader_b: str) -> SheetComparison | None:
        a, b = self._sheet(reader_a, key), self._sheet(reader_b, key)
        if a is None or b is None:
            self._say(self._why_not(key))
            return None
        try:
            return compare_sheets(a, b)
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}".strip())
            return None

    def epoch_text(self, found: SheetComparison) -> str:
        """Return scale and times of the epoch: `BASED 2021 · 03:28:00–03:33:00`."""
        times, span = self._study.times, found.a.span
        return f"{scale_label(found.key.scale_id)} · {times.text(span.start_s, 0)}–{times.text(span.stop_s, 0)}"

    def _scoring_changed(self, _none: None) -> None:
        self._refresh()

    def _refresh(self) -> None:
        """Follow what was changed; a sheet that is not committed any more closes the comparison."""
        dialog = open_dialog(self._window, DIALOG)
        if not isinstance(dialog, ComparisonDialog) or self._shown is None:
            return
        key, *readers = self._shown
        sheets = [self._sheet(reader, key) for reader in readers]
        if all(sheet is not None and sheet.is_committed for sheet in sheets):
            current = dialog.grid.current
            found = self._found(*self._shown)
            if found is not None:
                dialog.show_comparison(found, self.epoch_text(found))
                dialog.grid.go(current)
        else:
            dialog.close()
            self._shown = None
            self._say(tr("The comparison is closed: a commit was withdrawn."))

    def _ask_bin(self, number: int) -> None:
        if self._shown is not None:
            self.bin_asked.emit(self._shown[0], number)

    # writing

    def _export(self) -> None:
        dialog, shown = open_dialog(self._window, DIALOG), self._shown
        found = self._found(*shown) if shown is not None else None
        if dialog is None or found is None:
            return
        start_s = round(found.key.start_s)
        asked = self.ask_path(dialog, f"comparison_{found.key.scale_id}_{start_s}s.tsv")
        if not asked:
            return
        path = Path(asked) if Path(asked).suffix else Path(f"{asked}.tsv")
        text = self.epoch_text(found)
        lane = self._lane = self._lane or Lane("comparison", self._studies.bridge.post)
        done = self._study.scope.while_open(lambda _none: self._say(tr("Comparison written: {name}", name=path.name)))
        ask_provenance(
            self._study,
            self._studies.vocabulary,
            lambda told: lane.submit(lambda: write_comparison(path, found, text, told), done, self._studies.fail),
        )
