"""Triage in the window: suggestions judged one by one, by keys."""

from collections.abc import Callable

from eegview.app.review.mark_texts import lowered, proposal_text
from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.suggestions.triage import Triage
from eegview.app.suggestions.triage_groups import Order
from eegview.model.suggestion.detection import RunEnd
from eegview.model.suggestion.judgement import Verdict
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.suggestions.texts import NUDGE_S
from eegview.ui.triage.card import N_AHEAD, TriageCard
from eegview.ui.triage.empty import NO_RUN, SEALED, STILL_LOADING, early_text, empty_text
from eegview.ui.triage.group import TriageGroup
from eegview.ui.triage.group_question import MOST_UNASKED, ask_unseen
from eegview.ui.triage.header import HeaderController
from eegview.ui.triage.heart_server import HeartServer
from eegview.ui.triage.task import WindowTask
from eegview.ui.triage.view import TriageView
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class TriageController(WindowTask):
    """Opens the triage of one study over the page, turns keys into verdicts, and shows what they led to.

    has_video : returns whether the study has any
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: TriageView,
        play: PlayController,
        video: VideoPlace,
        has_video: Callable[[], bool],
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "triage", digit_claimants)
        self._context, self._suggestions = context, study.suggestions
        self._settings, self._vocabulary = context.settings, context.studies.vocabulary
        self.view = view
        self.card = TriageCard(context, study, view.side, play, has_video, self._colour_of)
        self._heart = HeartServer(study, context.studies.bridge.post, self.card, view.side, view.heart)
        self.triage = Triage(study.suggestions)
        self._header = HeaderController(view.header, study.suggestions, self.triage, self)
        self._group = TriageGroup(view.group, self._actions, study.recording, self.triage, self._colour_of)
        self._is_editing = False
        self._goes_on = self._settings.text("triage/goes_on", "yes") == "yes"
        self.triage.is_blind = self._settings.text("triage/blind", "no") == "yes"
        self._actions.connect(self._handlers(), study.scope)
        self._actions.set_checked("triage.blind", self.triage.is_blind)
        self._actions.set_checked("triage.auto_advance", self._goes_on)
        view.term_chosen.connect(self.reclassify)
        view.group.chips.chosen.connect(self._go_to_chip)
        self.triage.changed.connect(study.scope.while_open(lambda _none: self._show()))

    # building

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "triage.open": self.switch,
            "triage.open_anyway": self.open_anyway,
            "triage.close": self.close,
            "triage.accept": lambda: self._judge(Verdict.ACCEPT),
            "triage.reject": lambda: self._judge(Verdict.REJECT),
            "triage.unsure": lambda: self._judge(Verdict.UNSURE),
            "triage.accept_group": lambda: self._judge_group(Verdict.ACCEPT),
            "triage.reject_group": lambda: self._judge_group(Verdict.REJECT),
            "triage.back": self._go_back,
            "triage.review_unsure": self._review_unsure,
            "triage.next": lambda: self._step(1),
            "triage.previous": lambda: self._step(-1),
            "triage.edges": lambda: self._edit_edges(True),
            "triage.keep_edges": lambda: self._edit_edges(False),
            "triage.drop_edges": self._drop_edges,
            "triage.later": lambda: self.card.move_edges(start_by_s=NUDGE_S),
            "triage.earlier": lambda: self.card.move_edges(start_by_s=-NUDGE_S),
            "triage.end_later": lambda: self.card.move_edges(stop_by_s=NUDGE_S),
            "triage.end_earlier": lambda: self.card.move_edges(stop_by_s=-NUDGE_S),
            "triage.replay": self.card.replay_or_stop,
            "triage.slow": lambda: self.card.use_speed(0.5 if self._is_checked("triage.slow") else 1.0),
            "triage.order": self._header.next_order,
            "triage.higher": lambda: self._header.step_threshold(1),
            "triage.lower": lambda: self._header.step_threshold(-1),
            "triage.blind": self._switch_blind,
            "triage.auto_advance": self._switch_goes_on,
        }

    # opening and closing

    def open(self, suggestion: Suggestion | None = None) -> None:
        """Open the triage at a suggestion, else at the selected one that is not judged, else where one stopped."""
        selected = self._suggestions.selected
        if suggestion is None and selected is not None and selected.verdict is None:
            suggestion = selected
        self.opening.emit()
        self.mode.enter()
        self.card.begin()
        self.triage.start(suggestion)
        self._show()

    def open_best_first(self) -> None:
        """Open the triage in order of the score, where that is not hidden."""
        self.triage.set_order(Order.CONFIDENCE)
        self.open()

    @property
    def is_too_early(self) -> bool:
        """Whether the triage waits for the reader's first look at the recording; once begun it does not."""
        suggestions = self._suggestions
        if suggestions.shown is None:
            return False
        return suggestions.is_before_first_look and not suggestions.counts.judged

    def open_anyway(self) -> None:
        """Judge before the first look is done; what was suggested is shown from now on."""
        if self.is_open:
            self._suggestions.reveal()
            self._show()

    def close(self) -> None:
        """Go back to the page where one was."""
        if not self.is_open:
            return
        self._edit_edges(False)
        self.triage.note_put_away()
        self.card.clear()
        self.view.hide()
        self.mode.leave()
        self._update_conditions()

    # verdicts

    def _working(self) -> Triage | None:
        """Return the triage while it is open; what is done now ends the moving of edges."""
        if not self.is_open or self.is_too_early:
            return None
        self._edit_edges(False)
        return self.triage

    def _judge(self, verdict: Verdict, term_id: str = "") -> None:
        """Give the verdict on what is shown, its edges as moved, and go on."""
        triage = self._working()
        if triage is not None:
            span = self.card.span if self.card.is_edited else None
            triage.judge(verdict, term_id, span, self._goes_on)

    def _judge_group(self, verdict: Verdict) -> None:
        """Judge the rest of the group; accepting many that were never looked at is asked first."""
        triage = self._working()
        if triage is None:
            return
        n_unseen = len(triage.unseen_in_group)
        if verdict is Verdict.ACCEPT and n_unseen > MOST_UNASKED:
            ask_unseen(self._context.window, n_unseen, self._study.scope, self._accept_group_of(triage))
        else:
            triage.judge_group(verdict, self._goes_on)

    def _accept_group_of(self, triage: Triage) -> Callable[[], None]:
        """Return what accepts the group there is now, if the triage still stands where it was asked."""
        asked_for = triage.current

        def accept() -> None:
            if self.is_open and triage.current == asked_for:
                triage.judge_group(Verdict.ACCEPT, self._goes_on)

        return accept

    def claim_digit(self, term: Term) -> bool:
        """Take a digit as what the candidate is."""
        return self.reclassify(term)

    def reclassify(self, term: Term) -> bool:
        """Mark what is shown as something else; return whether the triage is where a digit goes."""
        if not self.is_open:
            return False
        self._judge(Verdict.ACCEPT, term.term_id)
        return True

    def _go_back(self) -> None:
        triage = self._working()
        if triage is not None:
            triage.back()

    # moving

    def _review_unsure(self) -> None:
        triage = self._working()
        if triage is not None:
            triage.review_unsure()

    def _step(self, steps: int) -> None:
        triage = self._working()
        if triage is not None:
            triage.step(steps)

    def _go_to_chip(self, index: int) -> None:
        triage = self._working()
        if triage is not None:
            triage.go_to(self._group.members[index])

    # ways of working

    def _is_checked(self, command_id: str) -> bool:
        return self._actions[command_id].isChecked()

    def _switch_blind(self) -> None:
        is_blind = self._is_checked("triage.blind")
        self._settings.put("triage/blind", "yes" if is_blind else "no")
        self.triage.set_blind(is_blind)
        self._show()

    def _switch_goes_on(self) -> None:
        self._goes_on = self._is_checked("triage.auto_advance")
        self._settings.put("triage/goes_on", "yes" if self._goes_on else "no")

    def _edit_edges(self, is_editing: bool) -> None:
        """Have the arrow keys move edges, or the page again; what was moved stays moved."""
        if is_editing != self._is_editing and self.is_open:
            self._is_editing = is_editing
            self.mode.use_contexts(*(("triage_edges",) if is_editing else ()))
            self.view.show_card(is_editing)
            self._update_conditions()

    def _drop_edges(self) -> None:
        self.card.drop_edges()
        self._edit_edges(False)

    # showing

    @property
    def conditions(self) -> frozenset[str]:
        """The needs of commands that are met now, see `Actions.set_available`."""
        if not self.is_open:
            return frozenset()
        if self.is_too_early:
            return frozenset({"triage", "early"})
        has_one = self.triage.current is not None
        return frozenset({"triage", *(("candidate",) if has_one else ()), *(("edges",) if self._is_editing else ())})

    def _show(self) -> None:
        """Show the candidate, or why there is none."""
        if not self.is_open:
            return
        self._header.show()
        current = self.triage.current
        if current is None or self.is_too_early:
            self._show_empty()
        else:
            self._show_candidate(current)
        self._update_conditions()

    def _show_candidate(self, current: Suggestion) -> None:
        self._context.window.page.show()
        self.view.show_card(self._is_editing)
        if current.key != self.card.key:
            near = [s.detection for s in self.triage.group if s.key != current.key]
            self.card.show(current, [s.detection for s in self.triage.ahead(N_AHEAD)], near)
        self.card.show_reasons(self.triage.is_blind)
        label = lowered(proposal_text(current.detection, self._vocabulary))
        self.view.buttons.buttons["triage.accept"].set_text(f"Accept as {label}")
        self._group.show(current)
        self.triage.note_shown()

    def _show_empty(self) -> None:
        self.triage.note_put_away()
        self.card.clear()
        self._context.window.page.hide()
        suggestions, shown = self._suggestions, self._suggestions.shown
        if shown is None:
            review = self._study.review
            text = STILL_LOADING if not review.is_open else SEALED if review.blindness.is_blind else NO_RUN
        elif self.is_too_early:
            text = early_text(suggestions.reviewed_share)
        else:
            is_running, seconds_each = shown.run.end is RunEnd.RUNNING, self.triage.seconds_each
            text = empty_text(suggestions.counts, suggestions.threshold, is_running, seconds_each, shown.run.notes)
        acts = [(f"triage.empty.{i}", label, self._actions[i].trigger) for i, label in text.acts]
        self.view.empty.show_text(text.title, text.text, acts)
        self.view.show_empty(has_strip=not self.is_too_early)

    def _colour_of(self, term_id: str) -> str:
        term = self._vocabulary.term(term_id)
        return term.colour if term is not None else "#6b7280"
