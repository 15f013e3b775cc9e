"""The miss audit in the window: random stretches nobody flagged, one key each, and what the answers are worth."""

from collections.abc import Callable
from dataclasses import replace

from eegview.app.page import navigation
from eegview.app.review.review import new_mark
from eegview.app.suggestions.miss_audit import MissAudit
from eegview.app.video.frame_server import ShownFrame
from eegview.model.annotation import Annotation
from eegview.model.audit import Answer
from eegview.model.display.page import PageRequest
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import Shape, Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.miss_audit.view import MissAuditView, ShownAudit
from eegview.ui.page.spotlight import Spotlight
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, clock_text

LEAST_PAGE_S = 15.0  # the stretch, with what lies around it


class MissAuditController(WindowTask):
    """Opens the audit of one study over the page, and turns keys into answers.

    has_video : returns whether the study has any
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: MissAuditView,
        play: PlayController,
        video: VideoPlace,
        has_video: Callable[[], bool],
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "miss_audit", digit_claimants)
        self._window = context.window
        self._vocabulary, self._has_video = context.studies.vocabulary, has_video
        self.view = view
        self.audit = MissAudit(study.suggestions, study.review, study.recording)
        self._shown: Span | None = None
        self._actions.connect(self._handlers(), study.scope)
        self.audit.changed.connect(study.scope.while_open(lambda _none: self._show()))

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

    def open(self) -> None:
        """Open the audit where it was left."""
        self.opening.emit()
        self.mode.enter()
        self._study.session.change(page_s=max(LEAST_PAGE_S, self.audit.length_s))
        self._study.presenter.likely_next = self._likely_pages
        self.audit.start()
        self._show()

    def close(self) -> None:
        """Go back to the page where one was; the answers are kept."""
        if not self.is_open:
            return
        self.audit.stop()
        self._shown = None
        self.view.hide()
        self.mode.leave()
        self._update_conditions()

    # answers

    def _answer(self, answer: Answer, mark: Annotation | None = None) -> None:
        if self.is_open and self.audit.current is not None:
            self.audit.answer(answer, mark)

    def _found(self) -> None:
        """Mark what is looked for at the selection or the cursor; that is the answer."""
        term = self._vocabulary.term(self.audit.term_id)
        if self.is_open and term is not None:
            self.mark_as(term)

    def claim_digit(self, term: Term) -> bool:
        """Take a digit as what was missed."""
        return self.mark_as(term)

    def mark_as(self, term: Term) -> bool:
        """Mark what was missed; return whether the audit is where a digit goes."""
        if not self.is_open:
            return False
        study, audit, stretch = self._study, self.audit, self.audit.current
        if stretch is None:
            return True
        view = study.view
        if view.selection is not None and view.selection.duration_s > 0 and term.shape is not Shape.POINT:
            mark = new_mark(term, view.selection, view.selected_rows)
        elif view.cursor_s is not None:
            mark = new_mark(term, view.cursor_s, view.selected_rows)
        else:
            self._say(tr("Click on the onset, or drag over the event; then press the key again."))
            return True
        if not (stretch.contains(mark.onset_s) or mark.span.overlaps(stretch)):
            self._say(tr("That is outside this section. Mark inside it, or answer “Nothing here”."))
        elif term.term_id == audit.term_id:
            self._answer(Answer.MISSED, mark)
        else:
            study.review.acts.add(mark)  # something else: noted, but no miss of what is looked for
            self._say(tr("{label} is marked. Now answer for {lower}.", label=term.label, lower=self._label.lower()))
        return True

    def _go_back(self) -> None:
        if self.is_open:
            self.audit.back()

    def _say(self, text: str) -> None:
        self._window.statusBar().showMessage(text, 8000)

    # showing

    @property
    def conditions(self) -> frozenset[str]:
        """The needs of commands that are met now, see `Actions.set_available`."""
        if not self.is_open:
            return frozenset()
        return frozenset({"audit", "stretch"} if self.audit.current is not None else {"audit"})

    @property
    def _label(self) -> str:
        """The name of what is looked for."""
        term = self._vocabulary.term(self.audit.term_id)
        return term.label if term is not None else self.audit.term_id

    def _show(self) -> None:
        if not self.is_open:
            return
        audit, stretch = self.audit, self.audit.current
        if stretch is None:
            self._show_none()
        else:
            question = tr("Is there a {lower} between the dashed lines?", lower=self._label.lower())
            where = f"from {clock_text(self._study.recording, round(stretch.start_s))}"
            text = tr(
                "{n_answered} of {n_stretches} samples · {where}",
                n_answered=audit.n_answered,
                n_stretches=audit.n_stretches,
                where=where,
            )
            self.view.header.show_audit(ShownAudit(question, text, audit.estimate.text))
            self._show_stretch(stretch)
        self._update_conditions()

    def _show_stretch(self, stretch: Span) -> None:
        page, presenter = self._window.page, self._study.presenter
        page.show()
        self.view.show_stretch(self._has_video())
        if stretch == self._shown:
            return
        self._shown = stretch
        presenter.spotlight = Spotlight(stretch, (), page.theme.accent, "", is_frame=True)
        self._study.session.set_view(self._view_of(stretch))
        presenter.refresh_overlay()

    def _show_none(self) -> None:
        audit, actions = self.audit, self._actions
        self._shown = None
        self._study.presenter.spotlight = None
        self._window.page.hide()
        leave = ("miss_audit.empty.leave", "Back to the page", actions["miss_audit.close"].trigger)
        if self._study.suggestions.shown is None:
            title, text = (
                tr("No detector has run on this recording."),
                tr("A miss audit estimates what a detector missed."),
            )
            acts = [("miss_audit.empty.run", "Run a detector…", actions["detector.run"].trigger), leave]
        elif not audit.n_stretches:
            title, text, acts = (
                tr("There is nothing to sample."),
                tr("Every section contains a suggestion or a mark."),
                [leave],
            )
        else:
            title, text, acts = tr("All sections are answered."), audit.estimate.text, [leave]
        self.view.header.show_audit(ShownAudit("", "", ""))
        self.view.empty.show_text(title, text, acts)
        self.view.show_empty()

    def _view_of(self, stretch: Span) -> ViewState:
        view = self._study.view
        start_s = stretch.start_s - max(0.0, (view.page_s - stretch.duration_s) / 2)
        clear = replace(view, cursor_s=None, selection=None, selected_rows=())
        return navigation.to(clear, start_s, self._study.recording.span)

    def _likely_pages(self) -> tuple[PageRequest, ...]:
        session = self._study.session
        return tuple(session.page_request(self._view_of(stretch).start_s) for stretch in self.audit.ahead())

    def show_frame(self, shown: ShownFrame) -> None:
        """Show the picture of this moment while the audit is open."""
        if not self.is_open:
            return
        if shown.frame is None:
            self.view.picture.show_message(f"{shown.message} at {elapsed_text(shown.recording_s, 1)}")
        else:
            self.view.picture.show_frame(shown.frame.rgb, elapsed_text(shown.frame_recording_s or 0.0, 2))
