"""Propose epileptic spasms: slow wave over the head, attenuation after it, a burst of muscle, neighbours like it.

What is told about a candidate rests on a fixed stretch of time around it, an hour before it and about a minute after:
reading more of the recording changes nothing that is further from the end.
"""

from spasm_candidates import PEAK_OFF_S, Candidate
from spasm_context import AFTER_S, BEFORE_S, Memory, examples_of, neighbour_features
from spasm_family import SecondLook
from spasm_movement import sudden_movement
from spasm_search import OWN_AHEAD_S, Search
from spasm_terms import chance, kind_of, load_weights, own_points, reasons, score_of

from eegview.plugin import NOT_FINAL

MERGE_S = 2.0  # of two so close, the surer one stays
WAIT_S = AFTER_S + PEAK_OFF_S + 0.1  # a candidate waits so long for its neighbours
FINAL_S = AFTER_S + PEAK_OFF_S + OWN_AHEAD_S + MERGE_S  # of recording after a candidate, from which no more is needed


def detect(recording, parameters, report) -> None:
    """Search the recording once, reporting about a minute behind the reading."""
    search = Search(recording)
    if not search.is_possible:
        report.note("Too few EEG rows of the 10-20 system for this detector; nothing was searched.")
        return
    if not search.emg_names:
        report.note("There is no limb EMG: suggestions are based on the EEG alone, and fewer spasms are found.")
    run = _Run(report, float(parameters["minimum_score"]), search)
    for template in examples_of(recording, str(parameters.get("examples", ""))):
        run.memory.add(1.0, template)
    for found, known_until_s in search.candidates():
        run.add(found, known_until_s)
    run.finish()


class _Run:
    """The candidates that wait for their neighbours, and the events reported last."""

    def __init__(self, report, least_score: float, search: Search) -> None:
        self.report, self.least_score, self.search = report, least_score, search
        self.weights, self.memory = load_weights(), Memory()
        self.movement = search.recording.movement()
        self.near: list[Candidate] = []  # in order of step, reported ones too while they are neighbours of later ones
        self.n_reported = 0
        self.held: list[tuple[Candidate, float, list]] = []  # scored, waiting whether a surer one is next to it
        self.second_look = SecondLook(MERGE_S)

    def add(self, found: list[Candidate], known_until_s: float) -> None:
        """Add candidates, and report those whose neighbours are complete."""
        for candidate in found:
            candidate.measured["movement"] = sudden_movement(self.movement, candidate.onset_s)
            candidate.own_points = own_points(candidate, self.weights)
        self.near += found
        self._report_complete(known_until_s - WAIT_S)

    def finish(self) -> None:
        """Report what waits, then the weak ones that look like those that were found."""
        self._report_complete(float("inf"))
        self._release(float("inf"))
        for candidate, why in self.second_look.found(self.least_score):
            self._report(candidate, score_of(why), why, "it was compared with all that has been read")

    def _report_complete(self, until_s: float) -> None:
        chosen = [c for c in self.near[self.n_reported :] if c.step_s <= until_s - PEAK_OFF_S]
        for candidate in chosen:  # one by one, so that it does not matter how many come at once
            neighbour_features(self.near, self.memory, [candidate])
            why = reasons(candidate, self.weights)
            score = score_of(why)
            self.memory.add(chance(candidate.own_points), candidate.template, candidate.peak_s)
            if kind_of(candidate) == "without_emg":
                self.second_look.remember(candidate, why)
            if score >= self.least_score:
                self._hold(candidate, score, why)
        self.n_reported += len(chosen)
        if chosen:
            oldest_s = chosen[-1].step_s - BEFORE_S - 2 * PEAK_OFF_S
            n_gone = sum(c.step_s < oldest_s for c in self.near[: self.n_reported])
            del self.near[:n_gone]
            self.n_reported -= n_gone
            self._release(chosen[-1].onset_s - 3 * MERGE_S)

    def _hold(self, candidate: Candidate, score: float, why: list) -> None:
        if self.held and candidate.onset_s - self.held[-1][0].onset_s < MERGE_S:
            if score <= self.held[-1][1]:
                return
            self.held.pop()
        self.held.append((candidate, score, why))

    def _release(self, before_s: float) -> None:
        while self.held and self.held[0][0].onset_s < before_s:
            self._report(*self.held.pop(0))

    def _report(self, candidate: Candidate, score: float, why: list, open_because: str = "") -> None:
        span = self.search.recording.span
        if candidate.peak_s < span.start_s:
            return
        self.second_look.told(candidate)
        read_s = span.stop_s - candidate.peak_s
        if read_s < FINAL_S:
            open_because = f"{max(read_s, 0.0):.0f} s after it were read"
        if open_because:
            why = [*why, (f"{NOT_FINAL}: {open_because}", max(read_s, 0.0), "s", 0.0)]
        start_s = max(candidate.onset_s, span.start_s)
        duration_s = max(candidate.end_s - start_s, 0.5)
        rows = self.search.row_names(candidate.side)
        self.report.event(start_s, duration_s, "spasm", score, rows, why, candidate.attributes())
