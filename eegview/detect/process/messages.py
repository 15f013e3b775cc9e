"""Check what a detector's process reports: each line in kind and measure, before anyone sees it."""

import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from eegview.detect.toml_table import shortened
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, ScoreTerm, Trend, score_of

LONGEST_LINE = 1 << 20  # bytes
MOST_EVENTS_PER_HOUR = 20_000  # five a second and more: nobody could look at them
MOST_TRENDS = 200
SHORTEST_STEP_S = 0.01
MOST_NOTES = 200
MOST_TERMS = 60  # of one event's score
MOST_ATTRIBUTES = 20
SCORE_SLACK = 0.001
_TIME_SLACK_S = 0.05
_LONGEST = {"name": 120, "unit": 24, "channel": 64, "sentence": 500, "attribute": 64, "answer": 120}


class BadMessage(Exception):
    """A detector sent a message that cannot be; its text is one sentence."""


@dataclass(slots=True)
class Batch:
    """The events, trends, notes and progress that a detector has reported since the batch before.

    share : 0-1, how much is done, never going back
    reached_s : everything before this time is searched
    """

    detections: list[Detection] = field(default_factory=list)
    trends: list[Trend] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    share: float = 0.0
    reached_s: float = 0.0


@dataclass(slots=True)
class Ended:
    """The last message of a run.

    kind : "done", "stopped", "memory", "refused" (`what` is for people as it stands) or "error" (an exception's line)
    """

    kind: str
    what: str = ""


