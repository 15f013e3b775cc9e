"""The parts of staging around the page: the strip and the ribbon above, the hypnogram below, the panel beside."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from eegview.app.staging.so_far import so_far
from eegview.app.staging.staging import Staging
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.staging.header import StagingHeader
from eegview.ui.staging.hypnogram_view import HypnogramView
from eegview.ui.staging.panel import StagingPanel
from eegview.ui.staging.ribbon import Ribbon
from eegview.ui.staging.sleep_panel import SleepPanel
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.context import Context


class StagingView(QObject):
    """Holds the parts, which outlive studies, and has them drawn as far as something changed."""

    epoch_asked = Signal(int)
    run_asked = Signal(int, int)

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        vocabulary = context.studies.vocabulary
        page = window.page

        def theme() -> Theme:
            return page.theme

        self.header, self.panel = StagingHeader(), StagingPanel(actions, theme, vocabulary)
        self.ribbon, self.hypnogram = Ribbon(theme, vocabulary), HypnogramView(theme, vocabulary)
        self.sleep = SleepPanel(context)
        self._studies = context.studies
        self._staging: Staging | None = None
        self._stages: tuple[str, ...] = ()
        self._shown = 0
        self._run = range(0)
        window.above.addWidget(self.header)
        window.above.addWidget(self.ribbon)
        window.below.addWidget(self.hypnogram)
        window.add_beside_page(self.panel, 0)
        self.header.use_action(actions["staging.close"], key_text(actions.keys_of("staging.close")))
        for part in (self.ribbon, self.hypnogram, self.panel):
            part.epoch_asked.connect(self.epoch_asked)
            part.run_asked.connect(self.run_asked)
        self.hide()

    def use_vocabulary(self) -> None:
        """Call the stages as the vocabulary in use now does."""
        for part in (self.ribbon, self.hypnogram, self.panel):
            part.use_vocabulary(self._studies.vocabulary)

    def hide(self) -> None:
        """Give the room around the page back."""
        self._staging = None
        for part in (self.header, self.ribbon, self.hypnogram, self.panel):
            part.hide()
        for cells in (self.ribbon, self.hypnogram, *([self.panel.night] if self.panel.is_built else ())):
            cells.show_staging(None)

    def show(
        self,
        staging: Staging,
        stages: tuple[str, ...],
        started_at: datetime | None,
        clock: Callable[[float], str],
        spasms_s: tuple[float, ...],
    ) -> None:
        """Show all parts for a study, or for another grid of it."""
        self.panel.build()
        self._staging, self._stages, self._shown, self._run = staging, stages, staging.current, staging.run
        self.panel.night.clock, self.hypnogram.started_at = clock, started_at
        self.hypnogram.stages, self.hypnogram.spasms_s = stages, spasms_s
        for cells in (self.ribbon, self.hypnogram, self.panel.night):
            cells.show_staging(staging)
        self.panel.show_stages(stages)
        self.refresh_table()
        for part in (self.header, self.ribbon, self.hypnogram, self.panel):
            part.show()
        self.panel.night_scroll.show_epoch(staging.current)

    def epochs_changed(self, numbers: frozenset[int] | None) -> None:
        """Draw these epochs anew, None for all."""
        self.ribbon.refresh(None)
        self.panel.night.refresh(numbers)
        self.hypnogram.refresh_soon()

    def moved(self) -> None:
        """Follow the current epoch and the chosen run."""
        if self._staging is None:
            return
        touched = {self._shown, self._staging.current, *self._run, *self._staging.run}
        self._shown, self._run = self._staging.current, self._staging.run
        self.ribbon.refresh(None)
        self.panel.night.refresh(touched)
        self.panel.night_scroll.show_epoch(self._staging.current)
        self.hypnogram.move_box()

    def refresh_table(self) -> None:
        """Count anew what is staged so far."""
        staging = self._staging
        if staging is not None:
            self.panel.table.show_table(so_far(staging, self._stages))
            self.panel.count.setText(
                tr("{n_staged:,} of {n_epochs:,} staged", n_staged=staging.epochs.n_staged, n_epochs=staging.n_epochs)
            )
