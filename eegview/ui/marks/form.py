"""The form of one mark: every change is an act of its own, on disk before the next."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.film.eeg_terms import film_term
from eegview.app.marks.confirming import confirmation_text, is_confirmed
from eegview.app.mimics.compared import is_compared
from eegview.app.review.mark_texts import summary_text, term_text
from eegview.app.review.review import Review
from eegview.app.vocabulary.term_answers import duration_warning
from eegview.model.annotation import CERTAINTY, FILE_LAYER, FORMER_CERTAINTY, Annotation
from eegview.model.sync import is_clinical
from eegview.model.text.language import tr
from eegview.model.vocabulary import EEG, Shape, Term, Vocabulary
from eegview.ui.marks.opinions import MarkOpinions
from eegview.ui.marks.questions import MarkQuestions
from eegview.ui.marks.times import MarkTimes, TimeRules
from eegview.ui.widgets.chips import plain_letter
from eegview.ui.widgets.kept_keys import keeps_key
from eegview.ui.widgets.mnemonics import letters_when_shown
from eegview.ui.widgets.scrolling import bring_into_sight

NOTHING_TEXT = tr("Select a mark to see and change it.")
NO_EEG_TEXT = tr("Film alone: what is seen in EEG is not asked and not marked here.")
LEAST_LINES = 8
KEYS_TEXT = tr("Underlined letters answer once the form is open (Enter); Tab: next question; Esc: back to the page.")
_PLAIN_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class MarkForm(QScrollArea):
    """Shows the selected mark and emits what it should become. Others' marks are read-only and can be copied."""

    changed = Signal(object, object)  # the mark as it was shown, and as it should be
    copy_asked = Signal(object)
    compare_asked = Signal(object)  # the mark: beside what looks like it
    resembles_asked = Signal(object)  # the mark: of a film, beside recorded events
    confirm_asked = Signal()  # it was seen on video; or was not, where it is confirmed already
    left = Signal()  # the keyboard goes back to the page

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.setObjectName("mark.form")
        self.setProperty("role", "form")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._vocabulary = vocabulary
        self._review: Review | None = None
        self._mark: Annotation | None = None  # as last shown or asked for: fast clicks follow each other
        self.title = QToolButton()
        self.title.setObjectName("mark.title")
        self.title.setAccessibleName(tr("Kind of mark"))
        self.title.setProperty("role", "title")
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._terms = QMenu(self.title)
        self._terms.aboutToShow.connect(self._fill_terms)
        letters_when_shown(self._terms)
        self.owner = QLabel()
        self.owner.setObjectName("mark.owner")
        self.owner.setProperty("role", "quiet")
        self.times = MarkTimes()
        self.warning = QLabel()
        self.warning.setObjectName("mark.warning")
        self.warning.setProperty("role", "warning")
        self.facts = QLabel()
        self.facts.setObjectName("mark.facts")
        self.copy = QPushButton(tr("Copy to my marks"))
        self.copy.setObjectName("mark.copy")
        self.copy.setToolTip(tr("Make a mark of your own like this one, which you can change"))
        self.compare = QPushButton(tr("Compare with mimics…"))
        self.compare.setObjectName("mark.compare")
        self.compare.setToolTip(tr("Spasm and mimics side by side, drawn, with what tells them apart"))
        self.resembles = QPushButton(tr("Resembles…"))
        self.resembles.setObjectName("mark.resembles")
        self.resembles.setToolTip(tr("Look at this event beside recorded ones, and say which it resembles"))
        self.similarity = QLabel()
        self.similarity.setObjectName("mark.similarity")
        self._similarity_of: Callable[[Annotation], str] | None = None
        self._can_link = False
        self.seen = QLabel()
        self.seen.setObjectName("mark.seen")
        self.seen.setProperty("role", "accent")
        self.confirm = QPushButton()
        self.confirm.setObjectName("mark.confirm")
        self._has_video = False
        self._is_film = False
        self.opinions = MarkOpinions()
        self.questions = MarkQuestions()
        self.keys = QLabel(KEYS_TEXT)
        self.keys.setProperty("role", "caption")
        self.no_eeg = QLabel(NO_EEG_TEXT)
        self.no_eeg.setObjectName("mark.no_eeg")
        self.no_eeg.setProperty("role", "caption")
        self.nothing = QLabel(NOTHING_TEXT)
        self.nothing.setProperty("role", "quiet")
        for label in (self.warning, self.facts, self.nothing, self.seen, self.keys, self.no_eeg, self.similarity):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.times.changed.connect(lambda onset_s, duration_s: self._ask(onset_s=onset_s, duration_s=duration_s))
        self.questions.answered.connect(self._answer)
        self.questions.note_written.connect(lambda text: self._ask(text=text))
        self.questions.rows_named.connect(lambda rows: self._ask(channels=rows))
        self.confirm.clicked.connect(lambda _checked=False: self.confirm_asked.emit())
        self.compare.clicked.connect(lambda _checked=False: self.compare_asked.emit(self._mark))
        self.resembles.clicked.connect(lambda _checked=False: self.resembles_asked.emit(self._mark))
        self.copy.clicked.connect(lambda: self.copy_asked.emit(self._mark))
        self.show_mark(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.owner)
        self.body = QWidget()
        self.body.setObjectName("mark.body")
        self.body.setProperty("role", "form")
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        for widget in (self.nothing, self.warning, self.facts, self.questions, self.no_eeg, self.times, self.keys):
            layout.addWidget(widget)
        layout.addWidget(self.seen)
        layout.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.similarity)
        layout.addWidget(self.resembles, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.opinions)
        layout.addStretch(1)
        self.setWidget(self.body)

    # what is shown

    def set_study(self, review: Review | None, rules: TimeRules | None, row_names: Callable[[], list[str]]) -> None:
        self._review = review
        self.times.set_rules(rules)
        self.questions.set_row_names(row_names)
        self.show_mark(None)

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Ask the questions of another vocabulary."""
        self._vocabulary = vocabulary
        self.show_mark(None)

    def show_mark(self, mark: Annotation | None) -> None:
        """Show a mark; while an own change is on its way to the disk, what the reviewer sees stays."""
        review, held = self._review, self._mark
        if mark and held and review and review.n_pending and mark.annotation_id == held.annotation_id:
            return
        if held and (mark is None or mark.annotation_id != held.annotation_id):
            self.keep_typed()
            focused = self.focusWidget()
            if focused is not None and focused.hasFocus():
                self.left.emit()  # letters answer about the mark whose form was opened, and no other
        self._mark = mark
        is_mine = bool(mark and review and review.layers.is_mine(mark))
        for widget in (self.title, self.owner):
            widget.setVisible(mark is not None)
        self.nothing.setVisible(mark is None)
        self.times.setVisible(mark is not None)
        self.times.setEnabled(is_mine)
        self.questions.setVisible(is_mine)
        self.keys.setVisible(is_mine)
        self.no_eeg.setVisible(is_mine and self._is_film)
        self.copy.setVisible(mark is not None and not is_mine)
        self.facts.setVisible(mark is not None and not is_mine)
        self.compare.setVisible(is_compared(mark))
        self.refresh_similarity()
        self.warning.hide()
        self.opinions.show_mark(mark, review.author if review else "")
        self._show_seen(mark, is_mine)
        if mark is None:
            return
        term = self._vocabulary.term(mark.term_id)
        self.title.setText(term_text(mark, self._vocabulary))
        self.title.setAccessibleName(tr("Kind of mark: {text}", text=self.title.text()))
        self.title.setToolTip((term.help if term else "") + ("\nClick to make it another kind of mark." * is_mine))
        self.title.setMenu(self._terms if is_mine else None)  # type: ignore[arg-type]
        self.owner.setText("" if is_mine else self._owner_text(mark))
        self.times.show_times(mark.onset_s, mark.duration_s, has_duration=_has_duration(term, mark))
        if is_mine:
            self.questions.show_mark(mark, film_term(term, mark) if term is not None and self._is_film else term)
            self._order_tabs()
            self._show_warning(term, mark)
        else:
            self.facts.setText(summary_text(mark, self._vocabulary))

    def _order_tabs(self) -> None:
        """Have Tab go down the form as it stands: kind, questions, note, rows, times, buttons."""
        QWidget.setTabOrder(self.title, self.questions.first_field())
        self.questions.order_tabs()
        times = self.times.start, self.times.duration
        for before, after in pairwise(
            (self.questions.rows, *times, self.confirm, self.copy, self.resembles, self.compare)
        ):
            QWidget.setTabOrder(before, after)

    def use_similarity(self, similarity_of: Callable[[Annotation], str] | None, can_link: bool) -> None:
        """Show from now on what was said of a mark's similarity; None = no study is open.

        can_link : ask what a mark resembles
        """
        self._similarity_of, self._can_link = similarity_of, can_link
        self.refresh_similarity()

    def refresh_similarity(self) -> None:
        """Show what was said last of the mark's similarity."""
        mark, similarity_of = self._mark, self._similarity_of
        text = similarity_of(mark) if mark is not None and similarity_of is not None else ""
        self.similarity.setText(text)
        self.similarity.setVisible(bool(text))
        self.resembles.setVisible(self._can_link and mark is not None and is_clinical(mark))

    def show_film(self, is_film: bool) -> None:
        """Ask from now on what can be said of film alone, or all."""
        self._is_film = is_film
        self.show_mark(None)

    def show_video(self, has_video: bool) -> None:
        """Offer to confirm on video, where there is one."""
        self._has_video = has_video
        review = self._review
        self._show_seen(self._mark, bool(self._mark and review and review.layers.is_mine(self._mark)))

    def _show_seen(self, mark: Annotation | None, is_mine: bool) -> None:
        """Show whether the mark was seen on video, and offer to confirm it or to retract that."""
        is_seen = mark is not None and is_confirmed(mark)
        self.seen.setVisible(is_seen)
        self.seen.setText(confirmation_text(mark) if mark is not None else "")
        self.confirm.setVisible(is_mine and ((self._has_video and not self._is_film) or is_seen))
        self.confirm.setText(tr("Withdraw confirmation") if is_seen else tr("Confirm on video"))
        self.confirm.setToolTip(
            tr("Withdraw the confirmation (K)") if is_seen else tr("It is visible in the frame shown (K)")
        )

    def keep_typed(self) -> None:
        """Store what stands typed in a field that was not left yet."""
        if self._mark is not None and not self.questions.isHidden():
            self.questions.emit_typed()

    @staticmethod
    def _owner_text(mark: Annotation) -> str:
        return tr("annotation in the file") if mark.layer == FILE_LAYER else f"by {mark.layer}"

    def _show_warning(self, term: Term | None, mark: Annotation) -> None:
        """Warn of an unusual duration, with the first sentence of the term's own description; never block."""
        lines = duration_warning(term, mark.duration_s) if term else []
        help_text = f"{term.help.partition('. ')[0].rstrip('.')}." if term and term.help else ""
        self.warning.setVisible(bool(lines))
        self.warning.setText("\n".join([*(f"⚠ {line}" for line in lines), help_text] if lines else []))

    def _fill_terms(self) -> None:
        self._terms.clear()
        for term in self._vocabulary.offered:
            if self._is_film and term.needs == EEG:
                continue
            action = self._terms.addAction(f"{term.label}\t{term.key}" if term.key else term.label)
            action.setObjectName(f"mark.become.{term.term_id}")
            action.triggered.connect(lambda _checked=False, t=term: self.become(t))

    # what was done

    def become(self, term: Term) -> None:
        """Make it a mark of another term; answers to questions the new term asks as well are kept."""
        if self._mark is not None:
            asked = {attribute.name: dict(attribute.choices) for attribute in term.attributes}
            kept = tuple(
                (name, value)
                for name, value in self._mark.attributes
                if name in asked and (not asked[name] or all(part in asked[name] for part in value.split("+")))
            )
            self._ask(term_id=term.term_id, attributes=kept)

    def _answer(self, name: str, value: str) -> None:
        if self._mark is not None:
            answers = dict(self._mark.attributes) | {name: value}
            if name == CERTAINTY:
                answers.pop(FORMER_CERTAINTY, None)  # answered anew by this
            self._ask(attributes=tuple(sorted((k, v) for k, v in answers.items() if v)))

    def _ask(self, **fields: object) -> None:
        before = self._mark
        if before is None:
            return
        after = replace(before, **fields)
        if after != before:
            self._mark = after
            self._show_warning(self._vocabulary.term(after.term_id), after)
            self.changed.emit(before, after)

    # keyboard

    def take_focus(self) -> None:
        """Put the keyboard on the first question, else on the first field."""
        target = self.questions.first_field() if not self.questions.isHidden() else None
        if target is None:
            target = self.copy if not self.copy.isHidden() else self.times.start
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(target)
        bring_into_sight(self)  # on a low screen the panel scrolls as well

    def minimumSizeHint(self) -> QSize:
        """Have room for the kind and the first two questions, however low the screen."""
        return super().minimumSizeHint().expandedTo(QSize(0, self.fontMetrics().height() * LEAST_LINES))

    def event(self, event: QEvent) -> bool:
        # a key pressed in the form belongs to the form: Space chooses, arrows move, letters answer, and the page stays.
        # Digits do not: they make a new mark, wherever the keyboard is.
        if keeps_key(event, _PLAIN_KEYS):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and plain_letter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif (letter := plain_letter(event)) and not self.questions.isHidden() and not event.isAutoRepeat():
            self.questions.answer_by(letter)
        else:
            super().keyPressEvent(event)


def _has_duration(term: Term | None, mark: Annotation) -> bool:
    return mark.duration_s > 0 or (term is not None and term.shape != Shape.POINT)