class Listener:
    """The receiver of one run's messages: it checks each and gathers those that are sound.

    terms : the manifest's; an event of another is refused
    within : what is searched; events begin in it, trends lie in it

    A frame that begins in `within` may reach past its end. An event that begins there is left out, with a note: it is
    no fault of the detector, which cannot cut its frames.
    """

    def __init__(self, terms: tuple[str, ...], within: Span) -> None:
        self._terms, self._within = frozenset(terms), within
        self._most = max(MOST_EVENTS_PER_HOUR, math.ceil(MOST_EVENTS_PER_HOUR * within.duration_s / 3600))
        self._n_events = self._n_notes = 0
        self._trends: dict[str, tuple[str, float, float]] = {}  # name: unit, step_s, where the next piece begins
        self._batch = Batch(reached_s=within.start_s)
        self._share, self._reached_s = 0.0, within.start_s
        self._handed_until_s, self._has_left_out = within.stop_s, False

    def drain(self) -> Batch:
        """Return the reports gathered since the last call."""
        batch, self._batch = self._batch, Batch()
        batch.share, batch.reached_s = self._share, self._reached_s
        return batch

    def on_message(self, line: bytes) -> Ended | None:
        """Gather one message; return it where it is the last.

        Raises
        ------
        BadMessage : it is not what a detector may send
        """
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
            raise BadMessage(
                f"It wrote something that is not a message: “{shortened(line[:80].decode('latin-1'))}”."
            ) from None
        if not isinstance(message, dict) or len(message) != 1:
            raise BadMessage("It sent a message that is not one of those known.")
        ((kind, fields),) = message.items()
        if not isinstance(fields, dict):
            raise BadMessage(f"Its message “{shortened(kind)}” has no fields.")
        if kind == "event":
            self._add_event(_Fields(fields, "an event"))
        elif kind == "trend":
            self._add_trend(_Fields(fields, "a trend"))
        elif kind == "progress":
            share = min(max(_Fields(fields, "progress").number("share"), 0.0), 1.0)
            self._go_on(share, self._within.start_s + share * self._within.duration_s)
        elif kind == "reached":
            time_s = _Fields(fields, "progress").number("time_s")
            time_s = min(max(time_s, self._within.start_s), self._within.stop_s)
            share = (time_s - self._within.start_s) / self._within.duration_s if self._within.duration_s else 1.0
            self._go_on(share, time_s)
        elif kind == "handed_past":
            until_s = _Fields(fields, "how far it sees").number("until_s")
            self._handed_until_s = max(self._handed_until_s, until_s)
        elif kind == "note":
            self._add_note(_Fields(fields, "a note"))
        elif kind in ("done", "stopped"):
            return Ended(kind)
        elif kind == "alive":
            return None
        elif kind == "failed":
            failure = _Fields(fields, "its failure")
            kind = failure.text("kind", 20)
            return Ended(
                kind if kind in ("memory", "refused") else "error",
                shortened(failure.text("what", 400, may_be_empty=True), 400),
            )
        else:
            raise BadMessage(f"It sent the message “{shortened(kind)}”, which is not known.")
        return None

    def _go_on(self, share: float, reached_s: float) -> None:
        self._share, self._reached_s = max(self._share, share), max(self._reached_s, reached_s)

    def _add_event(self, event: "_Fields") -> None:
        self._n_events += 1
        if self._n_events > self._most:
            raise BadMessage(f"It reported more than {self._most} events, more than anyone could review.")
        onset_s, duration_s, score = (event.number(name) for name in ("onset_s", "duration_s", "score"))
        within = self._within
        is_past = within.stop_s + _TIME_SLACK_S < onset_s <= self._handed_until_s + _TIME_SLACK_S
        if not is_past and not within.start_s - _TIME_SLACK_S <= onset_s <= within.stop_s + _TIME_SLACK_S:
            raise BadMessage(f"It reported an event at {onset_s:g} s, outside what it was to search.")
        if not 0 <= duration_s <= within.duration_s + 60:
            raise BadMessage(f"It reported an event of {duration_s:g} s.")
        if not 0 <= score <= 1:
            raise BadMessage(f"It reported a score of {score:g}; a score is from 0 to 1.")
        term = event.text("term", 64)
        if term not in self._terms:
            raise BadMessage(f"It reported “{shortened(term)}”, which is not among the terms of its manifest.")
        terms = self._score_terms(event.listed("terms", MOST_TERMS))
        if terms and abs(score_of(terms) - score) > SCORE_SLACK:
            raise BadMessage(f"It reported a score of {score:.3f}, but its terms make {score_of(terms):.3f}.")
        channels = event.listed("channels", 1024)
        if not all(isinstance(name, str) and 0 < len(name) <= _LONGEST["channel"] for name in channels):
            raise BadMessage("It reported an event whose channels are not names.")
        attributes = _answers(event.held("attributes", {}))
        if is_past:
            self._leave_out()
            return
        onset_s = min(max(onset_s, within.start_s), within.stop_s)
        self._batch.detections.append(
            Detection(self._n_events - 1, onset_s, duration_s, term, score, tuple(channels), terms, attributes)
        )

    def _leave_out(self) -> None:
        """Do without an event that begins after the end of what is searched; the first is told."""
        if not self._has_left_out:
            what = f"What begins after {self._within.stop_s:g} s, where the search ends, was left out"
            self._batch.notes.append(f"{what}; the last frames reach past it.")
        self._has_left_out = True

    def _score_terms(self, found: list[Any]) -> tuple[ScoreTerm, ...]:
        terms = []
        for parts in found:
            if not isinstance(parts, list) or len(parts) != 4:
                raise BadMessage("It reported a score term that is not name, value, unit and points.")
            one = _Fields(dict(zip(("name", "value", "unit", "points"), parts, strict=True)), "a score term")
            points = one.number("points")
            if abs(points) > 1000:
                raise BadMessage(f"It reported a score term of {points:g} points.")
            name, unit = one.text("name", _LONGEST["name"]), one.text("unit", _LONGEST["unit"], may_be_empty=True)
            terms.append(ScoreTerm(name, one.number("value"), unit, points))
        return tuple(terms)

    def _add_trend(self, trend: "_Fields") -> None:
        name, unit = trend.text("name", _LONGEST["name"]), trend.text("unit", _LONGEST["unit"], may_be_empty=True)
        start_s, step_s = trend.number("start_s"), trend.number("step_s")
        found = trend.listed("values", LONGEST_LINE)
        if step_s < SHORTEST_STEP_S:
            raise BadMessage(f"Its trend “{shortened(name)}” has steps of {step_s:g} s.")
        values = np.array([_trend_value(value, name) for value in found], np.float32)
        values.flags.writeable = False
        n_left_out = self._left_out(name, unit, start_s, step_s)
        end_s = start_s + len(values) * step_s
        if start_s < self._within.start_s - step_s or end_s > self._within.stop_s + step_s + _TIME_SLACK_S:
            raise BadMessage(f"Its trend “{shortened(name)}” goes outside what it was to search.")
        self._trends[name] = (unit, step_s, end_s)
        if len(self._trends) > MOST_TRENDS:
            raise BadMessage(f"It reported more than {MOST_TRENDS} trends.")
        if n_left_out:  # over a gap: not measurable there
            values = np.concatenate([np.full(n_left_out, np.nan, np.float32), values])
            values.flags.writeable = False
        if len(values):
            self._batch.trends.append(Trend(name, unit, start_s - n_left_out * step_s, step_s, values))

    def _left_out(self, name: str, unit: str, start_s: float, step_s: float) -> int:
        """Return how many steps lie between this piece and the one before; pieces never overlap and keep their grid."""
        if name not in self._trends:
            return 0
        held_unit, held_step_s, next_s = self._trends[name]
        if unit != held_unit or abs(step_s - held_step_s) > 1e-9 * held_step_s:
            raise BadMessage(f"Its trend “{shortened(name)}” changed its unit or step on the way.")
        n_steps = round((start_s - next_s) / step_s)
        if n_steps < 0 or abs(start_s - next_s - n_steps * step_s) > 1e-3 * step_s + 1e-6:
            raise BadMessage(f"Its trend “{shortened(name)}” continues at {start_s:g} s, not at {next_s:g} s.")
        return n_steps

    def _add_note(self, note: "_Fields") -> None:
        self._n_notes += 1
        if self._n_notes > MOST_NOTES:
            raise BadMessage(f"It sent more than {MOST_NOTES} notes.")
        self._batch.notes.append(shortened(note.text("sentence", 100_000), _LONGEST["sentence"]))


