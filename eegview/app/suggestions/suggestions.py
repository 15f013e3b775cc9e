"""Detectors' suggestions on the open recording: the runs, what of them is shown, what was judged.

The window's thread owns it. Suggestions are no marks: they are shown apart, hidden until the reviewer has looked at
the recording without them, and counted nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.lanes import Failed
from eegview.app.notifier import Notifier
from eegview.app.review.coverage import share_text
from eegview.app.review.review import Review
from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.judgements import OPEN, Judgements, codes_of, judgements_on, unseen_of
from eegview.app.suggestions.judging import Judging, VerdictOn
from eegview.app.suggestions.open_suggestions import OpenSuggestions, open_suggestions
from eegview.app.suggestions.score_meaning import ScoreMeaning, ScoreMeanings
from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD, Counts, ShownRun, Suggestion
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError, LibraryAway
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun, RunEnd, Trend
from eegview.model.suggestion.judgement import Judgement, Verdict
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eegview.store.library import Library

FIRST_PASS_SHARE = 0.95  # of what was recorded, seen by the reviewer: then the first pass is done
FETCHED_AT_ONCE = 25_000  # detections; some tenths of a second on the store lane


class Reveal(StrEnum):
    """The rule by which suggestions appear on the page."""

    AFTER_FIRST_PASS = "after first pass"
    AT_ONCE = "at once"
    NEVER = "never"


class Suggestions:
    """The suggestions of detectors on the open recording.

    runs : all on this recording, oldest first
    shown : the run looked at, None = none; `shown.counts()`, `shown.histogram()`, `shown.trends`, `shown.at(place)`
    second : the run compared with, None = none
    judging : gives verdicts; for more than one at a time, see `app.triage`
    """

    def __init__(self, review: Review, vocabulary: Vocabulary, fingerprint: str, failed: Failed) -> None:
        self._review, self._fingerprint, self._failed = review, fingerprint, failed
        self.judging = Judging(review, vocabulary)
        self._judgements = Judgements()
        self._thresholds: dict[str, float] = {}  # by run
        self._rule, self._share, self._is_asked, self._is_put_away = Reveal.AFTER_FIRST_PASS, 0.0, False, False
        self._meanings = ScoreMeanings()
        self._is_polling = self._is_refused = False
        self._wanted_id = ""  # the run that was chosen; "" = the newest
        self._second_id = ""
        self.runs: tuple[DetectorRun, ...] = ()
        self.shown: ShownRun | None = None
        self.second: ShownRun | None = None
        self.selected: Suggestion | None = None
        self.runs_changed: Notifier[tuple[DetectorRun, ...]] = Notifier()  # came, went, went on or ended
        self.changed: Notifier[None] = Notifier()  # paint and count again: run, threshold, verdict, visibility
        self.selection_changed: Notifier[Suggestion | None] = Notifier()
        self.reveal_changed: Notifier[bool] = Notifier()  # `is_revealed`
        self.trends_changed: Notifier[tuple[Trend, ...]] = Notifier()  # of the shown run
        review.records.changed.connect(self._records_changed)
        review.marks_changed.connect(lambda edit: self._arrived() if edit is None else None)

    # runs

    def catch_up(self) -> None:
        """Follow runs in progress, here or elsewhere; call it every second or so, it is cheap."""
        self._poll()

    def look_again(self) -> None:
        """Fetch the runs anew: the reviewer may see them now, or no longer."""
        self._poll(is_asked=True)

    def show(self, run_id: str) -> None:
        """Show this run; "" = none. Its detections are fetched first."""
        self._wanted_id = run_id or _NONE
        if run_id and run_id == self._second_id:  # it is not compared with itself
            self._second_id = ""
            self._put(None, is_second=True)
        if not run_id:
            self._put(None, is_second=False)
        self._poll(is_asked=True)

    @property
    def wanted_id(self) -> str:
        """Return the id of the run that is shown, or is being fetched to be shown; "" = none was chosen yet."""
        return "" if self._wanted_id == _NONE else self._wanted_id

    def compare_with(self, run_id: str) -> None:
        """Show a second run beside the first; "" = none."""
        self._second_id = run_id
        if not run_id:
            self._put(None, is_second=True)
        self._poll(is_asked=True)

    def delete(self, run_id: str, done: Callable[[], None] = lambda: None) -> None:
        """Delete a run with all it suggested; verdicts and the marks made of it stay."""

        def deleted(_none: None) -> None:
            if self._wanted_id == run_id:
                self._wanted_id = ""
            if self._second_id == run_id:
                self.compare_with("")
            self._poll(is_asked=True)
            done()

        author, role = self._review.author, self._review.role
        self._review.ask_library(lambda library: library.delete_run(run_id, author, role), deleted, self._failed)

    def count_open(self, done: Callable[[tuple[OpenSuggestions, ...]], None], failed: Failed) -> None:
        """Count what of each detector's newest run the reviewer has not judged."""
        fingerprint, by_key, thresholds = self._fingerprint, dict(self._judgements.by_key), dict(self._thresholds)
        self._review.ask_library(
            lambda library: open_suggestions(library, fingerprint, by_key, thresholds), done, failed
        )

    def run(self, run_id: str) -> DetectorRun | None:
        return next((run for run in self.runs if run.run_id == run_id), None)

    # what is shown

    def set_threshold(self, threshold: float, is_second: bool = False) -> None:
        """Show suggestions of at least this score (0-1) of the shown run, or of the second."""
        shown = self.second if is_second else self.shown
        if shown is not None and threshold != shown.threshold:
            shown.threshold = self._thresholds[shown.run.run_id] = threshold
            self.changed.emit(None)

    def use_meanings(self, meanings: ScoreMeanings) -> None:
        """Explain scores by these from now on."""
        self._meanings = meanings
        self.changed.emit(None)

    def meaning_of(self, suggestion: Suggestion) -> ScoreMeaning:
        """Return what the score of a suggestion means."""
        return self._meanings.of(suggestion.run, suggestion.detection)

    @property
    def threshold(self) -> float:
        return self.shown.threshold if self.shown is not None else DEFAULT_THRESHOLD

    @property
    def counts(self) -> Counts:
        """Return the counts of the shown run at its threshold."""
        return self.shown.counts() if self.shown is not None else Counts()

    def within(self, span: Span) -> tuple[Suggestion, ...]:
        """Return the suggestions to paint over a page, by onset: none while suggestions are hidden.

        Those judged are among them; an accepted one stands on the page as a mark already.
        """
        if not self.is_revealed:
            return ()
        found: list[Suggestion] = []
        for shown, is_second in ((self.shown, False), (self.second, True)):
            if shown is not None:
                places = shown.candidates.within(span, shown.threshold)
                found += [shown.at(int(place), is_second) for place in places]
        return tuple(sorted(found, key=lambda s: (s.detection.onset_s, s.is_second, s.detection.number)))

    def next_after(self, time_s: float, is_open: bool = False) -> Suggestion | None:
        """Return the first of the shown run with a later onset; only one not judged yet where `is_open`."""
        return self._step(time_s, +1, is_open)

    def previous_before(self, time_s: float, is_open: bool = False) -> Suggestion | None:
        return self._step(time_s, -1, is_open)

    def select(self, suggestion: Suggestion | None) -> None:
        if suggestion != self.selected:
            self.selected = suggestion
            self.selection_changed.emit(suggestion)

    # when it is shown

    @property
    def is_revealed(self) -> bool:
        """Whether suggestions may be shown on the page."""
        return not self._is_put_away and (self._is_asked or self.is_due)

    @property
    def is_due(self) -> bool:
        """Whether the rule would show suggestions now, had they not been hidden."""
        if self._rule is Reveal.AFTER_FIRST_PASS:
            return self._share >= FIRST_PASS_SHARE
        return self._rule is Reveal.AT_ONCE

    @property
    def rule(self) -> Reveal:
        return self._rule

    @property
    def reviewed_share(self) -> float:
        """Return the share (0-1) of the recording the reviewer has viewed."""
        return self._share

    @property
    def is_before_first_look(self) -> bool:
        """Whether suggestions wait for the reviewer's first read, and were not requested before."""
        return self._rule is Reveal.AFTER_FIRST_PASS and not self.is_due and not self._is_asked

    def set_rule(self, rule: Reveal) -> None:
        self._with_reveal(lambda: setattr(self, "_rule", rule))

    def set_reviewed_share(self, share: float) -> None:
        """Set the share (0-1) of the recording the reviewer has viewed."""
        self._with_reveal(lambda: setattr(self, "_share", share))

    def reveal(self) -> None:
        """Show suggestions now, whether or not the first read is done."""
        self._with_reveal(self._ask_for_all)

    def hide(self) -> None:
        """Hide suggestions until `reveal`."""
        self._with_reveal(lambda: setattr(self, "_is_put_away", True))

    @property
    def hidden_text(self) -> str:
        """Return why nothing is shown, "" while suggestions are shown."""
        if self.is_revealed:
            return ""
        if self._is_put_away or self._rule is Reveal.NEVER:
            return "Suggestions are hidden until you show them."
        return f"Hidden until you have read the whole recording ({share_text(self._share)} viewed)."

    # verdicts

    def judge(self, suggestion: Suggestion, verdict: Verdict, term_id: str = "", span: Span | None = None) -> None:
        """Accept, reject or be unsure about one suggestion, as an edit; see `app.suggestions.judging`."""
        given = VerdictOn(suggestion.detection, verdict, term_id, span)
        self._tried(lambda: self.judging.judge(suggestion.run, [given], self._held(suggestion)))

    def retract(self, suggestion: Suggestion) -> None:
        """Retract the verdict: the suggestion is open again, the mark made of it is deleted."""
        self._tried(lambda: self.judging.retract(suggestion.run, [suggestion.detection], self._held(suggestion)))

    def fail(self, error: EegViewError) -> None:
        """Report an error to the reviewer, where all errors are reported."""
        self._failed(error)

    # inside

    def _held(self, suggestion: Suggestion) -> dict[int, Judgement]:
        """Return the judgement that holds now: the one shown may be older."""
        number, judgement = suggestion.detection.number, suggestion.judgement
        for shown in (self.shown, self.second):
            if shown is not None and shown.run.run_id == suggestion.run.run_id:
                judgement = shown.judgements.get(number)
        return {} if judgement is None else {number: judgement}

    def _tried(self, act: Callable[[], None]) -> None:
        try:
            act()
        except EegViewError as error:
            self._failed(error)

    def _ask_for_all(self) -> None:
        self._is_asked, self._is_put_away = True, False

    def _with_reveal(self, act: Callable[[], None]) -> None:
        was = self.is_revealed
        act()
        if self.is_revealed != was:
            self.reveal_changed.emit(self.is_revealed)
            self.changed.emit(None)

    def _step(self, time_s: float, direction: int, is_open: bool) -> Suggestion | None:
        shown = self.shown
        if shown is None:
            return None
        places = shown.places(OPEN) if is_open else shown.places()
        onsets_s = shown.candidates.onsets_s[places]
        if direction > 0:
            k = int(np.searchsorted(onsets_s, time_s + 1e-9, "right"))
        else:
            k = int(np.searchsorted(onsets_s, time_s - 1e-9, "left")) - 1
        return shown.at(int(places[k])) if 0 <= k < len(places) else None

    def _poll(self, is_asked: bool = False) -> None:
        """Fetch the runs, and what is new of those shown."""
        if not self._review.is_open or ((self._is_polling or self._is_refused) and not is_asked):
            return
        self._is_polling, self._is_refused = True, False
        wanted_id, second_id = self._wanted_id, self._second_id
        held = {s.run.run_id: s for s in (self.shown, self.second) if s is not None}
        fingerprint = self._fingerprint

        def done(found: _Found) -> None:
            self._is_polling = False
            if (wanted_id, second_id) == (self._wanted_id, self._second_id):
                self._on_found(found)

        def failed(error: EegViewError) -> None:
            self._is_polling = False
            if not isinstance(error, LibraryAway):  # which the review reports, once
                self._is_refused = True  # the same would be found each second
                self._failed(error)

        self._review.ask_library(lambda library: _find(library, fingerprint, wanted_id, second_id, held), done, failed)

    def _on_found(self, found: _Found) -> None:
        if not self._wanted_id and found.shown is not None:
            self._wanted_id = found.shown.run.run_id  # a run started elsewhere does not take its place
        if found.runs != self.runs:
            self.runs = found.runs
            self.runs_changed.emit(self.runs)
        self._put(found.shown, is_second=False)
        self._put(found.second, is_second=True)
        if not all(shown.is_whole for shown in (found.shown, found.second) if shown is not None):
            self._poll(is_asked=True)  # in pieces: a mark made meanwhile is saved in between

    def _put(self, shown: ShownRun | None, is_second: bool) -> None:
        before = self.second if is_second else self.shown
        if shown is before:
            return
        if shown is not None:
            shown.threshold = self._thresholds.get(shown.run.run_id, DEFAULT_THRESHOLD)
        if is_second:
            self.second = shown
        else:
            self.shown = shown
        self._judge_again(notifies=False)
        if not is_second and _trends(before) is not _trends(shown):
            self.trends_changed.emit(_trends(shown))
        self.changed.emit(None)

    def _records_changed(self, records: tuple[Annotation, ...]) -> None:
        if self._judgements.update(records, self._review.author):
            self._judge_again()

    def _arrived(self) -> None:
        """Update judgements and runs: marks were opened for the first time, or for another reviewer, or acts wait."""
        self._judge_again()
        if not self.runs:
            self._poll()

    def _judge_again(self, notifies: bool = True) -> None:
        self._judgements.update(self._review.records, self._review.author)
        by_key = dict(self._judgements.by_key)
        for key, judgement in self.judging.waiting.items():
            if judgement is None:
                by_key.pop(key, None)
            else:
                by_key[key] = judgement
        is_changed = False
        for shown in (self.shown, self.second):
            if shown is not None:
                judgements = judgements_on(shown.run, shown.candidates, by_key)
                if judgements != shown.judgements or len(shown.codes) != len(shown.candidates):
                    shown.judgements, shown.codes = judgements, codes_of(shown.candidates, judgements)
                    shown.unseen = unseen_of(shown.candidates, judgements)
                    is_changed = True
        if self.selected is not None:
            kept = next((s for s in (self.shown, self.second) if s and s.run.run_id == self.selected.run.run_id), None)
            self.select(kept.by_number(self.selected.detection.number) if kept is not None else None)
        if is_changed and notifies:
            self.changed.emit(None)


