"""Patterns of the epoch, the rest of the study where it matters, and how sure the reader is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from eegview.app.scoring.side.texts import example_parts, is_study_asked
from eegview.model.scoring.evidence import (
    ABSENT,
    GMFS,
    NONEPILEPTIFORM,
    PRESENT,
    PVA,
    SPIKE_FOCUS,
    UNSURE,
    FlagEvidence,
)
from eegview.model.text.language import tr
from eegview.ui.scoring.card_frame import Card, Choice, EvidenceLabel, grows_down, plain_label, set_text
from eegview.ui.scoring.side_view import SideView
from eegview.ui.widgets.flow_layout import FlowLayout

_ANSWERS = ((PRESENT, tr("Present")), (ABSENT, tr("Absent")), (UNSURE, tr("Unsure")))
_STUDY_ANSWERS = ((PRESENT, tr("Yes")), (ABSENT, tr("No")), (UNSURE, tr("Unsure")))
_FLAGS = (
    (GMFS, tr("Grouped multifocal spikes")),
    (PVA, tr("Paroxysmal attenuation")),
)  # short: pages stand beside
_FLAG_TIPS = {GMFS: tr("Grouped multifocal spikes (GMFS)"), PVA: tr("Paroxysmal voltage attenuation (PVA)")}
_CONFIDENCE = tuple((str(n), str(n)) for n in range(1, 6))
STUDY_HELP = tr("Nothing in this epoch reaches 3: the rest of the study decides between 0, 1 and 2.")


class FlagsBox(Card):
    """Shows the answers, their examples and keys; a click on a page number opens the example."""

    asked = Signal(object)  # a Span
    answered = Signal(str, str)  # question, answer
    confidence_chosen = Signal(int)
    other_foci_chosen = Signal(tuple)  # electrodes

    def __init__(self) -> None:
        super().__init__("score.flags", "Also in this epoch")
        self.set_note("each needs one marked example")
        self.choices: dict[str, Choice] = {}
        self.examples: dict[str, EvidenceLabel] = {}
        self.keys: dict[str, QLabel] = {}
        self._names: list[QLabel] = []
        for question, name in _FLAGS:
            self.add(self._line(question, name, _ANSWERS))
            self._names[-1].setToolTip(_FLAG_TIPS[question])
        self.choices[PVA].setAccessibleName(tr("Paroxysmal voltage attenuation"))
        self.confidence = Choice("score.confidence", tr("Confidence"), _CONFIDENCE)
        self.confidence.chosen.connect(self._choose_confidence)
        self._study = [plain_label("quiet")]
        self._study[0].setObjectName("score.study")
        self._study[0].setText(STUDY_HELP)
        self._study += [self._line(SPIKE_FOCUS, tr("Spike focus in the rest of the study"), _STUDY_ANSWERS)]
        self.foci = QToolButton()
        self.foci.setObjectName("score.other_foci")
        self.foci.setProperty("role", "filter")
        self.foci.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.foci.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self.foci)
        self._menu.triggered.connect(self._choose_foci)
        self.foci.setMenu(self._menu)
        self._electrodes: tuple[str, ...] = ()
        self.keys["other_foci"] = plain_label("keycap", wraps=False)
        self._study += [self._of("Other foci in the study", self.foci, self.keys["other_foci"])]
        self._study += [self._line(NONEPILEPTIFORM, tr("Definite non-epileptiform abnormality"), _STUDY_ANSWERS)]
        self.add(*self._study)
        self.keys["confidence"] = plain_label("keycap", wraps=False)
        self.add(self._of("Confidence", self.confidence, self.keys["confidence"]))
        self._names[-1].setToolTip(tr("1 a guess, 5 sure"))

    def _line(self, question: str, name: str, answers: tuple[tuple[str, str], ...]) -> QWidget:
        choice = Choice(f"score.{question}", name, answers)
        choice.chosen.connect(lambda answer, q=question: self.answered.emit(q, answer))
        self.choices[question] = choice
        key = self.keys[question] = plain_label("keycap", wraps=False)
        if question not in (GMFS, PVA):
            return self._of(name, choice, key)
        examples = EvidenceLabel("quiet")
        examples.setWordWrap(False)
        examples.setObjectName(f"score.{question}.examples")
        examples.asked.connect(self.asked)
        self.examples[question] = examples
        return self._of(name, choice, key, examples)

    def _of(self, name: str, *parts: QWidget) -> QWidget:
        """Return a line: the name, then its parts, in as many lines as the width needs."""
        line = QWidget()
        layout = FlowLayout(line, 6, 2)
        label = plain_label(wraps=False)
        label.setText(name)
        self._names.append(label)
        for part in (label, *parts):
            layout.addWidget(part)
        grows_down(line)
        return line

    @property
    def is_study_shown(self) -> bool:
        """Whether the rest of the study is asked."""
        return not self._study[0].isHidden()

    def show_view(self, view: SideView) -> None:
        """Show the answers of the view's sheet."""
        sheet = view.sheet
        if sheet is None:
            return
        flags = {GMFS: sheet.gmfs, PVA: sheet.pva}
        for question, flag in flags.items():
            self._show_flag(question, flag, view)
        self.choices[SPIKE_FOCUS].show_answer(sheet.spike_focus)
        self.choices[NONEPILEPTIFORM].show_answer(sheet.nonepileptiform)
        for question, key in self.keys.items():
            text = view.keys.get(question, "")
            set_text(key, text)
            key.setVisible(bool(text))
            key.setAccessibleName(tr("Key {text}", text=text))
        is_asked = is_study_asked(sheet)
        for part in self._study:
            part.setVisible(is_asked)
        self._show_foci(view)
        self.confidence.show_answer(str(sheet.confidence) if sheet.confidence is not None else "")
        for part in (*self.choices.values(), self.confidence, self.foci):
            part.setEnabled(not view.is_locked)
        self._align()

    def _show_flag(self, question: str, flag: FlagEvidence, view: SideView) -> None:
        assert view.sheet is not None
        self.choices[question].show_answer(flag.answer)
        label = self.examples[question]
        parts = example_parts(flag, view.sheet)
        is_lacking = parts == example_parts(FlagEvidence(PRESENT), view.sheet)
        role = "warning" if is_lacking else "quiet"
        if label.property("role") != role:
            label.setProperty("role", role)
            label.style().unpolish(label)
            label.style().polish(label)
        label.show_parts(*parts)
        label.setVisible(parts != ("",))

    def _show_foci(self, view: SideView) -> None:
        assert view.sheet is not None
        named = view.sheet.other_foci
        set_text_of(self.foci, ", ".join(named) if named else "None named")
        self.foci.setAccessibleName(tr("Other foci in the study: {text}", text=self.foci.text()))
        electrodes = tuple(dict.fromkeys((*view.electrodes, *named)))
        if electrodes != self._electrodes:
            self._electrodes = electrodes
            self._menu.clear()
            for electrode in electrodes:
                action = QAction(electrode, self._menu)
                action.setCheckable(True)
                self._menu.addAction(action)
        for action in self._menu.actions():
            action.setChecked(action.text() in named)

    def _align(self) -> None:
        """Give the names of the flags one width, so that answers stand below each other."""
        shown = self._names[:2]
        widest = max(name.fontMetrics().horizontalAdvance(name.text()) for name in shown) + 2
        for name in (*shown, self._names[-1]):
            name.setMinimumWidth(widest)

    def open_foci(self) -> bool:
        """Open the list of electrodes; return whether it is asked for now."""
        if self.is_study_shown and self.foci.isEnabled():
            self.foci.showMenu()
            return True
        return False

    def _choose_foci(self) -> None:
        chosen = tuple(action.text() for action in self._menu.actions() if action.isChecked())
        self.other_foci_chosen.emit(chosen)

    def _choose_confidence(self, answer: str) -> None:
        self.confidence_chosen.emit(int(answer) if answer else 0)


def set_text_of(button: QToolButton, text: str) -> None:
    """Set a button's text where it differs."""
    if button.text() != text:
        button.setText(text)
