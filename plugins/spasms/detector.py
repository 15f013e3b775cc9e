"""Propose epileptic spasms: slow wave over the head, attenuation after it, a burst of muscle, company of its like."""

from spasm_candidates import Candidate
from spasm_context import FARTHEST_S, Memory, examples_of, look_around
from spasm_search import Search
from spasm_terms import chance, load_weights, own_points, reasons, score_of

LATEST_S = FARTHEST_S + 2.0  # a candidate waits so long for its company
MERGE_S = 2.0  # of two so close, the surer one stays


def detect(recording, parameters, report) -> None:
    """Search the recording once, reporting a few minutes behind the reading."""
    search = Search(recording)
    if not search.is_possible:
        report.note("Too few EEG rows of the 10-20 system for this detector; nothing was searched.")
        return
    if not search.emg_names:
        report.note("There is no limb EMG: suggestions rest on the EEG alone, and fewer spasms are found.")
    run = _Run(report, float(parameters["minimum_score"]), search)
    for template in examples_of(recording, str(parameters.get("examples", ""))):
        run.memory.add(1.0, template)
    for found, known_until_s, _ in search.candidates():
        run.take(found, known_until_s)
    run.finish()


class _Run:
    """What waits for its company, and what was told last."""

    def __init__(self, report, least_score: float, search: Search) -> None:
        self.report, self.least_score, self.search = report, least_score, search
        self.weights, self.memory = load_weights(), Memory()
        self.near: list[Candidate] = []  # in order of time, told ones too while they are company
        self.n_told = 0
        self.held: list[tuple[Candidate, float, list]] = []  # scored, waiting whether a surer one is next to it

    def take(self, found: list[Candidate], known_until_s: float) -> None:
        """Add candidates, and tell those whose company is complete."""
        for candidate in found:
            candidate.own_points = own_points(candidate, self.weights)
        self.near += found
        self._tell(known_until_s - LATEST_S)

    def finish(self) -> None:
        self._tell(float("inf"))
        self._let_go(float("inf"))

    def _tell(self, until_s: float) -> None:
        chosen = [c for c in self.near[self.n_told :] if c.peak_s <= until_s]
        for candidate in chosen:  # one by one, so that it does not matter how many come at once
            look_around(self.near, self.memory, [candidate])
            why = reasons(candidate, self.weights)
            score = score_of(why)
            self.memory.add(chance(candidate.own_points), candidate.template)
            if score >= self.least_score:
                self._hold(candidate, score, why)
        self.n_told += len(chosen)
        gone = [c for c in self.near[: self.n_told] if c.peak_s < self.near[self.n_told - 1].peak_s - LATEST_S]
        del self.near[: len(gone)]
        self.n_told -= len(gone)
        if chosen:
            self._let_go(chosen[-1].onset_s - 2 * MERGE_S)

    def _hold(self, candidate: Candidate, score: float, why: list) -> None:
        if self.held and candidate.onset_s - self.held[-1][0].onset_s < MERGE_S:
            if score <= self.held[-1][1]:
                return
            self.held.pop()
        self.held.append((candidate, score, why))

    def _let_go(self, before_s: float) -> None:
        while self.held and self.held[0][0].onset_s < before_s:
            candidate, score, why = self.held.pop(0)
            start_s = max(candidate.onset_s, self.search.recording.span.start_s)
            duration_s = min(max(candidate.end_s - start_s, 0.5), 3.0)
            self.report.event(start_s, duration_s, "spasm", score, self.search.row_names(candidate.side), why)
