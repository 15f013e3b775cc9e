"""Triage in the window: suggestions judged one by one, by keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from eegview.app.mark_words import lowered, proposal_words
from eegview.app.run_words import run_title
from eegview.app.suggestions import Suggestion
from eegview.app.triage import Triage
from eegview.app.triage_groups import Order
from eegview.model.detection import DetectorRun, RunEnd
from eegview.model.judgement import Verdict
from eegview.model.vocabulary import Term
from eegview.ui.open_study import OpenStudy, clock_text
from eegview.ui.triage_buttons import key_text
from eegview.ui.triage_card import N_AHEAD, TriageCard
from eegview.ui.triage_empty import NO_RUN, STILL_LOADING, empty_words
from eegview.ui.triage_mode import TriageMode
from eegview.ui.triage_shown import ShownProgress
from eegview.ui.triage_view import TriageView
from eegview.ui.triage_words import NUDGE_S, shown_chips

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

THRESHOLD_STEP = 0.05
ORDER_WORDS = {
    Order.CLUSTER: "cluster, then confidence",
    Order.CONFIDENCE: "confidence",
    Order.UNCERTAINTY: "doubt: scores near 0.5 first",
    Order.TIME: "time",
}
BLIND_WORDS = ORDER_WORDS | {
    Order.CLUSTER: "cluster, then time",
    Order.CONFIDENCE: "time, as scores are hidden",
    Order.UNCERTAINTY: "time, as scores are hidden",
}
_BUTTONS = (
    ("triage.accept", "Accept", "key-primary"),
    ("triage.reject", "Reject", "key-danger"),
    ("triage.unsure", "Unsure", ""),
    ("", "Something else", ""),
    ("triage.edges", "Edit edges", ""),
    ("triage.replay", "Replay", ""),
    ("triage.slow", "Half speed", ""),
    ("triage.next", "Leave open", ""),
    ("triage.back", "Back one", ""),
)
_EDGE_BUTTONS = (
    ("triage.earlier", "Onset 20 ms earlier", ""),
    ("triage.later", "Onset later", ""),
    ("triage.end_earlier", "End 20 ms earlier", ""),
    ("triage.end_later", "End later", ""),
    ("triage.keep_edges", "Keep", "key-primary"),
    ("triage.drop_edges", "As suggested", ""),
)


class TriageDesk(QObject):
    """Opens the triage over the page, turns keys into verdicts, and shows what they led to."""

    facts_changed = Signal()  # `facts`
    opening = Signal()  # whatever else has the whole window gives it up

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
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
        self.triage: Triage | None = None
        self._is_editing = False
        self._clocks: dict[float, str] = {}
        self._goes_on = settings.text("triage/goes_on", "yes") == "yes"
        self._is_blind = settings.text("triage/blind", "no") == "yes"
        station.actions.connect(self._handlers())
        station.mark_commands.takes_over = self._reclassify
        self._build_buttons()
        view.header.run_chosen.connect(self._choose_run)
        view.header.order_chosen.connect(self._choose_order)
        view.header.threshold_changed.connect(self._set_threshold)
        view.group.chips.chosen.connect(self._go_to_chip)
        self._desk.study_opened.connect(self._study_opened)
        self._desk.study_closing.connect(self.close)
        self._desk.study_closed.connect(self._study_closed)
        self._desk.looks_changed.connect(lambda: view.set_theme(window.page.theme))
        self._show_facts()

    # building

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "triage.open": self.switch,
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
            "triage.order": self._next_order,
            "triage.higher": lambda: self._step_threshold(1),
            "triage.lower": lambda: self._step_threshold(-1),
            "triage.blind": self._switch_blind,
            "triage.auto_advance": self._switch_goes_on,
        }

    def _build_buttons(self) -> None:
        actions, view = self._station.actions, self.view
        others = QMenu(view.buttons)
        for term in self._desk.vocabulary.terms:
            others.addAction(f"{term.key}  {term.label}".strip(), lambda t=term: self._reclassify(t))
        for command_id, words, role in _BUTTONS:
            if command_id:
                view.buttons.add(actions[command_id], actions.keys_of(command_id), words, role)
            else:
                view.buttons.add_menu("triage.other.button", "1–9", words, others)
        for command_id, words, role in _EDGE_BUTTONS:
            view.edge_buttons.add(actions[command_id], actions.keys_of(command_id), words, role)
        leave = actions["triage.close"]
        blind, goes_on = actions["triage.blind"], actions["triage.auto_advance"]
        view.header.use_actions(blind, goes_on, leave, key_text(actions.keys_of("triage.close")))
        actions.set_checked("triage.blind", self._is_blind)
        actions.set_checked("triage.auto_advance", self._goes_on)

    # opening and closing

    @property
    def is_open(self) -> bool:
        return self.mode.is_on

    def switch(self) -> None:
        """Open the triage, or go back to the page."""
        study = self._desk.study
        if self.is_open:
            self.close()
        elif study is not None:
            selected = study.suggestions.selected
            self.open(selected if selected is not None and selected.verdict is None else None)

    def open(self, suggestion: Suggestion | None = None) -> None:
        """Open the triage where one stopped, or at a suggestion."""
        study = self._desk.study
        if study is None or self.triage is None:
            return
        self.opening.emit()
        self.mode.enter()
        self.card.begin(study)
        self.triage.start(suggestion)
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
        self.triage.changed.connect(lambda _none: self._show() if self.is_open else None)

    def _study_closed(self) -> None:
        self.triage = None
        self._clocks.clear()
        self.card.forget()
        self._show_facts()

    # verdicts

    def _working(self) -> Triage | None:
        """Return the triage while it is open; what is done now ends the moving of edges."""
        if not self.is_open or self.triage is None:
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

    def _choose_run(self, run_id: str) -> None:
        if self._desk.study is not None:
            self._desk.study.suggestions.show(run_id)

    def _choose_order(self, order: str) -> None:
        if self.triage is not None:
            self.triage.set_order(Order(order))

    def _next_order(self) -> None:
        if self.triage is not None:
            orders = list(Order)
            self.triage.set_order(orders[(orders.index(self.triage.order) + 1) % len(orders)])

    def _set_threshold(self, threshold: float) -> None:
        if self._desk.study is not None:
            self._desk.study.suggestions.set_threshold(threshold)

    def _step_threshold(self, steps: int) -> None:
        if self._desk.study is not None:
            threshold = round(self._desk.study.suggestions.threshold / THRESHOLD_STEP + steps) * THRESHOLD_STEP
            self._set_threshold(min(max(round(threshold, 4), 0.0), 1.0))

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
        has_one = self.triage is not None and self.triage.current is not None
        return frozenset({"triage", *(("candidate",) if has_one else ()), *(("edges",) if self._is_editing else ())})

    def _show_facts(self) -> None:
        self._station.actions.set_checked("triage.open", self.is_open)
        self.facts_changed.emit()

    def _show(self) -> None:
        """Show the candidate, or why there is none."""
        study, triage = self._desk.study, self.triage
        if study is None or triage is None or not self.is_open:
            return
        self._show_header(study, triage)
        current = triage.current
        if current is None:
            self._show_empty(study, triage)
        else:
            self._show_candidate(study, triage, current)
        self._show_facts()

    def _show_header(self, study: OpenStudy, triage: Triage) -> None:
        suggestions, header = study.suggestions, self.view.header
        shown = suggestions.shown
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        header.show_runs(runs, shown.run.run_id if shown is not None else "")
        words = BLIND_WORDS if self._is_blind else ORDER_WORDS
        header.show_orders([(order.value, words[order]) for order in Order], triage.order.value)
        counts = suggestions.counts
        progress = ShownProgress(counts.judged, counts.shown, counts.total, triage.seconds_each)
        header.show_progress(progress, suggestions.threshold)
        remarks = _remarks(shown.run) if shown is not None else ()
        header.show_remark(remarks[0] if remarks else "", "\n".join(remarks))

    def _show_candidate(self, study: OpenStudy, triage: Triage, current: Suggestion) -> None:
        self._station.window.page.show()
        self.view.show_card(self._is_editing)
        members = triage.group
        if current.key != self.card.key:
            near = [s.detection for s in members if s.key != current.key]
            self.card.show(current, [s.detection for s in triage.ahead(N_AHEAD)], near)
        remarks = _remarks(current.run)
        self.card.show_reasons(self._is_blind, remarks[0] if remarks else "")
        label = lowered(proposal_words(current.detection, self._desk.vocabulary))
        self.view.buttons.buttons["triage.accept"].set_words(f"Accept as {label}")
        self._show_group(study, triage, members, current)

    def _show_group(
        self, study: OpenStudy, triage: Triage, members: tuple[Suggestion, ...], current: Suggestion
    ) -> None:
        line, keys, n_members = self.view.group, self._station.actions.keys_of, len(members)
        times = [self._clock(study, s.detection.onset_s) for s in members]
        onsets_s = [s.detection.onset_s for s in members]
        first, last = self._clock(study, min(onsets_s)), self._clock(study, max(onsets_s))
        facts = f"{n_members} candidates · {first} – {last}" if n_members > 1 else first
        accept, reject = key_text(keys("triage.accept_group")), key_text(keys("triage.reject_group"))
        whole = f"{accept} accepts the rest · {reject} rejects the rest" if n_members > 1 else ""
        line.show_group(triage.group_title or "On its own", facts, whole)
        verdicts = {s.detection.number: s.verdict for s in members if s.verdict is not None}
        detections = [s.detection for s in members]
        chips = shown_chips(detections, current.detection, verdicts, times, self._is_blind)
        line.chips.show_chips(chips, self._colour_of(current.detection.term_id))

    def _clock(self, study: OpenStudy, time_s: float) -> str:
        """Return the time as people read it; kept, as a group of hundreds is told with each card."""
        if time_s not in self._clocks:
            self._clocks[time_s] = clock_text(study.recording, round(time_s))
        return self._clocks[time_s]

    def _show_empty(self, study: OpenStudy, triage: Triage) -> None:
        self.card.clear()
        self._station.window.page.hide()
        shown = study.suggestions.shown
        if shown is None:
            words = NO_RUN if study.review.is_open else STILL_LOADING
        else:
            is_running = shown.run.end is RunEnd.RUNNING
            words = empty_words(study.suggestions.counts, study.suggestions.threshold, is_running, triage.seconds_each)
        actions = self._station.actions
        acts = [(f"triage.empty.{i}", text, actions[i].trigger) for i, text in words.acts]
        self.view.empty.show_words(words.title, words.text, acts)
        self.view.show_empty()

    def _colour_of(self, term_id: str) -> str:
        term = self._desk.vocabulary.term(term_id)
        return term.colour if term is not None else "#6b7280"


def _remarks(run: DetectorRun) -> tuple[str, ...]:
    """Return what limits a run's results, the shortest first."""
    partial = ("Partial run: it did not search all that was asked for.",) if run.is_partial else ()
    return (*partial, *run.outside)
