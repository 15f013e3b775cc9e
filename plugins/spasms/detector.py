"""Propose epileptic spasms: slow wave over the head, attenuation after it, a burst of muscle, neighbours like it."""

import numpy as np
from spasm_candidates import Candidate
from spasm_context import FARTHEST_S, Memory, examples_of, neighbour_features
from spasm_family import LEAST_POINTS, MOST, family_values, find_similar
from spasm_movement import movement_over_usual
from spasm_search import Search
from spasm_terms import chance, kind_of, load_weights, own_points, reasons, score_of

LATEST_S = FARTHEST_S + 2.0  # a candidate waits so long for its neighbours
MERGE_S = 2.0  # of two so close, the surer one stays
SURE_SCORE = 0.5  # without EMG, less waits for the second look


def detect(recording, parameters, report) -> None:
    """Search the recording once, reporting a few minutes behind the reading."""
    search = Search(recording)
    if not search.is_possible:
        report.note("Too few EEG rows of the 10-20 system for this detector; nothing was searched.")
        return
    if not search.emg_names:
        report.note("There is no limb EMG: suggestions are based on the EEG alone, and fewer spasms are found.")
    run = _Run(report, float(parameters["minimum_score"]), search)
    for template in examples_of(recording, str(parameters.get("examples", ""))):
        run.memory.add(1.0, template)
    for found, known_until_s, _ in search.candidates():
        run.add(found, known_until_s)
    run.finish()


class _Run:
    """The candidates that wait for their neighbours, and the events reported last."""

    def __init__(self, report, least_score: float, search: Search) -> None:
        self.report, self.least_score, self.search = report, least_score, search
        self.weights, self.memory = load_weights(), Memory()
        self.movement = search.recording.movement()
        self.near: list[Candidate] = []  # in order of time, reported ones too while they are neighbours of later ones
        self.n_reported = 0
        self.held: list[tuple[Candidate, float, list]] = []  # scored, waiting whether a surer one is next to it
        self.pool: list[tuple[float, Candidate]] = []  # (points of the first look, candidate) for the second
        self.reported_s: list[float] = []

    def add(self, found: list[Candidate], known_until_s: float) -> None:
        """Add candidates, and report those whose neighbours are complete."""
        for candidate in found:
            candidate.measured["movement"] = movement_over_usual(self.movement, candidate.onset_s)
            candidate.own_points = own_points(candidate, self.weights)
        self.near += found
        self._report_complete(known_until_s - LATEST_S)

    def finish(self) -> None:
        """Report what waits, then take the second look."""
        self._report_complete(float("inf"))
        self._release(float("inf"))
        self._look_again()

    def _report_complete(self, until_s: float) -> None:
        chosen = [c for c in self.near[self.n_reported :] if c.peak_s <= until_s]
        for candidate in chosen:  # one by one, so that it does not matter how many come at once
            neighbour_features(self.near, self.memory, [candidate])
            why = reasons(candidate, self.weights)
            score = score_of(why)
            self.memory.add(chance(candidate.own_points), candidate.template)
            least_score = self.least_score
            if kind_of(candidate) == "without_emg":
                self._remember(candidate, why)
                least_score = max(least_score, SURE_SCORE)
            if score >= least_score:
                self._hold(candidate, score, why)
        self.n_reported += len(chosen)
        gone = [c for c in self.near[: self.n_reported] if c.peak_s < self.near[self.n_reported - 1].peak_s - LATEST_S]
        del self.near[: len(gone)]
        self.n_reported -= len(gone)
        if chosen:
            self._release(chosen[-1].onset_s - 2 * MERGE_S)

    def _hold(self, candidate: Candidate, score: float, why: list) -> None:
        if self.held and candidate.onset_s - self.held[-1][0].onset_s < MERGE_S:
            if score <= self.held[-1][1]:
                return
            self.held.pop()
        self.held.append((candidate, score, why))

    def _release(self, before_s: float) -> None:
        while self.held and self.held[0][0].onset_s < before_s:
            self._report(*self.held.pop(0))

    def _report(self, candidate: Candidate, score: float, why: list) -> None:
        self.reported_s.append(candidate.onset_s)
        start_s = max(candidate.onset_s, self.search.recording.span.start_s)
        duration_s = min(max(candidate.end_s - start_s, 0.5), 3.0)
        self.report.event(start_s, duration_s, "spasm", score, self.search.row_names(candidate.side), why)

    def _remember(self, candidate: Candidate, why: list) -> None:
        """Keep a candidate for the second look; of very many, the likeliest."""
        points = sum(reason[3] for reason in why)
        if points > LEAST_POINTS:
            self.pool.append((points, candidate))
        if len(self.pool) >= 2 * MOST:
            likeliest = sorted(self.pool, key=lambda pair: -pair[0])[:MOST]
            least = likeliest[-1][0]
            self.pool = [pair for pair in self.pool if pair[0] >= least][:MOST]

    def _look_again(self) -> None:
        """Find the weak ones that look like the surer ones of this recording; what was reported stays."""
        candidates = [candidate for _, candidate in self.pool]
        found = []
        for candidate, similar in zip(
            candidates, find_similar(candidates, np.array([p for p, _ in self.pool])), strict=True
        ):
            candidate.surroundings |= family_values(similar)
            why = reasons(candidate, self.weights)
            score = score_of(why)
            if score >= self.least_score:
                found.append((candidate, score, why))
        chosen: list[tuple[Candidate, float, list]] = []
        for one in sorted(found, key=lambda one: -one[1]):
            others_s = self.reported_s + [other.onset_s for other, _, _ in chosen]
            if all(abs(one[0].onset_s - other_s) >= MERGE_S for other_s in others_s):
                chosen.append(one)
        for one in sorted(chosen, key=lambda one: one[0].onset_s):
            self._report(*one)
