"""Send a detector's reports from its own process: each is one line of JSON on a private pipe."""

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from eegview.detect.reading.arguments import Arguments

_PROGRESS_EVERY_S = 0.1
_VALUES_AT_ONCE = 2000  # of a trend, so that no line grows long
_SHORTEST_S = 1e-9
_WANTED_CHANNELS = 'a list of names, such as ["C3-P3"]'
_WANTED_TERMS = "a list of (name, value, unit, points)"
_TERM_PARTS = ("name", "value", "unit", "points")
_WANTED_ANSWERS = 'answers by name, such as {"movement": "flexor"}'
_WANTED_VALUES = "a list of numbers, NaN where nothing can be measured"

Send = Callable[[bytes], None]


class Stopped(BaseException):
    """The request of the host to stop; not an Exception, so that a detector's own handlers let it through."""


class Report:
    """The reports of one run: events, trends, notes and progress; the host judges whether they make sense.

    A wrong argument is a TypeError or a ValueError at the call, with a sentence that names it.
    """

    def __init__(self, send: Send, is_asked_to_stop: Callable[[], bool] = lambda: False) -> None:
        self._send, self._is_asked_to_stop = send, is_asked_to_stop
        self._reported_s = self._alive_s = -math.inf
        self._reached_s: float | None = None  # not passed on yet

    def event(
        self,
        onset_s: float,
        duration_s: float,
        term: str,
        score: float,
        channels: Iterable[str] = (),
        terms: Iterable[Sequence[Any]] = (),
        attributes: Mapping[str, str] | None = None,
    ) -> None:
        """Propose one event.

        Parameters
        ----------
        onset_s, duration_s : in the recording's time
        term : id in the vocabulary, one of the manifest's `terms`
        score : 0-1; where `terms` are given, the logistic function of the sum of their points
        channels : rows or channels it is about; empty = all
        terms : (name in plain language, value, unit, points) each
        attributes : answers to what the vocabulary asks about the term, {"kind": "electrode_pop"}
        """
        given = Arguments("report.event")
        answers = {} if attributes is None else attributes
        if not isinstance(answers, Mapping):
            raise given.wrong_type("attributes", _WANTED_ANSWERS, answers)
        self._emit(
            event={
                "onset_s": given.number("onset_s", onset_s, wanted="a number of seconds"),
                "duration_s": given.number("duration_s", duration_s, 0.0, wanted="a number of seconds, 0 or more"),
                "term": given.text("term", term, "the id of a term, such as “spasm”"),
                "score": given.number("score", score, 0.0, 1.0, "a number from 0 to 1"),
                "channels": given.names("channels", channels, _WANTED_CHANNELS),
                "terms": [_score_term(given, parts) for parts in given.items("terms", terms, _WANTED_TERMS)],
                "attributes": {
                    given.text("attributes", name, _WANTED_ANSWERS): _answer(given, value)
                    for name, value in answers.items()
                },
            }
        )
        self.stop_if_asked()

    def trend(self, name: str, unit: str, start_s: float, step_s: float, values: Iterable[float]) -> None:
        """Report values of a trend, or the next piece of one: each piece begins where the one before ended.

        Value k is over `[start_s + k * step_s, start_s + (k + 1) * step_s)`; NaN = not measurable.
        """
        given = Arguments("report.trend")
        name = given.text("name", name, "the name of the trend")
        unit = given.text("unit", unit, "a text, which may be empty", may_be_empty=True)
        start_s = given.number("start_s", start_s, wanted="a number of seconds")
        step_s = given.number("step_s", step_s, _SHORTEST_S, wanted="a number of seconds above 0")
        held = [
            given.number("values", value, wanted=_WANTED_VALUES, may_be_nan=True)
            for value in given.items("values", values, _WANTED_VALUES)
        ]
        for first in range(0, len(held), _VALUES_AT_ONCE):
            part = held[first : first + _VALUES_AT_ONCE]
            self._emit(
                trend={
                    "name": name,
                    "unit": unit,
                    "start_s": start_s + first * step_s,
                    "step_s": step_s,
                    "values": [None if math.isnan(value) else value for value in part],
                }
            )
        self.stop_if_asked()

    def progress(self, share: float) -> None:
        """Report how much is done, 0-1; stop the detector when the user asked for that."""
        share = Arguments("report.progress").number("share", share, wanted="a number from 0 to 1")
        self.stop_if_asked()
        if time.monotonic() - self._reported_s >= _PROGRESS_EVERY_S or share >= 1:
            self._reported_s = time.monotonic()
            self._emit(progress={"share": share})

    def note(self, sentence: str) -> None:
        """Report something about the whole run to the reader, in one sentence."""
        self._emit(note={"sentence": Arguments("report.note").text("sentence", sentence, "a sentence")})

    def reached(self, time_s: float) -> None:
        """Report that everything before this time is searched; `PluginRecording.stretches` calls it."""
        self._reached_s = float(time_s)
        self.stop_if_asked()
        if time.monotonic() - self._reported_s >= _PROGRESS_EVERY_S:
            self._reported_s = time.monotonic()
            self.pass_on_reached()

    def pass_on_reached(self) -> None:
        """Report the last time that was reached, where it is not told yet: a run that breaks off here got so far."""
        if self._reached_s is not None:
            self._emit(reached={"time_s": self._reached_s})
        self._reached_s = None

    def handed_past(self, until_s: float) -> None:
        """Report that the detector sees past what it is to search, to this time; `PluginRecording.frames` calls it."""
        self._emit(handed_past={"until_s": float(until_s)})

    def alive(self) -> None:
        """Report that the detector is at work; stop it when the user asked for that.

        For long arithmetic in which nothing else can be reported: call it at least every few seconds. A run without
        any message for `silence_s` is ended. It costs nothing to call it more often: ten times a second are passed on.
        """
        self.stop_if_asked()
        if time.monotonic() - self._alive_s >= _PROGRESS_EVERY_S:
            self._alive_s = time.monotonic()
            self._emit(alive={})

    def stop_if_asked(self) -> None:
        """Raise `Stopped` once the user asked for that."""
        if self._is_asked_to_stop():
            raise Stopped

    def _emit(self, **message: Any) -> None:
        self._send(json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")


def _score_term(given: Arguments, parts: Any) -> list[Any]:
    """Return the four parts of a score's term."""
    held = given.items("terms", parts, _WANTED_TERMS)
    if len(held) != len(_TERM_PARTS):
        raise given.wrong_value("terms", _WANTED_TERMS, parts)
    name, value, unit, points = held
    return [
        given.text("terms", name, f"{_WANTED_TERMS}, whose name is a text"),
        given.number("terms", value, wanted=f"{_WANTED_TERMS}, whose value is a number"),
        given.text("terms", unit, f"{_WANTED_TERMS}, whose unit is a text, which may be empty", may_be_empty=True),
        given.number("terms", points, wanted=f"{_WANTED_TERMS}, whose points are a number"),
    ]


def _answer(given: Arguments, value: Any) -> str:
    """Return an answer as a text: a number is written as one."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return given.text("attributes", str(value) if is_number else value, _WANTED_ANSWERS)
