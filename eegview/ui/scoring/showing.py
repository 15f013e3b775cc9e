"""What the workbench shows of the epoch: bins on the page and below it, strip, amplitudes, the score at the right."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from eegview.app.scoring.amplitudes import AmplitudeRequest, EpochAmplitudes
from eegview.app.scoring.evidence_stops import EvidenceStop
from eegview.app.scoring.scales import Scale
from eegview.app.scoring.work import ScoringWork
from eegview.clinical.stages import short_name
from eegview.model.scoring.evidence import SheetKey
from eegview.model.text.language import tr
from eegview.ui.page.bins_painter import ShownBins
from eegview.ui.page.spotlight import Spotlight
from eegview.ui.scoring.amplitudes.amplitude_server import AmplitudeServer, shown_amplitudes
from eegview.ui.scoring.header import StripTexts
from eegview.ui.scoring.keys import ScoringKeys
from eegview.ui.scoring.shown_epochs import ShownEpochs
from eegview.ui.scoring.side_link import SideLink
from eegview.ui.scoring.texts import (
    distance_text,
    lane_bins,
    locked_text,
    locked_tip,
    nearest_spasm,
    spoken_bin,
)
from eegview.ui.scoring.view import SCORE_COLOUR, ScoringView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_SPOT_MS = 2500  # a piece of evidence is pointed out for so long
_SIDE_MS = 40  # after a key: page and lane are painted first
_MEASURING = tr("Measuring the epoch…")


class ScoringDisplay(QObject):
    """Draws what changed: bins at once, texts and score a moment later.

    work : returns the work while an epoch is scored, None else
    epochs : knows sleep stages and spasms of the study
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ScoringView,
        work: Callable[[], ScoringWork | None],
        keys: ScoringKeys,
        epochs: ShownEpochs,
    ) -> None:
        super().__init__(study.scope)
        self._study, self._view, self._work, self._epochs = study, view, work, epochs
        self.side = SideLink(context, study, view.side, keys)
        self._page, self._actions = context.window.page, context.actions
        self._legend = context.window.legend
        self._scale: Scale | None = None
        self.proposed: Callable[[SheetKey], Mapping[int, tuple[str, ...]]] = lambda _key: {}
        self.amplitudes: EpochAmplitudes | None = None
        self.amplitudes_text = _MEASURING
        self._server = AmplitudeServer(
            study, context.studies.bridge.post, self._amplitudes_came, self._amplitudes_failed
        )
        self._digits: tuple[str, ...] = ()
        self._are_bins_stale = False
        self._bins_soon = QTimer(self, interval=0, singleShot=True)
        self._bins_soon.timeout.connect(self.show_bins_now)
        self._soon = QTimer(self, interval=_SIDE_MS, singleShot=True)
        self._soon.timeout.connect(self.show_all)
        self._spot = QTimer(self, interval=_SPOT_MS, singleShot=True)
        self._spot.timeout.connect(self._end_spot)
        self.side.roles_came.connect(self.show_soon)
        study.scope.ended.connect(self.hide)
        study.presenter.page_shown.connect(self._page_shown)

    # showing

    def show_epoch(self, scale: Scale) -> None:
        """Show another epoch."""
        self._scale = scale
        self.amplitudes, self.amplitudes_text = None, _MEASURING
        self._ask_amplitudes()
        self.side.ask_roles()
        self._digits = ()
        self.show_bins()
        self.show_bins_now()
        self.show_all()

    def show_bins(self) -> None:
        """Show the bins on the page and below it anew, once the key or click is done with."""
        self._are_bins_stale = True
        self._bins_soon.start()

    def show_bins_now(self) -> None:
        """Show the bins that changed, and paint them before anything else is done."""
        work = self._work()
        if work is None or not self._are_bins_stale:
            return
        self._are_bins_stale = False
        self._bins_soon.stop()
        place, sheet = work.place, work.sheet
        lane = lane_bins(sheet, place, dict(self.proposed(work.key)), SCORE_COLOUR)
        note = ""
        if work.is_adding:
            note = tr("next digit adds to bin {adding_to}", adding_to=work.adding_to % sheet.n_bins + 1)
        presenter = self._study.presenter
        presenter.bins = ShownBins(
            place.page_span.start_s,
            work.shape.bin_s,
            work.shape.n_bins,
            frozenset(lane.marked),
            place.bin,
            SCORE_COLOUR,
            place.epoch,
            note,
        )
        presenter.refresh_overlay()
        self._view.lane.show_bins(lane)
        self._page.repaint()
        self._view.lane.repaint()
        said = spoken_bin(lane, place)
        if self._page.accessibleDescription() != said:
            self._page.setAccessibleDescription(said)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._page, said))

    def show_soon(self) -> None:
        """Show texts and score a moment later; keys that follow each other fast do not put it off."""
        if not self._soon.isActive():
            self._soon.start()

    def show_all(self) -> None:
        """Show strip, digits and score."""
        work, scale = self._work(), self._scale
        if work is None or scale is None:
            return
        self._ask_amplitudes()
        self._view.header.show_texts(self._strip(work, scale))
        self._show_digits(work)
        self.side.show(work, scale, self.amplitudes, self.amplitudes_text)

    def hide(self) -> None:
        """Take the bins off the page."""
        for timer in (self._bins_soon, self._soon, self._spot):
            timer.stop()
        presenter = self._study.presenter
        presenter.bins, presenter.spotlight = None, None
        self._page.setAccessibleDescription("")
        self._page.setToolTip("")
        for digit in range(1, 10):
            self._actions[f"score.focus_{digit}"].setText(tr("Focus {digit}", digit=digit))
        self._actions.set_checked("score.also", False)

    def _strip(self, work: ScoringWork, scale: Scale) -> StripTexts:
        place, sheet, parameters = work.place, work.sheet, work.sheet.parameters
        clock, session, page = self._study.session.time_text, self._study.session, place.page_span
        layer = self._study.review.layers.counted
        stage = self._epochs.stages.stage_at(page.start_s + page.duration_s / 2)
        away_s = nearest_spasm(self._epochs.spasms_s, page)
        read = " · read" if place.page in sheet.read_pages else ""
        state = "committed" if sheet.is_committed else ""
        return StripTexts(
            " · ".join(filter(None, (scale.label, state))),
            f"{clock(place.epoch.start_s)} – {clock(place.epoch.stop_s)}",
            tr(
                "{page} of {n_pages} · {page_s:g} s{read}",
                page=place.page + 1,
                n_pages=work.shape.n_pages,
                page_s=work.shape.page_s,
                read=read,
            ),
            locked_text(parameters, session.montage.label),
            f"{parameters.sensitivity_uv_per_mm:g} µV/mm",
            short_name(stage),
            tr("none marked") if away_s is None else distance_text(away_s),
            self._view.header.values["used"].text(),
            locked_tip(scale),
            tr("Sleep stage of this page in layer {layer}.", layer=layer) if layer else "",
        )

    def _show_digits(self, work: ScoringWork) -> None:
        """Show in legend and menu which electrode each digit is."""
        if work.digits == self._digits:
            return
        self._digits = work.digits
        for digit in range(1, 10):
            known = digit <= len(work.digits)
            self._actions[f"score.focus_{digit}"].setText(work.digits[digit - 1] if known else "–")
        entries = self._actions.legend("score")
        self._legend.take_over("score", entries)

    # amplitudes

    def _ask_amplitudes(self) -> None:
        work = self._work()
        if work is None:
            return
        parameters, session = work.scoring.parameters, self._study.session
        request = AmplitudeRequest(
            work.place.epoch,
            session.montage,
            session.view.filters,
            tuple((row, parameters.limit_of(row)) for row in work.rows),
            frozenset(parameters.posterior_rows),
            session.view.bad_channels,
        )
        if self.amplitudes is not None and self.amplitudes.request == request:
            return
        known = self._server.ask(request)
        self.amplitudes = None
        if known is not None:
            self._amplitudes_came(known)
        else:
            self._view.amplitudes.show_rows((), _MEASURING)

    def _amplitudes_came(self, measured: EpochAmplitudes) -> None:
        self.amplitudes, self.amplitudes_text = measured, ""
        self._view.amplitudes.show_rows(shown_amplitudes(measured))
        self.show_soon()

    def _amplitudes_failed(self, sentence: str) -> None:
        self.amplitudes_text = sentence
        self._view.amplitudes.show_rows((), sentence)
        self.show_soon()

    # evidence that is pointed out

    def show_stop(self, stop: EvidenceStop | None) -> None:
        """Point a piece of evidence out on its page, for a moment."""
        if stop is not None:
            self._study.presenter.spotlight = Spotlight(stop.span, stop.rows, SCORE_COLOUR, stop.text)
            self._study.presenter.refresh_overlay()
            self._spot.start()

    def _end_spot(self) -> None:
        self._study.presenter.spotlight = None
        self._study.presenter.refresh_overlay()

    def _page_shown(self, _view: object) -> None:
        """Have what stands beside the page follow its rows and its width."""
        if self._work() is not None:
            self._view.lane.update()
            self._view.amplitudes.update()
