"""Proposals of a detector: detections, the trends that came with them, and the run they came from."""

import math
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from eegview.model.span import Span

NOT_FINAL = "not final"  # so begins the name of a term, of no points, that says: may change when more has been read


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One measurement that a detection's score is based on.

    name : text for people, "slow wave, both hemispheres"
    value, unit : what was measured, "5.2" "z"
    points : what it adds to the score before it is squashed, see `score_of`
    """

    name: str
    value: float
    unit: str = ""
    points: float = 0.0


def score_of(terms: Iterable[ScoreTerm]) -> float:
    """Return the score (0-1) of these terms: the logistic function of the sum of their points."""
    points = math.fsum(term.points for term in terms)
    if points >= 0:
        return 1.0 / (1.0 + math.exp(-points))
    grown = math.exp(points)
    return grown / (1.0 + grown)


@dataclass(frozen=True, slots=True)
class Detection:
    """An event that a detector proposes; it counts for nothing until a person accepts it.

    number : 0, 1, 2 … in the order in which the run proposed them
    score : 0-1, higher = surer; comparable within one detector's version only
    channels : rows or channels it is about; empty = all
    terms : how the score is made up; `score_of(terms)` is the score where any are given
    attributes : answers to the questions of the term, (name, value) pairs sorted by name
    """

    number: int
    onset_s: float
    duration_s: float
    term_id: str
    score: float
    channels: tuple[str, ...] = ()
    terms: tuple[ScoreTerm, ...] = field(default=())
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.onset_s, self.onset_s + self.duration_s)

    @property
    def is_final(self) -> bool:
        """Whether reading more of the recording changes nothing about it, as far as its detector says."""
        return not any(term.name.startswith(NOT_FINAL) for term in self.terms)


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """A quantity measured at regular steps through the recording.

    name : text for people, unique within the run
    values : (n,) float32, value k is over `[start_s + k * step_s, start_s + (k + 1) * step_s)`; NaN = not measurable
    """

    name: str
    unit: str
    start_s: float
    step_s: float
    values: npt.NDArray[np.float32]

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.start_s + len(self.values) * self.step_s)


class RunEnd(StrEnum):
    """The ways a run can end; the results of every one but DONE are partial."""

    RUNNING = "running"  # or the program was killed while it ran
    DONE = "done"
    CANCELLED = "cancelled"
    CRASHED = "crashed"
    SILENT = "silent"
    OVER_MEMORY = "over memory"
    BAD_OUTPUT = "bad output"


@dataclass(frozen=True, slots=True)
class DetectorRun:
    """One run of one detector over one recording.

    run_id : never reused
    content_hash : hex SHA-256 of the plugin's files as they ran
    parameters : (name, value as text) pairs, sorted by name, defaults included
    span : the part of the recording that was to be searched
    started_utc : ISO 8601
    author : the reviewer who started the run
    message : what went wrong, one sentence; empty = nothing
    outside : sentences that state why the results are outside what the detector was made for; empty = inside
    reached_s : end of the part that was searched, seconds from recording start
    notes : sentences of the detector about the whole run
    always_listed : ids of terms whose proposals no threshold of the score applies to
    program_version : of eegview, the libraries it computed with and the vocabulary, "" where not known
    code_hash : hex SHA-256 of the program's own code that the run computed with, "" where not known
    """

    run_id: str
    fingerprint: str
    detector_id: str
    title: str
    version: str
    content_hash: str
    parameters: tuple[tuple[str, str], ...]
    span: Span
    started_utc: str
    author: str
    end: RunEnd = RunEnd.RUNNING
    message: str = ""
    outside: tuple[str, ...] = ()
    reached_s: float = 0.0
    notes: tuple[str, ...] = ()
    always_listed: tuple[str, ...] = ()
    program_version: str = ""
    code_hash: str = ""

    @property
    def is_partial(self) -> bool:
        return self.end is not RunEnd.DONE


def new_run_id() -> str:
    """Return an id that no other run has or will have."""
    return uuid.uuid4().hex