def _answers(found: Any) -> tuple[tuple[str, str], ...]:
    """Return (name, value) pairs sorted by name; whether the vocabulary asks them is not known here."""
    if not isinstance(found, dict) or len(found) > MOST_ATTRIBUTES:
        raise BadMessage(f"It reported an event whose attributes are not at most {MOST_ATTRIBUTES} names with values.")
    for name, value in found.items():
        if not 0 < len(name) <= _LONGEST["attribute"]:
            raise BadMessage("It reported an event with an attribute that has no name, or one without end.")
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST["answer"]:
            raise BadMessage(f"It reported an event whose attribute “{shortened(name)}” is not a short text.")
    return tuple(sorted(found.items()))


class _Fields:
    """The fields of one message, typed."""

    def __init__(self, values: dict[str, Any], what: str) -> None:
        self._values, self._what = values, what

    def held(self, name: str, default: Any) -> Any:
        return self._values.get(name, default)

    def number(self, name: str) -> float:
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadMessage(f"It reported {self._what} whose “{name}” is not a number.")
        if not abs(value) < 1e12:  # not finite, or beyond all measure
            raise BadMessage(f"It reported {self._what} whose “{name}” is not a finite number.")
        return float(value)

    def text(self, name: str, longest: int, may_be_empty: bool = False) -> str:
        value = self._values.get(name)
        if not isinstance(value, str) or not (value or may_be_empty):
            raise BadMessage(f"It reported {self._what} whose “{name}” is not text.")
        if len(value) > longest:
            raise BadMessage(f"It reported {self._what} whose “{name}” is longer than {longest} characters.")
        return value

    def listed(self, name: str, most: int) -> list[Any]:
        value = self._values.get(name)
        if not isinstance(value, list) or len(value) > most:
            raise BadMessage(f"It reported {self._what} whose “{name}” is not a list of at most {most}.")
        return value


def _trend_value(value: Any, name: str) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 3e38:
        raise BadMessage(f"Its trend “{shortened(name)}” has a value that is not a finite number.")
    return float(value)
