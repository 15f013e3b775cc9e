"""The state of one run that is shown: its suggestions, threshold, verdicts and counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.judgements import ACCEPTED, OPEN, REJECTED, UNSURE, Codes, codes_of, unseen_of
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, Trend
from eegview.model.suggestion.judgement import Judgement, Verdict

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One detection as it is shown.

    judgement : the reviewer's own, None = open
    is_second : of the run that is compared with
    """

    run: DetectorRun
    detection: Detection
    judgement: Judgement | None = None
    is_second: bool = False

    @property
    def key(self) -> tuple[str, int]:
        return self.run.run_id, self.detection.number

    @property
    def verdict(self) -> Verdict | None:
        return self.judgement.verdict if self.judgement is not None else None


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of suggestions at the threshold, by verdict.

    total : of the run, whatever the score
    shown : at the threshold; the sum of the four below
    searched_s : of the recording, gaps included
    unseen : of the accepted ones, how many had not been shown on their own
    """

    total: int = 0
    shown: int = 0
    accepted: int = 0
    rejected: int = 0
    unsure: int = 0
    open: int = 0
    searched_s: float = 0.0
    unseen: int = 0

    @property
    def judged(self) -> int:
        return self.shown - self.open

    @property
    def per_hour(self) -> float:
        """Return how many there are at the threshold in an hour searched, 0 where nothing was searched."""
        return self.shown / self.searched_s * 3600 if self.searched_s > 0 else 0.0


class ShownRun:
    """A run that is shown: its candidates, threshold and the verdicts on it."""

    def __init__(
        self,
        run: DetectorRun,
        candidates: Candidates,
        trends: tuple[Trend, ...],
        threshold: float = DEFAULT_THRESHOLD,
        is_whole: bool = True,
    ) -> None:
        self.run, self.candidates, self.trends, self.threshold = run, candidates, trends, threshold
        self.is_whole = is_whole  # False while more is being fetched
        self.judgements: dict[int, Judgement] = {}  # that hold, by the detection's number
        self.codes: Codes = codes_of(candidates, {})  # by place, see `app.judgements`
        self.unseen = unseen_of(candidates, {})  # by place

    def counts(self) -> Counts:
        """Return the counts at the threshold; takes a millisecond for 100,000."""
        shown = self.candidates.levels >= self.threshold
        by_code = np.bincount(self.codes[shown], minlength=4)
        return Counts(
            len(self.candidates),
            int(by_code.sum()),
            int(by_code[ACCEPTED]),
            int(by_code[REJECTED]),
            int(by_code[UNSURE]),
            int(by_code[OPEN]),
            max(
                0.0,
                (self.run.span.stop_s if self.run.end is RunEnd.DONE else self.run.reached_s) - self.run.span.start_s,
            ),
            int(np.count_nonzero(shown & self.unseen)),
        )

    @property
    def has_threshold(self) -> bool:
        """Whether the threshold applies to any of its proposals."""
        return self.candidates.has_threshold

    @property
    def n_not_final(self) -> int:
        """Return how many at the threshold may change when more of the recording is read."""
        candidates = self.candidates
        return int(np.count_nonzero(~candidates.is_final & (candidates.levels >= self.threshold)))

    def histogram(self, n_bins: int = 50) -> npt.NDArray[np.int64]:
        return self.candidates.histogram(n_bins)

    def at(self, place: int, is_second: bool = False) -> Suggestion:
        detection = self.candidates.detections[place]
        return Suggestion(self.run, detection, self.judgements.get(detection.number), is_second)

    def by_number(self, number: int, is_second: bool = False) -> Suggestion | None:
        place = self.candidates.place_of(number)
        return None if place is None else self.at(place, is_second)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return all at the threshold, by onset; for a list of a few thousand, else ask `places` and `at`."""
        return tuple(self.at(int(place)) for place in self.places())

    def places(self, *codes: int) -> npt.NDArray[np.intp]:
        """Return (k,) the places at the threshold, in order of time; of these verdicts only, where any are named."""
        wanted = self.candidates.levels >= self.threshold
        if codes:
            wanted &= np.isin(self.codes, codes)
        return np.flatnonzero(wanted)
