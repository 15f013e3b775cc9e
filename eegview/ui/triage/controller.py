"""Triage in the window: suggestions judged one by one, by keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eegview.app.review.mark_texts import lowered, proposal_text
from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.suggestions.triage import Triage
from eegview.model.detection import RunEnd
from eegview.model.judgement import Verdict
from eegview.model.vocabulary import Term
from eegview.ui.suggestions.texts import NUDGE_S
from eegview.ui.triage.card import N_AHEAD, TriageCard
from eegview.ui.triage.empty import NO_RUN, STILL_LOADING, early_text, empty_text
from eegview.ui.triage.group import TriageGroup
from eegview.ui.triage.header_controller import TriageStrip
from eegview.ui.triage.key_buttons import build_buttons
from eegview.ui.triage.mode import TriageMode
from eegview.ui.triage.view import TriageView
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class TriageController(QObject):
    """Opens the triage over the page, turns keys into verdicts, and shows what they led to."""

    facts_changed = Signal()  # `facts`
    opening = Signal()  # whatever else has the whole window gives it up

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._studies = station, station.studies
        window, settings = station.window, station.settings
        view = self.view = TriageView(window.page.theme)
        window.above.addWidget(view.header)
        window.above.addWidget(view.group)
        window.add_beside_page(view.side)
        window.add_beside_page(view.empty)
        window.below.addWidget(view.buttons)
        window.below.addWidget(view.edge_buttons)
        self.mode = TriageMode(station, "triage")
        self.card = TriageCard(station, view.side, self._colour_of)
        self.strip = TriageStrip(view.header)
        self.group = TriageGroup(view.group, station.actions, self._colour_of)
        self.triage: Triage | None = None
        self._is_editing = False
        self._goes_on = settings.text("triage/goes_on", "yes") == "yes"
        self._is_blind = settings.text("triage/blind", "no") == "yes"
        station.actions.connect(self._handlers())
        station.digit_claimants.append(self._reclassify)
        build_buttons(view, station.actions, self._studies.vocabulary, self._reclassify)
        station.actions.set_checked("triage.blind", self._is_blind)
        station.actions.set_checked("triage.auto_advance", self._goes_on)
        view.group.chips.chosen.connect(self._go_to_chip)
        self._studies.study_opened.connect(self._study_opened)
        self._studies.study_closing.connect(self.close)
        self._studies.study_closed.connect(self._study_closed)
        station.appearance.style_changed.connect(lambda: view.set_theme(window.page.theme))
        self._show_facts()

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
            "triage.order": self.strip.next_order,
            "triage.higher": lambda: self.strip.step_threshold(1),
            "triage.lower": lambda: self.strip.step_threshold(-1),
            "triage.blind": self._switch_blind,
            "triage.auto_advance": self._switch_goes_on,
        }

    # opening and closing

    @property
    def is_open(self) -> bool:
        return self.mode.is_on

    def switch(self) -> None:
        """Open the triage, or go back to the page."""
        study = self._studies.study
        if self.is_open:
            self.close()
        elif study is not None:
            selected = study.suggestions.selected
            self.open(selected if selected is not None and selected.verdict is None else None)

    def open(self, suggestion: Suggestion | None = None) -> None:
        """Open the triage where one stopped, or at a suggestion."""
        study = self._studies.study
        if study is None or self.triage is None:
            return
        self.opening.emit()
        self.mode.enter()
        self.card.begin(study)
        self.triage.start(suggestion)
        self._show()

    @property
    def is_too_early(self) -> bool:
        """Say whether the triage waits for the reader's first look at the recording; once begun it does not."""
        study = self._studies.study
        if study is None or study.suggestions.shown is None:
            return False
        return study.suggestions.is_before_first_look and not study.suggestions.counts.judged

    def open_anyway(self) -> None:
        """Judge before the first look is done; what was suggested is shown from now on."""
        study = self._studies.study
        if study is not None and self.is_open:
            study.suggestions.reveal()
            self._show()

    def close(self) -> None:
        """Go back to the page where one was."""
        if not self.is_open:
            return
        self._edit_edges(False)
        self.card.clear()
        self.view.hide()
        self.mode.leave()
        self._show_facts()

    def _study_opened(self, study: OpenStudy) -> None:
        self.triage = Triage(study.suggestions)
        self.triage.is_blind = self._is_blind
        self.strip.use(study.suggestions, self.triage)
        self.triage.changed.connect(lambda _none: self._show() if self.is_open else None)

    def _study_closed(self) -> None:
        self.triage = None
        self.strip.use(None, None)
        self.group.forget()
        self.card.forget()
        self._show_facts()

    # verdicts

    def _working(self) -> Triage | None:
        """Return the triage while it is open; what is done now ends the moving of edges."""
        if not self.is_open or self.triage is None or self.is_too_early:
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
        triage = self._working()
        if triage is not None:
            triage.judge_group(verdict, self._goes_on)

    def _reclassify(self, term: Term) -> bool:
        """Mark what is shown as something else; say whether the triage is where a digit goes."""
        if not self.is_open:
            return False
        self._judge(Verdict.ACCEPT, term.term_id)
        return True

    def _go_back(self) -> None:
        triage = self._working()
        if triage is not None:
            triage.back()

    # moving

    def _step(self, steps: int) -> None:
        triage = self._working()
        if triage is not None:
            triage.step(steps)

    def _go_to_chip(self, index: int) -> None:
        triage = self._working()
        if triage is not None:
            triage.go_to(triage.group[index])

    # ways of working

    def _is_checked(self, command_id: str) -> bool:
        return self._station.actions[command_id].isChecked()

    def _switch_blind(self) -> None:
        self._is_blind = self._is_checked("triage.blind")
        self._station.settings.put("triage/blind", "yes" if self._is_blind else "no")
        if self.triage is not None:
            self.triage.set_blind(self._is_blind)
        self._show()

    def _switch_goes_on(self) -> None:
        self._goes_on = self._is_checked("triage.auto_advance")
        self._station.settings.put("triage/goes_on", "yes" if self._goes_on else "no")

    def _edit_edges(self, is_editing: bool) -> None:
        """Have the arrow keys move edges, or the page again; what was moved stays moved."""
        if is_editing != self._is_editing and self.is_open:
            self._is_editing = is_editing
            self.mode.use_contexts(*(("triage_edges",) if is_editing else ()))
            self.view.show_card(is_editing)
            self._show_facts()

    def _drop_edges(self) -> None:
        self.card.drop_edges()
        self._edit_edges(False)

    # showing

    @property
    def facts(self) -> frozenset[str]:
        """Return what can be used now, see `Actions.set_available`."""
        if not self.is_open:
            return frozenset()
        if self.is_too_early:
            return frozenset({"triage", "early"})
        has_one = self.triage is not None and self.triage.current is not None
        return frozenset({"triage", *(("candidate",) if has_one else ()), *(("edges",) if self._is_editing else ())})

    def _show_facts(self) -> None:
        self._station.actions.set_checked("triage.open", self.is_open)
        self.facts_changed.emit()

    def _show(self) -> None:
        """Show the candidate, or why there is none."""
        study, triage = self._studies.study, self.triage
        if study is None or triage is None or not self.is_open:
            return
        self.strip.show()
        current = triage.current
        if current is None or self.is_too_early:
            self._show_empty(study, triage)
        else:
            self._show_candidate(study, triage, current)
        self._show_facts()

    def _show_candidate(self, study: OpenStudy, triage: Triage, current: Suggestion) -> None:
        self._station.window.page.show()
        self.view.show_card(self._is_editing)
        members = triage.group
        if current.key != self.card.key:
            near = [s.detection for s in members if s.key != current.key]
            self.card.show(current, [s.detection for s in triage.ahead(N_AHEAD)], near)
        self.card.show_reasons(self._is_blind)
        label = lowered(proposal_text(current.detection, self._studies.vocabulary))
        self.view.buttons.buttons["triage.accept"].set_words(f"Accept as {label}")
        self.group.show(study, triage, current)

    def _show_empty(self, study: OpenStudy, triage: Triage) -> None:
        self.card.clear()
        self._station.window.page.hide()
        shown = study.suggestions.shown
        if shown is None:
            words = NO_RUN if study.review.is_open else STILL_LOADING
        elif self.is_too_early:
            words = early_text(study.suggestions.reviewed_share)
        else:
            is_running = shown.run.end is RunEnd.RUNNING
            counts, threshold = study.suggestions.counts, study.suggestions.threshold
            words = empty_text(counts, threshold, is_running, triage.seconds_each, shown.run.notes)
        actions = self._station.actions
        acts = [(f"triage.empty.{i}", text, actions[i].trigger) for i, text in words.acts]
        self.view.empty.show_words(words.title, words.text, acts)
        self.view.show_empty(has_strip=not self.is_too_early)

    def _colour_of(self, term_id: str) -> str:
        term = self._studies.vocabulary.term(term_id)
        return term.colour if term is not None else "#6b7280"
