"""Compare readers in the window: a task that goes through differences by keys and settles them for the final layer."""

from collections.abc import Callable
from pathlib import Path

from eegview.app.agreement.comparison_export import SUFFIXES, write_comparison
from eegview.app.comparing.agreed import AgreedPlan
from eegview.app.comparing.difference import Difference
from eegview.app.comparing.order import Order
from eegview.app.video.frame_server import ShownFrame
from eegview.model.opinion import Verdict as Opined
from eegview.model.recording import patient_of
from eegview.model.study.adjudication import Verdict
from eegview.model.vocabulary import Term
from eegview.ui.comparing.agreed_dialog import AgreedDialog
from eegview.ui.comparing.card import ComparingCard
from eegview.ui.comparing.cards.final_card import NOT_A_NEUROLOGIST
from eegview.ui.comparing.choose_dialog import ChooseReadersDialog
from eegview.ui.comparing.deciding import Deciding
from eegview.ui.comparing.lines import playlist_lines
from eegview.ui.comparing.merging import A, B, Merging
from eegview.ui.comparing.numbers.counting import NumberLine
from eegview.ui.comparing.reading import ReadComparison
from eegview.ui.comparing.showing import ComparingDisplay
from eegview.ui.comparing.shown import ListName
from eegview.ui.comparing.view import ComparingView
from eegview.ui.comparing.work import ComparingWork
from eegview.ui.comparing.writing import OpinionLine
from eegview.ui.marks.commands import Claimant
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

