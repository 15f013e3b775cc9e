"""Compare readers in the window: a task that goes through differences by keys and settles them for the final layer."""

from collections.abc import Callable

from eegview.app.comparing.order import Order
from eegview.app.video.frame_server import ShownFrame
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.comparing.asking import ComparingDialogs
from eegview.ui.comparing.card import ComparingCard
from eegview.ui.comparing.numbers.counting import NumberLine
from eegview.ui.comparing.settling import Settling
from eegview.ui.comparing.showing import ComparingDisplay
from eegview.ui.comparing.shown import ListName
from eegview.ui.comparing.view import ComparingView
from eegview.ui.comparing.work import ComparingWork
from eegview.ui.marks.commands import Claimant
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_NUMBERS = "comparing/numbers"  # setting: whether they are shown


class ComparingController(WindowTask):
    """Gives the window to the comparison of two readers of one study.

    has_video : returns whether the study has any
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ComparingView,
        play: PlayController,
        video: VideoPlace,
        has_video: Callable[[], bool],
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "comparing", digit_claimants)
        self._settings, self._say, self.view = context.settings, context.say, view
        self.card = ComparingCard(study, view.side, play, has_video)
        self.work = ComparingWork(context, study)
        self.settling = Settling(context, study, self.work)
        self.deciding, self.merging = self.settling.deciding, self.settling.merging
        self.dialogs = ComparingDialogs(context, study, view, self.work, self.settling)
        self.display = ComparingDisplay(context, study, view, self.work, self.deciding, self.card)
        self._actions.connect(self._handlers(), study.scope)
        has_numbers = context.settings.text(_NUMBERS, "yes") == "yes"
        self._actions.set_checked("comparing.numbers", has_numbers)
        view.show_numbers(has_numbers)
        self._connect()
        study.scope.ended.connect(view.hide)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "comparing.open": self.switch,
            "comparing.close": self.close,
            "comparing.replay": self.card.replay_or_stop,
            "comparing.lanes": self.display.next_shows,
            "comparing.list": self.work.next_list,
            "comparing.order": self.work.next_order,
            "comparing.numbers": self._switch_numbers,
            **self.settling.handlers,
            **self.dialogs.handlers,
        }

    def _connect(self) -> None:
        view, work, settling = self.view, self.work, self.settling
        work.changed.connect(self._work_changed)
        work.moved.connect(self._moved)
        work.reading_changed.connect(self._reading_changed)
        work.numbers.ready.connect(self._show_numbers)
        self.merging.changed.connect(self._merging_changed)
        settling.pending_changed.connect(self._pending_changed)
        for asked in (view.playlist.line_asked, view.lanes.asked):
            asked.connect(settling.go)
        for asked in (view.playlist.list_asked, view.side.study.list_asked):
            asked.connect(self._show_list)
        for asked in (view.header.term_asked, view.numbers.term_asked):
            asked.connect(self._choose_term)
        view.playlist.order_asked.connect(self._use_order)
        view.side.pair.fields.picked.connect(self.merging.pick)
        view.header.limit_asked.connect(self._choose_limit)
        self._study.times.changed.connect(self._work_changed)

    # opening and closing

    def open(self) -> None:
        """Compare the readers of this study."""
        if self._study.recording.duration_s <= 0:
            self._say(tr("There is nothing to compare: the file contains annotations only."))
            return
        self.opening.emit()
        self.mode.enter()
        self.card.begin()
        self.work.begin()
        self.display.show()
        self._update_conditions()

    def close(self) -> None:
        """Go back to the page where one was; what was decided is kept."""
        if not self.is_open:
            return
        self.merging.end()
        self.deciding.forget_given()
        self.work.end()
        self.card.end()
        self.view.hide()
        self.mode.leave()
        self.dialogs.close()
        self._update_conditions()

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        if not self.is_open:
            return frozenset()
        has_one = self.work.current is not None and self.work.read is not None
        found = {"comparing", *(("difference",) if has_one else ()), *(("merging",) if self.merging.is_on else ())}
        return frozenset(found)

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while readers are compared, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(
                tr("Readers are compared, so {name} is not marked. Go back to the page (Esc), then mark.", name=name)
            )
        return self.is_open

    # choosing

    def _choose_term(self, term_id: str) -> None:
        if self.is_open:
            self.work.choose_term(term_id)

    def _choose_limit(self, limit_s: float) -> None:
        if self.is_open:
            self.work.choose_limit(limit_s)

    def _show_list(self, name: str) -> None:
        if self.is_open:
            self.work.show_list(ListName(name))

    def _use_order(self, order: str) -> None:
        if self.is_open:
            self.work.use_order(Order(order))

    def _switch_numbers(self) -> None:
        has_numbers = self._actions["comparing.numbers"].isChecked()
        self._settings.put(_NUMBERS, "yes" if has_numbers else "no")
        if self.is_open:
            self.view.show_numbers(has_numbers, is_asked=True)

    # showing

    def _work_changed(self) -> None:
        if self.is_open:
            if self.work.read is not None:
                self.deciding.forget_pending(self.work.read)
            self.display.show()
            self._update_conditions()

    def _moved(self) -> None:
        if self.is_open:
            self.display.move()
            self._update_conditions()

    def _reading_changed(self) -> None:
        if self.is_open:
            self.display.show_header()

    def _pending_changed(self) -> None:
        if self.is_open and self.work.read is not None:
            self.display.show_list(self.work.read)

    def _merging_changed(self) -> None:
        if self.is_open:
            is_on = self.merging.is_on
            self.mode.use_contexts(*(("comparing_merge",) if is_on else ()))
            self.display.picks, self.display.merge_field = self.merging.picks, self.merging.field
            self.display.show_difference()
            self._update_conditions()

    def _show_numbers(self, lines: tuple[NumberLine, ...]) -> None:
        if self.is_open:
            self.view.numbers.show_lines(lines)

    def show_frame(self, shown: ShownFrame) -> None:
        """Show the picture of this moment beside the page."""
        if self.is_open:
            self.card.show_frame(shown)
