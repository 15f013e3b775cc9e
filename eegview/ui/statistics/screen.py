"""What the screen of statistics shows: asked for, counted, read, and kept true while it is open."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.marks.layers import countable_layers, layer_text
from eegview.app.review.clusters import counted_spasms
from eegview.app.statistics.figure_lines import FigureLine, figure_lines
from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.app.statistics.locked_settings import LOCKED_FILTERS, LockedSettings, with_notch
from eegview.app.statistics.study_statistics import StudyStatistics
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.study.averaging import left_out_of_average
from eegview.model.text.language import tr
from eegview.ui.statistics.exporting import StatisticsExporting
from eegview.ui.statistics.histogram import ShownHistogram
from eegview.ui.statistics.moves import RasterMoves
from eegview.ui.statistics.reading import StatisticsReading, StatisticsRequest
from eegview.ui.statistics.remembered import RememberedStatistics
from eegview.ui.statistics.sources import StatisticsSources
from eegview.ui.statistics.view import StatisticsView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_REFRESH_MS = 300  # marks that come in a burst are counted once
_READING = tr("Reading the EEG around the spasms …")


class StatisticsScreen(QObject):
    """The statistics of one study on the view; made when they are opened first.

    leave_asked : the page is asked for: with a mark, a time of the recording, or None for where one was
    """

    leave_asked = Signal(object)

    def __init__(self, context: Context, study: OpenStudy, view: StatisticsView, sources: StatisticsSources) -> None:
        super().__init__(study.scope)
        self._study, self._say, self._sources, self.view = study, context.say, sources, view
        self._vocabulary = context.studies.vocabulary
        self.remembered = RememberedStatistics(context.settings)
        self.reading = StatisticsReading(study, context.studies.bridge.post, view.progress, context.studies.fail)
        self.moves = RasterMoves(context, study, view, self.remembered)
        self.exporting = StatisticsExporting(context, study, view, self.moves)
        self.is_shown = False
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self._connect(context, study)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is read and nothing waits to be."""
        return not self.reading.is_reading and not self._refresh.isActive()

    def _connect(self, context: Context, study: OpenStudy) -> None:
        context.actions.connect(self._handlers(), study.scope)
        view, sources = self.view, self._sources
        view.raster.go_asked.connect(self._go_to_spasm)
        view.figures.go_asked.connect(self._go_to_figure)
        view.choices.alignment_chosen.connect(self.use_alignment)
        self.reading.figures_ready.connect(self._figures_ready)
        self.reading.epochs_ready.connect(self._epochs_ready)
        self.reading.ended.connect(self._reading_ended)
        review, soon = study.review, study.scope.while_open(lambda _what: self._refresh_soon())
        review.marks_changed.connect(soon)
        review.layers.counted_changed.connect(soon)
        sources.clusters.changed.connect(soon)
        study.kept.changed.connect(study.scope.while_open(lambda _none: self._records_changed()))
        sources.video.footage_changed.connect(self._refresh_soon)
        sources.movement.row_changed.connect(self._refresh_soon)
        study.times.changed.connect(self._refresh_soon)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "statistics.go": self._go,
            "statistics.align": self._switch_alignment,
            "statistics.read": self.refresh,
            "statistics.cancel": self.reading.cancel,
            "statistics.export_picture": self.exporting.ask_for_picture,
            "statistics.export_table": self.exporting.ask_for_table,
            **self.moves.handlers(),
        }

    # opening and closing

    def open(self) -> None:
        """Show the figures, and read what is around each spasm."""
        self.is_shown = True
        self.view.set_shown(True)
        self.view.raster.show_locked(None, _READING)
        self.refresh()

    def close(self) -> None:
        """Give the page its place back; samples are released, and read again the next time."""
        self.is_shown = False
        self._refresh.stop()
        self.reading.cancel()
        self.moves.end()
        self.view.set_shown(False)

    # going to the page

    def _go(self) -> None:
        """Go to the page of what the keyboard is on: a figure's first mark, else the chosen spasm."""
        if self.view.figures.hasFocus() and self.view.figures.go():
            return
        shown = self.view.raster.shown
        if shown is not None and shown.selected_line is not None:
            self._go_to_spasm(self.moves.selected_id)
        else:
            self.leave_asked.emit(None)

    def _go_to_spasm(self, spasm_id: str) -> None:
        self.leave_asked.emit(self._mark(spasm_id))

    def _go_to_figure(self, line: FigureLine) -> None:
        mark = next((found for one in line.marks if (found := self._mark(one)) is not None), None)
        if mark is not None:
            self._go_to_spasm(mark.annotation_id)
        elif line.span is not None:
            self.leave_asked.emit(line.span.start_s)

    def _mark(self, mark_id: str) -> Annotation | None:
        return next((mark for mark in self._study.review.marks if mark.annotation_id == mark_id), None)

    # what is shown

    def refresh(self) -> None:
        """Count everything as it is now, and read what is around spasms that are new."""
        if self.is_shown and self._study.scope.is_open:
            self._show_header()
            self.reading.ask(self._request())

    def _refresh_soon(self, _what: object = None) -> None:
        if self.is_shown and not self._refresh.isActive():
            self._refresh.start()

    def _request(self) -> StatisticsRequest:
        study, sources = self._study, self._sources
        review, view = study.review, study.view
        hidden = review.selection.filter.without_ids  # from a blind reader
        reviewed = {review.author: sources.reviewed.mine, **sources.reviewed.others}
        settings = LockedSettings(
            study.session.montage,
            with_notch(LOCKED_FILTERS, view.filters.for_kind(ChannelKind.EEG).notch_hz),
            view.bad_channels,
            movement=sources.movement.row,
        )
        return StatisticsRequest(
            tuple(mark for mark in review.marks if mark.annotation_id not in hidden),
            review.layers.counted,
            sources.clusters.rule,
            review.layers.same_event,
            self._vocabulary,
            reviewed,
            sources.videos(),
            sources.trends(),
            settings,
            "onset" if study.recording.is_film else self.remembered.alignment,
            left_out_of_average(study.kept.all()),
        )

    def _show_header(self) -> None:
        review, header = self._study.review, self.view.header
        self.view.show_film(self._study.recording.is_film)
        counted, author = review.layers.counted, review.author
        header.layer.fill(
            [
                (layer_text(layer, author), partial(review.layers.count, layer))
                for layer in countable_layers(review.layers.names, author)
            ]
        )
        header.layer.set_value(layer_text(counted, author))
        notch_hz = self._study.view.filters.for_kind(ChannelKind.EEG).notch_hz
        settings = LockedSettings(self._study.session.montage, with_notch(LOCKED_FILTERS, notch_hz))
        header.show_texts(
            {
                "Cluster rule": self._sources.clusters.rule.text,
                "Montage": settings.montage.label,
                "Filters": settings.filters_text,
            }
        )

    def _figures_ready(self, found: StudyStatistics) -> None:
        if not self.is_shown:
            return
        review, view = self._study.review, self.view
        self.moves.statistics = found
        view.figures.show_lines(figure_lines(found, review.author, lambda time_s: self._study.times.text(time_s, 0)))
        view.show_warnings(found.coverage.warnings)
        for name, histogram in _histograms(found).items():
            view.side.show_histogram(name, histogram)
        view.choices.setVisible(bool(found.spasms.n_total))
        if not found.spasms.n_total:
            self.moves.epochs = None
            view.raster.show_locked(None, self._empty_text())
            view.choices.show_note("")
            view.choices.show_states((), "")
            view.side.show_field(None, "", "")
            view.side.show_sides(())
            view.values.setText("")
        elif view.raster.shown is None:
            view.raster.show_locked(None, _READING)

    def _empty_text(self) -> str:
        layer = layer_text(self._study.review.layers.counted, self._study.review.author)
        return tr(
            "No spasms are marked in “{layer}”.\nMark spasms on the page, or count another layer (above).", layer=layer
        )

    def _epochs_ready(self, epochs: LockedEpochs, rows: tuple[int, ...]) -> None:
        if self.is_shown and epochs.n_spasms:
            self.moves.use_epochs(epochs.with_excluded(left_out_of_average(self._study.kept.all())), rows)

    def _reading_ended(self, why: str) -> None:
        if self.is_shown and why and counted_spasms(self._study.review):
            if self.view.raster.shown is None:
                self.view.raster.show_locked(None, why)
            else:
                self._say(why)

    def _records_changed(self) -> None:
        """Follow what was left out or taken in, here or by an undo; another bad channel is read anew."""
        if self.is_shown:
            self.moves.use_excluded(left_out_of_average(self._study.kept.all()))
            self._refresh_soon()

    # alignment

    def use_alignment(self, alignment: str) -> None:
        """Align the spasms by the marked onset or by the slow wave's peak; remembered."""
        if alignment != self.remembered.alignment:
            self.remembered.alignment = "peak" if alignment == "peak" else "onset"
            self.moves.cursor_s = None  # it counted from another 0
            self.refresh()
        self.view.choices.show_choice(self.remembered.alignment, self.remembered.order)

    def _switch_alignment(self) -> None:
        self.use_alignment("onset" if self.remembered.alignment == "peak" else "peak")


def _histograms(found: StudyStatistics) -> dict[str, ShownHistogram]:
    spasms = found.spasms
    intervals_s = tuple(interval for one in spasms.clusters for interval in one.cluster.intervals_s)
    durations_s = tuple(mark.duration_s for mark in spasms.spasms if mark.duration_s > 0)
    waking = tuple(one.minutes_awake for one in spasms.clusters if one.minutes_awake is not None)
    return {
        "intervals": ShownHistogram(tr("Intervals in clusters"), intervals_s, "s", tr("no clusters")),
        "durations": ShownHistogram(tr("Durations of spasms"), durations_s, "s", tr("no mark has a duration")),
        "waking": ShownHistogram(tr("Waking to cluster"), waking, "min", tr("no cluster after a staged awakening")),
    }
