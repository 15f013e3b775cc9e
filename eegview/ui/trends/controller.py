"""The trends of the whole study in the window: opened and closed, and kept true while they are open."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer, Signal

from eegview.app.page import navigation
from eegview.app.trends.pair_panel import PAIR_PANEL
from eegview.app.trends.study_trends import CANCELLED, DONE
from eegview.app.trends.table import TrendTable
from eegview.clinical.stages import stages_for
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.display.age_controller import AgeController
from eegview.ui.marks.commands import Claimant
from eegview.ui.trends.choices import PanelChoices
from eegview.ui.trends.computing import TrendsComputing
from eegview.ui.trends.drawing.panels import Panel
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.exporting import TrendsExporting
from eegview.ui.trends.looks import TrendsLooks
from eegview.ui.trends.moves import TrendsMoves
from eegview.ui.trends.pair import AeegPair
from eegview.ui.trends.panel_menu import build_menu
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.trends.sources import Gathering, TrendSources
from eegview.ui.trends.texts import strip_texts
from eegview.ui.trends.view import TrendsView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_REFRESH_MS = 300  # marks that come in a burst are drawn once
_GROWING_MS = 1000  # between two pictures of trends that are still computed


class TrendsController(WindowTask):
    """Shows the trends of one study in the whole window.

    score_asked : a span (of a candidate) is to be opened in the scoring workbench
    """

    score_asked = Signal(object)

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: TrendsView,
        play: PlayController,
        video: VideoPlace,
        age: AgeController,
        sources: TrendSources,
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "trends", digit_claimants)
        self._say, self._age, self.view = context.say, age, view
        remembered = RememberedTrends(context.settings)
        self.computing = TrendsComputing(context, study, view.progress)
        self.choices = PanelChoices(context, study, view, remembered)
        self.exporting = TrendsExporting(context, study, view, self.computing.trends)
        self.moves = TrendsMoves(context, study, view, self.choices, remembered)
        self.looks = TrendsLooks(context, study, view, remembered, self._measured)
        self.pair = AeegPair(context, study, self.computing.trends, remembered)
        self._gathering = Gathering(study, context.studies.vocabulary, sources)
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._grow = QTimer(self, singleShot=True, interval=_GROWING_MS)
        self._refresh.timeout.connect(self.refresh)
        self._grow.timeout.connect(self.refresh)
        self._connect(context, study, sources)

    def _connect(self, context: Context, study: OpenStudy, sources: TrendSources) -> None:
        context.actions.connect(self._handlers(), study.scope)
        view, while_open = self.view, study.scope.while_open
        view.stack.menu_asked.connect(self._show_menu)
        view.side.compute_asked.connect(self.computing.start)
        view.side.cancel_asked.connect(self.computing.cancel)
        self.moves.page_asked.connect(self._leave)
        self.moves.score_asked.connect(self.score_asked)
        self.computing.changed.connect(self._trends_changed)
        self.pair.changed.connect(self.refresh)
        self.pair.chosen.connect(self._show_pair)
        self.choices.changed.connect(self._panels_changed)
        review, soon = study.review, while_open(lambda _what: self._refresh_soon())
        review.marks_changed.connect(soon)
        review.layers.counted_changed.connect(soon)
        sources.clusters.changed.connect(soon)
        study.kept.changed.connect(soon)
        sources.video.footage_changed.connect(self._refresh_soon)
        sources.movement.row_changed.connect(self._refresh_soon)
        sources.reviewed.changed.connect(self._refresh_soon)
        study.times.changed.connect(self._refresh_soon)
        study.session.view_changed.connect(while_open(self._view_changed))
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "trends.open": self.switch,
            "trends.close": self.close,
            "trends.compute": self._compute,
            "trends.cancel": self.computing.cancel,
            "trends.automatic": self.computing.switch_automatic,
            "trends.export_picture": self.exporting.ask_for_picture,
            "trends.export_table": self.exporting.ask_for_table,
        }

    # opening and closing

    def open(self) -> None:
        """Show the whole study, with the cursor where the page is; what is not computed yet is begun."""
        if self._study.recording.duration_s <= 0:
            self._say(tr("There are no trends: the file contains annotations only."))
            return
        self.opening.emit()
        self.mode.enter()
        self.view.stack.state_text = self._state_text
        self.looks.show()
        self.moves.begin(self._gather())
        self.choices.load()
        self.view.set_shown(True)
        self.refresh()
        if self.computing.trends.state not in (CANCELLED, DONE):
            self.computing.start()
        self._update_conditions()

    def close(self) -> None:
        """Go back to the page, which is where the cursor went last."""
        self._leave(self.moves.cursor_s if self.moves.has_moved else None)

    def _leave(self, to_s: float | None) -> None:
        """Go back to the page, at a time or where it was."""
        if not self.is_open:
            return
        self._refresh.stop()
        self._grow.stop()
        self.moves.end()
        self.view.set_shown(False)
        self.mode.leave()
        if to_s is not None:
            self._study.move(lambda view, whole: navigation.centred(view, to_s, whole))
        self._update_conditions()

    def _ended(self) -> None:
        if self.is_open:
            self.view.set_shown(False)

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        held = {"trends": self.is_open, "computing": self.computing.is_computing}
        return frozenset(name for name, is_so in held.items() if is_so)

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while the trends have the window, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(
                tr("The trends are open, so {name} is not marked. Go back to the page (Esc), then mark.", name=name)
            )
        return self.is_open

    # what is shown

    def refresh(self) -> None:
        """Draw everything as it is now."""
        if not self.is_open or not self._study.scope.is_open:
            return
        shown = self.moves.shown = self._gather()
        self.view.show_study(shown)
        self.choices.show_study(shown)
        self.view.show_page(self._study.view.span)
        self.view.header.show_texts(strip_texts(shown))
        self._show_state()
        self.moves.show_cursor()

    def _gather(self) -> ShownStudy:
        stages = stages_for(self._age_months)
        table = self.pair.beside(self.computing.trends.table, PAIR_PANEL in self.choices.shown_ids)
        return self._gathering.shown(table, stages, self._clock_text)

    @property
    def _age_months(self) -> float | None:
        return self._age.age_months

    def _clock_text(self, time_s: float) -> str:
        """Return a time as the axis counts it, whole seconds."""
        return self._study.times.text(float(int(time_s)), 0)

    def _measured(self) -> tuple[TrendTable | None, Span]:
        return self.computing.trends.table, self.moves.times.span

    def _state_text(self) -> str:
        return self.computing.trends.message

    def _refresh_soon(self, _what: object = None) -> None:
        if self.is_open and not self._refresh.isActive():
            self._refresh.start()

    def _trends_changed(self) -> None:
        self.conditions_changed.emit()
        if not self.is_open:
            return
        self._show_state()
        shown = self.moves.shown
        if self.computing.is_computing and shown is not None and shown.table is not None:
            if not self._grow.isActive():
                self._grow.start()
        else:
            self.refresh()

    def _show_state(self) -> None:
        trends, table = self.computing.trends, self.computing.trends.table
        rows = f"From {len(table.rows)} rows." if table is not None and table.rows else ""
        left_out = "\n".join(table.left_out) if table is not None else ""
        can_compute = not self.computing.is_computing and trends.state != DONE
        text = "\n".join(filter(None, (trends.message, rows, left_out)))
        self.view.side.show_state(text, self.computing.is_computing, can_compute)

    def _view_changed(self, view: ViewState) -> None:
        if self.is_open:
            self.view.show_page(view.span)

    def _compute(self) -> None:
        if self.computing.trends.state == DONE:
            self._say(tr("The trends are computed already."))
        self.computing.start()

    def _show_pair(self) -> None:
        self.choices.show_panel(PAIR_PANEL)
        self.choices.find_set()

    def _panels_changed(self) -> None:
        """Compute the pair's aEEG once its panel is shown."""
        if PAIR_PANEL in self.choices.shown_ids:
            self._refresh_soon()

    def _show_menu(self, panel: Panel | None, at: QPoint) -> None:
        shown = self.moves.shown
        if shown is not None:
            build_menu(self.view.stack, self._actions, panel, shown, self.choices).popup(at)
