"""The second run beside the first: counted in the background once the threshold rests, and listed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.suggestions.candidates import Places
from eegview.app.suggestions.run_comparison import (
    RunComparison,
    compare_runs,
    comparison_remarks,
    comparison_text,
    term_lines,
)
from eegview.app.suggestions.suggestions import ShownRun
from eegview.model.text.language import tr
from eegview.ui.window.study.open_study import OpenStudy

MOST_PAIRED = 40_000  # of both runs together: beyond that pairing would take long, and show nothing
TOO_MANY_TEXT = tr("Too many to compare; raise the threshold.")
ONLY_A, ONLY_B = tr("only A"), tr("only B")  # kinds of the list
_REST_MS = 120  # pairing waits until the threshold rests
InBackground = Callable[[Callable[[], RunComparison], Callable[[RunComparison], None]], object]


class RunComparing(QObject):
    """Keeps what two runs of one study have in common.

    text : what is said of it, "" while nothing is compared or it is being counted for the first time
    changed : the text, or what `listed` returns
    """

    changed = Signal()

    def __init__(self, study: OpenStudy, in_background: InBackground, label_of: Callable[[str], str]) -> None:
        """Compare nothing yet.

        label_of : the label of a term
        """
        super().__init__(study.scope)
        self._label_of = label_of
        self._study, self._suggestions, self._in_background = study, study.suggestions, in_background
        self.text = ""
        self._found: RunComparison | None = None
        self._made_for: tuple[object, ...] = ()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._pair)

    def follow(self) -> None:
        """Compare anew if runs or threshold changed since."""
        if self._suggestions.second is None:
            self.end()
            self.text, self._found, self._made_for = "", None, ()
        elif self._wanted() != self._made_for:
            self._rest.start()

    def end(self) -> None:
        """Count no more."""
        self._rest.stop()

    def listed(self, kind: str) -> tuple[ShownRun, Places] | None:
        """Return the run and places of a kind of the list, `ONLY_A` or `ONLY_B`; None for another, or not yet."""
        run = {ONLY_A: self._suggestions.shown, ONLY_B: self._suggestions.second}.get(kind)
        if run is None or self._found is None or self._wanted() != self._made_for:
            return None
        return run, (self._found.only_a if kind == ONLY_A else self._found.only_b)

    def _wanted(self) -> tuple[object, ...]:
        first, second = self._suggestions.shown, self._suggestions.second
        if first is None or second is None:
            return ()
        within_s = self._study.review.layers.same_event.within_s
        return first.candidates, first.threshold, second.candidates, second.threshold, within_s

    def _pair(self) -> None:
        first, second, wanted = self._suggestions.shown, self._suggestions.second, self._wanted()
        if first is None or second is None:
            return
        within_s = self._study.review.layers.same_event.within_s
        a, b = first.candidates, second.candidates
        a_places, b_places = a.above(first.threshold), b.above(second.threshold)
        if len(a_places) + len(b_places) > MOST_PAIRED:
            self.text, self._found, self._made_for = TOO_MANY_TEXT, None, wanted
            self.changed.emit()
            return

        def done(found: RunComparison) -> None:
            if self._wanted() == wanted:
                lines = (comparison_text(found, within_s), *term_lines(found, self._label_of))
                self.text = "\n".join((*lines, *comparison_remarks(first, second, found)))
                self._found, self._made_for = found, wanted
                self.changed.emit()

        self._in_background(
            lambda: compare_runs(a, a_places, b, b_places, within_s), self._study.scope.while_open(done)
        )
