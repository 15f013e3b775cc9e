"""The aEEG of a pair that the reader chooses: asked for, computed on a lane of its own, put beside the trends."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.lanes import Lane
from eegview.app.trends.aeeg_pair import NO_PAIR, Found, electrodes_of, pair_aeeg, with_pair
from eegview.app.trends.study_trends import StudyTrends
from eegview.app.trends.table import TrendTable
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_COMPUTING = tr("The aEEG of {} is being computed…")


class AeegPair(QObject):
    """Keeps the pair of one open study; it is remembered for the next one.

    changed : there is something else to show of it
    chosen : a pair was chosen now
    """

    changed = Signal()
    chosen = Signal()

    def __init__(self, context: Context, study: OpenStudy, trends: StudyTrends, remembered: RememberedTrends) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._trends = context, study, trends
        self._remembered = remembered
        self._lane: Lane | None = None
        self._found: Found | None = None
        self._why = NO_PAIR
        self._computed_for: tuple[str, frozenset[str], str] | None = None
        self._beside: tuple[TrendTable, Found | None, str, TrendTable] | None = None  # what was made last, of what
        self._is_over = False
        context.actions.connect({"trends.aeeg_pair": self.ask}, study.scope)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self._is_over = True
        if self._lane is not None:
            self._lane.close()

    @property
    def pair(self) -> str:
        """The pair as text, "C3-P4"; "" before any was chosen."""
        return self._remembered.pair

    def beside(self, table: TrendTable | None, is_shown: bool) -> TrendTable | None:
        """Return the table with the pair's aEEG; it is computed where its panel is shown and it is not there yet."""
        if table is None:
            return None
        wanted = self.pair, self._study.view.bad_channels, table.parameters_id
        if wanted != self._computed_for and self.pair and is_shown:
            self._compute(table, wanted)
        if self._beside is None or self._beside[:3] != (table, self._found, self._why):
            self._beside = table, self._found, self._why, with_pair(table, self._found, self._why)
        return self._beside[3]

    def _compute(self, table: TrendTable, wanted: tuple[str, frozenset[str], str]) -> None:
        pair, bad, _parameters_id = wanted
        self._computed_for, self._found, self._why = wanted, None, _COMPUTING.format(pair)
        if self._lane is None:
            self._lane = Lane("aeeg pair", self._context.studies.bridge.post)
        source = self._study.source

        def is_stale() -> bool:
            return self._is_over or self._computed_for != wanted

        def done(found: Found) -> None:
            if not is_stale():
                self._found = found
                self.changed.emit()

        def failed(error: EegViewError) -> None:
            if not is_stale():
                self._why = f"{error.sentence} {error.advice}"
                self.changed.emit()

        while_open = self._study.scope.while_open
        self._lane.submit(lambda: pair_aeeg(source, pair, table, bad, is_stale), while_open(done), while_open(failed))

    def ask(self) -> None:
        """Ask for two electrodes."""
        names = electrodes_of(self._study.recording)
        if len(names) < 2:
            self._context.say(tr("The recording has fewer than two EEG electrodes."))
            return
        dialog = PairDialog(self._context.window, names, self.pair)
        dialog.pair_chosen.connect(self.use)
        self._study.scope.ended.connect(dialog.close)
        dialog.open()

    def use(self, pair: str) -> None:
        """Show the aEEG of this pair."""
        self._remembered.pair = pair
        self.chosen.emit()
        self.changed.emit()


class PairDialog(QDialog):
    """Two electrodes side by side."""

    pair_chosen = Signal(str)

    def __init__(self, window: QWidget, names: tuple[str, ...], pair: str) -> None:
        super().__init__(window)
        self.setObjectName("trends.pair.dialog")
        self.setWindowTitle(tr("aEEG of a pair"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first, _, second = pair.partition("-")
        self.boxes = QComboBox(), QComboBox()
        row = QHBoxLayout()
        for box, label, name in zip(self.boxes, ("First", "Second"), (first, second), strict=True):
            box.setObjectName(f"trends.pair.{label.lower()}")
            box.setAccessibleName(f"{label} electrode")
            box.addItems(list(names))
            box.setCurrentIndex(max(box.findText(name), 0))
            row.addWidget(box)
        if not second:
            self.boxes[1].setCurrentIndex(1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Show"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(tr("Electrodes (the first minus the second):")))
        layout.addLayout(row)
        layout.addWidget(self.buttons)
        for box in self.boxes:
            box.currentIndexChanged.connect(self._check)
        self._check()
        self.accepted.connect(self._emit)
        self.finished.connect(lambda _result: window.activateWindow())

    @property
    def pair(self) -> str:
        return "-".join(box.currentText() for box in self.boxes)

    def _check(self) -> None:
        is_pair = self.boxes[0].currentText() != self.boxes[1].currentText()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_pair)

    def _emit(self) -> None:
        self.pair_chosen.emit(self.pair)
