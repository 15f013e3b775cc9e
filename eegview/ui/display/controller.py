"""Dialogs that change how the page looks: calibration, filters, rows, and the menu of a row's name."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QDialog

from eegview.app.marks.opinions import when_text
from eegview.app.page.row_styles import (
    MARKED_BAD,
    electrodes_of,
    row_notice,
    with_all_rows,
    with_only,
    with_row,
    without_row_styles,
)
from eegview.app.study.records import Statement
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import average_text
from eegview.model.display.view import ALL_ROWS, ViewState
from eegview.model.study.bad_channels import bad_channels, held_state
from eegview.model.study.records import BAD_CHANNEL_TERM
from eegview.model.text.language import tr
from eegview.ui.display.age_controller import AgeController
from eegview.ui.display.butterfly_controller import ButterflyController
from eegview.ui.display.calibration_dialog import CalibrationDialog
from eegview.ui.display.commands import PageCommands
from eegview.ui.display.crosshair_controller import CrosshairController
from eegview.ui.display.filters_dialog import FiltersDialog
from eegview.ui.display.kept_display import KeptDisplayController
from eegview.ui.display.row_menu import build_row_menu
from eegview.ui.display.rows_dialog import RowsDialog
from eegview.ui.display.rows_table import RowEntry
from eegview.ui.display.spoken_controller import SpokenController
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.appearance import Appearance
from eegview.ui.window.context import Context
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.remembered_display import set_site_notch, site_notch_hz
from eegview.ui.window.study.open_study import OpenStudy

_FILTERED = (
    ChannelKind.EEG,
    ChannelKind.EOG,
    ChannelKind.EMG,
    ChannelKind.ECG,
    ChannelKind.RESPIRATION,
    ChannelKind.OTHER,
)


class CalibrationController(QObject):
    """Opens the dialog that measures the screen; it needs no study."""

    def __init__(self, context: Context, appearance: Appearance) -> None:
        super().__init__(context.window)
        self._window, self._appearance = context.window, appearance
        context.actions.connect({"display.calibrate": self.show})
        self._window.strip.calibration_asked.connect(self.show)

    def show(self) -> None:
        """Open the dialog, or bring the open one to the front."""
        show_dialog(self._window, "calibration", self._dialog)

    def _dialog(self) -> QDialog:
        style, screen = self._appearance, self._window.screen()
        dialog = CalibrationDialog(self._window, style.theme, style.px_per_mm(), style.is_calibrated)
        dialog.accepted_scale.connect(lambda px_per_mm: style.calibrate(screen, px_per_mm))
        dialog.forgotten.connect(lambda: style.calibrate(screen, None))
        return dialog


class DisplayController(QObject):
    """Opens the dialogs of one study's filters and rows, turns what they emit into views, keeps them up to date."""

    def __init__(self, context: Context, study: OpenStudy, montages: MontageLibrary, commands: PageCommands) -> None:
        super().__init__(study.scope)
        self._window, self._study, self._montages, self._commands = context.window, study, montages, commands
        self._settings, self._say = context.settings, context.say
        self._is_loaded = False  # what comes with the first records was there before
        self.kept = KeptDisplayController(context, study, commands)
        self.age = AgeController(context, study)
        self.crosshair, self.butterfly = CrosshairController(context, study), ButterflyController(context, study)
        self.spoken = SpokenController(context, study)
        context.actions.connect(
            {"display.filters": self.show_filters, "display.rows": self.show_rows},
            study.scope,
        )
        self._window.page.gestures.label_menu_asked.connect(self.show_row_menu)
        self._window.strip.all_rows_asked.connect(self.show_all_rows)
        self._window.strip.rows_asked.connect(self.show_rows)
        study.session.view_changed.connect(self._view_changed)
        study.kept.changed.connect(study.scope.while_open(self._show_bad_channels))
        study.review.records.changed.connect(study.scope.while_open(self._records_came))
        context.studies.failed.connect(self._refused)
        study.scope.ended.connect(self._close_dialogs)

    def _close_dialogs(self) -> None:
        close_dialogs(self._window, ("filters", "rows"))

    def _view_changed(self, view: ViewState) -> None:
        filters, rows = open_dialog(self._window, "filters"), open_dialog(self._window, "rows")
        if isinstance(filters, FiltersDialog):
            self._fill_filters(filters, view)
        if isinstance(rows, RowsDialog):
            self._fill_rows(rows)

    # filters

    def show_filters(self) -> None:
        show_dialog(self._window, "filters", self._filters)

    def _filters(self) -> QDialog:
        study = self._study
        rates_hz = {kind: [c.rate_hz for c in study.recording.channels if c.kind is kind] for kind in _FILTERED}
        kinds = tuple((kind, max(rates)) for kind, rates in rates_hz.items() if rates)
        dialog = FiltersDialog(self._window, kinds, self._montages.presets, site_notch_hz(self._settings))
        dialog.site_notch_chosen.connect(self._use_site_notch)
        dialog.filters_changed.connect(self._commands.use_filters)
        dialog.preset_chosen.connect(self._use_preset_filters)
        self._fill_filters(dialog, study.session.view)
        return dialog

    def _use_preset_filters(self, preset_id: str) -> None:
        """Take the preset's filters alone; sensitivity and page length stay as they are."""
        preset = next((p for p in self._montages.presets if p.preset_id == preset_id), self._montages.presets[0])
        self._study.session.change(filters=preset.filters, preset_id=preset.preset_id)

    def _use_site_notch(self, notch_hz: float) -> None:
        """Have presets and new studies filter out the mains of this site; the page shown does so at once."""
        set_site_notch(self._settings, notch_hz)
        self._study.change_view(lambda view: replace(view, filters=view.filters.with_notch(notch_hz)))

    def _fill_filters(self, dialog: FiltersDialog, view: ViewState) -> None:
        preset = next((p for p in self._montages.presets if p.preset_id == view.preset_id), None)
        dialog.show_filters(view.filters, preset)

    # rows

    def show_rows(self) -> None:
        show_dialog(self._window, "rows", self._rows)

    def _rows(self) -> QDialog:
        dialog = RowsDialog(self._window)
        dialog.table.row_changed.connect(self._change_row)
        dialog.table.order_changed.connect(self._order_rows)
        dialog.bad_changed.connect(self._mark_bad)
        dialog.shown_only.connect(self._show_only)
        dialog.reset_asked.connect(self._reset_rows)
        self._fill_rows(dialog)
        return dialog

    def _fill_rows(self, dialog: RowsDialog) -> None:
        """Show all rows in the reviewer's order, hidden ones in their place."""
        study = self._study
        session, view = study.session, study.session.view
        place = {label: i for i, label in enumerate(view.row_order)}
        rows = sorted(session.rows, key=lambda row: place.get(row.label, len(place)))  # a stable sort
        marked, entries = bad_channels(study.kept.all()), []
        for row in rows:
            style, notice = view.row_style(row.label), row_notice(row)
            made_of = electrodes_of(row, session.montage, study.recording) if row.is_bad else ()
            authors = dict.fromkeys(marked[name].author for name in made_of if name in marked)
            notice += f" by {', '.join(authors)}" if authors and notice == MARKED_BAD else ""
            entries.append(RowEntry(row.label, not session.is_hidden(row), style.gain, style.offset_mm, notice))
        names = tuple(channel.name for channel in study.recording.channels)
        by = {name: f"marked bad by {one.author}, {when_text(one.at_utc)}" for name, one in marked.items()}
        dialog.show_rows(tuple(entries), names, by)

    def _change_row(self, entry: RowEntry) -> None:
        study = self._study
        view = study.session.view
        style = view.row_style(entry.label)
        row = next((row for row in study.session.rows if row.label == entry.label), None)
        if row is not None and study.session.is_hidden(row) == entry.is_shown:
            style = replace(style, is_hidden=not entry.is_shown)
        study.session.set_view(with_row(view, replace(style, gain=entry.gain, offset_mm=entry.offset_mm)))

    def _order_rows(self, labels: tuple[str, ...]) -> None:
        self._study.session.change(row_order=labels)

    def _show_only(self, labels: tuple[str, ...]) -> None:
        session = self._study.session
        session.set_view(with_only(session.view, [row.label for row in session.rows], labels))

    def show_all_rows(self) -> None:
        """Show the rows that are hidden, zoomed or scrolled away; gains, offsets and order stay."""
        session = self._study.session
        session.set_view(with_all_rows(session.view))
        if len(session.visible_rows()) < len(session.unhidden_rows()):  # too many to be read: they are asked for
            session.change(n_rows=ALL_ROWS)

    def _reset_rows(self) -> None:
        self._study.change_view(without_row_styles)

    # bad channels

    def _mark_bad(self, channel: str, is_bad: bool) -> None:
        """Mark a channel bad or good again, for everybody who reads this study."""
        if is_bad != (channel in bad_channels(self._study.kept.all())):
            self._study.kept.say([Statement(BAD_CHANNEL_TERM, channel, held_state(is_bad))])

    def _show_bad_channels(self, _nothing: object = None) -> None:
        """Show the page without the channels that are marked bad now, by whomever."""
        kept, before = self._study.kept, self._study.view.bad_channels
        marked = bad_channels(kept.all())
        self._study.session.change(bad_channels=frozenset(marked))
        by_others = [one for name, one in marked.items() if name not in before and one.author != kept.author]
        if by_others and self._is_loaded:
            names = ", ".join(one.name for one in by_others)
            self._say(tr("{author} marked {names} bad.", author=by_others[0].author, names=names))
        rows = open_dialog(self._window, "rows")
        if isinstance(rows, RowsDialog):
            self._fill_rows(rows)

    def _records_came(self, _records: object) -> None:
        self._is_loaded = True

    def _refused(self, _error: object) -> None:
        """Drop what the library refused."""
        self._study.kept.recheck()

    # a row's name

    def show_row_menu(self, global_pos: QPointF, label: str) -> None:
        study = self._study
        row = next((row for row in study.session.rows if row.label == label), None)
        if row is None:
            return
        menu = build_row_menu(
            self._window,
            label,
            electrodes_of(row, study.session.montage, study.recording),
            study.session.view.bad_channels,
            lambda change: self._commands.change_row(label, change),
            self._mark_bad,
            self.show_rows,
            lambda: self.crosshair.switch_on_row(label),
            average_text(row),
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(global_pos.toPoint())
