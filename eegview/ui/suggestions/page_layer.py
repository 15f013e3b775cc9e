"""Suggestions over the traces and in the overview: drawn, stepped through, explained, judged from the menu."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMenu

from eegview.app.detectors.run_texts import run_warning, watermark
from eegview.app.review.mark_texts import proposal_text
from eegview.app.suggestions.not_final import not_final_text
from eegview.app.suggestions.suggestions import Suggestion, Suggestions
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection
from eegview.model.suggestion.judgement import Verdict
from eegview.model.text.language import tr
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.suggestions.mouse import SuggestionActs, SuggestionMouse, add_suggestion_acts
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

Times = npt.NDArray[np.float64]
ShowInOverview = Callable[[tuple[Times, Times, str] | None, Callable[[Span], Sequence[str]]], None]

MOST_ON_PAGE = 500  # on a longer page than that the overview shows where they are
_NO_TERM_COLOUR = "#6b7280"
_VERDICT_TEXTS = {Verdict.REJECT: tr("rejected by you"), Verdict.UNSURE: tr("unsure (you)")}


class SuggestionsPage(QObject):
    """Brings the suggestions of one study onto the page; `refresh` after each change of them.

    show_in_overview : given (starts_s, stops_s, "#rrggbb"), each (n,), or None for none, and what is suggested near
    open_run : opens the dialog that runs a detector
    """

    def __init__(
        self, context: Context, study: OpenStudy, show_in_overview: ShowInOverview, open_run: Callable[[], None]
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._suggestions = context, study, study.suggestions
        self._show_times, self._open_run = show_in_overview, open_run
        self._page, self._vocabulary = context.window.page, context.studies.vocabulary
        self.mouse = SuggestionMouse(self._page, self._description_of, self._meaning_of, self)
        self.mouse.chosen.connect(lambda shown: self.go_to(shown.suggestion))
        study.presenter.suggestions_in = self._shown_in
        study.suggestions.selection_changed.connect(lambda _one: study.presenter.refresh_overlay())
        study.scope.ended.connect(self._end)
        context.actions.connect(
            {"detector.next": lambda: self._step(is_next=True), "detector.previous": lambda: self._step(is_next=False)},
            study.scope,
        )

    def _end(self) -> None:
        self.mouse.end()
        self._show_times(None, lambda _near: ())

    def refresh(self) -> None:
        """Draw all anew as it is now."""
        suggestions, presenter = self._suggestions, self._study.presenter
        runs = [one.run for one in (suggestions.shown, suggestions.second) if one is not None]
        presenter.suggestions_text = " · ".join(filter(None, map(watermark, runs)))
        presenter.refresh_overlay()
        self._show_in_overview()

    def _show_in_overview(self) -> None:
        shown = self._suggestions.shown
        if shown is None or not self._suggestions.is_revealed:
            self._show_times(None, lambda _near: ())
            return
        candidates, places = shown.candidates, shown.candidates.above(shown.threshold)
        colour = self._colour_of(candidates.detections[places[0]].term_id) if len(places) else _NO_TERM_COLOUR
        self._show_times((candidates.onsets_s[places], candidates.stops_s[places], colour), self._texts_near)

    def _texts_near(self, near: Span) -> list[str]:
        found = self._suggestions.within(near)
        texts = [f"suggested: {self._name_of(s.detection)} {s.detection.score:.2f}" for s in found[:4]]
        return texts if len(found) <= 4 else [*texts, tr("and {n_found} more suggestions", n_found=len(found) - 4)]

    def _name_of(self, detection: Detection) -> str:
        return proposal_text(detection, self._vocabulary)

    def _colour_of(self, term_id: str) -> str:
        term = self._vocabulary.term(term_id)
        return term.colour if term else _NO_TERM_COLOUR

    def _shown_in(self, span: Span) -> tuple[ShownSuggestion, ...]:
        """Return what is drawn on a page; an accepted one stands there as a mark already."""
        suggestions = self._suggestions
        if not suggestions.is_revealed or _n_within(suggestions, span) > MOST_ON_PAGE:
            return ()
        is_compared, selected = suggestions.second is not None, suggestions.selected
        return tuple(
            ShownSuggestion(
                one,
                self._name_of(one.detection),
                self._colour_of(one.detection.term_id),
                ("B" if one.is_second else "A") if is_compared else "",
                selected is not None and selected.key == one.key,
            )
            for one in suggestions.within(span)
            if one.verdict is not Verdict.ACCEPT
        )

    def _description_of(self, shown: ShownSuggestion) -> str:
        run = shown.suggestion.run
        onset_s = shown.detection.onset_s
        when = self._study.times.text(onset_s, 2)
        verdict = _VERDICT_TEXTS.get(shown.verdict, "") if shown.verdict is not None else ""
        first = " · ".join(filter(None, (when, f"{shown.detection.duration_s:.2f} s", verdict)))
        lines = first, f"{run.title} {run.version}", not_final_text(shown.detection), run_warning(run)
        return "\n".join(filter(None, lines))

    def _meaning_of(self, shown: ShownSuggestion) -> str:
        return self._suggestions.meaning_of(shown.suggestion).whole

    def go_to(self, suggestion: Suggestion) -> None:
        """Bring a suggestion into the page and select it."""
        self._suggestions.select(suggestion)
        self._study.go_to_span(suggestion.detection.span)

    def _step(self, is_next: bool) -> None:
        """Go to the next suggestion shown, or the one before."""
        suggestions, say = self._suggestions, self._context.say
        if suggestions.shown is None:
            say(tr("There are no suggestions."), tr("Run a detector…"), self._open_run)
            return
        if not suggestions.is_revealed:
            say(suggestions.hidden_text, tr("Show now"), suggestions.reveal)
            return
        view, selected = self._study.view, suggestions.selected
        here_s = view.cursor_s if view.cursor_s is not None and view.span.contains(view.cursor_s) else view.start_s
        if selected is not None and view.span.contains(selected.detection.onset_s):
            here_s = selected.detection.onset_s
        found = suggestions.next_after(here_s) if is_next else suggestions.previous_before(here_s)
        if found is None:
            say(tr("That was the last suggestion.") if is_next else tr("That was the first suggestion."))
        else:
            self.go_to(found)

    def add_to_menu(self, menu: QMenu, at_px: QPointF, _mark: object) -> None:
        """Offer verdicts on the suggestion under the mouse, above all else in the page's menu."""
        shown = self.mouse.suggestion_at(QPointF(self._page.mapFromGlobal(at_px)), inside=True)
        if shown is None:
            return
        one, suggestions = shown.suggestion, self._suggestions
        acts = SuggestionActs(
            lambda verdict: suggestions.judge(one, verdict),
            lambda: suggestions.retract(one),
            lambda: self._triage_from(one),
        )
        add_suggestion_acts(menu, shown, acts)

    def _triage_from(self, suggestion: Suggestion) -> None:
        self._suggestions.select(suggestion)
        self._context.actions["triage.open"].trigger()


def _n_within(suggestions: Suggestions, span: Span) -> int:
    shown = [one for one in (suggestions.shown, suggestions.second) if one is not None]
    return sum(len(one.candidates.within(span, one.threshold)) for one in shown)