_NONE = "-"  # no run at all was chosen


@dataclass(frozen=True, slots=True)
class _Found:
    runs: tuple[DetectorRun, ...]
    shown: ShownRun | None
    second: ShownRun | None


def _trends(shown: ShownRun | None) -> tuple[Trend, ...]:
    return shown.trends if shown is not None else ()


def _find(library: Library, fingerprint: str, wanted_id: str, second_id: str, held: Mapping[str, ShownRun]) -> _Found:
    """Fetch runs, and what is new of those shown; call it on the store lane."""
    runs = library.runs(fingerprint)
    by_id = {run.run_id: run for run in runs}
    newest = runs[-1] if runs else None
    wanted = None if wanted_id == _NONE else by_id.get(wanted_id, newest)
    shown = _loaded(library, wanted, held)
    return _Found(runs, shown, _loaded(library, by_id.get(second_id), held))


def _loaded(library: Library, run: DetectorRun | None, held: Mapping[str, ShownRun]) -> ShownRun | None:
    if run is None:
        return None
    before = held.get(run.run_id)
    if before is not None and before.run == run and before.is_whole and run.end is not RunEnd.RUNNING:
        return before
    candidates = before.candidates if before is not None else Candidates((), run.always_listed)
    more = library.detections(run.run_id, candidates.next_number, FETCHED_AT_ONCE)
    is_whole = len(more) < FETCHED_AT_ONCE
    if before is not None and before.run == run and before.is_whole == is_whole and not more:
        return before
    return ShownRun(run, candidates.and_also(more), library.trends(run.run_id), is_whole=is_whole)
