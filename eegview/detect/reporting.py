"""Send a detector's reports from its own process: each is one line of JSON on a private pipe."""

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

_PROGRESS_EVERY_S = 0.1
_VALUES_AT_ONCE = 2000  # of a trend, so that no line grows long

Send = Callable[[bytes], None]


class Stopped(BaseException):
    """The request of the host to stop; not an Exception, so that a detector's own handlers let it through."""


class Report:
    """The reports of one run: events, trends, notes and progress; the host judges whether they make sense."""

    def __init__(self, send: Send, is_asked_to_stop: Callable[[], bool] = lambda: False) -> None:
        self._send, self._is_asked_to_stop = send, is_asked_to_stop
        self._reported_s = -math.inf

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
        parts = [[str(name), float(value), str(unit), float(points)] for name, value, unit, points in terms]
        self._emit(
            event={
                "onset_s": float(onset_s),
                "duration_s": float(duration_s),
                "term": str(term),
                "score": float(score),
                "channels": [str(channel) for channel in channels],
                "terms": parts,
                "attributes": {str(name): str(value) for name, value in (attributes or {}).items()},
            }
        )
        self.stop_if_asked()

    def trend(self, name: str, unit: str, start_s: float, step_s: float, values: Iterable[float]) -> None:
        """Report values of a trend, or the next piece of one: each piece begins where the one before ended.

        Value k is over `[start_s + k * step_s, start_s + (k + 1) * step_s)`; NaN = not measurable.
        """
        held = [float(value) for value in values]
        for first in range(0, len(held), _VALUES_AT_ONCE):
            part = held[first : first + _VALUES_AT_ONCE]
            self._emit(
                trend={
                    "name": str(name),
                    "unit": str(unit),
                    "start_s": float(start_s) + first * float(step_s),
                    "step_s": float(step_s),
                    "values": [None if math.isnan(value) else value for value in part],
                }
            )
        self.stop_if_asked()

    def progress(self, share: float) -> None:
        """Report how much is done, 0-1; stop the detector when the user asked for that."""
        self.stop_if_asked()
        if time.monotonic() - self._reported_s >= _PROGRESS_EVERY_S or share >= 1:
            self._reported_s = time.monotonic()
            self._emit(progress={"share": float(share)})

    def note(self, sentence: str) -> None:
        """Report something about the whole run to the reader, in one sentence."""
        self._emit(note={"sentence": str(sentence)})

    def reached(self, time_s: float) -> None:
        """Report that everything before this time is searched; `PluginRecording.stretches` calls it."""
        self.stop_if_asked()
        if time.monotonic() - self._reported_s >= _PROGRESS_EVERY_S:
            self._reported_s = time.monotonic()
            self._emit(reached={"time_s": float(time_s)})

    def alive(self) -> None:
        """Report that the detector is at work, as while a command of its own runs and nothing else can be reported."""
        self._emit(alive={})

    def stop_if_asked(self) -> None:
        """Raise `Stopped` once the user asked for that."""
        if self._is_asked_to_stop():
            raise Stopped

    def _emit(self, **message: Any) -> None:
        self._send(json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
