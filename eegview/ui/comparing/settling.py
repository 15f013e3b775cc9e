"""What keys do to the difference that is looked at: take, merge, query, comment, skip, undo."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eegview.app.comparing.difference import Difference
from eegview.model.opinion import Verdict as Opined
from eegview.model.study.adjudication import Verdict
from eegview.model.text.language import tr
from eegview.ui.comparing.cards.final_card import NOT_A_NEUROLOGIST
from eegview.ui.comparing.deciding import Deciding
from eegview.ui.comparing.merging import A, B, Merging
from eegview.ui.comparing.reading import ReadComparison
from eegview.ui.comparing.work import ComparingWork
from eegview.ui.comparing.writing import OpinionLine
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

ALL_DECIDED = tr("All disagreements of this list are decided.")


class Settling(QObject):
    """Turns keys into verdicts on one study's differences, and goes on to the next.

    pending_changed : something was decided that the disk does not have yet
    """

    pending_changed = Signal()

    def __init__(self, context: Context, study: OpenStudy, work: ComparingWork) -> None:
        super().__init__(study.scope)
        self._say, self._work = context.say, work
        self.deciding, self.merging = Deciding(context, study), Merging(self)
        self.line = OpinionLine(context, study)
        self.line.written.connect(self._written)
        self.deciding.decided.connect(self._decided)
        self.deciding.taken_back.connect(work.go)

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        merging = self.merging
        return {
            "comparing.take_a": lambda: self._decide(Verdict.TAKE_A),
            "comparing.take_b": lambda: self._decide(Verdict.TAKE_B),
            "comparing.merge": self._begin_merge,
            "comparing.neither": lambda: self._decide(Verdict.NEITHER),
            "comparing.query": lambda: self._write(Opined.QUERY),
            "comparing.comment": lambda: self._write(Opined.COMMENT),
            "comparing.skip": lambda: self.step(1),
            "comparing.back": self._go_back,
            "comparing.next": self.go_to_next_open,
            "comparing.next_line": lambda: self.step(1),
            "comparing.previous_line": lambda: self.step(-1),
            "comparing.merge_a": lambda: merging.pick_and_go_on(A),
            "comparing.merge_b": lambda: merging.pick_and_go_on(B),
            "comparing.merge_down": lambda: merging.step(1),
            "comparing.merge_up": lambda: merging.step(-1),
            "comparing.merge_keep": self._keep_merge,
            "comparing.merge_drop": merging.end,
        }

    # deciding

    def _looked_at(self) -> tuple[ReadComparison, Difference] | None:
        """Return the comparison and the difference that is looked at, None where there is none."""
        read, current = self._work.read, self._work.current
        return (read, current) if self._work.is_on and read is not None and current is not None else None

    def may_decide(self) -> bool:
        """Return whether who looks decides; says why not."""
        if not self.deciding.may_decide:
            self._say(NOT_A_NEUROLOGIST)
        return self.deciding.may_decide

    def _decide(self, verdict: Verdict) -> None:
        found = self._looked_at()
        if found is not None and self.may_decide():
            self.deciding.decide(*found, verdict)

    def _decided(self, _difference_id: str) -> None:
        """Show it as decided at once, and go on to the next."""
        if self._work.is_on:
            self.pending_changed.emit()
            self.go_to_next_open()

    def _go_back(self) -> None:
        if self._work.is_on:
            self.merging.end()
            self.deciding.take_back()

    # merging

    def _begin_merge(self) -> None:
        found = self._looked_at()
        if found is None or not self.may_decide():
            return
        _read, current = found
        if current.a is None or current.b is None:
            self._say(tr("Only one reader marked this event: take that mark (A or B), or neither (X)."))
        elif not any(field.differs for field in current.fields):
            self._say(tr("Both readers say the same: take A or B."))
        else:
            self.merging.begin(current)

    def _keep_merge(self) -> None:
        found, picks = self._looked_at(), self.merging.picks
        if found is not None and picks is not None:
            self.merging.end()
            self.deciding.decide(*found, Verdict.MERGE, picks)

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

    def go(self, difference_id: str) -> None:
        """Look at a difference."""
        if self._work.is_on:
            self.merging.end()
            self._work.go(difference_id)

    def step(self, steps: int) -> None:
        """Go so many lines on or back."""
        if self._work.is_on:
            self.merging.end()
            self._work.step(steps)

    def go_to_next_open(self) -> None:
        """Go to the next difference that nobody has decided, also not just now."""
        if not self._work.is_on:
            return
        self.merging.end()
        pending = [i for i, verdict in self.deciding.pending.items() if verdict is not Verdict.QUERY]
        if not self._work.go_to_next_open(pending):
            self._say(ALL_DECIDED)
