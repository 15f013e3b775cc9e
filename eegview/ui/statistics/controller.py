"""The statistics of spasms in the window: a task that is entered and left; what it shows is made when it is opened."""

from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.statistics.place import StatisticsPlace
from eegview.ui.statistics.sources import StatisticsSources
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.statistics.screen import StatisticsScreen


class StatisticsController(WindowTask):
    """Gives the statistics of one study the whole window."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        place: StatisticsPlace,
        play: PlayController,
        video: VideoPlace,
        sources: StatisticsSources,
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "statistics", digit_claimants)
        self._context, self._place, self._sources = context, place, sources
        self._say = context.say
        self.screen: StatisticsScreen | None = None  # before they are opened first
        context.actions.connect({"spasms.statistics": self.switch, "statistics.close": self.close}, study.scope)
        study.scope.ended.connect(self._ended)

    def open(self) -> None:
        """Show the figures, and read what is around each spasm."""
        if self._study.recording.duration_s <= 0:
            self._say(tr("There are no statistics: the file contains annotations only."))
            return
        screen = self.screen = self.screen or self._begin()
        screen.moves.begin()  # with the mark that is selected, which the mode lets go
        self.opening.emit()
        self.mode.enter()
        screen.open()
        self._update_conditions()

    def _begin(self) -> "StatisticsScreen":
        from eegview.ui.statistics.screen import StatisticsScreen  # late: the window opens without it

        screen = StatisticsScreen(self._context, self._study, self._place.view, self._sources)
        screen.leave_asked.connect(self._leave_to)
        return screen

    def close(self) -> None:
        """Go back to the page where one was."""
        if not self.is_open or self.screen is None:
            return
        self.screen.close()
        self.mode.leave()
        self._update_conditions()

    def _leave_to(self, place: Annotation | float | None) -> None:
        """Go back to the page, at a mark or a time."""
        self.close()
        if isinstance(place, Annotation):
            self._study.go_to_mark(place)
        elif place is not None:
            self._study.go_to(place)

    def _ended(self) -> None:
        if self.is_open:
            self._place.view.set_shown(False)

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        return frozenset({"statistics"}) if self.is_open else frozenset()

    def _update_conditions(self) -> None:
        self._actions.set_checked("spasms.statistics", self.is_open)
        self.conditions_changed.emit()

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while the statistics have the window, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(
                tr("The statistics are open, so {name} is not marked. Go back to the page (Esc), then mark.", name=name)
            )
        return self.is_open
