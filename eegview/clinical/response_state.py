"""What is said of a response to treatment: its three parts, the rule, and what each study's EEG gives to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eegview.model.text.language import tr_later
from eegview.model.text.said import joined

CONSENSUS = "West Delphi consensus, Lux and Osborne 2004 (PMID 15509243)"
NO_DEFINITION = "There is no consensus on the EEG definition of hypsarrhythmia."
CONFIRM = "confirm with the publication"
STATE_LABELS = {"awake": "awake", "nrem": "NREM sleep", "rem": "REM sleep", "drowsy": "drowsy", "": "state not said"}


_STATUS_TEXTS = tr_later("provisional"), tr_later("met"), tr_later("not met"), tr_later("not assessed")


class ResponseStatus(StrEnum):
    """How far a response is known."""

    PROVISIONAL = "provisional"
    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"

    @property
    def text(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class PossibleDays:
    """The days on one of which a spasm was recorded, by a clock that does not say on which.

    first_day, last_day : on the axis of the course, both are possible
    clock : how far the clock may be off: `± 23 days`, `in this computer's time zone, which may be another`
    is_maybe_later : or on a day after that which is looked at
    """

    first_day: int
    last_day: int
    clock: str = ""
    is_maybe_later: bool = False


@dataclass(frozen=True, slots=True)
class ConsensusRule:
    """The numbers of the rule.

    within_days : the last witnessed spasm lies at most so many days after the first day of treatment (day 0)
    free_days : consecutive days without a witnessed spasm after it
    """

    within_days: int = 14
    free_days: int = 28

    @property
    def text(self) -> str:
        return (
            f"No witnessed spasms from within {self.within_days} days of starting treatment, for at least "
            f"{self.free_days} consecutive days since the last witnessed spasm. Day 0 is the first day of treatment; a "
            f"last spasm on day {self.within_days} counts as within, by this program's reading ({CONFIRM}). A day of "
            "which it is not known whether spasms were seen counts as one on which the last may have been. Where the "
            "clock of a clip does not say on which day a spasm was recorded, each day on which it may have been counts "
            "as one of which it is not known; where all of these days come too late for the last spasm, or after days "
            "that are complete, it counts as seen on one of them."
        )


@dataclass(frozen=True, slots=True)
class ResponseState:
    """One of the three statements.

    text : what is known, one or a few plain sentences
    source : where the rule is from
    earliest_day, earliest_date : when the days that are needed are complete at the earliest, on the axis of the course
        and as a date; None = not so. No date where they are complete and it waits for the end of a blind reading
    last_spasm_day : on the axis, None where none is known
    n_free_days, n_needed_days : days known to be without spasms since then, and how many are needed
    cautions : what a reader must know beside it, a sentence each
    as_of_day, as_of_date : as of which day it is said, on the axis of the course; `text` ends with it
    relapse_text : `relapse on day 54 (26 Apr 2020)`: a spasm was seen again after it was met; "" for none
    """

    status: ResponseStatus
    text: str
    source: str = CONSENSUS
    earliest_day: int | None = None
    earliest_date: date | None = None
    last_spasm_day: int | None = None
    n_free_days: int | None = None
    n_needed_days: int | None = None
    cautions: tuple[str, ...] = ()
    as_of_day: int | None = None
    as_of_date: date | None = None
    relapse_text: str = ""

    @property
    def status_text(self) -> str:
        """Return the status as a head or a badge says it: `met`, `met, relapse on day 54 (26 Apr 2020)`."""
        return joined((self.status.text, self.relapse_text), ", ")


def open_state(text: str, cautions: tuple[str, ...] = (), source: str = CONSENSUS) -> ResponseState:
    """Return the state of what cannot be said yet, with why."""
    return ResponseState(ResponseStatus.NOT_ASSESSED, text, source, cautions=cautions)


@dataclass(frozen=True, slots=True)
class Response:
    """Response as the consensus has it, each of the three on its own."""

    clinical: ResponseState
    electroclinical: ResponseState
    electrographic: ResponseState
    rule: ConsensusRule = ConsensusRule()


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """What one study says for the response: its EEG, and the spasms marked in EEG or film.

    day : of the recording on the axis of the course, None where it has no place there
    label : how the study is named ("Study 2")
    spasm_days : days of the axis on which spasms were recorded that are seen as spasms
    possible_days : of each such spasm whose day its clock does not say; they are not among `spasm_days`
    unsure_days : days among `spasm_days` that stand by a clock of which nothing says how far it may be off
    n_electrographic_only : spasms that were marked as electrographic only
    hypsarrhythmia : (reader, presence, state) of the answers in the free form: `present`, `absent` or `uncertain`;
        states see `STATE_LABELS`
    scores : (reader, score) of the committed scores that may be shown
    has_eeg : False for a clip, which says nothing of the EEG
    is_blind : who looks reads it blind: what others marked there is not known here
    last_day : on which it ended, None where that is not known or it has no place; then it is of one day
    possible_span : the earliest and the latest day of which any of it may be, None = those above
    is_partly_undated : a clip of it has no day
    n_lost : spasms on film of which nothing says the day
    """

    day: int | None
    label: str
    spasm_days: tuple[int, ...] = ()
    n_electrographic_only: int = 0
    hypsarrhythmia: tuple[tuple[str, str, str], ...] = ()
    scores: tuple[tuple[str, int], ...] = ()
    has_eeg: bool = True
    is_blind: bool = False
    last_day: int | None = None
    possible_days: tuple[PossibleDays, ...] = ()
    unsure_days: tuple[int, ...] = ()
    possible_span: tuple[int, int] | None = None
    is_partly_undated: bool = False
    n_lost: int = 0

    @property
    def first_day(self) -> int | None:
        """Return the earliest day of which any of it may be, None where it has no place."""
        return self.day if self.possible_span is None else self.possible_span[0]

    def may_show(self, first: int, last: int) -> bool:
        """Check whether a spasm in it may be of one of these days; where its own day is not known it may."""
        if self.day is None or self.is_partly_undated:
            return True
        if self.possible_span is not None:
            return self.possible_span[0] <= last and self.possible_span[1] >= first
        return self.day <= last and (self.day if self.last_day is None else self.last_day) >= first


@dataclass(frozen=True, slots=True)
class RemissionLimit:
    """Up to which score the EEG counts as in remission.

    scale : "BASED 2021"
    parameter_set : the named set of values it belongs to
    """

    scale: str
    at_most: int
    parameter_set: str
    confirm: str = CONFIRM

    @property
    def text(self) -> str:
        return f"{self.scale} ≤ {self.at_most} (limit of {self.parameter_set}, {self.confirm})"
