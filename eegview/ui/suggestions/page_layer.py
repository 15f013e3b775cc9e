"""Suggestions over the traces and in the overview: drawn, stepped through, told why, judged from the menu."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMenu

from eegview.app.detectors.run_texts import run_warning, watermark
from eegview.app.review.mark_texts import proposal_words
from eegview.app.suggestions.suggestions import Suggestion, Suggestions
from eegview.model.clock import elapsed_text
from eegview.model.detection import Detection
from eegview.model.judgement import Verdict
from eegview.model.span import Span
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.suggestions.menu import SuggestionActs, add_suggestion_acts
from eegview.ui.suggestions.mouse import SuggestionMouse
from eegview.ui.window.open_study import OpenStudy, wall_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

MOST_ON_PAGE = 500  # on a longer page than that the overview shows where they are
_NO_TERM_COLOUR = "#6b7280"
_VERDICT_WORDS = {Verdict.REJECT: "you rejected it", Verdict.UNSURE: "you were unsure"}


class SuggestionsPage(QObject):
    """Brings the suggestions of the open study onto the page; `refresh` after each change of them."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._studies = station, station.studies
        self.mouse = SuggestionMouse(station.window.page, station.window.page.theme)
        self.mouse.chosen.connect(lambda shown: self.go_to(shown.suggestion))
        self.mouse.facts_of = self._facts_of
        station.marks.menu_built.connect(self._add_to_menu)
        self._studies.study_opened.connect(self._study_opened)
        self._studies.study_closed.connect(self._study_closed)
        station.actions.connect(
            {"detector.next": lambda: self._step(is_next=True), "detector.previous": lambda: self._step(is_next=False)}
        )

    def _study_opened(self, study: OpenStudy) -> None:
        study.presenter.suggestions_in = self._shown_in
        study.suggestions.selection_changed.connect(lambda _one: study.presenter.refresh_overlay())

    def _study_closed(self) -> None:
        self.mouse.leave()
        self._station.overview.show_suggestions(None, lambda _near: ())

    @property
    def _suggestions(self) -> Suggestions | None:
        study = self._studies.study
        return study.suggestions if study is not None else None

    def refresh(self) -> None:
        """Draw all anew as it is now."""
        study = self._studies.study
        if study is None:
            return
        self.mouse.theme = self._station.window.page.theme
        suggestions = study.suggestions
        runs = [one.run for one in (suggestions.shown, suggestions.second) if one is not None]
        study.presenter.suggestions_words = " · ".join(filter(None, map(watermark, runs)))
        study.presenter.refresh_overlay()
        self._show_in_overview(suggestions)

    def _show_in_overview(self, suggestions: Suggestions) -> None:
        shown = suggestions.shown
        if shown is None or not suggestions.is_revealed:
            self._station.overview.show_suggestions(None, lambda _near: ())
            return
        candidates, places = shown.candidates, shown.candidates.above(shown.threshold)
        colour = self._colour_of(candidates.detections[places[0]].term_id) if len(places) else _NO_TERM_COLOUR
        times = candidates.onsets_s[places], candidates.stops_s[places], colour
        self._station.overview.show_suggestions(times, self._words_near)

    def _words_near(self, near: Span) -> list[str]:
        suggestions = self._suggestions
        found = suggestions.within(near) if suggestions is not None else ()
        words = [f"suggested: {self.name_of(s.detection)} {s.detection.score:.2f}" for s in found[:4]]
        return words if len(found) <= 4 else [*words, f"and {len(found) - 4} more suggestions"]

    def name_of(self, detection: Detection) -> str:
        return proposal_words(detection, self._studies.vocabulary)

    def _colour_of(self, term_id: str) -> str:
        term = self._studies.vocabulary.term(term_id)
        return term.colour if term else _NO_TERM_COLOUR

    def _shown_in(self, span: Span) -> tuple[ShownSuggestion, ...]:
        """Return what is drawn on a page; an accepted one stands there as a mark already."""
        suggestions = self._suggestions
        if suggestions is None or not suggestions.is_revealed or _n_within(suggestions, span) > MOST_ON_PAGE:
            return ()
        is_compared, selected = suggestions.second is not None, suggestions.selected
        return tuple(
            ShownSuggestion(
                one,
                self.name_of(one.detection),
                self._colour_of(one.detection.term_id),
                ("B" if one.is_second else "A") if is_compared else "",
                selected is not None and selected.key == one.key,
            )
            for one in suggestions.within(span)
            if one.verdict is not Verdict.ACCEPT
        )

    def _facts_of(self, shown: ShownSuggestion) -> str:
        run, study = shown.suggestion.run, self._studies.study
        clock = wall_text(study.recording, shown.detection.onset_s, 2) if study is not None else ""
        when = clock or elapsed_text(shown.detection.onset_s, 2)
        verdict = _VERDICT_WORDS.get(shown.verdict, "") if shown.verdict is not None else ""
        first = " · ".join(filter(None, (when, f"{shown.detection.duration_s:.2f} s", verdict)))
        return "\n".join(filter(None, (first, f"{run.title} {run.version}", run_warning(run))))

    def go_to(self, suggestion: Suggestion) -> None:
        """Bring a suggestion into the page and select it."""
        suggestions = self._suggestions
        if suggestions is not None:
            suggestions.select(suggestion)
            self._station.studies.go_to_span(suggestion.detection.span)

    def _step(self, is_next: bool) -> None:
        """Go to the next suggestion shown, or the one before."""
        study, suggestions = self._studies.study, self._suggestions
        if study is None or suggestions is None:
            return
        if suggestions.shown is None:
            self._station.context.say(
                "There are no suggestions.", "Run a detector…", self._station.detectors.open_run
            )
            return
        if not suggestions.is_revealed:
            self._station.context.say(suggestions.hidden_words, "Show now", suggestions.reveal)
            return
        view, selected = study.session.view, suggestions.selected
        here_s = view.cursor_s if view.cursor_s is not None and view.span.contains(view.cursor_s) else view.start_s
        if selected is not None and view.span.contains(selected.detection.onset_s):
            here_s = selected.detection.onset_s
        found = suggestions.next_after(here_s) if is_next else suggestions.previous_before(here_s)
        if found is None:
            self._station.context.say(f"That was the {'last' if is_next else 'first'} suggestion.")
        else:
            self.go_to(found)

    def _add_to_menu(self, menu: QMenu, at_px: QPointF, _mark: object) -> None:
        """Offer verdicts on the suggestion under the mouse, above all else."""
        page, suggestions = self._station.window.page, self._suggestions
        shown = self.mouse.suggestion_at(QPointF(page.mapFromGlobal(at_px)), inside=True)
        if shown is None or suggestions is None:
            return
        one = shown.suggestion
        acts = SuggestionActs(
            lambda verdict: suggestions.judge(one, verdict),
            lambda: suggestions.take_back(one),
            lambda: self._triage_from(one),
        )
        add_suggestion_acts(menu, shown, acts)

    def _triage_from(self, suggestion: Suggestion) -> None:
        if self._suggestions is not None:
            self._suggestions.select(suggestion)
        self._station.actions["triage.open"].trigger()


def _n_within(suggestions: Suggestions, span: Span) -> int:
    shown = [one for one in (suggestions.shown, suggestions.second) if one is not None]
    return sum(len(one.candidates.within(span, one.threshold)) for one in shown)


def stretches_of(suggestions: Suggestions, longer_than_s: float) -> tuple[Span, ...]:
    """Return the stretches at least this long that the shown run suggests at its threshold."""
    shown = suggestions.shown
    if shown is None or not suggestions.is_revealed:
        return ()
    candidates = shown.candidates
    is_long = (candidates.stops_s - candidates.onsets_s >= longer_than_s) & (candidates.scores >= shown.threshold)
    return tuple(candidates.detections[place].span for place in np.flatnonzero(is_long))
