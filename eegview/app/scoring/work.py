"""The work of a reader on the epochs of one study: where they stand, which digit is which focus, what a key does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eegview.app.notifier import Notifier
from eegview.app.scoring.evidence_stops import EvidenceStop, evidence_stops, next_stop
from eegview.app.scoring.foci import digits_for, electrodes_in, focus_of_click, with_used
from eegview.app.scoring.place import EpochShape, ScoringPlace, epoch_start
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.edit import Edit
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import EXAMPLE_TERMS, GMFS_TERM, PVA_TERM, SheetKey
from eegview.model.scoring.records import bin_of, key_of, page_of
from eegview.model.span import Span

_QUESTION_OF = {term_id: question for question, term_id in EXAMPLE_TERMS.items()}
LEAST_WAVE_S = 0.001  # of a caliper drawn straight down


class ScoringWork:
    """One reader's work; it moves nothing on the screen.

    Acts raise UsageError where they make no sense, as those of `Scoring`.

    rows : labels of the scale's rows, from top to bottom
    electrodes : that digits may mean, those of the rows that can be shown
    place : the epoch, page and bin that keys act on
    digits : foci of the digits 1 to 9
    is_adding : the next digit adds to the bin marked last
    moved : emits when any of these changed
    """

    def __init__(
        self, scoring: Scoring, recording: Recording, rows: Sequence[str], electrodes: Sequence[str] = ()
    ) -> None:
        self.scoring, self._recording, self.rows = scoring, recording, tuple(rows)
        p = scoring.parameters
        self.shape = EpochShape(p.n_pages, p.n_bins, p.bin_s)
        self.electrodes = tuple(electrodes) or electrodes_in(rows)
        self.place = ScoringPlace(self.shape, 0.0)
        self.digits = digits_for((), self.electrodes)
        self.is_adding = False
        self.last_marked: int | None = None
        self.shown_stop: EvidenceStop | None = None
        self._used: list[str] = []  # foci, the one used last first
        self._is_opened = False
        self.moved: Notifier[None] = Notifier()

    # the epoch

    @property
    def key(self) -> SheetKey:
        return self.scoring.key(self.place.start_s)

    @property
    def sheet(self) -> ScoreSheet:
        """Return the reviewer's own sheet of the epoch."""
        return self.scoring.own(self.key)

    def start_near(self, time_s: float) -> float | None:
        """Return where an epoch begins that is wanted there; None where the recording is shorter than an epoch."""
        return epoch_start(time_s, self.shape.epoch_s, self._recording.span)

    def open_epoch(self, start_s: float, number: int = 0) -> None:
        """Score the epoch that begins there, from a bin on; the digits are given out anew."""
        key = self.scoring.key(start_s)
        if self._is_opened and key != self.key:
            self.scoring.close_sheet(self.key)
        self.scoring.open_sheet(key)
        self._is_opened = True
        self.place = ScoringPlace(self.shape, key.start_s).at_number(number)
        self.digits = digits_for((*self._used, *self._kept_foci()), self.electrodes)
        self.is_adding, self.last_marked, self.shown_stop = False, None, None
        self.moved.emit(None)

    def close(self) -> None:
        """Score no epoch any more."""
        if self._is_opened:
            self._is_opened = False
            self.scoring.close_sheet(self.key)

    def _kept_foci(self) -> tuple[str, ...]:
        """Return the foci that are kept: of this epoch first, those with most bins first, then of others."""
        own = [line.sheet for line in self.scoring.all_readers() if line.is_own and line.sheet is not None]
        own.sort(key=lambda sheet: sheet.key != self.key)
        return tuple(focus for sheet in own for focus in sheet.foci)

    def moved_epoch(self, n_pages: int) -> float | None:
        """Return the start of the epoch that many pages later (earlier below 0), None beyond the recording."""
        start_s = self.place.start_s + n_pages * self.shape.page_s
        whole = self._recording.span
        is_inside = start_s >= whole.start_s - 1e-6 and start_s + self.shape.epoch_s <= whole.stop_s + 1e-6
        return start_s if is_inside else None

    # moving

    def go(self, place: ScoringPlace) -> None:
        """Go to a bin of the epoch."""
        if place != self.place:
            if place.page != self.place.page:
                self.is_adding, self.last_marked = False, None
            self.place = place
            self.moved.emit(None)

    def step(self, n_bins: int) -> bool:
        """Go some bins on, within the page; return whether that was possible."""
        before = self.place
        self.go(before.step(n_bins))
        return self.place != before

    def read_on(self) -> bool:
        """Count the page as read and go to the next one; return whether there is one."""
        page, sheet = self.place.page, self.sheet
        if page not in sheet.read_pages and not sheet.is_committed:
            self.scoring.set_read(self.key, page)
        is_last = page == self.shape.n_pages - 1
        if not is_last:
            self.go(self.place.at_page(page + 1))
        return not is_last

    def next_unread(self) -> bool:
        """Go to the next page that is not read, from the one after this on; return whether there is one."""
        read, n_pages = self.sheet.read_pages, self.shape.n_pages
        order = [(self.place.page + k) % n_pages for k in range(1, n_pages + 1)]
        page = next((page for page in order if page not in read), None)
        if page is not None:
            self.go(self.place.at_page(page))
        return page is not None

    def next_evidence(self) -> EvidenceStop | None:
        """Go to the next piece of evidence and return it; None where there is none."""
        stop = next_stop(evidence_stops(self.sheet), self.shown_stop, self.place.bin_span.start_s)
        if stop is not None:
            self.go(self.place.at_time(stop.span.start_s + 1e-6))
            self.shown_stop = stop
        return stop

    # bins

    def mark_spike(self) -> None:
        """Mark the bin as having a spike, whose focus stays if it has one, and go on."""
        held = self.sheet.bins.get(self.place.number)
        if held is None or not held.is_spike:
            self.scoring.mark_bin(self.key, self.place.number)
        self._go_on()

    def use_digit(self, digit: int) -> str:
        """Mark the bin with the focus of a digit (from 1) and go on, or add it; return the focus, "" for none."""
        if not 0 < digit <= len(self.digits):
            return ""
        focus = self.digits[digit - 1]
        if self.is_adding:
            number = self.place.number if self.last_marked is None else self.last_marked
            self.is_adding = False
            self.toggle_focus(number, focus)
        else:
            self.set_focus(self.place.number, focus)
            self._go_on()
        return focus

    def set_focus(self, number: int, focus: str) -> None:
        """Mark a bin of the epoch with this one focus."""
        self.scoring.mark_bin(self.key, number, (focus,))
        self._note(number, focus)

    def toggle_focus(self, number: int, focus: str) -> None:
        """Add a focus to a bin, or take it out again; the bin keeps its spike."""
        held = self.sheet.bins.get(number)
        foci = held.foci if held is not None and held.is_spike else ()
        after = tuple(one for one in foci if one != focus) if focus in foci else (*foci, focus)
        self.scoring.mark_bin(self.key, number, after)
        self._note(number, focus)

    def click_row(self, time_s: float, label: str, share: float, adds: bool) -> str:
        """Mark the bin at a time with the focus that a click on a row means; return it, "" for none.

        rows are those of the page, from top to bottom; adds : to the foci of the bin, instead of in their place
        """
        focus = focus_of_click(self.rows, label, share)
        if not focus or not self.place.epoch.contains(time_s):
            return ""
        self.go(self.place.at_time(time_s))
        if adds:
            self.toggle_focus(self.place.number, focus)
        else:
            self.set_focus(self.place.number, focus)
        return focus

    def clear(self) -> bool:
        """Say nothing of the bin any more; return whether there was anything."""
        if self.place.number not in self.sheet.bins:
            return False
        self.scoring.unmark_bin(self.key, self.place.number)
        return True

    def switch_adding(self) -> bool:
        """Have the next digit add a focus, or not; return which."""
        self.is_adding = not self.is_adding
        self.moved.emit(None)
        return self.is_adding

    @property
    def adding_to(self) -> int:
        """Return the bin of the epoch that the next digit adds to."""
        return self.place.number if self.last_marked is None else self.last_marked

    def _note(self, number: int, focus: str) -> None:
        self.last_marked = number
        self._used = [focus, *(one for one in self._used if one != focus)]
        self.digits = with_used(self.digits, focus, (*self._used[1:], *self.sheet.foci))
        self.moved.emit(None)

    def _go_on(self) -> None:
        self.last_marked = self.place.number
        if not self.step(1):
            self.moved.emit(None)

    # patterns and amplitudes

    def mark_example(self, term_id: str, selection: Span | None, rows: Sequence[str]) -> Span:
        """Mark an example at the selection, else at the bin; return its span."""
        span = selection.intersection(self.place.epoch) if selection is not None else None
        if span is None or span.duration_s <= 0:
            span, rows = self.place.bin_span, ()
        self.scoring.add_example(self.key, term_id, span, rows)
        return span

    def answer_pattern(self, term_id: str, value: str) -> None:
        """Answer whether a pattern is in the epoch."""
        self.scoring.answer(self.key, _QUESTION_OF[term_id], value)

    def measure(self, row: str, value_uv: float, start_s: float, stop_s: float) -> Span:
        """Keep a measured wave; return its span.

        Raises
        ------
        UsageError : the row is none of the scale's, or the wave lies outside the epoch
        """
        if row not in self.rows:
            raise UsageError(f"{row} is not a row of this scale.", "Measure on a bipolar EEG row.")
        first_s, last_s = min(start_s, stop_s), max(start_s, stop_s)
        span = Span(first_s, max(last_s, first_s + LEAST_WAVE_S)).intersection(self.place.epoch)
        if span is None:
            raise UsageError("The wave lies outside the epoch.", "Measure one within it.")
        self.scoring.measure(self.key, row, value_uv, span)
        return span

    # following

    def follow(self, edit: Edit) -> bool:
        """Go to what an undo or redo touched; return whether it was evidence of this scale."""
        for change in edit.changes:
            mark = change.mark
            key = key_of(mark)
            if key is not None and key.scale_id != self.key.scale_id:
                continue
            found, page = bin_of(mark), page_of(mark)
            if key is None and mark.term_id not in (GMFS_TERM, PVA_TERM):
                continue
            if key is not None and key != self.key:
                self.open_epoch(key.start_s)
            place = self.place
            if found is not None:
                self.go(place.at_number(found[0]))
            elif page is not None:
                self.go(place.at_page(page))
            elif mark.duration_s < self.shape.page_s and place.epoch.contains(mark.onset_s):
                self.go(place.at_time(mark.onset_s + 1e-6))
            return True
        return False


def resumed(work: ScoringWork, start_s: float, number: int) -> ScoringPlace:
    """Return the place that was left, held to the recording as it is now."""
    near_s = work.start_near(start_s)
    return replace(work.place, start_s=near_s if near_s is not None else 0.0).at_number(number)