CHOOSE_DIALOG, AGREED_DIALOG = "comparing.choose.dialog", "comparing.agreed.dialog"
_FILTERS = "JSON (*.json);;Table (*.csv)"
_NUMBERS = "comparing/numbers"  # setting: whether they are shown
_DIALOGS = CHOOSE_DIALOG, AGREED_DIALOG
ALL_DECIDED = "All disagreements of this list are decided."


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
        self._context, self._say, self.view = context, context.say, view
        self.card = ComparingCard(study, view.side, play, has_video)
        self.work = ComparingWork(context, study)
        self.deciding, self.merging = Deciding(context, study), Merging(self)
        self.line = OpinionLine(context, study)
        self.display = ComparingDisplay(context, study, view, self.work, self.deciding, self.card)
        self._actions.connect(self._handlers(), study.scope)
        has_numbers = context.settings.text(_NUMBERS, "yes") == "yes"
        self._actions.set_checked("comparing.numbers", has_numbers)
        view.show_numbers(has_numbers)
        self._connect()
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        merging = self.merging
        return {
            "comparing.open": self.switch,
            "comparing.close": self.close,
            "comparing.take_a": lambda: self._decide(Verdict.TAKE_A),
            "comparing.take_b": lambda: self._decide(Verdict.TAKE_B),
            "comparing.merge": self._begin_merge,
            "comparing.neither": lambda: self._decide(Verdict.NEITHER),
            "comparing.query": lambda: self._write(Opined.QUERY),
            "comparing.comment": lambda: self._write(Opined.COMMENT),
            "comparing.skip": self._skip,
            "comparing.back": self._go_back,
            "comparing.replay": self.card.replay_or_stop,
            "comparing.lanes": self.display.next_shows,
            "comparing.next": self._go_to_next_open,
            "comparing.next_line": lambda: self._step(1),
            "comparing.previous_line": lambda: self._step(-1),
            "comparing.list": self.work.next_list,
            "comparing.order": self.work.next_order,
            "comparing.choose": self._choose,
            "comparing.take_agreed": self._take_agreed,
            "comparing.numbers": self._switch_numbers,
            "comparing.export": self._ask_to_export,
            "comparing.merge_a": lambda: merging.pick_and_go_on(A),
            "comparing.merge_b": lambda: merging.pick_and_go_on(B),
            "comparing.merge_down": lambda: merging.step(1),
            "comparing.merge_up": lambda: merging.step(-1),
            "comparing.merge_keep": self._keep_merge,
            "comparing.merge_drop": self._end_merge,
        }

    def _connect(self) -> None:
        view, work = self.view, self.work
        work.changed.connect(self._work_changed)
        work.moved.connect(self._moved)
        work.reading_changed.connect(self._reading_changed)
        self.merging.changed.connect(self._merging_changed)
        self.deciding.decided.connect(self._decided)
        self.deciding.taken_back.connect(self._taken_back)
        self.line.written.connect(self._written)
        view.playlist.line_asked.connect(self._go)
        view.playlist.list_asked.connect(self._show_list)
        view.playlist.order_asked.connect(self._use_order)
        view.lanes.asked.connect(self._go)
        view.side.study.list_asked.connect(self._show_list)
        view.side.pair.fields.picked.connect(self._picked)
        work.numbers.ready.connect(self._show_numbers)
        view.numbers.term_asked.connect(self._choose_term)
        view.header.term_asked.connect(self._choose_term)
        view.header.limit_asked.connect(self._choose_limit)
        self._study.times.changed.connect(self._work_changed)

    # opening and closing

    def open(self) -> None:
        """Compare the readers of this study."""
        if self._study.recording.duration_s <= 0:
            self._say("There is nothing to compare: the file contains annotations only.")
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
        self.work.end()
        self.card.end()
        self.view.hide()
        self.mode.leave()
        close_dialogs(self._context.window, _DIALOGS)
        self._update_conditions()

    def _ended(self) -> None:
        close_dialogs(self._context.window, _DIALOGS)
        self.view.hide()

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        if not self.is_open:
            return frozenset()
        found = {"comparing"}
        if self.work.current is not None and self.work.read is not None:
            found.add("difference")
        if self.merging.is_on:
            found.add("merging")
        return frozenset(found)

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while readers are compared, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(f"Readers are compared, so {name} is not marked. Go back to the page (Esc), then mark.")
        return self.is_open

    # deciding

    def _looked_at(self) -> tuple[ReadComparison, Difference] | None:
        """Return the comparison and the difference that is looked at, None where there is none."""
        read, current = self.work.read, self.work.current
        return (read, current) if self.is_open and read is not None and current is not None else None

    def _decide(self, verdict: Verdict) -> None:
        found = self._looked_at()
        if found is not None and self._may_decide():
            self.deciding.decide(*found, verdict)

    def _may_decide(self) -> bool:
        """Return whether who looks decides; says why not."""
        if not self.deciding.may_decide:
            self._say(NOT_A_NEUROLOGIST)
        return self.deciding.may_decide

    def _begin_merge(self) -> None:
        found = self._looked_at()
        if found is None or not self._may_decide():
            return
        _read, current = found
        if current.a is None or current.b is None:
            self._say("Only one reader marked this event: take that mark (A or B), or neither (X).")
        elif not any(field.differs for field in current.fields):
            self._say("Both readers say the same: take A or B.")
        else:
            self.merging.begin(current)

    def _keep_merge(self) -> None:
        found, picks = self._looked_at(), self.merging.picks
        if found is not None and picks is not None:
            self.merging.end()
            self.deciding.decide(*found, Verdict.MERGE, picks)

    def _end_merge(self) -> None:
        self.merging.end()

    def _picked(self, name: str, side: str) -> None:
        self.merging.pick(name, side)

    def _merging_changed(self) -> None:
        if self.is_open:
            is_on = self.merging.is_on
            self.mode.use_contexts(*(("comparing_merge",) if is_on else ()))
            self.display.picks, self.display.merge_field = self.merging.picks, self.merging.field
            self.display.show_difference()
            self._update_conditions()

    def _skip(self) -> None:
        self._step(1)

    def _go_back(self) -> None:
        if self.is_open:
            self.merging.end()
            self.deciding.take_back()

    def _decided(self, _difference_id: str) -> None:
        """Show it as decided at once, and go on to the next."""
        if self.is_open and self.work.read is not None:
            self.display.show_list(self.work.read)
            self._go_to_next_open()

    def _taken_back(self, difference_id: str) -> None:
        if self.is_open:
            self.work.go(difference_id)

    # writing

    def _write(self, opined: Opined) -> None:
        """Open a line for a question or a comment."""
        found = self._looked_at()
        if found is not None:
            self.line.ask(found[1], opined)

    def _written(self, difference: Difference, opined: Opined, text: str) -> None:
        found = self._looked_at()
        if found is None:
            return
        if opined is Opined.QUERY and self.deciding.may_decide:
            self.deciding.decide(found[0], difference, Verdict.QUERY, comment=text)
        else:
            self.deciding.give_opinion(difference, opined, text)

    # moving

    def _go(self, difference_id: str) -> None:
        if self.is_open:
            self.merging.end()
            self.work.go(difference_id)

    def _step(self, steps: int) -> None:
        if self.is_open:
            self.merging.end()
            self.work.step(steps)

    def _go_to_next_open(self) -> None:
        if not self.is_open:
            return
        self.merging.end()
        pending = [i for i, verdict in self.deciding.pending.items() if verdict is not Verdict.QUERY]
        if not self.work.go_to_next_open(pending):
            self._say(ALL_DECIDED)

    # choosing

    def _choose(self) -> None:
        if not self.is_open:
            return

        def build() -> ChooseReadersDialog:
            work = self.work
            dialog = ChooseReadersDialog(self._context.window, work.offered, work.terms, work.choice)
            dialog.chosen.connect(self._study.scope.while_open(work.choose))
            return dialog

        show_dialog(self._context.window, CHOOSE_DIALOG, build)

    def _take_agreed(self) -> None:
        """List what both agree on and nobody has taken; it is taken once that was seen."""
        read = self.work.read
        if not self.is_open or read is None or not self._may_decide():
            return
        term_id = self.work.choice.term_id
        left = [one for one in read.agreed_left if not term_id or one.term_id == term_id]
        if not left:
            self._say("All that both readers agree on is taken already.")
            return
        self.deciding.plan_agreed(read, term_id or None, lambda plan: self._list_agreed(plan, term_id))

    def _list_agreed(self, plan: AgreedPlan, term_id: str) -> None:
        def build() -> AgreedDialog:
            clock, label_of = self._study.times.text, self.work.label_of
            lines = playlist_lines(plan.new, clock, label_of, term_id, lambda _one: ("", True))
            dialog = AgreedDialog(self._context.window, lines, len(plan.standing) + len(plan.repeated))
            dialog.take_asked.connect(self._study.scope.while_open(lambda: self.deciding.take_agreed(plan)))
            return dialog

        close_dialogs(self._context.window, (AGREED_DIALOG,))
        show_dialog(self._context.window, AGREED_DIALOG, build)

    def _switch_numbers(self) -> None:
        has_numbers = self._actions["comparing.numbers"].isChecked()
        self._context.settings.put(_NUMBERS, "yes" if has_numbers else "no")
        if self.is_open:
            self.view.show_numbers(has_numbers, is_asked=True)

    def _show_numbers(self, lines: tuple[NumberLine, ...]) -> None:
        if self.is_open:
            self.view.numbers.show_lines(lines)

    def _ask_to_export(self) -> None:
        """Ask where to write the comparison."""
        if self.work.read is None:
            self._say("There is nothing to export: two readers are not compared yet.")
            return
        settings, study = self._context.settings, self._study
        suggested = settings.save_folder(study.paths[0]) / "agreement.json"
        path, _kind = ask_where_to_save(self._context.window, "Export agreement", suggested, _FILTERS, SUFFIXES)
        if path is not None:
            settings.saved_in(path.parent, study.paths[0])
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the comparison as it is now: numbers, differences, decisions."""
        read = self.work.read
        if read is None:
            return
        lines, is_simulated = self.view.numbers.model.lines, patient_of(self._study.source).is_simulated
        numbers = [(line.label, line.measure, line.number) for line in lines]
        self._studies.work.submit(
            lambda: write_comparison(path, read.comparison, read.decision_on, numbers, is_simulated),
            self._study.scope.while_open(lambda _none: self._say(f"Wrote {path.name}.")),
            self._studies.fail,
        )

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

    def show_frame(self, shown: ShownFrame) -> None:
        """Show the picture of this moment beside the page."""
        if self.is_open:
            self.card.show_frame(shown)
