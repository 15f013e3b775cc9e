"""What stands in place of a card: too early, no run yet, nothing at the threshold, or all judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.app.review.coverage import share_text
from eegview.app.suggestions.suggestions import Counts
from eegview.model.text.language import tr


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """A sentence, an explanation and what can be done.

    acts : commands offered as buttons, (command id, label), the first one foremost
    """

    title: str
    text: str
    acts: tuple[tuple[str, str], ...]


RUN, LOWER, AGAIN, LEAVE, AUDIT, ANYWAY = (
    ("detector.run", tr("Run a detector…")),
    ("triage.lower", tr("Lower the threshold")),
    ("triage.review_unsure", tr("Review the unsure ones")),
    ("triage.close", tr("Back to the page")),
    ("miss_audit.open", tr("Miss audit…")),
    ("triage.open_anyway", tr("Open anyway (Enter)")),
)

STILL_LOADING = EmptyWords(tr("Loading suggestions …"), "", (LEAVE,))
SEALED = EmptyWords(
    tr("You are reading blind."), tr("Detectors' suggestions are shown once you have signed your own marks."), (LEAVE,)
)
NO_RUN = EmptyWords(
    tr("No detector has run on this recording."),
    tr("A detector proposes, you decide. Nothing counts until you accept it."),
    (RUN, LEAVE),
)


def early_text(share: float) -> EmptyWords:
    """Return why the triage waits; `share` (0-1) of the recording has been seen by the reader."""
    return EmptyWords(
        tr("First read incomplete: {share_text} viewed.", share_text=share_text(share)),
        tr(
            "Suggestions stay hidden until you have read the whole recording, so that they don't bias your reading. "
            "Change this under Detectors → When suggestions are shown."
        ),
        (ANYWAY, LEAVE),  # what Enter does stands foremost
    )


def empty_text(
    counts: Counts, threshold: float, is_running: bool, seconds_each: float | None, notes: Sequence[str] = ()
) -> EmptyWords:
    """Return why there is no candidate to judge, and what can be done.

    notes : what the detector said about the run; of a run that found nothing they may be the reason
    """
    if not counts.total:
        if is_running:
            return EmptyWords(
                tr("Nothing found so far."), tr("The detector is still running; what it finds appears here."), (LEAVE,)
            )
        title = tr("This run suggested nothing.")
        text = " ".join((*notes, tr("It may have missed events.")))
        return EmptyWords(title, text, (AUDIT, RUN, LEAVE))
    if not counts.shown:
        title = tr("None of the {total} suggestions reaches {threshold:.2f}.", total=counts.total, threshold=threshold)
        return EmptyWords(title, tr("A lower threshold shows more of them."), (LOWER, LEAVE))
    pace = tr(", {seconds_each:.1f} s each", seconds_each=seconds_each) if seconds_each is not None else ""
    unseen = tr(" ({n} of them unseen)", n=counts.unseen) if counts.unseen else ""
    decided = tr(
        "{accepted} accepted{unseen}, {rejected} rejected, {unsure} unsure{pace}.",
        accepted=counts.accepted,
        unseen=unseen,
        rejected=counts.rejected,
        unsure=counts.unsure,
        pace=pace,
    )
    below = counts.total - counts.shown
    sentences = [
        decided,
        tr("{n} more are below the threshold of {threshold:.2f}.", n=below, threshold=threshold) if below else "",
        tr("The detector is still running; what it finds appears here.") if is_running else "",
        tr("Accepted suggestions are now your marks."),
        tr("A miss audit estimates what was missed from random sections without suggestions."),
    ]
    text = " ".join(filter(None, sentences))
    acts = (LEAVE, *((AGAIN,) if counts.unsure else ()), AUDIT, *((LOWER,) if below else ()))
    return EmptyWords(tr("All {shown} suggestions are decided.", shown=counts.shown), text, acts)


class EmptyPanel(QWidget):
    """A page in place of the card: why there is none, and what can be done."""

    def __init__(self, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.title, self.words = QLabel(), QLabel()
        self.title.setObjectName(f"{object_name}.title")
        self.words.setObjectName(f"{object_name}.words")
        self.title.setProperty("role", "title")
        for line in (self.title, self.words):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            line.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addLayout(self._buttons)
        layout.addStretch(3)

    def show_text(self, title: str, text: str, acts: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """Show a sentence, an explanation and buttons (object name, label, what it does), the first one foremost."""
        self.title.setText(title)
        self.words.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons.addStretch(1)
        for number, (name, label, run) in enumerate(acts):
            button = QPushButton(label)
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if number == 0:
                button.setProperty("role", "primary")
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
