"""What is chosen in the raster: spasms by state or figure, one spasm, rows, and the head map's time."""

from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QObject

from eegview.app.statistics.figure_lines import FigureLine
from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.app.statistics.study_statistics import StudyStatistics
from eegview.app.study.records import Statement
from eegview.model.channel import ChannelKind
from eegview.model.study.averaging import held_averaging
from eegview.model.study.records import AVERAGING_TERM
from eegview.model.text.language import tr
from eegview.ui.statistics.remembered import RememberedStatistics
from eegview.ui.statistics.shown import OUTLIERS, TIME, ShownLocked, lines_of
from eegview.ui.statistics.texts import left_out_text, order_text, sides_lines, signed_text, spasms_text, values_text
from eegview.ui.statistics.view import StatisticsView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_KINDS = {"eeg": ChannelKind.EEG, "emg": ChannelKind.EMG}
_OTHER = "-"  # no state: the spasms of a figure are shown
_FAR = 10
_STEPS_S = 0.02
NO_MAP = tr("No head map: too few referential electrodes, or no peak.")


class RasterMoves(QObject):
    """Holds what is chosen for one study, and has the view show it."""

    def __init__(
        self, context: Context, study: OpenStudy, view: StatisticsView, remembered: RememberedStatistics
    ) -> None:
        super().__init__(study.scope)
        self._study, self._view, self._remembered, self._say = study, view, remembered, context.say
        self.epochs: LockedEpochs | None = None
        self.statistics: StudyStatistics | None = None
        self.selected_id = ""
        self.cursor_s: float | None = None
        self._only: tuple[str, frozenset[str]] | None = None  # what is shown, by name, and the ids
        self._state = ""
        self._first_rows: tuple[int, ...] = ()  # shown unless others are chosen
        view.raster.spasm_asked.connect(self.select)
        view.raster.time_asked.connect(self.use_time)
        view.raster.step_asked.connect(self.step)
        view.choices.state_chosen.connect(self.use_state)
        view.choices.row_chosen.connect(self.use_row)
        view.choices.order_chosen.connect(self.use_order)
        view.figures.chosen.connect(self.use_figure)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands do."""
        return {
            "statistics.previous": lambda: self.step(-1),
            "statistics.next": lambda: self.step(1),
            "statistics.far_up": lambda: self.step(-_FAR),
            "statistics.far_down": lambda: self.step(_FAR),
            "statistics.first": lambda: self.step(-1_000_000),
            "statistics.last": lambda: self.step(1_000_000),
            "statistics.exclude": self.exclude,
            "statistics.order": self.switch_order,
            "statistics.all": lambda: self.use_state(""),
            "statistics.row_next": lambda: self.step_row(1),
            "statistics.row_previous": lambda: self.step_row(-1),
            "statistics.earlier": lambda: self.step_time(-1),
            "statistics.later": lambda: self.step_time(1),
            "statistics.peak": lambda: self._use_time(None),
        }

    def begin(self) -> None:
        """Begin with all spasms and the time of the peak."""
        self._only, self._state, self.cursor_s = None, "", None
        mark = self._study.review.selection.mark
        self.selected_id = mark.annotation_id if mark is not None else self.selected_id

    def end(self) -> None:
        """Release the samples; they are read again the next time."""
        self.epochs = None

    # choices

    def select(self, spasm_id: str) -> None:
        """Choose a spasm."""
        self.selected_id = spasm_id
        self._show_place()

    def step(self, by: int) -> None:
        """Choose the spasm some lines further down."""
        shown = self._view.raster.shown
        if shown is None or not shown.lines:
            return
        line = shown.selected_line
        line = (0 if by > 0 else len(shown.lines) - 1) if line is None else line + by
        line = min(max(line, 0), len(shown.lines) - 1)
        self.select(shown.epochs.spasm_ids[shown.lines[line]])

    def use_time(self, time_s: float) -> None:
        """Show the head map of a time."""
        self._use_time(time_s)

    def step_time(self, by: int) -> None:
        """Move the head map's time by 20 ms."""
        shown = self._view.raster.shown
        if shown is not None:
            self._use_time((shown.time_s or 0.0) + by * _STEPS_S)

    def _use_time(self, time_s: float | None) -> None:
        if time_s is not None and self.epochs is not None and len(self.epochs.times_s):
            time_s = float(np.clip(time_s, self.epochs.times_s[0], self.epochs.times_s[-1]))
        self.cursor_s = time_s
        self._show_place()

    def use_state(self, state: str) -> None:
        """Show the spasms of a state, "" = all."""
        row = self.statistics.spasms.state(state) if self.statistics is not None and state else None
        self._only = (row.label, frozenset(row.marks)) if row is not None else None
        self._state = state if row is not None else ""
        self.show()

    def use_figure(self, line: FigureLine) -> None:
        """Show the spasms that a figure was counted from."""
        known = self.epochs.spasm_ids if self.epochs is not None else ()
        ids = frozenset(line.marks) & frozenset(known)
        if not ids:
            if line.marks:
                self._say(tr("These marks are not spasms. Double click to see the first of them on the page."))
            return
        is_all = len(ids) == len(known)
        self._only, self._state = (None, "") if is_all else ((line.name.strip(), ids), _OTHER)
        if self.epochs is not None and self.selected_id not in ids:
            self.selected_id = next(one for one in known if one in ids)
        self.show()

    def use_row(self, kind: str, label: str) -> None:
        """Show another row of a kind; remembered."""
        self._remembered.set_row(kind, label)
        self.show()

    def step_row(self, by: int) -> None:
        """Show the EEG row some rows further down in the montage."""
        if self.epochs is None:
            return
        labels = [row.label for row in self.epochs.rows if row.kind is ChannelKind.EEG]
        shown = self._row("eeg")
        if labels and shown in labels:
            self.use_row("eeg", labels[(labels.index(shown) + by) % len(labels)])

    def use_order(self, order: str) -> None:
        """Order the lines; remembered."""
        self._remembered.order = order
        self.show()

    def switch_order(self) -> None:
        """Order the other way."""
        self.use_order(TIME if self._remembered.order == OUTLIERS else OUTLIERS)

    def exclude(self) -> None:
        """Leave the chosen spasm out of averages, or take it in again; an act that can be undone."""
        epochs = self.epochs
        shown = self._view.raster.shown
        if epochs is None or shown is None or shown.selected_line is None:
            self._say(tr("Choose a spasm first (↑ ↓ or a click)."))
            return
        number = epochs.spasm_ids.index(self.selected_id)
        is_used = self.selected_id in epochs.excluded
        held = held_averaging(is_used, epochs.onsets_s[number])
        self._study.kept.say([Statement(AVERAGING_TERM, self.selected_id, held)])

    def use_epochs(self, epochs: LockedEpochs, first_rows: tuple[int, ...]) -> None:
        """Show what was read; `first_rows` are shown unless others are chosen."""
        self.epochs, self._first_rows = epochs, first_rows
        self.show()

    def use_excluded(self, excluded: Iterable[str]) -> None:
        """Show what is left out now."""
        if self.epochs is not None:
            self.epochs = self.epochs.with_excluded(excluded)
            self.show()

    # showing

    def _row(self, kind: str) -> str:
        """Return the label of the row shown of a kind, "" where there is none."""
        epochs = self.epochs
        if epochs is None:
            return ""
        labels = [row.label for row in epochs.rows if row.kind is _KINDS[kind]]
        held = self._remembered.row(kind)
        if held in labels:
            return held
        first = (epochs.rows[number] for number in self._first_rows if epochs.rows[number].kind is _KINDS[kind])
        return next((row.label for row in first), "")

    def show(self) -> None:
        """Draw everything that hangs on the samples."""
        epochs, view = self.epochs, self._view
        if epochs is None or not epochs.n_spasms:
            return
        for kind, is_kind in _KINDS.items():
            labels = [row.label for row in epochs.rows if row.kind is is_kind]
            view.choices.show_rows(kind, labels, self._row(kind))
        only = self.only(epochs)
        numbers = [n for kind in _KINDS if (n := epochs.row_number(self._row(kind))) is not None]
        numbers += [n for n, row in enumerate(epochs.rows) if row.kind is ChannelKind.MOVEMENT]
        names = tuple(self._study.times.text(onset_s, 0) for onset_s in epochs.onsets_s)
        order = self._remembered.order
        lines = lines_of(epochs, order, only)
        if lines and self.selected_id not in {epochs.spasm_ids[number] for number in lines}:
            self.selected_id = epochs.spasm_ids[lines[0]]
        shown = ShownLocked(epochs, lines, tuple(numbers), only, names, self.selected_id, self.cursor_s)
        view.raster.show_locked(shown, "None of the spasms shown has samples here.")
        view.choices.show_choice(epochs.alignment, order)
        view.choices.show_note(self._note(shown, order))
        view.side.show_sides(sides_lines(epochs, only))
        self._show_states()
        self._show_place()

    def only(self, epochs: LockedEpochs) -> np.ndarray:
        """Return which spasms are let through by what was chosen."""
        if self._only is None:
            return np.ones(epochs.n_spasms, np.bool_)
        return np.array([one in self._only[1] for one in epochs.spasm_ids], np.bool_)

    def _note(self, shown: ShownLocked, order: str) -> str:
        epochs = shown.epochs
        parts = [
            tr(
                "Only {only}: {n_lines} of {spasms_text} (A: all).",
                only=self._only[0],
                n_lines=len(shown.lines),
                spasms_text=spasms_text(epochs.n_spasms),
            )
            if self._only
            else ""
        ]
        parts.append(
            tr(
                "{n_averaged} of {spasms_text} averaged, lines {order_text}.",
                n_averaged=shown.n_averaged,
                spasms_text=spasms_text(len(shown.lines)),
                order_text=order_text(order),
            )
        )
        n_left_out = sum(epochs.spasm_ids[number] in epochs.excluded for number in shown.lines)
        parts.append(tr("{n_left_out} left out (X).", n_left_out=n_left_out) if n_left_out else "")
        n_without = int((~np.isfinite(epochs.lags_s[list(shown.lines)])).sum()) if shown.lines else 0
        if epochs.alignment == "peak" and n_without:
            parts.append(tr("{n_without} without a measurable peak.", n_without=n_without))
        parts.append(left_out_text(epochs))
        return " ".join(filter(None, parts))

    def _show_states(self) -> None:
        if self.statistics is None:
            return
        spasms = self.statistics.spasms
        states = [("", tr("All {n_total}", n_total=spasms.n_total))]
        states += [(row.state, f"{row.label} {row.count}") for row in spasms.by_state if row.count]
        self._view.choices.show_states(states, self._state)

    def _show_place(self) -> None:
        """Show the chosen spasm and the head map's time; nothing is averaged anew."""
        view, shown = self._view, self._view.raster.shown
        if shown is None:
            return
        shown = shown.at(self.selected_id, self.cursor_s)
        view.raster.show_locked(shown, view.raster.message)
        field, time_s = shown.field, shown.time_s
        text = ""
        if field is not None and time_s is not None:
            zero = "onset" if shown.epochs.alignment == "onset" else "peak"
            is_peak = " (strongest)" if self.cursor_s is None else ""
            (low, low_uv), (high, high_uv) = field.lowest, field.highest
            text = tr(
                "{signed_text} from the {zero}{is_peak} · {spasms_text}\n− {low} "
                "{value_text}   + {high} {value_text_2}\n{n_names} electrodes, average "
                "reference, 0.5–4 Hz",
                signed_text=signed_text(time_s),
                zero=zero,
                is_peak=is_peak,
                spasms_text=spasms_text(shown.n_averaged),
                low=low,
                value_text=field.value_text(low_uv),
                high=high,
                value_text_2=field.value_text(high_uv),
                n_names=len(field.names),
            )
        view.side.show_field(field, text, NO_MAP)
        view.values.setText(values_text(shown))
