"""The miss audit in the window: random stretches nobody flagged, one key each, and what the answers are worth."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eegview.app.page import navigation as moves
from eegview.app.review.review import new_mark
from eegview.app.suggestions.miss_audit import MissAudit
from eegview.app.video.frame_server import ShownFrame
from eegview.model.annotation import Annotation
from eegview.model.audit import Answer
from eegview.model.clock import elapsed_text
from eegview.model.page import PageRequest
from eegview.model.span import Span
from eegview.model.view import ViewState
from eegview.model.vocabulary import Shape, Term
from eegview.ui.miss_audit.view import MissAuditView, ShownAudit
from eegview.ui.suggestions.view_data import Spotlight
from eegview.ui.triage.buttons import key_text
from eegview.ui.triage.mode import TriageMode
from eegview.ui.window.open_study import OpenStudy, clock_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

LEAST_PAGE_S = 15.0  # the stretch, with what lies around it
_BUTTONS = (
    ("miss_audit.nothing", "Nothing here", "key-primary"),
    ("miss_audit.found", "There is one, at the cursor", ""),
    ("miss_audit.unsure", "Not sure", ""),
    ("miss_audit.back", "One back", ""),
)


class MissAuditDesk(QObject):
    """Opens the audit over the page, and turns keys into answers."""

    facts_changed = Signal()  # `facts`

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        window, actions = station.window, station.actions
        view = self.view = MissAuditView()
        window.above.addWidget(view.header)
        window.add_beside_page(view.picture)
        window.add_beside_page(view.empty)
        window.below.addWidget(view.buttons)
        self.mode = TriageMode(station, "miss_audit")
        self.audit: MissAudit | None = None
        self._shown: Span | None = None
        actions.connect(self._handlers())
        for command_id, words, role in _BUTTONS:
            view.buttons.add(actions[command_id], actions.keys_of(command_id), words, role)
        view.header.use_action(actions["miss_audit.close"], key_text(actions.keys_of("miss_audit.close")))
        station.triage.opening.connect(self.close)
        self._takes_before = station.mark_commands.takes_over
        station.mark_commands.takes_over = self._mark_as
        station.video.frame_shown.connect(self._show_frame)
        self._desk.study_opened.connect(self._study_opened)
        self._desk.study_closing.connect(self.close)
        self._desk.study_closed.connect(self._study_closed)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "miss_audit.open": self.switch,
            "miss_audit.close": self.close,
            "miss_audit.nothing": lambda: self._answer(Answer.NOTHING),
            "miss_audit.found": self._found,
            "miss_audit.unsure": lambda: self._answer(Answer.UNSURE),
            "miss_audit.back": self._go_back,
        }

    # opening and closing

    @property
    def is_open(self) -> bool:
        return self.mode.is_on

    def switch(self) -> None:
        """Open the audit, or go back to the page."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Take the audit up where it was left."""
        study = self._desk.study
        if study is None or self.audit is None:
            return
        self._station.triage.close()
        self.mode.enter()
        study.session.change(page_s=max(LEAST_PAGE_S, self.audit.length_s))
        study.presenter.likely_next = self._likely_pages
        self.audit.start()
        self._show()

    def close(self) -> None:
        """Go back to the page where one was; the answers are kept."""
        if not self.is_open:
            return
        if self.audit is not None:
            self.audit.stop()
        self._shown = None
        self.view.hide()
        self.mode.leave()
        self._tell_facts()

    def _study_opened(self, study: OpenStudy) -> None:
        self.audit = MissAudit(study.suggestions, study.review, study.recording)
        self.audit.changed.connect(lambda _none: self._show() if self.is_open else None)

    def _study_closed(self) -> None:
        self.audit = None
        self._tell_facts()

    # answers

    def _answer(self, answer: Answer, mark: Annotation | None = None) -> None:
        if self.is_open and self.audit is not None and self.audit.current is not None:
            self.audit.answer(answer, mark)

    def _found(self) -> None:
        """Mark what is looked for at the selection or the cursor; that is the answer."""
        if self.audit is not None:
            term = self._desk.vocabulary.term(self.audit.term_id)
            if term is not None:
                self._mark_as(term)

    def _mark_as(self, term: Term) -> bool:
        """Mark what was missed; say whether the audit is where a digit goes."""
        if not self.is_open:
            return self._takes_before(term)
        study, audit = self._desk.study, self.audit
        if study is None or audit is None or audit.current is None:
            return True
        view, stretch = study.session.view, audit.current
        if view.selection is not None and view.selection.duration_s > 0 and term.shape is not Shape.POINT:
            mark = new_mark(term, view.selection, view.selected_rows)
        elif view.cursor_s is not None:
            mark = new_mark(term, view.cursor_s, view.selected_rows)
        else:
            self._say("Click where it begins, or drag over it; then press the key again.")
            return True
        if not (stretch.contains(mark.onset_s) or mark.span.overlaps(stretch)):
            self._say("That lies outside the stretch that was drawn. Mark inside it, or answer that nothing is here.")
        elif term.term_id == audit.term_id:
            self._answer(Answer.MISSED, mark)
        else:
            study.review.acts.add(mark)  # something else: noted, but no miss of what is looked for
            self._say(f"{term.label} is marked. Now answer for {self._label(audit).lower()}.")
        return True

    def _go_back(self) -> None:
        if self.is_open and self.audit is not None:
            self.audit.back()

    def _say(self, text: str) -> None:
        self._station.window.statusBar().showMessage(text, 8000)

    # showing

    @property
    def facts(self) -> frozenset[str]:
        """Return what can be used now, see `Actions.set_available`."""
        if not self.is_open or self.audit is None:
            return frozenset()
        return frozenset({"audit", "stretch"} if self.audit.current is not None else {"audit"})

    def _tell_facts(self) -> None:
        self._station.actions.set_checked("miss_audit.open", self.is_open)
        self.facts_changed.emit()

    def _label(self, audit: MissAudit) -> str:
        term = self._desk.vocabulary.term(audit.term_id)
        return term.label if term is not None else audit.term_id

    def _show(self) -> None:
        study, audit = self._desk.study, self.audit
        if study is None or audit is None or not self.is_open:
            return
        stretch = audit.current
        asked = f"Is there a {self._label(audit).lower()} between the dashed lines?"
        if stretch is None:
            self._show_none(study, audit)
        else:
            where = f"from {clock_text(study.recording, round(stretch.start_s))}"
            words = f"{audit.n_answered} answered of {audit.n_stretches} to draw from · {where}"
            self.view.header.show_audit(ShownAudit(asked, words, audit.estimate.text))
            self._show_stretch(study, stretch)
        self._tell_facts()

    def _show_stretch(self, study: OpenStudy, stretch: Span) -> None:
        self._station.window.page.show()
        self.view.show_stretch(self._station.video.has_video)
        if stretch == self._shown:
            return
        self._shown = stretch
        study.presenter.spotlight = Spotlight(stretch, (), self._station.window.page.theme.accent, "", is_frame=True)
        study.session.set_view(self._view_of(study, stretch))
        study.presenter.refresh_overlay()

    def _show_none(self, study: OpenStudy, audit: MissAudit) -> None:
        self._shown = None
        study.presenter.spotlight = None
        self._station.window.page.hide()
        actions = self._station.actions
        leave = ("miss_audit.empty.leave", "Back to the page", actions["miss_audit.close"].trigger)
        if study.suggestions.shown is None:
            title, words = "No detector has run on this recording.", "An audit asks what a detector left out."
            acts = [("miss_audit.empty.run", "Run a detector…", actions["detector.run"].trigger), leave]
        elif not audit.n_stretches:
            title, words, acts = "Nothing is left to draw from.", "Every stretch holds a suggestion or a mark.", [leave]
        else:
            title, words, acts = "Every stretch is answered.", audit.estimate.text, [leave]
        self.view.header.show_audit(ShownAudit("", "", ""))
        self.view.empty.show_words(title, words, acts)
        self.view.show_empty()

    @staticmethod
    def _view_of(study: OpenStudy, stretch: Span) -> ViewState:
        view = study.session.view
        start_s = stretch.start_s - max(0.0, (view.page_s - stretch.duration_s) / 2)
        clear = replace(view, cursor_s=None, selection=None, selected_rows=())
        return moves.to(clear, start_s, study.recording.span)

    def _likely_pages(self) -> tuple[PageRequest, ...]:
        study, audit = self._desk.study, self.audit
        if study is None or audit is None:
            return ()
        return tuple(study.session.page_request(self._view_of(study, stretch).start_s) for stretch in audit.ahead())

    def _show_frame(self, shown: ShownFrame) -> None:
        if not self.is_open:
            return
        if shown.frame is None:
            self.view.picture.show_message(f"{shown.message} at {elapsed_text(shown.recording_s, 1)}")
        else:
            self.view.picture.show_frame(shown.frame.rgb, elapsed_text(shown.frame_recording_s or 0.0, 2))
