"""Amplitudes of the epoch: medians by region, posterior rows apart, and the waves measured with the caliper."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from eegview.app.scoring.side.amplitudes import MeasuredLine, RegionLine, amplitude_note, measured_lines, region_lines
from eegview.app.themes import Theme
from eegview.model.scoring.evidence import ABSENT, HIGH_AMPLITUDE
from eegview.model.text.language import tr
from eegview.ui.scoring.card_frame import (
    Card,
    Choice,
    EvidenceLabel,
    KeyedChoice,
    Swatch,
    grows_down,
    plain_label,
    set_text,
)
from eegview.ui.scoring.side_view import SideView
from eegview.ui.widgets.flow_layout import FlowLayout

_HEADS = (tr("Region"), tr("Limit"), tr("Rows above"), tr("Highest"))
CALIPER_HELP = tr("Drag from peak to trough of a background wave, not of a spike; each measured wave is listed here.")
ABOVE_HELP = tr("Rows whose median peak-to-peak is at or above the limit. An aid: what counts is measured by hand.")


class AmplitudeTable(Card):
    """Shows a table of medians as an aid, and what counts: the waves that the reader measured."""

    asked = Signal(object)  # a Span
    withdraw_asked = Signal(str)
    answered = Signal(str, str)  # that no row is high

    def __init__(self, theme: Theme) -> None:
        super().__init__("score.amplitude", "Amplitude")
        self._theme = theme
        self._cells: dict[tuple[int, int], QLabel | EvidenceLabel] = {}
        self._swatches: list[Swatch] = []
        table = QWidget()
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(7)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 3)
        for column, text in enumerate(_HEADS, 1):
            head = plain_label("caption")
            head.setText(text)
            head.setToolTip(ABOVE_HELP if column == 3 else "")
            if column in (2, 3):
                head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(head, 0, column)
        self._table = table
        self.state = plain_label("quiet")
        self.state.setObjectName("score.amplitude.state")
        self.caliper = plain_label("caption", wraps=False)
        self.caliper.setObjectName("score.amplitude.caliper")
        measured = QWidget()
        self._measured = QGridLayout(measured)
        self._measured.setContentsMargins(0, 0, 0, 0)
        self._measured.setHorizontalSpacing(6)
        self._measured.setVerticalSpacing(2)
        self._measured.setColumnStretch(1, 1)
        self._lines: list[tuple[Swatch, EvidenceLabel, QToolButton]] = []
        self._ids: list[str] = []
        self.none_high = Choice("score.high_amplitude", tr("High amplitude"), ((ABSENT, tr("No row is high")),))
        self.none_high.chosen.connect(self._answer)
        self._none = KeyedChoice(self.none_high)
        ask = QWidget()
        flow = FlowLayout(ask, 8, 2)
        for part in (self.caliper, self._none):
            flow.addWidget(part)
        grows_down(ask)
        self.add(table, self.state, measured, ask)

    @property
    def n_lines(self) -> int:
        """Return how many lines were made so far, shown or not."""
        return len(self._cells) + len(self._lines)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Return the texts of the table, one tuple a region."""
        found: dict[int, list[str]] = {}
        for (row, _column), label in sorted(self._cells.items()):
            if not label.isHidden():
                found.setdefault(row, []).append(label.plain if isinstance(label, EvidenceLabel) else label.text())
        return [tuple(texts) for texts in found.values()]

    @property
    def measured(self) -> list[tuple[EvidenceLabel, QToolButton]]:
        """Return the lines of measured waves that are shown: text, and the button that withdraws it."""
        return [(label, button) for _swatch, label, button in self._lines if not label.isHidden()]

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        for swatch in (*self._swatches, *(line[0] for line in self._lines)):
            self._hatch(swatch)

    def show_view(self, view: SideView) -> None:
        """Show the amplitudes of the view."""
        sheet = view.sheet
        if sheet is None:
            return
        self.set_note(f"automatic median p-p in 2 s, not scored; {sheet.filters_text}")
        regions = region_lines(view.amplitudes) if view.amplitudes is not None else ()
        self._table.setVisible(bool(regions))
        for row, region in enumerate(regions, 1):
            self._show_region(row, region)
        for (row, _column), label in self._cells.items():
            label.setVisible(row <= len(regions))
        for row, swatch in enumerate(self._swatches, 1):
            swatch.setVisible(row <= len(regions) and regions[row - 1].is_posterior)
        state = amplitude_note(view.amplitudes) if view.amplitudes is not None else view.amplitudes_text
        set_text(self.state, state)
        self.state.setVisible(bool(state))
        self._show_measured(view)

    def _show_region(self, row: int, region: RegionLine) -> None:
        if len(self._swatches) < row:
            swatch = Swatch()
            self._hatch(swatch)
            self._swatches.append(swatch)
            self._grid.addWidget(swatch, row, 0)
            for column in range(1, 5):
                label = EvidenceLabel() if column == 4 else plain_label()
                if isinstance(label, EvidenceLabel):
                    label.asked.connect(self.asked)
                if column in (2, 3):
                    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    label.setWordWrap(column == 3)
                self._cells[row, column] = label
                self._grid.addWidget(label, row, column)
        for column, text in enumerate((region.name, region.limit, region.above), 1):
            set_text(self._cells[row, column], text)
        above = self._cells[row, 3]
        above.setProperty("role", "strong" if region.is_any_high else "")
        above.style().unpolish(above)
        above.style().polish(above)
        above.setAccessibleName(
            tr("{name}: {above} channels at or above {limit}", name=region.name, above=region.above, limit=region.limit)
        )
        highest = self._cells[row, 4]
        if isinstance(highest, EvidenceLabel):
            highest.show_parts(*region.highest)

    def _show_measured(self, view: SideView) -> None:
        assert view.sheet is not None
        lines = measured_lines(view.sheet, view.clock_text)
        key = view.keys.get("amplitude", "")
        shown_key = f" ({key})" if key else ""
        hint = tr("Caliper{key} over a background wave, or:", key=shown_key)
        set_text(self.caliper, hint)
        self.caliper.setVisible(not view.sheet.high_rows and not view.is_locked)
        self.caliper.setToolTip(f"{CALIPER_HELP}\n{ABOVE_HELP}")
        while len(self._lines) < len(lines):
            self._add_line()
        self._ids = [line.annotation_id for line in lines]
        for index, (swatch, label, button) in enumerate(self._lines):
            is_shown = index < len(lines)
            swatch.setVisible(is_shown and lines[index].is_posterior)
            label.setVisible(is_shown)
            button.setVisible(is_shown and not view.is_locked)
            if is_shown:
                self._show_line(label, button, lines[index])
        self._none.setVisible(not view.sheet.high_rows)
        self._none.show_key(view.keys.get("high_amplitude", ""))
        self.none_high.show_answer(view.sheet.high_amplitude)
        self.none_high.setEnabled(not view.is_locked)

    def _show_line(self, label: EvidenceLabel, button: QToolButton, line: MeasuredLine) -> None:
        label.show_parts(*line.parts)
        label.setAccessibleName(line.spoken)
        button.setAccessibleName(tr("Withdraw {spoken}", spoken=line.spoken))

    def _add_line(self) -> None:
        swatch, label, button = Swatch(), EvidenceLabel(), QToolButton()
        self._hatch(swatch)
        index = len(self._lines)
        label.asked.connect(self.asked)
        button.setText(tr("Withdraw"))
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tr("Remove this measurement; undo brings it back"))
        button.clicked.connect(lambda _checked=False, n=index: self.withdraw_asked.emit(self._ids[n]))
        for column, part in enumerate((swatch, label, button)):
            self._measured.addWidget(part, index, column)
        self._lines.append((swatch, label, button))

    def _hatch(self, swatch: Swatch) -> None:
        swatch.show_look(self._theme.page, self._theme.text_colour(self._theme.trace_left), is_hatched=True)
        swatch.setToolTip(tr("Posterior channels are judged apart"))

    def _answer(self, answer: str) -> None:
        self.answered.emit(HIGH_AMPLITUDE, answer)
