"""The miss audit: random sections that neither detector nor reviewer flagged, and an estimate from the answers.

So that “no more spasms” is a measured claim. Where one stopped follows from the answers themselves. No Qt.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from eegview.app.notifier import Notifier
from eegview.app.review.pending_records import PendingRecords
from eegview.app.review.review import Review
from eegview.app.suggestions.audit_sample import LENGTH_S, MissEstimate, drawn_order, estimate_of, seed_of, stretches_of
from eegview.app.suggestions.suggestions import ShownRun, Suggestions
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.stages import SLEEP_TERM, STAGE
from eegview.model.annotation import Annotation
from eegview.model.audit import AUDIT_TERM, Answer, AuditAnswer, audit_answer_of, audit_mark
from eegview.model.edit import Change
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.suggestion.detection import RunEnd


class MissAudit:
    """One reviewer's audit of the shown run at its threshold.

    term_id : what is looked for: what the run proposes most
    current : the stretch looked at; None = all are answered, or no run is shown
    """

    def __init__(
        self,
        suggestions: Suggestions,
        review: Review,
        recording: Recording,
        length_s: float = LENGTH_S,
    ) -> None:
        self._suggestions, self._review, self._recording = suggestions, review, recording
        self.length_s = length_s
        self._order: tuple[Span, ...] = ()  # of all stretches that may be offered, see `_prepare`
        self._answers: dict[float, AuditAnswer] = {}  # by the start of the stretch
        self._pending: PendingRecords[float, AuditAnswer] = PendingRecords(review)  # by the start of the stretch
        self._given: list[float] = []  # starts, in the order answered in this sitting
        self._is_on = False
        self._drawn_for: tuple[object, ...] = ()
        self._drawing: tuple[tuple[Span, ...], tuple[Span, ...]] = (), ()  # all stretches, and as they are drawn
        self._estimate: MissEstimate | None = None
        self.changed: Notifier[None] = Notifier()
        suggestions.changed.connect(lambda _none: self._follow())
        review.records.changed.connect(lambda _records: self._follow())
        review.marks_changed.connect(lambda _edit: self._follow())

    def start(self) -> None:
        """Start, or resume, the audit of the run shown now."""
        self._is_on = True
        self._prepare()
        self.changed.emit(None)

    def stop(self) -> None:
        """Stop following marks and suggestions; the answers stay."""
        self._is_on = False

    @property
    def term_id(self) -> str:
        shown = self._suggestions.shown
        if shown is None or not len(shown.candidates):
            return SPASM_TERM
        terms = [detection.term_id for detection in shown.candidates.detections[:1000]]
        return max(sorted(set(terms)), key=terms.count)

    @property
    def current(self) -> Span | None:
        answered = self._answered()
        return next((stretch for stretch in self._order if stretch.start_s not in answered), None)

    def ahead(self, n: int = 3) -> tuple[Span, ...]:
        """Return the stretches after the current one, to be prepared ahead."""
        answered = self._answered()
        left = (stretch for stretch in self._order if stretch.start_s not in answered)
        return tuple(stretch for stretch, _ in zip(left, range(n + 1), strict=False))[1:]

    @property
    def n_answered(self) -> int:
        answered = self._answered()
        return sum(stretch.start_s in answered for stretch in self._order)

    @property
    def n_stretches(self) -> int:
        """Return how many stretches there are to draw from."""
        return len(self._order)

    @property
    def estimate(self) -> MissEstimate:
        """Return the estimate from the answers on the disk."""
        if self._estimate is None:
            answers = [self._answers.get(stretch.start_s) for stretch in self._order]
            given = [held.answer if held is not None else None for held in answers]
            self._estimate = estimate_of(given, self.length_s, len(self._order), self._n_found())
        return self._estimate

    def answer(self, answer: Answer, mark: Annotation | None = None) -> None:
        """Answer for the current stretch, as one act with the mark of what was missed; then go to the next.

        mark : made of what was missed, see `review.new_mark`; None where it was marked already, or is not to be
        """
        stretch, shown = self.current, self._suggestions.shown
        if stretch is None or shown is None:
            return
        author = self._review.author
        made = None
        if mark is not None and answer is Answer.MISSED:
            made = replace(mark, onset_s=mark.onset_s + 0.0, duration_s=mark.duration_s + 0.0, layer=author)
        record = audit_mark(
            stretch,
            shown.run.run_id,
            shown.threshold,
            answer,
            made.annotation_id if made is not None else "",
            _identity(author, shown.run.run_id, self.length_s, stretch),
            author,
        )
        changes = [Change(None, record), *([Change(None, made)] if made is not None else [])]
        self._pending.add(stretch.start_s, audit_answer_of(record), made)
        self._given.append(stretch.start_s)
        self._review.acts.do_together(changes)
        self.changed.emit(None)

    def back(self) -> None:
        """Retract the last answer of this sitting: its stretch is offered again, and the mark made of it is deleted."""
        while self._given:
            start_s = self._given.pop()
            held, made = self._standing(start_s)
            if held is not None:
                self._pending.add(start_s, None)
                gone = [Change(held.mark, None), *([Change(made, None)] if made is not None else [])]
                self._review.acts.do_together(gone)
                self.changed.emit(None)
                return

    # inside

    def _standing(self, start_s: float) -> tuple[AuditAnswer | None, Annotation | None]:
        self._pending.prune()
        held = self._answers.get(start_s)
        return self._pending.effective(start_s, held, held.made_id if held is not None else "")

    def _answered(self) -> set[float]:
        """Return the starts of the answered stretches, pending answers included."""
        answered = set(self._answers)
        for start_s, held in self._pending.records().items():
            (answered.add if held is not None else answered.discard)(start_s)
        return answered

    def _follow(self) -> None:
        if self._is_on:
            self._prepare()
            self.changed.emit(None)

    def _prepare(self) -> None:
        """Update which stretches are answered and which may still be offered."""
        shown = self._suggestions.shown
        self._estimate = None
        if shown is None:
            self._order, self._answers = (), {}
            return
        author, run = self._review.author, shown.run
        answers = [audit_answer_of(mark) for mark in self._review.records if mark.term_id == AUDIT_TERM]
        self._answers = {
            held.mark.onset_s: held
            for held in answers
            if held is not None and (held.author, held.run_id) == (author, run.run_id)
            if abs(held.mark.duration_s - self.length_s) < 1e-6
        }
        searched = run.span if run.end is RunEnd.DONE else Span(run.span.start_s, max(run.span.start_s, run.reached_s))
        stretches, drawn = self._drawn(run.fingerprint, run.run_id, searched)
        flagged = _covered(stretches, self._flagged(shown))
        marked = _covered(stretches, [mark.span for mark in self._own_marks()])
        answered = {s.start_s for s in stretches if s.start_s in self._answers}
        left_out = flagged | (marked - answered)  # what was found here was unflagged when it was offered
        self._order = tuple(stretch for stretch in drawn if stretch.start_s not in left_out)

    def _flagged(self, shown: ShownRun) -> list[Span]:
        return [shown.candidates.detections[int(place)].span for place in shown.places()]

    def _own_marks(self) -> list[Annotation]:
        """Return the reviewer's own marks of the audited term: where another term is marked one may still be missed."""
        author, term_id = self._review.author, self.term_id
        return [mark for mark in self._review.marks if mark.layer == author and mark.term_id == term_id]

    def _n_found(self) -> int:
        """Return how many events of the term the reviewer has marked, those found by the audit left out."""
        made = {held.made_id for held in self._answers.values()}
        return sum(mark.annotation_id not in made for mark in self._own_marks())

    def _drawn(self, fingerprint: str, run_id: str, searched: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Return all stretches in order of time, and as they are drawn."""
        author = self._review.author
        staged = tuple(m for m in self._review.marks if m.term_id == SLEEP_TERM and m.layer == author)
        wanted = (run_id, searched, author, staged)
        if wanted != self._drawn_for:
            stretches = stretches_of(self._recording.segments, searched, self.length_s)
            seed = seed_of(fingerprint, run_id, author, f"{self.length_s:g}")
            self._drawing = stretches, drawn_order(stretches, seed, _stratum_of(staged))
            self._drawn_for = wanted
        return self._drawing


def _stratum_of(staged: Sequence[Annotation]) -> Callable[[Span], str]:
    """Return a function from a stretch to its sleep stage, "" where it is not staged; stages in order of time."""
    onsets_s = [mark.onset_s for mark in staged]

    def stratum(stretch: Span) -> str:
        middle_s = (stretch.start_s + stretch.stop_s) / 2
        place = bisect_right(onsets_s, middle_s) - 1
        held = staged[place] if place >= 0 and staged[place].span.contains(middle_s) else None
        return (held.attribute(STAGE) or "") if held is not None else ""

    return stratum


def _covered(stretches: tuple[Span, ...], spans: Iterable[Span]) -> set[float]:
    """Return the starts of the stretches that share time with a span, or hold a point."""
    starts_s = np.array([stretch.start_s for stretch in stretches])
    found: set[float] = set()
    for span in spans:
        last = int(np.searchsorted(starts_s, max(span.stop_s, np.nextafter(span.start_s, np.inf)), "left"))
        for place in range(last - 1, -1, -1):
            if stretches[place].stop_s <= span.start_s:
                break
            found.add(stretches[place].start_s)
    return found


def _identity(author: str, run_id: str, length_s: float, stretch: Span) -> str:
    text = f"miss audit\n{author}\n{run_id}\n{length_s!r}\n{stretch.start_s!r}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]
